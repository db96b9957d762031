"""From what an editor wrote to a tree: names looked up, conditions turned into data, every fault reported at its place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from knowledge.dutch_dates import iso_day
from knowledge.markdown_rendering import Rendered, render
from knowledge.pages import NAME
from knowledge.problems import Problem, Severity, did_you_mean
from knowledge.yaml_files import YamlFile, read_yaml_file
from knowledge.yaml_source import Place, YamlDocument
from wizard.calendar_units import Unit
from wizard.conditions import (
    DONT_KNOW,
    REFERENCE_DATE,
    All,
    AnswerIs,
    AnswerIsNot,
    AnyOf,
    Between,
    Compares,
    Comparison,
    Condition,
    Count,
    DayFrom,
    Excludes,
    Fact,
    Includes,
    Not,
    fact_subjects,
)
from wizard.source import (
    BetweenSource,
    CountSource,
    DateSource,
    DayFactSource,
    FactSource,
    NumberSource,
    OptionSource,
    OutcomeSource,
    QuestionSource,
    RuleSource,
    SeveralSource,
    SharedQuestionSource,
    StepSource,
    TreeSource,
    YesNoSource,
)
from wizard.tree import (
    EMPTY,
    NO,
    NONE_OF_THESE,
    TREE_PREFIX,
    YES,
    DontKnow,
    Example,
    Kind,
    Lookup,
    Never,
    Option,
    Outcome,
    Part,
    Question,
    RawAnswer,
    Rule,
    Step,
    Target,
    Tree,
)

TREE_FOLDER = "beslisbomen"
SHARED_FOLDER = "beslisbomen/_gedeeld"
TODAY = "vandaag"
NOT, ONE_OF = "niet", "een_van"

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_OPTION_NAME = re.compile(r"^[a-z0-9][a-z0-9_-]*$")
_RESERVED = frozenset({REFERENCE_DATE, TODAY, DONT_KNOW, NONE_OF_THESE, NOT, ONE_OF, "vraag", "wijzig"})

_NUMBER_WORDS = {"minstens": Comparison.AT_LEAST, "hoogstens": Comparison.AT_MOST, "meer_dan": Comparison.MORE, "minder_dan": Comparison.LESS}
_DAY_WORDS = {"vanaf": Comparison.AT_LEAST, "tot_en_met": Comparison.AT_MOST, "na": Comparison.MORE, "voor": Comparison.LESS}
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("choice", Kind.CHOICE),
    ("yes_no", Kind.YES_NO),
    ("several", Kind.SEVERAL),
    ("number", Kind.NUMBER),
    ("date", Kind.DATE),
)


# A tree file, and the file of a question that several trees use, as they were read, before names are looked up.
SourceFile: TypeAlias = YamlFile[TreeSource]
SharedFile: TypeAlias = YamlFile[SharedQuestionSource]


@dataclass(frozen=True, slots=True)
class TreeReading:
    """What came of a file: a tree when there are no errors, and what was noticed."""

    tree: Tree | None
    document: YamlDocument
    problems: tuple[Problem, ...]


def read_source(root: Path, path: str) -> SourceFile:
    """Read a tree file and check it against the format. Never raises: what is wrong is in the answer."""
    file = read_yaml_file(root, path, TreeSource)
    if NAME.match(path.rsplit("/", 1)[-1].removesuffix(".yaml")):
        return file
    message = "De naam van een bestand mag alleen kleine letters, cijfers en streepjes bevatten: hij is het adres van de beslisboom."
    return SourceFile(path, None, file.document, (*file.problems, Problem(path, 1, 1, Severity.ERROR, message)))


def read_shared(root: Path, path: str) -> SharedFile:
    """Read the file of a shared question. Never raises: what is wrong is in the answer."""
    return read_yaml_file(root, path, SharedQuestionSource)


@dataclass
class _Faults:
    """Collects problems of one file at their places."""

    path: str
    document: YamlDocument
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Place, message: str, *, of_key: bool = False, severity: Severity = Severity.ERROR) -> None:
        mark = self.document.mark(place, of_key=of_key)
        self.problems.append(Problem(self.path, mark.line, mark.column, severity, message))


def _as_names(value: object) -> list[str] | None:
    """A name or a list of names; None when it is something else."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return value
    return None


@dataclass
class _ConditionReader:
    """Reads conditions, knowing the questions and facts that they may be about."""

    faults: _Faults
    questions: Mapping[str, Question]
    fact_kinds: Mapping[str, str]

    def read(self, raw: Any, place: Place) -> Condition | None:
        """The condition at `place`; None when it has faults, which are then reported."""
        if isinstance(raw, list) and raw:
            return self._join(AnyOf, [self.read(one, (*place, number)) for number, one in enumerate(raw)])
        if isinstance(raw, dict) and raw:
            return self._join(All, [self._entry(key, value, (*place, key)) for key, value in raw.items()])
        self.faults.add(place, "Hier hoort een voorwaarde te staan, zoals {rol: lio}.")
        return None

    @staticmethod
    def _join(kind: Callable[[tuple[Condition, ...]], Condition], found: list[Condition | None]) -> Condition | None:
        conditions = tuple(one for one in found if one is not None)
        if len(conditions) < len(found):
            return None
        return conditions[0] if len(conditions) == 1 else kind(conditions)

    def _entry(self, key: str, value: Any, place: Place) -> Condition | None:
        if key == NOT:
            inner = self.read(value, place)
            return None if inner is None else Not(inner)
        if key == ONE_OF:
            if not isinstance(value, list):
                self.faults.add(place, "Na een_van hoort een lijst van voorwaarden te staan.")
                return None
            return self.read(value, place)
        question = self.questions.get(key)
        if question is not None:
            return self._about_question(question, value, place)
        if key == TODAY:
            key = REFERENCE_DATE
        kind = self.fact_kinds.get(key)
        if kind is not None:
            return self._bounds(key, value, place, _DAY_WORDS if kind == "dag" else _NUMBER_WORDS, exact=kind == "aantal")
        known = [*self.questions, *self.fact_kinds, NOT, ONE_OF]
        self.faults.add(place, f'Er is geen vraag of feit met de naam "{key}".{did_you_mean(key, known)}', of_key=True)
        return None

    def _about_question(self, question: Question, value: Any, place: Place) -> Condition | None:
        if value == DONT_KNOW and question.dont_know:
            return AnswerIs(question.id, frozenset({DONT_KNOW}))
        if isinstance(value, dict) and list(value) == [NOT] and value[NOT] == DONT_KNOW and question.dont_know:
            return AnswerIsNot(question.id, frozenset({DONT_KNOW}))
        match question.kind:
            case Kind.CHOICE | Kind.YES_NO:
                return self._about_choice(question, value, place)
            case Kind.SEVERAL:
                return self._about_several(question, value, place)
            case Kind.NUMBER:
                return self._bounds(question.id, value, place, _NUMBER_WORDS, exact=True)
            case Kind.DATE:
                return self._bounds(question.id, value, place, _DAY_WORDS, exact=False)

    def _options(self, question: Question, value: Any, place: Place, extra: Iterable[str] = ()) -> frozenset[str] | None:
        names = _as_names(value)
        if names is None:
            self.faults.add(place, "Hier hoort een antwoord te staan, of een lijst van antwoorden.")
            return None
        known = [*question.values, *extra]
        unknown = [name for name in names if name not in known]
        for name in unknown:
            self.faults.add(
                place, f'De vraag "{question.id}" heeft geen antwoord "{name}".{did_you_mean(name, known) or " Antwoorden: " + ", ".join(sorted(known)) + "."}'
            )
        return None if unknown else frozenset(names)

    def _about_choice(self, question: Question, value: Any, place: Place) -> Condition | None:
        extra = (DONT_KNOW,) if question.dont_know else ()
        if isinstance(value, dict):
            if list(value) != [NOT]:
                self.faults.add(place, "Schrijf hier een antwoord, een lijst van antwoorden, of {niet: antwoord}.")
                return None
            names = self._options(question, value[NOT], (*place, NOT), extra)
            return None if names is None else AnswerIsNot(question.id, names)
        names = self._options(question, value, place, extra)
        return None if names is None else AnswerIs(question.id, names)

    def _about_several(self, question: Question, value: Any, place: Place) -> Condition | None:
        if value == NONE_OF_THESE and question.none_of_these:
            return Excludes(question.id, question.values)
        if not isinstance(value, dict) or not value or not value.keys() <= {"bevat", "bevat_niet"}:
            self.faults.add(place, "Bij een vraag met meer antwoorden schrijft u {bevat: antwoord} of {bevat_niet: antwoord}.")
            return None
        found: list[Condition | None] = []
        for key, kind in (("bevat", Includes), ("bevat_niet", Excludes)):
            if key in value:
                names = self._options(question, value[key], (*place, key))
                found.append(None if names is None else kind(question.id, names))
        return self._join(All, found)

    def _bounds(self, subject: str, value: Any, place: Place, words: Mapping[str, Comparison], *, exact: bool) -> Condition | None:
        if exact and isinstance(value, str):
            number = self._bound(value, place, words)
            return None if number is None else All((Compares(subject, Comparison.AT_LEAST, number), Compares(subject, Comparison.AT_MOST, number)))
        if not isinstance(value, dict) or not value:
            self.faults.add(place, f"Schrijf hier een grens: {', '.join(words)}.")
            return None
        found: list[Condition | None] = []
        for word, raw in value.items():
            if word not in words:
                self.faults.add((*place, word), f'"{word}" kan hier niet. Kies uit: {", ".join(words)}.{did_you_mean(word, words)}', of_key=True)
                found.append(None)
                continue
            bound = self._bound(raw, (*place, word), words)
            found.append(None if bound is None else Compares(subject, words[word], bound))
        return self._join(All, found)

    def _bound(self, raw: Any, place: Place, words: Mapping[str, Comparison]) -> int | datetime.date | None:
        if words is _NUMBER_WORDS:
            if isinstance(raw, str) and re.fullmatch(r"-?\d{1,9}", raw):
                return int(raw)
            self.faults.add(place, "Schrijf hier een heel getal, bijvoorbeeld 6.")
            return None
        try:
            return iso_day(raw if isinstance(raw, str) else "")
        except ValueError:
            self.faults.add(place, "Schrijf hier een datum als JJJJ-MM-DD, bijvoorbeeld 2026-11-24.")
            return None


@dataclass
class _TreeReader:
    """Builds one tree. Faults are collected; the tree is only used when there are no errors among them."""

    file: SourceFile
    source: TreeSource
    shared: Mapping[str, SharedFile]

    def __post_init__(self) -> None:
        self.faults = _Faults(self.file.path, self.file.document)
        self.bare: dict[str, Question] = {}
        self.fact_kinds: dict[str, str] = {REFERENCE_DATE: "dag", TODAY: "dag"}

    def build(self) -> Tree | None:
        self._check_names()
        self.bare = {id: self._bare_question(id, question) for id, question in self.source.questions.items()}
        for name, fact in self.source.facts.items():
            self.fact_kinds[name] = {BetweenSource: "duur", DayFactSource: "dag", CountSource: "aantal"}[type(fact)]
        self.conditions = _ConditionReader(self.faults, self.bare, self.fact_kinds)
        facts = self._facts()
        questions = {id: self._finish_question(bare, self.source.questions[id]) for id, bare in self.bare.items()}
        if self.source.start not in questions:
            self.faults.add(("start",), f'De eerste vraag "{self.source.start}" bestaat niet.{did_you_mean(self.source.start, questions)}')
        outcomes = {id: self._outcome(id, outcome) for id, outcome in self.source.outcomes.items()}
        examples = tuple(
            Example(
                one.name,
                self._answers(one.answers, ("voorbeelden", number)),
                one.on,
                self._known_outcome(one.outcome, ("voorbeelden", number, "uitkomst")),
                ("voorbeelden", number),
                None if one.parts is None else self._part_numbers(one.parts, one.outcome, ("voorbeelden", number, "onderdelen")),
            )
            for number, one in enumerate(self.source.examples)
        )
        never = tuple(
            Never(
                one.name,
                self._answers(one.answers, ("nooit", number)),
                one.on,
                tuple(self._known_outcome(name, ("nooit", number, "uitkomst")) for name in one.outcomes),
                ("nooit", number),
            )
            for number, one in enumerate(self.source.never)
        )
        if any(problem.is_error for problem in self.faults.problems):
            return None
        id = self.file.path.rsplit("/", 1)[-1].removesuffix(".yaml")
        return Tree(id, self.file.path, self.source, self.source.start, questions, facts, outcomes, examples, never)

    def _check_names(self) -> None:
        taken: dict[str, str] = {}
        for key, words, names in (
            ("vragen", "een vraag", self.source.questions),
            ("feiten", "een feit", self.source.facts),
            ("uitkomsten", "een uitkomst", self.source.outcomes),
        ):
            for name in names:
                place: Place = (key, name)
                if not _NAME.match(name):
                    self.faults.add(place, f'De naam "{name}" mag alleen kleine letters, cijfers en _ bevatten, en begint met een letter.', of_key=True)
                elif name in _RESERVED:
                    self.faults.add(place, f'De naam "{name}" heeft al een eigen betekenis. Kies een andere naam.', of_key=True)
                elif name in taken:
                    self.faults.add(place, f'De naam "{name}" is al de naam van {taken[name]}. Kies een andere naam.', of_key=True)
                taken.setdefault(name, words)

    # Questions

    def _bare_question(self, id: str, source: QuestionSource) -> Question:
        """A question without its rules: what conditions need to know of it."""
        place: Place = ("vragen", id)
        origin: SharedQuestionSource = source
        document, origin_place = self.file.document, place
        if source.shared is not None:
            shared = self.shared.get(source.shared)
            if shared is None:
                self.faults.add((*place, "gedeeld"), f'De gedeelde vraag "{source.shared}" bestaat niet.{did_you_mean(source.shared, self.shared)}')
            elif shared.source is None:
                self.faults.add((*place, "gedeeld"), f'In de gedeelde vraag "{source.shared}" staat een fout. Herstel die eerst.')
            else:
                origin, document, origin_place = shared.source, shared.document, ()
                given = [key for key, _ in _KINDS if getattr(source, key) is not None]
                if given:
                    self.faults.add(place, "Een gedeelde vraag heeft haar antwoorden al. Haal de antwoorden hier weg.", of_key=True)
        kinds = [kind for key, kind in _KINDS if getattr(origin, key) is not None]
        if len(kinds) != 1 and (source.shared is None or origin is not source):
            self.faults.add(place, "Een vraag heeft precies één soort antwoord: keuze, ja_nee, meerkeuze, getal of datum.", of_key=True)
        kind = kinds[0] if kinds else Kind.CHOICE
        text = source.text or origin.text
        if text is None:
            text = id
            if source.shared is None or origin is not source:
                self.faults.add(place, 'Hier ontbreekt "vraag".', of_key=True)

        def markdown(key: str, own: str | None, other: str | None) -> Rendered:
            if own is not None:
                return self._markdown(own, (*place, key))
            return render(other, document.text_line((*origin_place, key))) if other else EMPTY

        return Question(
            id=id,
            kind=kind,
            text=text,
            explanation=markdown("toelichting", source.explanation, origin.explanation),
            why=markdown("waarom", source.why, origin.why),
            fault=_as_sentence(source.fault or origin.fault or _default_fault(kind, text)),
            options=self._options(origin, place),
            rules=(),
            dont_know=DontKnow(source.dont_know.label, Target("vraag", id)) if source.dont_know else None,
            shared=source.shared or "",
            **_bounds_of(origin),
        )

    def _options(self, source: SharedQuestionSource, place: Place) -> tuple[Option, ...]:
        def option(value: str, one: OptionSource) -> Option:
            return Option(value, one.label, one.hint or "")

        if isinstance(source.yes_no, YesNoSource):
            return (option(YES, source.yes_no.yes), option(NO, source.yes_no.no))
        found = source.choice or (source.several.options if source.several else {})
        for value in found:
            if not _OPTION_NAME.match(value) or value in (DONT_KNOW, NONE_OF_THESE):
                self.faults.add(
                    place,
                    f'De naam van een antwoord ("{value}") mag alleen kleine letters, cijfers, _ en - bevatten, en niet al een betekenis hebben.',
                    of_key=True,
                )
        return tuple(option(value, one) for value, one in found.items())

    def _finish_question(self, bare: Question, source: QuestionSource) -> Question:
        place: Place = ("vragen", bare.id)
        dont_know = None
        if source.dont_know is not None:
            dont_know = DontKnow(source.dont_know.label, self._target(source.dont_know.to, (*place, "weet_ik_niet")))
        return replace(bare, dont_know=dont_know, rules=self._rules(bare, source.next, (*place, "daarna")), exactly_one=source.exactly_one)

    def _rules(self, question: Question, source: str | dict[str, str] | tuple[RuleSource, ...], place: Place) -> tuple[Rule, ...]:
        if isinstance(source, str):
            return (Rule(None, self._target(source, place), place),)
        if isinstance(source, dict):
            return self._rules_by_answer(question, source, place)
        rules = []
        for number, one in enumerate(source):
            here: Place = (*place, number)
            condition = None if one.condition is None else self.conditions.read(one.condition, (*here, "als"))
            if one.condition is None and number < len(source) - 1:
                self.faults.add(here, "Een regel zonder 'als' geldt voor alle andere gevallen en hoort onderaan te staan. De regels eronder gelden nooit.")
            rules.append(Rule(condition, self._target(one.to, (*here, "naar")), here))
        return tuple(rules)

    def _rules_by_answer(self, question: Question, source: dict[str, str], place: Place) -> tuple[Rule, ...]:
        if question.kind not in (Kind.CHOICE, Kind.YES_NO):
            self.faults.add(place, "Een doel per antwoord kan alleen bij keuze en ja_nee. Schrijf hier één doel, of regels met 'als'.")
            return ()
        for value in source:
            if value not in question.values:
                hint = " Zet 'weet_ik_niet: …' naast 'daarna'." if value == DONT_KNOW else did_you_mean(value, question.values)
                self.faults.add((*place, value), f'De vraag "{question.id}" heeft geen antwoord "{value}".{hint}', of_key=True)
        for option in question.options:
            if option.value not in source:
                self.faults.add(place, f'Het antwoord "{option.value}" leidt nergens heen. Zet erbij waar het heen gaat.')
        return tuple(
            Rule(AnswerIs(question.id, frozenset({value})), self._target(target, (*place, value)), (*place, value))
            for value, target in source.items()
            if value in question.values
        )

    def _target(self, name: str, place: Place) -> Target:
        if name.startswith(TREE_PREFIX):
            return Target("boom", name.removeprefix(TREE_PREFIX).strip())
        if name in self.source.questions:
            return Target("vraag", name)
        if name not in self.source.outcomes:
            known = [*self.source.questions, *self.source.outcomes]
            self.faults.add(place, f'Er is geen vraag of uitkomst met de naam "{name}".{did_you_mean(name, known)}')
        return Target("uitkomst", name)

    # Facts

    def _facts(self) -> dict[str, Fact]:
        facts = {name: self._fact(name, fact) for name, fact in self.source.facts.items()}
        for name in facts:
            if _leads_to_itself(name, facts):
                self.faults.add(("feiten", name), f'Het feit "{name}" wordt uit zichzelf berekend. Dat kan niet.', of_key=True)
        return facts

    def _fact(self, name: str, source: FactSource) -> Fact:
        place: Place = ("feiten", name)
        if isinstance(source, BetweenSource):
            start, end = (self._day_name(one, (*place, "tussen", number)) for number, one in enumerate(source.between))
            return Between(start, end, Unit(source.unit), source.name or "")
        if isinstance(source, DayFactSource):
            if (source.plus is None) == (source.minus is None):
                self.faults.add(place, "Schrijf hier plus of min, en niet allebei.", of_key=True)
            amount = source.plus if source.plus is not None else -(source.minus or 0)
            return DayFrom(self._day_name(source.base, (*place, "dag")), amount, Unit(source.unit), source.name or "")
        found = (self.conditions.read(one, (*place, "aantal", number)) for number, one in enumerate(source.count))
        return Count(tuple(one for one in found if one is not None), source.name or "")

    def _day_name(self, name: str, place: Place) -> str:
        question = self.bare.get(name)
        is_day = question.kind is Kind.DATE if question else self.fact_kinds.get(name) == "dag"
        if not is_day:
            known = [id for id, one in self.bare.items() if one.kind is Kind.DATE] + [fact for fact, kind in self.fact_kinds.items() if kind == "dag"]
            self.faults.add(place, f'"{name}" is geen datumvraag, geen feit dat een datum geeft, en niet peildatum.{did_you_mean(name, known)}')
        return REFERENCE_DATE if name == TODAY else name

    # Outcomes

    def _markdown(self, text: str | None, place: Place) -> Rendered:
        if not text:
            return EMPTY
        rendered = render(text, self.file.document.text_line(place))
        for where, message in rendered.faults:
            self.faults.problems.append(Problem(self.file.path, where.line, where.column, Severity.ERROR, message))
        return rendered

    def _steps(self, source: tuple[StepSource, ...], place: Place) -> tuple[Step, ...]:
        return tuple(Step(self._markdown(one.text, (*place, number, "tekst")), one.who or "", one.when or "") for number, one in enumerate(source))

    def _outcome(self, id: str, source: OutcomeSource) -> Outcome:
        place: Place = ("uitkomsten", id)
        parts = []
        for number, one in enumerate(source.parts):
            here: Place = (*place, "onderdelen", number)
            condition = self.conditions.read(one.condition, (*here, "als"))
            if not one.text and not one.steps:
                self.faults.add(here, "Dit onderdeel is leeg. Geef het een tekst of stappen.")
            if condition is not None:
                parts.append(Part(condition, one.title or "", self._markdown(one.text, (*here, "tekst")), self._steps(one.steps, (*here, "stappen"))))
        if not source.legal_basis and not source.no_legal_basis:
            self.faults.add(
                place, "Deze uitkomst heeft geen grondslag. Noem het wetsartikel bij grondslag, of schrijf bij geen_grondslag waarom er geen is.", of_key=True
            )
        if "{" in source.title and not source.title_alone:
            self.faults.add((*place, "titel"), "In deze titel staat een waarde. Geef ook titel_los: die staat op de eigen pagina van de uitkomst.")
        fixed = [
            ((*place, "titel_los"), source.title_alone),
            *(((*place, "onderdelen", number, "titel"), one.title) for number, one in enumerate(source.parts)),
        ]
        for where, text in fixed:
            for name in PLACEHOLDER.findall(text or ""):
                self.faults.add(where, f"Hier wordt niets ingevuld. Haal {{{name}}} weg.")
        for where, name in _placeholders(source, place):
            if name not in self.bare and name not in self.fact_kinds:
                known = [*self.bare, *self.fact_kinds]
                self.faults.add(where, f'Er is geen vraag of feit met de naam "{name}" om hier in te vullen.{did_you_mean(name, known)}')
        return Outcome(
            id=id,
            verdict=source.verdict,
            title=source.title,
            title_alone=source.title_alone or source.title,
            short=source.short,
            urgent=self._markdown(source.urgent, (*place, "spoed")),
            text=self._markdown(source.text, (*place, "tekst")),
            steps=self._steps(source.steps, (*place, "stappen")),
            parts=tuple(parts),
            legal_basis=source.legal_basis,
            no_legal_basis=source.no_legal_basis or "",
            contacts=source.contacts,
            further=source.further,
            source_ids=self._source_ids(source, place),
            to_verify=source.to_verify,
            lookup=self._lookup(source, place),
        )

    def _source_ids(self, source: OutcomeSource, place: Place) -> tuple[str, ...]:
        known = {one.id for one in self.source.sources if one.id}
        for number, id in enumerate(source.source_ids):
            if id not in known:
                self.faults.add((*place, "bronnen", number), f'Er is geen bron met de id "{id}".{did_you_mean(id, known)}')
        return source.source_ids

    def _lookup(self, source: OutcomeSource, place: Place) -> Lookup | None:
        if source.lookup is None:
            return None
        for name, question in source.lookup.filters.items():
            if question not in self.bare:
                self.faults.add((*place, "opzoeken", "filters", name), f'Er is geen vraag met de naam "{question}".{did_you_mean(question, self.bare)}')
        for number, name in enumerate(source.lookup.every):
            if name not in source.lookup.filters:
                self.faults.add(
                    (*place, "opzoeken", "alles_van", number), f'Het veld "{name}" staat niet bij filters.{did_you_mean(name, source.lookup.filters)}'
                )
        return Lookup(
            source.lookup.kind,
            tuple(source.lookup.filters.items()),
            source.lookup.sort,
            source.lookup.compare,
            source.lookup.near,
            frozenset(source.lookup.every),
            tuple((name, frozenset(values)) for name, values in source.lookup.only.items()),
        )

    # Scenarios

    def _answers(self, raw: Mapping[str, Any], place: Place) -> dict[str, RawAnswer]:
        answers: dict[str, RawAnswer] = {}
        for name, value in raw.items():
            here: Place = (*place, "antwoorden", name)
            names = _as_names(value)
            if name not in self.bare:
                self.faults.add(here, f'Er is geen vraag met de naam "{name}".{did_you_mean(name, self.bare)}', of_key=True)
            elif names is None:
                self.faults.add(here, "Hier hoort een antwoord te staan, of een lijst van antwoorden.")
            else:
                answers[name] = value if isinstance(value, str) else tuple(names)
        return answers

    def _part_numbers(self, names: tuple[str, ...], outcome: str, place: Place) -> frozenset[int]:
        source = self.source.outcomes.get(outcome)
        titles = [one.title or "" for one in source.parts] if source else []
        # A number always says which part is meant, even where a title looks like one.
        known = {title: number for number, title in enumerate(titles) if title} | {str(number): number - 1 for number in range(1, len(titles) + 1)}
        for name in names:
            if not name.isdecimal() and titles.count(name) > 1:
                self.faults.add(place, f'De uitkomst "{outcome}" heeft meer onderdelen met de titel "{name}". Noem het nummer.')
            elif name not in known:
                self.faults.add(place, f'De uitkomst "{outcome}" heeft geen onderdeel "{name}". Noem zijn titel of zijn nummer.{did_you_mean(name, known)}')
        return frozenset(known[name] for name in names if name in known)

    def _known_outcome(self, name: str, place: Place) -> str:
        if name not in self.source.outcomes and not name.startswith(TREE_PREFIX):
            self.faults.add(place, f'Er is geen uitkomst met de naam "{name}".{did_you_mean(name, self.source.outcomes)}')
        return name


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _default_fault(kind: Kind, text: str) -> str:
    match kind:
        case Kind.NUMBER:
            return f"Vul een getal in bij de vraag “{text}”"
        case Kind.DATE:
            return f"Vul een datum in bij de vraag “{text}”"
        case Kind.SEVERAL:
            return f"Kies een of meer antwoorden op de vraag “{text}”"
    return f"Kies een antwoord op de vraag “{text}”"


def _bounds_of(source: SharedQuestionSource) -> dict[str, Any]:
    if isinstance(source.several, SeveralSource):
        return {"at_least": source.several.at_least, "at_most": source.several.at_most, "none_of_these": source.several.none_of_these or ""}
    if isinstance(source.number, NumberSource):
        return {"unit": source.number.unit or "", "at_least": source.number.at_least, "at_most": source.number.at_most}
    if isinstance(source.date, DateSource):
        return {"earliest": source.date.earliest, "latest": source.date.latest}
    return {}


def _leads_to_itself(name: str, facts: Mapping[str, Fact]) -> bool:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for other in fact_subjects(facts[waiting.pop()]):
            if other == name:
                return True
            if other in facts and other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def _placeholders(source: OutcomeSource, place: Place) -> list[tuple[Place, str]]:
    """Every value that the texts of an outcome ask for, with its place."""
    texts: list[tuple[Place, str | None]] = [
        ((*place, "titel"), source.title),
        ((*place, "kort"), source.short),
        ((*place, "spoed"), source.urgent),
        ((*place, "tekst"), source.text),
    ]
    texts += [((*place, "stappen", number), step.text) for number, step in enumerate(source.steps)]
    for number, part in enumerate(source.parts):
        here: Place = (*place, "onderdelen", number)
        texts.append(((*here, "tekst"), part.text))
        texts += [((*here, "stappen", index), step.text) for index, step in enumerate(part.steps)]
    return [(where, name) for where, text in texts for name in PLACEHOLDER.findall(text or "")]


def read_tree(file: SourceFile, shared: Mapping[str, SharedFile]) -> TreeReading:
    """Build the tree of one file. Never raises: what is wrong is in the answer, and then there is no tree."""
    if file.source is None:
        return TreeReading(None, file.document, file.problems)
    reader = _TreeReader(file, file.source, shared)
    tree = reader.build()
    return TreeReading(tree, file.document, (*file.problems, *reader.faults.problems))
