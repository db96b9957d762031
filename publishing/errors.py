"""Errors as people and programs read them: a page that helps on, or `application/problem+json` (RFC 9457) with a Dutch sentence."""

from __future__ import annotations

import json
import logging
import re
from http import HTTPStatus
from urllib.parse import unquote

from flask import Flask, Response, g, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from publishing.web import LIFELINES

log = logging.getLogger(__name__)

API_PREFIX = "/api/"

_TITLES = {
    400: ("Dit adres klopt niet", "Kijk het adres na, of zoek hieronder wat u nodig hebt."),
    404: ("Deze pagina is er niet", "Misschien is het adres verkeerd overgenomen. Zoek hieronder wat u nodig hebt."),
    405: ("Dit kan hier niet", "Ga terug naar de vorige pagina en probeer het daar."),
    413: ("Dat is te veel tegelijk", "Wat u stuurde is te groot. Maak het korter en probeer het opnieuw."),
    414: ("Dit adres is te lang", "Begin opnieuw vanaf de voorpagina."),
    500: ("Er ging iets mis", "Het ligt niet aan u. Probeer het over een paar minuten opnieuw. Kan het niet wachten, bel dan een van deze nummers."),
}
_OTHER = ("Dit lukt nu niet", "Ga terug en probeer het opnieuw.")


def problem_json(code: int, detail: str) -> Response:
    """A problem document with the status `code`."""
    title = HTTPStatus(code).phrase
    body = json.dumps({"type": "about:blank", "title": title, "status": code, "detail": detail}, ensure_ascii=False)
    return Response(body, status=code, content_type="application/problem+json")


def _sentences(error: HTTPException) -> tuple[int, str, str]:
    code = error.code or 500
    title, message = _TITLES.get(code, _OTHER)
    # Our own sentences are Dutch; the library's descriptions are not.
    if isinstance(error, CSRFError):
        return code, title, "Deze pagina stond te lang open. Ga terug, vernieuw de pagina en probeer het opnieuw."
    own = error.description if error.description and error.description != type(error).description else ""
    return code, title, own or message


def _page(code: int, title: str, message: str) -> Response:
    try:
        hits = _similar() if code == 404 else ()
        body = render_template("publishing/error.html", code=code, title=title, message=message, hits=hits)
    except (TemplateError, OSError, AttributeError, LookupError):
        log.exception("The error page itself failed")
        numbers = "; ".join(f"{one.title}: {one.organisation.phone}" for one in LIFELINES)
        return Response(f"{title}. {message}\n{numbers}\n", status=code, content_type="text/plain; charset=utf-8")
    return Response(body, status=code, content_type="text/html; charset=utf-8")


def _similar() -> tuple[object, ...]:
    """What search finds for the words of the address."""
    words = " ".join(re.findall(r"[^\W_]+", unquote(request.path)))[:100]
    return g.snapshot.searcher.search(words, limit=5).hits if words and g.get("snapshot") else ()


def init_errors(app: Flask) -> None:
    """Register what is shown when something is wrong."""

    @app.errorhandler(HTTPException)
    def expected(error: HTTPException) -> AnyResponse:
        if error.response is not None or (error.code or 500) < 400:
            return error.get_response()
        if error.code == 404 and (moved := g.get("snapshot") and g.snapshot.moved_to(request.path)):
            query = request.query_string.decode("ascii", "ignore")
            return redirect(f"{moved}?{query}" if query else moved, code=301)
        code, title, message = _sentences(error)
        if request.path.startswith(API_PREFIX):
            response: AnyResponse = problem_json(code, message)
        else:
            response = _page(code, title, message)
        if error.code == 405:
            response.headers["Allow"] = dict(error.get_headers()).get("Allow", "GET")
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> AnyResponse:
        # The path only: a query string can hold answers.
        log.error("Failure at %s %s", request.method, request.path, exc_info=error)
        title, message = _TITLES[500]
        return problem_json(500, message) if request.path.startswith(API_PREFIX) else _page(500, title, message)
