"""Asking and answering: what readers of an ordinary tree see, with good and bad input."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.checking_client import CheckingClient, words

STEP = "/beslisboom/proefboom/stap"


def test_an_answer_becomes_part_of_the_address(small_page: CheckingClient) -> None:
    assert small_page.answer(STEP, {"antwoord": "po"}) == f"{STEP}?sector=po"
    assert small_page.get(f"{STEP}?sector=po").heading == "Wie doen er mee?"


def test_several_answers_travel_side_by_side(small_page: CheckingClient) -> None:
    assert small_page.answer(f"{STEP}?sector=po", {"antwoord": ["ouder", "leerling"]}) == f"{STEP}?sector=po&wie=leerling&wie=ouder"


def test_a_date_is_typed_in_three_fields_and_a_month_may_be_a_word(small_page: CheckingClient) -> None:
    address = small_page.answer(f"{STEP}?sector=po&wie=leraar&aantal=5", {"dag": "3", "maand": "maart", "jaar": "2026"})
    assert parse_qs(urlsplit(address).query)["begin"] == ["2026-03-03"]


def test_a_number_may_have_a_dot_for_thousands_but_must_fit(small_page: CheckingClient) -> None:
    shown = small_page.post(f"{STEP}?sector=po&wie=leraar", {"antwoord": "1.000"}, status=422)
    assert "van 1 tot en met 30" in shown.text
    assert shown.by_id("antwoord").get("value") == "1.000"


def test_not_knowing_leads_somewhere_useful(small_page: CheckingClient) -> None:
    address = small_page.answer(f"{STEP}?sector=po&wie=leraar", {"weet_ik_niet": "1"})
    assert small_page.get(address).heading == "Zoek dat eerst uit"


@pytest.mark.parametrize(
    ("url", "data", "sentence", "field"),
    [
        (STEP, {}, "Kies op wat voor school u werkt.", "antwoord"),
        (STEP, {"antwoord": "mbo"}, "Kies op wat voor school u werkt", "antwoord"),
        (f"{STEP}?sector=po", {}, "Kies wie er meedoen.", "antwoord"),
        (f"{STEP}?sector=po", {"antwoord": ["leerling", "ouder", "leraar"]}, "Kies er hoogstens 2.", "antwoord"),
        (f"{STEP}?sector=po", {"antwoord": ["geen_van_deze", "ouder"]}, "Niet allebei.", "antwoord"),
        (f"{STEP}?sector=po&wie=leraar", {"antwoord": "veel"}, "Vul een heel getal in", "antwoord"),
        (f"{STEP}?sector=po&wie=leraar&aantal=5", {}, "Vul in wanneer de proef begint.", "antwoord-dag"),
        (f"{STEP}?sector=po&wie=leraar&aantal=5", {"dag": "3", "maand": "", "jaar": "2026"}, "Vul ook een maand in.", "antwoord-maand"),
        (f"{STEP}?sector=po&wie=leraar&aantal=5", {"dag": "31", "maand": "2", "jaar": "2026"}, "Vul een datum in die bestaat", "antwoord-dag"),
        (f"{STEP}?sector=po&wie=leraar&aantal=5", {"dag": "3", "maand": "3", "jaar": "26"}, "vier cijfers", "antwoord-dag"),
        (f"{STEP}?sector=po&wie=leraar&aantal=5", {"dag": "3", "maand": "3", "jaar": "2019"}, "op of na 1 januari 2020", "antwoord-dag"),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_leads_to_the_field(
    small_page: CheckingClient, url: str, data: dict[str, object], sentence: str, field: str
) -> None:
    shown = small_page.post(url, data, status=422)
    assert shown.title.startswith("Fout: ")
    links = [link for link in shown.find("a") if link.get("href") == f"#{field}"]
    assert links
    assert sentence in words(links[0])
    assert shown.text.count(words(links[0])) >= 2, "the same words stand at the field"
    assert shown.by_id(field) is not None
    assert any(element.get("aria-invalid") == "true" for element in shown.tree.iter())


def test_a_wrong_answer_keeps_what_was_entered_and_answered(small_page: CheckingClient) -> None:
    shown = small_page.post(f"{STEP}?sector=po&wie=leraar&aantal=5", {"dag": "31", "maand": "2", "jaar": "2026"}, status=422)
    assert [shown.by_id(f"antwoord-{name}").get("value") for name in ("dag", "maand", "jaar")] == ["31", "2", "2026"]
    assert "Leraren" in shown.text


def test_a_changed_answer_keeps_the_rest(small_page: CheckingClient) -> None:
    answered = f"{STEP}?sector=vo&wie=leerling&aantal=5&begin=2026-01-01&einde=2026-02-01"
    shown = small_page.get(f"{answered}&wijzig=sector")
    assert shown.heading == "Op wat voor school werkt u?"
    assert [box.get("value") for box in shown.find("input", type="radio") if "checked" in box.attrib] == ["vo"]
    address = small_page.answer(f"{answered}&wijzig=sector", {"antwoord": "po"})
    assert parse_qs(urlsplit(address).query) == {"sector": ["po"], "wie": ["leerling"], "aantal": ["5"], "begin": ["2026-01-01"], "einde": ["2026-02-01"]}


def test_an_answer_that_no_longer_exists_is_asked_again_with_the_rest_filled_in(small_page: CheckingClient) -> None:
    shown = small_page.get(f"{STEP}?sector=po&wie=opa&aantal=5")
    assert shown.heading == "Wie doen er mee?"
    assert "bestaat niet of niet meer" in shown.text
    assert small_page.answer(f"{STEP}?sector=po&wie=opa&aantal=5", {"antwoord": "leraar"}) == f"{STEP}?sector=po&wie=leraar&aantal=5"


def test_an_outcome_fills_in_its_values_and_shows_only_the_parts_that_apply(small_page: CheckingClient) -> None:
    shown = small_page.get(f"{STEP}?sector=vo&wie=leerling&aantal=5&begin=2026-01-01&einde=2026-02-01")
    assert shown.heading == "Ja, de proef van 1 maanden mag"
    assert "tot en met 1 maart 2026" in shown.text
    assert "Vraag de leerlingen." in shown.text
    assert "Vraag de leerlingen." not in small_page.get(f"{STEP}?sector=vo&wie=leraar&aantal=5&begin=2026-01-01&einde=2026-02-01").text


def test_an_outcome_by_itself_has_no_answers_and_says_when_a_part_applies(small_page: CheckingClient) -> None:
    shown = small_page.get("/beslisboom/proefboom/uitkomst/mag")
    assert shown.heading == "Ja, de proef mag"
    assert "{" not in shown.text
    assert "maanden. Zij mag" not in shown.text
    assert "Wie doen er mee?" in shown.text


def test_the_road_goes_on_in_another_tree_with_the_answers_they_share(small_page: CheckingClient) -> None:
    address = small_page.answer(f"{STEP}?sector=po&wie=ouder&aantal=5&begin=2026-01-01&einde=2026-02-01", {"antwoord": "nee"})
    response = small_page.client.get(address)
    assert response.status_code == 303
    assert response.headers["Location"] == "/beslisboom/vervolg/stap?sector=po"
    assert small_page.get("/beslisboom/vervolg/stap?sector=po").heading == "Hoe vertelt u het?"


def test_a_question_added_later_does_not_break_an_old_link(make_small_app: Callable[[], Flask], content_dir: Path) -> None:
    path = content_dir / "beslisbomen" / "vervolg.yaml"
    text = path.read_text(encoding="utf-8").replace("daarna: hoe}", "daarna: nieuw}").replace(
        "  hoe:\n", "  nieuw: {vraag: Is dat zo?, ja_nee: , daarna: hoe}\n  hoe:\n"
    )  # fmt: skip
    path.write_text(text.partition("voorbeelden:")[0], encoding="utf-8")
    page = CheckingClient(make_small_app().test_client())
    shown = page.get("/beslisboom/vervolg/stap?sector=po&hoe=brief")
    assert shown.heading == "Is dat zo?"
    assert page.answer("/beslisboom/vervolg/stap?sector=po&hoe=brief", {"antwoord": "ja"}) == "/beslisboom/vervolg/stap?sector=po&nieuw=ja&hoe=brief"


@pytest.mark.parametrize("day", ["gisteren", "2026-13-01", "2026-1-1", "0001-01-01", "20260101xx"])
def test_a_reference_date_that_is_none_gets_a_sentence(small_page: CheckingClient, day: str) -> None:
    shown = small_page.get(f"{STEP}?peildatum={day}", status=400)
    assert "JJJJ-MM-DD" in shown.text


def test_an_answer_as_text_holds_what_a_mail_needs(small_page: CheckingClient) -> None:
    shown = small_page.get("/beslisboom/proefboom/stap/tekst?sector=vo&wie=leraar&aantal=5&begin=2026-01-01&einde=2026-02-01")
    text = words(shown.find("textarea")[0])
    for part in (
        "Mag deze proef doorgaan?",
        "Ja, de proef van 1 maanden mag",
        "Vertel het de ouders. (leraar, vandaag)",
        "TW, artikel 1",
        "http://localhost/beslisboom/proefboom/stap?sector=vo",
    ):
        assert part in text


@pytest.mark.parametrize("query", ["sector=" + "x" * 5000, "&".join(f"a{n}=1" for n in range(600)), "sector=%00%ff", "wie=a&wie=b&sector=po&sector=vo"])
def test_whatever_stands_in_the_address_gives_a_page(small_app: Flask, query: str) -> None:
    CheckingClient(small_app.test_client()).get(f"{STEP}?{query}")


def test_too_much_at_once_is_refused_with_a_sentence(small_page: CheckingClient) -> None:
    shown = small_page.post(STEP, {"antwoord": "x" * 100_000}, status=413)
    assert "te groot" in shown.text


def test_an_answer_to_a_question_that_is_gone_is_not_taken_for_another(small_page: CheckingClient) -> None:
    # Both questions are answered with yes or no; an editor took away the first while the page was open.
    address = small_page.answer(f"{STEP}?sector=po&wie=ouder&aantal=5&begin=2026-01-01&einde=2026-02-01&wijzig=verdwenen", {"antwoord": "ja"})
    assert "vervolg_vragen" not in parse_qs(urlsplit(address).query)
    assert small_page.get(address).heading == "Weten de ouders ervan?"


def test_an_answer_to_a_question_that_is_gone_leads_to_the_outcome_of_the_others(small_page: CheckingClient) -> None:
    assert small_page.answer(f"{STEP}?sector=vo&wie=geen_van_deze&wijzig=verdwenen", {"antwoord": "ja"}) == f"{STEP}?sector=vo&wie=geen_van_deze"


def test_an_answer_that_is_off_the_road_is_kept_but_shown_nowhere(small_page: CheckingClient) -> None:
    address = small_page.answer(f"{STEP}?sector=po&wie=leraar&aantal=5&wijzig=wie", {"antwoord": "geen_van_deze"})
    assert parse_qs(urlsplit(address).query) == {"sector": ["po"], "wie": ["geen_van_deze"], "aantal": ["5"]}
    shown = small_page.get(address)
    assert shown.heading == "Stop, er is niemand"
    assert [words(row) for row in shown.find("p", class_="road__question")][:2] == ["Op wat voor school werkt u?", "Wie doen er mee?"]
    assert "5 mensen" not in shown.text


def test_a_road_begins_with_nothing_chosen_and_the_way_back_leads_to_the_start(small_page: CheckingClient) -> None:
    shown = small_page.get(STEP)
    assert shown.link("Terug") == "/beslisboom/proefboom"
    assert not [box for box in shown.find("input", type="radio") if "checked" in box.attrib]
    assert "novalidate" in shown.find("form", class_="question")[0].attrib


def test_the_number_of_questions_left_never_goes_up(small_page: CheckingClient) -> None:
    answers = [
        {"antwoord": "po"},
        {"antwoord": "ouder"},
        {"antwoord": "5"},
        {"dag": "1", "maand": "1", "jaar": "2026"},
        {"dag": "1", "maand": "2", "jaar": "2026"},
    ]
    left = []
    url = STEP
    for given in answers:
        shown = small_page.get(url)
        left.append(int(re.search(r"nog hoogstens (\d+)", shown.text)[1]))  # type: ignore[index]
        url = small_page.answer(shown.post_url, given)
    assert left == sorted(left, reverse=True)


def test_back_leads_to_the_question_before_with_its_answer_kept(small_page: CheckingClient) -> None:
    shown = small_page.get(f"{STEP}?sector=vo&wie=leerling&wie=leraar")
    before = small_page.get(shown.link("Terug"))
    assert before.heading == "Wie doen er mee?"
    assert [box.get("value") for box in before.find("input", type="checkbox") if "checked" in box.attrib] == ["leerling", "leraar"]


def test_a_kept_number_and_a_kept_day_stand_in_their_fields(small_page: CheckingClient) -> None:
    answered = f"{STEP}?sector=vo&wie=leerling&aantal=5&begin=2026-01-09&einde=2026-02-01"
    assert small_page.get(f"{answered}&wijzig=aantal").by_id("antwoord").get("value") == "5"
    shown = small_page.get(f"{answered}&wijzig=begin")
    assert [shown.by_id(f"antwoord-{name}").get("value") for name in ("dag", "maand", "jaar")] == ["9", "1", "2026"]


def test_an_unknown_question_in_the_address_changes_nothing(small_page: CheckingClient) -> None:
    assert small_page.get(f"{STEP}?sector=po&verzonnen=1").heading == "Wie doen er mee?"
    assert small_page.get(f"{STEP}?sector=po&wijzig=verzonnen").heading == "Wie doen er mee?"


def test_the_reference_date_travels_along_and_is_said_on_the_page(small_page: CheckingClient) -> None:
    shown = small_page.get(f"{STEP}?peildatum=2026-03-03")
    assert "zoals die gelden op 3 maart 2026" in shown.text
    assert small_page.answer(shown.post_url, {"antwoord": "po"}) == f"{STEP}?sector=po&peildatum=2026-03-03"


def test_sentences_about_an_old_answer_are_whole_sentences(small_page: CheckingClient) -> None:
    for query in ("sector=mbo", "sector=po&wie=opa"):
        (sentence, field), *_ = small_page.get(f"{STEP}?{query}").errors
        assert field == "antwoord"
        assert re.fullmatch(r"Kies [^.]+\. [EH][^.]+\.", sentence), sentence


def test_a_step_that_is_no_outcome_yet_has_no_text_to_copy_and_goes_on_to_the_question(small_page: CheckingClient) -> None:
    assert small_page.redirected("/beslisboom/proefboom/stap/tekst?sector=po", status=303) == f"{STEP}?sector=po"


def test_what_stands_in_an_address_is_shown_as_words_and_never_as_markup(small_page: CheckingClient) -> None:
    attack = "%3Cscript%3Ealert(1)%3C/script%3E%22%20onclick=%22x"
    for query in (f"sector={attack}", f"{attack}=po", f"sector=po&wie=leraar&aantal={attack}", f"wijzig={attack}"):
        shown = small_page.get(f"{STEP}?{query}")
        assert "<script>alert" not in shown.html
