"""Choosers: pages found by their own front matter, with the reason why each one matches and what a near miss misses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge.dutch_dates import dutch_day, dutch_partial_day
from knowledge.front_matter import MATTER_BY_KIND, SECTOR_NAMES
from knowledge.library import Page
from wizard.conditions import DONT_KNOW, Known
from wizard.tree import Lookup, Question

UNKNOWN = "niet bekend"
_PARTIAL_DAY = re.compile(r"^\d{4}(-\d\d){0,2}$")


@lru_cache(maxsize=256)
def _fields(kind: str, name: str) -> tuple[tuple[str, FieldInfo], ...] | None:
    """The attributes behind a field as editors write it, each with what the model says of it."""
    model: type[BaseModel] | None = MATTER_BY_KIND.get(kind)
    path = []
    for part in name.split("."):
        if model is None:
            return None
        found = next(((attribute, field) for attribute, field in model.model_fields.items() if (field.alias or attribute) == part), None)
        if found is None:
            return None
        path.append(found)
        candidates = [found[1].annotation, *getattr(found[1].annotation, "__args__", ())]
        model = next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return tuple(path)


def field_path(kind: str, name: str) -> tuple[str, ...] | None:
    """The attributes behind a field as editors write it ('erkenning.niveau'); None when the kind has no such field."""
    fields = _fields(kind, name)
    return None if fields is None else tuple(attribute for attribute, _ in fields)


def label_of(kind: str, name: str) -> str:
    """What readers call a field: its title in the model, or its name when that reads well."""
    fields = _fields(kind, name)
    title = fields[-1][1].title if fields else None
    return title or name.rpartition(".")[2].replace("_", " ").capitalize()


def _rank(kind: str, name: str, value: Any) -> Any:
    """What a value is ordered by: numbers and days by themselves, words that have an order of their own by that, other words as words."""
    fields = _fields(kind, name)
    extra = fields[-1][1].json_schema_extra if fields else None
    ladder = extra.get("volgorde") if isinstance(extra, dict) else None
    if isinstance(ladder, list) and value in ladder:
        return ladder.index(value)
    return value if isinstance(value, int | datetime.date) else in_words(value).lower()


def known_fields(kind: str) -> list[str]:
    """The fields that pages of `kind` can have, as editors write them."""
    model = MATTER_BY_KIND.get(kind)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def value_of(page: Page, name: str) -> Any:
    """The value of a field of a page; None when it is empty or does not exist."""
    value: Any = page.matter
    for attribute in field_path(page.kind, name) or ("",):
        value = getattr(value, attribute, None)
    return None if value in ("", ()) else value


def in_words(value: Any) -> str:
    """A field's value as people read it."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, tuple | list):
        numbers = [one for one in value if isinstance(one, int)]
        if len(numbers) == len(value) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
            return f"{numbers[0]} tot en met {numbers[-1]}"
        return ", ".join(SECTOR_NAMES.get(str(one), str(one)) for one in value)
    if hasattr(value, "isoformat"):
        return dutch_day(value)
    return dutch_partial_day(value) if _PARTIAL_DAY.match(str(value)) else str(value)


@dataclass(frozen=True, slots=True)
class Match:
    """A page with why it fits and what does not."""

    page: Page
    reasons: tuple[str, ...]
    misses: tuple[str, ...]


def _holds(value: Any, wanted: frozenset[str], every: bool = False) -> bool:
    found = {str(one) for one in value} if isinstance(value, tuple | list) else {"ja" if value is True else "nee" if value is False else str(value)}
    return wanted <= found if every else not wanted.isdisjoint(found)


def find(lookup: Lookup, questions: Mapping[str, Question], known: Known, pages: Iterable[Page]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """The pages that match the answers and, when asked for, the near misses; both in the order that the lookup names.

    A question that was not asked or not known filters nothing. A page whose field is empty is a near miss: it is not known
    whether it fits.
    """
    matches, near = [], []
    taking_part = (page for page in pages if all(_holds(value_of(page, name), wanted) for name, wanted in lookup.only))
    for page in sorted(taking_part, key=lambda one: _order(lookup, one)):
        reasons, misses = [], []
        for name, question_id in lookup.filters:
            answer = known.get(question_id)
            if answer is None or answer == DONT_KNOW:
                continue
            question = questions[question_id]
            wanted = answer if isinstance(answer, frozenset) else frozenset({str(answer)})
            value = value_of(page, name)
            label = label_of(lookup.kind, name)
            if value is None:
                misses.append(f"{label}: {UNKNOWN}")
            elif not wanted or _holds(value, wanted, name in lookup.every):
                reasons.append(f"{label}: {question.words(answer)}")
            else:
                misses.append(f"{label}: {in_words(value)}")
        if not misses:
            matches.append(Match(page, tuple(reasons), ()))
        elif len(misses) <= lookup.near:
            near.append(Match(page, tuple(reasons), tuple(misses)))
    return tuple(matches), tuple(near)


def _order(lookup: Lookup, page: Page) -> tuple[Any, ...]:
    keys: list[Any] = []
    for name in lookup.sort:
        value = value_of(page, name.removeprefix("-"))
        key = _rank(lookup.kind, name.removeprefix("-"), value)
        keys.append((value is None, _Reversed(key) if name.startswith("-") else key))
    return (*keys, page.title.lower())


@dataclass(frozen=True, slots=True)
class _Reversed:
    key: Any

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.key < self.key)
