"""Conditions and facts as data, so that they can be walked, proved, drawn and put into words.

A condition about a question that was not asked, or was answered with 'weet ik niet', does not hold, not even with
`niet`; only the condition that asks for 'weet ik niet' itself does. `Not` is the plain opposite of what it holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from wizard.calendar_units import Unit, add, whole_units

DONT_KNOW = "weet_ik_niet"
REFERENCE_DATE = "peildatum"

# A choice is text, several a frozenset, a number an int, a date a date; 'weet ik niet' is the text DONT_KNOW.
Value: TypeAlias = str | int | datetime.date | frozenset[str]
Known: TypeAlias = Mapping[str, Value]
Test: TypeAlias = Callable[[Known], bool]
Measure: TypeAlias = Callable[[Known], "Value | None"]


class Comparison(StrEnum):
    """How a number, a day or an amount of time is held against a bound."""

    AT_LEAST = "minstens"
    AT_MOST = "hoogstens"
    MORE = "meer_dan"
    LESS = "minder_dan"


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """The answer to a choice or yes/no question is one of `values`."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class AnswerIsNot:
    """There is an answer, and it is none of `values`."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Includes:
    """All of `values` are ticked."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Excludes:
    """There is an answer, and none of `values` is ticked."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compares:
    """A number, day or amount of time (question, fact or reference date) held against a bound.

    `bound` is a day for a day, and otherwise a number: of things, or of units of time.
    """

    subject: str
    comparison: Comparison
    bound: int | datetime.date


@dataclass(frozen=True, slots=True)
class All:
    """Every one holds; true when there are none."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The plain opposite."""

    condition: Condition


Condition: TypeAlias = AnswerIs | AnswerIsNot | Includes | Excludes | Compares | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Between:
    """The time from one day to another. `name` is how a sentence calls it."""

    start: str
    end: str
    unit: Unit
    name: str = ""


@dataclass(frozen=True, slots=True)
class DayFrom:
    """The day `amount` units after `base` (before it when negative)."""

    base: str
    amount: int
    unit: Unit
    name: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the conditions hold."""

    conditions: tuple[Condition, ...]
    name: str = ""


Fact: TypeAlias = Between | DayFrom | Count


def subjects(condition: Condition) -> frozenset[str]:
    """The questions, facts and reference date that a condition looks at."""
    match condition:
        case All(conditions) | AnyOf(conditions):
            return frozenset().union(*(subjects(one) for one in conditions))
        case Not(inner):
            return subjects(inner)
        case Compares(subject=subject):
            return frozenset({subject})
        case _:
            return frozenset({condition.question})


def fact_subjects(fact: Fact) -> frozenset[str]:
    """The questions, facts and reference date that a fact is computed from."""
    match fact:
        case Between(start, end):
            return frozenset({start, end})
        case DayFrom(base):
            return frozenset({base})
        case Count(conditions):
            return frozenset().union(*(subjects(one) for one in conditions))


def renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    """A condition about the same questions, with other names for the facts in `names`."""
    match condition:
        case All(conditions):
            return All(tuple(renamed(one, names) for one in conditions))
        case AnyOf(conditions):
            return AnyOf(tuple(renamed(one, names) for one in conditions))
        case Not(inner):
            return Not(renamed(inner, names))
        case Compares(subject):
            return replace(condition, subject=names.get(subject, subject))
        case _:
            return condition


def renamed_fact(fact: Fact, names: Mapping[str, str]) -> Fact:
    """A fact that is computed in the same way, from facts with other names."""
    match fact:
        case Between(start, end):
            return replace(fact, start=names.get(start, start), end=names.get(end, end))
        case DayFrom(base):
            return replace(fact, base=names.get(base, base))
        case Count(conditions):
            return replace(fact, conditions=tuple(renamed(one, names) for one in conditions))


def _day(name: str, facts: Mapping[str, Fact]) -> Callable[[Known], datetime.date | None]:
    fact = facts.get(name)
    if isinstance(fact, DayFrom):
        base = _day(fact.base, facts)
        amount, unit = fact.amount, fact.unit

        def from_base(known: Known) -> datetime.date | None:
            day = base(known)
            return None if day is None else add(day, amount, unit)

        return from_base

    def answered(known: Known) -> datetime.date | None:
        value = known.get(name)
        return value if isinstance(value, datetime.date) else None

    return answered


def measure(name: str, facts: Mapping[str, Fact]) -> Measure:
    """What `name` (a question, a fact or the reference date) is, given what is known; None when that cannot be said.

    An amount of time is the number of whole units; comparing it with a bound is finer than that (see `compile_condition`).
    """
    fact = facts.get(name)
    if isinstance(fact, DayFrom):
        return _day(name, facts)
    if isinstance(fact, Between):
        start, end, unit = _day(fact.start, facts), _day(fact.end, facts), fact.unit

        def units(known: Known) -> int | None:
            first, last = start(known), end(known)
            return None if first is None or last is None else whole_units(first, last, unit)

        return units
    if isinstance(fact, Count):
        tests = [compile_condition(one, facts) for one in fact.conditions]
        return lambda known: sum(test(known) for test in tests)

    return lambda known: known.get(name)


def _compile_comparison(condition: Compares, facts: Mapping[str, Fact]) -> Test:
    fact = facts.get(condition.subject)
    bound = condition.bound
    if isinstance(fact, Between):
        start, end, unit = _day(fact.start, facts), _day(fact.end, facts), fact.unit
        amount = bound if isinstance(bound, int) else 0
        compare = _COMPARE[condition.comparison]

        def within(known: Known) -> bool:
            first, last = start(known), end(known)
            return first is not None and last is not None and compare(last, add(first, amount, unit))

        return within
    value = measure(condition.subject, facts)
    compare = _COMPARE[condition.comparison]

    def holds(known: Known) -> bool:
        found = value(known)
        return found is not None and found != DONT_KNOW and compare(found, bound)

    return holds


_COMPARE: dict[Comparison, Callable[[object, object], bool]] = {
    Comparison.AT_LEAST: lambda one, other: one >= other,  # type: ignore[operator]
    Comparison.AT_MOST: lambda one, other: one <= other,  # type: ignore[operator]
    Comparison.MORE: lambda one, other: one > other,  # type: ignore[operator]
    Comparison.LESS: lambda one, other: one < other,  # type: ignore[operator]
}


def compile_condition(condition: Condition, facts: Mapping[str, Fact]) -> Test:
    """A function that says whether `condition` holds for what is known."""
    match condition:
        case AnswerIs(question, values):
            return lambda known: known.get(question) in values
        case AnswerIsNot(question, values):
            return lambda known: (value := known.get(question)) is not None and value != DONT_KNOW and value not in values
        case Includes(question, values):
            return lambda known: isinstance(value := known.get(question), frozenset) and values <= value
        case Excludes(question, values):
            return lambda known: isinstance(value := known.get(question), frozenset) and values.isdisjoint(value)
        case Compares():
            return _compile_comparison(condition, facts)
        case Not(inner):
            test = compile_condition(inner, facts)
            return lambda known: not test(known)
        case All(conditions):
            return _all_of([compile_condition(one, facts) for one in conditions])
        case AnyOf(conditions):
            return _any_of([compile_condition(one, facts) for one in conditions])


# Plain loops: a walk runs these more than anything else, and a generator costs twice as much.


def _all_of(tests: list[Test]) -> Test:
    def holds(known: Known) -> bool:
        for test in tests:  # noqa: SIM110
            if not test(known):
                return False
        return True

    return holds


def _any_of(tests: list[Test]) -> Test:
    def holds(known: Known) -> bool:
        for test in tests:  # noqa: SIM110
            if test(known):
                return True
        return False

    return holds
