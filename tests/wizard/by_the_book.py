"""What docs/redactie.md promises, followed step by step over the mapping that an editor wrote, without the engine.

Slow and plain on purpose: it is what the engine is compared with.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from wizard.tree import RawAnswer

Given: TypeAlias = dict[str, "str | frozenset[str]"]

_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minstens": lambda found, bound: found >= bound,
    "vanaf": lambda found, bound: found >= bound,
    "hoogstens": lambda found, bound: found <= bound,
    "tot_en_met": lambda found, bound: found <= bound,
    "meer_dan": lambda found, bound: found > bound,
    "na": lambda found, bound: found > bound,
    "minder_dan": lambda found, bound: found < bound,
    "voor": lambda found, bound: found < bound,
}


def later(day: datetime.date, amount: int, unit: str) -> datetime.date:
    """The same day so many units later; the last day of the month where that day does not exist."""
    if unit in ("dagen", "weken"):
        return day + datetime.timedelta(days=amount * (7 if unit == "weken" else 1))
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "jaren" else 1)
    year, month = months // 12, months % 12 + 1
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


class Book:
    """One tree as written, and one reference date."""

    def __init__(self, source: Mapping[str, Any], on: datetime.date) -> None:
        self.source = source
        self.facts: Mapping[str, Any] = source.get("feiten", {})
        self.on = on

    def follow(self, answers: Mapping[str, RawAnswer]) -> tuple[list[str], str]:
        """The questions that fitting answers answer, and where they end: a name, '' when no rule takes them."""
        given: Given = {}
        road: list[str] = []
        name = self.source["start"]
        while name in self.source["vragen"] and name in answers:
            road.append(name)
            question, raw = self.source["vragen"][name], answers[name]
            given[name] = raw if isinstance(raw, str) else frozenset(raw) - {"geen_van_deze"}
            if raw == "weet_ik_niet":
                target = question["weet_ik_niet"]
                name = target if isinstance(target, str) else target["naar"]
            else:
                name = self._next(question["daarna"], raw, given)
        return road, name

    def _next(self, written: Any, raw: RawAnswer, given: Given) -> str:
        if isinstance(written, str):
            return written
        if isinstance(written, dict):
            return str(written[raw])
        return next((rule["naar"] for rule in written if "als" not in rule or self.holds(rule["als"], given)), "")

    def holds(self, condition: Any, given: Given) -> bool:
        if isinstance(condition, list):
            return any(self.holds(one, given) for one in condition)
        return all(self._entry(name, wanted, given) for name, wanted in condition.items())

    def _entry(self, name: str, wanted: Any, given: Given) -> bool:
        if name == "niet":
            return not self.holds(wanted, given)
        if name == "een_van":
            return self.holds(wanted, given)
        if name == "peildatum" or name in self.facts:
            return self._fact_holds(name, wanted, given)
        if name not in given:
            return False
        answer = given[name]
        if answer == "weet_ik_niet":
            return wanted == answer or (isinstance(wanted, list) and answer in wanted)
        if wanted == {"niet": "weet_ik_niet"}:
            return True
        return wanted != "weet_ik_niet" and self._answer_holds(self.source["vragen"][name], answer, wanted)

    def _answer_holds(self, question: Mapping[str, Any], answer: str | frozenset[str], wanted: Any) -> bool:
        if isinstance(answer, frozenset):
            if wanted == "geen_van_deze":
                return not answer
            return _listed(wanted.get("bevat", [])) <= answer and not _listed(wanted.get("bevat_niet", [])) & answer
        if "getal" in question:
            return _within(int(answer), wanted, int)
        if "datum" in question:
            return _within(datetime.date.fromisoformat(answer), wanted, datetime.date.fromisoformat)
        return answer not in _listed(wanted["niet"]) if isinstance(wanted, dict) else answer in _listed(wanted)

    def _fact_holds(self, name: str, wanted: Any, given: Given) -> bool:
        fact = self.facts.get(name, {})
        if "aantal" in fact:
            return _within(self.count(name, given), wanted, int)
        if "tussen" in fact:
            start, end = (self.day(one, given) for one in fact["tussen"])
            if start is None or end is None:
                return False
            return all(_BOUNDS[word](end, later(start, int(bound), fact["in"])) for word, bound in wanted.items())
        day = self.day(name, given)
        return day is not None and _within(day, wanted, datetime.date.fromisoformat)

    def count(self, name: str, given: Given) -> int:
        return sum(self.holds(one, given) for one in self.facts[name]["aantal"])

    def day(self, name: str, given: Given) -> datetime.date | None:
        if name in ("peildatum", "vandaag"):
            return self.on
        fact = self.facts.get(name)
        if fact is not None:
            base = self.day(fact["dag"], given)
            return None if base is None else later(base, int(fact.get("plus", 0)) - int(fact.get("min", 0)), fact["in"])
        answer = given.get(name)
        return datetime.date.fromisoformat(answer) if isinstance(answer, str) and answer != "weet_ik_niet" else None


def _listed(names: str | list[str]) -> frozenset[str]:
    return frozenset([names] if isinstance(names, str) else names)


def _within(found: Any, wanted: Any, read: Callable[[str], Any]) -> bool:
    """Whether a number or day lies within bounds, or is exactly what is wanted."""
    if isinstance(wanted, str):
        return bool(found == read(wanted))
    return all(_BOUNDS[word](found, read(bound)) for word, bound in wanted.items())
