"""Texts with values in them: prepared once, filled in at each request without touching Markdown.

A sentence with a value that is not known falls away, so that an outcome without answers still reads well.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from knowledge.dutch_dates import dutch_day
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, Between, Count, DayFrom, Known, fact_subjects
from wizard.reading import PLACEHOLDER, TODAY
from wizard.tree import Outcome, Tree

# Says what a name is in words; None when it is not known.
Words: TypeAlias = Callable[[str], "str | None"]

_BLOCK = re.compile(r"(</?(?:p|li|ul|ol|td|th|tr|table|tbody|thead|h[2-4]|div|blockquote|dd|dt|dl)\b[^>]*>)")
_EMPTY_ITEM = re.compile(r"<li>\s*</li>\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?])(\s+)")
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that asks for values: text, name, text, name, … text."""

    pieces: tuple[str, ...]

    def fill(self, words: Words) -> str:
        filled = list(self.pieces)
        for place in range(1, len(filled), 2):
            found = words(filled[place])
            if found is None:
                return ""
            filled[place] = html.escape(found, quote=False)
        return "".join(filled)


@dataclass(frozen=True, slots=True)
class Template:
    """A text, HTML or plain, in which values can be filled in."""

    parts: tuple[str | _Sentence, ...]

    def fill(self, words: Words) -> str:
        """The text with its values; a sentence that misses one is left out."""
        filled = "".join(part if isinstance(part, str) else part.fill(words) for part in self.parts)
        return filled if self.is_fixed else _EMPTY_ITEM.sub("", filled)

    @property
    def is_fixed(self) -> bool:
        return all(isinstance(part, str) for part in self.parts)


def _is_balanced(markup: str) -> bool:
    depth: list[str] = []
    for closing, name in _TAG.findall(markup):
        if name == "br":
            continue
        if not closing:
            depth.append(name)
        elif not depth or depth.pop() != name:
            return False
    return not depth


def prepare(text: str) -> Template:
    """Cut `text` (HTML, or plain text that is already escaped) into fixed parts and sentences that ask for values.

    Raises ValueError when a sentence with a value begins or ends inside bold text or a link.
    """
    if "{" not in text:
        return Template((text,) if text else ())
    parts: list[str | _Sentence] = []
    for block in _BLOCK.split(text):
        for piece in _SENTENCE_END.split(block):
            if not PLACEHOLDER.search(piece):
                parts.append(piece)
            elif _is_balanced(piece):
                parts.append(_Sentence(tuple(PLACEHOLDER.split(piece))))
            else:
                raise ValueError(piece)
    joined: list[str | _Sentence] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part:
            joined.append(part)
    return Template(tuple(joined))


def placeholders(outcome: Outcome) -> frozenset[str]:
    """The questions, facts and dates whose values the texts of an outcome show."""
    rendered = [outcome.urgent, outcome.text, *(step.text for step in outcome.steps)]
    rendered += [text for part in outcome.parts for text in (part.text, *(step.text for step in part.steps))]
    return frozenset(name for text in (outcome.title, outcome.short, *(one.html for one in rendered)) for name in PLACEHOLDER.findall(text))


def _is_known(name: str, tree: Tree, known: Known) -> bool:
    """Whether anything that a value is computed from is known: a count of questions that were not asked says nothing."""
    fact = tree.facts.get(name)
    return name in known if fact is None else any(_is_known(subject, tree, known) for subject in fact_subjects(fact))


def words_for(tree: Tree, known: Known) -> Words:
    """How the values of `known`, and the facts that follow from them, read in a text of `tree`."""

    def words(name: str) -> str | None:
        question = tree.questions.get(name)
        if question is not None:
            value = known.get(name)
            return None if value is None or value == DONT_KNOW else question.words(value)
        if name == TODAY:
            name = REFERENCE_DATE
        value = tree.measures[name](known)
        if value is None or not _is_known(name, tree, known):
            return None
        match tree.facts.get(name):
            case Between() | Count():
                return str(value)
            case DayFrom() | None:
                return dutch_day(value)  # type: ignore[arg-type]

    return words
