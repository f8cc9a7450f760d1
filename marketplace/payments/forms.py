"""What payees fill in."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, FileField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from foundation.i18n.messages import gettext as _
from foundation.signin.reauthentication import AgainForm
from foundation.web.forms import Form, max_length
from marketplace.payments.banks import banks, payable_banks
from marketplace.payments.models import Payee
from marketplace.payments.references import read_reference
from marketplace.payments.rules import NAME_MAX, NOTE_MAX
from marketplace.payments.services import PayeeInput
from marketplace.payments.statement_rules import read_amount

_needed, _name = InputRequired(_l("This is needed.")), max_length(NAME_MAX)
_secret = Length(max=300, message=_l("This is too long."))
_SEALED = {"autocomplete": "off"}


class PayeeForm(AgainForm):
    """Where fees go to. Keys of a card service are only ever set, never shown."""

    owner = RadioField(_l("Whose account"), choices=[])
    name = StringField(_l("Name payers read"), [_needed, _name])
    contact = StringField(_l("Whom payers ask"), [_needed, _name])
    bank_bin = SelectField(_l("Bank"), choices=[])
    bank_account = StringField(_l("Account number"), [Optional(), max_length(19)], render_kw={"inputmode": "numeric"})
    holder = StringField(_l("Account holder as the bank has it"), [Optional(), _name])
    stripe_key = PasswordField(_l("Secret key of Stripe"), [Optional(), _secret], render_kw=_SEALED)
    stripe_webhook = PasswordField(_l("Signing secret of its webhook"), [Optional(), _secret], render_kw=_SEALED)

    def __init__(self, *args: Any, owners: list[tuple[str, str]] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        known = {one.bin: one for one in payable_banks()}
        if self.bank_bin.data in banks():
            known[self.bank_bin.data] = banks()[self.bank_bin.data]
        self.bank_bin.choices = [
            ("", _("none")),
            *((one.bin, f"{one.short_name} – {one.name}") for one in known.values()),
        ]
        self.owner.choices = owners or []
        if not owners:
            del self.owner

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield where an account has no bank or a bank no account, and where one key of a pair is missing."""
        if bool(self.bank_bin.data) != bool(self.bank_account.data):
            yield self.bank_account, _("A bank needs an account, and an account a bank.")
        if bool(self.stripe_key.data) != bool(self.stripe_webhook.data):
            yield self.stripe_webhook, _("Give both keys, or none to leave them as they are.")

    def told(self) -> PayeeInput:
        """Return what was filled in."""
        names = ("name", "contact", "bank_bin", "bank_account", "holder", "stripe_key", "stripe_webhook")
        return PayeeInput(**{name: self[name].data or "" for name in names})

    @classmethod
    def of(cls, payee: Payee) -> "PayeeForm":
        """Return the form as it is filled in now, without the keys."""
        told: dict[str, Any] = {
            name: getattr(payee, name) or "" for name in ("name", "contact", "bank_bin", "bank_account", "holder")
        }
        return cls(formdata=None, **told)


class StatementForm(Form):
    """A bank's file."""

    file = FileField(_l("Statement: XLSX, XLS or CSV"), render_kw={"accept": ".csv,.xlsx,.xls,text/csv"})


class ReasonForm(Form):
    """Why something is done with money."""

    reason = StringField(_l("Why"), [_needed, max_length(NOTE_MAX)])


class PartsForm(Form):
    """What a line is booked for: a reference with an amount on each line; one reference alone takes all of it."""

    parts = TextAreaField(_l("References"), [_needed, max_length(4000)], render_kw={"rows": 3, "autocapitalize": "off"})

    def read(self, whole: int) -> list[tuple[str, int]] | None:
        """Return references with amounts; None, and what is wrong, where a line cannot be read."""
        if not self.validate():
            return None
        lines = [line.strip() for line in self.parts.data.splitlines() if line.strip()]
        found: list[tuple[str, int]] = []
        for line in lines:
            said, _sign, amount = line.replace("=", ":").partition(":")
            reference = read_reference(said)
            sum_ = whole if len(lines) == 1 and not amount else read_amount(amount)
            if reference is None or not sum_ or any(reference == known for known, _known in found):
                self.parts.errors = [_("This line cannot be read: %(line)s", line=line)]
                return None
            found.append((reference, sum_))
        return found


class PeriodForm(Form):
    """Which days a report is about."""

    since = DateField(_l("Due from"), [Optional()])
    until = DateField(_l("Due until"), [Optional()])
