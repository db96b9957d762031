"""What the JSON interface of search answers; the OpenAPI document is made from these models."""

from __future__ import annotations

from pydantic import Field

from knowledge.api import ApiModel


class SearchHit(ApiModel):
    """One page or tree that was found."""

    id: str
    kind: str = Field(alias="soort")
    title: str = Field(alias="titel")
    url: str
    fragment: str = Field(description="HTML met <mark> om de gevonden woorden.")
    score: float
    place: str | dict[str, str] | None = Field(
        None, alias="plek", description="Het anker in een pagina, of de antwoorden die naar een plek in een beslisboom leiden."
    )


class SearchResults(ApiModel):
    """What was found."""

    query: str = Field(alias="q")
    count: int = Field(alias="aantal")
    suggestion: str | None = Field(alias="bedoelde_u")
    hits: tuple[SearchHit, ...] = Field(alias="resultaten")


class Suggested(ApiModel):
    """One page or tree that may be meant."""

    text: str = Field(alias="tekst", description="De titel van de pagina of beslisboom.")
    kind: str = Field(alias="soort")
    kind_name: str = Field(alias="soort_naam")
    url: str


class Suggestions(ApiModel):
    """What may be meant with what was typed so far, the likeliest first."""

    query: str = Field(alias="q")
    suggestions: tuple[Suggested, ...] = Field(alias="suggesties")
