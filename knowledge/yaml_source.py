"""YAML as editors mean it: every scalar stays text, every key and value keeps its place in the file.

Plain PyYAML reads `3:40` as 220 and `no` as false, lets the last of two equal keys win, and expands anchors without
limit. This reader takes PyYAML's events and builds plain dictionaries, lists and strings itself, with those traps closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

MAX_NODES = 50_000
MAX_DEPTH = 40

Place: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column start at 1."""

    line: int
    column: int


class YamlError(Exception):
    """The text cannot be read as YAML at all; `str()` is a Dutch sentence."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark = mark


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """What a YAML text says, with the place of each key and value.

    `data` holds dictionaries, lists, strings and None (an empty value) only. `duplicates` are keys given twice, `blocks` the
    texts that begin on the line below their | or >.
    """

    data: Any
    keys: dict[Place, Mark] = field(default_factory=dict)
    values: dict[Place, Mark] = field(default_factory=dict)
    duplicates: list[tuple[Mark, str]] = field(default_factory=list)
    blocks: set[Place] = field(default_factory=set)

    def mark(self, place: Place, *, of_key: bool = False) -> Mark:
        """Where `place` stands; the nearest enclosing place when it is not there itself."""
        if of_key and place in self.keys:
            return self.keys[place]
        while place:
            if place in self.values:
                return self.values[place]
            place = place[:-1]
        return self.values.get((), Mark(1, 1))

    def text_line(self, place: Place) -> int:
        """The line on which the text at `place` begins."""
        return self.mark(place).line + (place in self.blocks)


_SYNTAX_MESSAGES = (
    (
        "mapping values are not allowed",
        "hier staat een dubbele punt die YAML niet verwacht. Zet tekst met een dubbele punt tussen aanhalingstekens, en kijk of de regel erboven goed is ingesprongen",
    ),
    ("could not find expected ':'", "na deze naam ontbreekt een dubbele punt"),
    (
        "cannot start any token",
        "dit teken mag hier niet staan. Gebruik spaties in plaats van tabs, en zet tekst die met een leesteken begint tussen aanhalingstekens",
    ),
    ("found unexpected end of stream", "een aanhalingsteken wordt niet gesloten"),
    ("expected <block end>", "de inspringing klopt niet met de regels erboven"),
    ("did not find expected", "de inspringing klopt niet met de regels erboven, of een aanhalingsteken of haakje wordt niet gesloten"),
    ("special characters are not allowed", "er staat een onzichtbaar teken in de tekst dat niet mag"),
    ("control characters are not allowed", "er staat een onzichtbaar teken in de tekst dat niet mag"),
    ("while scanning a block scalar", "na | of > hoort alleen een nieuwe regel te komen"),
    ("unknown escape character", "een schuine streep tussen dubbele aanhalingstekens heeft een bijzondere betekenis; gebruik enkele aanhalingstekens"),
)


def _syntax_error(error: yaml.YAMLError, first_line: int) -> YamlError:
    marks = (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
    # An open quote is only noticed at the end of the file; where it began is what an editor needs.
    mark = next((one for one in (reversed(marks) if "found unexpected end of stream" in str(error) else marks) if one), None)
    place = Mark(mark.line + first_line, mark.column + 1) if mark else Mark(first_line, 1)
    text = str(error)
    for fragment, message in _SYNTAX_MESSAGES:
        if fragment in text:
            return YamlError(place, f"Dit is geen geldige YAML: {message}.")
    return YamlError(place, "Dit is geen geldige YAML: kijk naar de inspringing en de leestekens op en boven deze regel.")


# libyaml's parser is about ten times faster; the pure Python one gives the same events.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Builder:
    """Builds data from events with an explicit depth limit, so that no text can exhaust the stack."""

    def __init__(self, text: str, first_line: int) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=_PARSER)
        self.first_line = first_line
        self.document = YamlDocument(None)
        self.nodes = 0

    def mark(self, event: Any) -> Mark:
        return Mark(event.start_mark.line + self.first_line, event.start_mark.column + 1)

    def build(self) -> YamlDocument:
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError(self.mark(event), "Hier begint een tweede YAML-document (---). Een bestand mag er maar één bevatten.")
            elif isinstance(event, yaml.NodeEvent):
                data = self.node(event, (), 0)
        return YamlDocument(data, self.document.keys, self.document.values, self.document.duplicates, self.document.blocks)

    def node(self, event: Any, place: Place, depth: int) -> Any:
        mark = self.mark(event)
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise YamlError(mark, "Verwijzingen binnen YAML (& en *) mogen niet. Schrijf de tekst uit, of zet hem tussen aanhalingstekens.")
        if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            raise YamlError(mark, "YAML-typen (!…) mogen niet. Zet de tekst tussen aanhalingstekens.")
        if self.nodes > MAX_NODES:
            raise YamlError(mark, f"Dit bestand bevat meer dan {MAX_NODES} waarden. Verdeel het over meer bestanden.")
        if depth > MAX_DEPTH:
            raise YamlError(mark, f"Hier zitten meer dan {MAX_DEPTH} lagen in elkaar. Maak het bestand eenvoudiger.")
        self.document.values[place] = mark
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">"):
                self.document.blocks.add(place)
            return None if event.value == "" and event.style not in ("'", '"', "|", ">") else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(place, depth)
        return self.mapping(place, depth)

    def sequence(self, place: Place, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, (*place, len(items)), depth + 1))
        return items

    def mapping(self, place: Place, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            mark = self.mark(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(mark, "Hier hoort een naam te staan, geen lijst of rijtje.")
            key = event.value
            inner = (*place, key)
            if key in entries:
                self.document.duplicates.append((mark, f'"{key}" staat hier twee keer. Haal er één weg.'))
                inner = (*place, f"{key} (tweede keer)")
            else:
                self.document.keys[inner] = mark
            value = self.node(next(self.events), inner, depth + 1)
            entries.setdefault(key, value)
        return entries


def parse_yaml(text: str, *, first_line: int = 1) -> YamlDocument:
    """Read one YAML document; `first_line` is the line of the file on which `text` begins.

    Raises YamlError with a place and a Dutch sentence when the text is not YAML, uses anchors or tags, or is too large
    or too deep.
    """
    try:
        return _Builder(text, first_line).build()
    except yaml.YAMLError as error:
        raise _syntax_error(error, first_line) from None
