"""What the request is served from: the snapshot that was current when it came in."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request

from search_index.counting import UsageCounter
from search_index.querying import Searcher

USAGE_COUNTER = "usage_counter"


def searcher() -> Searcher:
    """The searcher of the current snapshot."""
    return cast(Searcher, g.snapshot.searcher)


def usage_counter() -> UsageCounter | None:
    """What counts searches; None when the site does not count, or when the browser says that its reader does not want to be followed."""
    objects = "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))
    return None if objects else current_app.extensions.get(USAGE_COUNTER)
