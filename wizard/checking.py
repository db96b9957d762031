"""What is wrong with a tree beyond its names: its roads, what is proved of them, its scenarios, its date of checking."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial

from knowledge.problems import Problem, Severity
from knowledge.yaml_source import Place, YamlDocument
from wizard.diagrams import NONE
from wizard.findings import Finding, FindingKind, findings
from wizard.proof import UNKNOWN, Sample, end_name, target_of, ways_of
from wizard.proved import ProvedTree
from wizard.quantities import TooTangled
from wizard.roads import Roads, survey
from wizard.scenarios import NeverProver, end_of, read_for_never, shown_parts
from wizard.tree import TREE_PREFIX, Example, Misanswered, Outcome, Question, RawAnswer, Tree, join_words
from wizard.walk import DeadEnd, Jump, Walk, walk


def describe_road(found: Walk) -> str:
    """'rol = lio → vog_datum = 2026-01-10 → te_oud'."""
    stops = [f"{stop.question.id} = {_shown(stop.question.write(stop.value))}" for stop in found.road]
    match found.end:
        case Jump(tree_id):
            end = f"{TREE_PREFIX}{tree_id}"
        case DeadEnd():
            end = "geen regel neemt dit"
        case place:
            end = place.id
    return " → ".join([*stops, end])


def _shown(raw: RawAnswer) -> str:
    return raw if isinstance(raw, str) else "+".join(raw)


def describe_sample(sample: Sample, today: datetime.date) -> str:
    """'rol is stagiair, alleen is nee', and 'op peildatum 2024-12-31' when it is not about today."""
    answers = [f"{name} is {_shown(raw)}" for name, raw in sample.answers.items()]
    return ", ".join([*answers, *([f"op peildatum {sample.on.isoformat()}"] if sample.on not in (None, today) else [])])


_SEVERITIES = {
    FindingKind.IDLE_VALUE: Severity.WARNING,
    FindingKind.USELESS_QUESTION: Severity.WARNING,
    FindingKind.MERGEABLE_OPTIONS: Severity.HINT,
}


class TreeCheck:
    """The findings about one tree on one day. `proved` is what was proved of it, or the name of what tangles it; None with a circle."""

    def __init__(self, tree: Tree, document: YamlDocument, proved: ProvedTree | str | None, today: datetime.date) -> None:
        self.tree = tree
        self.document = document
        self.proved = proved
        self.today = today
        self.problems: list[Problem] = []

    def _add(self, place: Place, severity: Severity, message: str, *, of_key: bool = False) -> None:
        mark = self.document.mark(place, of_key=of_key)
        self.problems.append(Problem(self.tree.path, mark.line, mark.column, severity, message))

    def run(self) -> tuple[Problem, ...]:
        """All findings. A tree with a circle is not walked."""
        roads = survey(self.tree)
        self._roads(roads)
        if not roads.circle:
            self._proof(roads)
            for example in self.tree.examples:
                self._example(example)
            self._never()
            self._coverage()
        if self.tree.matter.is_overdue(self.today):
            self._add(
                ("controleren_voor",),
                Severity.WARNING,
                "Deze beslisboom had opnieuw moeten worden nagekeken. Vergelijk haar met de bronnen en zet een nieuwe datum.",
            )
        return tuple(self.problems)

    def _roads(self, roads: Roads) -> None:
        for id in roads.unreached_questions:
            self._add(("vragen", id), Severity.ERROR, f'Geen enkel antwoord leidt naar de vraag "{id}". Verwijs ernaar, of haal haar weg.', of_key=True)
        for id in roads.unreached_outcomes:
            self._add(("uitkomsten", id), Severity.ERROR, f'Geen enkel antwoord leidt naar de uitkomst "{id}". Verwijs ernaar, of haal haar weg.', of_key=True)
        for id in roads.endless:
            self._add(("vragen", id), Severity.ERROR, f'Vanaf de vraag "{id}" is geen uitkomst te bereiken.', of_key=True)
        if roads.circle:
            road = " → ".join((*roads.circle, roads.circle[0]))
            self._add(
                ("vragen", roads.circle[0]), Severity.ERROR, f"Deze vragen vormen een kring: {road}. Laat één ervan ergens anders heen leiden.", of_key=True
            )

    # The proof

    def _proof(self, roads: Roads) -> None:
        if isinstance(self.proved, str):
            self._tangled(self.proved)
        elif self.proved is not None:
            told = {*roads.unreached_questions, *roads.unreached_outcomes}
            for finding in findings(self.proved, self.today):
                if finding.place not in told:
                    self._finding(finding)

    def _tangled(self, name: str) -> None:
        key = next((key for key, names in (("vragen", self.tree.questions), ("feiten", self.tree.facts)) if name in names), "")
        self._add(
            (key, name) if key else ("start",),
            Severity.ERROR,
            f'Deze beslisboom is te ingewikkeld om te bewijzen; het loopt vast bij "{name}". Kijk daar minder ver terug, of maak er twee bomen van.',
            of_key=bool(key),
        )

    def _finding(self, finding: Finding) -> None:
        place, message = self._worded(finding)
        of_key = isinstance(place[-1], str) and len(place) == 2
        self._add(place, _SEVERITIES.get(finding.kind, Severity.ERROR), message, of_key=of_key)

    def _worded(self, finding: Finding) -> tuple[Place, str]:
        id = finding.place
        here: Place = ("vragen", id) if id in self.tree.questions else ("uitkomsten", id)
        values = join_words([f'"{value}"' for value in finding.values])
        match finding.kind:
            case FindingKind.UNREACHED_QUESTION:
                return here, f'De vraag "{id}" wordt nooit gesteld: geen enkele combinatie van antwoorden leidt erheen.{self._arrows_to(id)}'
            case FindingKind.UNREACHED_OUTCOME:
                return here, f'De uitkomst "{id}" wordt nooit bereikt: geen enkele combinatie van antwoorden leidt erheen.{self._arrows_to(id)}'
            case FindingKind.UNANSWERABLE:
                return here, f'Op de vraag "{id}" is geen enkel antwoord mogelijk. Kijk naar de grenzen van het antwoord.'
            case FindingKind.GAP:
                return (*here, "daarna"), (
                    f"Er is geen regel voor elk antwoord. Bijvoorbeeld bij: {self._sample_words(finding)}. Voeg een regel toe, of eindig met een regel zonder 'als'."
                )
            case FindingKind.IMPOSSIBLE_OPTION:
                return here, f"Het antwoord {values} is nooit te kiezen. Kijk naar minstens en hoogstens."
            case FindingKind.IMPOSSIBLE_PART:
                return (*here, "onderdelen", finding.rule or 0), "Dit onderdeel is nooit te zien: bij deze uitkomst is niet aan zijn voorwaarde te voldoen."
            case FindingKind.USELESS_QUESTION:
                return (
                    here,
                    f'Het antwoord op de vraag "{id}" verandert niets: geen uitkomst, geen onderdeel en geen tekst. Haal de vraag weg, of gebruik haar.',
                )
            case FindingKind.MERGEABLE_OPTIONS:
                return here, f"Na {values} is alles hetzelfde. Dit kan één antwoord zijn, tenzij het zo beter te herkennen is."
            case _:
                return self.tree.questions[id].rules[finding.rule or 0].source, self._rule_words(finding, values)

    def _rule_words(self, finding: Finding, values: str) -> str:
        match finding.kind:
            case FindingKind.SHADOWED_RULE:
                return f"Deze regel geldt nooit: {self._takers(finding.place, finding.others)} al zijn gevallen. Zet hem hoger, of haal hem weg."
            case FindingKind.OVERLAP:
                return (
                    f"Deze regel geldt soms tegelijk met {self._rule_name(finding.place, finding.others[0])}, en bij precies_een mag dat niet. "
                    f"Bijvoorbeeld bij: {self._sample_words(finding)}."
                )
            case FindingKind.IDLE_VALUE:
                return f'In deze voorwaarde doet {values} niets: met dat antwoord op "{finding.subject}" geldt deze regel nooit. Haal het weg.'
            case _:
                return "Deze regel geldt nooit: aan zijn voorwaarde is op deze plek niet te voldoen. Haal hem weg, of verander de voorwaarde."

    def _sample_words(self, finding: Finding) -> str:
        return describe_sample(finding.sample, self.today) if finding.sample else ""

    def _rule_name(self, id: str, number: int) -> str:
        mark = self.document.mark(self.tree.questions[id].rules[number].source)
        return f"de regel op regel {mark.line} (naar {end_name(self.tree.questions[id].rules[number].target)})"

    def _takers(self, id: str, numbers: tuple[int, ...]) -> str:
        names = join_words([self._rule_name(id, number) for number in numbers])
        return f"{names} {'neemt' if len(numbers) == 1 else 'nemen samen'}"

    def _arrows_to(self, id: str) -> str:
        """Where to look: the rules that should have led there."""
        lines = [
            self.document.mark(question.rules[rule].source).line
            for question in self.tree.questions.values()
            for rule in ways_of(question)
            if rule != UNKNOWN and target_of(question, rule).id == id
        ]
        return f" Kijk naar {'regel' if len(lines) == 1 else 'de regels'} {join_words([str(line) for line in lines])}." if lines else ""

    # Scenarios

    def _answers_fit(self, answers: Mapping[str, RawAnswer], place: Place, read: Callable[[Question, RawAnswer], object]) -> bool:
        fits = True
        for name, raw in answers.items():
            try:
                read(self.tree.questions[name], raw)
            except Misanswered as fault:
                self._add((*place, "antwoorden", name), Severity.ERROR, f'Dit antwoord past niet bij de vraag "{name}". {fault}')
                fits = False
        return fits

    def _example(self, example: Example) -> None:
        on = example.on or self.today
        if not self._answers_fit(example.answers, example.source, lambda question, raw: question.read(raw, on)):
            return
        found = walk(self.tree, example.answers, on)
        if end_of(found) != example.outcome:
            self._add(
                example.source,
                Severity.ERROR,
                f'Het voorbeeld "{example.name}" hoort te leiden naar {example.outcome}, maar de weg is: {describe_road(found)}.',
            )
            return
        if example.parts is not None and (shown := shown_parts(self.tree, found)) != example.parts:
            self._add(
                (*example.source, "onderdelen"),
                Severity.ERROR,
                f'Het voorbeeld "{example.name}" hoort {self._part_names(example.outcome, example.parts)} te tonen, '
                f"maar toont {self._part_names(example.outcome, shown)}.",
            )
        if found.ignored:
            self._add(
                example.source, Severity.WARNING, f'Het voorbeeld "{example.name}" geeft antwoorden die niet gevraagd worden: {", ".join(found.ignored)}.'
            )

    def _part_names(self, outcome_id: str, numbers: frozenset[int]) -> str:
        parts = self.tree.outcomes[outcome_id].parts
        titles = [part.title for part in parts]
        # By its title when that says which one is meant, as in the file.
        says_which = {title for title in titles if title and titles.count(title) == 1 and not title.isdecimal()}
        names = [f'"{titles[number] if titles[number] in says_which else number + 1}"' for number in sorted(numbers)]
        return f"{'onderdeel' if len(names) == 1 else 'de onderdelen'} {join_words(names)}" if names else "geen onderdeel"

    def _never(self) -> None:
        for never in self.tree.never:
            self._answers_fit(never.answers, never.source, partial(read_for_never, on=never.on, today=self.today))
        if isinstance(self.proved, str):
            return
        try:
            results = NeverProver(self.tree, self.today).results(self.tree)
        except TooTangled as tangle:
            self._add(("nooit",), Severity.ERROR, f'Of deze dingen nooit gebeuren, is niet te bewijzen; het loopt vast bij "{tangle.subject}".', of_key=True)
            return
        for result in results:
            if result.violation is not None:
                road = walk(self.tree, result.violation.answers, result.violation.on or result.never.on or self.today)
                when = f" op peildatum {road.on.isoformat()}" if road.on not in (self.today, result.never.on) else ""
                self._add(result.never.source, Severity.ERROR, f'"{result.never.name}" geldt niet{when}: {describe_road(road)}.')
            elif not result.touched:
                self._add(result.never.source, Severity.WARNING, f'"{result.never.name}" raakt geen enkele weg: deze antwoorden komen nooit samen voor.')

    def _can_be_reached(self, id: str) -> bool:
        return not isinstance(self.proved, ProvedTree) or self.proved.proof.arriving[id] != NONE

    def _coverage(self) -> None:
        """Outcomes and answers that no example touches."""
        walks = [walk(self.tree, example.answers, example.on or self.today) for example in self.tree.examples]
        ends = {found.end.id for found in walks if isinstance(found.end, Outcome)}
        answers = {(stop.question.id, value) for found in walks for stop in found.road for value in _values(stop.question.write(stop.value))}
        for id in self.tree.outcomes:
            if id not in ends and self._can_be_reached(id):
                self._add(("uitkomsten", id), Severity.WARNING, f'Geen enkel voorbeeld leidt naar de uitkomst "{id}". Voeg er een toe.', of_key=True)
        for question in self.tree.questions.values():
            missed = [value for value in question.labels if (question.id, value) not in answers]
            if missed and self._can_be_reached(question.id):
                self._add(
                    ("vragen", question.id),
                    Severity.WARNING,
                    f"Geen enkel voorbeeld geeft hier het antwoord {', '.join(missed)}. Voeg er een toe.",
                    of_key=True,
                )


def _values(raw: RawAnswer) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else raw


def check_tree(tree: Tree, document: YamlDocument, proved: ProvedTree | str | None, today: datetime.date) -> tuple[Problem, ...]:
    """All findings about `tree` on `today`. See TreeCheck for `proved`."""
    return TreeCheck(tree, document, proved, today).run()


def proof_of(tree: Tree) -> ProvedTree | str | None:
    """What can be proved of a tree: None when it has a circle, and the name of the question or fact that tangles it when it is too tangled."""
    if survey(tree).circle:
        return None
    try:
        proved = ProvedTree(tree)
        proved.longest  # noqa: B018 - made now, so that a request only reads
    except TooTangled as tangle:
        return tangle.subject
    return proved
