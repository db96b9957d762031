"""A test client that checks every page it fetches: what must always hold is held everywhere, and exceptions have a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import icalendar
from flask.testing import FlaskClient
from html5lib.constants import namespaces
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from knowledge.presenting import SITE_NAME
from publishing.web import SECURITY_HEADERS

_ATOM = "{http://www.w3.org/2005/Atom}"
_HTML = "{" + namespaces["html"] + "}"
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list", "form")
_INLINE_HANDLER = re.compile(r"on[a-z]+")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "cite"})
# Addresses that the browser itself fetches while it shows a page.
_FETCHED = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}
_LINK_THAT_FETCHES_NOTHING = {"canonical", "alternate"}

# Written out here, so that a weaker policy in the code does not weaken the test along with it.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = SECURITY_HEADERS | {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class PageFault(AssertionError):
    """Something that must hold on every page does not hold on this one."""


@dataclass
class CheckedPage:
    """A page that passed the checks, with the parts that tests ask for."""

    url: str
    response: TestResponse
    tree: Any

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def text(self) -> str:
        """All words, on one line."""
        return words(self.tree)

    @property
    def main(self) -> str:
        """The words between the head and the foot of the page."""
        return words(self.find("main")[0])

    @property
    def heading(self) -> str:
        return words(self.find("h1")[0])

    @property
    def title(self) -> str:
        """What the tab of the browser says."""
        return words(self.find("title")[0])

    @property
    def links(self) -> list[str]:
        """Where its links lead, as written."""
        return [element.get("href") for element in self.find("a") if element.get("href") is not None]

    def find(self, tag: str, **attributes: str) -> list[Any]:
        """All elements `tag` with these attributes (`class_` is one of the classes; `aria_label` is aria-label)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.tree.iter(f"{_HTML}{tag}")
            if all(value in (element.get(name) or "").split() if name == "class" else element.get(name) == value for name, value in wanted.items())
        ]

    def by_id(self, id: str) -> Any:
        """The element with this id; fails when there is none."""
        found = [element for element in self.tree.iter() if element.get("id") == id]
        assert found, f"no element with id {id} at {self.url}"
        return found[0]

    def link(self, label: str) -> str:
        """Where the first link whose words begin with `label` leads."""
        found = [element.get("href") for element in self.find("a") if words(element).startswith(label)]
        assert found, f"no link '{label}' at {self.url}"
        return str(found[0])

    @property
    def post_url(self) -> str:
        """Where the form of a question goes."""
        return str(self.find("form", class_="question")[0].get("action"))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The error summary: (sentence, id of the field it leads to)."""
        return [(words(link), link.get("href")[1:]) for box in self.find("div", class_="error-summary") for link in box.iter(f"{_HTML}a")]

    @property
    def csrf_token(self) -> str:
        return str(self.find("input", name="csrf_token")[0].get("value"))


def words(element: Any) -> str:
    """The words of an element, on one line."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def parse(html: str) -> Any:
    """The document, as strictly as HTML5 allows. Raises PageFault."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    document = parser.parse(html)
    if parser.errors:
        (line, column), code, details = parser.errors[0]
        raise PageFault(f"invalid HTML at {line}:{column}: {code} {details}")
    return document


def check_markup(html: str, *, title_differs: bool = False) -> Any:
    """Check what must hold in the markup of every page; gives the document. Raises PageFault."""
    document = parse(html)
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    for id, count in ids.items():
        if count > 1 or not id or re.search(r"\s", id):
            raise PageFault(f"the id '{id}' stands {count} times")
    if document.get("lang") != "nl":
        raise PageFault("the page does not say that it is Dutch")
    headings = [words(element) for element in elements if element.tag == f"{_HTML}h1"]
    if len(headings) != 1 or not headings[0]:
        raise PageFault(f"the h1's are {headings}")
    title = next(words(element) for element in elements if element.tag == f"{_HTML}title")
    if not title.endswith(f" – {SITE_NAME}"):
        raise PageFault(f"the title '{title}' does not name the site")
    if not title_differs and not title.removeprefix("Fout: ").startswith(headings[0]):
        raise PageFault(f"the title '{title}' does not begin with '{headings[0]}'")
    _check_references(elements, set(ids))
    _check_inline(elements)
    return document


def _check_references(elements: list[Any], ids: set[str]) -> None:
    for element in elements:
        for name in _REFERENCES:
            for id in (element.get(name) or "").split():
                if id not in ids:
                    raise PageFault(f"{name}={id} leads nowhere")
        href = element.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            raise PageFault(f"the link {href} leads nowhere")


def _check_inline(elements: list[Any]) -> None:
    for element in elements:
        name = element.tag.rpartition("}")[2]
        if name == "style" or (name == "script" and (element.text or not element.get("src"))):
            raise PageFault(f"inline {name}")
        for attribute, value in element.attrib.items():
            if attribute == "style" or _INLINE_HANDLER.fullmatch(str(attribute)):
                raise PageFault(f"inline {attribute} on {name}")
            if attribute in _ADDRESSES and re.sub(r"\s", "", str(value)).lower().startswith(("javascript:", "vbscript:", "data:")):
                raise PageFault(f"code in {attribute} of {name}")


def check_headers(headers: Mapping[str, str], *, sets_cookie: bool = False, shared: bool = False, is_results: bool = False) -> None:
    """Check what must hold of every answer's headers. `shared`: other sites may read it; `is_results`: this site may know that readers come from it.

    Raises PageFault.
    """
    exceptions = {"Cross-Origin-Resource-Policy": "cross-origin"} if shared else {"Referrer-Policy": "same-origin"} if is_results else {}
    for name, value in (HEADERS | exceptions).items():
        if headers.get(name) != value:
            raise PageFault(f"{name} is {headers.get(name)}")
    if "Cache-Control" not in headers:
        raise PageFault("nothing says how long to keep this")
    if "Set-Cookie" in headers and not sets_cookie:
        raise PageFault("a reader gets a cookie")


class CheckingClient:
    """Fetches pages and checks each of them, with everything that the browser would fetch along."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._answered: dict[str, int] = {}

    def get(self, url: str, *, status: int = 200, title_differs: bool = False, sets_cookie: bool = False) -> CheckedPage:
        """The page at `url`. `title_differs`: the tab says less than the h1; `sets_cookie`: this page may set one."""
        return self._checked(url, self.client.get(url), status, title_differs, sets_cookie)

    def post(
        self, url: str, data: Mapping[str, Any] | None = None, *, status: int = 422, title_differs: bool = False, sets_cookie: bool = False
    ) -> CheckedPage:
        """The page that answers what was posted."""
        return self._checked(url, self.client.post(url, data=data), status, title_differs, sets_cookie)

    def redirected(self, url: str, *, status: int = 301, sets_cookie: bool = False) -> str:
        """Where `url` sends on to."""
        return self._location(self.client.get(url), status, sets_cookie)

    def answer(self, url: str, data: Mapping[str, Any], *, sets_cookie: bool = False) -> str:
        """Post an answer that fits; gives the address where it leads, which is read with GET."""
        return self._location(self.client.post(url, data=data), 303, sets_cookie)

    def follow_redirect(self, url: str, data: Mapping[str, Any], *, title_differs: bool = False, sets_cookie: bool = False) -> CheckedPage:
        """Post an answer that fits, and fetch the page where it leads."""
        return self.get(self.answer(url, data, sets_cookie=sets_cookie), title_differs=title_differs, sets_cookie=sets_cookie)

    def _location(self, response: TestResponse, status: int, sets_cookie: bool) -> str:
        if response.status_code != status:
            raise PageFault(f"{response.request.path} gave {response.status_code}: {response.get_data(as_text=True)[:2000]}")
        check_headers(response.headers, sets_cookie=sets_cookie)
        location = response.headers["Location"]
        if urlsplit(location).netloc:
            raise PageFault(f"{location} is not an address on this site")
        return location

    def _checked(self, url: str, response: TestResponse, status: int, title_differs: bool, sets_cookie: bool) -> CheckedPage:
        try:
            if response.status_code != status:
                raise PageFault(f"gave {response.status_code} {response.headers.get('Location', '')}")
            if response.content_type != "text/html; charset=utf-8":
                raise PageFault(f"is {response.content_type}")
            check_headers(response.headers, sets_cookie=sets_cookie, is_results=urlsplit(url).path == "/zoeken")
            tree = check_markup(response.get_data(as_text=True), title_differs=title_differs)
            for element in tree.iter():
                self._check_address(url, element)
        except PageFault as fault:
            raise PageFault(f"{url}: {fault}") from None
        return CheckedPage(url, response, tree)

    def check_drawing(self, url: str) -> None:
        """Whether there is a picture at `url`: XML that brings no style or script of its own and fetches nothing from elsewhere."""
        for element in ElementTree.fromstring(self._fetched(url, "image/svg+xml")).iter():  # noqa: S314 - the site made it
            if element.get("style") or str(element.tag).rpartition("}")[2] in ("style", "script"):
                raise PageFault(f"{url}: {element.tag} brings its own style or script")

    def check_feed(self, url: str) -> None:
        """Whether there is an Atom feed at `url` with what every feed and entry must have, whose entries lead to pages of this site."""
        feed = ElementTree.fromstring(self._fetched(url, "application/atom+xml"))  # noqa: S314 - the site made it
        if feed.tag != f"{_ATOM}feed":
            raise PageFault(f"{url}: {feed.tag} is no feed")
        for thing in (feed, *feed.iter(f"{_ATOM}entry")):
            missing = [name for name in ("id", "title", "updated") if not thing.findtext(f"{_ATOM}{name}")]
            if missing:
                raise PageFault(f"{url}: without {missing}")
        for entry in feed.iter(f"{_ATOM}entry"):
            self._check_route(urlsplit(entry.findtext(f"{_ATOM}id") or "").path, "get")

    def check_calendar(self, url: str) -> None:
        """Whether there is a calendar at `url` that another program can read, whose events lead to pages of this site."""
        calendar = icalendar.Calendar.from_ical(self._fetched(url, "text/calendar"))
        for event in calendar.walk("VEVENT"):
            missing = [name for name in ("uid", "dtstamp", "dtstart", "summary") if name not in event]
            if missing:
                raise PageFault(f"{url}: an event without {missing}")
            self._check_route(urlsplit(str(event["url"])).path, "get")

    def _fetched(self, url: str, media_type: str) -> bytes:
        response = self.client.get(url)
        if (response.status_code, response.mimetype) != (200, media_type):
            raise PageFault(f"{url}: gave {response.status_code} {response.content_type}")
        check_headers(response.headers)
        return response.get_data()

    def _check_address(self, url: str, element: Any) -> None:
        """What a browser would fetch by itself exists on this site, and a form goes to an address that takes it."""
        name = str(element.tag).rpartition("}")[2]
        written = element.get(_FETCHED.get(name, ""))
        if written is not None and element.get("rel") not in _LINK_THAT_FETCHES_NOTHING:
            target = urljoin(url, written)
            if urlsplit(target).netloc:
                raise PageFault(f"{name} fetches {written} from elsewhere")
            if self._status(target) != 200:
                raise PageFault(f"{name} fetches {written}, which gives {self._status(target)}")
        if name == "a" and not (element.get("href") or "#").startswith("#"):
            target = urljoin(url, element.get("href"))
            parts = urlsplit(target)
            if not parts.scheme and not parts.netloc:
                self._check_route(parts.path, "get")
            elif parts.scheme not in ("https", "http", "mailto", "tel"):
                raise PageFault(f"a link leads to {target}")
        if name == "form":
            self._check_route(urlsplit(urljoin(url, element.get("action") or "")).path, element.get("method") or "get")

    def _check_route(self, path: str, method: str) -> None:
        """Some view takes this address; whether it finds anything there, `follow_all_links` sees."""
        try:
            self.client.application.url_map.bind("localhost").match(path, method=method.upper())
        except HTTPException as error:
            raise PageFault(f"{method} {path} gives {error.code}") from None

    def _status(self, url: str) -> int:
        if url not in self._answered:
            with self.client.get(url) as response:
                check_headers(response.headers)
                self._answered[url] = response.status_code
        return self._answered[url]


@dataclass(frozen=True)
class Crawl:
    """All pages that can be reached by links, by address; `faults` are the links that lead nowhere and the pages that failed a check."""

    pages: Mapping[str, CheckedPage]
    faults: tuple[str, ...]


def _same_page(address: str) -> str:
    """Addresses that show the same question for another answer to change are one: with all answers they are too many."""
    parts = urlsplit(address)
    changed = parse_qs(parts.query).get("wijzig")
    return f"{parts.path}?wijzig={changed[0]}" if changed else address


def follow_all_links(page: CheckingClient, start: str = "/", keeps_answers: Container[str] = ()) -> Crawl:
    """Fetch every page that links lead to from `start`, and check every anchor. Search results are not followed: they never end.

    The pages at the paths `keeps_answers` keep answers in a cookie, and their tab says less than their h1.
    """
    pages: dict[str, CheckedPage | None] = {}
    faults: list[str] = []
    waiting = [(start, "")]
    known: set[str] = set()
    anchors: dict[tuple[str, str], str] = {}
    while waiting:
        address, source = waiting.pop(0)
        if _same_page(address) in known:
            continue
        known.add(_same_page(address))
        try:
            checks = {"svg": page.check_drawing, "xml": page.check_feed, "ics": page.check_calendar}
            check = checks.get(urlsplit(address).path.rpartition(".")[2])
            if check is not None:
                check(address)
                continue
            is_secret = urlsplit(address).path in keeps_answers
            found = pages[address] = page.get(address, title_differs=is_secret, sets_cookie=is_secret)
        except PageFault as fault:
            pages[address] = None
            faults.append(f"{source} → {fault}")
            continue
        for link in found.links:
            target = urlsplit(urljoin(address, link))
            if target.netloc or target.scheme or target.path.startswith("/zoeken"):
                continue
            there = target.path + (f"?{target.query}" if target.query else "")
            if target.fragment:
                anchors.setdefault((there, target.fragment), address)
            waiting.append((there, address))
    for (address, anchor), source in anchors.items():
        there = pages.get(address)
        if there is not None and not any(element.get("id") == anchor for element in there.tree.iter()):
            faults.append(f"{source} → {address}#{anchor}: there is no such place")
    return Crawl({address: found for address, found in pages.items() if found is not None}, tuple(faults))
