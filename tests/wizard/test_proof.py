"""The proof against trying everything: for thousands of small trees, what is proved is what every walk over every answer finds."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import prod
from typing import Any, TypeAlias

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.wizard.exhaustive import GAP, UNKNOWN, Exhaustive, Fault, arrows_of, end_of, how_many
from tests.wizard.generated_trees import ON, PROPERTY, GeneratedTree, generated_trees, reference_days
from tests.wizard.test_roads import tree as yes_or_no_tree
from wizard.answer_space import FIRST_DAY, LAST_DAY, AnswerSpace
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, Compares, Comparison, Known, compile_condition
from wizard.diagrams import NONE, Diagram
from wizard.findings import Finding, FindingKind, findings
from wizard.implicants import Cube
from wizard.proof import Proof, Sample, Way, prove_in
from wizard.proved import Lengths, ProvedTree
from wizard.tree import Kind, Tree
from wizard.walk import Walk, walk

GENERATED, GENERATED_WITH_DAYS = 2_100, 1_300
COMPARED, COMPARED_WITH_DAYS = 1_900, 1_200
"""How many of the generated trees are at least small enough to try everything."""
MOST_ANSWERS = 400
BEYOND = 3

Spot: TypeAlias = tuple[int, ...]
Cases: TypeAlias = dict[Spot, Any]


class Compared:
    """One tree on some days, proved and tried; the proof can be of more days."""

    def __init__(self, tree: Tree, days: list[datetime.date], proved_days: tuple[datetime.date, datetime.date] | None = None) -> None:
        self.tree = tree
        self.days = days
        self.proved_days = proved_days or (days[0], days[-1])
        self.tried = Exhaustive(tree, days, BEYOND)
        self.proved = ProvedTree(tree, {"ander": BEYOND}, self.proved_days)
        self.diagrams = self.proved.diagrams
        self.space = self.proved.space
        self.other_trees = {f"boom:{to}" for question in tree.questions.values() for kind, to in arrows_of(question) if kind == "boom"}

    def spot(self, known: Known) -> Spot:
        """The value at each level of what is known."""
        return tuple(map(self.space.place_of(known), range(len(self.space.levels))))

    # Where answers arrive

    def sets(self, proof: Proof) -> None:
        """Each set of answers holds exactly what arrives."""

        def can_be(known: Known) -> bool:
            return all(known[id] in values for id, values in proof.given.items() if id in known)

        for id in self.tree.questions:
            answered = [(one.rule, one.known) for one in self.tried.answered[id] if can_be(one.known)]
            here = proof.levels_at(id)
            same_set(proof, proof.arriving[id], here - {*proof.space.owned[id]}, [*filter(can_be, self.tried.arrivals[id])])
            same_set(proof, proof.gaps[id], here, [known for rule, known in answered if rule is None])
            ways = {way: answers for way, answers in proof.taken.items() if way.question == id}
            assert {rule for rule, _ in answered} <= {None, *(way.rule for way in ways)}
            for way, answers in ways.items():
                same_set(proof, answers, here, [known for rule, known in answered if rule == way.rule])
        assert proof.arriving.keys() == self.tree.questions.keys() | self.tree.outcomes.keys() | self.other_trees
        for end in proof.arriving.keys() - self.tree.questions.keys():
            same_set(proof, proof.arriving[end], proof.levels_at(end), [one.known for one in self.tried.endings.get(end, ()) if can_be(one.known)])

    def samples(self, proof: Proof) -> None:
        """The samples really walk there."""
        for way, answers in [*proof.taken.items(), *((Way(id, -2), gap) for id, gap in proof.gaps.items())]:
            if answers != NONE:
                for found in self.walked(proof.sample(way.question, answers, ON)):
                    assert self.rule_of(found, way.question) == (None if way.rule == -2 else way.rule)
        for end in proof.arriving.keys() - self.tree.questions.keys():
            if proof.arriving[end] == NONE:
                continue
            for found in self.walked(proof.sample_at_end(end, proof.arriving[end], ON)):
                assert end_of(found) == end
            for number, condition in enumerate(proof.part_conditions(end) if end in self.tree.outcomes else ()):
                for holds, answers in (
                    (True, proof.diagrams.both(proof.arriving[end], condition)),
                    (False, proof.diagrams.without(proof.arriving[end], condition)),
                ):
                    if answers != NONE:
                        for found in self.walked(proof.sample_at_end(end, answers, ON)):
                            assert end_of(found) == end
                            assert (number in self.tried.shown(end, found.known)) == holds

    def walked(self, sample: Sample) -> Iterator[Walk]:
        assert sample.on is None or self.proved_days[0] <= sample.on <= self.proved_days[1]
        for on in self.days if sample.on is None else [sample.on]:
            found = walk(self.tree, sample.answers, on)
            assert (found.misanswered, found.ignored, len(found.road)) == ("", (), len(sample.answers))
            yield found

    def rule_of(self, found: Walk, id: str) -> int | None:
        """The number of the rule that takes the last answer, to question `id`."""
        [*_, (question, value)] = found.road
        assert question.id == id
        holds = [test(found.known) for test in self.tried.tests[id]]
        return UNKNOWN if value == DONT_KNOW else holds.index(True) if True in holds else None

    # Findings

    def findings(self, seen: Counter[str]) -> None:
        found = findings(self.proved, ON)
        idle = {FindingKind.USELESS_QUESTION, FindingKind.MERGEABLE_OPTIONS}
        assert Counter(as_fault(one) for one in found if one.kind not in idle) == self.tried.faults()
        self.idle_findings(Counter(as_fault(one) for one in found if one.kind in idle))
        for one in found:
            seen[one.kind] += 1
            if one.sample is None:
                assert one.kind not in (FindingKind.GAP, FindingKind.OVERLAP)
                continue
            for road in self.walked(one.sample):
                rule = self.rule_of(road, one.place)
                if one.kind is FindingKind.GAP:
                    assert rule is None
                else:
                    conditions = [self.tree.questions[one.place].rules[number].condition for number in (one.rule, *one.others) if number is not None]
                    assert all(condition is not None and compile_condition(condition, self.tree.facts)(road.known) for condition in conditions)

    def idle_findings(self, found: Counter[Fault]) -> None:
        """Exact, but where days hang together: then days count by group, and what matters for no days can seem to matter."""
        true = self.tried.idle()
        if not self.tried.hang_together and all(joined[:-1] == [REFERENCE_DATE] for joined in self.tried.compared_days):
            assert found == true
            return
        for one in found:
            if one.kind == FindingKind.USELESS_QUESTION:
                assert one in true
            else:
                assert any(other.place == one.place and (other.kind == FindingKind.USELESS_QUESTION or {*one.values} <= {*other.values}) for other in true)

    # Lengths

    def lengths(self) -> None:
        found = self.proved.lengths
        assert (found.roads, (found.shortest, found.longest)) == (self.tried.roads(), self.tried.lengths())

    def most_left(self) -> None:
        for id, known, true in self.tried.left:
            found = self.proved.most_left(id, known)
            assert found >= true
            assert found == true or self.tried.hang_together
        for one in self.tried.walks:
            known = {REFERENCE_DATE: one.on}
            left = self.proved.most_left(self.tree.start, known)
            for (question, value), following in zip(one.road, one.road[1:], strict=False):
                known = {**known, question.id: value}
                before, left = left, self.proved.most_left(following.question.id, known)
                assert left < before

    # Conditions

    def walks(self) -> Cases:
        """Every walk to an end as a spot, with its end: exactly those of the proof."""
        cases: Cases = {self.spot(one.known): end_of(one) for one in self.tried.walks if end_of(one) != GAP}
        walks = self.diagrams.change_leaves(lambda end: end is not None, self.proved.walks)
        assert self.diagrams.count(walks) == len(cases)
        for spot, end in cases.items():
            assert self.diagrams.at(self.proved.walks, spot.__getitem__) == end
        return cases

    def conditions(self, cases: Cases) -> None:
        for end in {*self.tree.outcomes, *self.other_trees}:
            smallest(self.proved.conditions(end), {spot: there == end for spot, there in cases.items()})
        for id in self.tree.questions:
            before = [number for owner, numbers in self.space.owned.items() if owner == REFERENCE_DATE or owner in self.space.before[id] for number in numbers]
            asked = self.space.owned[id][0]
            cubes = self.proved.asked(id).conditions(True)
            assert all({*cube} <= {*before} for cube in cubes)
            smallest(cubes, {spot: spot[asked] != 0 for spot in cases})

    def situations(self) -> None:
        cases = {self.spot(one.known): one.result[0] for one in self.tried.would_be if one.result is not None}
        for end in {*self.tree.outcomes, *self.other_trees}:
            cubes = self.proved.situations(end)
            for spot, there in cases.items():
                assert any(allows(cube, spot) for cube in cubes) == (there == end)

    def possible_ends(self) -> None:
        names = [*self.tree.questions, REFERENCE_DATE]
        would_be = self.tried.would_be
        for number in range(0, len(would_be), max(len(would_be) // 5, 1)):
            one = would_be[number]
            for chosen in range(number % 3, 1 << len(names), 3):
                known = {name: one.known[name] for place, name in enumerate(names) if chosen >> place & 1 and name in one.known}
                true = {other.result[0] for other in would_be if other.result is not None and all(other.known.get(name) == known[name] for name in known)}
                found = self.proved.possible_ends(known)
                assert found >= true
                assert found == true or self.tried.hang_together or (self.tried.compared_days and REFERENCE_DATE not in known)
                assert self.proved.possible_ends(one.known, known) == found


def same_set(proof: Proof, found: Diagram, levels: Iterable[int], known: list[Known]) -> None:
    """A set holds exactly these answers, as far as `levels` tell them apart."""
    levels = sorted(levels)
    at = [proof.space.place_of(one) for one in known]
    spots = {tuple(map(one, levels)) for one in at}
    others = prod(proof.diagrams.sizes) // prod(proof.diagrams.sizes[level] for level in levels)
    assert proof.diagrams.count(found) == len(spots) * others
    assert proof.diagrams.looks_at(found) <= {*levels}
    assert all(proof.diagrams.at(found, one) is True for one in at)


def allows(cube: Cube, spot: Spot) -> bool:
    return all(spot[level] in values for level, values in cube.items())


def smallest(cubes: tuple[Cube, ...], cases: dict[Spot, bool]) -> None:
    """The cubes allow what they must; no level can be left out, no value that occurs be added, and no cube be missed."""
    for spot, wanted in cases.items():
        assert any(allows(cube, spot) for cube in cubes) == wanted
    elsewhere = [spot for spot, wanted in cases.items() if not wanted]
    for cube in cubes:
        for level, values in cube.items():
            rest = {other: allowed for other, allowed in cube.items() if other != level}
            assert any(allows(rest, spot) for spot in elsewhere)
            assert values == {spot[level] for spot, wanted in cases.items() if wanted and allows(cube, spot)}
            added = {
                spot[level]: wanted for spot, wanted in sorted(cases.items(), key=lambda case: -case[1]) if allows(rest, spot) and spot[level] not in values
            }
            assert True not in added.values()
        others = [other for other in cubes if other is not cube]
        assert any(wanted and allows(cube, spot) and not any(allows(other, spot) for other in others) for spot, wanted in cases.items())


def as_fault(found: Finding) -> Fault:
    return Fault(found.kind.value, found.place, found.rule, found.others, found.values, found.subject)


def _close_look(tree: Tree, chosen: int) -> tuple[list[str], list[Compares]]:
    """Some of the questions, and comparisons with a number or day in each."""
    keep = [id for number, id in enumerate(tree.questions) if chosen >> number & 1]
    extra = []
    for id in keep:
        question = tree.questions[id]
        if question.kind is Kind.NUMBER:
            extra.append(Compares(id, Comparison.AT_LEAST, question.at_least or 1))
        elif question.kind is Kind.DATE:
            extra.append(Compares(id, Comparison.MORE, question.limits(ON)[0]))
    return keep, extra


def _given(tree: Tree, chosen: int) -> dict[str, frozenset[str]]:
    """Some of the answers to some of the choices."""
    choices = [question for question in tree.questions.values() if question.kind in (Kind.CHOICE, Kind.YES_NO)]
    return {question.id: frozenset(option.value for option in question.options[number:]) for number, question in enumerate(choices) if chosen >> number & 1}


def days_from(first: datetime.date, more: int) -> list[datetime.date]:
    return [first + datetime.timedelta(days=number) for number in range(more + 1)]


def in_another_order(generated: GeneratedTree) -> GeneratedTree:
    """The same tree, with its questions the other way round in the file."""
    return replace(generated, source={**generated.source, "vragen": dict(reversed(generated.source["vragen"].items()))})


def compare(generated: GeneratedTree, days: list[datetime.date], chosen: int, counts: Counter[str]) -> None:
    """Compare everything, if the tree is small enough; `chosen` varies what is not about the tree itself."""
    tree = (in_another_order(generated) if chosen & 8 else generated).tree
    if how_many(tree, days) > MOST_ANSWERS:
        return
    compared = Compared(tree, days)
    compared.sets(compared.proved.proof)
    compared.samples(compared.proved.proof)
    keep, extra = _close_look(tree, chosen)
    if keep:
        closely = prove_in(AnswerSpace(tree, (days[0], days[-1]), extra), keep, _given(tree, chosen))
        compared.sets(closely)
        compared.samples(closely)
    compared.findings(counts)
    compared.lengths()
    compared.most_left()
    compared.conditions(compared.walks())
    compared.situations()
    compared.possible_ends()
    counts["trees"] += 1
    counts["hang together"] += compared.tried.hang_together


def property_of_trees(trees: st.SearchStrategy[GeneratedTree], examples: int, counts: Counter[str]) -> Callable[[], None]:
    """Compare so many trees, each on one day or on a few."""

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink])
    @given(trees, reference_days, st.sampled_from([0, 0, 1, 2]), st.integers(0, 15))
    def compared(generated: GeneratedTree, first: datetime.date, more: int, chosen: int) -> None:
        compare(generated, days_from(first, more), chosen, counts)

    return compared


@pytest.mark.slow
def test_the_proof_finds_what_trying_everything_finds() -> None:
    counts: Counter[str] = Counter()
    property_of_trees(generated_trees(max_questions=4, shared=True), GENERATED, counts)()
    assert counts["trees"] >= COMPARED
    assert all(counts[kind] for kind in FindingKind)


@pytest.mark.slow
def test_the_proof_of_days_that_hang_together_finds_what_trying_everything_finds() -> None:
    counts: Counter[str] = Counter()
    property_of_trees(generated_trees(max_questions=3, dated=True), GENERATED_WITH_DAYS, counts)()
    assert counts["trees"] >= COMPARED_WITH_DAYS
    assert counts["hang together"] >= COMPARED_WITH_DAYS / 4


@PROPERTY
@given(generated_trees(max_questions=3, dated=True), reference_days)
def test_the_proof_of_every_day_knows_what_happens_on_one(generated: GeneratedTree, on: datetime.date) -> None:
    compared = Compared(generated.tree, [on], (FIRST_DAY, LAST_DAY))
    proof = compared.proved.proof
    compared.samples(proof)
    for id, answered in compared.tried.answered.items():
        for one in answered:
            taken = proof.gaps[id] if one.rule is None else proof.taken[Way(id, one.rule)]
            assert compared.diagrams.at(taken, compared.space.place_of(one.known)) is True
    for end, walks in compared.tried.endings.items():
        for road in walks:
            assert compared.diagrams.at(compared.proved.leading, compared.space.place_of(road.known)) == end
    samples = [one.sample for one in findings(compared.proved, ON) if one.sample is not None]
    assert all(list(compared.walked(sample)) for sample in samples)


# Trees in which a proof once was wrong, or could easily be; written as an editor would, without what every tree has.
DECISIVE_TREES = {
    "room for a value only without others that do not occur": """
        vragen:
          v0: {keuze: {lio: A, nee: B, no: C}, daarna: {lio: u1, nee: v1, no: v1}}
          v1: {ja_nee: {}, weet_ik_niet: v2, daarna: u0}
          v2: {ja_nee: {}, daarna: [{als: {v2: ja}, naar: u1}, {als: {v0: nee}, naar: u0}, {naar: u1}]}
    """,
    "a day that only one of two roads asks is compared with a later one": """
        vragen:
          v0: {ja_nee: {}, daarna: {ja: v1, nee: v2}}
          v1: {datum: {minstens: 2026-11-24, hoogstens: 2026-11-26}, daarna: v2}
          v2: {datum: {minstens: 2026-11-24, hoogstens: 2026-11-26}, daarna: [{als: {f0: {minstens: 1}}, naar: u0}, {naar: u1}]}
        feiten: {f0: {tussen: [v1, v2], in: dagen}}
    """,
    "one of two roads asks what a part looks at": """
        vragen:
          v0: {ja_nee: {}, daarna: {ja: v1, nee: u0}}
          v1: {ja_nee: {}, daarna: u0}
        onderdelen: [{als: {v1: ja}, tekst: Een deel.}]
    """,
    "options after which other questions lead to the same": """
        vragen:
          v0: {keuze: {lio: A, nee: B, no: C}, daarna: {lio: v1, nee: u0, no: u1}}
          v1: {ja_nee: {}, daarna: u0}
    """,
    "a month later is not always as many days later": """
        vragen:
          v0: {datum: {minstens: 2026-01-27, hoogstens: 2026-02-03}, daarna: [{als: {f1: {minstens: 30}}, naar: u0}, {naar: u1}]}
        feiten: {f0: {dag: v0, plus: 1, in: maanden}, f1: {tussen: [v0, f0], in: dagen}}
    """,
    "a question that cannot be answered on some days, and a road that ends dead": """
        vragen:
          v0: {ja_nee: {}, daarna: {ja: v1, nee: v2}}
          v1: {datum: {minstens: 2026-11-26, hoogstens: vandaag}, daarna: u0}
          v2: {getal: {minstens: 0, hoogstens: 3}, daarna: [{als: {v2: {minder_dan: 2}}, naar: u1}]}
    """,
    "a day far from today decides by way of another": """
        vragen:
          v0: {ja_nee: {}, daarna: [{als: {f0: {vanaf: 2027-03-01}}, naar: u0}, {als: {peildatum: {vanaf: 2026-11-27}, v0: ja}, naar: u1}, {naar: u1}]}
        feiten: {f0: {dag: peildatum, plus: 3, in: maanden}}
    """,
}


def written(text: str) -> GeneratedTree:
    """The tree of a text that leaves out what every tree has; it starts at v0 and has the outcomes u0 and u1."""
    source = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - every scalar stays text
    parts = {"onderdelen": source.pop("onderdelen")} if "onderdelen" in source else {}
    for name, question in source["vragen"].items():
        question["vraag"] = f"Wat is {name}?"
    outcomes = {name: {"oordeel": "ja", "titel": name, "kort": "Klaar.", "geen_grondslag": "Proef.", **parts} for name in ("u0", "u1")}
    matter = {"titel": "Proef", "samenvatting": "Proef.", "gecontroleerd": "2026-11-20", "controleren_voor": "2027-08-01", "start": "v0"}
    return GeneratedTree({**matter, **source, "uitkomsten": outcomes})


@pytest.mark.parametrize("name", DECISIVE_TREES)
@pytest.mark.parametrize(("first", "more"), [(ON, 0), (ON, 2), (datetime.date(2026, 11, 30), 3)], ids=["today", "some days", "later days"])
def test_a_tree_that_is_easily_wrong(name: str, first: datetime.date, more: int) -> None:
    counts: Counter[str] = Counter()
    for chosen in range(16):
        compare(written(DECISIVE_TREES[name]), days_from(first, more), chosen, counts)
    assert counts["trees"] == 16


def test_a_question_that_decides_which_day_is_asked_is_not_useless() -> None:
    proved = ProvedTree(written(DECISIVE_TREES["a day that only one of two roads asks is compared with a later one"]).tree)
    assert [one for one in findings(proved, ON) if one.kind is FindingKind.USELESS_QUESTION] == []
    assert proved.possible_ends({"v0": "nee", "v1": ON, "v2": ON}) == {"u1"}


@PROPERTY
@given(generated_trees(max_questions=3), reference_days, st.integers(0, 15))
def test_a_circle_that_is_not_reached_changes_nothing(generated: GeneratedTree, on: datetime.date, chosen: int) -> None:
    questions = generated.source["vragen"]
    behind = list(questions)[chosen % len(questions)]
    circle = {
        "a0": {"vraag": "Waar?", "ja_nee": {}, "daarna": {"ja": "a1", "nee": behind}},
        "a1": {"vraag": "Waar dan?", "ja_nee": {}, "daarna": "a0"},
    }
    parts = [{"als": [{"a0": "ja"}, {"niet": {"a1": "ja"}}], "tekst": "Altijd."}, {"als": {"a1": {"niet": "ja"}}, "tekst": "Nooit."}]
    outcomes = {name: {**outcome, "onderdelen": parts} for name, outcome in generated.source["uitkomsten"].items()}
    with_circle = replace(generated, source={**generated.source, "vragen": {**circle, **questions}, "uitkomsten": outcomes})
    compare(with_circle, [on], chosen, Counter())


def test_a_circle_that_is_not_reached_is_no_trouble_whatever_the_order() -> None:
    found = yes_or_no_tree({"a": {"ja": "c", "nee": "klaar"}, "b": "klaar", "c": "b", "x": {"ja": "y", "nee": "c"}, "y": "x"})
    proved = ProvedTree(found)
    assert [(one.kind, one.place) for one in findings(proved, ON) if one.kind is FindingKind.UNREACHED_QUESTION] == [
        (FindingKind.UNREACHED_QUESTION, "x"),
        (FindingKind.UNREACHED_QUESTION, "y"),
    ]
    assert proved.lengths == Lengths(5, 1, 3)
    assert proved.asked("x").conditions(True) == proved.asked("y").conditions(True) == ()
