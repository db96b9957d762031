"""All pages together: who uses whom, old addresses, and reading again only what changed."""

from __future__ import annotations

import datetime

from knowledge.markdown_rendering import Section
from tests.knowledge.conftest import TODAY, Folder


def test_a_page_knows_what_uses_it(folder: Folder) -> None:
    folder.write("wetten/wpo.md", "Zie [[wetten/wpo]] en [[over/b]].")
    folder.write("over/b.md", "[[wetten/wpo]] en nog eens [[wetten/wpo]]", titel="B")
    folder.write("over/a.md", "[[wetten/wpo]]", titel="A")
    library = folder.read()
    assert [one.id for one in library.used_by["wetten/wpo"]] == ["over/a", "over/b"]
    assert [one.id for one in library.used_by["over/b"]] == ["wetten/wpo"]
    assert "over/a" not in library.used_by


def test_pages_stand_by_kind_in_the_order_of_their_titles(folder: Folder) -> None:
    folder.write("over/a.md", titel="Zebra")
    folder.write("over/b.md", titel="aap")
    folder.write("themas/pesten.md", titel="Pesten")
    folder.write("wetten/wpo.md", thema="pesten")
    library = folder.read()
    assert [page.title for page in library.by_kind["over"]] == ["aap", "Zebra"]
    assert library.by_kind["nieuws"] == ()
    assert [page.id for page in library.of_theme("pesten")] == ["wetten/wpo"]


def test_an_organisation_is_found_by_its_name(folder: Folder) -> None:
    folder.write("organisaties/politie.md")
    assert folder.read().organisation("politie").url == "/organisaties/politie"


def test_old_addresses_lead_to_the_page_that_moved(folder: Folder) -> None:
    folder.write("over/nieuw.md", vorige_adressen="[over/oud, /veelgestelde-vragen/ouder/]")
    assert folder.read().redirects == {"over/oud": "/over/nieuw", "veelgestelde-vragen/ouder": "/over/nieuw"}
    assert folder.problems == ()


def test_an_old_address_that_is_another_page_now_is_a_fault(folder: Folder) -> None:
    folder.write("over/ander.md")
    folder.write("over/nieuw.md", vorige_adressen="[over/oud, over/ander]")
    assert folder.complaints() == ['over/nieuw.md:6:29: fout: Het oude adres "over/ander" is nu het adres van een andere pagina.']


def test_one_old_address_can_not_lead_to_two_pages(folder: Folder) -> None:
    folder.write("over/a.md", vorige_adressen="over/oud")
    folder.write("over/b.md", vorige_adressen="[/over/oud/]")
    (complaint,) = folder.complaints()
    assert complaint.startswith('over/b.md:6:19: fout: Het oude adres "/over/oud/" staat ook bij over/a.')


def test_a_page_that_should_have_been_checked_is_a_warning_from_the_day_after(folder: Folder) -> None:
    folder.write("over/pagina.md", controleren_voor="2026-11-25")
    assert folder.complaints() == []
    folder.read(TODAY + datetime.timedelta(days=1))
    (problem,) = folder.problems
    assert str(problem).startswith("over/pagina.md:5:19: waarschuwing: Deze pagina had opnieuw moeten worden nagekeken.")


def test_only_changed_files_are_read_again(folder: Folder) -> None:
    for name in ("a", "b", "c"):
        folder.write(f"over/{name}.md")
    before = folder.read().pages
    assert folder.shelf.files_read == 3
    folder.read()
    assert folder.shelf.files_read == 3
    folder.write("over/b.md", "Andere tekst.")
    after = folder.read().pages
    assert folder.shelf.files_read == 4
    assert [after[id] is before[id] for id in ("over/a", "over/b", "over/c")] == [True, False, True]


def test_a_page_is_linked_again_when_the_title_of_its_target_changes_but_is_not_read(folder: Folder) -> None:
    folder.write("wetten/wpo.md", titel="Oude titel")
    folder.write("over/pagina.md", "[[wetten/wpo]]")
    folder.write("over/ander.md")
    other = folder.read().pages["over/ander"]
    folder.write("wetten/wpo.md", titel="Nieuwe titel")
    folder.read()
    assert folder.page().html == '<p><a href="/wetten/wpo">Nieuwe titel</a></p>'
    assert folder.page("over/ander") is other
    assert folder.shelf.files_read == 4


def test_a_change_in_the_text_of_a_target_alone_links_nothing_again(folder: Folder) -> None:
    folder.write("wetten/wpo.md", "Oud.")
    folder.write("over/pagina.md", "[[wetten/wpo]]")
    before = folder.read().pages["over/pagina"]
    folder.write("wetten/wpo.md", "Nieuw.")
    assert folder.read().pages["over/pagina"] is before


def test_a_link_breaks_when_its_target_goes_and_heals_when_it_comes_back(folder: Folder) -> None:
    folder.write("wetten/wpo.md", "## Kop {#kop}\n")
    folder.write("over/pagina.md", "[[wetten/wpo#kop]]")
    assert folder.complaints() == []
    folder.write("wetten/wpo.md", "## Kop {#anders}\n")
    assert len(folder.complaints()) == 1
    (folder.root / "wetten/wpo.md").unlink()
    assert folder.complaints() == ['over/pagina.md:10:1: fout: De pagina "wetten/wpo" bestaat niet.']
    assert "wetten/wpo" not in folder.library.pages
    folder.write("wetten/wpo.md", "## Kop {#kop}\n")
    assert folder.complaints() == []
    assert folder.library.used_by["wetten/wpo"][0].id == "over/pagina"


def test_a_page_that_becomes_unreadable_is_left_out_and_comes_back(folder: Folder) -> None:
    folder.write("over/pagina.md")
    folder.read()
    folder.write("over/pagina.md", titel="")
    assert len(folder.complaints()) == 1
    assert "over/pagina" not in folder.library.pages
    folder.write("over/pagina.md")
    assert folder.complaints() == []
    assert "over/pagina" in folder.library.pages


def test_a_draft_is_seen_only_in_a_preview(folder: Folder) -> None:
    folder.write("over/pagina.md", status="concept")
    assert "over/pagina" not in folder.read().pages
    preview = Folder(folder.root, preview=True)
    assert "over/pagina" in preview.read().pages


def test_a_fault_in_a_draft_is_reported(folder: Folder) -> None:
    folder.write("over/pagina.md", "<b>x</b>", status="concept")
    assert folder.complaints()


def test_headings_get_a_link_to_themselves(folder: Folder) -> None:
    folder.write("over/pagina.md", "## Kop {#kop}\n")
    folder.read()
    assert folder.page().html == '<h2 id="kop">Kop <a class="anker" href="#kop" aria-label="Koppeling naar dit onderdeel">#</a></h2>'


def test_search_gets_the_words_below_each_heading_with_the_titles_of_links(folder: Folder) -> None:
    folder.terms("term: mentor, betekenis: Begeleider.")
    folder.write("wetten/wpo.md", titel="De wet")
    folder.write(
        "stappenplannen/plan.md", "Vooraf **112**, zie [[wetten/wpo]].\n\n## Eén & twee {#een}\n\n- De mentor\n", stappen="[{titel: Bel, tekst: Bel *nu*.}]"
    )
    folder.read()
    assert folder.page("stappenplannen/plan").sections == (
        Section("", "", "Vooraf 112, zie De wet."),
        Section("een", "Eén & twee", "De mentor"),
        Section("stap-1", "Bel", "Bel nu."),
    )
