"""What the README shows works as it stands there."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

from publishing.snapshot import ContentReader

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    """The first block of code in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def complaints(tmp_path: Path, path: str, text: str) -> list[str]:
    """What the check says of this file when it is added to the real content."""
    content = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    (content / path).write_text(text, encoding="utf-8")
    reader = ContentReader(content)
    return [str(problem) for problem in reader.read(reader.scan(), datetime.date.today()).problems if problem.path == path]  # noqa: DTZ011


def test_the_page_of_the_readme_can_be_added_as_it_stands(tmp_path: Path) -> None:
    assert complaints(tmp_path, "veelgestelde-vragen/vog-kwijt.md", example("markdown")) == []


def test_the_fault_that_the_readme_shows_is_said_so(tmp_path: Path) -> None:
    wrong = example("markdown").replace("thema: personeel", "thema: persneel")
    (complaint,) = complaints(tmp_path, "veelgestelde-vragen/vog-kwijt.md", wrong)
    assert complaint in README


def test_the_tree_of_the_readme_can_be_added_as_it_stands(tmp_path: Path) -> None:
    assert complaints(tmp_path, "beslisbomen/oma-leest-voor.yaml", example("yaml")) == []


def test_every_package_that_the_site_depends_on_has_its_reason_in_the_readme() -> None:
    named = set(re.findall(r"[\w-]+", " ".join(re.findall(r"^\| ([\w, -]+) \| ", README, re.MULTILINE))))
    wanted = re.findall(r'^    "([a-z0-9-]+)[>=<]', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name in wanted if name not in named} == set()
