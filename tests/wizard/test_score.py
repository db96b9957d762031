"""How good the scenarios are: what notices a change, and what is only a change on paper."""

from __future__ import annotations

from tests.wizard.tree_texts import TODAY, reading_of, tree_of
from wizard.mutations import MutationKind
from wizard.proved import ProvedTree
from wizard.scenarios import end_of, shown_parts
from wizard.score import Score, score
from wizard.tree import Tree
from wizard.walk import walk

TREE = """\
titel: Mag dat?
samenvatting: Of het mag.
gecontroleerd: 2026-11-20
controleren_voor: 2027-08-01
bronnen: [{titel: Bron, url: https://example.org/}]
start: rol
vragen:
  rol:
    vraag: Welke rol?
    keuze: {lio: LIO, leraar: Leraar}
    daarna: dagen
  dagen:
    vraag: Hoeveel dagen?
    getal: {minstens: 0, hoogstens: 10}
    daarna:
      - als: {rol: lio, dagen: {hoogstens: 6}}
        naar: mag
      - naar: nee_hoor
uitkomsten:
  mag: {oordeel: ja, titel: Ja, kort: Ja., geen_grondslag: Proef.}
  nee_hoor:
    oordeel: nee
    titel: Nee
    kort: Nee.
    geen_grondslag: Proef.
    onderdelen:
      - {als: {rol: lio}, titel: Voor een LIO, tekst: Wacht.}
      - {als: {rol: leraar}, titel: Voor een leraar, tekst: Niet.}
voorbeelden:
  - {naam: LIO met zes dagen, antwoorden: {rol: lio, dagen: 6}, uitkomst: mag}
  - {naam: LIO met zeven dagen, antwoorden: {rol: lio, dagen: 7}, uitkomst: nee_hoor, onderdelen: [Voor een LIO]}
  - {naam: Leraar, antwoorden: {rol: leraar, dagen: 1}, uitkomst: nee_hoor, onderdelen: [Voor een leraar]}
"""


def scored(text: str) -> tuple[Tree, Score]:
    tree = reading_of(text).tree
    assert tree is not None
    found = score(ProvedTree(tree), TODAY)
    assert found is not None
    return tree, found


def without(name: str) -> str:
    lines = TREE.splitlines(keepends=True)
    (gone,) = (line for line in lines if name in line)
    return "".join(line for line in lines if line is not gone)


def test_scenarios_on_every_bound_notice_everything() -> None:
    _, found = scored(TREE)
    assert (found.percentage, found.survivors) == (100, ())
    assert found.changes == found.noticed > 5


def test_without_the_example_on_a_bound_its_shift_is_not_noticed() -> None:
    tree, found = scored(without("zes dagen"))
    assert found.percentage < 100
    (survivor,) = (one for one in found.survivors if one.mutant.words.endswith('is de grens van "dagen" 5 in plaats van 6.'))
    assert survivor.sample is not None
    assert survivor.sample.answers == {"rol": "lio", "dagen": "6"}
    ends = [end_of(walk(one, survivor.sample.answers, TODAY)) for one in (tree, survivor.mutant.tree)]
    assert ends == ["mag", "nee_hoor"]


def test_a_part_that_is_dropped_is_only_noticed_by_an_example_that_shows_it() -> None:
    """The parts below it take the numbers above theirs; that must not count as noticed."""
    _, found = scored(without("LIO met zeven"))
    assert any("Voor een LIO" in one.mutant.words or "rol: lio" in one.mutant.words for one in found.survivors if one.mutant.place[0] == "uitkomsten")


def test_what_never_happens_notices_too() -> None:
    never = "nooit:\n  - {naam: Een LIO met zes dagen wordt nooit geweigerd, antwoorden: {rol: lio, dagen: 6}, uitkomst: nee_hoor}\n"
    _, found = scored(without("zes dagen") + never)
    assert not [one for one in found.survivors if "5 in plaats van 6" in one.mutant.words]


def test_a_tree_without_examples_has_no_score() -> None:
    assert score(ProvedTree(tree_of(TREE[: TREE.index("voorbeelden:")])), TODAY) is None


def test_a_fault_that_was_there_already_notices_nothing() -> None:
    """A rule that never applies gets another number when one above it goes; that is no new fault."""
    never_applies = "      - als: {rol: lio, dagen: {hoogstens: 3}}\n        naar: mag\n      - naar: nee_hoor\n"
    text = TREE.replace("      - naar: nee_hoor\n", f"      - als: {{rol: leraar, dagen: {{minstens: 9}}}}\n        naar: mag\n{never_applies}")
    _, found = scored(text)
    assert [one for one in found.survivors if one.mutant.kind is MutationKind.DROPPED_RULE]


def test_a_moved_day_is_compared_with_the_day_as_it_was() -> None:
    """The two days cut time in other places: the answers between them make the difference."""
    questions = """\
  afgegeven:
    vraag: Wanneer is de VOG afgegeven?
    datum: {minstens: 2020-01-01, hoogstens: 2027-12-31}
    daarna:
      - als: {verloopt: {voor: 2026-01-01}}
        naar: nee_hoor
      - als: {tijd: {meer_dan: 9}, geteld: 1}
        naar: nee_hoor
      - naar: mag
feiten:
  verloopt: {dag: afgegeven, plus: 6, in: maanden}
  tijd: {tussen: [verloopt, peildatum], in: maanden}
  geteld: {aantal: [{verloopt: {na: 2026-02-01}}]}
"""
    outcomes = TREE[TREE.index("uitkomsten:") : TREE.index("    onderdelen:")]
    examples = "voorbeelden:\n  - {naam: Lang geleden, antwoorden: {afgegeven: 2020-01-01}, uitkomst: nee_hoor}\n"
    text = f"{TREE[: TREE.index('start:')]}start: afgegeven\nvragen:\n{questions}{outcomes}{examples}"
    tree, found = scored(text)
    moved = [one for one in found.survivors if one.mutant.place == ("feiten", "verloopt")]
    assert [one.mutant.words for one in moved] == [f'In het feit "verloopt" staat plus: {amount} in plaats van plus: 6.' for amount in (5, 7)]
    for one in moved:
        assert one.sample is not None
        assert len({end_of(walk(each, one.sample.answers, one.sample.on or TODAY)) for each in (tree, one.mutant.tree)}) == 2


def test_an_example_that_does_not_hold_notices_nothing() -> None:
    """It fails before a change of a fact as well as after it."""
    counted = TREE.replace("rol: lio, dagen: {hoogstens: 6}", "rol: lio, weinig: 1")
    counted = counted.replace("uitkomsten:", "feiten:\n  weinig: {aantal: [{dagen: {hoogstens: 6}}]}\nuitkomsten:", 1)
    wrong = f"{counted[: counted.index('voorbeelden:')]}voorbeelden:\n  - {{naam: Fout, antwoorden: {{rol: leraar, dagen: 6}}, uitkomst: mag}}\n"
    _, found = scored(wrong)
    shifted = [one.mutant.words for one in found.survivors if one.mutant.place == ("feiten", "weinig")]
    assert 'In het feit "weinig" is de grens van "dagen" 5 in plaats van 6.' in shifted


def test_a_never_that_is_broken_hides_none_of_the_same_name() -> None:
    holds = "{naam: Nooit, antwoorden: {rol: lio, dagen: 6}, uitkomst: nee_hoor}"
    broken = "{naam: Nooit, antwoorden: {rol: lio, dagen: 2}, uitkomst: mag}"
    _, found = scored(without("zes dagen") + f"nooit:\n  - {broken}\n  - {holds}\n")
    assert not [one for one in found.survivors if "5 in plaats van 6" in one.mutant.words]


def small(questions: str, outcomes: str, examples: str) -> str:
    return f"{TREE[: TREE.index('start:')]}start: a\nvragen:\n{questions}uitkomsten:\n{outcomes}voorbeelden:\n{examples}"


NEE_HOOR = "  nee_hoor: {oordeel: nee, titel: Nee, kort: Nee., geen_grondslag: Proef.}\n"


def test_another_road_to_the_same_end_is_no_change() -> None:
    """It asks a question that can only be answered where it is asked, and then comes to the same end."""
    questions = """\
  a: {vraag: A?, ja_nee: , daarna: {ja: b, nee: nee_hoor}}
  b: {vraag: B?, ja_nee: , daarna: {ja: c, nee: mag}}
  c: {vraag: C?, getal: {minstens: 0, hoogstens: 3}, daarna: mag}
"""
    mag = "  mag: {oordeel: ja, titel: Ja, kort: Ja., geen_grondslag: Proef.}\n"
    _, found = scored(small(questions, mag + NEE_HOOR, "  - {naam: N, antwoorden: {a: nee}, uitkomst: nee_hoor}\n"))
    assert 'Bij "b" zijn ja en nee verwisseld.' not in [one.mutant.words for one in found.survivors]
    assert found.same >= 1
    assert all(one.sample for one in found.survivors)


PART_QUESTIONS = """\
  a: {vraag: A?, ja_nee: , daarna: {ja: b, nee: mag}}
  b: {vraag: B?, ja_nee: , daarna: mag}
"""
PART = "  mag: {oordeel: ja, titel: Ja, kort: Ja., geen_grondslag: Proef., onderdelen: [{als: %s, tekst: Let op.}]}\n"


def test_answers_that_show_a_change_of_a_part_show_it() -> None:
    """The condition as it was looks at fewer answers than the changed one does: it can never hold, or it says one thing twice."""
    for condition in ("{een_van: [{a: ja}, {a: ja, b: ja}]}", "{a: nee, b: ja}"):
        tree, found = scored(small(PART_QUESTIONS, PART % condition, "  - {naam: J, antwoorden: {a: ja, b: ja}, uitkomst: mag}\n"))
        assert found.survivors
        for one in found.survivors:
            assert one.sample is not None
            walks = [(each, walk(each, one.sample.answers, TODAY)) for each in (tree, one.mutant.tree)]
            assert len({(end_of(found), shown_parts(each, found)) for each, found in walks}) == 2, one.mutant.words


def test_a_part_that_is_dropped_is_noticed_where_its_question_then_changes_nothing() -> None:
    """The check says so of the question."""
    _, found = scored(small(PART_QUESTIONS, PART % "{b: ja}", "  - {naam: J, antwoorden: {a: ja, b: ja}, uitkomst: mag}\n"))
    assert not [one for one in found.survivors if one.mutant.kind is MutationKind.DROPPED_PART]
    assert [one for one in found.survivors if one.mutant.kind is MutationKind.NEGATED_CONDITION]
