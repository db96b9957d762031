"""What is found in a tree beyond its names."""

from __future__ import annotations

import datetime

import pytest

from tests.wizard.test_applies import small_text
from tests.wizard.tree_texts import TODAY, TREE, changed, faults, findings

TWO_MORE = """  - naam: Een leraar met een oude VOG
    antwoorden: {rol: leraar, afgegeven: 2020-01-01, taken: geen_van_deze, dagen: 1}
    uitkomst: mag
  - naam: Een stagiair
    antwoorden: {rol: stagiair, alleen: nee}
    uitkomst: mag
  - naam: Een stagiair alleen
    antwoorden: {rol: stagiair, alleen: ja, afgegeven: 2020-01-01, taken: rijden, dagen: 1}
    uitkomst: mag
  - naam: Een LIO met een oude VOG
    antwoorden: {rol: lio, afgegeven: 2020-01-01, taken: rijden, dagen: 2}
    uitkomst: te_oud
  - naam: Ik weet het niet
    antwoorden: {rol: weet_ik_niet}
    uitkomst: uitzoeken
nooit:
"""


USEFUL = (
    "      - als: {rol: [leraar, lio], dagen: {minstens: 2}}\n        naar: te_oud\n      - naar: te_oud",
    "      - als: {rol: [lio, stagiair], dagen: {minstens: 2}}\n        naar: te_oud\n      - naar: mag",
)
"""With this change every answer of the small tree makes a difference."""


def covered(*changes: tuple[str, str]) -> str:
    """The small tree with an example for everything, in which everything makes a difference."""
    return changed(("nooit:\n", TWO_MORE), USEFUL, *changes)


def errors(text: str, today: datetime.date = TODAY) -> list[str]:
    return [one for one in findings(text, today) if ": fout: " in one]


def warnings(text: str, today: datetime.date = TODAY) -> list[str]:
    return [one for one in findings(text, today) if ": waarschuwing: " in one]


def test_a_tree_with_an_example_for_everything_has_nothing_to_say() -> None:
    assert [one for one in findings(covered()) if ": hint: " not in one] == []


# Roads


def test_a_question_that_nothing_leads_to() -> None:
    assert errors(changed(("stagiair: alleen}", "stagiair: mag}"), ("{rol: stagiair, alleen: nee}", "{rol: stagiair}"))) == [
        '20:3: fout: Geen enkel antwoord leidt naar de vraag "alleen". Verwijs ernaar, of haal haar weg.'
    ]


def test_an_outcome_that_nothing_leads_to() -> None:
    assert errors(changed(("    weet_ik_niet: uitzoeken\n", ""))) == [
        '66:3: fout: Geen enkel antwoord leidt naar de uitkomst "uitzoeken". Verwijs ernaar, of haal haar weg.'
    ]


def test_a_circle_is_reported_with_its_road_and_not_walked() -> None:
    found = errors(changed(("        naar: te_oud\n      - naar: te_oud", "        naar: te_oud\n      - naar: rol")))
    assert found == ["12:3: fout: Deze vragen vormen een kring: rol → afgegeven → taken → dagen → rol. Laat één ervan ergens anders heen leiden."]


def test_a_question_from_which_nothing_ends() -> None:
    found = errors(changed(("daarna: {ja: afgegeven, nee: mag}", "daarna: alleen")))
    assert '20:3: fout: Vanaf de vraag "alleen" is geen uitkomst te bereiken.' in found


# Examples


def test_an_example_that_fails_shows_the_road_it_took() -> None:
    assert errors(changed(("2026-11-25\n    uitkomst: mag", "2026-11-25\n    uitkomst: te_oud"))) == [
        '74:5: fout: Het voorbeeld "LIO met een VOG van een maand oud" hoort te leiden naar te_oud, '
        "maar de weg is: rol = lio → afgegeven = 2026-10-25 → taken = les+zorg → dagen = 3 → mag."
    ]


def test_an_example_that_does_not_answer_enough_shows_where_it_stopped() -> None:
    assert errors(changed((", taken: [les, zorg], dagen: 3}", "}")))[0].endswith("maar de weg is: rol = lio → afgegeven = 2026-10-25 → taken.")


def test_an_example_that_no_rule_takes_says_so() -> None:
    text = changed(("      - naar: te_oud\n", ""), ("afgegeven: 2026-10-25", "afgegeven: 2020-01-01"), (", dagen: 3}", ", dagen: 1}"))
    gap, example = errors(text)
    assert gap == (
        "38:7: fout: Er is geen regel voor elk antwoord. Bijvoorbeeld bij: rol is leraar, afgegeven is 2025-10-21, taken is geen_van_deze, dagen is 0. "
        "Voeg een regel toe, of eindig met een regel zonder 'als'."
    )
    assert example.endswith("dagen = 1 → geen regel neemt dit.")


def test_an_example_can_lead_to_another_tree() -> None:
    to_tree = ("daarna: {ja: afgegeven, nee: mag}", "daarna: {ja: afgegeven, nee: boom:stages}")
    example = "  - naam: Een stagiair\n    antwoorden: {rol: stagiair, alleen: nee}\n    uitkomst: boom:stages\nnooit:\n"
    assert errors(changed(to_tree, ("nooit:\n", example))) == []
    assert errors(changed(to_tree, ("nooit:\n", example.replace("boom:stages", "mag"))))[0].endswith("alleen = nee → boom:stages.")


def test_an_example_with_answers_that_are_not_asked_is_a_warning() -> None:
    text = changed(("{rol: lio, afgegeven", "{rol: lio, alleen: ja, afgegeven"))
    assert errors(text) == []
    assert warnings(text)[1] == '74:5: waarschuwing: Het voorbeeld "LIO met een VOG van een maand oud" geeft antwoorden die niet gevraagd worden: alleen.'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("rol: lio, afgegeven", "rol: loi, afgegeven", '75:23: fout: Dit antwoord past niet bij de vraag "rol".'),
        ("afgegeven: 2026-10-25", "afgegeven: 25 oktober", '75:39: fout: Dit antwoord past niet bij de vraag "afgegeven". Vul een datum in die bestaat'),
        ("dagen: 3}", "dagen: 400}", '75:78: fout: Dit antwoord past niet bij de vraag "dagen". Vul een getal in van 0 tot en met 365.'),
        (
            "afgegeven: 2026-10-25",
            "afgegeven: 2026-11-26",
            '75:39: fout: Dit antwoord past niet bij de vraag "afgegeven". De datum moet vandaag of eerder zijn.',
        ),
    ],
)
def test_an_example_with_an_answer_that_does_not_fit_says_which(old: str, new: str, says: str) -> None:
    found = errors(changed((old, new)))
    assert len(found) == 1
    assert found[0].startswith(says)


def test_an_example_holds_on_its_own_day_and_otherwise_today() -> None:
    later = datetime.date(2027, 6, 1)
    assert errors(TREE, later) == []
    assert "→ te_oud." in errors(changed(("    peildatum: 2026-11-25\n", "")), later)[0]


def with_parts(first: str, second: str, shown: str) -> str:
    """A tree that shows one part for each answer, with these titles, and an example for the first that says what it shows."""
    return small_text(
        "a: {vraag: A?, ja_nee: , daarna: goed}",
        outcomes="goed",
        parts=f"{{als: {{a: ja}}, {first}tekst: X.}}, {{als: {{a: nee}}, {second}tekst: Y.}}",
        examples=f"- {{naam: J, antwoorden: {{a: ja}}, uitkomst: goed, onderdelen: {shown}}}\n- {{naam: N, antwoorden: {{a: nee}}, uitkomst: goed}}",
    )


def test_parts_with_one_title_are_called_by_their_numbers() -> None:
    same = "titel: Let op, "
    assert [message for _, message in faults(with_parts(same, same, "[Let op]"))] == [
        'De uitkomst "goed" heeft meer onderdelen met de titel "Let op". Noem het nummer.'
    ]
    assert findings(with_parts(same, same, "[1]")) == []
    [found] = findings(with_parts(same, same, "[2]"))
    assert found.endswith('Het voorbeeld "J" hoort onderdeel "2" te tonen, maar toont onderdeel "1".')


def test_a_number_says_which_part_is_meant_where_a_title_looks_like_one() -> None:
    assert findings(with_parts("titel: 2, ", "", "[1]")) == []
    assert len(findings(with_parts("titel: 2, ", "", "[2]"))) == 1


# Never


def test_nooit_that_is_violated_shows_the_road() -> None:
    found = errors(changed(("alleen: nee}\n    uitkomst: te_oud", "alleen: nee}\n    uitkomst: mag")))
    assert found == ['79:5: fout: "Een stagiair die niet alleen werkt, is nooit te oud" geldt niet: rol = stagiair → alleen = nee → mag.']


def test_nooit_holds_whatever_else_is_answered() -> None:
    """No example does it, but an old VOG and a stage do lead to te_oud: the check tries the days by itself."""
    found = errors(changed(("{rol: stagiair, alleen: nee}", "{rol: stagiair}")))
    assert len(found) == 1
    assert found[0].endswith("→ te_oud.")


def test_nooit_may_name_several_outcomes() -> None:
    assert errors(changed(("alleen: nee}\n    uitkomst: te_oud", "alleen: nee}\n    uitkomst: [te_oud, uitzoeken]"))) == []
    assert len(errors(changed(("alleen: nee}\n    uitkomst: te_oud", "alleen: nee}\n    uitkomst: [te_oud, mag]")))) == 1


def test_nooit_holds_on_its_own_day() -> None:
    """Six months after it was given the VOG is still young enough, a day later it is not."""
    never = ("{rol: stagiair, alleen: nee}\n", "{rol: lio, afgegeven: 2026-01-01}\n    peildatum: 2026-07-01\n")
    assert errors(changed(never)) == []
    assert len(errors(changed((never[0], never[1].replace("2026-07-01", "2026-07-02"))))) == 1


def test_nooit_about_answers_that_never_meet_is_a_warning() -> None:
    text = changed(("{rol: stagiair, alleen: nee}", "{rol: lio, alleen: nee}"))
    assert errors(text) == []
    assert warnings(text)[1].endswith("raakt geen enkele weg: deze antwoorden komen nooit samen voor.")


def test_nooit_with_an_answer_that_does_not_fit_says_which() -> None:
    found = errors(changed(("{rol: stagiair, alleen: nee}", "{rol: stagiair, alleen: misschien}")))
    assert len(found) == 1
    assert found[0].startswith('80:41: fout: Dit antwoord past niet bij de vraag "alleen".')


def test_nooit_may_name_another_tree() -> None:
    text = changed(
        ("daarna: {ja: afgegeven, nee: mag}", "daarna: {ja: afgegeven, nee: boom:stages}"),
        ("alleen: nee}\n    uitkomst: te_oud", "alleen: nee}\n    uitkomst: boom:stages"),
    )
    assert errors(text) == ['79:5: fout: "Een stagiair die niet alleen werkt, is nooit te oud" geldt niet: rol = stagiair → alleen = nee → boom:stages.']


def test_nooit_is_proved_however_many_answers_there_are() -> None:
    options = ", ".join(f"t{number}: Taak" for number in range(40))
    text = changed(
        ("{les: Lesgeven, zorg: Verzorgen, rijden: Rijden}", f"{{les: Lesgeven, zorg: Verzorgen, rijden: Rijden, {options}}}"),
        ("{rol: stagiair, alleen: nee}", "{rol: lio}"),
    )
    assert [one for one in errors(text) if "nooit te oud" in one] == [
        '79:5: fout: "Een stagiair die niet alleen werkt, is nooit te oud" geldt niet: '
        "rol = lio → afgegeven = 2025-10-21 → taken = geen_van_deze → dagen = 2 → te_oud."
    ]


def test_nooit_without_a_day_holds_from_today_on() -> None:
    """What a rule does from a later day on is found today."""
    rule = ("      - als: {leeftijd: {hoogstens: 6}}\n", "      - als: {rol: lio, peildatum: {voor: 2027-08-01}}\n")
    never = ("{rol: stagiair, alleen: nee}", "{rol: lio}")
    assert next(one for one in errors(changed(rule, never)) if "nooit te oud" in one).startswith(
        '79:5: fout: "Een stagiair die niet alleen werkt, is nooit te oud" geldt niet op peildatum 2027-08-01: rol = lio'
    )


def test_nooit_without_a_day_is_about_a_day_that_is_still_to_come() -> None:
    """A day that must be today or earlier is an answer as soon as it has come; one that must be today or later, until then."""
    never = "{rol: stagiair, alleen: nee}"
    to_come = changed((never, "{rol: lio, afgegeven: 2027-01-01}"))
    assert [one.partition(": rol")[0] for one in errors(to_come)] == [
        '79:5: fout: "Een stagiair die niet alleen werkt, is nooit te oud" geldt niet op peildatum 2027-07-02'
    ]
    later = "    vraag: Wanneer is de VOG afgegeven?\n    datum: {%s: vandaag}\n"
    until_then = (later % "hoogstens", later % "minstens"), ("{rol: lio, afgegeven: 2026-10-25, taken", "{rol: lio, afgegeven: 2026-11-25, taken")
    found = [errors(changed((never, f"{{rol: lio, afgegeven: {day}}}"), *until_then)) for day in ("2027-01-01", "2026-11-24")]
    assert [[one for one in each if one.startswith(("79:", "80:"))][:1] for each in found] == [
        [],
        ['80:39: fout: Dit antwoord past niet bij de vraag "afgegeven". De datum moet op of na 25 november 2026 liggen. Kijk de dag, de maand en het jaar na.'],
    ]


# Coverage


def test_what_no_example_touches_is_a_warning() -> None:
    assert [one.partition(" waarschuwing: ")[2] for one in warnings(TREE)] == [
        'Het antwoord op de vraag "dagen" verandert niets: geen uitkomst, geen onderdeel en geen tekst. Haal de vraag weg, of gebruik haar.',
        'Geen enkel voorbeeld leidt naar de uitkomst "te_oud". Voeg er een toe.',
        'Geen enkel voorbeeld leidt naar de uitkomst "uitzoeken". Voeg er een toe.',
        "Geen enkel voorbeeld geeft hier het antwoord leraar, stagiair, weet_ik_niet. Voeg er een toe.",
        "Geen enkel voorbeeld geeft hier het antwoord ja, nee. Voeg er een toe.",
        "Geen enkel voorbeeld geeft hier het antwoord rijden, geen_van_deze. Voeg er een toe.",
    ]


# Time


def test_a_tree_that_should_have_been_checked_again_is_a_warning() -> None:
    day_before, last_day, day_after = (datetime.date(2027, 7, 31), datetime.date(2027, 8, 1), datetime.date(2027, 8, 2))
    text = covered()
    assert [warnings(text, day) for day in (day_before, last_day)] == [[], []]
    assert warnings(text, day_after) == [
        "4:19: waarschuwing: Deze beslisboom had opnieuw moeten worden nagekeken. Vergelijk haar met de bronnen en zet een nieuwe datum."
    ]
