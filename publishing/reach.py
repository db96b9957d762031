"""Whether readers can get everywhere without searching: how many clicks away each page and tree is, and where it leads."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from knowledge.problems import Problem, Severity
from publishing.snapshot import Content

MOST_CLICKS = 3

# Home shows these as lists of their own; the pages about the site stand at the foot of every page.
_LISTED = ("nieuws", "agenda", "over")
# A theme lists what belongs to it; from an organisation people go on by telephone.
_NO_DEAD_END = ("over/", "themas/", "organisaties/")


def clicks(content: Content) -> dict[str, int]:
    """How many clicks from the home page each page and tree is, through situations, themes and links; not through the lists of a kind."""
    library = content.library
    home = {page.id for page in content.navigation.urgent} | {page.id for page in library.by_kind["themas"]}
    home |= {item.url.strip("/") for situation in content.navigation.situations for item in situation.items}
    if content.navigation.helpdesk:
        home.add(content.navigation.helpdesk.id)
    found = dict.fromkeys(home, 1) | {page.id: 2 for kind in _LISTED for page in library.by_kind[kind] if page.id not in home}
    next_to = _links(content)
    waiting = deque(sorted(found, key=found.__getitem__))
    while waiting:
        id = waiting.popleft()
        for other in next_to.get(id, frozenset()):
            if found.get(other, found[id] + 2) > found[id] + 1:
                found[other] = found[id] + 1
                waiting.append(other)
    return found


def _links(content: Content) -> Mapping[str, frozenset[str]]:
    """Where each page and tree leads: its links, and for a theme all that belongs to it."""
    known = content.library.pages.keys() | {f"beslisboom/{id}" for id in content.forest.trees}
    links: dict[str, set[str]] = {id: {_whole(target) for target in page.links_to} for id, page in content.library.pages.items()}
    for page in content.library.pages.values():
        for theme in page.matter.themes:
            links.setdefault(f"themas/{theme}", set()).add(page.id)
    for tree in content.forest.trees.values():
        links[f"beslisboom/{tree.tree.id}"] = {_whole(target) for target in tree.uses}
        for theme in tree.tree.matter.themes:
            links.setdefault(f"themas/{theme}", set()).add(f"beslisboom/{tree.tree.id}")
    return {id: frozenset(targets & known - {id}) for id, targets in links.items()}


def _whole(target: str) -> str:
    """The page or tree in which a target lies: 'beslisboom/vog' for an outcome of it."""
    return "/".join(target.split("/")[:2])


def reach_problems(content: Content) -> Iterator[Problem]:
    """Warnings for what cannot be reached, is too far away, or leads nowhere."""
    found, links = clicks(content), _links(content)
    things = {page.id: (page.path, bool(page.matter.themes)) for page in content.library.pages.values()}
    things |= {f"beslisboom/{id}": (tree.tree.path, True) for id, tree in content.forest.trees.items()}
    for id, (path, has_theme) in things.items():
        if id not in found:
            yield Problem(path, 1, 1, Severity.WARNING, "Nergens op de site staat een koppeling hierheen. Zet er een thema bij, of verwijs ernaar.")
        elif found[id] > MOST_CLICKS:
            words = f"Dit ligt {found[id]} klikken van de voorpagina. Zet er een thema bij, of verwijs ernaar vanaf een thema of een situatie."
            yield Problem(path, 1, 1, Severity.WARNING, words)
        if not has_theme and not links.get(id) and not id.startswith(_NO_DEAD_END):
            yield Problem(path, 1, 1, Severity.WARNING, "Deze pagina leidt nergens heen. Zet er een thema bij, of verwijs naar wat de lezer nu nodig heeft.")
