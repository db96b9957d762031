"""One Markdown file → one parsed page: front matter checked, text rendered, links still to be filled in."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.front_matter import KIND_NAMES, MATTER_BY_KIND, LawMatter, PageMatter, StepPlanMatter
from knowledge.links import Link, Target, link_page_id
from knowledge.markdown_rendering import Heading, Rendered, render
from knowledge.problems import Problem, Severity, did_you_mean
from knowledge.source_files import UnreadableFile, read_text
from knowledge.validation import validate
from knowledge.yaml_source import Mark, Place, YamlDocument, YamlError, parse_yaml

NAME = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page by itself, before it is known what its links lead to."""

    path: str
    id: str
    kind: str
    name: str
    matter: PageMatter
    rendered: Rendered
    steps: tuple[Rendered, ...]
    document: YamlDocument
    target: Target
    linked_ids: frozenset[str]

    @property
    def url(self) -> str:
        return self.target.url

    @property
    def links(self) -> tuple[Link, ...]:
        return self.rendered.links + tuple(link for step in self.steps for link in step.links)

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self.rendered.headings

    def mark(self, place: Place, *, of_key: bool = False) -> Mark:
        return self.document.mark(place, of_key=of_key)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file: a page, problems, or both."""

    page: ParsedPage | None
    problems: tuple[Problem, ...]


def _split(text: str, path: str) -> tuple[str, str, int]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise UnreadableFile(
            Problem(
                path, 1, 1, Severity.ERROR, "Boven een pagina hoort een blok tussen twee regels met --- te staan, met titel, samenvatting en de andere velden."
            )
        )
    return match[1], text[match.end() :], text.count("\n", 0, match.end()) + 1


def _check_place(path: str) -> tuple[str, str]:
    folder, file_name = posixpath.split(path)
    name = file_name.removesuffix(".md")
    if folder not in MATTER_BY_KIND:
        raise UnreadableFile(
            Problem(
                path,
                1,
                1,
                Severity.ERROR,
                f'De map "{folder or "."}" is geen soort pagina.{did_you_mean(folder, MATTER_BY_KIND) or " Bekend zijn: " + ", ".join(MATTER_BY_KIND) + "."}',
            )
        )
    if not NAME.match(name):
        raise UnreadableFile(
            Problem(
                path, 1, 1, Severity.ERROR, "De naam van een bestand mag alleen kleine letters, cijfers en streepjes bevatten: hij is het adres van de pagina."
            )
        )
    return folder, name


def _own_checks(path: str, kind: str, matter: PageMatter, rendered: Rendered, document: YamlDocument) -> list[Problem]:
    """What can be said about a page without knowing the others."""
    problems = [Problem(path, mark.line, mark.column, Severity.ERROR, message) for mark, message in rendered.faults]
    if not matter.sources and kind != "over":
        problems.append(Problem(path, 1, 1, Severity.WARNING, "Deze pagina noemt geen bronnen. Zet bij bronnen waar de inhoud op rust."))
    if isinstance(matter, LawMatter):
        anchors = {heading.anchor for heading in rendered.headings}
        for anchor in matter.articles:
            if anchor not in anchors:
                mark = document.mark(("artikelen", anchor), of_key=True)
                problems.append(
                    Problem(
                        path, mark.line, mark.column, Severity.ERROR, f'Er is geen kop met de naam "{anchor}" op deze pagina.{did_you_mean(anchor, anchors)}'
                    )
                )
    return problems


def _target(id: str, matter: PageMatter, rendered: Rendered, steps: int) -> Target:
    """What other pages see of this one when they link to it."""
    anchors = {heading.anchor: heading.text for heading in rendered.headings}
    anchors |= {f"stap-{number}": f"stap {number}" for number in range(1, steps + 1)}
    short = matter.abbreviation if isinstance(matter, LawMatter) and matter.abbreviation else matter.title
    return Target(id, matter.title, short, f"/{id}", anchors)


def read_page(root: Path, path: str) -> Reading:
    """Read `path` (relative to `root`, such as 'wetten/wpo.md'). Never raises: what is wrong is in the answer."""
    try:
        kind, name = _check_place(path)
        front, body, body_line = _split(read_text(root, path), path)
        document = parse_yaml(front, first_line=2)
    except UnreadableFile as error:
        return Reading(None, (error.problem,))
    except YamlError as error:
        return Reading(None, (Problem(path, error.mark.line, error.mark.column, Severity.ERROR, str(error)),))
    matter, problems = validate(MATTER_BY_KIND[kind], document, path)
    rendered = render(body, body_line)
    if matter is None:
        problems += [Problem(path, mark.line, mark.column, Severity.ERROR, message) for mark, message in rendered.faults]
        return Reading(None, tuple(problems))
    problems += _own_checks(path, kind, matter, rendered, document)
    steps: tuple[Rendered, ...] = ()
    if isinstance(matter, StepPlanMatter):
        steps = tuple(render(step.text, document.text_line(("stappen", number, "tekst"))) for number, step in enumerate(matter.steps))
        problems += [Problem(path, mark.line, mark.column, Severity.ERROR, message) for step in steps for mark, message in step.faults]
    id = f"{kind}/{name}"
    linked_ids = frozenset(link_page_id(link.target, id) for piece in (rendered, *steps) for link in piece.links)
    page = ParsedPage(path, id, kind, name, matter, rendered, steps, document, _target(id, matter, rendered, len(steps)), linked_ids)
    return Reading(page, tuple(problems))


def kind_name(kind: str, *, many: bool = False) -> str:
    """'Wet' or 'Wetten'."""
    return KIND_NAMES[kind][1 if many else 0]
