"""Which pages and trees answer a question best, and which piece of each.

A question in two or three words is a conjunction: pages with all of them, unless those are too few. A sentence is not: there,
what counts is how many of its words are found, rare words counting more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.combined_field import piece_count
from search_index.exact_names import ExactNames
from search_index.question import AskedWord, QuestionReader
from search_index.word_index import Floats, Integers, Ranges, WordIndex, rarity

Booleans = NDArray[np.bool_]

# A question of more words than this is a sentence.
MOST_KEYWORDS = 3
# Fewer pages with all words than this, and pages with some of them are shown as well.
ENOUGH = 3
# What a page with some of the words must at least hold, as a share of what the best page holds.
SHARE_OF_BEST = 0.3
# A place is only worth going to when it holds this share of the question.
SHARE_IN_PLACE = 0.5
# How much the best piece of a page counts beside the whole.
PIECE_WEIGHT = 0.4
# So many of the best pages are looked into for their best piece.
LOOKED_INTO = 40
# A text that only has what may stand in the place of a word is a little less sure to be meant.
SYNONYM_WEIGHT = 0.8
# So is one with only the parts of a compound.
PARTS_WEIGHT = 0.7
# What is asked for by its own name comes before anything that only holds the words.
NAMED_BONUS = 1000.0
# What is named in a longer question is most likely what it is about.
NAMED_WITHIN = 1.3
# What to do comes before what it rests on.
KIND_WEIGHT: Mapping[str, float] = {
    "beslisboom": 1.1,
    "stappenplannen": 1.08,
    "veelgestelde-vragen": 1.06,
    "themas": 1.03,
    "wetten": 0.9,
    "standpunten": 0.9,
    "nieuws": 0.6,
    "agenda": 0.6,
    "over": 0.8,
}


def _highest(numbers: Integers, merit: Floats, count: int) -> Integers:
    """At most `count` of `numbers`, those with the highest merit first; of equal ones the first comes first."""
    if count < len(numbers):
        # Sorting a few is faster than sorting all.
        least = np.partition(merit[numbers], -count)[-count]
        numbers = numbers[merit[numbers] >= least]
    return numbers[np.argsort(-merit[numbers], kind="stable")[:count]]


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """What answers a question: `found` are the numbers of those pages and trees, by title; `scores` is the score of each page and tree there is.

    `places` has the number of the best place in some of them; what is not in it answers as a whole. `unknown` are the words that the
    content does not know, `wanted` the terms that may be marked as found.
    """

    found: Integers
    scores: Floats
    places: Mapping[int, int]
    unknown: tuple[str, ...]
    wanted: frozenset[str]

    def best(self, allowed: Booleans, count: int) -> list[int]:
        """The numbers of at most `count` that are allowed, best first, and of equal ones by title."""
        found: list[int] = _highest(self.found[allowed[self.found]], self.scores, count).tolist()
        return found


def _all_of(index: WordIndex, terms: Sequence[str], within: Ranges | None) -> Floats:
    """The mean of the scores of the terms, for texts with every one of them."""
    found: list[Floats] = []
    for term in terms:
        found.append(index.scores(term, within))
        if len(terms) == 1 or not found[-1].any():
            return found[-1]
    return np.where(np.all([scores > 0 for scores in found], axis=0), sum(found) / len(found), 0)


def _scores(index: WordIndex, word: AskedWord, within: Ranges | None = None) -> Floats:
    """The scores of texts with the word, with all its parts, or with what may stand in its place."""
    found = index.scores(word.term, within)
    instead = [(word.parts, PARTS_WEIGHT)] if word.parts else []
    for terms, weight in (*instead, *((other, SYNONYM_WEIGHT) for other in word.others)):
        found = np.maximum(found, _all_of(index, terms, within) * weight)
    return found * word.weight


@dataclass(frozen=True, eq=False, slots=True)
class _Tally:
    """Per text: the sum of its scores, and how much of the question it holds (from 0 to 1)."""

    score: Floats
    held: Floats

    @classmethod
    def of(cls, found: Sequence[Floats], weights: Sequence[float], texts: int) -> _Tally:
        tally = cls(np.zeros(texts), np.zeros(texts))
        total = sum(weights)
        for scores, weight in zip(found, weights, strict=True):
            np.add(tally.score, scores, out=tally.score)
            tally.held[scores > 0] += weight / total
        return tally

    @property
    def merit(self) -> Floats:
        """Half of the question is worth less than half of the score."""
        return self.score * np.sqrt(self.held)


def _answering(held: Floats, words: int) -> Booleans:
    """Of texts and how much they hold of a question of so many words: those with all of it, or else those with much of it."""
    everything = 1 - 1e-9
    conjunction = words <= MOST_KEYWORDS and np.count_nonzero(held >= everything) >= ENOUGH
    least = everything if conjunction else SHARE_OF_BEST * held.max(initial=0)
    return (held > 0) & (held >= least)


class Ranker:
    """Ranks `findables`, whose whole texts are in `pages` and whose pieces are, one after the other, in `pieces`."""

    def __init__(
        self, findables: Sequence[Findable], pages: WordIndex, pieces: WordIndex, analyser: Analyser, nearest: Callable[[str], str] = lambda word: ""
    ) -> None:
        self._findables = findables
        self._pages = pages
        self._pieces = pieces
        self._names = ExactNames(findables, analyser)
        self._reader = QuestionReader(analyser)
        self._nearest = nearest
        self._first_piece = np.fromiter(accumulate(map(piece_count, findables), initial=0), np.int64)
        self._kind_weight = np.array([KIND_WEIGHT.get(findable.kind, 1) for findable in findables])
        self._by_title = np.array(sorted(range(len(findables)), key=lambda number: findables[number].title), np.int64)

    def _asked(self, query: str) -> dict[AskedWord, Floats]:
        """The words of a question, each with how well the texts have it.

        A word that the content has nowhere, nor anything near it, is taken apart, when its parts are known.
        """
        found: dict[str, tuple[AskedWord, Floats]] = {}
        for word in self._reader.read(query):
            scores = _scores(self._pages, word)
            instead = () if scores.any() or self._nearest(word.word) else self._reader.loosened(word)
            found |= {one.term: (one, _scores(self._pages, one)) for one in instead} or {word.term: (word, scores)}
        return dict(found.values())

    def _are(self, numbers: Collection[int]) -> Booleans:
        """Of every page and tree, whether it is one of `numbers`."""
        found = np.zeros(len(self._findables), np.bool_)
        found[list(numbers)] = True
        return found

    def rank(self, query: str, allowed: Booleans) -> Ranking:
        """All that answers `query`, the `allowed` and the others; when none of that is allowed, the nearest that is comes with it."""
        words = self._asked(query)
        terms = [word.term for word in words]
        known = [(word, scores) for word, scores in words.items() if scores.any()]
        unknown = tuple(word.word for word, scores in words.items() if not scores.any())
        names, named_places = self._names.find(query, terms)
        named, titled, within = map(self._are, (names, self._names.titled(query), self._names.within(terms)))
        weights = [rarity(int(np.count_nonzero(scores)), self._pages.size) * word.weight for word, scores in known]
        tally = _Tally.of([scores for _, scores in known], weights, len(self._findables))
        answering = _answering(tally.held, len(words)) | named | (within & (tally.held > 0))
        if not (answering & allowed).any():
            answering |= _answering(np.where(allowed, tally.held, 0), len(words))
        merit = tally.merit
        looked_into = np.sort(_highest(np.flatnonzero(answering & allowed), merit + NAMED_BONUS * named, LOOKED_INTO))
        piece_merit, places = self._best_pieces([word for word, _ in known], weights, looked_into)
        merit[looked_into] += PIECE_WEIGHT * piece_merit
        scores = merit * (self._kind_weight * np.where(within, NAMED_WITHIN, 1)) + NAMED_BONUS * np.add(named, titled, dtype=np.float64)
        wanted = frozenset(term for word in words for term in word.all_terms)
        return Ranking(self._by_title[answering[self._by_title]], scores, places | named_places, unknown, wanted)

    def _best_pieces(self, words: Sequence[AskedWord], weights: Sequence[float], numbers: Integers) -> tuple[Floats, dict[int, int]]:
        """For ascending `numbers`: the merit of the best piece of each; and number → number of its best place, where its opening is not as good."""
        spans = Ranges(self._first_piece[numbers], self._first_piece[numbers + 1])
        tally = _Tally.of([_scores(self._pieces, word, spans) for word in words], weights, spans.starts[-1])
        merit = tally.merit
        places: dict[int, int] = {}
        for number, first in zip(numbers.tolist(), spans.starts.tolist(), strict=False):
            # Of equal places the first is taken, and the opening comes before them.
            place = int(merit[first : first + 1 + len(self._findables[number].places)].argmax())
            if place and tally.held[first + place] >= SHARE_IN_PLACE:
                places[number] = place - 1
        return np.maximum.reduceat(merit, spans.starts[:-1]) if len(numbers) else merit, places
