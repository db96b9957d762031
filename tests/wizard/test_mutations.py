"""The small changes that show how good the scenarios of a tree are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.yaml_source import parse_yaml
from tests.wizard.generated_trees import ON, PROPERTY, GeneratedTree, complete_walks, every_road, generated_trees, junk_answers, loose_answers
from tests.wizard.tree_texts import TODAY, changed, tree_of
from wizard.conditions import All, AnyOf, Condition, Count, Not
from wizard.mutations import MutationKind, as_written, mutants
from wizard.roads import survey
from wizard.tree import Answers, Outcome, Question, Tree
from wizard.walk import Jump, walk

RULE = "als: {leeftijd: {hoogstens: 6}}"
PART = "als: {taken: {bevat: rijden}}"
MOST_ROADS = 300


def _said(tree: Tree, *place: str | int) -> list[tuple[str, str]]:
    """The kind and words of each mutant at a place, or inside it."""
    return [(mutant.kind.value, mutant.words) for mutant in mutants(tree) if mutant.place[: len(place)] == place]


def _words(tree: Tree, kind: MutationKind) -> list[str]:
    return [mutant.words for mutant in mutants(tree) if mutant.kind is kind]


def _only(tree: Tree, words: str) -> Tree:
    """The tree of the mutant with these words."""
    [found] = [mutant.tree for mutant in mutants(tree) if mutant.words == words]
    return found


def _end(tree: Tree, answers: Answers) -> str:
    end = walk(tree, answers, TODAY).end
    return end.id if isinstance(end, Question | Outcome) else f"boom:{end.tree_id}" if isinstance(end, Jump) else ""


def _changes_of(written: str, *replacements: tuple[str, str]) -> list[tuple[str, str]]:
    """What happens to a condition: the kind of each change, and its words without those that say where it is."""
    part = _said(tree_of(changed((PART, f"als: {written}"), *replacements)), "uitkomsten", "te_oud", "onderdelen", 0)
    return [(kind, re.sub(r'^.* van "te_oud" ', "", words)) for kind, words in part if kind != MutationKind.DROPPED_PART]


# Questions


def test_yes_and_no_trade_their_targets() -> None:
    tree = tree_of()
    assert [(mutant.words, mutant.place, mutant.question) for mutant in mutants(tree) if mutant.kind is MutationKind.SWAPPED_YES_NO] == [
        ('Bij "alleen" zijn ja en nee verwisseld.', ("vragen", "alleen", "daarna"), "alleen")
    ]
    swapped = _only(tree, 'Bij "alleen" zijn ja en nee verwisseld.')
    assert _end(swapped, {"rol": "stagiair", "alleen": "ja"}) == "mag"
    assert _end(swapped, {"rol": "stagiair", "alleen": "nee"}) == "afgegeven"


def test_yes_and_no_are_swapped_in_the_rules_of_their_own_question() -> None:
    rules = "daarna: [{als: {alleen: nee, niet: {alleen: ja, rol: lio}}, naar: mag}, {als: {rol: lio}, naar: te_oud}, {naar: afgegeven}]"
    tree = tree_of(changed(("daarna: {ja: afgegeven, nee: mag}", rules)))
    swapped = _only(tree, 'Bij "alleen" zijn ja en nee verwisseld.').questions["alleen"].rules
    assert [as_written(tree, rule.condition) if rule.condition else "" for rule in swapped] == ["alleen: ja, niet: {alleen: nee, rol: lio}", "rol: lio", ""]


def test_yes_and_no_that_make_no_difference_are_not_swapped() -> None:
    assert _words(tree_of(changed(("{ja: afgegeven, nee: mag}", "{ja: mag, nee: mag}"))), MutationKind.SWAPPED_YES_NO) == []
    assert _words(tree_of(changed(("{ja: afgegeven, nee: mag}", "mag"))), MutationKind.SWAPPED_YES_NO) == []


def test_the_opposite_of_yes_is_no_so_that_one_rule_about_it_is_turned_round_once() -> None:
    tree = tree_of(changed(("{ja: afgegeven, nee: mag}", "[{als: {alleen: ja}, naar: afgegeven}, {naar: mag}]")))
    assert _said(tree, "vragen", "alleen") == [
        ("ja en nee verwisseld", 'Bij "alleen" zijn ja en nee verwisseld.'),
        ("pijl verlegd", 'Bij "alleen" leidt de regel met alleen: ja naar "mag" in plaats van "afgegeven".'),
        ("pijl verlegd", 'Bij "alleen" leidt de regel voor alle andere gevallen naar "afgegeven" in plaats van "mag".'),
        ("pijl verlegd", 'Bij "alleen" leidt de regel voor alle andere gevallen naar "te_oud" in plaats van "mag".'),
    ]


def test_an_answer_with_its_own_target_is_moved_and_dropped() -> None:
    assert _said(tree_of(), "vragen", "rol", "daarna") == [
        ("pijl verlegd", 'Bij "rol" leidt het antwoord leraar naar "alleen" in plaats van "afgegeven".'),
        ("regel weggelaten", 'Bij "rol" leidt het antwoord leraar nergens heen.'),
        ("pijl verlegd", 'Bij "rol" leidt het antwoord lio naar "alleen" in plaats van "afgegeven".'),
        ("regel weggelaten", 'Bij "rol" leidt het antwoord lio nergens heen.'),
        ("pijl verlegd", 'Bij "rol" leidt het antwoord stagiair naar "afgegeven" in plaats van "alleen".'),
        ("regel weggelaten", 'Bij "rol" leidt het antwoord stagiair nergens heen.'),
    ]
    assert [mutant.place for mutant in mutants(tree_of()) if "antwoord lio" in mutant.words] == [("vragen", "rol", "daarna", "lio")] * 2


def test_dont_know_is_moved() -> None:
    assert _said(tree_of(), "vragen", "rol", "weet_ik_niet") == [
        ("pijl verlegd", 'Bij "rol" leidt het antwoord weet_ik_niet naar "afgegeven" in plaats van "uitzoeken".'),
        ("pijl verlegd", 'Bij "rol" leidt het antwoord weet_ik_niet naar "mag" in plaats van "uitzoeken".'),
    ]


def test_an_arrow_moves_to_the_next_rule_that_leads_elsewhere_and_to_the_next_other_verdict() -> None:
    tree = tree_of(changed(("naar: mag\n", "naar: boom:wie-bel-ik\n")))
    assert [words for words in _words(tree, MutationKind.MOVED_ARROW) if words.startswith('Bij "dagen"')] == [
        'Bij "dagen" leidt de regel met leeftijd: {hoogstens: 6} naar "te_oud" in plaats van "boom:wie-bel-ik".',
        'Bij "dagen" leidt de regel met rol: [leraar, lio], dagen: {minstens: 2} naar "boom:wie-bel-ik" in plaats van "te_oud".',
        'Bij "dagen" leidt de regel met rol: [leraar, lio], dagen: {minstens: 2} naar "uitzoeken" in plaats van "te_oud".',
        'Bij "dagen" leidt de regel voor alle andere gevallen naar "boom:wie-bel-ik" in plaats van "te_oud".',
        'Bij "dagen" leidt de regel voor alle andere gevallen naar "uitzoeken" in plaats van "te_oud".',
    ]


def test_an_arrow_that_has_no_other_rule_beside_it_moves_to_dont_know() -> None:
    assert _said(tree_of(), "vragen", "afgegeven") == []
    assert _said(tree_of(changed(("    daarna: taken\n", "    daarna: taken\n    weet_ik_niet: uitzoeken\n"))), "vragen", "afgegeven", "daarna") == [
        ("pijl verlegd", 'Bij "afgegeven" leidt elk antwoord naar "uitzoeken" in plaats van "taken".')
    ]


def test_another_verdict_needs_another_verdict() -> None:
    tree = tree_of(changed(("oordeel: ja", "oordeel: advies"), ("oordeel: nee", "oordeel: advies")))
    assert _said(tree, "vragen", "rol", "weet_ik_niet") == [
        ("pijl verlegd", 'Bij "rol" leidt het antwoord weet_ik_niet naar "afgegeven" in plaats van "uitzoeken".')
    ]


def test_the_rules_of_a_question_and_what_is_made_of_them() -> None:
    tree = tree_of(changed(("      - naar: te_oud\n", "      - als: {rol: stagiair}\n        naar: mag\n      - naar: uitzoeken\n")))
    first, second, third = "leeftijd: {hoogstens: 6}", "rol: [leraar, lio], dagen: {minstens: 2}", "rol: stagiair"
    assert _said(tree, "vragen", "dagen", "daarna") == [
        ("pijl verlegd", f'Bij "dagen" leidt de regel met {first} naar "te_oud" in plaats van "mag".'),
        ("grens verschoven", f'In de regel met {first} bij "dagen" is de grens van "leeftijd" 5 in plaats van 6.'),
        ("grens verschoven", f'In de regel met {first} bij "dagen" is de grens van "leeftijd" 7 in plaats van 6.'),
        ("grens verschoven", f'In de regel met {first} bij "dagen" staat leeftijd: {{minder_dan: 6}} in plaats van {first}.'),
        ("voorwaarde omgekeerd", f'In de regel met {first} bij "dagen" staat leeftijd: {{meer_dan: 6}} in plaats van {first}.'),
        ("regel weggelaten", f'De regel met {first} bij "dagen" is weggelaten.'),
        ("regels verwisseld", f'Bij "dagen" zijn de regel met {first} en de regel met {second} verwisseld.'),
        ("pijl verlegd", f'Bij "dagen" leidt de regel met {second} naar "mag" in plaats van "te_oud".'),
        ("pijl verlegd", f'Bij "dagen" leidt de regel met {second} naar "uitzoeken" in plaats van "te_oud".'),
        ("antwoord weggelaten", f'In de regel met {second} bij "dagen" is leraar weggelaten bij "rol".'),
        ("antwoord weggelaten", f'In de regel met {second} bij "dagen" is lio weggelaten bij "rol".'),
        ("voorwaarde omgekeerd", f'In de regel met {second} bij "dagen" staat rol: {{niet: [leraar, lio]}} in plaats van rol: [leraar, lio].'),
        ("voorwaarde weggelaten", f'In de regel met {second} bij "dagen" is rol: [leraar, lio] weggelaten.'),
        ("grens verschoven", f'In de regel met {second} bij "dagen" is de grens van "dagen" 1 in plaats van 2.'),
        ("grens verschoven", f'In de regel met {second} bij "dagen" is de grens van "dagen" 3 in plaats van 2.'),
        ("voorwaarde omgekeerd", f'In de regel met {second} bij "dagen" staat dagen: {{minder_dan: 2}} in plaats van dagen: {{minstens: 2}}.'),
        ("voorwaarde weggelaten", f'In de regel met {second} bij "dagen" is dagen: {{minstens: 2}} weggelaten.'),
        ("regel weggelaten", f'De regel met {second} bij "dagen" is weggelaten.'),
        # The second and third rule exclude each other, so that their order does not matter.
        ("pijl verlegd", f'Bij "dagen" leidt de regel met {third} naar "uitzoeken" in plaats van "mag".'),
        ("pijl verlegd", f'Bij "dagen" leidt de regel met {third} naar "te_oud" in plaats van "mag".'),
        ("voorwaarde omgekeerd", f'In de regel met {third} bij "dagen" staat rol: {{niet: stagiair}} in plaats van rol: stagiair.'),
        # Without the third rule its answers lead where the rest leads: that is the first arrow above.
        ("pijl verlegd", 'Bij "dagen" leidt de regel voor alle andere gevallen naar "mag" in plaats van "uitzoeken".'),
    ]
    places = [mutant.place for mutant in mutants(tree) if mutant.question == "dagen"]
    assert list(dict.fromkeys(places)) == [("vragen", "dagen", "daarna", number) for number in range(4)]


def test_a_rule_that_leads_where_the_rest_leads_only_matters_when_it_moves() -> None:
    assert {kind for kind, _ in _said(tree_of(), "vragen", "dagen", "daarna", 1)} == {"pijl verlegd"}


def test_the_last_rule_left_is_not_dropped() -> None:
    tree = tree_of(changed(("    daarna: taken\n", "    daarna: [{als: {rol: lio}, naar: taken}]\n")))
    assert _said(tree, "vragen", "afgegeven") == [
        ("voorwaarde omgekeerd", 'In de regel met rol: lio bij "afgegeven" staat rol: {niet: lio} in plaats van rol: lio.')
    ]


@pytest.mark.parametrize(
    ("one", "other", "trade"),
    [
        ("rol: lio", "rol: [stagiair, leraar]", False),
        ("rol: lio", "rol: [lio, stagiair]", True),
        ("rol: lio", "rol: {niet: lio}", False),
        ("rol: {niet: [lio, leraar]}", "rol: [lio, leraar, weet_ik_niet]", False),
        ("rol: {niet: lio}", "rol: {niet: leraar}", True),
        ("rol: lio", "alleen: ja", True),
        ("leeftijd: {hoogstens: 6}", "leeftijd: {meer_dan: 6}", False),
        ("leeftijd: {hoogstens: 6}", "leeftijd: {minstens: 6}", True),
        ("dagen: {minstens: 2}", "dagen: {meer_dan: 1}", True),
        ("dagen: {minstens: 2}", "dagen: {minder_dan: 2}", False),
        ("afgegeven: {vanaf: 2026-01-02}", "afgegeven: {tot_en_met: 2026-01-01}", False),
        ("afgegeven: {vanaf: 2026-01-01}", "afgegeven: {tot_en_met: 2026-01-01}", True),
        ("rol: lio, dagen: 3", "dagen: {minder_dan: 3}, rol: lio", False),
        ("een_van: [{rol: lio}, {rol: leraar}]", "rol: stagiair, dagen: 3", False),
        ("rol: stagiair, dagen: 3", "een_van: [{rol: lio}, {dagen: 3}]", True),
        ("niet: {rol: lio}", "rol: lio", True),
        ("taken: {bevat: les}", "taken: {bevat: zorg}", True),
    ],
)
def test_rules_trade_places_unless_they_exclude_each_other(one: str, other: str, trade: bool) -> None:
    tree = tree_of(changed((RULE, f"als: {{{one}}}"), ("{rol: [leraar, lio], dagen: {minstens: 2}}", f"{{{other}}}")))
    assert _words(tree, MutationKind.SWAPPED_RULES) == ([f'Bij "dagen" zijn de regel met {one} en de regel met {other} verwisseld.'] if trade else [])


def test_rules_with_a_long_condition_and_rules_with_the_same_condition_are_named_by_their_number() -> None:
    long = "{rol: [leraar, lio], alleen: {niet: ja}, taken: {bevat: zorg}, dagen: 3}"
    tree = tree_of(changed(("{rol: [leraar, lio], dagen: {minstens: 2}}", long)))
    assert 'Bij "dagen" leidt de 2e regel naar "mag" in plaats van "te_oud".' in _words(tree, MutationKind.MOVED_ARROW)
    same = tree_of(changed(("{rol: [leraar, lio], dagen: {minstens: 2}}", "{leeftijd: {hoogstens: 6}}")))
    assert 'Bij "dagen" zijn de 1e regel en de 2e regel verwisseld.' in _words(same, MutationKind.SWAPPED_RULES)


# Conditions


@pytest.mark.parametrize(
    ("written", "changes"),
    [
        ("{rol: lio}", [("voorwaarde omgekeerd", "staat rol: {niet: lio} in plaats van rol: lio")]),
        ("{rol: {niet: lio}}", [("voorwaarde omgekeerd", "staat rol: lio in plaats van rol: {niet: lio}")]),
        ("{alleen: ja}", [("voorwaarde omgekeerd", "staat alleen: nee in plaats van alleen: ja")]),
        ("{alleen: {niet: ja}}", [("voorwaarde omgekeerd", "staat alleen: {niet: nee} in plaats van alleen: {niet: ja}")]),
        (
            "{alleen: [ja, nee]}",
            [
                ("antwoord weggelaten", 'is ja weggelaten bij "alleen"'),
                ("antwoord weggelaten", 'is nee weggelaten bij "alleen"'),
                ("voorwaarde omgekeerd", "staat alleen: {niet: [ja, nee]} in plaats van alleen: [ja, nee]"),
            ],
        ),
        (
            "{rol: {niet: [weet_ik_niet, lio]}}",
            # Without 'weet ik niet' it would hold for the same answers.
            [
                ("antwoord weggelaten", 'is lio weggelaten bij "rol"'),
                ("voorwaarde omgekeerd", "staat rol: [lio, weet_ik_niet] in plaats van rol: {niet: [lio, weet_ik_niet]}"),
            ],
        ),
        ("{taken: {bevat: les}}", [("voorwaarde omgekeerd", "staat taken: {bevat_niet: les} in plaats van taken: {bevat: les}")]),
        ("{taken: {bevat_niet: les}}", [("voorwaarde omgekeerd", "staat taken: {bevat: les} in plaats van taken: {bevat_niet: les}")]),
        (
            "{taken: {bevat: [zorg, les]}}",
            [
                ("antwoord weggelaten", 'is les weggelaten bij "taken"'),
                ("antwoord weggelaten", 'is zorg weggelaten bij "taken"'),
                ("voorwaarde omgekeerd", "staat niet: {taken: {bevat: [les, zorg]}} in plaats van taken: {bevat: [les, zorg]}"),
            ],
        ),
        (
            "{taken: geen_van_deze}",
            [
                ("antwoord weggelaten", 'is les weggelaten bij "taken"'),
                ("antwoord weggelaten", 'is zorg weggelaten bij "taken"'),
                ("antwoord weggelaten", 'is rijden weggelaten bij "taken"'),
                ("voorwaarde omgekeerd", "staat niet: {taken: geen_van_deze} in plaats van taken: geen_van_deze"),
            ],
        ),
        (
            "{dagen: {meer_dan: 3}}",
            [
                ("grens verschoven", 'is de grens van "dagen" 2 in plaats van 3'),
                ("grens verschoven", 'is de grens van "dagen" 4 in plaats van 3'),
                ("voorwaarde omgekeerd", "staat dagen: {hoogstens: 3} in plaats van dagen: {meer_dan: 3}"),
            ],
        ),
        (
            "{dagen: 3}",
            [
                ("grens verschoven", "staat dagen: 2 in plaats van dagen: 3"),
                ("grens verschoven", "staat dagen: 4 in plaats van dagen: 3"),
                ("voorwaarde weggelaten", "staat dagen: {minstens: 3} in plaats van dagen: 3"),
                ("voorwaarde weggelaten", "staat dagen: {hoogstens: 3} in plaats van dagen: 3"),
                ("voorwaarde omgekeerd", "staat een_van: [{dagen: {minder_dan: 3}}, {dagen: {meer_dan: 3}}] in plaats van dagen: 3"),
            ],
        ),
        (
            "{afgegeven: {na: 2026-03-01}}",
            [
                ("grens verschoven", 'is de grens van "afgegeven" 2026-02-28 in plaats van 2026-03-01'),
                ("grens verschoven", 'is de grens van "afgegeven" 2026-03-02 in plaats van 2026-03-01'),
                ("voorwaarde omgekeerd", "staat afgegeven: {tot_en_met: 2026-03-01} in plaats van afgegeven: {na: 2026-03-01}"),
            ],
        ),
        (
            # There is no day before the first.
            "{verloopt: {voor: 0001-01-01}}",
            [
                ("grens verschoven", 'is de grens van "verloopt" 0001-01-02 in plaats van 0001-01-01'),
                ("voorwaarde omgekeerd", "staat verloopt: {vanaf: 0001-01-01} in plaats van verloopt: {voor: 0001-01-01}"),
            ],
        ),
        ("{niet: {rol: lio}}", [("voorwaarde omgekeerd", "staat rol: lio in plaats van niet: {rol: lio}")]),
        (
            "{niet: {rol: lio, alleen: ja}}",
            [
                ("voorwaarde omgekeerd", "staat rol: {niet: lio} in plaats van rol: lio"),
                ("voorwaarde weggelaten", "is rol: lio weggelaten"),
                ("voorwaarde omgekeerd", "staat alleen: nee in plaats van alleen: ja"),
                ("voorwaarde weggelaten", "is alleen: ja weggelaten"),
                ("voorwaarde omgekeerd", "staat rol: lio, alleen: ja in plaats van niet: {rol: lio, alleen: ja}"),
            ],
        ),
        (
            "[{rol: lio}, {rol: leraar, alleen: ja}]",
            [
                ("voorwaarde omgekeerd", "staat rol: {niet: lio} in plaats van rol: lio"),
                ("voorwaarde weggelaten", "is rol: lio weggelaten"),
                ("voorwaarde omgekeerd", "staat rol: {niet: leraar} in plaats van rol: leraar"),
                ("voorwaarde weggelaten", "is rol: leraar weggelaten"),
                ("voorwaarde omgekeerd", "staat alleen: nee in plaats van alleen: ja"),
                ("voorwaarde weggelaten", "is alleen: ja weggelaten"),
                ("voorwaarde weggelaten", "is rol: leraar, alleen: ja weggelaten"),
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_made_of_a_condition(written: str, changes: list[tuple[str, str]]) -> None:
    assert _changes_of(written) == [(kind, f"{words}.") for kind, words in changes]


@pytest.mark.parametrize(("unit", "siblings"), [("dagen", 0), ("weken", 1), ("maanden", 1), ("jaren", 1)])
@pytest.mark.parametrize(("word", "sibling"), [("minstens", "meer_dan"), ("hoogstens", "minder_dan"), ("meer_dan", "minstens"), ("minder_dan", "hoogstens")])
def test_an_amount_of_time_is_also_shifted_by_one_day(unit: str, siblings: int, word: str, sibling: str) -> None:
    found = _changes_of(f"{{leeftijd: {{{word}: 6}}}}", ("in: maanden, naam:", f"in: {unit}, naam:"))
    words = f"staat leeftijd: {{{sibling}: 6}} in plaats van leeftijd: {{{word}: 6}}."
    assert found.count(("grens verschoven", words)) == siblings
    assert len(found) == 3 + siblings


def test_two_bounds_on_an_amount_of_time_are_not_one_exact_number() -> None:
    words = [words for _, words in _changes_of("{leeftijd: {minstens: 6, hoogstens: 6}}")]
    assert 'is de grens van "leeftijd" 5 in plaats van 6.' in words
    assert "is leeftijd: {hoogstens: 6} weggelaten." in words


@pytest.mark.parametrize(
    "written",
    [
        "rol: lio",
        "rol: [leraar, lio, weet_ik_niet]",
        "rol: {niet: [leraar, lio]}",
        "rol: {niet: weet_ik_niet}",
        "taken: {bevat: les}",
        "taken: {bevat: [les, zorg], bevat_niet: rijden}",
        "taken: geen_van_deze",
        "dagen: 3",
        "dagen: {minstens: 2, hoogstens: 5}",
        "dagen: {minstens: 3, meer_dan: 3}",
        "drukte: 1",
        "leeftijd: {minstens: 6, hoogstens: 6}",
        "verloopt: {vanaf: 2026-08-01, voor: 2027-08-01}",
        "peildatum: {na: 2026-08-01}",
        "peildatum: {tot_en_met: 2026-08-01}",
        "rol: lio, alleen: ja",
        "niet: {rol: lio, alleen: ja}",
        "rol: stagiair, een_van: [{alleen: ja}, {dagen: {minder_dan: 3}, taken: {bevat: les}}]",
    ],
)
def test_a_condition_is_named_as_an_editor_writes_it(written: str) -> None:
    tree = tree_of(changed((PART, f"als: {{{written}}}")))
    assert as_written(tree, tree.outcomes["te_oud"].parts[0].condition) == written


# Facts and parts


def test_facts_are_shifted_and_what_they_count_is_changed() -> None:
    found = [mutant for mutant in mutants(tree_of()) if mutant.place[0] == "feiten"]
    assert {mutant.question for mutant in found} == {None}
    assert [(mutant.kind.value, mutant.place[1], mutant.words) for mutant in found] == [
        ("grens verschoven", "verloopt", 'In het feit "verloopt" staat plus: 5 in plaats van plus: 6.'),
        ("grens verschoven", "verloopt", 'In het feit "verloopt" staat plus: 7 in plaats van plus: 6.'),
        ("grens verschoven", "drukte", 'In het feit "drukte" is de grens van "dagen" 2 in plaats van 3.'),
        ("grens verschoven", "drukte", 'In het feit "drukte" is de grens van "dagen" 4 in plaats van 3.'),
        ("voorwaarde omgekeerd", "drukte", 'In het feit "drukte" staat dagen: {hoogstens: 3} in plaats van dagen: {meer_dan: 3}.'),
        ("voorwaarde weggelaten", "drukte", 'In het feit "drukte" is dagen: {meer_dan: 3} weggelaten.'),
        ("voorwaarde omgekeerd", "drukte", 'In het feit "drukte" staat taken: {bevat_niet: les} in plaats van taken: {bevat: les}.'),
        ("voorwaarde weggelaten", "drukte", 'In het feit "drukte" is taken: {bevat: les} weggelaten.'),
    ]


def test_an_amount_before_a_day_is_said_as_it_is_written() -> None:
    assert [words for _, words in _said(tree_of(changed(("plus: 6", "min: 1"))), "feiten", "verloopt")] == [
        'In het feit "verloopt" staat min: 2 in plaats van min: 1.',
        'In het feit "verloopt" staat plus: 0 in plaats van min: 1.',
    ]


def test_the_only_condition_that_is_counted_is_not_dropped() -> None:
    tree = tree_of(changed((", {taken: {bevat: les}}]}", "]}")))
    assert [kind for kind, _ in _said(tree, "feiten", "drukte")] == ["grens verschoven", "grens verschoven", "voorwaarde omgekeerd"]


def test_parts_are_changed_and_dropped() -> None:
    found = [mutant for mutant in mutants(tree_of()) if mutant.place[0] == "uitkomsten"]
    assert {(mutant.question, mutant.place) for mutant in found} == {(None, ("uitkomsten", "te_oud", "onderdelen", 0))}
    name = 'het onderdeel met taken: {bevat: rijden} van "te_oud"'
    assert [(mutant.kind.value, mutant.words) for mutant in found] == [
        ("voorwaarde omgekeerd", f"In {name} staat taken: {{bevat_niet: rijden}} in plaats van taken: {{bevat: rijden}}."),
        ("onderdeel weggelaten", f"H{name[1:]} is weggelaten."),
    ]


def test_of_two_equal_parts_one_is_dropped_and_each_is_named_by_its_number() -> None:
    part = "      - als: {taken: {bevat: rijden}}\n        titel: Wie rijdt\n        tekst: De VOG is {leeftijd} maanden oud.\n"
    tree = tree_of(changed((part, part * 2)))
    assert [words for _, words in _said(tree, "uitkomsten")] == [
        'In het 1e onderdeel van "te_oud" staat taken: {bevat_niet: rijden} in plaats van taken: {bevat: rijden}.',
        'Het 1e onderdeel van "te_oud" is weggelaten.',
        'In het 2e onderdeel van "te_oud" staat taken: {bevat_niet: rijden} in plaats van taken: {bevat: rijden}.',
    ]


# The tree of a mutant


LIO: Answers = {"rol": "lio", "afgegeven": "2026-05-25", "taken": ("rijden",), "dagen": "3"}
"""Answers whose VOG is six months old to the day."""


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ('Bij "rol" leidt het antwoord lio naar "alleen" in plaats van "afgegeven".', "alleen"),
        ('Bij "rol" leidt het antwoord lio nergens heen.', ""),
        ('In de regel met leeftijd: {hoogstens: 6} bij "dagen" is de grens van "leeftijd" 5 in plaats van 6.', "te_oud"),
        ('In de regel met leeftijd: {hoogstens: 6} bij "dagen" is de grens van "leeftijd" 7 in plaats van 6.', "mag"),
        ('In de regel met leeftijd: {hoogstens: 6} bij "dagen" staat leeftijd: {minder_dan: 6} in plaats van leeftijd: {hoogstens: 6}.', "te_oud"),
        ('Bij "dagen" zijn de regel met leeftijd: {hoogstens: 6} en de regel met rol: [leraar, lio], dagen: {minstens: 2} verwisseld.', "te_oud"),
    ],
)
def test_a_mutant_walks_by_its_own_rules(words: str, end: str) -> None:
    tree = tree_of()
    assert _end(tree, LIO) == "mag"
    assert _end(_only(tree, words), LIO) == end
    assert _end(tree, LIO) == "mag"


def test_a_mutant_reckons_by_its_own_facts_and_shows_its_own_parts() -> None:
    tree = tree_of(changed((RULE, "als: {drukte: {minstens: 1}}")))
    known = walk(tree, LIO, TODAY).known
    assert (tree.measures["drukte"](known), [test(known) for test in tree.part_tests["te_oud"]]) == (0, [True])
    assert _end(tree, LIO) == "te_oud"
    counted = _only(tree, 'In het feit "drukte" is de grens van "dagen" 2 in plaats van 3.')
    assert (counted.measures["drukte"](known), _end(counted, LIO)) == (1, "mag")
    turned = _only(tree, 'In het onderdeel met taken: {bevat: rijden} van "te_oud" staat taken: {bevat_niet: rijden} in plaats van taken: {bevat: rijden}.')
    assert [test(known) for test in turned.part_tests["te_oud"]] == [False]


def test_a_mutant_shares_what_did_not_change() -> None:
    tree = tree_of()
    for mutant in mutants(tree):
        assert list(_different(tree, mutant.tree)) == [mutant.place[:2]]
        assert replace(mutant.tree, questions=tree.questions, facts=tree.facts, outcomes=tree.outcomes) == tree


def _different(one: Tree, other: Tree) -> Iterator[tuple[str, str]]:
    """The questions, facts and outcomes that two trees do not share."""
    for place, mine, theirs in (("vragen", one.questions, other.questions), ("feiten", one.facts, other.facts), ("uitkomsten", one.outcomes, other.outcomes)):
        assert list(mine) == list(theirs)
        yield from ((place, name) for name in mine if mine[name] is not theirs[name])


# What holds for every tree


def _shape(tree: Tree) -> tuple[object, ...]:
    """All that a mutation may change, without where it stands in the file."""
    questions = tuple((question.dont_know, *((rule.condition, rule.target) for rule in question.rules)) for question in tree.questions.values())
    parts = tuple(tuple((part.condition, str(part.text)) for part in outcome.parts) for outcome in tree.outcomes.values())
    return questions, tuple(tree.facts.values()), parts


@PROPERTY
@given(generated_trees())
def test_no_mutant_is_the_tree_itself_or_another_mutant(generated: GeneratedTree) -> None:
    shapes = [_shape(generated.tree), *(_shape(mutant.tree) for mutant in mutants(generated.tree))]
    assert len(set(shapes)) == len(shapes)


@PROPERTY
@given(generated_trees())
def test_mutants_come_in_the_same_order_and_leave_the_tree_as_it_was(generated: GeneratedTree) -> None:
    tree = generated.tree
    before = _shape(tree)
    found = list(mutants(tree))
    assert _shape(tree) == before
    assert tree == GeneratedTree(generated.source).tree
    assert list(mutants(GeneratedTree(generated.source).tree)) == found
    order = [("vragen", name) for name in tree.questions] + [("feiten", name) for name in tree.facts] + [("uitkomsten", name) for name in tree.outcomes]
    numbers = [order.index((str(mutant.place[0]), str(mutant.place[1]))) for mutant in found]
    assert numbers == sorted(numbers)


@PROPERTY
@given(generated_trees())
def test_a_mutant_says_in_one_sentence_what_changed_and_where(generated: GeneratedTree) -> None:
    tree = generated.tree
    for mutant in mutants(tree):
        assert mutant.place in generated.reading.document.values
        assert list(_different(tree, mutant.tree)) == [mutant.place[:2]]
        assert mutant.question == (mutant.place[1] if mutant.place[0] == "vragen" else None)
        assert re.fullmatch(r'(Bij|In|De|Het) [^\n]*"[^\n]*[^.]\.', mutant.words)
        assert f'"{mutant.place[1]}"' in mutant.words


@PROPERTY
@given(generated_trees(), st.data())
def test_every_mutant_can_be_walked(generated: GeneratedTree, data: st.DataObject) -> None:
    tree = generated.tree
    answers = data.draw(loose_answers(tree, ON)) | data.draw(junk_answers(tree))
    road = data.draw(complete_walks(tree, ON)).answers()
    for mutant in mutants(tree):
        assert survey(mutant.tree).circle == ()
        for given_answers in (answers, road):
            found = walk(mutant.tree, given_answers, ON)
            for test in chain.from_iterable(mutant.tree.part_tests.values()):
                test(found.known)


def _ends(tree: Tree) -> list[tuple[Answers, str]]:
    found = list(islice(every_road(tree, ON), MOST_ROADS + 1))
    assume(len(found) <= MOST_ROADS)
    return [(one.answers(), _end(tree, one.answers())) for one in found]


def _traded_and_dropped(tree: Tree, question: Question) -> Iterator[Tree]:
    """The tree with two neighbouring rules in each other's place, and with each rule but the rest dropped."""
    rules = question.rules
    for number, rule in enumerate(rules):
        before, after = rules[:number], rules[number + 1 :]
        if rule.condition and len(rules) > 1:
            yield replace(tree, questions={**tree.questions, question.id: replace(question, rules=(*before, *after))})
        if after:
            yield replace(tree, questions={**tree.questions, question.id: replace(question, rules=(*before, after[0], rule, *after[1:]))})


@PROPERTY
@given(generated_trees(max_questions=3))
def test_a_change_of_order_that_is_left_out_has_no_effect_or_that_of_another_mutant(generated: GeneratedTree) -> None:
    tree = generated.tree
    for question in tree.questions.values():
        made = [tree, *(mutant.tree for mutant in mutants(tree) if mutant.question == question.id)]
        shapes = {_shape(one) for one in made}
        for other in _traded_and_dropped(tree, question):
            if _shape(other) not in shapes:
                ends = _ends(other)
                assert any(_ends(one) == ends for one in made)


def _flat(condition: Condition) -> Condition:
    """The same condition without an All in an All or an AnyOf in an AnyOf, which a file can write in two ways."""
    match condition:
        case All(conditions) | AnyOf(conditions):
            kind = type(condition)
            inner = [_flat(one) for one in conditions]
            return kind(tuple(chain.from_iterable(one.conditions if isinstance(one, kind) else (one,) for one in inner)))
        case Not(inside):
            return Not(_flat(inside))
    return condition


def _conditions(tree: Tree) -> Iterator[Condition]:
    for question in tree.questions.values():
        yield from (rule.condition for rule in question.rules if rule.condition)
    for fact in tree.facts.values():
        if isinstance(fact, Count):
            yield from fact.conditions


@PROPERTY
@given(generated_trees())
def test_what_is_written_reads_back_as_the_condition(generated: GeneratedTree) -> None:
    tree = generated.tree
    written = [(condition, f"{{{as_written(tree, condition)}}}") for condition in _conditions(tree)]
    # An All in an All may name one subject twice; that is fine in a sentence, but not in a file.
    written = [(condition, text) for condition, text in written if not parse_yaml(text).duplicates]
    assume(written)
    parts = [{"als": parse_yaml(text).data, "tekst": "Een onderdeel."} for _, text in written]
    [(name, outcome), *others] = generated.source["uitkomsten"].items()
    read = GeneratedTree({**generated.source, "uitkomsten": {name: {**outcome, "onderdelen": parts}, **dict(others)}}).tree
    assert [_flat(part.condition) for part in read.outcomes[name].parts] == [_flat(condition) for condition, _ in written]
