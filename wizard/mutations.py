"""Small changes to a tree, one at a time, to find out how good its scenarios are: what no scenario notices, none guards.

A change that nobody could notice is left out where that is easy to see: trading places between two rules that exclude each
other, or a change to a rule just above the rest that leads where the rest leads.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from knowledge.yaml_source import Place
from wizard.calendar_units import Unit, add
from wizard.conditions import (
    DONT_KNOW,
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
    Fact,
    Includes,
    Not,
)
from wizard.reading import NOT, ONE_OF
from wizard.tree import NO, NONE_OF_THESE, TREE_PREFIX, YES, Kind, Outcome, Part, Question, Rule, Target, Tree

_Leaf: TypeAlias = AnswerIs | AnswerIsNot | Includes | Excludes | Compares

_DAY_WORDS = {Comparison.AT_LEAST: "vanaf", Comparison.AT_MOST: "tot_en_met", Comparison.MORE: "na", Comparison.LESS: "voor"}
_OPPOSITE = {
    Comparison.AT_LEAST: Comparison.LESS,
    Comparison.AT_MOST: Comparison.MORE,
    Comparison.MORE: Comparison.AT_MOST,
    Comparison.LESS: Comparison.AT_LEAST,
}
_SIBLING = {
    Comparison.AT_LEAST: Comparison.MORE,
    Comparison.AT_MOST: Comparison.LESS,
    Comparison.MORE: Comparison.AT_LEAST,
    Comparison.LESS: Comparison.AT_MOST,
}
_YES_AND_NO = {YES: NO, NO: YES}
_LONGEST_NAME = 60


class MutationKind(StrEnum):
    """What sort of change was made."""

    SWAPPED_YES_NO = "ja en nee verwisseld"
    MOVED_ARROW = "pijl verlegd"
    DROPPED_OPTION = "antwoord weggelaten"
    SHIFTED_BOUND = "grens verschoven"
    NEGATED_CONDITION = "voorwaarde omgekeerd"
    DROPPED_CONDITION = "voorwaarde weggelaten"
    DROPPED_RULE = "regel weggelaten"
    SWAPPED_RULES = "regels verwisseld"
    DROPPED_PART = "onderdeel weggelaten"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A tree with one small change. `words` is one sentence for an editor, `place` is what changed, as a place in the file.

    `question` is the question whose rules changed; None when a fact or a part of an outcome did.
    """

    tree: Tree
    words: str
    place: Place
    kind: MutationKind
    question: str | None


def mutants(tree: Tree) -> Iterator[Mutant]:
    """Every small change to `tree`: to its questions, its facts and the parts of its outcomes, each in the order of the file.

    The tree must have no circles; then no mutant has one. A target per answer (`daarna: {ja: mag}`) holds no condition that
    an editor wrote, so such an arrow is moved and dropped but not negated.
    """
    other_verdicts = _other_verdicts(tree)
    for question in tree.questions.values():
        yield from _QuestionMutator(tree, question, other_verdicts).mutants()
    for name, fact in tree.facts.items():
        yield from _fact_mutants(tree, name, fact)
    for outcome in tree.outcomes.values():
        yield from _part_mutants(tree, outcome)


# Conditions as they stand in the file


def as_written(tree: Tree, condition: Condition) -> str:
    """A condition as an editor writes it, without the outer braces: 'rol: lio, leeftijd: {hoogstens: 6}'."""
    match condition:
        case All(conditions):
            if low := _exact_number(tree, condition):
                return f"{low.subject}: {low.bound}"
            return _together_as_written(tree, conditions)
        case AnyOf(conditions):
            return f"{ONE_OF}: [{', '.join(f'{{{as_written(tree, one)}}}' for one in conditions)}]"
        case Not(inner):
            return f"{NOT}: {{{as_written(tree, inner)}}}"
        case _:
            name, words = _leaf_as_written(tree, condition)
            return f"{name}: {words}"


def _together_as_written(tree: Tree, conditions: Sequence[Condition]) -> str:
    entries = [_leaf_as_written(tree, one) for one in conditions if isinstance(one, _Leaf)]
    names = {name for name, _ in entries}
    # Two bounds on one subject stand behind its name together: 'dagen: {minstens: 2, hoogstens: 5}'.
    if len(entries) == len(conditions) and len(names) == 1 and all(words.startswith("{") for _, words in entries):
        return f"{names.pop()}: {{{', '.join(words[1:-1] for _, words in entries)}}}"
    return ", ".join(as_written(tree, one) for one in conditions)


def _leaf_as_written(tree: Tree, leaf: _Leaf) -> tuple[str, str]:
    """What stands before and after the colon."""
    match leaf:
        case AnswerIs(question):
            return question, _list_as_written(tree, leaf)
        case AnswerIsNot(question):
            return question, f"{{{NOT}: {_list_as_written(tree, leaf)}}}"
        case Includes(question):
            return question, f"{{bevat: {_list_as_written(tree, leaf)}}}"
        case Excludes(question, values):
            if tree.questions[question].none_of_these and values == tree.questions[question].values:
                return question, NONE_OF_THESE
            return question, f"{{bevat_niet: {_list_as_written(tree, leaf)}}}"
        case Compares(subject, comparison, bound):
            word = _DAY_WORDS[comparison] if isinstance(bound, datetime.date) else comparison.value
            return subject, f"{{{word}: {bound}}}"


def _list_as_written(tree: Tree, leaf: AnswerIs | AnswerIsNot | Includes | Excludes) -> str:
    names = _in_order(tree, leaf)
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _in_order(tree: Tree, leaf: AnswerIs | AnswerIsNot | Includes | Excludes) -> list[str]:
    """The answers that a condition names, as its question lists them."""
    return [value for value in (*(option.value for option in tree.questions[leaf.question].options), DONT_KNOW) if value in leaf.values]


def _name(tree: Tree, article: str, noun: str, conditions: Sequence[Condition | None], number: int) -> str:
    """How a sentence calls one rule or part: by its condition, or by its number when that is long or not the only one."""
    condition = conditions[number]
    words = as_written(tree, condition) if condition is not None and conditions.count(condition) == 1 else ""
    return f"{article} {noun} met {words}" if 0 < len(words) <= _LONGEST_NAME else f"{article} {number + 1}e {noun}"


def _exact_number(tree: Tree, condition: Condition) -> Compares | None:
    """The lower of the two bounds that `dagen: 3` was read as; None for any other condition.

    The same bounds on an amount of time are two bounds: no editor can write them as one.
    """
    match condition:
        case All((Compares(subject, Comparison.AT_LEAST, int()) as low, Compares(_, Comparison.AT_MOST, int()) as high)):
            if low == replace(high, comparison=Comparison.AT_LEAST) and not isinstance(tree.facts.get(subject), Between):
                return low
    return None


# Changes to a condition


@dataclass(frozen=True, slots=True)
class _Changed:
    """A changed condition. `words` ends a sentence that begins with where the condition stands."""

    condition: Condition
    kind: MutationKind
    words: str


def _instead(tree: Tree, new: Condition, old: Condition, kind: MutationKind) -> _Changed:
    return _Changed(new, kind, f"staat {as_written(tree, new)} in plaats van {as_written(tree, old)}")


def _changes(tree: Tree, condition: Condition) -> Iterator[_Changed]:
    """Every change to a condition, from left to right."""
    yield from _changes_within(tree, condition)
    opposite = _opposite(tree, condition)
    if opposite is not None:
        yield _instead(tree, opposite, condition, MutationKind.NEGATED_CONDITION)


def _changes_within(tree: Tree, condition: Condition) -> Iterator[_Changed]:
    match condition:
        case Not(inner):
            # The opposite of `inner` is left to whoever asks for the opposite of the whole: that is `inner` without 'niet'.
            for change in _changes_within(tree, inner):
                yield replace(change, condition=Not(change.condition))
        case All() if low := _exact_number(tree, condition):
            yield from _exact_changes(tree, condition, low)
        case All(conditions) | AnyOf(conditions):
            kind = type(condition)
            for number, one in enumerate(conditions):
                before, after = conditions[:number], conditions[number + 1 :]
                for change in _changes(tree, one):
                    yield replace(change, condition=kind((*before, change.condition, *after)))
                if len(conditions) > 1:
                    left = (*before, *after)
                    words = f"is {as_written(tree, one)} weggelaten"
                    yield _Changed(left[0] if len(left) == 1 else kind(left), MutationKind.DROPPED_CONDITION, words)
        case Compares():
            yield from _bound_changes(tree, condition)
        case _:
            yield from _option_changes(tree, condition)


def _exact_changes(tree: Tree, condition: All, low: Compares) -> Iterator[_Changed]:
    for shifted in _shifted(low):
        yield _instead(tree, All((shifted, replace(shifted, comparison=Comparison.AT_MOST))), condition, MutationKind.SHIFTED_BOUND)
    for bound in condition.conditions:
        yield _instead(tree, bound, condition, MutationKind.DROPPED_CONDITION)


def _bound_changes(tree: Tree, condition: Compares) -> Iterator[_Changed]:
    for shifted in _shifted(condition):
        words = f'is de grens van "{condition.subject}" {shifted.bound} in plaats van {condition.bound}'
        yield _Changed(shifted, MutationKind.SHIFTED_BOUND, words)
    fact = tree.facts.get(condition.subject)
    # 'Hoogstens 6 maanden' and 'minder dan 6 maanden' differ by one day; for whole numbers and days the sibling is a shift.
    if isinstance(fact, Between) and fact.unit is not Unit.DAYS:
        sibling = replace(condition, comparison=_SIBLING[condition.comparison])
        yield _instead(tree, sibling, condition, MutationKind.SHIFTED_BOUND)


def _shifted(condition: Compares) -> list[Compares]:
    """The same comparison with a bound one lower and one higher."""
    bound = condition.bound
    return [replace(condition, bound=add(bound, shift, Unit.DAYS) if isinstance(bound, datetime.date) else bound + shift) for shift in (-1, 1)]


def _option_changes(tree: Tree, condition: AnswerIs | AnswerIsNot | Includes | Excludes) -> Iterator[_Changed]:
    if len(condition.values) == 1:
        return
    for value in _in_order(tree, condition):
        # 'Niet lio' does not hold for 'weet ik niet' either, so that there it makes no difference.
        if not (isinstance(condition, AnswerIsNot) and value == DONT_KNOW):
            words = f'is {value} weggelaten bij "{condition.question}"'
            yield _Changed(replace(condition, values=condition.values - {value}), MutationKind.DROPPED_OPTION, words)


def _opposite(tree: Tree, condition: Condition) -> Condition | None:
    """What holds when `condition` does not; None for a condition that joins others."""
    if low := _exact_number(tree, condition):
        return AnyOf((replace(low, comparison=Comparison.LESS), replace(low, comparison=Comparison.MORE)))
    match condition:
        case Not(inner):
            return inner
        case AnswerIs(question, values) | AnswerIsNot(question, values) if tree.questions[question].kind is Kind.YES_NO and values in ({YES}, {NO}):
            # The same as 'not this answer', in the words that swapping yes and no uses.
            return _yes_and_no_swapped(condition, question)
        case AnswerIs(question, values):
            return AnswerIsNot(question, values)
        case AnswerIsNot(question, values):
            return AnswerIs(question, values)
        case Includes(question, values) if len(values) == 1:
            return Excludes(question, values)
        case Excludes(question, values) if len(values) == 1:
            return Includes(question, values)
        case Includes() | Excludes():
            return Not(condition)
        case Compares(comparison=comparison):
            return replace(condition, comparison=_OPPOSITE[comparison])
    return None


def _yes_and_no_swapped(condition: Condition, question_id: str) -> Condition:
    match condition:
        case All(conditions) | AnyOf(conditions):
            return type(condition)(tuple(_yes_and_no_swapped(one, question_id) for one in conditions))
        case Not(inner):
            return Not(_yes_and_no_swapped(inner, question_id))
        case AnswerIs(question, values) | AnswerIsNot(question, values) if question == question_id:
            return replace(condition, values=frozenset(_YES_AND_NO.get(value, value) for value in values))
    return condition


def _exclude_each_other(one: Condition, other: Condition) -> bool:
    """Whether two conditions certainly never hold together."""
    match one:
        case All(conditions):
            return any(_exclude_each_other(inner, other) for inner in conditions)
        case AnyOf(conditions):
            return all(_exclude_each_other(inner, other) for inner in conditions)
    match one, other:
        case _, All() | AnyOf():
            return _exclude_each_other(other, one)
        case AnswerIs(question, values), AnswerIs(same, others) if question == same:
            return values.isdisjoint(others)
        case (AnswerIs(question, values), AnswerIsNot(same, others)) | (AnswerIsNot(same, others), AnswerIs(question, values)) if question == same:
            return values <= others | {DONT_KNOW}
        case Compares(subject), Compares(same) if subject == same:
            return _no_value_between(one, other) or _no_value_between(other, one)
    return False


def _no_value_between(low: Compares, high: Compares) -> bool:
    """Whether `low` is a lower bound that lies above the upper bound `high`."""
    if low.comparison not in (Comparison.AT_LEAST, Comparison.MORE) or high.comparison not in (Comparison.AT_MOST, Comparison.LESS):
        return False
    least, most = _number(low.bound), _number(high.bound)
    return least > most or (least == most and (low.comparison, high.comparison) != (Comparison.AT_LEAST, Comparison.AT_MOST))


def _number(bound: int | datetime.date) -> int:
    return bound.toordinal() if isinstance(bound, datetime.date) else bound


# Changes to a question


def _other_verdicts(tree: Tree) -> Mapping[str, Target]:
    """Per outcome, the next outcome in the file (after the last one the first) with another verdict; absent when there is none."""
    outcomes = list(tree.outcomes.values())
    found: dict[str, Target] = {}
    for number, outcome in enumerate(outcomes):
        other = next((one for one in (*outcomes[number + 1 :], *outcomes[:number]) if one.verdict != outcome.verdict), None)
        if other is not None:
            found[outcome.id] = Target("uitkomst", other.id)
    return found


def _effect(question: Question) -> tuple[object, ...]:
    """What the arrows of a question come to: a rule just above the rest that leads where the rest leads adds nothing."""
    rules = [(rule.condition, rule.target) for rule in question.rules]
    while len(rules) > 1 and rules[-1][0] is None and rules[-2][1] == rules[-1][1]:
        del rules[-2]
    return question.dont_know, *rules


def _own_answer(rule: Rule) -> str:
    """The answer whose own target this is (`daarna: {ja: mag}`); '' for a rule with 'als' and for the rest."""
    match rule:
        case Rule(AnswerIs(), _, (*_, str(answer))):
            return answer
    return ""


@dataclass(frozen=True, slots=True)
class _QuestionMutator:
    """Makes the mutants of one question."""

    tree: Tree
    question: Question
    other_verdicts: Mapping[str, Target]

    def mutants(self) -> Iterator[Mutant]:
        seen = {_effect(self.question)}
        for question, kind, place, words in self._changes():
            effect = _effect(question)
            if effect not in seen:
                seen.add(effect)
                yield Mutant(replace(self.tree, questions={**self.tree.questions, question.id: question}), words, place, kind, question.id)

    def _changes(self) -> Iterator[tuple[Question, MutationKind, Place, str]]:
        question, place = self.question, ("vragen", self.question.id)
        if question.dont_know:
            for target in self._new_targets(question.dont_know.target, question.rules):
                words = self._moved_words(f"het antwoord {DONT_KNOW}", question.dont_know.target, target)
                yield replace(question, dont_know=replace(question.dont_know, target=target)), MutationKind.MOVED_ARROW, (*place, DONT_KNOW), words
        if question.kind is Kind.YES_NO:
            words = f'Bij "{question.id}" zijn ja en nee verwisseld.'
            yield replace(question, rules=self._rules_with_yes_and_no_swapped()), MutationKind.SWAPPED_YES_NO, (*place, "daarna"), words
        for number, rule in enumerate(question.rules):
            for rules, kind, words in self._rule_changes(number):
                yield replace(question, rules=rules), kind, rule.source, words

    def _rules_with_yes_and_no_swapped(self) -> tuple[Rule, ...]:
        rules = self.question.rules
        targets = {_own_answer(rule): rule.target for rule in rules}
        if targets.keys() == {YES, NO}:
            return tuple(replace(rule, target=targets[_YES_AND_NO[_own_answer(rule)]]) for rule in rules)
        return tuple(rule if rule.condition is None else replace(rule, condition=_yes_and_no_swapped(rule.condition, self.question.id)) for rule in rules)

    def _rule_changes(self, number: int) -> Iterator[tuple[tuple[Rule, ...], MutationKind, str]]:
        rules, name = self.question.rules, self._rule_name(number)
        before, rule, after = rules[:number], rules[number], rules[number + 1 :]
        for target in self._new_targets(rule.target, (*after, *before)):
            yield (*before, replace(rule, target=target), *after), MutationKind.MOVED_ARROW, self._moved_words(name, rule.target, target)
        if rule.condition is None:
            return
        if not _own_answer(rule):
            for change in _changes(self.tree, rule.condition):
                yield (*before, replace(rule, condition=change.condition), *after), change.kind, f'In {name} bij "{self.question.id}" {change.words}.'
        if before or after:
            gone = f'Bij "{self.question.id}" leidt {name} nergens heen.' if _own_answer(rule) else f'D{name[1:]} bij "{self.question.id}" is weggelaten.'
            yield (*before, *after), MutationKind.DROPPED_RULE, gone
        # Below the rest a rule never applies, as if it were dropped.
        if after and after[0].condition and after[0].target != rule.target and not _exclude_each_other(rule.condition, after[0].condition):
            words = f'Bij "{self.question.id}" zijn {name} en {self._rule_name(number + 1)} verwisseld.'
            yield (*before, after[0], rule, *after[1:]), MutationKind.SWAPPED_RULES, words

    def _new_targets(self, target: Target, siblings: Sequence[Rule]) -> Iterator[Target]:
        """The target of the next rule that leads elsewhere, and the next outcome with another verdict.

        No circle can come of them: the question has an arrow to the first already, and the second is an end.
        """
        others = [rule.target for rule in siblings]
        if self.question.dont_know:
            others.append(self.question.dont_know.target)
        yield from [other for other in others if other != target][:1]
        if target.kind == "uitkomst" and target.id in self.other_verdicts:
            yield self.other_verdicts[target.id]

    def _rule_name(self, number: int) -> str:
        rules = self.question.rules
        if answer := _own_answer(rules[number]):
            return f"het antwoord {answer}"
        if rules[number].condition is None:
            return "de regel voor alle andere gevallen" if len(rules) > 1 else "elk antwoord"
        return _name(self.tree, "de", "regel", [rule.condition for rule in rules], number)

    def _moved_words(self, name: str, old: Target, new: Target) -> str:
        return f'Bij "{self.question.id}" leidt {name} naar "{_target_name(new)}" in plaats van "{_target_name(old)}".'


def _target_name(target: Target) -> str:
    return f"{TREE_PREFIX}{target.id}" if target.kind == "boom" else target.id


# Changes to a fact, and to a part of an outcome


def _fact_mutants(tree: Tree, name: str, fact: Fact) -> Iterator[Mutant]:
    seen = {fact}
    for changed, kind, words in _fact_changes(tree, fact):
        if changed not in seen:
            seen.add(changed)
            yield Mutant(replace(tree, facts={**tree.facts, name: changed}), f'In het feit "{name}" {words}.', ("feiten", name), kind, None)


def _fact_changes(tree: Tree, fact: Fact) -> Iterator[tuple[Fact, MutationKind, str]]:
    match fact:
        case DayFrom(amount=amount):
            for shift in (-1, 1):
                words = f"staat {_amount_as_written(amount + shift)} in plaats van {_amount_as_written(amount)}"
                yield replace(fact, amount=amount + shift), MutationKind.SHIFTED_BOUND, words
        case Count(conditions):
            for number, condition in enumerate(conditions):
                before, after = conditions[:number], conditions[number + 1 :]
                for change in _changes(tree, condition):
                    yield replace(fact, conditions=(*before, change.condition, *after)), change.kind, change.words
                if before or after:
                    yield replace(fact, conditions=(*before, *after)), MutationKind.DROPPED_CONDITION, f"is {as_written(tree, condition)} weggelaten"


def _amount_as_written(amount: int) -> str:
    return f"min: {-amount}" if amount < 0 else f"plus: {amount}"


def _part_mutants(tree: Tree, outcome: Outcome) -> Iterator[Mutant]:
    conditions = [part.condition for part in outcome.parts]
    for number, part in enumerate(outcome.parts):
        before, after = outcome.parts[:number], outcome.parts[number + 1 :]
        place = ("uitkomsten", outcome.id, "onderdelen", number)
        name = f'{_name(tree, "het", "onderdeel", conditions, number)} van "{outcome.id}"'
        seen = {part.condition}
        for change in _changes(tree, part.condition):
            if change.condition not in seen:
                seen.add(change.condition)
                parts = (*before, replace(part, condition=change.condition), *after)
                yield Mutant(_with_parts(tree, outcome, parts), f"In {name} {change.words}.", place, change.kind, None)
        # Of two equal neighbours it makes no difference which one is dropped.
        if before[-1:] != (part,):
            yield Mutant(_with_parts(tree, outcome, (*before, *after)), f"H{name[1:]} is weggelaten.", place, MutationKind.DROPPED_PART, None)


def _with_parts(tree: Tree, outcome: Outcome, parts: tuple[Part, ...]) -> Tree:
    return replace(tree, outcomes={**tree.outcomes, outcome.id: replace(outcome, parts=parts)})
