"""A small shelf of pages and a tree to search in, and the real content."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from knowledge.findable import Findable, Place, page_findable
from knowledge.library import PageShelf
from knowledge.source_files import scan
from search_index.analysis import Analyser
from search_index.index import open_index
from search_index.lexicon import full_lexicon
from search_index.querying import Searcher
from search_index.spelling import all_words
from search_index.word_data import WordData

CONTENT = Path(__file__).parents[2] / "content"


def page(id: str, title: str, summary: str, text: str = "", places: tuple[Place, ...] = (), **facts: tuple[str, ...]) -> Findable:
    """A page with as little as a test needs."""
    return Findable(id, id.partition("/")[0], title, f"/{id}", summary, text, places=places, **facts)


def section(page_id: str, anchor: str, label: str, text: str) -> Place:
    return Place(f"/{page_id}#{anchor}", label, text, anchor=anchor)


SHELF = (
    page(
        "wetten/wpo",
        "Wet op het primair onderwijs",
        "De wet voor de basisschool.",
        "Deze wet geldt voor het basisonderwijs.",
        (
            section("wetten/wpo", "artikel-4c", "Artikel 4c: zorgplicht voor veiligheid", "Het bestuur zorgt voor de veiligheid van leerlingen op school."),
            section("wetten/wpo", "artikel-32", "Artikel 32: VOG vóór de benoeming", "Bij het laten zien is de VOG hoogstens zes maanden oud."),
            section("wetten/wpo", "artikel-40c", "Artikel 40c: schorsen", "Een leerling schorsen mag hoogstens een week."),
        ),
        keywords=("WPO", "onderwijswet"),
        themes=("veiligheidsbeleid",),
        sectors=("po", "sbo"),
    ),
    page(
        "wetten/wvo-2020",
        "Wet voortgezet onderwijs 2020",
        "De wet voor het voortgezet onderwijs.",
        "",
        (
            section("wetten/wvo-2020", "artikel-3-40", "Artikel 3.40: zorgplicht voor veiligheid", "Het bestuur zorgt voor veiligheid."),
            section("wetten/wvo-2020", "artikel-32", "Artikel 32: iets anders", "Over examens."),
        ),
        keywords=("WVO",),
        themes=("veiligheidsbeleid",),
        sectors=("vo",),
    ),
    page(
        "veelgestelde-vragen/vog-vrijwilliger",
        "Heeft een vrijwilliger een VOG nodig?",
        "De wet vraagt geen VOG van een ouder die komt voorlezen; verstandig is zij wel.",
        "Een hulpouder die helpt bij het lezen is een vrijwilliger.",
        keywords=("VOG", "verklaring omtrent het gedrag"),
        asked_as=("oma komt helpen met lezen, moet ze een bewijs van goed gedrag",),
        themes=("personeel",),
        sectors=("po",),
    ),
    page(
        "veelgestelde-vragen/pesten-buiten-school",
        "Pesten buiten school: wat moet de school doen?",
        "Pesten buiten school dat in de klas doorwerkt, is ook een zaak van de school.",
        "Denk aan een groepsapp of aan de weg naar huis.",
        themes=("pesten",),
        sectors=("po", "vo"),
    ),
    page("themas/pesten", "Pesten", "Wat pesten is en wat een school doet.", "De antipestcoördinator is het aanspreekpunt.", themes=("pesten",)),
    page(
        "stappenplannen/melding-van-pesten",
        "Wat doet u na een melding van pesten?",
        "Van het eerste gesprek tot de afronding.",
        "",
        (section("stappenplannen/melding-van-pesten", "stap-1", "Praat met het kind", "Neem de melding van pesten serieus en leg haar vast."),),
        themes=("pesten",),
        sectors=("po", "vo"),
    ),
    page(
        "organisaties/veilig-thuis",
        "Veilig Thuis",
        "Advies en meldpunt voor huiselijk geweld en kindermishandeling.",
        "Bel gratis, dag en nacht.",
        themes=("thuis",),
    ),
    page("nieuws/week-tegen-pesten", "Week tegen pesten", "Nieuws over de week.", "Dit jaar gaat de week over pesten in de groepsapp.", themes=("pesten",)),
    Findable(
        "beslisboom/vog",
        "beslisboom",
        "Heeft deze persoon een VOG nodig?",
        "/beslisboom/vog",
        "Of een VOG verplicht is, hoe oud zij mag zijn en wie haar aanvraagt.",
        themes=("personeel",),
        sectors=("po", "vo"),
        keywords=("VOG",),
        places=(
            Place("/beslisboom/vog/stap", "In welke rol komt deze persoon op school?", "De wet maakt verschil tussen wie wordt benoemd en wie meehelpt."),
            Place(
                "/beslisboom/vog/stap?rol=lio",
                "Leraar in opleiding (LIO)",
                "Met een leerarbeidsovereenkomst in het laatste jaar.",
                answers={"rol": "lio"},
            ),
            Place("/beslisboom/vog/uitkomst/te_oud", "Nee, deze VOG is te oud", "Vraag een nieuwe VOG aan voordat de overeenkomst ingaat."),
        ),
    ),
)


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """Knows all of Dutch, and of compounds what the words of the shelf say."""
    return Analyser(full_lexicon(WordData(), all_words(SHELF)))


@pytest.fixture(scope="session")
def shelf() -> Mapping[str, Findable]:
    return {findable.id: findable for findable in SHELF}


@pytest.fixture(scope="session")
def searcher(shelf: Mapping[str, Findable], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    opened = open_index(tmp_path_factory.mktemp("index"), shelf, "")
    yield opened
    opened.close()


@pytest.fixture
def searcher_over(tmp_path: Path) -> Iterator[Callable[..., Searcher]]:
    """Makes a searcher over the given findables."""
    opened: list[Searcher] = []

    def make(*findables: Findable) -> Searcher:
        opened.append(open_index(tmp_path / "index", {findable.id: findable for findable in findables}, repr(findables)))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def real_pages() -> Mapping[str, Findable]:
    """The pages of the site as search sees them."""
    shelf = PageShelf(CONTENT)
    parsed, _ = shelf.read(scan(CONTENT).files)
    targets = {page.id: page.target for page in parsed.values()}
    pages, _ = shelf.link(parsed, targets, shelf._glossary, datetime.date(2026, 11, 25))
    return {id: page_findable(page) for id, page in pages.items()}


@pytest.fixture(scope="session")
def real_searcher(real_pages: Mapping[str, Findable], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    opened = open_index(tmp_path_factory.mktemp("real"), real_pages, "")
    yield opened
    opened.close()
