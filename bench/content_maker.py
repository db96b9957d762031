"""Makes content folders of any size out of the real pages, so that lengths, links and words are like the real ones."""

from __future__ import annotations

import re
import shutil
from itertools import cycle, islice
from pathlib import Path

_TITLE = re.compile(r"^titel: .*$", re.MULTILINE)
_OLD_ADDRESSES = re.compile(r"^vorige_adressen:.*\n", re.MULTILINE)


def make_content(source: Path, target: Path, pages: int) -> Path:
    """Copy the real content to `target` and add copies of its questions until there are `pages` pages; gives `target`."""
    shutil.copytree(source, target)
    real = sorted((source / "veelgestelde-vragen").glob("*.md"))
    have = sum(1 for _ in target.rglob("*.md"))
    folder = target / "veelgestelde-vragen"
    for number, original in enumerate(islice(cycle(real), max(pages - have, 0)), start=1):
        text = _OLD_ADDRESSES.sub("", original.read_text(encoding="utf-8"))
        text = _TITLE.sub(lambda match, n=number: f'titel: "{match.group()[7:].strip(chr(34))} ({n})"', text, count=1)  # type: ignore[misc]
        (folder / f"{original.stem}-{number}.md").write_text(text, encoding="utf-8")
    return target
