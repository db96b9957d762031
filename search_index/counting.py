"""Counts searches beside the requests: whoever searches never waits for it, and notices nothing when it cannot be done."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from search_index.querying import Results
from search_index.redaction import redacted, redacted_correction
from search_index.usage import Choice, Search, UsageFile, UsageUnreadable
from search_index.vocabulary import Vocabulary

log = logging.getLogger(__name__)

# When the file cannot be written for a while, no more than this is remembered.
MOST_WAITING = 1_000


class UsageCounter:
    """Adds to `file` in a thread of its own, which starts with the first search, so after a server has split. Safe to share between threads."""

    def __init__(self, file: UsageFile) -> None:
        self._file = file
        self._waiting: list[Callable[[], Search | Choice]] = []
        self._lock = threading.Lock()
        # A pool ends its work before the process does.
        self._writer = ThreadPoolExecutor(1, "usage")
        self._failing = False

    def searched(self, day: datetime.date, typed: str, found: Results, vocabulary: Vocabulary) -> None:
        """Count a question as it was typed, with what was found."""
        correction, count = found.suggestion, found.count
        self._add(lambda: Search(day, redacted(typed, vocabulary), redacted_correction(typed, correction, vocabulary), count))

    def chose(self, day: datetime.date, typed: str, kind: str, vocabulary: Vocabulary) -> None:
        """Count that of what a question found, something of this kind was chosen."""
        self._add(lambda: Choice(day, redacted(typed, vocabulary), kind))

    def wait(self) -> None:
        """Until all that was counted before has been written, or could not be."""
        self._writer.submit(lambda: None).result()

    def _add(self, event: Callable[[], Search | Choice]) -> None:
        with self._lock:
            is_first = not self._waiting
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append(event)
        if is_first:
            try:
                self._writer.submit(self._write)
            except RuntimeError:
                # A process that is ending, or that may start no more threads, takes on no work.
                self._waiting = []

    def _write(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        try:
            self._file.add(event() for event in waiting)
        except UsageUnreadable as error:
            if not self._failing:
                log.warning("Het tellen van zoekvragen lukt niet: %s Het zoeken gaat gewoon door.", error)
            self._failing = True
        else:
            self._failing = False


def start_counting(path: Path, today: datetime.date, *, on: bool) -> UsageCounter | None:
    """What counts in the file at `path`; None when counting is off. What is too old goes either way, so that off is not for ever."""
    file = UsageFile(path)
    try:
        file.forget(today)
    except UsageUnreadable as error:
        log.warning("Oude zoekvragen konden niet worden weggehaald: %s", error)
    return UsageCounter(file) if on else None
