"""The Veiligheidswijzer web application."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import knowledge.api
import knowledge.views
import publishing.openapi
import publishing.views
import search_index.api
import search_index.views
import wizard.api
import wizard.views
from publishing.assets import init_assets
from publishing.disk import cannot_keep
from publishing.errors import init_errors
from publishing.openapi import init_api
from publishing.publisher import Publisher
from publishing.settings import SettingError, read_settings
from publishing.web import init_web
from search_index.counting import start_counting
from search_index.current import USAGE_COUNTER
from search_index.usage import FILE_NAME
from wizard.control_views import control_blueprint

ROOT = Path(__file__).parent


def create_app(test_config: dict[str, Any] | None = None) -> Flask:
    """The application, with its first snapshot read. Raises SettingError, ContentMissing or IndexMissing with a Dutch sentence."""
    settings = read_settings() | (test_config or {})
    app = Flask(__name__, instance_path=str(ROOT / settings["INSTANCE_DIR"]), root_path=str(ROOT))
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_PARTS=200,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        SESSION_COOKIE_NAME="antwoorden",
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings["BEHIND_PROXY"],
        WTF_I18N_ENABLED=False,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.config.from_mapping(settings)
    app.config["CONTENT_DIR"] = str(ROOT / settings["CONTENT_DIR"])
    app.config["SECRET_KEY"] = settings["SECRET_KEY"] or _own_secret_key(Path(app.instance_path))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings["BEHIND_PROXY"]:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]

    publisher = Publisher(Path(app.config["CONTENT_DIR"]), Path(app.instance_path) / "zoekindex", preview=settings["PREVIEW"])
    app.extensions["publisher"] = publisher
    app.extensions[USAGE_COUNTER] = start_counting(Path(app.instance_path) / FILE_NAME, publisher.current.content.on, on=settings["COUNT_SEARCHES"])
    CSRFProtect(app)
    init_web(app, publisher)
    init_assets(app)
    init_errors(app)
    init_api(app)
    for module in (publishing.views, wizard.views, search_index.views, knowledge.views, wizard.api, search_index.api, knowledge.api, publishing.openapi):
        app.register_blueprint(module.bp)
    if settings["EDITOR_PAGES"]:
        app.register_blueprint(control_blueprint(lambda: (*publisher.current.content.problems, *publisher.status.waiting)))
    return app


def _own_secret_key(folder: Path) -> str:
    """A key made once and kept in `folder`, the same for all processes of the site. Raises SettingError when that is not possible."""
    path = folder / "sessiesleutel"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _keep_new_key(path)
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise SettingError(cannot_keep("De sleutel voor sessies", folder, error)) from error


def _keep_new_key(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_text(secrets.token_hex(32), encoding="ascii")
        draft.chmod(0o600)
        # A link never replaces: of two processes that start at once, one makes the key and both use it.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
