"""Counts, filters, suggestions, and whatever people type."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.nasty_questions import TYPED
from knowledge.front_matter import SECTOR_NAMES
from search_index.querying import LONGEST_QUERY, Results, Searcher, is_too_long, tidy
from tests.search_index.conftest import page

# Besides what can come in by an address.
STRANGE = [
    *TYPED.values(),
    "\ud800",
    "a" * 100_000,
    "-".join("ab" for _ in range(5_000)),
    "1." * 5_000,
    "artikel artikel",
    "lid lid 2 lid",
    "{x TO}",
    "pesten^3",
]


@pytest.mark.parametrize("query", STRANGE, ids=lambda query: ascii(query[:12]))
def test_whatever_is_typed_gets_an_answer(searcher: Searcher, query: str) -> None:
    results = searcher.search(query)
    assert results.count >= len(results.hits)
    assert len(results.query) <= LONGEST_QUERY


@given(st.text(), st.text(), st.integers(0, 60), st.integers(0, 60))
def test_any_text_gets_an_answer(searcher: Searcher, query: str, value: str, limit: int, offset: int) -> None:
    results = searcher.search(query, kinds=(value,), limit=limit, offset=offset)
    assert results.hits == ()


@given(st.text())
def test_a_tidy_question_is_short_and_printable(query: str) -> None:
    tidied = tidy(query)
    assert len(tidied) <= LONGEST_QUERY
    assert tidied == tidy(tidied)
    assert not any(ord(letter) < 32 for letter in tidied)


@pytest.mark.parametrize(
    ("query", "kept", "too_long"),
    [
        ("a" * 300, "a" * 300, False),
        ("a" * 301, "a" * 300, True),
        ("a" * 299 + " b", "a" * 299, True),
        ("a" * 300 + " b", "a" * 300, True),
        ("vijftien keer de " * 18, ("vijftien keer de " * 17 + "vijftien").strip(), True),
        (" " * 500 + "pesten\n", "pesten", False),
        ("pes\x00ten\ud800 \uffff", "pes ten", False),
    ],
)
def test_of_a_question_that_is_too_long_the_first_whole_words_are_kept(query: str, kept: str, too_long: bool) -> None:
    assert (tidy(query), is_too_long(query)) == (kept, too_long)


def test_operators_are_only_words(searcher: Searcher) -> None:
    assert searcher.search('"pesten"').hits == searcher.search("pesten").hits == searcher.search("(pesten*)").hits


def test_no_question_gives_no_results(searcher: Searcher) -> None:
    assert searcher.search("") == Results("")


def test_hits_are_a_slice_of_one_order(searcher: Searcher) -> None:
    everything = searcher.search("pesten", limit=50)
    assert everything.count == len(everything.hits) == 4
    assert everything.hits[1:3] == searcher.search("pesten", limit=2, offset=1).hits
    assert searcher.search("pesten", limit=2, offset=1).count == 4
    assert searcher.search("pesten", offset=40).hits == ()


def test_of_equal_pages_each_comes_once_and_by_title(searcher_over: Callable[..., Searcher]) -> None:
    titles = [f"Pagina {number % 37 + 10}" for number in range(0, 37 * 5, 5)]
    searcher = searcher_over(*(page(f"themas/naam-{number}", title, "Over pesten.") for number, title in enumerate(titles, start=10)))
    shown = [hit.title for offset in range(0, len(titles), 7) for hit in searcher.search("pesten", limit=7, offset=offset).hits]
    assert shown == sorted(titles)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"kinds": ("themas",)}, {"themas/pesten"}),
        ({"kinds": ("themas", "nieuws")}, {"themas/pesten", "nieuws/week-tegen-pesten"}),
        ({"kinds": ("themas", "nieuws"), "themes": ("personeel",)}, set()),
        ({"kinds": ("stappenplannen",), "themes": ("pesten",), "sectors": ("vo",)}, {"stappenplannen/melding-van-pesten"}),
        ({"kinds": ("bestaat-niet",)}, set()),
    ],
)
def test_values_of_a_filter_widen_and_filters_narrow(searcher: Searcher, filters: dict[str, tuple[str, ...]], ids: set[str]) -> None:
    results = searcher.search("pesten", **filters)  # type: ignore[arg-type]
    assert {hit.id for hit in results.hits} == ids
    assert results.count == len(ids)


def test_what_names_no_sector_holds_for_every_sector(searcher: Searcher) -> None:
    assert "organisaties/veilig-thuis" in {hit.id for hit in searcher.search("veilig thuis", sectors=("mbo",)).hits}
    assert searcher.search("kindermishandeling").sector_counts.keys() == SECTOR_NAMES.keys()


def test_a_facet_ignores_its_own_filter_and_minds_the_others(searcher: Searcher) -> None:
    everything = searcher.search("pesten")
    assert everything.kind_counts == {"themas": 1, "stappenplannen": 1, "veelgestelde-vragen": 1, "nieuws": 1}
    one_kind = searcher.search("pesten", kinds=("nieuws",))
    assert one_kind.kind_counts == everything.kind_counts
    assert one_kind.theme_counts == {"pesten": 1}
    one_theme = searcher.search("pesten", themes=("personeel",))
    assert one_theme.kind_counts == {}
    assert one_theme.theme_counts == {"pesten": 4}


@pytest.mark.parametrize("query", ["pesten", "vog", "school veiligheid", "hoe moet de school zorgen voor veiligheid van een leerling"])
def test_the_count_of_a_facet_is_what_its_filter_gives(searcher: Searcher, query: str) -> None:
    everything = searcher.search(query)
    assert everything.kind_counts
    for kind, count in everything.kind_counts.items():
        assert searcher.search(query, kinds=(kind,)).count == count
    for theme, count in everything.theme_counts.items():
        assert searcher.search(query, themes=(theme,)).count == count


def test_a_filter_without_results_gives_the_nearest_it_lets_through(searcher_over: Callable[..., Searcher]) -> None:
    pages = [page(f"themas/t{number}", f"Thema {number}", "Over wapens in de klas.") for number in range(3)]
    searcher = searcher_over(*pages, page("wetten/a", "Een wet", "Over wapens."))
    assert searcher.search("wapens klas").kind_counts == {"themas": 3}
    assert [hit.id for hit in searcher.search("wapens klas", kinds=("wetten",)).hits] == ["wetten/a"]


def test_a_misspelt_question_that_finds_nothing_is_searched_as_it_was_meant(searcher: Searcher) -> None:
    results = searcher.search("pessten")
    assert (results.query, results.suggestion, results.searched) == ("pessten", "pesten", "pesten")
    assert results.hits == searcher.search("pesten").hits


def test_only_the_unknown_words_are_replaced(searcher: Searcher) -> None:
    results = searcher.search("Pesten  op schol, leerlign!")
    assert results.suggestion == "Pesten op schol, leerling!"
    assert results.searched == results.suggestion
    assert results.count > 0


@pytest.mark.parametrize("query", ["pesten", "kwantumfysica", "VOG"])
def test_nothing_is_suggested_for_known_words_or_without_a_near_one(searcher: Searcher, query: str) -> None:
    assert searcher.search(query).suggestion == ""


def test_the_fragment_marks_the_words_and_nothing_else(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(page("themas/a", "Iets", "Over <em>wapens</em> & wapenbezit.", "Een wapen."))
    assert searcher.search("wapen").hits[0].fragment == "Over &lt;em&gt;<mark>wapens</mark>&lt;/em&gt; &amp; wapenbezit."


def test_the_fragment_comes_from_the_text_when_the_summary_lacks_the_words(searcher_over: Callable[..., Searcher]) -> None:
    searcher = searcher_over(page("themas/a", "Iets", "Over veiligheid.", "Hier staat een wapen."), page("themas/b", "Wapens", "Over veiligheid.", "Niets."))
    fragments = {hit.id: hit.fragment for hit in searcher.search("wapen").hits}
    assert fragments == {"themas/a": "Hier staat een <mark>wapen</mark>.", "themas/b": "Over veiligheid."}


def test_a_question_asked_again_is_remembered(searcher: Searcher) -> None:
    assert searcher.search("veiligheid  leerling") is searcher.search("veiligheid leerling")
    assert searcher.search("veiligheid leerling") is not searcher.search("veiligheid leerling", kinds=("wetten",))


def test_an_empty_shelf_is_searched_too(searcher_over: Callable[..., Searcher]) -> None:
    assert searcher_over().search("artikel 4c pesten").count == 0


def test_threads_get_the_same_answers(searcher_over: Callable[..., Searcher]) -> None:
    pages = [page(f"themas/t{number}", f"Titel {number}", "Over " + " ".join(f"woord{(number * step) % 40}" for step in range(1, 30))) for number in range(300)]
    searcher = searcher_over(*pages)
    queries = [f"woord{number} woord{number + 1} titel" for number in range(38)]
    alone = {query: [hit.id for hit in searcher.search(query).hits] for query in queries}
    different: list[str] = []

    def ask() -> None:
        for query in queries:
            # Another limit is not remembered, so that the index is really read.
            for limit in range(11, 16):
                found = [hit.id for hit in searcher.search(query, limit=limit).hits]
                different.extend([] if found[:10] == alone[query] else [query])

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert different == []
