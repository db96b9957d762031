"""Static files with their content in the address, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, request, url_for
from werkzeug.wrappers import Response

_FOREVER = "public, max-age=31536000, immutable"


def init_assets(app: Flask) -> None:
    """Give templates `asset('style.css')`, and let browsers keep what was asked for by it."""
    folder = Path(app.static_folder or "static")

    @lru_cache
    def version(name: str) -> str:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]

    @app.template_global()
    def asset(name: str) -> str:
        return url_for("static", filename=name, v=version(name))

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200 and request.args.get("v") == version(str((request.view_args or {})["filename"])):
            response.headers["Cache-Control"] = _FOREVER
        return response
