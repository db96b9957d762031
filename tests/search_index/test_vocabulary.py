"""Which words are known: those of the site, and ordinary words of Dutch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.querying import Searcher
from search_index.vocabulary import MarkedWords, marks, site_words
from search_index.word_data import WordData
from tests.search_index.conftest import page

WORDS = st.text(st.characters(categories=["Ll", "Lo"]), min_size=1, max_size=12)


@given(written=st.sets(WORDS, max_size=30), others=st.sets(WORDS, max_size=10))
def test_a_file_has_the_words_that_it_was_made_of_and_no_others(written: set[str], others: set[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("words") / "words.bin"
    path.write_bytes(marks([*written, *written, ""]))
    found = MarkedWords(path)
    assert {word for word in written | others | {""} if word in found} == written


def test_what_people_ask_and_what_editors_hold_for_the_same_stands_on_the_site() -> None:
    asked = page("themas/t", "Titel", "Samenvatting", asked_as=("wie krijgt de poppetjes",))
    assert {"krijgt", "poppetjes", "mobieltje", "telefoon"} <= set(site_words([asked], WordData(synonyms={"mobieltje": ("telefoon",)})))


@pytest.mark.parametrize("word", ["pesten", "Pesten", "PESTEN", "primair", "vóór", "de", "school-veiligheid", "WPO"])
def test_words_of_the_site_are_known_however_they_are_written(searcher: Searcher, word: str) -> None:
    assert searcher.vocabulary.is_on_site(word)
    assert searcher.vocabulary.is_dutch(word)


@pytest.mark.parametrize("word", ["zwemles", "luizen", "kantine", "fietsenstalling", "veiligheidsbestuur"])
def test_ordinary_words_and_compounds_are_dutch(searcher: Searcher, word: str) -> None:
    assert not searcher.vocabulary.is_on_site(word)
    assert searcher.vocabulary.is_dutch(word)


@pytest.mark.parametrize("word", ["jansen", "fatima", "jan", "peter", "visser", "bakker", "mohammed", "sanne", "amsterdam", "qwrtp", "leerling-jansen"])
def test_names_and_unknown_words_are_not(searcher: Searcher, word: str) -> None:
    assert not searcher.vocabulary.is_dutch(word)
