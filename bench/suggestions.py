"""How quick suggestions are while judged questions are typed, and how soon a good page is among them."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bench.search_quality import Question, rank
from knowledge.findable import Findable
from search_index.querying import Searcher

SUGGESTED = 8
# Kinds of questions that people type as words, not as sentences.
IN_WORDS = ("keyword", "abbreviation", "compound", "typo")
_SHORTEST_PART = 4


class Speed(NamedTuple):
    """The time that suggestions take, in seconds: the median, what 95 % stays under, and the longest."""

    median: float
    p95: float
    longest: float


def keystrokes(texts: Iterable[str]) -> Iterator[str]:
    """What has been typed after each letter of each text, from the second on; each beginning once."""
    return iter(dict.fromkeys(text[:length].rstrip() for text in texts for length in range(2, len(text) + 1)))


def measure_suggestions(searcher: Searcher, texts: Iterable[str]) -> Speed:
    """The time of each suggestion while `texts` are typed letter by letter, none of them remembered."""
    searcher.suggest("eerst")
    spent = []
    for typed in keystrokes(texts):
        start = time.perf_counter()
        searcher.suggest(typed, SUGGESTED)
        spent.append(time.perf_counter() - start)
    spent.sort()
    return Speed(spent[len(spent) // 2], spent[len(spent) * 95 // 100], spent[-1])


def among_suggestions(searcher: Searcher, questions: Iterable[Question], letters: int | None) -> Mapping[str, float]:
    """By kind of question: the share with a good page among the suggestions after so many letters; after the whole question for None."""

    def answers(typed: str) -> list[str]:
        return [one.id for one in searcher.suggest(typed, SUGGESTED)]

    found: dict[str, list[bool]] = defaultdict(list)
    for question in questions:
        found[question.kind].append(rank(answers, question._replace(text=question.text[:letters])) > 0)
    return {kind: sum(good) / len(good) for kind, good in found.items()}


def _crossed(one: str, other: str) -> str:
    """The first half of one text and the second half of another."""
    first, second = one.split(), other.split()
    return " ".join(first[: (len(first) + 1) // 2] + second[len(second) // 2 :])


def recombined(findables: Iterable[Findable], pages: int, phrasings: int) -> dict[str, Findable]:
    """`pages` findables with together `phrasings` phrasings, made of the titles, keywords and phrasings of real ones; always the same.

    One keyword in three is a compound of two real words, so that the number of different words grows with the pages as it really does.
    """
    chosen = random.Random(20261125)  # noqa: S311
    real = tuple(findables)
    titles = [one.title for one in real]
    keywords = [keyword for one in real for keyword in one.keywords]
    asked = [phrase for one in real for phrase in one.asked_as]
    words = sorted({word for phrase in asked for word in phrase.split() if len(word) >= _SHORTEST_PART and word.isalpha()})

    def keyword() -> str:
        return chosen.choice(words) + chosen.choice(words) if chosen.random() < 1 / 3 else chosen.choice(keywords)

    def made(number: int) -> Findable:
        like = real[number % len(real)]
        share = phrasings // pages + (number < phrasings % pages)
        title = f"{_crossed(like.title, chosen.choice(titles))} ({number})"
        phrases = tuple(_crossed(chosen.choice(asked), chosen.choice(asked)) for _ in range(share))
        id = f"{like.kind}/{number}"
        return Findable(id, like.kind, title, f"/{id}", like.summary, asked_as=phrases, keywords=tuple(keyword() for _ in like.keywords))

    return {one.id: one for one in map(made, range(pages))}
