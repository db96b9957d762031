"""What editors see of how a question was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask import Flask

from knowledge.findable import Findable
from search_index.index import open_index
from search_index.querying import Searcher
from search_index.ranking import LIKELIHOOD_WEIGHT, LIKENESS_WEIGHT
from search_index.word_data import WordData
from tests.checking_client import CheckingClient, words


def test_the_words_of_a_question_are_told_with_what_may_stand_in_their_place(shelf: Mapping[str, Findable], tmp_path: Path) -> None:
    searcher = open_index(tmp_path, shelf, "", WordData(synonyms={"treiteren": ("pesten", "veilig thuis")}))
    found = searcher.explain("mag treiteren schoolveiligheid kwantumfysica")
    searcher.close()
    mag, treiteren, compound, unknown = found.words
    assert (mag.is_light, treiteren.is_light) == (True, False)
    assert (treiteren.others, treiteren.pages) == (("pest", "veilig thuis"), 5)
    assert compound.parts == ("schol", "veilig")
    assert (unknown.word, unknown.pages) == ("kwantumfysica", 0)


def test_the_score_of_each_page_is_told_in_its_parts(searcher: Searcher) -> None:
    found = searcher.explain("pesten buiten school melden")
    for page in found.pages:
        assert page.score == pytest.approx((page.whole + LIKELIHOOD_WEIGHT * page.likelihood + LIKENESS_WEIGHT * page.likeness) * page.factor)
        assert 0 < page.held <= 1
    assert [page.url for page in found.pages] == [hit.url for hit in searcher.search("pesten buiten school melden").hits]


def test_what_is_named_is_told_and_so_is_the_correction(searcher: Searcher) -> None:
    found = searcher.explain("veilig thuis")
    assert (found.pages[0].title, found.pages[0].is_named) == ("Veilig Thuis", True)
    assert searcher.explain("pessten").searched == "pesten"


@pytest.fixture
def editor(make_small_app: Callable[..., Flask]) -> CheckingClient:
    return CheckingClient(make_small_app(EDITOR_PAGES=True, WATCH=False).test_client())


def test_editors_see_it_when_they_ask_and_readers_never(editor: CheckingClient, small_page: CheckingClient) -> None:
    assert "Wat er van de vraag werd" in words(editor.get("/zoeken?q=testwet&uitleg=1").tree)
    assert "Wat er van de vraag werd" not in words(editor.get("/zoeken?q=testwet").tree)
    assert "Wat er van de vraag werd" not in words(small_page.get("/zoeken?q=testwet&uitleg=1").tree)
