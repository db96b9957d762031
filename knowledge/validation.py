"""Checks what editors wrote against a pydantic model, and says what is wrong in Dutch at the right line.

`EditorModel` is the base of everything that is read from YAML: Dutch keys are field aliases, unknown keys are errors with
the nearest known key, and the small types below turn text into days, numbers and yes/no.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ModelWrapValidatorHandler, ValidationError, WithJsonSchema, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from knowledge.dutch_dates import iso_day
from knowledge.problems import Problem, Severity, did_you_mean
from knowledge.yaml_source import Mark, Place, YamlDocument

# Union branches are tagged so that pydantic reports only the branch that was meant; tags are not part of the place.
TAG_PREFIX = "«"


def editor_error(message: str) -> PydanticCustomError:
    """An error whose Dutch sentence reaches the editor unchanged."""
    # Braces are doubled because pydantic formats the text with its context.
    return PydanticCustomError("editor", "{message}", {"message": message})


def _unknown_key(name: str) -> PydanticCustomError:
    return PydanticCustomError("unknown_key", "{message}", {"message": name})


class EditorModel(BaseModel):
    """A mapping that editors write. Unknown keys are errors; instances never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, arbitrary_types_allowed=False)

    @classmethod
    def known_keys(cls) -> list[str]:
        return [field.alias or name for name, field in cls.model_fields.items()]

    @model_validator(mode="wrap")
    @classmethod
    def _report_unknown_keys(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Report unknown keys with the nearest known one, beside all other errors of the same mapping."""
        if not isinstance(data, dict):
            return handler(data)
        known = cls.known_keys()
        unknown = [key for key in data if key not in known]
        if not unknown:
            return handler(data)
        details = [
            InitErrorDetails(
                type=_unknown_key(f'Onbekende naam "{key}".{did_you_mean(str(key), known) or " Bekend zijn: " + ", ".join(known) + "."}'),
                loc=(key,),
                input=None,
            )
            for key in unknown
        ]
        try:
            handler({key: value for key, value in data.items() if key in known})
        except ValidationError as error:
            for item in error.errors(include_url=False):
                kind = PydanticCustomError(item["type"], "{message}", {"message": _sentence(item)})
                details.append(InitErrorDetails(type=kind, loc=item["loc"], input=None))
        raise ValidationError.from_exception_data(cls.__name__, details)


def _read_day(value: object) -> object:
    if isinstance(value, datetime.date):
        return value
    try:
        return iso_day(str(value))
    except ValueError:
        raise editor_error("Schrijf een datum als JJJJ-MM-DD, bijvoorbeeld 2026-11-24.") from None


def _read_partial_day(value: object) -> object:
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", str(value)):
        raise editor_error("Schrijf een datum als JJJJ-MM-DD, JJJJ-MM of JJJJ.")
    if len(str(value)) == 10:
        _read_day(value)
    return value


def _read_yes_no(value: object) -> object:
    if value in (True, False):
        return value
    if value == "ja":
        return True
    if value == "nee":
        return False
    raise editor_error("Schrijf hier ja of nee.")


def _read_whole_number(value: object) -> object:
    if isinstance(value, int):
        return value
    if not re.fullmatch(r"-?\d{1,9}", str(value)):
        raise editor_error("Schrijf hier een heel getal, bijvoorbeeld 6.")
    return int(str(value))


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _read_web_address(value: object) -> object:
    if not re.fullmatch(r"https?://[^\s<>\"]+", str(value)):
        raise editor_error("Schrijf hier een volledig webadres dat met https:// begint.")
    return value


Day = Annotated[datetime.date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"})]
PartialDay = Annotated[str, BeforeValidator(_read_partial_day), WithJsonSchema({"type": ["string", "integer"]})]
YesNo = Annotated[bool, BeforeValidator(_read_yes_no), WithJsonSchema({"enum": ["ja", "nee"]})]
WholeNumber = Annotated[int, BeforeValidator(_read_whole_number), WithJsonSchema({"type": "integer"})]
WebAddress = Annotated[str, BeforeValidator(_read_web_address), WithJsonSchema({"type": "string", "format": "uri"})]
TextList = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]

_SENTENCES = {
    "string_type": "Hier hoort tekst te staan.",
    "tuple_type": "Hier hoort een lijst te staan: elke regel begint met een streepje.",
    "list_type": "Hier hoort een lijst te staan: elke regel begint met een streepje.",
    "dict_type": "Hier hoort een rijtje van namen met een waarde te staan.",
    "model_type": "Hier hoort een rijtje van namen met een waarde te staan.",
    "model_attributes_type": "Hier hoort een rijtje van namen met een waarde te staan.",
    "string_too_short": "Hier hoort tekst te staan; deze is leeg.",
    "too_short": "Deze lijst is leeg. Vul hem, of haal hem weg.",
    "union_tag_not_found": "Zo kan dit hier niet worden geschreven. Kijk in de handleiding welke vormen er zijn.",
    "union_tag_invalid": "Zo kan dit hier niet worden geschreven. Kijk in de handleiding welke vormen er zijn.",
}


def _sentence(item: Any) -> str:
    """The Dutch sentence for one pydantic error."""
    kind: str = item["type"]
    context: dict[str, Any] = item.get("ctx") or {}
    if "message" in context:
        return str(context["message"])
    if kind == "missing":
        return f'Hier ontbreekt "{item["loc"][-1]}".'
    if kind in ("literal_error", "enum"):
        options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return f"Kies uit: {', '.join(options)}.{did_you_mean(str(item.get('input')), options)}"
    if item.get("input") is None and kind.endswith("_type"):
        return "Hier staat niets. Vul iets in, of haal de naam weg."
    return _SENTENCES.get(kind, "Deze waarde past hier niet.")


M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: YamlDocument, path: str) -> tuple[M | None, list[Problem]]:
    """Check `document` against `model`; the model is None when there are errors. All errors come at once."""
    problems = [Problem(path, mark.line, mark.column, Severity.ERROR, message) for mark, message in document.duplicates]
    if not isinstance(document.data, dict):
        return None, [*problems, Problem(path, 1, 1, Severity.ERROR, "Hier hoort een rijtje van namen met een waarde te staan, zoals titel: …")]
    result: M | None = None
    try:
        result = model.model_validate(document.data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for item in errors:
            # A list whose items have faults is counted as too short; the faults themselves say enough.
            if item["type"] == "too_short" and any(other is not item and other["loc"][: len(item["loc"])] == item["loc"] for other in errors):
                continue
            place: Place = tuple(part for part in item["loc"] if not str(part).startswith(TAG_PREFIX))
            if place and place[-1] == "[key]":
                place = place[:-1]
            missing = item["type"] == "missing"
            mark = document.mark(place[:-1] if missing else place, of_key=item["type"] == "unknown_key")
            problems.append(Problem(path, mark.line, mark.column, Severity.ERROR, _sentence(item)))
    return (None if problems else result), problems


Report = Callable[[Mark, str], None]
