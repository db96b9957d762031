"""One snapshot of all content: made from the files, whole and checked, and never changed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.findable import Findable, page_findable
from knowledge.library import Library, PageShelf, make_library, resolve_glossary
from knowledge.problems import Problem, Severity
from knowledge.source_files import Scan, Signature, scan
from knowledge.yaml_files import read_yaml_file
from publishing.navigation import NAVIGATION_FILE, Navigation, NavigationSource, resolve_navigation
from search_index.word_data import WordData, WordDataReading, read_word_data
from wizard.answer_stores import step_url
from wizard.forest import Forest, TreeShelf, tree_findable, tree_targets


@dataclass(frozen=True)
class Content:
    """Everything that readers can see at one moment, and what editors should look at."""

    fingerprint: str
    on: datetime.date
    library: Library
    forest: Forest
    navigation: Navigation
    problems: tuple[Problem, ...]
    words: WordDataReading = field(default_factory=lambda: WordDataReading(WordData(), None, None))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    def findables(self) -> dict[str, Findable]:
        """All that search can find, by id."""
        found = [page_findable(page) for page in self.library.pages.values()]
        found += [tree_findable(one, lambda tree, answers: tree.url if tree.sensitive else step_url(tree, answers)) for one in self.forest.trees.values()]
        return {one.id: one for one in found}


def fingerprint(files: Mapping[str, Signature]) -> str:
    """Changes whenever a file does."""
    digest = hashlib.sha256()
    for path, signature in files.items():
        digest.update(f"{path}\0{signature.modified_ns}\0{signature.size}\0{signature.inode}\n".encode())
    return digest.hexdigest()[:16]


@dataclass
class ContentReader:
    """Makes snapshots of one content folder, reading only what changed since the one before. Not for use by two threads at once."""

    root: Path
    preview: bool = False
    pages: PageShelf = field(init=False)
    trees: TreeShelf = field(init=False)

    def __post_init__(self) -> None:
        self.pages = PageShelf(self.root, self.preview)
        self.trees = TreeShelf(self.root, self.preview)

    @property
    def files_read(self) -> int:
        """How many files were opened so far."""
        return self.pages.files_read + self.trees.files_read

    def scan(self) -> Scan:
        """What files there are now."""
        return scan(self.root)

    def read(self, found: Scan, today: datetime.date) -> Content:
        """A snapshot of the files in `found`. Never raises for content: what is wrong is among its problems."""
        parsed, problems = self.pages.read(found.files)
        visible = self.pages.visible(parsed)
        readings, tree_problems = self.trees.read(found.files)
        targets = {page.id: page.target for page in visible.values()}
        for reading in readings.values():
            if reading.tree is not None:
                targets |= tree_targets(reading.tree)
        glossary_source, glossary_problems = self.pages.read_glossary(found.files)
        glossary, term_problems = resolve_glossary(glossary_source, targets)
        pages, link_problems = self.pages.link(visible, targets, glossary, today)
        forest, forest_problems = self.trees.link(readings, targets, pages, glossary, today)
        trees = forest.trees.values()
        library = make_library(
            pages,
            glossary,
            [(id, one.reference) for one in trees for id in one.uses],
            [(theme, replace(one.reference, summary=one.tree.matter.summary)) for one in trees for theme in one.tree.matter.themes],
        )
        navigation, navigation_problems = resolve_navigation(read_yaml_file(self.root, NAVIGATION_FILE, NavigationSource), library, forest)
        words = read_word_data(self.root, found.files)
        everything = [
            *found.problems, *problems, *tree_problems, *glossary_problems, *term_problems, *link_problems, *forest_problems,
            *navigation_problems, *words.problems,
        ]  # fmt: skip
        if not pages and not found.problems:
            everything.append(Problem(".", 1, 1, Severity.ERROR, "Er staan geen pagina's in de map met inhoud. Is dit de goede map?"))
        return Content(fingerprint(found.files), today, library, forest, navigation, tuple(sorted(set(everything))), words)


def without_faults(content: Content) -> Content:
    """What can still be shown when there are errors and no earlier snapshot: all but the trees in which they are."""
    faulty = {problem.path for problem in content.errors}
    trees = {id: one for id, one in content.forest.trees.items() if one.tree.path not in faulty}
    return Content(content.fingerprint, content.on, content.library, Forest(trees), content.navigation, content.problems)
