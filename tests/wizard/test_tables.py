"""The table beside a tree: what it says, that it changes as little as the tree, and that it cannot stay behind."""

from __future__ import annotations

import difflib
import errno
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge.problems import Problem, Severity
from publishing.__main__ import commands
from publishing.snapshot import ContentReader
from tests.conftest import SMALL_CONTENT
from tests.wizard.test_applies import chain, small_tree
from tests.wizard.tree_texts import TODAY, changed, tree_of
from wizard.applies import applies
from wizard.proved import ProvedTree
from wizard.tables import table_path, table_problems, table_text
from wizard.tree import Tree

TABLE = """\
# Mag deze persoon beginnen?

Deze tabel is gemaakt uit de beslisboom, met `make tabellen`. Lees hem na elke wijziging: klopt wat er verandert?
Elke regel is een voorwaarde die genoeg is; wat er niet in staat, maakt dan niet uit.

## Uitkomsten

### `mag`: Ja, deze persoon mag beginnen

- `alleen`: Nee
- `leeftijd`: hoogstens 6 maanden

### `te_oud`: Nee, deze VOG is te oud

- `leeftijd`: meer dan 6 maanden

### `uitzoeken`: Zoek eerst de rol uit

- `rol`: Dat weet ik niet

## Wanneer een vraag komt

### `alleen`: Werkt de stagiair alleen?

- `rol`: Stagiair

### `afgegeven`: Wanneer is de VOG afgegeven?

- `rol`: “Leraar” of “LIO”
- `alleen`: Ja

### `taken`: Wat gaat deze persoon doen?

- `afgegeven`: ingevuld

### `dagen`: Hoeveel dagen?

- `taken`: beantwoord
"""


def table(tree: Tree) -> str:
    return table_text(tree, applies(ProvedTree(tree)))


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, as '- gone' and '+ new'."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


# What it says


def test_the_table_of_a_tree() -> None:
    assert table(tree_of()) == TABLE


def test_what_never_and_what_always_applies() -> None:
    text = table(small_tree("a: {vraag: A?, ja_nee: , daarna: b}\nb: {vraag: B?, ja_nee: , daarna: {ja: goed, nee: boom:ander}}"))
    assert "### `fout`: Uitkomst fout\n\n- nooit\n" in text
    assert "### `b`: B?\n\n- altijd\n" in text
    assert "### boom:ander: verder in de beslisboom ander\n\n- `b`: Nee\n" in text


def test_what_must_hold_together_stands_on_one_line() -> None:
    questions = "a: {vraag: A?, ja_nee: , daarna: b}\nb: {vraag: B?, ja_nee: , daarna: [{als: {a: ja, b: nee}, naar: goed}, {naar: fout}]}"
    assert "\n- `a`: Ja; en `b`: Nee\n" in table(small_tree(questions))


def test_a_tree_that_is_too_tangled_says_so() -> None:
    lines = table(chain(61)).splitlines()
    assert lines.count("- Te ingewikkeld om in een tabel te zetten. Splits de boom.") == 2 + 60


# What changes it


def test_a_change_of_one_rule_changes_a_few_lines() -> None:
    after = table(tree_of(changed(("{hoogstens: 6}", "{hoogstens: 3}"))))
    assert changed_lines(TABLE, after) == [
        "- - `leeftijd`: hoogstens 6 maanden",
        "+ - `leeftijd`: hoogstens 3 maanden",
        "- - `leeftijd`: meer dan 6 maanden",
        "+ - `leeftijd`: meer dan 3 maanden",
    ]


SMALL_TREE = (SMALL_CONTENT / "beslisbomen/proefboom.yaml").read_text(encoding="utf-8")
SMALL_TABLE = (SMALL_CONTENT / "beslisbomen/tabellen/proefboom.md").read_text(encoding="utf-8")


def table_in(folder: Path) -> str:
    """The table of `proefboom` as the files are now."""
    reader = ContentReader(folder)
    published = reader.read(reader.scan(), TODAY).forest.trees["proefboom"]
    assert published.applies is not None
    return table_text(published.tree, published.applies)


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("{duur: {meer_dan: 2}}", "{duur: {meer_dan: 3}}",
         ["- - `duur`: hoogstens 2 maanden; en `vervolg_vragen`: niet “Nee”", "+ - `duur`: hoogstens 3 maanden; en `vervolg_vragen`: niet “Nee”",
          "- - `duur`: meer dan 2 maanden", "+ - `duur`: meer dan 3 maanden",
          "- - `sector`: Basisschool; en `wie`: Ouders; en `duur`: hoogstens 2 maanden",
          "+ - `sector`: Basisschool; en `wie`: Ouders; en `duur`: hoogstens 3 maanden"]),
        ("{sector: po, wie: {bevat: ouder}}", "{wie: {bevat: ouder}}",
         ["- - `sector`: Basisschool; en `wie`: Ouders; en `duur`: hoogstens 2 maanden", "+ - `wie`: Ouders; en `duur`: hoogstens 2 maanden"]),
        ("daarna: {ja: mag, nee: boom:vervolg}", "daarna: {ja: mag, nee: te_veel}",
         ["+ - `vervolg_vragen`: Nee", "- ### boom:vervolg: verder in de beslisboom vervolg", "- ", "- - `vervolg_vragen`: Nee", "- "]),
        ("    weet_ik_niet: teller\n", "    weet_ik_niet: te_veel\n",
         ["- - `aantal`: minstens 11 mensen", "+ - `aantal`: “minstens 11 mensen” of “Dat weet ik niet”", "- - `aantal`: Dat weet ik niet"]),
    ],
)  # fmt: skip
def test_a_change_of_the_logic_changes_what_it_is_about(content_dir: Path, old: str, new: str, lines: list[str]) -> None:
    assert SMALL_TREE.count(old) == 1
    (content_dir / "beslisbomen/proefboom.yaml").write_text(SMALL_TREE.replace(old, new), encoding="utf-8")
    found = [re.sub(r"^\? .*", "", line) for line in changed_lines(SMALL_TABLE, table_in(content_dir))]
    assert sorted(found) == sorted(lines)


def test_what_does_not_change_the_logic_changes_nothing(content_dir: Path) -> None:
    head, examples, never = re.split(r"(?m)^(?=voorbeelden:|nooit:)", SMALL_TREE)
    first, *others = examples.split("  - naam:")
    turned = head + "  - naam:".join([first, *others[::-1]]) + never
    assert turned != SMALL_TREE
    explained = SMALL_TREE.replace("toelichting: Vraag het de mentor.", "toelichting: Vraag het.")
    for text in (SMALL_TREE, turned, head + never, head, explained, SMALL_TREE + "\n\n"):
        (content_dir / "beslisbomen/proefboom.yaml").write_text(text, encoding="utf-8")
        assert table_in(content_dir) == SMALL_TABLE


def test_the_order_in_which_questions_and_outcomes_stand_is_kept() -> None:
    """Outcomes as in the file, questions in the order of the road."""
    questions = "a: {vraag: A?, ja_nee: , daarna: {ja: c, nee: b}}\nc: {vraag: C?, ja_nee: , daarna: fout}\nb: {vraag: B?, ja_nee: , daarna: c}"
    text = table(small_tree(questions, outcomes="goed fout"))
    assert re.findall(r"(?m)^### (.*?):", text) == ["`goed`", "`fout`", "`b`", "`c`"]


# Beside the tree


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A content folder with the right table of the small tree."""
    file = tmp_path / table_path(tree_of())
    file.parent.mkdir(parents=True)
    file.write_text(TABLE, encoding="utf-8")
    return tmp_path


def said(tree: Tree, folder: Path) -> list[Problem]:
    return list(table_problems(tree, applies(ProvedTree(tree)), folder))


def test_the_right_table_has_nothing_to_say(beside: Path) -> None:
    assert said(tree_of(), beside) == []


def test_a_table_that_is_missing_is_a_hint(beside: Path) -> None:
    (beside / "beslisbomen/tabellen/proef.md").unlink()
    [problem] = said(tree_of(), beside)
    assert str(problem) == ("beslisbomen/proef.yaml:1:1: hint: Deze beslisboom heeft nog geen tabel. Maak beslisbomen/tabellen/proef.md met: make tabellen.")


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (TABLE.replace("hoogstens 6", "hoogstens 7"), 11),
        (TABLE.removeprefix("#"), 1),
        (TABLE + "\n", 39),
        (TABLE.removesuffix("\n"), 38),
        (TABLE.replace("- `rol`: Stagiair\n", ""), 25),
        ("", 1),
    ],
)
def test_a_table_that_differs_is_an_error_at_the_first_line_that_does(beside: Path, written: str, line: int) -> None:
    (beside / "beslisbomen/tabellen/proef.md").write_text(written, encoding="utf-8")
    [problem] = said(tree_of(), beside)
    assert (problem.path, problem.line, problem.severity) == ("beslisbomen/tabellen/proef.md", line, Severity.ERROR)
    assert "leidt tot iets anders dan deze tabel zegt" in problem.message


@pytest.mark.parametrize("make", [lambda path: path.write_bytes(b"\xff\xfe# Mag"), lambda path: (path.unlink(), path.mkdir())], ids=["no text", "a folder"])
def test_a_table_that_cannot_be_read_is_an_error(beside: Path, make: Callable[[Path], object]) -> None:
    make(beside / "beslisbomen/tabellen/proef.md")
    [problem] = said(tree_of(), beside)
    assert (problem.path, problem.severity) == ("beslisbomen/tabellen/proef.md", Severity.ERROR)
    assert "kan niet worden gelezen" in problem.message


# The commands


def run(runner: CliRunner, folder: Path, *command: str) -> Result:
    return runner.invoke(commands, command, env={"CONTENT_DIR": str(folder)})


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "beslisbomen/tabellen").iterdir())}


def test_tables_that_are_right_are_not_written(runner: CliRunner, content_dir: Path) -> None:
    before = [path.stat().st_mtime_ns for path in (content_dir / "beslisbomen/tabellen").iterdir()]
    result = run(runner, content_dir, "tables")
    assert (result.exit_code, result.output) == (0, "Alle 3 tabellen kloppen al.\n")
    assert [path.stat().st_mtime_ns for path in (content_dir / "beslisbomen/tabellen").iterdir()] == before


def test_tables_are_written_and_it_says_which(runner: CliRunner, content_dir: Path) -> None:
    before = files(content_dir)
    table = content_dir / "beslisbomen/tabellen/proefboom.md"
    table.write_text(SMALL_TABLE.replace("2 maanden", "3 maanden"), encoding="utf-8")
    (content_dir / "beslisbomen/tabellen/geheim.md").unlink()
    result = run(runner, content_dir, "tables")
    assert result.exit_code == 0
    *lines, last = result.output.splitlines()
    assert sorted(lines) == ["beslisbomen/tabellen/geheim.md", "beslisbomen/tabellen/proefboom.md"]
    assert last == "2 van 3 tabellen veranderd."
    assert files(content_dir) == before
    assert run(runner, content_dir, "tables").output == "Alle 3 tabellen kloppen al.\n"


def test_the_first_tables_get_a_folder(runner: CliRunner, content_dir: Path) -> None:
    before = files(content_dir)
    shutil.rmtree(content_dir / "beslisbomen/tabellen")
    assert run(runner, content_dir, "tables").output.endswith("3 van 3 tabellen veranderd.\n")
    assert files(content_dir) == before


def test_without_trees_there_are_no_tables(runner: CliRunner, content_dir: Path) -> None:
    shutil.rmtree(content_dir / "beslisbomen")
    result = run(runner, content_dir, "tables")
    assert (result.exit_code, result.output) == (0, "Alle 0 tabellen kloppen al.\n")
    assert not (content_dir / "beslisbomen").exists()


def test_a_table_that_cannot_be_read_is_written_again(runner: CliRunner, content_dir: Path) -> None:
    (content_dir / "beslisbomen/tabellen/geheim.md").write_bytes(b"\xff\xfe")
    assert run(runner, content_dir, "tables").output == "beslisbomen/tabellen/geheim.md\n1 van 3 tabellen veranderd.\n"


def test_the_table_of_a_tree_that_is_gone_goes_too(runner: CliRunner, content_dir: Path) -> None:
    (content_dir / "beslisbomen/tabellen/oud.md").write_text("# Oud\n", encoding="utf-8")
    (content_dir / "beslisbomen/tabellen/lees-mij.txt").write_text("Blijft.\n", encoding="utf-8")
    result = run(runner, content_dir, "tables")
    assert result.output.splitlines()[0] == "beslisbomen/tabellen/oud.md (weg: de beslisboom bestaat niet meer)"
    assert sorted(files(content_dir)) == ["geheim.md", "lees-mij.txt", "proefboom.md", "vervolg.md"]


def test_the_table_of_a_tree_with_faults_stays(runner: CliRunner, content_dir: Path) -> None:
    tree = content_dir / "beslisbomen/proefboom.yaml"
    tree.write_text("titel: [", encoding="utf-8")
    before = files(content_dir)
    assert run(runner, content_dir, "tables").exit_code == 0
    assert files(content_dir) == before


def test_a_full_disk_leaves_the_tables_as_they_were(runner: CliRunner, content_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = content_dir / "beslisbomen/tabellen/proefboom.md"
    table.write_text("# Oud\n", encoding="utf-8")
    before = files(content_dir)
    write = Path.write_bytes

    def fill(path: Path, data: bytes) -> int:
        write(path, data[:20])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", fill)
    monkeypatch.setattr(Path, "write_text", lambda path, text, **_: fill(path, text.encode()))
    result = run(runner, content_dir, "tables")
    assert result.exit_code == 1
    assert "De tabel beslisbomen/tabellen/proefboom.md kon niet worden geschreven: No space left on device." in result.output
    assert "Traceback" not in result.output
    assert files(content_dir) == before


def test_the_check_stops_at_a_table_that_differs(runner: CliRunner, content_dir: Path) -> None:
    assert run(runner, content_dir, "check").exit_code == 0
    (content_dir / "beslisbomen/tabellen/geheim.md").write_text("# Oud\n", encoding="utf-8")
    result = run(runner, content_dir, "check")
    assert result.exit_code == 1
    assert "beslisbomen/tabellen/geheim.md:1:1: fout: De beslisboom leidt tot iets anders dan deze tabel zegt." in result.output
    run(runner, content_dir, "tables")
    assert run(runner, content_dir, "check").exit_code == 0


def test_the_check_hints_at_a_table_that_is_missing(runner: CliRunner, content_dir: Path) -> None:
    (content_dir / "beslisbomen/tabellen/geheim.md").unlink()
    result = run(runner, content_dir, "check", "--geen-score")
    assert result.exit_code == 0
    assert "beslisbomen/geheim.yaml:1:1: hint: Deze beslisboom heeft nog geen tabel." in result.output


def test_a_table_without_a_tree_is_an_error(runner: CliRunner, content_dir: Path) -> None:
    (content_dir / "beslisbomen/tabellen/weg.md").write_text("# Weg\n", encoding="utf-8")
    result = run(runner, content_dir, "check")
    assert result.exit_code == 1
    assert "beslisbomen/tabellen/weg.md:1:1: fout: Bij deze tabel hoort geen beslisboom meer." in result.output
    run(runner, content_dir, "tables")
    assert run(runner, content_dir, "check").exit_code == 0
