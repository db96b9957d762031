"""One small tree that is right, and what it takes to make it wrong in one place."""

from __future__ import annotations

import datetime

from knowledge.yaml_source import YamlError
from tests.wizard.generated_trees import read_text
from wizard.checking import check_tree, proof_of
from wizard.reading import TreeReading
from wizard.tree import Tree

TODAY = datetime.date(2026, 11, 25)
PATH = "beslisbomen/proef.yaml"
MARK = "▲"

TREE = """\
titel: Mag deze persoon beginnen?
samenvatting: Of iemand mag beginnen.
gecontroleerd: 2026-11-20
controleren_voor: 2027-08-01
bronnen:
  - id: wpo
    titel: De wet
    url: https://wetten.overheid.nl/BWBR0003420
start: rol

vragen:
  rol:
    vraag: In welke rol komt deze persoon?
    keuze:
      leraar: Leraar
      lio: LIO
      stagiair: Stagiair
    weet_ik_niet: uitzoeken
    daarna: {leraar: afgegeven, lio: afgegeven, stagiair: alleen}
  alleen:
    vraag: Werkt de stagiair alleen?
    ja_nee:
    daarna: {ja: afgegeven, nee: mag}
  afgegeven:
    vraag: Wanneer is de VOG afgegeven?
    datum: {hoogstens: vandaag}
    daarna: taken
  taken:
    vraag: Wat gaat deze persoon doen?
    meerkeuze:
      opties: {les: Lesgeven, zorg: Verzorgen, rijden: Rijden}
      geen_van_deze: Geen van deze
    daarna: dagen
  dagen:
    vraag: Hoeveel dagen?
    getal: {eenheid: dagen, minstens: 0, hoogstens: 365}
    daarna:
      - als: {leeftijd: {hoogstens: 6}}
        naar: mag
      - als: {rol: [leraar, lio], dagen: {minstens: 2}}
        naar: te_oud
      - naar: te_oud

feiten:
  leeftijd: {tussen: [afgegeven, peildatum], in: maanden, naam: de leeftijd van de VOG}
  verloopt: {dag: afgegeven, plus: 6, in: maanden}
  drukte: {aantal: [{dagen: {meer_dan: 3}}, {taken: {bevat: les}}]}

uitkomsten:
  mag:
    oordeel: ja
    titel: Ja, deze persoon mag beginnen
    kort: De VOG is jong genoeg.
    grondslag: [wetten/wpo#artikel-32]
    bronnen: [wpo]
  te_oud:
    oordeel: nee
    titel: Nee, deze VOG is te oud
    kort: Vraag een nieuwe aan.
    stappen:
      - Vraag een nieuwe VOG aan.
    onderdelen:
      - als: {taken: {bevat: rijden}}
        titel: Wie rijdt
        tekst: De VOG is {leeftijd} maanden oud.
    geen_grondslag: Dit is een proef.
  uitzoeken:
    oordeel: advies
    titel: Zoek eerst de rol uit
    kort: Vraag het na.
    geen_grondslag: Dit is een proef.

voorbeelden:
  - naam: LIO met een VOG van een maand oud
    antwoorden: {rol: lio, afgegeven: 2026-10-25, taken: [les, zorg], dagen: 3}
    peildatum: 2026-11-25
    uitkomst: mag
nooit:
  - naam: Een stagiair die niet alleen werkt, is nooit te oud
    antwoorden: {rol: stagiair, alleen: nee}
    uitkomst: te_oud
"""


def changed(*replacements: tuple[str, str]) -> str:
    """The text of the small tree with each (old, new) replaced; every old text stands in it once."""
    text = TREE
    for old, new in replacements:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


def unmarked(text: str) -> tuple[str, list[str]]:
    """The text without its marks, and the place ('line:column') that each mark ▲ stood before."""
    places = []
    while MARK in text:
        before, _, after = text.partition(MARK)
        places.append(f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}")
        text = before + after
    return text, places


def reading_of(text: str = TREE) -> TreeReading:
    return read_text(text, PATH)


def tree_of(text: str = TREE) -> Tree:
    """The tree of a text without faults."""
    reading = reading_of(text)
    assert reading.tree is not None, reading.problems
    return reading.tree


def faults(text: str) -> list[tuple[str, str]]:
    """What is wrong with a text by itself: ('line:column', message), from above."""
    try:
        problems = sorted(reading_of(text).problems)
    except YamlError as error:
        return [(f"{error.mark.line}:{error.mark.column}", str(error))]
    return [(f"{problem.line}:{problem.column}", problem.message) for problem in problems]


def findings(text: str, today: datetime.date = TODAY) -> list[str]:
    """What is found in a tree beyond its names: 'line:column: severity: message'."""
    reading = reading_of(text)
    assert reading.tree is not None, reading.problems
    return [str(problem).removeprefix(f"{PATH}:") for problem in check_tree(reading.tree, reading.document, proof_of(reading.tree), today)]
