"""Which texts hold a term, and how well: an inverted index on disk. The only module that knows Whoosh.

Texts are numbered from 0 in the order in which they were written. Whoosh gets ready-made terms, writes the index and reads it; its
query parser, collectors and scorers are not used: they fail on what people type, or look up the length of a text at every posting.
"""

from __future__ import annotations

import math
import threading
from array import array
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import KEYWORD, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import IndexReader, TermNotFound

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_FIELD = "terms"
_LENGTHS = "lengths.npy"
# Postings are read a block at a time, and all of a term.
_BLOCK = 4096
# Postings that are kept in memory while searching, of 8 bytes each.
_REMEMBERED = 4_000_000
# BM25: how late more of the same word stops counting, and how much a long text is held back. Chosen by asking what editors wrote
# under zoals_gevraagd of pages that were indexed without it; so late, because a word in a title counts as four.
SATURATION = 8.0
LENGTH_WEIGHT = 0.85
# Below 1, so that one rare word does not outweigh several that are less rare.
RARITY_POWER = 0.5
# How much a text itself counts beside all texts when a word is as likely as in both: nine to one.
ODDS_OF_TEXT = 9.0


def _schema() -> Schema:
    return Schema(**{_FIELD: KEYWORD()})


def _codec() -> W3Codec:
    codec = W3Codec(blocklimit=_BLOCK)
    # Whoosh rounds lengths to one of 255, up to 4 % too long; ours are exact, in a file of their own.
    codec.length_stats = False
    return codec


def write_word_index(folder: Path, texts: Iterable[Sequence[str]]) -> None:
    """Write an index of `texts` (each a list of terms) into `folder`, which must not exist, as one segment."""
    folder.mkdir()
    lengths = array("i")
    # Term → the numbers of the texts that hold it, and how often each does.
    postings: dict[str, tuple[array[int], array[int]]] = defaultdict(lambda: (array("i"), array("i")))
    with FileStorage(str(folder)).create_index(_schema()).writer(codec=_codec()) as writer:
        for number, text in enumerate(texts):
            writer.add_document()
            lengths.append(len(text))
            for term, count in Counter(text).items():
                numbers, counts = postings[term]
                numbers.append(number)
                counts.append(count)
        # Given whole to the part of Whoosh that writes them: with the texts it would hold, and sort, each posting as a Python object.
        writer.fieldwriter.start_field(_FIELD, writer.schema[_FIELD])
        for encoded, term in sorted((term.encode(), term) for term in postings):
            writer.fieldwriter.start_term(encoded)
            for number, count in zip(*postings[term], strict=True):
                writer.fieldwriter.add(number, count, b"", None)
            writer.fieldwriter.finish_term()
        writer.fieldwriter.finish_field()
    np.save(folder / _LENGTHS, np.array(lengths, np.int32))


def rarity(texts: int, total: int) -> float:
    """How much a word counts that stands in `texts` of `total` texts."""
    return float(math.log(1 + total / texts) ** RARITY_POWER)


@dataclass(frozen=True, eq=False)
class Ranges:
    """Ranges of texts, ascending and apart: each from the number in `first` up to, not including, the one in `end`."""

    first: Integers
    end: Integers

    @cached_property
    def starts(self) -> Integers:
        """Where each range begins when they are laid one after the other, and at the end how long they are together."""
        return np.concatenate(([0], np.cumsum(self.end - self.first)))

    @cached_property
    def borders(self) -> NDArray[np.int32]:
        """`first` and then `end`, as postings are numbered: to look for a number of another size, numpy would copy all postings."""
        return np.concatenate((self.first, self.end)).astype(np.int32)


class _Postings:
    """The texts that hold one term, ascending, and how often each holds it."""

    def __init__(self, numbers: NDArray[np.int32], counts: NDArray[np.float32]) -> None:
        self.numbers = numbers
        self.counts = counts

    def places(self, within: Ranges) -> tuple[Integers, Integers]:
        """Of those texts that lie `within`: their places here, and where they come when the ranges are laid one after the other."""
        low, high = self.numbers.searchsorted(within.borders).reshape(2, -1)
        sizes = high - low
        range_of = np.repeat(np.arange(len(sizes)), sizes)
        here = np.arange(len(range_of)) + (low - np.cumsum(sizes) + sizes)[range_of]
        return here, self.numbers[here] + (within.starts[:-1] - within.first)[range_of]


_NOWHERE = _Postings(np.empty(0, np.int32), np.empty(0, np.float32))


class WordIndex:
    """An opened index; safe to share between threads. Only open folders that `write_word_index` wrote: they hold pickles."""

    def __init__(self, folder: Path) -> None:
        self._reader: IndexReader = FileStorage(str(folder)).open_index(schema=_schema()).reader()
        self._lengths: Integers = np.load(folder / _LENGTHS).astype(np.int64)
        self.size: int = len(self._lengths)
        average = self._lengths.sum() / (self.size or 1) or 1
        self._held_back: Floats = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * self._lengths / average)
        self._remembered: OrderedDict[str, _Postings] = OrderedDict()
        self._room = _REMEMBERED
        # Whoosh moves one file position per index.
        self._lock = threading.Lock()

    def scores(self, term: str, within: Ranges | None = None) -> Floats:
        """The BM25 score of each text, 0 for those without `term`: of all texts, or of those `within` some ranges, one after the other."""
        postings = self._postings(term)
        scores = np.zeros(self.size if within is None else within.starts[-1])
        if len(postings.numbers):
            here, places = (slice(None), postings.numbers) if within is None else postings.places(within)
            counts = postings.counts[here].astype(np.float64)
            most = rarity(len(postings.numbers), self.size) * (SATURATION + 1)
            scores[places] = most * counts / (counts + self._held_back[postings.numbers[here]])
        return scores

    def likelihoods(self, term: str) -> Floats:
        """How much likelier `term` is in each text than anywhere, as a logarithm; 0 for texts without it.

        The term of a language model that mixes the text with all texts (Jelinek and Mercer), less what all texts have in common.
        """
        postings = self._postings(term)
        likelihoods = np.zeros(self.size)
        if len(postings.numbers):
            counts = postings.counts.astype(np.float64)
            everywhere = counts.sum() / self._lengths.sum()
            likelihoods[postings.numbers] = np.log1p(ODDS_OF_TEXT * counts / self._lengths[postings.numbers] / everywhere)
        return likelihoods

    def holds(self, term: str, within: Ranges) -> Floats:
        """1 for each text with `term` that lies `within` some ranges, 0 for the others there, one after the other."""
        found = np.zeros(within.starts[-1])
        found[self._postings(term).places(within)[1]] = 1
        return found

    def _postings(self, term: str) -> _Postings:
        with self._lock:
            found = self._remembered.get(term)
            if found is None:
                found = self._remembered[term] = self._read(term)
                self._room -= 1 + len(found.numbers)
                while self._room < 0:
                    _, forgotten = self._remembered.popitem(last=False)
                    self._room += 1 + len(forgotten.numbers)
            else:
                self._remembered.move_to_end(term)
            return found

    def _read(self, term: str) -> _Postings:
        try:
            matcher = self._reader.postings(_FIELD, term)
        except TermNotFound:
            return _NOWHERE
        numbers, counts = [], []
        while matcher.is_active():
            # A block as it is stored; Whoosh, whose version is fixed, gives postings to others one by one.
            matcher._read_data()
            gaps, block_counts, _ = matcher._data
            numbers.append(np.cumsum(gaps, dtype=np.int32))
            counts.append(np.full(len(gaps), 1 if block_counts is None else block_counts, np.float32))
            matcher._next_block()
        return _Postings(np.concatenate(numbers), np.concatenate(counts))

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()
