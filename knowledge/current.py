"""The snapshot that a request reads from, as the rooms see it."""

from __future__ import annotations

import datetime

from flask import g
from werkzeug.exceptions import NotFound

from knowledge.library import Library, Page


def library() -> Library:
    """The library of the snapshot that this request reads from."""
    found: Library = g.snapshot.library
    return found


def today() -> datetime.date:
    """The day of the snapshot: the same during a whole request, also around midnight."""
    found: datetime.date = g.today
    return found


def page_or_404(kind: str, name: str) -> Page:
    """The page; raises NotFound when there is none."""
    page = library().pages.get(f"{kind}/{name}")
    if page is None:
        raise NotFound
    return page
