"""What is counted of searches, in one file of SQLite: per day a question, how much was found, how often; and of what kind the chosen result was.

Nothing says who asked or at what time. Rows have no number, and at the beginning of a day the file is written anew in the order of its
keys, so that it does not show in what order they came. The only module that knows SQLite.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search_index.redaction import LEFT_OUT, NOT_KEPT

FILE_NAME = "zoekvragen.sqlite3"
KEPT_DAYS = 90
# Of what nobody chose anything from, once is no sign.
OFTEN = 2
_SECONDS_TO_WAIT = 5.0
# 'Zoek': says that a file is ours before anything is written in it.
_OURS = 0x5A6F656B

_TABLES = f"""
PRAGMA journal_mode = WAL;
PRAGMA application_id = {_OURS};
CREATE TABLE searches (
    day TEXT NOT NULL, text TEXT NOT NULL, searched TEXT NOT NULL, results INTEGER NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (day, text, searched, results)
) WITHOUT ROWID;
CREATE TABLE choices (
    day TEXT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (day, text, kind)
) WITHOUT ROWID;
"""

_TOTALS = """
SELECT coalesce(sum(times), 0),
       coalesce(sum(times) FILTER (WHERE results = 0), 0),
       coalesce(sum(times) FILTER (WHERE results = 0 AND text = :left_out), 0),
       coalesce(sum(times) FILTER (WHERE text = :not_kept), 0)
FROM searches
"""
_UNANSWERED = """
SELECT text, sum(times) AS often FROM searches WHERE results = 0 AND text NOT IN (:not_kept, :left_out)
GROUP BY text ORDER BY often DESC, text
"""
_CORRECTED = """
SELECT text, sum(times) AS often, searched FROM searches WHERE searched NOT IN ('', :left_out)
GROUP BY text, searched ORDER BY often DESC, text, searched
"""
_UNCHOSEN = """
SELECT text, sum(times) AS often FROM searches
WHERE results > 0 AND text NOT IN (:not_kept, :left_out) AND NOT EXISTS (SELECT 1 FROM choices WHERE choices.text = searches.text)
GROUP BY text HAVING often >= :often ORDER BY often DESC, text
"""
_KINDS = "SELECT kind, sum(times) AS often FROM choices GROUP BY kind ORDER BY often DESC, kind"


class UsageUnreadable(Exception):
    """The file cannot be used; `str()` is a Dutch sentence without anything from the file."""


@dataclass(frozen=True, slots=True)
class Search:
    """A question that was asked, as redacted; `searched` is what was searched in its place, or '' when that was the question itself."""

    day: datetime.date
    text: str
    searched: str
    results: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A result that was chosen at a question: the kind of page it is."""

    day: datetime.date
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how often it was asked."""

    text: str
    times: int
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """All that is counted from `since` until `until`; lists have what is most frequent first.

    `total` is the number of searches, `unfound` those that found nothing, `left_out` those of these of which every word was left out;
    `not_kept` is how many have no text. Of what nobody chose a result from, only what was asked more than once is there.
    """

    since: datetime.date
    until: datetime.date
    total: int = 0
    unfound: int = 0
    left_out: int = 0
    not_kept: int = 0
    unanswered: tuple[Asked, ...] = ()
    corrected: tuple[Asked, ...] = ()
    unchosen: tuple[Asked, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()


def _oldest(today: datetime.date) -> datetime.date:
    return today - datetime.timedelta(KEPT_DAYS - 1)


class UsageFile:
    """The counts at `path`; made when something is added. Used by any number of processes at once; every call opens and closes it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    def add(self, counted: Iterable[Search | Choice]) -> None:
        """Count these, all or none. The first on a new day removes what is older than 90 days. Raises UsageUnreadable."""
        events = tuple(counted)
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            days = {event.day for event in events}
            new = [day for day in days if _is_new(connection, day)]
            for event in events:
                _count(connection, event)
            if new:
                _forget(connection, max(new))
            connection.execute("COMMIT")
            if new:
                _rewrite(connection)

    def forget(self, today: datetime.date) -> None:
        """Remove what is older than 90 days, when there is a file. Raises UsageUnreadable."""
        if self.path.exists():
            with self._opened() as connection:
                if _forget(connection, today):
                    _rewrite(connection)

    def read(self, today: datetime.date) -> Usage:
        """What was counted in the 90 days until `today`. Raises UsageUnreadable."""
        if not self.path.exists():
            return Usage(_oldest(today), today)
        self.forget(today)
        with self._opened() as connection:
            return _usage(connection, today)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self.path.exists():
                self._make()
            with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=rw", uri=True, timeout=_SECONDS_TO_WAIT, isolation_level=None)) as connection:
                if connection.execute("PRAGMA application_id").fetchone() != (_OURS,):
                    raise UsageUnreadable(f"{self.path} is geen bestand met getelde zoekvragen.")
                # What is removed is overwritten, and not only marked as free.
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("PRAGMA synchronous = NORMAL")
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise UsageUnreadable(f"{self.path} kan niet worden gebruikt ({error}).") from error

    def _make(self) -> None:
        """An empty file, for the site alone; of processes that make it at once, one does and all use it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{self.path.name}.", dir=self.path.parent)
        os.close(handle)
        draft = Path(name)
        try:
            with closing(sqlite3.connect(draft)) as connection:
                connection.executescript(_TABLES)
            # A link never replaces what another process has made meanwhile.
            with suppress(FileExistsError):
                os.link(draft, self.path)
        finally:
            draft.unlink(missing_ok=True)


def _is_new(connection: sqlite3.Connection, day: datetime.date) -> bool:
    query = "SELECT NOT EXISTS (SELECT 1 FROM searches WHERE day = :day UNION ALL SELECT 1 FROM choices WHERE day = :day)"
    return bool(connection.execute(query, {"day": day.isoformat()}).fetchone()[0])


def _count(connection: sqlite3.Connection, event: Search | Choice) -> None:
    day = event.day.isoformat()
    if isinstance(event, Search):
        connection.execute(
            "INSERT INTO searches VALUES (?, ?, ?, ?, 1) ON CONFLICT (day, text, searched, results) DO UPDATE SET times = times + 1",
            (day, event.text, event.searched, event.results),
        )
    else:
        connection.execute(
            "INSERT INTO choices VALUES (?, ?, ?, 1) ON CONFLICT (day, text, kind) DO UPDATE SET times = times + 1", (day, event.text, event.kind)
        )


def _forget(connection: sqlite3.Connection, today: datetime.date) -> int:
    """Remove what is too old; gives how many rows that were."""
    oldest = (_oldest(today).isoformat(),)
    return sum(connection.execute(query, oldest).rowcount for query in ("DELETE FROM searches WHERE day < ?", "DELETE FROM choices WHERE day < ?"))


def _rewrite(connection: sqlite3.Connection) -> None:
    """Lay the file out by its keys. When another process keeps it from being done now, the next day does it."""
    with suppress(sqlite3.OperationalError):
        connection.execute("VACUUM")


def _usage(connection: sqlite3.Connection, today: datetime.date) -> Usage:
    def rows(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query, {"not_kept": NOT_KEPT, "left_out": LEFT_OUT, "often": OFTEN}).fetchall()

    def asked(query: str) -> tuple[Asked, ...]:
        return tuple(Asked(*row) for row in rows(query))

    ((total, unfound, left_out, not_kept),) = rows(_TOTALS)
    return Usage(_oldest(today), today, total, unfound, left_out, not_kept, asked(_UNANSWERED), asked(_CORRECTED), asked(_UNCHOSEN), tuple(rows(_KINDS)))
