"""The table of a tree: per outcome the smallest conditions, as a text that people read and that changes when the logic does.

It stands beside the tree, in `content/beslisbomen/tabellen/<id>.md`. Two kinds of rows together say the same as the tree: which
answers on the road make an outcome, and which answers make that a question is asked.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from knowledge.problems import Problem, Severity
from wizard.applies import Applies, ends_of
from wizard.clauses import Condition
from wizard.roads import topological_order
from wizard.tree import TREE_PREFIX, Tree

TABLE_FOLDER = "beslisbomen/tabellen"

_INTRODUCTION = """\
Deze tabel is gemaakt uit de beslisboom, met `make tabellen`. Lees hem na elke wijziging: klopt wat er verandert?
Elke regel is een voorwaarde die genoeg is; wat er niet in staat, maakt dan niet uit.
"""
_TANGLED = "- Te ingewikkeld om in een tabel te zetten. Splits de boom."


def table_path(tree: Tree) -> str:
    """Where the table of a tree stands, below the content folder."""
    return f"{TABLE_FOLDER}/{tree.id}.md"


def table_text(tree: Tree, found: Applies) -> str:
    """The table of a tree, as Markdown that ends with a newline."""
    lines = [f"# {tree.title}", "", *_INTRODUCTION.splitlines(), "", "## Uitkomsten"]
    for end, title in ends_of(tree).items():
        name = end if end.startswith(TREE_PREFIX) else f"`{end}`"
        lines += ["", f"### {name}: {title}", "", *_rows(found.smallest.get(end))]
    lines += ["", "## Wanneer een vraag komt"]
    for id in topological_order(tree):
        if id != tree.start:
            lines += ["", f"### `{id}`: {tree.questions[id].text}", "", *_rows(found.asked.get(id))]
    return "\n".join(lines) + "\n"


def _rows(conditions: tuple[Condition, ...] | None) -> list[str]:
    if conditions is None:
        return [_TANGLED]
    return [f"- {'; en '.join(f'`{clause.subject}`: {clause.words}' for clause in condition) or 'altijd'}" for condition in conditions] or ["- nooit"]


def leftover_tables(root: Path) -> tuple[str, ...]:
    """The tables beside which there is no tree any more."""
    found = sorted((root / TABLE_FOLDER).glob("*.md"))
    return tuple(f"{TABLE_FOLDER}/{path.name}" for path in found if not (root / "beslisbomen" / f"{path.stem}.yaml").exists())


def leftover_problems(root: Path) -> tuple[Problem, ...]:
    """An error for each table without a tree: nobody would keep it right."""
    message = "Bij deze tabel hoort geen beslisboom meer. Haal hem weg met: make tabellen."
    return tuple(Problem(path, 1, 1, Severity.ERROR, message) for path in leftover_tables(root))


def table_problems(tree: Tree, found: Applies, root: Path) -> tuple[Problem, ...]:
    """Whether the table beside a tree is the table of the tree as it is now."""
    path = table_path(tree)
    try:
        written = (root / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return (Problem(tree.path, 1, 1, Severity.HINT, f"Deze beslisboom heeft nog geen tabel. Maak {path} met: make tabellen."),)
    except (OSError, UnicodeDecodeError):
        return (Problem(path, 1, 1, Severity.ERROR, "Deze tabel kan niet worden gelezen. Gooi hem weg en maak hem opnieuw met: make tabellen."),)
    now = table_text(tree, found)
    if written == now:
        return ()
    line = next(
        number for number, (one, other) in enumerate(zip_longest(written.splitlines(keepends=True), now.splitlines(keepends=True)), start=1) if one != other
    )
    message = "De beslisboom leidt tot iets anders dan deze tabel zegt. Maak hem opnieuw met: make tabellen. Lees daarna of de verandering klopt."
    return (Problem(path, line, 1, Severity.ERROR, message),)
