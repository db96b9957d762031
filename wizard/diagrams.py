"""Decision diagrams: functions of answers as graphs in which equal parts are one, so that equal functions are the same number.

A diagram is a whole number, given out by one `Diagrams`. Below it stand *levels*, each with a fixed number of values; a node asks
the value at its level and leads to one diagram for each. At the bottom stand *leaves*, which hold anything: yes or no for a set of
answers, the end of a road, a number of roads. This is what makes a proof over 10^9 roads a matter of milliseconds: what does not
matter any more is not in the diagram.

After Bryant, 'Graph-Based Algorithms for Boolean Function Manipulation' (1986), with several values instead of two (Kam and
Brayton, 1990) and with leaves of any kind (Bahar and others, 1993).
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias
from weakref import WeakValueDictionary

Diagram: TypeAlias = int

NONE: Final[Diagram] = 0
"""The empty set: never holds."""
ALL: Final[Diagram] = 1
"""The full set: always holds."""

_BOTTOM = sys.maxsize


class TooLarge(Exception):
    """The diagrams grew past the limit that they were given."""


# What each thread that is going down a diagram needs. The limit is the whole process's: who is ready first may not lower it for the others.
_wanted: list[int] = [sys.getrecursionlimit()]
_wanted_lock = threading.Lock()


@contextmanager
def deep_recursion(levels: int) -> Iterator[None]:
    """Room to go down one diagram with so many levels; ten thousand fit on the stack of a thread, with a half left."""
    needed = 4 * levels + 1_000
    with _wanted_lock:
        _wanted.append(needed)
        sys.setrecursionlimit(max(_wanted))
    try:
        yield
    finally:
        with _wanted_lock:
            _wanted.remove(needed)
            sys.setrecursionlimit(max(_wanted))


class Memory(dict[Any, Diagram]):
    """Diagrams that were made before, by what they are for. Make one with `Diagrams.memory`."""


class Diagrams:
    """Makes and combines diagrams. `sizes[level]` is the number of values at a level; a lower level stands higher in a diagram.

    Raises TooLarge, from any method, when more than `limit` nodes would exist.
    """

    def __init__(self, sizes: Iterable[int], limit: int = 400_000) -> None:
        self.sizes = list(sizes)
        self.limit = limit
        self._products = [1]
        for size in self.sizes:
            self._products.append(self._products[-1] * size)
        self._level: list[int] = [_BOTTOM, _BOTTOM]
        self._children: list[tuple[Diagram, ...]] = [(), ()]
        self._values: dict[Diagram, Hashable] = {NONE: False, ALL: True}
        self._leaves: dict[Hashable, Diagram] = {}
        # Per level, the nodes by their children: a key that is the children themselves takes no room of its own.
        self._nodes: list[dict[tuple[Diagram, ...], Diagram]] = [{} for _ in self.sizes]
        self._chosen: dict[tuple[Diagram, Diagram, Diagram], Diagram] = {}
        self._combined: dict[Any, dict[tuple[Diagram, Diagram], Diagram]] = {}
        self._memories: WeakValueDictionary[int, Memory] = WeakValueDictionary()

    def __len__(self) -> int:
        """How many nodes and leaves exist."""
        return len(self._level)

    @contextmanager
    def room(self, more: int) -> Iterator[None]:
        """Room for so many more nodes and leaves than there are now."""
        before, self.limit = self.limit, len(self) + more
        try:
            yield
        finally:
            self.limit = before

    @contextmanager
    def scratch(self, more: int) -> Iterator[None]:
        """As `room`; afterwards every diagram that was made inside is gone, and must not be used any more. A `memory` lets go of it."""
        mark = len(self)
        self.forget()
        try:
            with self.room(more):
                yield
        finally:
            del self._level[mark:], self._children[mark:]
            nodes: list[dict[Any, Diagram]] = [*self._nodes, self._leaves]
            for made in nodes:
                while made and next(reversed(made.values())) >= mark:
                    made.popitem()
            self._values = {number: value for number, value in self._values.items() if number < mark}
            for memory in self._memories.values():
                for key in [key for key, one in memory.items() if one >= mark]:
                    del memory[key]
            self.forget()

    def memory(self, known: Mapping[Any, Diagram] | None = None) -> Memory:
        """A place to remember diagrams in, also when they may be made within `scratch`."""
        made = Memory(known or {})
        self._memories[id(made)] = made
        return made

    def forget(self, above: int = 0) -> None:
        """Let go of what was remembered of earlier combinations when it is more than `above`: it takes more memory than the diagrams."""
        if len(self._chosen) + sum(map(len, self._combined.values())) < above:
            return
        self._chosen.clear()
        self._combined.clear()

    # Making

    def leaf(self, value: Hashable) -> Diagram:
        """The function that is always `value`. True and False are ALL and NONE; other leaves never equal those."""
        if value is True or value is False:
            return ALL if value else NONE
        found = self._leaves.get(value)
        if found is None:
            found = self._leaves[value] = self._new(_BOTTOM, ())
            self._values[found] = value
        return found

    def _new(self, level: int, children: tuple[Diagram, ...]) -> Diagram:
        if len(self._level) >= self.limit:
            raise TooLarge
        self._level.append(level)
        self._children.append(children)
        return len(self._level) - 1

    def node(self, level: int, children: tuple[Diagram, ...]) -> Diagram:
        """The function that is `children[v]` when the value at `level` is v. The children stand below `level`."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        known = self._nodes[level]
        found = known.get(children)
        if found is None:
            found = known[children] = self._new(level, children)
        return found

    def values(self, level: int, chosen: Iterable[int]) -> Diagram:
        """The set of answers whose value at `level` is one of `chosen`."""
        wanted = set(chosen)
        return self.node(level, tuple(ALL if value in wanted else NONE for value in range(self.sizes[level])))

    # Combining

    def choose(self, condition: Diagram, then: Diagram, otherwise: Diagram) -> Diagram:
        """`then` where the set `condition` holds, and `otherwise` elsewhere."""
        if condition == ALL:
            return then
        if condition == NONE or then == otherwise:
            return otherwise
        if then == ALL and otherwise == NONE:
            return condition
        key = (condition, then, otherwise)
        found = self._chosen.get(key)
        if found is None:
            level, children, choose = self._level, self._children, self.choose
            at_condition, at_then, at_otherwise = level[condition], level[then], level[otherwise]
            top = min(at_condition, at_then, at_otherwise)
            size = self.sizes[top]
            found = self._chosen[key] = self.node(
                top,
                tuple(
                    map(
                        choose,
                        children[condition] if at_condition == top else (condition,) * size,
                        children[then] if at_then == top else (then,) * size,
                        children[otherwise] if at_otherwise == top else (otherwise,) * size,
                    )
                ),
            )
        return found

    def both(self, one: Diagram, other: Diagram) -> Diagram:
        """The answers in both sets."""
        return self.choose(one, other, NONE) if one <= other else self.choose(other, one, NONE)

    def either(self, one: Diagram, other: Diagram) -> Diagram:
        """The answers in at least one of two sets."""
        return self.choose(one, ALL, other) if one <= other else self.choose(other, ALL, one)

    def without(self, one: Diagram, other: Diagram) -> Diagram:
        """The answers in `one` that are not in `other`."""
        return self.choose(other, NONE, one)

    def opposite(self, one: Diagram) -> Diagram:
        """The answers that are not in the set."""
        return self.choose(one, NONE, ALL)

    def combine(self, operation: Callable[[Any, Any], Hashable], one: Diagram, other: Diagram) -> Diagram:
        """The function whose leaves are `operation` of the leaves of two functions. Remembered per operation."""
        memory = self._combined.setdefault(operation, {})
        level, children, known_values = self._level, self._children, self._values

        def go(one: Diagram, other: Diagram) -> Diagram:
            key = (one, other)
            found = memory.get(key)
            if found is None:
                at_one, at_other = level[one], level[other]
                top = min(at_one, at_other)
                if top == _BOTTOM:
                    found = self.leaf(operation(known_values[one], known_values[other]))
                else:
                    size = self.sizes[top]
                    found = self.node(
                        top,
                        tuple(map(go, children[one] if at_one == top else (one,) * size, children[other] if at_other == top else (other,) * size)),
                    )
                memory[key] = found
            return found

        return go(one, other)

    def change_leaves(self, operation: Callable[[Any], Hashable], one: Diagram) -> Diagram:
        """The function whose leaves are `operation` of the leaves of `one`."""
        memory: dict[Diagram, Diagram] = {}

        def go(one: Diagram) -> Diagram:
            found = memory.get(one)
            if found is None:
                level = self._level[one]
                found = self.leaf(operation(self._values[one])) if level == _BOTTOM else self.node(level, tuple(map(go, self._children[one])))
                memory[one] = found
            return found

        return go(one)

    def fix(self, one: Diagram, values: Mapping[int, int]) -> Diagram:
        """The function in which the levels in `values` have that value; it does not look at them any more."""
        if not values:
            return one
        lowest = max(values)
        memory: dict[Diagram, Diagram] = {}
        all_levels, all_children = self._level, self._children

        def go(one: Diagram) -> Diagram:
            level = all_levels[one]
            if level > lowest:
                return one
            found = memory.get(one)
            if found is None:
                value = values.get(level)
                found = go(all_children[one][value]) if value is not None else self.node(level, tuple(map(go, all_children[one])))
                memory[one] = found
            return found

        return go(one)

    def merge(self, one: Diagram, levels: Iterable[int], join: Callable[[Iterable[Diagram]], Diagram]) -> Diagram:
        """The function that does not look at `levels` any more: what stood below each value is joined by `join`, from below.

        A value that makes no difference is joined with itself as often as it has values, so that sums count it.
        """
        wanted = sorted(set(levels))
        if not wanted:
            return one
        memory: dict[tuple[Diagram, int], Diagram] = {}
        all_levels, all_children, sizes = self._level, self._children, self.sizes

        def go(one: Diagram, number: int) -> Diagram:
            if number == len(wanted):
                return one
            key = (one, number)
            found = memory.get(key)
            if found is None:
                level, gone = all_levels[one], wanted[number]
                if level < gone:
                    found = self.node(level, tuple(go(child, number) for child in all_children[one]))
                elif level == gone:
                    found = join([go(child, number + 1) for child in all_children[one]])
                else:
                    found = join([go(one, number + 1)] * sizes[gone])
                memory[key] = found
            return found

        return go(one, 0)

    def any_value(self, one: Diagram, levels: Iterable[int]) -> Diagram:
        """The set of answers that can be completed at `levels` to answers in the set `one`."""

        def join(found: Iterable[Diagram]) -> Diagram:
            joined = NONE
            for each in set(found):
                joined = self.either(joined, each)
            return joined

        return self.merge(one, levels, join)

    # Looking

    def value(self, one: Diagram) -> Any:
        """The value of a leaf. Raises KeyError when `one` is no leaf."""
        return self._values[one]

    @property
    def tables(self) -> tuple[Sequence[int], Sequence[tuple[Diagram, ...]]]:
        """Per diagram, its level and its children (none for a leaf): to read only, where looking must be quick."""
        return self._level, self._children

    def top(self, one: Diagram) -> tuple[int, tuple[Diagram, ...]] | None:
        """The level that a diagram asks first and where each value leads; None for a leaf."""
        level = self._level[one]
        return None if level == _BOTTOM else (level, self._children[one])

    def at(self, one: Diagram, values: Callable[[int], int]) -> Any:
        """The leaf for the answers whose value at each level is `values(level)`."""
        while self._level[one] != _BOTTOM:
            one = self._children[one][values(self._level[one])]
        return self._values[one]

    def below(self, one: Diagram) -> Iterator[Diagram]:
        """The diagram and every diagram below it, each once."""
        seen = {one}
        waiting = [one]
        while waiting:
            one = waiting.pop()
            yield one
            for child in self._children[one]:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)

    def leaves(self, one: Diagram) -> set[Any]:
        """The values that the function can have."""
        return {self._values[each] for each in self.below(one) if self._level[each] == _BOTTOM}

    def looks_at(self, one: Diagram) -> set[int]:
        """The levels that make a difference."""
        return {self._level[each] for each in self.below(one)} - {_BOTTOM}

    def count(self, one: Diagram) -> int:
        """How many answers a set has: a value for each level, whether it matters or not."""
        counts: dict[Diagram, int] = {NONE: 0, ALL: 1}

        def between(above: int, below: int) -> int:
            """The number of values at the levels from `above` till just before `below`."""
            return self._products[below] // self._products[above]

        def go(one: Diagram) -> int:
            found = counts.get(one)
            if found is None:
                level = self._level[one]
                found = sum(go(child) * between(level + 1, min(self._level[child], len(self.sizes))) for child in self._children[one] if child != NONE)
                counts[one] = found
            return found

        return go(one) * between(0, min(self._level[one], len(self.sizes)))

    def example(self, one: Diagram) -> dict[int, int]:
        """The first answers in the set `one`: a value for each level that matters on the way. Raises ValueError for NONE."""
        if one == NONE:
            raise ValueError("the empty set has no example")
        found: dict[int, int] = {}
        while one != ALL:
            level, children = self._level[one], self._children[one]
            value = next(value for value, child in enumerate(children) if child != NONE)
            found[level] = value
            one = children[value]
        return found
