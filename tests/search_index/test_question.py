"""A question as words to look for, and how much work it may be."""

from __future__ import annotations

from search_index.question import MOST_OTHERS, QuestionReader
from search_index.word_data import WordData
from tests.search_index.analysing import analyser_of


def test_each_part_of_a_compound_is_looked_for_once() -> None:
    (word,) = QuestionReader(analyser_of(WordData())).read("pest-school-pest-school")
    assert sorted(word.parts) == ["pest", "schol"]


def test_who_lists_words_with_many_synonyms_gets_those_of_the_first() -> None:
    names = [f"x{number}" for number in range(MOST_OTHERS)]
    words = QuestionReader(analyser_of(WordData(synonyms=dict.fromkeys(names, ("pesten", "bedreigen"))))).read(" ".join(names))
    assert [len(word.others) for word in words] == [2] * (MOST_OTHERS // 2) + [0] * (MOST_OTHERS // 2)
