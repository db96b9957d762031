"""Links between pages: every way of writing one, and what is said of one that leads nowhere."""

from __future__ import annotations

import pytest

from knowledge.links import Broken, Resolved, Target, extract, link_page_id, resolve
from knowledge.yaml_source import Mark
from tests.knowledge.conftest import Folder

LAW = Target("wetten/wpo", "Wet op het primair onderwijs", "WPO", "/wetten/wpo", {"artikel-4c": "Artikel 4c: zorgplicht", "meer": "Meer weten"})
TARGETS = {"wetten/wpo": LAW, "beslisboom/vog": Target("beslisboom/vog", "VOG nodig?", "VOG nodig?", "/beslisboom/vog")}


@pytest.mark.parametrize(
    ("written", "url", "text"),
    [
        ("wetten/wpo", "/wetten/wpo", "Wet op het primair onderwijs"),
        ("/wetten/wpo", "/wetten/wpo", "Wet op het primair onderwijs"),
        ("/wetten/wpo/", "/wetten/wpo", "Wet op het primair onderwijs"),
        ("wpo.md", "/wetten/wpo", "Wet op het primair onderwijs"),
        ("./wpo.md", "/wetten/wpo", "Wet op het primair onderwijs"),
        ("../wetten/wpo.md", "/wetten/wpo", "Wet op het primair onderwijs"),
        ("wetten/wpo#artikel-4c", "/wetten/wpo#artikel-4c", "WPO, artikel 4c"),
        ("../wetten/wpo.md#meer", "/wetten/wpo#meer", "WPO, Meer weten"),
        ("#meer", "/wetten/wpo#meer", "WPO, Meer weten"),
        ("beslisboom/vog", "/beslisboom/vog", "VOG nodig?"),
        ("https://example.org/a#b", "https://example.org/a#b", "https://example.org/a#b"),
        ("mailto:a@example.org", "mailto:a@example.org", "mailto:a@example.org"),
        ("tel:112", "tel:112", "tel:112"),
    ],
)
def test_a_link_leads_to_its_page_however_it_is_written(written: str, url: str, text: str) -> None:
    found = resolve(written, "wetten/wpo", TARGETS)
    assert isinstance(found, Resolved)
    assert (found.url, found.text) == (url, text)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("wetten/wpa", 'De pagina "wetten/wpa" bestaat niet. Bedoelde u "wetten/wpo"?'),
        ("xyzzy", 'De pagina "xyzzy" bestaat niet.'),
        ("wetten/wpo#artikel-4b", 'De pagina "wetten/wpo" heeft geen kop met de naam "artikel-4b". Bedoelde u "artikel-4c"?'),
        ("../../etc/passwd", 'De pagina "../etc/passwd" bestaat niet.'),
        ("../buiten.md", 'De pagina "buiten" bestaat niet.'),
        ("//example.org/wetten/wpo", 'De pagina "/example.org/wetten/wpo" bestaat niet. Bedoelde u "wetten/wpo"?'),
        ("javascript:alert(1)", 'De pagina "javascript:alert(1)" bestaat niet.'),
        ("data:text/html,x", 'De pagina "data:text/html,x" bestaat niet.'),
        ("WETTEN/WPO", 'De pagina "WETTEN/WPO" bestaat niet.'),
    ],
)
def test_a_link_that_leads_nowhere_names_the_nearest(written: str, sentence: str) -> None:
    assert resolve(written, "wetten/wpo", TARGETS) == Broken(sentence)


def test_links_are_found_with_their_place() -> None:
    text, links = extract("Zie [[wetten/wpo]] en\n[de wet](../wetten/wpo.md#meer), [[ wetten/wpo#meer |meer]].", first_line=5)
    assert text == "Zie [](ref:0) en\n[de wet](ref:1), [meer](ref:2)."
    assert [(link.mark, link.target, link.label) for link in links] == [
        (Mark(5, 5), "wetten/wpo", None),
        (Mark(6, 1), "../wetten/wpo.md#meer", "de wet"),
        (Mark(6, 34), "wetten/wpo#meer", "meer"),
    ]


@pytest.mark.parametrize("code", ["`[[wetten/wpo]]`", "`[a](b)`", "```\n[[wetten/wpo]]\n```", "~~~\n[a](b)\n~~~"])
def test_code_is_left_as_it_is(code: str) -> None:
    assert extract(f"Voor {code} na" if code.startswith("`[") else code) == (f"Voor {code} na" if code.startswith("`[") else code, ())


@pytest.mark.parametrize("text", ["[geen koppeling]", "[a] (b)", "[[]]", "![plaatje](a.png)", "[[a\nb]]", "a [ b ](c d)"])
def test_what_is_no_link_is_left_as_it_is(text: str) -> None:
    assert extract(text) == (text, ())


def test_the_page_that_a_link_means_is_known_before_it_exists() -> None:
    assert link_page_id("../wetten/nieuw.md#a", "over/pagina") == "wetten/nieuw"
    assert link_page_id("#a", "over/pagina") == "over/pagina"
    assert link_page_id("https://example.org", "over/pagina") == ""


def test_a_page_shows_the_titles_of_what_it_links_to(folder: Folder) -> None:
    folder.write("wetten/wpo.md", "## Artikel 4c: zorgplicht {#artikel-4c}\n", titel="Wet op het primair onderwijs", afkorting="WPO")
    folder.write("over/pagina.md", "[[wetten/wpo]], [[wetten/wpo#artikel-4c]] of [zo](../wetten/wpo.md).")
    assert folder.complaints() == []
    assert folder.page().html == (
        '<p><a href="/wetten/wpo">Wet op het primair onderwijs</a>, <a href="/wetten/wpo#artikel-4c">WPO, artikel 4c</a> of <a href="/wetten/wpo">zo</a>.</p>'
    )
    assert folder.page().links_to == {"wetten/wpo"}


def test_a_title_is_never_markup_where_it_is_linked_to(folder: Folder) -> None:
    folder.write("wetten/wpo.md", titel='"<b>Wet</b> & meer"')
    folder.write("over/pagina.md", "[[wetten/wpo]]")
    folder.read()
    assert folder.page().html == '<p><a href="/wetten/wpo">&lt;b&gt;Wet&lt;/b&gt; &amp; meer</a></p>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [("Zie [[over/vraag]].", "Mag dat?</a>"), ("Zie [[over/vraag]], graag.", "Mag dat?</a>, graag."), ("Zie [[over/antwoord]].", "Ja</a>.")],
)
def test_a_title_that_is_a_question_ends_the_sentence_itself(folder: Folder, written: str, shown: str) -> None:
    folder.write("over/vraag.md", titel="Mag dat?")
    folder.write("over/antwoord.md", titel="Ja")
    folder.write("over/pagina.md", written)
    assert folder.complaints() == []
    assert folder.page().html.endswith(f"{shown}</p>")


def test_a_broken_link_is_a_fault_at_its_place_and_its_words_stay(folder: Folder) -> None:
    folder.write("wetten/wpo.md")
    folder.write("over/pagina.md", "Eerste regel.\n\nZie [de wet](wetten/wpa).\n")
    assert folder.complaints() == ['over/pagina.md:12:5: fout: De pagina "wetten/wpa" bestaat niet. Bedoelde u "wetten/wpo"?']
    assert folder.page().html == "<p>Eerste regel.</p>\n<p>Zie de wet.</p>"


def test_a_broken_link_in_a_step_is_a_fault_in_the_front_matter(folder: Folder) -> None:
    folder.write("stappenplannen/plan.md", stappen='[{titel: T, tekst: "Zie [[wetten/nergens]]."}]')
    assert folder.complaints() == ['stappenplannen/plan.md:6:5: fout: De pagina "wetten/nergens" bestaat niet.']


@pytest.mark.parametrize("body", ["[de wet][w]\n\n[w]: wetten/nergens\n", "[de wet](<wetten/nergens>)\n", '[de wet](/wetten/nergens "titel")\n'])
def test_a_link_written_in_a_way_that_nobody_checks_is_a_fault(folder: Folder, body: str) -> None:
    folder.write("over/pagina.md", body)
    assert any("wetten/nergens" in complaint and ": fout: " in complaint for complaint in folder.complaints())


def test_a_link_to_a_draft_says_that_it_is_one(folder: Folder) -> None:
    folder.write("wetten/wpo.md", status="concept")
    folder.write("over/pagina.md", "[[wetten/wpo]]")
    (complaint,) = folder.complaints()
    assert complaint.startswith("over/pagina.md:10:1: fout: Deze pagina is nog een concept")


def test_a_link_that_leaves_the_site_is_a_hint_and_is_shown_as_one(folder: Folder) -> None:
    folder.write("over/pagina.md", "[elders](https://example.org/?a=1&b=2) of [bel](tel:112)")
    (complaint,) = folder.complaints()
    assert complaint.startswith("over/pagina.md:10:1: hint: Zet een koppeling naar buiten bij bronnen")
    assert folder.page().html == (
        '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer" class="extern">elders</a> of <a href="tel:112">bel</a></p>'
    )


def test_a_theme_that_does_not_exist_is_a_fault_at_its_place(folder: Folder) -> None:
    folder.write("themas/pesten.md")
    folder.write("over/pagina.md", thema="[pesten, presten]")
    assert folder.complaints() == ['over/pagina.md:6:17: fout: Het thema "presten" bestaat niet. Bedoelde u "pesten"?']
