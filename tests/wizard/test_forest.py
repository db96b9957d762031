"""All trees of one content folder: read again only when needed, linked to what they rest on, and to each other."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from publishing.snapshot import Content, ContentReader
from tests.wizard.tree_texts import TODAY, changed, tree_of, unmarked
from wizard.composing import carried
from wizard.forest import tree_targets
from wizard.reading import read_source, read_tree
from wizard.tree import Outcome, Question, RawAnswer, Tree
from wizard.walk import walk

MATTER = "samenvatting: Proef.\ngecontroleerd: 2026-11-20\ncontroleren_voor: 2027-08-01\nbronnen:\n  - {titel: Bron, url: https://example.org/}\n"


def page(title: str, matter: str = "", body: str = "Tekst.") -> str:
    return f"---\ntitel: {title}\n{MATTER}{matter}---\n\n{body}\n"


LAW = page("Wet op de proef", "afkorting: WPR\n", "## Artikel 32: de proef {#artikel-32}\n\nTekst.")
OTHER = """\
titel: Andere boom
samenvatting: Een andere boom.
gecontroleerd: 2026-11-20
controleren_voor: 2027-08-01
bronnen:
  - {titel: Bron, url: https://example.org/}
start: sector

vragen:
  sector:
    gedeeld: sector
    daarna: rol
  rol:
    vraag: Welke rol?
    keuze: {lio: LIO, leraar: Leraar}
    daarna: goed

uitkomsten:
  goed:
    oordeel: ja
    titel: Goed
    kort: Het is goed.
    geen_grondslag: Dit is een proef.
"""


class Folder:
    """A content folder in the making, and what the site makes of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reader = ContentReader(root)
        self.write("wetten/wpo.md", LAW)
        self.write("organisaties/loket.md", page("Het loket"))
        self.write("themas/proef.md", page("Proeven"))
        self.write("beslisbomen/_gedeeld/sector.yaml", "vraag: Welke sector?\nkeuze: {po: Basisschool, vo: Voortgezet}\n")
        self.write("beslisbomen/ander.yaml", OTHER)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def read(self, today: datetime.date = TODAY) -> Content:
        return self.reader.read(self.reader.scan(), today)

    def errors(self, today: datetime.date = TODAY) -> list[str]:
        """The errors in trees: 'path:line:column: message'."""
        return [str(one).replace(" fout:", "") for one in self.read(today).errors if one.path.startswith("beslisbomen/")]

    def opened(self, today: datetime.date = TODAY) -> int:
        """How many tree files were opened to read the folder once more."""
        before = self.reader.trees.files_read
        self.read(today)
        return self.reader.trees.files_read - before


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def full(folder: Folder) -> Folder:
    """A folder with the small tree in it as well."""
    folder.write("beslisbomen/proef.yaml", changed())
    return folder


def test_trees_are_published_by_their_title(full: Folder) -> None:
    assert full.errors() == []
    assert list(full.read().forest.trees) == ["ander", "proef"]


# Reading again


def test_a_folder_that_did_not_change_is_not_opened_again(full: Folder) -> None:
    assert full.opened() == 3
    before = full.read().forest.trees["proef"]
    assert full.opened() == 0
    assert full.read().forest.trees["proef"].tree is before.tree
    assert full.read().forest.trees["proef"].outcomes is before.outcomes


def test_only_the_file_that_changed_is_opened_again(full: Folder) -> None:
    before = full.read().forest.trees
    full.write("beslisbomen/ander.yaml", OTHER.replace("Andere boom", "Nieuwe naam"))
    assert full.opened() == 1
    after = full.read().forest.trees
    assert after["ander"].tree.title == "Nieuwe naam"
    assert after["proef"].tree is before["proef"].tree


def test_a_changed_shared_question_rebuilds_the_trees_that_ask_it(full: Folder) -> None:
    before = full.read().forest.trees
    full.write("beslisbomen/_gedeeld/sector.yaml", "vraag: In welke sector?\nkeuze: {po: Basisschool, vo: Voortgezet}\n")
    assert full.opened() == 1
    after = full.read().forest.trees
    assert after["ander"].tree.questions["sector"].text == "In welke sector?"
    assert after["proef"].tree is before["proef"].tree


def test_a_shared_question_that_goes_and_comes_back(folder: Folder) -> None:
    shared = folder.root / "beslisbomen/_gedeeld/sector.yaml"
    text = shared.read_text()
    shared.unlink()
    assert folder.errors() == ['beslisbomen/ander.yaml:11:14: De gedeelde vraag "sector" bestaat niet.']
    shared.write_text(text)
    assert folder.errors() == []
    assert list(folder.read().forest.trees) == ["ander"]


def test_a_tree_that_is_gone_is_gone(full: Folder) -> None:
    full.read()
    (full.root / "beslisbomen/proef.yaml").unlink()
    assert list(full.read().forest.trees) == ["ander"]


def test_a_tree_with_a_fault_is_not_among_the_trees_and_the_others_are(full: Folder) -> None:
    full.read()
    full.write("beslisbomen/proef.yaml", changed(("start: rol", "start: rool")))
    assert full.errors() == ['beslisbomen/proef.yaml:9:8: De eerste vraag "rool" bestaat niet. Bedoelde u "rol"?']
    assert list(full.read().forest.trees) == ["ander"]


def test_a_tree_with_a_circle_is_reported_and_the_others_are_published(full: Folder) -> None:
    full.write("beslisbomen/ander.yaml", OTHER.replace("daarna: goed", "daarna: {lio: goed, leraar: sector}"))
    assert [error for error in full.errors() if "kring: sector → rol → sector" in error]
    assert list(full.read().forest.trees) == ["proef"]


def test_questions_that_go_round_and_are_not_reached_are_reported(folder: Folder) -> None:
    round_about = "  a: {vraag: A, ja_nee: , daarna: b}\n  b: {vraag: B, ja_nee: , daarna: {ja: a, nee: goed}}\n"
    folder.write("beslisbomen/ander.yaml", OTHER.replace("\nuitkomsten:", f"{round_about}\nuitkomsten:"))
    assert len(folder.errors()) == 2


def test_a_page_that_gets_another_title_is_shown_with_it(full: Folder) -> None:
    assert [one.title for one in full.read().forest.trees["proef"].outcomes["mag"].legal_basis] == ["WPR, artikel 32"]
    full.write("wetten/wpo.md", LAW.replace("WPR", "WPO"))
    assert [one.title for one in full.read().forest.trees["proef"].outcomes["mag"].legal_basis] == ["WPO, artikel 32"]
    assert full.opened() == 0


# What a tree refers to

MAG = "    kort: De VOG is jong genoeg.\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[wetten/wpo#artikel-32]", "[▲wetten/wpoo#artikel-32]"), 'De pagina "wetten/wpoo" bestaat niet. Bedoelde u "wetten/wpo"?'),
        (("[wetten/wpo#artikel-32]", "[▲wetten/wpo#artikel-33]"), 'De pagina "wetten/wpo" heeft geen kop met de naam "artikel-33". Bedoelde u "artikel-32"?'),
        (("[wetten/wpo#artikel-32]", "[▲organisaties/loket]"), '"organisaties/loket" is geen wet.'),
        ((MAG, f"{MAG}    contact: [loket, ▲lokket]\n"), 'De organisatie "lokket" bestaat niet. Bedoelde u "loket"?'),
        ((MAG, f"{MAG}    verder: [beslisboom/ander, ▲beslisboom/andre]\n"), 'De pagina "beslisboom/andre" bestaat niet. Bedoelde u "beslisboom/ander"?'),
        ((MAG, f"{MAG}    verder: ▲beslisboom/ander/uitkomst/goet\n"), 'Bedoelde u "beslisboom/ander/uitkomst/goed"?'),
        (("start: rol", "thema: [proef, ▲proeven]\nstart: rol"), 'Het thema "proeven" bestaat niet. Bedoelde u "proef"?'),
        (("nee: mag}", "nee: ▲boom:andre}"), 'De beslisboom "andre" bestaat niet. Bedoelde u "ander"?'),
        (("weet_ik_niet: uitzoeken", "weet_ik_niet: ▲boom:onbekend"), 'De beslisboom "onbekend" bestaat niet.'),
        (("alleen: nee}\n    uitkomst: te_oud", "alleen: nee}\n    uitkomst: ▲boom:andre"), 'De beslisboom "andre" bestaat niet. Bedoelde u "ander"?'),
        ((MAG, f"{MAG}    opzoeken: ▲{{soort: programmas, vergelijk: [doell]}}\n"), 'Pagina\'s van de soort "programmas" hebben geen veld "doell". Bedoelde u "doel"?'),
        ((MAG, f"{MAG}    opzoeken: ▲{{soort: programmas, alleen: {{doell: x}}}}\n"), 'hebben geen veld "doell".'),
        ((MAG, f"{MAG}    opzoeken: ▲{{soort: programmas, sorteer: [-erkenning.nivo]}}\n"), 'hebben geen veld "erkenning.nivo".'),
        ((MAG, f"{MAG}    tekst: ▲Dit is **vet. Nu {{leeftijd}} maanden** oud.\n"), "mag vette tekst of een koppeling niet over de grens van de zin lopen."),
    ],
)  # fmt: skip
def test_what_a_tree_refers_to_must_exist(folder: Folder, change: tuple[str, str], says: str) -> None:
    text, places = unmarked(changed(change))
    folder.write("beslisbomen/proef.yaml", text)
    found = [error for error in folder.errors() if "Geen enkel antwoord" not in error]
    assert len(found) == 1
    assert found[0].startswith(f"beslisbomen/proef.yaml:{places[0]}: ")
    assert says in found[0]


def test_a_lookup_of_an_unknown_kind_says_so(folder: Folder) -> None:
    folder.write("beslisbomen/proef.yaml", changed((MAG, f"{MAG}    opzoeken: {{soort: programma}}\n")))
    assert len(folder.errors()) == 1
    assert 'Bedoelde u "programmas"?' in folder.errors()[0]


@pytest.mark.parametrize(
    "change",
    [
        (MAG, f"{MAG}    tekst: Zie [[wetten/wpoo]].\n"),
        ("    vraag: Werkt de stagiair alleen?\n", "    vraag: Werkt de stagiair alleen?\n    toelichting: Zie [[wetten/wpoo]].\n"),
        ("- Vraag een nieuwe VOG aan.", "- Zie [[wetten/wpoo]]."),
        ("tekst: De VOG is {leeftijd} maanden oud.", "tekst: Zie [de wet](../wetten/wpoo.md)."),
    ],
)
def test_a_link_in_a_text_must_lead_somewhere(folder: Folder, change: tuple[str, str]) -> None:
    text = changed(change)
    folder.write("beslisbomen/proef.yaml", text)
    line = next(number for number, one in enumerate(text.splitlines(), start=1) if "wpoo" in one)
    assert len(folder.errors()) == 1
    assert folder.errors()[0].startswith(f"beslisbomen/proef.yaml:{line}:")


def test_a_link_that_gets_its_page_is_right_at_once(folder: Folder) -> None:
    folder.write("beslisbomen/proef.yaml", changed((MAG, f"{MAG}    tekst: Zie [[themas/nieuw]].\n")))
    assert len(folder.errors()) == 1
    folder.write("themas/nieuw.md", page("Het nieuwe thema"))
    assert folder.errors() == []
    assert "Het nieuwe thema" in folder.read().forest.trees["proef"].outcomes["mag"].text.fill(lambda name: None)


@pytest.mark.parametrize("matter", ["geldig_tot: 2027-01-01\n", "artikelen: {artikel-32: {geldig_tot: 2027-01-01}}\n"])
def test_a_law_that_no_longer_holds_is_an_error_from_that_day(full: Folder, matter: str) -> None:
    full.write("wetten/wpo.md", LAW.replace("afkorting", f"{matter}afkorting"))
    assert full.errors(datetime.date(2026, 12, 31)) == []
    errors = full.errors(datetime.date(2027, 1, 1))
    assert errors == ['beslisbomen/proef.yaml:54:17: "wetten/wpo#artikel-32" geldt niet op 2027-01-01. Noem het artikel dat nu geldt, of haal dit weg.']
    assert full.errors(datetime.date(2026, 12, 31)) == []


@pytest.mark.parametrize("matter", ["geldig_vanaf: 2027-01-01\n", "wetsvoorstel: ja\n"])
def test_a_law_that_does_not_hold_yet_is_an_error(full: Folder, matter: str) -> None:
    full.write("wetten/wpo.md", LAW.replace("afkorting", f"{matter}afkorting"))
    assert len(full.errors()) == 1


IN_TIME = """\
titel: Welke wet geldt?
samenvatting: Een proef.
gecontroleerd: 2026-11-20
controleren_voor: 2027-08-01
bronnen:
  - {titel: Bron, url: https://example.org/}
start: dag
vragen:
  dag: {vraag: Op welke dag?, datum: {hoogstens: vandaag}, daarna: [{als: {%s: {voor: %s}}, naar: oud}, {naar: nieuw}]}
uitkomsten:
  oud: {oordeel: ja, titel: Oud, kort: Oud., grondslag: [wetten/oud#artikel-32]}
  nieuw: {oordeel: nee, titel: Nieuw, kort: Nieuw., grondslag: [wetten/nieuw#artikel-32]}
"""


def about_laws(folder: Folder, condition: tuple[str, str], turns: str, today: datetime.date = TODAY) -> list[str]:
    """What is said of the laws of a tree that goes over from one to the other; they turn on a day of their own."""
    folder.write("wetten/oud.md", LAW.replace("afkorting", f"geldig_tot: {turns}\nafkorting"))
    folder.write("wetten/nieuw.md", LAW.replace("afkorting", f"geldig_vanaf: {turns}\nafkorting"))
    folder.write("beslisbomen/laws.yaml", IN_TIME % condition)
    return [f"{one.severity.value}: {one.message}" for one in folder.read(today).problems if "geldt niet op" in one.message]


def no_longer(name: str, day: str) -> str:
    return f'waarschuwing: "wetten/{name}#artikel-32" geldt niet op {day}, en deze uitkomst is dan wel te bereiken. Maak met peildatum onderscheid.'


@pytest.mark.parametrize("today", [datetime.date(2026, 11, 25), datetime.date(2027, 7, 31), datetime.date(2027, 8, 1), datetime.date(2028, 1, 1)])
def test_a_law_need_not_hold_today_where_its_outcome_cannot_be_reached_today(folder: Folder, today: datetime.date) -> None:
    assert about_laws(folder, ("peildatum", "2027-08-01"), "2027-08-01", today) == []


def test_a_law_that_does_not_hold_today_must_hold_when_its_outcome_can_be_reached(folder: Folder) -> None:
    assert about_laws(folder, ("peildatum", "2027-08-01"), "2027-09-01") == [no_longer("nieuw", "2027-08-01")]
    assert about_laws(folder, ("peildatum", "2027-08-01"), "2027-07-01") == [no_longer("oud", "2027-07-01")]


def test_an_outcome_that_a_day_to_come_leads_to_cannot_be_reached_before_that_day(folder: Folder) -> None:
    """No condition is about the reference date: the day that is asked for cannot lie after it."""
    assert about_laws(folder, ("dag", "2027-08-01"), "2027-08-01") == [no_longer("oud", "2027-08-01")]
    assert about_laws(folder, ("dag", "2027-08-01"), "2027-09-01") == [no_longer("oud", "2027-09-01"), no_longer("nieuw", "2027-08-01")]


@pytest.mark.parametrize("condition", [("peildatum", "2025-08-01"), ("later", "2025-09-01")])
def test_earlier_days_count_from_the_first_one_that_the_tree_tells_apart(folder: Folder, condition: tuple[str, str]) -> None:
    """By the reference date itself, or by a day that is moved from it."""
    moved = "feiten:\n  later: {dag: peildatum, plus: 1, in: maanden}\nuitkomsten:"
    folder.write("wetten/nieuw.md", LAW.replace("afkorting", "geldig_vanaf: 2026-01-01\nafkorting"))
    folder.write("wetten/oud.md", LAW)
    folder.write("beslisbomen/laws.yaml", (IN_TIME % condition).replace("uitkomsten:", moved))
    assert [one.message for one in folder.read().problems if "geldt niet op" in one.message] == [no_longer("nieuw", "2025-08-01").partition(": ")[2]]


def test_the_name_of_a_file_is_an_address(folder: Folder) -> None:
    folder.write("beslisbomen/Mijn boom.yaml", changed())
    assert len(folder.errors()) == 1


# Drafts


def test_a_draft_is_hidden_unless_it_is_a_preview(full: Folder) -> None:
    full.write("beslisbomen/proef.yaml", changed(("start: rol", "status: concept\nstart: rol")))
    assert list(full.read().forest.trees) == ["ander"]
    full.reader = ContentReader(full.root, preview=True)
    assert list(full.read().forest.trees) == ["ander", "proef"]


def test_a_road_into_a_draft_leads_nowhere(folder: Folder) -> None:
    folder.write("beslisbomen/ander.yaml", OTHER.replace("start:", "status: concept\nstart:"))
    folder.write("beslisbomen/proef.yaml", changed(("nee: mag}", "nee: boom:ander}")))
    assert folder.errors() == ['beslisbomen/proef.yaml:23:34: De beslisboom "ander" bestaat niet.']
    folder.reader = ContentReader(folder.root, preview=True)
    assert folder.errors() == []


# What others see of a tree


def test_questions_left_are_counted_into_the_next_tree(folder: Folder) -> None:
    folder.write("beslisbomen/proef.yaml", changed(("      - naar: te_oud\n", "      - naar: boom:ander\n")))
    assert folder.errors() == []
    trees = folder.read().forest.trees
    assert [trees["ander"].most_left(id, {"peildatum": TODAY}) for id in ("sector", "rol")] == [2, 1]
    assert [trees["proef"].most_left(id, {"peildatum": TODAY}) for id in ("rol", "alleen", "afgegeven", "taken", "dagen")] == [7, 6, 5, 4, 3]


def test_trees_that_lead_to_each_other_are_published(folder: Folder) -> None:
    folder.write("beslisbomen/ander.yaml", OTHER.replace("daarna: goed", "daarna: {lio: goed, leraar: boom:proef}"))
    folder.write("beslisbomen/proef.yaml", changed(("      - naar: te_oud\n", "      - naar: boom:ander\n")))
    assert folder.errors() == []
    assert set(folder.read().forest.trees) == {"ander", "proef"}


def test_trees_that_can_send_a_reader_round_are_reported(folder: Folder) -> None:
    """An answer that goes along can close the way back: then there is no circle."""
    back = OTHER.replace("daarna: goed", "daarna: {lio: goed, leraar: boom:proef}")
    folder.write("beslisbomen/ander.yaml", back)
    folder.write("beslisbomen/proef.yaml", changed(("      - naar: te_oud\n", "      - naar: boom:ander\n")))
    (problem,) = (one for one in folder.read().problems if "rond laten gaan" in one.message)
    assert (problem.path, problem.severity.value) == ("beslisbomen/ander.yaml", "waarschuwing")
    assert "ander → proef → ander" in problem.message
    only_lio = ("        naar: te_oud\n      - naar: te_oud\n", "        naar: boom:ander\n      - naar: te_oud\n")
    folder.write("beslisbomen/proef.yaml", changed(only_lio, ("rol: [leraar, lio], dagen", "rol: lio, dagen")))
    assert not [one for one in folder.read().problems if "rond laten gaan" in one.message]


def test_the_shortest_example_shows_the_way_to_a_question(full: Folder) -> None:
    leads_to = full.read().forest.trees["proef"].leads_to
    assert leads_to["rol"] == {}
    assert leads_to["taken"] == {"rol": "lio", "afgegeven": "2026-10-25"}
    # No example comes here; the proof knows the way.
    assert leads_to["alleen"] == {"rol": "stagiair"}
    # The example holds on a day of its own, so its outcome need not follow today; this does.
    assert leads_to["mag"] == {"rol": "stagiair", "alleen": "nee"}


def test_an_example_of_another_day_shows_no_way_that_is_closed_today(folder: Folder) -> None:
    """Who opens a question from the overview or from search comes to that question, today."""
    questions = """\
  rol: {vraag: Welke rol?, keuze: {lio: LIO, leraar: Leraar}, daarna: [{als: {rol: lio, peildatum: {voor: 2026-01-01}}, naar: toen}, {naar: nu}]}
  toen: {vraag: Toen?, ja_nee: , daarna: {ja: goed, nee: nu}}
  nu: {vraag: Nu?, ja_nee: , daarna: goed}
"""
    examples = """\
voorbeelden:
  - {naam: Toen, antwoorden: {rol: lio, toen: nee, nu: ja}, peildatum: 2025-06-01, uitkomst: goed}
  - {naam: Nu, antwoorden: {rol: leraar, nu: ja}, uitkomst: goed}
"""
    head, _, rest = OTHER.replace("start: sector", "start: rol").partition("  sector:\n")
    folder.write("beslisbomen/ander.yaml", f"{head}{questions}\nuitkomsten:{rest.partition('uitkomsten:')[2]}{examples}")
    one = folder.read().forest.trees["ander"]
    assert set(one.leads_to) == {"rol", "nu", "goed"}
    for id, answers in one.leads_to.items():
        end = walk(one.tree, answers, TODAY).end
        assert isinstance(end, Question | Outcome)
        assert end.id == id


def test_a_tree_and_its_outcomes_can_be_linked_to() -> None:
    targets = tree_targets(tree_of())
    assert {id: target.url for id, target in targets.items()} == {
        "beslisboom/proef": "/beslisboom/proef",
        "beslisboom/proef/uitkomst/mag": "/beslisboom/proef/uitkomst/mag",
        "beslisboom/proef/uitkomst/te_oud": "/beslisboom/proef/uitkomst/te_oud",
        "beslisboom/proef/uitkomst/uitzoeken": "/beslisboom/proef/uitkomst/uitzoeken",
    }


def test_a_page_knows_which_trees_rest_on_it(full: Folder) -> None:
    assert [one.id for one in full.read().library.used_by["wetten/wpo"]] == ["beslisboom/proef"]


# From one tree into another


def _tree(folder: Folder, name: str, *, sensitive: bool) -> Tree:
    """A tree that asks `rol` and `sector` and goes on in another one."""
    text = OTHER.replace("gedeeld: sector", "vraag: Sector?\n    keuze: {po: Po, vo: Vo}").replace("daarna: goed", "daarna: {lio: goed, leraar: boom:ander}")
    folder.write(f"beslisbomen/{name}.yaml", text.replace("start:", f"gevoelig: {'ja' if sensitive else 'nee'}\nstart:"))
    reading = read_tree(read_source(folder.root, f"beslisbomen/{name}.yaml"), {})
    assert reading.tree is not None
    return reading.tree


ANSWERS: Mapping[str, RawAnswer] = {"sector": "po", "rol": "leraar", "alleen": "ja"}


def test_answers_to_questions_of_the_same_name_go_along(folder: Folder) -> None:
    found = walk(_tree(folder, "van", sensitive=False), ANSWERS, TODAY)
    assert carried(found, tree_of()) == {"rol": "leraar"}


@pytest.mark.parametrize(
    ("from_sensitive", "into_sensitive", "expected"),
    [
        (False, False, {"sector": "po", "rol": "leraar"}),
        (False, True, {"sector": "po", "rol": "leraar"}),
        (True, True, {"sector": "po", "rol": "leraar"}),
        (True, False, {}),
    ],
)
def test_nothing_goes_along_from_a_sensitive_tree_into_an_ordinary_one(
    folder: Folder, from_sensitive: bool, into_sensitive: bool, expected: dict[str, RawAnswer]
) -> None:
    found = walk(_tree(folder, "van", sensitive=from_sensitive), ANSWERS, TODAY)
    assert carried(found, _tree(folder, "naar", sensitive=into_sensitive)) == expected


def test_nothing_goes_along_when_the_road_ends_here(folder: Folder) -> None:
    found = walk(_tree(folder, "van", sensitive=False), {**ANSWERS, "rol": "lio"}, TODAY)
    assert carried(found, _tree(folder, "naar", sensitive=False)) == {}
