"""What whoever gives booths fills in."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from foundation.config.settings import VIETNAM
from foundation.i18n.messages import gettext as _
from foundation.web.forms import Form, max_length
from marketplace.booths import labels
from marketplace.booths.allocation_rules import OTHERS, Allocation, Measure
from marketplace.booths.models import BoothFair
from marketplace.booths.plan_rules import BOOTHS_MAX
from marketplace.booths.planning import TypeInput
from marketplace.booths.rules import LETTER_MAX, LINE_MAX, TEXT_MAX, WANTED_MAX

_needed = InputRequired(_l("This is needed."))
_line, _text = max_length(LINE_MAX), max_length(TEXT_MAX)
_wrong = _l("Check this number.")
_percent = NumberRange(0, 100, _wrong)
DONG_MAX, POINTS_MAX = 10**12, 100
NONE = ""


def _allocations() -> list[tuple[str, str]]:
    return [(one.value, labels.allocation_label(one)) for one in Allocation]


class SetUpForm(Form):
    """How the booths of a fair are given."""

    allocation = SelectField(_l("Booths are given"), choices=_allocations)


class SettingsForm(Form):
    """How booths are given and paid, and what the contract says."""

    allocation = SelectField(_l("Booths are given"), choices=_allocations)
    each = IntegerField(_l("Booths of one producer at most"), [_needed, NumberRange(1, WANTED_MAX, _wrong)])
    min_stars = IntegerField(_l("Stars a product must have on all days"), [_needed, NumberRange(0, 5, _wrong)])
    hold_minutes = IntegerField(
        _l("Minutes a booth is held while a producer types"), [_needed, NumberRange(10, 1440, _wrong)]
    )
    offer_hours = IntegerField(
        _l("Hours to answer an offer from the waiting list"), [_needed, NumberRange(1, 240, _wrong)]
    )
    pay_days = IntegerField(_l("Days to pay after approval"), [_needed, NumberRange(1, 60, _wrong)])
    payee = SelectField(_l("Fees go to"), default=NONE)
    subsidy = SelectField(_l("Programme that pays a part"), default=NONE)
    vat_percent = IntegerField(_l("VAT in the price, in percent"), [Optional(), _percent])
    advance_percent = IntegerField(_l("Advance, in percent"), [_needed, _percent])
    cancel_until = DateField(_l("Last day to cancel against the fee"), [Optional()])
    setting_up = StringField(_l("When booths are set up"), [Optional(), _line])
    clearing = StringField(_l("When booths are cleared"), [Optional(), _line])
    asks = StringField(_l("Whom producers ask"), [Optional(), _line])

    def told(self) -> dict[str, Any]:
        """Return what was said, by column."""
        numbers = ("each", "min_stars", "hold_minutes", "offer_hours", "pay_days", "vat_percent", "advance_percent")
        said = {name: self[name].data for name in (*numbers, "cancel_until")}
        said |= {name: self[name].data or "" for name in ("setting_up", "clearing", "asks")}
        said["allocation"] = Allocation(self.allocation.data)
        said |= {f"{name}_id": int(self[name].data) if self[name].data else None for name in ("payee", "subsidy")}
        return said

    @classmethod
    def of(cls, fair: BoothFair) -> "SettingsForm":
        """Return the form as it is filled in now."""
        made = cls(formdata=None, obj=fair)
        made.allocation.data = fair.allocation.value
        made.payee.data, made.subsidy.data = str(fair.payee_id or NONE), str(fair.subsidy_id or NONE)
        return made


class TypeForm(Form):
    """A type of booth."""

    code = StringField(
        _l("Short code"), [_needed, max_length(12), Regexp(r"[A-Za-z0-9-]+$", message=_l("Letters and digits only."))]
    )
    name = StringField(_l("Name"), [_needed, max_length(80)])
    size = StringField(_l("Size"), [_needed, max_length(40)])
    price_dong = IntegerField(_l("Price in đồng"), [InputRequired(), NumberRange(0, DONG_MAX, _wrong)])
    equipment = TextAreaField(_l("What stands in it"), [Optional(), _text], render_kw={"rows": 2})

    def told(self) -> TypeInput:
        """Return what was said."""
        said = (self.code.data, self.name.data, self.size.data, self.price_dong.data, self.equipment.data or "")
        return TypeInput(*said)


class OpeningForm(Form):
    """From when until when producers register."""

    opens_at = DateTimeLocalField(_l("Registration opens"), [_needed], format="%Y-%m-%dT%H:%M")
    closes_at = DateTimeLocalField(_l("Registration closes"), [_needed], format="%Y-%m-%dT%H:%M")

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield an end that does not follow."""
        first, last = self.opens_at.data, self.closes_at.data
        if first and last and last <= first:
            yield self.closes_at, _("The end lies before the beginning.")

    def told(self) -> tuple[datetime, datetime]:
        """Return both moments; what was typed is the clock of Vietnam."""
        first, last = (each.data.replace(tzinfo=VIETNAM) for each in (self.opens_at, self.closes_at))
        return first.astimezone(timezone.utc), last.astimezone(timezone.utc)


class SubsidyForm(Form):
    """A programme that pays a part of booths."""

    decision = StringField(_l("Number of the decision"), [_needed, _line])
    percent = IntegerField(_l("Percent of the price"), [_needed, NumberRange(1, 100, _wrong)])
    booths_a_year = IntegerField(_l("Booths of a producer in a year"), [_needed, NumberRange(1, 50, _wrong)])
    min_stars = IntegerField(_l("Stars a product must have"), [_needed, NumberRange(3, 5, _wrong)], default=3)


class LetterForm(Form):
    """A letter to some of those who registered."""

    state = SelectField(_l("To those whose registration"), default=NONE)
    subject = StringField(_l("Subject"), [_needed, max_length(120)])
    body = TextAreaField(_l("Letter"), [_needed, max_length(LETTER_MAX)], render_kw={"rows": 6})


class PlaceForm(Form):
    """Which booth a registration gets, in the place of which."""

    booth = SelectField(_l("Booth"))
    instead_of = SelectField(_l("Instead of"), default=NONE)


class SwapForm(Form):
    """Whose booth is exchanged for which."""

    own = SelectField(_l("This booth"))
    other = SelectField(_l("for the booth of"))


def read_rules(sent: Mapping[str, str], provinces: list[str]) -> tuple[dict[Measure, int], dict[str, int]]:
    """Return the points of each criterion and the quota of each province that were sent; what is no number is none."""
    points = {one: _number(sent.get(f"points-{one}", ""), POINTS_MAX) for one in Measure}
    quotas = {code: _number(sent.get(f"quota-{code}", ""), BOOTHS_MAX) for code in (*provinces, OTHERS)}
    return {one: many for one, many in points.items() if many}, {code: many for code, many in quotas.items() if many}


def _number(text: str, most: int) -> int:
    typed = text.strip()
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(most))
    return min(int(typed), most) if is_number else 0
