"""What stands around every answer: the headers that keep readers safe, what may be kept, and the ways of asking."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.checking_client import check_headers

STATIC = ("style.css", "site.js", "icoon.svg")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/gezond", 200),
        ("GET", "/wetten", 308),
        ("GET", "/nergens/niets", 404),
        ("GET", "/beslisboom/vog/stap?peildatum=x", 400),
        ("POST", "/", 405),
        ("POST", "/beslisboom/vog/stap", 422),
        ("GET", "/static/style.css", 200),
        ("GET", "/static/nergens.css", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("HEAD", "/", 200),
        ("OPTIONS", "/", 200),
        ("TRACE", "/", 405),
    ],
)
def test_every_answer_has_every_header(client: FlaskClient, method: str, path: str, status: int) -> None:
    response = client.open(path, method=method, buffered=True)
    assert response.status_code == status
    check_headers(response.headers)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/beslisbomen", 200),
        ("/api/v1/openapi.json", 200),
        ("/api/v1/zoeken?q=vog", 200),
        ("/api/v1/suggesties?q=vog", 200),
        ("/api/v1/zoeken", 400),
        ("/api/v1/x", 404),
    ],
)
def test_every_answer_of_the_interface_has_them_too_and_may_be_read_by_other_sites(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    check_headers(response.headers, shared=True)
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_other_sites_can_not_post_to_the_interface(client: FlaskClient) -> None:
    response = client.post("/api/v1/beslisbomen/vog/loop", json={})
    check_headers(response.headers)
    assert "Access-Control-Allow-Origin" not in response.headers
    preflight = client.options("/api/v1/beslisbomen/vog/loop", headers={"Origin": "https://elders.example", "Access-Control-Request-Method": "POST"})
    assert not [name for name, _ in preflight.headers if name.startswith("Access-Control-")]


def test_a_failure_has_every_header(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("stuk")

    monkeypatch.setattr("publishing.views.render_template", broken)
    response = app.test_client().get("/")
    assert response.status_code == 500
    check_headers(response.headers)


@pytest.mark.parametrize("path", ["/", "/wetten/wpo", "/beslisboom/vog/stap", "/zoeken?q=vog", "/api/v1/paginas/wetten/wpo", "/gezond", "/static/style.css"])
def test_asking_for_the_head_gives_the_same_without_the_body(client: FlaskClient, path: str) -> None:
    whole, head = client.get(path, buffered=True), client.head(path, buffered=True)
    assert head.data == b""
    assert head.status_code == whole.status_code
    unequal = {"Date", "Set-Cookie"}
    assert {name: value for name, value in head.headers if name not in unequal} == {name: value for name, value in whole.headers if name not in unequal}


@pytest.mark.parametrize(("path", "ways"), [("/", {"GET", "HEAD", "OPTIONS"}), ("/beslisboom/vog/stap", {"GET", "HEAD", "OPTIONS", "POST"})])
def test_an_address_says_in_which_ways_it_can_be_asked(client: FlaskClient, path: str, ways: set[str]) -> None:
    assert set(client.options(path).headers["Allow"].split(", ")) == ways
    refused = client.delete(path)
    assert refused.status_code == 405
    assert set(refused.headers["Allow"].split(", ")) == ways


@pytest.mark.parametrize("name", STATIC)
def test_a_static_file_asked_for_by_its_content_may_be_kept_for_ever(client: FlaskClient, name: str) -> None:
    (address,) = re.findall(rf'"(/static/{re.escape(name)}\?v=[0-9a-f]{{12}})"', client.get("/").text)
    assert client.get(address, buffered=True).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000"])
def test_a_static_file_asked_for_otherwise_is_not_kept_for_ever(client: FlaskClient, query: str) -> None:
    assert client.get(f"/static/style.css{query}", buffered=True).headers["Cache-Control"] == "no-cache"


def test_a_safe_connection_is_asked_for_only_over_one(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"].startswith("max-age=")


def test_what_another_host_says_of_itself_is_never_markup(client: FlaskClient) -> None:
    response = client.get("/", headers={"Host": 'x"><script>alert(1)</script>'})
    assert "<script>alert" not in response.text


def test_no_reader_of_ordinary_pages_gets_a_cookie(client: FlaskClient) -> None:
    for path in (
        "/",
        "/wetten/wpo",
        "/zoeken?q=vog",
        "/beslisboom/vog",
        "/beslisboom/vog/stap",
        "/beslisboom/vog/overzicht",
        "/gezond",
        "/api/v1/paginas",
        "/x/y",
    ):
        assert "Set-Cookie" not in client.get(path).headers
    assert "Set-Cookie" not in client.post("/beslisboom/vog/stap").headers
