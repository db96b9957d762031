"""Suggestions while somebody types."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bench.search_quality import DEVELOPMENT, answerable, read_questions
from bench.suggestions import IN_WORDS, among_suggestions
from knowledge.findable import Findable
from search_index.analysis import Analyser
from search_index.index import open_index
from search_index.prefix_index import PrefixIndex, name_words, write_prefix_index
from search_index.querying import Searcher
from search_index.word_data import WordData
from tests.search_index.conftest import page

Suggests = Callable[..., list[str]]

SYNONYMS = WordData(
    synonyms={
        "VT": ("Veilig Thuis",),
        "Veilig Thuis": ("VT",),
        "mobieltje": ("telefoon",),
        "meppen": ("slaan",),
    }
)


@pytest.fixture
def suggests_over(tmp_path: Path) -> Iterator[Callable[..., Suggests]]:
    """Gives, over the given pages, the ids that are suggested for a text."""
    opened: list[Searcher] = []

    def make(*findables: Findable) -> Suggests:
        searcher = open_index(tmp_path / "index", {findable.id: findable for findable in findables}, repr(findables), SYNONYMS)
        opened.append(searcher)
        return lambda typed, limit=8: [one.id for one in searcher.suggest(typed, limit)]

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def suggests(searcher: Searcher) -> Suggests:
    return lambda typed, limit=8: [one.id for one in searcher.suggest(typed, limit)]


def titled(id: str, title: str, **facts: tuple[str, ...]) -> Findable:
    return page(id, title, "Een samenvatting.", **facts)


def test_a_suggestion_says_where_it_leads(searcher: Searcher) -> None:
    (found,) = searcher.suggest("onderwijswet")
    assert (found.id, found.title, found.kind, found.kind_name, found.url) == (
        "wetten/wpo",
        "Wet op het primair onderwijs",
        "wetten",
        "Wet",
        "/wetten/wpo",
    )


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pest", "themas/pesten"),
        ("veilig th", "organisaties/veilig-thuis"),
        ("melding van", "stappenplannen/melding-van-pesten"),
        ("pesten meld", "stappenplannen/melding-van-pesten"),
        ("wpo", "wetten/wpo"),
        ("Heeft deze persoon een V", "beslisboom/vog"),
        ("oma komt help", "veelgestelde-vragen/vog-vrijwilliger"),
        ("PRIMÁIR ond", "wetten/wpo"),
        ("prim-air", "wetten/wpo"),
        ("week gepest", "nieuws/week-tegen-pesten"),
        ("gepeste week", "nieuws/week-tegen-pesten"),
        ("wat is een vog nodig", "beslisboom/vog"),
    ],
)
def test_the_beginnings_of_words_are_enough(suggests: Suggests, typed: str, first: str) -> None:
    assert suggests(typed)[:1] == [first]


def test_words_that_are_written_as_one_on_a_page_may_be_typed_apart(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("themas/a", "Facebook"), titled("themas/b", "Facetime"), titled("themas/c", "Bookstart"))
    assert suggests("face boo") == ["themas/a"]


def test_words_may_be_inflected(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("nieuws/a", "Week tegen pesten"), titled("themas/b", "Week"))
    assert suggests("week gepest") == suggests("gepest week") == ["nieuws/a"]


def test_all_words_must_be_there(suggests: Suggests) -> None:
    assert suggests("week pesten") == ["nieuws/week-tegen-pesten"]
    assert "veelgestelde-vragen/vog-vrijwilliger" not in suggests("persoon vog")


def test_titles_that_begin_so_come_first_then_abbreviations_titles_with_the_word_and_phrasings(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(
        titled("beslisboom/asked", "Wie helpt er?", asked_as=("hoe werkt de avg",)),
        titled("beslisboom/named", "Wie kijkt er mee?", keywords=("AVG", "privacy")),
        titled("nieuws/within", "Nieuw: wat de avgeschiedenis leert"),
        titled("agenda/begins", "AVG-dag"),
        titled("wetten/word", "Uitvoering van de AVG"),
    )
    assert suggests("avg") == ["agenda/begins", "wetten/word", "beslisboom/named", "nieuws/within", "beslisboom/asked"]


def test_the_first_word_that_says_something_comes_before_words_further_on(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("beslisboom/a", "Hulp bij rouw"), titled("nieuws/b", "De rouwlijn"), titled("nieuws/c", "Wat?", keywords=("rouw",)))
    assert suggests("rouw") == ["nieuws/b", "beslisboom/a", "nieuws/c"]


def test_what_is_called_exactly_so_comes_before_what_only_begins_so(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("beslisboom/a", "Pesten op school"), titled("nieuws/b", "Pesten"))
    assert suggests("pesten") == ["nieuws/b", "beslisboom/a"]
    assert suggests("peste") == ["beslisboom/a", "nieuws/b"]


def test_of_what_fits_equally_well_what_to_do_comes_first_and_news_last(suggests_over: Callable[..., Suggests]) -> None:
    kinds = ("nieuws", "wetten", "organisaties", "themas", "veelgestelde-vragen", "stappenplannen", "beslisboom")
    suggests = suggests_over(*(titled(f"{kind}/a", "Over pesten") for kind in kinds))
    assert suggests("pest") == [f"{kind}/a" for kind in reversed(kinds)]


def test_of_what_fits_equally_well_short_titles_come_first(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("themas/a", "Over pesten in de klas"), titled("themas/b", "Over pesten"), titled("themas/c", "Over pesten thuis"))
    assert suggests("pest") == ["themas/b", "themas/c", "themas/a"]


def test_a_page_with_many_phrasings_is_suggested_once(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(
        titled("themas/a", "Wapens", asked_as=tuple(f"mes in de tas {number}" for number in range(20))),
        titled("wetten/b", "Wetboek", asked_as=("mes in de auto",)),
    )
    assert suggests("mes in de") == ["themas/a", "wetten/b"]


def test_all_words_in_one_phrasing_come_before_words_of_several(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(
        titled("themas/a", "Thuis", asked_as=("blauwe plekken", "vader belt")),
        titled("themas/b", "Geweld thuis", asked_as=("blauwe plekken van vader",)),
    )
    assert suggests("blauwe plekken vader") == ["themas/b", "themas/a"]


def test_an_abbreviation_finds_what_it_stands_for(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(
        titled("beslisboom/a", "Wie bel ik?", keywords=("VT",)),
        titled("organisaties/b", "Veilig Thuis"),
        titled("nieuws/c", "Meer mensen bellen Veilig Thuis"),
        titled("programmas/d", "VTech"),
    )
    assert suggests("vt") == ["programmas/d", "organisaties/b", "nieuws/c", "beslisboom/a"]


def test_what_means_the_same_is_suggested_after_the_word_itself(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(
        titled("veelgestelde-vragen/a", "Mag ik de telefoon afpakken?"),
        titled("nieuws/b", "Een nieuw mobieltje"),
        titled("themas/c", "Slaan", asked_as=("op de telefoon",)),
    )
    assert suggests("mobieltje") == ["nieuws/b", "veelgestelde-vragen/a"]
    assert suggests("mobielt") == ["nieuws/b", "veelgestelde-vragen/a"]
    assert suggests("mobieltje afp") == ["veelgestelde-vragen/a"]
    assert suggests("gemept") == ["themas/c"]


def test_a_part_of_a_compound_finds_it_and_a_compound_that_nobody_knows_is_taken_apart(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(
        titled("themas/a", "Pestprotocol"),
        titled("themas/b", "Protocol voor rouw", keywords=("pesten",)),
        titled("themas/c", "Klacht en commissie"),
    )
    assert suggests("protocol") == ["themas/b", "themas/a"]
    assert suggests("klachtcommissie") == ["themas/c"]


@pytest.mark.parametrize(
    "typed", ["vertrouwensinsp", "vetrouwen", "vertrouwne", "vertruowensinspecteur", "vertrouwwen", "fertrouwen", "bellen vertouwen", "vertouwen bellen"]
)
def test_one_typing_error_is_forgiven(suggests_over: Callable[..., Suggests], typed: str) -> None:
    suggests = suggests_over(titled("organisaties/a", "Vertrouwensinspecteurs bellen"), titled("themas/b", "Rouw"))
    assert suggests(typed) == ["organisaties/a"]


def test_two_errors_in_a_word_or_one_in_a_short_word_or_a_number_are_not(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("organisaties/a", "Vertrouwensinspecteurs", keywords=("VOG", "36777")))
    assert [suggests(typed) for typed in ("fetrouwen", "vgo", "36787")] == [[], [], []]


def test_words_with_an_error_come_after_words_without(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("beslisboom/a", "Klachten"), titled("nieuws/b", "Wie van mij hoort: krachten"), titled("themas/c", "Nachten"))
    assert suggests("kracht") == ["nieuws/b", "beslisboom/a"]


def test_words_are_left_out_only_when_no_page_has_them_all(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(
        titled("themas/a", "Camera op school"), titled("themas/b", "Beelden delen"), titled("themas/c", "Delen in de klas"), titled("themas/d", "Klas en delen")
    )
    assert suggests("delen klas") == ["themas/d", "themas/c"]
    assert suggests("xyzzy camera") == ["themas/a"]
    # The rare words weigh more.
    assert suggests("camera delen klas") == ["themas/a"]


def test_a_stop_word_alone_suggests_titles_and_otherwise_says_nothing(suggests: Suggests) -> None:
    assert suggests("een") == []
    assert suggests("wat") == ["stappenplannen/melding-van-pesten"]
    assert suggests("pesten na") == ["stappenplannen/melding-van-pesten"]


def test_a_stop_word_at_the_end_may_become_another_word(suggests_over: Callable[..., Suggests]) -> None:
    suggests = suggests_over(titled("stappenplannen/a", "Klacht behandelen"), titled("wetten/b", "Een klacht indienen"))
    assert suggests("klacht in") == ["wetten/b", "stappenplannen/a"]
    assert suggests("klacht van") == ["stappenplannen/a", "wetten/b"]


def test_of_a_long_text_the_last_words_count(suggests_over: Callable[..., Suggests]) -> None:
    asked = "gisteren vochten twee jongens achter school urenlang terwijl niemand keek behalve onze tuinman"
    suggests = suggests_over(titled("themas/a", "Camera"), titled("themas/b", "Vechten", asked_as=(asked,)))
    assert suggests(f"camera {asked}") == ["themas/b"]


@pytest.mark.parametrize("typed", ["", " ", "p", "?", "***", "-", "'", "\x00", "\ud800", "😀", "xyzzy", "ſ"])
def test_what_says_nothing_suggests_nothing(suggests: Suggests, typed: str) -> None:
    assert suggests(typed) == []


ANY_TEXT = st.one_of(
    st.text(max_size=400), st.text("aeglnopstv -'éV1.", max_size=40), st.lists(st.sampled_from(["pesten", "vog", "wet", "in", "a"]), max_size=99).map(" ".join)
)


@given(ANY_TEXT)
def test_whatever_is_typed_never_fails_and_suggests_each_page_once(searcher: Searcher, typed: str) -> None:
    found = searcher.suggest(typed, 8)
    assert len({one.url for one in found}) == len(found) <= 8
    assert searcher.suggest(typed, 3) == found[:3]


@given(st.lists(st.text("abc", min_size=1, max_size=7), min_size=1, max_size=30), st.text("abc", min_size=1, max_size=6))
def test_the_words_that_nearly_begin_so_are_those_with_a_beginning_one_edit_away(
    tmp_path_factory: pytest.TempPathFactory, analyser: Analyser, words: list[str], typed: str
) -> None:
    findables = [titled("themas/a", " ".join(words))]
    path = tmp_path_factory.mktemp("prefixes") / "index"
    write_prefix_index(path, findables, analyser.lexicon)
    index = PrefixIndex(path, findables, [0])
    lengths = range(max(len(typed) - 1, 0), len(typed) + 2)
    near = {word for word in index.words if any(OSA.distance(typed, word[:length]) <= 1 for length in lengths)}
    assert {index.words[number] for number in index.nearly_beginning_with(typed)} == near


# The site itself.


@pytest.fixture(scope="module")
def site(app: Flask) -> Searcher:
    searcher: Searcher = app.extensions["publisher"].current.searcher
    return searcher


@pytest.fixture(scope="module")
def findables(app: Flask) -> dict[str, Findable]:
    found: dict[str, Findable] = app.extensions["publisher"].current.content.findables()
    return found


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("vog", "beslisboom/vog"),
        ("VT", "organisaties/veilig-thuis"),
        ("wpo", "wetten/wpo"),
        ("kindert", "organisaties/kindertelefoon"),
        ("vertrouwensinsp", "organisaties/vertrouwensinspecteurs"),
        ("meldocde", "beslisboom/meldcode-compleet"),
        ("kndermish", "themas/kindermishandeling-en-huiselijk-geweld"),
        ("mobieltje af", "veelgestelde-vragen/telefoon-afpakken"),
        ("lkc", "organisaties/landelijke-klachtencommissie"),
    ],
)
def test_what_people_begin_to_type_leads_where_they_want(site: Searcher, typed: str, first: str) -> None:
    assert site.suggest(typed)[0].id == first


def test_every_suggestion_opens(client: FlaskClient, site: Searcher, findables: dict[str, Findable]) -> None:
    addresses = {one.url for findable in findables.values() for one in site.suggest(findable.title[:6])}
    assert len(addresses) > 200
    assert [address for address in addresses if client.get(address).status_code != 200] == []


def _one_error(word: str, chosen: random.Random) -> Iterator[str]:
    """The word with a letter left out, two changed places, and another letter, each at some place."""
    place, pair = chosen.randrange(len(word)), chosen.randrange(len(word) - 1)
    yield word[:place] + word[place + 1 :]
    yield word[:pair] + word[pair + 1] + word[pair] + word[pair + 2 :]
    yield word[:place] + chosen.choice("abcdefghijklmnopqrstuvwxyz".replace(word[place], "")) + word[place + 1 :]


def test_a_title_is_among_the_suggestions_after_ten_letters_of_a_word_of_its_own_also_with_an_error(site: Searcher, findables: dict[str, Findable]) -> None:
    titles = {id: name_words(findable.title) for id, findable in findables.items()}
    often = Counter(word for words in titles.values() for word in words)
    chosen = random.Random(20261125)  # noqa: S311
    right: list[bool] = []
    misspelt: list[bool] = []
    for id, words in titles.items():
        # A word of more titles than a few is no way to ask for one of them.
        own = next((word for word in words if len(word) >= 5 and word.isalpha() and often[word] <= 4), None)
        if own is not None:
            right.append(id in [one.id for one in site.suggest(own[:10])])
            misspelt += [id in [one.id for one in site.suggest(typed[:10])] for typed in _one_error(own, chosen)]
    assert len(right) > 250
    assert sum(right) / len(right) >= 0.99
    assert sum(misspelt) / len(misspelt) >= 0.95


# After so many letters of a question in words, how many must have a good page among the suggestions.
BARS = {4: 0.79, 6: 0.86, 8: 0.87, None: 0.87}


@pytest.mark.parametrize("letters", BARS)
def test_a_good_page_is_suggested_before_the_question_is_finished(site: Searcher, findables: dict[str, Findable], letters: int | None) -> None:
    questions = [one for one in answerable(read_questions(DEVELOPMENT), findables) if one.kind in IN_WORDS]
    often = Counter(question.kind for question in questions)
    shares = among_suggestions(site, questions, letters)
    assert sum(shares[kind] * often[kind] for kind in shares) / len(questions) >= BARS[letters]
