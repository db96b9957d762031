"""Questions to the index: what was found, where in it, and how many there are of each kind, theme and sector."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from knowledge.findable import Findable, Place
from knowledge.front_matter import SECTOR_NAMES
from knowledge.pages import kind_name
from search_index.analysis import Analyser
from search_index.highlighting import fragment
from search_index.lexicon import Lexicon
from search_index.prefix_index import PrefixIndex
from search_index.ranking import Ranked, Ranker, Ranking
from search_index.spelling import WordList
from search_index.suggesting import Suggester, Suggestion
from search_index.word_index import WordIndex

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


def _passes(findable: Findable, filters: _Filters, *, but: int | None = None) -> bool:
    """Whether `findable` has one of the chosen values of every facet, the facet numbered `but` aside."""
    return all(number == but or not chosen or not set(chosen).isdisjoint(_FACETS[number](findable)) for number, chosen in enumerate(filters))


class Searcher:
    """Answers questions about `findables` (in the order in which they were indexed). Safe to share between threads."""

    def __init__(self, findables: Sequence[Findable], pages: WordIndex, pieces: WordIndex, words: WordList, lexicon: Lexicon, prefixes: PrefixIndex) -> None:
        self._findables = findables
        self._indexes = (pages, pieces)
        self._analyser = Analyser(lexicon)
        self._ranker = Ranker(findables, pages, pieces, self._analyser, words.nearest)
        self._words = words
        self._remembered = lru_cache(_REMEMBERED)(self._search)
        self._suggested = lru_cache(_REMEMBERED)(Suggester(prefixes, self._analyser).suggest)

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

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """The pages and trees that may be meant with what was typed so far, whatever that is: never raises. The likeliest first, each once."""
        return self._suggested(tidy(typed), limit)

    def close(self) -> None:
        """Let go of the index; nothing can be searched after that."""
        for index in self._indexes:
            index.close()

    def _search(self, query: str, filters: _Filters, limit: int, offset: int) -> Results:
        def allowed(findable: Findable) -> bool:
            return not any(filters) or _passes(findable, filters)

        searched, ranking = query, self._ranker.rank(query, allowed)
        suggestion = self._suggestion(query, ranking)
        if suggestion:
            searched, ranking = suggestion, self._ranker.rank(suggestion, allowed)
        passing = [ranked for ranked in ranking.ranked if allowed(self._findables[ranked.number])]
        hits = tuple(self._hit(ranked, ranking.wanted) for ranked in passing[offset : offset + limit])
        return Results(query, len(passing), hits, suggestion, searched, *(self._counts(ranking, filters, facet) for facet in range(len(_FACETS))))

    def _suggestion(self, query: str, ranking: Ranking) -> str:
        suggestion, reached = "", 0
        for token in self._analyser.analyse(query):
            nearest = self._words.nearest(token.word) if token.word in ranking.unknown else ""
            if nearest and token.start >= reached:
                suggestion += query[reached : token.start] + nearest
                reached = token.end
        return suggestion + query[reached:] if suggestion else ""

    def _counts(self, ranking: Ranking, filters: _Filters, facet: int) -> Mapping[str, int]:
        found = (self._findables[ranked.number] for ranked in ranking.ranked)
        return Counter(value for findable in found if _passes(findable, filters, but=facet) for value in _FACETS[facet](findable))

    def _hit(self, ranked: Ranked, wanted: frozenset[str]) -> Hit:
        findable = self._findables[ranked.number]
        place = None if ranked.place is None else findable.places[ranked.place]
        return Hit(findable.id, findable.kind, findable.title, findable.url, self._fragment(findable, place, wanted), place, ranked.score)

    def _fragment(self, findable: Findable, place: Place | None, wanted: frozenset[str]) -> Markup:
        """From the place when there is one; else the summary, unless only the text below it holds the words."""
        if place is not None and place.text:
            return fragment(place.text, wanted, self._analyser)
        summary = fragment(findable.summary, wanted, self._analyser)
        if "<mark>" in summary or not findable.text:
            return summary
        text = fragment(findable.text, wanted, self._analyser)
        return text if "<mark>" in text else summary
