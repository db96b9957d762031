"""What an editor sees of one tree: what the check found, what was proved, the table, and how good the scenarios are."""

from __future__ import annotations

import datetime
import threading
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from knowledge.problems import Problem, Severity
from knowledge.yaml_source import Mark
from wizard.applies import ends_of, road_words
from wizard.checking import describe_sample
from wizard.clauses import Condition
from wizard.composing import Around, tree_head
from wizard.forest import PublishedTree, outcome_url
from wizard.picture import Picture, links_of
from wizard.presenting import TreeHead
from wizard.proved import ProvedTree
from wizard.score import Score, score
from wizard.tree import TREE_PREFIX, Target
from wizard.walk import walk

_SEVERITY_WORDS: Final = {Severity.ERROR: "fout", Severity.WARNING: "waarschuwing", Severity.HINT: "hint"}
_WORST_FIRST: Final = (Severity.ERROR, Severity.WARNING, Severity.HINT)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One thing that the check found: `kind` is fout, waarschuwing or hint; `place` is 'regel 12, teken 3'."""

    kind: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """An end or a question with its conditions; `url` is empty where it has no page of its own."""

    name: str
    title: str
    url: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class SurvivorRow:
    """A change that nothing notices: where, what, and answers that would show it."""

    place: str
    change: str
    sample: str


@dataclass(frozen=True, slots=True)
class ControlPage:
    """Everything an editor wants to know of a tree. `counts` are (name, number) pairs; `percentage` is None without scenarios."""

    tree: TreeHead
    path: str
    problems: tuple[ProblemRow, ...]
    counts: tuple[tuple[str, str], ...]
    outcomes: tuple[TableRow, ...]
    questions: tuple[TableRow, ...]
    percentage: int | None
    survivors: tuple[SurvivorRow, ...]
    picture: Markup


class ScoreShelf:
    """Remembers the score of each tree, which takes seconds, for as long as the tree and the day stay the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scores: dict[str, tuple[object, datetime.date, Score | None]] = {}

    def score(self, published: PublishedTree, today: datetime.date) -> Score | None:
        """The score; None for a tree without scenarios or without a proof."""
        tree = published.tree
        if published.proved is None:
            return None
        with self._lock:
            known = self._scores.get(tree.id)
            if known is None or known[0] is not tree or known[1] != today:
                # A proof of its own: this one makes diagrams, and the one that is published is only read.
                known = self._scores[tree.id] = (tree, today, score(ProvedTree(tree), today))
            return known[2]


def problem_rows(problems: Iterable[Problem]) -> tuple[ProblemRow, ...]:
    """Problems of one file, as an editor reads them."""
    return tuple(ProblemRow(_SEVERITY_WORDS[one.severity], f"regel {one.line}, teken {one.column}", one.message) for one in sorted(set(problems)))


def control_page(published: PublishedTree, problems: Iterable[Problem], scored: Score | None, picture: Picture, around: Around) -> ControlPage:
    """The page of one tree; `problems` are those of its file."""
    tree, applies = published.tree, published.applies
    marks = _marks(published)
    links = links_of(published, walk(tree, {}, around.today), {}, around)
    return ControlPage(
        tree=tree_head(tree, around),
        path=tree.path,
        problems=problem_rows(problems),
        counts=tuple(_counts(published, scored)),
        outcomes=tuple(
            TableRow(end, title, "" if end.startswith(TREE_PREFIX) else outcome_url(tree.id, end), applies.smallest.get(end, ()) if applies else ())
            for end, title in ends_of(tree).items()
        ),
        questions=tuple(
            TableRow(id, question.text, "", applies.asked.get(id, ()) if applies else ()) for id, question in tree.questions.items() if id != tree.start
        ),
        percentage=scored.percentage if scored else None,
        survivors=tuple(
            SurvivorRow(f"regel {published.mark(one.mutant.place)[0]}", one.mutant.words, describe_sample(one.sample, around.today) if one.sample else "")
            for one in (scored.survivors if scored else ())
        ),
        picture=picture.svg(links, marks=marks),
    )


def _counts(published: PublishedTree, scored: Score | None) -> Iterable[tuple[str, str]]:
    tree = published.tree
    yield "Vragen", str(len(tree.questions))
    yield "Uitkomsten", str(len(tree.outcomes))
    if published.proved is not None:
        # A proof of its own, for the same reason as the score's.
        yield "Wegen", road_words(ProvedTree(tree, published.proved.other_lengths))
    yield "Voorbeelden", str(len(tree.examples))
    yield "Nooit", str(len(tree.never))
    if scored is not None:
        yield "Kleine veranderingen", f"{scored.changes}, waarvan {scored.noticed} opgemerkt"


def _marks(published: PublishedTree) -> Mapping[Target, str]:
    """The nodes of the picture about which something was found, with the word of the worst of it.

    By place, from the very file that the picture shows: what waits for faults to be mended stands on other lines.
    """
    if published.document is None:
        return {}
    begins: list[tuple[Mark, Target | None]] = []
    for place, mark in published.document.keys.items():
        match place:
            case [str()]:
                begins.append((mark, None))
            case ["vragen", str(id)]:
                begins.append((mark, Target("vraag", id)))
            case ["uitkomsten", str(id)]:
                begins.append((mark, Target("uitkomst", id)))
    begins.sort(key=lambda begin: (begin[0].line, begin[0].column))
    marks: dict[Target, str] = {}
    for problem in sorted(published.problems, key=lambda one: _WORST_FIRST.index(one.severity)):
        before = bisect_right(begins, (problem.line, problem.column), key=lambda begin: (begin[0].line, begin[0].column))
        target = begins[before - 1][1] if before else None
        if target is not None:
            marks.setdefault(target, _SEVERITY_WORDS[problem.severity])
    return marks
