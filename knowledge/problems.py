"""What is wrong with the content, in one shape for every reader of content."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is; an error keeps the file from being published."""

    ERROR = "fout"
    WARNING = "waarschuwing"
    HINT = "hint"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an editor should look at.

    `path` is relative to the content folder, `line` and `column` start at 1, `message` is a Dutch sentence that says
    what is wrong and what to do.
    """

    path: str
    line: int
    column: int
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity.value}: {self.message}"

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The sentence ' Bedoelde u "…"?' with the nearest known name, or an empty string when nothing is near."""
    nearest = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f' Bedoelde u "{nearest[0]}"?' if nearest else ""
