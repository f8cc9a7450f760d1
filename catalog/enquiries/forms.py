"""What the pages of questions ask for."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from catalog.enquiries.rules import TEXT_MAX
from foundation.web.forms import Form


def _text(label: object) -> TextAreaField:
    bounds = Length(max=TEXT_MAX, message=_l("This is too long."))
    return TextAreaField(label, [InputRequired(_l("This is needed.")), bounds], render_kw={"rows": 6})


class AskForm(Form):
    """A question."""

    text = _text(_l("Your question"))


class AnswerForm(Form):
    """An answer."""

    answer = _text(_l("Answer"))
