"""What the index holds of a page or tree: one field in which important words stand more often, and one field per piece of it.

Whoosh adds up the scores of fields, so that one rare word in a title would beat a page with every word. In one field it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from knowledge.findable import Findable
from search_index.analysis import Analyser

TITLE_WEIGHT = 8
KEYWORD_WEIGHT = 4
HEADING_WEIGHT = 2


def own_name(findable: Findable) -> str:
    """'wpo' for 'wetten/wpo'."""
    return findable.id.rpartition("/")[2]


def ways_of_asking(findable: Findable) -> tuple[str, ...]:
    """What people who mean it may type: its title, its keywords, and what editors wrote down."""
    return (findable.title, *findable.keywords, *findable.asked_as)


def piece_terms(findable: Findable, analyser: Analyser) -> list[list[str]]:
    """The terms of its opening, then of each of its places in their order, and then of each way in which people ask for it."""
    terms = analyser.terms
    opening = terms(findable.title) * HEADING_WEIGHT + terms(findable.summary) + terms(findable.text)
    return [opening, *(terms(place.label) * HEADING_WEIGHT + terms(place.text) for place in findable.places), *map(terms, ways_of_asking(findable))]


def asked_terms(findable: Findable, analyser: Analyser) -> list[str]:
    """The terms by which it is asked for: of its title, its summary, and all ways of asking, without the text itself."""
    return [term for phrase in (findable.summary, *ways_of_asking(findable)) for term in analyser.terms(phrase)]


def page_terms(findable: Findable, pieces: Iterable[list[str]], analyser: Analyser) -> list[str]:
    """The terms of the whole page or tree, repeated by weight; `pieces` are its `piece_terms`."""
    terms = analyser.terms
    found = terms(findable.title) * (TITLE_WEIGHT - HEADING_WEIGHT)
    for phrase in (own_name(findable).replace("-", " "), *findable.keywords, *findable.asked_as):
        found += terms(phrase) * KEYWORD_WEIGHT
    return found + [term for piece in islice(pieces, 1 + len(findable.places)) for term in piece]


def piece_count(findable: Findable) -> int:
    """How many pieces `piece_terms` gives."""
    return 1 + len(findable.places) + len(ways_of_asking(findable))
