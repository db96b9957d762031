"""One YAML file of the content, read and checked against its model: the way every room reads what editors write in YAML."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from knowledge.problems import Problem, Severity
from knowledge.source_files import UnreadableFile, read_text
from knowledge.validation import validate
from knowledge.yaml_source import YamlDocument, YamlError, parse_yaml

M = TypeVar("M", bound=BaseModel)


# No slots: Python 3.11 cannot make a frozen one through an alias such as YamlFile[TreeSource].
@dataclass(frozen=True)
class YamlFile(Generic[M]):
    """What came of reading a file: `source` is None when there are errors among the `problems`."""

    path: str
    source: M | None
    document: YamlDocument
    problems: tuple[Problem, ...] = ()


def read_yaml_file(root: Path, path: str, model: type[M]) -> YamlFile[M]:
    """Read `path` (relative to `root`) as `model`. Never raises for content: what is wrong is in the answer."""
    try:
        document = parse_yaml(read_text(root, path))
    except UnreadableFile as error:
        return YamlFile(path, None, YamlDocument(None), (error.problem,))
    except YamlError as error:
        return YamlFile(path, None, YamlDocument(None), (Problem(path, error.mark.line, error.mark.column, Severity.ERROR, str(error)),))
    source, problems = validate(model, document, path)
    return YamlFile(path, source, document, tuple(problems))
