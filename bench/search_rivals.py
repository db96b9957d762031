"""Two ways of searching that anyone could put in place of ours, over the same pages: SQLite FTS5 with its Porter stemmer, and plain Whoosh."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.qparser import MultifieldParser, OrGroup

from knowledge.findable import Findable

_WORD = re.compile(r"\w+")


def _columns(findable: Findable) -> tuple[str, str, str]:
    """Title; how people ask for it; everything that readers see."""
    places = (text for place in findable.places for text in (place.label, place.text))
    return findable.title, " ".join((*findable.keywords, *findable.asked_as)), " ".join((findable.summary, findable.text, *places))


class Fts5:
    """SQLite FTS5, English Porter stemmer (it has no Dutch one), BM25 with the title and the ways of asking counting for more."""

    def __init__(self, path: Path | str) -> None:
        """Open what `over` made at `path`."""
        self._database = sqlite3.connect(path)

    @classmethod
    def over(cls, findables: Iterable[Findable], path: Path | str = ":memory:") -> Fts5:
        """A new one at `path`, over `findables`."""
        made = cls(path)
        columns = "id UNINDEXED, kind UNINDEXED, title, asked, text"
        made._database.execute(f"CREATE VIRTUAL TABLE pages USING fts5({columns}, tokenize = 'porter unicode61 remove_diacritics 2')")
        made._database.executemany("INSERT INTO pages VALUES (?, ?, ?, ?, ?)", ((one.id, one.kind, *_columns(one)) for one in findables))
        made._database.commit()
        return made

    def answers(self, question: str, kinds: Sequence[str] = (), *, begun: bool = False) -> list[str]:
        """The ids of the ten best pages with any of the words (when the last is only `begun`: with words that begin so), of any of `kinds` (none: all)."""
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(question)) + "*" * begun
        if not words.strip("*"):
            return []
        of_kinds = f"AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        rows = self._database.execute(
            f"SELECT id FROM pages WHERE pages MATCH ? {of_kinds} ORDER BY bm25(pages, 0, 0, 4, 3, 1) LIMIT 10",  # noqa: S608 - only question marks
            (words, *kinds),
        )
        return [id for (id,) in rows]


class PlainWhoosh:
    """Whoosh as its manual shows it: the Dutch language analyser, BM25F over three fields, any of the words."""

    def __init__(self, findables: Iterable[Findable], folder: Path) -> None:
        folder.mkdir()
        analyser = LanguageAnalyzer("nl")
        schema = Schema(id=ID(stored=True), title=TEXT(analyser, field_boost=4.0), asked=TEXT(analyser, field_boost=3.0), text=TEXT(analyser))
        index = FileStorage(str(folder)).create_index(schema)
        writer = index.writer(limitmb=512)
        for one in findables:
            title, asked, text = _columns(one)
            writer.add_document(id=one.id, title=title, asked=asked, text=text)
        writer.commit()
        self._searcher = index.searcher()
        self._parser = MultifieldParser(["title", "asked", "text"], schema, group=OrGroup)

    def answers(self, question: str) -> Sequence[str]:
        """The ids of the ten best pages with any of the words; words only, for its parser trips over what people type."""
        query = self._parser.parse(" ".join(_WORD.findall(question)))
        return [hit["id"] for hit in self._searcher.search(query, limit=10)]
