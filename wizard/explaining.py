"""Why an answer came out, and what would change it. Only reads what was proved, so that requests do not get in each other's way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wizard.answer_space import OrderedLevel
from wizard.applies import Applies, group_words, holds_for
from wizard.clauses import Clause, Condition
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, Value
from wizard.proved import ProvedTree
from wizard.quantities import least_solution
from wizard.tree import TREE_PREFIX, Kind, Outcome, Question
from wizard.walk import Jump, Walk, walk


@dataclass(frozen=True, slots=True)
class Change:
    """Other answers to one question, or another amount of time, that lead to another end.

    `subject` is a question or a fact; `answers` are what would have to be so, in words; `end` is an outcome or 'boom:…'.
    """

    question: Question
    subject: str
    answers: tuple[str, ...]
    end: str


def deciding(proved: ProvedTree, found: Walk, applies: Applies) -> Condition:
    """The answers that decided where a walk ended: the shortest of the smallest conditions for that end that holds for it.

    Questions carry the answer that was given, facts what must be so of them. Empty when the tree is too tangled for words.
    """
    at = proved.space.place_of(found.known)
    end = _end(found)
    holding = [
        words for cube, words in zip(applies.cubes.get(end, ()), applies.smallest.get(end, ()), strict=True) if holds_for(cube, at)
    ]  # fmt: skip
    given = {stop.question.id: stop.question.words(stop.value) for stop in found.road}
    return tuple(Clause(one.subject, one.name, (given[one.subject],)) if one.subject in given else one for one in min(holding, key=len, default=()))


def changes(proved: ProvedTree, found: Walk) -> tuple[Change, ...]:
    """Per question on the road, the other answers that surely lead to another end, whatever would still be asked.

    A fact about two questions is told at the first of them that can make it so and then leads there.
    """
    here = _end(found)
    together: dict[tuple[str, str, str], Change] = {}
    told: set[tuple[str, str, str]] = set()
    for stop in found.road:
        for subject, words, end in _others(proved, found, stop.question, stop.value):
            if end == here or (subject, words, end) in told:
                continue
            told.add((subject, words, end))
            key = (stop.question.id, subject, end)
            before = together.get(key, Change(stop.question, subject, (), end))
            together[key] = replace(before, answers=(*before.answers, words))
    return tuple(together.values())


def _end(found: Walk) -> str:
    if isinstance(found.end, Jump):
        return f"{TREE_PREFIX}{found.end.tree_id}"
    return found.end.id if isinstance(found.end, Outcome) else ""


def _others(proved: ProvedTree, found: Walk, question: Question, value: Value) -> Iterator[tuple[str, str, str]]:
    """The other answers to a question, as (subject, words, end)."""
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            for other in (*(option.value for option in question.options), *([DONT_KNOW] if question.dont_know else [])):
                if other != value:
                    yield from _after(proved, found, question, other)
        case Kind.SEVERAL:
            # One tick more or less: more would be too many to read.
            ticked = value if isinstance(value, frozenset) else frozenset()
            if value == DONT_KNOW:
                yield from _after(proved, found, question, ticked)
            for option in question.options:
                yield from _after(proved, found, question, ticked ^ {option.value})
            if value != DONT_KNOW and question.dont_know:
                yield from _after(proved, found, question, DONT_KNOW)
        case Kind.NUMBER | Kind.DATE:
            yield from _other_groups(proved, found, question)


def _after(proved: ProvedTree, found: Walk, question: Question, other: Value) -> Iterator[tuple[str, str, str]]:
    raw = question.write(other)
    changed = walk(found.tree, found.answers() | {question.id: raw}, found.on)
    if changed.misanswered:
        return
    ends = proved.ends_beyond[changed.end.id] if isinstance(changed.end, Question) else {_end(changed)}
    if len(ends) == 1:
        yield question.id, question.words(other), next(iter(ends))


def _other_groups(proved: ProvedTree, found: Walk, question: Question) -> Iterator[tuple[str, str, str]]:
    """For a number or a day: the groups of it, and of the facts about it, that surely lead to one end when all else stays as it is."""
    space = proved.space
    at = space.place_of(found.known)
    asked = {stop.question.id for stop in found.road} | {REFERENCE_DATE}
    about = {
        number for number, level in enumerate(space.levels)
        if isinstance(level, OrderedLevel) and question.id in level.roots and asked.issuperset(level.roots)
    }  # fmt: skip
    fixed = {
        number: frozenset({at(number)}) for number, level in enumerate(space.levels)
        if number not in about and (asked.issuperset(level.roots) if isinstance(level, OrderedLevel) else level.subject in asked)
    }  # fmt: skip
    for number in sorted(about):
        level = space.levels[number]
        assert isinstance(level, OrderedLevel)
        possible = [value for value in range(1, level.size) if _can_be(found, question, level, value)]
        by_end: dict[str, set[int]] = {}
        for value in possible:
            ends = proved.ends.reached({**fixed, number: frozenset({value})})
            if len(ends) == 1:
                by_end.setdefault(str(next(iter(ends))), set()).add(value)
        for end, values in by_end.items():
            # Where every day leads there, the question itself says so.
            if at(number) not in values and (level.subject == question.id or len(values) < len(possible)):
                for words in group_words(found.tree, level, frozenset(values)):
                    yield level.subject, words, end


def _can_be(found: Walk, question: Question, level: OrderedLevel, value: int) -> bool:
    """Whether some answer lies in a group on the very day and beside the very days that were answered: days are proved by group only."""
    if question.kind is Kind.NUMBER or value > level.groups:
        return True
    days = {name: known.toordinal() for name, known in found.known.items() if isinstance(known, datetime.date)}
    if not days.keys() | {question.id} >= {*level.roots}:
        return False
    first, last = question.limits(found.on)
    ranges = {root: (first.toordinal(), last.toordinal()) if root == question.id else (days[root], days[root]) for root in level.roots}
    return least_solution(ranges, level.bounds(value)) is not None
