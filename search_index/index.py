"""Opens the index of a snapshot's content, and builds it first when it is not there yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from knowledge.findable import Findable
from search_index.combined_field import page_terms, piece_terms
from search_index.generations import open_generation
from search_index.querying import Searcher
from search_index.spelling import WordList, count_words
from search_index.word_index import WordIndex, write_word_index

PAGES = "pages"
PIECES = "pieces"
WORDS = "words.tsv"
# What an index looks like depends on the code of these modules; a change in one of them is a new generation.
_MODULES = ("analysis", "combined_field", "spelling", "stemming", "word_index")


def _code_fingerprint() -> str:
    code = hashlib.sha256(version("whoosh").encode())
    for module in _MODULES:
        code.update(Path(__file__).with_name(f"{module}.py").read_bytes())
    return code.hexdigest()


def generation_name(fingerprint: str) -> str:
    """The name of the index of the content with this fingerprint, as this code makes it."""
    return f"index-{hashlib.sha256(f'{fingerprint} {_code_fingerprint()}'.encode()).hexdigest()[:32]}"


def open_index(folder: Path, findables: Mapping[str, Findable], fingerprint: str) -> Searcher:
    """A searcher over `findables`, with its index in a generation below `folder`; waits when another process is building.

    Equal fingerprints promise equal findables. Raises OSError when `folder` cannot be written.
    """
    ordered = tuple(findables[id] for id in sorted(findables))

    def write(target: Path) -> None:
        pieces = [piece_terms(findable) for findable in ordered]
        write_word_index(target / PAGES, map(page_terms, ordered, pieces))
        write_word_index(target / PIECES, chain.from_iterable(pieces))
        WordList.write(target / WORDS, count_words(ordered))

    def open_(generation: Path) -> Searcher:
        return Searcher(ordered, WordIndex(generation / PAGES), WordIndex(generation / PIECES), WordList.read(generation / WORDS))

    return open_generation(folder, generation_name(fingerprint), write, open_)
