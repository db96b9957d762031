"""Opens the index of a snapshot's content, and builds it first when it is not there yet."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.generations import open_generation
from search_index.lexicon import Lexicon, full_lexicon, needed
from search_index.prefix_index import PrefixIndex, write_prefix_index
from search_index.querying import Searcher
from search_index.question import QuestionReader
from search_index.spelling import WordList, all_words, count_words
from search_index.suggesting import suggestion_order
from search_index.texts import Texts, write_texts
from search_index.vocabulary import MarkedWords, Vocabulary, dutch_marks, marks, site_words
from search_index.word_data import WordData

WORDS = "words.tsv"
LEXICON = "lexicon.tsv"
SITE_WORDS = "site-words.bin"
DUTCH_WORDS = "dutch-words.bin"
PREFIXES = "prefixes.tsv"
# What an index looks like depends on the code of these modules; a change in one of them is a new generation.
_MODULES = (
    "analysis",
    "askings",
    "combined_field",
    "folding",
    "lexicon",
    "prefix_index",
    "question",
    "spelling",
    "stemming",
    "texts",
    "vocabulary",
    "word_index",
)


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
        words = Counter(all_words(ordered))
        lexicon = full_lexicon(data, words)
        analyser = Analyser(lexicon)
        terms = write_texts(target, ordered, analyser)
        WordList.write(target / WORDS, count_words(ordered))
        needed(lexicon, terms | QuestionReader.terms_needed(analyser)).write(target / LEXICON)
        (target / SITE_WORDS).write_bytes(marks(chain(words, site_words(ordered, data))))
        (target / DUTCH_WORDS).write_bytes(dutch_marks())
        write_prefix_index(target / PREFIXES, ordered, lexicon)

    def open_(generation: Path) -> Searcher:
        lexicon = Lexicon.read(generation / LEXICON, data)
        return Searcher(
            ordered,
            Texts.open(generation, ordered),
            WordList.read(generation / WORDS),
            lexicon,
            Vocabulary(MarkedWords(generation / SITE_WORDS), MarkedWords(generation / DUTCH_WORDS), lexicon),
            PrefixIndex(generation / PREFIXES, ordered, suggestion_order(ordered)),
        )

    return open_generation(folder, generation_name(fingerprint, data), write, open_)
