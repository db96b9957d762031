"""What readers and programs see when something is wrong."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.checking_client import CheckingClient


def test_a_page_that_is_not_there_helps_on(page: CheckingClient) -> None:
    shown = page.get("/veelgestelde-vragen/vog-vrijwilligers", status=404)
    assert "/veelgestelde-vragen/vog-vrijwilliger" in shown.links
    assert shown.find("input", name="q")


@pytest.mark.parametrize(
    "path",
    ["/beslisboom/bestaat-niet", "/beslisboom/vog/uitkomst/bestaat-niet", "/bestaat-niet/", "/wetten/bestaat-niet", "/%00/", "/wetten/..%2f..%2fetc%2fpasswd"],
)
def test_what_does_not_exist_is_not_found(page: CheckingClient, path: str) -> None:
    page.get(path, status=404)


def test_an_old_address_leads_to_the_new_one(small_app: Flask) -> None:
    response = small_app.test_client().get("/veelgestelde-vragen/oude-naam")
    assert (response.status_code, response.headers["Location"]) == (301, "/veelgestelde-vragen/mag-dat")


def test_a_way_of_asking_that_is_not_allowed_says_so(page: CheckingClient) -> None:
    shown = page.post("/wetten/wpo", {}, status=405)
    assert shown.heading == "Dit kan hier niet"


def test_a_failure_shows_whom_to_call_and_nothing_of_the_inside(app: Flask, page: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("geheim van binnen")

    monkeypatch.setattr("wizard.composing.start_page", broken)
    shown = page.get("/beslisboom/vog", status=500)
    assert "0800-2000" in shown.text
    assert "112" in shown.text
    assert "geheim van binnen" not in shown.html
    assert "Traceback" not in shown.html


def test_a_failure_of_the_error_page_itself_still_shows_whom_to_call(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("stuk")

    monkeypatch.setattr("publishing.errors.render_template", broken)
    response = app.test_client().get("/bestaat-niet/")
    assert response.status_code == 404
    assert "0800-2000" in response.get_data(as_text=True)


def test_programs_get_a_problem_document(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    for path, status in (("/api/v1/paginas?soort=wet", 400), ("/api/v1/paginas/wetten/niets", 404), ("/api/v1/zoeken?q=x&limiet=1000", 400)):
        response = client.get(path)
        assert (response.status_code, response.content_type) == (status, "application/problem+json")
        assert response.json["status"] == status
        assert response.json["detail"].endswith((".", "?"))


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"antwoorden": 3}', b'{"antwoorden": {"waar": {"a": 1}}}', b'{"peildatum": "morgen"}', b"\xff"])
def test_bad_json_gets_a_sentence(app: Flask, body: bytes) -> None:
    response = app.test_client().post("/api/v1/beslisbomen/vog/loop", data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
