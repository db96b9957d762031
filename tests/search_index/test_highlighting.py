"""Fragments: whole words, marked and escaped."""

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate, product

from hypothesis import example, given, settings
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


def test_what_stands_on_a_letter_is_marked_with_it() -> None:
    assert fragment("kies 1\ufe0f\u20e3 of p\u20dde\u0489sten", {"1", "pest"}) == "kies <mark>1\ufe0f\u20e3</mark> of <mark>p\u20dde\u0489sten</mark>"


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


def is_in_a_word(letter: str) -> bool:
    """Letters, digits, and the marks on them."""
    return letter.isalnum() or unicodedata.combining(letter) > 0 or "\ufe00" <= letter <= "\ufe0f"


def cuts_a_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and is_in_a_word(text[place - 1]) and is_in_a_word(text[place])


def pieces_shown(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """The places in `text` that a fragment can be, its dots taken off where they say that there is more."""
    for before, after in product(("", "… "), ("", " …")):
        piece = shown.removeprefix(before).removesuffix(after)
        if before + piece + after != shown:
            continue
        start = text.find(piece)
        while start >= 0:
            if bool(before) == (start > 0) and bool(after) == (start + len(piece) < len(text)):
                yield start, start + len(piece)
            start = text.find(piece, start + 1)


# Marks on letters are those that go with Latin letters; other scripts are not what this site is in.
LETTERS = st.characters(max_codepoint=0x36F, exclude_categories=["Cs"]) | st.sampled_from("…\ufe0f\u20d7\u1dc4😀ﬁ字ا\u200b\u2028")
ANY_TEXT = st.text(LETTERS, max_size=400) | TEXTS | st.lists(st.text(LETTERS, max_size=12) | WORDS, min_size=8, max_size=40).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.integers(1, 30) | st.just(WIDTH), st.data())
def test_a_fragment_of_any_text_is_a_piece_of_it_and_no_edge_of_it_or_of_a_mark_is_in_a_word(text: str, width: int, data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.sampled_from([*sorted(set(terms(text))), "pest"]), max_size=3))
    shown = fragment(text, wanted, width)
    text = " ".join(text.split())
    assert not re.search("[<>]", re.sub("<mark>[^<>]*</mark>", "", shown))
    parts = [html.unescape(part) for part in re.split("</?mark>", shown)]
    words = "".join(parts)
    assert any(not cuts_a_word(text, start) and not cuts_a_word(text, end) for start, end in pieces_shown(text, words))
    assert not any(cuts_a_word(words, edge) for edge in accumulate(map(len, parts)))


@given(st.text())
def test_any_text_can_be_shown(text: str) -> None:
    assert plain(fragment(text, set(terms(text)))).removesuffix(" …").removeprefix("… ") in " ".join(text.split())
