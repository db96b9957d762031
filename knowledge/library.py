"""The Library: every page, linked and rendered, immutable, made anew when the content changes.

`PageShelf` remembers what it read, so that a change costs only what changed: a page is read again when its file has
another signature, and linked again when a page that it links to has another title, address or heading.
"""

from __future__ import annotations

import datetime
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from markupsafe import Markup

from knowledge.front_matter import MATTER_BY_KIND, LawMatter, OrganisationMatter, PageMatter, StepPlanMatter
from knowledge.glossary import GLOSSARY_FILE, Glossary, GlossarySource, Term, make_glossary, term_id
from knowledge.links import Broken, Link, Resolved, Target, fill_in, link_page_id, resolve
from knowledge.markdown_rendering import Heading, Rendered, Section, plain_text, sections_of
from knowledge.pages import ParsedPage, Reading, kind_name, read_page
from knowledge.problems import Problem, Severity, did_you_mean
from knowledge.source_files import FileMemory, Signature
from knowledge.yaml_files import read_yaml_file

_HEADING_END = re.compile(r'(<h[2-4] id="([^"]+)">)(.*?)(</h[2-4]>)', re.DOTALL)
GlossaryReading: TypeAlias = tuple[GlossarySource | None, list[Problem]]

_ARTICLE_ANCHOR = re.compile(r"^artikel-(\d+[a-z]*(?:-\d+[a-z]*)*)$")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown. `html` is safe and complete; `terms` are the glossary terms explained in it."""

    id: str
    kind: str
    name: str
    url: str
    path: str
    matter: PageMatter
    html: Markup
    steps: tuple[Markup, ...]
    terms: tuple[Term, ...]
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    links_to: frozenset[str]

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    @property
    def organisation(self) -> OrganisationMatter:
        """The fields of an organisation; raises TypeError for another kind of page."""
        if not isinstance(self.matter, OrganisationMatter):
            raise TypeError(f"{self.id} is not an organisation")
        return self.matter


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that uses a page, shown under 'Wordt gebruikt in', or that belongs to a theme; `summary` is empty where a title says enough."""

    id: str
    title: str
    url: str
    kind: str
    summary: str = ""


@dataclass(frozen=True)
class Library:
    """All pages of one moment. `used_by` maps page id → what links to it, by title; `themed` theme → what belongs to it in other rooms."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    by_kind: Mapping[str, tuple[Page, ...]] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)
    used_by: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    themed: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)

    def of_theme(self, theme: str) -> tuple[Page, ...]:
        """Every page that names `theme` (the bare name of a theme page), in the order of the kinds."""
        return tuple(page for pages in self.by_kind.values() for page in pages if theme in page.matter.themes)

    def organisation(self, name: str) -> Page:
        """The organisation `name`; raises KeyError when it does not exist."""
        return self.pages[f"organisaties/{name}"]


def official_url(matter: PageMatter, anchor: str = "") -> str | None:
    """Where the official text of a law, or of the article at `anchor`, stands; None when no address is known."""
    if not isinstance(matter, LawMatter):
        return None
    if matter.bwb is None:
        return matter.official_url
    address = f"https://wetten.overheid.nl/{matter.bwb}" + (f"/{matter.text_date.isoformat()}" if matter.text_date else "")
    article = _ARTICLE_ANCHOR.match(anchor)
    if article is None:
        return address
    number = article[1].replace("-", ".")
    if matter.book is not None:
        # A code is published book by book, and numbers its articles from one in each.
        book, _, number = number.partition(".")
        if book != matter.book:
            return None
    return f"{address}#Artikel{number}"


def _furnish(parsed: ParsedPage, markup: str) -> str:
    """Give each heading a link to itself, and each article of a law a link to its official text."""

    def heading(match: re.Match[str]) -> str:
        opening, anchor, words, closing = match.groups()
        link = f' <a class="anker" href="#{anchor}" aria-label="Koppeling naar dit onderdeel">#</a>'
        official = official_url(parsed.matter, anchor) if _ARTICLE_ANCHOR.match(anchor) else None
        tail = (
            f'<p class="officieel"><a class="extern" rel="noopener noreferrer" href="{html.escape(official)}">Officiële tekst van {html.escape(_article_name(words))}</a></p>'
            if official
            else ""
        )
        return f"{opening}{words}{link}{closing}{tail}"

    return _HEADING_END.sub(heading, markup)


def _article_name(heading: str) -> str:
    name = html.unescape(re.sub(r"<[^>]+>", "", heading)).split(":")[0].strip()
    return name[:1].lower() + name[1:]


def _step_sections(matter: PageMatter, steps: tuple[str, ...]) -> tuple[Section, ...]:
    """The steps of a step plan, as pieces that search looks in."""
    if not isinstance(matter, StepPlanMatter):
        return ()
    return tuple(Section(f"stap-{number}", step.title, plain_text(text)) for number, (step, text) in enumerate(zip(matter.steps, steps, strict=True), start=1))


def _link_page(parsed: ParsedPage, resolved: Mapping[Link, Resolved | Broken], glossary: Glossary) -> Page:
    seen = {term_id(parsed.matter.title)}
    terms: list[Term] = []

    def filled(rendered: Rendered) -> str:
        return fill_in(rendered.html, [resolved[link] for link in rendered.links])

    def explained(markup: str) -> str:
        markup, found = glossary.explain(markup, seen)
        terms.extend(found)
        return markup

    step_markup = tuple(filled(step) for step in parsed.steps)
    body_markup = filled(parsed.rendered)
    steps = tuple(Markup(explained(step)) for step in step_markup)  # noqa: S704 - sanitised when it was rendered
    body = Markup(_furnish(parsed, explained(body_markup)))  # noqa: S704 - sanitised when it was rendered
    sections = sections_of(body_markup) + _step_sections(parsed.matter, step_markup)
    links_to = frozenset(link.target_id for link in resolved.values() if isinstance(link, Resolved) and link.target_id)
    return Page(
        parsed.id, parsed.kind, parsed.name, parsed.url, parsed.path, parsed.matter, body, steps, tuple(terms), parsed.headings, sections, links_to - {parsed.id}
    )  # fmt: skip


def _resolve_all(parsed: ParsedPage, targets: Mapping[str, Target], drafts: set[str]) -> tuple[dict[Link, Resolved | Broken], list[Problem]]:
    resolved: dict[Link, Resolved | Broken] = {}
    problems = []
    for link in parsed.links:
        found = resolved[link] = resolve(link.target, parsed.id, targets)
        if isinstance(found, Broken):
            message = found.message
            if link_page_id(link.target, parsed.id) in drafts:
                message = "Deze pagina is nog een concept en staat dus niet op de site. Zet haar status op gepubliceerd, of haal de verwijzing weg."
            problems.append(Problem(parsed.path, link.mark.line, link.mark.column, Severity.ERROR, message))
        elif found.target_id is None and found.url.startswith("http"):
            problems.append(
                Problem(
                    parsed.path,
                    link.mark.line,
                    link.mark.column,
                    Severity.HINT,
                    "Zet een koppeling naar buiten bij bronnen, dan staat zij op één plek en met een datum.",
                )
            )
    return resolved, problems


def _check_among_others(parsed: ParsedPage, targets: Mapping[str, Target], today: datetime.date) -> list[Problem]:
    """What can only be said when the other pages are known, apart from links."""
    problems = []

    def add(place: tuple[str | int, ...], severity: Severity, message: str) -> None:
        mark = parsed.mark(place)
        problems.append(Problem(parsed.path, mark.line, mark.column, severity, message))

    for number, theme in enumerate(parsed.matter.themes):
        if f"themas/{theme}" not in targets:
            known = [target.removeprefix("themas/") for target in targets if target.startswith("themas/")]
            add(("thema", number), Severity.ERROR, f'Het thema "{theme}" bestaat niet.{did_you_mean(theme, known)}')
    for number, old in enumerate(parsed.matter.previous_addresses):
        if old.strip("/") in targets:
            add(("vorige_adressen", number), Severity.ERROR, f'Het oude adres "{old}" is nu het adres van een andere pagina.')
    if parsed.matter.is_overdue(today):
        add(("controleren_voor",), Severity.WARNING, "Deze pagina had opnieuw moeten worden nagekeken. Vergelijk haar met de bronnen en zet een nieuwe datum.")
    return problems


def _shared_addresses(parsed: Mapping[str, ParsedPage]) -> list[Problem]:
    """Old addresses that two pages lay claim to."""
    owners: dict[str, str] = {}
    problems = []
    for id, page in sorted(parsed.items()):
        for number, old in enumerate(page.matter.previous_addresses):
            owner = owners.setdefault(old.strip("/"), id)
            if owner != id:
                mark = page.mark(("vorige_adressen", number))
                problems.append(
                    Problem(page.path, mark.line, mark.column, Severity.ERROR, f'Het oude adres "{old}" staat ook bij {owner}. Laat het op één plek staan.')
                )
    return problems


@dataclass
class PageShelf:
    """Reads the pages of one content folder and remembers them between snapshots. Not for use by two threads at once."""

    root: Path
    preview: bool = False
    _files: FileMemory[Reading] = field(init=False)
    _glossary_file: FileMemory[GlossaryReading] = field(init=False)
    _readings: Mapping[str, Reading] = field(default_factory=dict)
    _linked: dict[str, tuple[ParsedPage, Page, tuple[Problem, ...]]] = field(default_factory=dict)
    _targets: Mapping[str, Target] = field(default_factory=dict)
    _glossary: Glossary = field(default_factory=Glossary)

    def __post_init__(self) -> None:
        self._files = FileMemory(lambda path: read_page(self.root, path))
        self._glossary_file = FileMemory(lambda path: _read_glossary(self.root))

    @property
    def files_read(self) -> int:
        """How many files were opened so far."""
        return self._files.files_read + self._glossary_file.files_read

    def read(self, files: Mapping[str, Signature]) -> tuple[dict[str, ParsedPage], list[Problem]]:
        """The parsed pages among `files`, by id; only files that changed are opened."""
        wanted = {path: signature for path, signature in files.items() if path.endswith(".md") and not path.startswith(("beslisbomen/", "zoeken/"))}
        self._readings = self._files.recall(wanted)
        parsed = {reading.page.id: reading.page for reading in self._readings.values() if reading.page is not None}
        return parsed, [problem for reading in self._readings.values() for problem in reading.problems]

    def visible(self, parsed: Mapping[str, ParsedPage]) -> dict[str, ParsedPage]:
        """The pages that readers may see: drafts only in a preview."""
        return {id: page for id, page in parsed.items() if self.preview or page.matter.status != "concept"}

    def read_glossary(self, files: Mapping[str, Signature]) -> GlossaryReading:
        """The glossary file, when there is one."""
        found = self._glossary_file.recall({path: signature for path, signature in files.items() if path == GLOSSARY_FILE})
        return found.get(GLOSSARY_FILE, (None, []))

    def link(
        self, parsed: Mapping[str, ParsedPage], targets: Mapping[str, Target], glossary: Glossary, today: datetime.date
    ) -> tuple[dict[str, Page], list[Problem]]:
        """Link and finish `parsed`. `targets` holds everything that can be linked to, trees included."""
        moved = {
            id for id in targets.keys() | self._targets.keys() if targets.get(id) is not self._targets.get(id) and targets.get(id) != self._targets.get(id)
        }
        other_words = glossary.difference(self._glossary)
        drafts = {page.id for reading in self._readings.values() if (page := reading.page) and page.id not in targets}
        for id in self._linked.keys() - parsed.keys():
            del self._linked[id]
        pages: dict[str, Page] = {}
        problems: list[Problem] = []
        for id, page in parsed.items():
            known = self._linked.get(id)
            if (
                known is None
                or known[0] is not page
                or (moved and not moved.isdisjoint(page.linked_ids))
                or (other_words and other_words.search(page.rendered.html))
            ):
                resolved, faults = _resolve_all(page, targets, drafts)
                known = self._linked[id] = (page, _link_page(page, resolved, glossary), tuple(faults))
            pages[id] = known[1]
            problems += known[2]
            problems += _check_among_others(page, targets, today)
        self._targets = targets
        self._glossary = glossary
        return pages, problems + _shared_addresses(parsed)


def _read_glossary(root: Path) -> GlossaryReading:
    file = read_yaml_file(root, GLOSSARY_FILE, GlossarySource)
    source, problems = file.source, list(file.problems)
    seen: set[str] = set()
    for number, entry in enumerate(source.terms if source else ()):
        for form in dict.fromkeys((entry.term, *entry.other_names)):
            if form.lower() in seen:
                mark = file.document.mark(("begrippen", number, "term"))
                problems.append(
                    Problem(GLOSSARY_FILE, mark.line, mark.column, Severity.ERROR, f'Het begrip "{form}" staat twee keer in de lijst. Haal er één weg.')
                )
            seen.add(form.lower())
    return source, problems


def resolve_glossary(source: GlossarySource | None, targets: Mapping[str, Target]) -> tuple[Glossary, list[Problem]]:
    """A glossary whose terms lead to real pages."""
    if source is None:
        return Glossary(), []
    terms = []
    problems = []
    for entry in source.terms:
        url = None
        if entry.page is not None:
            found = resolve(entry.page, "begrippen", targets)
            if isinstance(found, Broken):
                problems.append(Problem(GLOSSARY_FILE, 1, 1, Severity.ERROR, f'Bij het begrip "{entry.term}": {found.message}'))
            else:
                url = found.url
        terms.append(Term(term_id(entry.term), entry.term, entry.other_names, entry.meaning, url))
    return make_glossary(terms), problems


def make_library(
    pages: Mapping[str, Page],
    glossary: Glossary,
    used_elsewhere: Iterable[tuple[str, Reference]] = (),
    themed_elsewhere: Iterable[tuple[str, Reference]] = (),
) -> Library:
    """Put linked pages together. From other rooms, such as trees: `used_elsewhere` are (page id, user) pairs, `themed_elsewhere` (theme, member) pairs."""
    by_kind = {kind: tuple(sorted((page for page in pages.values() if page.kind == kind), key=_by_title)) for kind in MATTER_BY_KIND}
    used_by: dict[str, set[Reference]] = defaultdict(set)
    for page in pages.values():
        reference = Reference(page.id, page.title, page.url, page.kind)
        for id in page.links_to:
            used_by[id].add(reference)
    for id, reference in used_elsewhere:
        used_by[id].add(reference)
    ordered = {id: tuple(sorted(references, key=lambda one: (one.kind != "beslisboom", one.title.lower(), one.id))) for id, references in used_by.items()}
    redirects = {old.strip("/"): page.url for page in pages.values() for old in page.matter.previous_addresses}
    themed: dict[str, tuple[Reference, ...]] = defaultdict(tuple)
    for theme, reference in themed_elsewhere:
        themed[theme] += (reference,)
    return Library(pages, by_kind, glossary, ordered, redirects, dict(themed))


def _by_title(page: Page) -> tuple[str, str]:
    return page.title.lower(), page.id
