"""The application with the real content, and with a small content folder that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from tests.checking_client import CheckingClient

ROOT = Path(__file__).parent.parent
SMALL_CONTENT = Path(__file__).parent / "small_content"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site with the real content."""
    return create_app({"INSTANCE_DIR": str(tmp_path_factory.mktemp("instance")), "WATCH": False, "TESTING": False})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A plain client of the site with the real content."""
    return app.test_client()


@pytest.fixture
def site(app: Flask) -> CheckingClient:
    """A client that checks every page it fetches, of the site with the real content."""
    return CheckingClient(app.test_client())


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """A small content folder that the test may change."""
    return Path(shutil.copytree(SMALL_CONTENT, tmp_path / "content"))


@pytest.fixture
def make_small_app(content_dir: Path, tmp_path: Path) -> Iterator[Callable[[], Flask]]:
    """Makes the site over the small content folder as it is now."""

    def make() -> Flask:
        return create_app({"CONTENT_DIR": str(content_dir), "INSTANCE_DIR": str(tmp_path / "instance"), "WATCH": False})

    yield make


@pytest.fixture
def small_app(make_small_app: Callable[[], Flask]) -> Flask:
    """The site with the small content folder."""
    return make_small_app()


@pytest.fixture
def small_site(small_app: Flask) -> CheckingClient:
    """A client that checks every page it fetches, of the small site."""
    return CheckingClient(small_app.test_client())
