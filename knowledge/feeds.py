"""News and agenda for other programs: Atom (RFC 4287) and iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from xml.etree import ElementTree

import icalendar

from knowledge.front_matter import DatedMatter
from knowledge.library import Page
from knowledge.presenting import SITE_NAME

ATOM = "http://www.w3.org/2005/Atom"

# The address of a page as other sites write it.
Absolute = Callable[[str], str]


def _dated(page: Page) -> DatedMatter:
    """The fields of news or an event; raises TypeError for another kind of page."""
    if not isinstance(page.matter, DatedMatter):
        raise TypeError(f"{page.id} has no date")
    return page.matter


def _midnight(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _changed(page: Page) -> datetime.date:
    """The day on which a page was last looked at, or of the news itself when that is later."""
    return max(page.matter.checked, _dated(page).day or page.matter.checked)


def atom(title: str, own_url: str, pages: Iterable[Page], absolute: Absolute) -> bytes:
    """A feed of `pages`, the newest first. `own_url` is the address of the feed, `absolute` makes a whole address of a page's own."""
    entries = sorted(pages, key=lambda page: (_dated(page).day or datetime.date.min, page.id), reverse=True)
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "nl"})

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        child = ElementTree.SubElement(parent, name, attributes)
        child.text = text or None
        return child

    add(feed, "title", f"{title} – {SITE_NAME}")
    add(feed, "id", own_url)
    add(feed, "link", rel="self", href=own_url)
    # An empty feed has not changed since the beginning of time, as far as a reader can tell.
    add(feed, "updated", _midnight(max(map(_changed, entries), default=datetime.date(1970, 1, 1))))
    add(add(feed, "author"), "name", SITE_NAME)
    for page in entries:
        entry = add(feed, "entry")
        url, day = absolute(page.url), _dated(page).day
        add(entry, "title", page.title)
        add(entry, "id", url)
        add(entry, "link", href=url)
        add(entry, "updated", _midnight(_changed(page)))
        if day and page.kind == "nieuws":
            add(entry, "published", _midnight(day))
        add(entry, "summary", page.matter.summary)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def calendar(title: str, pages: Iterable[Page], absolute: Absolute) -> bytes:
    """The pages that have a date as events of whole days; the others are left out, for a calendar needs a day."""
    found = icalendar.Calendar()
    found.add("prodid", f"-//{SITE_NAME}//{title}//NL")
    found.add("version", "2.0")
    found.add("x-wr-calname", f"{title} – {SITE_NAME}")
    for page in sorted(pages, key=lambda page: page.id):
        matter = _dated(page)
        if matter.day is None:
            continue
        url = absolute(page.url)
        event = icalendar.Event()
        event.add("uid", url)
        event.add("dtstamp", datetime.datetime.combine(page.matter.checked, datetime.time(), datetime.UTC))
        event.add("dtstart", matter.day)
        # The end of an event of whole days is the day after its last.
        event.add("dtend", (matter.until or matter.day) + datetime.timedelta(days=1))
        event.add("summary", page.title)
        event.add("description", page.matter.summary)
        event.add("url", url)
        if matter.place:
            event.add("location", matter.place)
        found.add_component(event)
    return bytes(found.to_ical())
