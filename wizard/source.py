"""A tree as editors write it: Dutch keys as field aliases, one pydantic model per mapping.

What depends on other parts of the tree (names, conditions, targets) is checked in `reading.py`; what can be said of one
mapping by itself is checked here. These models also give the JSON Schema that an editor's program uses.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from knowledge.front_matter import Editorial, Text
from knowledge.validation import TAG_PREFIX, Day, EditorModel, TextList, WholeNumber, YesNo, editor_error

VerdictKey = Literal["ja", "nee", "let-op", "direct-handelen", "advies"]
Unit = Literal["dagen", "weken", "maanden", "jaren"]

CONDITION_SCHEMA: dict[str, Any] = {
    "description": "Een rijtje: alles moet kloppen. Een lijst van rijtjes: één ervan moet kloppen.",
    "anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}],
}
# Conditions are read by hand: what may be asked depends on the question they are about.
ConditionSource = Annotated[Any, WithJsonSchema(CONDITION_SCHEMA)]


def _empty_as_mapping(value: object) -> object:
    return {} if value is None else value


def _text_as(key: str, model: type[EditorModel]) -> BeforeValidator:
    """A text alone stands for a mapping with just that."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value, json_schema_input_type=str | model)


def _date_bound(value: object) -> object:
    if value == "vandaag":
        return value
    if isinstance(value, str) and len(value) != 10:
        raise editor_error("Schrijf hier een datum als JJJJ-MM-DD, of vandaag.")
    return value


class OptionSource(EditorModel):
    """One possible answer."""

    label: Text = Field(description="Wat de lezer kiest.")
    hint: str | None = Field(None, alias="toelichting", description="Eén zin uitleg onder het antwoord.")


Option = Annotated[OptionSource, _text_as("label", OptionSource)]
Options = Annotated[dict[str, Option], Field(min_length=1)]


class YesNoSource(EditorModel):
    """Own words for yes and no, when they read better."""

    yes: Option = Field(OptionSource(label="Ja"), alias="ja", description="Eigen woorden voor ja.")
    no: Option = Field(OptionSource(label="Nee"), alias="nee", description="Eigen woorden voor nee.")


class SeveralSource(EditorModel):
    """Several answers at once."""

    options: Options = Field(alias="opties", description="De antwoorden die aangekruist kunnen worden.")
    at_least: WholeNumber | None = Field(None, alias="minstens", description="Hoeveel er minstens aangekruist moeten zijn.")
    at_most: WholeNumber | None = Field(None, alias="hoogstens", description="Hoeveel er hoogstens aangekruist mogen zijn.")
    none_of_these: str | None = Field(None, alias="geen_van_deze", description="De woorden voor 'geen van deze'; sluit de andere uit.")


class NumberSource(EditorModel):
    """A whole number."""

    unit: str | None = Field(None, alias="eenheid", description="Waarin: dagen, leerlingen.")
    at_least: WholeNumber | None = Field(None, alias="minstens", description="Het kleinste getal dat mag.")
    at_most: WholeNumber | None = Field(None, alias="hoogstens", description="Het grootste getal dat mag.")


DateBound = Annotated[Literal["vandaag"] | Day, BeforeValidator(_date_bound), WithJsonSchema({"type": "string"})]


class DateSource(EditorModel):
    """A day."""

    earliest: DateBound | None = Field(None, alias="minstens", description="De vroegste dag die mag: JJJJ-MM-DD of vandaag.")
    latest: DateBound | None = Field(None, alias="hoogstens", description="De laatste dag die mag: JJJJ-MM-DD of vandaag.")


class DontKnowSource(EditorModel):
    """The answer 'weet ik niet'."""

    to: Text = Field(alias="naar", description="Waar dit antwoord heen leidt.")
    label: Text = Field("Dat weet ik niet", description="De woorden van dit antwoord.")


class RuleSource(EditorModel):
    """One rule: when the condition holds, go there. Without a condition it is the rest."""

    condition: ConditionSource = Field(None, alias="als", description="Wanneer deze regel geldt; weglaten voor alle andere gevallen.")
    to: Text = Field(alias="naar", description="Een vraag, een uitkomst, of boom:naam.")


def _next_tag(value: object) -> str | None:
    kinds = {str: "doel", dict: "doelen", list: "regels"}
    return next((TAG_PREFIX + tag for kind, tag in kinds.items() if isinstance(value, kind)), None)


NextSource = Annotated[
    Annotated[Text, Tag(TAG_PREFIX + "doel")]
    | Annotated[dict[str, Text], Tag(TAG_PREFIX + "doelen")]
    | Annotated[tuple[RuleSource, ...], Field(min_length=1), Tag(TAG_PREFIX + "regels")],
    Discriminator(_next_tag),
]


class SharedQuestionSource(EditorModel):
    """A question; the file of a shared one holds just this, without `daarna`."""

    text: Text | None = Field(None, alias="vraag", description="De vraag, zoals u hem hardop zou stellen.")
    explanation: str | None = Field(None, alias="toelichting", description="Uitleg onder de vraag; Markdown mag.")
    why: str | None = Field(None, alias="waarom", description="Waarom we dit vragen; Markdown mag.")
    fault: str | None = Field(None, alias="foutmelding", description="Wat de lezer moet doen als hij niets kiest: Kies of de leerling jonger is dan 18 jaar.")
    choice: Options | None = Field(None, alias="keuze", description="Eén antwoord uit meer.")
    yes_no: Annotated[YesNoSource | None, BeforeValidator(_empty_as_mapping)] = Field(None, alias="ja_nee", description="Ja of nee.")
    several: SeveralSource | None = Field(None, alias="meerkeuze", description="Meer antwoorden tegelijk.")
    number: Annotated[NumberSource | None, BeforeValidator(_empty_as_mapping)] = Field(None, alias="getal", description="Een heel getal.")
    date: Annotated[DateSource | None, BeforeValidator(_empty_as_mapping)] = Field(None, alias="datum", description="Een dag.")


class QuestionSource(SharedQuestionSource):
    """A question in a tree."""

    shared: str | None = Field(None, alias="gedeeld", description="Naam van een gedeelde vraag uit content/beslisbomen/_gedeeld.")
    dont_know: Annotated[DontKnowSource | None, _text_as("naar", DontKnowSource)] = Field(
        None, alias="weet_ik_niet", description="Waar 'weet ik niet' heen leidt."
    )
    next: NextSource = Field(alias="daarna", description="Eén doel, een doel per antwoord, of regels van boven naar beneden.")
    exactly_one: YesNo = Field(False, alias="precies_een", description="ja als er nooit twee regels tegelijk mogen gelden: de controle let daar dan op.")


class BetweenSource(EditorModel):
    """How much time lies between two days."""

    between: tuple[Text, Text] = Field(alias="tussen", description="Twee dagen: namen van datumvragen of feiten, of peildatum.")
    unit: Unit = Field(alias="in", description="dagen, weken, maanden of jaren.")
    name: str | None = Field(None, alias="naam", description="Hoe dit in een zin heet: de leeftijd van de VOG.")


class DayFactSource(EditorModel):
    """A day counted from another."""

    base: Text = Field(alias="dag", description="Een datumvraag, een feit of peildatum.")
    plus: WholeNumber | None = Field(None, description="Hoeveel erbij.")
    minus: WholeNumber | None = Field(None, alias="min", description="Hoeveel eraf.")
    unit: Unit = Field(alias="in", description="dagen, weken, maanden of jaren.")
    name: str | None = Field(None, alias="naam", description="Hoe dit in een zin heet.")


class CountSource(EditorModel):
    """How many conditions hold."""

    count: Annotated[tuple[ConditionSource, ...], Field(min_length=1)] = Field(alias="aantal", description="De voorwaarden die worden geteld.")
    name: str | None = Field(None, alias="naam", description="Hoe dit in een zin heet.")


def _fact_tag(value: object) -> str | None:
    if not isinstance(value, dict):
        return None
    return next((TAG_PREFIX + key for key in ("tussen", "dag", "aantal") if key in value), None)


FactSource = Annotated[
    Annotated[BetweenSource, Tag(TAG_PREFIX + "tussen")]
    | Annotated[DayFactSource, Tag(TAG_PREFIX + "dag")]
    | Annotated[CountSource, Tag(TAG_PREFIX + "aantal")],
    Discriminator(_fact_tag),
]


class StepSource(EditorModel):
    """One thing to do."""

    text: Text = Field(alias="tekst", description="Wat er gedaan wordt, als zin.")
    who: str | None = Field(None, alias="wie", description="Wie het doet.")
    when: str | None = Field(None, alias="wanneer", description="Uiterlijk wanneer.")


Step = Annotated[StepSource, _text_as("tekst", StepSource)]


class PartSource(EditorModel):
    """A part of an outcome, shown only when its condition holds."""

    condition: ConditionSource = Field(alias="als", description="Wanneer dit onderdeel te zien is.")
    title: str | None = Field(None, alias="titel", description="Kop van het onderdeel.")
    text: str | None = Field(None, alias="tekst", description="Markdown.")
    steps: tuple[Step, ...] = Field((), alias="stappen", description="Wat er in dit geval ook gedaan wordt.")


class LookupSource(EditorModel):
    """A chooser: pages found by their own front matter."""

    kind: Text = Field(alias="soort", description="Welke soort pagina's.")
    filters: dict[str, Text] = Field(default_factory=dict, description="Veld van de pagina: vraag in de boom.")
    every: TextList = Field((), alias="alles_van", description="Velden uit filters waarvan de pagina álles moet hebben wat is aangekruist, niet één ervan.")
    only: dict[str, TextList] = Field(
        default_factory=dict, alias="alleen", description="Veld van de pagina: wat erin moet staan, wat de lezer ook antwoordt. Andere pagina's doen niet mee."
    )
    sort: TextList = Field((), alias="sorteer", description="Velden waarop wordt gesorteerd; met - ervoor andersom.")
    compare: TextList = Field((), alias="vergelijk", description="Velden die naast elkaar staan.")
    near: WholeNumber = Field(0, alias="bijna", description="Op hoeveel punten een bijna-passende pagina mag afwijken.")


class OutcomeSource(EditorModel):
    """An answer."""

    verdict: VerdictKey = Field(alias="oordeel", description="ja, nee, let-op, direct-handelen of advies.")
    title: Text = Field(alias="titel", description="Het antwoord in één zin.")
    title_alone: str | None = Field(None, alias="titel_los", description="De titel zonder waarden, voor de eigen pagina van de uitkomst.")
    short: Text = Field(alias="kort", description="Wat dit betekent, in een of twee zinnen.")
    urgent: str | None = Field(None, alias="spoed", description="Alleen bij gevaar: wat nu meteen moet.")
    text: str | None = Field(None, alias="tekst", description="Uitleg; Markdown mag.")
    steps: tuple[Step, ...] = Field((), alias="stappen", description="Wat de lezer nu doet, op volgorde.")
    parts: tuple[PartSource, ...] = Field((), alias="onderdelen", description="Wat alleen in bepaalde gevallen te zien is.")
    legal_basis: TextList = Field((), alias="grondslag", description="Wetspagina's met artikel: wetten/wpo#artikel-32.")
    no_legal_basis: str | None = Field(None, alias="geen_grondslag", description="Waarom er geen grondslag is.")
    contacts: TextList = Field((), alias="contact", description="Namen uit content/organisaties.")
    further: TextList = Field((), alias="verder", description="Pagina's of bomen met meer uitleg.")
    source_ids: TextList = Field((), alias="bronnen", description="De id's van bronnen van de boom waar deze uitkomst op rust.")
    to_verify: tuple[Text, ...] = Field((), alias="nog_te_controleren", description="Wat bij deze uitkomst niet zeker is; als hele zin. De lezer ziet het.")
    lookup: LookupSource | None = Field(None, alias="opzoeken", description="Keuzehulp: welke pagina's worden opgezocht.")


AnswerSource = Annotated[str | tuple[str, ...], WithJsonSchema({"anyOf": [{"type": ["string", "integer"]}, {"type": "array"}]})]


class ExampleSource(EditorModel):
    """The editor's own test: these answers lead here."""

    name: Text = Field(alias="naam", description="Wat het geval is, in gewone woorden.")
    answers: dict[str, Any] = Field(alias="antwoorden", description="Vraag: antwoord.")
    on: Day | None = Field(None, alias="peildatum", description="De dag waarop dit geldt; anders vandaag.")
    outcome: Text = Field(alias="uitkomst", description="Waar dit heen moet leiden.")
    parts: TextList | None = Field(
        None, alias="onderdelen", description="De onderdelen die dan te zien zijn, met hun titel of nummer; [] als er geen te zien is."
    )


class NeverSource(EditorModel):
    """The editor's own guard: these answers never lead there, whatever else is answered."""

    name: Text = Field(alias="naam", description="Wat nooit mag gebeuren.")
    answers: dict[str, Any] = Field(alias="antwoorden", description="Vraag: antwoord.")
    on: Day | None = Field(None, alias="peildatum", description="De dag waarop dit geldt; anders vandaag.")
    outcomes: TextList = Field(alias="uitkomst", description="De uitkomst, of een lijst van uitkomsten, die nooit mag volgen.")


class TreeSource(Editorial):
    """One file in content/beslisbomen."""

    sensitive: YesNo = Field(False, alias="gevoelig", description="ja: antwoorden komen niet in het adres of in een logboek.")
    for_whom: str | None = Field(None, alias="voor_wie", description="Voor wie deze vraag bedoeld is.")
    start: Text = Field(description="De naam van de eerste vraag.")
    questions: Annotated[dict[str, QuestionSource], Field(min_length=1)] = Field(alias="vragen", description="Alle vragen, op naam.")
    facts: dict[str, FactSource] = Field(default_factory=dict, alias="feiten", description="Wat uit antwoorden wordt berekend.")
    outcomes: Annotated[dict[str, OutcomeSource], Field(min_length=1)] = Field(alias="uitkomsten", description="Alle uitkomsten, op naam.")
    examples: tuple[ExampleSource, ...] = Field((), alias="voorbeelden", description="Antwoorden die hierheen moeten leiden.")
    never: tuple[NeverSource, ...] = Field((), alias="nooit", description="Antwoorden die nooit daarheen mogen leiden.")
