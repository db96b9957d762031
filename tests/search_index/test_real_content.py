"""Search on the pages of the site itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from knowledge.findable import Findable
from search_index.querying import Searcher

# What people type, and the page that must be among the first so many.
QUESTIONS = [
    ("wpo", "wetten/wpo", 1),
    ("artikel 4c wpo", "wetten/wpo", 1),
    ("wvo 3.40", "wetten/wvo-2020", 1),
    ("WEC", "wetten/wec", 1),
    ("justis", "organisaties/justis", 1),
    ("veilig thuis nummer", "organisaties/veilig-thuis", 2),
    ("hoe oud mag een vog zijn", "veelgestelde-vragen/hoe-oud-mag-een-vog-zijn", 1),
    ("vog stagiaires", "veelgestelde-vragen/vog-stagiair-en-lio", 2),
    ("oma wil voorlezen, moet ze een verklaring van goed gedrag", "veelgestelde-vragen/vog-vrijwilliger", 3),
    ("mag ik een leerling vastpakken", "veelgestelde-vragen/leerling-vastpakken", 2),
    ("collega is begonnen maar de vog is er nog niet", "veelgestelde-vragen/vog-nog-niet-binnen", 3),
    ("wat kost een vog", "veelgestelde-vragen/vog-aanvragen-en-kosten", 2),
    ("is een meldcode verplicht", "veelgestelde-vragen/meldcode-verplicht", 2),
    ("wanneer mag je jezelf verdedigen noodweer", "veelgestelde-vragen/noodweer", 2),
]


@pytest.mark.parametrize(("query", "id", "among"), QUESTIONS)
def test_the_answer_is_among_the_first(real_searcher: Searcher, query: str, id: str, among: int) -> None:
    assert id in [hit.id for hit in real_searcher.search(query).hits[:among]]


def test_every_page_is_found_first_by_its_title(real_searcher: Searcher, real_pages: Mapping[str, Findable]) -> None:
    titles = {page.title: id for id, page in real_pages.items()}
    assert [title for title in titles if titles[title] not in [hit.id for hit in real_searcher.search(title).hits[:1]]] == []


def test_what_people_ask_finds_the_page_that_says_so(real_searcher: Searcher, real_pages: Mapping[str, Findable]) -> None:
    asked = {page.asked_as[0]: id for id, page in real_pages.items() if page.asked_as}
    missed = [question for question, id in asked.items() if id not in [hit.id for hit in real_searcher.search(question).hits[:3]]]
    assert len(missed) <= len(asked) * 0.05, missed


def test_every_article_is_found_by_its_number_and_law(real_searcher: Searcher, real_pages: Mapping[str, Findable]) -> None:
    missed = []
    for abbreviation, id in (("wpo", "wetten/wpo"), ("wec", "wetten/wec"), ("wvo", "wetten/wvo-2020")):
        for place in real_pages[id].places:
            number = re.match(r"Artikel (\d[\w.]*):", place.label)
            if number:
                hit = real_searcher.search(f"artikel {number[1]} {abbreviation}").hits[0]
                if hit.place is None or (hit.id, hit.place.anchor) != (id, place.anchor):
                    missed.append((abbreviation, place.label, hit.id))
    assert missed == []


def test_no_fragment_leaks_markup_or_is_long(real_searcher: Searcher) -> None:
    for query, *_ in QUESTIONS:
        for hit in real_searcher.search(query, limit=50).hits:
            assert not set(re.findall(r"<[^>]*>", hit.fragment)) - {"<mark>", "</mark>"}
            assert len(re.sub(r"<[^>]*>|&[^;]+;", "", hit.fragment)) < 300
