"""What editors write: read as they mean it, and every fault said in Dutch at its place.

In the tables below ▲ stands just before the place that a fault must name; it is not part of the text.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from knowledge.yaml_source import parse_yaml
from tests.wizard.tree_texts import TREE, changed, faults, reading_of, tree_of, unmarked
from wizard.conditions import All, AnswerIs, AnswerIsNot, AnyOf, Between, Compares, Comparison, Condition, Count, DayFrom, Excludes, Includes, Not
from wizard.reading import read_shared, read_source, read_tree
from wizard.tree import Kind, Target, arrows

HANDBOOK = Path(__file__).parents[2] / "docs" / "redactie.md"


def test_the_small_tree_has_no_faults() -> None:
    assert faults(TREE) == []


def fault(name: str, *changes: tuple[str, str], says: str | list[str]) -> object:
    """A row of a table of faults: what is written instead, and what must be said of each place marked ▲."""
    return pytest.param(changes, [says] if isinstance(says, str) else says, id=name)


FORMAT_FAULTS = [
    fault("an unknown key", ("samenvatting: Of", "▲zamenvatting: Of"), ("titel: Mag deze", "▲titel: Mag deze"), says=['Hier ontbreekt "samenvatting"', 'Onbekende naam "zamenvatting". Bedoelde u "samenvatting"?']),
    fault("an unknown key that is near nothing", ("    vraag: Werkt", "    ▲xyz: rood\n    vraag: Werkt"), says='Onbekende naam "xyz". Bekend zijn: vraag,'),
    fault("a missing key", ("    daarna: taken\n", ""), ("    vraag: Wanneer is", "    ▲vraag: Wanneer is"), says='Hier ontbreekt "daarna".'),
    fault("no start", ("start: rol\n", ""), ("titel: Mag deze", "▲titel: Mag deze"), says='Hier ontbreekt "start".'),
    fault("a key given twice", ("      stagiair: Stagiair", "      ▲lio: Stagiair"), says='"lio" staat hier twee keer.'),
    fault("an empty value", ("kort: Vraag het na.", "kort:▲"), says="Hier staat niets."),
    fault("a list where a text belongs", ("kort: Vraag het na.", "kort: ▲[Vraag, het, na]"), says="Hier hoort tekst te staan."),
    fault("a text where a list belongs", ("taken: [les, zorg]", "taken: les"), ("    stappen:\n      - Vraag een nieuwe VOG aan.", "    stappen: ▲Vraag een nieuwe VOG aan."), says="Hier hoort een lijst te staan"),
    fault("an empty list of answers", ("{les: Lesgeven, zorg: Verzorgen, rijden: Rijden}", "▲{}"), says="Deze lijst is leeg."),
    fault("a verdict that does not exist", ("oordeel: advies", "oordeel: ▲advis"), says='Kies uit: ja, nee, let-op, direct-handelen, advies. Bedoelde u "advies"?'),
    fault("a unit that does not exist", ("in: maanden, naam", "in: ▲maand, naam"), says='Kies uit: dagen, weken, maanden, jaren. Bedoelde u "maanden"?'),
    fault("a date in words", ("gecontroleerd: 2026-11-20", "gecontroleerd: ▲20 november 2026"), says="Schrijf een datum als JJJJ-MM-DD"),
    fault("a date that does not exist", ("peildatum: 2026-11-25", "peildatum: ▲2026-02-30"), says="Schrijf een datum als JJJJ-MM-DD"),
    fault("a bound of a date in words", ("hoogstens: vandaag", "hoogstens: ▲morgen"), says="Schrijf hier een datum als JJJJ-MM-DD, of vandaag."),
    fault("a bound of a number in words", ("hoogstens: 365", "hoogstens: ▲veel"), says="Schrijf hier een heel getal"),
    fault("neither ja nor nee", ("start: rol", "gevoelig: ▲misschien\nstart: rol"), says="Schrijf hier ja of nee."),
    fault("a fact of no kind", ("{dag: afgegeven, plus: 6, in: maanden}", "▲{plus: 6, in: maanden}"), says="Zo kan dit hier niet worden geschreven."),
]  # fmt: skip

NAME_FAULTS = [
    fault("the first question", ("start: rol", "start: ▲rool"), says='De eerste vraag "rool" bestaat niet. Bedoelde u "rol"?'),
    fault("a target of an answer", ("stagiair: alleen}", "stagiair: ▲aleen}"), says='Er is geen vraag of uitkomst met de naam "aleen". Bedoelde u "alleen"?'),
    fault("a single target", ("    daarna: taken\n", "    daarna: ▲taak\n"), says='met de naam "taak". Bedoelde u "taken"?'),
    fault("a target of a rule", ("hoogstens: 6}}\n        naar: mag", "hoogstens: 6}}\n        naar: ▲magg"), says='met de naam "magg". Bedoelde u "mag"?'),
    fault("a target of weet_ik_niet", ("weet_ik_niet: uitzoeken", "weet_ik_niet: ▲uitzoken"), says='met de naam "uitzoken". Bedoelde u "uitzoeken"?'),
    fault("a question in a condition", ("{rol: [leraar, lio], dagen", "{▲rool: [leraar, lio], dagen"), says='Er is geen vraag of feit met de naam "rool". Bedoelde u "rol"?'),
    fault("a fact in a condition", ("{leeftijd: {hoogstens: 6}}", "{▲leftijd: {hoogstens: 6}}"), says='met de naam "leftijd". Bedoelde u "leeftijd"?'),
    fault("an option in a condition", ("{rol: [leraar, lio], dagen", "{rol: ▲loi, dagen"), says='De vraag "rol" heeft geen antwoord "loi". Bedoelde u "lio"?'),
    fault("an option near no other", ("{rol: [leraar, lio], dagen", "{rol: {niet: ▲xyz}, dagen"), says='heeft geen antwoord "xyz". Antwoorden: leraar, lio, stagiair, weet_ik_niet.'),
    fault("weet_ik_niet where it is not offered", ("{rol: [leraar, lio], dagen", "{alleen: ▲weet_ik_niet, dagen"), says='De vraag "alleen" heeft geen antwoord "weet_ik_niet".'),
    fault("a ticked option in a condition", ("{taken: {bevat: rijden}}", "{taken: {bevat: ▲reiden}}"), says='De vraag "taken" heeft geen antwoord "reiden". Bedoelde u "rijden"?'),
    fault("an option that has a target", ("stagiair: alleen}", "stagiair: alleen, ▲stagair: alleen}"), says='De vraag "rol" heeft geen antwoord "stagair". Bedoelde u "stagiair"?'),
    fault("weet_ik_niet among the targets", ("stagiair: alleen}", "stagiair: alleen, ▲weet_ik_niet: mag}"), says="Zet 'weet_ik_niet: …' naast 'daarna'."),
    fault("a day in a fact", ("tussen: [afgegeven", "tussen: [▲afgegeve"), says='"afgegeve" is geen datumvraag, geen feit dat een datum geeft, en niet peildatum. Bedoelde u "afgegeven"?'),
    fault("a day in a fact that is no day", ("{dag: afgegeven", "{dag: ▲dagen"), says='"dagen" is geen datumvraag'),
    fault("a source", ("bronnen: [wpo]", "bronnen: [▲wop]"), says='Er is geen bron met de id "wop". Bedoelde u "wpo"?'),
    fault("a value in a text", ("tekst: De VOG is {leeftijd}", "tekst: ▲De VOG is {leftijd}"), says='Er is geen vraag of feit met de naam "leftijd" om hier in te vullen. Bedoelde u "leeftijd"?'),
    fault("a value in a step", ("- Vraag een nieuwe VOG aan.", "- ▲Vraag {dagenn} aan."), says='met de naam "dagenn" om hier in te vullen. Bedoelde u "dagen"?'),
    fault("a shared question", ("    daarna: taken\n", "    daarna: taken\n    gedeeld: ▲sector\n"), says='De gedeelde vraag "sector" bestaat niet.'),
    fault("a question in an example", ("{rol: stagiair, alleen: nee}", "{rol: stagiair, ▲alen: nee}"), says='Er is geen vraag met de naam "alen". Bedoelde u "alleen"?'),
    fault("an outcome of an example", ("2026-11-25\n    uitkomst: mag", "2026-11-25\n    uitkomst: ▲magg"), says='Er is geen uitkomst met de naam "magg". Bedoelde u "mag"?'),
    fault("an outcome of nooit", ("alleen: nee}\n    uitkomst: te_oud", "alleen: nee}\n    uitkomst: ▲te_out"), says='Er is geen uitkomst met de naam "te_out". Bedoelde u "te_oud"?'),
    fault("a field that must hold all answers", ("kort: Vraag het na.", "kort: Vraag het na.\n    opzoeken: {soort: programmas, filters: {groepen: dagen}, alles_van: [▲groepn]}"), says='Het veld "groepn" staat niet bij filters. Bedoelde u "groepen"?'),
    fault("a question in a lookup", ("kort: Vraag het na.", "kort: Vraag het na.\n    opzoeken: {soort: programmas, filters: {groepen: ▲dagn}}"), says='Er is geen vraag met de naam "dagn". Bedoelde u "dagen"?'),
    fault("a reserved name", ("  uitzoeken:\n", "  uitzoeken:\n    oordeel: ja\n    titel: Ja\n    kort: Ja.\n    geen_grondslag: Proef.\n  ▲peildatum:\n"), says='De naam "peildatum" heeft al een eigen betekenis.'),
    fault("a name with a capital", ("  verloopt:", "  ▲Verloopt:"), says='De naam "Verloopt" mag alleen kleine letters, cijfers en _ bevatten'),
    fault("a name used twice", ("  verloopt:", "  ▲alleen:"), says='De naam "alleen" is al de naam van een vraag.'),
]  # fmt: skip

MEANING_FAULTS = [
    fault("an answer that leads nowhere", ("{leraar: afgegeven, lio: afgegeven, stagiair", "▲{leraar: afgegeven, stagiair"), says='Het antwoord "lio" leidt nergens heen.'),
    fault("a target per answer of a number", ("    daarna: taken\n", "    daarna: ▲{ja: taken}\n"), says="Een doel per antwoord kan alleen bij keuze en ja_nee."),
    fault("a rule after the rest", ("      - als: {leeftijd: {hoogstens: 6}}\n", "      - ▲naar: te_oud\n      - als: {leeftijd: {hoogstens: 6}}\n"), says="Een regel zonder 'als' geldt voor alle andere gevallen en hoort onderaan te staan."),
    fault("two kinds of answer", ("  alleen:\n", "  ▲alleen:\n"), ("    ja_nee:\n", "    ja_nee:\n    getal:\n"), says="Een vraag heeft precies één soort antwoord"),
    fault("a fact from itself", ("  verloopt: {dag: afgegeven", "  ▲verloopt: {dag: verloopt"), says='Het feit "verloopt" wordt uit zichzelf berekend.'),
    fault("two facts from each other", ("  verloopt: {dag: afgegeven", "  ▲verloopt: {dag: later"), ("  drukte:", "  ▲later: {dag: verloopt, min: 2, in: dagen}\n  drukte:"), says=['"verloopt" wordt uit zichzelf', '"later" wordt uit zichzelf']),
    fault("a count of itself", ("  drukte: {aantal: [", "  ▲drukte: {aantal: [{drukte: 1}, "), says='Het feit "drukte" wordt uit zichzelf berekend.'),
    fault("plus and min", ("  verloopt:", "  ▲verloopt:"), ("plus: 6", "plus: 6, min: 3"), says="Schrijf hier plus of min, en niet allebei."),
    fault("neither plus nor min", ("  verloopt: {dag: afgegeven, plus: 6,", "  ▲verloopt: {dag: afgegeven,"), says="Schrijf hier plus of min"),
    fault("a title with a value and none without", ("titel: Nee, deze VOG is te oud", "titel: ▲Nee, deze VOG is {leeftijd} maanden oud"), says="Geef ook titel_los"),
    fault("an empty part", ("- als: {taken: {bevat: rijden}}", "- ▲als: {taken: {bevat: rijden}}"), ("        tekst: De VOG is {leeftijd} maanden oud.\n", ""), says="Dit onderdeel is leeg."),
    fault("no legal basis", ("  mag:\n", "  ▲mag:\n"), ("    grondslag: [wetten/wpo#artikel-32]\n", ""), says="Deze uitkomst heeft geen grondslag."),
    fault("no condition", ("als: {taken: {bevat: rijden}}", "als: ▲vaak"), says="Hier hoort een voorwaarde te staan"),
    fault("an empty condition", ("als: {taken: {bevat: rijden}}", "als: ▲{}"), says="Hier hoort een voorwaarde te staan"),
    fault("een_van without a list", ("als: {taken: {bevat: rijden}}", "als: {een_van: ▲{taken: {bevat: rijden}}}"), says="Na een_van hoort een lijst van voorwaarden te staan."),
    fault("several without bevat", ("{taken: {bevat: rijden}}", "{taken: ▲rijden}"), says="Bij een vraag met meer antwoorden schrijft u {bevat: antwoord} of {bevat_niet: antwoord}."),
    fault("one choice with bevat", ("{rol: [leraar, lio], dagen", "{rol: ▲{bevat: lio}, dagen"), says="Schrijf hier een antwoord, een lijst van antwoorden, of {niet: antwoord}."),
    fault("a word for days at a number", ("dagen: {minstens: 2}", "dagen: {▲vanaf: 2}"), says='"vanaf" kan hier niet. Kies uit: minstens, hoogstens, meer_dan, minder_dan.'),
    fault("a word for days at an amount of time", ("{leeftijd: {hoogstens: 6}}", "{leeftijd: {▲voor: 6}}"), says='"voor" kan hier niet.'),
    fault("a word for numbers at a day", ("{leeftijd: {hoogstens: 6}}", "{verloopt: {▲hoogstens: 2026-11-25}}"), says='"hoogstens" kan hier niet. Kies uit: vanaf, tot_en_met, na, voor.'),
    fault("a misspelt word", ("dagen: {minstens: 2}", "dagen: {▲mintens: 2}"), says='Bedoelde u "minstens"?'),
    fault("a number in words", ("dagen: {minstens: 2}", "dagen: {minstens: ▲twee}"), says="Schrijf hier een heel getal"),
    fault("a day that does not exist", ("{leeftijd: {hoogstens: 6}}", "{afgegeven: {voor: ▲2026-02-29}}"), says="Schrijf hier een datum als JJJJ-MM-DD"),
    fault("a week where a day belongs", ("{leeftijd: {hoogstens: 6}}", "{peildatum: {voor: ▲2026-W01-1}}"), says="Schrijf hier een datum als JJJJ-MM-DD"),
    fault("a day as an exact answer", ("{leeftijd: {hoogstens: 6}}", "{afgegeven: ▲2026-02-28}"), says="Schrijf hier een grens: vanaf, tot_en_met, na, voor."),
    fault("an amount of time as an exact answer", ("{leeftijd: {hoogstens: 6}}", "{leeftijd: ▲6}"), says="Schrijf hier een grens: minstens"),
    fault("an answer in an example that is no answer", ("{rol: stagiair, alleen: nee}", "{rol: ▲{lio: ja}, alleen: nee}"), says="Hier hoort een antwoord te staan, of een lijst van antwoorden."),
]  # fmt: skip

YAML_FAULTS = [
    fault("a colon in a text", ("titel: De wet", "titel: De wet▲: de tekst"), says="Zet tekst met een dubbele punt tussen aanhalingstekens"),
    fault("a tab", ("    vraag: Hoeveel dagen?", "▲\tvraag: Hoeveel dagen?"), says="Gebruik spaties in plaats van tabs"),
    fault("a name without a colon", ("start: rol\n", "start\n"), ("\nvragen:\n", "\n▲vragen:\n"), says="ontbreekt een dubbele punt"),
    fault("indentation that does not fit", ("    vraag: Hoeveel dagen?", "   vraag: Hoeveel dagen?"), ("    getal: {eenheid", "    getal▲: {eenheid"), says="Dit is geen geldige YAML"),
    fault("an anchor", ("opties: {les", "opties: ▲&taken {les"), says="Verwijzingen binnen YAML (& en *) mogen niet."),
    fault("an alias", ("- Vraag een nieuwe VOG aan.", "- ▲*stap"), says="Verwijzingen binnen YAML (& en *) mogen niet."),
    fault("a type", ("titel: Mag deze persoon beginnen?", "titel: ▲!!python/name:os.system x"), says="YAML-typen (!…) mogen niet."),
    fault("a second document", ("start: rol\n", "start: rol\n▲---\n"), says="Hier begint een tweede YAML-document"),
    fault("too many layers", ("kort: Vraag het na.", "kort: " + "[" * 38 + "▲[" + "]" * 39), says="Hier zitten meer dan 40 lagen in elkaar."),
    fault("a list as a name", ("start: rol\n", "▲[start]: rol\n"), says="Hier hoort een naam te staan, geen lijst of rijtje."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "says"), FORMAT_FAULTS + NAME_FAULTS + MEANING_FAULTS + YAML_FAULTS)
def test_a_fault_is_said_once_at_its_place(changes: tuple[tuple[str, str], ...], says: list[str]) -> None:
    text, places = unmarked(changed(*changes))
    found = faults(text)
    assert [place for place, _ in found] == places, found
    for (_, message), fragment in zip(found, says, strict=True):
        assert fragment in message


def test_a_tree_with_faults_is_no_tree() -> None:
    assert reading_of(changed(("start: rol", "start: rool"))).tree is None


def test_all_faults_come_at_once() -> None:
    text = changed(("start: rol", "start: rool"), ("bronnen: [wpo]", "bronnen: [wop]"), ("weet_ik_niet: uitzoeken", "weet_ik_niet: uitzoken"))
    assert len(faults(text)) == 3


@pytest.mark.parametrize("text", ["", "# niets\n", "- een\n- lijst\n", "zomaar tekst\n"])
def test_a_file_that_is_no_mapping_is_said_to_be_none(text: str) -> None:
    assert faults(text)[-1][1].startswith("Hier hoort een rijtje van namen met een waarde te staan")


def test_a_quote_that_is_not_closed_is_said_where_it_opens() -> None:
    text, places = unmarked(changed(("kort: Vraag het na.", 'kort: ▲"Vraag het na.')))
    assert [place for place, _ in faults(text)] == places


@pytest.mark.parametrize(
    "change", [("titel: Wie rijdt", "titel: ▲Wie {leeftijd} is"), ("titel: Nee, deze VOG is te oud", "titel: Nee\n    titel_los: ▲Nee, {leeftijd}")]
)
def test_a_value_where_none_is_filled_in_is_a_fault(change: tuple[str, str]) -> None:
    text, places = unmarked(changed(change))
    assert [place for place, _ in faults(text)] == places


# Files


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"titel: [", "2:1: fout: Dit is geen geldige YAML"),
        (b"titel: caf\xe9\n", "1:1: fout: Dit bestand is niet opgeslagen als UTF-8"),
        (b"titel: \x00\n", "1:1: fout: Dit bestand bevat tekens die geen tekst zijn"),
        (None, "1:1: fout: Dit bestand kan niet worden gelezen"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / "proef.yaml").write_bytes(content)
    for file in (read_source(tmp_path, "proef.yaml"), read_shared(tmp_path, "proef.yaml")):
        assert file.source is None
        assert next(str(problem) for problem in file.problems).startswith(f"proef.yaml:{says}")


# What YAML would make of it


@pytest.mark.parametrize("written", ["nee", "no", "yes", "on", "ja", "true", "3:40", "0o17", "012", "1e3", "1_000", "2026-01-01", "~", "null", ".inf", "="])
def test_a_word_stays_the_word_that_was_written(written: str) -> None:
    assert parse_yaml(f"antwoord: {written}\n{written}: [{written}]\n").data == {"antwoord": written, written: [written]}


def test_only_nothing_is_nothing() -> None:
    assert parse_yaml("leeg:\nnietleeg: ''\ntekst: |\n").data == {"leeg": None, "nietleeg": "", "tekst": ""}


def test_options_may_be_called_what_yaml_has_other_plans_for() -> None:
    tree = tree_of(changed(("      leraar: Leraar\n      lio: LIO\n      stagiair: Stagiair", "      no: 3:40\n      2026-01-01: nee\n      leraar: ~\n      lio: on\n      stagiair: 1e3"), ("{leraar: afgegeven,", "{no: mag, 2026-01-01: mag, leraar: afgegeven,")))  # fmt: skip
    assert tree.questions["rol"].labels == {
        "no": "3:40",
        "2026-01-01": "nee",
        "leraar": "~",
        "lio": "on",
        "stagiair": "1e3",
        "weet_ik_niet": "Dat weet ik niet",
    }


# Conditions

MINSTENS, HOOGSTENS, MEER, MINDER = Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.MORE, Comparison.LESS


def _is(*values: str, question: str = "rol") -> AnswerIs:
    return AnswerIs(question, frozenset(values))


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("{rol: lio}", _is("lio")),
        ("{rol: [lio, leraar]}", _is("lio", "leraar")),
        ("{rol: {niet: lio}}", AnswerIsNot("rol", frozenset({"lio"}))),
        ("{rol: {niet: [lio, leraar]}}", AnswerIsNot("rol", frozenset({"lio", "leraar"}))),
        ("{rol: weet_ik_niet}", _is("weet_ik_niet")),
        ("{rol: [lio, weet_ik_niet]}", _is("lio", "weet_ik_niet")),
        ("{rol: {niet: weet_ik_niet}}", AnswerIsNot("rol", frozenset({"weet_ik_niet"}))),
        ("{alleen: nee}", _is("nee", question="alleen")),
        ("{dagen: 2}", All((Compares("dagen", MINSTENS, 2), Compares("dagen", HOOGSTENS, 2)))),
        ("{dagen: {minstens: 2, hoogstens: 5}}", All((Compares("dagen", MINSTENS, 2), Compares("dagen", HOOGSTENS, 5)))),
        ("{dagen: {meer_dan: -2}}", Compares("dagen", MEER, -2)),
        ("{dagen: {minder_dan: 2}}", Compares("dagen", MINDER, 2)),
        ("{afgegeven: {vanaf: 2025-01-01}}", Compares("afgegeven", MINSTENS, _day("2025-01-01"))),
        ("{afgegeven: {tot_en_met: 2025-01-01}}", Compares("afgegeven", HOOGSTENS, _day("2025-01-01"))),
        ("{afgegeven: {na: 2025-01-01}}", Compares("afgegeven", MEER, _day("2025-01-01"))),
        ("{afgegeven: {voor: 2025-01-01}}", Compares("afgegeven", MINDER, _day("2025-01-01"))),
        ("{peildatum: {vanaf: 2027-01-01}}", Compares("peildatum", MINSTENS, _day("2027-01-01"))),
        ("{verloopt: {voor: 2025-01-01}}", Compares("verloopt", MINDER, _day("2025-01-01"))),
        ("{leeftijd: {hoogstens: 6}}", Compares("leeftijd", HOOGSTENS, 6)),
        ("{drukte: 1}", All((Compares("drukte", MINSTENS, 1), Compares("drukte", HOOGSTENS, 1)))),
        ("{taken: {bevat: les}}", Includes("taken", frozenset({"les"}))),
        ("{taken: {bevat: [les, zorg], bevat_niet: rijden}}", All((Includes("taken", frozenset({"les", "zorg"})), Excludes("taken", frozenset({"rijden"}))))),
        ("{taken: geen_van_deze}", Excludes("taken", frozenset({"les", "zorg", "rijden"}))),
        ("{rol: lio, alleen: ja}", All((_is("lio"), _is("ja", question="alleen")))),
        ("[{rol: lio}, {alleen: ja}]", AnyOf((_is("lio"), _is("ja", question="alleen")))),
        ("[{rol: lio}]", _is("lio")),
        ("{niet: {rol: lio, alleen: ja}}", Not(All((_is("lio"), _is("ja", question="alleen"))))),
        ("{dagen: 2, een_van: [{rol: lio}, {alleen: ja}]}", All((All((Compares("dagen", MINSTENS, 2), Compares("dagen", HOOGSTENS, 2))), AnyOf((_is("lio"), _is("ja", question="alleen")))))),
    ],
)  # fmt: skip
def test_a_condition_becomes_data(written: str, condition: Condition) -> None:
    tree = tree_of(changed(("als: {taken: {bevat: rijden}}", f"als: {written}")))
    assert tree.outcomes["te_oud"].parts[0].condition == condition


def test_facts_become_data() -> None:
    tree = tree_of()
    assert tree.facts == {
        "leeftijd": Between("afgegeven", "peildatum", "maanden", "de leeftijd van de VOG"),
        "verloopt": DayFrom("afgegeven", 6, "maanden"),
        "drukte": Count((Compares("dagen", MEER, 3), Includes("taken", frozenset({"les"})))),
    }


def test_vandaag_in_a_fact_is_the_reference_date() -> None:
    tree = tree_of(changed(("[afgegeven, peildatum]", "[afgegeven, vandaag]"), ("{dag: afgegeven, plus: 6", "{dag: vandaag, min: 6")))
    assert tree.facts["leeftijd"] == Between("afgegeven", "peildatum", "maanden", "de leeftijd van de VOG")
    assert tree.facts["verloopt"] == DayFrom("peildatum", -6, "maanden")


def test_vandaag_in_a_condition_is_the_reference_date() -> None:
    tree = tree_of(changed(("als: {taken: {bevat: rijden}}", "als: {vandaag: {vanaf: 2027-01-01}}")))
    assert tree.outcomes["te_oud"].parts[0].condition == Compares("peildatum", MINSTENS, _day("2027-01-01"))


def test_a_condition_may_be_about_a_question_further_down() -> None:
    text = changed(("daarna: {ja: afgegeven, nee: mag}", "daarna: [{als: {alleen: ja, taken: {bevat: les}}, naar: mag}, {naar: afgegeven}]"), ("taken: [les, zorg]", "taken: zorg"))  # fmt: skip
    assert faults(text) == []


def test_a_count_may_be_about_options() -> None:
    assert faults(changed(("{dagen: {meer_dan: 3}}", "{rol: lio}"))) == []


# Questions


def test_every_kind_of_question_is_read() -> None:
    questions = tree_of().questions
    assert {id: question.kind for id, question in questions.items()} == {
        "rol": Kind.CHOICE, "alleen": Kind.YES_NO, "afgegeven": Kind.DATE, "taken": Kind.SEVERAL, "dagen": Kind.NUMBER,
    }  # fmt: skip
    assert questions["alleen"].labels == {"ja": "Ja", "nee": "Nee"}
    assert (questions["afgegeven"].earliest, questions["afgegeven"].latest) == (None, "vandaag")
    assert (questions["dagen"].unit, questions["dagen"].at_least, questions["dagen"].at_most) == ("dagen", 0, 365)
    assert questions["taken"].none_of_these == "Geen van deze"


HANDBOOK_ANSWERS = re.findall(r"`((?:keuze|ja_nee|meerkeuze|getal|datum):[^`]*)`", HANDBOOK.read_text(encoding="utf-8"))


@pytest.mark.parametrize("written", HANDBOOK_ANSWERS)
def test_every_kind_of_answer_in_the_handbook_can_be_written(written: str) -> None:
    text = changed(("    getal: {eenheid: dagen, minstens: 0, hoogstens: 365}\n    daarna:\n", f"    {written}\n    daarna:\n"), ("dagen: {minstens: 2}", "alleen: ja"), ("{dagen: {meer_dan: 3}}", "{alleen: ja}"))  # fmt: skip
    assert faults(text) == []


def test_the_handbook_shows_every_kind_of_answer() -> None:
    assert {written.partition(":")[0] for written in HANDBOOK_ANSWERS} == {"keuze", "ja_nee", "meerkeuze", "getal", "datum"}


def test_arrows_are_all_places_where_a_question_leads() -> None:
    tree = tree_of(changed(("stagiair: alleen}", "stagiair: boom:stages}")))
    assert [arrow.target for arrow in arrows(tree.questions["rol"])] == [
        Target("vraag", "afgegeven"), Target("vraag", "afgegeven"), Target("boom", "stages"), Target("uitkomst", "uitzoeken"),
    ]  # fmt: skip


# Shared questions

SHARED = "vraag: Welke sector?\nwaarom: Elke sector heeft een wet.\nkeuze: {po: Basisschool, vo: Voortgezet}\n"


def _reading_with(tmp_path: Path, shared: str, *changes: tuple[str, str]) -> tuple[object, list[str]]:
    (tmp_path / "sector.yaml").write_text(shared)
    (tmp_path / "proef.yaml").write_text(changed(*changes))
    reading = read_tree(read_source(tmp_path, "proef.yaml"), {"sector": read_shared(tmp_path, "sector.yaml")})
    return reading.tree, [str(problem) for problem in reading.problems]


ALONE_SHARED = (
    "    vraag: Werkt de stagiair alleen?\n    ja_nee:\n    daarna: {ja: afgegeven, nee: mag}",
    "    gedeeld: sector\n    weet_ik_niet: uitzoeken\n    daarna: {po: afgegeven, vo: mag}",
)
WITHOUT_NEVER = ("{rol: stagiair, alleen: nee}", "{rol: stagiair}")


def test_a_shared_question_brings_its_words_and_answers(tmp_path: Path) -> None:
    tree, problems = _reading_with(tmp_path, SHARED, ALONE_SHARED, WITHOUT_NEVER)
    assert problems == []
    question = tree.questions["alleen"]  # type: ignore[attr-defined]
    assert (question.text, question.labels, question.shared) == (
        "Welke sector?", {"po": "Basisschool", "vo": "Voortgezet", "weet_ik_niet": "Dat weet ik niet"}, "sector",
    )  # fmt: skip
    assert "Elke sector" in question.why.html


def test_a_tree_may_ask_a_shared_question_in_its_own_words(tmp_path: Path) -> None:
    tree, problems = _reading_with(tmp_path, SHARED, (ALONE_SHARED[0], ALONE_SHARED[1] + "\n    vraag: Waar?"), WITHOUT_NEVER)
    assert problems == []
    assert tree.questions["alleen"].text == "Waar?"  # type: ignore[attr-defined]


def test_a_shared_question_keeps_its_own_answers(tmp_path: Path) -> None:
    _, problems = _reading_with(tmp_path, SHARED, (ALONE_SHARED[0], ALONE_SHARED[1] + "\n    ja_nee:"), WITHOUT_NEVER)
    assert problems == ["proef.yaml:20:3: fout: Een gedeelde vraag heeft haar antwoorden al. Haal de antwoorden hier weg."]


def test_a_tree_says_that_its_shared_question_has_a_fault(tmp_path: Path) -> None:
    _, problems = _reading_with(tmp_path, SHARED.replace("keuze", "keus"), ALONE_SHARED, WITHOUT_NEVER)
    assert problems[0] == 'proef.yaml:21:14: fout: In de gedeelde vraag "sector" staat een fout. Herstel die eerst.'


def test_a_shared_question_has_no_daarna(tmp_path: Path) -> None:
    (tmp_path / "sector.yaml").write_text(SHARED + "daarna: mag\n")
    assert next(str(problem) for problem in read_shared(tmp_path, "sector.yaml").problems).startswith('sector.yaml:4:1: fout: Onbekende naam "daarna".')


# Places in texts


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("tekst: |\n          Eerst.\n\n          Dan ▲<b>dit.", id="a block"),
        pytest.param("tekst: >\n          Dit is ▲<b>vet.", id="a folded block"),
        pytest.param("tekst: |-\n          Dit is ▲<b>vet.", id="a block of one line"),
        pytest.param("tekst: Dit is ▲<b>vet.", id="a plain text"),
        pytest.param('tekst: "Dit is ▲<b>vet."', id="a text in quotes"),
        pytest.param("stappen:\n          - Dit is ▲<b>vet.", id="a step"),
        pytest.param("stappen:\n          - tekst: Dit is ▲<b>vet.\n            wie: directeur", id="a step with who does it"),
        pytest.param("stappen:\n          - wie: directeur\n            tekst: Dit is ▲<b>vet.", id="a step with who does it first"),
    ],
)  # fmt: skip
def test_a_fault_in_a_text_is_said_at_its_line(written: str) -> None:
    text, places = unmarked(changed(("tekst: De VOG is {leeftijd} maanden oud.", written)))
    found = faults(text)
    assert [place.partition(":")[0] for place, _ in found] == [place.partition(":")[0] for place in places]
    assert "HTML (<b>) mag niet" in found[0][1]
