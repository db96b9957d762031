"""Real indexes whose builders are killed at moments spread over the whole of a build."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from search_index import index
from search_index.generations import is_intact
from search_index.index import generation_name, open_index
from search_index.querying import Searcher
from search_index.word_data import WordData
from tests.conftest import ROOT
from tests.search_index.build_nursery import FINDABLES

pytestmark = pytest.mark.slow

KILLS = 42
SEED = 20261125

Nursery = Callable[[str, str], str]


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    """Asks for a build by its name and when to kill it, and gives how it went."""
    command = [sys.executable, "-m", "tests.search_index.build_nursery", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asks, answers = process.stdin, process.stdout
        assert asks is not None
        assert answers is not None

        def ask(name: str, kill_after: str) -> str:
            print(name, kill_after, file=asks, flush=True)
            return answers.readline().strip()

        yield ask
        asks.close()


def open_built(folder: Path, name: str) -> Searcher:
    """A searcher over an index that is there already."""
    with pytest.MonkeyPatch.context() as only_now:
        only_now.setattr(index, "write_texts", lambda *_: pytest.fail(f"{name} had to be built again"))
        return open_index(folder, FINDABLES, name)


def whole(folder: Path) -> set[str]:
    """The names of what can be seen; every one of them must be whole."""
    found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    assert all(map(is_intact, found))
    return {path.name for path in found}


def generations(*names: str) -> set[str]:
    return {generation_name(name, WordData()) for name in names}


def test_wherever_a_build_is_killed_the_one_before_is_whole_and_the_next_succeeds(tmp_path: Path, nursery: Nursery) -> None:
    names = map(str, count())
    last = ""

    def build() -> float:
        nonlocal last
        last = next(names)
        return float(nursery(last, "never"))

    full = min(build() for _ in range(3))
    answer = open_built(tmp_path, last).search("schorsen")
    assert answer.count == 3
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    for number in range(KILLS):
        # One moment in each of many equal stretches of a build; sooner, when the build was ready before that.
        moment = full * (number + chance.random()) / KILLS
        before = last
        while nursery(next(names), str(moment)) != "killed":
            moment *= 0.8
            open_built(tmp_path, before)
        assert generations(before) <= whole(tmp_path)
        assert open_built(tmp_path, before).search("schorsen") == answer
        build()
        assert {path.name for path in tmp_path.iterdir()} == generations(before, last) | {".lock"}
    assert open_built(tmp_path, last).search("schorsen") == answer
