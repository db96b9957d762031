"""Pages as JSON. The models are the description: the OpenAPI document is made from them."""

from __future__ import annotations

import datetime

from flask import Blueprint, request
from flask.wrappers import Response
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import BadRequest

from knowledge.current import library, page_or_404
from knowledge.front_matter import MATTER_BY_KIND
from knowledge.library import Page
from knowledge.problems import did_you_mean

bp = Blueprint("knowledge_api", __name__, url_prefix="/api/v1")


class ApiModel(BaseModel):
    """A JSON object of the interface, with Dutch names."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    def response(self) -> Response:
        return Response(self.model_dump_json(by_alias=True), content_type="application/json")


class PageSummary(ApiModel):
    """A page in a list."""

    id: str
    kind: str = Field(alias="soort")
    title: str = Field(alias="titel")
    summary: str = Field(alias="samenvatting")
    url: str


class PageList(ApiModel):
    """All pages, or those of one kind."""

    count: int = Field(alias="aantal")
    pages: tuple[PageSummary, ...] = Field(alias="paginas")


class SourceModel(ApiModel):
    """Where the content comes from."""

    title: str = Field(alias="titel")
    url: str
    date: str | None = Field(alias="datum")


class HeadingModel(ApiModel):
    """A place in a page."""

    anchor: str = Field(alias="anker")
    text: str = Field(alias="kop")


class PageModel(PageSummary):
    """A whole page."""

    html: str
    steps: tuple[str, ...] = Field(alias="stappen")
    themes: tuple[str, ...] = Field(alias="themas")
    sectors: tuple[str, ...] = Field(alias="sectoren")
    headings: tuple[HeadingModel, ...] = Field(alias="koppen")
    sources: tuple[SourceModel, ...] = Field(alias="bronnen")
    to_verify: tuple[str, ...] = Field(alias="nog_te_controleren")
    checked: datetime.date = Field(alias="gecontroleerd")
    used_by: tuple[str, ...] = Field(alias="gebruikt_in")


def page_summary(page: Page) -> PageSummary:
    """A page in a list."""
    return PageSummary(id=page.id, kind=page.kind, title=page.title, summary=page.matter.summary, url=page.url)


@bp.get("/paginas")
def pages() -> Response:
    kind = request.args.get("soort")
    if kind is not None and kind not in MATTER_BY_KIND:
        raise BadRequest(f"De soort “{kind[:40]}” bestaat niet.{did_you_mean(kind[:40], MATTER_BY_KIND)}")
    found = [page for name, some in library().by_kind.items() if kind in (None, name) for page in some]
    return PageList(count=len(found), pages=tuple(page_summary(page) for page in found)).response()


@bp.get("/paginas/<kind>/<name>")
def page(kind: str, name: str) -> Response:
    found = page_or_404(kind, name)
    matter = found.matter
    return PageModel(
        **page_summary(found).model_dump(),
        html=str(found.html),
        steps=tuple(str(step) for step in found.steps),
        themes=matter.themes,
        sectors=matter.sectors,
        headings=tuple(HeadingModel(anchor=one.anchor, text=one.text) for one in found.headings),
        sources=tuple(SourceModel(title=one.title, url=one.url, date=one.date) for one in matter.sources),
        to_verify=matter.to_verify,
        checked=matter.checked,
        used_by=tuple(one.id for one in library().used_by.get(found.id, ())),
    ).response()
