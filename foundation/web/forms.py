"""The base of every form: checked against forgery, speaking the page's language, keeping no broken text."""

from collections.abc import Iterator
from typing import Any, Self

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DateTimeField, Field, FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import Length

from foundation.i18n.days import YEARS
from foundation.i18n.hygiene import Damage, damage_of, damaged_line
from foundation.i18n.messages import gettext as _
from foundation.i18n.text import normalize_spaces
from foundation.web.requests import as_typed


def max_length(length: int) -> Length:
    """Return the bound of a field's text, in characters; said beside it in the page's language."""
    return Length(max=length, message=_l("This is too long."))


class Form(FlaskForm):  # type: ignore[misc] # the library has no types
    """A form whose refusals stand beside their fields and in a summary on top; keeps what was typed."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # the same
        """How a form reads a request."""

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """Return what was sent: clean words for fields of words, files for those of files, passwords as typed.

            A body that is no form says nothing.
            """
            if request.is_json:
                return None
            sent = super().wrap_formdata(form, formdata)
            if sent is None or sent is formdata:
                return sent
            return MultiDict({field.name: _sent(field) for field in form if field.name in sent})

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can stand; broken text is told beside its field, which shows what was lost."""
        valid = bool(super().validate(extra_validators))
        for field, words in (*self.contradictions(), *self._blank(), *self._damaged(), *self._of_another_age()):
            field.errors, valid = [words], False
        return valid

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield what is wrong with fields together, or with what they mean, as (field, words): for a form to say.

        A form says it here and not by a `validate` of its own: what was broken on its way goes first.
        """
        yield from ()

    def valid(self) -> Self | None:
        """Return the form where everything can stand, else None."""
        return self if self.validate() else None

    def summary(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every refusal, in the order of the fields."""
        return [(field.id, str(message)) for field in self for message in field.errors]

    def _blank(self) -> Iterator[tuple[Field, str]]:
        """Yield the library takes blanks and line ends for words."""
        for field in self:
            if _is_of_words(field) and field.flags.required and field.data and not normalize_spaces(str(field.data)):
                yield field, _("This is needed.")

    def _damaged(self) -> Iterator[tuple[Field, str]]:
        for field in self:
            if _is_of_words(field):
                for text in as_typed(field.name) if field.raw_data else ():
                    if damage := damage_of(text):
                        line = damaged_line(text) if isinstance(field, TextAreaField) else None
                        yield field, damage_words(damage, line)

    def _of_another_age(self) -> Iterator[tuple[Field, str]]:
        for field in self:
            if isinstance(field, DateField | DateTimeField) and field.data and field.data.year not in YEARS:
                yield field, _("Check the year of this day.")


def _is_of_words(field: Field) -> bool:
    return isinstance(field, StringField) and not isinstance(field, PasswordField | HiddenField)


def _sent(field: Field) -> list[Any]:
    if isinstance(field, FileField):
        return request.files.getlist(field.name)
    return as_typed(field.name) if isinstance(field, PasswordField) else request.form.getlist(field.name)


def damage_words(damage: Damage, line: int | None = None) -> str:
    """Return what is broken in a text, in which of its lines, and what to do."""
    words = {
        Damage.LETTERS_LOST: _("Some letters were lost where you see �. Type them again."),
        Damage.WRONG_ENCODING: _("This text was damaged by a wrong encoding. Copy it again as Unicode, or type it."),
    }
    return _("Line %(line)d: %(words)s", line=line, words=words[damage]) if line else words[damage]
