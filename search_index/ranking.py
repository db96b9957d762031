"""Which pages and trees answer a question best, and which piece of each.

Three things speak for a page: how well its text has the words (BM25), how likely the words are where people ask for it (a language
model), and how like the question is to one of those ways of asking. They are added, each as a share of the best.

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
from search_index.texts import Texts
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
# So many words that the content does not know are looked for among words that are near, or taken apart: each takes as long as a search.
MOST_UNKNOWN = 20
# How much the best piece of a page counts beside the whole.
PIECE_WEIGHT = 0.4
# So many of the best pages are looked into for their best piece.
LOOKED_INTO = 40
# How much it counts that the words are likely where people ask for the page, and how much that somebody asks for it nearly like this;
# beside 1 for the best whole text. Tuned on the judged questions for development.
LIKELIHOOD_WEIGHT = 0.6
LIKENESS_WEIGHT = 0.4
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


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of a question, and in how many pages and trees it was found, or what may stand in its place."""

    asked: AskedWord
    pages: int


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """What speaks for each page and tree there is, before it is added up.

    `held` is how much of the question it holds, from 0 to 1; `whole` how well its text and best piece have the words, `likelihood` how
    likely they are where people ask for it, both as a share of what the best has; `likeness` how like the question is to the nearest
    ways of asking for it; `factor` what its kind, and being named in the question, does to the sum.
    """

    held: Floats
    whole: Floats
    likelihood: Floats
    likeness: Floats
    factor: Floats


def _share(merit: Floats, found: Booleans) -> Floats:
    """As a share of the most that one of the found has."""
    return merit / (merit[found].max(initial=0) or 1)


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """A question whose words were looked up: each with how well the texts have it."""

    text: str
    words: Mapping[AskedWord, Floats]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The first of the words that the content does not know."""
        return tuple(word.word for word, scores in self.words.items() if not scores.any())[:MOST_UNKNOWN]


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """What answers a question: `found` are the numbers of those pages and trees, by title; `scores` is the score of each page and tree there is.

    `places` has the number of the best place in some of them; what is not in it answers as a whole. `wanted` are the terms that may be
    marked as found. `words` and `evidence` say how it came about.
    """

    found: Integers
    scores: Floats
    places: Mapping[int, int]
    wanted: frozenset[str]
    words: tuple[FoundWord, ...]
    evidence: Evidence

    def best(self, allowed: Booleans, count: int) -> list[int]:
        """The numbers of at most `count` that are allowed, best first, and of equal ones by title."""
        found: list[int] = _highest(self.found[allowed[self.found]], self.scores, count).tolist()
        return found


def _scores(index: WordIndex, word: AskedWord, within: Ranges | None = None) -> Floats:
    """The scores of texts with the word, with all its parts, or with what may stand in its place."""
    return word.best(lambda term: index.scores(term, within)) * word.weight


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
            np.add(tally.held, (scores > 0) * (weight / total), out=tally.held)
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
    """Ranks `findables`, whose texts are indexed in `texts`."""

    def __init__(
        self,
        findables: Sequence[Findable],
        texts: Texts,
        analyser: Analyser,
        nearest: Callable[[str], str],
    ) -> None:
        self._findables = findables
        self._texts = texts
        self._names = ExactNames(findables, analyser)
        self._reader = QuestionReader(analyser)
        self._nearest = nearest
        self._first_piece = np.fromiter(accumulate(map(piece_count, findables), initial=0), np.int64)
        self._kind_weight = np.array([KIND_WEIGHT.get(findable.kind, 1) for findable in findables])
        self._by_title = np.array(sorted(range(len(findables)), key=lambda number: findables[number].title), np.int64)

    def look_up(self, query: str) -> Question:
        """The words of a question, each with how well the texts have it.

        A word that the content has nowhere, nor anything near it, is taken apart, when its parts are known and it is one of the first.
        """
        unknown = 0
        found: dict[str, tuple[AskedWord, Floats]] = {}
        for word in self._reader.read(query):
            scores = _scores(self._texts.pages, word)
            unknown += not scores.any()
            instead = () if scores.any() or unknown > MOST_UNKNOWN or self._nearest(word.word) else self._reader.loosened(word)
            found |= {one.term: (one, _scores(self._texts.pages, one)) for one in instead} or {word.term: (word, scores)}
        return Question(query, dict(found.values()))

    def _are(self, numbers: Collection[int]) -> Booleans:
        """Of every page and tree, whether it is one of `numbers`."""
        found = np.zeros(len(self._findables), np.bool_)
        found[list(numbers)] = True
        return found

    def rank(self, question: Question, allowed: Booleans) -> Ranking:
        """All that answers `question`, the `allowed` and the others; when none of that is allowed, the nearest that is comes with it."""
        query, words = question.text, question.words
        terms = [word.term for word in words]
        # 'veiligthuis' is a name too.
        apart = list(dict.fromkeys(term for word in words for term in word.parts or (word.term,)))
        known = [(word, scores) for word, scores in words.items() if scores.any()]
        names, named_places = self._names.find(query, terms)
        named, titled, within = map(self._are, (names, self._names.titled(query), self._names.within(terms) | self._names.within(apart)))
        weights = [rarity(int(np.count_nonzero(scores)), self._texts.pages.size) * word.weight for word, scores in known]
        tally = _Tally.of([scores for _, scores in known], weights, len(self._findables))
        answering = _answering(tally.held, len(words)) | named | (within & (tally.held > 0))
        if not (answering & allowed).any():
            answering |= _answering(np.where(allowed, tally.held, 0), len(words))
        merit = tally.merit
        looked_into = np.sort(_highest(np.flatnonzero(answering & allowed), merit + NAMED_BONUS * named, LOOKED_INTO))
        known_words = [word for word, _ in known]
        piece_merit, places = self._best_pieces(known_words, weights, looked_into)
        merit[looked_into] += PIECE_WEIGHT * piece_merit
        likeness = np.zeros(len(self._findables))
        likeness[looked_into] = self._texts.askings.likeness(known_words, weights, looked_into)
        likelihood = np.sum([word.best(self._texts.asked.likelihoods) * word.weight for word in known_words], axis=0) if known else likeness
        evidence = Evidence(
            held=tally.held,
            whole=_share(merit, answering),
            likelihood=_share(likelihood, answering),
            likeness=likeness,
            factor=self._kind_weight * np.where(within, NAMED_WITHIN, 1),
        )
        scores = evidence.whole + LIKELIHOOD_WEIGHT * evidence.likelihood + LIKENESS_WEIGHT * likeness
        return Ranking(
            found=self._by_title[answering[self._by_title]],
            scores=scores * evidence.factor + NAMED_BONUS * np.add(named, titled, dtype=np.float64),
            places=places | named_places,
            wanted=frozenset(term for word in words for term in word.all_terms),
            words=tuple(FoundWord(word, int(np.count_nonzero(scores))) for word, scores in words.items()),
            evidence=evidence,
        )

    def _best_pieces(self, words: Sequence[AskedWord], weights: Sequence[float], numbers: Integers) -> tuple[Floats, dict[int, int]]:
        """For ascending `numbers`: the merit of the best piece of each; and number → number of its best place, where its opening is not as good."""
        spans = Ranges(self._first_piece[numbers], self._first_piece[numbers + 1])
        tally = _Tally.of([_scores(self._texts.pieces, word, spans) for word in words], weights, spans.starts[-1])
        merit = tally.merit
        places: dict[int, int] = {}
        for number, first in zip(numbers.tolist(), spans.starts.tolist(), strict=False):
            # Of equal places the first is taken, and the opening comes before them.
            place = int(merit[first : first + 1 + len(self._findables[number].places)].argmax())
            if place and tally.held[first + place] >= SHARE_IN_PLACE:
                places[number] = place - 1
        return np.maximum.reduceat(merit, spans.starts[:-1]) if len(numbers) else merit, places
