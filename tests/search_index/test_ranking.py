"""What comes first, and where in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.findable import Findable
from search_index.querying import Searcher
from tests.search_index.conftest import page, section


def first(searcher: Searcher, query: str) -> str:
    return searcher.search(query).hits[0].id


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("wpo", "wetten/wpo"),
        ("WVO", "wetten/wvo-2020"),
        ("Wet op het primair onderwijs", "wetten/wpo"),
        ("wetten/wvo-2020", "wetten/wvo-2020"),
        ("vog", "beslisboom/vog"),
        ("pesten", "themas/pesten"),
        ("veilig thuis", "organisaties/veilig-thuis"),
    ],
)
def test_what_is_named_outright_comes_first(searcher: Searcher, query: str, id: str) -> None:
    assert first(searcher, query) == id


@pytest.mark.parametrize(
    ("query", "id", "anchor"),
    [
        ("artikel 4c", "wetten/wpo", "artikel-4c"),
        ("4c", "wetten/wpo", "artikel-4c"),
        ("art. 4 c wpo", "wetten/wpo", "artikel-4c"),
        ("wpo 32", "wetten/wpo", "artikel-32"),
        ("WPO artikel 32 lid 9", "wetten/wpo", "artikel-32"),
        ("artikel 32 wvo", "wetten/wvo-2020", "artikel-32"),
        ("3.40", "wetten/wvo-2020", "artikel-3-40"),
        ("artikel 3:40 van de wvo 2020", "wetten/wvo-2020", "artikel-3-40"),
    ],
)
def test_an_article_is_found_by_its_number(searcher: Searcher, query: str, id: str, anchor: str) -> None:
    hit = searcher.search(query).hits[0]
    assert (hit.id, hit.place and hit.place.anchor) == (id, anchor)


def test_a_number_alone_is_no_article(searcher_over: Callable[..., Searcher]) -> None:
    law = page("wetten/a", "Een wet", "Over iets.", "", (section("wetten/a", "artikel-113", "Artikel 113: iets", "Over 113."),))
    searcher = searcher_over(law, page("organisaties/hulplijn", "113 Zelfmoordpreventie", "Bel 113 of 0800-0113.", keywords=("113",)))
    assert first(searcher, "113") == "organisaties/hulplijn"
    assert first(searcher, "artikel 113") == "wetten/a"


def test_an_id_is_taken_as_one(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(page("themas/drugs", "Middelen", "Over middelen."), page("wetten/b", "Themas over drugs", "Themas, drugs, themas, drugs."))
    assert first(searcher, "themas/drugs") == "themas/drugs"
    assert first(searcher, "themas drugs") == "wetten/b"


def test_an_abbreviation_leads_to_what_it_stands_for_and_not_to_who_deals_with_it(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(
        page("organisaties/klachten", "Landelijke Klachtencommissie", "Behandelt klachten.", keywords=("LKC", "VOG")),
        page("veelgestelde-vragen/a", "LKC: wat doet de LKC?", "De LKC behandelt klachten.", asked_as=("lkc",)),
        page("veelgestelde-vragen/b", "VOG: wat is een VOG?", "Een VOG is een verklaring.", asked_as=("vog",)),
    )
    assert first(searcher, "lkc") == "organisaties/klachten"
    assert first(searcher, "vog") == "veelgestelde-vragen/b"


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("mijn moeder wil helpen lezen, moet ze een vog", "veelgestelde-vragen/vog-vrijwilliger"),
        ("oma bewijs goed gedrag", "veelgestelde-vragen/vog-vrijwilliger"),
        ("ik wil weten of de school iets moet doen aan pesten in een app buiten school", "veelgestelde-vragen/pesten-buiten-school"),
        ("hoe lang mag je een leerling schorsen van school", "wetten/wpo"),
    ],
)
def test_a_sentence_works_as_well_as_keywords(searcher: Searcher, query: str, id: str) -> None:
    assert first(searcher, query) == id


@pytest.mark.parametrize(
    ("query", "id", "url"),
    [
        ("leraar in opleiding lio", "beslisboom/vog", "/beslisboom/vog/stap?rol=lio"),
        ("nieuwe vog te oud overeenkomst", "beslisboom/vog", "/beslisboom/vog/uitkomst/te_oud"),
        ("leerling schorsen", "wetten/wpo", "/wetten/wpo#artikel-40c"),
    ],
)
def test_a_result_leads_to_the_place_inside(searcher: Searcher, query: str, id: str, url: str) -> None:
    hit = searcher.search(query).hits[0]
    assert (hit.id, hit.place and hit.place.url) == (id, url)


def test_what_the_title_says_leads_to_the_whole_page(searcher: Searcher) -> None:
    assert searcher.search("melding van pesten").hits[0].place is None


def test_each_page_is_found_once(searcher: Searcher) -> None:
    ids = [hit.id for hit in searcher.search("school veiligheid vog pesten", limit=50).hits]
    assert len(ids) == len(set(ids)) > 3


def test_what_to_do_comes_before_the_law_it_rests_on(searcher_over: Callable[..., Searcher]) -> None:
    words = ("Leerling schorsen", "Wanneer een school een leerling mag schorsen.")
    kinds = ("nieuws", "wetten", "organisaties", "themas", "veelgestelde-vragen", "stappenplannen", "beslisboom")
    searcher = searcher_over(*(page(f"{kind}/zelfde", *words) for kind in kinds))
    assert [hit.kind for hit in searcher.search("school leerling schorsen").hits] == list(reversed(kinds))


def test_a_page_with_every_word_beats_one_rare_word_in_a_title(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(
        page("themas/dossier", "Dossier", "Over iets anders."),
        page("themas/privacy", "Privacy", "Hoe lang u het dossier van een leerling bewaart.", "Een dossier bewaart u twee jaar."),
        *(page(f"themas/t{number}", f"Onderwerp {number}", "Over een leerling die iets bewaart.") for number in range(9)),
    )
    assert first(searcher, "dossier leerling bewaren hoe lang twee jaar") == "themas/privacy"


def test_two_or_three_words_are_a_conjunction_when_enough_pages_have_them(searcher_over: Callable[..., Searcher]) -> None:
    both = [page(f"themas/b{number}", f"Pagina {number}", "Over wapens in de klas.") for number in range(3)]
    searcher = searcher_over(*both, page("themas/c", "Ander", "Over wapens."), page("themas/d", "Nog een", "Over de klas."))
    assert searcher.search("wapens klas").count == 3


def test_when_too_few_pages_have_every_word_those_with_some_follow(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(
        page("themas/a", "Een", "Over wapens in de klas."), page("themas/b", "Twee", "Over wapens."), page("themas/c", "Drie", "Over drugs.")
    )
    assert [hit.id for hit in searcher.search("wapens klas").hits] == ["themas/a", "themas/b"]


def test_a_sentence_is_no_conjunction(searcher_over: Callable[..., Searcher]) -> None:
    filler = "Een lange tekst over heel andere dingen in een gebouw met veel deuren en ramen. " * 20
    laws = [page(f"wetten/w{number}", f"Regels {number}", "Over opa, museum, rijden, auto en verzekering.", filler) for number in range(3)]
    answer = page("veelgestelde-vragen/meerijden", "Mag een opa in zijn auto kinderen naar het museum rijden?", "Ja, dat mag.")
    results = searcher_over(*laws, answer).search("opa gaat naar het museum rijden met de auto, verzekering")
    assert results.hits[0].id == answer.id


def test_what_is_wrapped_around_a_question_counts_for_little(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(
        page("themas/wapens", "Gevonden voorwerpen", "Over wapens op het plein."),
        page("themas/weten", "Iets weten", "Voor wie iets wil weten."),
        *(page(f"themas/t{number}", f"Onderwerp {number}", "Over andere zaken.") for number in range(4)),
    )
    assert first(searcher, "ik zou graag iets weten over wapens") == "themas/wapens"


@pytest.mark.parametrize("query", ["antipestcoördinator", "anti-pestcoördinator", "anti pest-coördinator", "ANTIPESTCOORDINATOREN"])
def test_hyphens_do_not_matter(searcher_over: Callable[..., Searcher], query: str) -> None:
    searcher = searcher_over(
        page("themas/a", "Een", "De anti-pestcoördinator helpt. Een anti pest coördinator ook."),
        page("themas/b", "Twee", "Het antipestbeleid van een coördinator."),
    )
    assert first(searcher, query) == "themas/a"


def test_a_word_with_a_hyphen_finds_its_parts(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(page("themas/a", "Een", "De anti pestcoördinator helpt."), page("themas/b", "Twee", "Niets."))
    assert [hit.id for hit in searcher.search("anti-pestcoördinator").hits] == ["themas/a"]


def test_a_place_that_holds_little_of_the_question_is_not_pointed_at(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(
        page("wetten/a", "Een wet", "Over foto's.", "", (section("wetten/a", "x", "Vrijheid", "Een leerling."),), asked_as=("naaktfoto van een leerling",)),
        *(page(f"themas/t{number}", "Leerling", "Over een leerling.") for number in range(5)),
    )
    assert searcher.search("naaktfoto leerling").hits[0].place is None


def test_a_word_counts_most_in_the_title_then_in_a_heading_then_in_the_text(searcher_over: Callable[..., Searcher]) -> None:
    def about(id: str, title: str, label: str, text: str, keyword: str = "sleutel") -> Findable:
        return page(id, title, "Iets anders hier.", "", (section(id, "x", label, text),), keywords=(keyword,))

    searcher = searcher_over(
        about("themas/text", "Titel", "Kop", "wapens"),
        about("themas/heading", "Titel", "Wapens", "woord"),
        about("themas/keyword", "Titel", "Kop", "wapens", keyword="wapens"),
        about("themas/title", "Wapens", "Kop", "woord"),
    )
    ids = [hit.id for hit in searcher.search("wapens hier").hits]
    assert [id for id in ids if id != "themas/keyword"] == ["themas/title", "themas/heading", "themas/text"]
    assert ids.index("themas/keyword") < ids.index("themas/text")


def test_the_place_is_found_however_many_others_rank_higher(searcher_over: Callable[..., Searcher]) -> None:
    law = page("wetten/a", "Een wet", "Over iets.", "", (section("wetten/a", "x", "Wapens", "Over wapens en messen."),))
    searcher = searcher_over(law, *(page(f"themas/t{number}", f"Wapens en messen {number}", "Over wapens en messen.") for number in range(60)))
    hit = searcher.search("wapens messen", kinds=("wetten",)).hits[0]
    assert hit.place == law.places[0]
