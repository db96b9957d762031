"""Runs a real server in a process of its own and asks it for pages, over connections that stay open."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def memory_per_worker(self) -> int:
        """Proportional set size in bytes of the workers, on average: shared memory counts for its share."""
        workers = psutil.Process(self.process.pid).children(recursive=True)
        return sum(worker.memory_full_info().pss for worker in workers) // max(len(workers), 1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(name: str, command: list[str], port: int, environment: dict[str, str]) -> Iterator[Server]:
    """Start `command`, wait until it answers, and end it and its children afterwards."""
    process = subprocess.Popen(  # noqa: S603 - commands of our own
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port, process)
        yield Server(name, port, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"De server stopte met code {process.returncode}.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("De server gaf geen antwoord.")


def gunicorn(name: str, app: str, workers: int, threads: int, environment: dict[str, str]) -> tuple[str, list[str], int, dict[str, str]]:
    """Arguments for `running`: gunicorn with threads."""
    port = free_port()
    command = [
        str(BIN / "gunicorn"),
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--preload",
        "--config",
        os.devnull,
        app,
    ]
    return name, command, port, environment


def granian(name: str, app: str, workers: int, threads: int, environment: dict[str, str]) -> tuple[str, list[str], int, dict[str, str]]:
    """Arguments for `running`: granian in WSGI mode."""
    port = free_port()
    command = [
        str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(threads), "--no-ws", app,
    ]  # fmt: skip
    return name, command, port, environment


def requests_per_second(port: int, path: str, seconds: float, connections: int = 4) -> float:
    """How many times per second the server answers `path`, asked over `connections` at once for `seconds`."""
    counts = [0] * connections
    until = time.perf_counter() + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while time.perf_counter() < until:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} gaf {answer.status}")
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)
