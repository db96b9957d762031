"""The scores of single terms, held against the formula of BM25."""

from __future__ import annotations

import math
import tempfile
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.combined_field import page_terms, piece_terms
from search_index.lexicon import full_lexicon
from search_index.spelling import all_words
from search_index.word_data import WordData
from search_index.word_index import LENGTH_WEIGHT, ODDS_OF_TEXT, RARITY_POWER, SATURATION, Ranges, WordIndex, write_word_index

# More than are read at once.
MANY = 10_000

Text = Sequence[str]
Span = tuple[int, int]


def bm25(texts: Sequence[Text]) -> dict[str, dict[int, float]]:
    """Term → text number → score, straight from the formula (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009), with our rarity."""
    counts = [Counter(text) for text in texts]
    holding = Counter(term for count in counts for term in count)
    average = sum(map(len, texts)) / len(texts) if texts else 0
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for number, count in enumerate(counts):
        for term, frequency in count.items():
            rarity = math.log(1 + len(texts) / holding[term]) ** RARITY_POWER
            normal_length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(texts[number]) / average
            scores[term][number] = rarity * frequency * (SATURATION + 1) / (frequency + SATURATION * normal_length)
    return scores


def ranges(spans: Sequence[Span]) -> Ranges:
    return Ranges(*np.array(spans, np.int64).reshape(-1, 2).T)


def found(index: WordIndex, term: str, within: Sequence[Span] | None = None) -> dict[int, float]:
    """Text number → score, where it is not 0."""
    if within is None:
        return {number: score for number, score in enumerate(index.scores(term).tolist()) if score}
    inside = [number for first, end in within for number in range(first, end)]
    return {number: score for number, score in zip(inside, index.scores(term, ranges(within)).tolist(), strict=True) if score}


@pytest.fixture
def index_of(tmp_path: Path) -> Iterator[Callable[[Sequence[Text]], WordIndex]]:
    """Makes an index of texts."""
    opened: list[WordIndex] = []

    def make(texts: Sequence[Text]) -> WordIndex:
        folder = tmp_path / str(len(opened))
        write_word_index(folder, texts)
        opened.append(WordIndex(folder))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    folder = tmp_path_factory.mktemp("words") / "index"
    write_word_index(folder, (["each", "even" if number % 2 == 0 else "odd", *["often"] * (number % 7), *["filler"] * (number % 5)] for number in range(MANY)))
    index = WordIndex(folder)
    yield index
    index.close()


def test_texts_are_numbered_as_they_were_written(words: WordIndex) -> None:
    assert words.size == MANY
    assert list(found(words, "odd")) == list(range(1, MANY, 2))
    assert found(words, "unknown") == {}


def test_only_the_asked_ranges_are_looked_in(words: WordIndex) -> None:
    everywhere = found(words, "even")
    asked = [(3, 7), (7, 7), (300, 301), (8191, 8195), (MANY - 5, MANY)]
    assert found(words, "even", asked) == {number: everywhere[number] for number in (4, 6, 300, 8192, 8194, 9996, 9998)}
    assert found(words, "even", []) == {}


def test_more_of_a_word_in_a_shorter_text_and_a_rarer_word_score_higher(words: WordIndex) -> None:
    often = found(words, "often")
    assert often[30] > often[15]  # twice against once, in texts of four and three words
    assert often[1] > often[8]  # once each, in texts of four and six words
    assert found(words, "even")[0] > found(words, "each")[0]


def test_what_is_forgotten_is_read_again(words: WordIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {term: found(words, term) for term in ("each", "even", "odd", "often", "filler", "unknown")}
    for room in (0, 1, MANY // 2, MANY * 2):
        monkeypatch.setattr(words, "_room", room)
        monkeypatch.setattr(words, "_remembered", OrderedDict())
        for _ in range(2):
            assert {term: found(words, term) for term in before} == before
        assert sum(1 + len(postings.numbers) for postings in words._remembered.values()) <= room


TEXTS = st.lists(
    st.lists(st.sampled_from(["pest", "schol", "vog", "é", "4c"]), max_size=5) | st.integers(100, 5_000).map(lambda length: ["pest"] * length), max_size=12
)


@settings(max_examples=60)
@given(TEXTS, st.lists(st.integers(0, 12), max_size=8))
@example([], [])
@example([[], []], [0, 2])
@example([["pest"] * 107, ["pest", *["schol"] * 107]], [0, 1, 1, 2])
def test_scores_are_those_of_the_formula(texts: list[Text], borders: list[int]) -> None:
    borders = sorted(min(border, len(texts)) for border in borders)
    within = list(zip(borders[::2], borders[1::2], strict=False))
    inside = {number for first, end in within for number in range(first, end)}
    with tempfile.TemporaryDirectory() as folder:
        write_word_index(Path(folder) / "index", texts)
        index = WordIndex(Path(folder) / "index")
        for term in ("pest", "schol", "vog", "é", "4c", "other"):
            expected = bm25(texts)[term]
            assert found(index, term) == pytest.approx(expected, rel=1e-12)
            assert found(index, term, within) == pytest.approx({number: expected[number] for number in expected.keys() & inside}, rel=1e-12)
        index.close()


@settings(max_examples=30)
@given(TEXTS, st.lists(st.integers(0, 12), max_size=8))
@example([[], ["pest"]], [0, 1, 1, 2])
def test_likelihoods_and_what_holds_a_term_are_those_of_the_texts(texts: list[Text], borders: list[int]) -> None:
    borders = sorted(min(border, len(texts)) for border in borders)
    within = list(zip(borders[::2], borders[1::2], strict=False))
    inside = [texts[number] for first, end in within for number in range(first, end)]
    everything = [term for text in texts for term in text]
    with tempfile.TemporaryDirectory() as folder:
        write_word_index(Path(folder) / "index", texts)
        index = WordIndex(Path(folder) / "index")
        for term in ("pest", "schol", "other"):
            ratios = [text.count(term) / len(text) * len(everything) / everything.count(term) if term in text else 0 for text in texts]
            assert index.likelihoods(term).tolist() == pytest.approx([math.log(1 + ODDS_OF_TEXT * ratio) for ratio in ratios], rel=1e-12)
            assert index.holds(term, ranges(within)).tolist() == [term in text for text in inside]
        index.close()


def test_scores_of_the_real_pages_are_those_of_the_formula(real_pages: Mapping[str, Findable], index_of: Callable[[Sequence[Text]], WordIndex]) -> None:
    findables = tuple(real_pages.values())
    analyser = Analyser(full_lexicon(WordData(), all_words(findables)))
    pieces = [piece_terms(findable, analyser) for findable in findables]
    pages = [page_terms(findable, own, analyser) for findable, own in zip(findables, pieces, strict=True)]
    for texts in (pages, [piece for own in pieces for piece in own]):
        index = index_of(texts)
        some = [(start, min(start + 40, len(texts))) for start in range(0, len(texts), 100)]
        inside = {number for first, end in some for number in range(first, end)}
        for term, expected in bm25(texts).items():
            assert found(index, term) == pytest.approx(expected, rel=1e-12)
            assert found(index, term, some) == pytest.approx({number: expected[number] for number in expected.keys() & inside}, rel=1e-12)
