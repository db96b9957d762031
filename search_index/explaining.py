"""What became of a question, for editors: its words as they were looked for, and why each page stands where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.findable import Findable
from knowledge.pages import kind_name
from search_index.question import LIGHT_WEIGHT
from search_index.ranking import LIKELIHOOD_WEIGHT, LIKENESS_WEIGHT, NAMED_BONUS, FoundWord, Ranking


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    """A word as it was typed, the term that was looked for, and what counts in its place; `pages` is in how many that was found."""

    word: str
    term: str
    parts: tuple[str, ...]
    others: tuple[str, ...]
    is_light: bool
    pages: int


@dataclass(frozen=True, slots=True)
class ExplainedPage:
    """A result and what speaks for it; the numbers are those of `ranking.Evidence`, `score` is without the bonus for being named."""

    title: str
    url: str
    kind_name: str
    place: str
    score: float
    is_named: bool
    held: float
    whole: float
    likelihood: float
    likeness: float
    factor: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`searched` is the question that was searched, after correction; the score of a page is whole + weight × likelihood + weight × likeness, × factor."""

    searched: str
    words: tuple[ExplainedWord, ...]
    pages: tuple[ExplainedPage, ...]
    likelihood_weight: str = f"{LIKELIHOOD_WEIGHT:g}".replace(".", ",")
    likeness_weight: str = f"{LIKENESS_WEIGHT:g}".replace(".", ",")


def _word(found: FoundWord) -> ExplainedWord:
    asked = found.asked
    others = tuple(" ".join(other) for other in asked.others)
    return ExplainedWord(asked.word, asked.term, asked.parts, others, asked.weight <= LIGHT_WEIGHT, found.pages)


def _page(findable: Findable, number: int, ranking: Ranking) -> ExplainedPage:
    evidence, score = ranking.evidence, float(ranking.scores[number])
    return ExplainedPage(
        title=findable.title,
        url=findable.url,
        kind_name=kind_name(findable.kind),
        place=findable.places[ranking.places[number]].label if number in ranking.places else "",
        score=score % NAMED_BONUS,
        is_named=score >= NAMED_BONUS,
        held=float(evidence.held[number]),
        whole=float(evidence.whole[number]),
        likelihood=float(evidence.likelihood[number]),
        likeness=float(evidence.likeness[number]),
        factor=float(evidence.factor[number]),
    )


def explain(searched: str, ranking: Ranking, findables: Sequence[Findable], numbers: Sequence[int]) -> Explanation:
    """Why `ranking`, of the question `searched`, has the findables with these numbers, in that order."""
    return Explanation(searched, tuple(map(_word, ranking.words)), tuple(_page(findables[number], number, ranking) for number in numbers))
