"""How good the scenarios of a tree are: small changes of the tree, and which of them nothing notices.

A change is noticed when an example leads elsewhere or shows other parts, when a `nooit` does not hold any more, or when the proof
finds something wrong that was not wrong before. A change after which every set of answers still leads to the same end with the
same parts is no change; that too is proved. After DeMillo, Lipton and Sayward, 'Hints on Test Data Selection' (1978).
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.problems import Problem, Severity
from wizard.answer_space import AnswerSpace, comparisons, conditions_of
from wizard.checking import describe_sample
from wizard.conditions import AnyOf, fact_subjects, renamed, renamed_fact
from wizard.diagrams import NONE, Diagram, TooLarge, deep_recursion
from wizard.findings import Finding, FindingKind, findings
from wizard.forest import PublishedTree
from wizard.mutations import Mutant, MutationKind, mutants
from wizard.proof import Sample, prove_in
from wizard.proved import NEVER, ProvedTree
from wizard.quantities import TooTangled
from wizard.scenarios import NeverProver, end_of, example_holds
from wizard.tree import Example, Outcome, Rule, Tree
from wizard.walk import walk

_ROOM = 400_000
# What is only a suggestion is not what would make an editor look again.
_QUIET = frozenset({FindingKind.MERGEABLE_OPTIONS})


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that nothing notices; `sample` are answers for which it makes a difference, None when that could not be found out."""

    mutant: Mutant
    sample: Sample | None


@dataclass(frozen=True, slots=True)
class Score:
    """`noticed` of the `changes` that make a difference were noticed; `same` more make no difference at all."""

    changes: int
    noticed: int
    same: int
    survivors: tuple[Survivor, ...]

    @property
    def percentage(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.noticed // self.changes if self.changes else 100


def score_problems(published: PublishedTree, scored: Score, today: datetime.date) -> tuple[Problem, ...]:
    """The changes that nothing notices, as hints at their places, each with an example that would."""
    tree = published.tree
    return tuple(Problem(tree.path, *published.mark(one.mutant.place), Severity.HINT, _survivor_words(one, today)) for one in scored.survivors)


def _survivor_words(survivor: Survivor, today: datetime.date) -> str:
    words = f"Geen voorbeeld merkt het als dit verandert: {survivor.mutant.words}"
    if survivor.sample is None:
        return words
    return f"{words} Voeg een voorbeeld toe, zoals: {describe_sample(survivor.sample, today)}."


def score(proved: ProvedTree, today: datetime.date) -> Score | None:
    """Change the tree in every small way and see what notices; None for a tree without examples, or one that is too tangled to say."""
    if not proved.tree.examples:
        return None
    try:
        return _Scorer(proved, today).run()
    except TooTangled:
        return None


class _Scorer:
    def __init__(self, proved: ProvedTree, today: datetime.date) -> None:
        self.proved = proved
        self.tree = proved.tree
        self.today = today
        self.never = NeverProver(self.tree, today)
        # Not by name: nothing keeps two of them from having the same one.
        self.broken = {one.never.source for one in self.never.results(self.tree) if one.violation}
        self.found = _kinds(findings(proved, today))
        self.by_question: dict[str, list[Example]] = defaultdict(list)
        self.by_outcome: dict[str, list[Example]] = defaultdict(list)
        # What fails already cannot notice anything.
        self.holding = [example for example in self.tree.examples if example_holds(self.tree, example, today)]
        for example in self.holding:
            road = walk(self.tree, example.answers, example.on or today)
            self.by_outcome[end_of(road)].append(example)
            for stop in road.road:
                self.by_question[stop.question.id].append(example)

    def run(self) -> Score:
        noticed = same = 0
        survivors = []
        for mutant in mutants(self.tree):
            if self._fails_an_example(mutant):
                noticed += 1
                continue
            changed, sample = self._difference(mutant)
            if not changed:
                same += 1
            elif sample is _NOTICED or (mutant.place[0] != "uitkomsten" and self._breaks_a_never(mutant.tree)):
                noticed += 1
            else:
                survivors.append(Survivor(mutant, sample))
        return Score(noticed + len(survivors), noticed, same, tuple(survivors))

    def _touched(self, mutant: Mutant) -> Iterable[Example]:
        """The examples that a change can make a difference to."""
        if mutant.question is not None:
            return self.by_question[mutant.question]
        if mutant.place[0] == "uitkomsten":
            return self.by_outcome[str(mutant.place[1])]
        return self.holding

    def _fails_an_example(self, mutant: Mutant) -> bool:
        touched = self._touched(mutant)
        if mutant.kind is MutationKind.DROPPED_PART:
            # The parts below it take the numbers above theirs, so that numbers cannot be compared.
            return any(example.parts is not None and mutant.place[3] in example.parts for example in touched)
        return any(not example_holds(mutant.tree, example, self.today) for example in touched)

    def _breaks_a_never(self, tree: Tree) -> bool:
        try:
            return any(one.violation is not None and one.never.source not in self.broken for one in self.never.results(tree))
        except TooTangled:
            return False

    def _comparable(self, mutant: Mutant) -> Tree:
        """The changed tree, with a part that was dropped in its place and never shown: the parts below it keep their numbers."""
        if mutant.kind is not MutationKind.DROPPED_PART:
            return mutant.tree
        outcome, number = self.tree.outcomes[str(mutant.place[1])], int(mutant.place[3])
        parts = tuple(replace(part, condition=AnyOf(())) if other == number else part for other, part in enumerate(outcome.parts))
        return replace(self.tree, outcomes={**self.tree.outcomes, outcome.id: replace(outcome, parts=parts)})

    def _difference(self, mutant: Mutant) -> tuple[bool, Sample | None]:
        """Whether a change makes a difference, and answers that show it; _NOTICED in their place when the proof finds something new."""
        tree = self._comparable(mutant)
        space = self.proved.space.for_tree(tree)
        original = self.proved
        try:
            if space is None:
                before_it, after_it = _with_facts_apart(self.tree, tree)
                compared = [one for condition in conditions_of(before_it) for one in comparisons(condition)]
                space = AnswerSpace(after_it, extra=compared)
                same_space = space.for_tree(before_it)
                assert same_space is not None
                original = ProvedTree(self.tree, proof=prove_in(same_space))
            before = original.showing
            with deep_recursion(len(space.levels)), space.diagrams.scratch(_ROOM):
                changed = ProvedTree(tree, proof=prove_in(space))
                # Where a road asks other questions, what cannot be answered differs as well; nobody comes to an end there.
                differing = NONE if changed.showing == before else original.diagrams.combine(_differ, before, changed.showing)
                if differing == NONE:
                    return False, None
                if self._faults(mutant, changed) - self.found:
                    return True, _NOTICED
                return True, self._sample(original, differing)
        except (TooTangled, TooLarge):
            return True, None

    def _faults(self, mutant: Mutant, changed: ProvedTree) -> Counter[tuple[object, ...]]:
        """What the proof finds in a changed tree."""
        # A part that is dropped stands in the tree that is proved, but not in the one that an editor would have.
        silent = (mutant.place[1], mutant.place[3]) if mutant.kind is MutationKind.DROPPED_PART else None
        found = findings(changed, self.today)
        return _kinds(one for one in found if one.kind is not FindingKind.IMPOSSIBLE_PART or (one.place, one.rule) != silent)

    def _sample(self, original: ProvedTree, differing: Diagram) -> Sample:
        known = original.space.answers(original.diagrams.example(original.space.rather_on(self.today, differing)), self.today)
        on = known.pop("peildatum", None)
        answers = {id: self.tree.questions[id].write(value) for id, value in known.items()}
        day = on if isinstance(on, datetime.date) else None
        road = walk(self.tree, answers, day or self.today)
        return Sample(road.answers(), day)


_NOTICED = Sample({}, None)


def _with_facts_apart(one: Tree, other: Tree) -> tuple[Tree, Tree]:
    """Two trees with the same questions, with the facts of both: those that differ in the first have names of their own.

    A day that is moved further cuts time in other places, so that one name cannot stand for both.
    """
    differing = {name for name, fact in one.facts.items() if fact != other.facts[name]}
    while more := {name for name, fact in one.facts.items() if name not in differing and fact_subjects(fact) & differing}:
        differing |= more
    # No editor can write such a name.
    names = {name: f"{name} (eerst)" for name in differing}
    facts = {**other.facts, **{names[name]: renamed_fact(one.facts[name], names) for name in differing}}

    def rule(written: Rule) -> Rule:
        return written if written.condition is None else replace(written, condition=renamed(written.condition, names))

    def outcome(written: Outcome) -> Outcome:
        return replace(written, parts=tuple(replace(part, condition=renamed(part.condition, names)) for part in written.parts))

    questions = {id: replace(question, rules=tuple(rule(written) for written in question.rules)) for id, question in one.questions.items()}
    outcomes = {id: outcome(written) for id, written in one.outcomes.items()}
    return replace(one, facts=facts, questions=questions, outcomes=outcomes), replace(other, facts=facts)


def _differ(one: object, other: object) -> bool:
    return one is not NEVER and other is not NEVER and one != other


def _kinds(found: Iterable[Finding]) -> Counter[tuple[object, ...]]:
    """How many findings there are of each kind and place. Not by rule: a rule below one that was dropped has another number."""
    return Counter((one.kind, one.place, one.values) for one in found if one.kind not in _QUIET)
