"""Answers to a sensitive tree stay out of addresses, logs and caches."""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask

from tests.checking_client import CheckedPage, CheckingClient

STEP = "/beslisboom/geheim/stap"
SECRETS = ("iets_ergs", "iets_vreemds")


def token(shown: CheckedPage) -> str:
    """The CSRF token of the shown's form."""
    return str(shown.find("input", name="csrf_token")[0].get("value"))


def answer(page: CheckingClient, value: str) -> str:
    shown = page.get(STEP, title_differs=True, sets_cookie=True)
    return page.answer(STEP, {"antwoord": value, "csrf_token": token(shown)}, sets_cookie=True)


def outcome(page: CheckingClient) -> CheckedPage:
    answer(page, "iets_ergs")
    answer(page, "po")
    return page.get(STEP, title_differs=True, sets_cookie=True)


def test_answers_are_in_no_address(small_page: CheckingClient) -> None:
    assert answer(small_page, "iets_ergs") == STEP
    shown = small_page.get(STEP, title_differs=True, sets_cookie=True)
    assert shown.heading == "Op wat voor school werkt u?"
    assert not any(secret in link for link in shown.links for secret in SECRETS)
    assert "Iets ergs" in shown.text


def test_the_outcome_is_never_kept_and_offers_its_own_address(small_page: CheckingClient) -> None:
    shown = outcome(small_page)
    assert shown.heading == "Meld het nu"
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert shown.response.headers["Referrer-Policy"] == "no-referrer"
    assert "http://localhost/beslisboom/geheim/uitkomst/melden" in shown.html
    assert not any("sector=" in link or "wat=" in link for link in shown.links)
    assert "Meld het nu" not in shown.title


@pytest.mark.parametrize("given", [{}, {"csrf_token": ""}, {"csrf_token": "verzonnen"}])
def test_an_answer_without_a_token_is_refused_in_dutch(small_page: CheckingClient, given: dict[str, str]) -> None:
    small_page.get(STEP, title_differs=True, sets_cookie=True)
    shown = small_page.post(STEP, {"antwoord": "iets_ergs", **given}, status=400, title_differs=True, sets_cookie=True)
    assert "Deze pagina stond te lang open." in shown.text
    assert small_page.get(STEP, title_differs=True, sets_cookie=True).heading == "Wat hebt u gezien?"


def test_no_page_on_the_whole_road_shows_an_answer_in_a_link_or_its_title(small_page: CheckingClient) -> None:
    answer(small_page, "iets_ergs")
    answer(small_page, "po")
    urls = [STEP, f"{STEP}?wijzig=wat", f"{STEP}?wijzig=sector", f"{STEP}/tekst", "/beslisboom/geheim", "/beslisboom/geheim/overzicht"]
    for url in urls:
        shown = small_page.get(url, title_differs=True, sets_cookie=True)
        addresses = [
            *shown.links,
            *(form.get("action") for form in shown.find("form")),
            *(field.get("value") or "" for field in shown.find("input", type="text")),
        ]
        assert not any(re.search(r"wat=|sector=|iets_|[?&]po", str(address)) for address in addresses)
        assert not re.search(r"ergs|Meld het|Basisschool", shown.title)


def test_every_step_is_kept_by_no_cache_and_tells_no_other_site(small_page: CheckingClient) -> None:
    answer(small_page, "iets_ergs")
    for url in (STEP, f"{STEP}?wijzig=wat", "/beslisboom/geheim/gewist"):
        headers = small_page.get(url, title_differs=True, sets_cookie=True).response.headers
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_cookie_ends_with_the_browser_and_is_for_this_site_only(small_page: CheckingClient) -> None:
    shown = small_page.get(STEP, title_differs=True, sets_cookie=True)
    cookie = shown.response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert not re.search(r"Expires|Max-Age|Domain", cookie)


def test_an_outcome_by_its_own_address_and_the_overview_give_no_cookie(small_page: CheckingClient) -> None:
    for url in ("/beslisboom/geheim", "/beslisboom/geheim/overzicht", "/beslisboom/geheim/uitkomst/melden", "/beslisboom/geheim/uitkomst/melden/tekst"):
        small_page.get(url, title_differs=True)


def test_what_stands_in_the_address_of_a_sensitive_tree_is_not_taken_for_an_answer(small_page: CheckingClient) -> None:
    shown = small_page.get(f"{STEP}?wat=iets_ergs", title_differs=True, sets_cookie=True)
    assert shown.heading == "Wat hebt u gezien?"
    assert not any("iets_ergs" in link for link in shown.links)


def test_a_changed_cookie_counts_for_nothing(small_page: CheckingClient) -> None:
    outcome(small_page)
    cookie = small_page.client.get_cookie("antwoorden")
    assert cookie is not None
    small_page.client.set_cookie("antwoorden", cookie.value[:-3] + "abc")
    assert small_page.get(STEP, title_differs=True, sets_cookie=True).heading == "Wat hebt u gezien?"


def test_an_answer_can_be_changed(small_page: CheckingClient) -> None:
    outcome(small_page)
    shown = small_page.get(f"{STEP}?wijzig=wat", title_differs=True, sets_cookie=True)
    address = small_page.answer(f"{STEP}?wijzig=wat", {"antwoord": "iets_vreemds", "csrf_token": token(shown)}, sets_cookie=True)
    assert small_page.get(address, title_differs=True, sets_cookie=True).heading == "Praat erover"


def test_answers_can_be_wiped(small_page: CheckingClient) -> None:
    shown = outcome(small_page)
    response = small_page.client.post("/beslisboom/geheim/wissen", data={"csrf_token": token(shown)})
    assert response.status_code == 303
    assert small_page.get(response.headers["Location"], title_differs=True, sets_cookie=True).response.status_code == 200
    assert small_page.get(STEP, title_differs=True, sets_cookie=True).heading == "Wat hebt u gezien?"


def test_nobody_else_can_wipe_them(small_page: CheckingClient) -> None:
    outcome(small_page)
    assert small_page.client.post("/beslisboom/geheim/wissen").status_code == 400
    assert small_page.get(STEP, title_differs=True, sets_cookie=True).heading == "Meld het nu"


def test_nothing_goes_along_into_an_ordinary_tree(small_page: CheckingClient) -> None:
    answer(small_page, "iets_ergs")
    answer(small_page, "vo")
    response = small_page.client.get(STEP)
    assert (response.status_code, response.headers["Location"]) == (303, "/beslisboom/vervolg/stap")


def test_the_text_to_copy_holds_no_answers(small_page: CheckingClient) -> None:
    outcome(small_page)
    shown = small_page.get("/beslisboom/geheim/stap/tekst", title_differs=True, sets_cookie=True)
    assert "Iets ergs" not in shown.text
    assert "Basisschool" not in shown.text


def test_the_interface_gives_no_address_with_answers(small_app: Flask) -> None:
    client = small_app.test_client()
    for answers in ({"wat": "iets_ergs"}, {"wat": "iets_ergs", "sector": "po"}):
        assert "iets_ergs" not in client.post("/api/v1/beslisbomen/geheim/loop", json={"antwoorden": answers}).get_json()["url"]


def test_the_page_can_be_left_quickly(small_page: CheckingClient) -> None:
    shown = small_page.get(STEP, title_differs=True, sets_cookie=True)
    leave = [link for link in shown.find("a") if link.get("href") == "https://www.knmi.nl/"]
    assert leave
    assert "noreferrer" in leave[0].get("rel")


def test_answers_and_questions_people_search_for_are_in_no_log(small_app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("stuk")

    monkeypatch.setattr("wizard.composing.question_page", broken)
    monkeypatch.setattr("search_index.querying.Searcher.search", broken)
    client = small_app.test_client()
    with caplog.at_level(logging.DEBUG):
        assert client.get("/beslisboom/proefboom/stap?sector=po").status_code == 500
        assert client.get("/zoeken?q=geheimewoorden").status_code == 500
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert logged
    assert not re.search(r"sector=|geheimewoorden|\?", logged)
