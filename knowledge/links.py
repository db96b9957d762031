"""Links in Markdown: found with their place, replaced by numbers while rendering, and filled in when all pages are known.

Rendering a page therefore depends on its own text alone; what a link leads to is looked up afterwards. That is what
makes it possible to read one changed file and leave the other pages as they are.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.problems import did_you_mean
from knowledge.yaml_source import Mark

_CODE = re.compile(r"^(```|~~~).*?^\1[ \t]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[\[(?P<wiki>[^\[\]\n|]+)(?:\|(?P<words>[^\[\]\n]+))?\]\]|(?<!!)\[(?P<label>[^\[\]\n]*)\]\((?P<href>[^()\s]*)\)")
_PLACEHOLDER = re.compile(r'<a href="ref:(\d+)">(.*?)</a>(\.?)', re.DOTALL)
_EXTERNAL = re.compile(r"^(https?:|mailto:|tel:)")


@dataclass(frozen=True, slots=True)
class Link:
    """One link as an editor wrote it. `label` is None when the title of the target is to be shown."""

    mark: Mark
    target: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be linked to: a page, a tree or an outcome. `anchors` maps anchor → its heading."""

    id: str
    title: str
    short_title: str
    url: str
    anchors: Mapping[str, str] = field(default_factory=dict)

    def title_of(self, anchor: str) -> str:
        """'WPO, artikel 32' for an anchor; the title itself without one."""
        if not anchor:
            return self.title
        heading = self.anchors[anchor].split(":")[0]
        if heading.startswith("Artikel"):
            heading = heading[0].lower() + heading[1:]
        return f"{self.short_title}, {heading}"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a link leads. `target_id` is None for addresses outside the site."""

    url: str
    text: str
    target_id: str | None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a link leads nowhere, as a Dutch sentence."""

    message: str


def extract(text: str, first_line: int = 1) -> tuple[str, tuple[Link, ...]]:
    """Replace each link in `text` by a numbered one, and give the links with their place in the file."""
    code = [match.span() for match in _CODE.finditer(text)]
    links: list[Link] = []

    def number(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in code):
            return match.group()
        line_start = text.rfind("\n", 0, match.start()) + 1
        mark = Mark(text.count("\n", 0, match.start()) + first_line, match.start() - line_start + 1)
        if match["wiki"] is not None:
            links.append(Link(mark, match["wiki"].strip(), match["words"]))
        else:
            links.append(Link(mark, match["href"], match["label"]))
        return f"[{links[-1].label or ''}](ref:{len(links) - 1})"

    return _LINK.sub(number, text), tuple(links)


def _normalise(target: str, own_id: str) -> tuple[str, str]:
    """Split into (page id, anchor), whatever way the link was written; `../wetten/wpo.md` counts from the own folder."""
    path, _, anchor = target.partition("#")
    if not path:
        return own_id, anchor
    if path.startswith("/"):
        path = path[1:]
    elif path.endswith(".md") or path.startswith("."):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(own_id), path))
    return path.removesuffix(".md").rstrip("/"), anchor


def link_page_id(target: str, own_id: str) -> str:
    """The page that a link on page `own_id` means, whether it exists or not; '' for an address outside the site."""
    return "" if _EXTERNAL.match(target) else _normalise(target, own_id)[0]


def resolve(target: str, own_id: str, targets: Mapping[str, Target]) -> Resolved | Broken:
    """Where `target`, written on page `own_id`, leads."""
    if _EXTERNAL.match(target):
        return Resolved(target, target, None)
    page_id, anchor = _normalise(target, own_id)
    found = targets.get(page_id)
    if found is None:
        return Broken(f'De pagina "{page_id}" bestaat niet.{did_you_mean(page_id, targets)}')
    if anchor and anchor not in found.anchors:
        return Broken(f'De pagina "{page_id}" heeft geen kop met de naam "{anchor}".{did_you_mean(anchor, found.anchors)}')
    return Resolved(f"{found.url}#{anchor}" if anchor else found.url, found.title_of(anchor), found.id, anchor)


def fill_in(rendered: str, resolved: Sequence[Resolved | Broken]) -> str:
    """Put the real addresses in rendered HTML; a broken link becomes plain text."""

    def put(match: re.Match[str]) -> str:
        link = resolved[int(match[1])]
        if isinstance(link, Broken):
            return match[2] + match[3]
        outside = ' rel="noopener noreferrer" class="extern"' if link.target_id is None and link.url.startswith("http") else ""
        words = match[2] or html.escape(link.text)
        # A title that is a question ends the sentence itself: 'Zie Mag dat?', not 'Zie Mag dat?.'
        stop = "" if words.endswith(("?", "!")) else match[3]
        return f'<a href="{html.escape(link.url)}"{outside}>{words}</a>{stop}'

    return _PLACEHOLDER.sub(put, rendered)
