"""What holds for every walk through every tree."""

from __future__ import annotations

import datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.wizard.by_the_book import Book
from tests.wizard.generated_trees import (
    PROPERTY,
    GeneratedTree,
    complete_walks,
    every_answer,
    every_road,
    generated_trees,
    junk_answers,
    loose_answers,
    reference_days,
)
from wizard.conditions import Between, Count, DayFrom, fact_subjects, measure
from wizard.texts import words_for
from wizard.tree import Outcome, Tree
from wizard.walk import DeadEnd, Jump, Question, Walk, walk


def _end_name(found: Walk) -> str:
    match found.end:
        case Jump(tree_id):
            return f"boom:{tree_id}"
        case DeadEnd():
            return ""
        case place:
            return place.id


def _where(found: Walk) -> tuple[object, ...]:
    return found.road, found.end, found.known, found.misanswered


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_a_walk_does_what_the_handbook_says(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    answers = data.draw(complete_walks(generated.tree, on)).answers() | data.draw(loose_answers(generated.tree, on))
    found = walk(generated.tree, answers, on)
    assert ([stop.question.id for stop in found.road], _end_name(found)) == Book(generated.source, on).follow(answers)


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_the_order_of_answers_does_not_matter(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    answers = data.draw(loose_answers(generated.tree, on) | junk_answers(generated.tree))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    first, second = walk(generated.tree, answers, on), walk(generated.tree, shuffled, on)
    assert _where(first) == _where(second)
    assert set(first.ignored) == set(second.ignored)


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_an_answer_off_the_road_changes_nothing_and_is_named(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    found = data.draw(complete_walks(generated.tree, on))
    kept = data.draw(st.integers(0, len(found.road)))
    answers = dict(list(found.answers().items())[:kept])
    before = walk(generated.tree, answers, on)
    others = [id for id in (*generated.tree.questions, "onbekend") if id not in before.known and before.end is not generated.tree.questions.get(id)]
    name = data.draw(st.sampled_from(others))
    after = walk(generated.tree, {name: data.draw(st.text(max_size=5)), **answers}, on)
    assert _where(after) == _where(before)
    assert after.ignored == (*before.ignored, name)


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_changing_an_answer_and_back_is_as_if_nothing_happened(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    found = data.draw(complete_walks(generated.tree, on))
    assume(found.road)
    stop = data.draw(st.sampled_from(found.road))
    answers = dict(found.answers())
    other = data.draw(st.sampled_from(every_answer(stop.question, on)))
    changed = walk(generated.tree, {**answers, stop.question.id: other}, on)
    before = found.road[: found.road.index(stop)]
    assert changed.road[: len(before)] == before
    # What the page keeps after the change: the answers on the new road and those that are off it for now.
    kept = changed.answers() | {name: answers[name] for name in changed.ignored}
    assert _where(walk(generated.tree, {**kept, stop.question.id: answers[stop.question.id]}, on)) == _where(found)


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_every_beginning_of_a_road_ends_at_its_next_question(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    found = data.draw(complete_walks(generated.tree, on))
    answers = list(found.answers().items())
    for number, stop in enumerate(found.road):
        beginning = walk(generated.tree, dict(answers[:number]), on)
        assert beginning.end is stop.question
        assert beginning.road == found.road[:number]


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_no_answers_make_a_walk_raise(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    answers = data.draw(junk_answers(generated.tree))
    found = walk(generated.tree, answers, on)
    assert isinstance(found.end, Question | Outcome | Jump | DeadEnd)
    assert bool(found.misanswered) == (isinstance(found.end, Question) and found.end.id in answers)


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_the_answers_on_the_road_lead_to_the_same_end(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    found = walk(generated.tree, data.draw(junk_answers(generated.tree)) | data.draw(loose_answers(generated.tree, on)), on)
    again = walk(generated.tree, found.answers(), on)
    assert (again.road, again.end, again.known, again.ignored) == (found.road, found.end, found.known, ())


@PROPERTY
@given(generated_trees(max_questions=3), reference_days)
def test_every_answer_reads_back_as_it_was_written(generated: GeneratedTree, on: datetime.date) -> None:
    for question in generated.tree.questions.values():
        for raw in every_answer(question, on):
            value = question.read(raw, on)
            assert question.read(question.write(value), on) == value
            assert question.words(value)


@PROPERTY
@given(generated_trees(max_questions=3, gaps=False), reference_days)
def test_a_tree_whose_last_rules_are_the_rest_has_no_dead_ends(generated: GeneratedTree, on: datetime.date) -> None:
    for number, found in enumerate(every_road(generated.tree, on)):
        assert isinstance(found.end, Outcome | Jump)
        if number == 200:
            break


@PROPERTY
@given(generated_trees(), reference_days, st.data())
def test_facts_are_said_as_they_are_computed(generated: GeneratedTree, on: datetime.date, data: st.DataObject) -> None:
    tree = generated.tree
    found = data.draw(complete_walks(tree, on))
    book = Book(generated.source, on)
    given = {id: raw if isinstance(raw, str) else frozenset(raw) - {"geen_van_deze"} for id, raw in found.answers().items()}
    words = words_for(tree, found.known)

    def rests_on(name: str, tree: Tree) -> set[str]:
        """The questions, and the reference date, that a fact is computed from in the end."""
        if name not in tree.facts:
            return {name}
        return set().union(*(rests_on(one, tree) for one in fact_subjects(tree.facts[name])))

    for name, fact in tree.facts.items():
        value = measure(name, tree.facts)(found.known)
        match fact:
            case Count():
                assert value == book.count(name, given)
                assert words(name) == (str(value) if rests_on(name, tree) & found.known.keys() else None)
            case DayFrom():
                assert value == book.day(name, given)
                assert (words(name) is None) == (value is None)
            case Between(start, end):
                known = None not in (book.day(start, given), book.day(end, given))
                assert (value is not None) == known
                assert words(name) == (str(value) if known else None)
