"""Trying every answer that could matter."""

from __future__ import annotations

import datetime
from itertools import islice

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.wizard.generated_trees import PROPERTY, GeneratedTree, complete_walks, every_road, generated_trees, reference_days
from tests.wizard.tree_texts import TODAY, changed, tree_of
from wizard.exploring import Explorer, bounds_by_subject, outcomes_reached
from wizard.tree import Outcome
from wizard.walk import Jump, Walk

MOST_ROADS = 2_000


def _outcomes(tree_text: str, given_answers: dict[str, str]) -> set[str]:
    return {id for id, _ in outcomes_reached(tree_of(tree_text), given_answers, TODAY)}


def _end(found: Walk) -> str:
    match found.end:
        case Jump(tree_id):
            return f"boom:{tree_id}"
        case Outcome(id=id):
            return id
    return ""


def test_both_sides_of_every_bound_are_tried() -> None:
    assert _outcomes(changed(), {"rol": "lio"}) == {"mag", "te_oud"}
    assert _outcomes(
        changed(("hoogstens: 6}}\n        naar: mag", "minstens: 7, hoogstens: 7}, dagen: {minstens: 9, hoogstens: 9}}\n        naar: mag")), {"rol": "lio"}
    ) == {"mag", "te_oud"}


def test_given_answers_are_kept_and_the_others_tried() -> None:
    for found in Explorer(tree_of(), TODAY).roads({"rol": "stagiair", "alleen": "nee"}):
        assert found.answers() == {"rol": "stagiair", "alleen": "nee"}
    assert _outcomes(changed(), {"afgegeven": "2020-01-01"}) == {"mag", "te_oud", "uitzoeken"}
    assert _outcomes(changed(), {"rol": "lio", "afgegeven": "2020-01-01"}) == {"te_oud"}


def test_bounds_are_found_in_rules_parts_and_counts() -> None:
    assert bounds_by_subject(tree_of(changed(("{taken: {bevat: rijden}}", "{niet: [{afgegeven: {voor: 2026-01-01}}, {rol: lio}]}")))) == {
        "leeftijd": {6}, "dagen": {2, 3}, "afgegeven": {datetime.date(2026, 1, 1)},
    }  # fmt: skip


@PROPERTY
@given(generated_trees(max_questions=4), reference_days, st.data())
def test_every_road_it_finds_is_one_that_can_be_walked(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    tree = generated.tree
    start = data.draw(complete_walks(tree, on)).answers()
    given_answers = dict(data.draw(st.lists(st.sampled_from(list(start.items())), max_size=2))) if start else {}
    possible = list(islice(every_road(tree, on, given_answers), MOST_ROADS + 1))
    assume(len(possible) <= MOST_ROADS)
    # Numbers outside what a drawn tree lists behave as the ends of the list, so listing misses no end.
    assert {id for id, _ in outcomes_reached(tree, given_answers, on)} <= {_end(found) for found in possible}


@PROPERTY
@given(generated_trees(max_questions=4), reference_days)
def test_every_outcome_that_can_be_reached_is_found(generated: GeneratedTree, on: datetime.date) -> None:
    tree = generated.tree
    possible = list(islice(every_road(tree, on), MOST_ROADS + 1))
    assume(len(possible) <= MOST_ROADS)
    assert {id for id, _ in outcomes_reached(tree, {}, on)} >= {_end(found) for found in possible} - {""}


def test_days_that_matter_through_two_facts_are_tried() -> None:
    window = changed(("    daarna: taken\n", "    daarna: [{als: {nog: {minstens: 40, hoogstens: 41}}, naar: te_oud}, {naar: taken}]\n"), ("  drukte:", "  nog: {tussen: [peildatum, verloopt], in: dagen}\n  drukte:"), ("- als: {leeftijd: {hoogstens: 6}}", "- als: {dagen: {minstens: 0}}"), ("[leraar, lio], dagen: {minstens: 2}", "[leraar, lio], dagen: {minder_dan: 0}"))  # fmt: skip
    assert "te_oud" in _outcomes(window, {"rol": "lio"})
