"""Decision trees as JSON. The models are the description: the OpenAPI document is made from them."""

from __future__ import annotations

import datetime
from typing import Literal

from flask import Blueprint, current_app, request
from flask.wrappers import Response
from pydantic import Field, ValidationError
from werkzeug.exceptions import BadRequest

from knowledge.api import ApiModel
from knowledge.current import library, today
from wizard import composing
from wizard.answer_stores import MAX_ANSWERS, MAX_VALUE, MAX_VALUES, step_url
from wizard.current import forest, tree_or_404
from wizard.forest import PublishedTree, outcome_url
from wizard.presenting import StepView
from wizard.tree import Answers, Outcome, Question, RawAnswer, Tree
from wizard.views import reference_date
from wizard.walk import DeadEnd, Jump, Walk, walk

bp = Blueprint("wizard_api", __name__, url_prefix="/api/v1")


class TreeSummary(ApiModel):
    """A tree in a list."""

    id: str
    title: str = Field(alias="titel")
    summary: str = Field(alias="samenvatting")
    url: str
    sensitive: bool = Field(alias="gevoelig")


class TreeList(ApiModel):
    """All trees."""

    count: int = Field(alias="aantal")
    trees: tuple[TreeSummary, ...] = Field(alias="beslisbomen")


class OptionModel(ApiModel):
    """One possible answer."""

    value: str = Field(alias="waarde")
    label: str
    hint: str = Field(alias="toelichting")


class QuestionModel(ApiModel):
    """A question as it is asked."""

    id: str
    kind: Literal["keuze", "ja_nee", "meerkeuze", "getal", "datum"] = Field(alias="soort")
    text: str = Field(alias="vraag")
    explanation: str = Field(alias="toelichting", description="HTML")
    why: str = Field(alias="waarom", description="HTML")
    options: tuple[OptionModel, ...] = Field(alias="opties")
    dont_know: str | None = Field(alias="weet_ik_niet", description="De woorden van het antwoord weet_ik_niet, als dat kan.")
    none_of_these: str | None = Field(alias="geen_van_deze", description="De woorden van het antwoord geen_van_deze, als dat kan.")
    unit: str = Field(alias="eenheid")
    at_least: int | None = Field(alias="minstens")
    at_most: int | None = Field(alias="hoogstens")


class RuleModel(ApiModel):
    """One rule of a question, in words; without words it holds in all other cases."""

    condition: str | None = Field(alias="als")
    target_kind: Literal["vraag", "uitkomst", "boom"] = Field(alias="soort")
    target: str = Field(alias="naar")


class TreeQuestionModel(QuestionModel):
    """A question with where its answers lead."""

    rules: tuple[RuleModel, ...] = Field(alias="daarna")


class StepModel(ApiModel):
    """One thing to do."""

    text: str = Field(alias="tekst", description="HTML")
    who: str = Field(alias="wie")
    when: str = Field(alias="wanneer")


class PartModel(ApiModel):
    """A part that applies to these answers; on an outcome by itself `als` says when."""

    condition: str = Field(alias="als")
    title: str = Field(alias="titel")
    text: str = Field(alias="tekst", description="HTML")
    steps: tuple[StepModel, ...] = Field(alias="stappen")


class BasisModel(ApiModel):
    """A law or article that carries the outcome."""

    title: str = Field(alias="titel")
    url: str
    official_url: str = Field(alias="officieel")


class OutcomeModel(ApiModel):
    """An answer."""

    id: str
    verdict: Literal["ja", "nee", "let-op", "direct-handelen", "advies"] = Field(alias="oordeel")
    title: str = Field(alias="titel")
    short: str = Field(alias="kort")
    urgent: str = Field(alias="spoed", description="HTML")
    text: str = Field(alias="tekst", description="HTML")
    steps: tuple[StepModel, ...] = Field(alias="stappen")
    parts: tuple[PartModel, ...] = Field(alias="onderdelen")
    legal_basis: tuple[BasisModel, ...] = Field(alias="grondslag")
    contacts: tuple[str, ...] = Field(alias="contact")
    further: tuple[str, ...] = Field(alias="verder")
    url: str


class TreeModel(TreeSummary):
    """A whole tree."""

    for_whom: str = Field(alias="voor_wie")
    start: str
    checked: datetime.date = Field(alias="gecontroleerd")
    questions: tuple[TreeQuestionModel, ...] = Field(alias="vragen")
    outcomes: tuple[OutcomeModel, ...] = Field(alias="uitkomsten")


class WalkRequest(ApiModel):
    """The answers to follow."""

    answers: dict[str, str | int | list[str]] = Field(default_factory=dict, alias="antwoorden", max_length=MAX_ANSWERS)
    on: str | None = Field(None, alias="peildatum", description="JJJJ-MM-DD; weglaten of null: vandaag.")


class StopModel(ApiModel):
    """A question on the road with its answer."""

    question: str = Field(alias="vraag")
    text: str = Field(alias="tekst")
    answer: str | tuple[str, ...] = Field(alias="antwoord")
    answer_text: str = Field(alias="antwoord_tekst")


class WalkResult(ApiModel):
    """Where the answers lead. `fout` says what is wrong with the answer to the question where the road stops."""

    tree: str = Field(alias="boom")
    status: Literal["vraag", "uitkomst"]
    road: tuple[StopModel, ...] = Field(alias="route")
    question: QuestionModel | None = Field(alias="vraag")
    outcome: OutcomeModel | None = Field(alias="uitkomst")
    ignored: tuple[str, ...] = Field(alias="genegeerd")
    fault: str | None = Field(alias="fout")
    url: str


def _summary(tree: Tree) -> TreeSummary:
    return TreeSummary(id=tree.id, title=tree.title, summary=tree.matter.summary, url=tree.url, sensitive=tree.sensitive)


def _question(published: PublishedTree, question: Question) -> QuestionModel:
    linked = published.questions[question.id]
    return QuestionModel(
        id=question.id,
        kind=question.kind.value,
        text=question.text,
        explanation=str(linked.explanation),
        why=str(linked.why),
        options=tuple(OptionModel(value=one.value, label=one.label, hint=one.hint) for one in question.options),
        dont_know=question.dont_know.label if question.dont_know else None,
        none_of_these=question.none_of_these or None,
        unit=question.unit,
        at_least=question.at_least,
        at_most=question.at_most,
    )


def _tree_question(published: PublishedTree, question: Question) -> TreeQuestionModel:
    words = composing.rule_words(published.tree, question)
    rules = (RuleModel(condition=text, target_kind=target.kind, target=target.id) for text, target in words)
    return TreeQuestionModel(**_question(published, question).model_dump(), rules=tuple(rules))


def _steps(steps: tuple[StepView, ...]) -> tuple[StepModel, ...]:
    return tuple(StepModel(text=str(one.text), who=one.who, when=one.when) for one in steps)


def _outcome(published: PublishedTree, outcome: Outcome, found: Walk | None) -> OutcomeModel:
    view = composing.outcome_view(published, outcome, found.known if found else None, _around(published.tree))
    return OutcomeModel(
        id=outcome.id,
        verdict=outcome.verdict,
        title=view.title,
        short=view.short,
        urgent=str(view.urgent),
        text=str(view.text),
        steps=_steps(view.steps),
        parts=tuple(PartModel(condition=one.condition, title=one.title, text=str(one.text), steps=_steps(one.steps)) for one in view.parts),
        legal_basis=tuple(BasisModel(title=one.title, url=one.url, official_url=one.official_url) for one in view.legal_basis),
        contacts=tuple(page.id for page in view.contacts),
        further=tuple(one.id for one in view.further),
        url=view.url,
    )


def _around(tree: Tree) -> composing.Around:
    def url(answers: Answers, change: str) -> str:
        return step_url(tree, answers, None, change)

    return composing.Around(today(), url, lambda path: path, current_app.config["LEAVE_URL"], library().pages)


@bp.get("/beslisbomen")
def trees() -> Response:
    found = tuple(_summary(one.tree) for one in forest().trees.values())
    return TreeList(count=len(found), trees=found).response()


@bp.get("/beslisbomen/<id>")
def tree(id: str) -> Response:
    published = tree_or_404(id)
    found = published.tree
    return TreeModel(
        **_summary(found).model_dump(),
        for_whom=found.matter.for_whom or "",
        start=found.start,
        checked=found.matter.checked,
        questions=tuple(_tree_question(published, question) for question in found.questions.values()),
        outcomes=tuple(_outcome(published, outcome, None) for outcome in found.outcomes.values()),
    ).response()


def _request() -> WalkRequest:
    try:
        return WalkRequest.model_validate_json(request.get_data())
    except ValidationError:
        raise BadRequest(
            'Stuur JSON zoals {"antwoorden": {"rol": "lio"}, "peildatum": null}, met tekst, getallen of lijsten van tekst als antwoorden.'
        ) from None


def _raw(value: str | int | list[str]) -> RawAnswer:
    if isinstance(value, list):
        return tuple(one[:MAX_VALUE] for one in value[:MAX_VALUES])
    return str(value)[:MAX_VALUE]


@bp.post("/beslisbomen/<id>/loop")
def loop(id: str) -> Response:
    published = tree_or_404(id)
    asked = _request()
    on = reference_date(asked.on)
    answers: dict[str, RawAnswer] = {name: _raw(value) for name, value in asked.answers.items()}
    found = walk(published.tree, answers, on or today())
    published, found = composing.follow(found, tree_or_404, answers)
    if isinstance(found.end, Jump | DeadEnd):
        raise BadRequest("Voor deze combinatie van antwoorden heeft deze beslisboom nog geen antwoord.")
    return _result(published, found, on).response()


def _result(published: PublishedTree, found: Walk, on: datetime.date | None) -> WalkResult:
    end = found.end
    tree = published.tree
    # Answers to a sensitive tree never stand in an address.
    url = step_url(tree, found.answers(), on)
    if tree.sensitive:
        url = outcome_url(tree.id, end.id) if isinstance(end, Outcome) else tree.url
    return WalkResult(
        tree=tree.id,
        status="uitkomst" if isinstance(end, Outcome) else "vraag",
        road=tuple(
            StopModel(question=stop.question.id, text=stop.question.text, answer=stop.question.write(stop.value), answer_text=stop.question.words(stop.value))
            for stop in found.road
        ),
        question=_question(published, end) if isinstance(end, Question) else None,
        outcome=_outcome(published, end, found) if isinstance(end, Outcome) else None,
        ignored=found.ignored,
        fault=found.misanswered or None,
        url=url,
    )
