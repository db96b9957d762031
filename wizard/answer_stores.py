"""Where answers are between requests: in the address, or for sensitive trees in a signed session cookie.

One place chooses (`store_for`); views do not ask which kind they have.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from flask import request, session

from wizard.conditions import REFERENCE_DATE
from wizard.tree import Answers, RawAnswer, Tree

CHANGE = "wijzig"
"""The name in an address of the question that a reader wants to answer again."""

MAX_ANSWERS = 120
MAX_NAME = 60
MAX_VALUE = 60
MAX_VALUES = 60

_SESSION_KEY = "antwoorden"


def step_path(tree: Tree) -> str:
    """The address of the question or outcome where answers lead, without the answers."""
    return f"{tree.url}/stap"


def encode(answers: Answers, on: datetime.date | None = None, change: str = "") -> str:
    """Answers as a query string, in the order given; '' when there is nothing to say."""
    pairs: list[tuple[str, RawAnswer]] = list(answers.items())
    if on is not None:
        pairs.append((REFERENCE_DATE, on.isoformat()))
    if change:
        pairs.append((CHANGE, change))
    return urlencode([(name, list(raw) if isinstance(raw, tuple) else raw) for name, raw in pairs], doseq=True)


def step_url(tree: Tree, answers: Answers, on: datetime.date | None = None, change: str = "") -> str:
    """The address of a step of an ordinary tree, with its answers."""
    query = encode(answers, on, change)
    return f"{step_path(tree)}?{query}" if query else step_path(tree)


def limited(raw: Mapping[str, list[str]]) -> dict[str, RawAnswer]:
    """Answers from outside, cut down to what a tree could ever ask for."""
    answers: dict[str, RawAnswer] = {}
    for name, values in list(raw.items())[:MAX_ANSWERS]:
        if name in (REFERENCE_DATE, CHANGE) or len(name) > MAX_NAME:
            continue
        kept = tuple(value[:MAX_VALUE] for value in values[:MAX_VALUES])
        answers[name] = kept[0] if len(kept) == 1 else kept
    return answers


class AnswerStore(Protocol):
    """Answers of one reader to one tree. `on` is the reference date asked for; None means today."""

    answers: dict[str, RawAnswer]
    on: datetime.date | None

    def url(self, answers: Answers, change: str = "") -> str:
        """The address of the step where `answers` lead, or of the question `change` with its answer kept."""

    def save(self, answers: Answers) -> None:
        """Keep `answers`, where the address does not hold them."""


class AddressStore:
    """Answers travel in the address: every place has a link, and nothing is kept."""

    def __init__(self, tree: Tree, on: datetime.date | None) -> None:
        self.tree = tree
        self.on = on
        self.answers = limited(request.args.to_dict(flat=False))

    def url(self, answers: Answers, change: str = "") -> str:
        return step_url(self.tree, answers, self.on, change)

    def save(self, answers: Answers) -> None:
        """The address holds them."""


class SessionStore:
    """Answers stay in the signed session cookie of this browser, until it is closed or they are wiped."""

    def __init__(self, tree: Tree, on: datetime.date | None) -> None:
        self.tree = tree
        self.on = on
        kept = session.get(_SESSION_KEY, {}).get(tree.id, {})
        self.answers = {name: tuple(raw) if isinstance(raw, list) else raw for name, raw in kept.items()}

    def url(self, answers: Answers, change: str = "") -> str:
        return step_url(self.tree, {}, self.on, change)

    def save(self, answers: Answers) -> None:
        everything = dict(session.get(_SESSION_KEY, {}))
        everything[self.tree.id] = dict(answers)
        session[_SESSION_KEY] = everything


def store_for(tree: Tree, on: datetime.date | None) -> AnswerStore:
    """The store that fits the tree."""
    return SessionStore(tree, on) if tree.sensitive else AddressStore(tree, on)


def clear(tree: Tree) -> None:
    """Forget the answers to a sensitive tree."""
    everything = dict(session.get(_SESSION_KEY, {}))
    everything.pop(tree.id, None)
    if everything:
        session[_SESSION_KEY] = everything
    else:
        session.clear()
