"""Trees that go on in each other: whether a reader can be sent round, from one tree into another and back again.

Answers to questions of the same name go along, so that a tree that can lead back need not do so for the answers that come in. That
is followed from tree to tree, for each question by itself: a circle that is found may need answers that do not come together, one
that is not found does not exist.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wizard.answer_space import UNASKED, AnswerLevel
from wizard.diagrams import NONE, Diagram, TooLarge
from wizard.proof import Proof, end_name, prove_in, target_of, ways_of
from wizard.proved import ProvedTree
from wizard.quantities import TooTangled
from wizard.tree import TREE_PREFIX, Kind, Tree

# More ways of coming to a tree than any set of trees for people has; beyond it a circle may be missed.
_MOST_STATES = 500

# Per question, the answers with which it can arrive; a question that is not named is asked.
Carried = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Circle:
    """`trees` are the ids of trees that lead round, from the first back to itself; `source` is the place of the arrow that begins it."""

    trees: tuple[str, ...]
    source: tuple[str | int, ...]


def circles(trees: Mapping[str, ProvedTree]) -> Iterator[Circle]:
    """The ways round, each once for the tree where it begins first.

    Where readers can come to a tree along several ways with the same answers, one of those ways is told.
    """
    found: set[frozenset[str]] = set()
    for id in trees:
        for road in _ways_back(trees, id):
            if frozenset(road) not in found:
                found.add(frozenset(road))
                yield Circle(road, _arrow(trees[id].tree, road[1 % len(road)]))


def _ways_back(trees: Mapping[str, ProvedTree], start: str) -> Iterator[tuple[str, ...]]:
    """The trees on ways from `start` back to itself, the shortest first. Each tree is looked at once for the same answers that come in."""
    waiting: deque[tuple[str, Carried, tuple[str, ...]]] = deque([(start, {}, (start,))])
    seen = {(start, frozenset[tuple[str, frozenset[str]]]())}
    while waiting:
        id, carried, road = waiting.popleft()
        for other, going_along in _next(trees, id, carried):
            state = (other, frozenset(going_along.items()))
            if other == start:
                yield road
            elif state not in seen and len(seen) < _MOST_STATES:
                seen.add(state)
                waiting.append((other, going_along, (*road, other)))


def _next(trees: Mapping[str, ProvedTree], id: str, carried: Carried) -> Iterator[tuple[str, Carried]]:
    """The trees that a tree goes on in when it is come to with the answers `carried`, each with what goes along."""
    proved = trees[id]
    others = sorted(name for end in proved.proof.arriving if end.startswith(TREE_PREFIX) and (name := end.removeprefix(TREE_PREFIX)) in trees)
    if not others:
        return
    names = {name for other in others for name in trees[other].tree.questions} & set(proved.tree.questions)
    try:
        with proved.diagrams.room(200_000):
            proof = prove_in(proved.space, names, {name: answers for name, answers in carried.items() if name in proved.tree.questions})
    except (TooTangled, TooLarge):
        return
    for other in others:
        arriving = proof.arriving.get(f"{TREE_PREFIX}{other}", NONE)
        if arriving != NONE:
            yield other, _carried(proof, arriving, proved.tree, trees[other].tree)


def _carried(proof: Proof, arriving: Diagram, tree: Tree, into: Tree) -> Carried:
    """The answers that go along with a set of answers into another tree."""
    found: Carried = {}
    for name in tree.questions if not tree.sensitive or into.sensitive else ():
        number = proof.space.level_of[(name, "")]
        level = proof.space.levels[number]
        if name not in into.questions or not isinstance(level, AnswerLevel):
            continue
        values = [value for value in range(level.size) if proof.diagrams.both(arriving, proof.diagrams.values(number, (value,))) != NONE]
        answers = frozenset(level.answers[value - 1] for value in values if value != UNASKED)
        # An answer that the other tree does not know is asked again there; one of several is not followed.
        asked = into.questions[name]
        if UNASKED not in values and asked.kind in (Kind.CHOICE, Kind.YES_NO) and answers <= asked.labels.keys():
            found[name] = answers
    return found


def _arrow(tree: Tree, other: str) -> tuple[str | int, ...]:
    for question in tree.questions.values():
        for rule in ways_of(question):
            if end_name(target_of(question, rule)) == f"{TREE_PREFIX}{other}":
                return question.rules[rule].source if rule >= 0 else ("vragen", question.id, "weet_ik_niet")
    return ("start",)
