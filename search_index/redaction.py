"""A question as it may be kept: without whom it is about, or who asks.

A list of names is never complete, and a hash of a name is found again by who tries names. So it goes the other way round: what is kept
are words that are no secret, because they stand on this site or in a dictionary of Dutch. Every other word, and everything with a
digit, becomes '…'. What editors look for, a subject that is missing, is nearly always a word of the dictionary; a word with a typing
error shows in what was searched in its place.

Some names are words as well (Roos, de Boer). Within a text they are known by their capital, unless the site has that word. A text
that looks like a list is not kept at all: with more than two unknown words, or with commas between words of which the site lacks
even one. Nor is a text with an @ in it, or one so long that it must have been pasted. What remains: a name in small letters that is
an ordinary word. Nothing tells it from the word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from search_index.analysis import written
from search_index.querying import tidy
from search_index.vocabulary import Vocabulary

NOT_KEPT = ""
LEFT_OUT = "…"
LONGEST = 150
MOST_UNKNOWN = 2
MOST_SEPARATORS = 1
_SEPARATOR = re.compile(r"[,;|\t\r\n]")


@dataclass(frozen=True, slots=True)
class _Word:
    """One written word: whether it has a digit, whether it is one of the site's, and whether its capital says that it is a name."""

    text: str
    is_number: bool
    is_on_site: bool
    is_name: bool

    def is_kept(self, vocabulary: Vocabulary) -> bool:
        return self.is_on_site or (not (self.is_number or self.is_name) and vocabulary.is_dutch(self.text))


def _plain(typed: str) -> str:
    """Letters in one shape, without loose marks and without hyphens that do not show."""
    return tidy("".join(letter for letter in unicodedata.normalize("NFKC", typed) if letter != "\u00ad" and not unicodedata.combining(letter)))


def _words(text: str, vocabulary: Vocabulary) -> list[_Word]:
    found = []
    for place, word in enumerate(written(text)):
        is_number = any(letter.isnumeric() for letter in word)
        is_on_site = not is_number and vocabulary.is_on_site(word)
        # The first word of a sentence has a capital, and on a telephone of every text.
        is_name = place > 0 and not (is_number or is_on_site or word.islower())
        found.append(_Word(word.lower(), is_number, is_on_site, is_name))
    return found


def redacted(typed: str, vocabulary: Vocabulary) -> str:
    """The words of `typed` in lower case with single spaces, and '…' for those that may say who; NOT_KEPT when nothing of it may stay."""
    text = _plain(typed)
    if "@" in text or len(text) > LONGEST:
        return NOT_KEPT
    words = _words(text, vocabulary)
    kept = [word.text if word.is_kept(vocabulary) else LEFT_OUT for word in words]
    unknown = sum(not word.is_number for word, text in zip(words, kept, strict=True) if text == LEFT_OUT)
    is_list = len(_SEPARATOR.findall(typed.strip())) > MOST_SEPARATORS and not all(word.is_on_site or word.is_number for word in words)
    if unknown > MOST_UNKNOWN or is_list:
        return NOT_KEPT
    return " ".join(text for text, before in zip(kept, ["", *kept], strict=False) if (text, before) != (LEFT_OUT, LEFT_OUT))


def redacted_correction(typed: str, corrected: str, vocabulary: Vocabulary) -> str:
    """What was searched in the place of `typed`, as it may be kept: a word near a name says too much of it. Empty when nothing was corrected."""
    kept = redacted(corrected, vocabulary) if corrected else ""
    near_name = any(word.is_name for word in _words(_plain(typed), vocabulary))
    return LEFT_OUT if kept and (near_name or redacted(typed, vocabulary) == NOT_KEPT) else kept
