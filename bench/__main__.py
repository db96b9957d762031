"""`make bench`: the table of speed and memory, and of how well search answers. `make bench ARGS=zoeken` makes one part of it."""

from __future__ import annotations

import datetime
import logging
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from app import create_app
from bench.content_maker import make_content
from bench.nasty_questions import ADDRESSES
from bench.proofs import TREES, measured_alone
from bench.search_growth import SIZES as SEARCH_SIZES
from bench.search_growth import growth
from bench.search_quality import DEVELOPMENT, OURS, TOGETHER, UNSEEN, answerable, figures, rank, read_questions, rivals
from bench.servers import ROOT, Server, granian, gunicorn, requests_per_second, running
from bench.suggestions import IN_WORDS, among_suggestions, measure_suggestions, recombined
from publishing.publisher import Publisher, Snapshot, Status
from publishing.snapshot import ContentReader
from search_index.index import open_index
from wizard.applies import applies
from wizard.findings import findings
from wizard.picture import draw
from wizard.proved import ProvedTree
from wizard.reading import read_source, read_tree
from wizard.score import score
from wizard.tree import Tree
from wizard.walk import walk

CONTENT = ROOT / "content"
SIZES = (300, 10_000)
SECONDS = 4.0
QUESTION = "/beslisboom/vog/stap"
TODAY = datetime.date(2026, 11, 25)

PAGES = {
    "voorpagina": "/",
    "vraag": QUESTION,
    "uitkomst na de vragen": "/beslisboom/vog/stap?waar=po&rol=leraar&vog_stand=heeft&waarvoor=dit_werk&vog_datum=2026-01-10&getoond=2026-11-01",
    "uitkomst op eigen adres": "",
    "wetspagina (de langste)": "/wetten/wpo",
    "zoeken": "/zoeken?q=mag+een+leerling+vastgepakt+worden",
    "suggesties": "/api/v1/suggesties?q=leerling+vast",
}
MANY_PAGES, MANY_PHRASINGS = 3_000, 60_000
LETTERS = (4, 6, 8, None)


def say(*cells: str) -> None:
    """One row of the table."""
    print("| " + " | ".join(cells) + " |", flush=True)


def median_seconds(run: Callable[[], object], times: int) -> float:
    """The median time of `run`."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def twenty_questions() -> Tree:
    """A tree whose road asks twenty questions, with a rule that looks back at each."""
    lines = ["titel: Meting", "samenvatting: Meting.", "gecontroleerd: 2026-11-25", "controleren_voor: 2027-11-25", "start: v1", "vragen:"]
    for number in range(1, 21):
        following = f"v{number + 1}" if number < 20 else "einde"
        earlier = f", v{number - 3}: b" if number > 3 else ""
        lines += [
            f"  v{number}:",
            f"    vraag: Vraag {number}?",
            "    keuze: {a: A, b: B, c: C}",
            "    daarna:",
            f"      - als: {{v{number}: c{earlier}}}",
            "        naar: einde",
            f"      - naar: {following}",
        ]
    lines += ["uitkomsten:", "  einde: {oordeel: ja, titel: Einde, kort: Einde., geen_grondslag: Meting.}"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "beslisbomen").mkdir()
        (Path(folder) / "beslisbomen" / "meting.yaml").write_text("\n".join(lines), encoding="utf-8")
        reading = read_tree(read_source(Path(folder), "beslisbomen/meting.yaml"), {})
    if reading.tree is None:
        raise RuntimeError("\n".join(str(problem) for problem in reading.problems))
    return reading.tree


def measure_walk(_: Path) -> None:
    tree = twenty_questions()
    answers = {f"v{number}": "a" for number in range(1, 21)}
    walk(tree, answers, TODAY)
    spent = median_seconds(lambda: [walk(tree, answers, TODAY) for _ in range(1000)], 9) / 1000
    say("wandeling, 20 antwoorden", f"{spent * 1e6:.1f} µs", "doel: onder 50 µs")


def measure_proofs(_: Path) -> None:
    for name in TREES:
        found = measured_alone(name)
        say(
            f"bewijs: {name}",
            f"{found['proof']:.2f} s; met het tellen van de wegen {found['counted']:.2f} s",
            f"{found['roads']:.1e} wegen; piek {found['peak']:.0f} MB, waarvan {found['own']:.0f} MB voor het bewijs; doel: onder 1 s en 200 MB",
        )


def measure_trees_of_the_site(_: Path) -> None:
    reader = ContentReader(CONTENT)
    trees = [one.tree for one in reader.read(reader.scan(), TODAY).forest.trees.values()]

    def prove_all() -> list[ProvedTree]:
        proved = [ProvedTree(tree) for tree in trees]
        for one in proved:
            findings(one, TODAY)
        return proved

    say(f"bewijs: alle {len(trees)} bomen van de site", f"{median_seconds(prove_all, 5):.2f} s", "doel: onder 1 s")
    proved = prove_all()
    start = time.perf_counter()
    for one in proved:
        applies(one)
    say("kleinste voorwaarden van die bomen, in woorden", f"{time.perf_counter() - start:.2f} s", "één keer per gewijzigde boom")
    for one in sorted(proved, key=lambda one: -len(one.tree.questions))[:1]:
        start = time.perf_counter()
        found = score(one, TODAY)
        say(
            f"score van {one.tree.id}",
            f"{time.perf_counter() - start:.1f} s",
            f"{found.changes} veranderingen, {found.percentage} % opgemerkt" if found else "",
        )
        spent = median_seconds(lambda tree=one.tree: draw(tree, {}), 9)  # type: ignore[misc]
        shown = median_seconds(lambda picture=draw(one.tree, {}): picture.svg({}), 9)  # type: ignore[misc]  # noqa: B008
        nodes = len(one.tree.questions) + len(one.tree.outcomes)
        say(f"plaatje van {one.tree.id}, {nodes} knopen", f"{spent * 1e3:.0f} ms", f"daarna {shown * 1e3:.1f} ms per keer")


def measure_in_process(folder: Path) -> None:
    app = create_app({"INSTANCE_DIR": str(folder / "instance"), "WATCH": False})
    client = app.test_client()
    for name, path in _paths(app).items():
        client.get(path)
        spent = median_seconds(lambda path=path: client.get(path), 200)  # type: ignore[misc]
        goal = "doel: onder 2 ms; docassemble 8, Open Forms 15" if name == "vraag" else ""
        say(f"{name}, in het proces", f"{spent * 1e3:.2f} ms", goal)


def measure_nasty_questions(folder: Path) -> None:
    app = create_app({"INSTANCE_DIR": str(folder / "instance"), "WATCH": False})
    client, publisher = app.test_client(), app.extensions["publisher"]
    content = publisher.current.content
    spent: dict[str, list[float]] = {name: [] for name in ADDRESSES}
    for _ in range(3):
        # A searcher that was asked nothing yet, so that nothing is remembered.
        searcher = open_index(folder / "lastig", content.findables(), "", content.words.data)
        publisher.status = Status(Snapshot(content, searcher), ())
        client.get("/zoeken?q=veilig")
        for name, address in ADDRESSES.items():
            spent[name].append(median_seconds(lambda address=address: client.get(f"/zoeken?{address}"), 1))  # type: ignore[misc]
    slowest = max(spent, key=lambda name: statistics.median(spent[name]))
    say(
        f"zoeken: de traagste van {len(spent)} lastige vragen",
        f"{statistics.median(spent[slowest]) * 1e3:.0f} ms",
        f"{slowest}, voor het eerst gevraagd; doel: onder 50 ms",
    )


def _paths(app: object) -> dict[str, str]:
    publisher: Publisher = app.extensions["publisher"]  # type: ignore[attr-defined]
    tree = publisher.current.forest.trees["vog"].tree
    return {**PAGES, "uitkomst op eigen adres": f"{tree.url}/uitkomst/{next(iter(tree.outcomes))}"}


def measure_servers(folder: Path) -> None:
    environment = {"INSTANCE_DIR": str(folder / "instance"), "WATCH": "nee"}
    for make in (gunicorn, granian):
        with running(*make("kaal", "bench.bare:application", 2, 4, {})) as bare:
            plain = requests_per_second(bare.port, "/", SECONDS)
        with running(*make("site", "publishing.server:application", 2, 4, environment)) as site:
            _compare(make.__name__, site, plain)


def _compare(server: str, site: Server, plain: float) -> None:
    for name in ("voorpagina", "vraag", "wetspagina (de langste)"):
        speed = requests_per_second(site.port, PAGES[name], SECONDS)
        say(f"{server}: {name} tegen een kale Flask-pagina", f"{speed / plain:.2f}", f"{speed:.0f} tegen {plain:.0f} per seconde")
    say(f"{server}: geheugen per proces", f"{site.memory_per_worker() / 2**20:.0f} MB", "gedeeld geheugen naar rato")


def measure_content_growth(folder: Path) -> None:
    for size in SIZES:
        _measure_content(folder, size)


def _measure_content(folder: Path, size: int) -> None:
    content = make_content(CONTENT, folder / f"inhoud-{size}", size)
    reader = ContentReader(content)
    start = time.perf_counter()
    first = reader.read(reader.scan(), TODAY)
    cold = time.perf_counter() - start
    say(f"lezen bij de start, {len(first.library.pages)} pagina's", f"{cold:.2f} s", f"{cold / len(first.library.pages) * 1e3:.2f} ms per pagina")
    page = next((content / "veelgestelde-vragen").glob("*.md"))
    spent = []
    for number in range(5):
        page.write_text(page.read_text(encoding="utf-8") + f"\nGewijzigd {number}.\n", encoding="utf-8")
        before = reader.files_read
        start = time.perf_counter()
        reader.read(reader.scan(), TODAY)
        spent.append(time.perf_counter() - start)
        if reader.files_read != before + 1:
            raise RuntimeError("Er is meer dan het gewijzigde bestand gelezen.")
    say(f"herladen na één wijziging, {size} pagina's", f"{statistics.median(spent) * 1e3:.0f} ms", "doel: ruim onder 1 s; alleen dat bestand gelezen")


def measure_search_growth(folder: Path) -> None:
    reader = ContentReader(CONTENT)
    content = reader.read(reader.scan(), TODAY)
    real = tuple(content.findables().values())
    for size in SEARCH_SIZES:
        for row in growth(real, content.words.data, folder / f"zoeken-{size}", size):
            say(*row)


def measure_search_quality(folder: Path) -> None:
    reader = ContentReader(CONTENT)
    content = reader.read(reader.scan(), TODAY)
    findables = content.findables()
    searcher = open_index(folder / "zoekproef", findables, "", content.words.data)
    ours = {OURS: lambda question: [hit.id for hit in searcher.search(question).hits]}
    for name, answers in (ours | rivals(findables.values(), folder / "zoekproef-whoosh")).items():
        for half, path in (("ontwikkelen", DEVELOPMENT), ("ongezien", UNSEEN)):
            found = figures((one, rank(answers, one)) for one in answerable(read_questions(path), findables))[TOGETHER]
            say(f"zoekproef: {name}", half, str(found))
    searcher.close()


def measure_suggesting(folder: Path) -> None:
    reader = ContentReader(CONTENT)
    content = reader.read(reader.scan(), TODAY)
    findables = content.findables()
    questions = tuple(answerable(read_questions(DEVELOPMENT), findables))
    for found in (findables, recombined(findables.values(), MANY_PAGES, MANY_PHRASINGS)):
        index = folder / f"suggesties-{len(found)}"
        open_index(index, found, "", content.words.data).close()
        start = time.perf_counter()
        searcher = open_index(index, found, "", content.words.data)
        opened = time.perf_counter() - start
        speed = measure_suggestions(searcher, (question.text for question in questions))
        phrasings = sum(len(one.asked_as) for one in found.values())
        say(
            f"suggesties bij elke letter, {len(found)} pagina's en {phrasings} zinnen",
            f"{speed.median * 1e3:.1f} ms, p95 {speed.p95 * 1e3:.1f} ms, hoogstens {speed.longest * 1e3:.0f} ms",
            f"doel: p95 onder 10 ms; de index openen: {opened * 1e3:.0f} ms",
        )
        for letters in LETTERS if found is findables else ():
            good = among_suggestions(searcher, questions, letters)
            after = f"na {letters} letters" if letters else "na de hele vraag"
            say(f"goede pagina bij de suggesties {after}", ", ".join(f"{kind} {good[kind]:.2f}" for kind in IN_WORDS), "deel van de beoordeelde vragen")
        searcher.close()


PARTS: dict[str, Callable[[Path], None]] = {
    "wandeling": measure_walk,
    "bewijs": measure_proofs,
    "bomen": measure_trees_of_the_site,
    "proces": measure_in_process,
    "lastig": measure_nasty_questions,
    "servers": measure_servers,
    "inhoud": measure_content_growth,
    "zoeken": measure_search_growth,
    "suggesties": measure_suggesting,
    "zoekproef": measure_search_quality,
}


@click.command(help="Meet snelheid en geheugen, en hoe goed het zoeken antwoordt: alles, of alleen de genoemde delen.")
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)), metavar=f"[{'|'.join(PARTS)}]...")
def main(parts: tuple[str, ...]) -> None:
    """Run the measurements and print the table."""
    logging.disable(logging.ERROR)
    say("wat", "gemeten", "toelichting")
    say("---", "---", "---")
    with tempfile.TemporaryDirectory() as name:
        for part in parts or PARTS:
            PARTS[part](Path(name))


if __name__ == "__main__":
    main()
