"""The pages of the knowledge base: a page, all pages of a kind, the glossary."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from knowledge.current import library, page_or_404, today
from knowledge.feeds import atom, calendar
from knowledge.front_matter import MATTER_BY_KIND, SECTOR_NAMES, StepPlanMatter
from knowledge.library import Page, Reference, official_url
from knowledge.pages import kind_name
from knowledge.presenting import Checked

bp = Blueprint("knowledge", __name__)


@bp.get("/<kind>/<name>")
def page(kind: str, name: str) -> str:
    found = page_or_404(kind, name)
    matter = found.matter
    steps = tuple(zip(matter.steps, found.steps, strict=True)) if isinstance(matter, StepPlanMatter) else ()
    related = _related(found)
    return render_template(
        "knowledge/page.html",
        page=found,
        steps=steps,
        kind_name=kind_name(kind, many=True),
        official=official_url(matter),
        kind_url=f"/{kind}/",
        used_by=_used_by(found, related),
        related=related,
        themes=tuple(theme for name in matter.themes if (theme := library().pages.get(f"themas/{name}"))),
        checked=Checked(matter.checked, matter.check_before, matter.is_overdue(today()), matter.reviewed_by or ""),
    )


def _used_by(page: Page, related: Mapping[str, list[Page | Reference]]) -> tuple[Reference, ...]:
    """What leads to a page, without what it lists itself already."""
    listed = {one.id for members in related.values() for one in members}
    return tuple(one for one in library().used_by.get(page.id, ()) if one.id not in listed)


# What someone with a question needs first stands first.
_ORDER_IN_THEME = (
    "beslisboom", "stappenplannen", "veelgestelde-vragen", "organisaties", "hulpmiddelen", "programmas", "themas", "wetten", "standpunten", "nieuws", "agenda"
)  # fmt: skip


def _related(theme: Page) -> dict[str, list[Page | Reference]]:
    """Everything that belongs to a theme, by the name of its kind; {} for other pages."""
    if theme.kind != "themas":
        return {}
    found: tuple[Page | Reference, ...] = (*library().themed.get(theme.name, ()), *(one for one in library().of_theme(theme.name) if one.id != theme.id))
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in _ORDER_IN_THEME}
    return {kind_name(kind, many=True): members for kind, members in by_kind.items() if members}


def _absolute(url: str) -> str:
    return request.url_root.rstrip("/") + url


def _atom(kind: str) -> Response:
    body = atom(kind_name(kind, many=True), _absolute(request.path), library().by_kind[kind], _absolute)
    return Response(body, mimetype="application/atom+xml")


@bp.get("/nieuws/atom.xml")
def news_feed() -> Response:
    return _atom("nieuws")


@bp.get("/agenda/atom.xml")
def agenda_feed() -> Response:
    return _atom("agenda")


@bp.get("/agenda/agenda.ics")
def agenda_calendar() -> Response:
    return Response(calendar(kind_name("agenda", many=True), library().by_kind["agenda"], _absolute), mimetype="text/calendar")


# What other programs can follow, by kind: (what it is, its address, its media type).
FEEDS = {
    "nieuws": (("Volg het nieuws (Atom)", "/nieuws/atom.xml", "application/atom+xml"),),
    "agenda": (
        ("Zet de agenda in uw eigen agenda (iCalendar)", "/agenda/agenda.ics", "text/calendar"),
        ("Volg de agenda (Atom)", "/agenda/atom.xml", "application/atom+xml"),
    ),
}


@bp.get("/<kind>/")
def kind(kind: str) -> str:
    if kind not in MATTER_BY_KIND:
        raise NotFound
    everything = library().by_kind[kind]
    if kind == "organisaties":
        return render_template(
            "knowledge/organisations.html", pages=tuple(sorted(everything, key=lambda one: (not one.organisation.urgent, one.title.lower())))
        )
    theme, sector = request.args.get("thema", ""), request.args.get("sector", "")
    pages = tuple(one for one in everything if (not theme or theme in one.matter.themes) and (not sector or sector in one.matter.sectors))
    themes = {name for one in everything for name in one.matter.themes}
    sectors = {name for one in everything for name in one.matter.sectors}
    return render_template(
        "knowledge/kind.html",
        kind_name=kind_name(kind, many=True),
        kind_url=f"/{kind}/",
        pages=pages,
        themes=tuple((one.name, one.title) for one in library().by_kind["themas"] if one.name in themes),
        sectors=tuple((key, name) for key, name in SECTOR_NAMES.items() if key in sectors),
        chosen_theme=theme if f"themas/{theme}" in library().pages else "",
        chosen_sector=sector if sector in SECTOR_NAMES else "",
        feeds=FEEDS.get(kind, ()),
    )


@bp.get("/begrippen/")
def glossary() -> str:
    return render_template("knowledge/glossary.html", terms=library().glossary.terms)
