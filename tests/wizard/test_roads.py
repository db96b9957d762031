"""What the arrows of a tree say, whatever the conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.wizard.generated_trees import PROPERTY, GeneratedTree, complete_walks, generated_trees, reference_days
from tests.wizard.tree_texts import TODAY
from wizard.conditions import DONT_KNOW
from wizard.roads import Roads, longest_from, survey
from wizard.tree import Outcome, Tree
from wizard.walk import walk


def tree(questions: Mapping[str, str | Mapping[str, str]], outcomes: str = "klaar") -> Tree:
    """A tree of yes/no questions: each with its target, or a target for each answer. It starts at the first."""
    source: dict[str, Any] = {
        "titel": "Proef",
        "samenvatting": "Proef.",
        "gecontroleerd": "2026-11-20",
        "controleren_voor": "2027-08-01",
        "start": next(iter(questions)),
        "vragen": {name: _question(name, target) for name, target in questions.items()},
        "uitkomsten": {name: {"oordeel": "ja", "titel": name, "kort": "Klaar.", "geen_grondslag": "Proef."} for name in outcomes.split()},
    }
    return GeneratedTree(source).tree


def _question(name: str, target: str | Mapping[str, str]) -> dict[str, Any]:
    known = target if isinstance(target, str) else {answer: place for answer, place in target.items() if answer != DONT_KNOW}
    unknown = {} if isinstance(target, str) or DONT_KNOW not in target else {DONT_KNOW: target[DONT_KNOW]}
    return {"vraag": name, "ja_nee": {}, "daarna": known, **unknown}


def test_a_tree_in_order_has_nothing_to_say() -> None:
    assert survey(tree({"a": {"ja": "b", "nee": "klaar"}, "b": "klaar"})) == Roads((), (), (), ())


def test_what_the_start_does_not_reach() -> None:
    roads = survey(tree({"a": "klaar", "b": "c", "c": "ver"}, "klaar ver"))
    assert (roads.unreached_questions, roads.unreached_outcomes) == (("b", "c"), ("ver",))
    assert (roads.endless, roads.circle) == ((), ())


def test_weet_ik_niet_reaches_too() -> None:
    assert survey(tree({"a": {"ja": "klaar", "nee": "klaar", DONT_KNOW: "b"}, "b": "ver"}, "klaar ver")) == Roads((), (), (), ())


def test_questions_that_go_round_for_ever() -> None:
    roads = survey(tree({"a": {"ja": "b", "nee": "klaar"}, "b": "c", "c": "d", "d": "b"}))
    assert roads.endless == ("b", "c", "d")
    assert roads.circle == ("b", "c", "d")


def test_a_circle_with_a_way_out_is_a_circle_all_the_same() -> None:
    roads = survey(tree({"a": "b", "b": {"ja": "a", "nee": "klaar"}}))
    assert (roads.endless, roads.circle) == ((), ("a", "b"))


def test_a_question_that_leads_to_itself_is_a_circle() -> None:
    assert survey(tree({"a": {"ja": "a", "nee": "klaar"}})).circle == ("a",)


def test_two_roads_to_one_question_are_no_circle() -> None:
    assert survey(tree({"a": {"ja": "b", "nee": "c"}, "b": "d", "c": "d", "d": "klaar"})).circle == ()


def test_another_tree_is_an_end() -> None:
    assert survey(tree({"a": "klaar", "b": "boom:ander"})).endless == ()
    assert survey(tree({"a": {"ja": "klaar", "nee": "b"}, "b": "boom:ander"})).endless == ()


def test_the_longest_road_counts() -> None:
    lengths = longest_from(tree({"a": {"ja": "b", "nee": "d"}, "b": {"ja": "c", "nee": "klaar"}, "c": "d", "d": "klaar"}))
    assert lengths == {"a": 4, "b": 3, "c": 2, "d": 1}


def test_the_longest_road_goes_on_in_another_tree() -> None:
    asked = tree({"a": {"ja": "klaar", "nee": "boom:ander"}})
    assert longest_from(asked, {"ander": 5}) == {"a": 6}
    assert longest_from(asked) == {"a": 1}


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_no_walk_is_longer_than_the_longest_road(generated: GeneratedTree, on: Any, data: st.DataObject) -> None:
    lengths = longest_from(generated.tree)
    found = data.draw(complete_walks(generated.tree, on))
    for number, stop in enumerate(found.road):
        assert len(found.road) - number <= lengths[stop.question.id]
    assert survey(generated.tree) == Roads((), (), (), ())


def test_a_chain_of_a_thousand_questions_is_no_trouble() -> None:
    names = [f"v{number}" for number in range(1000)]
    chain = tree(dict(zip(names, [*names[1:], "klaar"], strict=True)))
    assert survey(chain) == Roads((), (), (), ())
    assert longest_from(chain)["v0"] == 1000
    found = walk(chain, dict.fromkeys(names, "ja"), TODAY)
    assert isinstance(found.end, Outcome)
    assert len(found.road) == 1000


def test_a_circle_of_a_thousand_questions_is_found() -> None:
    names = [f"v{number}" for number in range(1000)]
    assert survey(tree(dict(zip(names, [*names[1:], "v0"], strict=True)))).circle == tuple(names)


def test_a_ladder_with_more_roads_than_can_be_walked_is_no_trouble() -> None:
    """Sixty questions that each lead to the next in two ways: 2**60 roads."""
    names = [f"v{number}" for number in range(60)]
    ladder = tree({name: {"ja": after, "nee": after} for name, after in zip(names, [*names[1:], "klaar"], strict=True)})
    assert survey(ladder) == Roads((), (), (), ())
    assert longest_from(ladder)["v0"] == 60


def test_the_longest_road_is_found_beside_questions_that_go_round_unreached() -> None:
    assert longest_from(tree({"a": "klaar", "b": "c", "c": {"ja": "b", "nee": "klaar"}}))["a"] == 1
