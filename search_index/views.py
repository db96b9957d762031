"""The page with search results."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from knowledge.current import library, today
from knowledge.front_matter import KIND_NAMES, SECTOR_NAMES
from knowledge.library import Library, Reference
from knowledge.pages import kind_name
from search_index.current import searcher, usage_counter
from search_index.querying import LONGEST_QUERY, Hit, Results, is_too_long

PAGE_SIZE = 10
LAST_PAGE = 50
_PAGES_AROUND = 3
_TOPICS = 8

bp = Blueprint("search_index", __name__)

Choice = tuple[str, str, int, bool]
Arguments = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class ResultsPart:
    """What the template shows of the results."""

    count: int
    hits: tuple[Hit, ...]
    suggestion: str
    suggestion_url: str
    searched: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question and the filters of an address."""

    query: str
    kinds: tuple[str, ...]
    themes: tuple[str, ...]
    sectors: tuple[str, ...]

    def url(self, page: int = 1, without: str = "", query: str = "") -> str:
        """The address of the same question on another page, without one filter value, or with other words."""

        def kept(values: Iterable[str]) -> list[str]:
            return [value for value in values if value != without]

        return url_for(
            "search_index.results",
            q=query or self.query,
            soort=kept(self.kinds),
            thema=kept(self.themes),
            sector=kept(self.sectors),
            pagina=page if page > 1 else None,
        )


def _kind_names() -> Mapping[str, str]:
    return {kind: kind_name(kind, many=True) for kind in KIND_NAMES}


def _theme_names() -> Mapping[str, str]:
    return {theme.name: theme.title for theme in library().by_kind.get("themas", ())}


def _asked(args: Arguments) -> _Asked:
    """The question of an address. Filter values that do not exist are passed over: an old link keeps working."""

    def known(parameter: str, names: Container[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in args.getlist(parameter) if value in names))

    return _Asked(args.get("q", ""), known("soort", KIND_NAMES), known("thema", _theme_names()), known("sector", SECTOR_NAMES))


def _page_asked(args: Arguments) -> int:
    try:
        return min(max(int(args.get("pagina", "1")[:4]), 1), LAST_PAGE)
    except ValueError:
        return 1


def _choices(names: Mapping[str, str], counts: Mapping[str, int], chosen: Collection[str]) -> tuple[Choice, ...]:
    """The values of a filter that lead to something, or that are chosen already."""
    return tuple((key, name, counts.get(key, 0), key in chosen) for key, name in names.items() if counts.get(key) or key in chosen)


def _pagination(asked: _Asked, page: int, last: int) -> tuple[tuple[int, str, bool], ...]:
    """The first page, those around the current one, and the last; empty when everything is on one page."""
    near = range(max(1, page - _PAGES_AROUND), min(last, page + _PAGES_AROUND) + 1)
    return tuple((number, asked.url(number), number == page) for number in sorted({1, *near, last})) if last > 1 else ()


def _top_topics(pages: Library) -> tuple[Reference, ...]:
    """The themes with most pages, for who found nothing."""
    themes = sorted(pages.by_kind.get("themas", ()), key=lambda theme: -len(pages.of_theme(theme.name)))
    return tuple(Reference(theme.id, theme.title, theme.url, theme.kind) for theme in themes[:_TOPICS])


def _near_topics(query: str) -> tuple[Reference, ...]:
    """The themes that a question without results comes nearest to."""
    pages = library()
    themes = (pages.pages.get(f"themas/{name}") for name in searcher().nearest_themes(query))
    return tuple(Reference(theme.id, theme.title, theme.url, theme.kind) for theme in themes if theme is not None)


def _without_filters(asked: _Asked) -> tuple[int, str] | None:
    """How much the question finds without filters, and the address of that; None when it has none, or finds nothing then either."""
    if not (asked.kinds or asked.themes or asked.sectors):
        return None
    everywhere = _Asked(asked.query, (), (), ())
    count = _search(everywhere, 1).count
    return (count, everywhere.url()) if count else None


def _is_to_be_explained() -> bool:
    """Editors may ask what became of a question; readers have no use for it."""
    return bool(current_app.config.get("EDITOR_PAGES")) and request.args.get("uitleg") == "1"


def _search(asked: _Asked, page: int) -> Results:
    return searcher().search(asked.query, kinds=asked.kinds, themes=asked.themes, sectors=asked.sectors, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)


def _found(asked: _Asked, page: int) -> tuple[int, Results]:
    """The results on that page; on the last one when there are not so many pages."""
    found = _search(asked, page)
    last = _last_page(found)
    return (last, _search(asked, last)) if page > last > 0 else (page, found)


def _last_page(found: Results) -> int:
    return min(-(-found.count // PAGE_SIZE), LAST_PAGE)


@bp.get("/zoeken")
def results() -> str:
    """Results for `q`, with filters `soort`, `thema` and `sector` (each may be given more than once), ten on a page."""
    typed = _asked(request.args)
    page, found = _found(typed, _page_asked(request.args))
    _count_search(typed, page, found)
    asked = replace(typed, query=found.query)
    kinds, themes = _kind_names(), _theme_names()
    names = {**kinds, **themes, **SECTOR_NAMES}
    return render_template(
        "search_index/results.html",
        query=found.query,
        longest=LONGEST_QUERY if is_too_long(typed.query) else 0,
        results=ResultsPart(
            found.count, found.hits, found.suggestion, asked.url(query=found.suggestion) if found.suggestion else "", found.searched, found.unknown
        ),
        kinds=_choices(kinds, found.kind_counts, asked.kinds),
        themes=_choices(themes, found.theme_counts, asked.themes),
        sectors=_choices(SECTOR_NAMES, found.sector_counts, asked.sectors),
        chosen=tuple((names[value], asked.url(without=value)) for value in (*asked.kinds, *asked.themes, *asked.sectors)),
        pages=_pagination(asked, page, _last_page(found)),
        without_filters=_without_filters(asked) if not found.count else None,
        near_topics=() if found.count else _near_topics(found.query),
        top_topics=() if found.count else _top_topics(library()),
        explanation=searcher().explain(found.searched) if _is_to_be_explained() else None,
    )


def _is_read() -> bool:
    """Whether somebody reads the answer: a browser may also fetch pages ahead."""
    return request.method == "GET" and not request.headers.get("Sec-Purpose", "").startswith("prefetch")


def _count_search(asked: _Asked, page: int, found: Results) -> None:
    """Count a question once: not its other pages, nor what a filter leaves of its results."""
    counter = usage_counter()
    if counter is not None and _is_read() and found.query and page == 1 and not (asked.kinds or asked.themes or asked.sectors):
        counter.searched(today(), asked.query, found, searcher().vocabulary)


@bp.after_request
def tell_on_which_results_was_clicked(response: Response) -> Response:
    """Let the browser say to this site, and no other, from which results a reader came; only when that is counted."""
    if usage_counter() is not None:
        response.headers["Referrer-Policy"] = "same-origin"
    return response


@bp.after_app_request
def count_choice(response: Response) -> Response:
    """Count of what kind a page is that was opened from search results: the page itself needs no other address for that."""
    counter = usage_counter()
    if counter is not None and _is_read() and response.mimetype == "text/html":
        asked, kind = _chosen_from_results(request.referrer or "")
        if kind:
            counter.chose(today(), asked, kind, searcher().vocabulary)
    return response


def _chosen_from_results(referrer: str) -> tuple[str, str]:
    """The question and the kind of this page, when the reader came from results that it is among; else two empty strings."""
    root = url_for("search_index.results", _external=True)
    if not referrer.startswith(f"{root}?"):
        return "", ""
    args = MultiDict(parse_qsl(referrer[len(root) + 1 :]))
    asked = _asked(args)
    _, found = _found(asked, _page_asked(args))
    address = request.full_path.rstrip("?")
    return asked.query, next((hit.kind for hit in found.hits if address in (hit.url, hit.place and hit.place.url.partition("#")[0])), "")
