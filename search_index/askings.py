"""How like a question is to the ways in which people ask for a page or tree.

A page that is asked for in many ways has many words: that a question has some of them says little. That one way of asking is nearly the
question says much, whatever else the page is asked for. So each way of asking is compared by itself: the cosine of the angle between
the two, with a dimension for each word, as long as the word is rare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.combined_field import piece_count, ways_of_asking
from search_index.question import AskedWord, QuestionReader
from search_index.word_index import Floats, Integers, Ranges, WordIndex, rarity

# Several ways of asking that are like the question make it surer that the page is meant.
MOST_ALIKE = 3


def asking_lengths(findables: Iterable[Findable], analyser: Analyser, pages: Sequence[Sequence[str]]) -> Floats:
    """Per way of asking, in the order of the findables: how long it is, its words counting as they are rare among the terms of `pages`."""
    reader = QuestionReader(analyser)
    pages_with = Counter(chain.from_iterable(map(set, pages)))

    def length(phrase: str) -> float:
        # In a fixed order: sums of the same numbers in another order differ in their last bit.
        terms = dict.fromkeys(analyser.phrase(phrase))
        return float(np.linalg.norm([rarity(pages_with[term], len(pages)) * reader.weight(term) for term in terms])) if terms else 1.0

    return np.array([length(phrase) for findable in findables for phrase in ways_of_asking(findable)])


class Askings:
    """The ways of asking for `findables`: the last pieces of each in the index `pieces`, with the `lengths` that `asking_lengths` gave."""

    def __init__(self, findables: Sequence[Findable], pieces: WordIndex, lengths: Floats) -> None:
        self._pieces = pieces
        self._lengths = lengths
        counts = np.fromiter((len(ways_of_asking(findable)) for findable in findables), np.int64)
        self._first = np.concatenate(([0], np.cumsum(counts)))
        ends = np.cumsum(np.fromiter(map(piece_count, findables), np.int64))
        self._ranges = Ranges(ends - counts, ends)

    @classmethod
    def read(cls, path: Path, findables: Sequence[Findable], pieces: WordIndex) -> Askings:
        """With the lengths that `numpy.save` wrote at `path`."""
        return cls(findables, pieces, np.load(path))

    def likeness(self, words: Sequence[AskedWord], weights: Sequence[float], numbers: Integers) -> Floats:
        """For the findables with ascending `numbers`: the sum of the cosines of their ways of asking that are most like the question."""
        within = Ranges(self._ranges.first[numbers], self._ranges.end[numbers])
        products = np.zeros(within.starts[-1])
        for word, weight in zip(words, weights, strict=True):
            products += weight**2 * word.best(lambda term: self._pieces.holds(term, within))
        lengths = np.concatenate([self._lengths[self._first[number] : self._first[number + 1]] for number in numbers]) if len(numbers) else products
        # So few numbers at a time are sorted and added sooner outside of arrays.
        cosines = (products / (lengths * (np.linalg.norm(weights) or 1))).tolist()
        return np.array([sum(sorted(cosines[start:end])[-MOST_ALIKE:]) for start, end in pairwise(within.starts.tolist())], np.float64)
