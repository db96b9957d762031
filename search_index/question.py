"""What people type, as words to look for: each with its parts, its synonyms, and how much it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from search_index.analysis import Analyser
from search_index.folding import fold
from search_index.lexicon import Lexicon
from search_index.word_index import Floats

# What people wrap a question in. It is looked for, because a rule is about must and may, but it counts for little.
_LIGHT_WORDS = (
    "moet moeten moest mag mogen mocht kan kunnen kon wil willen wilde hoeft hoeven zou doe doet doen gedaan ga gaat gaan kom komt komen krijg krijgt "
    "krijgen weet weten maak maakt maken nodig iets iemand even graag vraag vragen help helpt helpen lees leest lezen zie zien ander andere wel niet geen "
    "altijd steeds nooit soms echt eigenlijk gewoon heel erg veel meer nu daar zit zitten staat staan ligt liggen elkaar weer helemaal snel goed zeggen "
    "zegt vinden vindt laten laat geven geeft blijven blijft hoor horen binnenkort meteen vandaag morgen gisteren dag week keer paar allemaal alles niemand"
)
LIGHT_WEIGHT = 0.3
# So many terms may stand in the place of the words of one question: who lists abbreviations asks for a hundred things at once.
MOST_OTHERS = 50
# What a verb can be written apart from: 'hij pakt de leerling vast', 'vast te pakken'.
_PARTICLES = frozenset(
    [
        "aan",
        "af",
        "bij",
        "binnen",
        "dicht",
        "door",
        "in",
        "los",
        "mee",
        "na",
        "neer",
        "om",
        "op",
        "open",
        "over",
        "samen",
        "tegen",
        "terug",
        "toe",
        "uit",
        "vast",
        "voor",
        "weg",
    ]
)
_FURTHEST_AFTER = 7
_LONGEST_PART = 25
_HYPHEN = re.compile(r"[-‐‑]")
_WORD = re.compile(r"[^\W\d_]+")

# A text that only has what may stand in the place of a word is a little less sure to be meant.
SYNONYM_WEIGHT = 0.8
# So is one with only the parts of a compound.
PARTS_WEIGHT = 0.7

Terms = tuple[str, ...]


def _all_of(terms: Terms, measure: Callable[[str], Floats]) -> Floats:
    """The mean of what `measure` gives for each of the terms, where it gives something for every one of them."""
    found: list[Floats] = []
    for term in terms:
        found.append(measure(term))
        if len(terms) == 1 or not found[-1].any():
            return found[-1]
    return np.where(np.all([one > 0 for one in found], axis=0), sum(found) / len(found), 0)


@dataclass(frozen=True, slots=True)
class AskedWord:
    """One written word of a question: its term, the terms of its parts when it is a compound, and what else may stand in its place.

    Each of `others` are terms that must all be there.
    """

    word: str
    term: str
    parts: Terms = ()
    others: tuple[Terms, ...] = ()
    weight: float = 1.0

    def best(self, measure: Callable[[str], Floats]) -> Floats:
        """What `measure` gives for its term, or where that is more, for all its parts or for what may stand in its place; 0 where none is."""
        found = measure(self.term)
        instead = [(self.parts, PARTS_WEIGHT)] if self.parts else []
        for terms, weight in (*instead, *((other, SYNONYM_WEIGHT) for other in self.others)):
            found = np.maximum(found, _all_of(terms, measure) * weight)
        return found

    @property
    def all_terms(self) -> Iterator[str]:
        """Everything that may be marked as found."""
        yield self.term
        yield from self.parts
        for other in self.others:
            yield from other


def _known_parts(lexicon: Lexicon, word: str) -> Terms:
    """The known words that together make up most of an unknown one: klas and app in klasappgedoe; () when it neither begins nor ends with one."""
    # From each place: how many letters are covered, minus how many parts that takes, and the parts.
    best: list[tuple[int, int, Terms]] = [(0, 0, ())] * (len(word) + 1)
    for start in range(len(word) - 1, -1, -1):
        best[start] = best[start + 1]
        for end in range(start + 1, min(len(word), start + _LONGEST_PART) + 1):
            if lexicon.is_part(word[start:end]):
                covered, fewer, rest = best[end]
                best[start] = max(best[start], (covered + end - start, fewer - 1, (word[start:end], *rest)), key=lambda one: one[:2])
    _, _, parts = best[0]
    return parts if parts and (word.startswith(parts[0]) or word.endswith(parts[-1])) else ()


class QuestionReader:
    """Reads questions with one analyser and the editors' synonyms. Safe to share between threads."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._light = frozenset(analyser.terms(_LIGHT_WORDS))
        # By its first term: phrases, the longest first, with the phrases that may stand in their place.
        self._synonyms: dict[str, list[tuple[Terms, tuple[Terms, ...]]]] = defaultdict(list)
        for phrase, others in analyser.lexicon.data.synonyms.items():
            terms = analyser.phrase(phrase)
            found = tuple(dict.fromkeys(other for other in map(analyser.phrase, others) if other and other != terms))
            if terms and found:
                self._synonyms[terms[0]].append((terms, found))
        for phrases in self._synonyms.values():
            phrases.sort(key=lambda one: -len(one[0]))

    @staticmethod
    def terms_needed(analyser: Analyser) -> set[str]:
        """The terms that a reader must recognise besides those of the content: in what people wrap questions, and what has synonyms."""
        return {term for phrase in (_LIGHT_WORDS, *analyser.lexicon.data.synonyms) for term in analyser.terms(phrase)}

    def weight(self, term: str) -> float:
        """How much a term counts by itself: little when it only wraps a question."""
        return LIGHT_WEIGHT if term in self._light else 1.0

    def read(self, query: str) -> tuple[AskedWord, ...]:
        """The different words of a question, in its order."""
        words: dict[str, AskedWord] = {}
        for tokens in self._analyser.by_position(query):
            first = tokens[0]
            parts = tuple(dict.fromkeys(part.term for part in tokens[1:]))
            words.setdefault(first.term, AskedWord(first.word, first.term, parts, (), self.weight(first.term)))
        self._add_joined(query, words)
        self._add_synonyms(words)
        self._add_verbs_written_apart(query, words)
        return tuple(words.values())

    def loosened(self, word: AskedWord) -> tuple[AskedWord, ...]:
        """What a word that is found nowhere is made of, as words of their own: zelfmoord-preventielijn, whatsapppesten. () when nothing is known of it."""
        lexicon = self._analyser.lexicon
        pieces = [fold(piece) for piece in _HYPHEN.split(word.word)]
        found = [part for piece in pieces for part in (lexicon.split(piece) or (_known_parts(lexicon, piece) if len(pieces) == 1 else (piece,)))]
        return self.read(" ".join(found)) if found and found != [fold(word.word)] else ()

    def _add_synonyms(self, words: dict[str, AskedWord]) -> None:
        order = list(words)
        place = added = 0
        while place < len(order):
            phrase, others = next(
                (one for one in self._synonyms.get(order[place], ()) if tuple(order[place : place + len(one[0])]) == one[0]), ((order[place],), ())
            )
            added += len(phrase) * sum(map(len, others))
            if others and added <= MOST_OTHERS:
                for term in phrase:
                    words[term] = replace(words[term], others=(*words[term].others, *others), weight=1.0)
            place += len(phrase)

    def _add_joined(self, query: str, words: dict[str, AskedWord]) -> None:
        """Of two words that are one word here ('naakt beelden'), that one too."""
        lexicon = self._analyser.lexicon
        written = [fold(match[0]) for match in _WORD.finditer(query)]
        for one, other in pairwise(written):
            joined = one + other
            first, second = lexicon.term(one), lexicon.term(other)
            if joined in lexicon.parts and first in words and second in words:
                for term in (first, second):
                    words[term] = replace(words[term], others=(*words[term].others, (lexicon.term(joined),)))

    def _add_verbs_written_apart(self, query: str, words: dict[str, AskedWord]) -> None:
        written = [fold(match[0]) for match in _WORD.finditer(query)]
        for place, particle in enumerate(written):
            if particle not in _PARTICLES:
                continue
            for verb in self._near(written, place):
                whole = self._whole_verb(particle, verb)
                term = self._analyser.lexicon.term(verb)
                if whole and term in words:
                    # 'kafferde me uit' means what 'uitkafferen' means.
                    meant = (others for phrase, others in self._synonyms.get(whole, ()) if phrase == (whole,))
                    words[term] = replace(words[term], others=(*words[term].others, (whole,), *next(meant, ())), weight=1.0)
                    break

    def _near(self, written: Sequence[str], place: int) -> Iterator[str]:
        """The words that a particle may belong to, the nearest first: 'vast te pakken', 'pakt … vast'. Not 'door vader geslagen': that is a preposition."""
        following = written[place + 1 : place + 3]
        yield from following[1:] if following[:1] == ["te"] else following[:1]
        yield from reversed(written[max(0, place - _FURTHEST_AFTER) : place])

    def _whole_verb(self, particle: str, verb: str) -> str:
        """The term of a verb with its particle; '' when there is no such verb."""
        lexicon = self._analyser.lexicon
        lemma = lexicon.lemma(verb)
        # The dictionary may know a form as a noun: pakt, pak.
        infinitives = (lemma, f"{lemma}en", f"{lemma}{lemma[-1:]}en")
        wholes = (particle + infinitive for infinitive in infinitives if infinitive.endswith("n"))
        return next((lexicon.term(whole) for whole in wholes if whole in lexicon.lemmas or whole in lexicon.parts), "")
