"""What leads readers into the content: the menu, the situations of the home page, who to call. Editors own the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple, TypeVar

from pydantic import Field

from knowledge.front_matter import Text
from knowledge.library import Library, Page
from knowledge.problems import Problem, Severity, did_you_mean
from knowledge.validation import EditorModel
from knowledge.yaml_files import YamlFile
from knowledge.yaml_source import Place
from wizard.composing import tree_card
from wizard.forest import Forest
from wizard.presenting import TreeCard

T = TypeVar("T")

NAVIGATION_FILE = "navigatie.yaml"


class MenuItemSource(EditorModel):
    """One entry of the menu."""

    title: Text = Field(alias="titel")
    url: Annotated[str, Field(pattern=r"^/")] = Field(alias="adres")


class SituationSource(EditorModel):
    """A group of situations on the home page."""

    title: Text = Field(alias="titel")
    lead: str = Field("", alias="tekst")
    items: tuple[Text, ...] = Field(alias="naar")


class NavigationSource(EditorModel):
    """The whole file."""

    menu: tuple[MenuItemSource, ...] = Field(alias="menu")
    urgent: tuple[Text, ...] = Field(alias="direct_hulp")
    helpdesk: Text
    situations: tuple[SituationSource, ...] = Field(alias="situaties")


@dataclass(frozen=True, slots=True)
class PageCard:
    """A page in a list on the home page."""

    title: str
    summary: str
    url: str


class Situation(NamedTuple):
    """A group of trees and pages, in staff's words."""

    title: str
    lead: str
    items: tuple[TreeCard | PageCard, ...]


@dataclass(frozen=True, slots=True)
class Navigation:
    """The menu as (label, address), who to call at once, the helpdesk, and the situations."""

    menu: tuple[tuple[str, str], ...] = ()
    urgent: tuple[Page, ...] = ()
    helpdesk: Page | None = None
    situations: tuple[Situation, ...] = ()


def resolve_navigation(file: YamlFile[NavigationSource], library: Library, forest: Forest) -> tuple[Navigation, list[Problem]]:
    """The navigation with the pages and trees it names; a name that does not exist is an error."""
    source = file.source
    if source is None:
        return Navigation(), list(file.problems)
    problems: list[Problem] = []
    organisations = {page.name: page for page in library.by_kind.get("organisaties", ())}
    things: dict[str, TreeCard | PageCard] = {f"beslisboom/{id}": tree_card(one) for id, one in forest.trees.items()}
    things |= {id: PageCard(page.title, page.matter.summary, page.url) for id, page in library.pages.items()}

    def pick(name: str, known: Mapping[str, T], place: Place) -> list[T]:
        if name in known:
            return [known[name]]
        mark = file.document.mark(place)
        problems.append(Problem(NAVIGATION_FILE, mark.line, mark.column, Severity.ERROR, f'"{name}" bestaat niet.{did_you_mean(name, known)}'))
        return []

    urgent = [page for number, name in enumerate(source.urgent) for page in pick(name, organisations, ("direct_hulp", number))]
    helpdesk = pick(source.helpdesk, organisations, ("helpdesk",))
    situations = tuple(
        Situation(one.title, one.lead, tuple(item for index, name in enumerate(one.items) for item in pick(name, things, ("situaties", number, "naar", index))))
        for number, one in enumerate(source.situations)
    )
    return Navigation(tuple((item.title, item.url) for item in source.menu), tuple(urgent), helpdesk[0] if helpdesk else None, situations), problems
