"""Words in a sentence, and long words."""

from __future__ import annotations

import pytest

from knowledge.readability import Readability, of_markup, of_sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [("school", 1), ("leraar", 2), ("medewerker", 4), ("vertrouwensinspecteur", 6), ("VOG's", 2), ("oud-leerling", 3), ("a", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "sentences", "words"),
    [
        ("Bel 112.", 1, 2),
        ("Bel 112. Ga naar buiten!", 2, 5),
        ("Mag dat? Ja, zie art. 4c van de wet.", 2, 9),
        ("Dit kost € 33,85 per aanvraag.", 1, 5),
        ("Kies: bellen, schrijven of langsgaan", 1, 5),
        ("Wacht niet; bel nu.", 2, 4),
        ("Hij zei: “Ik ga weg.” Zij bleef.", 3, 7),
        ("…", 0, 0),
        ("", 0, 0),
    ],
)
def test_sentences_and_words(text: str, sentences: int, words: int) -> None:
    found = of_sentences([text])
    assert (found.sentences, found.words) == (sentences, words)


def test_only_running_text_and_lists_are_sentences() -> None:
    markup = """<h2>Een kop die lang is</h2><p>Eén zin <a href="#x">met koppeling</a>.</p>
    <div class="admonition gevaar"><p class="admonition-title">Direct gevaar</p><p>Bel 112.</p></div>
    <ul><li>Eerst dit<ul><li>En dan dat</li></ul></li></ul>
    <table><tr><td>cel in een tabel</td></tr></table>"""
    found = of_markup(markup)
    assert (found.sentences, found.words) == (4, 4 + 2 + 2 + 3)


def test_long_words_have_five_syllables_or_more() -> None:
    found = of_sentences(["De vertrouwensinspecteur belt de medewerker."])
    assert (found.words, found.long_words, found.long_share) == (5, 1, 0.2)


def test_counts_add_up_and_nothing_has_no_average() -> None:
    assert Readability(1, 4, 1) + Readability(2, 5, 0) == Readability(3, 9, 1)
    assert (Readability(3, 9, 1).average, Readability().average, Readability().long_share) == (3.0, 0.0, 0.0)
