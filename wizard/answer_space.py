"""All answers that a tree can be given, as levels of a diagram: what a proof calculates with.

Every question has a level of its own, and so have the facts that compare two days and the reference date. The value at a level
says which answer was given, or in which group of numbers, days or amounts of time it lies: the bounds that conditions name
cut them in groups that no condition can tell apart. Value 0 is 'not asked', or for a fact 'cannot be said'.

A question with several answers has a level that says whether it was answered, and one for each option.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from wizard.conditions import (
    DONT_KNOW,
    REFERENCE_DATE,
    All,
    AnswerIs,
    AnswerIsNot,
    AnyOf,
    Between,
    Compares,
    Comparison,
    Condition,
    Count,
    DayFrom,
    Excludes,
    Includes,
    Known,
    Not,
    Value,
)
from wizard.diagrams import ALL, NONE, Diagram, Diagrams
from wizard.quantities import SAFE_DAYS, Bound, Expression, Range, Solution, TooTangled, least_solution
from wizard.roads import topological_order
from wizard.tree import Kind, Question, Tree, arrows

UNASKED = 0
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)
# Diagrams are gone through level by level, on the stack.
_MOST_LEVELS = 5_000
_MOST_GROUPS = 400
_MOST_COMBINATIONS = 20_000
_LARGEST_NUMBER = 999_999_999

# A cut in an ordered level: a number or day, or (for an amount of time) how many units and whether it is just above them.
Cut: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AnswerLevel:
    """The answer to a choice or yes/no question: value n is the n-th of `answers`."""

    subject: str
    answers: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.answers) + 1


@dataclass(frozen=True, slots=True)
class TicksLevel:
    """Whether a question with several answers was answered: 1 when it was, 2 for 'weet ik niet'."""

    subject: str
    dont_know: bool

    @property
    def size(self) -> int:
        return 3 if self.dont_know else 2


@dataclass(frozen=True, slots=True)
class TickLevel:
    """Whether one option is ticked: 1 when it is."""

    subject: str
    option: str
    size: int = 2


@dataclass(frozen=True, slots=True)
class OrderedLevel:
    """In which group a number, day or amount of time lies: value n is the n-th group between `cuts`; one more is 'weet ik niet'.

    `roots` are the quantities that it is computed from. `bound(cut)` says that it has reached that cut.
    """

    subject: str
    cuts: tuple[Cut, ...]
    roots: tuple[str, ...]
    bound: Callable[[Cut], Bound] = field(compare=False)
    dont_know: bool = False

    @property
    def groups(self) -> int:
        return len(self.cuts) + 1

    @property
    def size(self) -> int:
        return self.groups + (2 if self.dont_know else 1)

    def bounds(self, group: int) -> tuple[Bound, ...]:
        """What holds in the `group`-th group, counted from 1."""
        from_below = (self.bound(self.cuts[group - 2]),) if group > 1 else ()
        from_above = (self.bound(self.cuts[group - 1]).opposite,) if group <= len(self.cuts) else ()
        return from_below + from_above


Level: TypeAlias = AnswerLevel | TicksLevel | TickLevel | OrderedLevel


def conditions_of(tree: Tree) -> Iterable[Condition]:
    """Every condition in a tree: of rules, of parts and of counts."""
    for question in tree.questions.values():
        yield from (rule.condition for rule in question.rules if rule.condition is not None)
    for outcome in tree.outcomes.values():
        yield from (part.condition for part in outcome.parts)
    for fact in tree.facts.values():
        if isinstance(fact, Count):
            yield from fact.conditions


def comparisons(condition: Condition) -> Iterable[Compares]:
    """Every comparison in a condition."""
    match condition:
        case All(conditions) | AnyOf(conditions):
            for one in conditions:
                yield from comparisons(one)
        case Not(inner):
            yield from comparisons(inner)
        case Compares():
            yield condition
        case _:
            pass


def cut_of(condition: Compares, *, of_time: bool) -> tuple[Cut, bool]:
    """The cut that a comparison makes, and whether it holds above it (True) or below it (False)."""
    number = condition.bound if isinstance(condition.bound, int) else condition.bound.toordinal()
    above = condition.comparison in (Comparison.AT_LEAST, Comparison.MORE)
    beyond = condition.comparison in (Comparison.MORE, Comparison.AT_MOST)
    if of_time:
        return (number, int(beyond)), above
    return (number + int(beyond), 0), above


class AnswerSpace:
    """The levels of one tree, which answers go together, and what conditions mean there.

    `days` is the range of reference dates, the first and the last one. `extra` are comparisons that the levels must be able to
    tell apart besides those in the tree. Days before the year 1000 and after the year 9000 are left out. Raises TooTangled for
    days whose bounds cut time in too many pieces, and for thousands of questions.
    """

    def __init__(self, tree: Tree, days: tuple[datetime.date, datetime.date] = (FIRST_DAY, LAST_DAY), extra: Iterable[Compares] = ()) -> None:
        self.tree = tree
        self.order = topological_order(tree)
        self._place = {id: number for number, id in enumerate(self.order)}
        self._ranges: dict[str, Range] = {REFERENCE_DATE: (days[0].toordinal(), days[1].toordinal())}
        self._always: dict[str, tuple[Bound, ...]] = {}
        self._shared: dict[tuple[Expression, Expression], str] = {}
        for question in tree.questions.values():
            self._measure(question, days)
        self.levels: list[Level] = []
        self.level_of: dict[tuple[str, str], int] = {}
        self.owned: dict[str, tuple[int, ...]] = {}
        self._make_levels([*extra, *(one for condition in conditions_of(tree) for one in comparisons(condition))])
        self.diagrams = Diagrams(level.size for level in self.levels)
        self._compiled = self.diagrams.memory()
        self._together = self.diagrams.memory()

    def for_tree(self, tree: Tree) -> AnswerSpace | None:
        """This space for another tree with the same questions, whose arrows allow nothing that this tree's do not; None when it
        compares with something that the levels do not tell apart.

        The diagrams are the same ones, so that what two trees do can be compared.
        """
        other = copy(self)
        other.tree = tree
        other._together = self.diagrams.memory(self._together)
        other._compiled = self.diagrams.memory(self._compiled if tree.facts == self.tree.facts else None)
        other.__dict__.pop("before", None)
        for condition in conditions_of(tree):
            for one in comparisons(condition):
                if not isinstance(tree.facts.get(one.subject), Count) and not other._tells_apart(one):
                    return None
        return other

    def _tells_apart(self, compared: Compares) -> bool:
        number = self.level_of.get((self._level_subject(compared.subject), ""))
        level = self.levels[number] if number is not None else None
        if not isinstance(level, OrderedLevel):
            return False
        _, bound = self._bound_maker(compared.subject if level.subject in self.tree.facts else level.subject)
        return all(cut in level.cuts and level.bound(cut) == bound(cut) for cut in self._cuts(compared))

    # Quantities

    def _measure(self, question: Question, days: tuple[datetime.date, datetime.date]) -> None:
        if question.kind is Kind.NUMBER:
            low = -_LARGEST_NUMBER if question.at_least is None else max(question.at_least, -_LARGEST_NUMBER)
            high = _LARGEST_NUMBER if question.at_most is None else min(question.at_most, _LARGEST_NUMBER)
            self._ranges[question.id] = (low, high)
        elif question.kind is Kind.DATE:
            # 'vandaag' follows the reference date, which has a range of its own: it is a bound between the two.
            earliest, latest = replace_today(question).limits(days[0])
            self._ranges[question.id] = (max(earliest.toordinal(), SAFE_DAYS[0]), min(latest.toordinal(), SAFE_DAYS[1]))
            day, reference = Expression(question.id), Expression(REFERENCE_DATE)
            always = [Bound(day, reference)] if question.earliest == "vandaag" else []
            always += [Bound(reference, day)] if question.latest == "vandaag" else []
            self._always[question.id] = tuple(always)

    def _expression(self, name: str) -> Expression:
        fact = self.tree.facts.get(name)
        if isinstance(fact, DayFrom):
            return self._expression(fact.base).moved(fact.amount, fact.unit)
        return Expression(name)

    def _bound_maker(self, subject: str) -> tuple[tuple[str, ...], Callable[[Cut], Bound]]:
        """The quantities that a subject of comparisons is computed from, and what it means that it has reached a cut."""
        fact = self.tree.facts.get(subject)
        if isinstance(fact, Between):
            start, end, unit = self._expression(fact.start), self._expression(fact.end), fact.unit
            roots = tuple(dict.fromkeys(one.quantity for one in (start, end) if one.quantity is not None))
            return roots, lambda cut: Bound(end, start.moved(cut[0], unit), cut[1])
        value = self._expression(subject)
        return (value.quantity or "",), lambda cut: Bound(value, Expression(None, cut[0]))

    def _owner(self, roots: Sequence[str]) -> str:
        """The quantity that is known last."""
        return max(roots, key=lambda root: self._place.get(root, -1))

    # Levels

    def _make_levels(self, compared: list[Compares]) -> None:
        cuts: dict[str, set[Cut]] = {}
        for one in compared:
            fact = self.tree.facts.get(one.subject)
            if isinstance(fact, Count):
                continue
            cuts.setdefault(self._level_subject(one.subject), set()).update(self._cuts(one))
        by_owner: dict[str, list[str]] = {}
        for subject in cuts:
            if subject in self.tree.facts:
                by_owner.setdefault(self._owner(self._bound_maker(subject)[0]), []).append(subject)
        related = any(self._always.values()) or any(REFERENCE_DATE in self._bound_maker(subject)[0] for subject in cuts)
        if related:
            self._add_owned(REFERENCE_DATE, [self._ordered(REFERENCE_DATE, cuts), *(self._ordered(one, cuts) for one in by_owner.get(REFERENCE_DATE, []))])
        for id in self.order:
            question = self.tree.questions[id]
            own: list[Level] = []
            match question.kind:
                case Kind.CHOICE | Kind.YES_NO:
                    own.append(AnswerLevel(id, (*(option.value for option in question.options), *([DONT_KNOW] if question.dont_know else []))))
                case Kind.SEVERAL:
                    own.append(TicksLevel(id, question.dont_know is not None))
                    own += [TickLevel(id, option.value) for option in question.options]
                case Kind.NUMBER | Kind.DATE:
                    own.append(self._ordered(id, cuts, dont_know=question.dont_know is not None))
            self._add_owned(id, [*own, *(self._ordered(one, cuts) for one in by_owner.get(id, []))])
            if len(self.levels) > _MOST_LEVELS:
                raise TooTangled(id)

    def _add_owned(self, owner: str, levels: list[Level]) -> None:
        first = len(self.levels)
        for level in levels:
            self.level_of[(level.subject, level.option if isinstance(level, TickLevel) else "")] = len(self.levels)
            self.levels.append(level)
        self.owned[owner] = tuple(range(first, len(self.levels)))

    def _ordered(self, subject: str, cuts: Mapping[str, set[Cut]], *, dont_know: bool = False) -> OrderedLevel:
        roots, bound = self._bound_maker(subject)
        found = sorted(cuts.get(subject, ()))
        if len(found) > _MOST_GROUPS:
            raise TooTangled(subject)
        return OrderedLevel(subject, tuple(found), roots, bound, dont_know)

    def _level_subject(self, subject: str) -> str:
        """The subject whose level tells what comparisons of `subject` ask.

        A fact about one day only ('a month later, in days') has no order of its own: it cuts that day itself in pieces. Facts
        that are computed in the same way share a level.
        """
        fact = self.tree.facts.get(subject)
        if not isinstance(fact, Between):
            return subject
        start, end = self._expression(fact.start), self._expression(fact.end)
        if start.quantity == end.quantity:
            return start.quantity or ""
        return self._shared.setdefault((start.moved(0, fact.unit), end), subject)

    def _cuts(self, compared: Compares) -> Iterable[Cut]:
        subject = compared.subject
        level_subject = self._level_subject(subject)
        cut, _ = cut_of(compared, of_time=isinstance(self.tree.facts.get(subject), Between))
        if level_subject == subject or level_subject in self.tree.facts:
            return [cut]
        _, bound = self._bound_maker(subject)
        return self._turns(level_subject, bound(cut), subject)

    def _turns(self, quantity: str, bound: Bound, subject: str) -> list[Cut]:
        """The days at which a bound about one day begins or ceases to hold."""
        day, last = self._ranges[quantity]
        turns: list[Cut] = []
        holds = bound.holds({quantity: day})
        while len(turns) <= _MOST_GROUPS:
            found = least_solution({quantity: (day, last)}, [bound.opposite if holds else bound])
            if found is None:
                return turns
            day = found[quantity]
            turns.append((day, 0))
            holds = not holds
        raise TooTangled(subject)

    # Which answers go together

    @cached_property
    def clusters(self) -> dict[str, frozenset[str]]:
        """Per quantity, those that hang together with it, itself included."""
        cluster = {name: frozenset({name}) for name in self._ranges}
        pairs = [level.roots for level in self.levels if isinstance(level, OrderedLevel) and len(level.roots) > 1]
        pairs += [(REFERENCE_DATE, id) for id, always in self._always.items() if always]
        for one, other in pairs:
            joined = cluster[one] | cluster[other]
            for name in joined:
                cluster[name] = joined
        return cluster

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        """Per question, the questions that arrows allow to be asked before it."""
        found: dict[str, frozenset[str]] = {}
        collected: dict[str, set[str]] = {id: set() for id in self.order}
        for id in self.order:
            found[id] = frozenset(collected[id])
            for arrow in arrows(self.tree.questions[id]):
                if arrow.target.kind == "vraag":
                    collected[arrow.target.id] |= collected[id] | {id}
        return found

    @cached_property
    def about(self) -> dict[str, frozenset[int]]:
        """Per question, the levels whose value rests on its answer: its own ones, and those that compare it with another one."""
        compared = [(number, level.roots) for number, level in enumerate(self.levels) if isinstance(level, OrderedLevel)]
        return {id: frozenset(self.owned[id]) | {number for number, roots in compared if id in roots} for id in self.order}

    def levels_of_cluster(self, quantity: str) -> frozenset[int]:
        """The levels of the quantities that hang together with one."""
        cluster = self.clusters[quantity]
        return frozenset(number for number, level in enumerate(self.levels) if isinstance(level, OrderedLevel) and not cluster.isdisjoint(level.roots))

    def together(self, id: str) -> Diagram:
        """The answers to a question that can be given, together with the answers before it (REFERENCE_DATE: the days there are)."""
        found = self._together.get(id)
        if found is None:
            question = self.tree.questions.get(id)
            match question.kind if question is not None else Kind.DATE:
                case Kind.CHOICE | Kind.YES_NO:
                    level = self.owned[id][0]
                    found = self.diagrams.values(level, range(1, self.levels[level].size))
                case Kind.SEVERAL:
                    found = self._tickings(id)
                case Kind.NUMBER | Kind.DATE:
                    found = self._quantities_together(id)
            self._together[id] = found
        return found

    def _tickings(self, id: str) -> Diagram:
        question = self.tree.questions[id]
        given, *ticks = self.owned[id]
        least = question.at_least or 0
        most = len(ticks) if question.at_most is None else question.at_most
        none_allowed = bool(question.none_of_these) or least == 0
        counts = [ALL if (count == 0 and none_allowed) or max(least, 1) <= count <= most else NONE for count in range(len(ticks) + 1)]
        for ticked, level in enumerate(reversed(ticks)):
            left = len(ticks) - ticked
            counts = [self.diagrams.node(level, (counts[count], counts[count + 1])) for count in range(left)]
        unticked = ALL
        for level in ticks:
            unticked = self.diagrams.both(unticked, self.diagrams.values(level, (0,)))
        return self.diagrams.node(given, (NONE, counts[0], unticked)[: self.levels[given].size])

    def _quantities_together(self, id: str) -> Diagram:
        """Tries the groups of the days that hang together, one level after another, and keeps those that can be together."""
        cluster = self.clusters[id]
        possible = (self.before[id] if id != REFERENCE_DATE else frozenset()) | {id, REFERENCE_DATE}
        numbers = [
            number for number, level in enumerate(self.levels)
            if isinstance(level, OrderedLevel) and not cluster.isdisjoint(level.roots) and self._owner(level.roots) in possible
        ]  # fmt: skip
        if len(cluster) == 1:
            numbers = [number for number in numbers if number in self.owned[id]]
        tried = 0

        def go(at: int, known: Solution) -> Diagram:
            nonlocal tried
            if at == len(numbers):
                return ALL
            level = self.levels[numbers[at]]
            assert isinstance(level, OrderedLevel)
            children = [NONE] * level.size
            more: dict[str, Range] = {}
            always: tuple[Bound, ...] = ()
            if level.subject in self._ranges:
                if level.subject not in (id, REFERENCE_DATE):
                    children[UNASKED] = go(at + 1, known)
                if level.dont_know:
                    children[-1] = go(at + 1, known)
                more, always = {level.subject: self._ranges[level.subject]}, self._always.get(level.subject, ())
            elif not known.values.keys() >= set(level.roots):
                children[UNASKED] = go(at + 1, known)
                return self.diagrams.node(numbers[at], tuple(children))
            for group in range(1, level.groups + 1):
                tried += 1
                if tried > _MOST_COMBINATIONS:
                    raise TooTangled(level.subject)
                found = known.also((*always, *level.bounds(group)), more)
                if found is not None:
                    children[group] = go(at + 1, found)
            return self.diagrams.node(numbers[at], tuple(children))

        return go(0, Solution({}, {}))

    # Conditions

    def holds(self, condition: Condition) -> Diagram:
        """The answers for which a condition holds."""
        found = self._compiled.get(condition)
        if found is None:
            found = self._compiled[condition] = self._compile(condition)
        return found

    def _compile(self, condition: Condition) -> Diagram:
        diagrams = self.diagrams
        match condition:
            case AnswerIs(question, values):
                return self._answer_is(question, values, opposite=False)
            case AnswerIsNot(question, values):
                return self._answer_is(question, values, opposite=True)
            case Includes(question, values) | Excludes(question, values):
                found = diagrams.values(self.level_of[(question, "")], (1,))
                for option in sorted(values):
                    found = diagrams.both(found, diagrams.values(self.level_of[(question, option)], (int(isinstance(condition, Includes)),)))
                return found
            case Compares():
                return self._compare(condition)
            case Not(inner):
                return diagrams.opposite(self.holds(inner))
            case All(conditions):
                found = ALL
                for one in conditions:
                    found = diagrams.both(found, self.holds(one))
                return found
            case AnyOf(conditions):
                found = NONE
                for one in conditions:
                    found = diagrams.either(found, self.holds(one))
                return found

    def _answer_is(self, question: str, values: frozenset[str], *, opposite: bool) -> Diagram:
        number = self.level_of[(question, "")]
        level = self.levels[number]
        if isinstance(level, AnswerLevel):
            chosen = [place for place, answer in enumerate(level.answers, start=1) if (answer in values) != opposite and not (opposite and answer == DONT_KNOW)]
        elif opposite:
            # Only 'niet: weet_ik_niet' can be asked of several answers, a number or a day: it was answered.
            chosen = list(range(1, level.groups + 1)) if isinstance(level, OrderedLevel) else [1]
        else:
            chosen = [level.size - 1]
        return self.diagrams.values(number, chosen)

    def _compare(self, condition: Compares) -> Diagram:
        fact = self.tree.facts.get(condition.subject)
        if isinstance(fact, Count):
            return self._compare_count(fact, condition)
        subject = self._level_subject(condition.subject)
        number = self.level_of[(subject, "")]
        level = self.levels[number]
        assert isinstance(level, OrderedLevel)
        cut, above = cut_of(condition, of_time=isinstance(fact, Between))
        if subject in (REFERENCE_DATE, *self.tree.questions) and subject != condition.subject:
            bound = self._bound_maker(condition.subject)[1](cut)
            first = self._ranges[subject][0]
            starts = [first, *(max(day, first) for day, _ in level.cuts)]
            chosen = [group for group, day in enumerate(starts, start=1) if bound.holds({subject: day}) == above]
        else:
            reached = level.cuts.index(cut) + 2
            chosen = list(range(reached, level.groups + 1)) if above else list(range(1, reached))
        return self.diagrams.values(number, chosen)

    def _compare_count(self, fact: Count, condition: Compares) -> Diagram:
        total = self.diagrams.leaf(0)
        for one in fact.conditions:
            added = self.diagrams.choose(self.holds(one), self.diagrams.leaf(1), self.diagrams.leaf(0))
            total = self.diagrams.combine(_plus, total, added)
        cut, above = cut_of(condition, of_time=False)
        return self.diagrams.change_leaves(lambda count: (count >= cut[0]) == above, total)

    # Answers

    def place_of(self, known: Known) -> Callable[[int], int]:
        """For answers as a walk knows them: the value at a level."""
        values: dict[str, int] = {
            name: value.toordinal() if isinstance(value, datetime.date) else value
            for name, value in known.items()
            if name in self._ranges and isinstance(value, int | datetime.date)
        }

        def at(number: int) -> int:
            level = self.levels[number]
            value = known.get(level.subject)
            if isinstance(level, OrderedLevel):
                if value == DONT_KNOW:
                    return level.size - 1
                if any(root not in values for root in level.roots):
                    return UNASKED
                return 1 + bisect_right(level.cuts, 0, key=lambda cut: 0 if level.bound(cut).holds(values) else 1)
            if value is None:
                return UNASKED
            return _place_among_answers(level, value)

        return at

    def rather_on(self, day: datetime.date, answers: Diagram) -> Diagram:
        """The answers in a set that can be given on a day; all of them when there are none, or when it is not one of the days."""
        first, last = self._ranges[REFERENCE_DATE]
        at = self.place_of({REFERENCE_DATE: day})
        on_day = answers if first <= day.toordinal() <= last else NONE
        for number in self.diagrams.looks_at(answers).intersection(self.owned.get(REFERENCE_DATE, ())):
            on_day = self.diagrams.both(on_day, self.diagrams.values(number, (at(number),)))
        return answers if on_day == NONE else on_day

    def answers(self, found: Mapping[int, int], near: datetime.date | None = None) -> dict[str, Value]:
        """Answers that lie at the values of `found` (level → value); what it leaves open is taken as it comes.

        Only questions whose own level has a value are answered. Days are taken near the day `near` when they can be.
        """
        known: dict[str, Value] = {}
        quantities: set[str] = set()
        for number, value in found.items():
            level = self.levels[number]
            if value == UNASKED and not isinstance(level, TickLevel):
                continue
            match level:
                case AnswerLevel(subject, answers):
                    known[subject] = answers[value - 1]
                case TicksLevel(subject):
                    known[subject] = DONT_KNOW if value == 2 else frozenset()
                case OrderedLevel(subject):
                    if level.dont_know and value == level.size - 1:
                        known[subject] = DONT_KNOW
                    elif subject in self._ranges:
                        quantities.add(subject)
                case _:
                    pass
        for subject in [subject for subject, value in known.items() if value == frozenset()]:
            options = (option.value for option in self.tree.questions[subject].options)
            known[subject] = frozenset(option for option in options if found.get(self.level_of[(subject, option)]))
        known.update(self._days_and_numbers(found, quantities, near))
        return known

    def _days_and_numbers(self, found: Mapping[int, int], quantities: set[str], near: datetime.date | None) -> dict[str, Value]:
        if not quantities:
            return {}
        quantities = quantities | ({REFERENCE_DATE} if (REFERENCE_DATE, "") in self.level_of else set())
        bounds = [bound for name in quantities for bound in self._always.get(name, ())]
        for number, value in found.items():
            level = self.levels[number]
            if isinstance(level, OrderedLevel) and 0 < value <= level.groups and quantities.issuperset(level.roots):
                bounds += level.bounds(value)
        ranges = {name: self._ranges[name] for name in quantities}
        days = {name for name in quantities if name == REFERENCE_DATE or self.tree.questions[name].kind is Kind.DATE}
        solution = None
        for reach in (45, 400, 4_000) if near is not None else ():
            # A reader recognises a day of this year better than one in 1900.
            assert near is not None
            around = (near.toordinal() - reach, near.toordinal() + reach)
            closer = {name: (max(low, around[0]), min(high, around[1])) if name in days else (low, high) for name, (low, high) in ranges.items()}
            first, last = closer.get(REFERENCE_DATE, around)
            today = {REFERENCE_DATE: (near.toordinal(), near.toordinal())} if REFERENCE_DATE in closer and first <= near.toordinal() <= last else {}
            solution = least_solution(closer | today, bounds) or least_solution(closer, bounds)
            if solution is not None:
                break
        solution = solution or least_solution(ranges, bounds)
        assert solution is not None
        small = {name: self._small(name, ranges[name], bounds) for name in quantities - days}
        return {name: datetime.date.fromordinal(value) if name in days else small[name] for name, value in solution.items()}

    @staticmethod
    def _small(name: str, range: Range, bounds: list[Bound]) -> int:
        """A number that is not needlessly far from zero, where a question names no smallest or largest one."""
        found = Solution({name: range[0]}, {name: range[1]}).also(bound for bound in bounds if name in (bound.left.quantity, bound.right.quantity))
        assert found is not None
        return min(max(found.values[name], 0), found.highest[name])


def _plus(one: int, other: int) -> int:
    return one + other


def _place_among_answers(level: AnswerLevel | TicksLevel | TickLevel, value: Value) -> int:
    match level:
        case AnswerLevel(answers=answers):
            return answers.index(str(value)) + 1
        case TicksLevel():
            return 2 if value == DONT_KNOW else 1
        case TickLevel(option=option):
            return int(isinstance(value, frozenset) and option in value)


def replace_today(question: Question) -> Question:
    """The question without the bounds that follow the reference date."""
    return replace(
        question, earliest=None if question.earliest == "vandaag" else question.earliest, latest=None if question.latest == "vandaag" else question.latest
    )
