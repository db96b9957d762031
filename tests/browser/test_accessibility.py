"""axe finds nothing on any type of page, in light and in dark, and nothing scrolls sideways on a narrow screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_page

PAGES = {
    "home": "/",
    "trees": "/beslisboom/",
    "start": "/beslisboom/vog",
    "question": "/beslisboom/fysiek-ingrijpen/stap?moment=nu",
    "question with a wrong answer": "/beslisboom/fysiek-ingrijpen/stap?moment=verdwenen",
    "outcome": "/beslisboom/fysiek-ingrijpen/stap?moment=nu&doel=straf",
    "urgent outcome": "/beslisboom/fysiek-ingrijpen/stap?moment=nu&doel=vasthouden&gevaar=wapen",
    "outcome alone": "/beslisboom/fysiek-ingrijpen/uitkomst/kort_ingrijpen",
    "answer as text": "/beslisboom/fysiek-ingrijpen/stap/tekst?moment=nu&doel=straf",
    "overview": "/beslisboom/vog/overzicht",
    "control": "/beslisboom/fysiek-ingrijpen/controle",
    "law": "/wetten/wpo",
    "bill": "/wetten/wet-vrij-en-veilig-onderwijs",
    "frequent question": "/veelgestelde-vragen/hoe-oud-mag-een-vog-zijn",
    "step plan": "/stappenplannen/meldcode-vijf-stappen",
    "theme": "/themas/sociale-veiligheid",
    "organisation": "/organisaties/veilig-thuis",
    "organisations": "/organisaties/",
    "pages of a kind": "/veelgestelde-vragen/?thema=personeel",
    "glossary": "/begrippen/",
    "search results": "/zoeken?q=mag+een+leerling+worden+vastgepakt",
    "nothing found": "/zoeken?q=xyzzyqwert",
    "about": "/over/deze-site",
    "not found": "/veelgestelde-vragen/bestaat-niet",
}

# By itself it is as wide as it is, and scrolls like any image.
PICTURE = {"picture": "/beslisboom/fysiek-ingrijpen/plaatje.svg?moment=nu"}

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("path", (PAGES | PICTURE).values(), ids=(PAGES | PICTURE).keys())
def test_axe_finds_nothing(scheme_tab: Page, path: str) -> None:
    scheme_tab.goto(path)
    results = Axe().run(scheme_tab, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 640})
    page = open_page(context)
    page.goto(path)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 320


# The contrast of the words of a link in the picture with the shape below them.
CONTRAST = """link => {
  const light = colour => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const [shape, words] = [".picture__stop", ".picture__number"].map(kind => light(getComputedStyle(link.querySelector(kind)).fill));
  return (Math.max(shape, words) + .05) / (Math.min(shape, words) + .05);
}"""


@pytest.mark.parametrize("kind", ["picture__exit", "picture__node--question"])
def test_a_number_on_the_road_taken_can_be_read_where_the_focus_is(scheme_tab: Page, kind: str) -> None:
    """axe looks at a page as it is before anybody touches it."""
    scheme_tab.goto(PICTURE["picture"])
    link = scheme_tab.locator(f".picture__way--taken .{kind}, .picture__node--taken.{kind}").first
    before = link.evaluate(CONTRAST)
    link.focus()
    scheme_tab.keyboard.press("Shift+Tab")
    scheme_tab.keyboard.press("Tab")
    assert link.evaluate("link => link.matches(':focus-visible')")
    assert min(before, link.evaluate(CONTRAST)) >= 4.5
