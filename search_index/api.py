"""Search for other programs, as JSON. What is wrong with a request is said in an exception; the application writes it as problem+json."""

from __future__ import annotations

from flask import Blueprint, request
from flask.wrappers import Response
from werkzeug.exceptions import BadRequest

from knowledge.front_matter import KIND_NAMES
from knowledge.problems import did_you_mean
from search_index.api_models import SearchHit, SearchResults, Suggested, Suggestions
from search_index.current import searcher
from search_index.querying import Hit, tidy

MOST = 50
MOST_SUGGESTIONS = 20
# Letters are typed, taken back and typed again; a minute later new content is suggested.
_KEPT = "public, max-age=60"

bp = Blueprint("search_api", __name__, url_prefix="/api/v1")


def _limit(most: int, otherwise: int) -> int:
    asked = request.args.get("limiet", str(otherwise))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= len(str(most)) and 1 <= int(asked) <= most):
        raise BadRequest(description=f"limiet moet een heel getal van 1 tot en met {most} zijn.")
    return int(asked)


def _asked() -> str:
    query = request.args.get("q")
    if query is None:
        raise BadRequest(description=f"Geef met q op waarnaar u zoekt, bijvoorbeeld {request.path}?q=vog.")
    return query


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
    found = searcher().search(_asked(), kinds=_kinds(), limit=_limit(MOST, 10))
    answer = SearchResults(query=found.query, count=found.count, suggestion=found.suggestion or None, hits=tuple(map(_search_hit, found.hits)))
    # Only a result that lies inside a page or tree has a place at all.
    return Response(answer.model_dump_json(by_alias=True, exclude_unset=True), content_type="application/json")


@bp.get("/suggesties")
def suggestions() -> Response:
    """Raises BadRequest without `q`, or with a `limiet` that is not a number from 1 to 20."""
    typed = tidy(_asked())
    found = searcher().suggest(typed, _limit(MOST_SUGGESTIONS, 8))
    answer = Suggestions(
        query=typed, suggestions=tuple(Suggested(text=one.title, kind=one.kind, kind_name=one.kind_name, url=one.url) for one in found)
    ).response()
    answer.headers["Cache-Control"] = _KEPT
    return answer
