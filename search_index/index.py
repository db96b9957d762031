"""Opens the index of a snapshot's content, and builds it first when it is not there yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.combined_field import page_terms, piece_terms
from search_index.generations import open_generation
from search_index.lexicon import Lexicon, full_lexicon, needed
from search_index.prefix_index import PrefixIndex, write_prefix_index
from search_index.querying import Searcher
from search_index.question import QuestionReader
from search_index.spelling import WordList, all_words, count_words
from search_index.suggesting import suggestion_order
from search_index.word_data import WordData
from search_index.word_index import WordIndex, write_word_index

PAGES = "pages"
PIECES = "pieces"
WORDS = "words.tsv"
LEXICON = "lexicon.tsv"
PREFIXES = "prefixes.tsv"
# What an index looks like depends on the code of these modules; a change in one of them is a new generation.
_MODULES = ("analysis", "combined_field", "folding", "lexicon", "prefix_index", "question", "spelling", "stemming", "word_index")


def _code_fingerprint() -> str:
    code = hashlib.sha256(f"{version('whoosh')} {version('simplemma')}".encode())
    for module in _MODULES:
        code.update(Path(__file__).with_name(f"{module}.py").read_bytes())
    return code.hexdigest()


def generation_name(fingerprint: str, data: WordData) -> str:
    """The name of the index of the content with this fingerprint, as this code makes it with this word data."""
    return f"index-{hashlib.sha256(f'{fingerprint} {data.fingerprint} {_code_fingerprint()}'.encode()).hexdigest()[:32]}"


def open_index(folder: Path, findables: Mapping[str, Findable], fingerprint: str, data: WordData | None = None) -> Searcher:
    """A searcher over `findables`, with its index in a generation below `folder`; waits when another process is building.

    Equal fingerprints promise equal findables. Raises OSError when `folder` cannot be written.
    """
    data = data or WordData()
    ordered = tuple(findables[id] for id in sorted(findables))

    def write(target: Path) -> None:
        lexicon = full_lexicon(data, all_words(ordered))
        analyser = Analyser(lexicon)
        pieces = [piece_terms(findable, analyser) for findable in ordered]
        pages = [page_terms(findable, own, analyser) for findable, own in zip(ordered, pieces, strict=True)]
        write_word_index(target / PAGES, pages)
        write_word_index(target / PIECES, chain.from_iterable(pieces))
        WordList.write(target / WORDS, count_words(ordered))
        needed(lexicon, {term for page in pages for term in page} | QuestionReader.terms_needed(analyser)).write(target / LEXICON)
        write_prefix_index(target / PREFIXES, ordered, lexicon)

    def open_(generation: Path) -> Searcher:
        return Searcher(
            ordered,
            WordIndex(generation / PAGES),
            WordIndex(generation / PIECES),
            WordList.read(generation / WORDS),
            Lexicon.read(generation / LEXICON, data),
            PrefixIndex(generation / PREFIXES, ordered, suggestion_order(ordered)),
        )

    return open_generation(folder, generation_name(fingerprint, data), write, open_)
