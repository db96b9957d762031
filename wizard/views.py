"""The pages of decision trees: list, start, question, outcome, overview, and the answer as text to copy."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import cast

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, InternalServerError, NotFound
from werkzeug.wrappers import Response

from knowledge.current import library, today
from knowledge.dutch_dates import iso_day
from wizard import composing
from wizard.answer_stores import CHANGE, AnswerStore, clear, store_for
from wizard.conditions import REFERENCE_DATE
from wizard.current import forest, tree_or_404
from wizard.forest import PublishedTree
from wizard.forms import form_for
from wizard.picture import Picture, PictureShelf, links_of
from wizard.presenting import FieldError, OutcomePage
from wizard.tree import Outcome, Question, RawAnswer
from wizard.walk import DeadEnd, Jump, Stop, Walk, walk

bp = Blueprint("wizard", __name__, url_prefix="/beslisboom")
log = logging.getLogger(__name__)
_pictures = PictureShelf()


def reference_date(text: str | None) -> datetime.date | None:
    """The reference date asked for; None when it is today. Raises BadRequest with a Dutch sentence."""
    if not text:
        return None
    try:
        day = iso_day(text)
        if not 1900 <= day.year <= 2200:
            raise ValueError
    except ValueError:
        raise BadRequest("De peildatum in het adres klopt niet. Schrijf hem als JJJJ-MM-DD, bijvoorbeeld 2026-11-24, of haal hem weg.") from None
    return day


def _store(published: PublishedTree) -> AnswerStore:
    return store_for(published.tree, reference_date(request.args.get(REFERENCE_DATE)))


def _around(store: AnswerStore) -> composing.Around:
    root = request.url_root.rstrip("/")
    return composing.Around(today(), store.url, lambda path: root + path, current_app.config["LEAVE_URL"], library().pages)


@bp.get("/")
def trees() -> str:
    groups = [(title, tuple(composing.tree_card(one) for one in found)) for title, found in _by_theme().items()]
    return render_template("wizard/trees.html", groups=groups)


def _by_theme() -> dict[str, list[PublishedTree]]:
    """Trees below the title of their first theme."""
    groups: dict[str, list[PublishedTree]] = {}
    for published in forest().trees.values():
        theme = next((library().pages[f"themas/{name}"].title for name in published.tree.matter.themes), "Overige")
        groups.setdefault(theme, []).append(published)
    return dict(sorted(groups.items()))


@bp.get("/<id>")
def start(id: str) -> str:
    published = tree_or_404(id)
    return render_template("wizard/start.html", page=composing.start_page(published, _around(_store(published))))


@bp.get("/<id>/overzicht")
def overview(id: str) -> str:
    published = tree_or_404(id)
    around = _around(_store(published))
    links = links_of(published, walk(published.tree, {}, today()), {}, around)
    page = composing.overview_page(published, forest().trees, around, _picture(published).svg(links))
    return render_template("wizard/overview.html", page=page)


def _picture(published: PublishedTree) -> Picture:
    return _pictures.picture(published.tree, {other: one.tree.title for other, one in forest().trees.items()})


@bp.get("/<id>/plaatje.svg")
def picture(id: str) -> Response:
    published = tree_or_404(id)
    store = _store(published)
    found = walk(published.tree, store.answers, store.on or today())
    links = links_of(published, found, store.answers, _around(store))
    asset = cast("Callable[[str], str]", current_app.jinja_env.globals["asset"])
    drawn = _picture(published).document(asset("style.css"), links, found if found.road else None)
    return current_app.response_class(drawn, mimetype="image/svg+xml")


@bp.get("/<id>/stap")
def step(id: str) -> str | Response:
    published = tree_or_404(id)
    store = _store(published)
    found = walk(published.tree, store.answers, store.on or today())
    change = request.args.get(CHANGE, "")
    stops = [stop.question.id for stop in found.road]
    if change in stops:
        return _ask(published, store, found, stops.index(change))
    match found.end:
        case Question():
            return _ask(published, store, found, len(found.road))
        case Outcome() as outcome:
            page = composing.outcome_page(published, found, outcome, store.answers, _around(store), forest().trees)
            return render_template("wizard/outcome.html", page=page)
        case Jump():
            return _follow(found, store)
        case DeadEnd(question):
            # Answers stay out of the log; the tree and the question are enough to find the gap.
            log.error("No rule of tree %s takes the answers at question %s", published.tree.id, question.id)
            raise InternalServerError("Voor deze combinatie van antwoorden heeft deze beslisboom nog geen antwoord. Bel of mail iemand hieronder.")


def _ask(published: PublishedTree, store: AnswerStore, found: Walk, number: int) -> str:
    """The question that stands at place `number` of the road, with a kept answer shown as given."""
    road, question = _place(found, number)
    form = form_for(question, found.on, csrf=published.tree.sensitive)
    kept = store.answers.get(question.id)
    errors: tuple[FieldError, ...] = ()
    if found.misanswered and number == len(found.road):
        kept, errors = None, (FieldError(form.error_field, found.misanswered),)
    page = composing.question_page(published, question, road, store.answers, _around(store), chosen=kept, errors=errors, on=store.on)
    return render_template("wizard/question.html", page=page, form=form)


def _place(found: Walk, number: int) -> tuple[tuple[Stop, ...], Question]:
    road = found.road[:number]
    if number < len(found.road):
        return road, found.road[number].question
    if not isinstance(found.end, Question):
        raise NotFound
    return road, found.end


def _follow(found: Walk, store: AnswerStore) -> Response:
    """Go on in another tree, with the answers to questions of the same name."""
    published, end = composing.follow(found, tree_or_404)
    store = store_for(published.tree, store.on)
    answers = end.answers()
    store.save(answers)
    return redirect(store.url(answers), code=303)


@bp.post("/<id>/stap")
def answer(id: str) -> Response | tuple[str, int]:
    published = tree_or_404(id)
    store = _store(published)
    found = walk(published.tree, store.answers, store.on or today())
    stops = [stop.question.id for stop in found.road]
    change = request.args.get(CHANGE, "")
    if published.tree.sensitive:
        current_app.extensions["csrf"].protect()
    if change not in stops and (not isinstance(found.end, Question) or change not in ("", found.end.id)):
        # The question that was answered is gone; its answer must not be taken for another.
        return redirect(store.url(store.answers), code=303)
    road, question = _place(found, stops.index(change) if change in stops else len(stops))
    form = form_for(question, found.on, csrf=published.tree.sensitive)
    if not form.validate_on_submit():
        errors = (FieldError(form.error_field, form.first_error()),)
        page = composing.question_page(
            published, question, road, store.answers, _around(store), chosen=form.raw, entered=form.typed, errors=errors, on=store.on
        )  # fmt: skip
        return render_template("wizard/question.html", page=page, form=form), 422
    value = question.write(question.read(form.raw, found.on))
    answers: dict[str, RawAnswer] = {**store.answers, question.id: value}
    answers = composing.ordered(walk(published.tree, answers, found.on), answers)
    store.save(answers)
    return redirect(store.url(answers), code=303)


@bp.get("/<id>/stap/tekst")
def step_as_text(id: str) -> str | Response:
    published = tree_or_404(id)
    store = _store(published)
    found = walk(published.tree, store.answers, store.on or today())
    if not isinstance(found.end, Outcome):
        return redirect(store.url(store.answers), code=303)
    around = _around(store)
    page: OutcomePage = composing.outcome_page(published, found, found.end, store.answers, around)
    return render_template("wizard/copy.html", page=composing.copy_page(page, around, store.url(found.answers())))


def _outcome_or_404(published: PublishedTree, outcome_id: str) -> Outcome:
    outcome = published.tree.outcomes.get(outcome_id)
    if outcome is None:
        raise NotFound
    return outcome


@bp.get("/<id>/uitkomst/<outcome_id>")
def outcome_alone(id: str, outcome_id: str) -> str:
    published = tree_or_404(id)
    page = composing.outcome_alone_page(published, _outcome_or_404(published, outcome_id), _around(_store(published)))
    return render_template("wizard/outcome_alone.html", page=page)


@bp.get("/<id>/uitkomst/<outcome_id>/tekst")
def outcome_as_text(id: str, outcome_id: str) -> str:
    published = tree_or_404(id)
    around = _around(_store(published))
    page = composing.outcome_alone_page(published, _outcome_or_404(published, outcome_id), around)
    return render_template("wizard/copy.html", page=composing.copy_page(page, around, page.outcome.url))


@bp.post("/<id>/wissen")
def wipe(id: str) -> Response:
    published = tree_or_404(id)
    current_app.extensions["csrf"].protect()
    clear(published.tree)
    return redirect(url_for("wizard.wiped", id=id), code=303)


@bp.get("/<id>/gewist")
def wiped(id: str) -> str:
    published = tree_or_404(id)
    return render_template("wizard/cleared.html", tree=composing.tree_head(published.tree, _around(_store(published))))
