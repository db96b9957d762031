"""Search as JSON."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from search_index import api
from search_index.querying import Searcher


@pytest.fixture
def client(searcher: Searcher) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(api.bp)
    app.before_request(lambda: setattr(g, "snapshot", SimpleNamespace(searcher=searcher)))
    return app.test_client()


def test_the_answer_has_exactly_these_keys(client: FlaskClient) -> None:
    answer = client.get("/api/v1/zoeken?q=pesten").json
    assert answer is not None
    assert answer.keys() == {"q", "aantal", "bedoelde_u", "resultaten"}
    assert (answer["q"], answer["aantal"], answer["bedoelde_u"]) == ("pesten", 4, None)
    first = answer["resultaten"][0]
    assert first.keys() == {"id", "soort", "titel", "url", "fragment", "score"}
    assert (first["id"], first["soort"], first["titel"], first["url"]) == ("themas/pesten", "themas", "Pesten", "/themas/pesten")
    assert first["fragment"] == "Wat <mark>pesten</mark> is en wat een school doet."
    assert first["score"] > 0


@pytest.mark.parametrize(("query", "place"), [("artikel+4c", "artikel-4c"), ("leraar+in+opleiding+lio", {"rol": "lio"})])
def test_a_place_inside_is_an_anchor_or_answers(client: FlaskClient, query: str, place: object) -> None:
    answer = client.get(f"/api/v1/zoeken?q={query}").json
    assert answer is not None
    assert answer["resultaten"][0]["plek"] == place


def test_what_was_meant_is_said(client: FlaskClient) -> None:
    answer = client.get("/api/v1/zoeken?q=pessten").json
    assert answer is not None
    assert (answer["q"], answer["bedoelde_u"], answer["aantal"]) == ("pessten", "pesten", 4)


def test_kinds_and_limit(client: FlaskClient) -> None:
    answer = client.get("/api/v1/zoeken?q=pesten&soort=themas&soort=nieuws&limiet=1").json
    assert answer is not None
    assert (answer["aantal"], len(answer["resultaten"])) == (2, 1)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("?q=vog&limiet=0", "limiet"),
        ("?q=vog&limiet=51", "limiet"),
        ("?q=vog&limiet=-1", "limiet"),
        ("?q=vog&limiet=tien", "limiet"),
        ("?q=vog&limiet=", "limiet"),
        ("?q=vog&limiet=1.5", "limiet"),
        ("?q=vog&limiet=%D9%A3", "limiet"),
        ("?q=vog&limiet=" + "9" * 5000, "limiet"),
        ("?q=vog&soort=wet", 'Bedoelde u "wetten"?'.replace('"', "&#34;")),
        ("", "q"),
    ],
)
def test_a_wrong_request_is_explained(client: FlaskClient, address: str, says: str) -> None:
    response = client.get("/api/v1/zoeken" + address)
    assert response.status_code == 400
    assert says in response.text


def test_suggestions_have_exactly_these_keys(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggesties?q=onderwijswet").json
    assert answer == {
        "q": "onderwijswet",
        "suggesties": [{"tekst": "Wet op het primair onderwijs", "soort": "wetten", "soort_naam": "Wet", "url": "/wetten/wpo"}],
    }


@pytest.mark.parametrize(
    ("address", "says"),
    [("?q=vog&limiet=0", "limiet"), ("?q=vog&limiet=21", "1 tot en met 20"), ("?q=vog&limiet=acht", "limiet"), ("", "/api/v1/suggesties?q=vog")],
)
def test_a_wrong_request_for_suggestions_is_explained(client: FlaskClient, address: str, says: str) -> None:
    response = client.get("/api/v1/suggesties" + address)
    assert response.status_code == 400
    assert says in response.text


@pytest.mark.parametrize("query", ["", "v", "***", "%22", "%F0%9F%98%80", "%00", "%ff"])
def test_where_nothing_can_be_suggested_is_no_error(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/suggesties?q={query}").json
    assert answer is not None
    assert answer["suggesties"] == []


def test_suggestions_may_be_kept_for_a_minute(client: FlaskClient) -> None:
    assert client.get("/api/v1/suggesties?q=vog").headers["Cache-Control"] == "public, max-age=60"
