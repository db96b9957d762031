"""Commands for editors: `python -m publishing check` and `python -m publishing schemas`."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from knowledge.front_matter import MATTER_BY_KIND
from knowledge.glossary import GlossarySource
from knowledge.problems import Problem, Severity
from publishing.navigation import NavigationSource
from publishing.settings import read_settings
from publishing.snapshot import Content, ContentReader
from wizard.roads import longest_from
from wizard.source import SharedQuestionSource, TreeSource

SCHEMA_FOLDER = Path("docs/schemas")

_NAMES = {Severity.ERROR: ("fout", "fouten"), Severity.WARNING: ("waarschuwing", "waarschuwingen"), Severity.HINT: ("hint", "hints")}


def count_words(problems: tuple[Problem, ...]) -> str:
    """'2 fouten, 1 waarschuwing en 0 hints'."""
    parts = []
    for severity, (one, many) in _NAMES.items():
        count = sum(1 for problem in problems if problem.severity is severity)
        parts.append(f"{count} {one if count == 1 else many}")
    return f"{parts[0]}, {parts[1]} en {parts[2]}"


def _echo_trees(content: Content) -> None:
    for published in content.forest.trees.values():
        tree = published.tree
        click.echo(
            f"{tree.path}: {len(tree.questions)} vragen, {len(tree.outcomes)} uitkomsten, langste weg {longest_from(tree)[tree.start]} vragen, "
            f"{len(tree.examples)} voorbeelden, {len(tree.never)} keer nooit"
        )


def editor_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of everything that editors write, by name."""
    models: dict[str, type[BaseModel]] = {
        "beslisboom": TreeSource,
        "gedeelde-vraag": SharedQuestionSource,
        "begrippen": GlossarySource,
        "navigatie": NavigationSource,
        **MATTER_BY_KIND,
    }
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True), "title": name}
        for name, model in models.items()
    }


@click.group()
def commands() -> None:
    """Gereedschap voor redacteuren."""


@commands.command(help="Kijk alle inhoud na; stopt met code 1 als er fouten zijn.")
@click.option("--hints/--geen-hints", default=True, help="Toon ook hints.")
def check(hints: bool) -> None:
    folder = Path(read_settings()["CONTENT_DIR"])
    if not folder.is_dir():
        raise click.ClickException(f"De map met inhoud bestaat niet: {folder}. Zet CONTENT_DIR op de goede map.")
    reader = ContentReader(folder, preview=True)
    content = reader.read(reader.scan(), datetime.date.today())  # noqa: DTZ011 - the day where it runs
    for problem in content.problems:
        if hints or problem.severity is not Severity.HINT:
            click.echo(str(problem))
    _echo_trees(content)
    trees = len(content.forest.trees)
    click.echo(f"{len(content.library.pages)} pagina's en {trees} {'beslisboom' if trees == 1 else 'beslisbomen'} nagekeken: {count_words(content.problems)}.")
    if content.errors:
        raise SystemExit(1)


@commands.command(help="Schrijf de JSON-schema's waarmee een tekstprogramma redacteuren helpt.")
def schemas() -> None:
    SCHEMA_FOLDER.mkdir(parents=True, exist_ok=True)
    for name, schema in editor_schemas().items():
        (SCHEMA_FOLDER / f"{name}.schema.json").write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"{len(editor_schemas())} schema's geschreven in {SCHEMA_FOLDER}.")


if __name__ == "__main__":
    commands()
