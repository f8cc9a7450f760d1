"""What a buyer types: the organisation once, and what it needs."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from catalog.products.tree import GroupTree
from catalog.profiles.forms import DongField
from catalog.regulations.editions import edition_on
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.i18n.text import normalize_spaces
from foundation.places.gazetteer import Gazetteer
from foundation.web.forms import Form, max_length
from foundation.web.routing import current_lang
from marketplace.matching import labels
from marketplace.matching.buyer_rules import BuyerKind
from marketplace.matching.countries import countries
from marketplace.matching.demands import BuyerInput
from marketplace.matching.fields import ChecksField
from marketplace.matching.forms_offer import DONG, AmountForm, dong_bounds, units
from marketplace.matching.listing_rules import (
    LINE_MAX,
    NAME_MAX,
    PAYMENT_MAX,
    TEXT_MAX,
    Certification,
    Include,
    UnitCode,
)
from marketplace.matching.models import HOME, Buyer, BuyerDemand

_needed = InputRequired(_l("This is needed."))
_TAX_NUMBER = re.compile(r"\d{10}(-?\d{3})?|\d{12}")


class BuyerForm(Form):
    """A buyer's organisation."""

    name = StringField(_l("Name of the organisation"), [_needed, max_length(NAME_MAX)])
    kind = SelectField(
        _l("What it is"), choices=lambda: [(one.value, labels.buyer_kind_label(one)) for one in BuyerKind]
    )
    country = SelectField(_l("Country"), choices=lambda: countries(current_lang()))
    register_number = StringField(_l("Tax number, or number in the register of its country"), [_needed, max_length(40)])
    province = SelectField(_l("Province of its seat, where it is of Vietnam"))
    website = StringField(
        _l("Website (optional)"),
        [Optional(), max_length(LINE_MAX), Regexp(r"https?://[^\s]+$", message=_l("Begin with https://"))],
    )
    about = TextAreaField(_l("About it (optional)"), [max_length(TEXT_MAX)], render_kw={"rows": 3})

    def offering(self, places: Gazetteer, today: date) -> "BuyerForm":
        """Return the form with the provinces one can choose."""
        named = [(one.code, one.title.shown(current_lang()).text) for one in places.provinces(today)]
        self.province.choices = [("", _("choose")), *named]
        return self

    @classmethod
    def of(cls, buyer: Buyer) -> "BuyerForm":
        """Return the form filled with what is said so far."""
        return cls(obj=buyer, kind=buyer.kind.value, province=buyer.province_code or "")

    def told(self, places: Gazetteer, today: date) -> BuyerInput:
        """Return what was typed."""
        seat = places.by_code(self.province.data, today) if self.country.data == HOME else None
        return BuyerInput(
            name=self.name.data,
            kind=BuyerKind(self.kind.data),
            country=self.country.data,
            register_number=self.register_number.data,
            seat=seat,
            website=(self.website.data or "").strip() or None,
            about=(self.about.data or "").strip() or None,
        )

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield a missing seat and what is no tax number, where it is of Vietnam."""
        if self.country.data != HOME:
            return
        if not self.province.data:
            yield self.province, _("Choose the province of its seat.")
        typed = "".join((self.register_number.data or "").split())
        if typed and not _TAX_NUMBER.fullmatch(typed):
            yield self.register_number, _("A tax number has 10 digits, or 13 for a branch.")


class DemandForm(AmountForm):
    """What a buyer needs, on one page."""

    title = StringField(_l("What you need"), [_needed, max_length(NAME_MAX)])
    group = SelectField(_l("Product group"))
    price_unit = SelectField(_l("Price for one"), choices=units)
    dong = DongField(_l("What you would pay (đồng, optional)"), [Optional(), dong_bounds], render_kw=DONG)
    is_hard = BooleanField(_l("Not more than that: dearer offers are not shown"))
    includes = ChecksField(
        _l("The price includes"), choices=lambda: [(one.value, labels.include_label(one)) for one in Include]
    )
    nothing_more = BooleanField(_l("none of these"))
    delivery_from = DateField(_l("Delivered from"), [_needed])
    delivery_to = DateField(_l("Delivered until"), [_needed])
    province = SelectField(_l("Delivered to which province"))
    delivery = StringField(_l("Port, warehouse or terms of delivery (optional)"), [max_length(LINE_MAX)])
    valid_until = DateField(_l("Answers until"), [_needed])
    min_stars = SelectField(_l("Stars at least"))
    certifications = ChecksField(
        _l("Certifications asked for"),
        choices=lambda: [(one.value, labels.certification_label(one)) for one in Certification],
    )
    payment_days = IntegerField(
        _l("You pay within days (optional)"),
        [Optional(), NumberRange(0, PAYMENT_MAX, message=_l("Check this number."))],
    )
    wants_samples = BooleanField(_l("Samples first"))
    is_sealed = BooleanField(_l("Sealed: answers are read only after that day"))
    words = TextAreaField(_l("Details (optional)"), [max_length(TEXT_MAX)], render_kw={"rows": 5})

    def offering(self, tree: GroupTree, places: Gazetteer, today: date) -> "DemandForm":
        """Return the form with what one can choose."""
        lang = current_lang()
        named = [(one.code, one.title.shown(lang).text) for one in places.provinces(today)]
        self.province.choices = [("", _("choose")), *named]
        self.group.choices = [("", _("any: by words alone")), *_groups(tree)]
        stars = sorted(edition_on(today).bands.certified)
        self.min_stars.choices = [
            ("", _("any or none")),
            *((str(one), ngettext("%(num)d star", "%(num)d stars", one)) for one in stars),
        ]
        return self

    @classmethod
    def of(cls, demand: BuyerDemand) -> "DemandForm":
        """Return the form filled with what is said so far."""
        return cls(
            obj=demand,
            group=demand.group.code if demand.group else "",
            dong=demand.target_dong,
            province=demand.province_code,
            min_stars=str(demand.min_stars or ""),
            nothing_more=demand.includes_said and not demand.includes,
        )

    def said(self, tree: GroupTree, places: Gazetteer, today: date) -> dict[str, Any]:
        """Return what was typed, by column."""
        unit, priced = places.by_code(self.province.data, today), self.dong.data is not None
        return {
            **self.amounts(),
            "title": normalize_spaces(self.title.data),
            "words": (self.words.data or "").strip() or None,
            "group_id": tree.by_code[self.group.data].id if self.group.data else None,
            "target_dong": self.dong.data,
            "price_unit": UnitCode(self.price_unit.data) if priced else None,
            "is_hard": priced and self.is_hard.data,
            "includes": [one.value for one in Include if one.value in (self.includes.data or ())],
            "includes_said": bool(self.includes.data) or self.nothing_more.data,
            "place_id": unit.id if unit else None,
            "province_code": self.province.data,
            "delivery": (self.delivery.data or "").strip() or None,
            "min_stars": int(self.min_stars.data) if self.min_stars.data else None,
            "certifications": list(self.certifications.data or ()),
            **{name: self[name].data for name in ("delivery_from", "delivery_to", "valid_until", "payment_days")},
            **{name: self[name].data for name in ("wants_samples", "is_sealed")},
        }

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield what does not belong together."""
        yield from super().contradictions()
        if not self.province.data:
            yield self.province, _("Choose the province it is delivered to; for export the one of the port.")
        first, last = self.delivery_from.data, self.delivery_to.data
        if first and last and last < first:
            yield self.delivery_to, _("The last day comes after the first.")
        if self.valid_until.data and last and self.valid_until.data > last:
            yield self.valid_until, _("Answers end before the delivery does.")

    def _chosen_units(self) -> set[str]:
        return {self.unit.data, *([self.price_unit.data] if self.dong.data is not None else [])}


def _groups(tree: GroupTree) -> Iterator[tuple[str, str]]:
    """Yield the groups of the edition in force, each followed by its sets."""
    lang = current_lang()
    for node in tree.shelves():
        if len(node.lineage) == 1:
            continue
        yield node.code, node.title.shown(lang).text
        yield from ((one.code, f"– {one.title.shown(lang).text}") for one in tree.inside(node.code))
