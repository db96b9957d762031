"""A test client that checks every page it fetches: what must always hold is held everywhere, and exceptions have a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import namespaces
from werkzeug.test import TestResponse

from publishing.web import SECURITY_HEADERS, SITE_NAME

_HTML = "{" + namespaces["html"] + "}"
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget")
_INLINE_HANDLER = re.compile(r"^on[a-z]+$")


class PageFault(AssertionError):
    """Something that must hold on every page does not hold on this one."""


@dataclass
class CheckedPage:
    """A page that passed the checks, with the parts that tests ask for."""

    url: str
    response: TestResponse
    tree: Any
    links: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def text(self) -> str:
        """All words, on one line."""
        return words(self.tree)

    @property
    def heading(self) -> str:
        return words(self.find("h1")[0])

    @property
    def title(self) -> str:
        return words(self.find("title")[0])

    def find(self, tag: str, **attributes: str) -> list[Any]:
        """All elements `tag` with these attributes (`class_` holds one of the classes)."""
        found = []
        for element in self.tree.iter(f"{_HTML}{tag}"):
            wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
            if all(value in (element.get(name) or "").split() if name == "class" else element.get(name) == value for name, value in wanted.items()):
                found.append(element)
        return found

    def by_id(self, id: str) -> Any:
        """The element with this id; fails when there is none."""
        found = [element for element in self.tree.iter() if element.get("id") == id]
        assert found, f"no element with id {id} at {self.url}"
        return found[0]


def words(element: Any) -> str:
    """The words of an element, on one line."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def parse(html: str) -> Any:
    """The document, as strictly as HTML5 allows. Raises PageFault."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=False)
    document = parser.parse(html)
    if parser.errors:
        (line, column), code, details = parser.errors[0]
        raise PageFault(f"invalid HTML at {line}:{column}: {code} {details}")
    return document


def check_markup(html: str, *, title_differs: bool = False) -> Any:
    """Check what must hold in the markup of every page; gives the document. Raises PageFault."""
    document = parse(html)
    elements = list(document.iter())
    ids = [element.get("id") for element in elements if element.get("id") is not None]
    for id in ids:
        if ids.count(id) > 1:
            raise PageFault(f"the id {id} stands twice")
    if document.get("lang") != "nl":
        raise PageFault("the page does not say that it is Dutch")
    headings = [words(element) for element in elements if element.tag == f"{_HTML}h1"]
    if len(headings) != 1:
        raise PageFault(f"there are {len(headings)} h1's")
    title = next(words(element) for element in elements if element.tag == f"{_HTML}title")
    if not title.endswith(f" – {SITE_NAME}") or (not title_differs and not title.removeprefix("Fout: ").startswith(headings[0])):
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
        if href.startswith("#") and href != "#" and href[1:] not in ids:
            raise PageFault(f"the link {href} leads nowhere")


def _check_inline(elements: list[Any]) -> None:
    for element in elements:
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name == "style" or (name == "script" and (element.text or not element.get("src"))):
            raise PageFault(f"inline {name}")
        for attribute, value in element.attrib.items():
            if attribute == "style" or _INLINE_HANDLER.match(str(attribute)) or str(value).strip().lower().startswith("javascript:"):
                raise PageFault(f"inline {attribute} on {name}")


def check_headers(response: TestResponse, *, sets_cookie: bool = False) -> None:
    """Check what must hold of every answer's headers. Raises PageFault."""
    for name, value in SECURITY_HEADERS.items():
        if response.headers.get(name) != value and not (name == "Cross-Origin-Resource-Policy" and response.request.path.startswith("/api/")):
            raise PageFault(f"{name} is {response.headers.get(name)}")
    if "Set-Cookie" in response.headers and not sets_cookie:
        raise PageFault("a reader gets a cookie")


class CheckingClient:
    """Fetches pages and checks each of them."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, url: str, *, status: int = 200, title_differs: bool = False, sets_cookie: bool = False) -> CheckedPage:
        """The page at `url`. `title_differs`: the tab says less than the h1; `sets_cookie`: this page may set one."""
        return self._checked(url, self.client.get(url), status, title_differs, sets_cookie)

    def post(self, url: str, data: dict[str, Any], *, status: int, title_differs: bool = False, sets_cookie: bool = False) -> CheckedPage:
        """The page that answers what was posted."""
        return self._checked(url, self.client.post(url, data=data), status, title_differs, sets_cookie)

    def answer(self, url: str, data: dict[str, Any], *, sets_cookie: bool = False) -> str:
        """Post an answer that fits; gives the address where it leads."""
        response = self.client.post(url, data=data)
        assert response.status_code == 303, response.get_data(as_text=True)[:2000]
        check_headers(response, sets_cookie=sets_cookie)
        return response.headers["Location"]

    def _checked(self, url: str, response: TestResponse, status: int, title_differs: bool, sets_cookie: bool) -> CheckedPage:
        assert response.status_code == status, f"{url} gave {response.status_code}"
        assert response.content_type == "text/html; charset=utf-8"
        try:
            check_headers(response, sets_cookie=sets_cookie)
            tree = check_markup(response.get_data(as_text=True), title_differs=title_differs)
        except PageFault as fault:
            raise PageFault(f"{url}: {fault}") from None
        links = [unescape(element.get("href")) for element in tree.iter() if element.get("href") and isinstance(element.tag, str) and element.tag.endswith("}a")]
        return CheckedPage(url, response, tree, links)


def crawl(client: CheckingClient, start: str = "/") -> dict[str, CheckedPage]:
    """Every page that links lead to from `start`, by address without its anchor; every link and anchor is checked."""
    pages: dict[str, CheckedPage] = {}
    waiting = [(start, "")]
    anchors: list[tuple[str, str, str]] = []
    while waiting:
        url, source = waiting.pop()
        parts = urlsplit(url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.fragment:
            anchors.append((source, address, parts.fragment))
        if address in pages:
            continue
        try:
            page = client.get(address)
        except AssertionError as fault:
            raise PageFault(f"from {source}: {fault}") from None
        pages[address] = page
        for link in page.links:
            target = urlsplit(urljoin(address, link))
            # The answers of a filter or of search go on without end; one of each is enough.
            if not target.netloc and not target.scheme and not target.path.startswith(("/zoeken", "/api/")):
                waiting.append((target.geturl(), address))
    for source, address, anchor in anchors:
        if not any(element.get("id") == anchor for element in pages[address].tree.iter()):
            raise PageFault(f"{source} links to {address}#{anchor}, which does not exist")
    return pages
