"""Keeps the current snapshot: notices changed files, makes a new snapshot beside the old one, and swaps when it is whole."""

from __future__ import annotations

import datetime
import hashlib
import logging
import math
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import watchfiles

from knowledge.findable import Findable
from knowledge.library import Library
from knowledge.problems import Problem, Severity
from publishing.disk import cannot_keep
from publishing.navigation import Navigation
from publishing.snapshot import Content, ContentReader, without_faults
from search_index.index import open_index
from search_index.querying import Searcher
from wizard.forest import Forest

log = logging.getLogger(__name__)

# A folder can be deleted and come back, which gives no event: look whether it is still the same one this often, in milliseconds.
LOOK_MS = 1_000
# Events can be missed (network folders, a full queue), and the day changes: look at all files this often.
LOOK_AGAIN_SECONDS = 30
# A search index that could not be written is tried again after this long: making it takes seconds of work.
SEARCH_AGAIN_SECONDS = 120
# Editors save in bursts; wait until it is quiet for this long.
QUIET_MS = 100


@dataclass(frozen=True)
class Snapshot:
    """What one request reads from."""

    content: Content
    searcher: Searcher

    @property
    def library(self) -> Library:
        return self.content.library

    def moved_to(self, path: str) -> str | None:
        """Where what was once at `path` is now; None when nothing was."""
        return self.library.redirects.get(path.strip("/")) or self.forest.moved_to(path)

    @property
    def forest(self) -> Forest:
        return self.content.forest

    @property
    def navigation(self) -> Navigation:
        return self.content.navigation


@dataclass(frozen=True, slots=True)
class Status:
    """How it stands: `errors` keep the newest files from being shown, `unsearched` keeps what is shown from being found."""

    snapshot: Snapshot
    errors: tuple[Problem, ...]
    unsearched: tuple[Problem, ...] = ()

    @property
    def waiting(self) -> tuple[Problem, ...]:
        """All that someone must mend before readers have the newest."""
        return (*self.errors, *self.unsearched)


def findables_fingerprint(findables: Mapping[str, Findable]) -> str:
    """Changes whenever search would find something else."""
    digest = hashlib.sha256()
    for id in sorted(findables):
        digest.update(repr(findables[id]).encode())
    return digest.hexdigest()[:24]


class ContentMissing(Exception):
    """There is nothing to show; `str()` is a Dutch sentence."""


class IndexMissing(Exception):
    """There is no search index and none can be written; `str()` is a Dutch sentence."""


class Publisher:
    """Holds the current snapshot of one content folder. `current` may be read by any thread."""

    def __init__(self, content_dir: Path, index_dir: Path, *, preview: bool = False) -> None:
        if not content_dir.is_dir():
            raise ContentMissing(f"De map met inhoud bestaat niet: {content_dir}. Zet CONTENT_DIR op de goede map.")
        self.content_dir = content_dir
        self.index_dir = index_dir
        self.reader = ContentReader(content_dir, preview)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._seen: tuple[object, ...] = ()
        self._indexed = ""
        # When to try again to make the index of what is shown; never, when it is there.
        self._search_again = math.inf
        content = self._read()
        self._log(content.errors)
        first = without_faults(content) if content.errors else content
        try:
            searcher = self._searcher(first)
        except OSError as error:
            raise IndexMissing(cannot_keep("De zoekindex", index_dir, error)) from error
        self.status = Status(Snapshot(first, searcher), content.errors)

    @property
    def current(self) -> Snapshot:
        """The snapshot in service."""
        return self.status.snapshot

    def _read(self) -> Content:
        found = self.reader.scan()
        today = datetime.date.today()  # noqa: DTZ011 - the day as it is where the site runs
        content = self.reader.read(found, today)
        self._seen = (content.fingerprint, found.problems, today)
        return content

    def _searcher(self, content: Content) -> Searcher:
        """What searches `content`: the one in service, when that would find the same."""
        findables = content.findables()
        indexed = f"{findables_fingerprint(findables)} {content.words.data.fingerprint}"
        if indexed == self._indexed:
            return self.current.searcher
        searcher = open_index(self.index_dir, findables, indexed, content.words.data)
        self._indexed = indexed
        return searcher

    def _log(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            log.error("%s", problem)

    def refresh(self) -> bool:
        """Look at the files and take over what changed; True when a new snapshot came into service.

        A snapshot with errors is not taken: the one in service stays, and the errors are logged and kept in `status`.
        When its index cannot be written, readers go on searching in the index of before; it is tried again later.
        """
        with self._lock:
            before = self._seen
            content = self._read()
            if self._seen != before and content.errors:
                self._log(content.errors)
                self.status = replace(self.status, errors=content.errors)
                return False
            if self._seen != before:
                # Pages first: search follows when its index is built, and finds the pages of before until then.
                self.status = replace(self.status, snapshot=Snapshot(content, self.current.searcher), errors=())
            elif time.monotonic() < self._search_again:
                return False
            return self._renew_search() or self._seen != before

    def _renew_search(self) -> bool:
        """Search in what is shown; False when its index cannot be written."""
        self._search_again = time.monotonic() + SEARCH_AGAIN_SECONDS
        content = self.current.content
        try:
            searcher = self._searcher(content)
        except OSError as error:
            message = f"{cannot_keep('De zoekindex', self.index_dir, error)} Tot die tijd wordt gezocht in de vorige index."
            unsearched = (Problem(".", 1, 1, Severity.ERROR, message),)
            if unsearched != self.status.unsearched:
                self._log(unsearched)
            self.status = replace(self.status, unsearched=unsearched)
            return False
        self._search_again = math.inf
        self.status = replace(self.status, snapshot=Snapshot(content, searcher), unsearched=())
        return True

    def watch(self) -> None:
        """Refresh whenever files change, in a thread of this process. Call it once in each process."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._watch, name="content-watcher", daemon=True)
        self._thread.start()

    def stop_watching(self) -> None:
        """End the thread that `watch` started."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _watch(self) -> None:
        while not self._stop.is_set():
            self._refresh_safely()
            watched = self._folder()
            if watched is None:
                # Deleted, or being put back: nothing can be watched until it is there again.
                self._stop.wait(LOOK_MS / 1000)
                continue
            try:
                self._watch_folder(watched)
            except OSError:
                log.exception("Watching the content folder failed; trying again")
                self._stop.wait(LOOK_MS / 1000)

    def _watch_folder(self, watched: tuple[int, int]) -> None:
        """Refresh at each change, until the folder is another one than was watched."""
        # What changed between the last look and the start of watching is found at the first time-out.
        looked = -math.inf
        changes = watchfiles.watch(
            self.content_dir, stop_event=self._stop, step=QUIET_MS, debounce=4 * QUIET_MS, rust_timeout=LOOK_MS, yield_on_timeout=True, raise_interrupt=False
        )
        for changed in changes:
            if self._folder() != watched:
                return
            if changed or time.monotonic() - looked > LOOK_AGAIN_SECONDS:
                looked = time.monotonic()
                self._refresh_safely()

    def _folder(self) -> tuple[int, int] | None:
        """Which folder the content folder is now; None when there is none."""
        try:
            found = self.content_dir.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _refresh_safely(self) -> None:
        try:
            self.refresh()
        except Exception:  # a fault here must not end the watching: the next change may be fine
            log.exception("Reading the content failed; the last good snapshot stays in service")
