"""The nearest word that the content knows, for a word that it does not know.

Works on whole words, never on stems: a stem is not what people misspell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge.findable import Findable
from search_index.analysis import analyse, fold

SHORTEST = 4
_LONG = 10
_ONLY_LETTERS = re.compile(r"^[^\W\d_]+(?:-[^\W\d_]+)*$")


def count_words(findables: Iterable[Findable]) -> Counter[str]:
    """How often each word stands in what readers see. How people ask things is left out: it may be misspelt on purpose."""
    words: Counter[str] = Counter()
    for findable in findables:
        places = (text for place in findable.places for text in (place.label, place.text))
        for text in (findable.title, findable.summary, findable.text, *findable.keywords, *places):
            words.update(token.word for token in analyse(text) if len(token.word) >= SHORTEST and _ONLY_LETTERS.match(token.word))
    return words


def edit_distance(left: str, right: str, most: int) -> int:
    """Letters to add, drop, change or swap with a neighbour to get from `left` to `right`; `most` + 1 when it is more than `most`."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before_previous: list[int] = []
    previous = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before_previous[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before_previous, previous = previous, current
    return previous[-1]


def _letters(word: str) -> int:
    """A set of letters as bits: words that differ by n edits differ by at most 2n bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


class WordList:
    """Known words and how often they occur, laid out for finding near ones quickly."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._by_length: dict[int, list[tuple[int, str, str, int]]] = defaultdict(list)
        for word, count in words.items():
            folded = fold(word)
            self._by_length[len(folded)].append((_letters(folded), folded, word, count))

    @classmethod
    def read(cls, path: Path) -> WordList:
        """The list that `write` wrote at `path`."""
        lines = path.read_text("utf-8").splitlines()
        return cls({word: int(count) for word, count in (line.split("\t") for line in lines)})

    @staticmethod
    def write(path: Path, words: Mapping[str, int]) -> None:
        """Write `words` (word → how often), sorted."""
        path.write_text("".join(f"{word}\t{count}\n" for word, count in sorted(words.items())), "utf-8")

    def nearest(self, word: str) -> str:
        """The known word nearest to `word`: one edit away, or two for a long word. Empty when there is none."""
        folded = fold(word)
        if len(folded) < SHORTEST or not folded.isalpha():
            return ""
        most = 2 if len(folded) >= _LONG else 1
        letters = _letters(folded)
        found = [
            (distance, folded[0] != other[0], -count, known)
            for length in range(len(folded) - most, len(folded) + most + 1)
            for other_letters, other, known, count in self._by_length.get(length, ())
            if (letters ^ other_letters).bit_count() <= 2 * most and (distance := edit_distance(folded, other, most)) <= most
        ]
        return min(found)[3] if found else ""
