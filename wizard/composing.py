"""Puts together what the pages of a tree show, from the snapshot and a walk. No request, no disk."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from knowledge.dutch_dates import dutch_day
from knowledge.front_matter import SECTOR_NAMES
from knowledge.library import Page
from knowledge.markdown_rendering import plain_text
from knowledge.presenting import Checked
from wizard.clauses import Condition
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, Known, Value
from wizard.explaining import changes, deciding
from wizard.forest import LinkedPart, LinkedStep, PublishedTree, outcome_url, verdict_of
from wizard.lookups import Match, find, in_words, label_of, value_of
from wizard.presenting import (
    AnsweredRow,
    ChangeRow,
    Choice,
    CopyPage,
    ExampleRow,
    FieldError,
    LookupMatch,
    LookupView,
    OutcomeAlonePage,
    OutcomePage,
    OutcomeView,
    OverviewOption,
    OverviewOutcome,
    OverviewPage,
    OverviewQuestion,
    PartView,
    QuestionPage,
    StartPage,
    StepView,
    TreeCard,
    TreeHead,
)
from wizard.texts import Words, words_for
from wizard.tree import NONE_OF_THESE, TREE_PREFIX, Answers, Kind, Outcome, Question, RawAnswer, Target, Tree, arrows
from wizard.walk import Jump, Stop, Walk, walk
from wizard.wording import condition_words, fact_name

NEXT_BUTTON, LAST_BUTTON = "Naar de volgende vraag", "Bekijk het advies"
DISCLAIMER = "Dit is informatie, geen juridisch advies."

# Gives the address of the step where answers lead, or of the question to change.
StepUrl = Callable[[Answers, str], str]


@dataclass(frozen=True, slots=True)
class Around:
    """What a page of a tree needs from outside the snapshot.

    `step_url` builds addresses of steps, `absolute` makes an address whole, `leave_url` is where 'Verlaat deze pagina snel' leads.
    """

    today: datetime.date
    step_url: StepUrl
    absolute: Callable[[str], str]
    leave_url: str
    pages: Mapping[str, Page]


def tree_card(published: PublishedTree) -> TreeCard:
    """A tree in a list."""
    tree = published.tree
    return TreeCard(tree.id, tree.title, tree.matter.summary, tree.url, tree.sensitive)


def tree_head(tree: Tree, around: Around) -> TreeHead:
    """What every page of a tree shows of it."""
    return TreeHead(
        id=tree.id,
        title=tree.title,
        summary=tree.matter.summary,
        url=tree.url,
        overview_url=f"{tree.url}/overzicht",
        start_url=around.step_url({}, ""),
        sensitive=tree.sensitive,
        clear_url=f"{tree.url}/wissen" if tree.sensitive else "",
        leave_url=around.leave_url if tree.sensitive else "",
    )


def checked(published: PublishedTree, today: datetime.date) -> Checked:
    """When the tree was compared with its sources."""
    matter = published.tree.matter
    return Checked(matter.checked, matter.check_before, matter.is_overdue(today), matter.reviewed_by or "")


def start_page(published: PublishedTree, around: Around) -> StartPage:
    """The first page of a tree."""
    tree = published.tree
    return StartPage(
        tree=tree_head(tree, around),
        for_whom=tree.matter.for_whom or "",
        sectors=tuple(SECTOR_NAMES[sector] for sector in tree.matter.sectors),
        most_questions=published.most_left(tree.start, {REFERENCE_DATE: around.today}),
        examples=_one_of_each(_examples(published, around)),
        sources=tree.matter.sources,
        to_verify=tree.matter.to_verify,
        checked=checked(published, around.today),
    )


def _one_of_each(rows: tuple[ExampleRow, ...]) -> tuple[ExampleRow, ...]:
    """The first example of each title: the others stand with their outcome."""
    return tuple({row.outcome_title: row for row in reversed(rows)}.values())[::-1]


def _examples(published: PublishedTree, around: Around, outcome_id: str = "") -> tuple[ExampleRow, ...]:
    """The worked examples that hold today; those that lead to `outcome_id` when it is given."""
    tree = published.tree
    rows = []
    for example in tree.examples:
        outcome = tree.outcomes.get(example.outcome)
        if example.on is not None or outcome is None or (outcome_id and outcome.id != outcome_id):
            continue
        found = walk(tree, example.answers, around.today)
        # An example whose answers depend on the day can end elsewhere on another day; then it is not shown.
        if found.end is outcome:
            url = outcome_url(tree.id, outcome.id) if tree.sensitive else around.step_url(example.answers, "")
            rows.append(ExampleRow(example.name, filled_title(published, outcome, words_for(tree, found.known)), verdict_of(outcome), url))
    return tuple(rows)


def filled_title(published: PublishedTree, outcome: Outcome, words: Words) -> str:
    """The title with its values, or the one without values when they are not known."""
    return plain_text(published.outcomes[outcome.id].title.fill(words)) or outcome.title_alone


def answered_rows(road: tuple[Stop, ...], answers: Answers, around: Around) -> tuple[AnsweredRow, ...]:
    """The answers on the road, each with the address that changes it and keeps the rest."""
    return tuple(AnsweredRow(stop.question.text, stop.question.words(stop.value), around.step_url(answers, stop.question.id)) for stop in road)


def ordered(found: Walk, answers: Answers) -> dict[str, RawAnswer]:
    """All answers, those on the road first and in its order, so that one place has one address."""
    return found.answers() | {name: raw for name, raw in answers.items() if name not in found.known}


def question_page(
    published: PublishedTree,
    question: Question,
    road: tuple[Stop, ...],
    answers: Answers,
    around: Around,
    *,
    chosen: RawAnswer | None,
    entered: dict[str, str] | None = None,
    errors: tuple[FieldError, ...] = (),
    on: datetime.date | None = None,
) -> QuestionPage:
    """The page that asks `question` after `road`. `chosen` is the answer to show as given, `entered` what was typed."""
    tree = published.tree
    linked = published.questions[question.id]
    selected = frozenset((chosen,) if isinstance(chosen, str) else chosen or ())
    certain = all(arrow.target.kind == "uitkomst" for arrow in arrows(question))
    previous = road[-1].question if road else None
    known: dict[str, Value] = {REFERENCE_DATE: on or around.today, **{stop.question.id: stop.value for stop in road}}
    return QuestionPage(
        tree=tree_head(tree, around),
        id=question.id,
        text=question.text,
        explanation=linked.explanation,
        why=linked.why,
        number=len(road) + 1,
        at_most_left=published.most_left(question.id, known) - 1,
        kind=question.kind.value,
        choices=_choices(question, selected),
        dont_know=Choice(DONT_KNOW, question.dont_know.label, "", DONT_KNOW in selected) if question.dont_know else None,
        unit=question.unit,
        bounds_hint=question.bounds_hint(around.today) if question.kind is Kind.SEVERAL else "",
        entered=_entered(question, chosen) if entered is None else entered,
        errors=errors,
        button=LAST_BUTTON if certain else NEXT_BUTTON,
        post_url=around.step_url(answers, question.id),
        back_url=around.step_url(answers, previous.id) if previous else tree.url,
        picture_url=_picture_url(tree, answers, around),
        answered=answered_rows(road, answers, around),
        reference_date=on,
        terms=linked.terms,
    )


def _picture_url(tree: Tree, answers: Answers, around: Around) -> str:
    """The picture with the road of these answers; those of a sensitive tree do not stand in the address."""
    query = around.step_url(answers, "").partition("?")[2]
    return f"{tree.url}/plaatje.svg" + (f"?{query}" if query else "")


def _choices(question: Question, selected: frozenset[str]) -> tuple[Choice, ...]:
    choices = [Choice(option.value, option.label, option.hint, option.value in selected) for option in question.options]
    if question.none_of_these:
        choices.append(Choice(NONE_OF_THESE, question.none_of_these, "", NONE_OF_THESE in selected, alone=True))
    return tuple(choices)


def _entered(question: Question, chosen: RawAnswer | None) -> dict[str, str]:
    """A kept answer in the fields where it was typed."""
    if question.kind is Kind.NUMBER:
        return {"": chosen if isinstance(chosen, str) and chosen != DONT_KNOW else ""}
    if question.kind is Kind.DATE:
        year, month, day = str(chosen).split("-") if isinstance(chosen, str) and chosen.count("-") == 2 else ("", "", "")
        return {"dag": day.lstrip("0"), "maand": month.lstrip("0"), "jaar": year}
    return {}


def outcome_view(published: PublishedTree, outcome: Outcome, known: Known | None, around: Around) -> OutcomeView:
    """An outcome with its texts filled in; without `known` as it stands by itself, with every part and its condition."""
    tree = published.tree
    linked = published.outcomes[outcome.id]
    words = words_for(tree, known or {})
    shown = [test(known) for test in tree.part_tests[outcome.id]] if known is not None else [True] * len(outcome.parts)
    parts = tuple(
        _part(linked_part, words, condition_words(tree, part.condition) if known is None else "")
        for linked_part, part, is_shown in zip(linked.parts, outcome.parts, shown, strict=True)
        if is_shown
    )
    return OutcomeView(
        id=outcome.id,
        url=outcome_url(tree.id, outcome.id),
        title=filled_title(published, outcome, words) if known is not None else outcome.title_alone,
        verdict=verdict_of(outcome),
        short=plain_text(linked.short.fill(words)),
        urgent=Markup(linked.urgent.fill(words)),  # noqa: S704 - sanitised when rendered, values escaped when filled in
        text=Markup(linked.text.fill(words)),  # noqa: S704
        steps=_steps(linked.steps, words),
        parts=parts,
        legal_basis=linked.legal_basis,
        no_legal_basis=outcome.no_legal_basis,
        contacts=linked.contacts,
        further=linked.further,
        sources=linked.sources,
        lookup=_lookup(tree, outcome, known, around.pages) if known is not None else None,
        terms=linked.terms,
    )


def _steps(steps: tuple[LinkedStep, ...], words: Words) -> tuple[StepView, ...]:
    filled = (StepView(Markup(step.text.fill(words)), step.who, step.when) for step in steps)  # noqa: S704
    return tuple(step for step in filled if step.text)


def _part(part: LinkedPart, words: Words, condition: str) -> PartView:
    return PartView(part.title, Markup(part.text.fill(words)), _steps(part.steps, words), condition)  # noqa: S704


def _lookup(tree: Tree, outcome: Outcome, known: Known, pages: Mapping[str, Page]) -> LookupView | None:
    lookup = outcome.lookup
    if lookup is None:
        return None
    matches, near = find(lookup, tree.questions, known, (page for page in pages.values() if page.kind == lookup.kind))

    def view(match: Match) -> LookupMatch:
        return LookupMatch(match.page, match.reasons, match.misses, tuple(in_words(value_of(match.page, name)) for name in lookup.compare))

    columns = tuple(label_of(lookup.kind, name) for name in lookup.compare)
    return LookupView(columns, tuple(view(one) for one in matches), tuple(view(one) for one in near))


def outcome_page(
    published: PublishedTree, found: Walk, outcome: Outcome, answers: Answers, around: Around, trees: Mapping[str, PublishedTree] | None = None
) -> OutcomePage:
    """The end of a walk. `trees` are those that other answers can lead to."""
    tree = published.tree
    last = found.road[-1].question
    path = outcome_url(tree.id, outcome.id) if tree.sensitive else around.step_url(found.answers(), "")
    query = around.step_url(found.answers(), "").partition("?")[2]
    return OutcomePage(
        tree=tree_head(tree, around),
        outcome=outcome_view(published, outcome, found.known, around),
        answered=answered_rows(found.road, answers, around),
        back_url=around.step_url(answers, last.id),
        link=around.absolute(path),
        copy_url=f"{tree.url}/stap/tekst" + (f"?{query}" if query else ""),
        picture_url=_picture_url(tree, found.answers(), around),
        because=deciding(published.proved, found, published.applies) if published.proved and published.applies else (),
        changes=_changes(published, found, answers, around, trees or {}),
        on=found.on,
        to_verify=outcome.to_verify,
        checked=checked(published, around.today),
    )


def _changes(published: PublishedTree, found: Walk, answers: Answers, around: Around, trees: Mapping[str, PublishedTree]) -> tuple[ChangeRow, ...]:
    """The other answers that would surely lead elsewhere."""
    if published.proved is None:
        return ()
    tree = published.tree
    rows = []
    for change in changes(published.proved, found):
        name = change.question.text if change.subject == change.question.id else fact_name(tree, change.subject)
        outcome = tree.outcomes.get(change.end)
        other = trees.get(change.end.removeprefix(TREE_PREFIX))
        if outcome is not None or other is not None:
            title = outcome.title_alone if outcome else other.tree.title if other else ""
            rows.append(ChangeRow(name, change.answers, title, verdict_of(outcome) if outcome else None, around.step_url(answers, change.question.id)))
    return tuple(rows)


MOST_SITUATIONS = 12


def _situations(published: PublishedTree, outcome: Outcome) -> tuple[Condition, ...]:
    return published.applies.situations.get(outcome.id, ()) if published.applies else ()


def outcome_alone_page(published: PublishedTree, outcome: Outcome, around: Around) -> OutcomeAlonePage:
    """An outcome by its own address."""
    tree = published.tree
    return OutcomeAlonePage(
        tree=tree_head(tree, around),
        outcome=outcome_view(published, outcome, None, around),
        smallest=published.applies.smallest.get(outcome.id, ()) if published.applies else (),
        # More than a dozen is not read any more; then what decides says enough.
        situations=situations if len(situations := _situations(published, outcome)) <= MOST_SITUATIONS else (),
        examples=_examples(published, around, outcome.id),
        link=around.absolute(outcome_url(tree.id, outcome.id)),
        copy_url=f"{outcome_url(tree.id, outcome.id)}/tekst",
        to_verify=outcome.to_verify,
        checked=checked(published, around.today),
    )


def overview_page(published: PublishedTree, trees: Mapping[str, PublishedTree], around: Around, picture: Markup) -> OverviewPage:
    """Everything in a tree on one page."""
    tree = published.tree
    applies = published.applies
    questions = tuple(
        OverviewQuestion(
            anchor=f"vraag-{question.id}",
            number=number,
            text=question.text,
            explanation=published.questions[question.id].explanation,
            url=question_url(published, question, around),
            options=tuple(_overview_options(tree, question, trees)),
            asked=applies.asked.get(question.id, ()) if applies else (),
        )
        for number, question in enumerate(tree.questions.values(), start=1)
    )
    outcomes = tuple(
        OverviewOutcome(
            f"uitkomst-{outcome.id}",
            outcome.title_alone,
            plain_text(published.outcomes[outcome.id].short.fill(lambda name: None)),
            verdict_of(outcome),
            outcome_url(tree.id, outcome.id),
            applies.smallest.get(outcome.id, ()) if applies else (),
        )
        for outcome in tree.outcomes.values()
    )
    terms = {term.id: term for linked in published.questions.values() for term in linked.terms}
    return OverviewPage(tree_head(tree, around), questions, outcomes, tuple(terms.values()), checked(published, around.today), picture)


def question_url(published: PublishedTree, question: Question, around: Around) -> str:
    """The address that opens a question, from the answers of an example; the start when answers must not stand in it."""
    leading = published.leads_to.get(question.id)
    return published.tree.url if leading is None or published.tree.sensitive else around.step_url(leading, "")


def _overview_options(tree: Tree, question: Question, trees: Mapping[str, PublishedTree]) -> list[OverviewOption]:
    def option(label: str, target: Target) -> OverviewOption:
        if target.kind == "vraag":
            return OverviewOption(label, tree.questions[target.id].text, f"#vraag-{target.id}")
        if target.kind == "uitkomst":
            return OverviewOption(label, tree.outcomes[target.id].title_alone, f"#uitkomst-{target.id}")
        if target.id in trees:
            return OverviewOption(label, trees[target.id].tree.title, trees[target.id].tree.url)
        # One with faults is left out of a site that starts with them.
        return OverviewOption(label, f"verder in de beslisboom {target.id}", "")

    options = []
    for number, (words, target) in enumerate(rule_words(tree, question)):
        options.append(option(words[:1].upper() + words[1:] if words else "In alle andere gevallen" if number else "Altijd", target))
    if question.dont_know:
        options.append(option(question.dont_know.label, question.dont_know.target))
    return options


def rule_words(tree: Tree, question: Question) -> list[tuple[str | None, Target]]:
    """The rules of a question: when each holds, in words (None: in all other cases), and where it leads."""
    about_this = f"bij “{question.text}”: "
    return [
        (condition_words(tree, rule.condition).removeprefix(about_this) if rule.condition is not None else None, rule.target) for rule in question.rules
    ]  # fmt: skip


# Text to copy


def copy_page(page: OutcomePage | OutcomeAlonePage, around: Around, back_url: str) -> CopyPage:
    """An answer as text for an e-mail: question, answer, steps, legal basis, link and date."""
    outcome = page.outcome
    day = page.on if isinstance(page, OutcomePage) else around.today
    plain = [page.tree.title, "", f"{outcome.verdict.word}: {outcome.title}", outcome.short]
    rich = [f"<p>{escape(page.tree.title)}</p>", f"<p><strong>{escape(outcome.title)}</strong></p>", f"<p>{escape(outcome.short)}</p>"]
    if outcome.urgent:
        plain[2:2] = [plain_text(outcome.urgent), ""]
        rich.insert(1, f"<p><strong>{escape(plain_text(outcome.urgent))}</strong></p>")
    steps = [*outcome.steps, *(step for part in outcome.parts for step in part.steps if not part.condition)]
    if steps:
        plain += ["", "Wat doet u nu?", *(f"{number}. {_step_words(step)}" for number, step in enumerate(steps, start=1))]
        rich.append("<p>Wat doet u nu?</p><ol>" + "".join(f"<li>{escape(_step_words(step))}</li>" for step in steps) + "</ol>")
    if outcome.legal_basis:
        plain += ["", "Grondslag", *(f"- {basis.title}: {around.absolute(basis.url)}" for basis in outcome.legal_basis)]
        links = (f'<li><a href="{escape(around.absolute(basis.url))}">{escape(basis.title)}</a></li>' for basis in outcome.legal_basis)
        rich.append("<p>Grondslag</p><ul>" + "".join(links) + "</ul>")
    if isinstance(page, OutcomePage) and not page.tree.sensitive and page.answered:
        plain += ["", "Dit antwoord hoort bij", *(f"- {row.question} {row.answer}" for row in page.answered)]
        rich.append("<p>Dit antwoord hoort bij</p><ul>" + "".join(f"<li>{escape(row.question)} {escape(row.answer)}</li>" for row in page.answered) + "</ul>")
    closing = f"Geldt op {dutch_day(day)}. Vergeleken met de bronnen op {dutch_day(page.checked.on)}. {DISCLAIMER}"
    plain += ["", page.link, closing]
    rich.append(f'<p><a href="{escape(page.link)}">{escape(page.link)}</a><br>{escape(closing)}</p>')
    return CopyPage(page.tree, outcome.title, "\n".join(plain), Markup("".join(rich)), back_url)  # noqa: S704 - escaped piece by piece


def _step_words(step: StepView) -> str:
    details = ", ".join(detail for detail in (step.who, step.when) if detail)
    return f"{plain_text(step.text)} ({details})" if details else plain_text(step.text)


MAX_JUMPS = 10


def follow(found: Walk, tree_of: Callable[[str], PublishedTree], given: Answers | None = None) -> tuple[PublishedTree, Walk]:
    """Where a walk ends that goes on in other trees, and the tree it ends in.

    `tree_of` gives a tree by its id. Answers to questions of the same name go along, and those `given` for the tree itself too.
    """
    published = tree_of(found.tree.id)
    for _ in range(MAX_JUMPS):
        if not isinstance(found.end, Jump):
            break
        published = tree_of(found.end.tree_id)
        own = {name: raw for name, raw in (given or {}).items() if name in published.tree.questions}
        found = walk(published.tree, {**carried(found, published.tree), **own}, found.on)
    return published, found


def carried(found: Walk, into: Tree) -> dict[str, RawAnswer]:
    """The answers that go along into another tree: those to questions of the same name.

    Nothing goes along from a sensitive tree into an ordinary one, where it would stand in the address.
    """
    if not isinstance(found.end, Jump) or (found.tree.sensitive and not into.sensitive):
        return {}
    return {name: raw for name, raw in found.answers().items() if name in into.questions and name != REFERENCE_DATE}
