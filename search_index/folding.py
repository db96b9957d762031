"""Letters that count as the same."""

from __future__ import annotations

import unicodedata


def fold(word: str) -> str:
    """Lower case, without accents and other marks: 'Coördinator' → 'coordinator'."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return "".join(letter for letter in unicodedata.normalize("NFKD", word).lower() if letter.isalnum())
