"""What can be found: pages and trees in one shape, so that search knows neither of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.front_matter import OrganisationMatter, PageMatter
from knowledge.library import Page


@dataclass(frozen=True, slots=True)
class Place:
    """A piece inside a page or tree that a result can open: a section, a question, an option or an outcome.

    `label` says where it leads ('Artikel 4c', 'VOG, leraar in opleiding'), `answers` are the answers that lead to a place in
    a tree, `anchor` the place in a page. The text is without markup.
    """

    url: str
    label: str
    text: str
    anchor: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findable:
    """A page or tree as search sees it; `id` is 'wetten/wpo' or 'beslisboom/vog'. `text` is what stands above the places."""

    id: str
    kind: str
    title: str
    url: str
    summary: str
    text: str = ""
    themes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def _facts(matter: PageMatter) -> Iterator[str]:
    """What stands in the fields of an organisation: people look for its number and its hours."""
    if isinstance(matter, OrganisationMatter):
        for label, value in (("Telefoonnummer", matter.phone), ("Bereikbaar", matter.hours), ("Waarvoor", matter.for_what), ("Voor wie", matter.for_whom)):
            if value:
                yield f"{label}: {value.rstrip('.')}."


def page_findable(page: Page) -> Findable:
    """A page of the knowledge base, its sections as places."""
    opening = " ".join([*_facts(page.matter), *(section.text for section in page.sections if not section.anchor)])
    return Findable(
        id=page.id,
        kind=page.kind,
        title=page.title,
        url=page.url,
        summary=page.matter.summary,
        text=opening,
        themes=page.matter.themes,
        sectors=page.matter.sectors,
        asked_as=page.matter.asked_as,
        keywords=page.matter.keywords,
        places=tuple(
            Place(url=f"{page.url}#{section.anchor}", label=section.heading, text=section.text, anchor=section.anchor)
            for section in page.sections
            if section.anchor
        ),
    )
