"""The page of a tree for editors."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.checking_client import CheckingClient, words

PAGE = "/beslisboom/proefboom/controle"


@pytest.fixture
def editor(make_small_app: Callable[..., Flask]) -> CheckingClient:
    return CheckingClient(make_small_app(EDITOR_PAGES=True, WATCH=False).test_client())


def test_without_the_setting_there_is_no_such_page(small_page: CheckingClient) -> None:
    small_page.get(PAGE, status=404)


def test_it_shows_findings_counts_score_table_and_picture(editor: CheckingClient) -> None:
    page = editor.get(PAGE)
    text = words(page.tree)
    assert "Niets. De boom is bewezen" in text
    assert "65 wegen van 2 tot 8 vragen" in text
    assert "Voorbeelden: 100 %" in text
    assert "de duur van de proef" in text
    html = page.response.get_data(as_text=True)
    assert "picture__node" in html
    assert "noindex" in html


def test_a_tree_that_cannot_be_shown_for_its_faults_says_which(make_small_app: Callable[..., Flask], content_dir: Path) -> None:
    app = make_small_app(EDITOR_PAGES=True, WATCH=False)
    path = content_dir / "beslisbomen/nieuw.yaml"
    path.write_text((content_dir / "beslisbomen/vervolg.yaml").read_text(encoding="utf-8").replace("daarna: hoe}", "daarna: hoo}"), encoding="utf-8")
    page = CheckingClient(app.test_client())
    page.get("/beslisboom/nieuw/controle", status=404)
    app.extensions["publisher"].refresh()
    text = words(page.get("/beslisboom/nieuw/controle").tree)
    assert "Deze beslisboom is nog niet te zien" in text
    assert 'Er is geen vraag of uitkomst met de naam "hoo"' in text


def test_what_waits_for_faults_to_be_mended_stands_with_the_tree(make_small_app: Callable[..., Flask], content_dir: Path) -> None:
    app = make_small_app(EDITOR_PAGES=True, WATCH=False)
    path = content_dir / "beslisbomen/proefboom.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("      - naar: te_veel\n", "").replace("naar: te_veel", "naar: te_vel"), encoding="utf-8")
    app.extensions["publisher"].refresh()
    text = words(CheckingClient(app.test_client()).get(PAGE).tree)
    assert 'met de naam "te_vel"' in text
    assert "65 wegen" in text


def marked(html: str) -> dict[str, str]:
    """The mark at each node of the picture that has one, by how a screen reader says the node."""
    names = re.findall(r'aria-label="([^"]*) \((fout|waarschuwing|hint)\)"', html)
    return dict(names)


def test_the_picture_shows_what_was_found_where_it_was_found(make_small_app: Callable[..., Flask], content_dir: Path) -> None:
    """With the word that the list gives it, and the worst one when there are more."""
    path = content_dir / "beslisbomen/proefboom.yaml"
    useless = "    daarna: {ja: useless, nee: boom:vervolg}\n  useless:\n    vraag: Doet dit iets?\n    keuze: {a: A, b: B}\n    daarna: mag\n"
    text = path.read_text(encoding="utf-8").replace("    daarna: {ja: mag, nee: boom:vervolg}\n", useless)
    text = text.replace("vervolg_vragen: ja}", "vervolg_vragen: ja, useless: a}")
    path.write_text(text, encoding="utf-8")
    law = content_dir / "wetten/testwet.md"
    law.write_text(law.read_text(encoding="utf-8").replace("stand:", "geldig_tot: 2098-01-01\nstand:"), encoding="utf-8")
    html = CheckingClient(make_small_app(EDITOR_PAGES=True, WATCH=False).test_client()).get(PAGE).response.get_data(as_text=True)
    found = marked(html)
    assert found["Vraag 7: Doet dit iets?"] == "waarschuwing"
    assert found["Nee, dit duurt te lang"] == "waarschuwing"
    assert "Stop, er is niemand" not in found


def test_a_tree_is_shown_when_the_one_it_goes_on_in_is_not_for_its_faults(make_small_app: Callable[..., Flask], content_dir: Path) -> None:
    """A site that starts with faults shows what has none; the overview names the other tree, without a link."""
    path = content_dir / "beslisbomen/vervolg.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("daarna: vertel", "daarna: [{als: {hoe: brief}, naar: vertel}]"), encoding="utf-8")
    client = CheckingClient(make_small_app(WATCH=False).test_client())
    client.get("/beslisboom/vervolg", status=404)
    page = client.get("/beslisboom/proefboom/overzicht")
    assert "Nee → verder in de beslisboom vervolg" in words(page.tree)
