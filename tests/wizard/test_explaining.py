"""Why an answer came out, and what would change it: on made-up trees, held against every road there is."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from hypothesis import assume, given, reject, settings

from tests.wizard.generated_trees import PROPERTY, GeneratedTree, every_answer, every_road, generated_trees, reference_days
from tests.wizard.test_applies import DAG, DAGEN, ROL, WIE, Reader, small_tree
from tests.wizard.tree_texts import TODAY, tree_of
from wizard.applies import Applies, applies
from wizard.clauses import Clause
from wizard.explaining import changes, deciding
from wizard.proved import ProvedTree
from wizard.quantities import TooTangled
from wizard.scenarios import end_of
from wizard.tree import Kind, RawAnswer, Tree
from wizard.walk import Walk, walk


def because(tree: Tree, answers: Mapping[str, RawAnswer], on: datetime.date = TODAY) -> list[str]:
    """What decided, each as 'subject: answer'."""
    proved = ProvedTree(tree)
    return [f"{clause.subject}: {clause.words}" for clause in deciding(proved, walk(tree, answers, on), applies(proved))]


def others(tree: Tree, answers: Mapping[str, RawAnswer], on: datetime.date = TODAY) -> list[str]:
    """What would change it, each as 'subject: answers → end'."""
    proved = ProvedTree(tree)
    applies(proved)
    return [f"{one.subject}: {' of '.join(one.answers)} → {one.end}" for one in changes(proved, walk(tree, answers, on))]


# Why


def test_an_answer_follows_from_the_answers_that_decided() -> None:
    answers = {"rol": "lio", "afgegeven": "2026-10-25", "taken": ("les",), "dagen": "3"}
    assert because(tree_of(), answers) == ["leeftijd: hoogstens 6 maanden"]
    assert because(tree_of(), {**answers, "afgegeven": "2025-10-25"}) == ["leeftijd: meer dan 6 maanden"]
    assert because(tree_of(), {"rol": "weet_ik_niet"}) == ["rol: Dat weet ik niet"]


def test_a_question_carries_the_answer_that_was_given() -> None:
    """Not all answers that would have done."""
    questions = f"{ROL}daarna: n}}\n{DAGEN}daarna: [{{als: {{rol: [leraar, lio], n: {{minstens: 5}}}}, naar: goed}}, {{naar: fout}}]}}"
    assert because(small_tree(questions), {"rol": "lio", "n": "7"}) == ["rol: LIO", "n: 7 dagen"]
    assert because(small_tree(questions), {"rol": "ouder", "n": "7"}) == ["rol: Ouder"]
    several = f"{WIE}daarna: [{{als: {{wie: {{bevat: a}}}}, naar: goed}}, {{naar: fout}}]}}"
    assert because(small_tree(several), {"wie": ("a", "b")}) == ["wie: Aa en Bee"]
    assert because(small_tree(several), {"wie": "geen_van_deze"}) == ["wie: Niemand"]


def test_of_two_reasons_the_shortest_is_given() -> None:
    questions = """
    a: {vraag: A?, ja_nee: , daarna: b}
    b: {vraag: B?, ja_nee: , daarna: c}
    c: {vraag: C?, ja_nee: , daarna: [{als: {a: ja, b: ja}, naar: goed}, {als: {c: ja}, naar: goed}, {naar: fout}]}
    """
    tree = small_tree(questions)
    assert because(tree, {"a": "ja", "b": "ja", "c": "ja"}) == ["c: Ja"]
    assert because(tree, {"a": "ja", "b": "ja", "c": "nee"}) == ["a: Ja", "b: Ja"]


def test_an_answer_that_always_follows_follows_from_nothing() -> None:
    assert because(small_tree("a: {vraag: A?, ja_nee: , daarna: goed}"), {"a": "ja"}) == []


def test_what_is_too_tangled_for_words_is_not_explained() -> None:
    proved = ProvedTree(tree_of())
    assert deciding(proved, walk(tree_of(), {"rol": "weet_ik_niet"}, TODAY), Applies({}, {}, {}, {})) == ()


# What would change it


def test_other_choices_that_lead_elsewhere_stand_together_by_where_they_lead() -> None:
    tree = small_tree(f"{ROL}weet_ik_niet: uit, daarna: {{leraar: goed, lio: fout, stagiair: fout, ouder: goed}}}}", outcomes="goed fout uit")
    assert others(tree, {"rol": "leraar"}) == ["rol: LIO of Stagiair → fout", "rol: Dat weet ik niet → uit"]
    assert others(tree, {"rol": "lio"}) == ["rol: Leraar of Ouder → goed", "rol: Dat weet ik niet → uit"]


def test_a_choice_after_which_it_still_depends_is_not_named() -> None:
    questions = "a: {vraag: A?, ja_nee: , daarna: {ja: goed, nee: b}}\nb: {vraag: B?, ja_nee: , daarna: {ja: goed, nee: fout}}"
    assert others(small_tree(questions), {"a": "ja"}) == []
    assert others(small_tree(questions), {"a": "nee", "b": "nee"}) == ["a: Ja → goed", "b: Ja → goed"]
    sure = "a: {vraag: A?, ja_nee: , daarna: {ja: goed, nee: b}}\nb: {vraag: B?, ja_nee: , daarna: boom:ander}"
    assert others(small_tree(sure), {"a": "ja"}) == ["a: Nee → boom:ander"]


def test_of_several_answers_one_tick_more_or_less_is_named() -> None:
    rules = "daarna: [{als: {wie: {bevat: [a, b]}}, naar: goed}, {als: {wie: geen_van_deze}, naar: uit}, {naar: fout}]}"
    tree = small_tree(WIE + rules, outcomes="goed fout uit")
    assert others(tree, {"wie": ("a",)}) == ["wie: Niemand → uit", "wie: Aa en Bee → goed"]
    assert others(tree, {"wie": ("a", "b")}) == ["wie: Bee of Aa → fout"]
    most_one = small_tree((WIE + rules).replace("geen_van_deze: Niemand", "geen_van_deze: Niemand, hoogstens: 1"), outcomes="goed fout uit")
    assert others(most_one, {"wie": ("a",)}) == ["wie: Niemand → uit"]


def test_of_several_answers_not_knowing_is_another_answer_and_so_is_none() -> None:
    rules = "weet_ik_niet: uit, daarna: [{als: {wie: {bevat: a}}, naar: goed}, {als: {wie: geen_van_deze}, naar: niets}, {naar: fout}]}"
    tree = small_tree(WIE + rules, outcomes="goed fout uit niets")
    assert others(tree, {"wie": ("a", "b")}) == ["wie: Bee → fout", "wie: Dat weet ik niet → uit"]
    assert others(tree, {"wie": "weet_ik_niet"}) == ["wie: Niemand → niets", "wie: Aa → goed", "wie: Bee of Cee → fout"]


def test_of_a_number_the_numbers_that_lead_elsewhere_are_named() -> None:
    rules = "daarna: [{als: {n: {hoogstens: 3}}, naar: goed}, {als: {n: {hoogstens: 9}}, naar: fout}, {naar: goed}]}"
    tree = small_tree(f"{DAGEN}weet_ik_niet: uit, {rules}", outcomes="goed fout uit")
    assert others(tree, {"n": "5"}) == ["n: hoogstens 3 dagen of minstens 10 dagen → goed", "n: Dat weet ik niet → uit"]
    assert others(tree, {"n": "12"}) == ["n: minstens 4 dagen en hoogstens 9 dagen → fout", "n: Dat weet ik niet → uit"]


def test_the_other_answers_stay_as_they_are() -> None:
    questions = f"{ROL}daarna: n}}\n{DAGEN}daarna: [{{als: {{rol: [leraar, lio], n: {{minstens: 5}}}}, naar: goed}}, {{naar: fout}}]}}"
    assert others(small_tree(questions), {"rol": "lio", "n": "3"}) == ["n: minstens 5 dagen → goed"]
    assert others(small_tree(questions), {"rol": "ouder", "n": "3"}) == []
    assert others(small_tree(questions), {"rol": "ouder", "n": "8"}) == ["rol: Leraar of LIO → goed"]


def test_of_a_day_the_amount_of_time_that_leads_elsewhere_is_named() -> None:
    facts = "f: {tussen: [d, e], in: maanden}"
    rules = "daarna: [{als: {f: {hoogstens: 6}}, naar: goed}, {naar: fout}]}"
    tree = small_tree(f"{DAG}daarna: e}}\n{DAG.replace('d:', 'e:', 1)}{rules}", facts=facts)
    assert others(tree, {"d": "2026-01-01", "e": "2026-02-01"}) == ["f: meer dan 6 maanden → fout"]
    proved = ProvedTree(tree)
    applies(proved)
    found = changes(proved, walk(tree, {"d": "2026-01-01", "e": "2026-02-01"}, TODAY))
    assert [(one.question.id, one.subject) for one in found] == [("d", "f")]


def test_an_amount_of_time_is_told_at_a_question_whose_answer_can_make_it_so() -> None:
    """The same amount leads elsewhere when the one day makes it so than when the other does."""
    rules = """daarna: [
      {als: {f: {minder_dan: 0}, e: {vanaf: 2026-04-01, voor: 2026-05-01}}, naar: fout},
      {als: {f: {meer_dan: 24}, d: {vanaf: 2026-01-01, voor: 2026-06-01}}, naar: goed},
      {als: {f: {meer_dan: 24}}, naar: fout},
      {als: {f: {meer_dan: 12}, d: {voor: 2026-01-01}}, naar: goed},
      {als: {f: {meer_dan: 12}}, naar: fout},
      {naar: uit}]}"""
    tree = small_tree(f"{DAG}daarna: e}}\n{DAG.replace('d:', 'e:', 1)}{rules}", facts="f: {tussen: [d, e], in: maanden}", outcomes="goed fout uit")
    proved = ProvedTree(tree)
    applies(proved)
    found = changes(proved, walk(tree, {"d": "2026-03-01", "e": "2026-04-15"}, TODAY))
    told = {(one.question.id, words, one.end) for one in found for words in one.answers if one.subject == "f"}
    year, more = "meer dan 12 maanden en hoogstens 24 maanden", "meer dan 24 maanden"
    assert {("d", year, "goed"), ("d", more, "fout"), ("e", year, "fout"), ("e", more, "goed")} <= told
    assert not told & {("d", more, "goed"), ("d", year, "fout"), ("e", year, "goed"), ("e", more, "fout")}


def test_a_day_that_cannot_be_filled_in_today_is_not_named() -> None:
    tree = small_tree("d: {vraag: D?, datum: {hoogstens: vandaag}, daarna: [{als: {d: {vanaf: 2027-01-01}}, naar: goed}, {naar: fout}]}")
    assert others(tree, {"d": "2026-05-01"}, datetime.date(2026, 11, 25)) == []
    assert others(tree, {"d": "2026-05-01"}, datetime.date(2027, 11, 25)) == ["d: op of na 1 januari 2027 → goed"]


def test_where_every_day_leads_elsewhere_the_question_says_so_alone() -> None:
    tree = small_tree(
        f"{DAG}weet_ik_niet: uit, daarna: [{{als: {{f: {{hoogstens: 6}}, g: {{vanaf: 2020-01-01}}}}, naar: goed}}, {{naar: goed}}]}}",
        facts="f: {tussen: [d, peildatum], in: maanden}\ng: {dag: d, plus: 1, in: maanden}",
        outcomes="goed uit",
    )
    assert others(tree, {"d": "weet_ik_niet"}) == ["d: ingevuld → goed"]


# On made-up trees


def proved_if_possible(tree: Tree) -> ProvedTree:
    """Facts about one day can turn more often, over all reference dates, than is allowed; such a tree is not published."""
    try:
        return ProvedTree(tree)
    except TooTangled:
        reject()


def few_roads(tree: Tree, on: datetime.date, most: int = 300) -> list[Walk]:
    """All roads, when there are not too many to try."""
    roads = list(islice(every_road(tree, on), most))
    assume(len(roads) < most)
    return roads


@PROPERTY
@given(generated_trees(max_questions=4) | generated_trees(max_questions=3, dated=True), reference_days)
def test_whoever_gives_the_answers_that_decided_comes_to_the_same_end(generated: GeneratedTree, on: datetime.date) -> None:
    tree = generated.tree
    proved = proved_if_possible(tree)
    found = applies(proved)
    roads = few_roads(tree, on)
    explained: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for road in roads:
        end = end_of(road)
        why = deciding(proved, road, found)
        assert not end or why or () in found.smallest[end]
        if end:
            explained[tuple((clause, road.answers().get(clause.subject)) for clause in why)].add(end)
    for reason, ends in explained.items():
        [end] = ends
        for road in roads:
            if end_of(road) and agrees(generated, road, reason):
                assert end_of(road) == end


def agrees(generated: GeneratedTree, road: Walk, reason: Iterable[tuple[Clause, RawAnswer | None]]) -> bool:
    """Whether a road has the same answers, where answers are named, and what must be so of facts is so."""
    reader = Reader(generated, road.answers(), road.on)
    return all(
        reader.holds(clause) if answer is None else road.answers().get(clause.subject) == answer for clause, answer in reason
    )  # fmt: skip


@settings(PROPERTY, max_examples=100)
@given(generated_trees(max_questions=4, gaps=False) | generated_trees(max_questions=3, gaps=False, dated=True), reference_days)
def test_what_is_said_to_change_the_answer_changes_it(generated: GeneratedTree, on: datetime.date) -> None:
    tree = generated.tree
    proved = proved_if_possible(tree)
    applies(proved)
    for road in few_roads(tree, on, 200)[:40]:
        listed = changes(proved, road)
        assert len({(one.question.id, one.subject, one.end) for one in listed}) == len(listed)
        named = {(one.question.id, words, one.end) for one in listed for words in one.answers}
        for question in (stop.question for stop in road.road if stop.question.kind in (Kind.CHOICE, Kind.YES_NO)):
            for raw in every_answer(question, on):
                end = end_of(walk(tree, {**road.answers(), question.id: raw}, on))
                assert end in ("", end_of(road)) or (question.id, question.words(question.read(raw, on)), end) in named
        for change in listed:
            assert change.end != end_of(road)
            assert change.end in tree.outcomes or change.end == "boom:ander"
            for words in change.answers:
                raws = [raw for raw in every_answer(change.question, on) if is_meant(generated, road, change.question.id, change.subject, words, raw)]
                assert raws, f"{change.subject} cannot be {words}"
                for raw in raws:
                    # A question further on can have no answer on this day; then nothing follows.
                    assert {end_of(one) for one in every_road(tree, on, {**road.answers(), change.question.id: raw})} <= {change.end}


def is_meant(generated: GeneratedTree, road: Walk, question_id: str, subject: str, words: str, raw: RawAnswer) -> bool:
    """Whether an answer to a question is one of those that the words of a change mean, when the other answers stay."""
    question = generated.tree.questions[question_id]
    if question.kind in (Kind.NUMBER, Kind.DATE):
        return Reader(generated, {**road.answers(), question_id: raw}, road.on).says(subject, words)
    return words == question.words(question.read(raw, road.on))
