"""A site whose disk fills up and is freed again, in a process of its own. Run as a program with how to fill it, the content and the instance folder.

Prints a line of JSON per stage: what health says, and whether the law is shown and found by a word that it got when the disk was full.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

from app import create_app
from publishing import publisher

NEW_WORD = "onderwaterhockey"
# Enough for what is open already, less than any index.
FEW_BYTES = 512


class Disk:
    """A real disk with room for the beginning of an index only."""

    def __init__(self, folder: Path) -> None:
        self.filler = folder / "filler"

    def fill(self) -> None:
        with self.filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        os.truncate(self.filler, self.filler.stat().st_size - 4 * 4096)

    def free(self) -> None:
        self.filler.unlink()


class Limit:
    """A process that may write no file of any size."""

    def __init__(self, folder: Path) -> None:
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FEW_BYTES, self.before[1]))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


def main() -> None:
    """Start, fill the disk and change a page, look again twice, and free the disk."""
    kind, content, instance = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    disk = {"disk": Disk, "limit": Limit}[kind](instance)
    site = create_app({"CONTENT_DIR": str(content), "INSTANCE_DIR": str(instance), "WATCH": False})
    client = site.test_client()
    publisher.SEARCH_AGAIN_SECONDS = 0

    def look(stage: str) -> None:
        site.extensions["publisher"].refresh()
        page, found, known = (client.get(path) for path in ("/wetten/testwet", f"/zoeken?q={NEW_WORD}", "/zoeken?q=testwet"))
        assert [answer.status_code for answer in (page, found, known)] == [200, 200, 200]
        shown = {"page": NEW_WORD in page.text, "new word": "/wetten/testwet" in found.text, "old word": "/wetten/testwet" in known.text}
        shown["left over"] = any((instance / "zoekindex").glob(".half*"))
        print(json.dumps({"stage": stage, **shown, **client.get("/gezond").get_json()}))

    look("at first")
    law = content / "wetten/testwet.md"
    disk.fill()
    law.write_text(law.read_text("utf-8").replace("De wet in het kort.", f"Over {NEW_WORD}."), "utf-8")
    look("full")
    look("still full")
    disk.free()
    look("free")


if __name__ == "__main__":
    main()
