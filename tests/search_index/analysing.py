"""An analyser that knows all of Dutch, for tests that need no index."""

from __future__ import annotations

from collections.abc import Container

from markupsafe import Markup

from search_index import highlighting
from search_index.analysis import Analyser
from search_index.lexicon import full_lexicon
from search_index.word_data import WordData

# Words of which compounds may consist; compounds in which no part is known stay whole.
PARTS = ("pest", "protocol", "klacht", "commissie", "veiligheid", "plan", "meld", "code", "school", "leider", "vertrouwen", "persoon", "wet", "onderwijs")


def analyser_of(data: WordData, words: tuple[str, ...] = PARTS) -> Analyser:
    """An analyser with editors' data, for content with these words."""
    return Analyser(full_lexicon(data, words))


ANALYSER = analyser_of(WordData())
terms = ANALYSER.terms
analyse = ANALYSER.analyse


def fragment(text: str, wanted: Container[str], width: int = highlighting.WIDTH) -> Markup:
    return highlighting.fragment(text, wanted, ANALYSER, width)


def main_term(word: str) -> str:
    """The term of one word, without the parts of a compound."""
    return terms(word)[0]
