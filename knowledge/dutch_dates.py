"""Days and numbers as people read them."""

from __future__ import annotations

import datetime
import re

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")


def dutch_day(day: datetime.date) -> str:
    """'3 maart 2026'."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def iso_day(text: str) -> datetime.date:
    """The day of 'JJJJ-MM-DD', and nothing else; Python itself reads more. Raises ValueError."""
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def dutch_partial_day(text: str) -> str:
    """'2023' → '2023', '2023-05' → 'mei 2023', '2023-05-08' → '8 mei 2023'."""
    year, *rest = text.split("-")
    if len(rest) == 2:
        return dutch_day(datetime.date.fromisoformat(text))
    return f"{_MONTHS[int(rest[0]) - 1]} {year}" if rest else year


def dutch_number(number: int) -> str:
    """'1.234.567'."""
    return f"{number:,}".replace(",", ".")


def dutch_decimal(number: float) -> str:
    """'9,4': one place behind the comma."""
    return f"{number:.1f}".replace(".", ",")
