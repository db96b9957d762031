"""All trees of one moment: read, linked to the pages they rest on, with their texts ready to fill in.

`TreeShelf` remembers what it read, like the shelf of pages: a tree is read again when its file or a shared question changed,
and linked again when a page or tree that it refers to did.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from markupsafe import Markup, escape

from knowledge.findable import Findable, Place
from knowledge.front_matter import MATTER_BY_KIND, LawMatter, Source
from knowledge.glossary import Glossary, Term
from knowledge.library import Page, Reference, official_url
from knowledge.links import Broken, Resolved, Target, fill_in, link_page_id, resolve
from knowledge.markdown_rendering import Rendered, plain_text
from knowledge.problems import Problem, Severity, did_you_mean
from knowledge.source_files import FileMemory, Signature
from knowledge.yaml_source import Mark, YamlDocument
from knowledge.yaml_source import Place as FilePlace
from wizard.answer_space import LAST_DAY
from wizard.applies import Applies, applies
from wizard.checking import check_tree, proof_of
from wizard.circles import circles
from wizard.conditions import REFERENCE_DATE, Known
from wizard.lookups import field_path, known_fields
from wizard.presenting import LegalBasis, Verdict
from wizard.proof import Proof, prove
from wizard.proved import ProvedTree
from wizard.quantities import TooTangled
from wizard.reading import SHARED_FOLDER, TREE_FOLDER, SharedFile, SourceFile, TreeReading, read_shared, read_source, read_tree
from wizard.roads import longest_from, survey
from wizard.texts import Template, prepare
from wizard.tree import TREE_PREFIX, Answers, Outcome, Question, Step, Tree, arrows
from wizard.walk import walk

KIND = "beslisboom"

VERDICT_WORDS = {"ja": "Ja", "nee": "Nee", "let-op": "Let op", "direct-handelen": "Nu handelen", "advies": "Advies"}


def verdict_of(outcome: Outcome) -> Verdict:
    """The verdict with the word that is shown beside its icon."""
    return Verdict(outcome.verdict, VERDICT_WORDS[outcome.verdict])


@dataclass(frozen=True, slots=True)
class LinkedStep:
    """A step whose text is ready to fill in."""

    text: Template
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """A part whose text is ready to fill in."""

    title: str
    text: Template
    steps: tuple[LinkedStep, ...]


@dataclass(frozen=True, slots=True)
class LinkedQuestion:
    """A question with its texts as HTML. `terms` are the glossary terms explained in them."""

    explanation: Markup
    why: Markup
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class LinkedOutcome:
    """An outcome with its texts ready to fill in, and what it rests on looked up."""

    outcome: Outcome
    title: Template
    short: Template
    urgent: Template
    text: Template
    steps: tuple[LinkedStep, ...]
    parts: tuple[LinkedPart, ...]
    legal_basis: tuple[LegalBasis, ...]
    contacts: tuple[Page, ...]
    further: tuple[Reference, ...]
    sources: tuple[Source, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class PublishedTree:
    """A tree as it is shown.

    `proved` is what is proved of it and `applies` says when everything in it applies; None for a tree with faults that cannot be
    proved. `document` is the file as it was read, `problems` what was found in it. `leads_to` holds, per question and per outcome that can be reached today, answers that lead there.
    """

    tree: Tree
    questions: Mapping[str, LinkedQuestion]
    outcomes: Mapping[str, LinkedOutcome]
    uses: frozenset[str]
    proved: ProvedTree | None = None
    applies: Applies | None = None
    leads_to: Mapping[str, Answers] = field(default_factory=dict)
    document: YamlDocument | None = None
    problems: tuple[Problem, ...] = ()

    def mark(self, place: FilePlace) -> tuple[int, int]:
        """Line and column of a place in the file of the tree."""
        found = self.document.mark(place) if self.document else Mark(1, 1)
        return found.line, found.column

    def most_left(self, question_id: str, known: Known) -> int:
        """How many questions can still follow, question `question_id` included, after the answers `known` on the road to it."""
        return self.proved.most_left(question_id, known) if self.proved else len(self.tree.questions)

    @property
    def reference(self) -> Reference:
        return Reference(f"{KIND}/{self.tree.id}", self.tree.title, self.tree.url, KIND)


@dataclass(frozen=True)
class Forest:
    """All published trees, by id in the order of their titles."""

    trees: Mapping[str, PublishedTree] = field(default_factory=dict)

    def moved_to(self, path: str) -> str | None:
        """Where a page of a tree is now that was once at `path`: what stood after the tree's own address stays as it was."""
        for published in self.trees.values():
            for old in published.tree.matter.previous_addresses:
                before = f"/{old.strip('/')}"
                if path == before or path.startswith(f"{before}/"):
                    return published.tree.url + path.removeprefix(before)
        return None


def outcome_url(tree_id: str, outcome_id: str) -> str:
    """The address of an outcome by itself."""
    return f"/{KIND}/{tree_id}/uitkomst/{outcome_id}"


def tree_targets(tree: Tree) -> dict[str, Target]:
    """What others can link to in a tree: itself and its outcomes."""
    targets = {f"{KIND}/{tree.id}": Target(f"{KIND}/{tree.id}", tree.title, tree.title, tree.url)}
    for outcome in tree.outcomes.values():
        id = f"{KIND}/{tree.id}/uitkomst/{outcome.id}"
        targets[id] = Target(id, outcome.title_alone, outcome.title_alone, outcome_url(tree.id, outcome.id))
    return targets


@dataclass
class _Linker:
    """Links the texts of one tree. Problems are collected."""

    reading: TreeReading
    tree: Tree
    targets: Mapping[str, Target]
    pages: Mapping[str, Page]
    glossary: Glossary
    today: datetime.date
    proved: ProvedTree | None

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []
        self.uses: set[str] = set()
        self.terms: list[Term] = []
        self.seen: set[str] = set()
        self.proofs: dict[tuple[datetime.date, datetime.date], Proof | None] = {}

    def add(self, place: FilePlace, message: str, severity: Severity = Severity.ERROR) -> None:
        mark = self.reading.document.mark(place)
        self.problems.append(Problem(self.tree.path, mark.line, mark.column, severity, message))

    def link(self) -> PublishedTree:
        questions = {id: self.question(question) for id, question in self.tree.questions.items()}
        outcomes = {id: self.outcome(outcome) for id, outcome in self.tree.outcomes.items()}
        self.front_matter()
        for question in self.tree.questions.values():
            for arrow in arrows(question):
                if arrow.target.kind == "boom":
                    self.other_tree(arrow.target.id, arrow.source)
        for never in self.tree.never:
            for name in never.outcomes:
                # An example that names a tree that is not there fails by itself; this would hold for ever.
                if name.startswith(TREE_PREFIX):
                    self.other_tree(name.removeprefix(TREE_PREFIX), (*never.source, "uitkomst"))
        return PublishedTree(self.tree, questions, outcomes, frozenset(self.uses))

    def other_tree(self, id: str, place: FilePlace) -> None:
        if f"{KIND}/{id}" not in self.targets:
            known = [target.removeprefix(f"{KIND}/") for target in self.targets if target.startswith(f"{KIND}/") and target.count("/") == 1]
            self.add(place, f'De beslisboom "{id}" bestaat niet.{did_you_mean(id, known)}')

    def front_matter(self) -> None:
        for number, theme in enumerate(self.tree.matter.themes):
            if f"themas/{theme}" not in self.targets:
                known = [target.removeprefix("themas/") for target in self.targets if target.startswith("themas/")]
                self.add(("thema", number), f'Het thema "{theme}" bestaat niet.{did_you_mean(theme, known)}')
        for number, old in enumerate(self.tree.matter.previous_addresses):
            if old.strip("/") in self.targets:
                self.add(("vorige_adressen", number), f'Het oude adres "{old}" is nu het adres van iets anders.')
        if not self.tree.matter.sources:
            self.add((), "Deze beslisboom noemt geen bronnen. Zet bij bronnen waar de inhoud op rust.", Severity.WARNING)

    def start_of_page(self) -> None:
        """Terms are explained once on each page that readers see: a question or an outcome."""
        self.terms, self.seen = [], set()

    def html(self, rendered: Rendered) -> str:
        resolved = []
        for one in rendered.links:
            found = resolve(one.target, f"{KIND}/{self.tree.id}", self.targets)
            resolved.append(found)
            if isinstance(found, Broken):
                self.problems.append(Problem(self.tree.path, one.mark.line, one.mark.column, Severity.ERROR, found.message))
            elif found.target_id:
                self.uses.add(found.target_id)
        markup, terms = self.glossary.explain(fill_in(rendered.html, resolved), self.seen)
        self.terms.extend(terms)
        return markup

    def template(self, rendered: Rendered, place: FilePlace, *, inline: bool = False) -> Template:
        markup = self.html(rendered)
        if inline:
            markup = markup.removeprefix("<p>").removesuffix("</p>")
        return self.prepared(markup, place)

    def prepared(self, text: str, place: FilePlace) -> Template:
        try:
            return prepare(text)
        except ValueError:
            self.add(place, "In een zin met een waarde {…} mag vette tekst of een koppeling niet over de grens van de zin lopen.")
            return Template(())

    def plain(self, text: str, place: FilePlace) -> Template:
        return self.prepared(str(escape(text)), place)

    def question(self, question: Question) -> LinkedQuestion:
        self.start_of_page()
        explanation, why = Markup(self.html(question.explanation)), Markup(self.html(question.why))  # noqa: S704 - sanitised when rendered
        return LinkedQuestion(explanation, why, tuple(self.terms))

    def steps(self, steps: tuple[Step, ...], place: FilePlace) -> tuple[LinkedStep, ...]:
        return tuple(LinkedStep(self.template(one.text, (*place, number), inline=True), one.who, one.when) for number, one in enumerate(steps))

    def outcome(self, outcome: Outcome) -> LinkedOutcome:
        place: FilePlace = ("uitkomsten", outcome.id)
        self.start_of_page()
        urgent = self.template(outcome.urgent, (*place, "spoed"))
        steps = self.steps(outcome.steps, (*place, "stappen"))
        parts = tuple(
            LinkedPart(part.title, self.template(part.text, (*place, "onderdelen", number)), self.steps(part.steps, (*place, "onderdelen", number)))
            for number, part in enumerate(outcome.parts)
        )
        text = self.template(outcome.text, (*place, "tekst"))
        self.lookup(outcome, place)
        own = {source.id: source for source in self.tree.matter.sources if source.id}
        return LinkedOutcome(
            outcome=outcome,
            title=self.plain(outcome.title, (*place, "titel")),
            short=self.plain(outcome.short, (*place, "kort")),
            urgent=urgent,
            text=text,
            steps=steps,
            parts=parts,
            legal_basis=tuple(self.legal_basis(outcome, place)),
            contacts=tuple(self.contacts(outcome, place)),
            further=tuple(self.further(outcome, place)),
            sources=tuple(own[id] for id in outcome.source_ids) or self.tree.matter.sources,
            terms=tuple(self.terms),
        )

    def lookup(self, outcome: Outcome, place: FilePlace) -> None:
        if outcome.lookup is None:
            return
        kind = outcome.lookup.kind
        if kind not in MATTER_BY_KIND:
            self.add((*place, "opzoeken", "soort"), f'De soort "{kind}" bestaat niet.{did_you_mean(kind, MATTER_BY_KIND)}')
            return
        filtered, only = (tuple(name for name, _ in pairs) for pairs in (outcome.lookup.filters, outcome.lookup.only))
        names = [*filtered, *only, *outcome.lookup.compare, *(name.removeprefix("-") for name in outcome.lookup.sort)]
        for name in names:
            if field_path(kind, name) is None:
                self.add((*place, "opzoeken"), f'Pagina\'s van de soort "{kind}" hebben geen veld "{name}".{did_you_mean(name, known_fields(kind))}')

    def _resolved(self, written: str, place: FilePlace) -> Resolved | None:
        found = resolve(written, f"{KIND}/{self.tree.id}", self.targets)
        if isinstance(found, Broken):
            self.add(place, found.message)
            return None
        if found.target_id:
            self.uses.add(found.target_id)
        return found

    def legal_basis(self, outcome: Outcome, place: FilePlace) -> Iterable[LegalBasis]:
        laws: list[tuple[FilePlace, str, LawMatter, str | None]] = []
        for number, written in enumerate(outcome.legal_basis):
            here: FilePlace = (*place, "grondslag", number)
            found = self._resolved(written, here)
            page = self.pages.get(found.target_id or "") if found else None
            if found is None or page is None:
                continue
            if not isinstance(page.matter, LawMatter):
                self.add(here, f'"{written}" is geen wet. Zet bij grondslag alleen pagina\'s uit wetten.')
                continue
            if not page.matter.holds_on(self.today, found.anchor) and self.reached_on(outcome, self.today, self.today):
                self.add(here, f'"{written}" geldt niet op {self.today.isoformat()}. Noem het artikel dat nu geldt, of haal dit weg.')
            laws.append((here, written, page.matter, found.anchor))
            yield LegalBasis(found.text, found.url, official_url(page.matter, found.anchor) or "")
        self.on_other_days(outcome, laws)

    def on_other_days(self, outcome: Outcome, laws: Sequence[tuple[FilePlace, str, LawMatter, str | None]]) -> None:
        """Whether what carries an outcome holds whenever the outcome can be reached.

        Each law must hold from today on. On earlier days, which count from the first one that the tree itself distinguishes, one of
        them is enough: an outcome can have one law for one road and another for another.
        """
        one_day = datetime.timedelta(days=1)
        turning = self.proved.turning_days if self.proved else frozenset()
        first = min({self.today, *(day - one_day for day in turning)})
        # Between these days the same laws hold.
        changes = frozenset({first, self.today, self.today + one_day}).union(*(law.turning_days(anchor) for _, _, law, anchor in laws))
        starts = sorted(day for day in changes if first <= day <= LAST_DAY)
        spans = [(start, following - one_day) for start, following in zip(starts, [*starts[1:], LAST_DAY + one_day], strict=True) if start != self.today]
        for here, written, law, anchor in laws:
            if not law.holds_on(self.today, anchor) and self.reached_on(outcome, self.today, self.today):
                continue
            for start, end in spans:
                enough = start < self.today and any(other.holds_on(start, there) for _, _, other, there in laws)
                if law.holds_on(start, anchor) or enough or (day := self.reached_on(outcome, start, end)) is None:
                    continue
                message = f'"{written}" geldt niet op {day.isoformat()}, en deze uitkomst is dan wel te bereiken. Maak met peildatum onderscheid.'
                self.add(here, message, Severity.WARNING)
                break

    def reached_on(self, outcome: Outcome, first: datetime.date, last: datetime.date) -> datetime.date | None:
        """A day from `first` to `last` on which an outcome can be reached, early where that is easy to say; None when there is none.

        Proved for just these days: a day that a reader fills in can depend on the reference date without any condition about it.
        """
        if self.proved is None:
            return first
        if not self.proved.space.owned.get(REFERENCE_DATE):
            return None if self.proved.proof.sample_of(outcome.id, first) is None else first
        if (first, last) not in self.proofs:
            try:
                self.proofs[first, last] = prove(self.tree, (first, last))
            except TooTangled:
                self.proofs[first, last] = None
        proof = self.proofs[first, last]
        if proof is None:
            return first
        sample = proof.sample_of(outcome.id, first)
        return None if sample is None else sample.on or first

    def contacts(self, outcome: Outcome, place: FilePlace) -> Iterable[Page]:
        known = {id.removeprefix("organisaties/"): page for id, page in self.pages.items() if page.kind == "organisaties"}
        for number, name in enumerate(outcome.contacts):
            if name in known:
                self.uses.add(f"organisaties/{name}")
                yield known[name]
            else:
                self.add((*place, "contact", number), f'De organisatie "{name}" bestaat niet.{did_you_mean(name, known)}')

    def further(self, outcome: Outcome, place: FilePlace) -> Iterable[Reference]:
        for number, written in enumerate(outcome.further):
            found = self._resolved(written, (*place, "verder", number))
            if found is not None and found.target_id:
                yield Reference(found.target_id, found.text, found.url, found.target_id.split("/")[0])


def _linked_ids(tree: Tree) -> frozenset[str]:
    """The ids of everything that a tree refers to, whether it exists or not."""
    own = f"{KIND}/{tree.id}"
    rendered = [text for question in tree.questions.values() for text in (question.explanation, question.why)]
    written: list[str] = []
    for outcome in tree.outcomes.values():
        rendered += [outcome.urgent, outcome.text, *(step.text for step in outcome.steps)]
        rendered += [text for part in outcome.parts for text in (part.text, *(step.text for step in part.steps))]
        written += [*outcome.legal_basis, *outcome.further, *(f"organisaties/{name}" for name in outcome.contacts)]
    written += [link.target for text in rendered for link in text.links]
    written += [f"{KIND}/{arrow.target.id}" for question in tree.questions.values() for arrow in arrows(question) if arrow.target.kind == "boom"]
    written += [f"{KIND}/{name.removeprefix(TREE_PREFIX)}" for never in tree.never for name in never.outcomes if name.startswith(TREE_PREFIX)]
    named = {f"themas/{theme}" for theme in tree.matter.themes} | {old.strip("/") for old in tree.matter.previous_addresses}
    return frozenset(link_page_id(one, own) for one in written) | named


def _leads_to(tree: Tree, proved: ProvedTree | None, today: datetime.date) -> dict[str, Answers]:
    """Per question and outcome the fewest answers of an example that lead there; where no example comes, answers that are proved to."""
    found: dict[str, Answers] = {}
    for example in tree.examples:
        # On today, whatever the day of the example is: the answers that are left lead there when somebody opens it.
        road = walk(tree, example.answers, today)
        answers = road.answers()
        places = [(stop.question.id, dict(list(answers.items())[:number])) for number, stop in enumerate(road.road)]
        if isinstance(road.end, Outcome) and example.on is None:
            places.append((road.end.id, answers))
        for id, leading in places:
            if id not in found or len(leading) < len(found[id]):
                found[id] = leading
    for id in (*tree.questions, *tree.outcomes) if proved else ():
        sample = proved.proof.sample_of(id, today) if proved and id not in found else None
        if sample is not None and sample.on in (None, today):
            found[id] = sample.answers
    return found


@dataclass
class TreeShelf:
    """Reads the trees of one content folder and remembers them between snapshots. Not for use by two threads at once."""

    root: Path
    preview: bool = False
    _shared: FileMemory[SharedFile] = field(init=False)
    _sources: FileMemory[SourceFile] = field(init=False)
    _built: dict[str, tuple[SourceFile, tuple[SharedFile, ...], TreeReading]] = field(default_factory=dict)
    _proved: dict[str, tuple[TreeReading, ProvedTree | str | None, Applies | None]] = field(default_factory=dict)
    _linked: dict[str, tuple[TreeReading, dict[str, object], datetime.date, PublishedTree, tuple[Problem, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._shared = FileMemory(lambda path: read_shared(self.root, path))
        self._sources = FileMemory(lambda path: read_source(self.root, path))

    @property
    def files_read(self) -> int:
        """How many files were opened so far."""
        return self._shared.files_read + self._sources.files_read

    def read(self, files: Mapping[str, Signature]) -> tuple[dict[str, TreeReading], list[Problem]]:
        """The trees among `files`, by id; only files that changed are opened. Drafts only in a preview."""
        yaml = {path: signature for path, signature in files.items() if path.endswith(".yaml")}
        shared = {
            path.rsplit("/", 1)[-1].removesuffix(".yaml"): file
            for path, file in self._shared.recall({path: signature for path, signature in yaml.items() if path.startswith(f"{SHARED_FOLDER}/")}).items()
        }
        sources = self._sources.recall({path: signature for path, signature in yaml.items() if path.rpartition("/")[0] == TREE_FOLDER})
        for gone in self._built.keys() - sources.keys():
            del self._built[gone]
        built = [self._build(source, shared) for source in sources.values()]
        problems = [problem for file in shared.values() for problem in file.problems] + [problem for one in built for problem in one.problems]
        visible = {one.tree.id: one for one in built if one.tree is not None and (self.preview or one.tree.matter.status != "concept")}
        return visible, problems

    def _build(self, source: SourceFile, shared: Mapping[str, SharedFile]) -> TreeReading:
        used = {question.shared for question in source.source.questions.values() if question.shared} if source.source else set()
        with_these = tuple(shared[name] for name in sorted(used) if name in shared)
        known = self._built.get(source.path)
        if known is None or known[0] is not source or known[1] != with_these:
            known = self._built[source.path] = (source, with_these, read_tree(source, shared))
        return known[2]

    def _proof(self, reading: TreeReading, tree: Tree) -> tuple[ProvedTree | str | None, Applies | None]:
        known = self._proved.get(tree.id)
        if known is None or known[0] is not reading:
            proved = proof_of(tree)
            found = applies(proved) if isinstance(proved, ProvedTree) else None
            if isinstance(proved, ProvedTree):
                proved.diagrams.forget()
            known = self._proved[tree.id] = (reading, proved, found)
        return known[1], known[2]

    def link(
        self, readings: Mapping[str, TreeReading], targets: Mapping[str, Target], pages: Mapping[str, Page], glossary: Glossary, today: datetime.date
    ) -> tuple[Forest, list[Problem]]:
        """Link and check the trees. `targets` and `pages` hold everything that a tree can refer to."""
        problems: list[Problem] = []
        published: dict[str, PublishedTree] = {}
        for gone in self._linked.keys() - readings.keys():
            del self._linked[gone]
        for id, reading in readings.items():
            if reading.tree is None:
                continue
            rests_on: dict[str, object] = {name: pages.get(name) or targets.get(name) for name in _linked_ids(reading.tree)} | {"": glossary.terms}
            known = self._linked.get(id)
            if known is None or known[0] is not reading or known[1] != rests_on or known[2] != today:
                proved, found = self._proof(reading, reading.tree)
                sure = proved if isinstance(proved, ProvedTree) else None
                linker = _Linker(reading, reading.tree, targets, pages, glossary, today, sure)
                linked = replace(linker.link(), proved=sure, applies=found, document=reading.document)
                faults = (*linker.problems, *check_tree(reading.tree, reading.document, proved, today))
                known = self._linked[id] = (reading, rests_on, today, replace(linked, problems=faults), faults)
            published[id] = known[3]
            problems += known[4]
        round_about = list(_circle_problems(published))
        for id, one in published.items():
            published[id] = replace(one, problems=(*one.problems, *(problem for problem in round_about if problem.path == one.tree.path)))
        return Forest(_measured(published, today)), [*problems, *round_about]


def _circle_problems(published: Mapping[str, PublishedTree]) -> Iterator[Problem]:
    for circle in circles({id: one.proved for id, one in published.items() if one.proved}):
        one = published[circle.trees[0]]
        road = " → ".join((*circle.trees, circle.trees[0]))
        message = f"Deze beslisbomen kunnen een lezer rond laten gaan: {road}. Laat de ene eindigen in een uitkomst die naar de andere verwijst."
        yield Problem(one.tree.path, *one.mark(circle.source), Severity.WARNING, message)


def _measured(published: Mapping[str, PublishedTree], today: datetime.date) -> dict[str, PublishedTree]:
    """Add what depends on other trees or on the day: the number of questions left, and answers that lead to each place."""
    walkable = {id: one for id, one in published.items() if not survey(one.tree).circle}
    lengths = _TreeLengths(walkable)
    measured = {}
    for id, one in walkable.items():
        proved = one.proved.with_lengths(lengths.of_others(one.tree)) if one.proved else None
        if proved:
            proved.longest, proved.ends, proved.ends_beyond  # noqa: B018 - made now, so that a request only reads
        measured[id] = replace(one, proved=proved, leads_to=_leads_to(one.tree, proved, today))
    return dict(sorted(measured.items(), key=lambda item: item[1].tree.title.lower()))


class _TreeLengths:
    """The longest road of each tree, those it goes on in included; a tree that comes back to itself counts once."""

    def __init__(self, trees: Mapping[str, PublishedTree]) -> None:
        self._trees = trees
        self._known: dict[str, int] = {}

    def of_others(self, tree: Tree, above: frozenset[str] = frozenset()) -> dict[str, int]:
        """How long the trees are that a tree goes on in."""
        others = {arrow.target.id for question in tree.questions.values() for arrow in arrows(question) if arrow.target.kind == "boom"}
        return {other: self._length(other, above | {tree.id}) for other in sorted(others)}

    def _length(self, id: str, above: frozenset[str]) -> int:
        if id not in self._trees or id in above:
            return 0
        if id not in self._known:
            one = self._trees[id]
            lengths = self.of_others(one.tree, above)
            self._known[id] = one.proved.with_lengths(lengths).longest if one.proved else longest_from(one.tree, lengths)[one.tree.start]
        return self._known[id]


def tree_findable(published: PublishedTree, step_url: Callable[[Tree, Answers], str]) -> Findable:
    """A tree as search sees it: its questions, answers and outcomes are places. `step_url` gives the address of a step."""
    tree = published.tree
    places: list[Place] = []
    for question in tree.questions.values():
        answers = published.leads_to.get(question.id)
        if answers is None:
            continue
        travelling = {name: raw if isinstance(raw, str) else raw[0] for name, raw in answers.items()}
        places.append(
            Place(url=step_url(tree, answers), label=question.text, text=plain_text(published.questions[question.id].explanation), answers=travelling)
        )
        for option in question.options:
            url = step_url(tree, {**answers, question.id: option.value})
            places.append(Place(url=url, label=option.label, text=option.hint, answers={**travelling, question.id: option.value}))
    for outcome in tree.outcomes.values():
        linked = published.outcomes[outcome.id]
        text = plain_text(" ".join(part.fill(lambda name: None) for part in (linked.short, linked.text, *(step.text for step in linked.steps))))
        places.append(Place(url=outcome_url(tree.id, outcome.id), label=outcome.title_alone, text=text, anchor=outcome.id))
    matter = tree.matter
    return Findable(
        f"{KIND}/{tree.id}", KIND, tree.title, tree.url, matter.summary, "", matter.themes, matter.sectors, matter.asked_as, matter.keywords, tuple(places)
    )
