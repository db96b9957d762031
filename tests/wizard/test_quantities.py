"""Bounds between moved days and numbers, against a calendar of their own and against trying everything."""

from __future__ import annotations

import datetime
import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, permutations, product
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wizard.generated_trees import ON, PROPERTY
from wizard import quantities
from wizard.calendar_units import Unit
from wizard.quantities import SAFE_DAYS, Bound, Expression, Range, Shifts, Solution, TooTangled, least_shifted, least_solution, shifted

DAYS, WEEKS, MONTHS, YEARS = Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS
ONE_DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()
Ranges: TypeAlias = Mapping[str, Range]


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def text_of(ordinal: int) -> str:
    return datetime.date.fromordinal(ordinal).isoformat()


def moved(name: str, *shifts: tuple[int, Unit]) -> Expression:
    return Expression(name, 0, shifts)


def constant(value: int) -> Expression:
    return Expression(None, value)


def relations(bounds: Iterable[Bound]) -> tuple[Any, ...]:
    return tuple(map(quantities._relation, bounds))


# Moving days


def walked(start: datetime.date, amount: int, unit: Unit) -> datetime.date:
    """A day moved by going through the calendar step by step; the first or last day when it ends."""
    try:
        if unit in (DAYS, WEEKS):
            for _ in range(abs(amount) * (7 if unit is WEEKS else 1)):
                start = start + ONE_DAY if amount > 0 else start - ONE_DAY
            return start
        month = start.replace(day=1)
        for _ in range(abs(amount) * (12 if unit is YEARS else 1)):
            month = (month + 31 * ONE_DAY if amount > 0 else month - ONE_DAY).replace(day=1)
    except OverflowError:
        return datetime.date.max if amount > 0 else datetime.date.min
    number = start.day
    while True:
        try:
            return month.replace(day=number)
        except ValueError:
            number -= 1


AROUND = [day(text) for text in ("1900-02-28", "1904-02-29", "2000-02-29", "2024-02-29", "2026-11-30", "2100-02-28", "2199-12-31", "0001-01-31", "9999-12-01")]
days = st.builds(lambda base, more: min(max(base + more, FIRST), LAST), st.sampled_from(AROUND), st.integers(-45, 45)) | st.integers(
    day("1900-01-01"), day("2200-12-31")
)
shifts = st.tuples(st.integers(-40, 40) | st.sampled_from([0, 1, -1, 6, 12, 13, 26, 100, -100, 182]), st.sampled_from(Unit))
chains = st.lists(shifts, max_size=4).map(tuple)
far_shifts = st.tuples(st.sampled_from([10**4, 10**5, 10**6, 10**9, 10**15, -(10**4), -(10**5), -(10**6), -(10**9), -(10**15)]), st.sampled_from(Unit))


@PROPERTY
@given(days, chains)
def test_a_moved_day(start: int, chain: Shifts) -> None:
    expected = datetime.date.fromordinal(start)
    for amount, unit in chain:
        expected = walked(expected, amount, unit)
    assert text_of(shifted(start, chain)) == expected.isoformat()


@PROPERTY
@given(days | st.integers(FIRST - 50, FIRST + 50) | st.integers(LAST - 50, LAST + 50), st.lists(shifts | far_shifts, max_size=4).map(tuple))
def test_moving_keeps_the_order_and_the_least_day_is_the_first_that_comes_so_far(bound: int, chain: Shifts) -> None:
    found = least_shifted(bound, chain)
    if not chain:
        assert found == bound
        return
    assert FIRST <= found <= LAST + 1
    assert found == LAST + 1 or shifted(found, chain) >= bound
    assert found == FIRST or shifted(found - 1, chain) < bound
    near = [shifted(here, chain) for here in range(max(found - 35, FIRST), min(found + 35, LAST) + 1)]
    assert near == sorted(near)


def test_the_end_of_the_calendar() -> None:
    far = ((10**12, YEARS),)
    assert shifted(day("2026-11-25"), far) == LAST
    assert shifted(day("2026-11-25"), ((-(10**12), DAYS),)) == FIRST
    assert least_shifted(LAST, far) == FIRST
    assert least_shifted(FIRST + 1, ((-(10**12), WEEKS),)) == LAST + 1
    # Once at the end, there is no way back to where a day came from.
    assert shifted(day("2026-11-25"), (*far, (-1, DAYS))) == LAST - 1
    assert least_shifted(LAST, (*far, (-1, DAYS))) == LAST + 1
    assert shifted(day("9999-11-30"), ((1, MONTHS),)) == day("9999-12-30")
    assert shifted(day("9999-12-01"), ((1, MONTHS),)) == LAST


# How far moves go. A calendar as plain lists.

MONTH_STARTS = [datetime.date(year, month, 1).toordinal() for year in range(1700, 2401) for month in range(1, 13)]
LENGTHS = [end - start for start, end in pairwise(MONTH_STARTS)]
WIDE = range(day("1800-01-01"), day("2300-01-01"))
CALENDAR = range(day("1880-01-01"), day("2221-01-01"))
MONTH_OF = [month for month, length in enumerate(LENGTHS) for _ in range(length)][WIDE.start - MONTH_STARTS[0] :][: len(WIDE)]


@lru_cache(maxsize=100)
def later_months(months: int) -> list[int]:
    """Every day from 1800 till 2300 so many months later."""
    return [
        MONTH_STARTS[month + months] + min(here - MONTH_STARTS[month], LENGTHS[month + months] - 1) for here, month in zip(WIDE, MONTH_OF, strict=True)
    ]  # fmt: skip


@lru_cache(maxsize=300)
def table(chain: Shifts) -> Sequence[int]:
    """Every day from 1880 till 2220, moved. Only for moves that stay within some eighty years."""
    if not chain:
        return CALENDAR
    before, (amount, unit) = table(chain[:-1]), chain[-1]
    if unit in (DAYS, WEEKS):
        length = amount * (7 if unit is WEEKS else 1)
        return [here + length for here in before]
    found, start = later_months(amount * (12 if unit is YEARS else 1)), WIDE.start
    return [found[here - start] for here in before]


def moves(chain: Shifts) -> list[int]:
    return [there - here for here, there in zip(CALENDAR, table(chain), strict=True)]


@pytest.mark.parametrize("unit", [MONTHS, YEARS])
def test_the_fewest_and_most_days_of_a_move_are_those_of_every_day_from_1880_till_2220(unit: Unit) -> None:
    for amount in (*range(-60, 61, 10), -59, -13, -7, -1, 1, 6, 7, 11, 59) if unit is MONTHS else (-5, -4, -1, 1, 3, 4, 5):
        found = moves(((amount, unit),))
        assert quantities._difference(((amount, unit),), ()) == (min(found), max(found))
        assert quantities._difference((), ((amount, unit),)) == (-max(found), -min(found))
        assert quantities._difference(((amount, unit),), ((26, WEEKS),)) == (min(found) - 182, max(found) - 182)


PAIRS = [
    (6, 7),
    (6, -6),
    (1, 2),
    (1, -1),
    (2, 12),
    (12, 13),
    (11, 12),
    (48, 60),
    (60, -60),
    (-60, -59),
    (3, 24),
    (-1, -2),
    (0, 36),
    (5, 5),
    (47, 49),
    (-12, 12),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_difference_of_two_moves_is_that_of_every_day_from_1880_till_2220(one: int, other: int) -> None:
    found = [this - that for this, that in zip(table(((one, MONTHS),)), table(((other, MONTHS),)), strict=True)]
    assert quantities._difference(((one, MONTHS),), ((other, MONTHS),)) == (min(found), max(found))


def test_any_number_of_months_is_at_most_five_days_off_its_share() -> None:
    """For each day of the month, and all months of the 400 years after which the calendar repeats itself."""
    months = [datetime.date(1600 + number // 12, number % 12 + 1, 1).toordinal() for number in range(4_801)]
    off: list[tuple[int, int]] = []
    for number in (1, 28, 29, 30, 31):
        # How far this day of each month (its last one, when it is too short) is off, in parts of which 4,800 make a day.
        here = [
            (min(start + number, end) - months[0]) * 4_800 - 146_097 * month
            for month, (start, end) in enumerate(pairwise(months))
        ]  # fmt: skip
        real = [one for month, one in enumerate(here) if months[month + 1] - months[month] >= number]
        off.append((min(here) - max(real), max(here) - min(real)))
    assert quantities._SLACK - 1 < -min(least for least, _ in off) / 4_800 <= quantities._SLACK
    assert quantities._SLACK - 1 < max(most for _, most in off) / 4_800 <= quantities._SLACK


@PROPERTY
@given(st.lists(st.tuples(st.integers(-130, 130), st.sampled_from([DAYS, WEEKS, MONTHS])), max_size=3).map(tuple), chains, st.randoms(use_true_random=False))
def test_no_day_moves_further_than_is_said(one: Shifts, other: Shifts, chance: random.Random) -> None:
    least, most = quantities._difference(one, other)
    for here in [chance.randint(*SAFE_DAYS) for _ in range(20)] + [chance.randint(CALENDAR.start, CALENDAR.stop) for _ in range(60)]:
        assert least <= shifted(here, one) - shifted(here, other) <= most
        for length in range(len(one) + 1):
            assert abs(shifted(here, one[:length]) - here) <= quantities._way(one)


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("amounts", [(10**5, 10**5), (-(10**5), 10**5), (800, -700, -900), (363_000, 363_000), (10**9,)])
def test_what_can_run_into_the_end_of_the_calendar_is_never_reckoned_too_narrow(unit: Unit, amounts: tuple[int, ...]) -> None:
    chain = tuple((amount, unit) for amount in amounts)
    least, most = quantities._difference(chain, ())
    for here in (SAFE_DAYS[0], day("1881-01-01"), ON.toordinal(), day("2216-03-01"), SAFE_DAYS[1]):
        assert least <= shifted(here, chain) - here <= most


# Solutions against trying everything

BASES = [day(text) for text in ("2023-12-31", "2024-02-28", "2025-08-31", "2026-02-28", ON.isoformat(), "1900-02-28", "2100-02-28")]
NEAR = [
    (6, MONTHS), (1, MONTHS), (-1, MONTHS), (2, MONTHS), (26, WEEKS), (182, DAYS), (181, DAYS), (30, DAYS), (31, DAYS), (-31, DAYS), (1, YEARS), (365, DAYS), (1, DAYS)
]  # fmt: skip


def small(chance: random.Random) -> tuple[dict[str, Range], list[Bound]]:
    """Two to four days, and sometimes a number, in small ranges, and bounds that may hold somewhere in them."""
    count = chance.choice([2, 2, 3, 4])
    widest = {2: 40, 3: 12, 4: 6}[count]
    base = chance.choice(BASES)
    ranges: dict[str, Range] = {}
    for name in "abcd"[:count]:
        first = base + chance.choice([0, 31, 182, -181, chance.randint(-10, 10)])
        ranges[name] = (first, first + chance.randint(0, widest))
    if chance.random() < 0.3:
        low = chance.randint(-3, 3)
        ranges["n"] = (low, low + chance.randint(0, 4))
    middle = {name: sum(ends) // 2 for name, ends in ranges.items()}
    bounds = []
    for _ in range(chance.randint(0, 6)):
        name = chance.choice(list(ranges))
        left = Expression(name) if name == "n" else moved(name, *chance.choices(NEAR, k=chance.randint(0, 2)))
        right = constant(left.at(middle) + chance.randint(-4, 4))
        if name != "n" and chance.random() < 0.7:
            right = moved(chance.choice("abcd"[:count]), *chance.choices(NEAR, k=chance.randint(0, 2)))
            if chance.random() < 0.8:
                # So many days from the other one that it may or may not hold.
                right = right.moved(left.at(middle) - right.at(middle) + chance.randint(-6, 6), DAYS)
        bound = Bound(left, right, chance.randint(0, 1))
        bounds.append(bound.opposite if chance.random() < 0.5 else bound)
    return ranges, bounds


def every_solution(ranges: Ranges, bounds: Sequence[Bound]) -> Iterator[dict[str, int]]:
    names = list(ranges)
    for values in product(*(range(low, high + 1) for low, high in ranges.values())):
        here = dict(zip(names, values, strict=True))
        if all(bound.holds(here) for bound in bounds):
            yield here


def smallest(found: Sequence[Mapping[str, int]]) -> dict[str, int] | None:
    return {name: min(one[name] for one in found) for name in found[0]} if found else None


@pytest.mark.parametrize("seed", range(4))
def test_the_least_solution_is_the_smallest_of_all_for_each_quantity(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    solved = 0
    for _ in range(100):
        ranges, bounds = small(chance)
        least = smallest(list(every_solution(ranges, bounds)))
        solved += least is not None
        assert least_solution(ranges, bounds) == least, (ranges, bounds)
        for shuffled in (bounds[::-1], chance.sample(bounds, len(bounds))):
            assert least_solution(dict(reversed(ranges.items())), shuffled) == least
            assert one_by_one(ranges, shuffled) == least
    assert 20 < solved < 80


def one_by_one(ranges: Ranges, bounds: Iterable[Bound]) -> Mapping[str, int] | None:
    """The least solution, with each bound added by itself, and each quantity only when a bound needs it."""
    found: Solution | None = Solution({}, {})
    for bound in bounds:
        if found is not None:
            names = {one.quantity for one in (bound.left, bound.right) if one.quantity is not None}
            found = found.also([bound], {name: ranges[name] for name in names - found.values.keys()})
    if found is not None:
        found = found.also([], {name: ends for name, ends in ranges.items() if name not in found.values})
    return None if found is None else found.values


def test_the_opposite_of_a_bound_holds_where_it_does_not() -> None:
    chance = random.Random(5)  # noqa: S311
    for _ in range(100):
        ranges, bounds = small(chance)
        for bound in bounds:
            assert bound.opposite.opposite == bound
            for ends in product(*ranges.values()):
                values = dict(zip(ranges, ends, strict=True))
                assert bound.holds(values) != bound.opposite.holds(values)


def test_adding_bounds_changes_no_solution_that_was_there() -> None:
    ranges = {"a": (day("2026-01-01"), day("2026-12-31")), "b": (day("2026-01-01"), day("2027-12-31"))}
    first = Solution.within(ranges)
    assert first is not None
    second = first.also([Bound(moved("b"), moved("a", (6, MONTHS)))])
    assert second is not None
    third = second.also([Bound(moved("a"), constant(day("2026-08-31")))])
    assert third is not None
    assert {name: text_of(value) for name, value in third.values.items()} == {"a": "2026-08-31", "b": "2027-02-28"}
    assert {name: text_of(value) for name, value in second.values.items()} == {"a": "2026-01-01", "b": "2026-07-01"}
    assert first.values == {"a": ranges["a"][0], "b": ranges["b"][0]}
    assert second.also([Bound(constant(day("2026-06-30")), moved("b"))]) is None
    assert second.also([Bound(constant(1), constant(1), 1)]) is None
    assert second.also([Bound(constant(1), constant(1))]) is not None
    assert Solution.within({"a": (2, 1)}) is None
    assert least_solution({}, []) == {}


def test_a_bound_that_another_one_implies_is_not_kept() -> None:
    after, half_a_year_after = Bound(moved("b"), moved("a")), Bound(moved("b"), moved("a", (6, MONTHS)))
    for order in permutations([after, half_a_year_after]):
        found = Solution({}, {}).also(order, {"a": (day("2026-01-01"), day("2026-12-31")), "b": (day("2026-01-01"), day("2027-12-31"))})
        assert found is not None
        assert [one.bound for one in found.relations] == [half_a_year_after]


# Bounds that rarely or never hold together

HALF_A_YEAR = [Bound(moved("b"), moved("a", (6, MONTHS))), Bound(moved("a", (6, MONTHS)), moved("b"))]
CENTURIES = (day("1900-01-01"), day("2200-12-31"))


@pytest.mark.parametrize("length", [(180, DAYS), (181, DAYS), (26, WEEKS), (183, DAYS), (184, DAYS), (185, DAYS)])
def test_months_that_are_exactly_so_many_days(length: tuple[int, Unit]) -> None:
    exact = [*HALF_A_YEAR, Bound(moved("b"), moved("a", length)), Bound(moved("a", length), moved("b"))]
    first = next(
        (here for here, one, other in zip(CALENDAR, table(((6, MONTHS),)), table((length,)), strict=True) if one == other and here >= CENTURIES[0]), None
    )
    for order in permutations(exact):
        found = least_solution({"a": CENTURIES, "b": CENTURIES}, order)
        assert (None if found is None else found["a"]) == first
    # What no half year is as long as is refused without trying days.
    assert (first is None) == quantities._contradict(relations(exact))


def test_what_is_moved_alike_keeps_its_order() -> None:
    """Half a year after the later of two days is the later day, however long half a year is: found without trying days."""
    later = Bound(moved("b"), moved("a"))
    for chain in (((6, MONTHS),), ((6, MONTHS), (3, DAYS)), ((1, YEARS), (-1, MONTHS)), ((4, MONTHS), (2, MONTHS))):
        assert quantities._contradict(relations([later, Bound(moved("a", *chain), moved("b", *chain), 1)]))
        # By way of a third day.
        assert quantities._contradict(relations([later, Bound(moved("c"), moved("b", *chain), 1), Bound(moved("a", *chain), moved("c"))]))
        # And the other way round: what comes later when moved, was later.
        assert quantities._contradict(relations([Bound(moved("b", *chain), moved("a", *chain), 1), Bound(moved("a"), moved("b"))]))
        assert not quantities._contradict(relations([later, Bound(moved("a", *chain), moved("b", *chain))]))


def rare_day(chance: random.Random) -> int:
    year = chance.choice([1900, 1901, 1904, 1999, 2000, 2024, 2026, 2096, 2099, 2100, 2104, 2200, chance.randint(1900, 2200)])
    found = datetime.date(year, chance.randint(1, 12), 1) + ONE_DAY * chance.choice([-3, -2, -1, 0, 1, chance.randint(0, 27)])
    return min(max(found.toordinal(), CENTURIES[0]), CENTURIES[1])


POOL = [
    (6, MONTHS), (26, WEEKS), (182, DAYS), (1, MONTHS), (-1, MONTHS), (31, DAYS), (-30, DAYS), (12, MONTHS), (1, YEARS), (-365, DAYS), (13, MONTHS), (-6, MONTHS),
    (59, MONTHS), (61, MONTHS), (-100, MONTHS), (400, MONTHS), (5, WEEKS), (-3, WEEKS), (1, DAYS), (-1, DAYS), (3, YEARS), (-48, MONTHS), (2_000, DAYS),
]  # fmt: skip


def satisfied(chance: random.Random) -> tuple[dict[str, int], list[Bound]]:
    """Days, and bounds that hold for them, most of them only just."""
    base = rare_day(chance)
    values = {name: min(max(chance.choice([base + chance.randint(-800, 800), rare_day(chance)]), CENTURIES[0]), CENTURIES[1]) for name in "abcd"}
    bounds = []
    names = "abcd"[: chance.randint(1, 4)]
    while len(bounds) < 6:
        one, other = (moved(chance.choice(names), *chance.choices(POOL, k=chance.choice([0, 1, 1, 1, 2, 3]))) for _ in range(2))
        apart = one.at(values) - other.at(values)
        match chance.randint(0, 3):
            case 0:
                exact = other.moved(apart, DAYS)
                bounds += [Bound(one, exact), Bound(exact, one)]
            case 1:
                near = other.moved(apart // 7, WEEKS)
                bounds.append(Bound(one, near, int(one.at(values) > near.at(values))))
            case 2:
                near = other.moved(round(apart / 30.44), MONTHS)
                bound = Bound(one, near, chance.randint(0, 1))
                bounds.append(bound if bound.holds(values) else bound.opposite)
            case _:
                bound = Bound(one, other, chance.randint(0, 1))
                bounds.append(bound if bound.holds(values) else bound.opposite)
    assert all(bound.holds(values) for bound in bounds)
    return values, bounds


@pytest.mark.parametrize("seed", range(6))
def test_bounds_that_hold_for_some_days_are_never_said_to_contradict(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(100):
        _, bounds = satisfied(chance)
        assert not quantities._contradict.__wrapped__(relations(bounds)), bounds


@pytest.mark.parametrize("seed", range(4))
def test_a_bound_that_is_said_to_follow_does(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    implied = 0
    for _ in range(300):
        bounds = [Bound(*(moved(name, *chance.choices(POOL[:14], k=chance.randint(0, 2))) for name in "ab"), chance.randint(0, 1)) for _ in range(2)]
        # Some days further or less far, so that it often only just follows.
        one, other = relations([Bound(bounds[0].left, bounds[0].right.moved(chance.randint(-400, 400), DAYS), bounds[0].more), bounds[1]])
        if quantities._implies(one, other):
            implied += 1
            for _ in range(25):
                right = rare_day(chance)
                values = {"a": one.least[right], "b": right}
                assert one.bound.holds(values)
                assert other.bound.holds(values), (one.bound, other.bound)
    assert implied > 50


# Skipping years


def climbed(ranges: Ranges, bounds: Sequence[Bound]) -> tuple[dict[str, int] | None, int]:
    """The least solution, raising day by day in a calendar of lists, and how many rounds that takes."""
    low = {name: ends[0] for name, ends in ranges.items()}
    steps = []
    for bound in bounds:
        assert bound.left.quantity is not None
        assert bound.right.quantity is not None
        steps.append((bound.left.quantity, table(bound.left.shifts), bound.right.quantity, table(bound.right.shifts), bound.more))
    start = CALENDAR.start
    rounds = 0
    changed = True
    while changed:
        changed = False
        rounds += 1
        for left, moved_left, right, moved_right, more in steps:
            least = moved_right[low[right] - start] + more
            if moved_left[low[left] - start] < least:
                low[left] = start + bisect_left(moved_left, least)
                changed = True
                if low[left] > ranges[left][1]:
                    return None, rounds
    return low, rounds


def ring(chance: random.Random, names: Sequence[str]) -> list[Bound]:
    """Bounds in a circle that come to about nothing, so that they chase each other slowly."""
    found = []
    wanted = [chance.choice([0, 1, 2, 6, 12, 13, 24, 48]) for _ in names]
    for number, (name, other) in enumerate(zip(names, [*names[1:], names[0]], strict=True)):
        months = wanted[number] - wanted[number - 1]
        if chance.random() < 0.5:
            right: Shifts = ((months, MONTHS), (chance.choice([-1, 0, 0, 1]), DAYS))
        else:
            right = ((round(months * 30.44) + chance.choice([-2, -1, 0, 1, 2]), DAYS),)
        left: Shifts = ()
        if chance.random() < 0.4:
            extra = chance.choice([1, 6, 12, -6, -18, 30])
            left, right = ((extra, MONTHS),), (*right, (round(extra * 30.44) + chance.choice([-1, 0, 1]), DAYS))
        found.append(Bound(Expression(other, 0, left), Expression(name, 0, right), chance.randint(0, 1)))
    return found


def slow(chance: random.Random, years: tuple[int, int]) -> tuple[dict[str, Range], list[Bound]]:
    """Days from somewhere in the first years on, and bounds between them, in one circle or more."""
    names = "abc"[: chance.randint(1, 3)]
    bounds = [bound for _ in range(chance.choice([1, 1, 2])) for bound in ring(chance, chance.sample(names, chance.randint(1, len(names))))]
    first = datetime.date(years[0], 1, 1).toordinal()
    last = datetime.date(years[1], 12, 31).toordinal()
    ranges = {name: (first + chance.choice([0, chance.randint(0, 60), chance.randint(0, 1_500)]), last) for name in names}
    return ranges, chance.sample(bounds, len(bounds))


@pytest.mark.parametrize("years", [(1897, 1909), (2093, 2112), (1999, 2011), (1900, 2200)])
def test_skipping_years_skips_no_solution(years: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantities, "_MOST_MOVES", 10**9)
    # Without the quick refusal more is left to climb.
    monkeypatch.setattr(quantities, "_contradict", lambda relations: False)
    chance = random.Random(years[0])  # noqa: S311
    hard = solved = 0
    wanted = 90 if years[1] - years[0] < 50 else 12
    while hard < wanted:
        ranges, bounds = slow(chance, years)
        expected, rounds = climbed(ranges, bounds)
        if rounds <= quantities._EASY_ROUNDS:
            continue
        hard += 1
        solved += expected is not None
        assert least_solution(ranges, bounds) == expected, (ranges, bounds)
        for name, value in (expected or {}).items():
            low, high = ranges[name]
            assert least_solution({**ranges, name: (low, value)}, bounds) == expected
            assert low == value or least_solution({**ranges, name: (low, value - 1)}, bounds) is None
            assert high >= value
    assert 0 < solved < hard


def test_years_are_skipped() -> None:
    """A month and 29 days never are two months and a day: no day has to be tried after the first years of each century."""
    bounds = [Bound(moved("b"), moved("a", (6, MONTHS))), Bound(moved("a", (180, DAYS)), moved("b"))]
    tried = 0

    def counted(low: dict[str, int], relations: Iterable[Any]) -> set[str]:
        nonlocal tried
        tried += 1
        return original(low, relations)

    original = quantities._raise_once
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quantities, "_contradict", lambda relations: False)
        patch.setattr(quantities, "_raise_once", counted)
        assert least_solution({"a": CENTURIES, "b": CENTURIES}, bounds) is None
    assert tried < 6_000


FOUR_YEARS_OF_365_DAYS = [Bound(moved("a", (1_460, DAYS)), moved("a", (48, MONTHS)))]


@pytest.mark.parametrize(
    ("since", "first"), [("1896-01-01", "1896-02-29"), ("1900-03-01", "2096-02-29"), ("2100-03-01", "2196-02-29"), ("2196-08-01", "2196-08-01")]
)
def test_what_holds_only_around_a_year_without_leap_day_is_found(since: str, first: str) -> None:
    """Four years of 365 days, and quantities that lie years before and after the one that it is about."""
    beside = [*FOUR_YEARS_OF_365_DAYS, *(Bound(*sides) for sides in permutations([moved("a"), moved("b", (36, MONTHS))]))]
    further = [*beside, *(Bound(*sides) for sides in permutations([moved("b"), moved("c", (36, MONTHS))]))]
    for names, bounds in (("a", FOUR_YEARS_OF_365_DAYS), ("ab", beside), ("abc", further)):
        ranges = {name: (day(since) - 1_100 * number, CALENDAR.stop - 2_000) for number, name in enumerate(names)}
        found = least_solution(ranges, bounds)
        assert found == climbed(ranges, bounds)[0]
        assert found is not None
        assert abs(found["a"] - day(first)) <= 1


def test_what_holds_once_in_four_years_is_found() -> None:
    """A leap day is the only day that does not come back from a year later."""
    bounds = [Bound(moved("a"), moved("a", (1, YEARS), (-1, YEARS)), 1)]
    for since, first in (("1900-03-02", "1904-02-29"), ("1948-03-01", "1952-02-29"), ("2096-03-02", "2104-02-29"), ("2000-02-29", "2000-02-29")):
        found = least_solution({"a": (day(since), CENTURIES[1])}, bounds)
        assert found is not None
        assert text_of(found["a"]) == first


def test_a_move_past_a_year_without_leap_day_is_not_between_centuries() -> None:
    """From 1903 and 1904, eighteen months back leads to before or just after the leap day that 1900 does not have."""
    bound = Bound(moved("a", (5, WEEKS)), moved("a", (-18, MONTHS), (584, DAYS)), 1)
    found = least_solution({"a": (day("1900-02-18"), CENTURIES[1])}, [bound])
    assert found is not None
    assert text_of(found["a"]) == "1904-08-31"


@pytest.mark.parametrize("count", range(2, 14))
def test_chains_of_any_length_come_to_rest_within_their_ranges(count: int) -> None:
    """Each later than the next one, in the order that takes the most rounds."""
    names = [f"q{number}" for number in range(count)]
    bounds = [Bound(moved(later), moved(earlier), 1) for earlier, later in reversed(list(pairwise(names)))]
    assert least_solution(dict.fromkeys(names, (0, count - 1)), bounds) == {name: number for number, name in enumerate(names)}
    assert least_solution(dict.fromkeys(names, (0, count - 2)), bounds) is None


def test_a_day_that_no_day_comes_so_far_as_is_no_solution() -> None:
    """And nothing is moved from there."""
    bounds = [Bound(moved("b", (-(10**6), WEEKS)), moved("a")), Bound(moved("c", (1, MONTHS)), moved("b", (1, MONTHS)))]
    for order in permutations(bounds):
        assert least_solution(dict.fromkeys("abc", CENTURIES), order) is None


def test_what_runs_into_the_end_of_the_calendar_does_not_contradict() -> None:
    far = ((-300_000, DAYS), (-500_000, DAYS))
    bounds = [Bound(moved("a", *far), moved("b", *far)), Bound(moved("b"), moved("a"), 1)]
    found = least_solution({"a": CENTURIES, "b": CENTURIES}, bounds)
    assert found == {"a": CENTURIES[0], "b": CENTURIES[0] + 1}


def test_many_tangles_share_the_time_that_there_is() -> None:
    """What is no trouble for one quantity is too much for twenty that have nothing to do with each other."""
    bounds = [Bound(moved(name), moved(name, *there_and_back(10), (6, MONTHS), (-180, DAYS))) for name in "abcdefghijklmnopqrst"]
    assert least_solution({"a": CENTURIES}, bounds[:1]) is None
    with pytest.raises(TooTangled):
        least_solution(dict.fromkeys("abcdefghijklmnopqrst", CENTURIES), bounds)


def there_and_back(years: int) -> Shifts:
    return ((years, YEARS), (-years, YEARS))


@pytest.mark.parametrize(
    ("names", "make"),
    [
        ("a", lambda name, other: Bound(moved(other), moved(name, *there_and_back(30), (6, MONTHS), (-180, DAYS)))),
        ("a", lambda name, other: Bound(moved(other), moved(name, *there_and_back(300), (6, MONTHS), (-180, DAYS)))),
        ("abcdef", lambda name, other: Bound(moved(other), moved(name, *there_and_back(100), (6, MONTHS), (-181, DAYS)), int(name == "a"))),
        ("abcdef", lambda name, other: Bound(moved(name), moved(name, *there_and_back(100), (6, MONTHS), (-180, DAYS)))),
        ("ab", lambda name, other: Bound(moved(other, *there_and_back(50) * 6), moved(name, (6, MONTHS), (-180, DAYS), *there_and_back(50) * 6))),
    ],
)
def test_too_tangled_is_said_soon(names: str, make: Callable[[str, str], Bound], monkeypatch: pytest.MonkeyPatch) -> None:
    spent = 0

    def counted(low: dict[str, int], relations: Iterable[Any]) -> set[str]:
        nonlocal spent
        found = list(relations)
        spent += sum(one.moves for one in found)
        return original(low, found)

    original = quantities._raise_once
    monkeypatch.setattr(quantities, "_raise_once", counted)
    bounds = [make(name, other) for name, other in zip(names, [*names[1:], names[0]], strict=True)]
    with pytest.raises(TooTangled) as raised:
        least_solution(dict.fromkeys(names, CENTURIES), bounds)
    assert raised.value.subject in names
    assert spent < 1.2 * quantities._MOST_MOVES
