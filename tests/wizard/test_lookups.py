"""Choosers: pages found by their own front matter."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from knowledge.glossary import Glossary
from knowledge.library import Page, PageShelf
from knowledge.source_files import scan
from tests.wizard.tree_texts import changed, tree_of
from wizard.conditions import DONT_KNOW, Known
from wizard.lookups import field_path, find, in_words, label_of, value_of
from wizard.tree import Lookup

MATTER = "titel: {title}\nsamenvatting: Over {title}.\ngecontroleerd: 2026-11-20\ncontroleren_voor: 2027-08-01\n"

PROGRAMMES = {
    "kiva": "groepen: [5, 6, 7]\nniveau: [school, klas]\nduur: een jaar\nerkenning: {niveau: effectief volgens sterke aanwijzingen, datum: 2023-05, status: geldig}\n",
    "alles": "groepen: [1, 2, 3, 4, 5, 6, 7, 8]\nniveau: school\nerkenning: {niveau: goed onderbouwd, datum: 2019}\n",
    "klein": "groepen: [1, 2]\nniveau: individu\nduur: een week\n",
    "leeg": "duur: een dag\n",
}
TOOLS = {"tien": "vanaf_groep: 10\n", "twee": "vanaf_groep: 2\nlevert_aan_inspectie: ja\n", "geen": ""}
NEWS = {"april": "datum: 2026-04-01\n", "december": "datum: 2025-12-31\n", "maart": "datum: 2026-03-03\n"}


def _shelf(root: Path, kind: str, pages: dict[str, str]) -> list[Page]:
    (root / kind).mkdir()
    for name, matter in pages.items():
        (root / kind / f"{name}.md").write_text(f"---\n{MATTER.format(title=name.title())}{matter}---\n\nTekst.\n")
    shelf = PageShelf(root)
    parsed, problems = shelf.read(scan(root).files)
    assert not [problem for problem in problems if problem.is_error]
    return list(shelf.link(parsed, {}, Glossary(), datetime.date(2026, 11, 25))[0].values())


@pytest.fixture
def programmes(tmp_path: Path) -> list[Page]:
    return _shelf(tmp_path, "programmas", PROGRAMMES)


QUESTIONS = tree_of(
    changed(
        ("{les: Lesgeven, zorg: Verzorgen, rijden: Rijden}", "{school: De school, klas: De klas, individu: Eén leerling}"),
        ("{bevat: les}", "{bevat: klas}"),
        ("{bevat: rijden}", "{bevat: klas}"),
        ("taken: [les, zorg]", "taken: school"),
    )
).questions


def found(pages: list[Page], known: Known, filters: dict[str, str], *, near: int = 0, sort: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """The names of the pages that match, and of those that nearly do."""
    kind = pages[0].kind
    matches, misses = find(Lookup(kind, tuple(filters.items()), sort, (), near), QUESTIONS, known, pages)
    return [one.page.name for one in matches], [one.page.name for one in misses]


BOTH = {"groepen": "dagen", "niveau": "taken"}


def test_a_page_matches_when_every_answer_is_among_its_values(programmes: list[Page]) -> None:
    assert found(programmes, {"dagen": 6}, BOTH) == (["alles", "kiva"], [])
    assert found(programmes, {"dagen": 6, "taken": frozenset({"klas"})}, BOTH) == (["kiva"], [])
    assert found(programmes, {"dagen": 1, "taken": frozenset({"individu"})}, BOTH) == (["klein"], [])


def test_one_of_several_answers_is_enough(programmes: list[Page]) -> None:
    assert found(programmes, {"taken": frozenset({"klas", "individu"})}, BOTH)[0] == ["kiva", "klein"]


@pytest.mark.parametrize("known", [{}, {"dagen": DONT_KNOW}, {"rol": "lio"}])
def test_a_question_without_an_answer_filters_nothing(programmes: list[Page], known: Known) -> None:
    assert found(programmes, known, BOTH) == (["alles", "kiva", "klein", "leeg"], [])


def test_a_near_miss_misses_no_more_than_asked_for(programmes: list[Page]) -> None:
    known: Known = {"dagen": 6, "taken": frozenset({"klas"})}
    assert found(programmes, known, BOTH, near=1) == (["kiva"], ["alles"])
    assert found(programmes, known, BOTH, near=2) == (["kiva"], ["alles", "klein", "leeg"])


def test_a_match_says_why_and_a_near_miss_what_it_misses(programmes: list[Page]) -> None:
    known: Known = {"dagen": 6, "taken": frozenset({"klas"})}
    matches, near = find(Lookup("programmas", tuple(BOTH.items()), (), (), 2), QUESTIONS, known, programmes)
    assert (matches[0].reasons, matches[0].misses) == (("Groepen: 6 dagen", "Niveau: De klas"), ())
    assert [(one.page.name, one.reasons, one.misses) for one in near] == [
        ("alles", ("Groepen: 6 dagen",), ("Niveau: school",)),
        ("klein", (), ("Groepen: 1, 2", "Niveau: individu")),
        ("leeg", (), ("Groepen: niet bekend", "Niveau: niet bekend")),
    ]


def test_a_field_can_be_asked_to_hold_every_answer(programmes: list[Page]) -> None:
    lookup = Lookup("programmas", (("niveau", "taken"),), (), (), 1, frozenset({"niveau"}))
    matches, near = find(lookup, QUESTIONS, {"taken": frozenset({"school", "klas"})}, programmes)
    assert [one.page.name for one in matches] == ["kiva"]
    assert [one.page.name for one in near] == ["alles", "klein", "leeg"]


def test_pages_without_the_only_values_asked_for_take_no_part(programmes: list[Page]) -> None:
    lookup = Lookup("programmas", (("groepen", "dagen"),), (), (), 3, frozenset(), (("erkenning.niveau", frozenset({"goed onderbouwd", "niet erkend"})),))
    matches, near = find(lookup, QUESTIONS, {"dagen": 6}, programmes)
    assert ([one.page.name for one in matches], near) == (["alles"], ())


def test_an_empty_field_never_matches(programmes: list[Page]) -> None:
    assert "leeg" not in found(programmes, {"dagen": 6}, BOTH)[0]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ((), ["alles", "kiva", "klein", "leeg"]),
        (("duur",), ["leeg", "kiva", "klein", "alles"]),
        (("-duur",), ["klein", "kiva", "leeg", "alles"]),
        (("erkenning.niveau",), ["kiva", "alles", "klein", "leeg"]),
        (("-erkenning.niveau",), ["alles", "kiva", "klein", "leeg"]),
        (("erkenning.datum",), ["alles", "kiva", "klein", "leeg"]),
        (("-erkenning.datum",), ["kiva", "alles", "klein", "leeg"]),
        (("-titel",), ["leeg", "klein", "kiva", "alles"]),
        (("erkenning.status", "-titel"), ["kiva", "leeg", "klein", "alles"]),
    ],
)
def test_pages_are_sorted_by_their_fields_with_unknown_last(programmes: list[Page], sort: tuple[str, ...], order: list[str]) -> None:
    assert found(programmes, {}, {}, sort=sort)[0] == order


def test_numbers_are_sorted_as_numbers(tmp_path: Path) -> None:
    tools = _shelf(tmp_path, "hulpmiddelen", TOOLS)
    assert found(tools, {}, {}, sort=("vanaf_groep",))[0] == ["twee", "tien", "geen"]
    assert found(tools, {}, {}, sort=("-vanaf_groep",))[0] == ["tien", "twee", "geen"]


def test_days_are_sorted_as_days(tmp_path: Path) -> None:
    assert found(_shelf(tmp_path, "nieuws", NEWS), {}, {}, sort=("datum",))[0] == ["december", "maart", "april"]


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        ("programmas", "groepen", ("groups",)),
        ("programmas", "erkenning.niveau", ("recognition", "level")),
        ("programmas", "titel", ("title",)),
        ("programmas", "groups", None),
        ("programmas", "erkenning.nivo", None),
        ("programmas", "titel.lengte", None),
        ("programmas", "", None),
        ("onbekend", "titel", None),
    ],
)
def test_a_field_is_found_by_the_name_that_editors_write(kind: str, name: str, path: tuple[str, ...] | None) -> None:
    assert field_path(kind, name) == path


def test_a_value_that_is_empty_or_not_there_is_unknown(programmes: list[Page]) -> None:
    leeg = next(page for page in programmes if page.name == "leeg")
    assert [value_of(leeg, name) for name in ("groepen", "erkenning.niveau", "bestaat_niet", "duur")] == [None, None, None, "een dag"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "niet bekend"),
        (True, "ja"),
        (False, "nee"),
        ((1, 2), "1, 2"),
        ((3, 4, 5, 6), "3 tot en met 6"),
        ((1, 2, 4), "1, 2, 4"),
        (("po", "anders"), "Basisonderwijs (po), anders"),
        (7, "7"),
        ("tekst", "tekst"),
        ("2015-12-10", "10 december 2015"),
        ("2017", "2017"),
        (datetime.date(2026, 3, 3), "3 maart 2026"),
    ],
)
def test_a_value_in_words(value: object, words: str) -> None:
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("programmas", "erkenning.niveau", "Bewijs"),
        ("programmas", "groepen", "Groepen"),
        ("hulpmiddelen", "levert_aan_inspectie", "Levert aan de inspectie"),
        ("hulpmiddelen", "aanbieder", "Aanbieder"),
    ],
)
def test_readers_see_what_a_field_is_called(kind: str, name: str, label: str) -> None:
    assert label_of(kind, name) == label
