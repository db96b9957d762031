"""News and agenda for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest
from flask import Flask

from tests.checking_client import CheckingClient

ATOM = "{http://www.w3.org/2005/Atom}"
MATTER = "samenvatting: {summary}\ngecontroleerd: 2026-11-25\ncontroleren_voor: 2099-01-01\nbronnen: [{{titel: Een bron, url: https://example.org/bron}}]\n"


def write(folder: Path, id: str, title: str, extra: str, summary: str = "Kort.") -> None:
    (folder / id).parent.mkdir(exist_ok=True)
    (folder / f"{id}.md").write_text(f"---\ntitel: {title}\n{MATTER.format(summary=summary)}{extra}---\n\nZie [[wetten/testwet]].\n", encoding="utf-8")


@pytest.fixture
def feeds(content_dir: Path, make_small_app: Callable[..., Flask]) -> CheckingClient:
    write(content_dir, "nieuws/oud", "Oud nieuws", "datum: 2019-05-01\n")
    write(content_dir, "nieuws/nieuw", "'Nieuw & <beter>'", "datum: 2026-11-30\n")
    write(content_dir, "agenda/dag", "Een dag", "datum: 2027-03-29\nplaats: Utrecht\n", "Waar, wanneer; en hoe")
    write(content_dir, "agenda/week", "Een week", "datum: 2027-03-29\ntot: 2027-04-02\n")
    write(content_dir, "agenda/ooit", "Elk jaar in het voorjaar", "")
    return CheckingClient(make_small_app().test_client())


def entries(page: CheckingClient, url: str) -> list[ElementTree.Element]:
    page.check_feed(url)
    return list(ElementTree.fromstring(page.client.get(url).get_data()).iter(f"{ATOM}entry"))  # noqa: S314 - the site made it


def test_the_news_comes_newest_first_with_its_day(feeds: CheckingClient) -> None:
    found = entries(feeds, "/nieuws/atom.xml")
    assert [one.findtext(f"{ATOM}title") for one in found] == ["Nieuw & <beter>", "Oud nieuws"]
    assert [one.findtext(f"{ATOM}published") for one in found] == ["2026-11-30T00:00:00Z", "2019-05-01T00:00:00Z"]
    assert found[0].findtext(f"{ATOM}id") == "http://localhost/nieuws/nieuw"
    assert found[1].findtext(f"{ATOM}summary") == "Kort."


def test_the_news_changed_when_its_last_page_did(feeds: CheckingClient) -> None:
    feed = ElementTree.fromstring(feeds.client.get("/nieuws/atom.xml").get_data())  # noqa: S314 - the site made it
    assert feed.findtext(f"{ATOM}updated") == "2026-11-30T00:00:00Z"
    assert [one.findtext(f"{ATOM}updated") for one in feed.iter(f"{ATOM}entry")] == ["2026-11-30T00:00:00Z", "2026-11-25T00:00:00Z"]


def test_the_agenda_can_be_followed_with_and_without_dates(feeds: CheckingClient) -> None:
    found = entries(feeds, "/agenda/atom.xml")
    assert {one.findtext(f"{ATOM}title") for one in found} == {"Een dag", "Een week", "Elk jaar in het voorjaar"}
    assert all(one.findtext(f"{ATOM}published") is None for one in found)


def test_the_calendar_holds_what_has_a_date(feeds: CheckingClient) -> None:
    feeds.check_calendar("/agenda/agenda.ics")
    calendar = icalendar.Calendar.from_ical(feeds.client.get("/agenda/agenda.ics").get_data())
    events = {str(one["summary"]): one for one in calendar.walk("VEVENT")}
    assert events.keys() == {"Een dag", "Een week"}
    assert (events["Een dag"]["dtstart"].dt, events["Een dag"]["dtend"].dt) == (datetime.date(2027, 3, 29), datetime.date(2027, 3, 30))
    assert events["Een week"]["dtend"].dt == datetime.date(2027, 4, 3)
    assert str(events["Een dag"]["description"]) == "Waar, wanneer; en hoe"
    assert (str(events["Een dag"]["location"]), "location" in events["Een week"]) == ("Utrecht", False)
    assert str(events["Een dag"]["url"]) == "http://localhost/agenda/dag"


def test_the_lists_show_what_can_be_followed(feeds: CheckingClient) -> None:
    assert "/nieuws/atom.xml" in feeds.get("/nieuws/").links
    assert {"/agenda/agenda.ics", "/agenda/atom.xml"} <= set(feeds.get("/agenda/").links)
    assert "atom" not in feeds.get("/wetten/").html


def test_feeds_are_empty_rather_than_invented(small_page: CheckingClient) -> None:
    small_page.check_calendar("/agenda/agenda.ics")
    assert entries(small_page, "/nieuws/atom.xml") == []
    assert "Hier staat nu niets." in small_page.get("/agenda/").main
