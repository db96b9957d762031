"""The nearest word that the content knows, for a word that it does not know.

Works on whole words, never on stems: a stem is not what people misspell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.findable import Findable
from search_index.analysis import STOP_WORDS, written_words
from search_index.folding import fold

SHORTEST = 3
# Of so short a word any other letter makes another word; only letters that changed places are a misspelling.
_TINY = 3
LONGEST = 60
_LONG = 10
_LONG_ENOUGH_TO_BE_ALIKE = 5
# Of 100: so much of two words is the same.
_ALIKE = 70
_MOST_ALIKE = 3
_ONLY_LETTERS = re.compile(r"^[^\W\d_]+(?:-[^\W\d_]+)*$")


def _texts(findable: Findable) -> Iterator[str]:
    """What readers see of a page or tree."""
    yield from (findable.title, findable.summary, findable.text, *findable.keywords)
    for place in findable.places:
        yield from (place.label, place.text)


def count_words(findables: Iterable[Findable]) -> Counter[str]:
    """How often each word stands in what readers see. How people ask things is left out: it may be misspelt on purpose."""
    words: Counter[str] = Counter()
    for findable in findables:
        for text in _texts(findable):
            words.update(word for word in written_words(text) if len(word) >= SHORTEST and _ONLY_LETTERS.match(word))
    # Small words are misspelt as well: 'wort' is 'wordt', and not 'woord'.
    return words | Counter({word: words.total() for word in STOP_WORDS if len(word) >= SHORTEST})


def all_words(findables: Iterable[Findable]) -> Iterator[str]:
    """Every word that readers see, folded, as often as it stands there."""
    for findable in findables:
        for text in _texts(findable):
            yield from map(fold, written_words(text))


_SOUNDS = (
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"sch(?=[^aeiouy]|$)"), "s"),
    (re.compile(r"ch"), "g"),
    (re.compile(r"[cq]"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ij|ei|y"), "i"),
    (re.compile(r"au|ou"), "u"),
    (re.compile(r"dt?$|dt"), "t"),
    (re.compile(r"z"), "s"),
    (re.compile(r"v"), "f"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def sound(word: str) -> str:
    """Nearly how a folded word sounds: words that are written otherwise but sound alike have the same."""
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    return word


class WordList:
    """Known words and how often they occur, laid out for finding near ones quickly."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._known: dict[str, tuple[str, int]] = {}
        for word, count in sorted(words.items(), key=lambda one: one[1]):
            self._known[fold(word)] = (word, count)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for folded in self._known:
            self._by_length[len(folded)].append(folded)
            self._by_sound[sound(folded)].append(folded)
        self.nearest = lru_cache(maxsize=10_000)(self._nearest)

    @classmethod
    def read(cls, path: Path) -> WordList:
        """The list that `write` wrote at `path`."""
        lines = path.read_text("utf-8").splitlines()
        return cls({word: int(count) for word, count in (line.split("\t") for line in lines)})

    @staticmethod
    def write(path: Path, words: Mapping[str, int]) -> None:
        """Write `words` (word → how often), sorted."""
        path.write_text("".join(f"{word}\t{count}\n" for word, count in sorted(words.items())), "utf-8")

    def alike(self, word: str) -> list[str]:
        """A few known words that look a little like `word`, the likest first: for who found nothing. Empty for a short word."""
        folded = fold(word)
        if len(folded) < _LONG_ENOUGH_TO_BE_ALIKE:
            return []
        found = process.extract(folded, self._known.keys(), scorer=fuzz.ratio, processor=None, score_cutoff=_ALIKE, limit=_MOST_ALIKE)
        return [self._known[known][0] for known, _, _ in found]

    def _nearest(self, word: str) -> str:
        """The known word nearest to `word`: one that sounds like it, or is one edit away, or two for a long word. Empty when there is none."""
        folded = fold(word)
        if len(folded) < SHORTEST or not folded.isalpha() or len(folded) > LONGEST:
            return ""
        if len(folded) <= _TINY:
            swapped = [folded[1] + folded[0] + folded[2], folded[0] + folded[2] + folded[1]]
            return max((self._known[word] for word in swapped if word in self._known), key=lambda one: one[1], default=("", 0))[0]
        most = 2 if len(folded) >= _LONG else 1
        choices = [known for length in range(max(len(folded) - most, _TINY + 1), len(folded) + most + 1) for known in self._by_length.get(length, ())]
        found = process.extract(folded, choices, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None)
        distances = {known: distance for known, distance, _ in found} | dict.fromkeys(self._by_sound.get(sound(folded), ()), 0)
        distances = {known: distance for known, distance in distances.items() if len(known) > _TINY}
        if not distances:
            return ""
        best = min(distances, key=lambda known: (distances[known], known[0] != folded[0], -self._known[known][1], known))
        return self._known[best][0]
