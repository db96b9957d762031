"""Which words the content has, and which others are ordinary Dutch: so that a text can be told from a name without knowing names."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from knowledge.findable import Findable
from search_index.analysis import written_words
from search_index.folding import fold
from search_index.lexicon import Lexicon, ordinary_words
from search_index.word_data import WordData

_BITS = 32
# An unsigned number of so many bits.
_FORMAT = "I"


def site_words(findables: Iterable[Findable], data: WordData) -> Iterator[str]:
    """The words of how people ask for the content, and of the editors' synonyms, folded: what stands on the site besides what readers see."""
    asked = (phrase for findable in findables for phrase in findable.asked_as)
    synonyms = (phrase for word, others in data.synonyms.items() for phrase in (word, *others))
    return (fold(word) for phrase in chain(asked, synonyms) for word in written_words(phrase))


def _mark(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=_BITS // 8).digest(), "big")


def marks(words: Iterable[str]) -> bytes:
    """What a file that is read as `MarkedWords` holds of `words`."""
    return array(_FORMAT, sorted({_mark(word) for word in set(words) if word})).tobytes()


@cache
def dutch_marks() -> bytes:
    """Those of all ordinary words of Dutch; made once by a process that builds indexes."""
    return marks(ordinary_words())


class MarkedWords:
    """Words of which only a number of 32 bits is kept: all of Dutch in a megabyte and a half, where a set takes thirty.

    Of the words that are not among them, one in twelve thousand is taken for one that is.
    """

    def __init__(self, path: Path) -> None:
        self._marks = array(_FORMAT, path.read_bytes())

    def __contains__(self, word: object) -> bool:
        mark = _mark(str(word))
        place = bisect_left(self._marks, mark)
        return place < len(self._marks) and self._marks[place] == mark


class Vocabulary:
    """What is known of words as people write them, also with hyphens. `site` and `dutch` hold folded words. Safe to share between threads."""

    def __init__(self, site: Container[str], dutch: Container[str], lexicon: Lexicon) -> None:
        self._site = site
        self._dutch = dutch
        self._lexicon = lexicon

    def is_on_site(self, written: str) -> bool:
        """Whether one written word, or each part of it between hyphens, stands on the site."""
        return _holds(written, self._site.__contains__)

    def is_dutch(self, written: str) -> bool:
        """Whether it stands on the site, is in the dictionary, or is a compound of words that the site has."""
        return _holds(written, lambda word: word in self._site or word in self._dutch or bool(self._lexicon.split(word)))


def _holds(written: str, is_known: Callable[[str], bool]) -> bool:
    words = list(written_words(written))
    if not words:
        # It was a stop word.
        return True
    whole, *parts = map(fold, words)
    return is_known(whole) or (bool(parts) and all(map(is_known, parts)))
