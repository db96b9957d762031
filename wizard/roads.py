"""The arrows of a tree, whatever the conditions say: what can be reached, what ends, what goes round, how long it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from wizard.tree import Target, Tree, arrows


@dataclass(frozen=True, slots=True)
class Roads:
    """What the arrows of one tree say.

    `unreached` are questions and outcomes that no arrow from the start reaches, `endless` are reached questions from which
    no outcome or other tree can be reached, `circle` is a round of questions (empty when there is none).
    """

    unreached_questions: tuple[str, ...]
    unreached_outcomes: tuple[str, ...]
    endless: tuple[str, ...]
    circle: tuple[str, ...]


def _targets(tree: Tree) -> dict[str, tuple[Target, ...]]:
    return {id: tuple(dict.fromkeys(arrow.target for arrow in arrows(question))) for id, question in tree.questions.items()}


def _circle(start: str, onward: Mapping[str, list[str]]) -> tuple[str, ...]:
    """A round of questions that can be reached from `start`, or () when there is none. Iterative, so that length is no limit."""
    finished: set[str] = set()
    on_road: dict[str, int] = {start: 0}
    road = [start]
    waiting = [iter(onward[start])]
    while waiting:
        following = next(waiting[-1], None)
        if following is None:
            waiting.pop()
            done = road.pop()
            del on_road[done]
            finished.add(done)
        elif following in on_road:
            return tuple(road[on_road[following] :])
        elif following not in finished:
            on_road[following] = len(road)
            road.append(following)
            waiting.append(iter(onward[following]))
    return ()


def survey(tree: Tree) -> Roads:
    """Follow every arrow of `tree` once."""
    targets = _targets(tree)
    onward = {id: [target.id for target in found if target.kind == "vraag"] for id, found in targets.items()}
    reached = {tree.start}
    waiting = [tree.start]
    while waiting:
        for id in onward[waiting.pop()]:
            if id not in reached:
                reached.add(id)
                waiting.append(id)
    outcomes = {target.id for id in reached for target in targets[id] if target.kind == "uitkomst"}
    backward: dict[str, list[str]] = {id: [] for id in targets}
    for id, following in onward.items():
        for other in following:
            backward[other].append(id)
    ending = {id for id, found in targets.items() if any(target.kind != "vraag" for target in found)}
    waiting = list(ending)
    while waiting:
        for id in backward[waiting.pop()]:
            if id not in ending:
                ending.add(id)
                waiting.append(id)
    return Roads(
        tuple(id for id in tree.questions if id not in reached),
        tuple(id for id in tree.outcomes if id not in outcomes),
        tuple(id for id in tree.questions if id in reached and id not in ending),
        _circle(tree.start, onward),
    )


def longest_from(tree: Tree, other_trees: Mapping[str, int] | None = None) -> dict[str, int]:
    """Per question that the start reaches, the most questions that can follow, itself included. Those questions form no circle.

    `other_trees` says how long the longest road of each tree is that this one can go on in.
    """
    lengths: dict[str, int] = {}
    targets = _targets(tree)

    def length(target: Target) -> int:
        if target.kind == "vraag":
            return lengths[target.id]
        return (other_trees or {}).get(target.id, 0) if target.kind == "boom" else 0

    waiting = [(tree.start, False)]
    while waiting:
        id, ready = waiting.pop()
        if ready:
            lengths[id] = 1 + max((length(target) for target in targets[id]), default=0)
        elif id not in lengths:
            waiting.append((id, True))
            waiting += [(target.id, False) for target in targets[id] if target.kind == "vraag" and target.id not in lengths]
    return lengths


def topological_order(tree: Tree) -> tuple[str, ...]:
    """The questions in an order in which every arrow leads forward, and otherwise as they stand in the file.

    Those that no arrow from the start reaches come last. Where they form a circle no order will do: then they come as they stand.
    """
    onward = {id: [target.id for target in found if target.kind == "vraag"] for id, found in _targets(tree).items()}
    unreached = {*survey(tree).unreached_questions}
    groups = ([id for id in tree.questions if id not in unreached], [id for id in tree.questions if id in unreached])
    return tuple(id for names in groups for id in _forward(names, onward))


def _forward(names: list[str], onward: Mapping[str, list[str]]) -> list[str]:
    """Some of the questions in an order in which the arrows between them lead forward, as far as there is one."""
    number_of = {id: number for number, id in enumerate(names)}
    incoming = Counter(other for id in names for other in onward[id])
    ready = [number_of[id] for id in names if not incoming[id]]
    heapify(ready)
    order: list[str] = []
    while ready:
        id = names[heappop(ready)]
        order.append(id)
        for other in onward[id]:
            incoming[other] -= 1
            if not incoming[other] and other in number_of:
                heappush(ready, number_of[other])
    done = set(order)
    return [*order, *(id for id in names if id not in done)]
