"""The trees of the site: no errors, and every example by its name.

A tree is held against the day on which it was last checked, so that these tests do not depend on the day they run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing.snapshot import Content, ContentReader
from wizard.checking import describe_road
from wizard.reading import read_source
from wizard.source import TreeSource
from wizard.tree import Outcome
from wizard.walk import Jump, walk

CONTENT = Path(__file__).parents[2] / "content"
SOURCES: dict[str, TreeSource] = {
    path.stem: file.source for path in sorted((CONTENT / "beslisbomen").glob("*.yaml")) if (file := read_source(CONTENT, f"beslisbomen/{path.name}")).source
}
EXAMPLES = [pytest.param(id, number, id=f"{id}: {example.name}") for id, source in SOURCES.items() for number, example in enumerate(source.examples)]


@pytest.fixture(scope="module")
def content() -> Content:
    reader = ContentReader(CONTENT, preview=True)
    return reader.read(reader.scan(), max(source.checked for source in SOURCES.values()))


def test_the_content_has_no_errors(content: Content) -> None:
    assert [str(problem) for problem in content.errors] == []


@pytest.mark.parametrize("id", ["vog", "fysiek-ingrijpen"])
def test_the_tree_is_published(content: Content, id: str) -> None:
    assert id in content.forest.trees
    assert SOURCES[id].examples
    assert SOURCES[id].never


@pytest.mark.parametrize(("id", "number"), EXAMPLES)
def test_an_example_leads_where_its_editor_says(content: Content, id: str, number: int) -> None:
    tree = content.forest.trees[id].tree
    example = tree.examples[number]
    found = walk(tree, example.answers, example.on or tree.matter.checked)
    end = f"boom:{found.end.tree_id}" if isinstance(found.end, Jump) else found.end.id if isinstance(found.end, Outcome) else ""
    assert end == example.outcome, describe_road(found)
    assert found.ignored == ()
