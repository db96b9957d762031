"""What a question may name outright: a title, an id, the abbreviation of a law, an article. These come before anything that was scored."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.combined_field import own_name
from search_index.folding import fold

_KINDS_WITH_ABBREVIATION = ("wetten", "organisaties")
_ARTICLE_LABEL = re.compile(r"^Artikel (\d[\w.]*?)[.:]?(?:\s|$)")
_ARTICLE_NUMBER = re.compile(r"^\d+(?:\.\d+)*[a-z]{0,2}$")

Terms = tuple[str, ...]


def _article_asked(asked: Sequence[str]) -> tuple[str, Terms, bool]:
    """The article in a question, the other words, and whether it can only be an article: 'artikel 4 c lid 2 wpo' → ('4c', ('wpo',), True)."""
    words = list(asked)
    while "lid" in words[:-1] and words[words.index("lid") + 1].isdigit():
        del words[words.index("lid") : words.index("lid") + 2]
    if "artikel" in words[:-1]:
        place = words.index("artikel")
        number = words[place + 1]
        rest = words[place + 2 :]
        if number.isdigit() and rest and len(rest[0]) == 1 and rest[0].isalpha():
            number += rest.pop(0)
        return (number, (*words[:place], *rest), True) if _ARTICLE_NUMBER.match(number) else ("", (), False)
    numbers = [word for word in words if _ARTICLE_NUMBER.match(word)]
    if len(numbers) != 1:
        return "", (), False
    return numbers[0], tuple(word for word in words if word != numbers[0]), not numbers[0].isdigit()


def _abbreviates(keyword: str, title: str) -> bool:
    """Whether `keyword` is in capitals and its letters stand in `title`, in order, from its first: WEC, Wet op de expertisecentra."""
    letters = iter(title.lower())
    return keyword.isupper() and keyword[:1].lower() == title[:1].lower() and all(letter in letters for letter in keyword.lower())


class ExactNames:
    """The names of pages and trees, and the articles of laws. Findables are known by their number in the given order."""

    def __init__(self, findables: Sequence[Findable], analyser: Analyser) -> None:
        self._findables = findables
        self._analyser = analyser
        self._ids = {findable.id: number for number, findable in enumerate(findables)}
        self._names: dict[Terms, set[int]] = defaultdict(set)
        self._titles: dict[str, set[int]] = defaultdict(set)
        self._articles: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, findable in enumerate(findables):
            self._add(findable, number)
        self._longest = max(map(len, self._names), default=0)
        self._names_of = lru_cache(maxsize=10_000)(self._called_by)

    def _add(self, findable: Findable, number: int) -> None:
        names = [findable.title, own_name(findable).replace("-", " ")]
        if findable.kind in _KINDS_WITH_ABBREVIATION:
            names += [keyword for keyword in findable.keywords if _abbreviates(keyword, findable.title)]
        for name in names:
            self._names[self._name(name)].add(number)
        for place_number, place in enumerate(findable.places):
            label = _ARTICLE_LABEL.match(place.label)
            if label:
                self._articles[label[1].lower()].append((number, place_number))

        self._titles[fold(findable.title)].add(number)

    def _name(self, text: str) -> Terms:
        """A name as questions are read: each term once."""
        return tuple(dict.fromkeys(self._analyser.phrase(text)))

    def titled(self, query: str) -> set[int]:
        """The numbers of what has `query` as its title, letter for letter: of two things with the same words in their names it is meant."""
        return self._titles.get(fold(query), set())

    def _called_by(self, number: int) -> frozenset[str]:
        """The terms of all names and keywords of a findable."""
        findable = self._findables[number]
        return frozenset(term for name in (findable.title, own_name(findable), *findable.keywords) for term in self._analyser.terms(name))

    def within(self, asked: Sequence[str]) -> set[int]:
        """The numbers of what is named somewhere in a question: 'veilig thuis nummer'."""
        found: set[int] = set()
        for first in range(len(asked)):
            # No name is longer, so that the work grows with the question and not with its square.
            for end in range(first + 1, min(first + self._longest, len(asked)) + 1):
                found |= self._names.get(tuple(asked[first:end]), set())
        return found

    def find(self, query: str, asked: Sequence[str]) -> tuple[set[int], dict[int, int]]:
        """The numbers of what `query`, whose terms are `asked`, names; and for a law whose article it names, the number of that place."""
        named = set(self._names.get(tuple(asked), ())) if asked else set()
        if query.strip("/") in self._ids:
            named.add(self._ids[query.strip("/")])
        article, others, surely = _article_asked(asked)
        places = {number: place for number, place in self._articles.get(article, ()) if (self._names_of(number).issuperset(others) if others else surely)}
        return named | places.keys(), places
