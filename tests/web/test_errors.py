"""What readers and programs see when something is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from publishing.web import LIFELINES
from tests.checking_client import CheckingClient, check_markup


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


@pytest.mark.parametrize("rest", ["", "/overzicht", "/stap?sector=po&hoe=brief", "/uitkomst/vertel"])
def test_the_old_address_of_a_tree_leads_to_the_new_one_with_everything_after_it(make_small_app: Callable[[], Flask], content_dir: Path, rest: str) -> None:
    path = content_dir / "beslisbomen/vervolg.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("thema: proef", "thema: proef\nvorige_adressen: [beslisboom/oud]"), encoding="utf-8")
    page = CheckingClient(make_small_app().test_client())
    assert page.redirected(f"/beslisboom/oud{rest}") == f"/beslisboom/vervolg{rest}"


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


def test_whom_to_call_when_all_else_fails_is_what_the_pages_of_the_organisations_say(app: Flask) -> None:
    library = app.extensions["publisher"].current.library
    assert [one.url for one in LIFELINES] == [page.url for page in app.extensions["publisher"].current.navigation.urgent]
    for one in LIFELINES:
        page = library.pages[one.url.removeprefix("/")]
        assert one.title == page.title
        assert one.organisation.phone == page.organisation.phone
        assert one.organisation.hours
        assert one.organisation.hours in page.organisation.hours


def test_a_page_without_a_snapshot_still_shows_whom_to_call(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("publishing.publisher.Publisher.current")
    response = app.test_client().get("/wetten/wpo")
    assert response.status_code == 500
    check_markup(response.text)
    for number in ("tel:112", "tel:08002000", "tel:09001113111"):
        assert f'href="{number}"' in response.text


def test_a_failure_of_the_interface_gets_a_problem_document(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("geheim van binnen")

    monkeypatch.setattr("knowledge.api.page_summary", broken)
    response = app.test_client().get("/api/v1/paginas")
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert "geheim" not in response.text


def test_the_log_tells_of_a_failure_but_not_of_what_was_asked(app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("stuk")

    monkeypatch.setattr("wizard.views.render_template", broken)
    monkeypatch.setattr("search_index.views.render_template", broken)
    client = app.test_client()
    with caplog.at_level(logging.DEBUG):
        assert client.get("/beslisboom/fysiek-ingrijpen/stap?moment=geheimantwoord").status_code == 500
        assert client.post("/beslisboom/fysiek-ingrijpen/stap?geheimevraag=1", data={"antwoord": "geheimantwoord"}).status_code == 500
        assert client.get("/zoeken?q=geheimantwoord").status_code == 500
    # The text as it would be written, with the traceback of the failure.
    assert "Failure at GET /beslisboom/fysiek-ingrijpen/stap" in caplog.text
    assert "RuntimeError: stuk" in caplog.text
    assert "geheim" not in caplog.text


@pytest.mark.parametrize(("path", "status"), [("/wetten/wpo/", 404), ("/wetten/WPO", 404), ("/begrippen/vog", 404), ("/organisaties/../wetten/wpo", 404)])
def test_an_address_that_is_almost_right_gets_a_page_that_searches(page: CheckingClient, path: str, status: int) -> None:
    shown = page.get(path, status=status)
    assert shown.find("form", action="/zoeken")
    assert shown.find("section", aria_labelledby="misschien-kop")


def test_an_address_without_its_last_slash_is_sent_on(page: CheckingClient) -> None:
    assert page.client.get("/wetten").status_code == 308


def test_too_much_sent_to_the_interface_is_refused_as_a_problem(app: Flask) -> None:
    response = app.test_client().post("/api/v1/beslisbomen/vog/loop", data=b"x" * 70_000, content_type="application/json")
    assert (response.status_code, response.content_type) == (413, "application/problem+json")


def test_an_answer_in_too_many_pieces_is_refused(page: CheckingClient) -> None:
    pieces = {f"stuk{number}": "1" for number in range(300)}
    response = page.client.post("/beslisboom/vog/stap", data=pieces, content_type="multipart/form-data")
    assert response.status_code == 413


def test_programs_get_a_problem_document(app: Flask) -> None:
    client = app.test_client()
    for path, status in (("/api/v1/paginas?soort=wet", 400), ("/api/v1/paginas/wetten/niets", 404), ("/api/v1/zoeken?q=x&limiet=1000", 400)):
        response = client.get(path)
        assert (response.status_code, response.content_type) == (status, "application/problem+json")
        assert response.json["status"] == status
        assert response.json["detail"].endswith((".", "?"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"antwoorden": 3}',
        b'{"antwoorden": {"waar": {"a": 1}}}',
        b'{"peildatum": "morgen"}',
        b'{"antwoorden": {"rol": NaN}}',
        b'{"antwoorden": {"\\ud800": "x"}}',
        b'{"antwoorden": {"rol": ' + b"9" * 5000 + b"}}",
        b'{"antwoorden": {' + b",".join(b'"a%d": "1"' % number for number in range(500)) + b"}}",
        b"[" * 30_000,
        b"\xff",
    ],
)
def test_bad_json_gets_a_sentence(app: Flask, body: bytes) -> None:
    response = app.test_client().post("/api/v1/beslisbomen/vog/loop", data=body, content_type="application/json")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert response.json["detail"].endswith((".", "?"))  # type: ignore[index]


def test_an_old_address_of_a_tree_that_something_else_has_now_is_a_fault(make_small_app: Callable[[], Flask], content_dir: Path) -> None:
    path = content_dir / "beslisbomen/vervolg.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("thema: proef", "thema: proef\nvorige_adressen: [beslisboom/geheim]"), encoding="utf-8")
    (complaint,) = make_small_app().test_client().get("/gezond").get_json()["problemen"]
    assert complaint == 'beslisbomen/vervolg.yaml:4:19: fout: Het oude adres "beslisboom/geheim" is nu het adres van iets anders.'
