"""Pairs of words that people use for the same thing must meet, and words that only look alike must not, with the words of the real site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from search_index.analysis import Analyser
from search_index.lexicon import full_lexicon
from search_index.question import QuestionReader
from search_index.spelling import all_words

FOLDER = Path(__file__).parent / "questions"


def pairs(name: str) -> list[tuple[str, str]]:
    found = [tuple(line.split("\t")) for line in (FOLDER / name).read_text("utf-8").splitlines()]
    return [(one, other) for one, other in found]


@pytest.fixture(scope="module")
def reader(app: Flask) -> QuestionReader:
    content = app.extensions["publisher"].current.content
    return QuestionReader(Analyser(full_lexicon(content.words.data, all_words(content.findables().values()))))


def terms(reader: QuestionReader, text: str) -> set[str]:
    return {term for word in reader.read(text) for term in (word.term, *word.parts)}


def looked_for(reader: QuestionReader, text: str) -> Iterator[str]:
    """The terms, and those of words that were written apart."""
    yield from terms(reader, text)
    for word in reader.read(text):
        yield from (term for other in word.others if len(other) == 1 for term in other)


def test_there_are_enough_pairs() -> None:
    assert len(pairs("meet.tsv")) >= 100
    assert len(pairs("apart.tsv")) >= 60


@pytest.mark.parametrize(("one", "other"), pairs("meet.tsv"))
def test_words_for_the_same_thing_meet(reader: QuestionReader, one: str, other: str) -> None:
    assert terms(reader, one) & set(looked_for(reader, other))


@pytest.mark.parametrize(("one", "other"), pairs("apart.tsv"))
def test_words_that_look_alike_stay_apart(reader: QuestionReader, one: str, other: str) -> None:
    assert not terms(reader, one) & terms(reader, other)
