"""The form of one question: Flask-WTF validates what is posted and says in Dutch what to do when it does not fit."""

from __future__ import annotations

import datetime
import re

from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from wizard.answer_stores import MAX_VALUE
from wizard.conditions import DONT_KNOW
from wizard.tree import Kind, Misanswered, Question, RawAnswer

ANSWER = "antwoord"
DAY, MONTH, YEAR = "dag", "maand", "jaar"

_MONTHS = ("jan", "feb", "maart mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def _month_number(text: str) -> str:
    """'11' for '11', 'november' or 'nov'; the text itself when it is no month."""
    lowered = text.strip().lower().rstrip(".")
    if len(lowered) >= 3 and lowered.isalpha():
        for number, stems in enumerate(_MONTHS, start=1):
            if any(lowered.startswith(stem) or stem.startswith(lowered) for stem in stems.split()):
                return str(number)
    return lowered


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """What every question form has: 'weet ik niet' as a button of its own, and the answer as it travels.

    CSRF protection is on for sensitive trees only: ordinary ones change nothing, and readers get no cookie for them.
    """

    weet_ik_niet = StringField(validators=[Length(max=10)])
    question: Question
    on: datetime.date

    @property
    def raw(self) -> RawAnswer:
        """The answer as it travels."""
        return DONT_KNOW if self.question.dont_know and self.weet_ik_niet.data else self.entered()

    def entered(self) -> RawAnswer:
        """What was chosen or typed."""
        raise NotImplementedError

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, to show again; empty for choices."""
        return {}

    @property
    def error_field(self) -> str:
        """The id of the input that an error leads to."""
        return ANSWER

    def first_error(self) -> str:
        """The first thing that is wrong; '' when nothing is."""
        return next((str(message) for messages in self.errors.values() for message in messages), "")

    def check(self) -> None:
        """Raise ValidationError when the answer does not fit the question."""
        try:
            self.question.read(self.raw, self.on)
        except Misanswered as fault:
            raise ValidationError(str(fault)) from None


class ChoiceForm(QuestionForm):
    """One or several answers from a list."""

    antwoord = SelectMultipleField(validate_choice=False)

    def entered(self) -> RawAnswer:
        chosen = tuple(value[:MAX_VALUE] for value in self.antwoord.data or ())
        return chosen[0] if len(chosen) == 1 else chosen

    def validate_antwoord(self, field: Field) -> None:
        if self.entered() == () and not self.weet_ik_niet.data and not _may_be_empty(self.question):
            raise ValidationError(self.question.fault)
        self.check()


def _may_be_empty(question: Question) -> bool:
    return question.kind is Kind.SEVERAL and not question.at_least and not question.none_of_these


class NumberForm(QuestionForm):
    """A whole number."""

    antwoord = StringField(validators=[Length(max=20, message="Vul een getal in van hoogstens negen cijfers.")])

    def entered(self) -> RawAnswer:
        return re.sub(r"[\s.]", "", self.antwoord.data or "")

    @property
    def typed(self) -> dict[str, str]:
        return {"": self.antwoord.data or ""}

    def validate_antwoord(self, field: Field) -> None:
        if not self.entered() and not self.weet_ik_niet.data:
            raise ValidationError(self.question.fault)
        self.check()


_TOO_LONG = "Vul de datum in cijfers in, bijvoorbeeld 3 11 2026."


class DateForm(QuestionForm):
    """A day, in three fields."""

    dag = StringField(validators=[Length(max=10, message=_TOO_LONG)])
    maand = StringField(validators=[Length(max=12, message=_TOO_LONG)])
    jaar = StringField(validators=[Length(max=10, message=_TOO_LONG)])

    def _pieces(self) -> tuple[str, str, str]:
        return (self.dag.data or "").strip(), _month_number(self.maand.data or ""), (self.jaar.data or "").strip()

    def entered(self) -> RawAnswer:
        day, month, year = self._pieces()
        return f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}"

    @property
    def typed(self) -> dict[str, str]:
        return {DAY: self.dag.data or "", MONTH: self.maand.data or "", YEAR: self.jaar.data or ""}

    def _missing(self) -> list[str]:
        return [name for name, piece in zip((DAY, MONTH, YEAR), self._pieces(), strict=True) if not piece]

    @property
    def error_field(self) -> str:
        missing = self._missing()
        return f"{ANSWER}-{missing[0] if missing else DAY}"

    def validate_jaar(self, field: Field) -> None:
        if self.weet_ik_niet.data and self.question.dont_know:
            return
        missing = self._missing()
        if len(missing) == 3:
            raise ValidationError(self.question.fault)
        if missing:
            articles = {DAY: "een dag", MONTH: "een maand", YEAR: "een jaar"}
            raise ValidationError(f"Vul ook {' en '.join(articles[name] for name in missing)} in.")
        if len(self._pieces()[2]) == 2:
            raise ValidationError("Vul het jaar in met vier cijfers, bijvoorbeeld 2026.")
        self.check()


_FORMS: dict[Kind, type[QuestionForm]] = {
    Kind.CHOICE: ChoiceForm,
    Kind.YES_NO: ChoiceForm,
    Kind.SEVERAL: ChoiceForm,
    Kind.NUMBER: NumberForm,
    Kind.DATE: DateForm,
}


def form_for(question: Question, on: datetime.date, *, csrf: bool) -> QuestionForm:
    """The form of a question on reference date `on`, filled with what was posted."""
    form = _FORMS[question.kind](meta={"csrf": csrf})
    form.question = question
    form.on = on
    return form
