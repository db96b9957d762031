"""Suggestions while somebody types: the pages and trees that may be meant, the likeliest first.

Each word that was typed must begin a word of the title, the keywords or the phrasings of a page. It may also stand there in another form, as a part of a
compound, or as something that means the same. Where that finds little, one typing error in a word is forgiven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain, islice, pairwise
from operator import and_, or_

from knowledge.findable import Findable
from knowledge.pages import kind_name
from search_index.analysis import STOP_WORDS, Analyser, written_words
from search_index.folding import fold
from search_index.prefix_index import ANYWHERE, FIELDS, NAMES, TITLE, PrefixIndex, begin_with, page_numbers
from search_index.ranking import KIND_WEIGHT
from search_index.spelling import LONGEST

# One letter says nothing yet.
FEWEST_LETTERS = 2
# A shorter beginning has too many compounds, or synonyms, that begin so.
_SHORTEST_MISSPELT = 4
_SHORTEST_PART = 4
_SHORTEST_SYNONYM = 3
_LONGEST_ABBREVIATION = 6
# Fewer suggestions than this, and typing errors are looked for: no more are needed to see that nothing was typed wrong.
_ENOUGH = 3
# Of a longer text, the last words.
_MOST_WORDS = 12
# So many of the best pages with all words are looked into for a text with all of them.
_LOOKED_INTO = 32
# How much the kind of a page counts against the length of its title. With this one, a tree's title counts for half its length. Chosen by judged questions.
_KIND_POWER = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page or tree that may be meant."""

    id: str
    title: str
    kind: str
    url: str

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)


@dataclass(frozen=True, slots=True)
class _TypedWord:
    """The words that a typed word may be, and per field the pages that have one of them or what means the same."""

    words: frozenset[int]
    pages: tuple[int, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.pages[ANYWHERE])


def suggestion_order(findables: Sequence[Findable]) -> list[int]:
    """The numbers of findables, the best to suggest of what fits equally well first: short titles, and what to do before what it rests on."""

    def cost(number: int) -> tuple[float, str, str]:
        one = findables[number]
        return len(one.title) / KIND_WEIGHT.get(one.kind, 1) ** _KIND_POWER, one.title, one.id

    return sorted(range(len(findables)), key=cost)


def _is_abbreviation(phrase: str) -> bool:
    return len(phrase) <= _LONGEST_ABBREVIATION and " " not in phrase and sum(map(str.isupper, phrase)) > 1


def _first(numbers: Iterable[int], limit: int) -> list[int]:
    """The first `limit` different numbers."""
    found: dict[int, None] = {}
    for number in numbers:
        found[number] = None
        if len(found) == limit:
            break
    return list(found)


def _having_all(typed: Iterable[_TypedWord], field: int = ANYWHERE) -> int:
    """The pages that have every typed word in a field; -1, all pages, when nothing was typed."""
    return reduce(and_, (one.pages[field] for one in typed), -1)


def _readings(typed: str) -> list[list[str]]:
    """The words of a text, folded. A stop word at its end may be the beginning of another word; then the text without it follows."""
    words = list(dict.fromkeys(folded for word in written_words(typed) if "-" not in word and (folded := fold(word))))[-_MOST_WORDS:]
    last = fold(typed.split()[-1])
    readings = [[*words, last], words] if last in STOP_WORDS and last not in words else [words]
    return [one for one in readings if one]


class _Vocabulary:
    """What typed words may stand for, with one index and the editors' synonyms."""

    def __init__(self, index: PrefixIndex, analyser: Analyser) -> None:
        self.index = index
        self.lexicon = analyser.lexicon
        # Of a word: phrases of terms that may stand in its place.
        self._synonyms: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase, others in self.lexicon.data.synonyms.items():
            if " " not in phrase:
                self._synonyms[fold(phrase)] += filter(None, map(analyser.phrase, others))
        self._with_synonyms = sorted(self._synonyms)
        self._synonyms_by_term: dict[str, list[str]] = defaultdict(list)
        for word in self._with_synonyms:
            self._synonyms_by_term[self.lexicon.term(word)].append(word)

    def typed_word(self, words: Iterable[int], same: int = 0) -> _TypedWord:
        """One of `words`; `same` are the pages that are named with something that means the same."""
        found = frozenset(words)
        return _TypedWord(found, tuple(self.index.pages(field, found) | (same if field >= NAMES else 0) for field in FIELDS))

    def forms(self, word: str) -> Sequence[int]:
        """A word in whatever form it is inflected."""
        return self.index.with_term(self.lexicon.term(word))

    def with_synonyms(self, word: str, *, finished: bool) -> Iterator[str]:
        """The words in whose place something else may stand: forms of a word, and unless it is finished what begins so."""
        if not finished and len(word) >= _SHORTEST_SYNONYM:
            places = begin_with(self._with_synonyms, word)
            yield from self._with_synonyms[places.start : places.stop]
        yield from self._synonyms_by_term.get(self.lexicon.term(word), ())

    def meaning_the_same(self, words: Iterable[str], field: int) -> int:
        """The pages that have in a field what may stand in the place of one of `words`."""
        phrases = {phrase for word in words for phrase in self._synonyms.get(word, ())}
        index = self.index
        return reduce(or_, (reduce(and_, (index.pages(field, index.with_term(term)) for term in phrase)) for phrase in phrases), 0)

    def near(self, word: str) -> frozenset[int]:
        """The words that may be meant with one that has a typing error in it."""
        return frozenset(self.index.nearly_beginning_with(word) if _SHORTEST_MISSPELT <= len(word) <= LONGEST and word.isalpha() else ())


class _Reading:
    """Typed words, folded, of which the last may not be finished, and the pages that they may be about."""

    def __init__(self, words: Sequence[str], vocabulary: _Vocabulary) -> None:
        self.words = words
        self._vocabulary = vocabulary

    @cached_property
    def _as_typed(self) -> list[_TypedWord]:
        """For each word those that begin so, alone or joined to a neighbour: 'face book'."""
        index = self._vocabulary.index
        joined = ["".join(pair) for pair in pairwise(self.words)]
        beginnings = [(word, *joined[max(place - 1, 0) : place + 1]) for place, word in enumerate(self.words)]
        return [self._vocabulary.typed_word(chain.from_iterable(map(index.beginning_with, some))) for some in beginnings]

    @cached_property
    def _related(self) -> list[_TypedWord]:
        """The same words, or other forms of them, compounds with them, or what means the same."""
        found = []
        for place, (word, typed) in enumerate(zip(self.words, self._as_typed, strict=True)):
            compounds = self._vocabulary.index.with_part(word) if len(word) >= _SHORTEST_PART else ()
            synonyms = self._vocabulary.with_synonyms(word, finished=place < len(self.words) - 1)
            same = self._vocabulary.meaning_the_same(synonyms, NAMES)
            found.append(self._vocabulary.typed_word(chain(typed.words, self._vocabulary.forms(word), compounds), same))
        return found

    @cached_property
    def _mended(self) -> list[_TypedWord]:
        """The related words; in the place of one that is unknown what is near to it, or else the parts of the compound that it is, or else nothing."""
        found = []
        for word, typed in zip(self.words, self._related, strict=True):
            if typed.is_known:
                found.append(typed)
            elif near := self._vocabulary.near(word):
                found.append(self._vocabulary.typed_word(near))
            else:
                found += _Reading(self._vocabulary.lexicon.split(word), self._vocabulary)._related
        return [one for one in found if one.is_known]

    def matching(self) -> Iterator[int]:
        """The pages that have all words as they are typed, and then those that have them in some other way."""
        yield from self._together(self._as_typed)
        yield from self._together(self._related)

    def misspelt(self) -> Iterator[int]:
        """The pages that have all words but for a typing error: in those that are unknown, or else in one of them."""
        if not all(one.is_known for one in self._related):
            yield from self._together(self._mended)
            return
        for place, word in enumerate(self.words):
            others = (*self._related[:place], *self._related[place + 1 :])
            if _having_all(others):
                yield from self._together((*others, self._vocabulary.typed_word(self._vocabulary.near(word))))

    def partly(self) -> Iterator[int]:
        """The pages that have the rarest word, and as many of the others as some page has together with it, the rare ones first."""
        kept: list[_TypedWord] = []
        for one in sorted(self._mended, key=lambda one: one.pages[ANYWHERE].bit_count()):
            if _having_all((*kept, one)):
                kept.append(one)
        yield from self._together(kept)

    def _together(self, typed: Sequence[_TypedWord]) -> Iterator[int]:
        """The pages that have all words: as the first of the title, in the title, then with the keywords, then anywhere."""
        before = 0
        # What few words can be is looked for first in a text: there it is most often missing.
        asked = sorted((one.words for one in typed), key=len)

        def scattered(page: int) -> tuple[bool, int]:
            """Sorts pages: those with all words in one text come first, then those with more of them in the title."""
            return not self._vocabulary.index.in_one_text(page, asked), -sum(one.pages[TITLE] >> page & 1 for one in typed)

        for field in FIELDS if typed else ():
            found = _having_all(typed, field) & ~before
            before |= found
            if field <= TITLE or len(typed) == 1:
                yield from page_numbers(found)
            else:
                yield from sorted(islice(page_numbers(found), _LOOKED_INTO), key=scattered)


class _Titles:
    """Folded titles with the numbers of their pages, to find by how they begin."""

    def __init__(self, titles: Iterable[str]) -> None:
        ordered = sorted((fold(title), number) for number, title in enumerate(titles))
        self._titles = [title for title, _ in ordered]
        self._numbers = [number for _, number in ordered]

    def beginning_with(self, beginning: str) -> list[int]:
        """The pages whose title begins so: first those that are called exactly so."""
        places = begin_with(self._titles, beginning)
        return [number for _, number in sorted((self._titles[place] != beginning, self._numbers[place]) for place in places)]


class Suggester:
    """Suggests the pages of one index. Safe to share between threads."""

    def __init__(self, index: PrefixIndex, analyser: Analyser) -> None:
        self._index = index
        self._vocabulary = _Vocabulary(index, analyser)
        self._titles = _Titles(page.title for page in index.findables)
        self._abbreviated: dict[str, int] = defaultdict(int)
        for number, page in enumerate(index.findables):
            for keyword in filter(_is_abbreviation, page.keywords):
                self._abbreviated[fold(keyword)] |= 1 << number
        self._stand_for = {fold(phrase): tuple(map(fold, others)) for phrase, others in analyser.lexicon.data.synonyms.items() if _is_abbreviation(phrase)}

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` (1 or more) suggestions for what was typed so far: each page once, the likeliest first. Never raises."""
        name = fold(typed)
        if len(name) < FEWEST_LETTERS:
            return ()
        readings = [_Reading(words, self._vocabulary) for words in _readings(typed)]
        found = _first(chain(self._called(name), *(one.matching() for one in readings)), limit)
        if len(found) < _ENOUGH:
            found = _first(chain(found, *(one.misspelt() for one in readings[-1:])), limit)
        if not found:
            found = _first(chain.from_iterable(one.partly() for one in readings[-1:]), limit)
        pages = (self._index.findables[number] for number in found)
        return tuple(Suggestion(page.id, page.title, page.kind, page.url) for page in pages)

    def _called(self, name: str) -> Iterator[int]:
        """The pages whose title begins with a folded name. When it is an abbreviation, those with its meaning too, and then all that are named with it."""
        yield from self._titles.beginning_with(name)
        if name in self._abbreviated or name in self._stand_for:
            for meaning in self._stand_for.get(name, ()):
                yield from self._titles.beginning_with(meaning)
            yield from page_numbers(self._index.pages(TITLE, self._index.spelled(name)))
            yield from page_numbers(self._vocabulary.meaning_the_same([name], TITLE))
            yield from page_numbers(self._abbreviated.get(name, 0))
