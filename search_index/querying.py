"""Questions to the index: what was found, where in it, and how many there are of each kind, theme and sector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice
from weakref import proxy

import numpy as np
from markupsafe import Markup

from knowledge.findable import Findable, Place
from knowledge.front_matter import SECTOR_NAMES
from knowledge.pages import kind_name
from search_index.analysis import Analyser, written_words
from search_index.explaining import Explanation, explain
from search_index.folding import fold
from search_index.highlighting import fragment
from search_index.lexicon import LONGEST_COMPOUND, Lexicon
from search_index.prefix_index import PrefixIndex
from search_index.ranking import MOST_UNKNOWN, Booleans, Question, Ranker, Ranking
from search_index.spelling import WordList
from search_index.suggesting import Suggester, Suggestion
from search_index.texts import Texts
from search_index.vocabulary import Vocabulary
from search_index.word_index import Integers

LONGEST_QUERY = 300
_REMEMBERED = 256
# Of two short words together there is always a word that is near.
_LONG_ENOUGH_TO_JOIN = 9
_LOOKED_AT_FOR_THEMES = 5
# Of a compound with a misspelt part: the shortest whole, and the shortest such part.
_SHORTEST_COMPOUND = 9
_SHORTEST_MISSPELT = 5


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
    nothing has the unknown words, so it finds all that the question would. `searched` says which it was, `unknown` are the
    words of that which the content does not know. The counts of a facet ignore the filter on that facet.
    """

    query: str
    count: int = 0
    hits: tuple[Hit, ...] = ()
    suggestion: str = ""
    searched: str = ""
    unknown: tuple[str, ...] = ()
    kind_counts: Mapping[str, int] = field(default_factory=dict)
    theme_counts: Mapping[str, int] = field(default_factory=dict)
    sector_counts: Mapping[str, int] = field(default_factory=dict)


# Control characters, halves of surrogate pairs, and what Unicode says is no character: none of it can be typed, or shown in a page.
_NO_TEXT = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "]"
)


def _written(query: str) -> str:
    return " ".join(_NO_TEXT.sub(" ", query).split())


def tidy(query: str) -> str:
    """A question as it is searched: without control characters and double spaces, and of what is too long the whole words of the first 300 characters."""
    written = _written(query)
    if len(written) <= LONGEST_QUERY:
        return written
    start = written[: LONGEST_QUERY + 1].rpartition(" ")[0]
    return start or written[:LONGEST_QUERY]


def is_too_long(query: str) -> bool:
    """Whether `tidy` leaves out the end of a question."""
    return len(_written(query)) > LONGEST_QUERY


def _kinds(findable: Findable) -> Collection[str]:
    return (findable.kind,)


def _themes(findable: Findable) -> Collection[str]:
    return findable.themes


def _sectors(findable: Findable) -> Collection[str]:
    """What names no sector holds for all of them."""
    return findable.sectors or SECTOR_NAMES.keys()


_FACETS: tuple[Callable[[Findable], Collection[str]], ...] = (_kinds, _themes, _sectors)

_Filters = tuple[tuple[str, ...], ...]
_NO_FILTERS: _Filters = ((), (), ())


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

    def __init__(self, findables: Sequence[Findable], texts: Texts, words: WordList, lexicon: Lexicon, vocabulary: Vocabulary, prefixes: PrefixIndex) -> None:
        self.vocabulary = vocabulary
        self._findables = findables
        self._facets = _Facets(findables)
        self._texts = texts
        self._analyser = Analyser(lexicon)
        self._ranker = Ranker(findables, texts, self._analyser, words.nearest)
        self._words = words
        # Weak, so that the files of an index are let go of as soon as nobody searches in it.
        self._remembered = lru_cache(_REMEMBERED)(partial(Searcher._search, proxy(self)))
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
        self._texts.close()

    def _search(self, query: str, filters: _Filters, limit: int, offset: int) -> Results:
        allowed = self._facets.passing(filters)
        suggestion, question = self._question(query)
        ranking = self._ranker.rank(question, allowed)
        hits = tuple(self._hit(ranking, number) for number in ranking.best(allowed, offset + limit)[offset:])
        counts = (self._facets.counts(ranking.found, filters, facet) for facet in range(len(_FACETS)))
        count = int(np.count_nonzero(allowed[ranking.found]))
        return Results(query, count, hits, suggestion, question.text, question.unknown, *counts)

    def _question(self, query: str) -> tuple[str, Question]:
        """The question with its unknown words corrected, or '' when there is nothing to correct; and the one or the other, looked up."""
        question = self._ranker.look_up(query)
        suggestion = self._suggestion(question)
        return suggestion, self._ranker.look_up(suggestion) if suggestion else question

    def explain(self, query: str, limit: int = 10) -> Explanation:
        """How the best of what answers `query`, without filters, came to stand where they stand."""
        everything = self._facets.passing(_NO_FILTERS)
        _, question = self._question(tidy(query))
        ranking = self._ranker.rank(question, everything)
        return explain(question.text, ranking, self._findables, ranking.best(everything, limit))

    def nearest_themes(self, query: str, limit: int = 4) -> tuple[str, ...]:
        """The names of the themes of what is most like a question of which no word is known: by words that look a little like its words."""
        words = islice(dict.fromkeys(written_words(tidy(query))), MOST_UNKNOWN)
        question = self._ranker.look_up(tidy(" ".join(near for word in words for near in self._words.alike(word))))
        everything = self._facets.passing(_NO_FILTERS)
        best = self._ranker.rank(question, everything).best(everything, _LOOKED_AT_FOR_THEMES)
        themes = Counter(theme for number in best for theme in self._findables[number].themes)
        return tuple(theme for theme, _ in themes.most_common(limit))

    def _suggestion(self, question: Question) -> str:
        """The question with each word that the content does not know replaced by the nearest that it knows; '' when there is none."""
        query, unknown = question.text, question.unknown
        suggestion, reached = "", 0
        tokens = [tokens[0] for tokens in self._analyser.by_position(query)]
        for place, token in enumerate(tokens):
            if token.word not in unknown or token.start < reached:
                continue
            # What was written apart may be one word: 'school plijn', 'help wantd'.
            for first, last in ((place - 1, place), (place, place + 1), (place, place)):
                if first < 0 or last >= len(tokens) or tokens[first].start < reached:
                    continue
                joined = "".join(one.word for one in tokens[first : last + 1])
                nearest = self._nearest(joined) if first == last else self._words.nearest(joined) if len(joined) >= _LONG_ENOUGH_TO_JOIN else ""
                if nearest:
                    suggestion += query[reached : tokens[first].start] + nearest
                    reached = tokens[last].end
                    break
        return suggestion + query[reached:] if suggestion else ""

    def _nearest(self, word: str) -> str:
        """The known word nearest to `word`, or `word` with a part of it that is nearest: schoolvieligheid. '' when there is none."""
        found = self._words.nearest(word)
        if found or not word.isalpha() or not _SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND:
            return found
        folded, is_part = fold(word), self._analyser.lexicon.is_part
        for cut in range(len(folded) - _SHORTEST_MISSPELT, _SHORTEST_MISSPELT - 2, -1):
            if is_part(folded[:cut]) and (found := self._words.nearest(folded[cut:])):
                return folded[:cut] + found
        for cut in range(_SHORTEST_MISSPELT, len(folded) - _SHORTEST_MISSPELT + 2):
            if is_part(folded[cut:]) and (found := self._words.nearest(folded[:cut])):
                return found + folded[cut:]
        return ""

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
