"""Decision trees drawn by Hypothesis: valid, without circles, with every kind of question, condition and fact.

A tree is drawn as the mapping that an editor would have written. `GeneratedTree.text` is that mapping as YAML, without
quotes, and `GeneratedTree.tree` is what the real reader makes of it, so that the reader takes part in every property.

What holds for every drawn tree:

- Questions lead forward only; every question and outcome is reached by an arrow from the start. That an arrow can really be
  followed is not promised: conditions may exclude each other.
- Every answer can be listed (`every_answer`), and so can every road (`every_road`): a number without a bound is listed over
  NUMBERS, which reaches past every bound that a condition names, and days lie in one of the small WINDOWS, which straddle the
  ends of months, a leap day and today.
- Conditions look at the answers on the road, but also at questions that come later or on another road, at facts and at the
  reference date. Bounds lie in, on and beside what can be answered.
- Rules may repeat, specialise or widen a rule above them, so that there are rules, and values in their lists, that take nothing.
- With `gaps=False` the last rule of every question is the rest, so that no road is a dead end.
- With `shared=True` some questions stand in files of their own (`shared_texts`), which it takes to read the text.

`by_the_book.py` follows the same mapping without the engine, for comparison.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any, TypeAlias

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from knowledge.validation import validate
from knowledge.yaml_source import parse_yaml
from wizard.calendar_units import Unit, add, whole_units
from wizard.conditions import DONT_KNOW
from wizard.reading import SHARED_FOLDER, SharedFile, SourceFile, TreeReading, read_tree
from wizard.source import SharedQuestionSource, TreeSource
from wizard.tree import NONE_OF_THESE, Kind, Question, RawAnswer, Tree
from wizard.walk import Walk, walk

Draw: TypeAlias = Any
Window: TypeAlias = tuple[datetime.date, datetime.date]

PROPERTY = settings(max_examples=60, deadline=None, derandomize=True)
"""How hard a property is tried: the same trees at every run, so that a build fails only for what changed."""

ON = datetime.date(2026, 11, 25)
WINDOWS: tuple[Window, ...] = (
    (datetime.date(2024, 2, 28), datetime.date(2024, 3, 1)),
    (datetime.date(2025, 8, 29), datetime.date(2025, 9, 1)),
    (datetime.date(2026, 2, 27), datetime.date(2026, 3, 1)),
    (ON - datetime.timedelta(days=1), ON + datetime.timedelta(days=1)),
)
NUMBERS = range(-3, 8)
"""Where a number without bounds is tried; every bound that a condition names lies inside."""

_OPTION_NAMES = ("lio", "nee", "no", "12", "po-vo", "stagiair")
_NUMBER_WORDS = ("minstens", "hoogstens", "meer_dan", "minder_dan")
_DAY_WORDS = ("vanaf", "tot_en_met", "na", "voor")
_UNITS = ("dagen", "weken", "maanden", "jaren")
_VERDICTS = ("ja", "nee", "let-op", "direct-handelen", "advies")
# What a tree says itself about a shared question.
_OF_THE_TREE = ("weet_ik_niet", "precies_een", "daarna")

reference_days = st.sampled_from([ON, *(day + datetime.timedelta(days=shift) for window in WINDOWS[1:] for day in window for shift in (-1, 0, 1))])


class _PlainDumper(yaml.SafeDumper):
    """Writes `no`, `12` and `2026-11-25` without quotes, as an editor does."""

    yaml_implicit_resolvers = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(source: dict[str, Any]) -> str:
    """The YAML that an editor would have written."""
    return yaml.dump(source, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=10_000)


@dataclass(frozen=True)
class GeneratedTree:
    """A tree as an editor wrote it; shown as YAML when a test fails.

    `source` holds every question whole; those in `shared` are written in a file of their own.
    """

    source: dict[str, Any]
    shared: frozenset[str] = frozenset()

    @cached_property
    def text(self) -> str:
        questions = {
            name: {"gedeeld": name, **{key: question[key] for key in _OF_THE_TREE if key in question}} if name in self.shared else question
            for name, question in self.source["vragen"].items()
        }
        return as_yaml({**self.source, "vragen": questions})

    @cached_property
    def shared_texts(self) -> dict[str, str]:
        """The YAML of each shared question."""
        questions = self.source["vragen"]
        return {name: as_yaml({key: value for key, value in questions[name].items() if key not in _OF_THE_TREE}) for name in sorted(self.shared)}

    @cached_property
    def reading(self) -> TreeReading:
        return read_text(self.text, shared=self.shared_texts)

    @property
    def tree(self) -> Tree:
        assert self.reading.tree is not None, "\n".join(str(problem) for problem in self.reading.problems)
        return self.reading.tree

    def __repr__(self) -> str:
        return "\n".join(("", self.text, *(f"# {name}\n{text}" for name, text in self.shared_texts.items())))


def read_text(text: str, path: str = "beslisbomen/proef.yaml", shared: Mapping[str, str] | None = None) -> TreeReading:
    """Read the text of a tree, and those of shared questions, as the site does, without a disk."""
    document = parse_yaml(text)
    source, problems = validate(TreeSource, document, path)
    return read_tree(SourceFile(path, source, document, tuple(problems)), {name: _read_shared(name, one) for name, one in (shared or {}).items()})


def _read_shared(name: str, text: str) -> SharedFile:
    path = f"{SHARED_FOLDER}/{name}.yaml"
    document = parse_yaml(text)
    source, problems = validate(SharedQuestionSource, document, path)
    return SharedFile(path, source, document, tuple(problems))


# Answers


def every_answer(question: Question, on: datetime.date) -> list[RawAnswer]:
    """Every answer to a question of a drawn tree, as it travels, on reference date `on`."""
    found: list[RawAnswer] = [DONT_KNOW] if question.dont_know else []
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            found += [option.value for option in question.options]
        case Kind.SEVERAL:
            found += _every_ticking(question)
        case Kind.NUMBER:
            low = NUMBERS.start if question.at_least is None else question.at_least
            high = NUMBERS.stop if question.at_most is None else question.at_most
            found += [str(number) for number in range(low, high + 1)]
        case Kind.DATE:
            earliest, latest = question.limits(on)
            found += [day.isoformat() for day in _days(earliest, latest)]
    return found


def _every_ticking(question: Question) -> Iterator[RawAnswer]:
    least, most = question.at_least or 0, len(question.options) if question.at_most is None else question.at_most
    if question.none_of_these or least == 0:
        yield (NONE_OF_THESE,)
    values = [option.value for option in question.options]
    for size in range(max(least, 1), most + 1):
        yield from combinations(values, size)


def _days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]


def every_road(tree: Tree, on: datetime.date, given: dict[str, RawAnswer] | None = None) -> Iterator[Walk]:
    """Every walk that ends in an outcome, in another tree or dead, one answer after another; those that agree with `given`."""
    given = given or {}
    waiting: list[dict[str, RawAnswer]] = [{}]
    while waiting:
        answers = waiting.pop()
        found = walk(tree, answers, on)
        assert not found.misanswered, found.misanswered
        if not isinstance(found.end, Question):
            yield found
            continue
        id = found.end.id
        following = [given[id]] if id in given else every_answer(found.end, on)
        waiting += [{**answers, id: raw} for raw in following]


@st.composite
def complete_walks(draw: Draw, tree: Tree, on: datetime.date) -> Walk:
    """A walk along one road, as far as answers can be given."""
    found = walk(tree, {}, on)
    while isinstance(found.end, Question) and (possible := every_answer(found.end, on)):
        found = walk(tree, {**found.answers(), found.end.id: draw(st.sampled_from(possible))}, on)
        assert not found.misanswered, found.misanswered
    return found


@st.composite
def loose_answers(draw: Draw, tree: Tree, on: datetime.date) -> dict[str, RawAnswer]:
    """Answers to any of the questions, on a road or not, each one that fits."""
    chosen = draw(st.lists(st.sampled_from(list(tree.questions)), unique=True))
    return {id: draw(st.sampled_from(possible)) for id in chosen if (possible := every_answer(tree.questions[id], on))}


def junk_answers(tree: Tree) -> st.SearchStrategy[dict[str, RawAnswer]]:
    """Whatever can stand in an address."""
    words = st.text(max_size=8) | st.sampled_from(
        ["", "-", "00", "9999999999", "٣", "2026-02-30", "2026-1-1", "0000-00-00", "9999-12-31", "lio ", "ja", DONT_KNOW, NONE_OF_THESE, "\x00"]
    )
    names = st.sampled_from([*tree.questions, *tree.facts, *tree.outcomes, "peildatum", "vandaag", "onbekend", ""])
    return st.dictionaries(names, words | st.lists(words, max_size=4).map(tuple), max_size=8)


# Trees


@lru_cache
def _numbers(first: int, last: int) -> st.SearchStrategy[int]:
    """Made once each: making a strategy takes longer than drawing from it."""
    return st.integers(first, last)


@dataclass
class _Editor:
    """Draws one tree, from its questions to its outcomes; what is drawn later may look at what was drawn before."""

    draw: Draw
    dated: bool = False
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=lambda: {"peildatum": (ON, ON)})

    def number(self, first: int, last: int) -> int:
        return int(self.draw(_numbers(first, last)))

    def flip(self, once_in: int = 2) -> bool:
        return self.number(1, once_in) == once_in

    def one_of(self, values: Iterable[Any]) -> Any:
        found = list(values)
        return found[self.number(0, len(found) - 1)]

    def some_of(self, values: Iterable[Any], least: int = 1, most: int = 3) -> list[Any]:
        left = list(values)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(self.number(least, min(most, len(left))))]

    # Questions

    def question(self, name: str, targets: int) -> None:
        """A question without where it leads; a choice gets an answer for each of `targets` when it can."""
        kind = "datum" if self.dated and not self.flip(3) else self.one_of(["keuze", "ja_nee", "meerkeuze", "getal", "datum"])
        source: dict[str, Any] = {"vraag": f"Wat is {name}?"}
        match kind:
            case "keuze":
                names = self.some_of(_OPTION_NAMES, min(targets, 4), 4)
                source["keuze"] = {one: f"Optie {one}" if self.flip() else {"label": f"Optie {one}", "toelichting": "Uitleg"} for one in names}
            case "ja_nee":
                source["ja_nee"] = {} if self.flip() else {"ja": "Jazeker", "nee": "Zeker niet"}
            case "meerkeuze":
                source["meerkeuze"] = self._several()
            case "getal":
                source["getal"] = self._number()
            case "datum":
                source["datum"] = self._date(name)
        self.questions[name] = source

    def _several(self) -> dict[str, Any]:
        names = self.some_of(_OPTION_NAMES, 1, 3)
        source: dict[str, Any] = {"opties": {one: f"Optie {one}" for one in names}}
        least = self.number(0, len(names))
        if least:
            source["minstens"] = str(least)
        if self.flip():
            source["hoogstens"] = str(self.number(least, len(names)))
        if self.flip():
            source["geen_van_deze"] = "Geen van deze"
        return source

    def _number(self) -> dict[str, Any]:
        low = self.number(-1, 2)
        source = {"eenheid": "dagen"} if self.flip() else {}
        if not self.flip(4):
            source["minstens"] = str(low)
        if not self.flip(4):
            source["hoogstens"] = str(low + self.number(0, 3))
        return source

    def _date(self, name: str) -> dict[str, Any]:
        first, last = self.windows[name] = self.one_of(WINDOWS)
        earliest = "vandaag" if last > ON and self.flip(4) else first.isoformat()
        return {"minstens": earliest, "hoogstens": "vandaag" if last > ON and self.flip() else last.isoformat()}

    def options(self, name: str) -> list[str]:
        source = self.questions[name]
        if "ja_nee" in source:
            return ["ja", "nee"]
        return list(source.get("keuze") or source["meerkeuze"]["opties"])

    # Facts

    def fact(self, name: str) -> None:
        match self.one_of(["tussen", "tussen", "dag"] if self.dated else ["tussen", "dag", "aantal"]):
            case "tussen":
                moved = [[fact["dag"], other] for other, fact in self.facts.items() if "dag" in fact]
                days = self.one_of(moved) if moved and self.flip(4) else [self.one_of([*self.windows, "vandaag"]) for _ in range(2)]
                self.facts[name] = {"tussen": days, "in": self.one_of(_UNITS)}
            case "dag":
                base, amount, unit = self.one_of([*self.windows, "vandaag"]), self.number(0, 13), self.one_of(_UNITS)
                sign = self.one_of(["plus", "min"])
                self.facts[name] = {"dag": base, sign: str(amount), "in": unit}
                first, last = self._window(base)
                shift = amount if sign == "plus" else -amount
                self.windows[name] = (add(first, shift, Unit(unit)), add(last, shift, Unit(unit)))
            case "aantal":
                self.facts[name] = {"aantal": [self.condition(1) for _ in range(self.number(1, 3))]}

    def _window(self, name: str) -> Window:
        return self.windows["peildatum" if name == "vandaag" else name]

    # Conditions

    def condition(self, depth: int = 2, about: str | None = None) -> Any:
        """A condition; about question `about` among others when that is given."""
        if about is None and self.flip(4):
            return [self._together(depth - 1) for _ in range(self.number(1, 2))]
        return self._together(depth, about)

    def _together(self, depth: int, about: str | None = None) -> dict[str, Any]:
        entries = [self._about(about)] if about is not None else []
        wanted = 1 if not self.flip(3) else 2
        while len(entries) < wanted:
            entries.append(self._entry(depth))
        return dict(entries)

    def _entry(self, depth: int) -> tuple[str, Any]:
        if depth > 0 and self.flip(4):
            return ("niet", self.condition(depth - 1)) if self.flip() else ("een_van", [self._together(depth - 1) for _ in range(self.number(1, 2))])
        names = self.facts if self.dated and self.facts and self.flip() else [*self.questions, *self.facts, "peildatum"]
        return self._about(self.one_of(names))

    def _about(self, name: str) -> tuple[str, Any]:
        if name in self.questions:
            return name, self._about_question(name)
        fact = self.facts.get(name, {})
        if "tussen" in fact:
            (first, last), (start, end) = self._window(fact["tussen"][0]), self._window(fact["tussen"][1])
            units = whole_units(self.one_of(_days(first, last)), self.one_of(_days(start, end)), Unit(fact["in"]))
            return name, self._bounds(_NUMBER_WORDS, [units - 1, units, units + 1])
        if "aantal" in fact:
            numbers = range(len(fact["aantal"]) + 2)
            return name, str(self.one_of(numbers)) if self.flip(3) else self._bounds(_NUMBER_WORDS, numbers)
        return name, self._day_bounds(name)

    def _about_question(self, name: str) -> Any:
        source = self.questions[name]
        if "weet_ik_niet" in source and self.flip(4):
            return DONT_KNOW if self.flip() else {"niet": DONT_KNOW}
        if "getal" in source:
            numbers = self._near_numbers(source["getal"])
            return str(self.one_of(numbers)) if self.flip(4) else self._bounds(_NUMBER_WORDS, numbers)
        if "datum" in source:
            return self._day_bounds(name)
        if "meerkeuze" in source:
            if "geen_van_deze" in source["meerkeuze"] and self.flip(4):
                return NONE_OF_THESE
            words = self.some_of(["bevat", "bevat_niet"], 1, 2)
            return {word: self._names(self.options(name)) for word in words}
        names = self._names(self.options(name) + ([DONT_KNOW] if "weet_ik_niet" in source else []))
        return {"niet": names} if self.flip(3) else names

    def _names(self, values: list[str]) -> str | list[str]:
        return str(self.one_of(values)) if self.flip() else self.some_of(values)

    @staticmethod
    def _near_numbers(source: dict[str, str]) -> range:
        low, high = int(source.get("minstens", NUMBERS.start + 1)), int(source.get("hoogstens", NUMBERS.stop - 1))
        return range(max(low - 1, NUMBERS.start + 1), min(high + 1, NUMBERS.stop - 1) + 1)

    def _day_bounds(self, name: str) -> dict[str, str]:
        if name == "peildatum":
            days = [day for window in WINDOWS[1:] for day in window]
        else:
            first, last = self.windows[name]
            days = _days(first - datetime.timedelta(days=1), last + datetime.timedelta(days=1))
        return self._bounds(_DAY_WORDS, days)

    def _bounds(self, words: Iterable[str], values: Iterable[Any]) -> dict[str, str]:
        found = list(values)
        return {word: str(self.one_of(found)) for word in self.some_of(words, 1, 2)}

    # Where answers lead

    def next(self, name: str, targets: list[str], *, rest: bool) -> Any:
        source = self.questions[name]
        if len(targets) == 1 and not self.flip(4):
            return targets[0]
        if ("keuze" in source or "ja_nee" in source) and len(self.options(name)) >= len(targets) and self.flip():
            more = [self.one_of(targets) for _ in range(len(self.options(name)) - len(targets))]
            return dict(zip(self.options(name), [*targets, *more], strict=True))
        if self.flip(4):
            targets = [*targets, *self.some_of(targets, 1, 2)]
        rules: list[dict[str, Any]] = []
        for target in targets:
            above = [rule["als"] for rule in rules]
            condition = self.like(self.one_of(above)) if above and self.flip(3) else self.condition(about=name if self.flip() else None)
            rules.append({"als": condition, "naar": target})
        if rest:
            del rules[-1]["als"]
        if self.flip(3):
            source["precies_een"] = "ja"
        return rules

    def like(self, condition: Any) -> Any:
        """A condition that repeats another one, asks for more, or for less."""
        match self.one_of(["same", "more", "less", "list"]):
            case "more":
                return {"een_van": condition if isinstance(condition, list) else [condition], **self._together(0)}
            case "less":
                return [*(condition if isinstance(condition, list) else [condition]), self._together(0)]
            case "list" if isinstance(condition, dict):
                return {name: self._longer(name, wanted) for name, wanted in condition.items()}
            case _:
                return condition

    def _longer(self, name: str, wanted: Any) -> Any:
        """A list of answers with one more in it, where there is a list."""
        if name not in self.questions or not isinstance(wanted, str | list) or not self.questions[name].keys() & {"keuze", "ja_nee"}:
            return wanted
        names = [wanted] if isinstance(wanted, str) else wanted
        return list(dict.fromkeys([*names, self.one_of(self.options(name))]))

    # Outcomes

    def outcome(self, name: str) -> dict[str, Any]:
        values = [*self.questions, *self.facts, "peildatum"]
        source = {"oordeel": self.one_of(_VERDICTS), "titel": f"Uitkomst {name}", "kort": f"Dit is {name}.", "geen_grondslag": "Dit is een proef."}
        if self.flip(3):
            source |= {"titel": f"Uitkomst {{{self.one_of(values)}}}", "titel_los": f"Uitkomst {name}"}
        if self.flip():
            source["tekst"] = f"Het is {{{self.one_of(values)}}} of {{{self.one_of(values)}}}. Dit blijft altijd staan."
        if self.flip():
            source["onderdelen"] = [{"als": self.condition(), "tekst": f"Onderdeel {number}."} for number in range(self.number(1, 2))]
        if self.flip(6):
            source["opzoeken"] = {"soort": "programmas", "filters": {"niveau": self.one_of(self.questions)}}
        return source


@st.composite
def generated_trees(
    draw: Draw, *, max_questions: int = 5, max_outcomes: int = 3, gaps: bool = True, shared: bool = False, dated: bool = False
) -> GeneratedTree:
    """A valid tree of at most `max_questions` questions; without `gaps` every combination of answers is taken by a rule.

    With `shared` some questions stand in files of their own; with `dated` most of them ask for a day, and facts compare days.
    """
    editor = _Editor(draw, dated)
    questions = [f"v{number}" for number in range(editor.number(2 if dated else 1, max_questions))]
    outcomes = [f"u{number}" for number in range(editor.number(1, max_outcomes))]
    targets: dict[str, list[str]] = {name: [] for name in questions}
    for number, name in enumerate(questions[1:]):
        targets[editor.one_of(questions[: number + 1])].append(name)
    for name in outcomes:
        targets[editor.one_of(questions)].append(name)
    for number, name in enumerate(questions):
        onward = [*questions[number + 1 :], *outcomes, "boom:ander"]
        more = editor.some_of(onward, 0 if targets[name] else 1, 2)
        found = [*targets[name], *more]
        targets[name] = editor.some_of(found, len(found), len(found))
        editor.question(name, len(targets[name]))
        if editor.flip(3):
            unknown = editor.one_of(onward)
            editor.questions[name]["weet_ik_niet"] = unknown if editor.flip() else {"naar": unknown, "label": "Geen idee"}
    for number in range(editor.number(1 if dated else 0, 3)):
        editor.fact(f"f{number}")
    for name in questions:
        editor.questions[name]["daarna"] = editor.next(name, targets[name], rest=not gaps or not editor.flip(5))
    source = {
        "titel": "Proefboom",
        "samenvatting": "Een boom om mee te proeven.",
        "gecontroleerd": "2026-11-20",
        "controleren_voor": "2027-08-01",
        "start": questions[0],
        "vragen": editor.questions,
        **({"feiten": editor.facts} if editor.facts else {}),
        "uitkomsten": {name: editor.outcome(name) for name in outcomes},
    }
    return GeneratedTree(source, frozenset(name for name in questions if editor.flip(3)) if shared else frozenset())
