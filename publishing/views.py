"""The home page and the health of the site."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, current_app, g, jsonify, render_template

from knowledge.library import Page, Reference
from publishing.publisher import Publisher

bp = Blueprint("publishing", __name__)

NEWEST = 4


def _newest(pages: Iterable[Page]) -> tuple[Page, ...]:
    dated = [page for page in pages if getattr(page.matter, "day", None)]
    return tuple(sorted(dated, key=lambda page: page.matter.day, reverse=True)[:NEWEST])  # type: ignore[attr-defined]


@bp.get("/")
def home() -> str:
    library = g.snapshot.library
    agenda = [page for page in library.by_kind["agenda"] if page.matter.day and (page.matter.until or page.matter.day) >= g.today]
    changed = [(Reference(page.id, page.title, page.url, page.kind), page.matter.checked) for page in library.pages.values()]
    # When everything was checked on one day, nothing stands out.
    recent = sorted(changed, key=lambda one: one[1], reverse=True)[:NEWEST] if len({day for _, day in changed}) > 1 else []
    return render_template(
        "publishing/home.html",
        situations=g.snapshot.navigation.situations,
        themes=library.by_kind["themas"],
        news=_newest(library.by_kind["nieuws"]),
        agenda=tuple(sorted(agenda, key=lambda page: page.matter.day)[:NEWEST]),
        changed=tuple(recent),
    )


@bp.get("/gezond")
def health() -> tuple[Response, int]:
    """Whether a snapshot is served, and what keeps newer files from being shown."""
    publisher: Publisher = current_app.extensions["publisher"]
    status = publisher.status
    content = status.snapshot.content
    problems = status.waiting or content.errors
    return jsonify(
        {
            "status": "fouten" if problems else "goed",
            "vingerafdruk": content.fingerprint,
            "paginas": len(content.library.pages),
            "beslisbomen": len(content.forest.trees),
            "problemen": [str(problem) for problem in problems],
            "waarschuwingen": sum(1 for problem in content.problems if not problem.is_error),
        }
    ), 200 if content.library.pages else 503
