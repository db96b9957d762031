"""When a condition holds."""

from __future__ import annotations

import datetime

import pytest

from wizard.calendar_units import Unit
from wizard.conditions import (
    DONT_KNOW,
    REFERENCE_DATE,
    All,
    AnswerIs,
    AnswerIsNot,
    AnyOf,
    Between,
    Compares,
    Comparison,
    Condition,
    Count,
    DayFrom,
    Excludes,
    Fact,
    Includes,
    Known,
    Not,
    Value,
    compile_condition,
    fact_subjects,
    measure,
    subjects,
)

NOT_ASKED = None
LIO = frozenset({"lio"})
ABOUT_LIO = AnswerIs("rol", LIO)


def holds(condition: Condition, known: Known, facts: dict[str, Fact] | None = None) -> bool:
    return compile_condition(condition, facts or {})(known)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def after_each(condition: Condition, question: str, values: list[Value | None], facts: dict[str, Fact] | None = None) -> str:
    """Whether the condition holds after each of the answers: '+' or '-'."""
    return "".join("+" if holds(condition, {} if value is None else {question: value}, facts) else "-" for value in values)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        #                                                       not asked, don't know, lio, leraar
        (AnswerIs("rol", LIO), "--+-"),
        (AnswerIs("rol", frozenset({"lio", "leraar"})), "--++"),
        (AnswerIs("rol", frozenset({"stagiair"})), "----"),
        (AnswerIsNot("rol", LIO), "---+"),
        (AnswerIsNot("rol", frozenset({"lio", "leraar"})), "----"),
        (AnswerIs("rol", frozenset({DONT_KNOW})), "-+--"),
        (AnswerIs("rol", frozenset({DONT_KNOW, "lio"})), "-++-"),
        (AnswerIsNot("rol", frozenset({DONT_KNOW})), "--++"),
        (Not(AnswerIs("rol", LIO)), "++-+"),
        (Not(AnswerIsNot("rol", LIO)), "+++-"),
        (Not(Not(AnswerIs("rol", LIO))), "--+-"),
    ],
)
def test_a_choice(condition: Condition, expected: str) -> None:
    assert after_each(condition, "rol", [NOT_ASKED, DONT_KNOW, "lio", "leraar"]) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        #                                        not asked, don't know, none, a, b, a and b
        (Includes("wie", frozenset("a")), "---+-+"),
        (Includes("wie", frozenset("ab")), "-----+"),
        (Excludes("wie", frozenset("a")), "--+-+-"),
        (Excludes("wie", frozenset("ab")), "--+---"),
        (AnswerIs("wie", frozenset({DONT_KNOW})), "-+----"),
        (AnswerIsNot("wie", frozenset({DONT_KNOW})), "--++++"),
        (Not(Includes("wie", frozenset("a"))), "+++-+-"),
    ],
)
def test_several(condition: Condition, expected: str) -> None:
    values: list[Value | None] = [NOT_ASKED, DONT_KNOW, frozenset(), frozenset("a"), frozenset("b"), frozenset("ab")]
    assert after_each(condition, "wie", values) == expected


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        #                         not asked, don't know, and one below, on and above the bound
        (Comparison.AT_LEAST, "---++"),
        (Comparison.AT_MOST, "--++-"),
        (Comparison.MORE, "----+"),
        (Comparison.LESS, "--+--"),
    ],
)
def test_bounds(comparison: Comparison, expected: str) -> None:
    assert after_each(Compares("dagen", comparison, 2), "dagen", [NOT_ASKED, DONT_KNOW, 1, 2, 3]) == expected
    days: list[Value | None] = [NOT_ASKED, DONT_KNOW, day("2026-07-31"), day("2026-08-01"), day("2026-08-02")]
    assert after_each(Compares("begin", comparison, day("2026-08-01")), "begin", days) == expected
    assert after_each(Compares(REFERENCE_DATE, comparison, day("2026-08-01")), REFERENCE_DATE, days) == expected


def test_no_condition_on_a_number_holds_for_weet_ik_niet_nor_does_zero_count_as_no_answer() -> None:
    assert after_each(Compares("dagen", Comparison.AT_LEAST, 0), "dagen", [DONT_KNOW, 0]) == "-+"


def test_all_any_and_none() -> None:
    yes, no = AnswerIs("rol", LIO), AnswerIs("rol", frozenset({"leraar"}))
    known = {"rol": "lio"}
    assert [holds(All(pair), known) for pair in ((yes, yes), (yes, no), (no, yes), (no, no))] == [True, False, False, False]
    assert [holds(AnyOf(pair), known) for pair in ((yes, yes), (yes, no), (no, yes), (no, no))] == [True, True, True, False]
    assert holds(All(()), known)
    assert not holds(AnyOf(()), known)


def test_not_all_is_more_than_each_not() -> None:
    """`niet: {rol: lio, alleen: ja}` holds when the whole row does not."""
    row = All((ABOUT_LIO, AnswerIs("alleen", frozenset({"ja"}))))
    assert holds(Not(row), {"rol": "lio", "alleen": "nee"})
    assert holds(Not(row), {"rol": "lio"})
    assert not holds(Not(row), {"rol": "lio", "alleen": "ja"})


# Facts

AGE: dict[str, Fact] = {"leeftijd": Between("vog", REFERENCE_DATE, Unit.MONTHS)}


@pytest.mark.parametrize(
    ("start", "end", "at_most", "more"),
    [
        ("2026-01-10", "2026-07-09", True, False),
        ("2026-01-10", "2026-07-10", True, False),
        ("2026-01-10", "2026-07-11", False, True),
        ("2025-08-31", "2026-02-28", True, False),
        ("2025-08-31", "2026-03-01", False, True),
        ("2025-08-28", "2026-02-28", True, False),
        ("2025-08-28", "2026-03-01", False, True),
        ("2023-08-31", "2024-02-29", True, False),
        ("2023-08-31", "2024-03-01", False, True),
        ("2023-08-30", "2024-02-29", True, False),
        ("2026-07-10", "2026-01-10", True, False),
    ],
)
def test_six_months_end_on_the_same_day_or_the_last_of_the_month(start: str, end: str, at_most: bool, more: bool) -> None:
    known: Known = {"vog": day(start), REFERENCE_DATE: day(end)}
    assert holds(Compares("leeftijd", Comparison.AT_MOST, 6), known, AGE) is at_most
    assert holds(Compares("leeftijd", Comparison.MORE, 6), known, AGE) is more


def test_more_than_whole_months_say() -> None:
    """Six months and a day are six whole months, and yet more than six months."""
    known: Known = {"vog": day("2026-01-10"), REFERENCE_DATE: day("2026-07-11")}
    assert measure("leeftijd", AGE)(known) == 6
    assert holds(Compares("leeftijd", Comparison.AT_LEAST, 6), known, AGE)
    assert not holds(Compares("leeftijd", Comparison.AT_MOST, 6), known, AGE)


@pytest.mark.parametrize(
    ("unit", "amount", "last_day"),
    [
        (Unit.DAYS, 60, "2026-03-02"),
        (Unit.WEEKS, 26, "2026-07-02"),
        (Unit.MONTHS, 2, "2026-03-01"),
        (Unit.YEARS, 3, "2029-01-01"),
    ],
)
def test_each_unit_holds_till_and_including_its_last_day(unit: Unit, amount: int, last_day: str) -> None:
    facts: dict[str, Fact] = {"leeftijd": Between("vog", "begin", unit)}
    at_most = Compares("leeftijd", Comparison.AT_MOST, amount)
    last = day(last_day)
    assert holds(at_most, {"vog": day("2026-01-01"), "begin": last}, facts)
    assert not holds(at_most, {"vog": day("2026-01-01"), "begin": last + datetime.timedelta(days=1)}, facts)


@pytest.mark.parametrize("known", [{}, {"vog": day("2026-01-01")}, {"begin": day("2026-01-01")}, {"vog": DONT_KNOW, "begin": day("2026-01-01")}])
def test_no_condition_on_a_time_holds_when_a_day_is_not_known(known: Known) -> None:
    facts: dict[str, Fact] = {"leeftijd": Between("vog", "begin", Unit.MONTHS)}
    assert not any(holds(Compares("leeftijd", comparison, 0), known, facts) for comparison in Comparison)
    assert measure("leeftijd", facts)(known) is None


def test_a_day_counted_from_another_that_is_counted_from_another() -> None:
    facts: dict[str, Fact] = {
        "verloopt": DayFrom("vog", 6, Unit.MONTHS),
        "brief": DayFrom("verloopt", -1, Unit.WEEKS),
        "tot_brief": Between("vog", "brief", Unit.DAYS),
    }
    known: Known = {"vog": day("2025-08-31")}
    assert (measure("verloopt", facts)(known), measure("brief", facts)(known)) == (day("2026-02-28"), day("2026-02-21"))
    assert measure("tot_brief", facts)(known) == 174
    assert holds(Compares("brief", Comparison.LESS, day("2026-02-22")), known, facts)
    assert measure("brief", facts)({}) is None


def test_a_count_says_how_many_conditions_hold() -> None:
    facts: dict[str, Fact] = {"geregeld": Count((AnswerIs("beleid", frozenset({"ja"})), AnswerIs("persoon", frozenset({"ja"}))))}
    assert [measure("geregeld", facts)(known) for known in ({}, {"beleid": "ja"}, {"beleid": "ja", "persoon": "ja"})] == [0, 1, 2]
    assert holds(Compares("geregeld", Comparison.AT_LEAST, 1), {"persoon": "ja"}, facts)


def test_what_a_condition_looks_at() -> None:
    condition = All((ABOUT_LIO, Not(AnyOf((Includes("wie", LIO), Compares("leeftijd", Comparison.LESS, 6))))))
    assert subjects(condition) == {"rol", "wie", "leeftijd"}
    assert fact_subjects(AGE["leeftijd"]) == {"vog", REFERENCE_DATE}
    assert fact_subjects(DayFrom("vog", 6, Unit.MONTHS)) == {"vog"}
    assert fact_subjects(Count((condition,))) == {"rol", "wie", "leeftijd"}
