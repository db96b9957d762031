"""The content folder with every bad file in it: each is a problem with a sentence, none stops the rest."""

from __future__ import annotations

import os
import shutil
import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.source_files import MAX_BYTES, UnreadableFile, read_text, scan

GOOD = "goed.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / GOOD).write_text("Goed", encoding="utf-8")
    return folder


def complaint(root: Path, path: str) -> tuple[int, str]:
    with pytest.raises(UnreadableFile) as caught:
        read_text(root, path)
    assert caught.value.problem.path == path
    assert caught.value.problem.is_error
    return caught.value.problem.line, caught.value.problem.message


def test_only_markdown_and_yaml_that_editors_can_see_are_content(root: Path) -> None:
    for name in (".verborgen.md", "~wisselbestand.md", "kopie.md~", "#wissel#", "plaatje.png", "LEESMIJ.txt", "oud.md.bak", "half.md.tmp", ".goed.md.swp"):
        (root / name).write_text("x", encoding="utf-8")
    (root / ".git").mkdir()
    (root / ".git" / "config.yaml").write_text("x", encoding="utf-8")
    (root / "map").mkdir()
    (root / "map" / "boom.yaml").write_text("x", encoding="utf-8")
    found = scan(root)
    assert (list(found.files), found.problems) == ([GOOD, "map/boom.yaml"], ())


def test_a_signature_changes_with_the_text_and_when_another_file_takes_its_place(root: Path) -> None:
    first = scan(root).files[GOOD]
    assert scan(root).files[GOOD] == first
    facts = (root / GOOD).stat()
    (root / "nieuw").write_text("Fout", encoding="utf-8")
    os.utime(root / "nieuw", ns=(facts.st_atime_ns, facts.st_mtime_ns))
    (root / "nieuw").replace(root / GOOD)
    second = scan(root).files[GOOD]
    assert (second.modified_ns, second.size) == (first.modified_ns, first.size)
    assert second != first


def test_a_file_with_other_line_ends_and_a_mark_at_the_start_reads_the_same(root: Path) -> None:
    (root / "a.md").write_bytes(b"\xef\xbb\xbf---\r\ntitel: \xc3\xa9\xc3\xa9n\r\n---\rTekst\r\n")
    assert read_text(root, "a.md") == "---\ntitel: één\n---\nTekst\n"


def test_a_file_that_is_not_utf_8_is_refused_at_its_line(root: Path) -> None:
    (root / "a.md").write_bytes(b"een\ntwee\ncaf\xe9\n")
    assert complaint(root, "a.md") == (3, "Dit bestand is niet opgeslagen als UTF-8. Sla het opnieuw op met de codering UTF-8.")


def test_a_file_in_utf_16_is_refused(root: Path) -> None:
    (root / "a.md").write_text("tekst", encoding="utf-16")
    assert "UTF-8" in complaint(root, "a.md")[1]


def test_a_file_with_nul_is_refused(root: Path) -> None:
    (root / "a.md").write_bytes(b"een\0twee")
    assert "geen tekst" in complaint(root, "a.md")[1]


def test_a_file_may_be_a_megabyte_and_no_more(root: Path) -> None:
    (root / "a.md").write_bytes(b"a" * MAX_BYTES)
    assert len(read_text(root, "a.md")) == MAX_BYTES
    (root / "a.md").write_bytes(b"a" * (MAX_BYTES + 1))
    assert "groter dan 1 MB" in complaint(root, "a.md")[1]


def test_of_a_huge_file_only_the_beginning_is_read(root: Path) -> None:
    with (root / "reus.md").open("wb") as file:
        file.truncate(50_000_000)
    assert scan(root).files["reus.md"].size == 50_000_000
    tracemalloc.start()
    try:
        assert "groter dan 1 MB" in complaint(root, "reus.md")[1]
        assert tracemalloc.get_traced_memory()[1] < 5 * MAX_BYTES
    finally:
        tracemalloc.stop()


def test_a_file_that_is_gone_is_refused(root: Path) -> None:
    assert "Bestaat het nog" in complaint(root, "weg.md")[1]
    (root / "map.md").mkdir()
    assert "Bestaat het nog" in complaint(root, "map.md")[1]


def test_a_file_that_may_not_be_read_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise PermissionError

    # Rights alone stop nobody when the tests run as root.
    monkeypatch.setattr("builtins.open", refuse)
    assert "mag de site het lezen" in complaint(root, GOOD)[1]


def test_a_folder_that_can_not_be_listed_is_a_problem_and_the_rest_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "dicht").mkdir()
    listing = os.scandir

    def refuse(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "dicht":
            raise PermissionError
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = scan(root)
    assert [problem.path for problem in found.problems] == ["dicht"]
    assert list(found.files) == [GOOD]


def test_a_link_to_a_file_outside_the_folder_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.md").write_text("geheim", encoding="utf-8")
    (tmp_path / "content-ernaast").mkdir()
    (tmp_path / "content-ernaast" / "b.md").write_text("geheim", encoding="utf-8")
    (root / "a.md").symlink_to(tmp_path / "geheim.md")
    (root / "b.md").symlink_to(tmp_path / "content-ernaast" / "b.md")
    (root / "map").symlink_to(tmp_path / "content-ernaast")
    (root / "c.md").symlink_to("/etc/passwd")
    found = scan(root)
    assert [problem.path for problem in found.problems] == ["a.md", "b.md", "c.md", "map"]
    assert all("buiten de map" in problem.message for problem in found.problems)
    assert list(found.files) == [GOOD]


def test_a_link_to_a_file_inside_the_folder_is_read(root: Path) -> None:
    (root / "a.md").symlink_to(root / GOOD)
    assert list(scan(root).files) == ["a.md", GOOD]
    assert read_text(root, "a.md") == "Goed"


def test_links_that_go_round_in_a_circle_end(root: Path) -> None:
    (root / "map").mkdir()
    (root / "map" / "terug").symlink_to(root / "map")
    (root / "zelf.md").symlink_to(root / "zelf.md")
    (root / "heen.md").symlink_to(root / "weer.md")
    (root / "weer.md").symlink_to(root / "heen.md")
    found = scan(root)
    assert list(found.files) == [GOOD]
    assert {problem.path for problem in found.problems} == {"zelf.md", "heen.md", "weer.md"}


def test_a_link_to_nothing_is_a_problem(root: Path) -> None:
    (root / "a.md").symlink_to(root / "weg.md")
    assert [problem.path for problem in scan(root).problems] == ["a.md"]


def test_what_is_no_ordinary_file_is_refused_without_waiting_for_it(root: Path) -> None:
    os.mkfifo(root / "buis.md")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(root)
        try:
            listener.bind("deur.md")
        finally:
            os.chdir(here)
        found = scan(root)
    assert [(problem.path, problem.message) for problem in found.problems] == [
        (name, "Dit is geen gewoon bestand. Vervang het door een tekstbestand.") for name in ("buis.md", "deur.md")
    ]
    assert list(found.files) == [GOOD]


def test_a_folder_that_looks_like_a_page_is_a_folder(root: Path) -> None:
    (root / "map.md").mkdir()
    (root / "map.md" / "a.md").write_text("x", encoding="utf-8")
    assert list(scan(root).files) == [GOOD, "map.md/a.md"]


def test_a_file_that_goes_away_while_it_is_looked_at_is_a_problem(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = os.scandir

    def and_then_it_is_gone(path: Path) -> list[os.DirEntry[str]]:
        entries = list(listing(path))
        (root / GOOD).unlink(missing_ok=True)
        return entries

    monkeypatch.setattr(os, "scandir", and_then_it_is_gone)
    found = scan(root)
    assert (dict(found.files), [problem.path for problem in found.problems]) == ({}, [GOOD])


def test_a_content_folder_that_is_gone_is_one_problem(root: Path) -> None:
    shutil.rmtree(root)
    found = scan(root)
    assert (dict(found.files), [problem.path for problem in found.problems]) == ({}, ["."])


def test_a_name_that_is_no_text_does_not_stop_the_rest(root: Path) -> None:
    (root / os.fsdecode(b"caf\xe9.md")).write_text("x", encoding="utf-8")
    assert GOOD in scan(root).files
