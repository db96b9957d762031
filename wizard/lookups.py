"""Choosers: pages found by their own front matter, with the reason why each one matches and what a near miss misses."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from knowledge.dutch_dates import dutch_day
from knowledge.front_matter import MATTER_BY_KIND
from knowledge.library import Page
from wizard.conditions import DONT_KNOW, Known
from wizard.tree import Lookup, Question

UNKNOWN = "niet bekend"


def field_path(kind: str, name: str) -> tuple[str, ...] | None:
    """The attributes behind a field as editors write it ('erkenning.niveau'); None when the kind has no such field."""
    model: type[BaseModel] | None = MATTER_BY_KIND.get(kind)
    path = []
    for part in name.split("."):
        if model is None:
            return None
        found = next(((attribute, field) for attribute, field in model.model_fields.items() if (field.alias or attribute) == part), None)
        if found is None:
            return None
        path.append(found[0])
        candidates = [found[1].annotation, *getattr(found[1].annotation, "__args__", ())]
        model = next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return tuple(path)


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
        return ", ".join(str(one) for one in value)
    return dutch_day(value) if hasattr(value, "isoformat") else str(value)


@dataclass(frozen=True, slots=True)
class Match:
    """A page with why it fits and what does not."""

    page: Page
    reasons: tuple[str, ...]
    misses: tuple[str, ...]


def _holds(value: Any, wanted: frozenset[str]) -> bool:
    found = {str(one) for one in value} if isinstance(value, tuple | list) else {in_words(value)}
    return not wanted.isdisjoint(found)


def find(lookup: Lookup, questions: Mapping[str, Question], known: Known, pages: Iterable[Page]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """The pages that match the answers and, when asked for, the near misses; both in the order that the lookup names.

    A question that was not asked or not known filters nothing. A page whose field is empty is a near miss: it is not known
    whether it fits.
    """
    matches, near = [], []
    for page in sorted(pages, key=lambda one: _order(lookup, one)):
        reasons, misses = [], []
        for name, question_id in lookup.filters:
            answer = known.get(question_id)
            if answer is None or answer == DONT_KNOW:
                continue
            question = questions[question_id]
            wanted = answer if isinstance(answer, frozenset) else frozenset({str(answer)})
            value = value_of(page, name)
            words = f"{name}: {question.words(answer)}"
            if value is None:
                misses.append(f"{name}: {UNKNOWN}")
            elif _holds(value, wanted) or not wanted:
                reasons.append(words)
            else:
                misses.append(f"{name}: {in_words(value)}")
        if not misses:
            matches.append(Match(page, tuple(reasons), ()))
        elif len(misses) <= lookup.near:
            near.append(Match(page, tuple(reasons), tuple(misses)))
    return tuple(matches), tuple(near)


def _order(lookup: Lookup, page: Page) -> tuple[Any, ...]:
    keys: list[Any] = []
    for name in lookup.sort:
        value = value_of(page, name.removeprefix("-"))
        # Numbers and days have their own order; everything else is ordered by its words.
        key = value if isinstance(value, int | datetime.date) else in_words(value).lower()
        keys.append((value is None, _Reversed(key) if name.startswith("-") else key))
    return (*keys, page.title.lower())


@dataclass(frozen=True, slots=True)
class _Reversed:
    key: Any

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.key < self.key)
