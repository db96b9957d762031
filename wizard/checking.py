"""What is wrong with a tree beyond its names: its roads, its legal basis, its scenarios, its date of checking."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from knowledge.problems import Problem, Severity
from knowledge.yaml_source import Place, YamlDocument
from wizard.exploring import TooManyRoads, outcomes_reached
from wizard.roads import survey
from wizard.tree import TREE_PREFIX, Example, Misanswered, Never, Outcome, RawAnswer, Tree
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


class TreeCheck:
    """The findings about one tree on one day."""

    def __init__(self, tree: Tree, document: YamlDocument, today: datetime.date) -> None:
        self.tree = tree
        self.document = document
        self.today = today
        self.problems: list[Problem] = []

    def _add(self, place: Place, severity: Severity, message: str, *, of_key: bool = False) -> None:
        mark = self.document.mark(place, of_key=of_key)
        self.problems.append(Problem(self.tree.path, mark.line, mark.column, severity, message))

    def run(self) -> tuple[Problem, ...]:
        """All findings. A tree with a circle is not walked."""
        if self._roads():
            for example in self.tree.examples:
                self._example(example)
            for never in self.tree.never:
                self._never(never)
            self._coverage()
        if self.tree.matter.is_overdue(self.today):
            self._add(
                ("controleren_voor",),
                Severity.WARNING,
                "Deze beslisboom had opnieuw moeten worden nagekeken. Vergelijk haar met de bronnen en zet een nieuwe datum.",
            )
        return tuple(self.problems)

    def _roads(self) -> bool:
        roads = survey(self.tree)
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
        return not roads.circle

    def _answers_fit(self, answers: Mapping[str, RawAnswer], on: datetime.date, place: Place) -> bool:
        fits = True
        for name, raw in answers.items():
            try:
                self.tree.questions[name].read(raw, on)
            except Misanswered as fault:
                self._add((*place, "antwoorden", name), Severity.ERROR, f'Dit antwoord past niet bij de vraag "{name}". {fault}')
                fits = False
        return fits

    def _example(self, example: Example) -> None:
        on = example.on or self.today
        if not self._answers_fit(example.answers, on, example.source):
            return
        found = walk(self.tree, example.answers, on)
        end = f"{TREE_PREFIX}{found.end.tree_id}" if isinstance(found.end, Jump) else found.end.id if isinstance(found.end, Outcome) else ""
        if end != example.outcome:
            self._add(
                example.source,
                Severity.ERROR,
                f'Het voorbeeld "{example.name}" hoort te leiden naar {example.outcome}, maar de weg is: {describe_road(found)}.',
            )
        elif found.ignored:
            self._add(
                example.source, Severity.WARNING, f'Het voorbeeld "{example.name}" geeft antwoorden die niet gevraagd worden: {", ".join(found.ignored)}.'
            )

    def _never(self, never: Never) -> None:
        on = never.on or self.today
        if not self._answers_fit(never.answers, on, never.source):
            return
        touched = False
        try:
            for id, found in outcomes_reached(self.tree, never.answers, on):
                # A road that never asks one of these questions is not about these answers.
                if not found.answers().keys() >= never.answers.keys():
                    continue
                touched = True
                if id in never.outcomes:
                    self._add(never.source, Severity.ERROR, f'"{never.name}" geldt niet: {describe_road(found)}.')
                    return
        except TooManyRoads:
            self._add(never.source, Severity.WARNING, f'"{never.name}" kon niet worden nagegaan: er zijn te veel wegen. Geef meer antwoorden.')
            return
        if not touched:
            self._add(never.source, Severity.WARNING, f'"{never.name}" raakt geen enkele weg: deze antwoorden komen nooit samen voor.')

    def _coverage(self) -> None:
        """Outcomes and answers that no example touches."""
        walks = [walk(self.tree, example.answers, example.on or self.today) for example in self.tree.examples]
        ends = {found.end.id for found in walks if isinstance(found.end, Outcome)}
        answers = {(stop.question.id, value) for found in walks for stop in found.road for value in _values(stop.question.write(stop.value))}
        for id in self.tree.outcomes:
            if id not in ends:
                self._add(("uitkomsten", id), Severity.WARNING, f'Geen enkel voorbeeld leidt naar de uitkomst "{id}". Voeg er een toe.', of_key=True)
        for question in self.tree.questions.values():
            missed = [value for value in question.labels if (question.id, value) not in answers]
            if missed:
                self._add(
                    ("vragen", question.id),
                    Severity.WARNING,
                    f"Geen enkel voorbeeld geeft hier het antwoord {', '.join(missed)}. Voeg er een toe.",
                    of_key=True,
                )


def _values(raw: RawAnswer) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else raw


def check_tree(tree: Tree, document: YamlDocument, today: datetime.date) -> tuple[Problem, ...]:
    """All findings about `tree` on `today`."""
    return TreeCheck(tree, document, today).run()
