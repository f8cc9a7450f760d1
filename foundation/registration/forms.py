"""What registering asks for."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired

from foundation.accounts.rules import NAME_MAX, typed_identifier
from foundation.signin.forms import IDENTIFIER_MAX, NewPasswordForm
from foundation.web.forms import Form, max_length

_needed = InputRequired(_l("This is needed."))


class RegisterForm(Form):
    """Name, and address or number; what is wanted and agreed to are choices on the page."""

    name = StringField(_l("Your name"), [_needed, max_length(NAME_MAX)], render_kw={"autocomplete": "name"})
    identifier = StringField(
        _l("Email address or phone number"),
        [_needed, max_length(IDENTIFIER_MAX)],
        filters=[typed_identifier],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class CodeForm(NewPasswordForm):
    """The code of a message, and the password of the new account."""

    identifier = StringField(
        _l("Phone number"),
        [_needed, max_length(IDENTIFIER_MAX)],
        filters=[typed_identifier],
        render_kw={"autocomplete": "username"},
    )
    code = StringField(
        _l("The code we sent you"),
        [_needed, max_length(40)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )
