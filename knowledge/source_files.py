"""The content folder on disk: which files there are, and their text, read with every bad file in mind."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from knowledge.problems import Problem, Severity

T = TypeVar("T")

MAX_BYTES = 1_000_000
CONTENT_SUFFIXES = (".md", ".yaml")


@dataclass(frozen=True, slots=True)
class Signature:
    """Changes whenever the file does; cheap to get, no reading."""

    modified_ns: int
    size: int
    inode: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of a content folder: relative path with forward slashes → signature."""

    files: Mapping[str, Signature]
    problems: tuple[Problem, ...]


@dataclass
class FileMemory(Generic[T]):
    """What was read from files, remembered as long as they do not change. `files_read` counts how often a file was opened."""

    read: Callable[[str], T]
    files_read: int = 0
    _known: dict[str, tuple[Signature, T]] = field(default_factory=dict)

    def recall(self, wanted: Mapping[str, Signature]) -> dict[str, T]:
        """What `read` gives for each wanted path, in their order; only files that changed are read again, and others forgotten."""
        for gone in self._known.keys() - wanted.keys():
            del self._known[gone]
        for path, signature in wanted.items():
            known = self._known.get(path)
            if known is None or known[0] != signature:
                self._known[path] = (signature, self.read(path))
                self.files_read += 1
        return {path: self._known[path][1] for path in wanted}


class UnreadableFile(Exception):
    """A file that cannot be used; `problem` says why, in Dutch."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _error(path: str, message: str, line: int = 1, column: int = 1) -> Problem:
    return Problem(path, line, column, Severity.ERROR, message)


def _entries(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError:
        problems.append(_error(folder or ".", "Deze map kan niet worden gelezen. Bestaat hij nog, en mag de site hem lezen?"))
        return
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.name.endswith("~"):
            continue
        yield (f"{folder}/{entry.name}" if folder else entry.name), entry


def scan(root: Path) -> Scan:
    """List the Markdown and YAML files below `root`. Never raises: what cannot be read is a problem in the answer.

    Links that point outside the folder are refused, so that an edit can never publish a file from elsewhere.
    """
    problems: list[Problem] = []
    files: dict[str, Signature] = {}
    real_root = os.path.realpath(root)
    folders = [""]
    while folders:
        for path, entry in _entries(root, folders.pop(), problems):
            try:
                if entry.is_symlink() and not os.path.realpath(entry.path).startswith(real_root + os.sep):
                    problems.append(_error(path, "Dit is een koppeling naar een plek buiten de map met inhoud. Zet het bestand zelf in de map."))
                elif entry.is_dir():
                    # A link to a folder inside could make a circle; nothing needs it.
                    if not entry.is_symlink():
                        folders.append(path)
                elif entry.name.endswith(CONTENT_SUFFIXES):
                    facts = entry.stat()
                    if not stat.S_ISREG(facts.st_mode):
                        problems.append(_error(path, "Dit is geen gewoon bestand. Vervang het door een tekstbestand."))
                        continue
                    files[path] = Signature(facts.st_mtime_ns, facts.st_size, facts.st_ino)
            except OSError:
                problems.append(_error(path, "Dit bestand kan niet worden gelezen. Bestaat het nog, en mag de site het lezen?"))
    return Scan(dict(sorted(files.items())), tuple(problems))


def read_text(root: Path, path: str) -> str:
    """The text of one content file, with line ends as `\\n`.

    Raises UnreadableFile when it is gone, too large, or not UTF-8.
    """
    try:
        with open(root / path, "rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError:
        raise UnreadableFile(_error(path, "Dit bestand kan niet worden gelezen. Bestaat het nog, en mag de site het lezen?")) from None
    if len(raw) > MAX_BYTES:
        raise UnreadableFile(_error(path, "Dit bestand is groter dan 1 MB. Verdeel de tekst over meer pagina's."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(_error(path, "Dit bestand is niet opgeslagen als UTF-8. Sla het opnieuw op met de codering UTF-8.", line)) from None
    if "\x00" in text:
        raise UnreadableFile(_error(path, "Dit bestand bevat tekens die geen tekst zijn. Sla het opnieuw op als gewone tekst."))
    return text.replace("\r\n", "\n").replace("\r", "\n")
