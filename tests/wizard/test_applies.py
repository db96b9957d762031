"""When an outcome applies and when a question is asked, in words."""

from __future__ import annotations

import datetime
import math
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import assume, given

from tests.wizard.by_the_book import Book, later
from tests.wizard.generated_trees import PROPERTY, GeneratedTree, every_answer, every_road, generated_trees, read_text, reference_days
from tests.wizard.tree_texts import tree_of
from wizard.applies import Applies, applies, ends_of, road_words
from wizard.checking import proof_of
from wizard.clauses import Clause, Condition
from wizard.implicants import Effort
from wizard.proved import ProvedTree
from wizard.scenarios import end_of
from wizard.tree import Kind, Outcome, Question, RawAnswer, Tree
from wizard.walk import DeadEnd, Jump, walk

HEAD = "titel: Proef\nsamenvatting: Een proef.\ngecontroleerd: 2026-11-20\ncontroleren_voor: 2027-08-01\nbronnen: [{titel: Bron, url: https://example.org/}]\n"
ROL = "rol: {vraag: Welke rol?, keuze: {leraar: Leraar, lio: LIO, stagiair: Stagiair, ouder: Ouder}, "
WIE = "wie: {vraag: Wie?, meerkeuze: {opties: {a: Aa, b: Bee, c: Cee}, geen_van_deze: Niemand}, "


def small_text(questions: str, *, facts: str = "", outcomes: str = "goed fout", examples: str = "", never: str = "", parts: str = "", head: str = "") -> str:
    """The text of a tree with these questions, the first one at the start. The first outcome shows `parts`."""
    names = outcomes.split()
    verdicts = dict(zip(names, ["ja", "nee", *["advies"] * len(names)], strict=False))
    shown = f", onderdelen: [{parts}]" if parts else ""
    ends = "".join(
        f"  {name}: {{oordeel: {verdicts[name]}, titel: Uitkomst {name}, kort: Kort., geen_grondslag: Een proef.{shown if name == names[0] else ''}}}\n"
        for name in names
    )
    more = [
        (key, textwrap.indent(textwrap.dedent(text).strip(), "  ")) for key, text in (("feiten", facts), ("voorbeelden", examples), ("nooit", never)) if text
    ]
    asked = textwrap.dedent(questions).strip()
    start = asked.partition(":")[0]
    return f"{HEAD}{head}start: {start}\nvragen:\n{textwrap.indent(asked, '  ')}\nuitkomsten:\n{ends}" + "".join(f"{key}:\n{text}\n" for key, text in more)


def small_tree(questions: str, **more: str) -> Tree:
    """The tree of `small_text`, without faults in its names."""
    reading = read_text(small_text(questions, **more))
    assert reading.tree is not None, "\n".join(map(str, reading.problems))
    return reading.tree


def in_words(conditions: tuple[Condition, ...]) -> list[str]:
    """Each condition as one line: 'rol: LIO; alleen: Nee'."""
    return ["; ".join(f"{clause.subject}: {clause.words}" for clause in condition) for condition in conditions]


def smallest(tree: Tree, end: str = "goed") -> list[str]:
    """The smallest conditions of an end."""
    return in_words(applies(ProvedTree(tree)).smallest[end])


def situations(tree: Tree, end: str = "goed") -> list[str]:
    return in_words(applies(ProvedTree(tree)).situations[end])


def asked(tree: Tree, question: str) -> list[str]:
    return in_words(applies(ProvedTree(tree)).asked[question])


# Choices


def test_a_choice_names_the_answers_that_will_do() -> None:
    tree = small_tree(ROL + "daarna: {leraar: goed, lio: goed, stagiair: fout, ouder: fout}}")
    assert smallest(tree) == ["rol: “Leraar” of “LIO”"]
    assert situations(tree) == ["rol: “Leraar” of “LIO”"]
    [[clause]] = applies(ProvedTree(tree)).smallest["goed"]
    assert clause == Clause("rol", "Welke rol?", ("Leraar", "LIO"))


def test_one_answer_stands_without_quotes() -> None:
    assert smallest(small_tree(ROL + "daarna: {leraar: goed, lio: fout, stagiair: fout, ouder: fout}}")) == ["rol: Leraar"]


def test_a_choice_names_the_answers_that_will_not_do_where_those_are_fewer() -> None:
    tree = small_tree(ROL + "daarna: [{als: {rol: lio}, naar: fout}, {naar: goed}]}")
    assert smallest(tree) == ["rol: niet “LIO”"]
    [[clause]] = applies(ProvedTree(tree)).smallest["goed"]
    assert clause.negated


def test_an_answer_weet_ik_niet_is_named_by_its_words() -> None:
    tree = small_tree(ROL + "weet_ik_niet: {naar: uit, label: Geen idee}, daarna: [{als: {rol: lio}, naar: fout}, {naar: goed}]}", outcomes="goed fout uit")
    assert [smallest(tree, end) for end in tree.outcomes] == [["rol: niet “LIO” of “Geen idee”"], ["rol: LIO"], ["rol: Geen idee"]]


def test_where_a_question_may_not_have_been_asked_the_answers_that_will_not_do_are_named() -> None:
    alone = "alleen: {vraag: Alleen?, ja_nee: , daarna: {ja: fout, nee: goed}}"
    tree = small_tree(ROL + "daarna: {leraar: goed, lio: goed, stagiair: alleen, ouder: alleen}}\n" + alone)
    assert smallest(tree) == ["alleen: niet “Ja”"]
    assert asked(tree, "alleen") == ["rol: “Stagiair” of “Ouder”"]


def test_not_asked_stands_by_itself_where_that_decides() -> None:
    """Shorter than the three answers that were not ticked."""
    tree = small_tree(f"{WIE}daarna: [{{als: {{wie: geen_van_deze}}, naar: goed}}, {{naar: n}}]}}\nn: {{vraag: N?, ja_nee: , daarna: fout}}")
    assert smallest(tree) == ["n: niet gevraagd"]
    assert asked(tree, "n") == ["wie: Aa", "wie: Bee", "wie: Cee"]
    tree = small_tree(f"{ROL}daarna: [{{als: {{rol: lio}}, naar: wie}}, {{naar: goed}}]}}\n{WIE}weet_ik_niet: goed, daarna: fout}}")
    assert smallest(tree) == ["wie: “Dat weet ik niet” of “niet gevraagd”"]


# Several answers


def several(condition: str, more: str = "") -> list[list[str]]:
    """When a condition about several answers holds, and when not."""
    tree = small_tree(f"{WIE}{more}daarna: [{{als: {{wie: {condition}}}, naar: goed}}, {{naar: fout}}]}}", outcomes="goed fout uit")
    found = applies(ProvedTree(tree)).smallest
    return [[line.removeprefix("wie: ") for line in in_words(found[end])] for end in ("goed", "fout")]


def test_several_answers_are_named_by_what_is_ticked_and_what_is_not() -> None:
    assert several("{bevat: a}") == [["Aa"], ["niet Aa"]]
    assert several("{bevat: [a, b]}") == [["Aa en Bee"], ["niet Aa", "niet Bee"]]
    assert several("{bevat: [a, b], bevat_niet: c}") == [["Aa en Bee en niet Cee"], ["niet Aa", "niet Bee", "Cee"]]
    assert several("{bevat_niet: [b, c]}") == [["niet Bee of Cee"], ["Bee", "Cee"]]


def test_nothing_ticked_is_named_by_its_words() -> None:
    assert several("geen_van_deze") == [["Niemand"], ["Aa", "Bee", "Cee"]]
    without_words = small_tree(WIE.replace(", geen_van_deze: Niemand", "") + "daarna: [{als: {wie: {bevat_niet: [a, b, c]}}, naar: goed}, {naar: fout}]}")
    assert smallest(without_words) == ["wie: niet Aa, Bee of Cee"]


def test_several_answers_beside_weet_ik_niet() -> None:
    """'niet Aa' holds for who does not know it too; where that leads elsewhere it says that the question was answered."""
    assert several("{bevat: a}", "weet_ik_niet: fout, ") == [["Aa"], ["niet Aa"]]
    assert several("{bevat: a}", "weet_ik_niet: uit, ") == [["Aa"], ["beantwoord en niet Aa"]]
    assert several("geen_van_deze", "weet_ik_niet: uit, ") == [["Niemand"], ["Aa", "Bee", "Cee"]]
    assert several("geen_van_deze", "weet_ik_niet: goed, ") == [["“Niemand” of “Dat weet ik niet”"], ["Aa", "Bee", "Cee"]]
    assert several("{bevat: a}", "weet_ik_niet: goed, ") == [["Dat weet ik niet", "Aa"], ["beantwoord en niet Aa"]]
    assert smallest(small_tree(WIE + "weet_ik_niet: fout, daarna: goed}")) == ["wie: beantwoord"]
    assert smallest(small_tree(WIE + "weet_ik_niet: goed, daarna: fout}")) == ["wie: Dat weet ik niet"]


# Numbers and days

DAGEN = "n: {vraag: Hoeveel?, getal: {eenheid: dagen, minstens: 0, hoogstens: 30}, "
DAG = "d: {vraag: Wanneer?, datum: {minstens: 2020-01-01}, "


def ends(question: str, condition: str, **more: str) -> list[str]:
    """When a condition holds, and when not; each in one line."""
    tree = small_tree(f"{question}daarna: [{{als: {{{condition}}}, naar: goed}}, {{naar: fout}}]}}", **more)
    return [line for end in ("goed", "fout") for line in smallest(tree, end)]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("n: {hoogstens: 6}", ["n: hoogstens 6 dagen", "n: minstens 7 dagen"]),
        ("n: {minder_dan: 6}", ["n: hoogstens 5 dagen", "n: minstens 6 dagen"]),
        ("n: 6", ["n: 6 dagen", "n: “hoogstens 5 dagen” of “minstens 7 dagen”"]),
        ("n: {minstens: 3, hoogstens: 5}", ["n: minstens 3 dagen en hoogstens 5 dagen", "n: “hoogstens 2 dagen” of “minstens 6 dagen”"]),
        ("n: 0", ["n: 0 dagen", "n: minstens 1 dagen"]),
        ("n: 30", ["n: 30 dagen", "n: hoogstens 29 dagen"]),
    ],
)
def test_a_number(condition: str, words: list[str]) -> None:
    assert ends(DAGEN, condition) == words


def test_a_number_without_a_unit_and_beside_weet_ik_niet() -> None:
    plain = DAGEN.replace("eenheid: dagen, ", "")
    assert ends(plain, "n: {minstens: 6}") == ["n: minstens 6", "n: hoogstens 5"]
    assert ends(f"{plain}weet_ik_niet: goed, ", "n: {minstens: 6}") == ["n: “minstens 6” of “Dat weet ik niet”", "n: hoogstens 5"]
    tree = small_tree(f"{plain}weet_ik_niet: fout, daarna: goed}}")
    assert [smallest(tree, end) for end in ("goed", "fout")] == [["n: ingevuld"], ["n: Dat weet ik niet"]]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("d: {vanaf: 2025-01-01}", ["d: op of na 1 januari 2025", "d: voor 1 januari 2025"]),
        ("d: {na: 2025-01-01}", ["d: op of na 2 januari 2025", "d: voor 2 januari 2025"]),
        ("d: {vanaf: 2025-01-01, tot_en_met: 2025-01-01}", ["d: op 1 januari 2025", "d: “voor 1 januari 2025” of “op of na 2 januari 2025”"]),
        ("d: {vanaf: 2025-01-01, voor: 2025-03-01}",
         ["d: op of na 1 januari 2025 en voor 1 maart 2025", "d: “voor 1 januari 2025” of “op of na 1 maart 2025”"]),
        ("peildatum: {vanaf: 2027-01-01}", ["peildatum: op of na 1 januari 2027", "peildatum: voor 1 januari 2027"]),
    ],
)  # fmt: skip
def test_a_day(condition: str, words: list[str]) -> None:
    assert ends(DAG, condition) == words


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ("hoogstens: 6", ["hoogstens 6 maanden", "meer dan 6 maanden"]),
        ("meer_dan: 6", ["meer dan 6 maanden", "hoogstens 6 maanden"]),
        ("minstens: 6", ["minstens 6 maanden", "minder dan 6 maanden"]),
        ("minder_dan: 6", ["minder dan 6 maanden", "minstens 6 maanden"]),
        ("minstens: 6, hoogstens: 6", ["precies 6 maanden", "“minder dan 6 maanden” of “meer dan 6 maanden”"]),
        ("meer_dan: 2, hoogstens: 6", ["meer dan 2 maanden en hoogstens 6 maanden", "“hoogstens 2 maanden” of “meer dan 6 maanden”"]),
        ("minstens: 2, hoogstens: 6", ["minstens 2 maanden en hoogstens 6 maanden", "“minder dan 2 maanden” of “meer dan 6 maanden”"]),
    ],
)
def test_an_amount_of_time(bounds: str, words: list[str]) -> None:
    found = ends(DAG, f"f: {{{bounds}}}", facts="f: {tussen: [d, peildatum], in: maanden, naam: de leeftijd}")
    assert found == [f"f: {one}" for one in words]


def test_a_fact_is_called_by_its_name_and_without_one_by_its_words() -> None:
    def name(fact: str, condition: str) -> str:
        tree = small_tree(f"{DAG}daarna: [{{als: {{{condition}}}, naar: goed}}, {{naar: fout}}]}}", facts=fact)
        [[clause]] = applies(ProvedTree(tree)).smallest["goed"]
        return clause.name

    assert name("leeftijd_nu: {tussen: [d, peildatum], in: maanden, naam: de leeftijd}", "leeftijd_nu: {hoogstens: 6}") == "de leeftijd"
    assert name("leeftijd_nu: {tussen: [d, peildatum], in: maanden}", "leeftijd_nu: {hoogstens: 6}") == "leeftijd nu"
    assert name("f: {tussen: [d, peildatum], in: maanden}", "peildatum: {vanaf: 2027-01-01}") == "de dag waarvoor het antwoord geldt"


# Days that are only filled in

TWO_DAYS = """
e: {vraag: E?, datum: , weet_ik_niet: %s, daarna: d}
d: {vraag: D?, datum: , weet_ik_niet: uit, daarna: [{als: {f: {hoogstens: 6}}, naar: goed}, {naar: fout}]}
"""
BETWEEN = "f: {tussen: [e, d], in: maanden}"


def test_that_days_were_filled_in_goes_without_saying_where_an_amount_of_time_says_so() -> None:
    tree = small_tree(TWO_DAYS % "uit", facts=BETWEEN, outcomes="goed fout uit")
    assert [smallest(tree, end) for end in ("goed", "fout")] == [["f: hoogstens 6 maanden"], ["f: meer dan 6 maanden"]]
    assert situations(tree, "fout") == ["f: meer dan 6 maanden"]
    assert asked(tree, "d") == ["e: ingevuld"]
    beyond = small_tree(TWO_DAYS % "uit", facts="g: {dag: e, plus: 1, in: weken}\nf: {tussen: [g, d], in: maanden}", outcomes="goed fout uit")
    assert situations(beyond) == ["f: hoogstens 6 maanden"]


def test_that_a_day_was_filled_in_is_said_where_the_amount_of_time_may_be_unknown() -> None:
    tree = small_tree(TWO_DAYS % "d", facts=BETWEEN, outcomes="goed fout uit")
    assert smallest(tree, "fout") == ["e: Dat weet ik niet; d: ingevuld", "f: meer dan 6 maanden"]
    assert situations(tree, "fout") == ["d: ingevuld; f: “meer dan 6 maanden” of “niet te berekenen”"]


def test_an_amount_of_time_that_can_be_anything_says_that_its_days_were_filled_in() -> None:
    rules = "[{als: {a: ja, e: {niet: weet_ik_niet}, d: {niet: weet_ik_niet}, z: ja}, naar: goed}, {als: {f: {hoogstens: 6}}, naar: fout}, {naar: uit}]"
    questions = f"""
    a: {{vraag: A?, ja_nee: , daarna: e}}
    e: {{vraag: E?, datum: , weet_ik_niet: d, daarna: d}}
    d: {{vraag: D?, datum: , weet_ik_niet: z, daarna: z}}
    z: {{vraag: Z?, ja_nee: , daarna: {rules}}}
    """
    tree = small_tree(questions, facts=BETWEEN, outcomes="goed fout uit")
    assert smallest(tree) == situations(tree) == ["a: Ja; e: ingevuld; d: ingevuld; z: Ja"]


# More than one


def test_what_must_hold_together_stands_in_the_order_of_the_road() -> None:
    questions = f"""
    {ROL}daarna: z}}
    z: {{vraag: Z?, ja_nee: , daarna: n}}
    {DAGEN}daarna: [{{als: {{n: {{minstens: 7}}, rol: lio, z: ja}}, naar: goed}}, {{naar: fout}}]}}
    """
    tree = small_tree(questions)
    assert smallest(tree) == ["rol: LIO; z: Ja; n: minstens 7 dagen"]
    assert smallest(tree, "fout") == ["rol: niet “LIO”", "z: Nee", "n: hoogstens 6 dagen"]
    assert asked(tree, "z") == asked(tree, "n") == [""]


def test_another_tree_is_an_end_too() -> None:
    tree = small_tree("a: {vraag: A?, ja_nee: , daarna: {ja: goed, nee: boom:ander}}", outcomes="goed")
    assert ends_of(tree) == {"goed": "Uitkomst goed", "boom:ander": "verder in de beslisboom ander"}
    assert smallest(tree, "boom:ander") == ["a: Nee"]


def test_a_condition_that_counts_is_written_out() -> None:
    questions = "a: {vraag: A?, ja_nee: , daarna: b}\nb: {vraag: B?, ja_nee: , daarna: [{als: {c: 1}, naar: goed}, {naar: fout}]}"
    assert smallest(small_tree(questions, facts="c: {aantal: [{a: ja}, {b: ja}]}")) == ["a: Ja; b: Nee", "a: Nee; b: Ja"]


def test_an_end_that_nothing_leads_to_never_applies_and_one_that_everything_leads_to_always_does() -> None:
    tree = small_tree("a: {vraag: A?, ja_nee: , daarna: goed}")
    assert (smallest(tree), smallest(tree, "fout")) == ([""], [])


def test_situations_add_what_leads_there_and_leave_the_rest_out() -> None:
    questions = """
    werk: {vraag: Werkt u hier?, ja_nee: , daarna: {ja: rol, nee: fout}}
    rol: {vraag: Welke rol?, keuze: {leraar: Leraar, lio: LIO, ouder: Ouder}, daarna: {leraar: n, lio: n, ouder: fout}}
    n: {vraag: Hoeveel dagen?, getal: , daarna: [{als: {n: {hoogstens: 3}}, naar: goed}, {naar: uit}]}
    """
    tree = small_tree(questions, outcomes="goed fout uit")
    # Who is asked `n` works here and is a teacher: on the road that goes without saying.
    assert [smallest(tree, end) for end in tree.outcomes] == [["n: hoogstens 3"], ["n: niet gevraagd"], ["n: minstens 4"]]
    assert situations(tree) == ["werk: Ja; rol: niet “Ouder”; n: hoogstens 3"]
    assert situations(tree, "fout") == ["werk: Nee", "rol: Ouder"]
    assert situations(tree, "uit") == ["werk: Ja; rol: niet “Ouder”; n: minstens 4"]


def test_the_words_are_the_same_in_every_run() -> None:
    """What stands in a set has another order in every process."""
    code = "from tests.wizard.test_applies import *\nfound = applies(ProvedTree(tree_of()))\nprint(found.smallest, found.situations, found.asked)"
    runs = [subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout for seed in "17"]
    assert runs[0] == runs[1]
    assert "hoogstens 6 maanden" in runs[0]


# Limits


def chain(length: int) -> Tree:
    """So many questions, each of which must be answered with yes."""
    targets = [*(f"q{number}" for number in range(1, length)), "goed"]
    return small_tree("\n".join(f"q{number}: {{vraag: Q?, ja_nee: , daarna: {{ja: {target}, nee: fout}}}}" for number, target in enumerate(targets)))


def test_a_very_long_tree_is_not_put_into_words() -> None:
    assert smallest(chain(60)) == ["q59: Ja"]
    assert applies(ProvedTree(chain(61))) == Applies({}, {}, {}, {})


def test_what_is_too_tangled_is_left_out_and_what_is_said_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tree_of()
    whole = applies(ProvedTree(tree))
    told = set()
    for room in range(80):
        monkeypatch.setattr("wizard.proved._ROOM", room)
        found = applies(ProvedTree(tree))
        told.add((len(found.smallest), len(found.situations), len(found.asked)))
        for part in ("cubes", "smallest", "situations", "asked"):
            assert getattr(found, part).items() <= getattr(whole, part).items()
    assert {(0, 0, 0), (3, 3, 4)} < told


def test_what_takes_too_much_effort_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tree_of()
    whole = applies(ProvedTree(tree))
    told = set()
    for effort in (0, 1_000, 2_000, 3_000, 10_000):
        monkeypatch.setattr("wizard.proved.Effort", partial(Effort, effort))
        found = applies(ProvedTree(tree))
        told.add((len(found.smallest), len(found.situations), len(found.asked)))
        assert found.smallest.items() <= whole.smallest.items()
        assert found.situations.items() <= whole.situations.items()
    assert len(told) > 3


# Reading the words back

MONTHS = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]
NUMBERS = {"hoogstens": int.__le__, "minstens": int.__ge__, "minder dan": int.__lt__, "meer dan": int.__gt__, "precies": int.__eq__, "": int.__eq__}
DAYS = {"op of na": int.__ge__, "voor": int.__lt__, "op": int.__eq__}


def provable(tree: Tree) -> ProvedTree:
    """What is proved of a made-up tree; another tree is taken when this one is too tangled."""
    proved = proof_of(tree)
    assume(isinstance(proved, ProvedTree))
    assert isinstance(proved, ProvedTree)
    return proved


class Reader:
    """Reads conditions as a reader would who has these answers. `given` are the answers that were given, `on` is the day."""

    def __init__(self, generated: GeneratedTree, given: Mapping[str, RawAnswer], on: datetime.date) -> None:
        self.tree, self.given, self.on = generated.tree, given, on
        self.book = Book(generated.source, on)
        self.sets: dict[str, Any] = {name: raw if isinstance(raw, str) else frozenset(raw) - {"geen_van_deze"} for name, raw in given.items()}

    def agrees(self, conditions: Iterable[Condition]) -> bool:
        return any(all(self.holds(clause) for clause in condition) for condition in conditions)

    def holds(self, clause: Clause) -> bool:
        return any(self.says(clause.subject, words) for words in clause.answers) != clause.negated

    def says(self, subject: str, words: str) -> bool:
        question = self.tree.questions.get(subject)
        if question is None:
            return self.fact_says(subject, words)
        raw = self.given.get(subject)
        if raw is None or raw == "weet_ik_niet":
            # Who did not answer ticked nothing either.
            is_unticked = question.kind is Kind.SEVERAL and words.startswith("niet Optie")
            return is_unticked or words == ("niet gevraagd" if raw is None else question.labels["weet_ik_niet"])
        match question.kind:
            case Kind.CHOICE | Kind.YES_NO:
                return words == question.labels[str(raw)]
            case Kind.SEVERAL:
                return self.ticks_say(question, words)
            case Kind.NUMBER:
                return words == "ingevuld" or within(words, NUMBERS, lambda text: int(text.removesuffix(f" {question.unit}")), int(str(raw)))
        return words == "ingevuld" or within(words, DAYS, day_number, datetime.date.fromisoformat(str(raw)).toordinal())

    def ticks_say(self, question: Question, words: str) -> bool:
        ticked = {question.labels[option] for option in self.sets[question.id]}
        if words in ("beantwoord", question.none_of_these):
            return words == "beantwoord" or not ticked
        if words.startswith("niet gevraagd") or words == question.labels.get("weet_ik_niet"):
            return False
        wanted, _, unwanted = words.removeprefix("beantwoord en ").partition("niet ")
        return set(re.findall(r"Optie [\w-]+", wanted)) <= ticked and ticked.isdisjoint(re.findall(r"Optie [\w-]+", unwanted))

    def fact_says(self, subject: str, words: str) -> bool:
        fact = self.book.facts.get(subject, {})
        if "tussen" not in fact:
            day = self.book.day(subject, self.sets)
            return words == "niet te berekenen" if day is None else within(words, DAYS, day_number, day.toordinal())
        start, end = (self.book.day(one, self.sets) for one in fact["tussen"])
        if start is None or end is None:
            return words == "niet te berekenen"
        unit = fact["in"]
        return words != "niet te berekenen" and all(
            within(one, NUMBERS, lambda text: later(start, int(text.removesuffix(f" {unit}")), unit).toordinal(), end.toordinal())
            for one in words.split(" en ")
        )


def within(words: str, comparisons: Mapping[str, Callable[[int, int], bool]], read: Callable[[str], int], found: int) -> bool:
    """Whether a number lies within bounds such as 'minstens 2 en hoogstens 5'."""
    for one in words.split(" en "):
        word = max((word for word in comparisons if one.startswith(word)), key=len, default=None)
        if word is None or not re.search(r"\d", one) or not comparisons[word](found, read(one.removeprefix(word).strip())):
            return False
    return True


def day_number(text: str) -> int:
    day, month, year = text.split()
    return datetime.date(int(year), MONTHS.index(month) + 1, int(day)).toordinal()


@PROPERTY
@given(generated_trees(max_questions=4) | generated_trees(max_questions=3, dated=True), reference_days)
def test_read_back_the_words_hold_for_exactly_the_roads_that_end_there(generated: GeneratedTree, on: datetime.date) -> None:
    tree = generated.tree
    roads = list(islice(every_road(tree, on), 400))
    assume(len(roads) < 400)
    found = applies(provable(tree))
    for road in roads:
        if isinstance(road.end, DeadEnd):
            continue
        reader = Reader(generated, road.answers(), on)
        for end, conditions in found.smallest.items():
            assert reader.agrees(conditions) == (end_of(road) == end), in_words(conditions)
        for id, conditions in found.asked.items():
            assert reader.agrees(conditions) == (id in road.known), in_words(conditions)


@PROPERTY
@given(generated_trees(max_questions=3) | generated_trees(max_questions=3, dated=True), reference_days)
def test_read_back_the_situations_hold_for_exactly_the_answers_that_lead_there(generated: GeneratedTree, on: datetime.date) -> None:
    tree = generated.tree
    possible = {id: answers for id, question in tree.questions.items() if (answers := every_answer(question, on))}
    assume(math.prod(map(len, possible.values())) < 400)
    found = applies(provable(tree))
    for chosen in product(*possible.values()):
        answers = dict(zip(possible, chosen, strict=True))
        road = walk(tree, answers, on)
        if isinstance(road.end, Outcome | Jump):
            reader = Reader(generated, answers, on)
            for end, conditions in found.situations.items():
                assert reader.agrees(conditions) == (end_of(road) == end), in_words(conditions)


# Roads


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ("a: {vraag: A?, keuze: {x: X}, daarna: goed}", "1 weg van 1 vraag"),
        ("a: {vraag: A?, ja_nee: , daarna: goed}", "2 wegen van 1 vraag"),
        ("a: {vraag: A?, ja_nee: , daarna: b}\nb: {vraag: B?, ja_nee: , daarna: goed}", "4 wegen van 2 vragen"),
        ("a: {vraag: A?, ja_nee: , daarna: {ja: b, nee: goed}}\nb: {vraag: B?, ja_nee: , daarna: goed}", "3 wegen van 1 tot 2 vragen"),
    ],
)
def test_how_many_roads_there_are(questions: str, words: str) -> None:
    assert road_words(ProvedTree(small_tree(questions, outcomes="goed"))) == words


def test_many_roads_are_counted_in_dutch_and_too_many_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    targets = [*(f"q{number}" for number in range(1, 12)), "goed"]
    tree = small_tree("\n".join(f"q{number}: {{vraag: Q?, ja_nee: , daarna: {target}}}" for number, target in enumerate(targets)), outcomes="goed")
    proved = ProvedTree(tree)
    assert road_words(proved) == "4.096 wegen van 12 vragen"
    for room in (0, 5, 30):
        monkeypatch.setattr("wizard.proved._ROOM", room)
        assert road_words(ProvedTree(tree)) == "meer wegen dan te tellen zijn"
