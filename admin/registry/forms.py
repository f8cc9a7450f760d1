"""What the pages of appointments and of the audit ask for."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from foundation.accounts.rules import NAME_MAX, typed_identifier
from foundation.audit.rules import CODE_MAX
from foundation.i18n.messages import gettext as _
from foundation.signin.reauthentication import AgainForm
from foundation.web.forms import Form

TEXT_MAX = 500
TABLE_MAX = 500_000

_needed = InputRequired(_l("This is needed."))
_bounds = Length(max=TEXT_MAX, message=_l("This is too long."))


class Day(DateField):  # type: ignore[misc] # the library has no types
    """A day; whatever is none says so in the reader's language."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the browser's form of a date."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("This is no day. Day, month and year are needed.")) from error


def _identifier() -> StringField:
    kept = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    label = _l("Phone number or email address")
    return StringField(label, [_needed, _bounds], filters=[typed_identifier], render_kw=kept)


def _typed(label: object, *validators: object, **shown: str) -> StringField:
    kept = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", **shown}
    return StringField(label, [*validators, _bounds], render_kw=kept)


def _reason() -> TextAreaField:
    return TextAreaField(_l("Reason"), [_needed, _bounds], render_kw={"rows": 3})


class AppointForm(AgainForm):
    """Whom to appoint, for what, from when until when, under which decision."""

    identifier = _identifier()
    name = StringField(
        _l("Full name"),
        [Length(max=NAME_MAX, message=_l("This is too long."))],
        render_kw={"autocomplete": "off"},
    )
    place = _typed(_l("Place"), list="places")
    thing = _typed(_l("Producer"))
    starts_on = Day(_l("First day"), [_needed])
    ends_on = Day(_l("First day on which it no longer holds"), [Optional()])
    decision = StringField(
        _l("Number of the decision"),
        [Length(max=CODE_MAX, message=_l("This is too long."))],
        render_kw={"autocomplete": "off"},
    )
    decided_on = Day(_l("Day of the decision"), [Optional()])


class EndForm(AgainForm):
    """From when on an appointment no longer holds, and why."""

    on = Day(_l("First day on which it no longer holds"), [_needed])
    reason = _reason()


class LendForm(AgainForm):
    """Who stands in for the holder, from when until when, and why."""

    to = _typed(_l("Phone number or email address of whoever stands in"), _needed)
    starts_on = Day(_l("First day"), [_needed])
    ends_on = Day(_l("First day on which it no longer holds"), [_needed])
    reason = _reason()


class AnswerForm(AgainForm):
    """That somebody takes on what they were asked to."""


class CodeForm(AgainForm):
    """A code once more."""


class ListForm(Form):
    """A file with people to appoint, or what was copied out of one."""

    file = FileField(_l("File with the list"))
    table = TextAreaField(
        _l("Or the table, copied from a spreadsheet"),
        [Length(max=TABLE_MAX, message=_l("This is too long."))],
        render_kw={"rows": 6, "spellcheck": "false"},
    )


class RunForm(AgainForm):
    """That a list is to be taken in."""
