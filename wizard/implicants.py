"""The smallest conditions: for each end of a tree, which answers are enough to be sure of it, and nothing that can be left out.

A condition is a *cube*: per level the values that it allows; a level that it does not name may have any value. Each cube is a
prime implicant: no level can be left out, and no value that occurs be added, without allowing answers that lead elsewhere.
Together the cubes of an end allow every answer that leads there, and none of them can be missed. After Quine (1952), with several
values, and the expand and irredundant steps of Espresso (Brayton and others, 1984).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wizard.answer_space import UNASKED
from wizard.diagrams import ALL, NONE, Diagram, Diagrams, TooLarge, deep_recursion
from wizard.quantities import TooTangled

Cube: TypeAlias = Mapping[int, frozenset[int]]

_MOST_CUBES = 300
_ROOM = 100_000


def as_set(diagrams: Diagrams, cube: Cube) -> Diagram:
    """The answers that a cube allows."""
    found = ALL
    for level in sorted(cube, reverse=True):
        found = diagrams.both(diagrams.values(level, cube[level]), found)
    return found


@dataclass
class Effort:
    """How many nodes may still be looked at for conditions; shared by all that is asked of one tree, so that it never takes too long."""

    left: int = 3_500_000


class Ends:
    """A function from answers to ends, of which the smallest conditions are asked.

    `never` are the leaves that stand at answers that do not occur. `last` are the levels that a condition should rather not name.
    """

    def __init__(self, diagrams: Diagrams, function: Diagram, never: Hashable, last: Sequence[int] = (), effort: Effort | None = None) -> None:
        self.diagrams = diagrams
        self.function = function
        self.last = last
        self.effort = effort or Effort()
        self.names = sorted((leaf for leaf in diagrams.leaves(function) if leaf != never), key=str)
        self._bit = {name: 1 << number for number, name in enumerate(self.names)}
        self._bit[never] = 0
        self._masks: dict[Diagram, int] = {}
        with deep_recursion(len(diagrams.sizes)):
            self._mask(function)

    def _mask(self, one: Diagram) -> int:
        """Which ends can be reached below a diagram, as bits."""
        found = self._masks.get(one)
        if found is None:
            node = self.diagrams.top(one)
            if node is None:
                found = self._bit[self.diagrams.value(one)]
            else:
                found = 0
                for child in node[1]:
                    found |= self._mask(child)
            self._masks[one] = found
        return found

    def answers(self, name: Hashable) -> Diagram:
        """The answers that lead to an end."""
        bit = self._bit.get(name, 0)
        memory: dict[Diagram, Diagram] = {}

        def go(one: Diagram) -> Diagram:
            mask = self._masks[one]
            if not mask & bit:
                return NONE
            node = self.diagrams.top(one)
            if node is None:
                return ALL
            found = memory.get(one)
            if found is None:
                found = memory[one] = self.diagrams.node(node[0], tuple(map(go, node[1])))
            return found

        return go(self.function)

    def _lead(self, cube: Cube, until: int = 0) -> int:
        """The ends, as bits, that answers allowed by a cube lead to; stops at the first of `until`. Makes no new diagrams."""
        masks = self._masks
        level_of, children_of = self.diagrams.tables
        seen = {self.function}
        waiting = [self.function]
        found = 0
        while waiting and not found & until:
            here = waiting.pop()
            children: Iterable[Diagram] = children_of[here]
            if not children:
                found |= masks[here]
                continue
            allowed = cube.get(level_of[here])
            if allowed is not None:
                children = [children_of[here][value] for value in allowed]
            for child in children:
                # What can only lead to ends that were found already tells nothing new.
                if child not in seen and masks[child] & ~found:
                    seen.add(child)
                    waiting.append(child)
        self.effort.left -= len(seen)
        return found

    def reached(self, cube: Cube) -> frozenset[Hashable]:
        """The ends that answers allowed by a cube lead to. Only reads."""
        bits = self._lead(cube)
        return frozenset(name for name in self.names if bits & self._bit[name])

    def _leads_elsewhere(self, cube: Cube, bit: int) -> bool:
        elsewhere = ~bit & (1 << len(self.names)) - 1
        return bool(self._lead(cube, elsewhere) & elsewhere)

    def conditions(self, name: Hashable) -> tuple[Cube, ...]:
        """The smallest conditions for an end, in a fixed order. Raises TooTangled when there are more than some hundreds."""
        return self._cover(name, lambda path, bit: [self._widened(self._shortened(path, bit, order), bit) for order in self._orders(path)], self._settled)

    def situations(self, name: Hashable) -> tuple[Cube, ...]:
        """Conditions for an end, for who has not walked the tree: what decides, and what it takes to come there.

        Levels that make no difference are left out, but no answers are added that are only harmless because something else rules
        them out. Of numbers, days and time (`last`) all that will do are named. Raises TooTangled.
        """
        found = self._cover(
            name,
            lambda path, bit: [self._widened(self._shortened(path, bit, order), bit, self.last) for order in self._orders(path)[:2]],
            lambda cube, bit: cube,
        )
        return tuple(sorted(_join_neighbours([dict(cube) for cube in found]), key=_sorting))

    def _cover(self, name: Hashable, candidates: Callable[[Cube, int], list[Cube]], settled: Callable[[Cube, int], Cube]) -> tuple[Cube, ...]:
        """Cubes that together allow all answers that lead to an end, each the best of the `candidates` for one road of what is left.

        `settled` may make the best one larger.
        """
        try:
            # What is made here is not needed afterwards: cubes are plain data.
            with deep_recursion(len(self.diagrams.sizes)), self.diagrams.scratch(_ROOM):
                return self._covered(name, candidates, settled)
        except TooLarge:
            raise TooTangled(str(name)) from None

    def _covered(self, name: Hashable, candidates: Callable[[Cube, int], list[Cube]], settled: Callable[[Cube, int], Cube]) -> tuple[Cube, ...]:
        wanted = left = self.answers(name)
        bit = self._bit.get(name, 0)
        found: list[Cube] = []
        while left != NONE:
            if len(found) == _MOST_CUBES or self.effort.left < 0:
                self.effort.left = -1
                raise TooTangled(str(name))
            cubes = [self._occurring(cube, bit) for cube in candidates(_path(self.diagrams, left), bit)]
            rests = {_sorting(cube): self.diagrams.without(left, as_set(self.diagrams, cube)) for cube in cubes}
            best = settled(min(cubes, key=lambda cube: (self.diagrams.count(rests[_sorting(cube)]), _cost(cube))), bit)
            found.append(best)
            left = self.diagrams.without(left, as_set(self.diagrams, best))
        return tuple(sorted(self._irredundant(wanted, found), key=_sorting))

    def _orders(self, path: Cube) -> list[list[int]]:
        """In which order levels are left out: those in `last` first; the others from below, so that what is asked first stays."""
        first, others = [level for level in self.last if level in path], [level for level in sorted(path) if level not in self.last]
        return [[*first, *others[::-1]], [*first[::-1], *others[::-1]], [*first, *others], [*first[::-1], *others]]

    def _shortened(self, path: Cube, bit: int, order: Sequence[int]) -> Cube:
        """The cube without the levels that can be left out; many at once where that can be."""
        shortened = dict(path)
        waiting = [order]
        while waiting:
            block = waiting.pop()
            without = {level: values for level, values in shortened.items() if level not in block}
            if not self._leads_elsewhere(without, bit):
                shortened = without
            elif len(block) > 1:
                half = len(block) // 2
                waiting += [block[half:], block[:half]]
        return shortened

    def _widened(self, cube: Cube, bit: int, levels: Collection[int] | None = None) -> Cube:
        """The cube with every value that can be added, at `levels` or at all."""
        widened = dict(cube)
        for level in sorted(widened):
            for value in range(self.diagrams.sizes[level]) if levels is None or level in levels else ():
                if value not in widened[level] and not self._leads_elsewhere({**widened, level: frozenset({value})}, bit):
                    widened[level] |= {value}
        return widened

    def _occurring(self, cube: Cube, bit: int) -> Cube:
        """The cube without the values with which nothing occurs: the same answers, in fewer words."""
        narrowed = dict(cube)
        for level in sorted(cube):
            narrowed[level] = frozenset(value for value in cube[level] if self._lead({**narrowed, level: frozenset({value})}, bit) & bit)
        return narrowed

    def _settled(self, cube: Cube, bit: int) -> Cube:
        """The cube with whatever there is room for once it is without the values with which nothing occurs."""
        while True:
            larger = self._shortened(cube, bit, self._orders(cube)[0])
            for level in sorted(larger):
                for value in self.others(larger, level):
                    if not self._leads_elsewhere({**larger, level: frozenset({value})}, bit):
                        larger = {**larger, level: larger[level] | {value}}
            if larger == cube:
                return cube
            cube = larger

    def others(self, cube: Cube, level: int) -> frozenset[int]:
        """The values at a level that occur beside those of a cube, when its other levels stay as they are."""
        rest = {other: values for other, values in cube.items() if other != level}
        return frozenset(value for value in range(self.diagrams.sizes[level]) if value not in cube[level] and self._lead({**rest, level: frozenset({value})}))

    def _irredundant(self, wanted: Diagram, cubes: Sequence[Cube]) -> list[Cube]:
        """The cubes without those whose answers the others allow already; the longest ones go first."""
        sets = {_sorting(cube): (cube, self.diagrams.both(wanted, as_set(self.diagrams, cube))) for cube in cubes}
        for key in sorted(sets, key=lambda key: (-len(key), key)):
            others = NONE
            for other, (_, answers) in sets.items():
                if other != key:
                    others = self.diagrams.either(others, answers)
            if others == wanted:
                del sets[key]
        return [cube for cube, _ in sets.values()]


def _path(diagrams: Diagrams, answers: Diagram) -> dict[int, frozenset[int]]:
    """One way down a set: at each level the values that lead on to the same."""
    path: dict[int, frozenset[int]] = {}
    while answers != ALL:
        node = diagrams.top(answers)
        assert node is not None
        level, children = node
        answers = next(child for child in reversed(children) if child != NONE)
        path[level] = frozenset(value for value, child in enumerate(children) if child == answers)
    return path


def _cost(cube: Cube) -> tuple[object, ...]:
    """Fewer levels first, then fewer that would have to be called 'not asked'; then a fixed order."""
    return len(cube), sum(UNASKED in values for values in cube.values()), -sum(map(len, cube.values())), _sorting(cube)


def _sorting(cube: Cube) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return tuple((level, tuple(sorted(cube[level]))) for level in sorted(cube))


def _join_neighbours(cubes: list[dict[int, frozenset[int]]]) -> list[dict[int, frozenset[int]]]:
    """Make one of two cubes that differ at one level only, as long as there are such."""
    for place, one in enumerate(cubes):
        for other in cubes[place + 1 :]:
            differing = [level for level in one if one[level] != other.get(level)]
            if one.keys() == other.keys() and len(differing) == 1:
                joined = one | {differing[0]: one[differing[0]] | other[differing[0]]}
                return _join_neighbours([*(cube for cube in cubes if cube is not one and cube is not other), joined])
    return cubes
