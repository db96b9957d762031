"""Which pages and trees have words that begin with some letters, or nearly so: in their title, among their names, or in how people ask for them.

A set of pages is an int: bit n stands for page n. The best page to suggest has the lowest bit, and intersecting sets is one operation.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from pathlib import Path

from knowledge.findable import Findable
from search_index.analysis import written_words
from search_index.folding import fold
from search_index.lexicon import Lexicon

# Where a page may have a word: as the first of its title that says something; in its title; there or among its keywords; anywhere, also in how people ask for it.
FIRST, TITLE, NAMES, ANYWHERE = range(4)
FIELDS = (FIRST, TITLE, NAMES, ANYWHERE)
_BETWEEN = "\f\n"
_AFTER_ALL = "\U0010ffff"


def name_words(text: str) -> list[str]:
    """The different words of a title, a keyword or a phrasing, folded; of a word with a hyphen the whole and its parts."""
    return list(dict.fromkeys(word for word in map(fold, written_words(text)) if word))


def page_numbers(pages: int) -> Iterator[int]:
    """The numbers of the pages in a set, ascending."""
    while pages:
        lowest = pages & -pages
        yield lowest.bit_length() - 1
        pages ^= lowest


def _texts(findable: Findable) -> tuple[str, ...]:
    return (findable.title, *findable.keywords, *findable.asked_as)


def write_prefix_index(path: Path, findables: Sequence[Findable], lexicon: Lexicon) -> None:
    """Write the words of `findables` to a file: each with its term and the later parts of a compound; then how
    many words each of their texts has, and which.
    """
    texts = [[name_words(text) for text in _texts(findable)] for findable in findables]
    words = sorted({word for one in texts for text in one for word in text})
    numbers = {word: number for number, word in enumerate(words)}
    lines = [f"{word}\t{lexicon.term(word)}\t{' '.join(lexicon.split(word)[1:])}\n" for word in words]
    lengths = (len(text) for one in texts for text in one)
    held = (numbers[word] for one in texts for text in one for word in text)
    lines += [_BETWEEN, " ".join(map(str, lengths)), "\n", " ".join(map(str, held)), "\n"]
    path.write_text("".join(lines), "utf-8")


def begin_with(words: Sequence[str], prefix: str, within: range | None = None) -> range:
    """Where in sorted `words`, or in a stretch of them, those stand that begin with `prefix`."""
    within = range(len(words)) if within is None else within
    first = bisect_left(words, prefix, within.start, within.stop)
    return range(first, bisect_left(words, prefix + _AFTER_ALL, first, within.stop))


class PrefixIndex:
    """The words of pages, known by their number in `words` (sorted), and the pages that have them."""

    def __init__(self, path: Path, findables: Sequence[Findable], order: Sequence[int]) -> None:
        """Read what `write_prefix_index` wrote of `findables`. Page n becomes the one numbered `order[n]`, so the best to suggest comes first."""
        self.findables = [findables[number] for number in order]
        facts, _, texts = path.read_text("utf-8").partition(_BETWEEN)
        self.words: list[str] = []
        self._by_term: dict[str, list[int]] = defaultdict(list)
        later_parts: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(facts.splitlines()):
            word, term, parts = line.split("\t")
            self.words.append(word)
            self._by_term[term].append(number)
            for part in parts.split():
                later_parts[part].append(number)
        self._later_parts = sorted(later_parts)
        self._words_with_part = [later_parts[part] for part in self._later_parts]
        # Per field and word: the pages.
        self._pages = tuple([0] * len(self.words) for _ in FIELDS)
        lengths, held = texts.splitlines()
        self._held = array("I", map(int, held.split()))
        # Where in what is held each text starts, and which texts are those of each page.
        self._starts = array("I", accumulate(map(int, lengths.split()), initial=0))
        spans = list(pairwise(accumulate((len(_texts(findable)) for findable in findables), initial=0)))
        self._spans = [spans[number] for number in order]
        for page, (findable, (first, after)) in enumerate(zip(self.findables, self._spans, strict=True)):
            start, *ends = (self._starts[text] for text in (first, first + 1, first + 1 + len(findable.keywords), after))
            for pages, end in zip(self._pages, (min(start + 1, ends[0]), *ends), strict=True):
                for held_word in set(self._held[start:end]):
                    pages[held_word] |= 1 << page

    def beginning_with(self, prefix: str) -> range:
        """The words that begin with `prefix`."""
        return begin_with(self.words, prefix)

    def spelled(self, word: str) -> Sequence[int]:
        """The word itself, when some page has it."""
        return [place for place in self.beginning_with(word)[:1] if self.words[place] == word]

    def with_term(self, term: str) -> Sequence[int]:
        """The words whose term is `term`."""
        return self._by_term.get(term, ())

    def with_part(self, prefix: str) -> Iterator[int]:
        """The compounds of which a part after the first begins with `prefix`."""
        places = begin_with(self._later_parts, prefix)
        return chain.from_iterable(self._words_with_part[places.start : places.stop])

    def nearly_beginning_with(self, prefix: str) -> set[int]:
        """The words that begin with `prefix` after one edit: a letter fewer, more or other, or two neighbours that changed places.

        Goes along the letters of `prefix`, and looks up what it becomes when the error is there; only letters that follow somewhere are tried.
        """
        found: set[int] = set()
        begun = range(len(self.words))
        for place, letter in enumerate(prefix):
            right, wrong = prefix[:place], prefix[place:]
            for other, further in self._continued(right, begun):
                if other != letter:
                    for rest in (wrong, wrong[1:]):
                        found.update(begin_with(self.words, right + other + rest, further))
            for edited in {right + wrong[1:], right + wrong[1:2] + letter + wrong[2:]} - {prefix}:
                found.update(begin_with(self.words, edited, begun))
            begun = begin_with(self.words, right + letter, begun)
        return found

    def _continued(self, prefix: str, begun: range) -> Iterator[tuple[str, range]]:
        """The letters that follow on `prefix`, each with its words; `begun` are the words that begin with `prefix`."""
        place = begun.start
        while place < begun.stop:
            letter = self.words[place][len(prefix) : len(prefix) + 1]
            further = begin_with(self.words, prefix + letter, range(place, begun.stop)) if letter else range(place, place + 1)
            if letter:
                yield letter, further
            place = further.stop

    def pages(self, field: int, words: Iterable[int]) -> int:
        """The pages that have one of `words` in a field."""
        found = 0
        pages = self._pages[field]
        for word in words:
            found |= pages[word]
        return found

    def in_one_text(self, page: int, asked: Sequence[frozenset[int]]) -> bool:
        """Whether a title, keyword or phrasing of `page` has a word out of each of `asked`."""
        first, after = self._spans[page]
        texts = pairwise(self._starts[first : after + 1])
        return any(all(not words.isdisjoint(self._held[start:end]) for words in asked) for start, end in texts)
