"""Which pages and trees answer a question best, and which piece of each.

A question in two or three words is a conjunction: pages with all of them, unless those are too few. A sentence is not: there,
what counts is how many of its words are found, rare words counting more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.combined_field import piece_count
from search_index.exact_names import ExactNames
from search_index.question import AskedWord, QuestionReader
from search_index.word_index import Span, WordIndex, rarity

# A question of more words than this is a sentence.
MOST_KEYWORDS = 3
# Fewer pages with all words than this, and pages with some of them are shown as well.
ENOUGH = 3
# What a page with some of the words must at least hold, as a share of what the best page holds.
SHARE_OF_BEST = 0.3
# A place is only worth going to when it holds this share of the question.
SHARE_IN_PLACE = 0.5
# So many words that the content does not know are looked for among words that are near, or taken apart: each takes as long as a search.
MOST_UNKNOWN = 20
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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page or tree that answers: its number, its score, and the number of the best place in it, or None for the whole."""

    number: int
    score: float
    place: int | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everything that answers a question, best first, the first words that the content does not know, and the terms that may be marked as found."""

    ranked: tuple[Ranked, ...] = ()
    unknown: tuple[str, ...] = ()
    wanted: frozenset[str] = frozenset()


def _all_of(index: WordIndex, terms: Sequence[str], within: Sequence[Span] | None) -> dict[int, float]:
    """Texts with every one of the terms, and the mean of their scores."""
    found: list[dict[int, float]] = []
    for term in terms:
        found.append(index.scores(term, within))
        if not found[-1]:
            return {}
    if len(found) == 1:
        return found[0]
    return {number: sum(scores[number] for scores in found) / len(found) for number in set.intersection(*map(set, found))}


def _scores(index: WordIndex, word: AskedWord, within: Sequence[Span] | None = None) -> dict[int, float]:
    """Texts with the word, with all its parts, or with what may stand in its place."""
    found = index.scores(word.term, within)
    instead = [(word.parts, PARTS_WEIGHT)] if word.parts else []
    for terms, weight in (*instead, *((other, SYNONYM_WEIGHT) for other in word.others)):
        for number, score in _all_of(index, terms, within).items():
            found[number] = max(found.get(number, 0), score * weight)
    return {number: score * word.weight for number, score in found.items()}


@dataclass(slots=True)
class _Tally:
    """Per text: the sum of its scores, and how much of the question it holds (from 0 to 1)."""

    score: defaultdict[int, float]
    held: defaultdict[int, float]

    @classmethod
    def of(cls, found: Sequence[Mapping[int, float]], weights: Sequence[float]) -> _Tally:
        tally = cls(defaultdict(float), defaultdict(float))
        total = sum(weights)
        for scores, weight in zip(found, weights, strict=True):
            for number, score in scores.items():
                tally.score[number] += score
                tally.held[number] += weight / total
        return tally

    def merit(self, number: int) -> float:
        """Half of the question is worth less than half of the score."""
        return self.score[number] * math.sqrt(self.held[number])


def _answering(held: Mapping[int, float], words: int) -> set[int]:
    """Of texts and how much they hold of a question of so many words: those with all of it, or else those with much of it."""
    everything = 1 - 1e-9
    if words <= MOST_KEYWORDS and sum(share >= everything for share in held.values()) >= ENOUGH:
        least = everything
    else:
        least = SHARE_OF_BEST * max(held.values(), default=0)
    return {number for number, share in held.items() if share >= least}


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
        self._first_piece = tuple(accumulate(map(piece_count, findables), initial=0))

    def _asked(self, query: str) -> dict[AskedWord, dict[int, float]]:
        """The words of a question, each with the texts that have it and how well.

        A word that the content has nowhere, nor anything near it, is taken apart, when its parts are known and it is one of the first.
        """
        unknown = 0
        found: dict[str, tuple[AskedWord, dict[int, float]]] = {}
        for word in self._reader.read(query):
            scores = _scores(self._pages, word)
            unknown += not scores
            instead = () if scores or unknown > MOST_UNKNOWN or self._nearest(word.word) else self._reader.loosened(word)
            found |= {one.term: (one, _scores(self._pages, one)) for one in instead} or {word.term: (word, scores)}
        return dict(found.values())

    def rank(self, query: str, allowed: Callable[[Findable], bool]) -> Ranking:
        """All that answers `query`, the `allowed` and the others; when none of that is allowed, the nearest that is comes with it."""
        words = self._asked(query)
        terms = [word.term for word in words]
        known = [(word, scores) for word, scores in words.items() if scores]
        unknown = tuple(word.word for word, scores in words.items() if not scores)
        named, named_places = self._names.find(query, terms)
        titled = self._names.titled(query)
        within = self._names.within(terms)
        weights = [rarity(len(scores), self._pages.size) * word.weight for word, scores in known]
        tally = _Tally.of([scores for _, scores in known], weights)
        answering = _answering(tally.held, len(words)) | named | (within & tally.held.keys())
        if not any(allowed(self._findables[number]) for number in answering):
            answering |= _answering({number: held for number, held in tally.held.items() if allowed(self._findables[number])}, len(words))
        by_whole = sorted(answering, key=lambda number: (number in named, tally.merit(number)), reverse=True)
        looked_into = islice((number for number in by_whole if allowed(self._findables[number])), LOOKED_INTO)
        best_pieces = self._best_pieces([word for word, _ in known], weights, sorted(looked_into))
        ranked = []
        for number in by_whole:
            merit, place = best_pieces.get(number, (0.0, None))
            weight = KIND_WEIGHT.get(self._findables[number].kind, 1) * (NAMED_WITHIN if number in within else 1)
            bonus = NAMED_BONUS * ((number in named) + (number in titled))
            ranked.append(Ranked(number, (tally.merit(number) + PIECE_WEIGHT * merit) * weight + bonus, named_places.get(number, place)))
        ranked.sort(key=lambda one: (-one.score, self._findables[one.number].title))
        return Ranking(tuple(ranked), unknown[:MOST_UNKNOWN], frozenset(term for word in words for term in word.all_terms))

    def _best_pieces(self, words: Sequence[AskedWord], weights: Sequence[float], numbers: Sequence[int]) -> dict[int, tuple[float, int | None]]:
        """For ascending `numbers`: number → merit of its best piece, and the number of that place; None when its opening is as good as any place."""
        spans = [(self._first_piece[number], self._first_piece[number + 1]) for number in numbers]
        tally = _Tally.of([_scores(self._pieces, word, spans) for word in words], weights)
        best: dict[int, tuple[float, int | None]] = {}
        for number, (first, end) in zip(numbers, spans, strict=True):
            # Of equal pieces the first is taken, and the opening comes first.
            piece = max(range(first, end), key=tally.merit)
            last_place = first + len(self._findables[number].places)
            place = max(range(first, last_place + 1), key=tally.merit)
            is_place = place > first and tally.held[place] >= SHARE_IN_PLACE
            best[number] = (tally.merit(piece), place - first - 1 if is_place else None)
        return best
