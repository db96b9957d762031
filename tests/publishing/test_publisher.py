"""The snapshot in service: what changes is taken over when it is whole, and a bad edit never takes the site down."""

from __future__ import annotations

import datetime
import errno
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
import watchfiles
from flask import Flask
from flask.testing import FlaskClient

from knowledge import views
from publishing.publisher import ContentMissing, IndexMissing, Publisher
from publishing.snapshot import ContentReader
from search_index.generations import is_intact
from tests.checking_client import CheckingClient, follow_all_links

LAW = "wetten/testwet.md"
TREE = "beslisbomen/proefboom.yaml"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def publisher(content_dir: Path, tmp_path: Path) -> Publisher:
    return Publisher(content_dir, tmp_path / "index")


def title(publisher: Publisher, id: str = "wetten/testwet") -> str:
    return publisher.current.library.pages[id].title


def test_the_small_content_of_the_tests_is_right(publisher: Publisher) -> None:
    assert [str(problem) for problem in publisher.current.content.problems] == []


def test_nothing_changed_is_no_new_snapshot(publisher: Publisher) -> None:
    before = publisher.current
    assert publisher.refresh() is False
    assert publisher.current is before


def test_a_changed_page_is_read_alone(publisher: Publisher, content_dir: Path) -> None:
    before, read = publisher.current, publisher.reader.files_read
    edit(content_dir / LAW, "De wet in het kort.", "De wet in één zin.")
    assert publisher.refresh() is True
    assert publisher.reader.files_read == read + 1
    after = publisher.current
    assert "één zin" in after.library.pages["wetten/testwet"].html
    for id, page in before.library.pages.items():
        assert (after.library.pages[id] is page) == (id != "wetten/testwet")


def test_a_changed_tree_is_read_alone(publisher: Publisher, content_dir: Path) -> None:
    before, read = publisher.current, publisher.reader.files_read
    edit(content_dir / TREE, "kort: Maak de groep kleiner.", "kort: Maak twee groepen.")
    assert publisher.refresh() is True
    assert publisher.reader.files_read == read + 1
    assert publisher.current.forest.trees["geheim"].questions is before.forest.trees["geheim"].questions


def test_a_changed_page_is_found_by_its_new_words(publisher: Publisher, content_dir: Path) -> None:
    assert publisher.current.searcher.search("onderwaterhockey").count == 0
    edit(content_dir / LAW, "De wet in het kort.", "Over onderwaterhockey.")
    publisher.refresh()
    assert [hit.id for hit in publisher.current.searcher.search("onderwaterhockey").hits] == ["wetten/testwet"]


def test_a_snapshot_that_was_handed_out_never_changes(publisher: Publisher, content_dir: Path) -> None:
    before = publisher.current
    edit(content_dir / LAW, "titel: Testwet", "titel: Andere wet")
    publisher.refresh()
    assert before.library.pages["wetten/testwet"].title == "Testwet"
    assert title(publisher) == "Andere wet"


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        (LAW, "titel: Testwet", "titel: ", "wetten/testwet.md:2:7: fout: Hier staat niets."),
        (LAW, "De wet in het kort.", "Zie [[wetten/nergens]].", 'fout: De pagina "wetten/nergens" bestaat niet.'),
        (TREE, "start: sector", "start: sektor", "beslisbomen/proefboom.yaml"),
        (TREE, "vragen:", "vragen: [", "beslisbomen/proefboom.yaml"),
        ("beslisbomen/_gedeeld/sector.yaml", "keuze:", "kueze:", "beslisbomen/_gedeeld/sector.yaml"),
        ("begrippen.yaml", "themas/proef", "themas/nergens", "begrippen.yaml"),
        ("navigatie.yaml", "helpdesk: loket", "helpdesk: lokket", 'navigatie.yaml:8:11: fout: "lokket" bestaat niet. Bedoelde u "loket"?'),
    ],
)
def test_a_bad_edit_keeps_the_last_good_snapshot_and_mended_heals_itself(
    publisher: Publisher, content_dir: Path, path: str, old: str, new: str, complaint: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = publisher.current
    good = (content_dir / path).read_text(encoding="utf-8")
    edit(content_dir / path, old, new)
    with caplog.at_level(logging.ERROR):
        assert publisher.refresh() is False
    assert publisher.current is before
    assert any(complaint in str(problem) for problem in publisher.status.waiting)
    assert complaint in caplog.text
    (content_dir / path).write_text(good, encoding="utf-8")
    assert publisher.refresh() is True
    assert publisher.status.waiting == ()


def test_a_second_change_beside_a_bad_one_waits_until_that_is_mended(publisher: Publisher, content_dir: Path) -> None:
    edit(content_dir / "themas/proef.md", "titel: Proef", "titel:")
    publisher.refresh()
    edit(content_dir / LAW, "titel: Testwet", "titel: Andere wet")
    publisher.refresh()
    assert title(publisher) == "Testwet"
    edit(content_dir / "themas/proef.md", "titel:", "titel: Proef")
    publisher.refresh()
    assert title(publisher) == "Andere wet"


def test_a_deleted_content_folder_keeps_the_site_and_its_return_is_taken_over(publisher: Publisher, content_dir: Path) -> None:
    copy = shutil.copytree(content_dir, content_dir.with_name("kopie"))
    shutil.rmtree(content_dir)
    assert publisher.refresh() is False
    assert title(publisher) == "Testwet"
    assert publisher.status.waiting[0].path == "."
    copy.rename(content_dir)
    edit(content_dir / LAW, "titel: Testwet", "titel: Terug")
    assert publisher.refresh() is True
    assert title(publisher) == "Terug"
    assert publisher.status.waiting == ()


def test_a_folder_that_comes_back_as_it_was_leaves_nothing_waiting(publisher: Publisher, content_dir: Path) -> None:
    content_dir.rename(content_dir.with_name("even-weg"))
    publisher.refresh()
    assert publisher.status.waiting != ()
    content_dir.with_name("even-weg").rename(content_dir)
    publisher.refresh()
    assert publisher.status.waiting == ()


def test_an_emptied_folder_keeps_the_site(publisher: Publisher, content_dir: Path) -> None:
    for path in content_dir.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert publisher.refresh() is False
    assert title(publisher) == "Testwet"
    assert any("geen pagina's" in problem.message for problem in publisher.status.waiting)


def test_a_file_replaced_in_one_move_is_noticed_even_with_the_same_time_and_size(publisher: Publisher, content_dir: Path) -> None:
    path = content_dir / LAW
    facts = path.stat()
    fresh = content_dir / ".testwet.md.nieuw"
    fresh.write_text(path.read_text(encoding="utf-8").replace("De wet in het kort.", "De wet in het lang."), encoding="utf-8")
    os.utime(fresh, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert fresh.stat().st_size == facts.st_size
    fresh.replace(path)
    assert publisher.refresh() is True
    assert "in het lang" in publisher.current.library.pages["wetten/testwet"].html


def test_a_fault_of_the_folder_itself_is_said_and_goes_away_with_it(publisher: Publisher, content_dir: Path) -> None:
    (content_dir / "themas/elders.md").symlink_to("/etc/hostname")
    assert publisher.refresh() is False
    assert [problem.path for problem in publisher.status.waiting] == ["themas/elders.md"]
    (content_dir / "themas/elders.md").unlink()
    publisher.refresh()
    assert publisher.status.waiting == ()


def test_a_half_written_file_waits_for_its_other_half(publisher: Publisher, content_dir: Path) -> None:
    whole = (content_dir / LAW).read_text(encoding="utf-8").replace("titel: Testwet", "titel: Nieuwe wet")
    (content_dir / LAW).write_text(whole[:40], encoding="utf-8")
    publisher.refresh()
    assert title(publisher) == "Testwet"
    (content_dir / LAW).write_text(whole, encoding="utf-8")
    publisher.refresh()
    assert title(publisher) == "Nieuwe wet"


def test_a_page_and_a_tree_can_be_added_and_taken_away(publisher: Publisher, content_dir: Path) -> None:
    shutil.copy(content_dir / "themas/proef.md", content_dir / "themas/nieuw.md")
    shutil.copy(content_dir / "beslisbomen/vervolg.yaml", content_dir / "beslisbomen/nieuw.yaml")
    assert publisher.refresh() is True
    assert "themas/nieuw" in publisher.current.library.pages
    assert "nieuw" in publisher.current.forest.trees
    (content_dir / "themas/nieuw.md").unlink()
    (content_dir / "beslisbomen/nieuw.yaml").unlink()
    assert publisher.refresh() is True
    assert "themas/nieuw" not in publisher.current.library.pages
    assert "nieuw" not in publisher.current.forest.trees


def test_a_file_that_is_no_content_changes_nothing(publisher: Publisher, content_dir: Path) -> None:
    before = publisher.current
    (content_dir / "themas" / ".proef.md.swp").write_text("x", encoding="utf-8")
    (content_dir / "notities.txt").write_text("x", encoding="utf-8")
    assert publisher.refresh() is False
    assert publisher.current is before


def test_drafts_are_seen_in_a_preview_only(content_dir: Path, tmp_path: Path, publisher: Publisher) -> None:
    edit(content_dir / "stappenplannen/proefplan.md", "titel: Proefplan", "titel: Proefplan\nstatus: concept")
    edit(content_dir / "beslisbomen/geheim.yaml", "gevoelig: ja", "gevoelig: ja\nstatus: concept")
    edit(content_dir / "navigatie.yaml", "beslisboom/geheim, ", "")
    assert publisher.refresh() is True
    preview = Publisher(content_dir, tmp_path / "preview", preview=True)
    for shown, one in ((False, publisher), (True, preview)):
        assert ("stappenplannen/proefplan" in one.current.library.pages) is shown
        assert ("geheim" in one.current.forest.trees) is shown
        assert ("stappenplannen/proefplan" in [hit.id for hit in one.current.searcher.search("proefplan").hits]) is shown


def test_the_first_start_with_a_fault_serves_all_but_the_tree_it_is_in(content_dir: Path, make_small_app: Callable[..., Flask]) -> None:
    edit(content_dir / TREE, "    oordeel: ja", "    oordeel: misschien")
    app = make_small_app()
    client = app.test_client()
    assert client.get("/beslisboom/proefboom").status_code == 404
    assert client.get("/beslisboom/geheim").status_code == 200
    assert client.get("/wetten/testwet").status_code == 200
    health = client.get("/gezond")
    assert health.status_code == 200
    assert health.json["status"] == "fouten"  # type: ignore[index]
    assert any(problem.startswith("beslisbomen/proefboom.yaml:") for problem in health.json["problemen"])  # type: ignore[index]


def test_the_first_start_with_a_fault_has_no_page_that_can_not_be_shown(content_dir: Path, make_small_app: Callable[..., Flask]) -> None:
    # Another tree jumps to this one, pages link to it, and it stands on the home page.
    (content_dir / "beslisbomen/vervolg.yaml").write_text("titel: [", encoding="utf-8")
    crawl = follow_all_links(CheckingClient(make_small_app().test_client()))
    assert "/" in crawl.pages
    assert [fault for fault in crawl.faults if "gave 500" in fault] == []


def test_the_first_start_with_an_article_that_no_longer_holds_leaves_out_the_tree_that_rests_on_it(
    content_dir: Path, make_small_app: Callable[..., Flask]
) -> None:
    edit(content_dir / LAW, "thema: proef", "thema: proef\nartikelen: {artikel-1: {geldig_tot: 2020-01-01}}")
    client = make_small_app().test_client()
    assert client.get("/beslisboom/proefboom").status_code == 404
    assert client.get("/wetten/testwet").status_code == 200


def test_no_content_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ContentMissing) as caught:
        Publisher(tmp_path / "nergens", tmp_path / "index")
    assert str(caught.value) == f"De map met inhoud bestaat niet: {tmp_path / 'nergens'}. Zet CONTENT_DIR op de goede map."


def test_an_empty_content_folder_is_not_healthy(tmp_path: Path, make_small_app: Callable[..., Flask]) -> None:
    (tmp_path / "leeg").mkdir()
    client = make_small_app(CONTENT_DIR=str(tmp_path / "leeg")).test_client()
    assert client.get("/gezond").status_code == 503
    assert client.get("/").status_code == 200


def test_health_and_pages_follow_a_bad_edit_and_its_repair(make_small_app: Callable[..., Flask], content_dir: Path) -> None:
    app = make_small_app()
    client, publisher = app.test_client(), app.extensions["publisher"]

    def health() -> dict[str, object]:
        response = client.get("/gezond")
        assert response.status_code == 200
        return dict(response.get_json())

    first = health()
    plan = content_dir / "stappenplannen/proefplan.md"
    edit(plan, "titel: Proefplan", "titel:")
    publisher.refresh()
    broken = health()
    assert (broken["status"], broken["vingerafdruk"]) == ("fouten", first["vingerafdruk"])
    assert broken["problemen"] == ["stappenplannen/proefplan.md:2:7: fout: Hier staat niets. Vul iets in, of haal de naam weg."]
    assert "Proefplan" in client.get("/stappenplannen/proefplan").text
    edit(plan, "titel:\n", "titel: Nieuw plan\n")
    publisher.refresh()
    mended = health()
    assert (mended["status"], mended["problemen"]) == ("goed", [])
    assert mended["vingerafdruk"] != first["vingerafdruk"]
    assert "Nieuw plan" in client.get("/stappenplannen/proefplan").text


def test_a_request_reads_from_one_snapshot_from_beginning_to_end(
    make_small_app: Callable[..., Flask], content_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_small_app()
    publisher, show = app.extensions["publisher"], views.render_template

    def meanwhile(*args: object, **kwargs: object) -> str:
        edit(content_dir / "navigatie.yaml", "titel: Wetten", "titel: Andere wetten")
        assert publisher.refresh() is True
        return show(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(views, "render_template", meanwhile)
    assert "Andere wetten" not in app.test_client().get("/wetten/testwet").text
    monkeypatch.undo()
    assert "Andere wetten" in app.test_client().get("/wetten/testwet").text


def test_a_new_day_is_a_new_snapshot_and_says_what_is_overdue(content_dir: Path, tmp_path: Path) -> None:
    edit(content_dir / LAW, "controleren_voor: 2099-01-01", "controleren_voor: 2026-11-25")
    with time_machine.travel(datetime.datetime(2026, 11, 25, 23, 59, tzinfo=datetime.UTC), tick=False) as clock:
        publisher = Publisher(content_dir, tmp_path / "index")
        assert publisher.current.content.problems == ()
        clock.move_to(datetime.datetime(2026, 11, 26, 0, 1, tzinfo=datetime.UTC))
        read = publisher.reader.files_read
        assert publisher.refresh() is True
        assert publisher.reader.files_read == read
    (problem,) = publisher.current.content.problems
    assert (problem.path, problem.severity.value) == (LAW, "waarschuwing")


def test_on_the_day_an_article_ends_the_last_good_snapshot_stays_and_says_why(content_dir: Path, tmp_path: Path) -> None:
    edit(content_dir / LAW, "thema: proef", "thema: proef\nartikelen: {artikel-1: {geldig_tot: 2026-11-26}}")
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, 0, tzinfo=datetime.UTC), tick=False) as clock:
        publisher = Publisher(content_dir, tmp_path / "index")
        assert publisher.status.waiting == ()
        clock.move_to(datetime.datetime(2026, 11, 26, 12, 0, tzinfo=datetime.UTC))
        assert publisher.refresh() is False
    assert "proefboom" in publisher.current.forest.trees
    assert all('"wetten/testwet#artikel-1" geldt niet op 2026-11-26' in problem.message for problem in publisher.status.waiting)


def test_two_readers_of_the_same_folder_see_the_same(content_dir: Path) -> None:
    first, second = ContentReader(content_dir), ContentReader(content_dir)
    day = datetime.date(2026, 11, 25)
    one, two = first.read(first.scan(), day), second.read(second.scan(), day)
    assert (one.fingerprint, one.findables(), one.problems) == (two.fingerprint, two.findables(), two.problems)


def test_many_at_once_can_ask_for_the_newest_and_one_reads(publisher: Publisher, content_dir: Path) -> None:
    read = publisher.reader.files_read
    edit(content_dir / LAW, "titel: Testwet", "titel: Andere wet")
    taken: list[bool] = []
    threads = [threading.Thread(target=lambda: taken.append(publisher.refresh())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert sorted(taken) == [False] * 7 + [True]
    assert publisher.reader.files_read == read + 1


@pytest.fixture
def watching(publisher: Publisher) -> Iterator[Publisher]:
    publisher.watch()
    yield publisher
    publisher.stop_watching()


def until(holds: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether something comes true within some seconds."""
    pause = threading.Event()
    return any(holds() or pause.wait(0.02) for _ in range(int(seconds / 0.02))) or holds()


def test_a_change_is_noticed_by_itself_and_a_deleted_folder_that_comes_back_too(watching: Publisher, content_dir: Path) -> None:
    edit(content_dir / LAW, "titel: Testwet", "titel: Eerste")
    assert until(lambda: title(watching) == "Eerste")
    copy = shutil.copytree(content_dir, content_dir.with_name("kopie"))
    shutil.rmtree(content_dir)
    assert until(lambda: watching.status.waiting != ())
    edit(copy / LAW, "titel: Eerste", "titel: Tweede")
    copy.rename(content_dir)
    assert until(lambda: title(watching) == "Tweede")
    edit(content_dir / LAW, "titel: Tweede", "titel: Derde")
    assert until(lambda: title(watching) == "Derde")


def test_a_folder_put_in_the_place_of_the_old_one_is_watched_from_then_on(publisher: Publisher, content_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody tells that a folder was moved as a whole: that is seen when it is looked at again, here soon.
    monkeypatch.setattr("publishing.publisher.LOOK_MS", 200)
    watch, watches = watchfiles.watch, []

    def counted(*args: object, **settings: object) -> object:
        watches.append(args)
        return watch(*args, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(watchfiles, "watch", counted)
    publisher.watch()
    try:
        assert until(lambda: len(watches) == 1)
        copy = shutil.copytree(content_dir, content_dir.with_name("kopie"))
        edit(copy / LAW, "titel: Testwet", "titel: Eerste")
        content_dir.rename(content_dir.with_name("oud"))
        copy.rename(content_dir)
        assert until(lambda: title(publisher) == "Eerste")
        assert until(lambda: len(watches) > 1)
    finally:
        publisher.stop_watching()


def test_a_failure_while_reading_does_not_end_the_watching(watching: Publisher, content_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("stuk")

    failed = threading.Event()
    monkeypatch.setattr("publishing.publisher.log.exception", lambda *args: failed.set())
    with monkeypatch.context() as only_now:
        only_now.setattr(watching.reader, "read", broken)
        edit(content_dir / LAW, "titel: Testwet", "titel: Eerste")
        assert failed.wait(5)
    edit(content_dir / LAW, "titel: Eerste", "titel: Tweede")
    assert until(lambda: title(watching) == "Tweede")


def test_health_is_for_machines(small_client: FlaskClient) -> None:
    assert set(small_client.get("/gezond").get_json()) == {"status", "vingerafdruk", "paginas", "beslisbomen", "problemen", "waarschuwingen"}


def test_the_index_is_opened_again_only_when_search_would_find_something_else(publisher: Publisher, content_dir: Path) -> None:
    first = publisher.current.searcher
    edit(content_dir / "navigatie.yaml", "titel: Wetten", "titel: Andere wetten")
    assert publisher.refresh() is True
    assert publisher.current.searcher is first
    edit(content_dir / LAW, "titel: Testwet", "titel: Zoekwet")
    assert publisher.refresh() is True
    assert publisher.current.searcher is not first
    assert [hit.title for hit in publisher.current.searcher.search("zoekwet").hits][:1] == ["Zoekwet"]


def test_an_index_that_cannot_be_written_is_tried_again_after_a_while(publisher: Publisher, content_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def full(*args: object) -> None:
        tried.append(args)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("publishing.publisher.open_index", full)
        edit(content_dir / LAW, "titel: Testwet", "titel: Zoekwet")
        assert publisher.refresh() is True
        assert publisher.refresh() is False
        assert len(tried) == 1
        assert [problem.path for problem in publisher.status.waiting] == ["."]
        # A fault in the content does not hide it, nor the other way round.
        edit(content_dir / "stappenplannen/proefplan.md", "titel: Proefplan", "titel:")
        assert publisher.refresh() is False
        assert {problem.path for problem in publisher.status.waiting} == {"stappenplannen/proefplan.md", "."}
        assert len(tried) == 1
    assert publisher.refresh() is False
    monkeypatch.setattr(publisher, "_search_again", 0)
    assert publisher.refresh() is True
    assert {problem.path for problem in publisher.status.waiting} == {"stappenplannen/proefplan.md"}
    assert publisher.current.searcher.search("zoekwet").hits[0].title == "Zoekwet"
    assert publisher.refresh() is False


def test_a_deleted_index_folder_is_made_again_by_the_next_change_and_by_the_next_start(publisher: Publisher, content_dir: Path) -> None:
    def found(one: Publisher, word: str) -> list[str]:
        return [hit.title for hit in one.current.searcher.search(word).hits][:1]

    shutil.rmtree(publisher.index_dir)
    assert found(publisher, "testwet") == ["Testwet"]
    edit(content_dir / LAW, "titel: Testwet", "titel: Zoekwet")
    assert publisher.refresh() is True
    assert found(publisher, "zoekwet") == ["Zoekwet"]
    assert len([path for path in publisher.index_dir.iterdir() if is_intact(path)]) == 1
    shutil.rmtree(publisher.index_dir)
    assert found(Publisher(content_dir, publisher.index_dir), "zoekwet") == ["Zoekwet"]


def test_a_start_without_a_place_for_the_index_is_said_in_two_sentences(content_dir: Path, tmp_path: Path) -> None:
    place = tmp_path / "index"
    place.write_text("x", encoding="utf-8")
    with pytest.raises(IndexMissing) as caught:
        Publisher(content_dir, place)
    assert str(caught.value) == (
        f"De zoekindex kan niet worden bewaard in {place}: daar staat een bestand in de weg. Haal het weg, of zet INSTANCE_DIR op een andere map."
    )
