"""The site with the real content, and with a small content folder that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from tests.checking_client import CheckingClient

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
SMALL_CONTENT = Path(__file__).parent / "small_content"


# Files that take long go first, so that no worker is left with one when the others are ready.
_LONG_FILES = ("test_proof.py", "test_killed_builds.py", "test_every_page.py", "test_accessibility.py", "test_quantities.py", "test_api.py", "test_journeys.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the long files first, and leave the order as it is otherwise."""
    place = {name: number for number, name in enumerate(_LONG_FILES)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site with the real content."""
    return create_app({"CONTENT_DIR": str(CONTENT), "INSTANCE_DIR": str(tmp_path_factory.mktemp("instance"))})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A plain client of the site with the real content."""
    return app.test_client()


@pytest.fixture
def page(app: Flask) -> CheckingClient:
    """A client that checks every page it fetches, of the site with the real content."""
    return CheckingClient(app.test_client())


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """A small content folder that the test may change."""
    return Path(shutil.copytree(SMALL_CONTENT, tmp_path / "content"))


@pytest.fixture
def make_small_app(content_dir: Path, tmp_path: Path) -> Callable[..., Flask]:
    """Makes the site over the small content folder as it is now, with settings of one's own."""

    def make(**settings: object) -> Flask:
        return create_app({"CONTENT_DIR": str(content_dir), "INSTANCE_DIR": str(tmp_path / "instance"), **settings})

    return make


@pytest.fixture(scope="session")
def small_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site with the small content folder as it stands."""
    return create_app({"CONTENT_DIR": str(SMALL_CONTENT), "INSTANCE_DIR": str(tmp_path_factory.mktemp("small"))})


@pytest.fixture
def small_client(small_app: Flask) -> FlaskClient:
    """A plain client of the small site."""
    return small_app.test_client()


@pytest.fixture
def small_page(small_app: Flask) -> CheckingClient:
    """A client that checks every page it fetches, of the small site."""
    return CheckingClient(small_app.test_client())


@pytest.fixture
def runner() -> CliRunner:
    """Runs the commands of `python -m publishing`."""
    return CliRunner()
