"""A disk that is really full: readers notice nothing but search that is behind, and who runs the site reads in Dutch what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SMALL_CONTENT

pytestmark = pytest.mark.slow

SMALL_DISK = 'mount -t tmpfs -o size=4m none "$0" && exec "$@"'
FULL_DISK = 'mount -t tmpfs -o size=64k none "$0" && ! cat /dev/zero 2>/dev/null > "$0/filler"; exec "$@"'
NO_FILES = 'ulimit -f 0; exec "$@"'
REASONS = {"disk": "de schijf is vol. Maak daar ruimte vrij", "limit": "een bestand mag daar niet groot genoeg worden. Verruim die grens"}


def with_own_disk(script: str, folder: Path, command: list[str]) -> list[str]:
    """`command`, with a disk of its own at `folder` that nobody else sees; skips the test where that is not allowed."""
    around = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, str(folder)]
    if shutil.which("unshare") is None or subprocess.run([*around, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a process have a disk of its own")
    return [*around, *command]


@pytest.mark.parametrize("kind", ["disk", "limit"])
def test_a_full_disk_keeps_the_old_index_in_use_and_once_freed_the_new_one_follows_by_itself(kind: str, tmp_path: Path) -> None:
    content, instance = shutil.copytree(SMALL_CONTENT, tmp_path / "content"), tmp_path / "instance"
    instance.mkdir()
    command = [sys.executable, "-m", "tests.publishing.site_on_full_disk", kind, str(content), str(instance)]
    done = subprocess.run(with_own_disk(SMALL_DISK, instance, command) if kind == "disk" else command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    stages: dict[str, dict[str, Any]] = {one["stage"]: one for one in map(json.loads, done.stdout.splitlines())}

    def seen(stage: str) -> tuple[bool, bool, bool]:
        return stages[stage]["page"], stages[stage]["new word"], stages[stage]["old word"]

    sentence = f"De zoekindex kan niet worden bewaard in {instance / 'zoekindex'}: {REASONS[kind]}, of zet INSTANCE_DIR op een andere map."
    problem = f".:1:1: fout: {sentence} Tot die tijd wordt gezocht in de vorige index."
    assert seen("at first") == (False, False, True)
    assert seen("full") == seen("still full") == (True, False, True)
    assert seen("free") == (True, True, True)
    assert [stages[stage]["problemen"] for stage in stages] == [[], [problem], [problem], []]
    assert [stages[stage]["status"] for stage in stages] == ["goed", "fouten", "fouten", "goed"]
    assert not any(one["left over"] for one in stages.values())
    assert [line for line in done.stderr.splitlines() if "zoekindex" in line] == [problem]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["disk", "limit"])
@pytest.mark.parametrize(("settings", "what"), [({"SECRET_KEY": "x"}, "De zoekindex"), ({}, "De sleutel voor sessies")])
def test_a_start_on_a_full_disk_says_so_in_one_sentence(kind: str, settings: dict[str, str], what: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    around = with_own_disk(FULL_DISK, tmp_path, command) if kind == "disk" else ["sh", "-c", NO_FILES, "sh", *command]
    environment = os.environ | {"CONTENT_DIR": str(SMALL_CONTENT), "INSTANCE_DIR": str(tmp_path), "PORT": "0"} | settings
    done = subprocess.run(around, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30, check=False)
    folder = tmp_path / "zoekindex" if settings else tmp_path
    assert done.returncode != 0
    assert f"{what} kan niet worden bewaard in {folder}: {REASONS[kind]}, of zet INSTANCE_DIR op een andere map." in done.stderr
    assert "Traceback" not in done.stderr
