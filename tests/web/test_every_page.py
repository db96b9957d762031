"""The whole site, followed link by link from the home page with the checking client."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from publishing.snapshot import Content
from tests.checking_client import CheckedPage, CheckingClient, Crawl, follow_all_links, words

MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def crawl(app: Flask, content: Content) -> Crawl:
    sensitive = {f"{one.tree.url}/stap" for one in content.forest.trees.values() if one.tree.sensitive}
    return follow_all_links(CheckingClient(app.test_client()), keeps_answers=sensitive)


@pytest.fixture(scope="module")
def content(app: Flask) -> Content:
    found: Content = app.extensions["publisher"].current.content
    return found


def places(pages: Crawl) -> dict[str, CheckedPage]:
    """The pages that hold nobody's answers."""
    return {url: page for url, page in pages.pages.items() if "?" not in url and not url.endswith(("/stap", "/tekst"))}


def test_the_content_of_the_site_has_no_faults(content: Content) -> None:
    assert content.errors == ()


def test_every_link_leads_to_a_page_that_passes_every_check(crawl: Crawl) -> None:
    assert crawl.faults == ()


def test_every_page_can_be_reached_from_the_home_page(crawl: Crawl, content: Content) -> None:
    pages = {page.url for page in content.library.pages.values()}
    kinds = {f"/{kind}/" for kind, found in content.library.by_kind.items() if found}
    assert (pages | kinds | {"/begrippen/", "/beslisboom/"}) - crawl.pages.keys() == set()


def test_every_tree_with_its_overview_and_each_outcome_can_be_reached(crawl: Crawl, content: Content) -> None:
    trees = [published.tree for published in content.forest.trees.values()]
    assert len(trees) >= 2
    wanted = {url for tree in trees for url in (tree.url, f"{tree.url}/stap", f"{tree.url}/overzicht")}
    outcomes = {f"{tree.url}/uitkomst/{id}" for tree in trees for id in tree.outcomes}
    assert (wanted | outcomes | {f"{url}/tekst" for url in outcomes}) - crawl.pages.keys() == set()


def test_the_overview_of_a_tree_has_a_place_for_each_question_and_outcome(crawl: Crawl, content: Content) -> None:
    for published in content.forest.trees.values():
        overview = crawl.pages[f"{published.tree.url}/overzicht"]
        for question in published.tree.questions.values():
            assert question.text in words(overview.by_id(f"vraag-{question.id}"))
        for outcome in published.tree.outcomes.values():
            assert outcome.title_alone in words(overview.by_id(f"uitkomst-{outcome.id}"))


def test_each_outcome_says_that_it_need_not_hold_for_the_reader(crawl: Crawl, content: Content) -> None:
    for published in content.forest.trees.values():
        for id, outcome in published.tree.outcomes.items():
            alone = crawl.pages[f"{published.tree.url}/uitkomst/{id}"]
            assert alone.heading == outcome.title_alone
            assert alone.link("Controleer of dit voor u geldt") == f"{published.tree.url}/stap"


def test_no_two_pages_have_the_same_title(crawl: Crawl) -> None:
    counts = Counter(page.title for page in places(crawl).values())
    assert [title for title, count in counts.items() if count > 1] == []


def test_every_page_has_search_and_the_numbers_to_call_in_the_same_place(crawl: Crawl) -> None:
    for page in crawl.pages.values():
        assert len(page.find("input", type="search")) == 1
        footer = page.find("footer")[0]
        assert [link.get("href") for link in footer.iter() if str(link.get("href")).startswith("tel:")][:3] == ["tel:112", "tel:08002000", "tel:09001113111"]


def test_a_page_says_what_its_own_address_is(crawl: Crawl) -> None:
    for url, page in places(crawl).items():
        assert [urlsplit(link.get("href")).path for link in page.find("link", rel="canonical")] == [url]
        assert not page.find("meta", name="robots")


def test_pages_with_answers_are_kept_by_no_cache_and_no_search_engine(crawl: Crawl) -> None:
    steps = {url: page for url, page in crawl.pages.items() if urlsplit(url).path.endswith("/stap")}
    assert len(steps) > 10
    for page in steps.values():
        assert page.response.headers["Cache-Control"] == "no-store"
        assert [robots.get("content") for robots in page.find("meta", name="robots")] == ["noindex"]
        assert not page.find("link", rel="canonical")


def test_a_page_weighs_little_with_everything_on_it(crawl: Crawl, app: Flask) -> None:
    static = Path(str(app.static_folder))
    along = sum(len(gzip.compress((static / name).read_bytes())) for name in ("style.css", "site.js", "icoon.svg"))
    weights = {url: along + len(gzip.compress(page.response.data)) for url, page in crawl.pages.items()}
    assert {url: weight for url, weight in weights.items() if weight > MOST_BYTES} == {}


def test_links_that_leave_the_site_tell_the_other_side_nothing(crawl: Crawl) -> None:
    for page in crawl.pages.values():
        for link in page.find("a"):
            if str(link.get("href")).startswith("http") and not str(link.get("href")).startswith("http://localhost/"):
                assert {"noopener", "noreferrer"} & set((link.get("rel") or "").split()), f"{page.url}: {link.get('href')}"


def test_every_page_of_one_kind_is_in_the_list_of_its_kind(crawl: Crawl, content: Content) -> None:
    for kind, pages in content.library.by_kind.items():
        if pages:
            assert {page.url for page in pages} <= set(crawl.pages[f"/{kind}/"].links)


def test_kinds_without_pages_still_have_a_page(page: CheckingClient, content: Content) -> None:
    for kind, found in content.library.by_kind.items():
        if not found:
            assert "Hier staat nu niets." in page.get(f"/{kind}/").main


def test_a_list_filtered_on_theme_and_sector_keeps_only_what_fits(page: CheckingClient, content: Content) -> None:
    theme = next(found for found in content.library.by_kind["themas"] if len(content.library.of_theme(found.name)) > 3)
    filtered = page.get(f"/veelgestelde-vragen/?thema={theme.name}&sector=po")
    fitting = {one.url for one in content.library.by_kind["veelgestelde-vragen"] if theme.name in one.matter.themes and "po" in one.matter.sectors}
    assert {link for link in filtered.links if link.startswith("/veelgestelde-vragen/") and "?" not in link} - {"/veelgestelde-vragen/"} == fitting


def test_every_term_of_the_glossary_has_its_own_place(crawl: Crawl, content: Content) -> None:
    glossary = crawl.pages["/begrippen/"]
    for term in content.library.glossary.terms:
        assert term.meaning in words(glossary.by_id(term.id))


def test_a_law_links_each_article_to_its_official_text(crawl: Crawl) -> None:
    wpo = crawl.pages["/wetten/wpo"]
    assert any(link.startswith("https://wetten.overheid.nl/BWBR0003420/") and link.endswith("#Artikel32") for link in wpo.links)
    assert wpo.by_id("artikel-32") is not None


@pytest.mark.parametrize("query", ["vog", "mag ik een leerling vastpakken", "xqzzy", "", "vgo", "%3Cscript%3E", "a" * 500, "%00%ff", "artikel+32"])
def test_any_search_gives_a_page(page: CheckingClient, query: str) -> None:
    found = page.get(f"/zoeken?q={query}")
    assert found.response.headers["Cache-Control"] == "no-cache"
    assert found.find("meta", name="robots")[0].get("content") == "noindex"


def test_search_with_filters_and_further_pages_links_to_pages_that_exist(page: CheckingClient) -> None:
    first = page.get("/zoeken?q=school&soort=wetten&sector=po")
    for link in first.links:
        if link.startswith("/zoeken"):
            page.get(link)
    assert page.get("/zoeken?q=school&pagina=999").find("ol", class_="hits")
