"""When a law holds, and where its official text stands."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from knowledge.dutch_dates import dutch_day, dutch_partial_day
from knowledge.front_matter import LawMatter, PageMatter
from knowledge.library import official_url
from tests.knowledge.conftest import Folder

DAY = datetime.date(2026, 11, 25)
BASE = {"titel": "Wet", "samenvatting": "Zin.", "gecontroleerd": DAY, "controleren_voor": DAY}


def law(**matter: Any) -> LawMatter:
    return LawMatter.model_validate(BASE | matter)


@pytest.mark.parametrize(
    ("matter", "holds"),
    [
        ({}, True),
        ({"geldig_vanaf": DAY}, True),
        ({"geldig_vanaf": DAY + datetime.timedelta(days=1)}, False),
        ({"geldig_tot": DAY + datetime.timedelta(days=1)}, True),
        ({"geldig_tot": DAY}, False),
        ({"wetsvoorstel": "ja"}, False),
        ({"wetsvoorstel": "ja", "geldig_vanaf": DAY}, False),
    ],
)
def test_a_law_holds_from_its_first_day_until_the_day_it_no_longer_does(matter: dict[str, object], holds: bool) -> None:
    assert law(**matter).holds_on(DAY) is holds


@pytest.mark.parametrize(
    ("anchor", "day", "holds"),
    [
        ("artikel-1", DAY, True),
        ("artikel-2", datetime.date(2025, 7, 31), False),
        ("artikel-2", datetime.date(2025, 8, 1), True),
        ("artikel-3", datetime.date(2025, 7, 31), True),
        ("artikel-3", datetime.date(2025, 8, 1), False),
        ("artikel-2", datetime.date(2019, 12, 31), False),
        (None, datetime.date(2025, 7, 31), True),
    ],
)
def test_an_article_can_begin_and_end_by_itself(anchor: str | None, day: datetime.date, holds: bool) -> None:
    articles = {"artikel-2": {"geldig_vanaf": "2025-08-01"}, "artikel-3": {"geldig_tot": "2025-08-01"}}
    assert law(geldig_vanaf="2020-01-01", artikelen=articles).holds_on(day, anchor) is holds


@pytest.mark.parametrize(
    ("matter", "anchor", "address"),
    [
        ({"bwb": "BWBR0003420"}, "", "https://wetten.overheid.nl/BWBR0003420"),
        ({"bwb": "BWBR0003420", "stand": "2026-08-01"}, "", "https://wetten.overheid.nl/BWBR0003420/2026-08-01"),
        ({"bwb": "BWBR0003420", "stand": "2026-08-01"}, "artikel-4c", "https://wetten.overheid.nl/BWBR0003420/2026-08-01#Artikel4c"),
        ({"bwb": "BWBR0003420"}, "artikel-3-40", "https://wetten.overheid.nl/BWBR0003420#Artikel3.40"),
        ({"bwb": "BWBR0003420"}, "artikel-4-2-1", "https://wetten.overheid.nl/BWBR0003420#Artikel4.2.1"),
        ({"bwb": "BWBR0003420"}, "meer-weten", "https://wetten.overheid.nl/BWBR0003420"),
        ({"bwb": "BWBR0002656", "boek": "1"}, "artikel-1-247", "https://wetten.overheid.nl/BWBR0002656#Artikel247"),
        ({"bwb": "BWBR0002656", "boek": "1"}, "artikel-6-162", None),
        ({"bwb": "BWBR0002656", "boek": "1"}, "artikel-247", None),
        ({"bwb": "BWBR0002656", "boek": "1"}, "", "https://wetten.overheid.nl/BWBR0002656"),
        ({"officiele_url": "https://example.org/wet"}, "", "https://example.org/wet"),
        ({"officiele_url": "https://example.org/wet"}, "artikel-1", "https://example.org/wet"),
        ({}, "artikel-1", None),
    ],
)
def test_an_article_has_an_official_text(matter: dict[str, object], anchor: str, address: str | None) -> None:
    assert official_url(law(**matter), anchor) == address


def test_a_page_that_is_no_law_has_none() -> None:
    assert official_url(PageMatter.model_validate(BASE)) is None


def test_the_page_of_a_law_links_each_article_to_its_official_text(folder: Folder) -> None:
    folder.write("wetten/bw.md", "## Artikel 1:247: ouderlijk gezag & zorg {#artikel-1-247}\n\n## Meer weten {#meer}\n", bwb="BWBR0002656", boek='"1"')
    assert folder.complaints() == []
    html = folder.page("wetten/bw").html
    assert html.count('class="officieel"') == 1
    assert 'href="https://wetten.overheid.nl/BWBR0002656#Artikel247">Officiële tekst van artikel 1' in html


def test_the_name_of_a_bwb_is_checked() -> None:
    with pytest.raises(ValueError, match="bwb"):
        law(bwb="BWBR342")


def test_days_are_written_as_people_read_them() -> None:
    assert dutch_day(datetime.date(2026, 3, 3)) == "3 maart 2026"
    assert [dutch_partial_day(text) for text in ("2023", "2023-05", "2023-05-08")] == ["2023", "mei 2023", "8 mei 2023"]
