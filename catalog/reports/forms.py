"""What reporting and answering ask for."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from catalog.reports.rules import PAGE_MAX, TEXT_MAX, Kind
from foundation.accounts.rules import EMAIL_MAX, typed_identifier
from foundation.web.forms import Form, max_length

_needed = InputRequired(_l("This is needed."))
_bounds = max_length(TEXT_MAX)


class ReportForm(Form):
    """What somebody reports; `nickname` is a trap that only programs fill in."""

    kind = SelectField(
        _l("What do you report?"),
        choices=[
            SelectChoice(Kind.ERROR.value, _l("an error on the page")),
            SelectChoice(Kind.FAKE.value, _l("a fake or misused stars")),
            SelectChoice(Kind.COMPLAINT.value, _l("a complaint")),
        ],
    )
    text = TextAreaField(_l("What is wrong?"), [_needed, _bounds], render_kw={"rows": 6})
    email = StringField(
        _l("Your email address"),
        [_needed, max_length(EMAIL_MAX)],
        filters=[typed_identifier],
        render_kw={"type": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    page = HiddenField(validators=[max_length(PAGE_MAX)])
    nickname = StringField(_l("Leave this empty"), render_kw={"tabindex": "-1", "autocomplete": "off"})


class AnswerForm(Form):
    """The answer, and what is said in public."""

    answer = TextAreaField(_l("Answer to whoever reported it"), [_needed, _bounds], render_kw={"rows": 6})
    public_note = TextAreaField(
        _l("Note on the product’s page, for everybody"), [Optional(), _bounds], render_kw={"rows": 3}
    )
