"""What readers see of the proof: when an answer applies, why it came out, what would change it, and the picture."""

from __future__ import annotations

from tests.checking_client import CheckingClient, words

STEP = "/beslisboom/proefboom/stap?sector=vo&wie=leerling&aantal=5&begin=2026-01-01&einde=2026-02-01"


def test_an_outcome_says_what_it_follows_from(small_page: CheckingClient) -> None:
    text = words(small_page.get(STEP).tree)
    assert "Dit antwoord volgt uit" in text
    assert "de duur van de proef hoogstens 2 maanden" in text


def test_an_outcome_says_what_would_change_it_with_the_question_to_open(small_page: CheckingClient) -> None:
    page = small_page.get(STEP)
    text = words(page.tree)
    assert "Wat zou het antwoord veranderen?" in text
    assert "Nee, dit duurt te lang" in text
    assert any("wijzig=einde" in link for link in page.links)


def test_an_outcome_by_itself_says_when_it_applies(small_page: CheckingClient) -> None:
    text = words(small_page.get("/beslisboom/proefboom/uitkomst/te_lang").tree)
    assert "Dit geldt als" in text
    assert "de duur van de proef meer dan 2 maanden" in text


def test_the_overview_has_the_conditions_and_the_picture(small_page: CheckingClient) -> None:
    page = small_page.get("/beslisboom/proefboom/overzicht")
    text = words(page.tree)
    assert "Dit geldt bij" in text
    assert "Wanneer komt deze vraag?" in text
    assert page.response.get_data(as_text=True).count("<svg") >= 2


def test_the_picture_marks_the_road_that_was_taken(small_page: CheckingClient) -> None:
    small_page.check_drawing("/beslisboom/proefboom/plaatje.svg")
    client = small_page.client
    plain = client.get("/beslisboom/proefboom/plaatje.svg").get_data(as_text=True)
    taken = client.get("/beslisboom/proefboom/plaatje.svg?sector=vo&wie=leerling").get_data(as_text=True)
    assert "picture__node--here" not in plain
    assert "picture__node--here" in taken
    assert client.get("/beslisboom/proefboom/plaatje.svg").headers["Cache-Control"] == "no-store"


def test_the_answers_of_a_sensitive_tree_stand_in_no_address_of_its_picture(small_page: CheckingClient) -> None:
    drawn = small_page.client.get("/beslisboom/geheim/plaatje.svg").get_data(as_text=True)
    assert "?" not in "".join(part.split('"')[0] for part in drawn.split('href="')[1:] if "/stap" in part.split('"')[0])
