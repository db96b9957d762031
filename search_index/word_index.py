"""Which texts hold a term, and how well: an inverted index on disk. The only module that knows Whoosh.

Texts are numbered from 0 in the order in which they were written. Whoosh gets ready-made terms, writes the index and reads it; its
query parser, collectors and scorers are not used: they fail on what people type, or look up the length of a text at every posting.
"""

from __future__ import annotations

import math
import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import KEYWORD, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import IndexReader, TermNotFound

Span = tuple[int, int]

_FIELD = "terms"
_LENGTHS = "lengths"
# BM25: how late more of the same word stops counting, and how much a long text is held back. Chosen by asking what editors wrote
# under zoals_gevraagd of pages that were indexed without it; so late, because a word in a title counts as four.
SATURATION = 8.0
LENGTH_WEIGHT = 0.85
# Below 1, so that one rare word does not outweigh several that are less rare.
RARITY_POWER = 0.5


def _schema() -> Schema:
    return Schema(**{_FIELD: KEYWORD()})


def _codec() -> W3Codec:
    codec = W3Codec()
    # Whoosh rounds lengths to one of 255, up to 4 % too long; ours are exact, in a file of their own.
    codec.length_stats = False
    return codec


def write_word_index(folder: Path, texts: Iterable[Sequence[str]]) -> None:
    """Write an index of `texts` (each a list of terms) into `folder`, which must not exist, as one segment."""
    folder.mkdir()
    lengths = array("I")
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
    (folder / _LENGTHS).write_bytes(lengths.tobytes())


def rarity(texts: int, total: int) -> float:
    """How much a word counts that stands in `texts` of `total` texts."""
    return float(math.log(1 + total / texts) ** RARITY_POWER)


class WordIndex:
    """An opened index; safe to share between threads. Only open folders that `write_word_index` wrote: they hold pickles."""

    def __init__(self, folder: Path) -> None:
        self._reader: IndexReader = FileStorage(str(folder)).open_index(schema=_schema()).reader()
        self.size: int = self._reader.doc_count_all()
        lengths = array("I")
        lengths.frombytes((folder / _LENGTHS).read_bytes())
        average = sum(lengths) / (self.size or 1) or 1
        self._held_back = [SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / average) for length in lengths]
        # Whoosh moves one file position per index.
        self._lock = threading.Lock()

    def scores(self, term: str, within: Sequence[Span] | None = None) -> dict[int, float]:
        """Text number → BM25 score, for the texts that hold `term`. `within` are the ranges (first, end) to look in, ascending."""
        found: dict[int, float] = {}
        with self._lock:
            try:
                matcher = self._reader.postings(_FIELD, term)
            except TermNotFound:
                return found
            most = rarity(self._reader.doc_frequency(_FIELD, term), self.size) * (SATURATION + 1)
            for first, end in within if within is not None else ((0, self.size),):
                if matcher.is_active() and matcher.id() < first:
                    matcher.skip_to(first)
                while matcher.is_active() and (number := matcher.id()) < end:
                    weight = matcher.weight()
                    found[number] = most * weight / (weight + self._held_back[number])
                    matcher.next()
        return found

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()
