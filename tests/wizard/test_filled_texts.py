"""Texts with values in them."""

from __future__ import annotations

import datetime
import re

import pytest

from knowledge.markdown_rendering import render
from tests.wizard.tree_texts import changed, tree_of
from wizard.conditions import DONT_KNOW
from wizard.texts import prepare, words_for

VALUES = {"maanden": "7", "datum": "3 maart 2026", "naam": 'Jan & Co <script>"x"</script>'}


def filled(text: str) -> str:
    return prepare(text).fill(VALUES.get)


def shown(markup: str) -> str:
    """What is filled in, without blocks that show nothing."""
    return re.sub(r"<(p|li|td)>\s*</\1>\n?", "", filled(markup))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("De VOG is {maanden} maanden oud.", "De VOG is 7 maanden oud."),
        ("{maanden}", "7"),
        ("Van {datum} tot {datum}.", "Van 3 maart 2026 tot 3 maart 2026."),
        ("Een. De VOG is van {onbekend}. Twee.", "Een.  Twee."),
        ("Is het {maanden}? Of {onbekend}? Ja!", "Is het 7?  Ja!"),
        ("Van {datum} tot {onbekend}. Twee.", " Twee."),
        ("Geen waarde.", "Geen waarde."),
        ("", ""),
        ("Een {Naam} en {twee woorden} en {} zijn geen waarden.", "Een {Naam} en {twee woorden} en {} zijn geen waarden."),
    ],
)
def test_a_sentence_with_an_unknown_value_falls_away(text: str, result: str) -> None:
    assert filled(text) == result


def test_a_value_is_escaped() -> None:
    assert filled("Dag {naam}.") == 'Dag Jan &amp; Co &lt;script&gt;"x"&lt;/script&gt;.'


@pytest.mark.parametrize(
    ("markup", "result"),
    [
        ("<p>Een {onbekend}</p>\n<p>Twee.</p>", "<p>Twee.</p>"),
        ("<ul>\n<li>Een {onbekend}</li>\n<li>Twee {maanden}</li>\n</ul>", "<ul>\n<li>Twee 7</li>\n</ul>"),
        ("<h2 id='a'>Kop {maanden}</h2><p>Tekst {onbekend}</p>", "<h2 id='a'>Kop 7</h2>"),
        ("<p>Zonder punt {maanden}</p><p>Een {onbekend} hier</p>", "<p>Zonder punt 7</p>"),
        ("<td>{maanden}</td><td>{onbekend}</td>", "<td>7</td>"),
    ],
)
def test_a_sentence_ends_with_its_block(markup: str, result: str) -> None:
    assert shown(markup) == result


def test_a_bullet_of_which_nothing_is_left_falls_away() -> None:
    assert "<li></li>" not in filled("<ul>\n<li>Een {onbekend}</li>\n<li>Twee</li>\n</ul>")


@pytest.mark.parametrize(
    ("markup", "result"),
    [
        ("<p>Al <strong>{maanden} maanden</strong> oud.</p>", "<p>Al <strong>7 maanden</strong> oud.</p>"),
        ("<p>Al <strong>{onbekend} maanden</strong> oud. Twee.</p>", "<p> Twee.</p>"),
        ('<p>Zie <a href="/x">{maanden}</a>.<br>Twee {onbekend}.</p>', ""),
        ('<p>Zie <a href="/x">dit</a>. Het is {maanden}.</p>', '<p>Zie <a href="/x">dit</a>. Het is 7.</p>'),
        ("<p><strong>Let op. Echt waar.</strong> Het is {maanden}.</p>", None),
        ("<p><strong>Let op. Het is {maanden}.</strong></p>", None),
        ('<p><a href="/x">Een {maanden}. Twee</a></p>', None),
    ],
)
def test_bold_text_and_links_around_a_value(markup: str, result: str | None) -> None:
    if result is None:
        with pytest.raises(ValueError, match="maanden"):
            prepare(markup)
    else:
        assert shown(markup) == result


def test_a_text_without_values_is_not_cut_up() -> None:
    assert prepare("<p><strong>Let op. Echt.</strong></p>").is_fixed
    assert not prepare("<p>{maanden}</p>").is_fixed


def test_values_survive_markdown() -> None:
    assert shown(render("De VOG is van **{datum}**.\n\n- {onbekend}\n- {maanden} maanden").html) == (
        "<p>De VOG is van <strong>3 maart 2026</strong>.</p>\n<ul>\n<li>7 maanden</li>\n</ul>"
    )


# What a value is in words

KNOWN = {
    "peildatum": datetime.date(2026, 11, 25),
    "rol": "lio",
    "afgegeven": datetime.date(2026, 3, 3),
    "taken": frozenset({"zorg", "les"}),
    "dagen": 4,
}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rol", "LIO"),
        ("afgegeven", "3 maart 2026"),
        ("taken", "Lesgeven en Verzorgen"),
        ("dagen", "4 dagen"),
        ("leeftijd", "8"),
        ("verloopt", "3 september 2026"),
        ("drukte", "2"),
        ("peildatum", "25 november 2026"),
        ("vandaag", "25 november 2026"),
        ("alleen", None),
    ],
)
def test_a_value_in_words(name: str, words: str | None) -> None:
    assert words_for(tree_of(), KNOWN)(name) == words


def test_weet_ik_niet_is_not_a_value() -> None:
    assert words_for(tree_of(), {"rol": DONT_KNOW})("rol") is None


@pytest.mark.parametrize("name", ["leeftijd", "verloopt", "afgegeven", "peildatum"])
def test_what_follows_from_a_question_that_was_not_asked_is_not_known(name: str) -> None:
    assert words_for(tree_of(), {})(name) is None


def test_a_count_of_questions_that_were_not_asked_is_not_known() -> None:
    assert words_for(tree_of(), {})("drukte") is None


def test_the_words_of_an_editor_are_used() -> None:
    tree = tree_of(changed(("geen_van_deze: Geen van deze", "geen_van_deze: Iets anders")))
    assert words_for(tree, {"taken": frozenset()})("taken") == "Iets anders"
