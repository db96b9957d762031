"""How well search answers judged questions: success@1, success@3 and MRR@10 by kind of question, and what it gets wrong.

The questions were written without looking at the pages, by asking for each page what someone would type who does not know its words.
The unseen half is only looked at when everything else is done.
"""

from __future__ import annotations

import datetime
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import click

from bench.search_rivals import Fts5, PlainWhoosh
from knowledge.findable import Findable
from publishing.snapshot import ContentReader
from search_index.index import open_index

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests/search_index/questions"
DEVELOPMENT = FOLDER / "development.tsv"
UNSEEN = FOLDER / "unseen.tsv"
DEPTH = 10
TOGETHER = "samen"
OURS = "Zoeken van de site"

# Gives the ids that a question finds, best first.
Answers = Callable[[str], Sequence[str]]


class Question(NamedTuple):
    """A judged question: `good` are the ids with which whoever asks is really helped."""

    text: str
    kind: str
    good: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a number of questions: how many have a good answer first, how many among the first three, and the mean reciprocal rank."""

    questions: int
    first: float
    among_three: float
    mrr: float

    @classmethod
    def of(cls, ranks: Sequence[int]) -> Figures:
        """`ranks` are the places of the first good answer, from 1; 0 when there is none among the first ten."""
        count = len(ranks) or 1
        return cls(
            len(ranks),
            sum(rank == 1 for rank in ranks) / count,
            sum(1 <= rank <= 3 for rank in ranks) / count,
            sum(1 / rank for rank in ranks if rank) / count,
        )

    def __str__(self) -> str:
        return f"{self.questions:4} vragen   success@1 {self.first:.3f}   success@3 {self.among_three:.3f}   MRR@10 {self.mrr:.3f}"


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file: question, kind and good ids (with spaces between), separated by tabs, below a heading."""
    lines = path.read_text("utf-8").splitlines()[1:]
    return tuple(Question(text, kind, tuple(good.split())) for text, kind, good in (line.split("\t") for line in lines))


def rank(answers: Answers, question: Question) -> int:
    """The place of the first good answer among the first ten, from 1; 0 when there is none."""
    return next((place for place, id in enumerate(answers(question.text)[:DEPTH], start=1) if id in question.good), 0)


def figures(ranked: Iterable[tuple[Question, int]]) -> dict[str, Figures]:
    """By kind of question, and together."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for question, place in ranked:
        ranks[question.kind].append(place)
        ranks[TOGETHER].append(place)
    return {kind: Figures.of(found) for kind, found in sorted(ranks.items(), key=lambda one: one[0] == TOGETHER)}


def answerable(questions: Iterable[Question], ids: Container[str]) -> Iterator[Question]:
    """The questions of which a good answer is in the content."""
    return (question for question in questions if any(id in ids for id in question.good))


def report(title: str, answers: Answers, questions: Iterable[Question], *, failures: bool = False) -> Iterator[str]:
    """Lines that tell how well `answers` does; with `failures` also what it got wrong, the worst first."""
    ranked = [(question, rank(answers, question)) for question in questions]
    yield title
    for kind, found in figures(ranked).items():
        yield f"  {kind:14} {found}"
    for question, place in sorted(ranked, key=lambda one: one[1] or DEPTH + 1, reverse=True) if failures else ():
        if place != 1:
            yield f"  {place or '-':>3} {question.kind:12} {question.text} | goed: {' '.join(question.good)} | gevonden: {' '.join(answers(question.text)[:3])}"


def rivals(findables: Collection[Findable], folder: Path) -> dict[str, Answers]:
    """What search is compared with, by name; `folder` must not exist."""
    return {"SQLite FTS5, Porter": Fts5.over(findables).answers, "Whoosh, Nederlands": PlainWhoosh(findables, folder).answers}


@click.command(help="Toon hoe goed het zoeken de beoordeelde vragen beantwoordt, per soort vraag, met wat er misging.")
@click.option("--ongezien", "unseen", is_flag=True, help="De vragen waarmee niet is ontwikkeld: kijk er alleen aan het eind naar.")
@click.option("--fouten/--geen-fouten", "failures", default=True, help="Toon ook de vragen die niet goed gingen.")
def main(unseen: bool, failures: bool) -> None:
    """Ask the site as it stands."""
    reader = ContentReader(ROOT / "content")
    content = reader.read(reader.scan(), datetime.date.today())  # noqa: DTZ011 - the day where it runs
    findables = content.findables()
    with tempfile.TemporaryDirectory() as folder:
        searcher = open_index(Path(folder), findables, "", content.words.data)
        questions = tuple(answerable(read_questions(UNSEEN if unseen else DEVELOPMENT), findables))
        for line in report(OURS, lambda question: [hit.id for hit in searcher.search(question).hits], questions, failures=failures):
            click.echo(line)
        for title, answers in rivals(findables.values(), Path(folder) / "whoosh").items():
            for line in report(title, answers, questions):
                click.echo(line)
        searcher.close()


if __name__ == "__main__":
    main()
