"""Why an offer suits or not, in the reader's language: a sentence with numbers for each feature."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from foundation.i18n.formats import number
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext, spoken
from marketplace.matching.rules import Feature, kilometres, price_ratio
from marketplace.matching.terms import Demand, Offer


def sentence(name: str, feature: Feature, demand: Demand, offer: Offer, today: date) -> str:
    """Return what is to be said of a feature of an offer."""
    if not feature.known:
        return _UNKNOWN[name]()
    return _KNOWN[name](feature, demand, offer, today)


def _product(feature: Feature, demand: Demand, offer: Offer, _today: date) -> str:
    if demand.group is None:
        return _("The words agree to %(percent)s %%", percent=_said(100 * feature.value))
    if demand.subgroup is None:
        return _("Exactly the group asked for")
    if demand.subgroup == offer.subgroup:
        return _("Exactly the sub-group asked for")
    return _("The group asked for, another sub-group")


def _quantity(_feature: Feature, demand: Demand, offer: Offer, _today: date) -> str:
    asked, common = demand.asked(), offer.common(demand.days)
    if demand.quantity is None or asked is None or offer.quantity is None or common is None:
        return _unknown_quantity()
    unit, least = demand.quantity.unit.base, offer.min_order
    if least is not None and least.over(len(demand.days)) > asked:
        return _(
            "Sold from %(least)s %(unit)s, %(asked)s %(unit)s needed",
            least=_said(least.over(len(demand.days))),
            asked=_said(asked),
            unit=_unit(unit),
        )
    have = offer.quantity.over(len(common))
    return _("%(have)s %(unit)s of %(asked)s %(unit)s needed", have=_said(have), asked=_said(asked), unit=_unit(unit))


def _time(_feature: Feature, demand: Demand, offer: Offer, _today: date) -> str:
    common = offer.common(demand.days)
    return _("Can deliver on %(common)s of %(days)s days", common=len(common or ()), days=len(demand.days))


def _price(_feature: Feature, demand: Demand, offer: Offer, _today: date) -> str:
    ratio = price_ratio(demand, offer)
    if ratio is None or demand.price is None:
        return _unknown_price()
    price, unit = _said(round(ratio * demand.price.each)), _unit(demand.price.unit.base)
    percent = _said(abs(ratio - 1) * 100)
    if percent == "0":
        return _("%(price)s đ/%(unit)s, the price asked for", price=price, unit=unit)
    if ratio > 1:
        return _(
            "%(price)s đ/%(unit)s, %(percent)s %% above the price asked for", price=price, unit=unit, percent=percent
        )
    return _("%(price)s đ/%(unit)s, %(percent)s %% below the price asked for", price=price, unit=unit, percent=percent)


def _geography(_feature: Feature, demand: Demand, offer: Offer, _today: date) -> str:
    km = kilometres(demand.place, offer.place)
    if demand.place.province is not None and demand.place.province == offer.place.province:
        return _("In the same province")
    return _("About %(km)s km away", km=_said(round(km or 0)))


def _quality(_feature: Feature, demand: Demand, offer: Offer, _today: date) -> str:
    more = set(offer.certifications) - demand.certifications
    held = sum(offer.holds(code, demand.days.last) for code in more)
    return ngettext(
        "%(stars)s stars, %(num)s more certification",
        "%(stars)s stars, %(num)s more certifications",
        held,
        stars=offer.stars,
    )


def _trust(_feature: Feature, _demand: Demand, offer: Offer, today: date) -> str:
    asked, replied = offer.replies or (0.0, 0.0)
    return _(
        "Replied to %(replied)s of %(asked)s questions, confirmed %(days)s days ago",
        replied=_said(replied),
        asked=_said(asked),
        days=(today - (offer.confirmed_on or today)).days,
    )


def _unknown_quantity() -> str:
    return _("How much of it there is cannot be compared with what is needed")


def _unknown_price() -> str:
    return _("The price cannot be compared with the one asked for")


_KNOWN: Mapping[str, Callable[[Feature, Demand, Offer, date], str]] = {
    "product": _product,
    "quantity": _quantity,
    "time": _time,
    "price": _price,
    "geography": _geography,
    "quality": _quality,
    "trust": _trust,
}
_UNKNOWN: Mapping[str, Callable[[], str]] = {
    "product": lambda: _("Neither group nor words were given"),
    "quantity": _unknown_quantity,
    "time": lambda: _("When it can be delivered is not said"),
    "price": _unknown_price,
    "geography": lambda: _("How far away it is is not known"),
    "quality": lambda: _("Its stars are not known"),
    "trust": lambda: _("How reliably it is answered is not known yet"),
}


def _said(value: float) -> str:
    """Return a number as people say it: one decimal at most, none where it is large or whole."""
    rounded = Decimal(str(round(value, 1)))
    whole = rounded == rounded.to_integral_value() or abs(rounded) >= 100  # noqa: PLR2004
    return number(round(value) if whole else rounded, spoken())


def _unit(base: str) -> str:
    return ngettext("piece", "pieces", 1) if base == "piece" else base
