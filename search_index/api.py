"""Search for other programs, as JSON. What is wrong with a request is said in an exception; the application writes it as problem+json."""

from __future__ import annotations

from flask import Blueprint, request
from flask.wrappers import Response
from werkzeug.exceptions import BadRequest

from knowledge.front_matter import KIND_NAMES
from knowledge.problems import did_you_mean
from search_index.api_models import SearchHit, SearchResults
from search_index.current import searcher
from search_index.querying import Hit

MOST = 50

bp = Blueprint("search_api", __name__, url_prefix="/api/v1")


def _limit() -> int:
    asked = request.args.get("limiet", "10")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= len(str(MOST)) and 1 <= int(asked) <= MOST):
        raise BadRequest(description=f"limiet moet een heel getal van 1 tot en met {MOST} zijn.")
    return int(asked)


def _kinds() -> tuple[str, ...]:
    kinds = tuple(request.args.getlist("soort"))
    for kind in kinds:
        if kind not in KIND_NAMES:
            raise BadRequest(description=f'De soort "{kind[:50]}" bestaat niet.{did_you_mean(kind[:50], KIND_NAMES)} Bekend zijn: {", ".join(KIND_NAMES)}.')
    return kinds


def _search_hit(hit: Hit) -> SearchHit:
    place = {} if hit.place is None else {"place": dict(hit.place.answers) or hit.place.anchor}
    return SearchHit(id=hit.id, kind=hit.kind, title=hit.title, url=hit.url, fragment=str(hit.fragment), score=round(hit.score, 3), **place)


@bp.get("/zoeken")
def search() -> Response:
    """Raises BadRequest without `q`, with an unknown `soort`, or with a `limiet` that is not a number from 1 to 50."""
    query = request.args.get("q")
    if query is None:
        raise BadRequest(description="Geef met q op waarnaar u zoekt, bijvoorbeeld /api/v1/zoeken?q=vog.")
    found = searcher().search(query, kinds=_kinds(), limit=_limit())
    answer = SearchResults(query=found.query, count=found.count, suggestion=found.suggestion or None, hits=tuple(map(_search_hit, found.hits)))
    # Only a result that lies inside a page or tree has a place at all.
    return Response(answer.model_dump_json(by_alias=True, exclude_unset=True), content_type="application/json")
