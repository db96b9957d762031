"""A real browser on a real server: Debian's Chromium, driven by Playwright, on the site as it stands."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app

# A page that says what is wrong (404, 422) is meant to; the browser reports its status all the same.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"
CHROMIUM = shutil.which("chromium")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running site."""
    app = create_app({"INSTANCE_DIR": str(tmp_path_factory.mktemp("instance")), "WATCH": False, "EDITOR_PAGES": True})
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests fail, and are not skipped, when it is missing."""
    assert CHROMIUM, "Chromium ontbreekt. Op Debian: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        )
        yield browser
        browser.close()


def open_page(context: BrowserContext) -> Page:
    """A tab that fails the test when the page reports an error, such as something the security policy forbids."""
    page = context.new_page()
    context.set_default_timeout(10_000)
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" and not message.text.startswith(_EXPECTED) else None)  # type: ignore[attr-defined]
    return page


@pytest.fixture(params=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """A phone and a desk."""
    return PHONE if request.param == "phone" else DESK


@pytest.fixture(params=["with-script", "without-script"])
def tab(request: pytest.FixtureRequest, browser: Browser, site: str, size: dict[str, int]) -> Iterator[Page]:
    """A tab at both sizes, with and without JavaScript."""
    context = browser.new_context(base_url=site, viewport=size, java_script_enabled=request.param == "with-script", locale="nl-NL")
    page = open_page(context)
    yield page
    assert page.faults == []  # type: ignore[attr-defined]
    context.close()


@pytest.fixture(params=["light", "dark"])
def scheme_tab(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A tab in light and in dark."""
    context = browser.new_context(base_url=site, viewport=DESK, color_scheme=request.param, locale="nl-NL")
    page = open_page(context)
    yield page
    assert page.faults == []  # type: ignore[attr-defined]
    context.close()


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Page]:
    """A tab on a desk, with JavaScript and the right to use the clipboard."""
    context = browser.new_context(base_url=site, viewport=DESK, locale="nl-NL", permissions=["clipboard-read", "clipboard-write"])
    page = open_page(context)
    yield page
    assert page.faults == []  # type: ignore[attr-defined]
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
