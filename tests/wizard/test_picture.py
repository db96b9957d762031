"""The picture of a tree: everything of the model is in it, as a link, as text that fits, and without anything inline."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.checking_client import check_headers
from tests.wizard.generated_trees import ON, PROPERTY, GeneratedTree, complete_walks, generated_trees
from tests.wizard.tree_texts import TODAY, changed, tree_of
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, All, AnswerIs, Compares, Comparison, Condition, Includes, Value, compile_condition
from wizard.picture import (
    CARD_WIDTH,
    NARROW,
    QUESTION_FONT,
    TEXT_FONT,
    Font,
    Picture,
    PictureShelf,
    anchor,
    balanced,
    draw,
    shortened,
    text_width,
    ways_of,
    wrapped,
)
from wizard.tree import Kind, Option, Outcome, Question, Rule, Target, Tree, arrows
from wizard.walk import Jump, Walk, walk

SVG = "{http://www.w3.org/2000/svg}"
LONG = "aansprakelijkheidswaardevaststellingsveranderingsprotocolcommissiebesluit"
ODD = "Wie <b>roept</b> \"help\" & 'rent'? 🎉 {x} ]]> \x07"


def links(tree: Tree) -> dict[Target, str]:
    """An address for every node."""
    nodes = {Target("vraag", id) for id in tree.questions} | {Target("uitkomst", id) for id in tree.outcomes}
    nodes |= {arrow.target for question in tree.questions.values() for arrow in arrows(question)}
    return {node: f"/naar?{node.kind}={node.id}&ook" for node in nodes}


def parsed(svg: str | bytes) -> ET.Element:
    """The root of a picture, if it is XML."""
    return ET.fromstring(svg)  # noqa: S314 - our own


def drawn(tree: Tree, found: Walk | None = None, **marks: str) -> ET.Element:
    """The root of the picture, with a link at every node; `marks` are for questions."""
    return parsed(draw(tree, {"ander": "De andere boom"}).svg(links(tree), found, {Target("vraag", id): mark for id, mark in marks.items()}))


def has_class(element: ET.Element, name: str) -> bool:
    return name in (element.get("class") or "").split()


def all_with(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if has_class(element, name)]


def words(element: ET.Element) -> str:
    """The words of an element; a word that was broken stays broken."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def ways(root: ET.Element) -> list[ET.Element]:
    return [element for element in root.iter() if element.get("data-from") is not None]


def way(root: ET.Element, question: str, to: str) -> ET.Element:
    (found,) = [one for one in ways(root) if one.get("data-from") == question and one.get("data-to") == to]
    return found


def node(root: ET.Element, name: str) -> ET.Element:
    """The first node whose name begins so."""
    return next(one for one in all_with(root, "picture__node") if str(one.get("aria-label")).startswith(name))


def question(id: str, text: str, *rules: Rule) -> Question:
    empty: Any = ""
    return Question(id, Kind.YES_NO, text, empty, empty, "", (Option("ja", "Ja"), Option("nee", "Nee")), rules)


# Everything is there


@PROPERTY
@given(generated_trees())
def test_every_question_outcome_and_arrow_of_the_model_is_in_the_picture(generated: GeneratedTree) -> None:
    tree = generated.tree
    root = drawn(tree)
    assert {one.get("id") for one in all_with(root, "picture__node--question")} == {anchor(id) for id in tree.questions}
    assert {(one.get("data-from"), one.get("data-to")) for one in ways(root)} == {
        (arrow.question, f"{arrow.target.kind}:{arrow.target.id}") for one in tree.questions.values() for arrow in arrows(one)
    }
    shown = {str(one.get("aria-label")) for one in all_with(root, "picture__node--outcome")}
    assert {name for name in shown if any(outcome.title_alone in name for outcome in tree.outcomes.values())} == shown
    assert len(shown) == len({outcome.title_alone for outcome in tree.outcomes.values()})


@PROPERTY
@given(generated_trees())
def test_every_node_is_a_link_with_a_name(generated: GeneratedTree) -> None:
    tree = generated.tree
    root = drawn(tree)
    addresses = set(links(tree).values())
    nodes = all_with(root, "picture__node")
    assert {one.get("href") for one in nodes} == addresses
    for one in nodes:
        assert one.tag == f"{SVG}a"
        assert one.get("aria-label")


@PROPERTY
@given(generated_trees())
def test_a_way_to_a_question_leads_there_and_has_its_number(generated: GeneratedTree) -> None:
    tree = generated.tree
    root = drawn(tree)
    numbers = {id: str(number) for number, id in enumerate(tree.questions, start=1)}
    leaving = [one for one in ways(root) if str(one.get("data-to")).startswith("vraag:")]
    for one in leaving:
        id = str(one.get("data-to")).removeprefix("vraag:")
        (sign,) = all_with(one, "picture__exit")
        assert (sign.get("href"), words(sign)) == (f"#{anchor(id)}", numbers[id])
        assert tree.questions[id].text in str(sign.get("aria-label"))
    lines = [one for one in root.iter(f"{SVG}g") if has_class(one, "picture__way") and not all_with(one, "picture__halt")]
    assert len(lines) == len(leaving) + len(ways(root))


def test_the_picture_says_what_it_is_and_where_it_stands_in_words() -> None:
    tree = tree_of()
    root = drawn(tree)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.get("id"), description.get("id")) == (root.get("aria-labelledby"), root.get("aria-describedby"))
    assert tree.title in words(title)
    assert f"{tree.url}/overzicht" in words(description)
    # With the role of an image its links would not be read.
    assert root.get("role") == "group"


def test_an_outcome_says_its_verdict_in_a_word_a_sign_and_a_class() -> None:
    root = drawn(tree_of())
    for name, verdict in (("Ja, deze persoon mag beginnen", "ja"), ("Nee, deze VOG is te oud", "nee"), ("Advies: Zoek eerst de rol uit", "advies")):
        one = node(root, name)
        assert has_class(one, f"picture__node--{verdict}")
        (sign,) = all_with(one, "verdict")
        assert has_class(sign, f"verdict--{verdict}")
        assert words(one) == name


def test_another_tree_has_its_own_shape_and_its_title() -> None:
    tree = tree_of(changed(("nee: mag}", "nee: boom:ander}"), ("weet_ik_niet: uitzoeken", "weet_ik_niet: boom:weg")))
    root = drawn(tree)
    for name in ("Verder in: De andere boom", "Verder in: weg"):
        one = node(root, name)
        assert has_class(one, "picture__node--tree")
        assert not list(one.iter(f"{SVG}rect"))


# Words


def test_options_that_lead_to_one_target_are_one_way() -> None:
    root = drawn(tree_of())
    assert [words(one) for one in all_with(way(root, "rol", "vraag:afgegeven"), "picture__label")] == ["Leraar of LIO"]
    assert [words(one) for one in all_with(way(root, "rol", "vraag:alleen"), "picture__label")] == ["Stagiair"]


def test_options_with_commas_are_kept_apart() -> None:
    tree = tree_of(changed(("leraar: Leraar\n", "leraar: Ja, als leraar\n")))
    assert ways_of(tree, tree.questions["rol"])[0].words == "Ja, als leraar; of LIO"


def test_not_knowing_is_a_way_of_its_own_with_its_own_line() -> None:
    tree = tree_of(changed(("weet_ik_niet: uitzoeken", "weet_ik_niet: alleen")))
    unknown = [has_class(one, "picture__way--unknown") for one in ways(drawn(tree)) if one.get("data-to") == "vraag:alleen"]
    assert unknown == [False, True]


MAG, TE_OUD = Target("uitkomst", "mag"), Target("uitkomst", "te_oud")


def said(tree: Tree, *rules: tuple[Condition | None, Target]) -> list[tuple[str, str]]:
    """The ways out of the question 'dagen' with these rules: words and where they lead."""
    asked = replace(tree.questions["dagen"], rules=tuple(Rule(condition, target, ()) for condition, target in rules))
    return [(way.words, way.target.id) for way in ways_of(tree, asked)]


def is_one(question: str, *values: str) -> Condition:
    return AnswerIs(question, frozenset(values))


def test_the_question_itself_is_left_out_of_the_words_and_others_are_called_by_number() -> None:
    more, less = Compares("dagen", Comparison.MORE, 3), Compares("dagen", Comparison.LESS, 9)
    assert said(tree_of(), (All((more, less)), MAG), (All((more, Includes("taken", frozenset({"les"})))), TE_OUD), (is_one("rol", "lio"), MAG)) == [
        ("Meer dan 3 dagen en minder dan 9 dagen", "mag"),
        ("Meer dan 3 dagen en bij vraag 4 is gekozen: Lesgeven", "te_oud"),
        ("Bij vraag 1: LIO", "mag"),
    ]


def test_two_questions_with_the_same_text_are_not_called_by_a_number() -> None:
    tree = tree_of(changed(("vraag: In welke rol komt deze persoon?", "vraag: Wat gaat deze persoon doen?")))
    assert said(tree, (is_one("rol", "lio"), MAG)) == [("Bij “Wat gaat deze persoon doen?”: LIO", "mag")]


def test_what_holds_in_all_other_cases_is_said_so() -> None:
    lio, stagiair = is_one("rol", "lio"), is_one("rol", "stagiair")
    assert said(tree_of(), (None, MAG)) == said(tree_of(), (lio, MAG), (None, MAG)) == [("Altijd", "mag")]
    assert said(tree_of(), (lio, MAG), (stagiair, TE_OUD), (None, TE_OUD)) == [("Bij vraag 1: LIO", "mag"), ("In alle andere gevallen", "te_oud")]
    assert said(tree_of(), (lio, MAG), (stagiair, TE_OUD), (None, MAG)) == [
        ("Bij vraag 1: LIO", "mag"),
        ("Bij vraag 1: Stagiair", "te_oud"),
        ("In alle andere gevallen", "mag"),
    ]


def test_rules_to_one_target_stay_apart_when_the_order_between_them_matters() -> None:
    lio, alone, other = is_one("rol", "lio"), is_one("alleen", "ja"), is_one("rol", "stagiair")
    assert [target for _, target in said(tree_of(), (lio, MAG), (alone, TE_OUD), (other, MAG))] == ["mag", "te_oud", "mag"]
    asked = question("dagen", "Hoeveel?", *(Rule(is_one("dagen", value), target, ()) for value, target in (("ja", MAG), ("nee", TE_OUD), ("weet", MAG))))
    assert [way.target for way in ways_of(tree_of(), asked)] == [MAG, TE_OUD]


@PROPERTY
@given(st.data())
def test_the_ways_read_from_above_lead_where_the_tree_leads(data: st.DataObject) -> None:
    tree = data.draw(generated_trees()).tree
    found = data.draw(complete_walks(tree, ON))
    known: dict[str, Value] = {REFERENCE_DATE: ON}
    for stop in found.road:
        known[stop.question.id] = stop.value
        ways = ways_of(tree, stop.question)
        if stop.value == DONT_KNOW:
            (first,) = (way for way in ways if way.is_unknown)
        else:
            tests = [(way, compile_condition(one, tree.facts) if one else None) for way in ways for one in way.conditions]
            first = next((way for way, test in tests if test is None or test(known)), None)
        assert (first.target if first else None) == tree.ways[stop.question.id](known, stop.value)


def test_a_long_way_is_said_shortly_and_in_full_where_it_is_asked_for() -> None:
    label = "Een heel lang antwoord dat niet op twee regels past omdat het nog veel en veel verder gaat dan dat"
    root = drawn(tree_of(changed(("stagiair: Stagiair\n", f"stagiair: {label}\n"))))
    one = way(root, "rol", "vraag:alleen")
    (title,) = one.iter(f"{SVG}title")
    (shown,) = all_with(one, "picture__label")
    assert words(title) == label
    assert words(shown).endswith("…")
    assert len(list(shown)) == 2


@pytest.mark.parametrize("width", [60, 150, 250])
@given(text=st.text(max_size=80) | st.lists(st.sampled_from([LONG, "de", "een", "👍🏽" * 9, "po-vo", "Zo", "ﷺ" * 8]), max_size=8).map(" ".join))
@PROPERTY
def test_wrapped_text_fits_and_loses_nothing(text: str, width: int) -> None:
    for font in (TEXT_FONT, QUESTION_FONT):
        for lines in (wrapped(text, width, font), balanced(text, width, font)):
            assert all(text_width(line, font) <= width for line in lines)
            assert all(line == line.strip() != "" for line in lines)
            kept = "".join(line.removesuffix("-") for line in lines)
            printable = "".join(" " if re.match(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", one) else one for one in text)
            assert kept.replace("-", "").replace(" ", "") == "".join(printable.split()).replace("-", "")


def test_a_long_word_is_broken_between_syllables_with_a_hyphen() -> None:
    lines = wrapped(LONG, 200, TEXT_FONT)
    assert lines == ("aansprakelijkheidswaarde-", "vaststellingsveranderings-", "protocolcommissiebesluit")
    assert wrapped("vertrouwensinspecteur-coördinator", 200, TEXT_FONT) == ("vertrouwensinspecteur-", "coördinator")


def test_no_word_is_left_alone_and_none_is_broken_for_it() -> None:
    assert wrapped("Hoe staat het nu met de VOG?", 190, TEXT_FONT) == ("Hoe staat het nu met de", "VOG?")
    assert balanced("Hoe staat het nu met de VOG?", 190, TEXT_FONT) == ("Hoe staat het nu", "met de VOG?")
    assert balanced("Naar de vertrouwensinspecteur", 190, TEXT_FONT) == ("Naar de", "vertrouwensinspecteur")


@given(st.text(max_size=60))
@PROPERTY
def test_a_shortened_text_fits(text: str) -> None:
    lines, is_short = shortened(text, 90, TEXT_FONT, 2)
    assert len(lines) <= 2
    assert all(text_width(line, TEXT_FONT) <= 90 for line in lines)
    assert is_short == (lines != wrapped(text, 90, TEXT_FONT))


# Places


def corners(picture: Picture) -> list[tuple[float, float, int]]:
    """Left, top and height of each card."""
    return [(x, y, card.height) for x, y, card in picture.cards]


@PROPERTY
@given(generated_trees(max_questions=12, max_outcomes=8))
def test_cards_lie_apart_and_inside_the_picture_with_the_first_at_the_top_left(generated: GeneratedTree) -> None:
    picture = draw(generated.tree, {})
    cards = corners(picture)
    for left, top, height in cards:
        assert 0 <= left <= picture.width - CARD_WIDTH
        assert 0 <= top <= picture.height - height
    for (left, top, height), (other_left, other_top, other_height) in combinations(cards, 2):
        apart = abs(left - other_left) - CARD_WIDTH, max(top - other_top - other_height, other_top - top - height)
        assert max(apart) >= 16, (left, top, other_left, other_top)
    assert cards[0][0] == min(left for left, _, _ in cards)


@pytest.mark.parametrize("text", [LONG, f"{LONG} {LONG}", ODD, "Een gewone zin van een paar woorden, die niet op één regel past", "🎉" * 60])
def test_no_text_is_wider_than_its_box(text: str) -> None:
    quoted = text.replace('"', "'").replace("\x07", "").replace("{x}", "")
    tree = tree_of(
        changed(
            ("vraag: In welke rol komt deze persoon?", f'vraag: "{quoted}"'),
            ("leraar: Leraar\n", f'leraar: "{quoted}"\n'),
            ("titel: Ja, deze persoon mag beginnen", f'titel: "{quoted}"'),
            ("{ja: afgegeven, nee: mag}", "{ja: boom:ander, nee: mag}"),
        )
    )
    root = parsed(draw(tree, {"ander": text}).svg({}))
    checked = 0
    for card in all_with(root, "picture__card"):
        for box in [*all_with(card, "picture__node"), *all_with(card, "picture__way")]:
            for shown, font in texts_of(box):
                for line in shown.iter(f"{SVG}tspan"):
                    assert float(str(line.get("x"))) + text_width(line.text or "", font) <= right_side(box)
                    checked += 1
    assert checked > 15


def right_side(box: ET.Element) -> float:
    """Where the shape of a node ends at the right; a label may come as far as the card."""
    for shape in box:
        if has_class(shape, "picture__box"):
            course = shape.get("d")
            return float(re.findall(r"H(\d+)", course)[0]) if course else float(str(shape.get("x"))) + float(str(shape.get("width")))
    return CARD_WIDTH


def texts_of(box: ET.Element) -> Iterator[tuple[ET.Element, Font]]:
    """The texts of a node, or the label of a way."""
    fonts = {"picture__question": QUESTION_FONT, "picture__end": TEXT_FONT, "picture__label": TEXT_FONT}
    for child in box:
        for name, font in fonts.items():
            if has_class(child, name):
                yield child, font
        if child.get("role") == "img" and not has_class(child, "picture__node"):
            yield from texts_of(child)


def chain(count: int, *, also: bool = False) -> Tree:
    """Questions one after another; `also` lets each lead to the first outcome and to every question two further on."""
    tree = tree_of()
    ids = [f"v{number}" for number in range(count)]
    questions = {}
    for number, id in enumerate(ids):
        targets = [Target("vraag", next_id) for next_id in (ids[number + 1 : number + 3] if also else ids[number + 1 : number + 2])]
        targets.append(Target("uitkomst", "mag"))
        questions[id] = question(id, f"Vraag met nummer {number}?", *(Rule(None, target, ()) for target in targets))
    return Tree(tree.id, tree.path, tree.matter, ids[0], questions, {}, {"mag": tree.outcomes["mag"]})


def test_a_narrow_tree_goes_down() -> None:
    picture = draw(chain(6), {})
    cards = corners(picture)
    assert len({round(left) for left, _, _ in cards}) == 1
    assert [top for _, top, _ in cards] == sorted(top for _, top, _ in cards)
    assert picture.width <= NARROW


def test_a_wide_tree_goes_down_and_to_the_right() -> None:
    tree = tree_of(changed(("{ja: afgegeven, nee: mag}", "{ja: afgegeven, nee: dagen}"), ("weet_ik_niet: uitzoeken", "weet_ik_niet: taken")))
    wide = {f"w{number}": question(f"w{number}", "En?", Rule(None, Target("uitkomst", "mag"), ())) for number in range(4)}
    first = question("eerste", "Waar?", *(Rule(None, Target("vraag", id), ()) for id in wide))
    cards = corners(draw(Tree(tree.id, tree.path, tree.matter, "eerste", {"eerste": first} | wide, {}, tree.outcomes), {}))
    assert all(left >= cards[0][0] + CARD_WIDTH for left, _, _ in cards[1:])
    assert all(top >= cards[0][1] for _, top, _ in cards)


def test_a_tree_with_one_question() -> None:
    tree = tree_of()
    only = question("een", "Mag het?", Rule(None, Target("uitkomst", "mag"), ()))
    root = drawn(Tree(tree.id, tree.path, tree.matter, "een", {"een": only}, {}, {"mag": tree.outcomes["mag"]}))
    assert len(all_with(root, "picture__card")) == 1
    assert len(ways(root)) == 1


def test_a_tree_with_a_hundred_questions() -> None:
    root = drawn(chain(100, also=True))
    assert len(all_with(root, "picture__node--question")) == 100
    assert len(all_with(root, "picture__exit")) == 99 + 98


def test_a_tree_with_faults_is_drawn_too_with_its_marks() -> None:
    tree = tree_of(
        changed(
            ("leraar: afgegeven, lio: afgegeven, stagiair: alleen", "leraar: alleen, lio: alleen, stagiair: rol"),
            ("{ja: afgegeven, nee: mag}", "{ja: rol, nee: alleen}"),
            ("weet_ik_niet: uitzoeken", "weet_ik_niet: boom:weg"),
        )
    )
    root = drawn(tree, afgegeven="fout", dagen="<hint>")
    assert {(one.get("data-from"), one.get("data-to")) for one in ways(root)} >= {("rol", "vraag:rol"), ("alleen", "vraag:alleen"), ("alleen", "vraag:rol")}
    marked = node(root, "Vraag 3")
    assert str(marked.get("aria-label")).endswith("(fout)")
    (mark,) = all_with(root, "picture__mark--fout")
    assert words(mark) == "fout"
    assert words(all_with(root, "picture__mark")[1]) == "<hint>"
    loose = next(card for card in all_with(root, "picture__card") if "Hier leidt geen antwoord heen" in words(card))
    assert [one.get("aria-label") for one in all_with(loose, "picture__node")] == ["Advies: Zoek eerst de rol uit"]


def test_a_target_that_does_not_exist_is_called_by_its_name() -> None:
    tree = tree_of()
    broken = question("een", "Mag het?", Rule(None, Target("uitkomst", "bestaat_niet"), ()))
    root = drawn(Tree(tree.id, tree.path, tree.matter, "een", {"een": broken}, {}, {}))
    assert node(root, "bestaat_niet").get("href")


# The road


@PROPERTY
@given(st.data())
def test_the_road_of_a_walk_is_marked_and_nothing_else(data: st.DataObject) -> None:
    tree = data.draw(generated_trees()).tree
    found = data.draw(complete_walks(tree, ON))
    root = drawn(tree, found)
    places = [f"vraag:{stop.question.id}" for stop in found.road[1:]]
    match found.end:
        case Outcome() as outcome:
            places.append(f"uitkomst:{outcome.id}")
        case Jump(tree_id):
            places.append(f"boom:{tree_id}")
    expected = list(zip((stop.question.id for stop in found.road), places, strict=False))
    taken = [(str(one.get("data-from")), str(one.get("data-to"))) for one in ways(root) if has_class(one, "picture__way--taken")]
    assert sorted(taken) == sorted(expected)
    lines = [one for one in all_with(root, "picture__way--taken") if one.get("data-from") is None]
    assert len(lines) == len(taken) + sum(place.startswith("vraag:") for _, place in taken)
    questions = {one.get("id") for one in all_with(root, "picture__node--question") if has_class(one, "picture__node--taken")}
    assert questions == {anchor(stop.question.id) for stop in found.road}
    assert len([one for one in root.iter() if one.get("aria-current") == "step"]) == 1


def test_a_question_that_was_answered_says_the_answer() -> None:
    tree = tree_of()
    root = drawn(tree, walk(tree, {"rol": "stagiair"}, TODAY))
    assert node(root, "Vraag 1").get("aria-label") == "Vraag 1: In welke rol komt deze persoon? Uw antwoord: Stagiair."
    here = node(root, "Vraag 2")
    assert here.get("aria-current") == "step"
    assert has_class(here, "picture__node--here")


def test_not_knowing_marks_its_own_way_only() -> None:
    tree = tree_of(changed(("weet_ik_niet: uitzoeken", "weet_ik_niet: alleen")))
    root = drawn(tree, walk(tree, {"rol": "weet_ik_niet"}, TODAY))
    to_same = [one for one in ways(root) if one.get("data-from") == "rol" and one.get("data-to") == "vraag:alleen"]
    assert [has_class(one, "picture__way--taken") for one in to_same] == [False, True]


def test_without_answers_no_road_is_marked() -> None:
    root = drawn(tree_of())
    assert not all_with(root, "picture__way--taken")
    assert not all_with(root, "picture__node--here")


# Safe in a page


def test_words_of_editors_are_text() -> None:
    tree = tree_of(
        changed(("leraar: Leraar\n", 'leraar: "<b>&amp;</b> \\"x\\" 🎉"\n'), ("titel: Nee, deze VOG is te oud", "titel: Nee & <script>alert(1)</script>"))
    )
    svg = draw(tree, {}).svg({Target("vraag", "rol"): '/?a=1&b="2"'})
    assert "<b>" not in svg
    assert "<script" not in svg
    root = parsed(svg)
    assert '<b>&amp;</b> "x" 🎉' in words(root)
    assert "Nee & <script>alert(1)</script>" in words(root)
    assert node(root, "Vraag 1").get("href") == '/?a=1&b="2"'


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    tree = tree_of(changed(("titel: Ja, deze persoon mag beginnen", 'titel: "Ja,\\adeze\\x00 mag"')))
    assert node(drawn(tree), "Ja,").get("aria-label") == "Ja, deze  mag"


def test_there_is_nothing_inline() -> None:
    tree = tree_of()
    root = drawn(tree, walk(tree, {"rol": "lio"}, TODAY), rol="fout")
    for element in root.iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject")
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}
        assert {element.get("fill"), element.get("stroke")} <= {None, "none", "currentColor"}


def test_a_document_by_itself_has_the_stylesheet_and_its_language() -> None:
    document = draw(tree_of(), {}).document("/static/style.css?v=1&w=2", {})
    assert document.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="/static/style.css?v=1&amp;w=2"?>\n<svg ')
    assert parsed(document.encode()).get("lang") == "nl"


def test_a_picture_is_drawn_again_only_for_another_tree_or_title() -> None:
    shelf, tree = PictureShelf(), tree_of()
    first = shelf.picture(tree, {"ander": "Een"})
    assert shelf.picture(tree, {"ander": "Een"}) is first
    assert shelf.picture(tree, {"ander": "Twee"}) is not first
    assert shelf.picture(tree_of(), {"ander": "Twee"}).title == tree.title


# Its own address

PICTURE = "/beslisboom/proefboom/plaatje.svg"
SENSITIVE = "/beslisboom/geheim/plaatje.svg"


def fetched(client: FlaskClient, url: str) -> ET.Element:
    response = client.get(url)
    assert response.status_code == 200
    assert response.mimetype == "image/svg+xml"
    check_headers(response.headers)
    assert response.headers["Cache-Control"] == "no-store"
    (stylesheet,) = re.findall(r'<\?xml-stylesheet type="text/css" href="(/static/style\.css\?v=\w+)"\?>', response.text)
    assert client.get(stylesheet, buffered=True).status_code == 200
    return parsed(response.data)


def test_the_picture_at_its_own_address(small_client: FlaskClient) -> None:
    root = fetched(small_client, PICTURE)
    assert not all_with(root, "picture__way--taken")
    assert node(root, "Vraag 1").get("href") == "/beslisboom/proefboom/stap"
    assert node(root, "Verder in: Wat vertelt u de ouders?").get("href") == "/beslisboom/vervolg"
    assert node(root, "Let op, dit zijn veel mensen").get("href") == "/beslisboom/proefboom/uitkomst/te_veel"


def test_answers_in_the_address_mark_the_road_and_go_along(small_client: FlaskClient) -> None:
    root = fetched(small_client, f"{PICTURE}?sector=po&wie=ouder&wie=leraar")
    assert [one.get("data-to") for one in ways(root) if has_class(one, "picture__way--taken")] == ["vraag:wie", "vraag:aantal"]
    given = {"sector": ["po"], "wie": ["ouder", "leraar"]}
    assert parse_qs(urlsplit(str(node(root, "Vraag 1").get("href"))).query) == given | {"wijzig": ["sector"]}
    assert parse_qs(urlsplit(str(node(root, "Vraag 3").get("href"))).query) == given
    # Off the road, a question opens with the answers of an example.
    assert parse_qs(urlsplit(str(node(root, "Vraag 4").get("href"))).query) == {"sector": ["vo"], "wie": ["leerling"], "aantal": ["5"]}


def test_every_link_of_the_picture_leads_somewhere(small_client: FlaskClient) -> None:
    root = fetched(small_client, f"{PICTURE}?sector=po&wie=ouder")
    anchors = {f"#{one.get('id')}" for one in root.iter() if one.get("id")}
    for url in {str(one.get("href")) for one in root.iter() if one.get("href")}:
        assert url in anchors or small_client.get(url).status_code == 200, url


def test_the_answers_to_a_sensitive_tree_come_from_its_own_place_and_stand_in_no_address(small_client: FlaskClient) -> None:
    assert not all_with(fetched(small_client, f"{SENSITIVE}?wat=iets_ergs"), "picture__way--taken")
    with small_client.session_transaction() as session:
        session["antwoorden"] = {"geheim": {"wat": "iets_ergs", "sector": "po"}}
    root = fetched(small_client, SENSITIVE)
    assert [one.get("data-to") for one in ways(root) if has_class(one, "picture__way--taken")] == ["vraag:sector", "uitkomst:melden"]
    addresses = [str(one.get("href")) for one in root.iter() if one.get("href")]
    assert not [one for one in addresses if re.search(r"wat=|sector=|iets_", one)]


@pytest.mark.parametrize(("url", "status"), [("/beslisboom/bestaat-niet/plaatje.svg", 404), (f"{PICTURE}?peildatum=gisteren", 400)])
def test_an_address_that_is_wrong(small_client: FlaskClient, url: str, status: int) -> None:
    assert small_client.get(url).status_code == status


def test_the_reference_date_of_the_address_goes_along(small_client: FlaskClient) -> None:
    day = datetime.date(2026, 12, 1).isoformat()
    assert f"peildatum={day}" in str(node(fetched(small_client, f"{PICTURE}?sector=po&peildatum={day}"), "Vraag 2").get("href"))
