"""The page with search results."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from knowledge.current import library
from knowledge.front_matter import KIND_NAMES, SECTOR_NAMES
from knowledge.library import Library, Reference
from knowledge.pages import kind_name
from search_index.current import searcher
from search_index.querying import LONGEST_QUERY, Hit, Results, is_too_long

PAGE_SIZE = 10
LAST_PAGE = 50
_PAGES_AROUND = 3
_TOPICS = 8

bp = Blueprint("search_index", __name__)

Choice = tuple[str, str, int, bool]


@dataclass(frozen=True, slots=True)
class ResultsPart:
    """What the template shows of the results."""

    count: int
    hits: tuple[Hit, ...]
    suggestion: str
    suggestion_url: str
    searched: str


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


def _known(parameter: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The values of a filter in the address that exist, each once; others are passed over: an old link keeps working."""
    return tuple(dict.fromkeys(value for value in request.args.getlist(parameter) if value in names))


def _page_asked() -> int:
    try:
        return min(max(int(request.args.get("pagina", "1")[:4]), 1), LAST_PAGE)
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


def _search(asked: _Asked, page: int) -> Results:
    return searcher().search(asked.query, kinds=asked.kinds, themes=asked.themes, sectors=asked.sectors, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)


@bp.get("/zoeken")
def results() -> str:
    """Results for `q`, with filters `soort`, `thema` and `sector` (each may be given more than once), ten on a page."""
    kinds = {kind: kind_name(kind, many=True) for kind in KIND_NAMES}
    themes = {theme.name: theme.title for theme in library().by_kind.get("themas", ())}
    query = request.args.get("q", "")
    asked = _Asked(query, _known("soort", kinds), _known("thema", themes), _known("sector", SECTOR_NAMES))
    page = _page_asked()
    found = _search(asked, page)
    last = min(-(-found.count // PAGE_SIZE), LAST_PAGE)
    if page > last > 0:
        page, found = last, _search(asked, last)
    asked = _Asked(found.query, asked.kinds, asked.themes, asked.sectors)
    names = kinds | themes | SECTOR_NAMES
    return render_template(
        "search_index/results.html",
        query=found.query,
        longest=LONGEST_QUERY if is_too_long(query) else 0,
        results=ResultsPart(found.count, found.hits, found.suggestion, asked.url(query=found.suggestion) if found.suggestion else "", found.searched),
        kinds=_choices(kinds, found.kind_counts, asked.kinds),
        themes=_choices(themes, found.theme_counts, asked.themes),
        sectors=_choices(SECTOR_NAMES, found.sector_counts, asked.sectors),
        chosen=tuple((names[value], asked.url(without=value)) for value in (*asked.kinds, *asked.themes, *asked.sectors)),
        pages=_pagination(asked, page, last),
        top_topics=() if found.count else _top_topics(library()),
    )
