"""Commands for editors: `python -m publishing check`, `tables`, `language`, `unconfirmed`, `searches` and `schemas`."""

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
from publishing.language import in_words, language_problems, language_table, measure, whole
from publishing.navigation import NavigationSource
from publishing.reach import reach_problems
from publishing.search_report import report
from publishing.settings import read_settings
from publishing.snapshot import Content, ContentReader
from publishing.unconfirmed import unconfirmed, unconfirmed_problems, worklist
from search_index.usage import FILE_NAME, UsageFile, UsageUnreadable
from search_index.word_checks import word_problems
from search_index.word_data import SynonymsSource, WordsSource
from wizard.applies import road_words
from wizard.forest import PublishedTree
from wizard.score import Score, score, score_problems
from wizard.source import SharedQuestionSource, TreeSource
from wizard.tables import TABLE_FOLDER, leftover_problems, leftover_tables, table_path, table_problems, table_text

SCHEMA_FOLDER = Path("docs/schemas")

_NAMES = {Severity.ERROR: ("fout", "fouten"), Severity.WARNING: ("waarschuwing", "waarschuwingen"), Severity.HINT: ("hint", "hints")}


def count_words(problems: tuple[Problem, ...]) -> str:
    """'2 fouten, 1 waarschuwing en 0 hints'."""
    parts = []
    for severity, (one, many) in _NAMES.items():
        count = sum(1 for problem in problems if problem.severity is severity)
        parts.append(f"{count} {one if count == 1 else many}")
    return f"{parts[0]}, {parts[1]} en {parts[2]}"


def _echo_tree(published: PublishedTree, scored: Score | None) -> None:
    tree, proved = published.tree, published.proved
    words = [f"{len(tree.questions)} vragen, {len(tree.outcomes)} uitkomsten"]
    if proved is not None:
        words.append(road_words(proved))
    words.append(f"{len(tree.examples)} voorbeelden, {len(tree.never)} keer nooit")
    if scored is not None:
        words.append(f"{scored.percentage} % van {scored.changes} veranderingen opgemerkt")
    click.echo(f"{tree.path}: {', '.join(words)}")


def _table_problems(content: Content, root: Path) -> list[Problem]:
    found = [problem for one in content.forest.trees.values() if one.applies for problem in table_problems(one.tree, one.applies, root)]
    return [*found, *leftover_problems(root)]


def _scored(content: Content, today: datetime.date) -> tuple[dict[str, Score], list[Problem]]:
    """The score of each tree that is proved and has scenarios, and the changes that nothing notices."""
    faulty = {problem.path for problem in content.errors}
    found = {id: score(one.proved, today) for id, one in content.forest.trees.items() if one.proved and one.tree.path not in faulty}
    scores = {id: one for id, one in found.items() if one is not None}
    return scores, [problem for id, one in scores.items() for problem in score_problems(content.forest.trees[id], one, today)]


def editor_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of everything that editors write, by name."""
    models: dict[str, type[BaseModel]] = {
        "beslisboom": TreeSource,
        "gedeelde-vraag": SharedQuestionSource,
        "begrippen": GlossarySource,
        "navigatie": NavigationSource,
        "synoniemen": SynonymsSource,
        "woorden": WordsSource,
        **MATTER_BY_KIND,
    }
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True), "title": name}
        for name, model in models.items()
    }


@click.group()
def commands() -> None:
    """Gereedschap voor redacteuren."""


def _read_content() -> tuple[Path, Content]:
    folder = Path(read_settings()["CONTENT_DIR"])
    if not folder.is_dir():
        raise click.ClickException(f"De map met inhoud bestaat niet: {folder}. Zet CONTENT_DIR op de goede map.")
    reader = ContentReader(folder, preview=True)
    return folder, reader.read(reader.scan(), _today())


def _today() -> datetime.date:
    return datetime.date.today()  # noqa: DTZ011 - the day where it runs


@commands.command(help="Kijk alle inhoud na; stopt met code 1 als er fouten zijn.")
@click.option("--hints/--geen-hints", default=True, help="Toon ook hints.")
@click.option("--score/--geen-score", "with_score", default=True, help="Meet ook hoe goed de voorbeelden van elke beslisboom zijn.")
def check(hints: bool, with_score: bool) -> None:
    folder, content = _read_content()
    scores, unnoticed = _scored(content, _today()) if with_score else ({}, [])
    measured = measure(content)
    editorial = (
        *reach_problems(content),
        *language_problems(measured),
        *unconfirmed_problems(content),
        *word_problems(content.words, content.findables().values()),
    )
    problems = tuple(sorted({*content.problems, *_table_problems(content, folder), *unnoticed, *editorial}))
    for problem in problems:
        if hints or problem.severity is not Severity.HINT:
            click.echo(str(problem))
    trees = content.forest.trees
    for id, published in trees.items():
        _echo_tree(published, scores.get(id))
    click.echo(f"Taal: gemiddeld {in_words(whole(measured))}. 'make taal' toont het per pagina en per uitkomst.")
    click.echo(f"Nog te controleren: {sum(len(one.points) for one in unconfirmed(content))} punten. 'make nakijklijst' zet ze op een rij.")
    click.echo(
        f"{len(content.library.pages)} pagina's en {len(trees)} {'beslisboom' if len(trees) == 1 else 'beslisbomen'} nagekeken: {count_words(problems)}."
    )
    if any(problem.is_error for problem in problems):
        raise SystemExit(1)


@commands.command(help="Toon per pagina en per uitkomst hoe leesbaar de tekst is, de moeilijkste eerst.")
def language() -> None:
    measured = measure(_read_content()[1])
    for line in language_table(measured):
        click.echo(line)
    click.echo(f"Samen: {in_words(whole(measured))}.")


@commands.command("unconfirmed", help="Zet alle punten die nog te controleren zijn op een rij, voor een deskundige.")
def list_unconfirmed() -> None:
    for line in worklist(_read_content()[1]):
        click.echo(line)


@commands.command(help="Toon waarnaar is gezocht, en wat daarvan niets vond.")
def searches() -> None:
    settings = read_settings()
    try:
        usage = UsageFile(Path(settings["INSTANCE_DIR"]) / FILE_NAME).read(_today())
    except UsageUnreadable as error:
        raise click.ClickException(str(error)) from None
    for line in report(usage, on=settings["COUNT_SEARCHES"]):
        click.echo(line)


@commands.command(help="Schrijf de tabellen van de beslisbomen opnieuw.")
def tables() -> None:
    folder, content = _read_content()
    wanted = {table_path(one.tree): table_text(one.tree, one.applies) for one in content.forest.trees.values() if one.applies}
    written = [path for path, text in wanted.items() if _write_table(folder, path, text)]
    for path in leftover_tables(folder):
        (folder / path).unlink()
        written.append(f"{path} (weg: de beslisboom bestaat niet meer)")
    for line in written:
        click.echo(line)
    click.echo(f"{len(written)} van {len(wanted)} tabellen veranderd." if written else f"Alle {len(wanted)} tabellen kloppen al.")


def _write_table(folder: Path, path: str, text: str) -> bool:
    try:
        (folder / TABLE_FOLDER).mkdir(exist_ok=True)
        return write_if_changed(folder / path, text)
    except OSError as error:
        raise click.ClickException(f"De tabel {path} kon niet worden geschreven: {error.strerror or error}.") from None


def write_if_changed(path: Path, text: str) -> bool:
    """Write a text file whole or not at all; says whether it was needed. Raises OSError."""
    data = text.encode()
    if path.exists() and path.read_bytes() == data:
        return False
    half = path.with_suffix(".half")
    try:
        half.write_bytes(data)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return True


@commands.command(help="Schrijf de JSON-schema's waarmee een tekstprogramma redacteuren helpt.")
def schemas() -> None:
    SCHEMA_FOLDER.mkdir(parents=True, exist_ok=True)
    for name, schema in editor_schemas().items():
        (SCHEMA_FOLDER / f"{name}.schema.json").write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"{len(editor_schemas())} schema's geschreven in {SCHEMA_FOLDER}.")


if __name__ == "__main__":
    commands()
