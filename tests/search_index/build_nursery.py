"""Builds real indexes in processes that may be killed. Dutch is loaded once, and each build is a fork of that.

Run as a program with the folder for the indexes; reads a line with the name of a build and when to kill it (in seconds from its start,
or `never`), and answers with one word: how many seconds the build took, or `killed`.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from knowledge.findable import Findable
from search_index.index import open_index

SUBJECTS = ("pesten", "schorsen", "verzuim", "veiligheid", "aangifte", "klachten", "toezicht", "voorlezen", "overblijven", "uitstapjes")
FINDABLES = {
    one.id: one
    for one in (
        Findable(
            f"themas/t{number:02}", "themas", f"Thema {number} over {subject}", f"/themas/t{number:02}", f"Over {subject}.", f"Wat u doet bij {subject}. " * 4
        )
        for number, subject in enumerate(SUBJECTS * 3)
    )
}


def build(folder: Path, name: str) -> None:
    """Build the index `name` in `folder` when it is not there, and open it."""
    open_index(folder, FINDABLES, name)


def _in_a_fork(folder: Path, name: str) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            build(folder, name)
            status = 0
        finally:
            os._exit(status)
    return child


def _killed_or_seconds(folder: Path, name: str, kill_after: str) -> str:
    start = time.perf_counter()
    child = _in_a_fork(folder, name)
    if kill_after != "never":
        time.sleep(float(kill_after))
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: str(time.perf_counter() - start), -signal.SIGKILL: "killed"}.get(status, "failed")


def main() -> None:
    """Build what is asked until there are no more lines."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), "first")
    gc.freeze()
    for line in sys.stdin:
        print(_killed_or_seconds(Path(sys.argv[1]), *line.split()), flush=True)


if __name__ == "__main__":
    main()
