"""Search answers judged questions well: the bars that it must stay above, on questions that it was made with and on questions that it was not."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from bench.search_quality import DEVELOPMENT, TOGETHER, UNSEEN, Figures, answerable, figures, rank, read_questions

# What each half must stay above: success@1, success@3 and MRR@10.
BARS = {DEVELOPMENT: (0.81, 0.92, 0.87), UNSEEN: (0.81, 0.93, 0.88)}


def test_the_questions_are_many_of_every_kind_and_each_stands_in_one_file() -> None:
    development, unseen = read_questions(DEVELOPMENT), read_questions(UNSEEN)
    assert len(development) + len(unseen) >= 300
    assert {one.kind for one in development} == {one.kind for one in unseen} == {"keyword", "sentence", "abbreviation", "typo", "compound", "street"}
    assert not {one.text for one in development} & {one.text for one in unseen}


def test_every_good_answer_is_a_page_or_a_tree(app: Flask) -> None:
    ids = app.extensions["publisher"].current.content.findables().keys()
    assert {id for path in (DEVELOPMENT, UNSEEN) for one in read_questions(path) for id in one.good} - ids == set()


@pytest.mark.parametrize("path", [DEVELOPMENT, UNSEEN])
def test_good_answers_come_first(app: Flask, path: Path) -> None:
    snapshot = app.extensions["publisher"].current

    def answers(question: str) -> list[str]:
        return [hit.id for hit in snapshot.searcher.search(question).hits]

    questions = answerable(read_questions(path), snapshot.content.findables())
    found = figures((question, rank(answers, question)) for question in questions)[TOGETHER]
    first, among_three, mrr = BARS[path]
    assert found.first >= first
    assert found.among_three >= among_three
    assert found.mrr >= mrr


def test_figures_are_counted_right() -> None:
    assert Figures.of([1, 2, 0, 4]) == Figures(4, 0.25, 0.5, (1 + 0.5 + 0.25) / 4)
