"""Trees that send a reader round."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import assume, given, settings

from tests.wizard.generated_trees import PROPERTY, GeneratedTree, every_road, generated_trees, read_text, reference_days
from tests.wizard.test_applies import provable, small_text
from wizard.circles import circles
from wizard.composing import carried
from wizard.proved import ProvedTree
from wizard.tree import Misanswered, RawAnswer, Tree
from wizard.walk import Jump, Walk


def tree(name: str, questions: str, *, sensitive: bool = False, facts: str = "") -> Tree:
    reading = read_text(small_text(questions, outcomes="uit", facts=facts, head="gevoelig: ja\n" if sensitive else ""), f"beslisbomen/{name}.yaml")
    assert reading.tree is not None, reading.problems
    return reading.tree


def ways_round(*trees: Tree) -> list[tuple[str, ...]]:
    """The trees of each circle that is found."""
    return [one.trees for one in circles({tree.id: ProvedTree(tree) for tree in trees})]


def ask(name: str, daarna: str, options: str = "x: X, y: Y") -> str:
    return f"{name}: {{vraag: Wat?, keuze: {{{options}}}, daarna: {daarna}}}\n"


# Ways round


def test_a_tree_that_goes_on_in_itself() -> None:
    assert ways_round(tree("een", ask("q", "{x: boom:een, y: uit}"))) == [("een",)]


def test_trees_that_go_on_in_each_other_are_named_once() -> None:
    one, two = tree("een", ask("q", "{x: boom:twee, y: uit}")), tree("twee", ask("r", "{x: boom:een, y: uit}"))
    assert ways_round(one, two) == [("een", "twee")]
    assert ways_round(two, one) == [("twee", "een")]


def test_three_trees_that_go_round() -> None:
    one, two, three = (tree(name, ask(f"q_{name}", f"{{x: boom:{other}, y: uit}}")) for name, other in (("een", "twee"), ("twee", "drie"), ("drie", "een")))
    assert ways_round(one, two, three) == [("een", "twee", "drie")]


def test_each_way_round_is_named_also_where_they_share_a_tree() -> None:
    one = tree("een", ask("q", "{x: boom:twee, y: boom:drie}"))
    two, three = tree("twee", ask("r", "{x: boom:een, y: uit}")), tree("drie", ask("s", "{x: boom:een, y: boom:drie}"))
    assert ways_round(one, two, three) == [("een", "drie"), ("een", "twee"), ("drie",)]


def test_trees_that_lead_on_without_a_way_back() -> None:
    assert ways_round(tree("een", ask("q", "{x: boom:twee, y: boom:drie}")), tree("twee", ask("q", "boom:drie")), tree("drie", ask("q", "uit"))) == []


def test_a_tree_that_does_not_exist_is_an_end() -> None:
    assert ways_round(tree("een", ask("q", "{x: boom:weg, y: uit}"))) == []


def test_an_arrow_that_no_answers_take_is_no_way() -> None:
    never = f"{ask('q', '{x: r, y: uit}')}{ask('r', '[{als: {q: y}, naar: boom:een}, {naar: uit}]')}"
    assert ways_round(tree("een", never)) == []


def test_a_circle_is_reported_at_its_first_arrow() -> None:
    one = tree("een", f"{ask('q', '{x: r, y: uit}')}{ask('r', '{x: boom:twee, y: uit}')}")
    two = tree("twee", "s: {vraag: Wat?, ja_nee: , weet_ik_niet: boom:een, daarna: uit}")
    sources = [one.source for trees in ((one, two), (two, one)) for one in circles({tree.id: ProvedTree(tree) for tree in trees})]
    assert sources == [("vragen", "r", "daarna", "x"), ("vragen", "s", "weet_ik_niet")]


# What goes along


BACK = ask("r", "[{als: {q: y}, naar: boom:een}, {naar: uit}]")


@pytest.mark.parametrize(
    ("first", "second", "goes_round"),
    [
        # Only with y does the second tree lead back, and only with x does the first one lead there.
        (ask("q", "{x: boom:twee, y: uit}"), ask("q", "r") + BACK, False),
        (ask("q", "{x: boom:twee, y: boom:twee}"), ask("q", "r") + BACK, True),
        # Asked under another name it is asked again.
        (ask("p", "{x: boom:twee, y: uit}"), ask("q", "r") + BACK, True),
        # z is no answer there, so it is asked again.
        (ask("q", "{x: uit, y: uit, z: boom:twee}", "x: X, y: Y, z: Z"), ask("q", "r") + BACK, True),
        (ask("q", "{x: boom:twee, y: uit, z: boom:twee}", "x: X, y: Y, z: Z"), ask("q", "r") + BACK, True),
        (ask("q", "{x: boom:twee, y: uit, z: uit}", "x: X, y: Y, z: Z"), ask("q", "r") + BACK, False),
        # Not asked on every road there.
        (f"{ask('p', '{x: q, y: boom:twee}')}{ask('q', '{x: boom:twee, y: uit}')}", ask("q", "r") + BACK, True),
    ],
)
def test_answers_that_go_along_can_close_the_way_back(first: str, second: str, goes_round: bool) -> None:
    assert ways_round(tree("een", first), tree("twee", second)) == ([("een", "twee")] if goes_round else [])


def test_answers_go_along_through_trees_that_ask_them_again() -> None:
    between = ask("q", "boom:drie")
    assert ways_round(tree("een", ask("q", "{x: boom:twee, y: uit}")), tree("twee", between), tree("drie", ask("q", "r") + BACK)) == []
    # In between it is not asked, so it does not go along any further.
    assert ways_round(tree("een", ask("q", "{x: boom:twee, y: uit}")), tree("twee", ask("p", "boom:drie")), tree("drie", ask("q", "r") + BACK)) == [
        ("een", "twee", "drie")
    ]


@pytest.mark.parametrize(("first", "second", "goes_round"), [(False, False, False), (True, True, False), (True, False, True), (False, True, True)])
def test_from_a_sensitive_tree_nothing_goes_along_into_an_ordinary_one(first: bool, second: bool, goes_round: bool) -> None:
    """On one of the two arrows nothing goes along, so that who begins in that tree can come back to it."""
    one, two = tree("een", ask("q", "{x: boom:twee, y: uit}"), sensitive=first), tree("twee", ask("q", "r") + BACK, sensitive=second)
    assert (ways_round(one, two) != []) == goes_round


def test_weet_ik_niet_goes_along_where_it_is_an_answer() -> None:
    one = tree("een", "q: {vraag: Wat?, keuze: {x: X, y: Y}, weet_ik_niet: boom:twee, daarna: uit}")
    unknown = "q: {vraag: Wat?, keuze: {x: X, y: Y}, weet_ik_niet: uit, daarna: r}\n"
    assert ways_round(one, tree("twee", unknown + BACK)) == []
    assert ways_round(one, tree("twee", ask("q", "r") + BACK)) == [("een", "twee")]


@pytest.mark.parametrize("unknown", ["", "weet_ik_niet: uit, "])
def test_one_answer_can_go_along_to_a_question_that_takes_several(unknown: str) -> None:
    ticks = "[{als: {q: {bevat: x}}, naar: boom:een}, {naar: uit}]"
    several = f"q: {{vraag: Wat?, meerkeuze: {{opties: {{x: X, y: Y}}}}, {unknown}daarna: {ticks}}}"
    assert ways_round(tree("een", ask("q", "{x: boom:twee, y: uit}")), tree("twee", several)) == [("een", "twee")]


def test_days_that_both_trees_ask_may_make_it_seem_that_there_is_a_way_back() -> None:
    """Days are not followed: then a circle is reported that may not be there, never the other way round."""
    day = "d: {vraag: Wanneer?, datum: , daarna: [{als: {d: {vanaf: 2026-01-01}}, naar: %s}, {naar: %s}]}\n"
    assert ways_round(tree("een", day % ("boom:twee", "uit")), tree("twee", day % ("boom:een", "uit"))) == [("een", "twee")]
    assert ways_round(tree("een", day % ("boom:twee", "uit")), tree("twee", day % ("uit", "boom:een"))) == [("een", "twee")]
    compared = "p: {vraag: P?, datum: , daarna: d}\nd: {vraag: D?, datum: , daarna: [{als: {f: {hoogstens: 3}}, naar: boom:%s}, {naar: uit}]}\n"
    facts = "f: {tussen: [p, d], in: maanden}"
    assert ways_round(tree("een", compared % "twee", facts=facts), tree("twee", compared % "een", facts=facts)) == [("een", "twee")]


# On made-up trees


def as_tree(generated: GeneratedTree, name: str, other: str) -> Tree:
    """A made-up tree with a name, that goes on in another one."""
    text = generated.text.replace("boom:ander", f"boom:{other}")
    reading = read_text(text, f"beslisbomen/{name}.yaml")
    assert reading.tree is not None
    return reading.tree


def roads(tree: Tree, on: datetime.date, given: dict[str, RawAnswer]) -> Iterator[Walk]:
    """Every road with the answers that come in; those that do not fit are asked again."""
    fitting = {}
    for name, raw in given.items():
        try:
            tree.questions[name].read(raw, on)
        except Misanswered:
            continue
        fitting[name] = raw
    yield from islice(every_road(tree, on, fitting), 500)


@settings(PROPERTY, max_examples=150)
@given(generated_trees(max_questions=3, max_outcomes=2), generated_trees(max_questions=3, max_outcomes=2), reference_days)
def test_a_way_round_that_can_be_walked_is_found(first: GeneratedTree, second: GeneratedTree, on: datetime.date) -> None:
    assume("boom:ander" in first.text and "boom:ander" in second.text)
    one, two = as_tree(first, "een", "twee"), as_tree(second, "twee", "een")
    found = [{*circle.trees} for circle in circles({"een": provable(one), "twee": provable(two)})]
    leaving = [road for road in roads(one, on, {}) if isinstance(road.end, Jump)]
    if any(isinstance(back.end, Jump) for road in leaving[:30] for back in roads(two, on, carried(road, two))):
        assert {"een", "twee"} in found


def test_trees_that_all_go_on_in_each_other_are_followed_without_trying_every_way() -> None:
    names = [f"boom{number}" for number in range(12)]
    forest = [
        tree(
            name,
            ask(
                f"q_{name}",
                "{" + ", ".join(f"k{number}: boom:{other}" for number, other in enumerate(names)) + "}",
                options=", ".join(f"k{number}: K" for number in range(12)),
            ),
        )
        for name in names
    ]
    found = ways_round(*forest)
    assert {name for road in found for name in road} == set(names)
    assert len(found) < 200
