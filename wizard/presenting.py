"""What the templates of the wizard are given: plain data, ready to show. Building it needs no request and no disk."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from markupsafe import Markup

from knowledge.front_matter import Source
from knowledge.glossary import Term
from knowledge.library import Page, Reference
from knowledge.presenting import Checked
from wizard.clauses import Condition


@dataclass(frozen=True, slots=True)
class TreeCard:
    """A tree in a list. `sectors` are names such as 'basisonderwijs'."""

    id: str
    title: str
    summary: str
    url: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What every page of a tree shows of it. `clear_url` and `leave_url` are empty for a tree that is not sensitive."""

    id: str
    title: str
    summary: str
    url: str
    overview_url: str
    start_url: str
    sensitive: bool
    clear_url: str = ""
    leave_url: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of answer: `key` is ja, nee, let-op, direct-handelen or advies; `word` is what is shown beside the icon."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A worked example: a link to the outcome with its answers filled in."""

    name: str
    outcome_title: str
    verdict: Verdict
    url: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """The first page of a tree."""

    tree: TreeHead
    for_whom: str
    sectors: tuple[str, ...]
    most_questions: int
    examples: tuple[ExampleRow, ...]
    sources: tuple[Source, ...]
    to_verify: tuple[str, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or tick box. `alone` marks 'geen van deze', which excludes the others."""

    value: str
    label: str
    hint: str
    chosen: bool
    alone: bool = False


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with an answer: `field_id` is the id of the input that the summary links to."""

    field_id: str
    message: str


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """An answer already given; `change_url` opens its question with the answer kept."""

    question: str
    answer: str
    change_url: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question. Inputs are named `antwoord`; a date has `antwoord-dag`, `antwoord-maand` and `antwoord-jaar`.

    `kind` is keuze, ja_nee, meerkeuze, getal or datum. `entered` holds what was typed: {'': '5'} for a number, or
    {'dag': '3', 'maand': '11', 'jaar': '2026'}. `post_url` takes the form. `reference_date` is None when it is today.
    """

    tree: TreeHead
    id: str
    text: str
    explanation: Markup
    why: Markup
    number: int
    at_most_left: int
    kind: str
    choices: tuple[Choice, ...]
    dont_know: Choice | None
    unit: str
    bounds_hint: str
    entered: dict[str, str]
    errors: tuple[FieldError, ...]
    button: str
    post_url: str
    back_url: str
    picture_url: str
    answered: tuple[AnsweredRow, ...]
    reference_date: datetime.date | None
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing to do now."""

    text: Markup
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of an outcome that applies to these answers. On the outcome's own page `condition` says when it applies."""

    title: str
    text: Markup
    steps: tuple[StepView, ...]
    condition: str = ""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A law or article that carries the outcome; `official_url` leads to the text of the law itself."""

    title: str
    url: str
    official_url: str


@dataclass(frozen=True, slots=True)
class LookupMatch:
    """A page that a chooser found: `reasons` why it matches, `misses` what does not fit, `cells` what is compared, a value for each column."""

    page: Page
    reasons: tuple[str, ...]
    misses: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookupView:
    """What a chooser found, best first; `near` are the near misses."""

    columns: tuple[str, ...]
    matches: tuple[LookupMatch, ...]
    near: tuple[LookupMatch, ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome as it is shown, its texts filled in with the answers. `urgent` is empty where there is no danger."""

    id: str
    url: str
    title: str
    verdict: Verdict
    short: str
    urgent: Markup
    text: Markup
    steps: tuple[StepView, ...]
    parts: tuple[PartView, ...]
    legal_basis: tuple[LegalBasis, ...]
    no_legal_basis: str
    contacts: tuple[Page, ...]
    further: tuple[Reference, ...]
    sources: tuple[Source, ...]
    lookup: LookupView | None
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Other answers that would lead elsewhere: `name` is a question or what is computed from it, `title` where they lead.

    `verdict` is None when that is another tree. `change_url` opens the question.
    """

    name: str
    answers: tuple[str, ...]
    title: str
    verdict: Verdict | None
    change_url: str


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """The end of a walk. `link` is the full address to send to others; it is the outcome's own address for a sensitive tree.

    `because` are the answers that decided, `changes` the ones that would lead elsewhere. `picture_url` shows the road that was taken.
    """

    tree: TreeHead
    outcome: OutcomeView
    answered: tuple[AnsweredRow, ...]
    back_url: str
    link: str
    copy_url: str
    picture_url: str
    because: Condition
    changes: tuple[ChangeRow, ...]
    on: datetime.date
    to_verify: tuple[str, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class OutcomeAlonePage:
    """An outcome by its own address, without answers.

    `smallest` are the answers that decide, `situations` say the same for who has not walked the tree; one of each must hold.
    """

    tree: TreeHead
    outcome: OutcomeView
    smallest: tuple[Condition, ...]
    situations: tuple[Condition, ...]
    examples: tuple[ExampleRow, ...]
    link: str
    copy_url: str
    to_verify: tuple[str, ...]
    checked: Checked

    @property
    def is_brief(self) -> bool:
        """Whether when it applies can stand above the answer."""
        shown = self.situations if 0 < len(self.situations) <= 3 else self.smallest
        return 0 < sum(len(condition) for condition in shown) <= 5


@dataclass(frozen=True, slots=True)
class OverviewOption:
    """An answer in the overview and where it leads: `target_url` is an anchor on the same page or another tree; '' when that is not shown."""

    label: str
    target: str
    target_url: str


@dataclass(frozen=True, slots=True)
class OverviewQuestion:
    """A question in the overview; `url` opens it with answers that lead there, `anchor` is its place on the page.

    `asked` says when it is asked: one of the conditions must hold; empty for the first question.
    """

    anchor: str
    number: int
    text: str
    explanation: Markup
    url: str
    options: tuple[OverviewOption, ...]
    asked: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OverviewOutcome:
    """An outcome in the overview, with its smallest conditions."""

    anchor: str
    title: str
    short: str
    verdict: Verdict
    url: str
    applies: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everything in a tree on one page; `picture` is its picture, without answers."""

    tree: TreeHead
    questions: tuple[OverviewQuestion, ...]
    outcomes: tuple[OverviewOutcome, ...]
    terms: tuple[Term, ...]
    checked: Checked
    picture: Markup


@dataclass(frozen=True, slots=True)
class CopyPage:
    """An answer as text to copy: `plain` for a text field, `rich` to select and copy with its links."""

    tree: TreeHead
    title: str
    plain: str
    rich: Markup
    back_url: str
