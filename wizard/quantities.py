"""Numbers and days that hang together: whether bounds can all hold at once, and values for which they do.

A bound says that one quantity, moved by whole units of time, is not smaller than another, moved too ('the day of showing is not
before the VOG plus six months'). Moving a day never changes the order of days, so the bounds have a least solution: start with
every quantity as small as it may be, raise what is too small, and repeat. Where that ends, all bounds hold; where a quantity
must rise above its largest value, they never hold together. No sampling, so boundary days are exact.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Final, TypeAlias

from wizard.calendar_units import Unit, add

# (amount, unit), applied from left to right.
Shifts: TypeAlias = tuple[tuple[int, Unit], ...]
Range: TypeAlias = tuple[int, int]

_FIRST, _LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()
_DAYS_IN = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}
# The calendar repeats itself after so many days, in so many months. Any number of months is at most five days (4.4 to be exact)
# shorter or longer than its share of them.
_DAYS_IN_ALL, _MONTHS_IN_ALL = 146_097, 4_800
_SLACK = 5
_EXACT_MONTHS = 60

SAFE_DAYS: Final[Range] = (datetime.date(1000, 1, 1).toordinal(), datetime.date(9000, 12, 31).toordinal())
"""Days that are so far from both ends of the calendar that no sensible move runs into them."""
# Longer ways than this can run into an end of the calendar, where the usual lengths do not hold.
_LONG = min(SAFE_DAYS[0] - _FIRST, _LAST - SAFE_DAYS[1])

_EASY_ROUNDS, _ROUNDS_TO_LEAP = 6, 32
# A move takes some millionths of a second: bounds that need more than a quarter of a second are too tangled.
_MOST_MOVES = 100_000
_MOST_REMEMBERED = 4_000
_UNKNOWN = -(10**12)
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


# Moving days


def shifted(day: int, shifts: Shifts) -> int:
    """A day (as an ordinal) moved by `shifts`."""
    for amount, unit in shifts:
        day = _in_calendar(day)
        day = _in_calendar(day + amount * _DAYS_IN[unit]) if unit in _DAYS_IN else add(datetime.date.fromordinal(day), amount, unit).toordinal()
    return day


def _in_calendar(day: int) -> int:
    return min(max(day, _FIRST), _LAST)


def least_shifted(bound: int, shifts: Shifts) -> int:
    """The first day that is `bound` or later when moved by `shifts`; the day after the last one when there is none."""
    for amount, unit in reversed(shifts):
        if bound > _LAST:
            return _LAST + 1
        if bound <= _FIRST:
            bound = _FIRST
            continue
        # The way back ends at the first such day, or, in a month that is too short, at the last day that is too early.
        back = shifted(bound, ((-amount, unit),))
        bound = back if shifted(back, ((amount, unit),)) >= bound else back + 1
    return bound


# How far moves go


@lru_cache(maxsize=2_000)
def _difference(one: Shifts, other: Shifts) -> Range:
    """Between which two numbers of days `one` moves a day further than `other` does, whatever that day is (one of SAFE_DAYS)."""
    if max(_way(one), _way(other)) > _LONG:
        return -_LAST, _LAST
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    if len(one) <= 1 and len(other) <= 1 and all(abs(_months(shift)) <= _EXACT_MONTHS for shift in (*one, *other)):
        found = [this - that for this, that in zip(_moves(one), _moves(other), strict=True)]
        return min(found), max(found)
    (fewest, most), (fewest_other, most_other) = _length(one), _length(other)
    return fewest - most_other, most - fewest_other


def _length(shifts: Shifts) -> Range:
    """The fewest and the most days that `shifts` move a day."""
    lengths = [_length_of(shift) for shift in shifts]
    return sum(fewest for fewest, _ in lengths), sum(most for _, most in lengths)


def _way(shifts: Shifts) -> int:
    """No day comes further away from where it was than this, at any of the `shifts`."""
    return sum(max(abs(fewest), abs(most)) for fewest, most in map(_length_of, shifts))


def _length_of(shift: tuple[int, Unit]) -> Range:
    amount, unit = shift
    months = _months(shift)
    if not months:
        return (days := amount * _DAYS_IN.get(unit, 0)), days
    if abs(months) <= _EXACT_MONTHS:
        found = _moves((shift,))
        return min(found), max(found)
    days = months * _DAYS_IN_ALL // _MONTHS_IN_ALL
    return days - _SLACK, days + 1 + _SLACK


def _months(shift: tuple[int, Unit]) -> int:
    amount, unit = shift
    return amount * _MONTHS_IN.get(unit, 0)


@lru_cache(maxsize=1_000)
def _moves(shifts: Shifts) -> tuple[int, ...]:
    """How far `shifts` move each of the telling days."""
    return tuple(shifted(day, shifts) - day for day in _telling_days())


@lru_cache(maxsize=1)
def _telling_days() -> tuple[int, ...]:
    """Days that behave, when at most _EXACT_MONTHS are added or taken off, like every other day.

    The first days of a month all behave alike; the last ones differ, and so do the years around a leap year that is left out.
    """
    years = (*range(1894, 1907), *range(2001, 2005))
    return tuple(
        datetime.date(year, month, day).toordinal() for year in years for month in range(1, 13) for day in (1, 29, 30, 31) if day <= monthrange(year, month)[1]
    )


# Bounds


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


class _Least(dict[int, int]):
    """For each value of the right quantity of a bound, the least value of the left one for which it holds."""

    def __init__(self, bound: Bound) -> None:
        super().__init__()
        self.bound = bound

    def __missing__(self, right: int) -> int:
        if len(self) == _MOST_REMEMBERED:
            self.clear()
        bound = self.bound
        found = self[right] = least_shifted(shifted(right, bound.right.shifts) + bound.more, bound.left.shifts)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Relation:
    """A bound between two quantities. Make one with `_relation`, so that there is only one for each bound: it is compared as itself."""

    left: str
    right: str
    bound: Bound
    least: _Least
    moves: int


@lru_cache(maxsize=256)
def _relation(bound: Bound) -> _Relation:
    left, right = bound.left, bound.right
    assert left.quantity is not None
    assert right.quantity is not None
    return _Relation(left.quantity, right.quantity, bound, _Least(bound), 1 + len(right.shifts) + 2 * len(left.shifts))


@lru_cache(maxsize=20_000)
def _implies(one: _Relation, other: _Relation) -> bool:
    """Whether `other` surely holds where `one` does; both are bounds from the same quantity to the same other one."""
    above = _difference(other.bound.left.shifts, one.bound.left.shifts)[0]
    below = _difference(one.bound.right.shifts, other.bound.right.shifts)[0]
    return one.bound.more + above + below >= other.bound.more


# Solutions


@dataclass(frozen=True, slots=True)
class Solution:
    """Bounds that hold together: `values` are the smallest ones for which they do, within `highest`.

    Days that are moved must lie within SAFE_DAYS. `relations` are the bounds between quantities that no other one implies.
    """

    values: Mapping[str, int]
    highest: Mapping[str, int]
    relations: tuple[_Relation, ...] = ()

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
                if _add(relations, _relation(bound)):
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
            if _contradict(tuple(one for one in relations if one.left in pair and one.right in pair)):
                return None
        return Solution(low, high, tuple(relations)) if _raise(low, high, relations) else None


def least_solution(ranges: Mapping[str, Range], bounds: Iterable[Bound]) -> Mapping[str, int] | None:
    """The smallest values within `ranges` for which all bounds hold; None when there are none. Raises TooTangled."""
    free = Solution.within(ranges)
    found = None if free is None else free.also(bounds)
    return None if found is None else found.values


def _add(relations: list[_Relation], new: _Relation) -> bool:
    """Add a relation in the place of those that it implies; not when one implies it, and then the answer is False."""
    beside = [one for one in relations if one.left == new.left and one.right == new.right]
    if any(_implies(one, new) for one in beside):
        return False
    for one in beside:
        if _implies(new, one):
            relations.remove(one)
    relations.append(new)
    return True


def _raise(low: dict[str, int], high: Mapping[str, int], relations: list[_Relation]) -> bool:
    """Raise `low` to the least solution at or above it; False when that does not lie within `high`."""
    for _ in range(_EASY_ROUNDS):
        raised = _raise_once(low, relations)
        if any(low[name] > high[name] for name in raised):
            return False
        if not raised:
            return True
    if _contradict(tuple(relations)):
        return False
    groups = _groups(relations)
    for group in groups:
        into = [one for one in relations if one.left in group]
        _raise_once(low, into)
        if not _climb(low, high, group, [one for one in into if one.right in group], _MOST_MOVES // len(groups)):
            return False
    return True


def _raise_once(low: dict[str, int], relations: Iterable[_Relation]) -> set[str]:
    """Raise, in `low`, what is too small for one of the relations. Returns what was raised."""
    raised = set()
    for one in relations:
        least = one.least[low[one.right]]
        if least > low[one.left]:
            low[one.left] = least
            raised.add(one.left)
    return raised


@lru_cache(maxsize=20_000)
def _contradict(relations: tuple[_Relation, ...]) -> bool:
    """Whether the relations surely contradict each other, for any days at all ('b after a, and a after b').

    Each one says: this moved day is at least so many days after that one. The moves of one day lie within so many days of each
    other, and days that are moved alike keep their order. A circle of such steps that adds up to more than nothing cannot be.
    """
    sides = [(name, side.shifts) for one in relations for name, side in ((one.left, one.bound.left), (one.right, one.bound.right))]
    points = list(dict.fromkeys((name, shifts[:length]) for name, shifts in sides for length in range(len(shifts) + 1)))
    number_of = {point: number for number, point in enumerate(points)}
    # ahead[a][b]: how far point b lies after point a, at least.
    ahead = [[_difference(shifts, from_shifts)[0] if name == from_name else _UNKNOWN for name, shifts in points] for from_name, from_shifts in points]
    for one in relations:
        right, left = number_of[(one.right, one.bound.right.shifts)], number_of[(one.left, one.bound.left.shifts)]
        ahead[right][left] = max(ahead[right][left], one.bound.more)
    alike = [
        (number_of[(name, shifts[:-1])], number_of[(other, other_shifts[:-1])], number_of[(name, shifts)], number_of[(other, other_shifts)])
        for name, shifts in points for other, other_shifts in points if shifts and shifts[-1:] == other_shifts[-1:] and (name, shifts) != (other, other_shifts)
    ]  # fmt: skip
    while not _add_up(ahead):
        later = [(start, end) for before, after, start, end in alike if ahead[before][after] >= 0 > ahead[start][end]]
        if not later:
            return False
        for start, end in later:
            ahead[start][end] = 0
    return True


def _add_up(ahead: list[list[int]]) -> bool:
    """Join steps to the longest ways, in place; whether there is a circle that adds up to more than nothing."""
    for middle, onward in enumerate(ahead):
        for start, row in enumerate(ahead):
            so_far = row[middle]
            if so_far > _UNKNOWN:
                ahead[start] = [max(here, so_far + more) for here, more in zip(row, onward, strict=True)]
        if any(row[number] > 0 for number, row in enumerate(ahead)):
            return True
    return False


def _groups(relations: Iterable[_Relation]) -> list[frozenset[str]]:
    """The quantities, together with those that they raise and are raised by; each group after the groups that raise it."""
    raised_by = {name: {name} for one in relations for name in (one.left, one.right)}
    for _ in raised_by:
        for one in relations:
            raised_by[one.left] |= raised_by[one.right]
    groups = {frozenset(other for other in raised_by[name] if name in raised_by[other]) for name in raised_by}
    return sorted(groups, key=lambda group: len(set().union(*(raised_by[name] for name in group))))


def _climb(low: dict[str, int], high: Mapping[str, int], group: frozenset[str], among: Sequence[_Relation], most_moves: int) -> bool:
    """Raise quantities that raise each other until all relations `among` them hold; False when that is not within `high`.

    Skips days that surely hold no solution. Between two centuries the calendar repeats itself every four years, so what holds for
    days there, and for the days to which they are moved, holds four years earlier too. Suppose that every solution from some days
    on lies at least four years after them, for each quantity. Then a solution between the centuries would give one four years
    earlier, which lies at least four years after them too, and so on, till it does not. So there is none: in a solution one
    quantity lies past the end of the regular years. Whichever it is, it raises the others.
    """
    stretch = 1 + max((_way(side.shifts) for one in among for side in (one.bound.left, one.bound.right)), default=0)
    moves = sum(one.moves for one in among)
    start: dict[str, int] = {}
    until: int | None = None
    for number in count():
        if number % _ROUNDS_TO_LEAP == 0:
            if any(low[name] > high[name] for name in group):
                return False
            if number * moves > most_moves:
                raise TooTangled(among[0].left)
            if until is not None and all(low[name] - start[name] >= _FOUR_YEARS for name in group):
                past = [_raised({**low, name: max(low[name], until - stretch)}, among, len(group)) for name in group]
                low.update({name: min(one[name] for one in past) for name in group})
                until = None
            if until is None or max(low[name] for name in group) + stretch >= until:
                start = {name: low[name] for name in group}
                until = _end_of_regular_years(min(start.values()) - stretch, max(start.values()) + stretch)
        if not _raise_once(low, among):
            break
    return all(low[name] <= high[name] for name in group)


def _raised(low: dict[str, int], relations: Sequence[_Relation], rounds: int) -> dict[str, int]:
    for _ in range(rounds):
        _raise_once(low, relations)
    return low


def _end_of_regular_years(first: int, last: int) -> int | None:
    """The day on which the regular years end that all days from `first` till `last` lie in, when they do."""
    return next((until for since, until in _REGULAR if since < first and last < until), None)
