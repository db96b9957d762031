"""What editors know about words: synonyms, families of words, and compounds. Read from `content/zoeken/`, checked like all content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge.problems import Problem
from knowledge.validation import EditorModel, TextList
from knowledge.yaml_files import YamlFile, read_yaml_file

FOLDER = "zoeken"
SYNONYMS_FILE = f"{FOLDER}/synoniemen.yaml"
WORDS_FILE = f"{FOLDER}/woorden.yaml"

Group = Annotated[tuple[str, ...], Field(min_length=2)]


class AlsoSource(EditorModel):
    """A word in whose place another one is looked for too, but not the other way round."""

    words: TextList = Field(alias="woord", description="Wat mensen typen, zoals: mobieltje.")
    also: TextList = Field(alias="ook", description="Waarnaar dan ook wordt gezocht, zoals: telefoon.")


class SynonymsSource(EditorModel):
    """The file with synonyms and abbreviations."""

    same: tuple[Group, ...] = Field((), alias="hetzelfde", description="Rijtjes woorden of namen die hetzelfde betekenen.")
    also: tuple[AlsoSource, ...] = Field((), alias="zoek_ook", description="Woorden waarbij ook naar een ander woord wordt gezocht, niet andersom.")


class CompoundsSource(EditorModel):
    """How compounds fall apart."""

    short_parts: TextList = Field((), alias="korte_delen", description="Delen van minder dan vier letters, zoals: vog.")
    no_parts: TextList = Field((), alias="geen_delen", description="Wat geen deel van een samenstelling is, zoals: onder.")
    whole: TextList = Field((), alias="heel", description="Woorden die heel blijven, zoals: medewerker.")


class WordsSource(EditorModel):
    """The file with families of words, exceptions and compounds."""

    families: tuple[Group, ...] = Field((), alias="families", description="Woorden die bij elkaar horen, zoals: aangifte, aangeven.")
    exceptions: dict[str, str] = Field(default_factory=dict, alias="uitzonderingen", description="Vorm: woord, waar de regels het missen, zoals art: artikel.")
    different: tuple[Group, ...] = Field((), alias="verschillend", description="Woorden die nooit hetzelfde mogen worden, zoals: gezag, zag.")
    compounds: CompoundsSource = Field(default_factory=CompoundsSource, alias="samenstellingen", description="Hoe lange woorden uit elkaar vallen.")


@dataclass(frozen=True)
class WordData:
    """What editors wrote. `synonyms` maps a word or phrase to what else is looked for; all as editors spell it."""

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    families: tuple[tuple[str, ...], ...] = ()
    exceptions: Mapping[str, str] = field(default_factory=dict)
    different: tuple[tuple[str, ...], ...] = ()
    short_parts: frozenset[str] = frozenset()
    no_parts: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """Changes whenever the data does, and is the same in every process."""
        sets = [sorted(one) for one in (self.short_parts, self.no_parts, self.whole)]
        facts = [self.synonyms, self.families, self.exceptions, *sets]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class WordDataReading:
    """What came of reading the files: the data, and the files to say where something stands."""

    data: WordData
    synonyms: YamlFile[SynonymsSource] | None
    words: YamlFile[WordsSource] | None

    @property
    def problems(self) -> Iterator[Problem]:
        for file in (self.synonyms, self.words):
            if file is not None:
                yield from file.problems


def _synonyms(source: SynonymsSource) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in source.same:
        for word in group:
            found.setdefault(word, {}).update(dict.fromkeys(other for other in group if other != word))
    for entry in source.also:
        for word in entry.words:
            found.setdefault(word, {}).update(dict.fromkeys(entry.also))
    return {word: tuple(others) for word, others in found.items()}


def read_word_data(root: Path, files: Iterable[str]) -> WordDataReading:
    """The word data below `root`; `files` are the paths that exist. A file that is missing or wrong counts as empty."""
    present = set(files)
    synonyms = read_yaml_file(root, SYNONYMS_FILE, SynonymsSource) if SYNONYMS_FILE in present else None
    words = read_yaml_file(root, WORDS_FILE, WordsSource) if WORDS_FILE in present else None
    source = (words.source if words else None) or WordsSource()
    data = WordData(
        synonyms=_synonyms((synonyms.source if synonyms else None) or SynonymsSource()),
        families=source.families,
        exceptions=source.exceptions,
        different=source.different,
        short_parts=frozenset(source.compounds.short_parts),
        no_parts=frozenset(source.compounds.no_parts),
        whole=frozenset(source.compounds.whole),
    )
    return WordDataReading(data, synonyms, words)
