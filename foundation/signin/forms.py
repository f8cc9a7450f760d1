"""What the pages of accounts ask for."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from foundation.accounts.rules import NAME_MAX, PASSWORD_MAX, PasswordProblem, typed_identifier
from foundation.accounts.status_rules import Refusal
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.web.forms import Form, max_length
from foundation.workflow.rules import Refused

IDENTIFIER_MAX = 254

_LANGUAGES = [SelectChoice(Lang.VI.value, "Tiếng Việt"), SelectChoice(Lang.EN.value, "English")]

_needed = InputRequired(_l("This is needed."))


def _password(label: object, autocomplete: str) -> PasswordField:
    bounds = max_length(PASSWORD_MAX * 4)
    return PasswordField(label, [_needed, bounds], render_kw={"autocomplete": autocomplete})


def _identifier() -> StringField:
    shown = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    bounds = [_needed, max_length(IDENTIFIER_MAX)]
    return StringField(_l("Email address or phone number"), bounds, filters=[typed_identifier], render_kw=shown)


def _code(label: object) -> StringField:
    shown = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    return StringField(label, [_needed, max_length(40)], render_kw=shown)


class SignInForm(Form):
    """Address or number, and the password."""

    identifier = _identifier()
    password = _password(_l("Password"), "current-password")


class CodeForm(Form):
    """A code of the authenticator app, or a recovery code."""

    code = _code(_l("Code"))


class ForgottenForm(Form):
    """Whose password was forgotten."""

    identifier = _identifier()


class NewPasswordForm(Form):
    """A new password."""

    password = _password(_l("New password"), "new-password")


class HandedCodeForm(NewPasswordForm):
    """A code that was handed over, and the new password it is good for."""

    identifier = _identifier()
    code = _code(_l("The code you were given"))


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one, and whether somebody else may know the present one."""

    current = _password(_l("Present password"), "current-password")
    stolen = BooleanField(_l("Somebody else may know it, or has my phone"))


class ConfirmForm(Form):
    """The present password again."""

    password = _password(_l("Password"), "current-password")


class ProfileForm(Form):
    """Name, language, and the province whose offices answer; its choices are set where the form is made."""

    name = StringField(_l("Your name"), [_needed, max_length(NAME_MAX)], render_kw={"autocomplete": "name"})
    language = SelectField(
        _l("Language of pages and emails"),
        choices=_LANGUAGES,
    )
    province = SelectField(_l("Your province"))


class OpenForm(Form):
    """An account for somebody else."""

    name = StringField(_l("Their name"), [_needed, max_length(NAME_MAX)], render_kw={"autocomplete": "off"})
    identifier = StringField(
        _l("Their phone number or email address"),
        [_needed, max_length(IDENTIFIER_MAX)],
        filters=[typed_identifier],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )


class WhoseForm(Form):
    """Whose account needs a code."""

    identifier = StringField(
        _l("Their phone number or email address"),
        [_needed, max_length(IDENTIFIER_MAX)],
        filters=[typed_identifier],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )


def password_words(problem: PasswordProblem) -> str:
    """Why a password cannot be used, and what to do."""
    words = {
        PasswordProblem.TOO_SHORT: _("Use at least 8 characters. Several words make a good password."),
        PasswordProblem.TOO_LONG: _("Use at most 256 characters."),
        PasswordProblem.COMMON: _(
            "Others would guess this one soon. Take several words that only you would put together."
        ),
    }
    return words[problem]


def add_password_problem(form: Form, refused: Refused, otherwise: str, field: str = "password") -> None:
    """Say beside the password what is wrong with it, and of whatever else the words for that beside its field."""
    if isinstance(refused.reason, PasswordProblem):
        form["password"].errors = [password_words(refused.reason)]
    else:
        refused.of(Refusal)
        form[field].errors = [otherwise]
