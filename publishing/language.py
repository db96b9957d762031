"""How readable the site is, page by page and outcome by outcome, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.dutch_dates import dutch_decimal
from knowledge.library import Page
from knowledge.markdown_rendering import plain_text
from knowledge.problems import Problem, Severity
from knowledge.readability import Readability, of_markup, of_sentences
from publishing.snapshot import Content
from wizard.forest import LinkedOutcome, LinkedStep, PublishedTree

MOST_WORDS = 14.0  # words in a sentence of a page, on average
MOST_WORDS_IN_STEPS = 15.0  # words in a sentence of a step or an outcome, on average
MOST_LONG_WORDS = 0.1  # the part of the words that is long


@dataclass(frozen=True, slots=True)
class Measured:
    """One page, or one outcome of a tree: its text, and what it says to do."""

    id: str
    path: str
    line: int
    column: int
    text: Readability
    steps: Readability
    most_words: float

    @property
    def whole(self) -> Readability:
        return self.text + self.steps


def _a_value(_: str) -> str:
    """Stands for whatever is filled in: one word."""
    return "waarde"


def _of_steps(steps: Iterable[LinkedStep]) -> Readability:
    return of_sentences(plain_text(step.text.fill(_a_value)) for step in steps)


def _outcome(tree: PublishedTree, id: str, linked: LinkedOutcome) -> Measured:
    text = of_sentences([linked.outcome.title_alone or linked.outcome.title, linked.short.fill(_a_value)]) + of_markup(linked.text.fill(_a_value))
    steps = _of_steps(linked.steps)
    for part in linked.parts:
        text += of_markup(part.text.fill(_a_value))
        steps += _of_steps(part.steps)
    return Measured(f"beslisboom/{tree.tree.id}/uitkomst/{id}", tree.tree.path, *tree.mark(("uitkomsten", id)), text, steps, MOST_WORDS_IN_STEPS)


def _page(page: Page) -> Measured:
    steps = Readability()
    for step in page.steps:
        steps += of_markup(step)
    return Measured(page.id, page.path, 1, 1, of_markup(page.html), steps, MOST_WORDS)


def measure(content: Content) -> tuple[Measured, ...]:
    """Every page and every outcome."""
    outcomes = (_outcome(tree, id, linked) for tree in content.forest.trees.values() for id, linked in tree.outcomes.items())
    return (*(_page(page) for page in content.library.pages.values()), *outcomes)


def in_words(found: Readability) -> str:
    """'9,4 woorden per zin, 1,8 % lange woorden'."""
    return f"{dutch_decimal(found.average)} woorden per zin, {dutch_decimal(100 * found.long_share)} % lange woorden"


def language_problems(measured: Iterable[Measured]) -> Iterator[Problem]:
    """Hints for what is harder to read than it should be."""
    for one in measured:
        faults = []
        if one.text.average > one.most_words:
            faults.append(f"Gemiddeld {dutch_decimal(one.text.average)} woorden per zin; houd het onder {one.most_words:.0f}.")
        if one.steps.average > MOST_WORDS_IN_STEPS:
            faults.append(f"De stappen hebben gemiddeld {dutch_decimal(one.steps.average)} woorden per zin; houd het onder {MOST_WORDS_IN_STEPS:.0f}.")
        if one.whole.long_share > MOST_LONG_WORDS:
            faults.append(f"Van de woorden is {dutch_decimal(100 * one.whole.long_share)} % lang; zoek kortere.")
        if faults:
            yield Problem(one.path, one.line, one.column, Severity.HINT, " ".join(faults))


def language_table(measured: Iterable[Measured]) -> Iterator[str]:
    """A line for each page and outcome, the hardest to read first."""
    for one in sorted(measured, key=lambda one: (-one.whole.average, one.id)):
        steps = f"; stappen {dutch_decimal(one.steps.average)}" if one.steps.sentences else ""
        yield f"{one.id}: {in_words(one.whole)}{steps}"


def whole(measured: Iterable[Measured]) -> Readability:
    """Everything together."""
    return sum((one.whole for one in measured), Readability())
