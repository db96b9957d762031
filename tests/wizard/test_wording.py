"""Conditions in words."""

from __future__ import annotations

import pytest

from tests.wizard.tree_texts import changed, tree_of
from wizard.wording import condition_words

ROL, ALLEEN, TAKEN = "bij “In welke rol komt deze persoon?”", "bij “Werkt de stagiair alleen?”", "bij “Wat gaat deze persoon doen?”"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{rol: lio}", f"{ROL}: LIO"),
        ("{rol: [stagiair, leraar, lio]}", f"{ROL}: Leraar, LIO of Stagiair"),
        ("{rol: [lio, weet_ik_niet]}", f"{ROL}: LIO of Dat weet ik niet"),
        ("{rol: {niet: [lio, leraar]}}", f"{ROL}: niet Leraar of LIO"),
        ("{taken: {bevat: [zorg, les]}}", f"{TAKEN} is gekozen: Lesgeven en Verzorgen"),
        ("{taken: {bevat_niet: [zorg, les]}}", f"{TAKEN} is niet gekozen: Lesgeven of Verzorgen"),
        ("{dagen: {minstens: 2, minder_dan: 5}}", "“Hoeveel dagen?” is minstens 2 dagen en “Hoeveel dagen?” is minder dan 5 dagen"),
        ("{leeftijd: {hoogstens: 6}}", "de leeftijd van de VOG is hoogstens 6 maanden"),
        ("{leeftijd: {meer_dan: 6}}", "de leeftijd van de VOG is meer dan 6 maanden"),
        ("{drukte: {minstens: 1}}", "drukte is minstens 1"),
        ("{verloopt: {voor: 2026-08-01}}", "verloopt is voor 1 augustus 2026"),
        ("{peildatum: {vanaf: 2027-01-01}}", "de dag waarvoor het antwoord geldt is op of na 1 januari 2027"),
        ("{afgegeven: {tot_en_met: 2027-01-01}}", "“Wanneer is de VOG afgegeven?” is op of voor 1 januari 2027"),
        ("{afgegeven: {na: 2027-01-01}}", "“Wanneer is de VOG afgegeven?” is na 1 januari 2027"),
        ("{rol: lio, alleen: ja}", f"{ROL}: LIO en {ALLEEN}: Ja"),
        ("[{rol: lio}, {alleen: ja}]", f"{ROL}: LIO of {ALLEEN}: Ja"),
        ("{niet: {alleen: ja}}", f"niet: {ALLEEN}: Ja"),
    ],
)
def test_a_condition_in_words(written: str, words: str) -> None:
    tree = tree_of(changed(("als: {taken: {bevat: rijden}}", f"als: {written}")))
    assert condition_words(tree, tree.outcomes["te_oud"].parts[0].condition) == words


def test_none_of_these_in_words() -> None:
    tree = tree_of(changed(("als: {taken: {bevat: rijden}}", "als: {taken: geen_van_deze}")))
    assert condition_words(tree, tree.outcomes["te_oud"].parts[0].condition) == f"{TAKEN} is niet gekozen: Lesgeven, Verzorgen of Rijden"


def test_an_exact_number_is_said_as_one() -> None:
    tree = tree_of(changed(("als: {taken: {bevat: rijden}}", "als: {dagen: 3}")))
    assert condition_words(tree, tree.outcomes["te_oud"].parts[0].condition) == "“Hoeveel dagen?” is 3 dagen"
