"""Makes as many pages and trees as wanted out of the real ones, for measuring how search grows.

Each takes the shape of a real one: its kind, places and ways of asking, and the length of every text. Its words follow each other as
they do there, half of the time as in that one page, so that a subject fills some pages and misses most, and half of the time as anywhere.
New words come in as real text brings them: by Heaps' law, from a dictionary.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, cycle, islice, pairwise

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from knowledge.findable import Findable, Place
from search_index.spelling import all_words

# Manning, Raghavan and Schütze, Introduction to Information Retrieval, 5.1.1: the vocabulary grows with this power of the text.
HEAPS = 0.49
_OWN = 0.5
_SENTENCE_ENDS = (".", "?", "!", ":")
_START = ""

# A word → what follows it, as often as it does.
_Chain = Mapping[str, Sequence[str]]


def _followers(texts: Iterable[str]) -> _Chain:
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for before, word in pairwise([_START, *text.split()]):
            found[_START if before.endswith(_SENTENCE_ENDS) else before].append(word)
    return dict(found)


def _told(findable: Findable) -> Sequence[str]:
    return (findable.summary, findable.text, *(place.text for place in findable.places))


def _titles(findable: Findable) -> Sequence[str]:
    return (findable.title,)


def _label(place: Place) -> tuple[str, str]:
    """'Artikel 32: ' and what it is about: people ask for articles by their number."""
    article, colon, subject = place.label.partition(": ")
    return (article + colon, subject) if colon else ("", article)


def _labels(findable: Findable) -> Sequence[str]:
    return [_label(place)[1] for place in findable.places]


def _asked(findable: Findable) -> Sequence[str]:
    return findable.asked_as


def _keywords(findable: Findable) -> Sequence[str]:
    return findable.keywords


_READERS: tuple[Callable[[Findable], Sequence[str]], ...] = (_told, _titles, _labels, _asked, _keywords)


class _NewWords:
    """Words that the real texts do not have: now and then one that was not there before, else one that was."""

    def __init__(self, findables: Sequence[Findable], draw: random.Random) -> None:
        known = set(all_words(findables))
        self._draw = draw
        self._unused = [word for word in DefaultDictionaryFactory().get_dictionary("nl") if word.isalpha() and word.islower() and word not in known]
        draw.shuffle(self._unused)
        self._used: list[str] = []
        self._size = sum(len(text.split()) for findable in findables for read in (_told, _titles, _labels) for text in read(findable))
        # How many of the words that come after the real texts are not in them.
        self.share = HEAPS * len(known) / self._size

    def next(self) -> str:
        """The next new word, when all the others since the one before have been written."""
        grown = 1 + len(self._used) / self.share / self._size
        is_first = not self._used or self._draw.random() < grown ** (HEAPS - 1)
        self._used.append(self._unused.pop() if is_first else self._draw.choice(self._used))
        return self._used[-1]


class _Writer:
    def __init__(self, findables: Sequence[Findable], seed: int) -> None:
        self._drawn = random.Random(seed)  # noqa: S311 - the same texts every time
        self._new = _NewWords(findables, self._drawn)
        self._everywhere = {read: _followers(chain.from_iterable(map(read, findables))) for read in _READERS}
        self._words = {read: [word for findable in findables for text in read(findable) for word in text.split()] for read in _READERS}

    def _text(self, like: str, own: _Chain, read: Callable[[Findable], Sequence[str]]) -> str:
        """A text of as many words as `like`. A name of one word is a new word, as names are."""
        size = len(like.split())
        if size == 1 and read is _titles:
            return self._new.next().capitalize()
        everywhere, drawn, share = self._everywhere[read], self._drawn.random, self._new.share
        words = []
        # What is no sentence may begin with any word.
        word = _START if size > 2 else self._drawn.choice(self._words[read])
        for _ in range(size):
            following = (own.get(word) if drawn() < _OWN else None) or everywhere.get(word) or everywhere[_START]
            word = following[int(drawn() * len(following))]
            words.append(self._new.next() if drawn() < share else word)
            if word.endswith(_SENTENCE_ENDS):
                word = _START
        return " ".join(words)

    def write(self, like: Findable, number: int) -> Findable:
        """One findable with the shape of `like`."""
        own = {read: _followers(read(like)) for read in _READERS}

        def written(read: Callable[[Findable], Sequence[str]]) -> Callable[[str], str]:
            return lambda text: self._text(text, own[read], read)

        def place(one: Place) -> Place:
            article, subject = _label(one)
            return replace(one, label=article + written(_labels)(subject), text=written(_told)(one.text))

        return replace(
            like,
            id=f"{like.id}-{number}",
            url=f"{like.url}-{number}",
            title=written(_titles)(like.title),
            summary=written(_told)(like.summary),
            text=written(_told)(like.text),
            asked_as=tuple(map(written(_asked), like.asked_as)),
            keywords=tuple(map(written(_keywords), like.keywords)),
            places=tuple(map(place, like.places)),
        )


def make_findables(real: Sequence[Findable], size: int, seed: int = 0) -> list[Findable]:
    """The real ones, and after them made ones until there are `size`; the same for the same `seed`."""
    writer = _Writer(real, seed)
    made = (writer.write(like, number) for number, like in enumerate(cycle(real), start=1))
    return [*real[:size], *islice(made, max(size - len(real), 0))]
