"""What the pages about personal data ask for."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from foundation.privacy.rules import TEXT_MAX, Kind
from foundation.web.forms import Form

_needed = InputRequired(_l("This is needed."))


def _text(label: object) -> TextAreaField:
    bounds = Length(max=TEXT_MAX, message=_l("This is too long."))
    return TextAreaField(label, [_needed, bounds], render_kw={"rows": 6})


@dataclass(frozen=True, slots=True)
class RequestInput:
    """What somebody asks, in which words; a deletion needs none."""

    kind: Kind
    text: str = ""


class RequestForm(Form):
    """What somebody asks about their data."""

    kind = SelectField(
        _l("What do you ask for?"),
        choices=[
            SelectChoice(Kind.ACCESS.value, _l("to know what is held about me")),
            SelectChoice(Kind.CORRECT.value, _l("to correct something")),
            SelectChoice(Kind.WITHDRAW.value, _l("to withdraw what I agreed to")),
            SelectChoice(Kind.OBJECT.value, _l("that a use of my data stops")),
            SelectChoice(Kind.COMPLAINT.value, _l("to complain")),
        ],
    )
    text = _text(_l("In your words"))

    def read(self) -> RequestInput | None:
        """Return what is asked, or None where the form says what is wrong."""
        return RequestInput(Kind(self.kind.data), self.text.data) if self.validate() else None


class ReplyForm(Form):
    """The first answer."""

    reply = _text(_l("First answer"))


class ExtendForm(Form):
    """A later deadline."""

    to = DateField(_l("New deadline"), [_needed])
    reason = _text(_l("Reason"))


class FinishForm(Form):
    """The last answer."""

    answer = _text(_l("What was done, or why it is not"))
