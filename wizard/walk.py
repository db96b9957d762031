"""A walk: where answers lead, on a day. A pure function; nothing is remembered between calls."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from wizard.conditions import REFERENCE_DATE, Known, Value
from wizard.tree import Answers, Misanswered, Outcome, Question, RawAnswer, Tree


class Stop(NamedTuple):
    """A question on the road and the answer given there."""

    question: Question
    value: Value


@dataclass(frozen=True, slots=True)
class Jump:
    """The road goes on in another tree."""

    tree_id: str


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """No rule takes these answers: a fault in the tree. `question` is where the road stops."""

    question: Question


End: TypeAlias = Question | Outcome | Jump | DeadEnd


@dataclass(frozen=True, slots=True)
class Walk:
    """The road that answers take through a tree.

    `road` are the answered questions in order, `end` is where it stops. `known` holds the answers on the road and the
    reference date: all that conditions and texts may see. `misanswered` says what is wrong with the answer to the question
    where the road stopped, when there was one. `ignored` are the answers that are off the road: kept, but without effect.
    """

    tree: Tree
    on: datetime.date
    road: tuple[Stop, ...]
    end: End
    known: Known
    misanswered: str
    ignored: tuple[str, ...]

    def answers(self) -> dict[str, RawAnswer]:
        """The answers on the road, as they travel."""
        return {stop.question.id: stop.question.write(stop.value) for stop in self.road}


def walk(tree: Tree, answers: Answers, on: datetime.date) -> Walk:
    """Follow `answers` (question → answer as it travels) through `tree` on reference date `on`.

    Never raises for answers, whatever they are. The tree must have no circles; the check sees to that.
    """
    known: dict[str, Value] = {REFERENCE_DATE: on}
    road: list[Stop] = []
    questions, ways = tree.questions, tree.ways
    place = questions[tree.start]
    misanswered = ""
    end: End
    while True:
        id = place.id
        raw = answers.get(id)
        if raw is None:
            end = place
            break
        value = place.fixed.get(raw)
        if value is None:
            try:
                value = place.read(raw, on)
            except Misanswered as fault:
                end, misanswered = place, str(fault)
                break
        known[id] = value
        road.append(Stop(place, value))
        target = ways[id](known, value)
        if target is None:
            end = DeadEnd(place)
            break
        if target.kind == "vraag":
            place = questions[target.id]
        else:
            end = tree.outcomes[target.id] if target.kind == "uitkomst" else Jump(target.id)
            break
    ignored = tuple(name for name in answers if name not in known and name != place.id) if len(answers) > len(road) else ()
    return Walk(tree, on, tuple(road), end, known, misanswered, ignored)
