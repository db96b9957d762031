"""How search grows: times, size and memory at 300, 3,000 and 30,000 pages, beside SQLite FTS5 over the same pages.

Both are asked the same questions in turn, each question once, and give the ten best with the found words marked by the same
highlighter: ours in the place that answers, FTS5, which knows no places, in all that it has of the page. While somebody types, ours
suggests, and FTS5 looks for words that begin like the last.

Times of answers are those of the processor: both have what they read in memory, and what else a machine does is not counted.
"""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from bench.made_findables import make_findables
from bench.search_quality import DEVELOPMENT, read_questions
from bench.search_rivals import Fts5
from knowledge.findable import Findable
from search_index.analysis import Analyser, written_words
from search_index.highlighting import fragment
from search_index.index import LEXICON, open_index
from search_index.lexicon import Lexicon
from search_index.querying import Searcher
from search_index.word_data import WordData

SIZES = (300, 3_000, 30_000)
QUESTIONS = 100
# Asked before anything is measured: a process that answers readers has met the usual words before.
WARMING = 20
_LONG_ENOUGH = 5

# What is measured, ours, and what it is held against.
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions of one sort, each of them once, and the kinds of pages that are asked for (none: all).

    Of what is still `typed` the last word may not be whole; pages are suggested for it, without anything marked.
    """

    name: str
    questions: Sequence[str]
    kinds: Sequence[str] = ()
    typed: bool = False


Search = Callable[[Asked, str], object]


@dataclass(frozen=True, slots=True)
class Opened:
    """In a process of its own: seconds that opening takes, and bytes of memory (PSS) that come with opening, and with answering after that."""

    seconds: float
    opened: int
    answered: int


def _misspelt(word: str, draw: random.Random) -> str:
    """`word` without one of its letters, or with two of them changed about."""
    place = draw.randrange(1, len(word) - 2)
    return draw.choice((word[:place] + word[place + 1 :], word[:place] + word[place + 1] + word[place] + word[place + 2 :]))


def asked_questions(real: Sequence[Findable], seed: int = 0) -> list[Asked]:
    """Words that stand beside each other in how people ask for the real pages, and the judged questions that are sentences."""
    draw = random.Random(seed)  # noqa: S311 - the same questions every time
    phrases = [list(written_words(phrase)) for findable in real for phrase in findable.asked_as]
    taken: set[str] = set()

    def words(count: int) -> list[list[str]]:
        found: list[list[str]] = []
        while len(found) < QUESTIONS + WARMING:
            phrase = draw.choice(phrases)
            start = draw.randrange(max(1, len(phrase) - count + 1))
            one = phrase[start : start + count]
            if len(one) == count and " ".join(one) not in taken and max(map(len, one)) >= _LONG_ENOUGH:
                taken.add(" ".join(one))
                found.append(one)
        return found

    def misspelt(found: list[str]) -> list[str]:
        longest = max(found, key=len)
        return [_misspelt(word, draw) if word == longest else word for word in found]

    def begun(found: list[str]) -> list[str]:
        return [*found[:-1], found[-1][: draw.randint(2, 5)]]

    sentences = [question.text for question in read_questions(DEVELOPMENT) if question.kind == "sentence"]
    two = "twee woorden"
    sorts = {"één woord": words(1), two: words(2), "drie woorden": words(3), "vier woorden": words(4), "een tikfout": list(map(misspelt, words(2)))}
    return [
        *(Asked(name, list(map(" ".join, found))) for name, found in sorts.items()),
        Asked("een zin", sentences),
        Asked(f"{two}, alleen vragen en bomen", list(map(" ".join, words(2))), ("veelgestelde-vragen", "beslisboom")),
        Asked("terwijl iemand typt", [" ".join(begun(one)) for one in words(2)], typed=True),
    ]


def _search_ours(searcher: Searcher, asked: Asked, question: str) -> object:
    return searcher.suggest(question) if asked.typed else searcher.search(question, kinds=asked.kinds)


def _search_fts5(rival: Fts5, asked: Asked, question: str) -> list[str]:
    return rival.answers(question, asked.kinds, begun=asked.typed)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One size: where its pages are kept for other processes, and where both indexes are built."""

    folder: Path
    data: WordData

    @property
    def pages(self) -> Path:
        return self.folder / "pages.pickle"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def fts5(self) -> Path:
        return self.folder / "fts5.sqlite"

    def open_ours(self, findables: Sequence[Findable]) -> Searcher:
        return open_index(self.index, {one.id: one for one in findables}, "", self.data)

    def search_ours(self, findables: Sequence[Findable]) -> Search:
        return partial(_search_ours, self.open_ours(findables))

    def search_fts5(self, findables: Sequence[Findable]) -> Search:
        return partial(_search_fts5, Fts5(self.fts5))

    def opened(self, open_: Callable[[_Shelf, Sequence[Findable]], Search], asked: Sequence[Asked]) -> Opened:
        """What `open_` takes in this process."""
        findables = pickle.loads(self.pages.read_bytes())  # noqa: S301 - written by this program
        before = _memory()
        start = time.perf_counter()
        search = open_(self, findables)
        seconds = time.perf_counter() - start
        opened = _memory()
        for one in asked:
            for question in one.questions:
                search(one, question)
        return Opened(seconds, opened - before, _memory() - opened)


def _memory() -> int:
    gc.collect()
    return int(psutil.Process().memory_full_info().pss)


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _disk(path: Path) -> int:
    return sum(one.stat().st_size for one in (path, *path.rglob("*")) if one.is_file())


def _alone(shelf: _Shelf, open_: Callable[[_Shelf, Sequence[Findable]], Search], asked: Sequence[Asked]) -> Opened:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(shelf.opened, open_, asked).result()


@dataclass(frozen=True, slots=True)
class _Times:
    """Median and 95th percentile in milliseconds."""

    median: float
    slow: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> _Times:
        return cls(statistics.median(seconds) * 1e3, statistics.quantiles(seconds, n=20)[-1] * 1e3)

    def __str__(self) -> str:
        return f"{self.median:.1f} / {self.slow:.1f} ms"


def _compared(asked: Asked, ours: Searcher, fts5: Fts5, marked: Callable[[str, Sequence[str]], object]) -> tuple[_Times, _Times, _Times]:
    """Times of our search, of FTS5 alone, and of FTS5 with the found words marked by `marked`, which gets the question and the ids."""
    spent: tuple[list[float], list[float], list[float]] = ([], [], [])
    for number, question in enumerate(asked.questions):
        start = time.process_time()
        _search_ours(ours, asked, question)
        answered = time.process_time()
        ids = _search_fts5(fts5, asked, question)
        found = time.process_time()
        if not asked.typed:
            marked(question, ids)
        end = time.process_time()
        if number >= WARMING:
            for times, seconds in zip(spent, (answered - start, found - answered, end - answered), strict=True):
                times.append(seconds)
    return _Times.of(spent[0]), _Times.of(spent[1]), _Times.of(spent[2])


def growth(real: Sequence[Findable], data: WordData, folder: Path, size: int) -> Iterator[Row]:
    """The rows of one size; `real` are the pages that the others are made like."""
    folder.mkdir()
    shelf, asked = _Shelf(folder, data), asked_questions(real)
    what = f"zoeken in {size:,} pagina's".replace(",", ".")
    findables = make_findables(real, size)
    shelf.pages.write_bytes(pickle.dumps(findables))
    built, rival_built = _seconds(lambda: shelf.open_ours(findables).close()), _seconds(lambda: Fts5.over(findables, shelf.fts5))
    yield f"{what}: bouwen", f"{built:.1f} s", f"FTS5 {rival_built:.1f} s; {built / rival_built:.1f} keer"
    disk, rival_disk = _disk(shelf.index), _disk(shelf.fts5)
    yield f"{what}: op schijf", f"{disk / 2**20:.1f} MB", f"FTS5 {rival_disk / 2**20:.1f} MB, met de tekst erbij; {disk / rival_disk:.2f} keer"
    alone, rival_alone = _alone(shelf, _Shelf.search_ours, asked), _alone(shelf, _Shelf.search_fts5, asked)
    yield f"{what}: openen", f"{alone.seconds * 1e3:.0f} ms", f"FTS5 {rival_alone.seconds * 1e3:.1f} ms"
    yield (
        f"{what}: geheugen per proces",
        f"{alone.opened / 2**20:.1f} MB; na {sum(len(one.questions) for one in asked)} vragen {alone.answered / 2**20:.1f} MB meer",
        f"FTS5 {rival_alone.opened / 2**20:.1f} MB; daarna {rival_alone.answered / 2**20:.1f} MB meer",
    )
    searcher, fts5 = shelf.open_ours(findables), Fts5(shelf.fts5)
    texts = {one.id: " ".join((one.summary, one.text, *(text for place in one.places for text in (place.label, place.text)))) for one in findables}
    analyser = Analyser(Lexicon.read(next(shelf.index.rglob(LEXICON)), data))

    def marked(question: str, ids: Sequence[str]) -> list[str]:
        wanted = frozenset(analyser.terms(question))
        return [fragment(texts[id], wanted, analyser) for id in ids]

    for one in asked:
        own, plain, rival = _compared(one, searcher, fts5, marked)
        ratios = f"{own.median / rival.median:.2f} / {own.slow / rival.slow:.2f} keer"
        yield f"{what}: {one.name}", str(own), f"FTS5 {rival}: {ratios}; zonder markeren {plain}"
    searcher.close()
