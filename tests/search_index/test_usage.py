"""The file of counts: what is in it, what is not, and what happens when it cannot be used."""

from __future__ import annotations

import datetime
import multiprocessing
import resource
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from search_index.usage import Asked, Choice, Search, Usage, UsageFile, UsageUnreadable

DAY = datetime.date(2026, 11, 25)
PROCESSES, EACH = 4, 60


def days_before(days: int) -> datetime.date:
    return DAY - datetime.timedelta(days)


def asked(text: str, results: int = 3, *, day: datetime.date = DAY, searched: str = "") -> Search:
    return Search(day, text, searched, results)


@pytest.fixture
def file(tmp_path: Path) -> UsageFile:
    return UsageFile(tmp_path / "instance" / "zoekvragen.sqlite3")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def rows(file: UsageFile, table: str) -> list[tuple[object, ...]]:
    with opened(file.path) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - one of two tables


def test_the_same_on_one_day_is_one_row_with_how_often(file: UsageFile) -> None:
    file.add([asked("pesten"), asked("pesten"), asked("pesten", 4), asked("pesten", day=days_before(1)), asked("… op school", searched="pesten op school")])
    file.add([asked("pesten"), Choice(DAY, "pesten", "wetten"), Choice(DAY, "pesten", "wetten")])
    assert rows(file, "searches") == [
        ("2026-11-24", "pesten", "", 3, 1),
        ("2026-11-25", "pesten", "", 3, 3),
        ("2026-11-25", "pesten", "", 4, 1),
        ("2026-11-25", "… op school", "pesten op school", 3, 1),
    ]
    assert rows(file, "choices") == [("2026-11-25", "pesten", "wetten", 2)]


def test_rows_have_no_number_and_the_file_is_for_the_site_alone(file: UsageFile) -> None:
    file.add([asked("pesten")])
    with opened(file.path) as connection:
        for table in ("searches", "choices"):
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                connection.execute(f"SELECT rowid FROM {table}")  # noqa: S608 - one of two tables
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


def test_on_a_new_day_the_file_no_longer_shows_in_what_order_questions_came(tmp_path: Path) -> None:
    texts = ["pesten", "wapens", "aangifte"]
    files = [UsageFile(tmp_path / name) for name in ("een", "twee")]
    for file, order in zip(files, (texts, texts[::-1]), strict=True):
        for text in order:
            file.add([asked(text, day=days_before(1))])
    # A row goes where there is room, so that the bytes tell.
    assert files[0].path.read_bytes() != files[1].path.read_bytes()
    for file in files:
        file.add([asked("pesten")])
    pages = [file.path.read_bytes()[4096:] for file in files]
    assert pages[0] == pages[1]


def test_the_first_on_a_new_day_removes_what_is_older_than_90_days(file: UsageFile) -> None:
    file.add([asked("verdwijnt nu", day=days_before(90)), Choice(days_before(90), "verdwijnt nu", "wetten")])
    file.add([asked("blijft nog", day=days_before(89))])
    assert len(rows(file, "searches")) == 2
    file.add([asked("pesten")])
    assert [(day, text) for day, text, *_ in rows(file, "searches")] == [("2026-08-28", "blijft nog"), ("2026-11-25", "pesten")]
    assert rows(file, "choices") == []
    assert b"verdwijnt" not in file.path.read_bytes()


def test_a_choice_can_be_the_first_of_a_day(file: UsageFile) -> None:
    file.add([asked("oud", day=days_before(200))])
    file.add([Choice(DAY, "pesten", "wetten")])
    assert rows(file, "searches") == []


def test_who_reads_or_starts_removes_them_too(file: UsageFile) -> None:
    file.forget(DAY)
    assert not file.path.exists()
    for remove in (file.forget, file.read):
        file.add([asked("oud", day=days_before(90))])
        remove(DAY)
        assert rows(file, "searches") == []


def test_nothing_counted_is_read_as_nothing_and_makes_no_file(file: UsageFile) -> None:
    assert file.read(DAY) == Usage(datetime.date(2026, 8, 28), DAY)
    assert not file.path.exists()


def test_what_is_read_tells_what_found_nothing_what_was_corrected_and_what_nobody_chose(file: UsageFile) -> None:
    file.add(
        [
            *[asked("zwemles", 0)] * 2, asked("zwemles", 0, day=days_before(5)), asked("kantine", 0), asked("…", 0), asked("", 0), asked(""),
            *[asked("… op school", 5, searched="pesten op school")] * 2, asked("meester …", 5, searched="…"),
            *[asked("wapens", 7)] * 3, asked("schorsen", 2), *[asked("vog", 9)] * 2,
            Choice(days_before(5), "vog", "wetten"), Choice(DAY, "vog", "beslisboom"), Choice(DAY, "pesten", "beslisboom"),
        ]
    )  # fmt: skip
    assert file.read(DAY) == Usage(
        since=datetime.date(2026, 8, 28),
        until=DAY,
        total=16,
        unfound=6,
        left_out=1,
        not_kept=2,
        unanswered=(Asked("zwemles", 3), Asked("kantine", 1)),
        corrected=(Asked("… op school", 2, "pesten op school"),),
        unchosen=(Asked("wapens", 3), Asked("… op school", 2)),
        kinds=(("beslisboom", 2), ("wetten", 1)),
    )


def _add_many(path: Path, number: int) -> None:
    file = UsageFile(path)
    for count in range(EACH):
        file.add([asked("samen"), asked(f"alleen {'abcd'[number]}", count % 3), Choice(DAY, "samen", "wetten")])


def test_processes_that_count_at_once_lose_nothing(file: UsageFile) -> None:
    start = multiprocessing.get_context("spawn")
    processes = [start.Process(target=_add_many, args=(file.path, number)) for number in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
        assert process.exitcode == 0
    assert file.read(DAY).total == 2 * PROCESSES * EACH
    assert file.read(DAY).kinds == (("wetten", PROCESSES * EACH),)


def test_a_file_of_something_else_is_left_as_it_is(file: UsageFile) -> None:
    file.path.parent.mkdir()
    with opened(file.path) as connection:
        connection.execute("CREATE TABLE eigen (waarde)")
    before = file.path.read_bytes()
    for use in (lambda: file.add([asked("pesten")]), lambda: file.read(DAY), lambda: file.forget(DAY)):
        with pytest.raises(UsageUnreadable, match="is geen bestand met getelde zoekvragen"):
            use()
    assert file.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"geen database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_said_in_dutch(file: UsageFile, content: bytes) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    with pytest.raises(UsageUnreadable, match=r"kan niet worden gebruikt|geen bestand met getelde zoekvragen"):
        file.add([asked("geheim")])
    assert file.path.read_bytes() == content


def test_a_damaged_file_is_said_without_what_stands_in_it(file: UsageFile) -> None:
    file.add([asked("geheim", number) for number in range(400)])
    whole = file.path.read_bytes()
    file.path.write_bytes(whole[:4096] + b"\x99" * (len(whole) - 4096))
    for use in (lambda: file.add([asked("geheim")]), lambda: file.read(DAY)):
        with pytest.raises(UsageUnreadable) as caught:
            use()
        assert "geheim" not in str(caught.value)


def test_a_folder_in_its_place_or_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "bestand").touch()
    for path in (tmp_path / "map", tmp_path / "bestand" / "zoekvragen"):
        with pytest.raises(UsageUnreadable, match="kan niet worden gebruikt"):
            UsageFile(path).add([asked("pesten")])


def test_a_full_disk_is_said_and_what_was_counted_stays(file: UsageFile) -> None:
    file.add([asked("pesten")])
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.path.stat().st_size, usual[1]))
    try:
        with pytest.raises(UsageUnreadable, match="kan niet worden gebruikt"):
            file.add([asked(f"vol {number}", number) for number in range(2000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert file.read(DAY).total == 1
    file.add([asked("pesten")])
    assert file.read(DAY).total == 2
