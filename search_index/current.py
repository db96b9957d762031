"""What the request is served from: the snapshot that was current when it came in."""

from __future__ import annotations

from typing import cast

from flask import g

from search_index.querying import Searcher


def searcher() -> Searcher:
    """The searcher of the current snapshot."""
    return cast(Searcher, g.snapshot.searcher)
