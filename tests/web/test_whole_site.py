"""Every page of the real site, through the client that checks each of them."""

from __future__ import annotations

import pytest
from flask import Flask

from publishing.web import LIFELINES
from tests.checking_client import CheckingClient, PageFault, check_headers, check_markup, crawl


def test_every_link_leads_somewhere_and_every_page_is_reached(app: Flask, site: CheckingClient) -> None:
    pages = crawl(site)
    library = app.extensions["publisher"].current.library
    forest = app.extensions["publisher"].current.forest
    reached = {url.partition("?")[0] for url in pages}
    assert {page.url for page in library.pages.values()} - reached == set()
    for published in forest.trees.values():
        tree = published.tree
        assert {tree.url, f"{tree.url}/overzicht"} <= reached
        assert {f"{tree.url}/uitkomst/{id}" for id in tree.outcomes} - reached == set()
    assert {"/", "/beslisboom/", "/begrippen/", "/organisaties/", "/wetten/"} <= reached


def test_the_numbers_for_when_nothing_works_are_those_of_the_organisations(app: Flask) -> None:
    library = app.extensions["publisher"].current.library
    for one in LIFELINES:
        page = library.pages[one.url.strip("/")]
        assert (page.title, page.organisation.phone) == (one.title, one.organisation.phone)


GOOD = '<!doctype html><html lang="nl"><head><title>Kop – Veiligheidswijzer</title></head><body><h1>Kop</h1></body></html>'


def test_a_good_page_passes() -> None:
    check_markup(GOOD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h1>Kop</h1>", "<h1>Kop</h1><h1>Nog een</h1>"),
        ("<h1>Kop</h1>", "<p>Kop</p>"),
        (' lang="nl"', ""),
        ("<title>Kop", "<title>Iets anders"),
        ("<h1>", '<p id="a"></p><p id="a"></p><h1>'),
        ("<h1>", '<a href="#weg">x</a><h1>'),
        ("<h1>", '<label for="weg">x</label><h1>'),
        ("<h1>", '<p style="color:red">x</p><h1>'),
        ("<h1>", '<p onclick="x()">x</p><h1>'),
        ("<h1>", '<a href="javascript:x()">x</a><h1>'),
        ("</head>", "<script>x()</script></head>"),
        ("</head>", "<style>p{}</style></head>"),
        ("<h1>Kop</h1>", "<h1>Kop</h1><div><p></div>x</span>"),
    ],
)
def test_a_page_with_a_fault_does_not_pass(old: str, new: str) -> None:
    with pytest.raises(PageFault):
        check_markup(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    "path", ["/", "/bestaat-niet", "/beslisboom/vog/stap?peildatum=x", "/gezond", "/static/style.css", "/api/v1/beslisbomen", "/api/v1/niets"]
)
def test_every_answer_has_the_headers_that_keep_readers_safe(app: Flask, path: str) -> None:
    with app.test_client().get(path) as response:
        check_headers(response)


def test_old_browsers_and_robots_may_ask_for_the_headers_only(app: Flask) -> None:
    response = app.test_client().head("/wetten/wpo")
    assert response.status_code == 200
    assert response.data == b""
