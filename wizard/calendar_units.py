"""Time between days, as the law counts it: whole days, weeks, months and years.

'Hoogstens zes maanden oud' holds till and including the same day six months later; where that day does not exist
(31 August plus six months) it is the last day of the month.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from enum import StrEnum


class Unit(StrEnum):
    """The units that editors may use."""

    DAYS = "dagen"
    WEEKS = "weken"
    MONTHS = "maanden"
    YEARS = "jaren"


_DAYS_IN = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}


def add(day: datetime.date, amount: int, unit: Unit) -> datetime.date:
    """The day `amount` units after `day` (before it when negative); the calendar's first or last day when that lies outside it."""
    try:
        if unit in _DAYS_IN:
            return day + datetime.timedelta(days=amount * _DAYS_IN[unit])
        year, month = divmod(day.year * 12 + day.month - 1 + amount * _MONTHS_IN[unit], 12)
        return datetime.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return datetime.date.max if amount > 0 else datetime.date.min


def whole_units(start: datetime.date, end: datetime.date, unit: Unit) -> int:
    """How many whole units lie between two days; negative when `end` comes before `start`."""
    if end < start:
        return -whole_units(end, start, unit)
    if unit in _DAYS_IN:
        return (end - start).days // _DAYS_IN[unit]
    count = ((end.year - start.year) * 12 + end.month - start.month) // _MONTHS_IN[unit]
    return count if add(start, count, unit) <= end else count - 1
