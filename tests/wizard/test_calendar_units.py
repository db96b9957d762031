"""Time between days, as the law counts it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wizard.generated_trees import PROPERTY
from wizard.calendar_units import Unit, add, whole_units

# Around the ends of months and leap days, where counting goes wrong, and anywhere.
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)) | st.builds(
    lambda year, month, shift: datetime.date(year, month, 1) + datetime.timedelta(days=shift), st.integers(1999, 2029), st.integers(1, 12), st.integers(-3, 2)
)
units = st.sampled_from(Unit)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2025-08-31", 6, Unit.MONTHS, "2026-02-28"),
        ("2023-08-31", 6, Unit.MONTHS, "2024-02-29"),
        ("2026-01-31", 1, Unit.MONTHS, "2026-02-28"),
        ("2026-03-31", -1, Unit.MONTHS, "2026-02-28"),
        ("2026-11-30", 3, Unit.MONTHS, "2027-02-28"),
        ("2026-01-15", -1, Unit.MONTHS, "2025-12-15"),
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28"),
        ("2024-02-29", 4, Unit.YEARS, "2028-02-29"),
        ("2024-02-28", 1, Unit.DAYS, "2024-02-29"),
        ("2026-12-31", 1, Unit.DAYS, "2027-01-01"),
        ("2026-01-01", 26, Unit.WEEKS, "2026-07-02"),
    ],
)
def test_a_day_so_much_later(start: str, amount: int, unit: Unit, end: str) -> None:
    assert add(day(start), amount, unit) == day(end)


@pytest.mark.parametrize(
    ("start", "end", "unit", "count"),
    [
        ("2025-08-31", "2026-02-28", Unit.MONTHS, 6),
        ("2025-08-31", "2026-02-27", Unit.MONTHS, 5),
        ("2026-01-10", "2026-07-09", Unit.MONTHS, 5),
        ("2026-01-10", "2026-07-11", Unit.MONTHS, 6),
        ("2024-02-29", "2025-02-28", Unit.YEARS, 1),
        ("2024-02-29", "2025-02-27", Unit.YEARS, 0),
        ("2008-11-26", "2026-11-25", Unit.YEARS, 17),
        ("2026-01-01", "2026-01-14", Unit.WEEKS, 1),
        ("2026-01-01", "2026-01-15", Unit.WEEKS, 2),
        ("2026-01-01", "2026-01-01", Unit.DAYS, 0),
    ],
)
def test_whole_units_between_two_days(start: str, end: str, unit: Unit, count: int) -> None:
    assert whole_units(day(start), day(end), unit) == count
    assert whole_units(day(end), day(start), unit) == -count


@PROPERTY
@given(days, days, units)
def test_whole_units_fit_and_one_more_does_not(one: datetime.date, other: datetime.date, unit: Unit) -> None:
    start, end = sorted((one, other))
    count = whole_units(start, end, unit)
    assert add(start, count, unit) <= end < add(start, count + 1, unit)


@PROPERTY
@given(days, st.integers(0, 600), units)
def test_so_many_units_later_is_so_many_whole_units(start: datetime.date, amount: int, unit: Unit) -> None:
    assert whole_units(start, add(start, amount, unit), unit) == amount


@PROPERTY
@given(days, st.integers(-600, 600), units)
def test_a_later_day_or_a_larger_amount_never_comes_earlier(start: datetime.date, amount: int, unit: Unit) -> None:
    assert add(start, amount, unit) <= add(start + datetime.timedelta(days=1), amount, unit)
    assert add(start, amount, unit) < add(start, amount + 1, unit)


@pytest.mark.parametrize("unit", Unit)
def test_beyond_the_calendar_is_its_first_or_last_day(unit: Unit) -> None:
    assert add(day("2026-11-25"), 999_999_999, unit) == datetime.date.max
    assert add(day("2026-11-25"), -999_999_999, unit) == datetime.date.min
