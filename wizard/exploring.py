"""Tries every answer that could matter: options one by one, numbers and days on and beside each bound that a rule names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from wizard.calendar_units import add
from wizard.conditions import DONT_KNOW, All, AnyOf, Between, Compares, Condition, Count, DayFrom, Known, Not, measure
from wizard.tree import NONE_OF_THESE, TREE_PREFIX, Kind, Outcome, Question, RawAnswer, Tree
from wizard.walk import Jump, Walk, walk

MOST_SUBSETS = 256
MOST_WALKS = 20_000


class TooManyRoads(Exception):
    """There are more roads than can be tried one by one."""


def _bounds(condition: Condition, found: dict[str, set[int | datetime.date]]) -> None:
    match condition:
        case All(conditions) | AnyOf(conditions):
            for one in conditions:
                _bounds(one, found)
        case Not(inner):
            _bounds(inner, found)
        case Compares(subject=subject, bound=bound):
            found.setdefault(subject, set()).add(bound)
        case _:
            pass


def bounds_by_subject(tree: Tree) -> Mapping[str, set[int | datetime.date]]:
    """Per question or fact, the bounds that rules, parts and counts hold it against."""
    found: dict[str, set[int | datetime.date]] = {}
    for question in tree.questions.values():
        for rule in question.rules:
            if rule.condition is not None:
                _bounds(rule.condition, found)
    for outcome in tree.outcomes.values():
        for part in outcome.parts:
            _bounds(part.condition, found)
    for fact in tree.facts.values():
        if isinstance(fact, Count):
            for one in fact.conditions:
                _bounds(one, found)
    return found


@dataclass(frozen=True)
class Explorer:
    """Walks a tree along every road that starts with given answers."""

    tree: Tree
    on: datetime.date

    def roads(self, given: Mapping[str, RawAnswer]) -> Iterator[Walk]:
        """Every complete walk that agrees with `given`. Raises TooManyRoads."""
        bounds = bounds_by_subject(self.tree)
        waiting: list[dict[str, RawAnswer]] = [{}]
        walks = 0
        while waiting:
            walks += 1
            if walks > MOST_WALKS:
                raise TooManyRoads
            answers = waiting.pop()
            found = walk(self.tree, answers, self.on)
            if not isinstance(found.end, Question):
                yield found
            elif found.end.id in given and not found.misanswered:
                waiting.append({**answers, found.end.id: given[found.end.id]})
            elif not found.misanswered:
                waiting.extend({**answers, found.end.id: raw} for raw in self._candidates(found.end, found.known, bounds))

    def _candidates(self, question: Question, known: Known, bounds: Mapping[str, set[int | datetime.date]]) -> Iterator[RawAnswer]:
        if question.dont_know:
            yield DONT_KNOW
        match question.kind:
            case Kind.CHOICE | Kind.YES_NO:
                yield from (option.value for option in question.options)
            case Kind.SEVERAL:
                yield from self._subsets(question)
            case Kind.NUMBER:
                marks = {bound for bound in bounds.get(question.id, set()) if isinstance(bound, int)}
                low, high = question.at_least, question.at_most
                marks |= {low if low is not None else min(marks, default=0) - 1, high if high is not None else max(marks, default=0) + 1}
                for number in sorted({mark + shift for mark in marks for shift in (-1, 0, 1)}):
                    if (low is None or number >= low) and (high is None or number <= high):
                        yield str(number)
            case Kind.DATE:
                earliest, latest = question.limits(self.on)
                for day in sorted({self._shift(mark, shift) for mark in self._days(question, known, bounds) for shift in (-1, 0, 1)}):
                    if earliest <= day <= latest:
                        yield day.isoformat()

    @staticmethod
    def _shift(day: datetime.date, shift: int) -> datetime.date:
        return day + datetime.timedelta(days=shift) if datetime.date.min < day < datetime.date.max else day

    def _subsets(self, question: Question) -> Iterator[tuple[str, ...]]:
        values = [option.value for option in question.options]
        most = len(values) if question.at_most is None else question.at_most
        count = 0
        if question.none_of_these:
            yield (NONE_OF_THESE,)
        for size in range(max(question.at_least or 0, 1 if question.none_of_these else 0), most + 1):
            for subset in combinations(values, size):
                count += 1
                if count > MOST_SUBSETS:
                    raise TooManyRoads
                yield subset

    def _days(self, question: Question, known: Known, bounds: Mapping[str, set[int | datetime.date]]) -> set[datetime.date]:
        """The days at which something can change, seen from what is already known."""
        earliest, latest = question.limits(self.on)
        marks: set[datetime.date | None] = {self.on, earliest, latest}
        marks.update(bound for bound in bounds.get(question.id, set()) if isinstance(bound, datetime.date))
        for name, fact in self.tree.facts.items():
            if isinstance(fact, DayFrom):
                marks.update(self._back(name, question.id, bound) for bound in bounds.get(name, set()) if isinstance(bound, datetime.date))
            elif isinstance(fact, Between):
                for mine, theirs, sign in ((fact.start, fact.end, -1), (fact.end, fact.start, 1)):
                    other = measure(theirs, self.tree.facts)(known)
                    base = other if isinstance(other, datetime.date) else self.on
                    steps = {0} | {bound for bound in bounds.get(name, set()) if isinstance(bound, int)}
                    marks.update(self._back(mine, question.id, add(base, sign * step, fact.unit)) for step in steps)
        return {mark for mark in marks if mark is not None}

    def _back(self, name: str, question_id: str, day: datetime.date) -> datetime.date | None:
        """The answer to a question that makes `name` fall on `day`; None when `name` does not rest on that question."""
        while name != question_id:
            fact = self.tree.facts.get(name)
            if not isinstance(fact, DayFrom):
                return None
            name, day = fact.base, add(day, -fact.amount, fact.unit)
        return day


def outcomes_reached(tree: Tree, given: Mapping[str, RawAnswer], on: datetime.date) -> Iterator[tuple[str, Walk]]:
    """Where roads with the answers `given` end: an outcome, or 'boom:…' where they go on in another tree. Raises TooManyRoads."""
    for found in Explorer(tree, on).roads(given):
        if isinstance(found.end, Outcome):
            yield found.end.id, found
        elif isinstance(found.end, Jump):
            yield f"{TREE_PREFIX}{found.end.tree_id}", found
