"""Fragments: whole words, marked and escaped."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from search_index.highlighting import WIDTH
from tests.search_index.analysing import fragment, terms

WORDS = st.sampled_from(
    ["pesten", "school", "<b>", "&amp;", "<script>alert(1)</script>", "VOG's", "é", "een", "x" * 300, "</mark>", "anti-pest", "🙂", '"', "."]
)
TEXTS = st.lists(WORDS, max_size=120).map(" ".join)


def plain(fragment: Markup) -> str:
    return html.unescape(re.sub(r"</?mark>", "", fragment))


def test_the_found_words_are_marked_whole() -> None:
    assert fragment("Scholen mogen niet pesten, ook geen pesters.", {"pest"}) == "Scholen mogen niet <mark>pesten</mark>, ook geen pesters."


def test_markup_in_the_text_is_text() -> None:
    assert fragment("<b>pesten</b> & zo", {"pest"}) == "&lt;b&gt;<mark>pesten</mark>&lt;/b&gt; &amp; zo"


def test_a_hyphenated_word_is_marked_once() -> None:
    assert fragment("de anti-pestcoördinator", set(terms("anti-pestcoördinator"))) == "de <mark>anti-pestcoördinator</mark>"
    assert fragment("de anti-pestcoördinator", {"anti"}) == "de <mark>anti</mark>-pestcoördinator"


def test_without_a_found_word_the_opening_is_shown() -> None:
    text = "woord " * 100
    assert fragment(text, {"pest"}) == ("woord " * 36).strip() + " …"


def test_the_part_with_most_different_words_is_shown() -> None:
    text = "pesten " + "vulling " * 60 + "Hier gaat het over pesten op school. " + "vulling " * 60
    shown = fragment(text, {"pest", "schol"})
    assert "Hier gaat het over <mark>pesten</mark> op <mark>school</mark>." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


@given(TEXTS, st.sets(st.sampled_from(["pest", "schol", "vog", "anti", "script", "mark", "b", "amp"])))
@example("x" * 300 + " pesten " + "x" * 300, {"pest"})
def test_a_fragment_is_a_piece_of_the_text_between_spaces(text: str, wanted: set[str]) -> None:
    text = " ".join(text.split())
    shown = plain(fragment(text, wanted))
    piece = shown.removeprefix("… ").removesuffix(" …")
    assert f" {piece} " in f" {text} " or not piece


@given(TEXTS, st.sets(st.sampled_from(["pest", "schol", "vog", "script", "mark", "b"])))
def test_only_mark_is_markup(text: str, wanted: set[str]) -> None:
    shown = fragment(text, wanted)
    assert not set(re.findall(r"<[^>]*>", shown)) - {"<mark>", "</mark>"}
    assert re.sub(r"<mark>[^<>]*</mark>", "", shown).count("<") == 0
    assert re.sub(r"&(?:amp|lt|gt|#34|#39);", "", shown).count("&") == 0


@given(st.lists(st.sampled_from(["pesten", "school", "een", "lesuur"]), max_size=200).map(" ".join))
def test_a_fragment_is_one_or_two_lines_and_shows_a_found_word(text: str) -> None:
    shown = fragment(text, {"pest"})
    assert len(plain(shown)) <= WIDTH + len("…  …") + len("school")
    assert ("<mark>" in shown) == ("pesten" in text)


@given(st.text())
def test_any_text_can_be_shown(text: str) -> None:
    assert plain(fragment(text, set(terms(text)))).removesuffix(" …").removeprefix("… ") in " ".join(text.split())
