"""What the pages of claims ask for."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from catalog.representation.rules import TEXT_MAX, Position
from foundation.accounts.rules import typed_identifier
from foundation.files.rules import DOCUMENT_TYPES
from foundation.web.forms import Form, max_length

IDENTIFIER_MAX = 254

_needed = InputRequired(_l("This is needed."))


def _text(label: object) -> TextAreaField:
    bounds = max_length(TEXT_MAX)
    return TextAreaField(label, [_needed, bounds], render_kw={"rows": 5})


def _position(label: object) -> RadioField:
    choices = [
        SelectChoice(Position.HEAD.value, _l("director, chair or head")),
        SelectChoice(Position.OWNER.value, _l("owner of the household or farm")),
        SelectChoice(Position.DEPUTY.value, _l("deputy")),
        SelectChoice(Position.ASSIGNED.value, _l("charged with it by the director or owner")),
    ]
    return RadioField(label, [InputRequired(_l("Choose one."))], choices=choices)


class ClaimForm(Form):
    """Who somebody is in the enterprise, and how an officer can tell."""

    position = _position(_l("What are you there?"))
    words = _text(_l("How can an officer tell?"))
    proof = FileField(_l("A paper that shows it (optional)"), render_kw={"accept": DOCUMENT_TYPES})


class HandOverForm(Form):
    """Who follows."""

    identifier = StringField(
        _l("Phone number or email address of whoever follows you"),
        [_needed, max_length(IDENTIFIER_MAX)],
        filters=[typed_identifier],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )
    position = _position(_l("What are they there?"))


class RefuseForm(Form):
    """Why a claim is not found true."""

    answer = _text(_l("Reason, for whoever claims"))
