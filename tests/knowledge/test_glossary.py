"""Difficult words are explained where they first stand, and only there."""

from __future__ import annotations

import re

import pytest

from knowledge.glossary import Term, make_glossary, term_id
from tests.knowledge.conftest import Folder

GLOSSARY = make_glossary(
    [
        Term("vog", "VOG", ("VOG's", "verklaring omtrent het gedrag"), "Een verklaring."),
        Term("lio", "LIO", (), "Leraar in opleiding."),
        Term("verklaring", "verklaring", (), "Een papier."),
        Term("gedrag", "gedrag", (), "Wat iemand doet."),
        Term("mentor", "mentor", ("mentoren",), "Begeleider."),
    ]
)


def explained(markup: str, seen: set[str] | None = None) -> list[tuple[str, str]]:
    """What is marked: (words, id of the term)."""
    html, terms = GLOSSARY.explain(markup, seen)
    found = [(words, id) for id, words in re.findall(r'<button type="button" class="begrip" popovertarget="begrip-([^"]+)">([^<]+)</button>', html)]
    assert [term.id for term in terms] == [id for _, id in found]
    assert re.sub(r"</?button[^>]*>", "", html) == re.sub(r"</?button[^>]*>", "", markup), "the words stay as they are"
    return found


def test_a_word_is_explained_once_on_a_page() -> None:
    assert explained("<p>De mentor en de mentor en mentoren.</p><p>Een mentor.</p>") == [("mentor", "mentor")]


def test_a_word_explained_before_is_not_explained_again() -> None:
    seen: set[str] = set()
    assert explained("<p>mentor</p>", seen) == [("mentor", "mentor")]
    assert explained("<p>mentor en VOG</p>", seen) == [("VOG", "vog")]


def test_the_longest_form_comes_first() -> None:
    assert explained("<p>Een verklaring omtrent het gedrag, een verklaring en gedrag.</p>") == [
        ("verklaring omtrent het gedrag", "vog"),
        ("verklaring", "verklaring"),
        ("gedrag", "gedrag"),
    ]


@pytest.mark.parametrize("tag", ["h2", "h3", "h4", "a", "code", "pre", "th", "abbr", "dfn", "button"])
def test_headings_links_and_code_are_left_alone(tag: str) -> None:
    assert explained(f'<{tag} id="mentor">mentor <em>VOG</em></{tag}><p>mentor</p>') == [("mentor", "mentor")]


def test_attributes_are_left_alone() -> None:
    assert explained('<p id="mentor" title="VOG">niets</p>') == []


@pytest.mark.parametrize("text", ["Mentor", "MENTOR", "mentoren", "(mentor)", "mentor,", "“mentor”", "mentor/leraar", "de mentor."])
def test_a_word_is_found_whatever_stands_around_it(text: str) -> None:
    assert [id for _, id in explained(f"<p>{text}</p>")] == ["mentor"]


@pytest.mark.parametrize("text", ["mentorgesprek", "vo-mentor", "mentor-leerling", "ementor", "lio", "Lio", "vog", "mentor_1"])
def test_a_word_inside_another_or_an_abbreviation_in_small_letters_is_not_it(text: str) -> None:
    assert explained(f"<p>{text}</p>") == []


def test_without_terms_nothing_changes() -> None:
    assert make_glossary([]).explain("<p>mentor</p>") == ("<p>mentor</p>", ())


def test_terms_stand_in_alphabetical_order_and_have_plain_names() -> None:
    assert [term.term for term in GLOSSARY.terms] == ["gedrag", "LIO", "mentor", "verklaring", "VOG"]
    assert term_id("Personenregister kinderopvang (PRK)") == "personenregister-kinderopvang-prk"


def test_a_page_explains_words_in_its_steps_and_its_text_once(folder: Folder) -> None:
    folder.terms("term: mentor, betekenis: Begeleider.")
    folder.write("stappenplannen/plan.md", "De mentor.", stappen="[{titel: De mentor, tekst: Vraag de mentor.}, {titel: T, tekst: Bel de mentor.}]")
    assert folder.complaints() == []
    page = folder.page("stappenplannen/plan")
    assert [markup.count("<button") for markup in (*page.steps, page.html)] == [1, 0, 0]
    assert [term.id for term in page.terms] == ["mentor"]


def test_the_page_about_a_word_does_not_explain_it(folder: Folder) -> None:
    folder.terms("term: mentor, betekenis: Begeleider.")
    folder.write("over/mentor.md", "De mentor helpt.", titel="Mentor")
    folder.read()
    assert folder.page("over/mentor").terms == ()


def test_a_word_leads_to_the_page_that_explains_more(folder: Folder) -> None:
    folder.terms("term: mentor, betekenis: Begeleider., pagina: over/pagina#meer")
    folder.write("over/pagina.md", "## Meer {#meer}\n")
    assert folder.complaints() == []
    assert folder.library.glossary.by_id["mentor"].url == "/over/pagina#meer"


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        (["term: mentor, betekenis: B., pagina: over/nergens"], 'fout: Bij het begrip "mentor": De pagina "over/nergens" bestaat niet.'),
        (["term: mentor"], 'begrippen.yaml:2:5: fout: Hier ontbreekt "betekenis".'),
        (["term: mentor, betekenis: B., uitleg: x"], 'begrippen.yaml:2:35: fout: Onbekende naam "uitleg".'),
        (["term: '', betekenis: B."], "begrippen.yaml:2:12: fout: Hier hoort tekst te staan; deze is leeg."),
        (["term: mentor, betekenis: B.", "term: Mentor, betekenis: C."], 'fout: Het begrip "Mentor" staat twee keer'),
        (["term: mentor, betekenis: B.", "term: leraar, ook: mentor, betekenis: C."], 'fout: Het begrip "mentor" staat twee keer'),
    ],
)
def test_a_fault_in_the_glossary_is_reported(folder: Folder, entries: list[str], complaint: str) -> None:
    folder.write("over/pagina.md")
    folder.terms(*entries)
    (found,) = folder.complaints()
    assert complaint in found
    assert found.startswith("begrippen.yaml:")


def test_a_glossary_that_can_not_be_read_leaves_the_pages_as_they_are(folder: Folder) -> None:
    folder.write("over/pagina.md", "De mentor.")
    (folder.root / "begrippen.yaml").write_text("begrippen: [", encoding="utf-8")
    (complaint,) = folder.complaints()
    assert complaint.startswith("begrippen.yaml:")
    assert folder.page().html == "<p>De mentor.</p>"


def test_another_word_changes_only_the_pages_it_stands_on(folder: Folder) -> None:
    folder.terms("term: mentor, betekenis: Begeleider.")
    folder.write("over/een.md", "De mentor.")
    folder.write("over/twee.md", "De leraar.")
    before = folder.read().pages
    folder.terms("term: mentor, betekenis: Begeleider.", "term: leraar, betekenis: Wie lesgeeft.")
    after = folder.read().pages
    assert after["over/een"] is before["over/een"]
    assert [term.term for term in after["over/twee"].terms] == ["leraar"]
    folder.terms("term: leraar, betekenis: Wie lesgeeft.")
    assert folder.read().pages["over/een"].terms == ()
