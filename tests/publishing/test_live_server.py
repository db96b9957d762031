"""The production server with real processes: every one of them takes over a change, and no reader notices anything else."""

from __future__ import annotations

import datetime
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from search_index.generations import is_intact
from search_index.usage import FILE_NAME, UsageFile
from tests.conftest import ROOT, SMALL_CONTENT

pytestmark = pytest.mark.slow

WORKERS = 3
IN_A_ROW = 20
SEARCHES = 60
# Longer than anything takes on a busy machine; only what is wrong waits for it.
SECONDS = 60.0
EDITS = 8


@dataclass
class Server:
    """A running server, asked over a fresh connection each time, so that any of its processes can answer."""

    port: int
    content: Path
    process: subprocess.Popen[str]
    failed: list[str] = field(default_factory=list)

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def ask(self, path: str) -> str:
        """The page at `path`; anything but a good answer is counted as failed."""
        try:
            status, text = self.get(path)
        except OSError as error:
            self.failed.append(f"{path}: {error!r}")
            return ""
        if status != 200:
            self.failed.append(f"{path}: {status}")
        return text

    def until_all(self, path: str, holds: Callable[[str], bool]) -> None:
        """Ask until the answer has been right so many times in a row that every process must have given it."""
        end, right = time.monotonic() + SECONDS, 0
        while right < IN_A_ROW:
            assert time.monotonic() < end, f"{path}: not every process answers as it should; the last answer was {self.get(path)}"
            right = right + 1 if holds(self.ask(path)) else 0
            time.sleep(0.005)

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.content / path).read_text(encoding="utf-8")
        assert old in text
        self.save(path, text.replace(old, new))

    def save(self, path: str, text: str) -> None:
        # As an editor's program saves: a new file in the place of the old one.
        fresh = (self.content / path).with_suffix(".nieuw")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.content / path)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    content = Path(shutil.copytree(SMALL_CONTENT, tmp_path / "content"))
    port = free_port()
    settings = {"PORT": str(port), "WORKERS": str(WORKERS), "CONTENT_DIR": str(content), "INSTANCE_DIR": str(tmp_path / "instance"), "ACCESS_LOG": "ja"}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    running = Server(port, content, process)
    try:
        end = time.monotonic() + SECONDS
        while True:
            assert process.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
            assert time.monotonic() < end, "the server does not start"
            try:
                running.get("/gezond")
                break
            except OSError:
                time.sleep(0.05)
        yield running
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=5)
        log.close()


def test_a_change_reaches_every_process_a_bad_one_reaches_none_and_no_request_fails(server: Server, tmp_path: Path) -> None:
    stop = threading.Event()

    def readers() -> None:
        while not stop.is_set():
            for path in ("/wetten/testwet", "/", "/zoeken?q=wet", "/beslisboom/proefboom/stap?sector=po"):
                server.ask(path)
            stop.wait(0.01)

    reading = threading.Thread(target=readers)
    reading.start()
    try:
        server.until_all("/wetten/testwet", lambda text: "Testwet" in text)
        server.edit("wetten/testwet.md", "De wet in het kort.", "De wet, net gewijzigd.")
        server.until_all("/wetten/testwet", lambda text: "net gewijzigd" in text)
        server.until_all("/zoeken?q=gewijzigd", lambda text: "/wetten/testwet" in text)

        server.edit("wetten/testwet.md", "titel: Testwet", "titel:")
        server.until_all("/gezond", lambda text: "wetten/testwet.md:2:7: fout: Hier staat niets." in text)
        server.until_all("/wetten/testwet", lambda text: "net gewijzigd" in text)

        server.edit("wetten/testwet.md", "titel:\n", "titel: Herstelde wet\n")
        server.until_all("/gezond", lambda text: '"problemen":[]' in text.replace(" ", ""))
        server.until_all("/wetten/testwet", lambda text: "Herstelde wet" in text)
    finally:
        stop.set()
        reading.join(timeout=10)
    assert server.failed == []
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert f"Veiligheidswijzer staat op http://127.0.0.1:{server.port}" in log
    # The log of every request has the path alone.
    assert "GET /zoeken 200" in log
    assert "gewijzigd" not in log.replace("net gewijzigd", "")
    assert "sector=" not in log
    assert "127.0.0.1 " not in log.replace(f"127.0.0.1:{server.port} ", "")


def test_every_search_is_counted_whichever_process_answers_also_when_the_server_stops(server: Server, tmp_path: Path) -> None:
    for _ in range(SEARCHES):
        server.ask("/zoeken?q=testwet")
    os.killpg(server.process.pid, signal.SIGTERM)
    server.process.wait(timeout=SECONDS)
    assert server.failed == []
    assert UsageFile(tmp_path / "instance" / FILE_NAME).read(datetime.date.today()).total == SEARCHES  # noqa: DTZ011 - as the server sees it
    assert "zoekvragen" not in (tmp_path / "log").read_text(encoding="utf-8")


def fault_of_results(text: str) -> str:
    """What is wrong with a page of results; the numbers in titles and in fragments must come from one index."""
    hits = re.findall(r'<ol class="hits".*?</ol>', text, re.DOTALL)
    if not text.endswith("</html>") or len(hits) != 1:
        return f"half a page: {text[-200:]}"
    numbers = re.findall(r"uitgave-(\d+)", re.sub(r"</?mark>", "", hits[0]))
    return "" if len(numbers) >= 2 and len(set(numbers)) == 1 else f"numbers {numbers}: {hits[0]}"


def test_every_search_is_answered_whole_while_processes_go_from_index_to_index(server: Server, tmp_path: Path) -> None:
    law = server.content / "wetten/testwet.md"
    first = law.read_text(encoding="utf-8")

    def publish(number: int) -> None:
        text = first.replace("titel: Testwet", f"titel: Zeppelin uitgave-{number}").replace("Een wet om", f"Een zeppelin, uitgave-{number}, om")
        server.save("wetten/testwet.md", text)

    def all_find(number: int) -> None:
        server.until_all("/zoeken?q=zeppelin", lambda text: f"Zeppelin uitgave-{number}</a>" in re.sub(r"</?mark>", "", text))

    publish(0)
    all_find(0)
    # As much as the field holds fits in an address, whatever it is.
    field = re.search(r'name="q"[^>]* maxlength="(\d+)"', server.ask("/zoeken"))
    assert field is not None
    assert "Uw vraag is langer dan 300 tekens." in server.ask("/zoeken?q=" + "%E2%82%AC" * int(field[1]))
    server.failed.clear()
    stop, answers = threading.Event(), Counter[str]()

    def search() -> None:
        while not stop.is_set():
            answers[fault_of_results(server.ask("/zoeken?q=zeppelin"))] += 1

    readers = [threading.Thread(target=search) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, EDITS):
            publish(number)
            # Now and then the next change comes while the index is being made.
            time.sleep(0.1 if number % 2 else 1)
        all_find(EDITS - 1)
        shutil.rmtree(tmp_path / "instance/zoekindex")
        publish(EDITS)
        all_find(EDITS)
    finally:
        stop.set()
        for reader in readers:
            reader.join(timeout=10)
    assert server.failed == []
    assert answers.keys() == {""}
    made = [path for path in (tmp_path / "instance/zoekindex").iterdir() if path.name != ".lock"]
    assert len(made) == 1
    assert is_intact(made[0])
    assert (tmp_path / "log").read_text(encoding="utf-8").count("fout") == 0


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"CONTENT_DIR": "/nergens"}, "De map met inhoud bestaat niet: /nergens. Zet CONTENT_DIR op de goede map."),
        ({"PORT": "vijfduizend"}, "PORT moet een getal zijn, niet “vijfduizend”."),
        ({"WATCH": "misschien"}, "WATCH moet ja of nee zijn, niet “misschien”."),
    ],
)
def test_what_is_wrong_with_a_setting_is_one_sentence_without_a_traceback(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    around = os.environ | {"PORT": str(free_port()), "INSTANCE_DIR": str(tmp_path)} | settings
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
