"""The levels of a tree against its answers, one after another: where they lie, what conditions mean there, and which go together."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise, product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wizard.generated_trees import ON, PROPERTY, GeneratedTree, every_answer, generated_trees, reference_days
from tests.wizard.tree_texts import tree_of
from wizard import answer_space
from wizard.answer_space import AnswerSpace, OrderedLevel, TickLevel, conditions_of
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, All, AnswerIs, Between, Compares, Comparison, Count, DayFrom, Known, Not, Value, compile_condition
from wizard.diagrams import NONE
from wizard.mutations import mutants
from wizard.quantities import TooTangled
from wizard.tree import Question, Tree

ONE_DAY = datetime.timedelta(days=1)
NOT_ASKED = None

HEAD = """\
titel: Proefboom
samenvatting: Een boom om mee te proeven.
gecontroleerd: 2026-11-20
controleren_voor: 2027-08-01
start: eerst
"""
END = """\
uitkomsten:
  klaar: {oordeel: ja, titel: Klaar, kort: Dit is klaar., geen_grondslag: Dit is een proef.}
  anders: {oordeel: nee, titel: Anders, kort: Dit is anders., geen_grondslag: Dit is een proef.}
"""


def tree_with(questions: str, facts: str = "", outcomes: str = END) -> Tree:
    """A tree of these questions and facts, each on a line of its own; the first question is called 'eerst'."""
    lines = [f"  {line.strip()}" for line in questions.strip().splitlines()]
    made = [f"  {line.strip()}" for line in facts.strip().splitlines()]
    return tree_of(HEAD + "\n".join(["vragen:", *lines, *(["feiten:", *made] if made else [])]) + "\n" + outcomes)


# Answers, one after another


def values_of(question: Question, on: datetime.date) -> list[Value]:
    return [question.read(raw, on) for raw in every_answer(question, on)]


def every_known(tree: Tree, on: datetime.date, ids: Sequence[str], asked: Iterable[str] = ()) -> Iterator[dict[str, Value]]:
    """Every combination of answers to the questions `ids`, asked or not; those in `asked` are."""
    choices: list[list[Value | None]] = [[*([] if id in asked else [NOT_ASKED]), *values_of(tree.questions[id], on)] for id in ids]
    for values in product(*choices):
        yield {REFERENCE_DATE: on, **{id: value for id, value in zip(ids, values, strict=True) if value is not NOT_ASKED}}


def some(known: Iterator[dict[str, Value]], chance: random.Random, most: int) -> list[dict[str, Value]]:
    found = list(islice(known, 40_000))
    return found if len(found) <= most else chance.sample(found, most)


def check_meaning(space: AnswerSpace, tried: Iterable[Known]) -> None:
    """Every condition of the tree holds at a place exactly when it holds for the answers that lie there."""
    tree = space.tree
    tests = [(condition, compile_condition(condition, tree.facts), space.holds(condition)) for condition in conditions_of(tree)]
    for known in tried:
        at = space.place_of(known)
        place = [at(number) for number in range(len(space.levels))]
        for condition, test, meaning in tests:
            assert space.diagrams.at(meaning, place.__getitem__) == test(known), (condition, known)


def days_between(days: tuple[datetime.date, datetime.date]) -> list[datetime.date]:
    return [days[0] + ONE_DAY * number for number in range((days[1] - days[0]).days + 1)]


def check_together(space: AnswerSpace, id: str, days: tuple[datetime.date, datetime.date]) -> None:
    """The places that go together are those of the answers that can be given, and no others; answers are found for each."""
    tree, diagrams = space.tree, space.diagrams
    found = space.together(id)
    looked_at = sorted(diagrams.looks_at(found))
    about = {name for number in looked_at for name in roots_of(space, number)} & space.before.get(id, frozenset())
    ids = [one for one in space.order if one in about or one == id]
    places: dict[tuple[int, ...], Known] = {}
    for on in days_between(days):
        for known in every_known(tree, on, ids, asked=[id]):
            at = space.place_of(known)
            assert diagrams.at(found, at), known
            places.setdefault(tuple(at(number) for number in looked_at), known)
    others = prod(size for number, size in enumerate(diagrams.sizes) if number not in looked_at)
    assert diagrams.count(found) == len(places) * others
    for place in places:
        wanted = dict(zip(looked_at, place, strict=True))
        for near in (None, ON):
            check_answers(space, wanted, near, days)


def check_answers(space: AnswerSpace, wanted: Mapping[int, int], near: datetime.date | None, days: tuple[datetime.date, datetime.date]) -> None:
    """The answers that are given for a place lie there, and can be given."""
    given = space.answers(wanted, near)
    at = space.place_of(given)
    assert {number: at(number) for number in wanted} == dict(wanted), given
    on = given.get(REFERENCE_DATE, days[0])
    assert isinstance(on, datetime.date)
    assert days[0] <= on <= days[1]
    for name, value in given.items():
        if name != REFERENCE_DATE:
            question = space.tree.questions[name]
            assert question.read(question.write(value), on) == value


def roots_of(space: AnswerSpace, number: int) -> Sequence[str]:
    level = space.levels[number]
    return level.roots if isinstance(level, OrderedLevel) else (level.subject,)


def check(tree: Tree, days: tuple[datetime.date, datetime.date], chance: random.Random, most: int = 4_000) -> AnswerSpace:
    space = AnswerSpace(tree, days)
    for on in days_between(days):
        check_meaning(space, some(every_known(tree, on, space.order), chance, most))
    for id in [*([REFERENCE_DATE] if space.owned.get(REFERENCE_DATE) else []), *space.order]:
        check_together(space, id, days)
    return space


# Trees that are drawn


def how_many(tree: Tree, on: datetime.date) -> int:
    return prod(len(every_answer(question, on)) + 1 for question in tree.questions.values())


@PROPERTY
@given(generated_trees(max_questions=4), reference_days, st.integers(0, 2), st.randoms(use_true_random=False))
def test_every_condition_means_what_it_says_and_what_goes_together_is_what_can_be_answered(
    generated: GeneratedTree, first: datetime.date, more: int, chance: random.Random
) -> None:
    days = (first, first + more * ONE_DAY)
    if how_many(generated.tree, first) <= 4_000:
        check(generated.tree, days, chance, most=400)
    else:
        space = AnswerSpace(generated.tree, days)
        check_meaning(space, some(every_known(generated.tree, first, space.order), chance, 400))


@PROPERTY
@given(generated_trees(max_questions=4, max_outcomes=2), reference_days, st.randoms(use_true_random=False))
def test_a_space_for_a_changed_tree_means_what_that_tree_says(generated: GeneratedTree, on: datetime.date, chance: random.Random) -> None:
    tree = generated.tree
    space = AnswerSpace(tree, (on, on))
    tried = some(every_known(tree, on, space.order), chance, 60)
    check_meaning(space, tried)
    changes = list(mutants(tree))
    for mutant in chance.sample(changes, min(12, len(changes))):
        changed = space.for_tree(mutant.tree)
        if changed is not None:
            assert changed.diagrams is space.diagrams
            check_meaning(changed, tried)
    check_meaning(space, tried)


# Trees by hand

WINDOW = (ON - ONE_DAY, ON + ONE_DAY)
CASES = {
    "a day that follows today": tree_with("""
        eerst: {vraag: A?, datum: {minstens: 2026-11-22, hoogstens: vandaag}, daarna: later}
        later: {vraag: B?, datum: {minstens: vandaag, hoogstens: 2026-11-27}, weet_ik_niet: klaar, daarna: [{als: {eerst: {voor: 2026-11-24}}, naar: klaar}, {naar: anders}]}
    """),
    "two days that are today": tree_with("""
        eerst: {vraag: A?, datum: {minstens: vandaag, hoogstens: vandaag}, daarna: later}
        later: {vraag: B?, datum: {minstens: vandaag, hoogstens: vandaag}, daarna: [{als: {eerst: {vanaf: 2026-11-25}, later: {tot_en_met: 2026-11-25}}, naar: klaar}, {naar: anders}]}
    """),
    "the time between two days, both ways": tree_with(
        """
        eerst: {vraag: A?, datum: {minstens: 2025-08-29, hoogstens: 2025-09-01}, weet_ik_niet: later, daarna: later}
        later: {vraag: B?, datum: {minstens: 2026-02-26, hoogstens: 2026-03-02}, daarna: [{als: {duur: {minstens: 6}}, naar: klaar}, {als: {weken: {meer_dan: 25, hoogstens: 26}}, naar: anders}, {als: {terug: {hoogstens: -6}}, naar: klaar}, {als: {terug: {minder_dan: -6}}, naar: klaar}, {naar: anders}]}
        """,
        """
        duur: {tussen: [eerst, later], in: maanden}
        weken: {tussen: [eerst, later], in: weken}
        terug: {tussen: [later, eerst], in: maanden}
        """,
    ),
    "a day so much later": tree_with(
        """
        eerst: {vraag: A?, datum: {minstens: 2024-02-27, hoogstens: 2024-03-02}, daarna: later}
        later: {vraag: B?, datum: {minstens: 2025-02-26, hoogstens: 2025-03-02}, weet_ik_niet: anders, daarna: [{als: {jaar_later: {voor: 2025-03-01}}, naar: klaar}, {als: {rest: {minstens: 0, hoogstens: 1}}, naar: anders}, {als: {maand_later: {na: 2025-03-28}}, naar: klaar}, {naar: anders}]}
        """,
        """
        jaar_later: {dag: eerst, plus: 1, in: jaren}
        maand_later: {dag: jaar_later, plus: 1, in: maanden}
        rest: {tussen: [later, maand_later], in: maanden}
        """,
    ),
    "the time between a day and itself, moved": tree_with(
        """
        eerst: {vraag: A?, datum: {minstens: 2025-08-25, hoogstens: 2025-09-05}, daarna: later}
        later: {vraag: B?, datum: {minstens: 2025-12-29, hoogstens: 2026-01-02}, daarna: [{als: {lengte: {minstens: 182}}, naar: klaar}, {als: {lengte: {hoogstens: 180}}, naar: anders}, {als: {weken: {minder_dan: 26}, eerst: {na: 2025-08-30}}, naar: klaar}, {als: {duur: {meer_dan: 4}, terug: {minstens: -181}}, naar: klaar}, {naar: anders}]}
        """,
        """
        half_jaar: {dag: eerst, plus: 6, in: maanden}
        lengte: {tussen: [eerst, half_jaar], in: dagen}
        weken: {tussen: [eerst, half_jaar], in: weken}
        terug: {tussen: [half_jaar, eerst], in: dagen}
        duur: {tussen: [eerst, later], in: maanden}
        """,
    ),
    "bounds beside what can be answered": tree_with(
        """
        eerst: {vraag: A?, datum: {minstens: 2025-08-30, hoogstens: 2025-09-02}, daarna: [{als: {eerst: {vanaf: 2025-08-29}, lengte: {minstens: 183}}, naar: klaar}, {als: {eerst: {na: 2025-09-02}, lengte: {hoogstens: 183}}, naar: klaar}, {als: {eerst: {voor: 2025-08-01}}, naar: klaar}, {naar: anders}]}
        """,
        """
        half_jaar: {dag: eerst, plus: 6, in: maanden}
        lengte: {tussen: [eerst, half_jaar], in: dagen}
        """,
    ),
    "facts about the reference date only": tree_with(
        """
        eerst: {vraag: A?, ja_nee: {}, daarna: [{als: {lengte: {minstens: 91}}, naar: klaar}, {als: {over_een_jaar: {voor: 2027-11-25}}, naar: anders}, {als: {peildatum: {na: 2026-11-25}}, naar: klaar}, {naar: anders}]}
        """,
        """
        over_een_jaar: {dag: vandaag, plus: 1, in: jaren}
        kwartaal: {dag: vandaag, plus: 3, in: maanden}
        lengte: {tussen: [vandaag, kwartaal], in: dagen}
        """,
    ),
    "facts that are computed alike": tree_with(
        """
        eerst: {vraag: A?, datum: {minstens: 2026-10-24, hoogstens: 2026-10-27}, daarna: [{als: {oud: {hoogstens: 1}}, naar: klaar}, {als: {even_oud: {meer_dan: 0}}, naar: anders}, {als: {anders_oud: {minstens: 1}}, naar: klaar}, {naar: anders}]}
        """,
        """
        oud: {tussen: [eerst, vandaag], in: maanden}
        even_oud: {tussen: [eerst, peildatum], in: maanden}
        anders_oud: {tussen: [zelfde, vandaag], in: maanden}
        zelfde: {dag: eerst, plus: 0, in: dagen}
        """,
    ),
    "questions that are not asked on every road": tree_with(
        """
        eerst: {vraag: A?, ja_nee: {}, daarna: {ja: dag, nee: getal}}
        dag: {vraag: B?, datum: {minstens: 2026-11-23, hoogstens: 2026-11-26}, weet_ik_niet: getal, daarna: getal}
        getal: {vraag: C?, getal: {minstens: 0, hoogstens: 3}, weet_ik_niet: later, daarna: later}
        later: {vraag: D?, datum: {minstens: 2026-11-24, hoogstens: vandaag}, daarna: [{als: {duur: {minstens: 1}}, naar: klaar}, {als: {getal: {niet: weet_ik_niet}, dag: weet_ik_niet}, naar: anders}, {als: {tel: {minstens: 2}}, naar: klaar}, {als: {niet: {tel: 1}}, naar: anders}, {naar: klaar}]}
        """,
        """
        duur: {tussen: [dag, later], in: dagen}
        tel: {aantal: [{getal: {meer_dan: 1}}, {duur: {hoogstens: 0}}, {eerst: nee}]}
        """,
    ),
    "ticks": tree_with("""
        eerst: {vraag: A?, meerkeuze: {opties: {a: A, b: B, c: C}, minstens: 2, hoogstens: 2}, daarna: tweede}
        tweede: {vraag: B?, meerkeuze: {opties: {a: A, b: B, c: C}, minstens: 1, geen_van_deze: Geen}, weet_ik_niet: derde, daarna: derde}
        derde: {vraag: C?, meerkeuze: {opties: {a: A, b: B}, hoogstens: 1}, weet_ik_niet: anders, daarna: [{als: {eerst: {bevat: [a, b]}}, naar: klaar}, {als: {tweede: geen_van_deze}, naar: anders}, {als: {tweede: {niet: weet_ik_niet}, derde: {bevat_niet: a}}, naar: klaar}, {als: {derde: {bevat: b}}, naar: anders}, {naar: klaar}]}
    """),
    "numbers": tree_with("""
        eerst: {vraag: A?, getal: {hoogstens: 3}, daarna: later}
        later: {vraag: B?, getal: {minstens: -1}, weet_ik_niet: klaar, daarna: [{als: {eerst: 2, later: {meer_dan: 2, minder_dan: 5}}, naar: klaar}, {als: {later: {minstens: -1}, eerst: {hoogstens: 4}}, naar: anders}]}
    """),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_answer_to_a_tree(name: str) -> None:
    check(CASES[name], WINDOW, random.Random(name))  # noqa: S311


def test_levels_are_told_apart() -> None:
    space = AnswerSpace(CASES["facts that are computed alike"], WINDOW)
    # 'oud', 'even_oud' are one; 'zelfde' moves the day by nothing, but it is moved.
    assert [level.subject for level in space.levels] == [REFERENCE_DATE, "eerst", "oud", "anders_oud"]
    space = AnswerSpace(CASES["facts about the reference date only"], WINDOW)
    assert [level.subject for level in space.levels] == [REFERENCE_DATE, "over_een_jaar", "eerst"]
    ticks = AnswerSpace(CASES["ticks"], WINDOW)
    assert [level.option for level in ticks.levels if isinstance(level, TickLevel)] == ["a", "b", "c", "a", "b", "c", "a", "b"]


# Days anywhere

WIDE = tree_with(
    """
    eerst: {vraag: A?, datum: {hoogstens: vandaag}, weet_ik_niet: tweede, daarna: tweede}
    tweede: {vraag: B?, datum: {}, daarna: derde}
    derde: {vraag: C?, datum: {minstens: 2000-02-29}, daarna: [{als: {oud: {hoogstens: 6}, weken: {meer_dan: 26}}, naar: klaar}, {als: {oud: {minstens: 7}}, naar: anders}, {als: {sinds: {minder_dan: 12}}, naar: klaar}, {als: {tot: {minstens: 1, hoogstens: 2}}, naar: anders}, {als: {einde: {vanaf: 2100-02-28}, duur: {minder_dan: 181}}, naar: klaar}, {als: {vanaf_einde: {meer_dan: 0}}, naar: anders}, {naar: klaar}]}
    """,
    """
    oud: {tussen: [eerst, tweede], in: maanden}
    weken: {tussen: [eerst, tweede], in: weken}
    sinds: {tussen: [tweede, derde], in: jaren}
    tot: {tussen: [derde, vandaag], in: maanden}
    einde: {dag: derde, min: 1, in: maanden}
    duur: {tussen: [eerst, tweede], in: dagen}
    vanaf_einde: {tussen: [einde, eerst], in: weken}
    """,
)
EDGES = [datetime.date.fromisoformat(text) for text in ("1900-01-01", "1900-02-28", "1904-02-29", "2000-02-29", "2026-08-31", "2100-02-28", "2200-12-31")]


def test_days_from_1900_till_2200_lie_where_conditions_and_facts_say() -> None:
    space = AnswerSpace(WIDE)
    chance = random.Random(6)  # noqa: S311
    known: list[dict[str, Value]] = []
    while len(known) < 1_500:
        base = chance.choice(EDGES)
        days = [
            base + ONE_DAY * (chance.randint(-3, 3) + chance.choice([0, 0, 30, 31, 181, 182, 184, 365, -28, chance.randint(-9_000, 9_000)])) for _ in range(4)
        ]
        values = dict(zip((REFERENCE_DATE, "eerst", "tweede", "derde"), days, strict=True))
        on = values[REFERENCE_DATE]
        if all(datetime.date(1900, 1, 1) <= day <= datetime.date(2200, 12, 31) for day in days) and values["eerst"] <= on and values["derde"] >= EDGES[3]:
            known.append({**values, **({"eerst": DONT_KNOW} if chance.random() < 0.1 else {})})
    check_meaning(space, known)
    for one in known:
        assert all(space.diagrams.at(space.together(id), space.place_of(one)) for id in (REFERENCE_DATE, *space.order)), one


@pytest.mark.parametrize("id", ["tweede", "derde"])
def test_for_everything_that_goes_together_there_are_such_days(id: str) -> None:
    space = AnswerSpace(WIDE)
    left = space.together(id)
    chance = random.Random(7)  # noqa: S311
    numbers = sorted(space.diagrams.looks_at(left))
    for _ in range(150):
        wanted: dict[int, int] = {}
        one = left
        for number in numbers:
            values = [value for value in range(space.diagrams.sizes[number]) if space.diagrams.fix(one, {number: value}) != NONE]
            wanted[number] = chance.choice(values)
            one = space.diagrams.fix(one, {number: wanted[number]})
        for near in (None, ON):
            check_answers(space, wanted, near, (datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)))


# Answers that people recognise


def place(space: AnswerSpace, values: Mapping[str, int]) -> dict[int, int]:
    return {space.level_of[(subject, "")]: value for subject, value in values.items()}


def test_days_are_taken_near_a_day() -> None:
    tree = tree_with(
        "eerst: {vraag: A?, datum: {hoogstens: vandaag}, daarna: [{als: {oud: {hoogstens: 6}}, naar: klaar}, {als: {oud: {hoogstens: 60}}, naar: klaar}, {naar: anders}]}",
        "oud: {tussen: [eerst, vandaag], in: maanden}",
    )
    space = AnswerSpace(tree)
    young, old, oldest = (space.answers(place(space, {REFERENCE_DATE: 1, "eerst": 1, "oud": group}), ON) for group in (1, 2, 3))
    assert {young[REFERENCE_DATE], old[REFERENCE_DATE], oldest[REFERENCE_DATE]} == {ON}
    assert isinstance(young["eerst"], datetime.date)
    assert isinstance(old["eerst"], datetime.date)
    assert isinstance(oldest["eerst"], datetime.date)
    assert ON - young["eerst"] <= 45 * ONE_DAY
    assert ON - old["eerst"] <= 400 * ONE_DAY
    assert ON - oldest["eerst"] <= 4_000 * ONE_DAY
    # Without a day to be near, the first ones there are.
    assert space.answers(place(space, {REFERENCE_DATE: 1, "eerst": 1, "oud": 1})) == {
        REFERENCE_DATE: datetime.date(1900, 1, 1),
        "eerst": datetime.date(1900, 1, 1),
    }


def test_the_reference_date_is_another_day_only_when_it_must_be() -> None:
    tree = tree_with("""
        eerst: {vraag: A?, datum: {minstens: vandaag}, daarna: [{als: {eerst: {voor: 2026-11-10}}, naar: klaar}, {als: {eerst: {na: 2090-01-01}}, naar: klaar}, {naar: anders}]}
    """)
    space = AnswerSpace(tree)
    before, between, after = (space.answers(place(space, {REFERENCE_DATE: 1, "eerst": group}), ON) for group in (1, 2, 3))
    assert isinstance(before[REFERENCE_DATE], datetime.date)
    assert isinstance(before["eerst"], datetime.date)
    assert ON - 45 * ONE_DAY <= before[REFERENCE_DATE] <= before["eerst"] < datetime.date(2026, 11, 10)
    assert between == {REFERENCE_DATE: ON, "eerst": ON}
    assert after["eerst"] == datetime.date(2090, 1, 2)


def test_a_number_is_not_needlessly_below_zero() -> None:
    tree = tree_with(
        "eerst: {vraag: A?, getal: {}, daarna: [{als: {eerst: {minder_dan: -5}}, naar: klaar}, {als: {eerst: {minder_dan: 4}}, naar: anders}, {naar: klaar}]}"
    )
    space = AnswerSpace(tree)
    found = [space.answers({0: group})["eerst"] for group in (1, 2, 3)]
    assert isinstance(found[0], int)
    assert found[0] < -5
    assert found[1:] == [0, 4]


# What is remembered


def test_what_goes_together_is_not_remembered_past_the_room_it_was_made_in() -> None:
    tree = CASES["numbers"]
    expected = AnswerSpace(tree, WINDOW)
    space = AnswerSpace(tree, WINDOW)
    condition = next(iter(conditions_of(tree)))
    with space.diagrams.scratch(1_000):
        space.together("later")
        space.holds(condition)
    space.diagrams.leaf("iets anders")
    space.diagrams.leaf("nog iets")
    assert space.diagrams.count(space.together("later")) == expected.diagrams.count(expected.together("later"))
    assert space.diagrams.count(space.holds(condition)) == expected.diagrams.count(expected.holds(condition))


def test_a_changed_day_changes_the_time_that_is_counted_from_it() -> None:
    """The fact that is asked about stands in the changed tree as it was; the day that it counts from does not."""
    text = """
        eerst: {vraag: A?, datum: {minstens: 2025-08-20, hoogstens: 2025-09-10}, daarna: later}
        later: {vraag: B?, datum: {minstens: 2025-08-20, hoogstens: 2025-09-10}, daarna: [{als: {duur: {minstens: 2}}, naar: klaar}, {naar: anders}]}
    """
    one, other = (tree_with(text, f"dag: {{dag: eerst, plus: {days}, in: dagen}}\nduur: {{tussen: [dag, later], in: dagen}}") for days in (1, 2))
    space = AnswerSpace(one, WINDOW)
    assert space.for_tree(one) is not None
    assert space.for_tree(other) is None


# Limits


def test_a_day_that_is_cut_in_too_many_pieces_is_tangled() -> None:
    questions = (
        "eerst: {{vraag: A?, datum: {{minstens: 1950-01-01, hoogstens: {}}}, daarna: [{{als: {{lengte: {{minstens: 182}}}}, naar: klaar}}, {{naar: anders}}]}}"
    )
    facts = "half_jaar: {dag: eerst, plus: 6, in: maanden}\nlengte: {tussen: [eerst, half_jaar], in: dagen}"
    space = AnswerSpace(tree_with(questions.format("1951-12-31"), facts))
    level = space.levels[0]
    assert isinstance(level, OrderedLevel)
    first = datetime.date(1950, 1, 1)
    long = [
        (datetime.date(year + month // 6, (month + 6) % 12 + 1, 1) - datetime.date(year, month + 1, 1)).days for year in (1950, 1951) for month in range(12)
    ]
    assert 4 < len(level.cuts) < 2 * len(long)
    for day in days_between((first, datetime.date(1951, 12, 31))):
        check_meaning(space, [{REFERENCE_DATE: ON, "eerst": day}])
    with pytest.raises(TooTangled) as raised:
        AnswerSpace(tree_with(questions.format("2200-12-31"), facts))
    assert raised.value.subject == "lengte"


def test_a_fact_about_one_day_that_never_changes_takes_no_time() -> None:
    """Four months never are a hundred days, nor half a year: no day of three centuries has to be tried."""
    facts = "later: {dag: eerst, plus: 4, in: maanden}\nlengte: {tussen: [eerst, later], in: dagen}"
    space = AnswerSpace(
        tree_with(
            "eerst: {vraag: A?, datum: {}, daarna: [{als: {lengte: {hoogstens: 100}}, naar: klaar}, {als: {lengte: {minstens: 101}}, naar: anders}]}", facts
        )
    )
    level = space.levels[0]
    assert isinstance(level, OrderedLevel)
    assert level.cuts == ()
    conditions = list(conditions_of(space.tree))
    assert [space.holds(condition) == NONE for condition in conditions] == [True, False]


def test_days_near_the_ends_of_the_calendar_are_left_out() -> None:
    tree = tree_with(
        """
        eerst: {vraag: A?, datum: {minstens: 0001-01-01, hoogstens: 9999-12-31}, daarna: later}
        later: {vraag: B?, datum: {minstens: 0001-01-01, hoogstens: 9999-12-31}, daarna: [{als: {duur: {meer_dan: 6, minder_dan: 7}}, naar: klaar}, {als: {eerst: {voor: 0900-01-01}}, naar: anders}, {naar: klaar}]}
        """,
        "duur: {tussen: [eerst, later], in: maanden}",
    )
    space = AnswerSpace(tree)
    known: Known = {REFERENCE_DATE: ON, "eerst": datetime.date(1000, 1, 1), "later": datetime.date(9000, 12, 31)}
    assert space.diagrams.at(space.together("later"), space.place_of(known))
    too_early: Known = {**known, "eerst": datetime.date(500, 1, 1)}
    check_meaning(space, [known, too_early])
    assert not space.diagrams.at(space.together("eerst"), space.place_of(too_early))


def test_thousands_of_levels_are_tangled(monkeypatch: pytest.MonkeyPatch) -> None:
    def tree(count: int) -> Tree:
        names = ["eerst", *(f"v{number}" for number in range(1, count)), "klaar"]
        lines = [f"{name}: {{vraag: A?, ja_nee: {{}}, daarna: {following}}}" for name, following in pairwise(names)]
        return tree_with("\n".join(lines))

    assert len(AnswerSpace(tree(500)).levels) == 500
    small = AnswerSpace(tree(12))
    monkeypatch.setattr(answer_space, "_MOST_LEVELS", 10)
    with pytest.raises(TooTangled) as raised:
        AnswerSpace(small.tree)
    assert raised.value.subject == "v10"


def test_too_many_combinations_of_days_are_tangled(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, facts = [], []
    names = ["eerst", "v1", "v2", "v3", "v4"]
    for name, following in zip(names, [*names[1:], "klaar"], strict=True):
        conditions = ", ".join(f"{{als: {{f_{name}_{other}: {{minstens: {number}}}}}, naar: klaar}}" for other in names if other != name for number in range(5))
        lines.append(f"{name}: {{vraag: A?, datum: {{}}, daarna: [{conditions}, {{naar: {following}}}]}}")
        facts += [f"f_{name}_{other}: {{tussen: [{name}, {other}], in: dagen}}" for other in names if other != name]
    space = AnswerSpace(tree_with("\n".join(lines), "\n".join(facts)))
    monkeypatch.setattr(answer_space, "_MOST_COMBINATIONS", 300)
    with pytest.raises(TooTangled) as raised:
        space.together("v4")
    assert raised.value.subject in space.tree.facts


def test_what_is_compared_besides_the_tree_is_told_apart() -> None:
    tree = CASES["numbers"]
    extra = [Compares("eerst", Comparison.MORE, 0), Compares("later", Comparison.AT_LEAST, 7)]
    space = AnswerSpace(tree, WINDOW, extra)
    for number in range(-3, 9):
        known: Known = {REFERENCE_DATE: ON, "eerst": min(number, 3), "later": max(number, -1)}
        for condition in (*extra, All(tuple(extra)), Not(extra[0]), AnswerIs("later", frozenset({DONT_KNOW}))):
            assert space.diagrams.at(space.holds(condition), space.place_of(known)) == compile_condition(condition, tree.facts)(known)
    assert {type(fact) for case in CASES.values() for fact in case.facts.values()} == {Between, DayFrom, Count}
