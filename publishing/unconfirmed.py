"""What rests on points that are not confirmed: a worklist for experts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.problems import Problem, Severity
from publishing.snapshot import Content


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A page, a tree or an outcome with the points that an expert should confirm."""

    id: str
    title: str
    path: str
    line: int
    column: int
    check_before: datetime.date
    points: tuple[str, ...]


def unconfirmed(content: Content) -> Iterator[Unconfirmed]:
    """Everything with points to confirm: trees and their outcomes first, then the pages by address."""
    for tree in content.forest.trees.values():
        matter, path, id = tree.tree.matter, tree.tree.path, f"beslisboom/{tree.tree.id}"
        if matter.to_verify:
            yield Unconfirmed(id, tree.tree.title, path, *tree.mark(("nog_te_controleren",)), matter.check_before, matter.to_verify)
        for name, outcome in tree.tree.outcomes.items():
            if outcome.to_verify:
                mark = tree.mark(("uitkomsten", name, "nog_te_controleren"))
                yield Unconfirmed(f"{id}/uitkomst/{name}", outcome.title_alone or outcome.title, path, *mark, matter.check_before, outcome.to_verify)
    for page in sorted(content.library.pages.values(), key=lambda one: one.id):
        if page.matter.to_verify:
            yield Unconfirmed(page.id, page.title, page.path, 1, 1, page.matter.check_before, page.matter.to_verify)


def unconfirmed_problems(content: Content) -> Iterator[Problem]:
    """A hint for each, with how many points there are."""
    for one in unconfirmed(content):
        count = len(one.points)
        words = "1 punt dat nog te controleren is" if count == 1 else f"{count} punten die nog te controleren zijn"
        yield Problem(one.path, one.line, one.column, Severity.HINT, f"Rust op {words}. 'make nakijklijst' noemt ze.")


def worklist(content: Content) -> Iterator[str]:
    """The points as lines of a Markdown list, those to be checked soonest first."""
    for one in sorted(unconfirmed(content), key=lambda one: (one.check_before, one.id)):
        yield f"- [ ] **{one.title}** (`{one.id}`, vóór {one.check_before.isoformat()})"
        for point in one.points:
            yield f"    - [ ] {point}"
