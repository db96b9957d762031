"""The results page: what the template is given for an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, g, template_rendered
from jinja2 import DictLoader

from search_index import views
from search_index.querying import Searcher
from tests.search_index.conftest import page


@dataclass(frozen=True)
class Pages:
    """A library with two themes, of which 'personeel' has most pages."""

    by_kind: Mapping[str, tuple[SimpleNamespace, ...]]

    @property
    def pages(self) -> Mapping[str, SimpleNamespace]:
        return {page.id: page for pages in self.by_kind.values() for page in pages}

    def of_theme(self, theme: str) -> tuple[int, ...]:
        return (1, 2) if theme == "personeel" else (1,)


THEMES = tuple(
    SimpleNamespace(id=f"themas/{name}", name=name, title=title, url=f"/themas/{name}", kind="themas")
    for name, title in (("pesten", "Pesten"), ("personeel", "Personeel"))
)

Context = dict[str, Any]
Ask = Callable[[str], Context]


@pytest.fixture
def ask(searcher: Searcher) -> Iterator[Ask]:
    """Fetches an address and gives what the template was given."""
    yield from asking(searcher)


def asking(searcher: Searcher) -> Iterator[Ask]:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"search_index/results.html": "{% for hit in results.hits %}{{ hit.kind_name }} {{ hit.fragment }}{% endfor %}"})
    app.register_blueprint(views.bp)
    app.before_request(lambda: setattr(g, "snapshot", SimpleNamespace(searcher=searcher, library=Pages({"themas": THEMES}))))
    contexts: list[Context] = []

    def remember(_: Flask, template: object, context: Context, **__: object) -> None:
        contexts.append(context)

    def fetch(address: str) -> Context:
        response = app.test_client().get(address)
        assert response.status_code == 200
        return contexts[-1] | {"html": response.text}

    with template_rendered.connected_to(remember, app):
        yield fetch


def query_of(url: str) -> dict[str, list[str]]:
    assert urlsplit(url).path == "/zoeken"
    return parse_qs(urlsplit(url).query)


def test_results_and_their_filters_are_shown(ask: Ask) -> None:
    context = ask("/zoeken?q=pesten")
    assert context["query"] == "pesten"
    assert context["results"].count == 4
    assert ("themas", "Thema's", 1, False) in context["kinds"]
    assert context["themes"] == (("pesten", "Pesten", 4, False),)
    assert context["sectors"][0] == ("po", "Basisonderwijs (po)", 4, False)
    assert (context["chosen"], context["pages"], context["top_topics"]) == ((), (), ())
    assert "Stappenplan" in context["html"]
    assert "<mark>pesten</mark>" in context["html"]


def test_kinds_without_results_are_left_out_unless_chosen(ask: Ask) -> None:
    assert "agenda" not in {key for key, *_ in ask("/zoeken?q=pesten")["kinds"]}
    assert ("agenda", "Agenda", 0, True) in ask("/zoeken?q=pesten&soort=agenda")["kinds"]


def test_each_chosen_value_can_be_taken_off(ask: Ask) -> None:
    chosen = dict(ask("/zoeken?q=pesten&soort=themas&soort=nieuws&thema=pesten&sector=vo&pagina=1")["chosen"])
    assert list(chosen) == ["Thema's", "Nieuws", "Pesten", "Voortgezet onderwijs (vo)"]
    assert query_of(chosen["Nieuws"]) == {"q": ["pesten"], "soort": ["themas"], "thema": ["pesten"], "sector": ["vo"]}


def test_values_that_do_not_exist_are_passed_over(ask: Ask) -> None:
    context = ask("/zoeken?q=pesten&soort=oud&thema=oud&sector=oud&soort=nieuws&soort=nieuws")
    assert [label for label, _ in context["chosen"]] == ["Nieuws"]
    assert context["results"].count == 1


def test_a_suggestion_is_a_link_that_keeps_the_filters(ask: Ask) -> None:
    results = ask("/zoeken?q=pessten&soort=nieuws")["results"]
    assert results.suggestion == "pesten"
    assert query_of(results.suggestion_url) == {"q": ["pesten"], "soort": ["nieuws"]}
    assert ask("/zoeken?q=pesten")["results"].suggestion_url == ""


def test_who_finds_nothing_gets_the_largest_themes(ask: Ask) -> None:
    assert [topic.title for topic in ask("/zoeken?q=kwantumfysica")["top_topics"]] == ["Personeel", "Pesten"]


def test_who_finds_nothing_gets_the_themes_of_words_that_look_a_little_like_it(ask: Ask) -> None:
    context = ask("/zoeken?q=xxvrijwilligerxx")
    assert (context["results"].count, [topic.title for topic in context["near_topics"]]) == (0, ["Personeel"])
    assert ask("/zoeken?q=kwantumfysica")["near_topics"] == ()
    assert ask("/zoeken?q=pesten")["near_topics"] == ()


def test_what_only_a_filter_keeps_away_is_a_link(ask: Ask) -> None:
    count, url = ask("/zoeken?q=schorsen&soort=nieuws")["without_filters"]
    assert (count, query_of(url)) == (1, {"q": ["schorsen"]})
    assert ask("/zoeken?q=kwantumfysica&soort=nieuws")["without_filters"] is None
    assert ask("/zoeken?q=kwantumfysica")["without_filters"] is None


def test_words_that_the_site_does_not_have_are_named(ask: Ask) -> None:
    assert ask("/zoeken?q=kwantumfysica+pesten")["results"].unknown == ("kwantumfysica",)
    assert ask("/zoeken?q=pessten")["results"].unknown == ()


@pytest.mark.parametrize(("times", "said"), [(43, 0), (44, 300), (400, 300)])
def test_a_question_that_is_too_long_is_cut_and_that_is_said(ask: Ask, times: int, said: int) -> None:
    context = ask("/zoeken?q=" + "+pesten" * times)
    assert context["query"] == " ".join(["pesten"] * min(times, 43))
    assert (context["longest"], context["results"].count) == (said, 4)


@pytest.fixture
def ask_many(searcher_over: Callable[..., Searcher]) -> Iterator[Ask]:
    yield from asking(searcher_over(*(page(f"themas/t{number:03}", f"Les {number}", "Over wapens.") for number in range(95))))


def test_results_are_divided_over_pages(ask_many: Ask) -> None:
    context = ask_many("/zoeken?q=wapens&soort=themas&pagina=5")
    assert len(context["results"].hits) == 10
    assert [number for number, _, _ in context["pages"]] == [1, 2, 3, 4, 5, 6, 7, 8, 10]
    assert [number for number, _, current in context["pages"] if current] == [5]
    assert query_of(context["pages"][1][1]) == {"q": ["wapens"], "soort": ["themas"], "pagina": ["2"]}
    assert "pagina" not in query_of(context["pages"][0][1])


@pytest.mark.parametrize(("asked", "shown"), [("10", 10), ("11", 10), ("999999999999", 10), ("0", 1), ("-3", 1), ("x", 1), ("", 1), ("1e3", 1), ("٣", 3)])
def test_a_page_that_does_not_exist_is_the_nearest_that_does(ask_many: Ask, asked: str, shown: int) -> None:
    context = ask_many(f"/zoeken?q=wapens&pagina={asked}")
    assert [number for number, _, current in context["pages"] if current] == [shown]
    assert len(context["results"].hits) == (5 if shown == 10 else 10)
