"""What the proof finds wrong with a tree, as data: what no answers reach, what no rule takes, what overlaps, what makes no difference.

`wizard.checking` puts it into sentences for editors.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from wizard.answer_space import AnswerLevel, TickLevel
from wizard.conditions import All, AnswerIs, Condition, fact_subjects
from wizard.diagrams import NONE, Diagram, Diagrams, deep_recursion
from wizard.proof import Proof, Sample, Way, target_of, ways_of
from wizard.proved import NEVER, ProvedTree
from wizard.quantities import TooTangled
from wizard.texts import placeholders
from wizard.tree import Kind, Outcome, Question, Tree


class FindingKind(StrEnum):
    """The kinds of findings, most serious first."""

    UNREACHED_QUESTION = "unreached question"
    UNREACHED_OUTCOME = "unreached outcome"
    UNANSWERABLE = "unanswerable question"
    GAP = "gap"
    IMPOSSIBLE_RULE = "impossible rule"
    SHADOWED_RULE = "shadowed rule"
    OVERLAP = "overlapping rules"
    IMPOSSIBLE_OPTION = "impossible option"
    IMPOSSIBLE_PART = "impossible part"
    IDLE_VALUE = "idle value"
    USELESS_QUESTION = "useless question"
    MERGEABLE_OPTIONS = "mergeable options"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, about a question or an outcome.

    `rule` is the number of a rule or a part, `others` are numbers of rules (those that take its cases, or that it overlaps with),
    `values` are options, `subject` is the question that they belong to when that is another one. `sample` are answers that show it.
    """

    kind: FindingKind
    place: str
    rule: int | None = None
    others: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    subject: str = ""
    sample: Sample | None = None


def findings(proved: ProvedTree, near: datetime.date) -> tuple[Finding, ...]:
    """All findings about a proved tree; samples lie near the day `near` where they can."""
    return (*logical_findings(proved.proof, near), *idle_findings(proved))


def logical_findings(proof: Proof, near: datetime.date) -> Iterator[Finding]:
    """What is not satisfiable, not complete or not exclusive."""
    tree = proof.tree
    with deep_recursion(len(proof.space.levels)):
        for id, question in tree.questions.items():
            if proof.arriving[id] == NONE:
                yield Finding(FindingKind.UNREACHED_QUESTION, id)
            else:
                yield from _question_findings(proof, question, near)
        for id, outcome in tree.outcomes.items():
            if proof.arriving[id] == NONE:
                yield Finding(FindingKind.UNREACHED_OUTCOME, id)
            else:
                yield from _part_findings(proof, outcome)


def _question_findings(proof: Proof, question: Question, near: datetime.date) -> Iterator[Finding]:
    diagrams = proof.diagrams
    id = question.id
    answered = diagrams.both(proof.arriving[id], proof.space.together(id))
    if answered == NONE:
        yield Finding(FindingKind.UNANSWERABLE, id)
        return
    if proof.gaps[id] != NONE:
        yield Finding(FindingKind.GAP, id, sample=proof.sample(id, proof.gaps[id], near))
    yield from _impossible_options(proof, question, answered)
    known = diagrams.without(answered, proof.unknown_answer(id))
    conditions = [diagrams.both(known, condition) for condition in proof.rule_conditions(id)]
    for number, rule in enumerate(question.rules):
        if proof.taken[Way(id, number)] != NONE:
            if rule.condition is not None:
                yield from _idle_values(proof, id, number, rule.condition, proof.taken[Way(id, number)])
        elif conditions[number] == NONE:
            yield Finding(FindingKind.IMPOSSIBLE_RULE, id, number)
        else:
            takers = tuple(earlier for earlier in range(number) if diagrams.both(proof.taken[Way(id, earlier)], conditions[number]) != NONE)
            yield Finding(FindingKind.SHADOWED_RULE, id, number, takers)
    if question.exactly_one:
        for number, rule in enumerate(question.rules):
            for other in range(number + 1, len(question.rules)):
                both = diagrams.both(conditions[number], conditions[other])
                if rule.condition is not None and question.rules[other].condition is not None and both != NONE:
                    yield Finding(FindingKind.OVERLAP, id, other, (number,), sample=proof.sample(id, both, near))


def _impossible_options(proof: Proof, question: Question, answered: Diagram) -> Iterator[Finding]:
    for number in proof.space.owned[question.id]:
        level = proof.space.levels[number]
        if isinstance(level, TickLevel) and proof.diagrams.both(answered, proof.diagrams.values(number, (1,))) == NONE:
            yield Finding(FindingKind.IMPOSSIBLE_OPTION, question.id, values=(level.option,))


def _idle_values(proof: Proof, place: str, number: int, condition: Condition, answers: Diagram) -> Iterator[Finding]:
    """Values in a list of values with which none of the answers in a set occur."""
    for leaf in _value_lists(condition):
        level = proof.space.level_of[(leaf.question, "")]
        node = proof.space.levels[level]
        if not isinstance(node, AnswerLevel) or level not in proof.levels_at(place):
            continue
        idle = [value for value in sorted(leaf.values) if proof.diagrams.both(answers, proof.diagrams.values(level, (node.answers.index(value) + 1,))) == NONE]
        if idle and len(idle) < len(leaf.values):
            yield Finding(FindingKind.IDLE_VALUE, place, number, values=tuple(idle), subject=leaf.question)


def _value_lists(condition: Condition) -> Iterator[AnswerIs]:
    """The lists of several values that a condition, or each condition of an 'and', asks for."""
    match condition:
        case AnswerIs(values=values) if len(values) > 1:
            yield condition
        case All(conditions):
            for one in conditions:
                yield from _value_lists(one)
        case _:
            pass


def _part_findings(proof: Proof, outcome: Outcome) -> Iterator[Finding]:
    for number, condition in enumerate(proof.part_conditions(outcome.id)):
        if proof.diagrams.both(proof.arriving[outcome.id], condition) == NONE:
            yield Finding(FindingKind.IMPOSSIBLE_PART, outcome.id, number)


# What makes no difference


def idle_findings(proved: ProvedTree) -> Iterator[Finding]:
    """Questions whose answer changes nothing, and options that do the same. Nothing when the tree is too tangled to say.

    Never too many; where days are compared with each other it can be too few, since days count by group.
    """
    try:
        with proved.for_a_while(proved.tree.start):
            found = list(_idle_findings(proved))
    except TooTangled:
        return
    yield from found


def _idle_findings(proved: ProvedTree) -> Iterator[Finding]:
    tree, diagrams, proof = proved.tree, proved.diagrams, proved.proof
    used = _questions_in_texts(tree) | _going_along(proof)
    differences = _Differences(diagrams)
    nodes = _by_level(diagrams, proved.showing)
    for question in tree.questions.values():
        if proof.arriving[question.id] == NONE or question.id in used:
            continue
        if not _matters(proved, question.id, nodes, differences):
            yield Finding(FindingKind.USELESS_QUESTION, question.id)
        elif question.kind is Kind.CHOICE:
            yield from _mergeable(question, nodes.get(proved.space.owned[question.id][0], []), differences)


def _by_level(diagrams: Diagrams, function: Diagram) -> dict[int, list[tuple[Diagram, ...]]]:
    """Per level, the children of every node there."""
    found: dict[int, list[tuple[Diagram, ...]]] = {}
    for one in diagrams.below(function):
        node = diagrams.top(one)
        if node is not None:
            found.setdefault(node[0], []).append(node[1])
    return found


def _questions_in_texts(tree: Tree) -> frozenset[str]:
    """The questions that texts of outcomes, or look-ups, show or use."""
    names: set[str] = set()
    for outcome in tree.outcomes.values():
        names |= placeholders(outcome)
        if outcome.lookup is not None:
            names |= {question for _, question in outcome.lookup.filters}
    waiting = [name for name in names if name in tree.facts]
    while waiting:
        for name in fact_subjects(tree.facts[waiting.pop()]):
            if name not in names:
                names.add(name)
                if name in tree.facts:
                    waiting.append(name)
    return frozenset(names)


def _going_along(proof: Proof) -> frozenset[str]:
    """The questions whose answer can go along into another tree, which may ask the same question."""
    tree = proof.tree
    going: set[str] = set()
    for id in reversed(proof.order):
        targets = [target_of(tree.questions[id], rule) for rule in ways_of(tree.questions[id])]
        if any(target.kind == "boom" or target.id in going for target in targets):
            going.add(id)
    return frozenset(going)


_CONFLICT = "conflict"
_ROOM = 400_000


def _same_or_conflict(one: object, other: object) -> object:
    if one is NEVER or one == other:
        return other
    return one if other is NEVER else _CONFLICT


def _matters(proved: ProvedTree, id: str, nodes: Mapping[int, list[tuple[Diagram, ...]]], differences: _Differences) -> bool:
    """Whether the answer to a question ever makes a difference to where answers lead, or to what is shown there."""
    diagrams = proved.diagrams
    levels = proved.space.about[id]
    if len(levels) == 1:
        return any(differences.between(one, other) for children in nodes.get(min(levels), []) for one, other in combinations(dict.fromkeys(children[1:]), 2))

    def join(found: Iterable[Diagram]) -> Diagram:
        several = list(found)
        total = several[0]
        for one in several[1:]:
            total = diagrams.combine(_same_or_conflict, total, one)
        return total

    return _CONFLICT in diagrams.leaves(diagrams.merge(proved.showing, levels, join))


class _Differences:
    """Whether functions differ for answers that can be given. What was found is remembered: long trees meet the same pairs often."""

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self._found: set[tuple[Diagram, Diagram]] = set()
        self._same: set[tuple[Diagram, Diagram]] = set()

    def _surely(self, pair: tuple[Diagram, Diagram]) -> bool:
        if pair in self._found:
            return True
        children_of = self.diagrams.tables[1]
        return not children_of[pair[0]] and not children_of[pair[1]] and NEVER not in map(self.diagrams.value, pair)

    def between(self, one: Diagram, other: Diagram) -> bool:
        level_of, children_of = self.diagrams.tables
        above: dict[tuple[Diagram, Diagram], tuple[Diagram, Diagram] | None] = {(one, other): None}
        waiting = [(one, other)]
        while waiting:
            pair: tuple[Diagram, Diagram] | None = waiting.pop()
            assert pair is not None
            if self._surely(pair):
                while pair is not None:
                    self._found.add(pair)
                    pair = above[pair]
                return True
            level = min(level_of[each] for each in pair)
            if level >= len(self.diagrams.sizes):
                continue
            first, second = (children_of[each] if level_of[each] == level else (each,) * self.diagrams.sizes[level] for each in pair)
            for following in zip(first, second, strict=True):
                if following[0] != following[1] and following not in above and following not in self._same:
                    above[following] = pair
                    waiting.append(following)
        self._same.update(above)
        return False


def _mergeable(question: Question, nodes: Iterable[tuple[Diagram, ...]], differences: _Differences) -> Iterator[Finding]:
    """Options of a choice that lead to the same and show the same; `nodes` are the children of all nodes that look at the answer."""
    columns = list(zip(*nodes, strict=True))
    groups: list[list[int]] = []
    for value in range(1, len(question.options) + 1):
        alike = next((group for group in groups if not any(_differ(columns[value], columns[other], differences) for other in group)), None)
        if alike is None:
            groups.append([value])
        else:
            alike.append(value)
    for group in groups:
        if len(group) > 1:
            yield Finding(FindingKind.MERGEABLE_OPTIONS, question.id, values=tuple(question.options[value - 1].value for value in group))


def _differ(one: tuple[Diagram, ...], other: tuple[Diagram, ...], differences: _Differences) -> bool:
    return any(differences.between(*pair) for pair in dict.fromkeys(zip(one, other, strict=True)) if pair[0] != pair[1])
