"""What stands above a page: one pydantic model per kind of page, with the Dutch keys that editors write."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, get_args

from pydantic import Field

from knowledge.validation import Day, EditorModel, PartialDay, TextList, WebAddress, WholeNumber, YesNo

Sector = Literal["po", "sbo", "so", "vso", "vo", "mbo", "opvang"]
Status = Literal["gepubliceerd", "concept"]
Confirmed = Literal["ja", "deels", "nee"]
Text = Annotated[str, Field(min_length=1)]


class Source(EditorModel):
    """Where a claim comes from."""

    id: str | None = Field(None, description="Naam waarmee een uitkomst naar deze bron verwijst.")
    title: Text = Field(alias="titel", description="Wie het schreef en hoe het heet.")
    url: WebAddress = Field(description="Het adres van de bron.")
    date: PartialDay | None = Field(None, alias="datum", description="JJJJ-MM-DD, JJJJ-MM of JJJJ; weglaten als de bron geen datum heeft.")
    note: str | None = Field(None, alias="toelichting", description="Bijvoorbeeld: wettekst zoals die op deze dag gold.")


class Editorial(EditorModel):
    """What pages and trees share: how they are found, what they rest on, and when they were checked."""

    title: Text = Field(alias="titel", description="De kop van de pagina.")
    summary: Text = Field(alias="samenvatting", description="Eén zin; staat in zoekresultaten en lijsten.")
    themes: TextList = Field((), alias="thema", description="Naam van een pagina in content/themas, of een lijst van namen.")
    sectors: tuple[Sector, ...] = Field((), alias="sector", description="Voor welke sectoren: po, sbo, so, vso, vo, mbo, opvang.")
    asked_as: tuple[Text, ...] = Field((), alias="zoals_gevraagd", description="Hoe mensen het typen; wordt doorzocht, nooit getoond.")
    keywords: tuple[Text, ...] = Field((), alias="trefwoorden", title="Kenmerken", description="Synoniemen en afkortingen; worden doorzocht.")
    sources: tuple[Source, ...] = Field((), alias="bronnen", description="Waar de inhoud op rust.")
    to_verify: tuple[Text, ...] = Field((), alias="nog_te_controleren", description="Elk punt dat niet, of door één bron, bevestigd is; als hele zin.")
    checked: Day = Field(alias="gecontroleerd", description="De dag waarop de tekst met de feiten en bronnen is vergeleken.")
    reviewed_by: str | None = Field(None, alias="beoordeeld_door", description="Welke deskundige de inhoud heeft beoordeeld; leeg zolang dat niet is gebeurd.")
    check_before: Day = Field(alias="controleren_voor", description="Na deze dag meldt de pagina dat zij opnieuw moet worden nagekeken.")
    status: Status = Field("gepubliceerd", description="gepubliceerd, of concept: alleen te zien als voorproef.")
    previous_addresses: TextList = Field(
        (), alias="vorige_adressen", description="Oude adressen die hierheen moeten leiden, zoals veelgestelde-vragen/oude-naam."
    )

    def is_overdue(self, on: datetime.date) -> bool:
        """Whether the content should have been checked again by `on`."""
        return on > self.check_before


class PageMatter(Editorial):
    """Themes, frequent questions, positions and pages about the site: no fields of their own."""


class ArticleDates(EditorModel):
    """From when till when one article holds."""

    valid_from: Day | None = Field(None, alias="geldig_vanaf", description="Eerste dag waarop het artikel geldt.")
    valid_until: Day | None = Field(None, alias="geldig_tot", description="Eerste dag waarop het artikel niet meer geldt.")

    def holds_on(self, day: datetime.date) -> bool:
        return (self.valid_from is None or day >= self.valid_from) and (self.valid_until is None or day < self.valid_until)


class LawMatter(PageMatter):
    """A law, decree or bill."""

    abbreviation: str | None = Field(None, alias="afkorting", description="Zoals WPO.")
    citation_title: str | None = Field(None, alias="citeertitel", description="De officiële naam.")
    bwb: Annotated[str, Field(pattern=r"^BWB[RV]\d{7}$")] | None = Field(None, description="BWB-nummer; hieruit volgt de koppeling naar de officiële tekst.")
    book: str | None = Field(None, alias="boek", description="Bij een wetboek: het boek dat voorop staat in de ankers (1 bij artikel-1-247).")
    official_url: WebAddress | None = Field(None, alias="officiele_url", description="Alleen zonder BWB-nummer: waar de officiële tekst staat.")
    text_date: Day | None = Field(None, alias="stand", description="De dag waarop de gelezen tekst gold.")
    valid_from: Day | None = Field(None, alias="geldig_vanaf", description="Eerste dag waarop de wet geldt.")
    valid_until: Day | None = Field(None, alias="geldig_tot", description="Eerste dag waarop de wet niet meer geldt.")
    is_bill: YesNo = Field(False, alias="wetsvoorstel", description="ja als het nog geen wet is.")
    stage: str | None = Field(None, alias="stadium", description="Hoe ver een wetsvoorstel is, en op welke dag dat bekend was.")
    articles: dict[str, ArticleDates] = Field(default_factory=dict, alias="artikelen", description="Per anker (artikel-34b) een eigen ingangs- of einddatum.")

    def holds_on(self, day: datetime.date, anchor: str | None = None) -> bool:
        """Whether the law, and the article at `anchor` when given, is in force on `day`. A bill never is."""
        if self.is_bill:
            return False
        if (self.valid_from and day < self.valid_from) or (self.valid_until and day >= self.valid_until):
            return False
        article = self.articles.get(anchor) if anchor else None
        return article is None or article.holds_on(day)

    def turning_days(self, anchor: str | None = None) -> frozenset[datetime.date]:
        """The days on which the law, or the article at `anchor`, begins or ceases to hold."""
        article = self.articles.get(anchor or "", ArticleDates())
        return frozenset(day for day in (self.valid_from, self.valid_until, article.valid_from, article.valid_until) if day is not None)


class PlanStep(EditorModel):
    """One step of a step plan."""

    title: Text = Field(alias="titel", description="Wat u doet, in een paar woorden.")
    text: Text = Field(alias="tekst", description="Uitleg bij de stap; Markdown mag.")
    who: str | None = Field(None, alias="wie", description="Wie de stap zet.")
    when: str | None = Field(None, alias="wanneer", description="Uiterlijk wanneer.")


class StepPlanMatter(PageMatter):
    """A step plan: its steps are data, so that they can be drawn as well as read."""

    steps: Annotated[tuple[PlanStep, ...], Field(min_length=1)] = Field(alias="stappen", description="De stappen, op volgorde.")


class OpeningHours(EditorModel):
    """Confirmed hours only."""

    days: Literal["elke dag", "werkdagen", "schooldagen"] = Field(alias="dagen", description="elke dag, werkdagen of schooldagen.")
    opens: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] = Field(alias="van", description="Zoals 08:00.")
    closes: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] = Field(alias="tot", description="Zoals 17:00.")


class OrganisationMatter(PageMatter):
    """Who people can call."""

    phone: str | None = Field(None, alias="telefoon", description="Alleen een nummer dat in de feiten staat.")
    phone_note: str | None = Field(None, alias="telefoon_uitleg", description="Bijvoorbeeld: gratis, of lokaal tarief.")
    email: str | None = Field(None, description="E-mailadres.")
    url: WebAddress | None = Field(None, description="Website.")
    hours: str | None = Field(None, alias="tijden", description="Wanneer bereikbaar, in woorden.")
    opening_hours: OpeningHours | None = Field(None, alias="openingstijden", description="Alleen als de tijden bevestigd zijn.")
    cost: str | None = Field(None, alias="kosten", description="Wat bellen of hulp kost.")
    for_whom: str | None = Field(None, alias="voor_wie", description="Voor wie de organisatie er is.")
    for_what: str | None = Field(None, alias="waarvoor", description="Waarvoor u er terechtkunt.")
    urgent: YesNo = Field(False, alias="spoed", description="ja als u er dag en nacht terechtkunt bij gevaar.")
    confirmed: Confirmed = Field("nee", alias="bevestigd", description="Of nummer en tijden bevestigd zijn: ja, deels of nee.")
    confirmed_note: str | None = Field(None, alias="bevestigd_toelichting", description="Wat er wel en niet bevestigd is.")


EvidenceLevel = Literal[
    "effectief volgens sterke aanwijzingen",
    "effectief volgens goede aanwijzingen",
    "effectief volgens eerste aanwijzingen",
    "goed onderbouwd",
    "niet bevestigd",
    "geen erkenning bekend",
    "niet erkend",
]


class Recognition(EditorModel):
    """How a programme was judged, and when. The four levels are those of the Erkenningscommissie Interventies, strongest first."""

    level: EvidenceLevel = Field(
        alias="niveau",
        title="Bewijs",
        description="De trede van erkenning; zonder erkenning: niet bevestigd, geen erkenning bekend of niet erkend.",
        json_schema_extra={"volgorde": list(get_args(EvidenceLevel))},
    )
    date: PartialDay | None = Field(None, alias="datum", title="Erkend op", description="Wanneer de erkenning is gegeven.")
    status: str | None = Field(None, title="Hoe zeker", description="Hoe actueel en zeker de erkenning is, bijvoorbeeld: bevestigd, ouder dan vijf jaar.")


class ProgrammeMatter(PageMatter):
    """An anti-bullying programme, for the chooser."""

    groups: tuple[WholeNumber, ...] = Field((), alias="groepen", description="Voor welke groepen of leerjaren.")
    approach: TextList = Field((), alias="soort", description="preventief, curatief of allebei.")
    level: TextList = Field((), alias="niveau", description="school, klas of individu.")
    goal: str | None = Field(None, alias="doel", description="Wat het programma wil bereiken.")
    recognition: Recognition | None = Field(None, alias="erkenning", description="Erkenning of onderzoek.")
    owner: str | None = Field(None, alias="eigenaar", description="Van wie het programma is.")
    website: WebAddress | None = Field(None, description="Website van het programma.")
    training: str | None = Field(None, description="Welke training nodig is.")
    duration: str | None = Field(None, alias="duur", description="Hoe lang het duurt.")
    cost: str | None = Field(None, alias="kosten", description="Wat het kost.")
    language: str | None = Field(None, alias="taal", description="In welke taal.")


class ToolMatter(PageMatter):
    """A tool, among them the monitoring instruments."""

    from_group: WholeNumber | None = Field(None, alias="vanaf_groep", title="Vanaf groep", description="Vanaf welke groep te gebruiken.")
    delivers_to_inspectorate: Literal["ja", "nee", "onbekend"] | None = Field(
        None, alias="levert_aan_inspectie", title="Levert aan de inspectie", description="Of de uitkomsten vanzelf naar de inspectie gaan."
    )
    provider: str | None = Field(None, alias="aanbieder", description="Wie het hulpmiddel aanbiedt.")
    website: WebAddress | None = Field(None, description="Website.")


class DatedMatter(PageMatter):
    """News and agenda."""

    day: Day | None = Field(None, alias="datum", description="De dag van het bericht of het begin van de gebeurtenis.")
    until: Day | None = Field(None, alias="tot", description="Laatste dag van een gebeurtenis.")
    place: str | None = Field(None, alias="plaats", description="Waar.")


class NewsMatter(DatedMatter):
    """News: always of a day."""

    day: Day = Field(alias="datum", description="De dag van het bericht.")


MATTER_BY_KIND: dict[str, type[PageMatter]] = {
    "wetten": LawMatter,
    "themas": PageMatter,
    "veelgestelde-vragen": PageMatter,
    "stappenplannen": StepPlanMatter,
    "programmas": ProgrammeMatter,
    "organisaties": OrganisationMatter,
    "hulpmiddelen": ToolMatter,
    "standpunten": PageMatter,
    "nieuws": NewsMatter,
    "agenda": DatedMatter,
    "over": PageMatter,
}

SECTOR_NAMES: dict[str, str] = {
    "po": "Basisonderwijs (po)",
    "sbo": "Speciaal basisonderwijs (sbo)",
    "so": "Speciaal onderwijs (so)",
    "vso": "Voortgezet speciaal onderwijs (vso)",
    "vo": "Voortgezet onderwijs (vo)",
    "mbo": "Middelbaar beroepsonderwijs (mbo)",
    "opvang": "Kinderopvang en bso",
}

# What readers see: (one, many).
KIND_NAMES: dict[str, tuple[str, str]] = {
    "beslisboom": ("Beslisboom", "Beslisbomen"),
    "wetten": ("Wet", "Wetten"),
    "themas": ("Thema", "Thema's"),
    "veelgestelde-vragen": ("Veelgestelde vraag", "Veelgestelde vragen"),
    "stappenplannen": ("Stappenplan", "Stappenplannen"),
    "programmas": ("Programma", "Antipestprogramma's"),
    "organisaties": ("Organisatie", "Organisaties"),
    "hulpmiddelen": ("Hulpmiddel", "Hulpmiddelen"),
    "standpunten": ("Standpunt", "Standpunten"),
    "nieuws": ("Nieuwsbericht", "Nieuws"),
    "agenda": ("Agendapunt", "Agenda"),
    "over": ("Over deze site", "Over deze site"),
}
