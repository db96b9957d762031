"""What is proved of a tree, ready to show: its roads, where answers can lead, and the smallest conditions of each outcome.

Made once per snapshot; what is asked of it during a request only reads, so that requests do not get in each other's way.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from typing import Any, TypeAlias

from wizard.answer_space import FIRST_DAY, LAST_DAY, UNASKED, AnswerSpace, OrderedLevel
from wizard.conditions import REFERENCE_DATE, Known
from wizard.diagrams import NONE, Diagram, Diagrams, TooLarge, deep_recursion
from wizard.implicants import Cube, Effort, Ends
from wizard.proof import GAP, Proof, Way, end_name, prove, target_of, ways_of
from wizard.quantities import TooTangled, least_solution
from wizard.tree import Target, Tree

NEVER = None
"""The leaf at answers that cannot be given."""
# Diagrams of so many nodes take some tenths of a second to make; a tree for people stays far below it.
_ROOM = 400_000


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many roads a tree has, and how many questions the shortest and the longest one ask.

    Two roads differ when an answer differs. Numbers, days and amounts of time count by group: one group ends and the next begins
    where a comparison in the tree, in whatever rule or part, turns. A road without an end is none.
    """

    roads: int
    shortest: int
    longest: int


_Three: TypeAlias = tuple[int, int, int]
# Of no road at all: none, and no length.
_NO_ROAD: _Three = (0, -1, -1)


def _joined(one: _Three, other: _Three) -> _Three:
    if one == _NO_ROAD:
        return other
    return one if other == _NO_ROAD else (one[0] + other[0], min(one[1], other[1]), max(one[2], other[2]))


def _one_more(roads: _Three) -> _Three:
    return roads if roads == _NO_ROAD else (roads[0], roads[1] + 1, roads[2] + 1)


def _one_longer(length: int) -> int:
    # A question without a possible answer is asked all the same.
    return max(length, 0) + 1


def _with_part(number: int, leaf: tuple[str, tuple[int, ...]]) -> tuple[str, tuple[int, ...]]:
    return leaf[0], (*leaf[1], number)


class ProvedTree:
    """The results of one proof, for every reference date in `days`; the proof is made when it is not given.

    `other_lengths` says how many questions can follow in each other tree that this one goes on in. Raises TooTangled.
    """

    def __init__(
        self,
        tree: Tree,
        other_lengths: Mapping[str, int] | None = None,
        days: tuple[datetime.date, datetime.date] = (FIRST_DAY, LAST_DAY),
        proof: Proof | None = None,
    ) -> None:
        self.tree = tree
        self.proof = proof or prove(tree, days)
        self.other_lengths = other_lengths or {}
        self._effort = Effort()

    def with_lengths(self, other_lengths: Mapping[str, int]) -> ProvedTree:
        """The same, with other trees that go on for other numbers of questions."""
        if other_lengths == self.other_lengths:
            return self
        other = copy(self)
        other.other_lengths = other_lengths
        for name in ("_longest", "lengths"):
            other.__dict__.pop(name, None)
        return other

    @property
    def space(self) -> AnswerSpace:
        return self.proof.space

    @property
    def diagrams(self) -> Diagrams:
        return self.proof.diagrams

    # Counting

    def _folded(
        self, end: Callable[[Target], Any], gap: Any, impossible: Any, join: Callable[[Any, Any], Any], after: Callable[[Any], Any]
    ) -> dict[str, Diagram]:
        """Per question, what its answers amount to: `end` at the ends, `join` over the answers that there are, `after` for the question."""
        diagrams = self.diagrams

        def joined(found: Iterable[Diagram]) -> Diagram:
            return reduce(lambda one, other: diagrams.combine(join, one, other), found)

        def close(id: str, here: Diagram) -> Diagram:
            return diagrams.change_leaves(after, diagrams.merge(here, self.space.owned[id], joined))

        with deep_recursion(len(self.space.levels)):
            return self.proof.fold(lambda place, target: diagrams.leaf(end(target)), diagrams.leaf(gap), diagrams.leaf(impossible), close)

    def _over_days(self, one: Diagram) -> set[Any]:
        """The values of a function at the start, on the days that there are."""
        first = self.space.owned.get(REFERENCE_DATE, ())
        if not first:
            return self.diagrams.leaves(one)
        return self.diagrams.leaves(self.diagrams.choose(self.space.together(REFERENCE_DATE), one, self.diagrams.leaf(NEVER))) - {NEVER}

    def _beyond(self, target: Target) -> int:
        """How many questions can follow at an end."""
        return self.other_lengths.get(target.id, 0) if target.kind == "boom" else 0

    @cached_property
    def _longest(self) -> dict[str, Diagram]:
        with self.diagrams.room(_ROOM):
            return self._folded(self._beyond, 0, -1, max, _one_longer)

    @cached_property
    def lengths(self) -> Lengths:
        """How many roads there are and how long they are. Where that depends on the reference date: the most, and the outermost.

        Reference dates count by group too: roads on several days of one group add up. Raises TooTangled.
        """
        with self.diagrams.scratch(_ROOM):
            found = self._over_days(self._folded(lambda target: (1, 0, self._beyond(target)), _NO_ROAD, _NO_ROAD, _joined, _one_more)[self.tree.start])
        found.discard(_NO_ROAD)
        if not found:
            return Lengths(0, 0, 0)
        return Lengths(max(roads for roads, _, _ in found), min(shortest for _, shortest, _ in found), max(longest for _, _, longest in found))

    @property
    def longest(self) -> int:
        """How many questions the longest road asks, on any day."""
        return max(self._over_days(self._longest[self.tree.start]), default=0)

    def most_left(self, question_id: str, known: Known) -> int:
        """How many questions can still follow, question `question_id` included, after the answers `known` on the road to it.

        Never too few; where days hang together it can be more than there are, since days count by group.
        """
        return int(self.diagrams.at(self._longest[question_id], self.space.place_of(known)))

    # Where answers lead

    @cached_property
    def leading(self) -> Diagram:
        """Where each set of answers to all questions leads: an end, GAP, or NEVER when answers cannot go together."""
        diagrams = self.diagrams
        with deep_recursion(len(self.space.levels)), diagrams.room(_ROOM):
            found = self.proof.fold(lambda place, target: diagrams.leaf(end_name(target)), diagrams.leaf(GAP), diagrams.leaf(NEVER))[self.tree.start]
            if self.space.owned.get(REFERENCE_DATE):
                found = diagrams.choose(self.space.together(REFERENCE_DATE), found, diagrams.leaf(NEVER))
            return found

    @cached_property
    def showing(self) -> Diagram:
        """As `leading`, with at an outcome also the numbers of the parts that it shows: (end, parts). Raises TooTangled or TooLarge."""
        diagrams = self.diagrams
        shown: dict[str, Diagram] = {}

        def end(place: str, target: Target) -> Diagram:
            name = end_name(target)
            if name not in shown:
                found = diagrams.leaf((name, ()))
                for number, condition in enumerate(self.proof.part_conditions(target.id) if target.kind == "uitkomst" else ()):
                    with_it = diagrams.change_leaves(partial(_with_part, number), found)
                    found = diagrams.choose(condition, with_it, found)
                shown[name] = found
            unasked = {number: UNASKED for number in diagrams.looks_at(shown[name]) if not self.proof.visible(number, self.space.before[place] | {place})}
            return diagrams.fix(shown[name], unasked)

        with deep_recursion(len(self.space.levels)), diagrams.room(_ROOM):
            found = self.proof.fold(end, diagrams.leaf((GAP, ())), diagrams.leaf(NEVER))[self.tree.start]
            if self.space.owned.get(REFERENCE_DATE):
                found = diagrams.choose(self.space.together(REFERENCE_DATE), found, diagrams.leaf(NEVER))
            return found

    @cached_property
    def ends(self) -> Ends:
        """Where answers lead, to ask for conditions."""
        return Ends(self.diagrams, self.leading, NEVER, self._ordered_levels, self._effort)

    def possible_ends(self, known: Known, subjects: Iterable[str] | None = None) -> frozenset[str]:
        """The ends that stay possible when only the answers in `known` are given (those to `subjects`, when they are named).

        Never too few; where exact days matter it can be more than there are, since days count by group.
        """
        wanted = {*known} if subjects is None else {*subjects}
        at = self.space.place_of({name: value for name, value in known.items() if name in wanted})
        cube: dict[int, frozenset[int]] = {}
        for number, level in enumerate(self.space.levels):
            names = level.roots if isinstance(level, OrderedLevel) else (level.subject,)
            if wanted.issuperset(names) and (level.subject in known or all(name in known for name in names)):
                cube[number] = frozenset({at(number)})
        return frozenset(str(name) for name in self.ends.reached(cube))

    @property
    def turning_days(self) -> frozenset[datetime.date]:
        """The first reference dates on which something is different: those that conditions name, of the day itself or of one moved from it."""
        first, last = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
        days: set[int] = set()
        for level in self.space.levels:
            if not isinstance(level, OrderedLevel) or level.roots != (REFERENCE_DATE,):
                continue
            if level.subject == REFERENCE_DATE:
                days.update(day for day, _ in level.cuts)
                continue
            for cut in level.cuts:
                found = least_solution({REFERENCE_DATE: (first, last)}, [level.bound(cut)])
                if found is not None and found[REFERENCE_DATE] > first:
                    days.add(found[REFERENCE_DATE])
        return frozenset(datetime.date.fromordinal(day) for day in days)

    @cached_property
    def ends_beyond(self) -> Mapping[str, frozenset[str]]:
        """Per question, the ends that some answers lead to from there, whatever was answered before it."""
        found: dict[str, frozenset[str]] = dict.fromkeys(self.tree.questions, frozenset())
        for id in reversed(self.proof.order):
            for rule in ways_of(self.tree.questions[id]):
                target = target_of(self.tree.questions[id], rule)
                if self.proof.taken[Way(id, rule)] != NONE:
                    found[id] |= found[target.id] if target.kind == "vraag" else {end_name(target)}
        return found

    # Conditions

    @cached_property
    def walks(self) -> Diagram:
        """Every complete walk, with UNASKED at each question that it does not ask, and where it ends; NEVER at what is no walk."""
        diagrams, space = self.diagrams, self.space
        never = diagrams.leaf(NEVER)
        order = self.proof.order
        place = {id: number for number, id in enumerate(order)}

        def unasked(one: Diagram, levels: Collection[int]) -> Diagram:
            for number in sorted(levels, reverse=True):
                children = [never] * space.levels[number].size
                children[UNASKED] = one
                one = diagrams.node(number, tuple(children))
            return one

        def end(id: str, target: Target) -> Diagram:
            later = [number for other in order[place[id] + 1 :] for number in space.owned[other]]
            return unasked(diagrams.leaf(end_name(target)), later)

        def skip(one: Diagram, levels: Collection[int]) -> Diagram:
            for number in sorted(levels, reverse=True):
                one = diagrams.choose(diagrams.values(number, (UNASKED,)), one, never)
            return one

        with deep_recursion(len(space.levels)), diagrams.room(_ROOM):
            found = self.proof.fold(end, never, never, skip=skip)[self.tree.start]
            found = skip(found, frozenset().union(*(space.about[id] for id in self.tree.questions if id not in place)))
            if space.owned.get(REFERENCE_DATE):
                found = diagrams.choose(self.space.together(REFERENCE_DATE), found, never)
            return found

    @cached_property
    def _fact_levels(self) -> tuple[int, ...]:
        return tuple(number for number, level in enumerate(self.space.levels) if isinstance(level, OrderedLevel) and level.subject in self.tree.facts)

    @cached_property
    def _ordered_levels(self) -> tuple[int, ...]:
        own = (number for number, level in enumerate(self.space.levels) if isinstance(level, OrderedLevel) and level.subject not in self.tree.facts)
        return (*self._fact_levels, *own)

    @cached_property
    def walk_ends(self) -> Ends:
        """Where complete walks end, to ask for conditions about the answers on the road."""
        return Ends(self.diagrams, self.walks, NEVER, self._fact_levels, self._effort)

    def conditions(self, end: str) -> tuple[Cube, ...]:
        """The smallest conditions for an end, about the answers on the road. Raises TooTangled."""
        return self.walk_ends.conditions(end)

    @contextmanager
    def for_a_while(self, name: str) -> Iterator[None]:
        """Room for diagrams that are not needed afterwards; what of this tree is first made here, is made again when asked for later.

        Raises TooTangled with `name`, now and from then on, when it is not enough.
        """
        if self._effort.left < 0:
            raise TooTangled(name)
        before = set(self.__dict__)
        try:
            with deep_recursion(len(self.space.levels)), self.diagrams.scratch(_ROOM):
                yield
        except TooLarge:
            self._effort.left = -1
            raise TooTangled(name) from None
        finally:
            for made in self.__dict__.keys() - before:
                del self.__dict__[made]

    def asked(self, question_id: str) -> Ends:
        """Whether a question is asked (True or False), as a function of the answers before it. Made `for_a_while`."""
        diagrams, space = self.diagrams, self.space
        walked = diagrams.change_leaves(lambda end: end is not NEVER, self.walks)
        before = space.before[question_id]
        hidden = [number for owner, numbers in space.owned.items() if owner != REFERENCE_DATE and owner not in before for number in numbers]
        first = space.owned[question_id][0]
        asked = diagrams.any_value(diagrams.both(walked, diagrams.values(first, range(1, diagrams.sizes[first]))), hidden)
        unasked = diagrams.any_value(diagrams.both(walked, diagrams.values(first, (UNASKED,))), hidden)
        function = diagrams.choose(asked, diagrams.leaf(True), diagrams.choose(unasked, diagrams.leaf(False), diagrams.leaf(NEVER)))
        return Ends(diagrams, function, NEVER, self._fact_levels, self._effort)

    def situations(self, end: str) -> tuple[Cube, ...]:
        """When an end applies, for who has not walked the tree: what decides, with what it takes to come there. Raises TooTangled."""
        return self.ends.situations(end)
