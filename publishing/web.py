"""What every request and every page has: its snapshot, the words of the layout, and the headers that keep readers safe."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

from knowledge.dutch_dates import dutch_day, dutch_partial_day
from knowledge.front_matter import OrganisationMatter
from knowledge.library import Page
from knowledge.presenting import SITE_NAME
from publishing.publisher import Publisher

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Lifeline:
    """Someone to call when no snapshot could be read: the same names as an organisation's page has."""

    title: str
    url: str
    organisation: OrganisationMatter


def _lifeline(title: str, name: str, phone: str, hours: str) -> Lifeline:
    checked = datetime.date(2026, 11, 25)
    matter = OrganisationMatter.model_validate(
        {"titel": title, "samenvatting": title, "telefoon": phone, "tijden": hours, "gecontroleerd": checked, "controleren_voor": checked}
    )
    return Lifeline(title, f"/organisaties/{name}", matter)


# A test holds these to the pages of the organisations.
LIFELINES = (
    _lifeline("Politie", "politie", "112", "dag en nacht"),
    _lifeline("Veilig Thuis", "veilig-thuis", "0800-2000", "dag en nacht"),
    _lifeline("Vertrouwensinspecteurs", "vertrouwensinspecteurs", "0900 111 3111", "werkdagen van 8.00 tot 17.00 uur"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """What the layout shows."""

    name: str
    navigation: tuple[tuple[str, str, bool], ...]
    urgent: tuple[Page | Lifeline, ...]
    helpdesk: Page | None
    today: datetime.date
    query: str
    canonical: str
    noindex: bool


def _is_personal() -> bool:
    """Whether this page holds somebody's answers: never for search engines, never kept by a cache."""
    return request.endpoint in ("wizard.step", "wizard.answer", "wizard.step_as_text", "wizard.wiped", "wizard.picture")


def site() -> Site:
    """What the layout shows for this request; complete also when there is no snapshot."""
    snapshot = g.get("snapshot")
    menu = snapshot.navigation.menu if snapshot else ()
    urgent: tuple[Page | Lifeline, ...] = (snapshot.navigation.urgent if snapshot else ()) or LIFELINES
    is_search = request.path == "/zoeken"
    return Site(
        name=SITE_NAME,
        navigation=tuple((label, url, request.path.startswith(url)) for label, url in menu),
        urgent=urgent,
        helpdesk=snapshot.navigation.helpdesk if snapshot else None,
        today=g.get("today") or datetime.date.today(),  # noqa: DTZ011 - the day where the site runs
        query=request.args.get("q", "")[:300] if is_search else "",
        canonical="" if _is_personal() or is_search else request.base_url,
        noindex=_is_personal() or is_search or request.blueprint == "control",
    )


def phone_href(phone: str) -> str:
    """'tel:08002000' for '0800-2000'."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)


def init_web(app: Flask, publisher: Publisher) -> None:
    """Register what every request and page has."""
    app.template_filter("day")(dutch_day)
    app.template_filter("partial_day")(dutch_partial_day)
    app.template_filter("phone_href")(phone_href)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.before_request
    def pin_snapshot() -> None:
        """A request reads from one snapshot from beginning to end, also when a new one comes."""
        g.snapshot = publisher.current
        g.today = datetime.date.today()  # noqa: DTZ011 - the day where the site runs

    @app.context_processor
    def layout() -> dict[str, Any]:
        return {"site": site()}

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if _is_personal() or response.headers.get("Set-Cookie"):
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response
