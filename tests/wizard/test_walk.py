"""Where answers lead, and what is said of an answer that does not fit."""

from __future__ import annotations

import datetime

import pytest

from tests.wizard.tree_texts import TODAY, changed, tree_of
from wizard.conditions import DONT_KNOW
from wizard.tree import Misanswered, Outcome, Question, RawAnswer, Tree
from wizard.walk import DeadEnd, Jump, Walk, walk


@pytest.fixture(scope="module")
def tree() -> Tree:
    return tree_of()


LIO = {"rol": "lio", "afgegeven": "2026-10-25", "taken": ("les", "zorg"), "dagen": "3"}


def _end(found: Walk) -> str:
    assert isinstance(found.end, Question | Outcome)
    return found.end.id


def test_without_answers_a_walk_stands_at_the_first_question(tree: Tree) -> None:
    found = walk(tree, {}, TODAY)
    assert (found.end, found.road, found.known, found.ignored) == (tree.questions["rol"], (), {"peildatum": TODAY}, ())


def test_answers_lead_to_an_outcome(tree: Tree) -> None:
    found = walk(tree, LIO, TODAY)
    assert found.end is tree.outcomes["mag"]
    assert [stop.question.id for stop in found.road] == ["rol", "afgegeven", "taken", "dagen"]
    assert found.known == {"peildatum": TODAY, "rol": "lio", "afgegeven": datetime.date(2026, 10, 25), "taken": frozenset({"les", "zorg"}), "dagen": 3}


def test_a_changed_answer_keeps_the_answers_that_still_matter(tree: Tree) -> None:
    found = walk(tree, {**LIO, "rol": "leraar"}, TODAY)
    assert found.answers() == {**LIO, "rol": "leraar"}
    assert (_end(found), found.ignored) == ("mag", ())


def test_a_changed_answer_keeps_the_others_for_when_they_matter_again(tree: Tree) -> None:
    detour = walk(tree, {**LIO, "rol": "stagiair"}, TODAY)
    assert _end(detour) == "alleen"
    assert detour.ignored == ("afgegeven", "taken", "dagen")
    assert _end(walk(tree, {**LIO, "rol": "stagiair", "alleen": "ja"}, TODAY)) == "mag"


def test_weet_ik_niet_leads_to_its_own_place(tree: Tree) -> None:
    assert _end(walk(tree, {"rol": DONT_KNOW}, TODAY)) == "uitzoeken"


def test_the_reference_date_decides(tree: Tree) -> None:
    assert _end(walk(tree, LIO, datetime.date(2027, 4, 25))) == "mag"
    assert _end(walk(tree, LIO, datetime.date(2027, 4, 26))) == "te_oud"


def test_an_answer_that_does_not_fit_stops_the_walk_and_says_why(tree: Tree) -> None:
    found = walk(tree, {**LIO, "afgegeven": "2026-13-01"}, TODAY)
    assert (_end(found), found.ignored) == ("afgegeven", ("taken", "dagen"))
    assert found.misanswered == "Vul een datum in die bestaat, bijvoorbeeld 3 11 2026."


def test_a_road_can_go_on_in_another_tree() -> None:
    found = walk(tree_of(changed(("stagiair: alleen}", "stagiair: boom:stages}"))), {"rol": "stagiair"}, TODAY)
    assert found.end == Jump("stages")


def test_a_road_that_no_rule_takes_is_a_dead_end() -> None:
    tree = tree_of(changed(("      - naar: te_oud\n", "      - als: {dagen: {minstens: 364}}\n        naar: te_oud\n")))
    found = walk(tree, {**LIO, "rol": "stagiair", "alleen": "ja", "afgegeven": "2020-01-01"}, TODAY)
    assert found.end == DeadEnd(tree.questions["dagen"])


# Reading answers

ASKED = changed(
    ("geen_van_deze: Geen van deze", "minstens: 1\n      hoogstens: 2\n      geen_van_deze: Geen van deze"),
    ("datum: {hoogstens: vandaag}", "datum: {minstens: 2020-01-01, hoogstens: vandaag}"),
    ("    weet_ik_niet: uitzoeken", "    weet_ik_niet: {naar: uitzoeken, label: Geen idee}\n    foutmelding: Kies een rol."),
)


@pytest.fixture(scope="module")
def asked() -> Tree:
    return tree_of(ASKED)


@pytest.mark.parametrize(
    ("name", "raw", "value", "written", "words"),
    [
        ("rol", "lio", "lio", "lio", "LIO"),
        ("rol", ("lio",), "lio", "lio", "LIO"),
        ("rol", DONT_KNOW, DONT_KNOW, DONT_KNOW, "Geen idee"),
        ("rol", (DONT_KNOW,), DONT_KNOW, DONT_KNOW, "Geen idee"),
        ("alleen", "nee", "nee", "nee", "Nee"),
        ("taken", "les", frozenset({"les"}), ("les",), "Lesgeven"),
        ("taken", ("zorg", "les", "les"), frozenset({"les", "zorg"}), ("les", "zorg"), "Lesgeven en Verzorgen"),
        ("taken", "geen_van_deze", frozenset(), ("geen_van_deze",), "Geen van deze"),
        ("dagen", "007", 7, "7", "7 dagen"),
        ("dagen", "-0", 0, "0", "0 dagen"),
        ("afgegeven", "2026-11-25", TODAY, "2026-11-25", "25 november 2026"),
        ("afgegeven", "2020-01-01", datetime.date(2020, 1, 1), "2020-01-01", "1 januari 2020"),
    ],
)
def test_an_answer_is_read_written_and_said(asked: Tree, name: str, raw: RawAnswer, value: object, written: RawAnswer, words: str) -> None:
    question = asked.questions[name]
    read = question.read(raw, TODAY)
    assert (read, question.write(read), question.words(read)) == (value, written, words)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("rol", "directeur", "Kies een rol."),
        ("rol", "", "Kies een rol."),
        ("rol", ("lio", "leraar"), "Kies één antwoord."),
        ("rol", (), "Kies één antwoord."),
        ("alleen", DONT_KNOW, "Kies een antwoord op de vraag “Werkt de stagiair alleen?”"),
        ("taken", (), "Kies een of meer antwoorden op de vraag"),
        ("taken", ("les", "zorg", "rijden"), "Kies er hoogstens 2."),
        ("taken", ("les", "koken"), "bestaat niet of niet meer"),
        ("taken", ("les", "geen_van_deze"), "Kies “Geen van deze”, of kies een of meer van de andere antwoorden. Niet allebei."),
        ("dagen", "-1", "Vul een getal in van 0 tot en met 365."),
        ("dagen", "366", "Vul een getal in van 0 tot en met 365."),
        ("dagen", "1,5", "Vul een heel getal in"),
        ("dagen", "9" * 30, "Vul een heel getal in"),
        ("dagen", "3\n", "Vul een heel getal in"),
        ("afgegeven", "2026-11-26", "De datum moet vandaag of eerder zijn."),
        ("afgegeven", "2019-12-31", "De datum moet op of na 1 januari 2020 liggen."),
        ("afgegeven", "2026-02-29", "Vul een datum in die bestaat"),
        ("afgegeven", "2026-W01-1", "Vul een datum in die bestaat"),
        ("afgegeven", "25-11-2026", "Vul een datum in die bestaat"),
    ],
)
def test_an_answer_that_does_not_fit_is_answered_with_what_to_do(asked: Tree, name: str, raw: RawAnswer, says: str) -> None:
    with pytest.raises(Misanswered) as fault:
        asked.questions[name].read(raw, TODAY)
    assert says in str(fault.value)


def test_a_last_day_of_vandaag_moves_with_the_reference_date(asked: Tree) -> None:
    assert asked.questions["afgegeven"].read("2027-01-01", datetime.date(2027, 1, 1)) == datetime.date(2027, 1, 1)


def test_nothing_ticked_can_be_an_answer_when_no_tick_is_asked_for() -> None:
    question = tree_of(changed(("\n      geen_van_deze: Geen van deze", ""))).questions["taken"]
    assert question.read((), TODAY) == question.read("geen_van_deze", TODAY) == frozenset()
    assert question.write(frozenset()) == ("geen_van_deze",)
    assert question.words(frozenset()) == "geen"
