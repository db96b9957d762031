"""One page by itself: each fault an editor can make is reported at its line and column, in Dutch."""

from __future__ import annotations

import pytest

from tests.knowledge.conftest import MATTER, Folder, front_matter

PAGE = "over/pagina.md"


def test_a_good_page_has_no_faults(folder: Folder) -> None:
    folder.write(PAGE)
    assert folder.complaints() == []
    assert folder.page().title == "Een pagina"


def test_line_ends_and_spaces_of_another_computer_are_no_fault(folder: Folder) -> None:
    (folder.root / "over").mkdir()
    text = f"\ufeff--- \n{MATTER}---\t\nTekst.\n".replace("\n", "\r\n")
    (folder.root / PAGE).write_bytes(text.encode())
    assert folder.complaints() == []
    assert folder.page().html == "<p>Tekst.</p>"


@pytest.mark.parametrize("body", ["", "\n", "---\n", "\n---\nstreep\n"])
def test_a_page_may_be_short_or_hold_a_line_of_its_own(folder: Folder, body: str) -> None:
    folder.write(PAGE, body)
    assert folder.complaints() == []


@pytest.mark.parametrize("text", ["", "Tekst zonder kop.", "---\ntitel: x\n", "titel: x\n---\n", "\n---\ntitel: x\n---\n", "----\ntitel: x\n----\n"])
def test_a_page_without_a_closed_block_above_it_is_a_fault_at_its_beginning(folder: Folder, text: str) -> None:
    (folder.root / "over").mkdir()
    (folder.root / PAGE).write_text(text, encoding="utf-8")
    (complaint,) = folder.complaints()
    assert complaint.startswith("over/pagina.md:1:1: fout: Boven een pagina hoort een blok tussen twee regels met ---")


@pytest.mark.parametrize("matter", ["", "alleen tekst\n", "- een\n- lijst\n", "# commentaar\n"])
def test_a_block_that_holds_no_names_is_a_fault(folder: Folder, matter: str) -> None:
    folder.write(PAGE, matter=matter)
    (complaint,) = folder.complaints()
    assert complaint.startswith("over/pagina.md:1:1: fout: Hier hoort een rijtje van namen met een waarde te staan")


@pytest.mark.parametrize(
    ("path", "changes", "complaint"),
    [
        ("over", {"titel": ""}, '2:1: fout: Hier ontbreekt "titel".'),
        ("over", {"titel": "''"}, "2:8: fout: Hier hoort tekst te staan; deze is leeg."),
        ("over", {"titel": "  "}, "2:7: fout: Hier staat niets. Vul iets in, of haal de naam weg."),
        ("over", {"titel": "[a, b]"}, "2:8: fout: Hier hoort tekst te staan."),
        ("over", {"gecontroleerd": "25-11-2026"}, "4:16: fout: Schrijf een datum als JJJJ-MM-DD, bijvoorbeeld 2026-11-24."),
        ("over", {"gecontroleerd": "2026-02-30"}, "4:16: fout: Schrijf een datum als JJJJ-MM-DD, bijvoorbeeld 2026-11-24."),
        ("over", {"gecontroleerd": "20261125"}, "4:16: fout: Schrijf een datum als JJJJ-MM-DD, bijvoorbeeld 2026-11-24."),
        ("over", {"status": "koncept"}, '6:9: fout: Kies uit: gepubliceerd, concept. Bedoelde u "concept"?'),
        ("over", {"sector": "[po, havo]"}, "6:14: fout: Kies uit: po, sbo, so, vso, vo, mbo, opvang."),
        ("over", {"sector": "po"}, "6:9: fout: Hier hoort een lijst te staan: elke regel begint met een streepje."),
        ("over", {"samenvating": "x"}, '6:1: fout: Onbekende naam "samenvating". Bedoelde u "samenvatting"?'),
        ("over", {"xyzzy": "x"}, '6:1: fout: Onbekende naam "xyzzy". Bekend zijn: titel, samenvatting,'),
        ("over", {"thema": "{a: b}"}, "6:8: fout: Hier hoort een lijst te staan"),
        ("over", {"bronnen": "[{titel: T, url: www.example.org}]"}, "6:27: fout: Schrijf hier een volledig webadres dat met https:// begint."),
        ("over", {"bronnen": "[{titel: T, url: javascript:x}]"}, "6:27: fout: Schrijf hier een volledig webadres"),
        ("over", {"bronnen": "[{url: https://example.org}]"}, '6:11: fout: Hier ontbreekt "titel".'),
        ("over", {"bronnen": "[{titel: T, url: https://example.org, datum: mei 2023}]"}, "6:55: fout: Schrijf een datum als JJJJ-MM-DD, JJJJ-MM of JJJJ."),
        ("organisaties", {"spoed": "misschien"}, "6:8: fout: Schrijf hier ja of nee."),
        ("organisaties", {"spoed": "true"}, "6:8: fout: Schrijf hier ja of nee."),
        ("organisaties", {"openingstijden": "{dagen: zondag, van: 08:00, tot: 17:00}"}, "6:25: fout: Kies uit: elke dag, werkdagen, schooldagen."),
        ("organisaties", {"openingstijden": "{dagen: werkdagen, van: 8.00, tot: 17:00}"}, "6:41: fout: Deze waarde past hier niet."),
        ("hulpmiddelen", {"vanaf_groep": "drie"}, "6:14: fout: Schrijf hier een heel getal, bijvoorbeeld 6."),
        ("wetten", {"bwb": "3420"}, "6:6: fout: Deze waarde past hier niet."),
        ("wetten", {"artikelen": "{artikel-1: {geldig_vanaf: 2026-01-01}}"}, '6:13: fout: Er is geen kop met de naam "artikel-1" op deze pagina.'),
        ("wetten", {"artikelen": "{artikel-1: {vanaf: 2026-01-01}}"}, '6:25: fout: Onbekende naam "vanaf".'),
        ("stappenplannen", {}, '2:1: fout: Hier ontbreekt "stappen".'),
        ("stappenplannen", {"stappen": "[]"}, "6:10: fout: Deze lijst is leeg. Vul hem, of haal hem weg."),
        ("stappenplannen", {"stappen": "[{titel: T}]"}, '6:11: fout: Hier ontbreekt "tekst".'),
    ],
)
def test_a_fault_in_the_front_matter_has_its_line_and_column(folder: Folder, path: str, changes: dict[str, str], complaint: str) -> None:
    folder.write(f"{path}/pagina.md", **changes)
    (first, *rest) = folder.complaints()
    assert first.startswith(f"{path}/pagina.md:{complaint}")
    assert rest == []


def test_all_faults_come_at_once(folder: Folder) -> None:
    folder.write(PAGE, "<b>vet</b>\n", titel="", gecontroleerd="gisteren", onbekend="x")
    assert [complaint.split(": fout: ")[0].rsplit(":", 2)[1:] for complaint in folder.complaints()] == [
        ["5", "1"],
        ["2", "1"],
        ["3", "16"],
        ["10", "1"],
        ["10", "7"],
    ]


def test_a_name_given_twice_is_a_fault(folder: Folder) -> None:
    folder.write(PAGE, matter=MATTER + "titel: Nog een\n")
    assert folder.complaints() == ['over/pagina.md:9:1: fout: "titel" staat hier twee keer. Haal er één weg.']


def test_bad_yaml_is_a_fault_at_its_line_in_the_file(folder: Folder) -> None:
    folder.write(PAGE, titel="Pesten: wat nu")
    (complaint,) = folder.complaints()
    assert complaint.startswith("over/pagina.md:2:")
    assert "dubbele punt" in complaint


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("weten/wpo.md", 'De map "weten" is geen soort pagina. Bedoelde u "wetten"?'),
        ("pagina.md", 'De map "." is geen soort pagina. Bekend zijn: wetten, themas,'),
        ("over/diep/pagina.md", 'De map "over/diep" is geen soort pagina.'),
        ("over/Pagina.md", "De naam van een bestand mag alleen kleine letters, cijfers en streepjes bevatten"),
        ("over/een pagina.md", "De naam van een bestand mag alleen kleine letters"),
        ("over/één.md", "De naam van een bestand mag alleen kleine letters"),
        ("over/-.md", "De naam van een bestand mag alleen kleine letters"),
    ],
)
def test_a_file_in_the_wrong_place_is_a_fault(folder: Folder, path: str, complaint: str) -> None:
    folder.write(path)
    (found,) = folder.complaints()
    assert found.startswith(f"{path}:1:1: fout: {complaint}")


def test_a_fault_in_a_step_is_reported_in_the_front_matter(folder: Folder) -> None:
    folder.write("stappenplannen/plan.md", stappen='[{titel: T, tekst: "<b>x</b>"}]')
    assert folder.complaints()[0].startswith("stappenplannen/plan.md:6:")


def test_a_page_without_sources_is_a_warning_but_not_for_pages_about_the_site(folder: Folder) -> None:
    folder.write("wetten/wet.md", bronnen="[]")
    folder.write(PAGE, bronnen="[]")
    (complaint,) = folder.complaints()
    assert complaint.startswith("wetten/wet.md:1:1: waarschuwing: Deze pagina noemt geen bronnen.")


def test_a_news_item_has_a_date(folder: Folder) -> None:
    # The manual for editors says so: without one it stands nowhere in the list of news.
    folder.write("nieuws/bericht.md")
    assert folder.complaints() == ['nieuws/bericht.md:2:1: fout: Hier ontbreekt "datum".']
    folder.write("nieuws/bericht.md", datum="2026-11-25")
    assert folder.complaints() == []


def test_values_are_read_as_what_they_are(folder: Folder) -> None:
    folder.write("organisaties/lijn.md", spoed="ja", telefoon="0800-0000", openingstijden="{dagen: werkdagen, van: 08:00, tot: 17:00}")
    folder.write("wetten/wet.md", stand="2026-08-01", wetsvoorstel="nee", thema="pesten")
    folder.write("themas/pesten.md")
    assert folder.complaints() == []
    organisation = folder.page("organisaties/lijn").organisation
    assert organisation.urgent is True
    assert organisation.opening_hours is not None
    assert organisation.opening_hours.opens == "08:00"
    assert folder.page("wetten/wet").matter.themes == ("pesten",)
    with pytest.raises(TypeError):
        _ = folder.page("wetten/wet").organisation


def test_a_half_written_file_is_a_fault_and_the_rest_is_read(folder: Folder) -> None:
    folder.write(PAGE)
    folder.write("over/half.md")
    whole = (folder.root / "over/half.md").read_bytes()
    for length in range(0, len(whole) - len("Tekst.\n") - 5, 7):
        (folder.root / "over/half.md").write_bytes(whole[:length])
        folder.read()
        assert [problem.path for problem in folder.problems] == ["over/half.md"]
        assert set(folder.library.pages) == {"over/pagina"}


def test_the_front_matter_of_the_tests_is_what_it_seems() -> None:
    assert front_matter() == MATTER
