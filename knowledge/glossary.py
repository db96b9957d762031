"""Difficult words, explained where they first stand on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from pydantic import Field

from knowledge.validation import EditorModel, TextList

GLOSSARY_FILE = "begrippen.yaml"


class TermSource(EditorModel):
    """One entry of the glossary, as editors write it."""

    term: Annotated[str, Field(min_length=1)] = Field(description="Het woord, zoals het in teksten staat.")
    other_names: TextList = Field((), alias="ook", description="Andere namen, meervouden en afkortingen.")
    meaning: Annotated[str, Field(min_length=1)] = Field(alias="betekenis", description="Eén zin in gewone woorden.")
    page: str | None = Field(None, alias="pagina", description="Pagina met meer uitleg, zoals wetten/wpo#artikel-4c.")


class GlossarySource(EditorModel):
    """The whole glossary file: a list under `begrippen`."""

    terms: tuple[TermSource, ...] = Field(alias="begrippen")


@dataclass(frozen=True, slots=True)
class Term:
    """A word with its meaning; `url` leads to the page that explains more."""

    id: str
    term: str
    other_names: tuple[str, ...]
    meaning: str
    url: str | None = None


_TOKEN = re.compile(r"(<[^>]+>)")
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")
_OPAQUE = frozenset({"a", "h2", "h3", "h4", "code", "pre", "dfn", "button", "th", "abbr"})


def term_id(term: str) -> str:
    """The anchor of a term in the glossary."""
    return re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


@dataclass(frozen=True)
class Glossary:
    """All terms, by the form in which they stand in a text."""

    terms: tuple[Term, ...] = ()
    by_id: Mapping[str, Term] = field(default_factory=dict)

    @cached_property
    def _by_form(self) -> dict[str, Term]:
        return {form.lower(): term for term in self.terms for form in (term.term, *term.other_names)}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = sorted({form for term in self.terms for form in (term.term, *term.other_names)}, key=len, reverse=True)
        if not forms:
            return None
        # An abbreviation in capitals is only that when it is written so: 'LIO' but not 'lio' in an address.
        parts = [re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in forms]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")

    def difference(self, other: Glossary) -> re.Pattern[str] | None:
        """What to look for in a page to know whether its explanations differ between two glossaries; None when they are equal."""
        changed = set(self.terms) ^ set(other.terms)
        forms = {form for term in changed for form in (term.term, *term.other_names)}
        return re.compile("|".join(re.escape(form) for form in sorted(forms)), re.IGNORECASE) if forms else None

    def explain(self, markup: str, seen: set[str] | None = None) -> tuple[str, tuple[Term, ...]]:
        """Mark the first use of each term in `markup` and give the terms found, in order.

        Headings, links and code are left alone. `seen` carries the ids that were explained already on the same page.
        """
        pattern = self._pattern
        if pattern is None:
            return markup, ()
        seen = set() if seen is None else seen
        found: list[Term] = []

        def mark(match: re.Match[str]) -> str:
            term = self._by_form[match.group().lower()]
            if term.id in seen:
                return match.group()
            seen.add(term.id)
            found.append(term)
            return f'<button type="button" class="begrip" popovertarget="begrip-{term.id}">{match.group()}</button>'

        return _outside_tags(markup, lambda text: pattern.sub(mark, text)), tuple(found)


def _outside_tags(markup: str, change: Callable[[str], str]) -> str:
    """Apply `change` to the text of `markup` that is not inside an opaque element."""
    pieces: list[str] = []
    depth = 0
    for token in _TOKEN.split(markup):
        if token.startswith("<"):
            name = _TAG_NAME.match(token)
            if name and name[1] in _OPAQUE:
                depth += -1 if token.startswith("</") else 1
            pieces.append(token)
        else:
            pieces.append(change(token) if token and depth == 0 else token)
    return "".join(pieces)


def make_glossary(terms: Iterable[Term]) -> Glossary:
    """A glossary in alphabetical order."""
    ordered = tuple(sorted(terms, key=lambda term: term.term.lower()))
    return Glossary(ordered, {term.id: term for term in ordered})
