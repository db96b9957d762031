"""Every setting is read as what it is, and the manual says the same as the code."""

from __future__ import annotations

import re
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import _own_secret_key
from publishing.settings import SETTINGS, SettingError, read_settings
from tests.conftest import ROOT

_ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)


def shown(default: str | int | bool) -> str:
    """A default as the manual says it."""
    if isinstance(default, bool):
        return "ja" if default else "nee"
    return str(default) if default != "" else "leeg"


def test_the_manual_names_every_setting_with_its_default_and_what_it_is_for() -> None:
    rows = _ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert rows == [(one.name, shown(one.default), one.help) for one in SETTINGS]


def test_without_an_environment_every_setting_has_its_default() -> None:
    assert read_settings({}) == {one.name: one.default for one in SETTINGS}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("PORT", "8080", 8080),
        ("PREVIEW", "ja", True),
        ("PREVIEW", "JA", True),
        ("PREVIEW", "1", True),
        ("PREVIEW", "nee", False),
        ("WATCH", "0", False),
        ("WATCH", "", False),
        ("HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104 - read, not bound
        ("CONTENT_DIR", "/ergens/anders", "/ergens/anders"),
    ],
)
def test_a_setting_is_read_as_what_it_is(name: str, text: str, value: object) -> None:
    assert read_settings({name: text, "IETS_ANDERS": "x"})[name] == value


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("PORT", "vijf", "PORT moet een getal zijn, niet “vijf”."),
        ("PORT", "", "PORT moet een getal zijn, niet “”."),
        ("PORT", "-1", "PORT moet een getal zijn, niet “-1”."),
        ("WORKERS", "²", "WORKERS moet een getal zijn, niet “²”."),
        ("PREVIEW", "true", "PREVIEW moet ja of nee zijn, niet “true”."),
    ],
)
def test_a_setting_that_can_not_be_used_is_one_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings({name: text})
    assert str(caught.value) == sentence


def test_the_key_for_sessions_is_made_once_and_for_the_site_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    key = _own_secret_key(folder)
    assert len(key) == 64
    assert _own_secret_key(folder) == key
    assert stat.S_IMODE((folder / "sessiesleutel").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["sessiesleutel"]


def test_processes_that_start_at_once_use_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.os.getpid", threading.get_ident)
    keys: set[str] = set()
    threads = [threading.Thread(target=lambda: keys.add(_own_secret_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=5)
    assert len(keys) == 1


def test_a_key_of_ones_own_is_used(make_small_app: Callable[..., Flask], tmp_path: Path) -> None:
    key = "een eigen sleutel"
    assert make_small_app(SECRET_KEY=key).secret_key == key
    assert not (tmp_path / "instance" / "sessiesleutel").exists()


def test_a_preview_shows_drafts(make_small_app: Callable[..., Flask], content_dir: Path) -> None:
    path = content_dir / "stappenplannen/proefplan.md"
    path.write_text(path.read_text(encoding="utf-8").replace("titel: Proefplan", "titel: Proefplan\nstatus: concept"), encoding="utf-8")
    assert make_small_app().test_client().get("/stappenplannen/proefplan").status_code == 404
    assert make_small_app(PREVIEW=True).test_client().get("/stappenplannen/proefplan").status_code == 200


def test_behind_a_proxy_cookies_are_for_safe_connections_and_its_word_is_taken(make_small_app: Callable[..., Flask]) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    behind = make_small_app(BEHIND_PROXY=True).test_client().get("/beslisboom/geheim/stap", headers=headers)
    assert "Secure" in behind.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in behind.headers
    alone = make_small_app().test_client().get("/beslisboom/geheim/stap", headers=headers)
    assert "Secure" not in alone.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in alone.headers


def test_where_the_quick_way_out_leads_can_be_chosen(make_small_app: Callable[..., Flask]) -> None:
    assert 'href="https://example.org/"' in make_small_app(LEAVE_URL="https://example.org/").test_client().get("/beslisboom/geheim").text
