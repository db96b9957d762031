"""Dutch words to their stem: Porter's algorithm for Dutch, after https://snowballstem.org/algorithms/dutch_porter/stemmer.html.

Five things are added, because search needs them: -en goes after -s has gone (wapens, wapen), -s goes after the -e of loan words (stagiaires, stagiaire), every double consonant at the end
becomes single (vallen, val), v and z at the end become f and s (brieven, brief), and words that the rules miss, or bring together
wrongly (weten and wet), stand in a table.
"""

from __future__ import annotations

VOWELS = frozenset("aeiouy")
_IRREGULAR = {
    "kinderen": "kind", "mogen": "mag", "kunnen": "kan", "leden": "lid", "steden": "stad",
    "weet": "weten", "weten": "weten", "meten": "meten", "meet": "meten", "kans": "kans", "arts": "arts", "artsen": "arts",
    "overheid": "overheid", "overheden": "overheid", "overig": "overig", "overige": "overig", "eens": "eens",
    "art": "artikel",
}  # fmt: skip
# Loan words whose plural is -s after an e; after any other e, as in adres, the s belongs to the word.
_LOAN_ENDINGS = ("aire", "euse", "ine", "ode", "oge", "ure")
_HARD_ENDING = {"v": "f", "z": "s"}


def _mark_consonants(word: str) -> str:
    """Write y and i in capitals where they are consonants: at the start, after a vowel, between vowels."""
    letters = list(word)
    for place, letter in enumerate(letters):
        after_vowel = place > 0 and letters[place - 1] in VOWELS
        if (letter == "y" and (place == 0 or after_vowel)) or (letter == "i" and after_vowel and place + 1 < len(letters) and letters[place + 1] in VOWELS):
            letters[place] = letter.upper()
    return "".join(letters)


def _region(word: str, start: int) -> int:
    """Where the part after the first consonant that follows a vowel begins, counting from `start`."""
    for place in range(start + 1, len(word)):
        if word[place] not in VOWELS and word[place - 1] in VOWELS:
            return place + 1
    return len(word)


def _single(word: str) -> str:
    return word[:-1] if word.endswith(("kk", "dd", "tt")) else word


def _without_en(word: str, ending: str) -> str:
    """Take off -en or -ene, when a consonant stands before it and the word does not end in -gemen."""
    rest = word[: -len(ending)]
    if rest and rest[-1] not in VOWELS and not rest.endswith("gem"):
        return _single(rest)
    return word


def _plural(word: str, r1: int) -> str:
    region = word[r1:]
    if region.endswith("heden"):
        return word[:-5] + "heid"
    for ending in ("ene", "en"):
        if region.endswith(ending):
            return _without_en(word, ending)
    for ending in ("se", "s"):
        if region.endswith(ending):
            rest = word[: -len(ending)]
            if rest.endswith(_LOAN_ENDINGS):
                return rest
            if rest[-1:] in VOWELS or rest[-1:] == "j":
                return word
            return _without_en(rest, "en") if rest[r1:].endswith("en") else rest
    return word


def _without_e(word: str, r1: int) -> str:
    if word[r1:].endswith("e") and word[-2:-1] not in VOWELS:
        return _single(word[:-1])
    return word


def _derivation(word: str, r1: int, r2: int, *, lost_e: bool) -> str:
    region = word[r2:]
    if region.endswith(("end", "ing")):
        rest = word[:-3]
        return rest[:-2] if rest[r2:].endswith("ig") and rest[-3:-2] != "e" else _single(rest)
    if region.endswith("ig") and word[-3:-2] != "e":
        return word[:-2]
    if region.endswith("lijk"):
        return _without_e(word[:-4], r1)
    if region.endswith("baar"):
        return word[:-4]
    if region.endswith("bar") and lost_e:
        return word[:-3]
    return word


def _short_vowel(word: str) -> str:
    """'jaar' → 'jar', so that it meets 'jaren'."""
    if len(word) >= 4 and word[-1] not in VOWELS and word[-1] != "I" and word[-3:-1] in ("aa", "ee", "oo", "uu") and word[-4] not in VOWELS:
        return word[:-2] + word[-1]
    return word


def stem(word: str) -> str:
    """The stem of a word in lower case without accents. A word with a digit in it is its own stem."""
    if not word.isalpha():
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    word = _mark_consonants(word)
    start = _region(word, 0)
    r1, r2 = max(start, 3), _region(word, start)
    plural = _plural(word, r1)
    stemmed = _without_e(plural, r1)
    lost_e = stemmed != plural
    if stemmed[r2:].endswith("heid") and stemmed[-5:-4] != "c":
        stemmed = stemmed[:-4]
        if stemmed[r1:].endswith("en"):
            stemmed = _without_en(stemmed, "en")
    stemmed = _short_vowel(_derivation(stemmed, r1, r2, lost_e=lost_e)).lower()
    if len(stemmed) > 2 and stemmed[-1] == stemmed[-2] and stemmed[-1] not in VOWELS:
        stemmed = stemmed[:-1]
    return stemmed[:-1] + _HARD_ENDING.get(stemmed[-1], stemmed[-1])
