"""What pages and feeds ask while they show offers and demands."""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy.orm import Session

from catalog.products.tree import group_tree
from catalog.storefront.pages import CatalogueContext
from foundation.i18n.content import Bilingual, Shown
from foundation.i18n.formats import day as written_day
from foundation.i18n.formats import money, number
from foundation.i18n.languages import Lang, localized
from foundation.i18n.messages import gettext as _
from foundation.places.page_context import PageContext
from marketplace.matching import labels
from marketplace.matching.amounts import TypedAmount, base_unit
from marketplace.matching.countries import country_name
from marketplace.matching.listing_rules import Certification, Include, Per, Reach, State, UnitCode
from marketplace.matching.models import Buyer, BuyerDemand, Record, SupplyOffer

_OFFER, _DEMAND = localized("/{supply-demand}/{offers}/"), localized("/{supply-demand}/{demands}/")


class BoardContext(PageContext):
    """What pages ask while they show offers and demands."""

    def __init__(self, session: Session, lang: Lang | None = None) -> None:
        super().__init__(session, lang)
        self.tree = group_tree(session)

    def address(self, listing: Record) -> str:
        """Return the page of an offer or a demand."""
        here = _OFFER if isinstance(listing, SupplyOffer) else _DEMAND
        return f"{here[self.lang]}{listing.slug}-{listing.id}"

    def title(self, listing: Record) -> Shown:
        """Return its title as this reader sees it."""
        if isinstance(listing, SupplyOffer):
            return Bilingual(listing.title, listing.title_en).shown(self.lang)
        return Shown(listing.title, listing.written_in, is_fallback=listing.written_in is not self.lang)

    def products(self) -> CatalogueContext:
        """Return what cards of products ask."""
        return CatalogueContext(self.session)

    def quantity(self, listing: Record) -> str:
        """Return how much, as it was typed."""
        typed = listing.typed
        return self.amount(typed) if typed else _("not stated")

    def amount(self, typed: TypedAmount) -> str:
        """Return an amount as it was typed: with its unit, what a pack holds, and what it is for."""
        said = f"{self.figure(typed.amount)} {labels.counted_unit(typed.unit, typed.amount)}"
        if typed.pack and typed.unit is UnitCode.PACK:
            said += f" × {self.figure(typed.pack.amount)} {labels.unit_label(typed.pack.unit)}"
        return said if typed.per is Per.TOTAL else f"{said} {labels.per_label(typed.per)}"

    def base(self, listing: Record) -> str | None:
        """Return the same in its base unit, where that reads otherwise."""
        typed = listing.typed
        if typed is None or typed.unit.value == typed.quantity.unit.base:
            return None
        base = UnitCode(typed.quantity.unit.base)
        said = f"{self.figure(typed.base_amount)} {labels.counted_unit(base, typed.base_amount)}"
        return said if typed.per is Per.TOTAL else f"{said} {labels.per_label(typed.per)}"

    def least(self, offer: SupplyOffer) -> str | None:
        """Return the smallest order."""
        if not offer.min_amount or offer.unit is None:
            return None
        return self.amount(TypedAmount(offer.min_amount, offer.unit, offer.pack))

    def price(self, offer: SupplyOffer) -> str:
        """Return the price of an offer, from the lowest where it falls with the quantity; or that one asks."""
        if not offer.tiers or offer.price_unit is None:
            return _("Price: ask")
        lowest = min(one["dong"] for one in offer.tiers)
        said = self.each(lowest, offer.price_unit)
        return said if len(offer.tiers) == 1 else _("from %(price)s", price=said)

    def steps(self, offer: SupplyOffer) -> Iterator[tuple[str, str]]:
        """Yield each price of an offer with the quantity it holds from, and the same for the base unit."""
        if offer.price_unit is None:
            return
        for one in offer.tiers:
            unit = labels.counted_unit(offer.price_unit, one["from"])
            least = _("from %(amount)s %(unit)s", amount=self.figure(one["from"]), unit=unit)
            yield least if one["from"] else _("any quantity"), self.with_base(offer, one["dong"])

    def target(self, demand: BuyerDemand) -> str:
        """Return what a buyer would pay, or that it was not said."""
        if demand.target_dong is None:
            return _("Price: to be agreed")
        said = self.with_base(demand, demand.target_dong)
        return _("at most %(price)s", price=said) if demand.is_hard else _("about %(price)s", price=said)

    def with_base(self, listing: Record, dong: int) -> str:
        """Return a price for its unit, and for the base unit where that is another."""
        unit = listing.price_unit or UnitCode.KG
        said, base = self.each(dong, unit), base_unit(unit, listing.pack)
        if unit.value == base.base:
            return said
        return f"{said} (= {money(round(dong / base.holds), self.lang)}/{self.base_name(base.base)})"

    def each(self, dong: int, unit: UnitCode) -> str:
        """Return a price for one unit."""
        return f"{money(dong, self.lang)}/{labels.unit_label(unit)}"

    def includes(self, listing: Record) -> str:
        """Return what a price includes, and what it does not."""
        if not listing.includes_said:
            return _("what it includes is not said")
        held = [labels.include_label(one) for one in Include if one.value in listing.includes]
        rest = [labels.include_label(one) for one in Include if one.value not in listing.includes]
        if not held:
            return _("without %(what)s", what=", ".join(rest))
        return _("with %(what)s", what=", ".join(held)) + (
            _("; without %(what)s", what=", ".join(rest)) if rest else ""
        )

    def window(self, listing: Record) -> str | None:
        """Return when it can be supplied, or is needed."""
        if isinstance(listing, SupplyOffer):
            first, last = listing.window_from, listing.window_to
        else:
            first, last = listing.delivery_from, listing.delivery_to
        if first is None or last is None:
            return None
        return f"{written_day(first, self.lang)} – {written_day(last, self.lang)}"

    def months(self, offer: SupplyOffer) -> list[int]:
        """Return the months of its season."""
        return [number for number, share in enumerate(offer.season, start=1) if share]

    def reach(self, offer: SupplyOffer) -> str:
        """Return where it is delivered to."""
        if offer.reach is Reach.PROVINCES:
            return ", ".join(self.province(code) for code in offer.provinces)
        return labels.reach_label(offer.reach)

    def province(self, code: str) -> str:
        """Return the name of a province of today."""
        unit = self.places.by_code(code, self.today)
        return unit.title.shown(self.lang).text if unit else code

    def whose(self, listing: Record) -> str:
        """Return whose it is."""
        return listing.supplier if isinstance(listing, SupplyOffer) else listing.buyer.name

    def where(self, listing: Record) -> str:
        """Return where it lies or is delivered to as places are named today."""
        return (
            self.place_name(listing.place_id)
            if isinstance(listing, SupplyOffer)
            else self.province(listing.province_code)
        )

    def group(self, listing: Record) -> Bilingual | None:
        """Return the group it is of."""
        return listing.group.title if listing.group else None

    def certifications(self, listing: Record) -> list[str]:
        """Return the certifications that are held or asked for."""
        codes = [one["code"] if isinstance(one, dict) else one for one in listing.certifications]
        return [labels.certification_label(Certification(code)) for code in codes]

    def stands(self, listing: Record) -> bool:
        """Tell whether it can be answered today."""
        return listing.is_active(self.today)

    def state(self, listing: Record) -> str:
        """Return where it stands; what ran out says so."""
        if listing.state is State.LIVE and not self.stands(listing):
            return _("ran out on %(day)s", day=written_day(listing.valid_until or self.today, self.lang))
        return labels.state_label(listing.state)

    def buyer(self, buyer: Buyer) -> str:
        """Return what a buyer is and where."""
        where = self.province(buyer.province_code) if buyer.province_code else self.country(buyer.country)
        return f"{labels.buyer_kind_label(buyer.kind)}, {where}"

    def country(self, code: str) -> str:
        """Return a country's name in this language."""
        return country_name(code, self.lang)

    def reasons(self, listing: Record) -> list[str]:
        """Return what a moderator looks at."""
        return [labels.reason_label(one) for one in listing.reasons]

    def base_name(self, base: str) -> str:
        """Return a base unit in words."""
        return labels.unit_label(UnitCode(base))

    def figure(self, value: float) -> str:
        """Return a number as people write it, without needless digits."""
        exact = Decimal(str(round(value, 3)))
        return number(int(exact) if exact == exact.to_integral_value() else exact.normalize(), self.lang)
