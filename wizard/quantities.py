"""Numbers and days that hang together: whether bounds can all hold at once, and values for which they do.

A bound says that one quantity, moved by whole units of time, is not smaller than another, moved too ('the day of showing is not
before the VOG plus six months'). Moving a day never changes the order of days, so the bounds have a least solution: start with
every quantity as small as it may be, raise what is too small, and repeat. Where that ends, all bounds hold; where a quantity
must rise above its largest value, they never hold together. No sampling, so boundary days are exact.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from wizard.calendar_units import Unit, add

# (amount, unit), applied from left to right.
Shifts: TypeAlias = tuple[tuple[int, Unit], ...]
Range: TypeAlias = tuple[int, int]

_FIRST, _LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()
_MOST_ROUNDS = 20_000
_EASY_ROUNDS, _HARD_ROUNDS = 6, 40
_DAYS_IN_MONTH = 146_097 / 4_800
# Moves of more days than this can run into the end of the calendar, where the usual lengths do not hold.
_LONG = 500_000
_EXACT_MONTHS = 60
_FOUR_YEARS = 1_461
# Between these days every fourth year is a leap year.
_REGULAR = tuple(
    (datetime.date(since, 3, 1).toordinal(), datetime.date(until, 2, 28).toordinal()) for since, until in ((1900, 2100), (2100, 2200), (2200, 2300))
)


class TooTangled(Exception):
    """There is no answer within the limits. `subject` is the question or fact where it became too much."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


@lru_cache(maxsize=50_000)
def shifted(day: int, shifts: Shifts) -> int:
    """A day (as an ordinal) moved by `shifts`."""
    for amount, unit in shifts:
        day = add(datetime.date.fromordinal(min(max(day, _FIRST), _LAST)), amount, unit).toordinal()
    return day


@lru_cache(maxsize=50_000)
def least_shifted(bound: int, shifts: Shifts) -> int:
    """The first day that is `bound` or later when moved by `shifts`; the day after the last one when there is none."""
    if not shifts:
        return bound
    guess = bound
    for amount, unit in reversed(shifts):
        guess = add(datetime.date.fromordinal(min(max(guess, _FIRST), _LAST)), -amount, unit).toordinal()
    for low, high in ((guess - 5, guess + 5), (_FIRST, _LAST)):
        low, high = max(low, _FIRST), min(high, _LAST)
        if (low == _FIRST or shifted(low, shifts) < bound) and shifted(high, shifts) >= bound:
            return low + bisect_left(range(low, high + 1), bound, key=lambda day: shifted(day, shifts))
    return _LAST + 1


@lru_cache(maxsize=2_000)
def _difference(one: Shifts, other: Shifts) -> tuple[float, float]:
    """Between which two numbers of days `one` moves a day further than `other` does, whatever that day is."""
    if len(one) <= 1 and len(other) <= 1 and max((abs(_months(shift)) for shift in (*one, *other)), default=0) <= _EXACT_MONTHS:
        found = [shifted(day, one) - shifted(day, other) for day in _telling_days()]
        return min(found), max(found)
    (fewest, most), (fewest_other, most_other) = _length(one), _length(other)
    return fewest - most_other, most - fewest_other


def _months(shift: tuple[int, Unit]) -> int:
    amount, unit = shift
    return {Unit.MONTHS: amount, Unit.YEARS: 12 * amount}.get(unit, 0)


@lru_cache(maxsize=1)
def _telling_days() -> tuple[int, ...]:
    """Days that behave, when months are added or taken off, like every other day from 1880 to 2220.

    The first days of a month all behave alike; the last ones differ, and so do the years around a leap year that is left out.
    """
    years = (*range(1894, 1907), *range(1998, 2010), *range(2094, 2107), *range(2194, 2207))
    return tuple(
        datetime.date(year, month, day).toordinal() for year in years for month in range(1, 13) for day in (1, 29, 30, 31) if day <= monthrange(year, month)[1]
    )


def _length(shifts: Shifts) -> tuple[float, float]:
    """The fewest and the most days that `shifts` move a day."""
    fewest = most = 0.0
    for shift in shifts:
        amount, unit = shift
        months = _months(shift)
        days = months * _DAYS_IN_MONTH if months else float(amount * {Unit.DAYS: 1, Unit.WEEKS: 7}.get(unit, 0))
        if abs(days) > _LONG:
            return float("-inf"), float("inf")
        if 0 < abs(months) <= _EXACT_MONTHS:
            least, greatest = _difference((shift,), ())
        else:
            slack = 5.0 if months else 0.0
            least, greatest = days - slack, days + slack
        fewest, most = fewest + least, most + greatest
    return fewest, most


@dataclass(frozen=True, slots=True)
class Expression:
    """A quantity moved by `shifts`, or the constant `constant` when `quantity` is None. Days are ordinals."""

    quantity: str | None
    constant: int = 0
    shifts: Shifts = ()

    def at(self, values: Mapping[str, int]) -> int:
        value = self.constant if self.quantity is None else values[self.quantity]
        return shifted(value, self.shifts) if self.shifts else value

    def moved(self, amount: int, unit: Unit) -> Expression:
        """This expression, moved once more."""
        if self.quantity is None:
            return Expression(None, shifted(self.constant, ((amount, unit),)))
        return Expression(self.quantity, self.constant, (*self.shifts, (amount, unit)))


@dataclass(frozen=True, slots=True)
class Bound:
    """`left` is `more` or more above `right`: left >= right + more. `more` is 0 or 1."""

    left: Expression
    right: Expression
    more: int = 0

    @property
    def opposite(self) -> Bound:
        """Holds exactly when this one does not."""
        return Bound(self.right, self.left, 1 - self.more)

    def holds(self, values: Mapping[str, int]) -> bool:
        return self.left.at(values) >= self.right.at(values) + self.more


@dataclass(frozen=True, slots=True)
class Solution:
    """Bounds that hold together: `values` are the smallest ones for which they do, within `highest`."""

    values: Mapping[str, int]
    highest: Mapping[str, int]
    relations: tuple[Bound, ...] = ()

    @classmethod
    def within(cls, ranges: Mapping[str, Range]) -> Solution | None:
        """Without any bound; None when a range is empty."""
        if any(low > high for low, high in ranges.values()):
            return None
        return cls({name: low for name, (low, _) in ranges.items()}, {name: high for name, (_, high) in ranges.items()})

    def also(self, bounds: Iterable[Bound], ranges: Mapping[str, Range] | None = None) -> Solution | None:
        """With more bounds, and more quantities when `ranges` names them; None when no values are left.

        Raises TooTangled when that cannot be said within the limits; it takes bounds that chase each other day by day.
        """
        low, high = dict(self.values), dict(self.highest)
        for name, (least, most) in (ranges or {}).items():
            low[name], high[name] = least, most
        relations = list(self.relations)
        pairs = set()
        for bound in bounds:
            left, right = bound.left, bound.right
            if left.quantity is not None and right.quantity is not None:
                relations.append(bound)
                pairs.add(frozenset({left.quantity, right.quantity}))
            elif left.quantity is not None:
                low[left.quantity] = max(low[left.quantity], least_shifted(right.constant + bound.more, left.shifts))
            elif right.quantity is not None:
                # constant >= moved quantity + more: the quantity stays below the first day that is too late.
                high[right.quantity] = min(high[right.quantity], least_shifted(left.constant - bound.more + 1, right.shifts) - 1)
            elif left.constant < right.constant + bound.more:
                return None
        if any(low[name] > high[name] for name in low):
            return None
        for pair in pairs:
            # What cannot be for two quantities comes back in many combinations with others; it is remembered.
            if _contradict(tuple(one for one in relations if {one.left.quantity, one.right.quantity} == pair)):
                return None
        found = _raise(low, high, relations)
        return None if found is None else Solution(found, high, tuple(relations))


def least_solution(ranges: Mapping[str, Range], bounds: Iterable[Bound]) -> Mapping[str, int] | None:
    """The smallest values within `ranges` for which all bounds hold; None when there are none. Raises TooTangled."""
    free = Solution.within(ranges)
    found = None if free is None else free.also(bounds)
    return None if found is None else found.values


def _raise(low: dict[str, int], high: Mapping[str, int], relations: list[Bound]) -> dict[str, int] | None:
    """The least solution at or above `low`; None when it lies above `high`."""
    for number in range(_MOST_ROUNDS):
        if number == _EASY_ROUNDS and _contradict(tuple(relations)):
            return None
        if number % _HARD_ROUNDS == _EASY_ROUNDS:
            low = _leap(low, relations)
        raised = _raise_once(low, relations)
        if not raised:
            return low
        if any(low[name] > high[name] for name in raised):
            return None
    raise TooTangled(relations[0].left.quantity or "")


def _raise_once(low: dict[str, int], relations: Iterable[Bound]) -> set[str]:
    """Raise, in `low`, what is too small for one of the bounds. Returns what was raised."""
    raised = set()
    for bound in relations:
        left, right = bound.left, bound.right
        assert left.quantity is not None
        assert right.quantity is not None
        least = least_shifted(shifted(low[right.quantity], right.shifts) + bound.more, left.shifts)
        if least > low[left.quantity]:
            low[left.quantity] = least
            raised.add(left.quantity)
    return raised


@lru_cache(maxsize=20_000)
def _contradict(relations: tuple[Bound, ...]) -> bool:
    """Whether the bounds surely contradict each other, for any days at all ('b after a, and a after b').

    Each bound says: this moved day is at least so many days after that one; and the moves of one day lie within so many days of
    each other. A circle of such steps that adds up to more than nothing cannot be.
    """
    number_of: dict[tuple[str | None, Shifts], int] = {}
    steps: list[tuple[int, int, float]] = []
    for bound in relations:
        right, left = ((one.quantity, one.shifts) for one in (bound.right, bound.left))
        steps.append((number_of.setdefault(right, len(number_of)), number_of.setdefault(left, len(number_of)), bound.more))
    for (quantity, shifts), source in number_of.items():
        for (other, other_shifts), target in number_of.items():
            if source != target and quantity == other:
                steps.append((source, target, _difference(other_shifts, shifts)[0]))
    ahead = [0.0] * len(number_of)
    for _ in range(len(ahead) + 1):
        changed = False
        for source, target, days in steps:
            if ahead[source] + days > ahead[target]:
                ahead[target] = ahead[source] + days
                changed = True
        if not changed:
            return False
    return True


def _leap(low: dict[str, int], relations: list[Bound]) -> dict[str, int]:
    """Skip days that surely hold no solution: between two centuries the calendar repeats itself every four years.

    When quantities that only bound each other rise by four years without coming to rest, they would do so again from there: the
    bounds would hold four years earlier too, and four years before that, which they do not. So there is no solution before the
    calendar changes, and they can be raised to just before that.
    """
    before = dict(low)
    after = dict(low)
    for _ in range(2 * len(low)):
        _raise_once(after, relations)
    rising = {name for name in before if after[name] > before[name]}
    if not rising:
        return after
    among = [bound for bound in relations if bound.left.quantity in rising and bound.right.quantity in rising]
    reach = sum(max(map(abs, _length(one.shifts))) + 1 for bound in among for one in (bound.left, bound.right))
    lowest, highest = min(before[name] for name in rising) - reach, max(after[name] for name in rising) + reach
    last = next((until - reach for since, until in _REGULAR if since < lowest and highest < until), None)
    if last is None or not _is_round(rising, among):
        return after
    start = {name: after[name] for name in rising}
    climbing = dict(start)
    while all(value < last for value in climbing.values()):
        if not _raise_once(climbing, among):
            return after
        if all(climbing[name] - start[name] >= _FOUR_YEARS for name in rising):
            return after | {name: max(after[name], int(last - reach)) for name in rising}
    return after


def _is_round(names: set[str], among: list[Bound]) -> bool:
    """Whether each of `names` is bound by each other one, if need be by way of others."""
    for start in names:
        reached, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            for bound in among:
                if bound.right.quantity == here and bound.left.quantity not in reached:
                    assert bound.left.quantity is not None
                    reached.add(bound.left.quantity)
                    waiting.append(bound.left.quantity)
        if reached != names:
            return False
    return bool(names)
