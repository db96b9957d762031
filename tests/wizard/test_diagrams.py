"""Decision diagrams against truth tables: a function as the list of its values, one for each combination of answers."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wizard.generated_trees import PROPERTY
from wizard.diagrams import ALL, NONE, Diagram, Diagrams, TooLarge, deep_recursion

# The values of a function, in the order of `places`.
Table: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[int, ...]


@dataclass
class Drawn:
    """Diagrams and functions in them, with the table of each."""

    diagrams: Diagrams
    places: list[Place]
    sets: list[Table]
    functions: list[Table]

    def diagram(self, table: Table) -> Diagram:
        """Made the plain way: a tree of choices, from above."""
        value_at = dict(zip(self.places, table, strict=True))
        sizes = self.diagrams.sizes

        def go(place: Place) -> Diagram:
            level = len(place)
            if level == len(sizes):
                return self.diagrams.leaf(value_at[place])
            return self.diagrams.node(level, tuple(go((*place, value)) for value in range(sizes[level])))

        return go(())

    def table(self, diagram: Diagram) -> Table:
        return tuple(self.diagrams.at(diagram, place.__getitem__) for place in self.places)


LEAVES = (True, False, 0, 1, 2, "eind", (1, 2), None)


def drawn_with(number: int) -> Drawn:
    """Small levels and functions, in which levels are skipped and parts are shared."""
    chance = random.Random(number)  # noqa: S311
    sizes = [chance.randint(2, 4) for _ in range(chance.randint(3, 5))]
    while prod(sizes) > 300:
        sizes.pop()
    places = list(product(*map(range, sizes)))

    def table(leaves: Sequence[Any]) -> Table:
        # Per level, from below, some functions of that level and the ones below it.
        found: list[list[Callable[[Place], Any]]] = [[lambda place, leaf=leaf: leaf for leaf in chance.choices(leaves, k=3)]]  # type: ignore[misc]
        for level in reversed(range(len(sizes))):
            lower = [one for functions in found for one in functions]

            def function(level: int = level, lower: Sequence[Callable[[Place], Any]] = lower) -> Callable[[Place], Any]:
                children = chance.choices(lower, k=sizes[level])
                return lambda place: children[place[level]](place)

            found.append([function() for _ in range(3)])
        top = chance.choice([one for functions in found[-2:] for one in functions])
        return tuple(top(place) for place in places)

    return Drawn(Diagrams(sizes), places, [table((True, False)) for _ in range(3)], [table(LEAVES) for _ in range(2)])


def drawn() -> st.SearchStrategy[Drawn]:
    return st.integers(0, 10**9).map(drawn_with)


def pair(one: Any, other: Any) -> Any:
    return (one, other)


def zipped(operation: Callable[..., Any], *tables: Table) -> Table:
    return tuple(operation(*values) for values in zip(*tables, strict=True))


# Making


@PROPERTY
@given(drawn())
def test_a_function_is_what_its_table_says_and_equal_functions_are_one_number(data: Drawn) -> None:
    tables = [*data.sets, *data.functions]
    found = [data.diagram(table) for table in tables]
    for table, diagram in zip(tables, found, strict=True):
        assert data.table(diagram) == table
    for (one, first), (other, second) in product(zip(tables, found, strict=True), repeat=2):
        # 1 and True are equal in Python, but never the same leaf.
        assert (first == second) == (zipped(lambda value: (type(value), value), one) == zipped(lambda value: (type(value), value), other))


def test_leaves() -> None:
    diagrams = Diagrams([2])
    assert (diagrams.leaf(True), diagrams.leaf(False)) == (ALL, NONE)
    assert len({diagrams.leaf(value) for value in (True, False, 1, 0, None, "")}) == 6
    assert diagrams.leaf((1, "a")) == diagrams.leaf((1, "a"))
    assert diagrams.value(diagrams.leaf("eind")) == "eind"
    with pytest.raises(KeyError):
        diagrams.value(diagrams.values(0, [1]))


def test_a_node_that_makes_no_difference_is_none() -> None:
    diagrams = Diagrams([3, 2])
    below = diagrams.values(1, [0])
    assert diagrams.node(0, (below, below, below)) == below
    assert diagrams.values(0, [0, 1, 2]) == ALL
    assert diagrams.values(0, []) == NONE
    assert len(diagrams) == 3


# Combining


@PROPERTY
@given(drawn())
def test_operations_on_sets(data: Drawn) -> None:
    diagrams = data.diagrams
    one, other, third = data.sets
    a, b, c = map(data.diagram, data.sets)
    assert diagrams.both(a, b) == diagrams.both(b, a) == data.diagram(zipped(lambda x, y: x and y, one, other))
    assert diagrams.either(a, b) == diagrams.either(b, a) == data.diagram(zipped(lambda x, y: x or y, one, other))
    assert diagrams.without(a, b) == data.diagram(zipped(lambda x, y: x and not y, one, other))
    assert diagrams.opposite(a) == data.diagram(zipped(lambda x: not x, one))
    assert diagrams.choose(a, b, c) == data.diagram(zipped(lambda x, y, z: y if x else z, one, other, third))
    assert diagrams.opposite(diagrams.opposite(a)) == a
    assert diagrams.choose(a, ALL, NONE) == a


@PROPERTY
@given(drawn())
def test_operations_on_functions_with_any_leaves(data: Drawn) -> None:
    diagrams = data.diagrams
    condition, (one, other) = data.sets[0], data.functions
    a, b = map(data.diagram, data.functions)
    for then, otherwise, first, second in ((one, other, a, b), (other, one, b, a)):
        assert diagrams.choose(data.diagram(condition), first, second) == data.diagram(zipped(lambda x, y, z: y if x else z, condition, then, otherwise))

    assert diagrams.combine(pair, a, b) == data.diagram(zipped(pair, one, other))
    # What is remembered is remembered per operation.
    assert diagrams.combine(lambda x, y: str(x) + str(y), a, b) == data.diagram(zipped(lambda x, y: str(x) + str(y), one, other))
    assert diagrams.combine(pair, b, a) == data.diagram(zipped(pair, other, one))
    assert diagrams.change_leaves(str, a) == data.diagram(zipped(str, one))
    assert diagrams.change_leaves(lambda leaf: leaf == "eind", a) == data.diagram(zipped(lambda leaf: leaf == "eind", one))


@PROPERTY
@given(drawn(), st.data())
def test_fix(data: Drawn, draw: Any) -> None:
    sizes = data.diagrams.sizes
    levels = draw.draw(st.sets(st.integers(0, len(sizes) - 1)))
    values = {level: draw.draw(st.integers(0, sizes[level] - 1)) for level in levels}
    for table in (data.sets[0], data.functions[0]):
        value_at = dict(zip(data.places, table, strict=True))
        fixed = tuple(value_at[tuple(values.get(level, value) for level, value in enumerate(place))] for place in data.places)
        assert data.diagrams.fix(data.diagram(table), values) == data.diagram(fixed)


def rows(data: Drawn, table: Table, levels: Iterable[int]) -> Iterator[list[Any]]:
    """For each place, the values of the function for all values at `levels`."""
    value_at = dict(zip(data.places, table, strict=True))
    gone = sorted(set(levels))
    for place in data.places:
        completed = []
        for values in product(*(range(data.diagrams.sizes[level]) for level in gone)):
            changed = list(place)
            for level, value in zip(gone, values, strict=True):
                changed[level] = value
            completed.append(value_at[tuple(changed)])
        yield completed


def plus(one: Any, other: Any) -> Any:
    return one + other


@PROPERTY
@given(drawn(), st.data())
def test_merge_counts_values_that_make_no_difference_too(data: Drawn, draw: Any) -> None:
    diagrams = data.diagrams
    levels = draw.draw(st.lists(st.integers(0, len(diagrams.sizes) - 1)))
    counted = zipped(lambda value: 1 if value is True else 2 if value == "eind" else 0, data.functions[0])

    def total(found: Iterable[Diagram]) -> Diagram:
        return reduce(lambda one, other: diagrams.combine(plus, one, other), found)

    assert diagrams.merge(data.diagram(counted), levels, total) == data.diagram(tuple(sum(row) for row in rows(data, counted, levels)))
    one = data.diagram(data.sets[0])
    assert diagrams.any_value(one, levels) == data.diagram(tuple(any(row) for row in rows(data, data.sets[0], levels)))

    def all_of(found: Iterable[Diagram]) -> Diagram:
        return reduce(diagrams.both, found)

    assert diagrams.merge(one, levels, all_of) == data.diagram(tuple(all(row) for row in rows(data, data.sets[0], levels)))


# Looking


@PROPERTY
@given(drawn())
def test_what_can_be_seen_of_a_function(data: Drawn) -> None:
    diagrams = data.diagrams
    for table in (*data.sets, *data.functions):
        one = data.diagram(table)
        assert diagrams.leaves(one) == set(table)
        value_at = dict(zip(data.places, table, strict=True))
        matters = {
            level for place, level in product(data.places, range(len(diagrams.sizes))) for value in range(diagrams.sizes[level])
            if value_at[(*place[:level], value, *place[level + 1 :])] is not value_at[place]
        }  # fmt: skip
        assert diagrams.looks_at(one) == matters
        below = list(diagrams.below(one))
        assert len(below) == len(set(below))
        assert one in below
        assert all(child in below for each in below for child in diagrams.tables[1][each])
        top = diagrams.top(one)
        assert (top is None) == (not matters)
        if top is not None:
            level, children = top
            assert level == min(matters)
            assert [data.table(child) for child in children] == [data.table(diagrams.fix(one, {level: value})) for value in range(diagrams.sizes[level])]


@PROPERTY
@given(drawn())
def test_count_and_example(data: Drawn) -> None:
    diagrams = data.diagrams
    for table in data.sets:
        one = data.diagram(table)
        assert diagrams.count(one) == sum(table)
        if not any(table):
            with pytest.raises(ValueError, match="no example"):
                diagrams.example(one)
            continue
        example = diagrams.example(one)
        agreeing = [value for place, value in zip(data.places, table, strict=True) if all(place[level] == value for level, value in example.items())]
        assert all(agreeing)
        # It is the first one: levels that it does not name can be anything, so also 0.
        assert tuple(example.get(level, 0) for level in range(len(diagrams.sizes))) == data.places[table.index(True)]


# Room


@PROPERTY
@given(drawn())
def test_scratch_leaves_no_trace(data: Drawn) -> None:
    diagrams = data.diagrams
    kept = [data.diagram(data.sets[0]), data.diagram(data.functions[0])]
    before = len(diagrams)
    memory, lasting = diagrams.memory({"kept": kept[0]}), diagrams.memory()

    def work() -> list[Diagram]:
        a, b, c = map(data.diagram, data.sets)
        made = [diagrams.both(a, b), diagrams.choose(c, *map(data.diagram, data.functions)), diagrams.opposite(c), diagrams.leaf("nieuw")]
        return [*made, diagrams.combine(pair, made[0], made[1])]

    with diagrams.scratch(10_000):
        inside = work()
        with diagrams.scratch(5_000):
            deeper = diagrams.leaf("dieper")
            memory["deeper"] = deeper
        assert "deeper" not in memory
        inside = work()
        memory["inside"] = inside[-1]
        memory["all"] = ALL
    assert len(diagrams) == before
    assert memory == {"kept": kept[0], "all": ALL}
    assert [data.table(one) for one in kept] == [data.sets[0], data.functions[0]]
    # The same work gives the same functions, and other work is not mistaken for it. What is made first now has another number.
    diagrams.leaf("eerst")
    assert data.diagram(data.functions[1]) == data.diagram(data.functions[1])
    again = work()
    assert data.table(again[0]) == zipped(lambda x, y: x and y, *data.sets[:2])
    assert data.table(again[1]) == zipped(lambda x, y, z: y if x else z, data.sets[2], *data.functions)
    assert data.table(again[-1]) == zipped(pair, data.table(again[0]), data.table(again[1]))
    assert again == work()
    diagrams.forget()
    assert again == work()
    assert lasting == {}


def test_scratch_cleans_up_when_there_is_too_little_room() -> None:
    diagrams = Diagrams([2] * 20)
    kept = diagrams.values(3, [1])
    before, limit = len(diagrams), diagrams.limit
    with pytest.raises(TooLarge), diagrams.scratch(10):
        _ = [diagrams.values(level, [0]) for level in range(20)]
    assert (len(diagrams), diagrams.limit) == (before, limit)
    assert diagrams.values(3, [1]) == kept
    assert diagrams.values(5, [1]) == before


def test_a_memory_that_nobody_holds_is_let_go() -> None:
    diagrams = Diagrams([2])
    kept = diagrams.memory()
    for _ in range(10):
        diagrams.memory()
    assert list(diagrams._memories.values()) == [kept]


def test_room_and_limit_are_exact() -> None:
    diagrams = Diagrams([2] * 10, limit=4)
    diagrams.values(0, [0])
    diagrams.leaf("vol")
    with pytest.raises(TooLarge):
        diagrams.leaf("te vol")
    # What exists already takes no room.
    assert diagrams.leaf("vol") == 3
    with diagrams.room(2):
        diagrams.leaf("vijf")
        diagrams.values(1, [0])
        with pytest.raises(TooLarge):
            diagrams.values(2, [0])
    with pytest.raises(TooLarge):
        diagrams.values(2, [0])
    assert len(diagrams) == 6


@PROPERTY
@given(drawn(), st.integers(0, 30))
def test_too_large_in_the_middle_of_an_operation_spoils_nothing(data: Drawn, more: int) -> None:
    diagrams = data.diagrams
    one, other = map(data.diagram, data.functions)
    condition = data.diagram(data.sets[0])

    try:
        with diagrams.room(more):
            diagrams.combine(pair, one, other)
            diagrams.choose(condition, one, other)
    except TooLarge:
        pass
    assert diagrams.combine(pair, one, other) == data.diagram(zipped(pair, *data.functions))
    assert diagrams.choose(condition, one, other) == data.diagram(zipped(lambda x, y, z: y if x else z, data.sets[0], *data.functions))


# Depth


def deep(levels: int) -> int:
    """Every operation on a function that looks at so many levels; how many answers one set of them has."""
    diagrams = Diagrams([2] * levels)
    with deep_recursion(levels):
        one, other = ALL, NONE
        for level in reversed(range(levels)):
            one = diagrams.node(level, (one, NONE))
            other = diagrams.node(level, (other, ALL))
        assert diagrams.opposite(other) == one
        assert diagrams.choose(one, NONE, ALL) == other
        ends = diagrams.combine(lambda x, y: "eerst" if x else "laatst", one, other)
        assert diagrams.leaves(ends) == {"eerst", "laatst"}
        assert diagrams.change_leaves(lambda end: end == "eerst", ends) == one
        assert diagrams.fix(one, {levels - 1: 1}) == NONE
        assert diagrams.any_value(other, range(levels)) == ALL
        assert diagrams.merge(one, [levels - 1], lambda found: max(found)) != NONE
        assert len(diagrams.example(one)) == levels
        return diagrams.count(other)


def test_two_thousand_levels_on_any_thread() -> None:
    levels = 2_000
    assert deep(levels) == 2**levels - 1
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(deep(levels)))
    thread.start()
    thread.join()
    assert found == [2**levels - 1]


def test_deep_recursion_leaves_room_for_other_threads() -> None:
    before = sys.getrecursionlimit()
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with deep_recursion(3_000):
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with deep_recursion(2_000):
        thread.start()
        assert inside.wait(10)
    # The first to finish leaves the other its room.
    assert sys.getrecursionlimit() == 13_000
    leave.set()
    thread.join()
    assert sys.getrecursionlimit() == before


def test_deep_recursion_restores_the_limit() -> None:
    before = sys.getrecursionlimit()
    with deep_recursion(3_000):
        raised = sys.getrecursionlimit()
        assert raised > 12_000
        with deep_recursion(10):
            assert sys.getrecursionlimit() == raised
        assert sys.getrecursionlimit() == raised
    assert sys.getrecursionlimit() == before
    with pytest.raises(KeyError), deep_recursion(3_000):
        raise KeyError
    assert sys.getrecursionlimit() == before
