"""The editor's own scenarios: what `voorbeelden` lead to, and whether `nooit` really never happens."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.dutch_dates import iso_day
from wizard.answer_space import FIRST_DAY, LAST_DAY, AnswerSpace
from wizard.conditions import Compares, Comparison, Value
from wizard.diagrams import ALL, NONE, Diagram, deep_recursion
from wizard.proof import Proof, Sample, prove_in
from wizard.tree import TREE_PREFIX, Example, Kind, Misanswered, Never, Outcome, Question, RawAnswer, Tree
from wizard.walk import Jump, Walk, walk


def end_of(found: Walk) -> str:
    """Where a walk ends, as scenarios call it: an outcome, 'boom:…', or '' elsewhere."""
    if isinstance(found.end, Jump):
        return f"{TREE_PREFIX}{found.end.tree_id}"
    return found.end.id if isinstance(found.end, Outcome) else ""


def shown_parts(tree: Tree, found: Walk) -> frozenset[int]:
    """The numbers of the parts that an outcome at the end of a walk shows."""
    return frozenset(number for number, test in enumerate(tree.part_tests.get(end_of(found), ())) if test(found.known))


def example_holds(tree: Tree, example: Example, today: datetime.date) -> bool:
    """Whether an example leads where it says, and shows what it says."""
    found = walk(tree, example.answers, example.on or today)
    return end_of(found) == example.outcome and (example.parts is None or shown_parts(tree, found) == example.parts)


@dataclass(frozen=True, slots=True)
class NeverResult:
    """Whether a `nooit` holds. `touched` says that its answers occur together at all; `violation` are answers for which it fails."""

    never: Never
    touched: bool
    violation: Sample | None


def read_for_never(question: Question, raw: RawAnswer, on: datetime.date | None, today: datetime.date) -> Value:
    """The value of an answer in a `nooit`, which is about day `on`, or without one about every day from today on.

    Then a day that must not be later than the reference date is an answer as soon as it has come. Raises Misanswered.
    """
    if on is None and question.kind is Kind.DATE:
        on = max(today, _day(raw) or today)
    return question.read(raw, on or today)


def _day(raw: RawAnswer) -> datetime.date | None:
    try:
        return iso_day(raw if isinstance(raw, str) else "".join(raw))
    except ValueError:
        return None


def _values(tree: Tree, never: Never, today: datetime.date) -> dict[str, Value]:
    return {name: read_for_never(tree.questions[name], raw, never.on, today) for name, raw in never.answers.items()}


def _answers_fit(tree: Tree, never: Never, today: datetime.date) -> bool:
    """Whether the answers of a `nooit` are answers to their questions."""
    try:
        _values(tree, never, today)
    except Misanswered:
        return False
    return True


class NeverProver:
    """Proves the `nooit` of a tree: each on its own day, or without one on every day from today on. Raises TooTangled.

    A road that never asks one of the questions is not about these answers. Made once, it can prove them of small changes of the
    tree as well.
    """

    def __init__(self, tree: Tree, today: datetime.date) -> None:
        self.today = today
        self._groups: dict[datetime.date | None, list[Never]] = {}
        for one in tree.never:
            if _answers_fit(tree, one, today):
                self._groups.setdefault(one.on, []).append(one)
        self._spaces = {on: self._space(tree, on) for on in self._groups}

    def _space(self, tree: Tree, on: datetime.date | None) -> AnswerSpace:
        days = (on, on) if on is not None else (max(self.today, FIRST_DAY), LAST_DAY)
        return AnswerSpace(tree, days, _exact_answers(tree, self._groups[on], self.today))

    def results(self, tree: Tree) -> list[NeverResult]:
        """For the tree that this was made for, or a small change of it."""
        found: list[NeverResult] = []
        for on, group in self._groups.items():
            space = self._spaces[on].for_tree(tree) or self._space(tree, on)
            # Together they share one proof; it keeps the answers to every question that one of them names.
            proof = prove_in(space, keep={name for one in group for name in one.answers})
            with deep_recursion(len(space.levels)):
                found += [_result(proof, one, self.today) for one in group]
        return found


def _exact_answers(tree: Tree, never: Iterable[Never], today: datetime.date) -> list[Compares]:
    """Comparisons that tell the numbers and days in the answers apart from all others."""
    found = []
    for one in never:
        for name, value in _values(tree, one, today).items():
            if isinstance(value, int | datetime.date):
                found += [Compares(name, Comparison.AT_LEAST, value), Compares(name, Comparison.MORE, value)]
    return found


def _as_set(proof: Proof, answers: Mapping[str, Value]) -> Diagram:
    found = ALL
    at = proof.space.place_of(answers)
    for id in answers:
        for number in proof.space.owned[id]:
            if proof.space.levels[number].subject == id:
                found = proof.diagrams.both(found, proof.diagrams.values(number, (at(number),)))
    return found


def _result(proof: Proof, never: Never, today: datetime.date) -> NeverResult:
    tree = proof.tree
    given = _as_set(proof, _values(tree, never, today))
    touched = False
    for end, arriving in proof.arriving.items():
        if end in tree.questions or not proof.seen_before(end) >= never.answers.keys():
            continue
        about_this = proof.diagrams.both(arriving, given)
        touched = touched or about_this != NONE
        if end in never.outcomes and about_this != NONE:
            return NeverResult(never, True, proof.sample_at_end(end, about_this, never.on or today))
    return NeverResult(never, touched, None)
