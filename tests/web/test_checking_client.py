"""The checking client itself: each of its checks is seen failing here, on a page that is right but for one thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response
from werkzeug.datastructures import Headers

from tests.checking_client import HEADERS, CheckingClient, PageFault, check_headers, check_markup, follow_all_links

GOOD = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Kop – Veiligheidswijzer</title></head>
<body><h1>Kop</h1>
<form action="/" aria-labelledby="naam"><label for="veld" id="naam">Naam</label><input id="veld" aria-describedby="uitleg"></form>
<p id="uitleg">Uitleg <a href="#veld">veld</a></p>
<button type="button" popovertarget="woord">woord</button><div id="woord" popover>Uitleg</div>
</body></html>"""


def test_a_good_page_passes_every_check() -> None:
    check_markup(GOOD)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("<!doctype html>\n", "", "expected-doctype"),
        ("</form>", "", "invalid HTML"),
        ("<h1>Kop</h1>", "<p>Kop</p>", "the h1's are"),
        ("<h1>Kop</h1>", "<h1> </h1>", "the h1's are"),
        ("<h1>Kop</h1>", "<h1>Kop</h1><h1>Nog een</h1>", "the h1's are"),
        ("<title>Kop", "<title>Iets anders", "does not begin with 'Kop'"),
        ("<title>Kop – Veiligheidswijzer", "<title>Kop", "does not name the site"),
        (' lang="nl"', "", "does not say that it is Dutch"),
        (' lang="nl"', ' lang="en"', "does not say that it is Dutch"),
        ('<p id="uitleg">', '<p id="uitleg"><b id="veld">x</b>', "'veld' stands 2 times"),
        ('<p id="uitleg">', '<p id="uitleg"><b id="">x</b>', "the id '' stands"),
        ('for="veld"', 'for="vld"', "for=vld leads nowhere"),
        ('aria-labelledby="naam"', 'aria-labelledby="naam nergens"', "aria-labelledby=nergens leads nowhere"),
        ('aria-describedby="uitleg"', 'aria-describedby="nergens"', "aria-describedby=nergens leads nowhere"),
        ('popovertarget="woord"', 'popovertarget="nergens"', "popovertarget=nergens leads nowhere"),
        ('href="#veld"', 'href="#nergens"', "the link #nergens leads nowhere"),
        ('href="#veld"', 'href="#"', "the link # leads nowhere"),
        ("</body>", "<script>alert(1)</script></body>", "inline script"),
        ("</body>", "<script></script></body>", "inline script"),
        ("</head>", "<style>p {}</style></head>", "inline style"),
        ('<p id="uitleg">', '<p id="uitleg" style="color: red">', "inline style on p"),
        ('<p id="uitleg">', '<p id="uitleg" onclick="x()">', "inline onclick on p"),
        ('href="#veld"', 'href="javascript:x()"', "code in href of a"),
        ('href="#veld"', 'href=" java&#10;script:x()"', "code in href of a"),
        ('href="#veld"', 'href="data:text/html,x"', "code in href of a"),
    ],
)
def test_one_wrong_thing_in_the_markup_is_noticed(right: str, wrong: str, complaint: str) -> None:
    assert right in GOOD
    with pytest.raises(PageFault, match=complaint.replace("(", r"\(")):
        check_markup(GOOD.replace(right, wrong, 1))


def test_a_title_that_says_less_must_be_asked_for_and_still_names_the_site() -> None:
    neutral = GOOD.replace("<title>Kop", "<title>Vraag 1")
    check_markup(neutral, title_differs=True)
    with pytest.raises(PageFault):
        check_markup(neutral.replace(" – Veiligheidswijzer", ""), title_differs=True)


def test_a_title_may_say_first_that_something_is_wrong() -> None:
    check_markup(GOOD.replace("<title>Kop", "<title>Fout: Kop"))


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_a_missing_or_other_header_is_noticed(name: str) -> None:
    headers = Headers({**HEADERS, "Cache-Control": "no-cache"})
    check_headers(headers)
    headers[name] = "iets anders"
    with pytest.raises(PageFault, match=name):
        check_headers(headers)
    del headers[name]
    with pytest.raises(PageFault, match=name):
        check_headers(headers)


def test_a_page_without_a_word_on_caching_is_noticed() -> None:
    with pytest.raises(PageFault, match="how long to keep"):
        check_headers(Headers(HEADERS))


def test_a_cookie_is_noticed_unless_it_is_allowed_by_name() -> None:
    headers = Headers({**HEADERS, "Cache-Control": "no-store", "Set-Cookie": "a=b"})
    with pytest.raises(PageFault, match="cookie"):
        check_headers(headers)
    check_headers(headers, sets_cookie=True)


Serve = Callable[..., CheckingClient]


@pytest.fixture
def serve() -> Serve:
    """A client of a site with the given pages, made by replacing a piece of the good page."""

    def make(pages: dict[str, str], *, status: int = 200, content_type: str = "text/html; charset=utf-8") -> CheckingClient:
        app = Flask(__name__, static_folder=None)
        for number, (address, html) in enumerate(pages.items()):
            app.add_url_rule(address, str(number), lambda html=html: Response(html, status=status, content_type=content_type))

        @app.after_request
        def protect(response: Response) -> Response:
            response.headers.update({**HEADERS, "Cache-Control": "no-cache"})
            return response

        return CheckingClient(app.test_client())

    return make


def with_link(html: str) -> str:
    return GOOD.replace("</body>", f"{html}</body>")


def test_another_status_is_noticed(serve: Serve) -> None:
    with pytest.raises(PageFault, match="gave 418"):
        serve({"/": GOOD}, status=418).get("/")
    serve({"/": GOOD}, status=418).get("/", status=418)


def test_another_content_type_is_noticed(serve: Serve) -> None:
    with pytest.raises(PageFault, match="is text/plain"):
        serve({"/": GOOD}, content_type="text/plain").get("/")


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ('<a href="/nergens">x</a>', "get /nergens gives 404"),
        ('<a href="/map">x</a>', "get /map gives 308"),
        ('<a href="ftp://elders/">x</a>', "a link leads to ftp"),
        ('<img src="/nergens.svg" alt="">', "img fetches /nergens.svg, which gives 404"),
        ('<script src="/nergens.js"></script>', "script fetches /nergens.js, which gives 404"),
        ('<img src="https://elders.example/a.png" alt="">', "from elsewhere"),
        ('<form action="/nergens"></form>', "get /nergens gives 404"),
        ('<form action="/" method="post"></form>', "post / gives 405"),
    ],
)
def test_an_address_that_does_not_exist_is_noticed(serve: Serve, html: str, complaint: str) -> None:
    with pytest.raises(PageFault, match=complaint):
        serve({"/": with_link(html), "/map/": GOOD}).get("/")


def test_a_stylesheet_that_does_not_exist_is_noticed(serve: Serve) -> None:
    with pytest.raises(PageFault, match=r"link fetches /nergens\.css"):
        serve({"/": GOOD.replace("</head>", '<link rel="stylesheet" href="/nergens.css"></head>')}).get("/")


def test_links_are_followed_to_every_page_and_every_anchor(serve: Serve) -> None:
    crawl = follow_all_links(serve({"/": with_link('<a href="/twee#uitleg">x</a>'), "/twee": with_link('<a href="/">x</a>'), "/wees": GOOD}))
    assert set(crawl.pages) == {"/", "/twee"}
    assert crawl.faults == ()


def test_a_link_to_a_missing_anchor_on_another_page_is_noticed(serve: Serve) -> None:
    crawl = follow_all_links(serve({"/": with_link('<a href="/twee#nergens">x</a>'), "/twee": GOOD}))
    assert crawl.faults == ("/ → /twee#nergens: there is no such place",)


def test_a_bad_page_behind_a_link_is_noticed_with_the_page_that_links_to_it(serve: Serve) -> None:
    crawl = follow_all_links(serve({"/": with_link('<a href="/twee">x</a>'), "/twee": GOOD.replace("<h1>Kop</h1>", "")}))
    assert len(crawl.faults) == 1
    assert crawl.faults[0].startswith("/ → /twee: the h1's are []")
