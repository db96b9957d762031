"""Questions to the index: what was found, where in it, and how many there are of each kind, theme and sector."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from markupsafe import Markup

from knowledge.findable import Findable, Place
from knowledge.front_matter import SECTOR_NAMES
from knowledge.pages import kind_name
from search_index.analysis import Analyser
from search_index.highlighting import fragment
from search_index.lexicon import Lexicon
from search_index.ranking import Booleans, Ranker, Ranking
from search_index.spelling import WordList
from search_index.vocabulary import Vocabulary
from search_index.word_index import Integers, WordIndex

LONGEST_QUERY = 300
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Hit:
    """One page or tree that answers. `fragment` is safe HTML with the found words in <mark>; `place` is where in it the answer stands."""

    id: str
    kind: str
    title: str
    url: str
    fragment: Markup
    place: Place | None
    score: float

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. `query` is the question as it was read; `count` is how many there are, `hits` those that were asked for.

    `suggestion` is the question with its unknown words replaced by known ones, or ''. When there is one, that is what was searched:
    nothing has the unknown words, so it finds all that the question would. `searched` says which it was. The counts of a facet
    ignore the filter on that facet.
    """

    query: str
    count: int = 0
    hits: tuple[Hit, ...] = ()
    suggestion: str = ""
    searched: str = ""
    kind_counts: Mapping[str, int] = field(default_factory=dict)
    theme_counts: Mapping[str, int] = field(default_factory=dict)
    sector_counts: Mapping[str, int] = field(default_factory=dict)


def tidy(query: str) -> str:
    """A question as it is searched: at most 300 characters, without control characters and double spaces."""
    return " ".join("".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in query[:LONGEST_QUERY]).split())


def _kinds(findable: Findable) -> Collection[str]:
    return (findable.kind,)


def _themes(findable: Findable) -> Collection[str]:
    return findable.themes


def _sectors(findable: Findable) -> Collection[str]:
    """What names no sector holds for all of them."""
    return findable.sectors or SECTOR_NAMES.keys()


_FACETS: tuple[Callable[[Findable], Collection[str]], ...] = (_kinds, _themes, _sectors)

_Filters = tuple[tuple[str, ...], ...]


class _Facets:
    """Which findables have which value of each facet."""

    def __init__(self, findables: Sequence[Findable]) -> None:
        self._none = np.zeros(len(findables), np.bool_)
        self._having: tuple[dict[str, Booleans], ...] = tuple({} for _ in _FACETS)
        for having, values in zip(self._having, _FACETS, strict=True):
            for number, findable in enumerate(findables):
                for value in values(findable):
                    having.setdefault(value, self._none.copy())[number] = True

    def passing(self, filters: _Filters, *, but: int | None = None) -> Booleans:
        """Of each findable, whether it has one of the chosen values of every facet, the facet numbered `but` aside."""
        passing = ~self._none
        for number, (having, chosen) in enumerate(zip(self._having, filters, strict=True)):
            if chosen and number != but:
                passing &= np.any([having.get(value, self._none) for value in chosen], axis=0)
        return passing

    def counts(self, found: Integers, filters: _Filters, facet: int) -> Mapping[str, int]:
        """Of the findables numbered `found` that pass all but the filter on `facet`: how many have each of its values."""
        counted = self._none.copy()
        counted[found] = True
        counted &= self.passing(filters, but=facet)
        counts = {value: int(np.count_nonzero(having & counted)) for value, having in self._having[facet].items()}
        return {value: count for value, count in counts.items() if count}


class Searcher:
    """Answers questions about `findables` (in the order in which they were indexed). Safe to share between threads."""

    def __init__(self, findables: Sequence[Findable], pages: WordIndex, pieces: WordIndex, words: WordList, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._findables = findables
        self._facets = _Facets(findables)
        self._indexes = (pages, pieces)
        self._analyser = Analyser(lexicon)
        self._ranker = Ranker(findables, pages, pieces, self._analyser, words.nearest)
        self._words = words
        self._remembered = lru_cache(_REMEMBERED)(self._search)

    def search(
        self,
        query: str,
        *,
        kinds: Collection[str] = (),
        themes: Collection[str] = (),
        sectors: Collection[str] = (),
        limit: int = 10,
        offset: int = 0,
    ) -> Results:
        """What answers `query`, whatever was typed: never raises. Several values of one filter widen it, several filters narrow."""
        return self._remembered(tidy(query), (tuple(kinds), tuple(themes), tuple(sectors)), limit, offset)

    def close(self) -> None:
        """Let go of the index; nothing can be searched after that."""
        for index in self._indexes:
            index.close()

    def _search(self, query: str, filters: _Filters, limit: int, offset: int) -> Results:
        allowed = self._facets.passing(filters)
        searched, ranking = query, self._ranker.rank(query, allowed)
        suggestion = self._suggestion(query, ranking)
        if suggestion:
            searched, ranking = suggestion, self._ranker.rank(suggestion, allowed)
        hits = tuple(self._hit(ranking, number) for number in ranking.best(allowed, offset + limit)[offset:])
        counts = (self._facets.counts(ranking.found, filters, facet) for facet in range(len(_FACETS)))
        return Results(query, int(np.count_nonzero(allowed[ranking.found])), hits, suggestion, searched, *counts)

    def _suggestion(self, query: str, ranking: Ranking) -> str:
        suggestion, reached = "", 0
        for token in self._analyser.analyse(query):
            nearest = self._words.nearest(token.word) if token.word in ranking.unknown else ""
            if nearest and token.start >= reached:
                suggestion += query[reached : token.start] + nearest
                reached = token.end
        return suggestion + query[reached:] if suggestion else ""

    def _hit(self, ranking: Ranking, number: int) -> Hit:
        findable = self._findables[number]
        place = findable.places[ranking.places[number]] if number in ranking.places else None
        fragment = self._fragment(findable, place, ranking.wanted)
        return Hit(findable.id, findable.kind, findable.title, findable.url, fragment, place, float(ranking.scores[number]))

    def _fragment(self, findable: Findable, place: Place | None, wanted: frozenset[str]) -> Markup:
        """From the place when there is one; else the summary, unless only the text below it holds the words."""
        if place is not None and place.text:
            return fragment(place.text, wanted, self._analyser)
        summary = fragment(findable.summary, wanted, self._analyser)
        if "<mark>" in summary or not findable.text:
            return summary
        text = fragment(findable.text, wanted, self._analyser)
        return text if "<mark>" in text else summary
