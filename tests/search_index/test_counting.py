"""Searches are counted beside the requests: what counts, what does not, and that no reader notices when it fails."""

from __future__ import annotations

import datetime
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index.counting import MOST_WAITING, UsageCounter
from search_index.current import USAGE_COUNTER
from search_index.querying import Results, Searcher
from search_index.usage import FILE_NAME, Search, UsageFile

DAY = datetime.date(2026, 11, 25)
RESULTS = "http://localhost/zoeken"


@pytest.fixture
def app(make_small_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr("search_index.usage._SECONDS_TO_WAIT", 0.05)
    made = make_small_app()
    yield made
    made.extensions[USAGE_COUNTER].wait()


def path_of(app: Flask) -> Path:
    return Path(app.instance_path) / FILE_NAME


def rows(app: Flask, query: str) -> list[tuple[object, ...]]:
    """What was counted; [] when there is no file."""
    app.extensions[USAGE_COUNTER].wait()
    if not path_of(app).exists():
        return []
    with closing(sqlite3.connect(path_of(app))) as connection:
        return connection.execute(query).fetchall()


def searches(app: Flask) -> list[tuple[object, ...]]:
    return rows(app, "SELECT text, searched, results, times FROM searches")


def choices(app: Flask) -> list[tuple[object, ...]]:
    return rows(app, "SELECT text, kind, times FROM choices")


def test_a_search_is_counted_with_what_it_found(app: Flask) -> None:
    client = app.test_client()
    for address in ("/zoeken?q=testwet", "/zoeken?q=TestWet++", "/zoeken?q=zwemles", "/zoeken?q=tesstwet", "/zoeken?q=testwet+Jansen"):
        assert client.get(address).status_code == 200
    assert [(text, searched, times) for text, searched, _, times in searches(app)] == [
        ("testwet", "", 2),
        ("testwet …", "", 1),
        ("zwemles", "", 1),
        ("…", "testwet", 1),
    ]
    assert {text: results for text, _, results, _ in searches(app)}["zwemles"] == 0
    assert rows(app, "SELECT DISTINCT day FROM searches") == [(datetime.date.today().isoformat(),)]  # noqa: DTZ011 - as the site sees it


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/zoeken", {}),
        ("/zoeken?q=", {}),
        ("/zoeken?q=+%00+", {}),
        ("/zoeken?q=wet&pagina=2", {}),
        ("/zoeken?q=wet&soort=wetten", {}),
        ("/zoeken?q=wet&thema=proef", {}),
        ("/zoeken?q=wet&sector=po", {}),
        ("/api/v1/zoeken?q=wet", {}),
        ("/nergens/wet", {}),
        ("/zoeken?q=wet", {"Sec-Purpose": "prefetch"}),
        ("/zoeken?q=wet", {"Sec-Purpose": "prefetch;prerender"}),
        ("/zoeken?q=wet", {"DNT": "1"}),
        ("/zoeken?q=wet", {"Sec-GPC": "1"}),
    ],
)
def test_what_is_not_a_first_page_for_who_may_be_counted_is_not_counted(
    app: Flask, address: str, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_index.views.PAGE_SIZE", 1)
    app.test_client().get(address, headers=headers)
    assert searches(app) == []
    assert not path_of(app).exists()


def test_asking_for_the_head_is_not_counted(app: Flask) -> None:
    app.test_client().head("/zoeken?q=wet")
    assert searches(app) == []


def test_who_does_not_mind_is_counted(app: Flask) -> None:
    app.test_client().get("/zoeken?q=testwet", headers={"DNT": "0", "Sec-GPC": "?0", "Sec-Purpose": ""})
    assert len(searches(app)) == 1


def test_of_a_page_that_was_opened_from_results_the_kind_is_counted(app: Flask) -> None:
    client = app.test_client()
    client.get("/wetten/testwet", headers={"Referer": f"{RESULTS}?q=TestWet"})
    client.get("/wetten/testwet", headers={"Referer": f"{RESULTS}?q=testwet&soort=wetten&pagina=1"})
    client.get("/beslisboom/proefboom", headers={"Referer": f"{RESULTS}?q=proefboom+Jansen"})
    assert choices(app) == [("proefboom …", "beslisboom", 1), ("testwet", "wetten", 2)]


def test_a_place_in_a_page_or_tree_counts_as_the_whole(app: Flask) -> None:
    client = app.test_client()
    for query, place in (("basisschool", "/beslisboom/proefboom/stap?sector=po"), ("regel", "/wetten/testwet#artikel-1")):
        assert f'href="{place}"' in client.get(f"/zoeken?q={query}").text
        # A browser keeps the anchor to itself.
        client.get(place.partition("#")[0], headers={"Referer": f"{RESULTS}?q={query}"})
    assert choices(app) == [("basisschool", "beslisboom", 1), ("regel", "wetten", 1)]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/wetten/testwet", {}),
        ("/wetten/testwet", {"Referer": ""}),
        ("/wetten/testwet", {"Referer": RESULTS}),
        ("/wetten/testwet", {"Referer": f"{RESULTS}?q="}),
        ("/wetten/testwet", {"Referer": f"{RESULTS}?q=zwemles"}),
        ("/wetten/testwet", {"Referer": f"{RESULTS}?q=testwet&soort=themas"}),
        ("/wetten/testwet", {"Referer": "https://elders.example/zoeken?q=testwet"}),
        ("/wetten/testwet", {"Referer": "http://elders.nl/zoeken?q=testwet"}),
        ("/wetten/testwet", {"Referer": "http://[/zoeken?q=testwet"}),
        ("/wetten/testwet", {"Referer": f"{RESULTS}?q=testwet", "DNT": "1"}),
        ("/wetten/testwet", {"Referer": f"{RESULTS}?q=testwet", "Sec-GPC": "1"}),
        ("/wetten/testwet", {"Referer": f"{RESULTS}?q=testwet", "Sec-Purpose": "prefetch"}),
        ("/wetten/", {"Referer": f"{RESULTS}?q=testwet"}),
        ("/wetten/nergens", {"Referer": f"{RESULTS}?q=testwet"}),
        ("/static/style.css", {"Referer": f"{RESULTS}?q=testwet"}),
        ("/", {"Referer": f"{RESULTS}?q=testwet"}),
    ],
)
def test_a_page_that_is_no_result_or_was_not_opened_from_them_is_no_choice(app: Flask, address: str, headers: dict[str, str]) -> None:
    app.test_client().get(address, headers=headers, buffered=True)
    assert choices(app) == []


def test_only_results_let_the_browser_say_where_a_reader_comes_from_and_only_to_this_site(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/zoeken?q=testwet").headers["Referrer-Policy"] == "same-origin"
    for address in ("/", "/wetten/testwet", "/beslisboom/geheim", "/beslisboom/geheim/stap", "/api/v1/zoeken?q=wet", "/zoeken/x"):
        assert client.get(address).headers["Referrer-Policy"] == "no-referrer"
    for headers in ({"DNT": "1"}, {"Sec-GPC": "1"}):
        assert client.get("/zoeken?q=testwet", headers=headers).headers["Referrer-Policy"] == "no-referrer"


def test_a_result_has_no_other_address_because_it_is_counted(app: Flask) -> None:
    assert 'href="/wetten/testwet"' in app.test_client().get("/zoeken?q=testwet").text


def test_when_counting_is_off_nothing_is_written_and_the_browser_says_nothing(make_small_app: Callable[..., Flask]) -> None:
    app = make_small_app(COUNT_SEARCHES=False)
    client = app.test_client()
    assert client.get("/zoeken?q=testwet").headers["Referrer-Policy"] == "no-referrer"
    client.get("/wetten/testwet", headers={"Referer": f"{RESULTS}?q=testwet"})
    assert app.extensions[USAGE_COUNTER] is None
    assert not path_of(app).exists()


@pytest.mark.parametrize("on", [True, False])
def test_a_site_that_starts_removes_what_is_too_old(make_small_app: Callable[..., Flask], tmp_path: Path, on: bool) -> None:
    file = UsageFile(tmp_path / "instance" / FILE_NAME)
    today = datetime.date.today()  # noqa: DTZ011 - as the site sees it
    file.add([Search(today - datetime.timedelta(100), "oud", "", 1)])
    file.add([Search(today, "nieuw", "", 1)])
    file.add([Search(today - datetime.timedelta(100), "oud", "", 1)])
    make_small_app(COUNT_SEARCHES=on)
    with closing(sqlite3.connect(file.path)) as connection:
        assert connection.execute("SELECT text FROM searches").fetchall() == [("nieuw",)]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def damage(path: Path) -> None:
    path.write_bytes(b"geen database")


def replace_with_folder(path: Path) -> None:
    path.mkdir()


def make_something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE eigen (waarde)")


@pytest.mark.parametrize("spoil", [damage, replace_with_folder, make_something_else])
def test_a_file_that_cannot_be_used_breaks_no_search_and_is_said_once(app: Flask, caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], None]) -> None:
    spoil(path_of(app))
    client = app.test_client()
    for _ in range(3):
        assert "/wetten/testwet" in client.get("/zoeken?q=testwet").text
        assert client.get("/wetten/testwet", headers={"Referer": f"{RESULTS}?q=testwet"}).status_code == 200
        app.extensions[USAGE_COUNTER].wait()
    (warning,) = warnings(caplog)
    assert warning.startswith("Het tellen van zoekvragen lukt niet: ")
    assert warning.endswith(" Het zoeken gaat gewoon door.")
    assert "testwet" not in warning


def test_a_site_starts_with_a_file_that_cannot_be_used(make_small_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "instance").mkdir()
    damage(tmp_path / "instance" / FILE_NAME)
    assert make_small_app().test_client().get("/zoeken?q=testwet").status_code == 200
    assert "Oude zoekvragen konden niet worden weggehaald" in warnings(caplog)[0]


def test_while_the_file_is_locked_searches_are_answered_and_afterwards_counted_again(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = app.test_client()
    client.get("/zoeken?q=testwet")
    assert searches(app)
    with closing(sqlite3.connect(path_of(app), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for _ in range(3):
            assert "/wetten/testwet" in client.get("/zoeken?q=testwet").text
        app.extensions[USAGE_COUNTER].wait()
    assert len(warnings(caplog)) == 1
    client.get("/zoeken?q=zwemles")
    assert [text for text, *_ in searches(app)] == ["testwet", "zwemles"]


def test_what_cannot_be_written_does_not_pile_up(tmp_path: Path, searcher: Searcher, caplog: pytest.LogCaptureFixture) -> None:
    counter = UsageCounter(UsageFile(tmp_path / FILE_NAME))
    counter.searched(DAY, "pesten", Results("pesten"), searcher.vocabulary)
    counter.wait()
    counter._writer.submit(lambda: [counter.chose(DAY, "pesten", "wetten", searcher.vocabulary) for _ in range(2 * MOST_WAITING)])
    counter.wait()
    counter.wait()
    assert UsageFile(tmp_path / FILE_NAME).read(DAY).kinds == (("wetten", MOST_WAITING),)
    assert warnings(caplog) == []


TYPED = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.integers(min_value=10_000).map(str),
        st.from_regex(r"[a-z]{2,6}@[a-z]{2,6}\.nl", fullmatch=True),
        st.from_regex(r"[A-Z][a-z]{3,8}[0-9]{4,9}", fullmatch=True),
        st.sampled_from(["pesten", "school", "zwemles", "Jansen", "fatima", ",", "\n"]),
    ),
    max_size=8,
).map(" ".join)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TYPED, min_size=1, max_size=5))
def test_whatever_is_typed_no_digit_and_no_address_is_ever_in_the_file(searcher: Searcher, tmp_path_factory: pytest.TempPathFactory, typed: list[str]) -> None:
    folder = tmp_path_factory.mktemp("counted")
    counter = UsageCounter(UsageFile(folder / FILE_NAME))
    for text in typed:
        found = searcher.search(text)
        counter.searched(DAY, text, found, searcher.vocabulary)
        counter.chose(DAY, text, "wetten", searcher.vocabulary)
    counter.wait()
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        texts = {one for row in connection.execute("SELECT text, searched FROM searches UNION ALL SELECT text, '' FROM choices") for one in row}
        assert sum(times for (times,) in connection.execute("SELECT times FROM searches")) == len(typed)
    assert not re.search(r"[\d@]|jansen|fatima", " ".join(texts))
    written = b"".join(path.read_bytes() for path in folder.iterdir()).lower()
    for text in typed:
        for secret in re.findall(r"\S*[\d@]\S*", text):
            # Three bytes may be in any file.
            assert len(secret.encode()) < 4 or secret.lower().encode() not in written
