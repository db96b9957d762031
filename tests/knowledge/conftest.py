"""A knowledge base over a folder that the test fills, without the rest of the site."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from knowledge.library import Library, Page, PageShelf, make_library, resolve_glossary
from knowledge.problems import Problem
from knowledge.source_files import scan

TODAY = datetime.date(2026, 11, 25)

MATTER = """titel: Een pagina
samenvatting: Een zin.
gecontroleerd: 2026-11-25
controleren_voor: 2099-01-01
bronnen:
  - titel: Een bron
    url: https://example.org/bron
"""


def front_matter(**changes: str) -> str:
    """The lines above a page that is right, with other or more lines by name; an empty one is left out."""
    lines = dict(line.split(": ", 1) for line in MATTER.splitlines() if not line.startswith(("bronnen", " ")))
    lines |= changes
    written = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
    return written if "bronnen" in changes else written + MATTER[MATTER.index("bronnen:") :]


class Folder:
    """A content folder and the shelf that reads it."""

    def __init__(self, root: Path, *, preview: bool = False) -> None:
        self.root = root
        self.shelf = PageShelf(root, preview)
        self.library = Library()
        self.problems: tuple[Problem, ...] = ()

    def write(self, path: str, body: str = "Tekst.\n", matter: str | None = None, **changes: str) -> None:
        """Write a page; `changes` are other lines of its front matter."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"---\n{front_matter(**changes) if matter is None else matter}---\n{body}", encoding="utf-8")

    def terms(self, *entries: str) -> None:
        """Write the glossary."""
        (self.root / "begrippen.yaml").write_text("begrippen:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries), encoding="utf-8")

    def read(self, today: datetime.date = TODAY) -> Library:
        """Read what is in the folder now; what is wrong is in `problems`."""
        files = scan(self.root).files
        parsed, problems = self.shelf.read(files)
        visible = self.shelf.visible(parsed)
        targets = {page.id: page.target for page in visible.values()}
        source, glossary_problems = self.shelf.read_glossary(files)
        glossary, term_problems = resolve_glossary(source, targets)
        pages, link_problems = self.shelf.link(visible, targets, glossary, today)
        self.library = make_library(pages, glossary)
        self.problems = (*problems, *glossary_problems, *term_problems, *link_problems)
        return self.library

    def page(self, id: str = "over/pagina") -> Page:
        """A page of what was read last."""
        return self.library.pages[id]

    def complaints(self) -> list[str]:
        """What is wrong with what is in the folder now, as editors read it."""
        self.read()
        return [str(problem) for problem in self.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    root = tmp_path / "content"
    root.mkdir()
    return Folder(root)
