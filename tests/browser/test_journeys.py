"""What people come to do, in a real browser, on a phone and at a desk, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect


def choose(tab: Page, label: str) -> None:
    """Choose the answer whose words begin with `label`, and go on."""
    tab.get_by_label(re.compile(f"^{re.escape(label)}")).first.check()
    tab.locator("form button.button, form button[type=submit]").filter(has_text=re.compile("volgende|advies")).first.click()


def heading(tab: Page) -> str:
    """The words of the only h1."""
    return tab.locator("h1").inner_text().strip()


def test_a_teacher_learns_whether_she_may_take_hold_of_a_pupil(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("main").get_by_role("link", name="Mag ik deze leerling vastpakken?").first.click()
    tab.get_by_role("link", name=re.compile("^Start")).first.click()
    choose(tab, "Het gebeurt nu")
    choose(tab, "Tegenhouden, vastpakken of wegleiden")
    choose(tab, "Nee, hij luistert niet")
    assert heading(tab).startswith("Nee")
    expect(tab.get_by_role("heading", name="Wat doet u nu?")).to_be_visible()
    expect(tab.get_by_text("Het gebeurt nu", exact=True).first).to_be_visible()


def fill_day(tab: Page, day: str, month: str, year: str) -> None:
    """Type a day in its three fields, and go on."""
    for label, text in (("Dag", day), ("Maand", month), ("Jaar", year)):
        tab.get_by_label(label, exact=True).fill(text)
    tab.locator("form button[type=submit]").filter(has_text=re.compile("volgende|advies")).first.click()


def test_a_school_leader_learns_that_a_vog_is_a_day_too_old(tab: Page) -> None:
    tab.goto("/beslisboom/vog")
    tab.get_by_role("link", name=re.compile("^Start")).first.click()
    choose(tab, "Op een basisschool")
    choose(tab, "Leraar of vakleraar in dienst")
    choose(tab, "Er is een VOG")
    choose(tab, "Voor dit werk")
    fill_day(tab, "1", "maart", "2026")
    fill_day(tab, "2", "9", "2026")
    assert heading(tab).startswith("Nee")
    expect(tab.get_by_role("heading", name="Wat doet u nu?")).to_be_visible()
    tab.get_by_role("link", name=re.compile("^Wijzig.*Op welke dag")).first.click()
    assert tab.get_by_label("Dag", exact=True).input_value() == "2"
    fill_day(tab, "1", "9", "2026")
    assert heading(tab).startswith("Ja")


def test_a_changed_answer_keeps_the_others(tab: Page) -> None:
    tab.goto("/beslisboom/fysiek-ingrijpen/stap?moment=nu&doel=vasthouden&gevaar=anderen&zonder=nee&middel=licht")
    assert heading(tab).startswith("Ja")
    tab.get_by_role("link", name=re.compile("^Wijzig.*Kan het nog zonder aanraken")).first.click()
    assert heading(tab) == "Kan het nog zonder aanraken?"
    assert tab.get_by_label("Nee, of er is geen tijd voor").is_checked()
    choose(tab, "Ja")
    assert heading(tab).startswith("Nee")
    assert "middel=licht" in tab.url


def test_back_in_the_browser_keeps_the_answer(tab: Page) -> None:
    tab.goto("/beslisboom/fysiek-ingrijpen/stap")
    choose(tab, "Het gebeurt nu")
    tab.get_by_role("link", name=re.compile("Terug")).first.click()
    assert tab.get_by_label("Het gebeurt nu").is_checked()


def test_no_answer_gives_a_sentence_that_leads_to_the_field(tab: Page) -> None:
    tab.goto("/beslisboom/fysiek-ingrijpen/stap?moment=nu")
    tab.locator("form button").filter(has_text=re.compile("volgende|advies")).first.click()
    assert tab.title().startswith("Fout: ")
    summary = tab.locator("[role=alert], .error-summary").first
    expect(summary).to_be_visible()
    link = summary.get_by_role("link").first
    target = link.get_attribute("href")
    assert target is not None
    expect(tab.locator(target)).to_have_count(1)


def test_the_helpdesk_finds_an_answer_and_its_link(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("main").get_by_role("searchbox").fill("hoe oud mag een vog zijn")
    tab.get_by_role("main").get_by_role("button", name="Zoek").click()
    first = tab.get_by_role("main").get_by_role("link", name=re.compile("VOG")).first
    first.click()
    assert "VOG" in heading(tab)


def test_from_results_the_browser_tells_this_site_what_was_searched_and_from_other_pages_nothing(desk: Page) -> None:
    desk.goto("/zoeken?q=hoe+oud+mag+een+vog+zijn")
    results = desk.url
    link = desk.get_by_role("main").locator(".hit__title a").first
    target = str(link.get_attribute("href"))
    assert "?" not in target
    link.click()
    desk.wait_for_url(f"**{target}")
    assert desk.evaluate("document.referrer") == results
    desk.get_by_role("contentinfo").get_by_role("link", name="Privacy").click()
    desk.wait_for_url("**/over/privacy")
    assert desk.evaluate("document.referrer") == ""


def test_the_link_of_an_outcome_is_copied_and_said(desk: Page) -> None:
    desk.goto("/beslisboom/fysiek-ingrijpen/stap?moment=nu&doel=straf")
    desk.get_by_role("button", name="Kopieer link").click()
    expect(desk.get_by_role("status").first).not_to_be_empty()
    assert desk.evaluate("navigator.clipboard.readText()").endswith("/beslisboom/fysiek-ingrijpen/stap?moment=nu&doel=straf")


def test_an_answer_is_copied_for_an_e_mail(desk: Page) -> None:
    desk.goto("/beslisboom/fysiek-ingrijpen/stap?moment=nu&doel=straf")
    desk.get_by_role("link", name="Kopieer als antwoord").click()
    expect(desk.get_by_role("status").first).not_to_be_empty()
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert "Mag ik deze leerling vastpakken?" in copied
    assert "Wat doet u nu?" in copied
    assert "geen juridisch advies" in copied


def test_a_keyboard_is_enough(desk: Page) -> None:
    desk.goto("/beslisboom/fysiek-ingrijpen/stap")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent.trim()") == "Naar de inhoud"
    desk.get_by_label("Het gebeurt nu").focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.tagName") == "BUTTON"
    desk.keyboard.press("Enter")
    desk.wait_for_url("**moment=nu**")
    assert heading(desk) == "Wat wilt u doen?"


@pytest.mark.parametrize("path", ["/beslisboom/vog", "/wetten/wpo", "/beslisboom/fysiek-ingrijpen/stap?moment=nu&doel=straf", "/zoeken?q=vog"])
def test_readers_get_no_cookie(desk: Page, path: str) -> None:
    desk.goto(path)
    assert desk.context.cookies() == []
