"""Dutch text to search terms, each with its place in the text, so that pages, questions and highlights see the same words.

A written word can give several terms: 'anti-pestcoördinator' gives itself without the hyphen, and its parts. They share a position.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from search_index.folding import fold
from search_index.lexicon import Lexicon

# What stands on or around the letter before it, and the soft hyphen.
_MARKS = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad"
_LETTER = rf"[^\W_\u00ad]|[{_MARKS}]"
_LETTERS = rf"(?:[^\W_\u00ad]++|[{_MARKS}]++)++"
_INSIDE = r"'‘’`´\-‐‑"
_WRITTEN = re.compile(
    rf"""
    (?=[\w{_MARKS}])(?:                              # what begins with anything else is no word
    [^\W\d_]{{2,}}+(?![\d{_INSIDE}{_MARKS}])          # most words, told soonest
    | \d+(?:[.:]\d+)+[a-z]?(?!{_LETTER})            # 3.40, 1:50
    | (?<!{_LETTER})(?:[^\W\d_]\.){{2,}}(?!{_LETTER})  # o.a., v.o.g.
    | {_LETTERS}(?:[{_INSIDE}]{_LETTERS})*
    )
    """,
    re.VERBOSE,
)
_PART = re.compile(r"[^\-‐‑]+")
_APOSTROPHES = "'‘’`´"
_APOSTROPHE_ENDING = re.compile(rf"[{_APOSTROPHES}](?:s|er|ers|en|tje|tjes|je|jes)$", re.IGNORECASE)
_POINTS = str.maketrans(":", ".", "\u00ad")

# Words that say nothing of the subject. Negations, modal verbs and prepositions that change the question are not among them.
STOP_WORDS = frozenset({
    "aan", "al", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "dus", "een", "eens", "en", "er", "geweest", "had", "hadden", "heb",
    "hebben", "hebt", "heeft", "hem", "het", "hier", "hij", "hoe", "hun", "ik", "in", "is", "je", "jij", "jou", "jouw", "jullie", "maar", "me", "men",
    "met", "mij", "mijn", "naar", "nog", "of", "om", "omdat", "ons", "onze", "ook", "op", "s", "te", "toch", "tot", "u", "uit", "uw", "van", "voor",
    "waar", "waarom", "wanneer", "waren", "was", "wat", "we", "welk", "welke", "werd", "werden", "wie", "wij", "word", "worden", "wordt", "zal", "ze",
    "zich", "zij", "zijn", "zo", "zou",
})  # fmt: skip


class Token(NamedTuple):
    """One term of a text. `word` is what stood there, in lower case; `start` and `end` say where. Tokens of one written word share `position`."""

    term: str
    word: str
    start: int
    end: int
    position: int


class _Piece(NamedTuple):
    """A token within its written word."""

    term: str
    word: str
    start: int
    end: int


def _spelled(written: str) -> str:
    return unicodedata.normalize("NFC", written.lower()).translate(_POINTS)


def _is_stop_word(written: str, folded: str) -> bool:
    """'OM' in capitals is an office, 'om' is not."""
    return folded in STOP_WORDS and not (len(written) > 1 and written.isupper())


@lru_cache(maxsize=100_000)
def _words_in(written: str) -> tuple[str, ...]:
    parts = [part for part in written.replace("\u00ad", "").split("-") if part]
    found = [_APOSTROPHE_ENDING.sub("", part) for part in parts]
    words = found if len(found) < 2 else ("-".join(found), *found)
    return tuple(_spelled(word) for word in words if word and not _is_stop_word(word, fold(word)))


def written(text: str) -> Iterator[str]:
    """The words of `text` as they stand there, without what stands between them."""
    return (match[0] for match in _WRITTEN.finditer(text))


def written_words(text: str) -> Iterator[str]:
    """The words of `text` in lower case, also the parts of words with hyphens, without looking at what they mean."""
    for word in written(text):
        yield from _words_in(word)


class Analyser:
    """Makes terms of texts with one lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._pieces = lru_cache(maxsize=100_000)(self._pieces_of)

    def analyse(self, text: str) -> list[Token]:
        """The terms of `text` in reading order. Never raises; text without words gives an empty list."""
        return [
            Token(piece.term, piece.word, start + piece.start, start + piece.end, position)
            for position, (start, pieces) in enumerate(self._written_words(text))
            for piece in pieces
        ]

    def find(self, text: str, wanted: Container[str]) -> Iterator[Token]:
        """Of the terms of `text` those that are `wanted`, in reading order."""
        for position, (start, pieces) in enumerate(self._written_words(text)):
            for piece in pieces:
                if piece.term in wanted:
                    yield Token(piece.term, piece.word, start + piece.start, start + piece.end, position)

    def terms(self, text: str) -> list[str]:
        """Only the terms of `text`, for the index."""
        return [piece.term for _, pieces in self._written_words(text) for piece in pieces]

    def by_position(self, text: str) -> list[list[Token]]:
        """The tokens of each written word that has any: the word itself first, then its parts."""
        written: dict[int, list[Token]] = defaultdict(list)
        for token in self.analyse(text):
            written[token.position].append(token)
        return list(written.values())

    def phrase(self, text: str) -> tuple[str, ...]:
        """The terms of the words of `text`, without the parts of compounds."""
        return tuple(pieces[0].term for _, pieces in self._written_words(text) if pieces)

    def _written_words(self, text: str) -> Iterator[tuple[int, tuple[_Piece, ...]]]:
        """Where each written word of `text` starts, and its pieces."""
        # In a sentence that is all capitals, 'OM' is not an office.
        shouting = text.isupper() and text.count(" ") > 1
        pieces = self._pieces
        for match in _WRITTEN.finditer(text):
            written = match[0]
            yield match.start(), pieces(written.lower() if shouting and len(written.lower()) == len(written) else written)

    def _part(self, written: str, start: int, end: int) -> tuple[_Piece, ...]:
        """A word without hyphens, and after it the parts that it is a compound of."""
        ending = _APOSTROPHE_ENDING.search(written, start, end)
        part = written[start : ending.start() if ending else end]
        folded = fold(part)
        if not folded or _is_stop_word(part, folded) or _is_stop_word(part, self.lexicon.lemma(folded)):
            return ()
        spelled = _spelled(part)
        whole = _Piece(self.lexicon.term(folded), spelled, start, end)
        return (whole, *(_Piece(term, spelled, start, end) for term in self.lexicon.part_terms(folded) if term != whole.term))

    def _pieces_of(self, written: str) -> tuple[_Piece, ...]:
        if written[0].isdigit() and not written.isalnum() and ("." in written or ":" in written):
            number = written.translate(_POINTS)
            return (_Piece(number, number, 0, len(written)),)
        if "." in written:
            letters = fold(written.replace(".", ""))
            return (_Piece(letters, letters, 0, len(written)),)
        found = [self._part(written, *match.span()) for match in _PART.finditer(written)]
        parts = tuple(piece for pieces in found for piece in pieces)
        if len(found) == 1:
            return parts
        joined = fold(_APOSTROPHE_ENDING.sub("", written))
        return (_Piece(self.lexicon.term(joined), _spelled(written), 0, len(written)), *parts) if joined else parts
