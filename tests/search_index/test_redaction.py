"""What may be kept of a question: nothing that says who it is about."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search_index.querying import Searcher
from search_index.redaction import LEFT_OUT, LONGEST, NOT_KEPT, redacted, redacted_correction

# Letters, with what may stand between the letters of one word.
_KEPT = re.compile(r"…|[^\W\d_]+(?:[.'‘’`´\-‐‑]+[^\W\d_]*)*")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Pesten", "pesten"),
        ("  Wat   doet\tde school  tegen PESTEN? ", "wat doet de school tegen pesten"),
        ("zwemles verplicht", "zwemles verplicht"),
        ("Zwemles verplicht", "zwemles verplicht"),
        ("o.a. pesten en de WPO", "… pesten en de wpo"),
        ("anti-pesten", "anti-pesten"),
        ("vóór de pauze", "vóór de pauze"),
        ("pe\u0337s\u00adten", "pesten"),
    ],
)
def test_words_of_the_site_and_of_dutch_stay(searcher: Searcher, typed: str, kept: str) -> None:
    assert redacted(typed, searcher.vocabulary) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("artikel 4c wpo", "artikel … wpo"),
        ("bel 06-12345678 voor de moeder", "bel … voor de moeder"),
        ("bel 06 12 34 56 78", "bel …"),
        ("vader geboren 3-4-1980", "vader geboren …"),
        ("¾ dag en ① pauze", "… dag en … pauze"),
        ("٣ keer", "… keer"),
        ("groep5", "…"),
    ],
)
def test_what_has_a_digit_is_left_out(searcher: Searcher, typed: str, kept: str) -> None:
    assert redacted(typed, searcher.vocabulary) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jansen pesten", "… pesten"),
        ("Mag Fatima Jansen geschorst worden", "mag … geschorst worden"),
        ("wordt meester Mees geschorst", "wordt meester … geschorst"),
        ("school De Regenboog", "school de …"),
        ("FATIMA JANSEN PESTEN", "… pesten"),
    ],
)
def test_names_are_left_out(searcher: Searcher, typed: str, kept: str) -> None:
    assert redacted(typed, searcher.vocabulary) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "jan@school.nl",
        "pesten @school",
        "jan＠school.nl pesten",
        "fatima jansen en noah evertsen",
        "Roos, Mees, Jip",
        "roos; mees; jip",
        "roos\nmees\njip",
        "Emma de Vries, Noah Jansen, Fatima",
        "pesten " * 30,
        "pesten" * 30,
        "",
        "***",
        "😀",
    ],
)
def test_of_addresses_lists_and_long_texts_nothing_is_kept(searcher: Searcher, typed: str) -> None:
    assert redacted(typed, searcher.vocabulary) == NOT_KEPT


def test_a_sentence_with_commas_is_no_list(searcher: Searcher) -> None:
    assert redacted("pesten, veiligheid, leerlingen, schorsen", searcher.vocabulary) == "pesten veiligheid leerlingen schorsen"
    assert redacted("pesten, veiligheid, jansen", searcher.vocabulary) == NOT_KEPT


def test_what_was_searched_instead_may_be_kept_but_not_in_the_place_of_a_name(searcher: Searcher) -> None:
    vocabulary = searcher.vocabulary
    assert redacted_correction("pesen op school", "pesten op school", vocabulary) == "pesten op school"
    assert redacted_correction("meester Pesen", "meester pesten", vocabulary) == LEFT_OUT
    assert redacted_correction("pesen@school.nl", "pesten@school.nl", vocabulary) == NOT_KEPT
    assert redacted_correction("jansen fatima noah pesen", "jansen fatima noah pesten", vocabulary) == NOT_KEPT
    assert redacted_correction("pesten", "", vocabulary) == ""


@given(st.text(max_size=200))
@example("İ ŉ ǰ ﬁ ª ²")
@example("a\u0301\u00adb pes\u00adten")
@example("ⅷ 十 ½ ①")
def test_whatever_is_typed_only_words_are_kept_and_all_of_them_are_known(searcher: Searcher, typed: str) -> None:
    kept = redacted(typed, searcher.vocabulary)
    assert len(kept) <= LONGEST
    for word in kept.split():
        assert _KEPT.fullmatch(word), word
        assert word == LEFT_OUT or searcher.vocabulary.is_dutch(word)
    assert f"{LEFT_OUT} {LEFT_OUT}" not in kept


@given(st.lists(st.sampled_from(["pesten", "Jansen", "jip", "06-1234", "a@b.nl", ",", "\n", "de", "Regenboog", "fatima", "zwemles", "3b"])))
def test_no_name_no_number_and_no_address_stays_whatever_stands_around_it(searcher: Searcher, words: list[str]) -> None:
    kept = redacted("pesten " + " ".join(words), searcher.vocabulary)
    assert not re.search(r"[\d@]|jansen|regenboog|fatima", kept)
