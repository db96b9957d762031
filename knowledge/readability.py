"""How hard a text is to read: words in a sentence, and words that are long. Measured on what readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyphen

from knowledge.markdown_rendering import plain_text

LONG_WORD = 5  # syllables from which a word counts as long

# Sentences stand in these. Headings, table cells and the titles of blocks are no sentences.
_PROSE = re.compile(r"<(p|li|dd)(\s[^>]*)?>(.*?)(?=</?(?:p|li|dd|ul|ol|dl|div|table|h[2-6])\b)", re.DOTALL)
_TITLE = 'class="admonition-title"'
_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"'’”)]*\s+(?=[\"'‘“(]*[A-ZÀ-Þ])|(?<=;)\s+")
_WORD = re.compile(r"[^\W_]+(?:['’.,:/-][^\W_]+)*")
_HYPHENS = pyphen.Pyphen(lang="nl", left=1, right=1)


@dataclass(frozen=True, slots=True)
class Readability:
    """Counts that can be added up: sentences, words, and words of five syllables or more."""

    sentences: int = 0
    words: int = 0
    long_words: int = 0

    def __add__(self, other: Readability) -> Readability:
        return Readability(self.sentences + other.sentences, self.words + other.words, self.long_words + other.long_words)

    @property
    def average(self) -> float:
        """Words in a sentence; 0 without sentences."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def long_share(self) -> float:
        """The part of the words that is long, from 0 to 1."""
        return self.long_words / self.words if self.words else 0.0


@lru_cache(maxsize=65536)
def syllables(word: str) -> int:
    """How many pieces the Dutch rules for breaking words make of one word: nearly its syllables."""
    return sum(1 + len(_HYPHENS.positions(piece)) for piece in re.split(r"['’-]", word) if piece)


def of_sentences(texts: Iterable[str]) -> Readability:
    """Measure texts without markup; each text is one sentence or more."""
    total = Readability()
    for text in texts:
        for sentence in _SENTENCE_END.split(text):
            words = _WORD.findall(sentence)
            if words:
                total += Readability(1, len(words), sum(1 for word in words if syllables(word) >= LONG_WORD))
    return total


def of_markup(markup: str) -> Readability:
    """Measure the running text and the lists of a piece of HTML."""
    return of_sentences(plain_text(match[3]) for match in _PROSE.finditer(markup) if _TITLE not in (match[2] or ""))
