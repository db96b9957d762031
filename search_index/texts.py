"""The texts of everything that can be found, indexed in three ways: whole, in pieces, and as they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.askings import Askings, asking_lengths
from search_index.combined_field import asked_terms, page_terms, piece_terms
from search_index.word_index import WordIndex, write_word_index

_PAGES = "pages"
_PIECES = "pieces"
_ASKED = "asked"
_ASKING_LENGTHS = "asking-lengths.npy"


@dataclass(frozen=True, slots=True)
class Texts:
    """Opened indexes: `pages` has one text per page or tree, `asked` too, `pieces` those of `piece_terms`, one after the other."""

    pages: WordIndex
    pieces: WordIndex
    asked: WordIndex
    askings: Askings

    @classmethod
    def open(cls, folder: Path, findables: Sequence[Findable]) -> Texts:
        """What `write_texts` wrote in `folder` for the same findables."""
        pieces = WordIndex(folder / _PIECES)
        return cls(WordIndex(folder / _PAGES), pieces, WordIndex(folder / _ASKED), Askings.read(folder / _ASKING_LENGTHS, findables, pieces))

    def close(self) -> None:
        """Let go of the files."""
        for index in (self.pages, self.pieces, self.asked):
            index.close()


def write_texts(folder: Path, findables: Sequence[Findable], analyser: Analyser) -> set[str]:
    """Index `findables` in `folder`; gives every term that was written."""
    pieces = [piece_terms(findable, analyser) for findable in findables]
    pages = [page_terms(findable, own, analyser) for findable, own in zip(findables, pieces, strict=True)]
    write_word_index(folder / _PAGES, pages)
    write_word_index(folder / _PIECES, chain.from_iterable(pieces))
    write_word_index(folder / _ASKED, (asked_terms(findable, analyser) for findable in findables))
    np.save(folder / _ASKING_LENGTHS, asking_lengths(findables, analyser, pages))
    return set(chain.from_iterable(pages))
