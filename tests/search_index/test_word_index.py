"""The scores of single terms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search_index.word_index import WordIndex, write_word_index

MANY = 1000


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    folder = tmp_path_factory.mktemp("words") / "index"
    write_word_index(folder, (["each", "even" if number % 2 == 0 else "odd", *["often"] * (number % 7), *["filler"] * (number % 5)] for number in range(MANY)))
    index = WordIndex(folder)
    yield index
    index.close()


def test_texts_are_numbered_as_they_were_written(words: WordIndex) -> None:
    assert words.size == MANY
    assert list(words.scores("odd")) == list(range(1, MANY, 2))
    assert words.scores("unknown") == {}


def test_only_the_asked_ranges_are_looked_in(words: WordIndex) -> None:
    everywhere = words.scores("even")
    asked = [(3, 7), (7, 7), (300, 301), (995, 1000)]
    assert words.scores("even", asked) == {number: everywhere[number] for number in (4, 6, 300, 996, 998)}
    assert words.scores("even", []) == {}


def test_more_of_a_word_in_a_shorter_text_and_a_rarer_word_score_higher(words: WordIndex) -> None:
    often = words.scores("often")
    assert often[30] > often[15]  # twice against once, in texts of four and three words
    assert often[1] > often[8]  # once each, in texts of four and six words
    assert words.scores("even")[0] > words.scores("each")[0]
