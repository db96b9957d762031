"""A decision tree as the walk, the check and the pages use it: names resolved, conditions as data, nothing left to read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias

from knowledge.dutch_dates import dutch_day, iso_day
from knowledge.markdown_rendering import Rendered
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, Condition, Fact, Known, Measure, Test, Value, compile_condition, measure
from wizard.source import TreeSource, VerdictKey

NONE_OF_THESE = "geen_van_deze"
YES, NO = "ja", "nee"
TREE_PREFIX = "boom:"

# An answer as it travels: text, or several texts for a question with several answers.
RawAnswer: TypeAlias = str | tuple[str, ...]
Answers: TypeAlias = Mapping[str, RawAnswer]


class Kind(StrEnum):
    """What a question asks for."""

    CHOICE = "keuze"
    YES_NO = "ja_nee"
    SEVERAL = "meerkeuze"
    NUMBER = "getal"
    DATE = "datum"


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `value` stands in addresses and conditions."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer leads: a question or outcome of this tree, or the start of another tree."""

    kind: Literal["vraag", "uitkomst", "boom"]
    id: str


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The answer 'weet ik niet' and where it leads."""

    label: str
    target: Target


@dataclass(frozen=True, slots=True)
class Rule:
    """When `condition` holds (always, when it is None), go to `target`. `source` is the rule's place in the file."""

    condition: Condition | None
    target: Target
    source: tuple[str | int, ...]


class Misanswered(Exception):
    """An answer that does not fit its question; `str()` is a Dutch sentence that says what to do."""


DateLimit: TypeAlias = datetime.date | Literal["vandaag"] | None


_NUMBER = re.compile(r"-?\d{1,9}")


@dataclass(frozen=True)
class Question:
    """One question with its possible answers and the rules that say where they lead, read from above.

    `at_least` and `at_most` bound how many are ticked, or a number; `earliest` and `latest` bound a day. `exactly_one` says that
    the editor means the order of the rules to make no difference: the check finds rules that overlap.
    """

    id: str
    kind: Kind
    text: str
    explanation: Rendered
    why: Rendered
    fault: str
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]
    dont_know: DontKnow | None = None
    none_of_these: str = ""
    unit: str = ""
    at_least: int | None = None
    at_most: int | None = None
    earliest: DateLimit = None
    latest: DateLimit = None
    shared: str = ""
    exactly_one: bool = False

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The words of each answer that has a fixed value."""
        labels = {option.value: option.label for option in self.options}
        if self.none_of_these:
            labels[NONE_OF_THESE] = self.none_of_these
        if self.dont_know:
            labels[DONT_KNOW] = self.dont_know.label
        return labels

    @cached_property
    def values(self) -> frozenset[str]:
        """The values of the options, without 'weet ik niet' and 'geen van deze'."""
        return frozenset(option.value for option in self.options)

    @cached_property
    def fixed(self) -> Mapping[RawAnswer, Value]:
        """The answers whose value is the text itself: what `read` gives, without looking further."""
        values = set(self.values) if self.kind in (Kind.CHOICE, Kind.YES_NO) else set()
        return {value: value for value in values | ({DONT_KNOW} if self.dont_know else set())}

    def limits(self, on: datetime.date) -> tuple[datetime.date, datetime.date]:
        """The first and last day that a date may be, on reference date `on`."""
        earliest = on if self.earliest == "vandaag" else self.earliest or datetime.date(1900, 1, 1)
        latest = on if self.latest == "vandaag" else self.latest or datetime.date(2200, 12, 31)
        return earliest, latest

    def read(self, raw: RawAnswer, on: datetime.date) -> Value:
        """The value of an answer as it travels. Raises Misanswered with a Dutch sentence when it does not fit."""
        if self.dont_know is not None and (raw == DONT_KNOW or raw == (DONT_KNOW,)):
            return DONT_KNOW
        if self.kind is Kind.SEVERAL:
            return self._read_several((raw,) if isinstance(raw, str) else raw)
        if not isinstance(raw, str):
            if len(raw) != 1:
                raise Misanswered("Kies één antwoord.")
            raw = raw[0]
        if self.kind is Kind.NUMBER:
            return self._read_number(raw)
        if self.kind is Kind.DATE:
            return self._read_day(raw, on)
        if raw not in self.values:
            raise Misanswered(f"{self.fault} Het antwoord dat in het adres stond, bestaat niet of niet meer.")
        return raw

    def _read_several(self, raw: tuple[str, ...]) -> frozenset[str]:
        chosen = frozenset(raw)
        if NONE_OF_THESE in chosen and (self.none_of_these or not self.at_least):
            if len(chosen) > 1:
                raise Misanswered(f"Kies “{self.none_of_these or 'geen van deze'}”, of kies een of meer van de andere antwoorden. Niet allebei.")
            return frozenset()
        if not chosen <= self.values:
            raise Misanswered(f"{self.fault} Een antwoord dat in het adres stond, bestaat niet of niet meer.")
        if len(chosen) < (self.at_least or 0) or (not chosen and self.none_of_these):
            raise Misanswered(self.fault if len(chosen) == 0 else f"Kies er minstens {self.at_least}.")
        if self.at_most is not None and len(chosen) > self.at_most:
            raise Misanswered(f"Kies er hoogstens {self.at_most}.")
        return chosen

    def _read_number(self, raw: str) -> int:
        if not _NUMBER.fullmatch(raw):
            raise Misanswered("Vul een heel getal in, met alleen cijfers, bijvoorbeeld 12.")
        number = int(raw)
        if (self.at_least is not None and number < self.at_least) or (self.at_most is not None and number > self.at_most):
            raise Misanswered(f"Vul een getal in {self.bounds_hint(datetime.date.min)}.")
        return number

    def _read_day(self, raw: str, on: datetime.date) -> datetime.date:
        try:
            day = iso_day(raw)
        except ValueError:
            raise Misanswered("Vul een datum in die bestaat, bijvoorbeeld 3 11 2026.") from None
        earliest, latest = self.limits(on)
        if day < earliest:
            raise Misanswered(f"De datum moet op of na {dutch_day(earliest)} liggen. Kijk de dag, de maand en het jaar na.")
        if day > latest:
            place = "vandaag of eerder zijn" if self.latest == "vandaag" else f"op of voor {dutch_day(latest)} liggen"
            raise Misanswered(f"De datum moet {place}. Kijk de dag, de maand en het jaar na.")
        return day

    def bounds_hint(self, on: datetime.date) -> str:
        """The bounds of a number in words ('van 0 tot en met 365'), or of how many may be ticked; '' without bounds."""
        if self.kind is Kind.NUMBER:
            match self.at_least, self.at_most:
                case int(low), int(high):
                    return f"van {low} tot en met {high}"
                case int(low), None:
                    return f"van {low} of meer"
                case None, int(high):
                    return f"van {high} of minder"
        if self.kind is Kind.SEVERAL and self.at_most is not None:
            return f"Kies er hoogstens {self.at_most}."
        return "Kies alles wat klopt." if self.kind is Kind.SEVERAL else ""

    def write(self, value: Value) -> RawAnswer:
        """The opposite of `read`: a value as it travels."""
        if isinstance(value, frozenset):
            order = [option.value for option in self.options if option.value in value]
            return tuple(order) or (NONE_OF_THESE,)
        return value if isinstance(value, str) else str(value)

    def words(self, value: Value) -> str:
        """A value as people read it."""
        if value == DONT_KNOW and self.dont_know:
            return self.dont_know.label
        if isinstance(value, frozenset):
            chosen = [option.label for option in self.options if option.value in value]
            return join_words(chosen) if chosen else self.none_of_these or "geen"
        if isinstance(value, datetime.date):
            return dutch_day(value)
        if isinstance(value, int):
            return f"{value} {self.unit}".rstrip()
        return self.labels[value]


def join_words(words: list[str], last: str = "en") -> str:
    """'a, b en c', or 'a, b of c' with another last word."""
    return f" {last} ".join(([", ".join(words[:-1])] if len(words) > 1 else []) + words[-1:])


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do now."""

    text: Rendered
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an outcome, shown when its condition holds."""

    condition: Condition
    title: str
    text: Rendered
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A chooser: pages of `kind` whose fields match the answers. `filters` are (field, question) pairs.

    A field in `every` must hold all that was answered, another one of it. Pages without one of the values in `only` take no part.
    """

    kind: str
    filters: tuple[tuple[str, str], ...]
    sort: tuple[str, ...]
    compare: tuple[str, ...]
    near: int
    every: frozenset[str] = frozenset()
    only: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer. `legal_basis` and `further` are links as written; `contacts` are names of organisations."""

    id: str
    verdict: VerdictKey
    title: str
    title_alone: str
    short: str
    urgent: Rendered
    text: Rendered
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    legal_basis: tuple[str, ...]
    no_legal_basis: str
    contacts: tuple[str, ...]
    further: tuple[str, ...]
    source_ids: tuple[str, ...]
    to_verify: tuple[str, ...]
    lookup: Lookup | None


@dataclass(frozen=True, slots=True)
class Example:
    """A scenario: these answers, on this day (None: today), lead to `outcome`, which shows `parts` (numbers; None: not said)."""

    name: str
    answers: Mapping[str, RawAnswer]
    on: datetime.date | None
    outcome: str
    source: tuple[str | int, ...]
    parts: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """A scenario: these answers never lead to any of `outcomes`, whatever else is answered."""

    name: str
    answers: Mapping[str, RawAnswer]
    on: datetime.date | None
    outcomes: tuple[str, ...]
    source: tuple[str | int, ...]


@dataclass(frozen=True)
class Tree:
    """One decision tree. `matter` is the front matter that it shares with pages."""

    id: str
    path: str
    matter: TreeSource
    start: str
    questions: Mapping[str, Question]
    facts: Mapping[str, Fact]
    outcomes: Mapping[str, Outcome]
    examples: tuple[Example, ...] = ()
    never: tuple[Never, ...] = ()

    @property
    def url(self) -> str:
        return f"/beslisboom/{self.id}"

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def sensitive(self) -> bool:
        return self.matter.sensitive

    @cached_property
    def ways(self) -> Mapping[str, Callable[[Known, Value], Target | None]]:
        """Per question, the function that says where an answer leads."""
        return {id: _way(question, self.facts) for id, question in self.questions.items()}

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """What each fact, and the reference date, is for what is known."""
        return {name: measure(name, self.facts) for name in (*self.facts, REFERENCE_DATE)}

    @cached_property
    def part_tests(self) -> Mapping[str, tuple[Test, ...]]:
        """Per outcome, the tests of its parts."""
        return {id: tuple(compile_condition(part.condition, self.facts) for part in outcome.parts) for id, outcome in self.outcomes.items()}


def _way(question: Question, facts: Mapping[str, Fact]) -> Callable[[Known, Value], Target | None]:
    unknown = question.dont_know.target if question.dont_know else None
    rules = [(compile_condition(rule.condition, facts) if rule.condition else None, rule.target) for rule in question.rules]
    if len(rules) == 1 and rules[0][0] is None:
        only = rules[0][1]
        return lambda known, value: unknown if value == DONT_KNOW else only

    def way(known: Known, value: Value) -> Target | None:
        if value == DONT_KNOW:
            return unknown
        for test, target in rules:
            if test is None or test(known):
                return target
        return None

    return way


EMPTY: Rendered = Rendered("")
"""What stands where an editor wrote nothing."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step that the arrows of a tree allow, whatever the conditions say."""

    question: str
    target: Target
    source: tuple[str | int, ...] = field(default=())


def arrows(question: Question) -> tuple[Arrow, ...]:
    """Where a question can lead, by its rules and by 'weet ik niet'."""
    found = [Arrow(question.id, rule.target, rule.source) for rule in question.rules]
    if question.dont_know:
        found.append(Arrow(question.id, question.dont_know.target, ("vragen", question.id, "weet_ik_niet")))
    return tuple(found)
