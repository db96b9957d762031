"""The description of the JSON interface, made from the models that the answers are made with."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint, Flask, jsonify, request
from flask.wrappers import Response as JsonResponse
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.wrappers import Response

from knowledge.api import PageList, PageModel
from knowledge.presenting import SITE_NAME
from search_index.api_models import SearchResults, Suggestions
from wizard.api import TreeList, TreeModel, WalkRequest, WalkResult

bp = Blueprint("openapi", __name__, url_prefix="/api/v1")

PROBLEM = {
    "description": "Wat er niet klopt, als problem document (RFC 9457) met een Nederlandse zin.",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
            }
        }
    },
}


def _parameter(name: str, place: str, text: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "description": text, "schema": schema or {"type": "string"}}


def _operation(summary: str, model: type[BaseModel], *parameters: dict[str, Any]) -> dict[str, Any]:
    answer = {"description": "Gelukt.", "content": {"application/json": {"schema": _reference(model)}}}
    return {"summary": summary, "parameters": list(parameters), "responses": {"200": answer, "default": PROBLEM}}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    models: list[type[BaseModel]] = [SearchResults, Suggestions, TreeList, TreeModel, WalkRequest, WalkResult, PageList, PageModel]
    _, schemas = models_json_schema(
        [(model, "serialization" if model is not WalkRequest else "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    tree_id = _parameter("id", "path", "Naam van de beslisboom, zoals vog.")
    walk = _operation("Volg antwoorden door een beslisboom.", WalkResult, tree_id)
    walk["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference(WalkRequest)}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": SITE_NAME, "version": "1", "description": "Zoeken, beslisbomen en pagina's over sociale veiligheid op school."},
        "paths": {
            "/api/v1/zoeken": {
                "get": _operation(
                    "Zoek in pagina's en beslisbomen.",
                    SearchResults,
                    _parameter("q", "query", "Waarnaar gezocht wordt."),
                    _parameter("soort", "query", "Alleen deze soort; mag vaker voorkomen."),
                    _parameter("limiet", "query", "Hoeveel resultaten.", type="integer", minimum=1, maximum=50, default=10),
                )
            },
            "/api/v1/suggesties": {
                "get": _operation(
                    "Wat iemand kan bedoelen die nog typt.",
                    Suggestions,
                    _parameter("q", "query", "Wat er tot nu toe is getypt."),
                    _parameter("limiet", "query", "Hoeveel suggesties.", type="integer", minimum=1, maximum=20, default=8),
                )
            },
            "/api/v1/beslisbomen": {"get": _operation("Alle beslisbomen.", TreeList)},
            "/api/v1/beslisbomen/{id}": {"get": _operation("Een hele beslisboom.", TreeModel, tree_id)},
            "/api/v1/beslisbomen/{id}/loop": {"post": walk},
            "/api/v1/paginas": {"get": _operation("Alle pagina's.", PageList, _parameter("soort", "query", "Alleen deze soort."))},
            "/api/v1/paginas/{soort}/{naam}": {
                "get": _operation("Een hele pagina.", PageModel, _parameter("soort", "path", "Zoals wetten."), _parameter("naam", "path", "Zoals wpo."))
            },
        },
        "components": {"schemas": schemas["$defs"]},
    }


@bp.get("/openapi.json")
def openapi() -> JsonResponse:
    return jsonify(description())


def init_api(app: Flask) -> None:
    """Let other sites read the interface."""

    @app.after_request
    def share(response: Response) -> Response:
        if request.path.startswith("/api/") and request.method in ("GET", "HEAD"):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response
