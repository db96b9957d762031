"""What editors run: the check, and the schemas that help them write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from publishing.__main__ import SCHEMA_FOLDER, commands, editor_schemas
from tests.conftest import CONTENT, ROOT, SMALL_CONTENT

SCHEMAS = sorted(editor_schemas())


def check(runner: CliRunner, folder: Path, *options: str) -> Result:
    return runner.invoke(commands, ["check", *options], env={"CONTENT_DIR": str(folder)})


def test_good_content_gets_a_count_and_no_fault(runner: CliRunner, content_dir: Path) -> None:
    result = check(runner, content_dir)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "6 pagina's en 3 beslisbomen nagekeken: 0 fouten, 0 waarschuwingen en 1 hint."


def test_each_tree_is_measured(runner: CliRunner, content_dir: Path) -> None:
    assert (
        "beslisbomen/geheim.yaml: 2 vragen, 2 uitkomsten, 3 wegen van 1 tot 4 vragen, 3 voorbeelden, 0 keer nooit, 100 % van 10 veranderingen opgemerkt"
        in check(runner, content_dir).output
    )


def test_a_fault_stops_with_a_code_and_says_where(runner: CliRunner, content_dir: Path) -> None:
    path = content_dir / "themas/proef.md"
    path.write_text(path.read_text(encoding="utf-8").replace("titel: Proef", "titel: Proef\nkleur: rood"), encoding="utf-8")
    result = check(runner, content_dir)
    assert result.exit_code == 1
    assert 'themas/proef.md:3:1: fout: Onbekende naam "kleur".' in result.output
    assert " fout" in result.output.splitlines()[-1]


@pytest.mark.parametrize(("options", "shown"), [((), True), (("--hints",), True), (("--geen-hints",), False)])
def test_hints_can_be_left_out_but_are_counted(runner: CliRunner, content_dir: Path, options: tuple[str, ...], shown: bool) -> None:
    path = content_dir / "themas/proef.md"
    path.write_text(path.read_text(encoding="utf-8") + "[elders](https://example.org)\n", encoding="utf-8")
    result = check(runner, content_dir, *options)
    assert result.exit_code == 0
    assert (": hint: " in result.output) is shown
    assert result.output.splitlines()[-1].endswith("0 fouten, 0 waarschuwingen en 2 hints.")


def test_one_is_not_many(runner: CliRunner, content_dir: Path) -> None:
    for name in ("geheim", "proefboom"):
        (content_dir / f"beslisbomen/{name}.yaml").unlink()
    result = check(runner, content_dir)
    assert "en 1 beslisboom nagekeken" in result.output.splitlines()[-1]


def test_drafts_are_checked_too(runner: CliRunner, content_dir: Path) -> None:
    path = content_dir / "stappenplannen/proefplan.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("titel: Proefplan", "titel: Proefplan\nstatus: concept").replace("Kort.", "<b>x</b>"), encoding="utf-8"
    )
    assert check(runner, content_dir).exit_code == 1


def test_a_folder_that_is_not_there_is_one_sentence(runner: CliRunner, tmp_path: Path) -> None:
    result = check(runner, tmp_path / "nergens")
    assert result.exit_code == 1
    assert result.output.strip().endswith(f"De map met inhoud bestaat niet: {tmp_path / 'nergens'}. Zet CONTENT_DIR op de goede map.")
    assert "Traceback" not in result.output


def test_an_empty_folder_is_a_fault(runner: CliRunner, tmp_path: Path) -> None:
    result = check(runner, tmp_path)
    assert result.exit_code == 1
    assert "Er staan geen pagina's in de map met inhoud. Is dit de goede map?" in result.output


def test_the_real_content_has_no_fault(runner: CliRunner) -> None:
    result = check(runner, CONTENT, "--geen-hints")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_that_were_written_are_those_of_now(name: str) -> None:
    path = ROOT / SCHEMA_FOLDER / f"{name}.schema.json"
    assert path.read_text(encoding="utf-8") == json.dumps(editor_schemas()[name], ensure_ascii=False, indent=2) + "\n", "run `make schemas`"


def test_there_is_no_schema_of_what_is_gone() -> None:
    assert sorted(path.name.removesuffix(".schema.json") for path in (ROOT / SCHEMA_FOLDER).iterdir()) == SCHEMAS


def test_schemas_are_written_where_the_command_runs(runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(commands, ["schemas"])
    assert result.output == f"{len(SCHEMAS)} schema's geschreven in docs/schemas.\n"
    assert len(list((tmp_path / SCHEMA_FOLDER).iterdir())) == len(SCHEMAS)


class _AsText(yaml.SafeLoader):
    """YAML as an editor's program reads it: numbers are numbers, but days stay text, as JSON has none."""


_AsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}  # fmt: skip


def written() -> list[tuple[str, Path]]:
    """Every content file, and the small ones of the tests, with the name of its schema."""
    found = []
    for folder in (CONTENT, SMALL_CONTENT):
        found += [("begrippen", folder / "begrippen.yaml"), ("navigatie", folder / "navigatie.yaml")]
        found += [("beslisboom", path) for path in sorted((folder / "beslisbomen").glob("*.yaml"))]
        found += [("gedeelde-vraag", path) for path in sorted((folder / "beslisbomen/_gedeeld").glob("*.yaml"))]
        found += [(path.parent.name, path) for path in sorted(folder.glob("*/*.md"))]
    return found


def data(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return yaml.load(text.split("---\n")[1] if path.suffix == ".md" else text, Loader=_AsText)  # noqa: S506 - made from SafeLoader


def test_what_editors_wrote_fits_the_schemas_that_help_them() -> None:
    validators = {name: jsonschema.Draft202012Validator(schema) for name, schema in editor_schemas().items()}
    for name, path in written():
        faults = [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in validators[name].iter_errors(data(path))]
        assert faults == [], path


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_allows_no_names_that_do_not_exist(name: str) -> None:
    schema = editor_schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    for definition in (schema, *schema.get("$defs", {}).values()):
        assert definition["additionalProperties"] is False


@pytest.mark.parametrize("name", sorted({*SCHEMAS} - {"navigatie", "begrippen"}))
def test_a_schema_explains_every_field(name: str) -> None:
    schema = editor_schemas()[name]
    for definition in (schema, *schema.get("$defs", {}).values()):
        for key, field in definition["properties"].items():
            assert field.get("description"), key


def test_a_schema_refuses_what_the_check_refuses() -> None:
    validator = jsonschema.Draft202012Validator(editor_schemas()["organisaties"])
    good = {"titel": "T", "samenvatting": "S", "gecontroleerd": "2026-11-25", "controleren_voor": "2026-11-25"}
    assert validator.is_valid(good)
    for wrong in ({"titel": ""}, {"spoed": "true"}, {"kleur": "rood"}, {"gecontroleerd": "25-11-2026"}, {"bevestigd": "misschien"}):
        assert not validator.is_valid(good | wrong)
