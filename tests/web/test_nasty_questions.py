"""Whatever stands in the address of a search is answered, shown as it was written, and never becomes part of the page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rapidfuzz import process

from bench.nasty_questions import ADDRESSES
from search_index.lexicon import LONGEST_COMPOUND, Lexicon
from search_index.querying import LONGEST_QUERY, tidy
from search_index.ranking import MOST_UNKNOWN
from search_index.word_index import WordIndex
from tests.checking_client import CheckedPage, CheckingClient, words

TOO_LONG = "Uw vraag is langer dan 300 tekens. Er is gezocht met het begin: dat staat nu in het zoekveld."
# Pages with everything that a page of results can have.
HARMLESS = ("q=pesten", "q=pesten&pagina=2", "q=pessten", "q=kwantumfysica", "q=vog&soort=wetten&thema=personeel&sector=po", "q=artikel+4c", "")


NOTHING_TO_FIND = (
    "nothing", "only spaces", "only stop words", "asterisks", "a quote", "dots", "hyphens", "apostrophes", "only marks", "digits", "a zero byte",
)  # fmt: skip
# What is no text in UTF-8 is shown as it stands in the address.
AS_IN_THE_ADDRESS = ("half a surrogate", "invalid UTF-8")


def typed(name: str) -> str:
    """What someone asked: control characters and what is no character are spaces, and spaces are single."""
    if name in AS_IN_THE_ADDRESS:
        return ADDRESSES[name].removeprefix("q=")
    asked = parse_qs(ADDRESSES[name], keep_blank_values=True).get("q", [""])[0]
    shown = (" " if unicodedata.category(letter) in ("Cc", "Cs") or letter in "\ufffe\uffff\ufdd0\U0001ffff" else letter for letter in asked)
    return " ".join("".join(shown).split())


def shapes(page: CheckedPage) -> set[tuple[str, tuple[str, ...]]]:
    """Every element of a page with the names of its attributes."""
    return {(element.tag, tuple(sorted(element.keys()))) for element in page.tree.iter() if isinstance(element.tag, str)}


@pytest.fixture(scope="module")
def harmless(app: Flask) -> set[tuple[str, tuple[str, ...]]]:
    page = CheckingClient(app.test_client())
    return {shape for address in HARMLESS for shape in shapes(page.get(f"/zoeken?{address}"))}


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_question_is_answered_as_it_was_written(name: str, page: CheckingClient, client: FlaskClient, harmless: set[tuple[str, tuple[str, ...]]]) -> None:
    asked = typed(name)
    found = page.get(f"/zoeken?{ADDRESSES[name]}")
    assert shapes(found) - harmless == set()
    kept = found.by_id("zoek").get("value")
    is_cut = len(asked) > LONGEST_QUERY
    assert kept == asked if not is_cut else asked.startswith(kept)
    assert (TOO_LONG in found.main) == is_cut
    assert found.heading == words_of(f"Zoeken naar ‘{kept}’" if kept else "Zoeken")
    assert all(field.get("value") == kept for field in found.find("input", name="q"))
    for link in (link for link in found.links if link.startswith("/zoeken?")):
        assert parse_qs(link.partition("?")[2])["q"][0] in (kept, suggestion(found))

    suggestions, answer = (client.get(f"/api/v1/{path}?{ADDRESSES[name]}") for path in ("suggesties", "zoeken"))
    assert suggestions.status_code == answer.status_code
    if name == "no question":
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
        assert answer.get_json(force=True)["detail"].startswith("Geef met q op waarnaar u zoekt")
        return
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    data = answer.get_json()
    assert data["q"] == suggestions.get_json()["q"] == kept
    assert data["bedoelde_u"] == suggestion(found)
    if name in NOTHING_TO_FIND:
        assert (data["aantal"], data["resultaten"]) == (0, [])
    for fragment in (hit["fragment"] for hit in data["resultaten"]):
        assert re.findall(r"<[^>]*>?", fragment) == re.findall(r"</?mark>", fragment)


def words_of(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def suggestion(page: CheckedPage) -> str | None:
    found = page.find("p", class_="suggestion")
    return words(page.find("bdi")[1]) if found else None


@pytest.mark.parametrize("address", ["soort=%3Cscript%3E", "soort=", "soort=wetten&soort=%00", "limiet=-1", "limiet=1e9", "limiet=NaN", "limiet=%ED%A0%80"])
def test_a_wrong_filter_is_told_to_programs_in_dutch(address: str, client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/zoeken?q=pesten&{address}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    detail = answer.get_json(force=True)["detail"]
    assert "bestaat niet" in detail or "limiet moet" in detail
    assert len(detail) < 500


class CountedNames(dict[Any, set[int]]):
    """Names of pages, that count how often one is looked for."""

    looked_for = 0

    def get(self, *asked: Any) -> Any:
        self.looked_for += 1
        return super().get(*asked)


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_question_is_more_work_than_its_length(name: str, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: Counter[str] = Counter()

    def count(owner: Any, step: str) -> None:
        real = getattr(owner, step)

        def counted(*args: Any, **kwargs: Any) -> Any:
            done[step] += 1
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, step, counted)

    searcher = app.extensions["publisher"].current.searcher
    ranker, lexicon = searcher._ranker, searcher._analyser.lexicon
    names = CountedNames(ranker._names._names)
    monkeypatch.setattr(ranker._names, "_names", names)
    look_ups = ("scores", "likelihoods", "holds")
    for look_up in look_ups:
        count(WordIndex, look_up)
    count(Lexicon, "is_part")
    count(process, "extract")
    for remembered in (searcher._remembered, searcher._words.nearest, searcher._analyser._pieces, lexicon.split, lexicon.term):
        remembered.cache_clear()
    ranker.rank(ranker.look_up(tidy(typed(name))), searcher._facets.passing(((), (), ())))
    # Terms looked up in each index; places in a compound where a part may begin, by how long it may be; names that may begin at
    # a word, whole or taken apart, by how long they may be; words for which a near one was sought.
    assert max(done[look_up] for look_up in look_ups) <= LONGEST_QUERY
    assert done["is_part"] <= LONGEST_QUERY * LONGEST_COMPOUND
    assert names.looked_for <= 2 * LONGEST_QUERY * 8
    assert done["extract"] <= MOST_UNKNOWN
    searcher.search(typed(name))
    # And for what was meant: those words, the parts of compounds among them, and once more what is left of them.
    assert done["extract"] <= 4 * MOST_UNKNOWN
