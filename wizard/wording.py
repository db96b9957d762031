"""Conditions in words that readers and editors understand."""

from __future__ import annotations

import datetime

from knowledge.dutch_dates import dutch_day
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
    Excludes,
    Includes,
    Not,
)
from wizard.tree import Kind, Tree, join_words

_NUMBER_WORDS = {Comparison.AT_LEAST: "minstens", Comparison.AT_MOST: "hoogstens", Comparison.MORE: "meer dan", Comparison.LESS: "minder dan"}
_DAY_WORDS = {Comparison.AT_LEAST: "op of na", Comparison.AT_MOST: "op of voor", Comparison.MORE: "na", Comparison.LESS: "voor"}


def subject_name(tree: Tree, name: str) -> str:
    """How a sentence calls a question, a fact or the reference date."""
    return f"“{tree.questions[name].text}”" if name in tree.questions else fact_name(tree, name)


def fact_name(tree: Tree, name: str) -> str:
    """How a sentence calls a fact or the reference date."""
    if name == REFERENCE_DATE:
        return "de dag waarvoor het antwoord geldt"
    return tree.facts[name].name or name.replace("_", " ")


def is_time(tree: Tree, name: str) -> bool:
    """Whether a name stands for an amount of time."""
    return isinstance(tree.facts.get(name), Between)


def condition_words(tree: Tree, condition: Condition) -> str:
    """'op “In welke rol komt deze persoon?” is het antwoord: Leraar of LIO'."""
    match condition:
        case AnswerIs(question, values):
            return f"bij {subject_name(tree, question)}: {join_words(_labels(tree, question, values), 'of')}"
        case AnswerIsNot(question, values):
            return f"bij {subject_name(tree, question)}: niet {join_words(_labels(tree, question, values), 'of')}"
        case Includes(question, values):
            return f"bij {subject_name(tree, question)} is gekozen: {join_words(_labels(tree, question, values))}"
        case Excludes(question, values):
            return f"bij {subject_name(tree, question)} is niet gekozen: {join_words(_labels(tree, question, values), 'of')}"
        case Compares(subject, comparison, bound):
            return f"{subject_name(tree, subject)} is {_bound_words(tree, subject, comparison, bound)}"
        case All((Compares(subject, Comparison.AT_LEAST, int(bound)), Compares(other, Comparison.AT_MOST, most))) if (other, most) == (subject, bound):
            return f"{subject_name(tree, subject)} is {bound} {unit_of(tree, subject)}".rstrip()
        case All(conditions):
            return join_words([condition_words(tree, one) for one in conditions])
        case AnyOf(conditions):
            return join_words([condition_words(tree, one) for one in conditions], "of")
        case Not(inner):
            return f"niet: {condition_words(tree, inner)}"


def _labels(tree: Tree, question_id: str, values: frozenset[str]) -> list[str]:
    question = tree.questions[question_id]
    chosen = [option.label for option in question.options if option.value in values]
    if DONT_KNOW in values and question.dont_know:
        chosen.append(question.dont_know.label)
    return chosen


def _bound_words(tree: Tree, subject: str, comparison: Comparison, bound: int | datetime.date) -> str:
    if isinstance(bound, datetime.date):
        return f"{_DAY_WORDS[comparison]} {dutch_day(bound)}"
    return f"{_NUMBER_WORDS[comparison]} {bound} {unit_of(tree, subject)}".rstrip()


def unit_of(tree: Tree, subject: str) -> str:
    """The unit of an amount of time or a number; '' when it has none."""
    fact = tree.facts.get(subject)
    question = tree.questions.get(subject)
    return fact.unit.value if isinstance(fact, Between) else question.unit if question and question.kind is Kind.NUMBER else ""
