"""The trees of the snapshot that a request reads from."""

from __future__ import annotations

from flask import g
from werkzeug.exceptions import NotFound

from wizard.forest import Forest, PublishedTree


def forest() -> Forest:
    """The trees of the snapshot that this request reads from."""
    found: Forest = g.snapshot.forest
    return found


def tree_or_404(id: str) -> PublishedTree:
    """The tree; raises NotFound when there is none."""
    published = forest().trees.get(id)
    if published is None:
        raise NotFound
    return published
