"""When an outcome applies and when a question is asked, in words: the smallest conditions for readers and editors."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from knowledge.dutch_dates import dutch_day, dutch_number
from wizard.answer_space import UNASKED, AnswerLevel, OrderedLevel, TickLevel, TicksLevel
from wizard.clauses import Clause, Condition
from wizard.conditions import REFERENCE_DATE
from wizard.diagrams import TooLarge
from wizard.implicants import Cube, Ends
from wizard.proof import end_name, target_of, ways_of
from wizard.proved import ProvedTree
from wizard.quantities import TooTangled
from wizard.tree import Tree, join_words
from wizard.wording import fact_name, is_time, unit_of

NOT_ASKED = "niet gevraagd"
FILLED_IN = "ingevuld"
ANSWERED = "beantwoord"
# A longer tree is not for people to walk; putting it in words would take longer than anyone wants to wait.
_MOST_QUESTIONS = 60
_Found = TypeVar("_Found")


def clauses(proved: ProvedTree, cube: Cube, ends: Ends) -> Condition:
    """A condition in words, in the order in which a road meets it. `ends` is the function that the cube is about."""
    tree, space = proved.tree, proved.space
    found: dict[str, Clause] = {}
    for number in sorted(cube):
        level = space.levels[number]
        values = cube[number]
        match level:
            case AnswerLevel(subject):
                question = tree.questions[subject]
                labels = [question.labels[answer] for answer in level.answers]
                answers, negated = _answer_words(labels, values, ends.others(cube, number))
                found[subject] = Clause(subject, question.text, answers, negated)
            case TicksLevel(subject) | TickLevel(subject):
                found[subject] = Clause(subject, tree.questions[subject].text, _several_words(proved, subject, cube, ends))
            case OrderedLevel(subject):
                found[subject] = Clause(subject, _ordered_name(tree, subject), group_words(tree, level, values))
    found = _without_mere_days(proved, cube, found)
    order = {level.subject: number for number, level in reversed(list(enumerate(space.levels)))}
    return tuple(sorted(found.values(), key=lambda clause: order[clause.subject]))


def _answer_words(labels: list[str], values: frozenset[int], others: frozenset[int]) -> tuple[tuple[str, ...], bool]:
    """The answers that will do, or (True) those that will not where they are fewer or where the question may not have been asked."""
    if values == {UNASKED}:
        return (NOT_ASKED,), False
    excluded = sorted(others - {UNASKED})
    if excluded and (UNASKED in values or (len(excluded) < len(values) and UNASKED not in others)):
        return tuple(labels[value - 1] for value in excluded), True
    return tuple(labels[value - 1] for value in sorted(values) if value != UNASKED), False


def _several_words(proved: ProvedTree, subject: str, cube: Cube, ends: Ends) -> tuple[str, ...]:
    """'Lesgeven en niet Rijden', 'beantwoord', 'Geen van deze', 'Dat weet ik niet', NOT_ASKED."""
    question = proved.tree.questions[subject]
    given = proved.space.level_of[(subject, "")]
    ticks = {option: cube[number] for option in question.options if (number := proved.space.level_of[(subject, option.value)]) in cube}
    ticked = [option.label for option, values in ticks.items() if 1 in values]
    unticked = [option.label for option, values in ticks.items() if 1 not in values]
    none = question.none_of_these if len(unticked) == len(question.options) else ""
    if not none and (ticked or given not in cube):
        return (_tick_words(ticked, unticked),)
    # Nothing is ticked either where the question was not asked, or was answered with 'weet ik niet'.
    values = cube[given] if given in cube else ends.others({**cube, given: frozenset()}, given)
    answered = none or (f"{ANSWERED} en {_tick_words([], unticked)}" if unticked else ANSWERED)
    words = {1: answered, 2: question.dont_know.label if question.dont_know else "", UNASKED: NOT_ASKED}
    return tuple(words[value] for value in (1, 2, UNASKED) if value in values)


def _tick_words(ticked: list[str], unticked: list[str]) -> str:
    return join_words([*([join_words(ticked)] if ticked else []), *([f"niet {join_words(unticked, 'of')}"] if unticked else [])], "en")


def _ordered_name(tree: Tree, subject: str) -> str:
    return tree.questions[subject].text if subject in tree.questions else fact_name(tree, subject)


def group_words(tree: Tree, level: OrderedLevel, values: frozenset[int]) -> tuple[str, ...]:
    """'meer dan 2 en hoogstens 6 maanden', 'op of na 1 januari 2025', FILLED_IN, the label of 'weet ik niet'."""
    question = tree.questions.get(level.subject)
    parts = []
    for first, last in _runs(sorted(value for value in values if 0 < value <= level.groups)):
        above = _above(tree, level, first) if first > 1 else ""
        below = _below(tree, level, last) if last < level.groups else ""
        exact = _exact(tree, level, first, last)
        parts.append(exact or join_words([part for part in (above, below) if part]) or FILLED_IN)
    if question is not None and question.dont_know and level.size - 1 in values:
        parts.append(question.dont_know.label)
    if UNASKED in values:
        parts.append(NOT_ASKED if question else "niet te berekenen")
    return tuple(parts)


def _runs(values: list[int]) -> Iterable[tuple[int, int]]:
    """Groups that follow each other, as (first, last)."""
    runs: list[tuple[int, int]] = []
    for value in values:
        if runs and runs[-1][1] == value - 1:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    return runs


def _amount(tree: Tree, level: OrderedLevel, number: int) -> str:
    return f"{number} {unit_of(tree, level.subject)}".rstrip()


def _is_day(tree: Tree, level: OrderedLevel) -> bool:
    return level.subject == REFERENCE_DATE or (level.subject in tree.facts and not is_time(tree, level.subject)) or _asks_day(tree, level.subject)


def _asks_day(tree: Tree, subject: str) -> bool:
    question = tree.questions.get(subject)
    return question is not None and question.kind == "datum"


def _above(tree: Tree, level: OrderedLevel, group: int) -> str:
    number, beyond = level.cuts[group - 2]
    if _is_day(tree, level):
        return f"op of na {dutch_day(datetime.date.fromordinal(number))}"
    return f"{'meer dan' if beyond else 'minstens'} {_amount(tree, level, number)}"


def _below(tree: Tree, level: OrderedLevel, group: int) -> str:
    number, beyond = level.cuts[group - 1]
    if _is_day(tree, level):
        return f"voor {dutch_day(datetime.date.fromordinal(number))}"
    if is_time(tree, level.subject):
        return f"{'hoogstens' if beyond else 'minder dan'} {_amount(tree, level, number)}"
    return f"hoogstens {_amount(tree, level, number - 1)}"


def _exact(tree: Tree, level: OrderedLevel, first: int, last: int) -> str:
    """'3 dagen' when that is all that the groups hold; '' otherwise."""
    if not 1 < first <= last < level.groups:
        return ""
    (low, low_beyond), (high, high_beyond) = level.cuts[first - 2], level.cuts[last - 1]
    if is_time(tree, level.subject):
        return f"precies {_amount(tree, level, low)}" if (low, low_beyond, high_beyond) == (high, 0, 1) else ""
    if high != low + 1:
        return ""
    return f"op {dutch_day(datetime.date.fromordinal(low))}" if _is_day(tree, level) else _amount(tree, level, low)


def _without_mere_days(proved: ProvedTree, cube: Cube, found: dict[str, Clause]) -> dict[str, Clause]:
    """Leave out that days were filled in where an amount of time says so already; that one can be computed says that they were."""
    tree = proved.tree
    timed: set[str] = set()
    mere: set[str] = set()
    for number, values in cube.items():
        level = proved.space.levels[number]
        if isinstance(level, OrderedLevel) and level.subject in tree.facts and UNASKED not in values:
            (mere if found[level.subject].answers == (FILLED_IN,) else timed).update(level.roots)
    clauses = {subject: clause for subject, clause in found.items() if clause.answers != (FILLED_IN,) or (subject in tree.questions and subject not in timed)}
    filled_in = {root: Clause(root, tree.questions[root].text, (FILLED_IN,)) for root in mere - timed if root in tree.questions}
    return filled_in | clauses


def holds_for(cube: Cube, at: Callable[[int], int]) -> bool:
    """Whether a condition holds for answers whose value at each level is `at(level)`."""
    return all(at(level) in values for level, values in cube.items())


@dataclass(frozen=True)
class Applies:
    """When everything in a tree applies. `cubes` are the smallest conditions of each end as they are calculated with.

    `smallest` says the same in words, about the answers on the road; `situations` is for who has not walked the tree; `asked` says
    of each question when it is asked. What is too tangled for words is left out.
    """

    cubes: Mapping[str, tuple[Cube, ...]]
    smallest: Mapping[str, tuple[Condition, ...]]
    situations: Mapping[str, tuple[Condition, ...]]
    asked: Mapping[str, tuple[Condition, ...]]


def applies(proved: ProvedTree) -> Applies:
    """When the ends and questions of a tree apply. Takes longer than the proof itself."""
    tree = proved.tree
    if len(tree.questions) > _MOST_QUESTIONS:
        return Applies({}, {}, {}, {})
    try:
        proved.leading  # noqa: B018 - made before, because requests need it afterwards
        with proved.for_a_while(tree.start):
            return _applies(proved)
    except (TooTangled, TooLarge):
        return Applies({}, {}, {}, {})


def _applies(proved: ProvedTree) -> Applies:
    tree = proved.tree
    proved.walks  # noqa: B018 - made once, for all that follows
    cubes = _each(ends_of(tree), proved.conditions)
    return Applies(
        cubes=cubes,
        smallest={end: tuple(clauses(proved, cube, proved.walk_ends) for cube in found) for end, found in cubes.items()},
        situations=_each(ends_of(tree), lambda end: tuple(clauses(proved, cube, proved.ends) for cube in proved.situations(end))),
        asked=_each((id for id in proved.proof.order if id != tree.start), lambda question_id: _asked(proved, question_id)),
    )


def _asked(proved: ProvedTree, question_id: str) -> tuple[Condition, ...]:
    with proved.for_a_while(question_id):
        asked = proved.asked(question_id)
        return tuple(clauses(proved, cube, asked) for cube in asked.conditions(True))


def _each(names: Iterable[str], found: Callable[[str], tuple[_Found, ...]]) -> dict[str, tuple[_Found, ...]]:
    """What is found for each name; without those for which it is too tangled."""
    result = {}
    for name in names:
        with suppress(TooTangled):
            result[name] = found(name)
    return result


def road_words(proved: ProvedTree) -> str:
    """'6.184 wegen van 2 tot 7 vragen'."""
    try:
        lengths = proved.lengths
    except (TooTangled, TooLarge):
        return "meer wegen dan te tellen zijn"
    roads = "1 weg" if lengths.roads == 1 else f"{dutch_number(lengths.roads)} wegen"
    span = f"{lengths.shortest} tot {lengths.longest}" if lengths.shortest < lengths.longest else str(lengths.longest)
    return f"{roads} van {span} {'vraag' if lengths.longest == 1 else 'vragen'}"


def ends_of(tree: Tree) -> dict[str, str]:
    """The ends of a tree, with their titles: its outcomes in the order of the file, then the trees that it goes on in."""
    targets = [target_of(question, rule) for question in tree.questions.values() for rule in ways_of(question)]
    trees = {end_name(target): f"verder in de beslisboom {target.id}" for target in targets if target.kind == "boom"}
    return {id: outcome.title_alone for id, outcome in tree.outcomes.items()} | dict(sorted(trees.items()))
