"""Markdown → safe HTML, once, with the headings and sections that navigation and search need."""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

import markdown
import nh3
from markdown.extensions.toc import slugify_unicode

from knowledge.links import Link, extract
from knowledge.yaml_source import Mark

EXTENSIONS = ("tables", "footnotes", "attr_list", "def_list", "abbr", "admonition", "sane_lists", "toc", "fenced_code")
ADMONITIONS = ("gevaar", "let-op", "onzeker")

ALLOWED_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "class", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "div": {"class"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "sup": {"id"},
    "td": {"style"},
    "th": {"style"},
}

_RAW_HTML = re.compile(r"<(?:!--|/?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>)")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]+>|<[^<>\s@]+@[^<>\s]+>")
_CODE = re.compile(r"^(?P<fence>```|~~~).*?^(?P=fence)[ \t]*$|(?P<ticks>`+)[^\n]*?(?P=ticks)", re.MULTILINE | re.DOTALL)
# Ways to write a link that `links` does not read, and so does not check.
_UNREAD_LINK = re.compile(
    r"(?<!\[)\[[^\[\]\n]+\]\[[^\[\]\n]*\]|^ {0,3}\[[^\[\]^\n][^\[\]\n]*\]:[ \t]*\S+|\[[^\[\]\n]*\]\((?:<[^\n)]*|[^()\s]+[ \t]+[^)\n]*)\)", re.MULTILINE
)
# The page around a text has places of these names itself.
_TAKEN_ANCHOR = re.compile(r"^(?:inhoud|zoek|begrip-.*|.*-kop|stap-\d+)$")
_HEADING = re.compile(r'<h([2-4]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_TABLE_OR_HEADING = re.compile(r'<table>|</table>|<h[2-4] id="[^"]+">(?P<heading>.*?)</h[2-4]>', re.DOTALL)
_HEADING_ID = re.compile(r'<h[2-4] id="([^"]+)">')
_EXPLICIT_ID = re.compile(r"^#{1,6}[^\n]*\{[^}\n]*#([\w-]+)[^}\n]*\}[ \t]*$", re.MULTILINE)
_TOP_HEADING = re.compile(r"^#[ \t]+\S", re.MULTILINE)
_ADMONITION = re.compile(r"^!!![ \t]*([\w-]+)", re.MULTILINE)
_ALIGNMENT = re.compile(r' style="text-align: (left|right|center);"')
_TAGS = re.compile(r"<[^>]+>")
# A tag inside a sentence leaves no space: "<strong>112</strong>," reads "112,".
_TAGS_IN_WORDS = re.compile(r"</?(?:a|abbr|button|code|em|strong|sup)\b[^>]*>")
_SPACES = re.compile(r"\s+")
_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 4, with the anchor readers link to."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a page below one heading; the first has no anchor. Text without markup, for search."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML with numbered links still to be filled in, and what was noticed on the way."""

    html: str
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    faults: tuple[tuple[Mark, str], ...] = ()


def plain_text(markup: str) -> str:
    """The words of a piece of HTML, on one line."""
    return _SPACES.sub(" ", html.unescape(_TAGS.sub(" ", _TAGS_IN_WORDS.sub("", markup)))).strip()


class _Elements(HTMLParser):
    """The tags, attributes and words of HTML, whatever way they are spelt."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr"):
            self.found.append("/" + tag)

    def handle_data(self, data: str) -> None:
        self.found.append(_SPACES.sub("", data))


def _same_content(first: str, second: str) -> bool:
    return first == second or _Elements(first).found == _Elements(second).found


class _Converter:
    """One Markdown instance, reused: building one costs more than rendering a page."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.markdown = markdown.Markdown(
            extensions=list(EXTENSIONS),
            extension_configs={
                "toc": {"slugify": slugify_unicode, "permalink": False},
                "footnotes": {"BACKLINK_TITLE": "Terug naar noot %d in de tekst"},
            },
            output_format="html",
        )
        # Editors write no HTML: what looks like a tag is shown as they typed it.
        self.markdown.preprocessors.deregister("html_block")
        self.markdown.inlinePatterns.deregister("html")

    def convert(self, text: str) -> str:
        with self.lock:
            self.markdown.reset()
            return str(self.markdown.convert(text))


_converter = _Converter()


def _faults(text: str, first_line: int) -> list[tuple[Mark, str]]:
    def mark(position: int) -> Mark:
        return Mark(text.count("\n", 0, position) + first_line, position - text.rfind("\n", 0, position))

    # Code is blanked, with the same length, so that places stay right.
    prose = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    faults = []
    for match in _RAW_HTML.finditer(prose):
        if not _AUTOLINK.match(prose, match.start()):
            faults.append((mark(match.start()), f"HTML ({match.group()[:30]}) mag niet in een pagina. Gebruik Markdown."))
    for match in _UNREAD_LINK.finditer(prose):
        faults.append((mark(match.start()), f'Schrijf deze koppeling als [[pagina]] of [woorden](pagina): "{match.group().strip()[:60]}".'))
    for match in _TOP_HEADING.finditer(prose):
        faults.append((mark(match.start()), "Koppen beginnen bij ## : de titel is al de kop van de pagina."))
    for match in _ADMONITION.finditer(prose):
        if match[1] not in ADMONITIONS:
            faults.append((mark(match.start()), f'Het blok "{match[1]}" bestaat niet. Kies uit: {", ".join(ADMONITIONS)}.'))
    seen: set[str] = set()
    for match in _EXPLICIT_ID.finditer(prose):
        if match[1] in seen:
            faults.append((mark(match.start()), f'De kop "#{match[1]}" staat twee keer op deze pagina. Geef er één een andere naam.'))
        elif not _SLUG.match(match[1]):
            faults.append((mark(match.start()), f'De naam "#{match[1]}" mag alleen kleine letters, cijfers en streepjes bevatten.'))
        elif _TAKEN_ANCHOR.match(match[1]):
            faults.append((mark(match.start()), f'De naam "{match[1]}" is al van iets anders op de pagina. Geef deze kop een andere naam.'))
        seen.add(match[1])
    return faults


def sections_of(markup: str) -> tuple[Section, ...]:
    """The pieces of finished HTML, cut at its headings, with the words of its links filled in."""
    pieces = _HEADING.split(markup)
    sections = [Section("", "", plain_text(pieces[0]))]
    for number in range(1, len(pieces), 4):
        anchor, heading, text = pieces[number + 1 : number + 4]
        sections.append(Section(anchor, plain_text(heading), plain_text(text)))
    return tuple(section for section in sections if section.text or section.heading)


def _frame_tables(markup: str) -> str:
    """Put each table in a frame of its own: a wide one scrolls there, reachable by keyboard, under the name of its heading."""
    heading, names = "", Counter[str]()

    def frame(match: re.Match[str]) -> str:
        nonlocal heading
        if match["heading"]:
            heading = plain_text(match["heading"])
            return match.group()
        if match.group() == "</table>":
            return "</table></div>"
        name = f"Tabel: {heading}" if heading else "Tabel"
        names[name] += 1
        label = html.escape(name if names[name] == 1 else f"{name} ({names[name]})")
        return f'<div class="tabel-kader" role="region" aria-label="{label}" tabindex="0"><table>'

    # The corner above row names is no heading of anything.
    return _TABLE_OR_HEADING.sub(frame, markup.replace("<th></th>", "<td></td>"))


def render(text: str, first_line: int = 1) -> Rendered:
    """Render Markdown that begins on `first_line` of its file. The HTML is safe to show; links are still numbers."""
    numbered, links = extract(text, first_line)
    faults = _faults(text, first_line)
    converted = _ALIGNMENT.sub("", _converter.convert(numbered))
    clean = nh3.clean(
        converted,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"ref", "http", "https", "mailto", "tel"},
        link_rel=None,
    )
    if not faults and not _same_content(converted, clean):
        faults.append((Mark(first_line, 1), "Op deze pagina staat opmaak die niet mag (bijvoorbeeld een bijzonder adres of kenmerk) en die is weggelaten."))
    faults += [
        (Mark(first_line, 1), f'De naam "{anchor}" van een kop is al van iets anders op de pagina. Geef de kop een eigen naam: {{#andere-naam}}.')
        for anchor in _HEADING_ID.findall(clean)
        if _TAKEN_ANCHOR.match(anchor) and f"#{anchor}}}" not in text
    ]
    headings = tuple(Heading(int(level), anchor, plain_text(inner)) for level, anchor, inner in _HEADING.findall(clean))
    return Rendered(_frame_tables(clean), links, headings, tuple(faults))
