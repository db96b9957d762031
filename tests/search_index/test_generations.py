"""An index is built whole or not at all, once, and only our own is opened."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from knowledge.findable import Findable
from search_index import index
from search_index.generations import KEPT, SEAL, is_intact, open_generation
from search_index.index import generation_name, open_index
from search_index.word_data import WordData

ROOT = Path(__file__).parents[2]


def builder(code: str, *arguments: str) -> subprocess.Popen[str]:
    program = "import sys, time, pathlib, os\nfrom search_index import generations\n" + code
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}
    )


def write(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "data").write_text("whole")


def read(folder: Path) -> str:
    return (folder / "inner" / "data").read_text()


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


PAUSE = "def pause(*_, **__):\n    print('here', flush=True)\n    time.sleep(60)\n"
WRITE = "def write(folder):\n    (folder / 'inner').mkdir()\n    (folder / 'inner' / 'data').write_text('half')\n"
BUILD = "generations.open_generation(pathlib.Path(sys.argv[1]), sys.argv[2], write, lambda path: None)\n"
STAGES = {
    "writing": WRITE + PAUSE + "half = write\ndef write(folder):\n    half(folder)\n    pause()\n" + BUILD,
    "sealing": WRITE + PAUSE + "generations._digests = pause\n" + BUILD,
    "syncing": WRITE + PAUSE + "os.fsync = pause\n" + BUILD,
    "renaming": WRITE + PAUSE + "pathlib.Path.rename = pause\n" + BUILD,
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_build_leaves_nothing_half(tmp_path: Path, stage: str) -> None:
    open_generation(tmp_path, "old", write, read)
    for name in ("new", "new", "other"):
        process = builder(STAGES[stage], str(tmp_path), name)
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert visible(tmp_path) == ["old"]
        assert open_generation(tmp_path, "old", write, read) == "whole"
    assert open_generation(tmp_path, "new", write, read) == "whole"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "new", "old"]


def test_what_was_half_taken_away_is_out_of_sight_and_goes_with_the_next_build(tmp_path: Path) -> None:
    for name in ("first", "second"):
        open_generation(tmp_path, name, write, read)
        time.sleep(0.01)
    process = builder(WRITE + PAUSE + "generations.shutil.rmtree = pause\n" + BUILD, str(tmp_path), "third")
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert visible(tmp_path) == ["second", "third"]
    assert open_generation(tmp_path, "fourth", write, read) == "whole"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "fourth", "third"]


def test_who_builds_in_a_folder_that_was_deleted_meanwhile_touches_nothing_of_who_builds_in_the_new_one(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    slow = builder(
        "def write(folder):\n    print('here', flush=True)\n    sys.stdin.readline()\n    (folder / 'inner').mkdir()\n" + BUILD,
        str(folder),
        "new",
    )
    assert slow.stdout is not None
    assert slow.stdout.readline() == "here\n"
    shutil.rmtree(folder)

    def write_while_the_other_goes_on(target: Path) -> None:
        slow.communicate("\n")
        assert slow.returncode != 0
        write(target)

    assert open_generation(folder, "new", write_while_the_other_goes_on, read) == "whole"
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "new"]


def test_one_builds_and_the_others_wait_for_it(tmp_path: Path) -> None:
    slow = WRITE + "quick = write\ndef write(folder):\n    quick(folder)\n    open(sys.argv[3], 'a').write('built\\n')\n    time.sleep(0.3)\n" + BUILD
    log = tmp_path / "log"
    processes = [builder(slow, str(tmp_path / "index"), "new", str(log)) for _ in range(3)]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert log.read_text() == "built\n"
    assert is_intact(tmp_path / "index" / "new")


def test_a_builder_that_fails_leaves_the_old_one_and_lets_others_build(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        write(folder)
        raise OSError("the disk is full")

    open_generation(tmp_path, "old", write, read)
    with pytest.raises(OSError, match="full"):
        open_generation(tmp_path, "new", fail, read)
    # What did not fit would keep the disk full.
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "old"]
    assert open_generation(tmp_path, "new", write, read) == "whole"


def test_the_previous_one_is_kept_and_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    for name in ("first", "second", "first", "third"):
        open_generation(tmp_path, name, write, read)
        time.sleep(0.01)
    # 'second' was opened longest ago.
    assert visible(tmp_path) == ["first", "third", "uploads"]
    assert KEPT == 2


def tamper(generation: Path, how: str) -> None:
    data = generation / "inner" / "data"
    if how == "changed":
        data.write_text("other")
    elif how == "cut off":
        data.write_bytes(b"")
    elif how == "gone":
        data.unlink()
    elif how == "extra file":
        (generation / "extra").write_text("more")
    elif how == "no seal":
        (generation / SEAL).unlink()
    elif how == "broken seal":
        (generation / SEAL).write_text("[]{")
    elif how == "seal of another":
        (generation / SEAL).write_text((generation / SEAL).read_text().replace("name", "naam"))
    elif how == "writable by others":
        generation.chmod(0o777)
    elif how == "file writable by others":
        data.chmod(0o666)
    elif how == "linked":
        elsewhere = generation.with_name("elsewhere")
        generation.rename(elsewhere)
        generation.symlink_to(elsewhere)


@pytest.mark.parametrize(
    "how",
    ["changed", "cut off", "gone", "extra file", "no seal", "broken seal", "seal of another", "writable by others", "file writable by others", "linked"],
)
def test_what_we_did_not_leave_like_this_is_never_opened(tmp_path: Path, how: str) -> None:
    open_generation(tmp_path, "one", write, read)
    assert is_intact(tmp_path / "one")
    tamper(tmp_path / "one", how)
    assert not is_intact(tmp_path / "one")
    assert open_generation(tmp_path, "one", write, read) == "whole"
    assert is_intact(tmp_path / "one")


def test_our_own_umask_does_not_make_us_distrust_ourselves(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        open_generation(tmp_path, "one", write, read)
    finally:
        os.umask(before)
    assert is_intact(tmp_path / "one")


def test_an_index_is_built_once_and_opened_after_that(tmp_path: Path, shelf: Mapping[str, Findable], monkeypatch: pytest.MonkeyPatch) -> None:
    open_index(tmp_path, shelf, "x").close()
    monkeypatch.setattr(index, "write_texts", lambda *_: pytest.fail("built again"))
    again = open_index(tmp_path, shelf, "x")
    assert again.search("pesten").count == 4
    again.close()


def test_a_deleted_index_is_built_again_and_an_open_one_goes_on(tmp_path: Path, shelf: Mapping[str, Findable]) -> None:
    first = open_index(tmp_path / "index", shelf, "x")
    shutil.rmtree(tmp_path / "index")
    second = open_index(tmp_path / "index", shelf, "x")
    assert first.search("pesten") == second.search("pesten")
    first.close()
    second.close()


def test_who_no_longer_searches_holds_no_files(tmp_path: Path, shelf: Mapping[str, Findable]) -> None:
    open_index(tmp_path, shelf, "x").close()
    process = psutil.Process()
    gc.disable()
    try:
        before = process.num_fds()
        searcher = open_index(tmp_path, shelf, "x")
        assert searcher.search("pesten").count == 4
        assert process.num_fds() > before
        del searcher
        assert process.num_fds() == before
    finally:
        gc.enable()


def test_other_content_and_other_code_are_other_generations(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {generation_name("x", WordData()), generation_name("x", WordData()), generation_name("y", WordData())}
    monkeypatch.setattr(index, "version", lambda _: "9.9")
    assert len(names | {generation_name("x", WordData())}) == 3


def test_the_order_of_the_content_does_not_matter(tmp_path: Path, shelf: Mapping[str, Findable]) -> None:
    first = open_index(tmp_path, shelf, "x")
    again = open_index(tmp_path, dict(reversed(shelf.items())), "x")
    assert again.search("groepsapp week").hits == first.search("groepsapp week").hits
    assert len(visible(tmp_path)) == 1
    first.close()
    again.close()
