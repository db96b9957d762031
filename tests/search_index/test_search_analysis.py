"""What counts as the same word, and where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.folding import fold
from search_index.stemming import stem
from tests.search_index.analysing import analyse, terms

SAME = [
    ("leerling", "leerlingen"),
    ("school", "scholen"),
    ("pest", "pesten"),
    ("stagiair", "stagiaire"),
    ("verplicht", "verplichting"),
    ("jaar", "jaren"),
    ("brief", "brieven"),
    ("advies", "adviezen"),
    ("val", "vallen"),
    ("kind", "kinderen"),
    ("mag", "mogen"),
    ("foto", "foto's"),
    ("foto", "foto’s"),
    ("zzp", "zzp’ers"),
    ("LIO", "lio'er"),
    ("coördinator", "coordinatoren"),
    ("coo\u0308rdinator", "coördinator"),
    ("VOG", "v.o.g."),
    ("3.40", "3:40"),
    ("art.", "artikel"),
    ("dos\u00adsier", "dossiers"),
    ("anti-pestcoördinator", "antipestcoördinator"),
]

DIFFERENT = [
    ("wet", "weten"),
    ("met", "meten"),
    ("kan", "kans"),
    ("gezag", "zag"),
    ("gedrag", "drager"),
    ("veilig", "veiling"),
    ("4c", "4b"),
    ("3.40", "340"),
    ("artikel", "artsen"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert terms(one)[0] == terms(other)[0]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_small_words_of_law_are_kept() -> None:
    assert terms("artikel 4c, lid 2, onder a") == ["artikel", "4c", "lid", "2", "onder", "a"]


def test_negations_and_modal_verbs_are_kept_and_articles_are_not() -> None:
    assert terms("Het mag niet, en de school moet er geen") == ["mag", "niet", "schol", "moet", "gen"]


def test_a_hyphen_splits_and_joins_at_one_position() -> None:
    tokens = analyse("de anti-pestcoördinator")
    assert [token.term for token in tokens] == ["antipestcoordinator", "anti", "pestcoordinator"]
    assert len({token.position for token in tokens}) == 1


def test_an_office_in_capitals_is_not_a_stop_word() -> None:
    assert terms("Het OM vervolgt om die reden") == ["om", "vervolg", "red"]
    assert terms("WAT DOET DE SCHOOL OM TE HELPEN") == ["doen", "schol", "help"]


def test_s_after_an_apostrophe_is_no_word() -> None:
    assert terms("'s ochtends") == [stem("ochtends")]


def test_places_point_at_the_word_in_the_text() -> None:
    text = "Drie VOG's, en 3.40."
    assert [text[token.start : token.end] for token in analyse(text)] == ["Drie", "VOG's", "3.40"]


@given(st.text())
def test_any_text_is_analysed(text: str) -> None:
    tokens = analyse(text)
    assert [token.term for token in tokens] == terms(text)
    assert all(token.term for token in tokens)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1))
def test_a_stem_is_never_empty_nor_longer(word: str) -> None:
    assert 1 <= len(stem(word)) <= max(len(word), max(map(len, ("artikel", "weten", "meten"))))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
