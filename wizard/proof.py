"""The proof: for every place of a tree, exactly which answers can arrive there, without walking the roads.

From the start forward: the answers that reach a question are a set; each rule takes those that it holds for, what no rule takes is
a gap, and what a rule takes flows on to where it leads. At each place only the answers that are still looked at further on are
kept, so that the sets stay small however many roads there are. From the ends backward: where all answers lead, how many roads there
are, and how long they are. Every reference date is proved at once, since it is a quantity like any other.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from wizard.answer_space import FIRST_DAY, LAST_DAY, UNASKED, AnswerSpace, OrderedLevel
from wizard.conditions import REFERENCE_DATE, AnswerIs, Compares, Condition, Value
from wizard.diagrams import ALL, NONE, Diagram, Diagrams, TooLarge, deep_recursion
from wizard.quantities import TooTangled
from wizard.roads import survey
from wizard.tree import TREE_PREFIX, Question, RawAnswer, Target, Tree

UNKNOWN = -1
"""The number of the arrow 'weet ik niet', beside the numbers of the rules."""
GAP = ""
"""Where answers lead that no rule takes."""
# What earlier places remembered is seldom of use at later ones.
_REMEMBERED = 50_000


class Way(NamedTuple):
    """One arrow: a question and the number of its rule, or UNKNOWN."""

    question: str
    rule: int


# An answer set, with the levels that it may look at.
Levels: TypeAlias = frozenset[int]


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers that really occur at a place: `on` is the reference date for which they hold, when it matters."""

    answers: Mapping[str, RawAnswer]
    on: datetime.date | None


def end_name(target: Target) -> str:
    """How an end is written: an outcome by its name, another tree as 'boom:…'."""
    return f"{TREE_PREFIX}{target.id}" if target.kind == "boom" else target.id


def target_of(question: Question, rule: int) -> Target:
    """Where an arrow leads."""
    if rule == UNKNOWN:
        assert question.dont_know is not None
        return question.dont_know.target
    return question.rules[rule].target


def ways_of(question: Question) -> list[int]:
    """The numbers of the arrows of a question: its rules, and UNKNOWN when 'weet ik niet' is an answer."""
    return [*([UNKNOWN] if question.dont_know else []), *range(len(question.rules))]


@dataclass
class Proof:
    """What is proved of one tree without circles. Make one with `prove`.

    `arriving` are the answers with which a question, an outcome or another tree is reached, `taken` those that an arrow takes,
    `gaps` those that no rule takes, all of them sets in `space.diagrams`. Empty sets are there too.
    """

    space: AnswerSpace
    keep: frozenset[str]
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    arriving: dict[str, Diagram] = field(default_factory=dict)
    taken: dict[Way, Diagram] = field(default_factory=dict)
    gaps: dict[str, Diagram] = field(default_factory=dict)
    _levels: dict[str, Levels] = field(default_factory=dict)
    _needed: dict[str, Levels] = field(default_factory=dict)
    _distance: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._conditions = self.diagrams.memory()

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The questions that arrows lead to from the start, in an order in which every arrow leads forward."""
        unreached = {*survey(self.tree).unreached_questions}
        return tuple(id for id in self.space.order if id not in unreached)

    @property
    def tree(self) -> Tree:
        return self.space.tree

    @property
    def diagrams(self) -> Diagrams:
        return self.space.diagrams

    # Conditions at a place

    def condition_at(self, place: str, condition: Condition | None, seen: Collection[str]) -> Diagram:
        """The answers for which a condition holds, at a place where only the questions in `seen` can have been asked."""
        if condition is None:
            return ALL
        key = (place, condition)
        found = self._conditions.get(key)
        if found is None:
            meaning = self.space.holds(condition)
            unseen = {number: UNASKED for number in self.diagrams.looks_at(meaning) if not self.visible(number, seen)}
            found = self._conditions[key] = self.diagrams.fix(meaning, unseen)
        return found

    def visible(self, number: int, seen: Collection[str]) -> bool:
        """Whether a level can have a value where only the questions in `seen` can have been asked."""
        level = self.space.levels[number]
        roots = level.roots if isinstance(level, OrderedLevel) else (level.subject,)
        return all(root == REFERENCE_DATE or root in seen for root in roots)

    def rule_conditions(self, id: str) -> list[Diagram]:
        """Per rule of a question, the answers for which its condition holds there, whatever the rules above it take."""
        seen = self.space.before[id] | {id}
        return [self.condition_at(id, rule.condition, seen) for rule in self.tree.questions[id].rules]

    def part_conditions(self, outcome_id: str) -> list[Diagram]:
        """Per part of an outcome, the answers for which it is shown there."""
        seen = self.seen_before(outcome_id)
        return [self.condition_at(outcome_id, part.condition, seen) for part in self.tree.outcomes[outcome_id].parts]

    def seen_before(self, end: str) -> frozenset[str]:
        """The questions that can have been asked when an end is reached."""
        seen: set[str] = set()
        for id in self.order:
            question = self.tree.questions[id]
            if any(end_name(target_of(question, rule)) == end and target_of(question, rule).kind != "vraag" for rule in ways_of(question)):
                seen |= self.space.before[id] | {id}
        return frozenset(seen)

    def unknown_answer(self, id: str) -> Diagram:
        """The answers in which a question is answered with 'weet ik niet'."""
        question = self.tree.questions[id]
        return self.diagrams.values(self.space.owned[id][0], (self.space.levels[self.space.owned[id][0]].size - 1,)) if question.dont_know else NONE

    # Forward

    def run(self) -> None:
        """Follow all answers from the start. Raises TooTangled, with the question where there are too many to tell apart."""
        self._find_needs()
        start = self.tree.start
        tree = self.tree
        self.arriving = dict.fromkeys((*tree.questions, *tree.outcomes, *self._needed), NONE)
        first = self.space.owned.get(REFERENCE_DATE, ())
        days = self.space.together(REFERENCE_DATE) if first else ALL
        self.arriving[start] = self.diagrams.any_value(days, set(first) - self._levels[start])
        self._distance[start] = 0
        self.taken = {Way(id, rule): NONE for id, question in tree.questions.items() for rule in ways_of(question)}
        self.gaps = dict.fromkeys(tree.questions, NONE)
        for id in self.order:
            if self.arriving[id] == NONE:
                continue
            try:
                self._answer(tree.questions[id])
            except TooLarge:
                raise TooTangled(id) from None
            self.diagrams.forget(_REMEMBERED)

    def _find_needs(self) -> None:
        """Per place, the levels that are still looked at there or further on, and that can have a value by then."""
        owned_by = {number: owner for owner, numbers in self.space.owned.items() for number in numbers}
        kept = frozenset(number for name in self.keep for number in self.space.owned.get(name, ()))
        for id in reversed(self.order):
            question = self.tree.questions[id]
            needed = set(kept)
            for condition in self.rule_conditions(id):
                needed |= self.diagrams.looks_at(condition)
            if id in self.space.clusters and len(self.space.clusters[id]) > 1:
                needed |= self.space.levels_of_cluster(id)
            for rule in ways_of(question):
                target = target_of(question, rule)
                name = target.id if target.kind == "vraag" else end_name(target)
                if target.kind != "vraag" and name not in self._needed:
                    self._needed[name] = self._needed_at_end(target) | kept
                needed |= self._needed[name]
            self._needed[id] = frozenset(needed)
        for name, needed_here in self._needed.items():
            seen = self.space.before[name] if name in self.tree.questions else self.seen_before(name)
            self._levels[name] = frozenset(number for number in needed_here if owned_by[number] == REFERENCE_DATE or owned_by[number] in seen)

    def _needed_at_end(self, target: Target) -> Levels:
        if target.kind == "boom":
            return frozenset()
        return frozenset().union(*(self.diagrams.looks_at(one) for one in self.part_conditions(target.id)))

    def _answer(self, question: Question) -> None:
        diagrams = self.diagrams
        id = question.id
        left = diagrams.both(self.arriving[id], self.space.together(id))
        if id in self.given:
            left = diagrams.both(left, self.space.holds(AnswerIs(id, self.given[id])))
        if question.dont_know:
            unknown = diagrams.both(left, self.unknown_answer(id))
            left = diagrams.without(left, unknown)
            self._flow(Way(id, UNKNOWN), unknown, question.dont_know.target)
        for number, (rule, condition) in enumerate(zip(question.rules, self.rule_conditions(id), strict=True)):
            here = diagrams.both(left, condition)
            left = diagrams.without(left, condition)
            self._flow(Way(id, number), here, rule.target)
        self.gaps[id] = left

    def _flow(self, way: Way, answers: Diagram, target: Target) -> None:
        self.taken[way] = answers
        name = target.id if target.kind == "vraag" else end_name(target)
        if answers == NONE:
            return
        here = self.levels_at(way.question)
        there = self._levels[name]
        arriving = self.diagrams.any_value(answers, here - there)
        for number in sorted(there - here, reverse=True):
            arriving = self.diagrams.both(self.diagrams.values(number, (UNASKED,)), arriving)
        self.arriving[name] = self.diagrams.either(self.arriving[name], arriving)
        self._distance[name] = min(self._distance.get(name, 1 << 30), self._distance[way.question] + 1)

    def levels_at(self, place: str) -> Levels:
        """The levels that the answers at an end, or at a question once it is answered, may look at."""
        return self._levels.get(place, frozenset()) | frozenset(self.space.owned.get(place, ()))

    # Samples

    def sample(self, id: str, answers: Diagram, near: datetime.date) -> Sample:
        """A complete road to question `id` and an answer to it, in the set `answers` there. Raises ValueError for the empty set."""
        found = self.diagrams.example(self.space.rather_on(near, answers))
        place = id
        while place != self.tree.start:
            way, arriving = self._backward(place, found)
            found.update(self.diagrams.example(self.space.rather_on(near, arriving)))
            place = way.question
        first = self.space.owned.get(REFERENCE_DATE, ())
        if first:
            days = self._agreeing(self.space.together(REFERENCE_DATE), found, first)
            found.update(self.diagrams.example(self.space.rather_on(near, days)))
        return self._as_sample(found, near)

    def sample_at_end(self, end: str, answers: Diagram, near: datetime.date) -> Sample:
        """A complete road to an outcome, or 'boom:…', in the set `answers` there. Raises ValueError for the empty set."""
        found = self.diagrams.example(self.space.rather_on(near, answers))
        way, arriving = self._backward(end, found)
        return self.sample(way.question, arriving, near)

    def sample_of(self, place: str, near: datetime.date) -> Sample | None:
        """Answers that lead to a question or an end; None when none do."""
        arriving = self.arriving.get(place, NONE)
        if place == self.tree.start:
            return Sample({}, None)
        return None if arriving == NONE else self.sample_at_end(place, arriving, near)

    def _backward(self, place: str, found: Mapping[int, int]) -> tuple[Way, Diagram]:
        """The arrow of a shortest road by which the answers `found` arrive at `place`, and the answers there that agree with them."""
        arrows_here = [
            way for way, answers in self.taken.items()
            if answers != NONE and (target := target_of(self.tree.questions[way.question], way.rule))
            and (target.id if target.kind == "vraag" else end_name(target)) == place
        ]  # fmt: skip
        for way in sorted(arrows_here, key=lambda way: self._distance[way.question]):
            here = self.levels_at(way.question)
            if any(value != UNASKED for number, value in found.items() if number in self._levels[place] and number not in here):
                continue
            arriving = self._agreeing(self.taken[way], found, here & self._levels[place])
            if arriving != NONE:
                return way, arriving
        raise AssertionError(f"no road to {place}")

    def _agreeing(self, answers: Diagram, found: Mapping[int, int], levels: Iterable[int]) -> Diagram:
        for number in levels:
            if number in found:
                answers = self.diagrams.both(answers, self.diagrams.values(number, (found[number],)))
        return answers

    def _as_sample(self, found: Mapping[int, int], near: datetime.date) -> Sample:
        values: dict[str, Value] = dict(self.space.answers(found, near))
        on = values.pop(REFERENCE_DATE, None)
        order = [id for id in self.space.order if id in values]
        return Sample({id: self.tree.questions[id].write(values[id]) for id in order}, on if isinstance(on, datetime.date) else None)

    # Backward

    def fold(
        self,
        end: Callable[[str, Target], Diagram],
        gap: Diagram,
        impossible: Diagram,
        close: Callable[[str, Diagram], Diagram] = lambda place, here: here,
        skip: Callable[[Diagram, Collection[int]], Diagram] | None = None,
    ) -> dict[str, Diagram]:
        """Per question, a function of the answers. Raises TooTangled.

        `end` says what it is at an end that a question leads to, `gap` where no rule takes the answers, and `impossible` stands at
        answers that cannot be given. `close` gets the function that looks at the answer to a question too, and makes of it the
        function at that question. `skip` gets a function and the levels about the questions that are not asked on the way to it;
        when it is left out, they have the value UNASKED there.
        """
        diagrams = self.diagrams
        place = {id: number for number, id in enumerate(self.order)}
        found: dict[str, Diagram] = {}

        def onward(id: str, target: Target) -> Diagram:
            if target.kind != "vraag":
                return end(id, target)
            levels = frozenset[int]().union(*(self.space.about[other] for other in self.order[place[id] + 1 : place[target.id]]))
            return skip(found[target.id], levels) if skip else diagrams.fix(found[target.id], dict.fromkeys(levels, UNASKED))

        for id in reversed(self.order):
            question = self.tree.questions[id]
            try:
                here = gap
                for rule, condition in reversed(list(zip(question.rules, self.rule_conditions(id), strict=True))):
                    here = diagrams.choose(condition, onward(id, rule.target), here)
                if question.dont_know:
                    here = diagrams.choose(self.unknown_answer(id), onward(id, question.dont_know.target), here)
                found[id] = close(id, diagrams.choose(self.space.together(id), here, impossible))
            except TooLarge:
                raise TooTangled(id) from None
            diagrams.forget(_REMEMBERED)
        return found


def prove(tree: Tree, days: tuple[datetime.date, datetime.date] = (FIRST_DAY, LAST_DAY), keep: Iterable[str] = (), extra: Iterable[Compares] = ()) -> Proof:
    """Prove a tree without circles, for every reference date in `days`.

    Answers to the questions in `keep` are kept till the ends; `extra` are comparisons to tell apart besides the tree's own.
    Raises TooTangled, with the question or fact that tangles the tree, instead of going on for ever.
    """
    return prove_in(AnswerSpace(tree, days, extra), keep)


def prove_in(space: AnswerSpace, keep: Iterable[str] = (), given: Mapping[str, frozenset[str]] | None = None) -> Proof:
    """Prove the tree of a space that exists already. Raises TooTangled.

    `given` are the only answers that some choices can get, as when they came along from another tree.
    """
    proof = Proof(space, frozenset(keep), given or {})
    with deep_recursion(len(space.levels)):
        proof.run()
    return proof
