"""What a producer types of an offer: two pages, what there is and how it is delivered."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from catalog.profiles.forms import DongField
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from foundation.web.forms import Form, max_length
from foundation.web.routing import current_lang
from marketplace.matching import labels
from marketplace.matching.fields import AmountField, ChecksField
from marketplace.matching.listing_rules import (
    AMOUNT_MAX,
    DONG_MAX,
    LINE_MAX,
    PAYMENT_MAX,
    TEXT_MAX,
    Certification,
    Include,
    Per,
    Reach,
    UnitCode,
)
from marketplace.matching.models import SupplyOffer

_needed = InputRequired(_l("This is needed."))
amount_bounds = NumberRange(0.001, AMOUNT_MAX, message=_l("Check this number."))
dong_bounds = NumberRange(0, DONG_MAX, message=_l("Type an amount in đồng, such as 120.000."))
DONG = {"inputmode": "numeric", "type": "text", "autocomplete": "off"}


def units(*, packs: bool = True) -> list[tuple[str, str]]:
    """Return the units one can choose."""
    return [(one.value, labels.unit_label(one)) for one in UnitCode if packs or one is not UnitCode.PACK]


def optional_units() -> list[tuple[str, str]]:
    """Return the units a pack may hold, none first."""
    return [("", _("choose")), *units(packs=False)]


def pers() -> list[tuple[str, str]]:
    """Return what a quantity may be for."""
    return [(one.value, labels.per_label(one)) for one in Per]


class AmountForm(Form):
    """How much, in units people use; a pack says what it holds."""

    amount = AmountField(_l("How much"), [_needed, amount_bounds])
    unit = SelectField(_l("Unit"), choices=units)
    pack_amount = AmountField(_l("One pack holds"), [Optional(), amount_bounds])
    pack_unit = SelectField(_l("of"), choices=optional_units)
    per = SelectField(_l("That is"), choices=pers)

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield what does not belong together."""
        if UnitCode.PACK.value in self._chosen_units() and not (self.pack_amount.data and self.pack_unit.data):
            yield self.pack_amount, _("Say what one pack holds, such as 5 kg.")

    def _chosen_units(self) -> set[str]:
        return {self.unit.data}

    def amounts(self) -> dict[str, Any]:
        """Return the columns of an amount."""
        holds = bool(self.pack_amount.data and self.pack_unit.data)
        return {
            "amount": self.amount.data,
            "unit": UnitCode(self.unit.data),
            "per": Per(self.per.data),
            "pack_amount": self.pack_amount.data if holds else None,
            "pack_unit": UnitCode(self.pack_unit.data) if holds else None,
        }


class WhatForm(AmountForm):
    """The first page: how much, for how much, when."""

    dong = DongField(_l("Price (đồng)"), [Optional(), dong_bounds], render_kw=DONG)
    price_unit = SelectField(_l("Price for one"), choices=units)
    window_from = DateField(_l("From"), [_needed])
    window_to = DateField(_l("Until"), [_needed])

    @classmethod
    def of(cls, offer: SupplyOffer) -> "WhatForm":
        """Return the form filled with what is said so far."""
        dong = offer.tiers[0]["dong"] if offer.tiers else None
        return cls(obj=offer, dong=dong)

    def said(self, offer: SupplyOffer | None = None) -> dict[str, Any]:
        """Return what was typed, by column; prices from larger quantities on stay where the first one does."""
        rest = offer.tiers[1:] if offer and self.dong.data is not None else []
        first = [] if self.dong.data is None else [{"from": 0, "dong": self.dong.data}]
        return {
            **self.amounts(),
            "tiers": [*first, *rest],
            "price_unit": UnitCode(self.price_unit.data) if first else None,
            "window_from": self.window_from.data,
            "window_to": self.window_to.data,
        }

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield what does not belong together."""
        yield from super().contradictions()
        first, last = self.window_from.data, self.window_to.data
        if first and last and last < first:
            yield self.window_to, _("The last day comes after the first.")

    def _chosen_units(self) -> set[str]:
        return {self.unit.data, *([self.price_unit.data] if self.dong.data is not None else [])}


class TermsForm(Form):
    """The second page: where it is delivered, on which terms."""

    reach = SelectField(_l("Delivered to"), choices=lambda: [(one.value, labels.reach_label(one)) for one in Reach])
    provinces = ChecksField(_l("Which provinces"))
    delivery = StringField(_l("How it is delivered (optional)"), [max_length(LINE_MAX)])
    min_amount = AmountField(_l("Minimum order (optional)"), [Optional(), amount_bounds])
    includes = ChecksField(
        _l("The price includes"), choices=lambda: [(one.value, labels.include_label(one)) for one in Include]
    )
    nothing_more = BooleanField(_l("none of these"))
    second_from = AmountField(_l("Cheaper from"), [Optional(), amount_bounds])
    second_dong = DongField(_l("then (đồng)"), [Optional(), dong_bounds], render_kw=DONG)
    third_from = AmountField(_l("Cheaper still from"), [Optional(), amount_bounds])
    third_dong = DongField(_l("then (đồng)"), [Optional(), dong_bounds], render_kw=DONG)
    payment_days = IntegerField(_l("Payment within days (optional)"), [Optional(), NumberRange(0, PAYMENT_MAX)])
    packaging = StringField(_l("Packaging (optional)"), [max_length(LINE_MAX)])
    certifications = ChecksField(
        _l("Certifications held"),
        choices=lambda: [(one.value, labels.certification_label(one)) for one in Certification],
    )
    season = ChecksField(_l("Months of the season"), choices=lambda: [(one, one) for one in map(str, range(1, 13))])
    is_fresh = BooleanField(_l("It does not keep long: fresh goods"))
    words = TextAreaField(_l("What buyers should know (optional)"), [max_length(TEXT_MAX)], render_kw={"rows": 4})

    @classmethod
    def of(cls, offer: SupplyOffer) -> "TermsForm":
        """Return the form filled with what is said so far."""
        tiers = [*offer.tiers[1:], {}, {}]
        return cls(
            obj=offer,
            reach=offer.reach.value,
            certifications=[one["code"] for one in offer.certifications],
            season=[str(number) for number, share in enumerate(offer.season, start=1) if share],
            nothing_more=offer.includes_said and not offer.includes,
            second_from=tiers[0].get("from"),
            second_dong=tiers[0].get("dong"),
            third_from=tiers[1].get("from"),
            third_dong=tiers[1].get("dong"),
        )

    def offering(self, provinces: list[Unit]) -> "TermsForm":
        """Return the form with the provinces one can choose."""
        self.provinces.choices = [(one.code, one.title.shown(current_lang()).text) for one in provinces]
        return self

    def said(self, offer: SupplyOffer) -> dict[str, Any]:
        """Return what was typed, by column."""
        reach, months = Reach(self.reach.data), set(self.season.data or ())
        return {
            "reach": reach,
            "provinces": list(self.provinces.data or ()) if reach is Reach.PROVINCES else [],
            "includes": [one.value for one in Include if one.value in (self.includes.data or ())],
            "includes_said": bool(self.includes.data) or self.nothing_more.data,
            "tiers": [*offer.tiers[:1], *self._steps()] if offer.tiers else [],
            "min_amount": self.min_amount.data,
            "payment_days": self.payment_days.data,
            "certifications": self._held(offer),
            "season": [float(str(number) in months) for number in range(1, 13)] if months else [],
            "is_fresh": self.is_fresh.data,
            **{name: (self[name].data or "").strip() or None for name in ("delivery", "packaging", "words")},
        }

    def _steps(self) -> list[dict[str, Any]]:
        typed = ((self.second_from.data, self.second_dong.data), (self.third_from.data, self.third_dong.data))
        return sorted(
            ({"from": least, "dong": dong} for least, dong in typed if least and dong is not None),
            key=lambda one: float(one["from"]),
        )

    def _held(self, offer: SupplyOffer) -> list[dict[str, str | None]]:
        """Return what is held; until when a known one is held stays known."""
        known: dict[str, str | None] = {one["code"]: one.get("until") for one in offer.certifications}
        return [{"code": code, "until": known.get(code)} for code in self.certifications.data or ()]

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield that no province is named where only some are served."""
        if self.reach.data == Reach.PROVINCES and not self.provinces.data:
            yield self.provinces, _("Tick at least one province.")
