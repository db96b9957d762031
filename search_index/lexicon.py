"""From a written word to its term and to the parts of a compound, with what is known of Dutch words.

A lexicon is made once, with general words from a package (`full_lexicon`), when an index is built. The index keeps of it what its own words
need, so that a process that only searches loads no more than that; for the words of the content both give the same terms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from search_index.folding import fold
from search_index.stemming import stem
from search_index.word_data import WordData

LONGEST_COMPOUND = 40
_SHORTEST_COMPOUND = 6
_SHORTEST_PART = 4
# What may stand between two parts: klacht-en-commissie, onderzoek-s-kader.
_LINKS = ("", "s", "en", "e", "n", "er")
# Between the lemmas and the parts in a file.
_BETWEEN = "\f\n"
# Counting further than this says nothing about which split is right.
_FREQUENT = 5


class Lexicon:
    """`lemmas` maps forms to their lemma, `parts` the words that compounds may consist of to how often they occur; all folded."""

    def __init__(self, lemmas: Mapping[str, str], parts: Mapping[str, int], data: WordData) -> None:
        self.lemmas = lemmas
        self.parts = parts
        self.data = data
        self._exceptions = {fold(form): fold(word) for form, word in data.exceptions.items()}
        self._short = frozenset(map(fold, data.short_parts))
        self._no_parts = frozenset(map(fold, data.no_parts))
        self._whole = frozenset(self.alone(fold(word)) for word in data.whole)
        self._families: dict[str, str] = {}
        for family in data.families:
            head = self.alone(fold(family[0]))
            for word in family:
                self._families[self.alone(fold(word))] = self._families.get(head, head)
        self.term = lru_cache(maxsize=50_000)(self._term)
        self.split = lru_cache(maxsize=50_000)(self._split)

    def lemma(self, word: str) -> str:
        """The dictionary form of a folded word; the word itself when it is not known."""
        found = self._exceptions.get(word)
        if found is None:
            found = self.lemmas.get(word, word)
        return self._exceptions.get(found, found)

    def alone(self, word: str) -> str:
        """The term of a word without looking at families. What is an exception to itself is kept as it is: ouder, that is not oud."""
        if not word.isalpha():
            return word
        lemma = self.lemma(word)
        return lemma if self._exceptions.get(lemma) == lemma else stem(lemma)

    def _term(self, word: str) -> str:
        """What a folded word is indexed and looked for as."""
        if word.isalpha() and word not in self.lemmas and word not in self._exceptions:
            # Of a compound that no dictionary has, the last part is inflected: veiligheidsplannen.
            split = self.split(word)
            word = word[: -len(split[-1])] + self.lemma(split[-1]) if split else self._infinitive(word) or word
        return self.in_family(self.alone(word))

    def _infinitive(self, word: str) -> str:
        """The verb of a participle that no dictionary has: getrapt; '' when there is no such verb. Not wellen, of geweldt: that is no infinitive."""
        if not (word.startswith("ge") and word.endswith(("t", "d"))):
            return ""
        base = word[2:-1]
        if len(base) < _SHORTEST_PART:
            return ""
        verbs = (verb for verb in (f"{base}en", f"{base}{base[-1:]}en") if verb in self.lemmas or verb in self.parts)
        # The dictionary may know the infinitive as the plural of a noun: trappen, trap.
        return next((verb for verb in verbs if self.lemma(verb) in (verb, base)), "")

    def in_family(self, stemmed: str) -> str:
        """The term of the family that a stem belongs to: the stem itself when there is none."""
        return self._families.get(stemmed, stemmed)

    def stems_of(self, term: str) -> tuple[str, ...]:
        """The stems of which `term` is the term: itself, or the members of a family."""
        return (term, *(stemmed for stemmed, head in self._families.items() if head == term))

    def is_part(self, word: str) -> bool:
        """Whether compounds may have this folded word as a part."""
        return (len(word) >= _SHORTEST_PART or word in self._short) and word not in self._no_parts and self.parts.get(word, 0) > 0

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of a compound as they stand in it, without what links them; () for another word.

        The fewest parts win, then the split whose rarest part is least rare, then the longest last part. Takes time linear in the
        length of the word for each length of part.
        """
        length = len(word)
        if not _SHORTEST_COMPOUND <= length <= LONGEST_COMPOUND or not word.isalpha() or self.alone(word) in self._whole:
            return ()
        # From each place: (how many parts, minus how frequent the rarest is, minus the length of the last), and the parts.
        best: dict[int, tuple[tuple[int, int, int], tuple[str, ...]]] = {length: ((0, -_FREQUENT, 0), ())}
        # Where a part may end: what comes after it, and after what links them, falls apart too.
        ends = {length}
        for start in range(length - 3, -1, -1):
            found: tuple[tuple[int, int, int], tuple[str, ...]] | None = None
            for end in sorted(ends):
                part = word[start:end]
                if end < start + 3 or (start == 0 and end == length) or not self.is_part(part):
                    continue
                for link in _LINKS:
                    after = end + len(link)
                    if after not in best or word[end:after] != link or (link and after == length):
                        continue
                    (count, rarest, last), rest = best[after]
                    merit = (count + 1, max(rarest, -min(self.parts[part], _FREQUENT)), last or -len(part))
                    if found is None or merit < found[0]:
                        found = (merit, (part, *rest))
            if found is not None:
                best[start] = found
                ends.update(start - len(link) for link in _LINKS if word.endswith(link, 0, start))
        parts = best.get(0, ((0, 0, 0), ()))[1]
        return parts if len(parts) > 1 else ()

    def part_terms(self, word: str) -> tuple[str, ...]:
        """The terms of the parts of a folded word; () when it is no compound."""
        return tuple(dict.fromkeys(self.term(part) for part in self.split(word)))

    def write(self, path: Path) -> None:
        """Write it to a file: forms with their lemmas, then parts with how often they occur."""
        lines = [f"{form}\t{lemma}\n" for form, lemma in sorted(self.lemmas.items())]
        lines.append(_BETWEEN)
        lines += [f"{part}\t{count}\n" for part, count in sorted(self.parts.items())]
        path.write_text("".join(lines), "utf-8")

    @classmethod
    def read(cls, path: Path, data: WordData) -> Lexicon:
        """The lexicon that `write` wrote, with the editors' data it was made with."""
        lemmas, _, parts = path.read_text("utf-8").partition(_BETWEEN)
        return cls(
            dict(line.split("\t") for line in lemmas.splitlines()),
            {part: int(count) for part, count in (line.split("\t") for line in parts.splitlines())},
            data,
        )


@lru_cache(maxsize=1)
def _dutch() -> tuple[Mapping[str, str], frozenset[str]]:
    """The forms of Dutch words with their lemmas, and which forms are names too, all folded. Loaded only by who builds an index."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    found: dict[str, str] = {}
    names: set[str] = set()
    for form, lemma in DefaultDictionaryFactory().get_dictionary("nl").items():
        folded = fold(form)
        # A form that is written without accents is meant before one that only becomes it.
        if folded.isalpha() and (folded not in found or folded == form):
            found[folded] = fold(lemma)
        if form != form.lower() or lemma != lemma.lower():
            names.add(folded)
    # Of pilletjes the dictionary gives pilletje, and of that pil.
    small = {form: found[lemma] for form, lemma in found.items() if lemma.endswith("je") and lemma in found}
    return found | small, frozenset(names)


def _dutch_lemmas() -> Mapping[str, str]:
    return _dutch()[0]


def ordinary_words() -> Iterator[str]:
    """The forms of Dutch words, folded, without those that the dictionary also writes with a capital: Visser is somebody's name."""
    lemmas, names = _dutch()
    return (form for form in lemmas if form not in names)


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, tuple[str, ...]]:
    """Lemma → all its forms."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, lemma in _dutch_lemmas().items():
        found[lemma].append(form)
    return {lemma: tuple(forms) for lemma, forms in found.items()}


@lru_cache(maxsize=1)
def _lemmas_of_stems() -> Mapping[str, tuple[str, ...]]:
    """Stem → the lemmas that have it: what takes longest of looking at all words, and is the same for all content."""
    found: dict[str, list[str]] = defaultdict(list)
    for lemma in _forms():
        found[stem(lemma)].append(lemma)
    return {stemmed: tuple(lemmas) for stemmed, lemmas in found.items()}


def full_lexicon(data: WordData, words: Iterable[str]) -> Lexicon:
    """A lexicon with all of Dutch, for content whose words (folded, as often as they occur) are `words`."""
    lemmas, forms = _dutch_lemmas(), _forms()
    by_lemma: Counter[str] = Counter()
    for word, count in Counter(words).items():
        by_lemma[lemmas.get(word, word)] += count
    # A part is a word that the content uses, in whatever form: a split into words that nobody uses here is mostly a wrong one.
    parts = {form: count for lemma, count in by_lemma.items() for form in forms.get(lemma, (lemma,)) if form.isalpha()}
    return Lexicon(lemmas, parts, data)


def needed(full: Lexicon, known_terms: Iterable[str]) -> Lexicon:
    """What of a full lexicon is needed to look for `known_terms`: the forms of words that have one of them, and the parts."""
    forms, by_stem = _forms(), _lemmas_of_stems()
    # What is an exception to itself is its own term, whatever its stem would be.
    lemmas = {
        lemma for term in known_terms for stemmed in full.stems_of(term) for lemma in (*by_stem.get(stemmed, ()), *((stemmed,) if stemmed in forms else ()))
    }
    return Lexicon({form: lemma for lemma in lemmas for form in forms[lemma]}, full.parts, full.data)
