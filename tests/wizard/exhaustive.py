"""Every answer to a small tree, tried one after another: what a proof is compared with.

It only walks, over every answer that the generated trees list, on every reference date of some; nothing here is shared with the
proof. What it says of a tree is what an editor would find who had the patience to try everything.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple, TypeAlias

from tests.wizard.generated_trees import every_answer
from wizard.conditions import (
    DONT_KNOW,
    REFERENCE_DATE,
    All,
    AnswerIs,
    AnyOf,
    Compares,
    Condition,
    Count,
    Known,
    Not,
    Test,
    Value,
    compile_condition,
    fact_subjects,
)
from wizard.tree import Kind, Outcome, Question, RawAnswer, Tree
from wizard.walk import Jump, Walk, walk

UNKNOWN = -1
"""Takes the answer 'weet ik niet', where a rule has its number."""
GAP = ""
"""Where a walk ends that no rule takes."""

Raw: TypeAlias = dict[str, RawAnswer]
# Where would-be answers lead and which parts show there; None when a question on the road has no possible answer.
Result: TypeAlias = "tuple[str, tuple[int, ...]] | None"


class Fault(NamedTuple):
    """What is wrong with a tree, in the shape of a finding."""

    kind: str
    place: str
    rule: int | None = None
    others: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a question on a road. `known` holds it too; `holds` says per rule whether its condition does."""

    known: Known
    value: Value
    holds: tuple[bool, ...]
    rule: int | None


@dataclass(frozen=True, slots=True)
class WouldBe:
    """An answer to every question, whether it is asked or not, and what comes of it."""

    on: datetime.date
    answers: Raw
    known: Known
    result: Result


def how_many(tree: Tree, days: Iterable[datetime.date]) -> int:
    """How many ways there are to answer all questions."""
    total = 0
    for on in days:
        found = 1
        for question in tree.questions.values():
            found *= max(len(every_answer(question, on)), 1)
        total += found
    return total


def end_of(found: Walk) -> str:
    """The name of where a walk ends."""
    match found.end:
        case Jump(tree_id):
            return f"boom:{tree_id}"
        case Question() | Outcome():
            return found.end.id
        case _:
            return GAP


class Exhaustive:
    """All that can happen in a tree on some days. `beyond` is how many questions can follow in any other tree."""

    def __init__(self, tree: Tree, days: Sequence[datetime.date], beyond: int = 0) -> None:
        self.tree = tree
        self.days = days
        self.beyond = beyond
        self.tests: Mapping[str, tuple[Test, ...]] = {
            id: tuple(compile_condition(rule.condition or All(()), tree.facts) for rule in question.rules) for id, question in tree.questions.items()
        }
        self.walks: list[Walk] = []
        self.stuck: list[Walk] = []
        self.arrivals: dict[str, list[Known]] = {id: [] for id in tree.questions}
        self.answered: dict[str, list[Answered]] = {id: [] for id in tree.questions}
        for on in days:
            self._walk_on(on)

    def _walk_on(self, on: datetime.date) -> None:
        waiting: list[Raw] = [{}]
        while waiting:
            answers = waiting.pop()
            found = walk(self.tree, answers, on)
            assert not found.misanswered, found.misanswered
            if found.road:
                self.answered[found.road[-1].question.id].append(self._answered(found))
            if not isinstance(found.end, Question):
                self.walks.append(found)
                continue
            self.arrivals[found.end.id].append(found.known)
            possible = every_answer(found.end, on)
            if not possible:
                self.stuck.append(found)
            waiting += [{**answers, found.end.id: raw} for raw in possible]

    def _answered(self, found: Walk) -> Answered:
        question, value = found.road[-1]
        holds = tuple(test(found.known) for test in self.tests[question.id])
        rule = UNKNOWN if value == DONT_KNOW else holds.index(True) if True in holds else None
        return Answered(found.known, value, holds, rule)

    @cached_property
    def endings(self) -> dict[str, list[Walk]]:
        """Per end that is reached, the walks that end there."""
        found: dict[str, list[Walk]] = defaultdict(list)
        for one in self.walks:
            found[end_of(one)].append(one)
        return dict(found)

    def shown(self, outcome: str, known: Known) -> tuple[int, ...]:
        """The parts that an outcome shows."""
        return tuple(number for number, test in enumerate(self.tree.part_tests[outcome]) if test(known))

    # Faults of logic

    def faults(self) -> Counter[Fault]:
        """What no answers reach, what no rule takes, what overlaps."""
        found: Counter[Fault] = Counter()
        for id, question in self.tree.questions.items():
            if not self.arrivals[id]:
                found[Fault("unreached question", id)] += 1
            elif not self.answered[id]:
                found[Fault("unanswerable question", id)] += 1
            else:
                found.update(self._faults_at(question))
        for id, outcome in self.tree.outcomes.items():
            if id not in self.endings:
                found[Fault("unreached outcome", id)] += 1
                continue
            shown = {number for one in self.endings[id] for number in self.shown(id, one.known)}
            found.update(Fault("impossible part", id, number) for number in range(len(outcome.parts)) if number not in shown)
        return found

    def _faults_at(self, question: Question) -> Iterator[Fault]:
        answered = self.answered[question.id]
        if any(one.rule is None for one in answered):
            yield Fault("gap", question.id)
        if question.kind is Kind.SEVERAL:
            ticked = frozenset().union(*(one.value for one in answered if isinstance(one.value, frozenset)))
            yield from (Fault("impossible option", question.id, values=(option.value,)) for option in question.options if option.value not in ticked)
        known = [one for one in answered if one.rule != UNKNOWN]
        for number, rule in enumerate(question.rules):
            taken = [one for one in known if one.rule == number]
            takers = sorted({one.rule for one in known if one.holds[number] and one.rule is not None})
            if taken:
                yield from self._idle_values(question.id, number, rule.condition, taken)
            elif takers:
                yield Fault("shadowed rule", question.id, number, tuple(takers))
            else:
                yield Fault("impossible rule", question.id, number)
        if question.exactly_one:
            named = [number for number, rule in enumerate(question.rules) if rule.condition is not None]
            for number, other in combinations(named, 2):
                if any(one.holds[number] and one.holds[other] for one in known):
                    yield Fault("overlapping rules", question.id, other, (number,))

    @staticmethod
    def _idle_values(id: str, number: int, condition: Condition | None, taken: list[Answered]) -> Iterator[Fault]:
        for values, subject in _value_lists(condition):
            idle = tuple(value for value in sorted(values) if all(one.known.get(subject) != value for one in taken))
            if idle:
                yield Fault("idle value", id, number, values=idle, subject=subject)

    # What makes no difference

    @cached_property
    def would_be(self) -> list[WouldBe]:
        """Every way to answer all questions that have an answer on a day."""
        found = []
        for on in self.days:
            possible = {id: answers for id, question in self.tree.questions.items() if (answers := every_answer(question, on))}
            for chosen in product(*possible.values()):
                answers = dict(zip(possible, chosen, strict=True))
                one = walk(self.tree, answers, on)
                end = end_of(one)
                result = None if isinstance(one.end, Question) else (end, self.shown(end, one.known) if end in self.tree.outcomes else ())
                known = {REFERENCE_DATE: on, **{id: self.tree.questions[id].read(raw, on) for id, raw in answers.items()}}
                found.append(WouldBe(on, answers, known, result))
        return found

    def idle(self) -> Counter[Fault]:
        """Questions that change nothing for any answers to the other ones, and options after which everything is the same."""
        found: Counter[Fault] = Counter()
        hidden = self._in_texts() | self._going_along()
        for id, question in self.tree.questions.items():
            if not self.arrivals[id] or id in hidden:
                continue
            cases = self._cases(id)
            if all(len({*case.values()} - {None}) <= 1 for case in cases):
                found[Fault("useless question", id)] += 1
            elif question.kind is Kind.CHOICE:
                for values in _alike([option.value for option in question.options], cases):
                    found[Fault("mergeable options", id, values=values)] += 1
        return found

    def _cases(self, id: str) -> list[dict[RawAnswer, Result]]:
        """For each way to answer the other questions, what comes of each answer to this one."""
        cases: dict[Any, dict[RawAnswer, Result]] = defaultdict(dict)
        for one in self.would_be:
            if id in one.answers:
                cases[(one.on, *(raw for other, raw in one.answers.items() if other != id))][one.answers[id]] = one.result
        return list(cases.values())

    def _in_texts(self) -> set[str]:
        """The questions, and facts, that texts or look-ups of outcomes use."""
        names: set[str] = set()
        for outcome in self.tree.matter.outcomes.values():
            names |= set(re.findall(r"\{(\w+)\}", json.dumps(outcome.model_dump(mode="json"))))
            names |= set(outcome.lookup.filters.values()) if outcome.lookup else set()
        return names | {root for name in names for root in self._rests_on(name)}

    def _rests_on(self, name: str) -> frozenset[str]:
        """The questions and the reference date that a name is computed from."""
        if name not in self.tree.facts:
            return frozenset({name})
        return frozenset().union(*(self._rests_on(one) for one in fact_subjects(self.tree.facts[name])))

    def _going_along(self) -> set[str]:
        """The questions from which arrows lead to another tree."""
        going: set[str] = set()
        while True:
            more = {id for id, question in self.tree.questions.items() if any(kind == "boom" or to in going for kind, to in arrows_of(question))}
            if more == going:
                return going
            going = more

    # Lengths

    @cached_property
    def _compared(self) -> list[tuple[frozenset[str], Test]]:
        """Every comparison of a number, a day or an amount of time, with what it rests on."""
        conditions = [rule.condition for question in self.tree.questions.values() for rule in question.rules]
        conditions += [part.condition for outcome in self.tree.outcomes.values() for part in outcome.parts]
        conditions += [one for fact in self.tree.facts.values() if isinstance(fact, Count) for one in fact.conditions]
        found = {one for condition in conditions for one in _leaves(condition) if isinstance(one, Compares)}
        found = {one for one in found if not isinstance(self.tree.facts.get(one.subject), Count)}
        return [(self._rests_on(one.subject), compile_condition(one, self.tree.facts)) for one in sorted(found, key=str)]

    @cached_property
    def _values(self) -> dict[str, list[Value]]:
        """Per number, day and the reference date, every value that it can have, from the smallest one."""
        found: dict[str, list[Value]] = {REFERENCE_DATE: list(self.days)}
        for id, question in self.tree.questions.items():
            if question.kind in (Kind.NUMBER, Kind.DATE):
                raws = {raw: on for on in self.days for raw in every_answer(question, on) if raw != DONT_KNOW}
                found[id] = sorted((question.read(raw, on) for raw, on in raws.items()), key=lambda value: value)  # type: ignore[arg-type,return-value]
        return found

    @cached_property
    def _groups(self) -> dict[str, dict[Value, int]]:
        """Per number, day and the reference date, the group in which each value lies: between groups some comparison turns."""
        found = {}
        for name, values in self._values.items():
            tests = [test for roots, test in self._compared if roots == {name}]
            groups = dict.fromkeys(values[:1], 0)
            for before, after in pairwise(values):
                groups[after] = groups[before] + any(test({name: before}) != test({name: after}) for test in tests)
            found[name] = groups
        return found

    def _told_apart(self, id: str, known: Known) -> object:
        """What the tree can tell of the answer to a question, with what is known by then."""
        value = known[id]
        if id not in self._groups or value == DONT_KNOW:
            return value
        return self._groups[id][value], tuple(test(known) for roots, test in self._compared if id in roots and len(roots) > 1 and roots <= known.keys())

    def roads(self) -> int:
        """How many roads lead to an end, for the group of reference dates with the most."""
        found: dict[int, set[object]] = defaultdict(set)
        for one in self.walks:
            if end_of(one) != GAP:
                known: dict[str, Value] = {REFERENCE_DATE: one.on}
                road = []
                for question, value in one.road:
                    known[question.id] = value
                    road.append((question.id, self._told_apart(question.id, known)))
                found[self._groups[REFERENCE_DATE][one.on]].add(tuple(road))
        return max(map(len, found.values()), default=0)

    def lengths(self) -> tuple[int, int]:
        """The number of questions on the shortest road to an end, and on the longest one."""
        found = [(len(one.road), self._length(one)) for one in self.walks if end_of(one) != GAP]
        return min((short for short, _ in found), default=0), max((long for _, long in found), default=0)

    def _length(self, found: Walk) -> int:
        return len(found.road) + (self.beyond if isinstance(found.end, Jump) else 0) + isinstance(found.end, Question)

    @cached_property
    def left(self) -> list[tuple[str, Known, int]]:
        """For each arrival at a question: the most questions that can follow, itself included."""
        most: dict[tuple[object, ...], int] = {}
        known: dict[tuple[object, ...], Known] = {}
        for one in (*self.walks, *self.stuck):
            steps = [*one.road, *([(one.end, None)] if isinstance(one.end, Question) else [])]
            for number, (question, _) in enumerate(steps):
                key = (one.on, question.id, *(value for _, value in one.road[:number]))
                most[key] = max(most.get(key, 0), self._length(one) - number)
                known[key] = {REFERENCE_DATE: one.on, **{other.id: value for other, value in one.road[:number]}}
        return [(str(key[1]), known[key], count) for key, count in most.items()]

    # How exact groups are

    @cached_property
    def compared_days(self) -> list[list[str]]:
        """Days that are compared with each other, or that must not lie before or after the reference date, in the order of asking."""
        pairs = [set(roots) for roots, _ in self._compared if len(roots) > 1]
        pairs += [{id, REFERENCE_DATE} for id, question in self.tree.questions.items() if "vandaag" in (question.earliest, question.latest)]
        # The names of generated questions are in the order of asking.
        return [sorted(joined) for joined in _joined(pairs)]

    @cached_property
    def hang_together(self) -> bool:
        """Whether a day that is compared with a later one can have several values, so that its group does not say all about it."""
        return any(len(self._values[name]) > 1 for joined in self.compared_days for name in joined[:-1])


def _joined(pairs: list[set[str]]) -> list[set[str]]:
    found: list[set[str]] = []
    for pair in pairs:
        touched = [one for one in found if one & pair]
        found = [one for one in found if one not in touched] + [pair.union(*touched)]
    return found


def arrows_of(question: Question) -> list[tuple[str, str]]:
    """The kind and name of everything that a question leads to."""
    targets = [rule.target for rule in question.rules] + ([question.dont_know.target] if question.dont_know else [])
    return [(target.kind, target.id) for target in targets]


def _alike(values: Sequence[str], cases: list[dict[RawAnswer, Result]]) -> list[tuple[str, ...]]:
    """The options that go together with the first one that they never differ from."""
    found: list[list[str]] = []
    for value in values:
        for group in found:
            if not any(case[value] != case[other] and None not in (case[value], case[other]) for case in cases for other in group):
                group.append(value)
                break
        else:
            found.append([value])
    return [tuple(group) for group in found if len(group) > 1]


def _leaves(condition: Condition | None) -> Iterator[Condition]:
    match condition:
        case None:
            pass
        case All(conditions) | AnyOf(conditions):
            for one in conditions:
                yield from _leaves(one)
        case Not(inner):
            yield from _leaves(inner)
        case _:
            yield condition


def _value_lists(condition: Condition | None) -> Iterator[tuple[frozenset[str], str]]:
    """The lists of more answers than one that must hold for a condition to hold."""
    match condition:
        case AnswerIs(question, values) if len(values) > 1:
            yield values, question
        case All(conditions):
            for one in conditions:
                yield from _value_lists(one)
        case _:
            pass
