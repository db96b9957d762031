"""The page of one tree for editors; only there when a setting turns it on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Blueprint, current_app, render_template, request
from werkzeug.exceptions import NotFound

from knowledge.current import library, today
from knowledge.problems import Problem
from wizard import composing
from wizard.answer_stores import store_for
from wizard.control import ScoreShelf, control_page, problem_rows
from wizard.current import forest
from wizard.picture import PictureShelf
from wizard.reading import TREE_FOLDER


def control_blueprint(problems: Callable[[], Iterable[Problem]]) -> Blueprint:
    """The blueprint; `problems` gives all that the check says now, of what is shown and of what waits for faults to be mended."""
    bp = Blueprint("control", __name__, url_prefix="/beslisboom")
    scores, pictures = ScoreShelf(), PictureShelf()

    @bp.get("/<id>/controle")
    def control(id: str) -> str:
        path = f"{TREE_FOLDER}/{id}.yaml"
        mine = [problem for problem in problems() if problem.path == path]
        published = forest().trees.get(id)
        if published is None:
            if not mine:
                raise NotFound
            return render_template("wizard/control_faults.html", path=path, problems=problem_rows(mine))
        store = store_for(published.tree, None)
        root = request.url_root.rstrip("/")
        around = composing.Around(today(), store.url, lambda url: root + url, current_app.config["LEAVE_URL"], library().pages)
        titles = {other: one.tree.title for other, one in forest().trees.items()}
        page = control_page(published, mine, scores.score(published, today()), pictures.picture(published.tree, titles), around)
        return render_template("wizard/control.html", page=page)

    return bp
