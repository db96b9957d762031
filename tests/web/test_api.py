"""The JSON interface: its shapes are fixed, and its description describes what it really says."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def description(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


def validate(description: dict[str, Any], path: str, method: str, data: Any) -> None:
    """Hold an answer against the description."""
    schema = description["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(data, {**schema, "components": description["components"]}, cls=jsonschema.Draft202012Validator)


def test_every_page_is_as_described(client: FlaskClient, description: dict[str, Any]) -> None:
    pages = client.get("/api/v1/paginas").get_json()
    validate(description, "/api/v1/paginas", "get", pages)
    assert pages["aantal"] == len(pages["paginas"]) > 50
    for shown in pages["paginas"]:
        validate(description, "/api/v1/paginas/{soort}/{naam}", "get", client.get(f"/api/v1/paginas/{shown['id']}").get_json())


def test_every_tree_is_as_described(client: FlaskClient, description: dict[str, Any]) -> None:
    trees = client.get("/api/v1/beslisbomen").get_json()
    validate(description, "/api/v1/beslisbomen", "get", trees)
    for tree in trees["beslisbomen"]:
        validate(description, "/api/v1/beslisbomen/{id}", "get", client.get(f"/api/v1/beslisbomen/{tree['id']}").get_json())


def test_every_example_walks_as_described(app: Flask, client: FlaskClient, description: dict[str, Any]) -> None:
    for published in app.extensions["publisher"].current.forest.trees.values():
        for example in published.tree.examples:
            body = {"antwoorden": dict(example.answers), "peildatum": example.on.isoformat() if example.on else None}
            answer = client.post(f"/api/v1/beslisbomen/{published.tree.id}/loop", json=body).get_json()
            validate(description, "/api/v1/beslisbomen/{id}/loop", "post", answer)
            assert answer["uitkomst"]["id"] == example.outcome


def test_a_walk_has_the_fixed_shape(client: FlaskClient) -> None:
    answer = client.post("/api/v1/beslisbomen/fysiek-ingrijpen/loop", json={"antwoorden": {"moment": "nu", "vaker": "ja"}, "peildatum": None}).get_json()
    assert {"status", "route", "vraag", "uitkomst", "genegeerd", "url"} <= answer.keys()
    assert answer["status"] == "vraag"
    assert answer["uitkomst"] is None
    assert answer["vraag"]["id"] == "doel"
    assert answer["genegeerd"] == ["vaker"]
    assert answer["url"] == "/beslisboom/fysiek-ingrijpen/stap?moment=nu"


@pytest.mark.parametrize("query", ["vog", "mag ik een leerling vastpakken", "artikel 4c", "xyzzy", "", "***"])
def test_search_is_as_described_and_has_the_fixed_shape(client: FlaskClient, description: dict[str, Any], query: str) -> None:
    answer = client.get("/api/v1/zoeken", query_string={"q": query}).get_json()
    validate(description, "/api/v1/zoeken", "get", answer)
    assert list(answer) == ["q", "aantal", "bedoelde_u", "resultaten"] or set(answer) == {"q", "aantal", "bedoelde_u", "resultaten"}
    for hit in answer["resultaten"]:
        assert {"id", "soort", "titel", "url", "fragment", "score"} <= hit.keys() <= {"id", "soort", "titel", "url", "fragment", "score", "plek"}


def test_other_sites_may_read_and_not_write(client: FlaskClient) -> None:
    assert client.get("/api/v1/beslisbomen").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.post("/api/v1/beslisbomen/vog/loop", json={}).headers
    assert "Access-Control-Allow-Origin" not in client.get("/").headers
