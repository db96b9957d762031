"""What the check tells editors besides faults: language, points to confirm, and whether readers can get everywhere."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge.problems import Severity
from publishing.__main__ import commands
from publishing.language import language_problems, measure
from publishing.reach import clicks, reach_problems
from publishing.snapshot import Content, ContentReader
from publishing.unconfirmed import unconfirmed_problems, worklist

TODAY = datetime.date(2026, 12, 1)


def read(folder: Path) -> Content:
    reader = ContentReader(folder)
    return reader.read(reader.scan(), TODAY)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# Language

LONG = "Deze zin gaat maar door en door en door omdat niemand hem een punt heeft gegeven en dat leest niet prettig."


def test_good_language_gets_no_hint(content_dir: Path) -> None:
    assert list(language_problems(measure(read(content_dir)))) == []


def test_long_sentences_of_a_page_get_a_hint(content_dir: Path) -> None:
    rewrite(content_dir / "themas/proef.md", "Een thema.", f"{LONG} {LONG}")
    (problem,) = language_problems(measure(read(content_dir)))
    assert (problem.path, problem.severity) == ("themas/proef.md", Severity.HINT)
    assert problem.message == "Gemiddeld 15,0 woorden per zin; houd het onder 14."


def test_long_steps_of_a_plan_get_a_hint(content_dir: Path) -> None:
    path = content_dir / "stappenplannen/proefplan.md"
    rewrite(path, "tekst: En dan dat.", f"tekst: {LONG}")
    rewrite(path, "tekst: Begin met [[wetten/testwet]].", f"tekst: {LONG}")
    (problem,) = language_problems(measure(read(content_dir)))
    assert problem.message == "De stappen hebben gemiddeld 21,0 woorden per zin; houd het onder 15."


def test_an_outcome_is_measured_with_its_parts_at_its_own_place(content_dir: Path) -> None:
    path = content_dir / "beslisbomen/proefboom.yaml"
    outcome = next(id for id, linked in read(content_dir).forest.trees["proefboom"].outcomes.items() if not linked.parts)
    part = "{als: {peildatum: {vanaf: 2026-01-01}}, tekst: " + " ".join([LONG] * 9) + "}"
    rewrite(path, f"  {outcome}:\n", f"  {outcome}:\n    onderdelen: [{part}]\n")
    problems = [one for one in language_problems(measure(read(content_dir))) if "woorden per zin" in one.message]
    line = path.read_text(encoding="utf-8").split("\n").index(f"  {outcome}:") + 2  # its first line
    assert [(one.path, one.line) for one in problems] == [("beslisbomen/proefboom.yaml", line)]


def test_many_long_words_get_a_hint(content_dir: Path) -> None:
    rewrite(content_dir / "themas/proef.md", "Een thema.", "Vertrouwensinspecteurs bespreken informatieverwerking.")
    (problem,) = language_problems(measure(read(content_dir)))
    assert problem.message.endswith("% lang; zoek kortere.")


def test_the_table_has_a_line_for_each_page_and_outcome(runner: CliRunner, content_dir: Path) -> None:
    result = runner.invoke(commands, ["language"], env={"CONTENT_DIR": str(content_dir)})
    content = read(content_dir)
    outcomes = sum(len(tree.outcomes) for tree in content.forest.trees.values())
    lines = result.output.splitlines()
    assert len(lines) == len(content.library.pages) + outcomes + 1
    assert lines[-1].startswith("Samen: ")
    assert any(line.startswith("beslisboom/proefboom/uitkomst/") for line in lines)


# Points to confirm


def test_pages_and_outcomes_with_points_to_confirm_get_a_hint(content_dir: Path) -> None:
    rewrite(content_dir / "themas/proef.md", "bronnen:", "nog_te_controleren:\n  - Dit is niet zeker.\n  - Dit ook niet.\nbronnen:")
    problems = {problem.path: problem for problem in unconfirmed_problems(read(content_dir))}
    assert problems["themas/proef.md"].message == "Rust op 2 punten die nog te controleren zijn. 'make nakijklijst' noemt ze."
    assert problems["beslisbomen/proefboom.yaml"].message.startswith("Rust op 1 punt dat nog te controleren is.")


def test_the_worklist_names_each_point_the_soonest_first(content_dir: Path) -> None:
    path = content_dir / "themas/proef.md"
    rewrite(path, "controleren_voor: 2099-01-01", "controleren_voor: 2027-02-01\nnog_te_controleren: [Dit is niet zeker.]")
    lines = list(worklist(read(content_dir)))
    assert lines[:2] == ["- [ ] **Proef** (`themas/proef`, vóór 2027-02-01)", "    - [ ] Dit is niet zeker."]
    assert any("beslisboom/proefboom/uitkomst/" in line for line in lines[2:])


def test_the_worklist_can_be_asked_for(runner: CliRunner, content_dir: Path) -> None:
    result = runner.invoke(commands, ["unconfirmed"], env={"CONTENT_DIR": str(content_dir)})
    assert result.output.splitlines() == list(worklist(read(content_dir)))


# Reach


def test_what_a_theme_or_a_situation_names_is_near(content_dir: Path) -> None:
    found = clicks(read(content_dir))
    assert {found[id] for id in ("themas/proef", "beslisboom/proefboom", "organisaties/hulplijn")} == {1}
    assert {found[id] for id in ("veelgestelde-vragen/mag-dat", "stappenplannen/proefplan", "wetten/testwet")} == {2}


def _page(folder: Path, id: str, body: str, extra: str = "") -> None:
    matter = "samenvatting: Een proef.\ngecontroleerd: 2026-11-25\ncontroleren_voor: 2099-01-01\nbronnen: [{titel: Een bron, url: https://example.org/bron}]\n"
    (folder / f"{id}.md").write_text(f"---\ntitel: {id}\n{matter}{extra}---\n\n{body}\n", encoding="utf-8")


def test_a_page_that_nothing_leads_to_is_warned_about(content_dir: Path) -> None:
    _page(content_dir, "wetten/los", "Zie [[wetten/testwet]].")
    (problem,) = reach_problems(read(content_dir))
    assert (problem.path, problem.severity) == ("wetten/los.md", Severity.WARNING)
    assert "Nergens op de site staat een koppeling hierheen." in problem.message


def test_a_page_that_is_far_away_is_warned_about(content_dir: Path) -> None:
    rewrite(content_dir / "wetten/testwet.md", "De wet in het kort.", "Zie [[wetten/drie]].")
    _page(content_dir, "wetten/drie", "Zie [[wetten/vier]].")
    _page(content_dir, "wetten/vier", "Zie [[wetten/testwet]].")
    (problem,) = reach_problems(read(content_dir))
    assert (problem.path, problem.message[:44]) == ("wetten/vier.md", "Dit ligt 4 klikken van de voorpagina. Zet er")


@pytest.mark.parametrize(("extra", "count"), [("", 1), ("thema: proef\n", 0)])
def test_a_page_that_leads_nowhere_is_warned_about(content_dir: Path, extra: str, count: int) -> None:
    rewrite(content_dir / "themas/proef.md", "Een thema.", "Zie [[wetten/eind]].")
    _page(content_dir, "wetten/eind", "Punt.", extra)
    problems = [problem for problem in reach_problems(read(content_dir)) if "leidt nergens heen" in problem.message]
    assert len(problems) == count


def test_news_stands_on_the_home_page_and_needs_no_theme(content_dir: Path) -> None:
    (content_dir / "nieuws").mkdir()
    _page(content_dir, "nieuws/bericht", "Zie [[wetten/testwet]].", "datum: 2026-11-01\n")
    assert list(reach_problems(read(content_dir))) == []
