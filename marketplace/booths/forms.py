"""What a producer fills in, a page at a time; only what organisers really ask."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.accounts.phones import printed_phone, read_phone
from foundation.i18n.messages import gettext as _
from foundation.web.forms import Form, max_length
from marketplace.booths import labels
from marketplace.booths.choosing import Choice
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import LINE_MAX, TEXT_MAX, WANTED_MAX, DocumentKind, Need

ANY = "0"
_needed = InputRequired(_l("This is needed."))
_line, _text = max_length(LINE_MAX), max_length(TEXT_MAX)
_EMAIL = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("This is no e-mail address."))
_CHECKS: Mapping[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
WATTS_MAX = 100_000


class BoothForm(Form):
    """Which booth, how many, and what if there are too few."""

    type = RadioField(_l("Type of booth"), default=ANY, validate_choice=False)
    booth = SelectField(_l("A certain booth, if you have one in mind"), default="", validate_choice=False)
    wanted = IntegerField(_l("How many booths"), [_needed, NumberRange(1, WANTED_MAX)], default=1)
    accepts_fewer = BooleanField(_l("One is enough if there are not more"), default=True)
    would_wait = BooleanField(_l("Put me on the waiting list if there is none"), default=True)
    wish = StringField(_l("Where you would like to stand"), [Optional(), _line])

    def told(self) -> Choice:
        """Return what was chosen."""
        return Choice(
            type_id=_number(self.type.data),
            booth_id=_number(self.booth.data) if "booth" in self else None,
            wanted=self.wanted.data,
            accepts_fewer=self.accepts_fewer.data if "accepts_fewer" in self else False,
            would_wait=self.would_wait.data,
            wish=self.wish.data or "",
        )


def _number(text: str | None) -> int | None:
    """Return the number of a record that was chosen; whether it is one of the fair, whoever holds it asks."""
    typed = text or ""
    return int(typed) or None if typed.isascii() and typed.isdigit() and len(typed) <= len(ANY) + 11 else None


class ProductsForm(Form):
    """Which products are brought, and which of them visitors can taste."""

    products = SelectMultipleField(_l("Products you bring"), coerce=int, **_CHECKS)
    tasted = SelectMultipleField(_l("Which of them visitors can taste"), coerce=int, **_CHECKS)

    def told(self) -> dict[int, bool]:
        """Return the products chosen, and whether each can be tasted."""
        tasted = set(self.tasted.data or ())
        return {number: number in tasted for number in self.products.data or ()}


class DocumentForm(Form):
    """A photo of a label or a paper."""

    kind = SelectField(
        _l("What it is"), choices=lambda: [(one.value, labels.document_label(one)) for one in DocumentKind]
    )
    file = FileField(_l("Photo or file"))


class NeedsForm(Form):
    """What stands on the name board, what is sold, what has to be there."""

    fascia = StringField(_l("Name on the board of your booth"), [_needed, max_length(60)])
    goods = TextAreaField(_l("What you will sell"), [Optional(), _text], render_kw={"rows": 2})
    needs = SelectMultipleField(
        _l("What you need"), choices=lambda: [(one.value, labels.need_label(one)) for one in Need], **_CHECKS
    )
    power_watts = IntegerField(
        _l("How many watts your machines need"), [Optional(), NumberRange(1, WATTS_MAX, _l("Check this number."))]
    )
    needs_note = TextAreaField(_l("What else you need"), [Optional(), _text], render_kw={"rows": 2})
    discount_percent = IntegerField(
        _l("Discount for visitors, in percent"),
        [Optional(), NumberRange(1, 100, _l("Check this number."))],
    )
    on_stage = BooleanField(_l("We would present something on the stage"))
    gifts = BooleanField(_l("We bring gifts for visitors"))

    def told(self) -> dict[str, Any]:
        """Return what was said, by column."""
        names = ("needs", "power_watts", "discount_percent", "on_stage", "gifts")
        said = {name: self[name].data or "" for name in ("fascia", "goods", "needs_note")}
        return {**said, **{name: self[name].data for name in names}, "needs_said": True}


class StaffForm(Form):
    """Somebody who will stand at the booth."""

    name = StringField(_l("Full name"), [_needed, max_length(80)])


class ContactForm(Form):
    """Whom the organiser calls; neither age nor sex is asked."""

    contact_name = StringField(_l("Full name"), [_needed, max_length(80)])
    contact_position = StringField(_l("Position"), [Optional(), max_length(80)])
    contact_phone = StringField(_l("Telephone or Zalo"), [_needed, max_length(30)], render_kw={"type": "tel"})
    contact_email = StringField(_l("E-mail"), [Optional(), _line, _EMAIL], render_kw={"type": "email"})
    tax_code = StringField(_l("Tax code"), [Optional(), max_length(20)])
    connect = TextAreaField(_l("Whom you want to meet"), [Optional(), _text], render_kw={"rows": 2})
    note = TextAreaField(_l("Anything else"), [Optional(), _text], render_kw={"rows": 2})

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield a number nobody can be called at."""
        if self.contact_phone.data and read_phone(self.contact_phone.data) is None:
            yield self.contact_phone, _("This is no telephone number of Vietnam.")

    def told(self) -> dict[str, Any]:
        """Return what was said, by column."""
        names = ("contact_name", "contact_position", "contact_email", "tax_code", "connect", "note")
        said = {name: self[name].data or "" for name in names}
        return {**said, "contact_phone": read_phone(self.contact_phone.data) or ""}

    @classmethod
    def of(cls, registration: BoothRegistration) -> "ContactForm":
        """Return the form as it is filled in now; whoever registers is whom one calls until they say otherwise."""
        made = cls(formdata=None, obj=registration)
        account = registration.account
        phone = registration.contact_phone or account.phone or ""
        made.contact_name.data = registration.contact_name or account.name
        made.contact_phone.data = printed_phone(phone) if phone else ""
        made.contact_email.data = registration.contact_email or account.email or ""
        return made
