"""Folders that are built beside each other and never changed: a new one is built whole, or not at all.

A generation is a folder whose name says what it was built from. It is built under another name, written through to the disk and
then renamed, so that a process that is killed leaves nothing half. One process builds at a time; the others wait.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

SEAL = "seal.json"
_LOCK = ".lock"
# What is being built or being taken away has a name that begins like this: of a process that was killed, the next build clears it up.
_HALF = ".half-"
KEPT = 2

Opened = TypeVar("Opened")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digests(generation: Path) -> dict[str, str]:
    return {path.relative_to(generation).as_posix(): _digest(path) for path in _files(generation) if path.name != SEAL}


def _is_ours_alone(path: Path) -> bool:
    # A link itself is writable by everyone, so links are refused too.
    facts = path.lstat()
    return facts.st_uid == os.geteuid() and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def is_intact(generation: Path) -> bool:
    """Whether `generation` was finished by us, nobody else can write in it, and every file is as it was written.

    Whoever opens an index runs what its files say, so nothing else may be opened.
    """
    try:
        if not all(_is_ours_alone(path) for path in (generation, *generation.rglob("*"))):
            return False
        seal = json.loads((generation / SEAL).read_text("utf-8"))
        return bool(seal == {"name": generation.name, "files": _digests(generation)})
    except (OSError, ValueError):
        return False


def _write_through(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    # The lock belongs to the open file: the system lets go of it when the process ends, however it ends.
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _build(folder: Path, name: str, write: Callable[[Path], None]) -> None:
    # A name that is new each time: who deletes the folder deletes the lock, and then two may build in the folder that takes its place.
    unfinished = Path(tempfile.mkdtemp(prefix=f"{_HALF}{name}-", dir=folder))
    try:
        write(unfinished)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        seal = unfinished / SEAL
        seal.touch(mode=0o600)
        seal.write_text(json.dumps({"name": name, "files": _digests(unfinished)}), "utf-8")
        for path in (*unfinished.rglob("*"), unfinished):
            _write_through(path)
        unfinished.rename(folder / name)
        _write_through(folder)
    except BaseException:
        # What did not fit would keep a full disk full.
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _delete(half: Path) -> None:
    if half.is_dir() and not half.is_symlink():
        shutil.rmtree(half)
    else:
        half.unlink()


def _take_away(generation: Path) -> None:
    half = generation.with_name(f"{_HALF}{generation.name}")
    generation.rename(half)
    _delete(half)


def _generations(folder: Path) -> list[Path]:
    """The finished ones, the one that was opened last first."""
    found = [path for path in folder.iterdir() if not path.name.startswith(".") and (path / SEAL).is_file()]
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def open_generation(folder: Path, name: str, write: Callable[[Path], None], open_: Callable[[Path], Opened]) -> Opened:
    """Open generation `name` in `folder` with `open_`, after building it with `write` when it is missing or damaged.

    `write` gets an empty folder to fill. The generation before this one is kept: another process may still be about to open it.
    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    generation = folder / name
    with _locked(folder):
        if not is_intact(generation):
            for half in folder.glob(f"{_HALF}*"):
                _delete(half)
            if os.path.lexists(generation):
                _take_away(generation)
            _build(folder, name, write)
            for old in _generations(folder)[KEPT:]:
                _take_away(old)
        os.utime(generation)
        return open_(generation)
