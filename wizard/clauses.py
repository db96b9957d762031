"""Conditions as readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from wizard.tree import join_words


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be so: the answer is one of `answers`, or none of them when it is `negated`.

    `subject` is the id of a question, a fact or the reference date; `name` is how readers know it.
    """

    subject: str
    name: str
    answers: tuple[str, ...]
    negated: bool = False

    @property
    def words(self) -> str:
        """'LIO', '“LIO” of “Stagiair”', 'niet “Leraar”'."""
        if len(self.answers) == 1 and not self.negated:
            return self.answers[0]
        return f"{'niet ' if self.negated else ''}{join_words([f'“{answer}”' for answer in self.answers], 'of')}"


# All clauses must hold. Several conditions stand for each other: one must hold.
Condition: TypeAlias = tuple[Clause, ...]
