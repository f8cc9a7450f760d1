"""Which offers suit a demand, and which demands an offer: records as the model sees them, ranked, with the reasons.

Whoever owns the record is also told what hides the rest: each gate with how many it hides.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import ProductStanding
from catalog.products.models import GroupLevel
from catalog.products.tree import GroupTree, group_tree
from foundation.places.gazetteer import Gazetteer, gazetteer
from marketplace.matching import terms
from marketplace.matching.amounts import TypedAmount, base_unit
from marketplace.matching.filtering import active
from marketplace.matching.listing_rules import Reach
from marketplace.matching.models import BuyerDemand, Record, SupplyOffer
from marketplace.matching.rules import Match, gaps, match, rank, reasons
from marketplace.matching.sentences import sentence
from marketplace.matching.text import agreement

SHOWN = 10
NEWCOMER = timedelta(weeks=17)
"""Whoever has offered nothing longer ago than this is new here."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record of the other side that suits, with its numbers and what speaks for and against it."""

    listing: Record
    found: Match
    reasons: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best of the other side, how many suit in all, and how many each gate hides, the busiest first."""

    best: tuple[Suggestion, ...]
    total: int
    hidden: tuple[tuple[str, int], ...]


class Translator:
    """Turns records into what the model compares; what it needs of a day is read once."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self._tree: GroupTree = group_tree(session)
        self._places: Gazetteer = gazetteer(session)

    def offers(self, rows: Sequence[SupplyOffer]) -> list[terms.Offer]:
        """Return offers with their stars of this day and whether their producer is new; two queries."""
        products = {one.product_id for one in rows if one.product_id}
        stars = {one.product_id: one for one in self._session.scalars(_standings(products))}
        new = self._newcomers({one.producer_id for one in rows if one.producer_id})
        return [self._offer(one, stars.get(one.product_id or 0), new) for one in rows]

    def demand(self, row: BuyerDemand) -> terms.Demand:
        """Return a demand; its days are due."""
        if row.delivery_from is None or row.delivery_to is None:
            raise ValueError("a demand on the board has its days")
        group, subgroup = self._groups(row.group_id)
        return terms.Demand(
            organisation=f"buyer-{row.buyer_id}",
            group=group,
            subgroup=subgroup,
            text=row.title,
            quantity=row.typed.quantity if row.typed else None,
            days=terms.Days(row.delivery_from, row.delivery_to),
            place=self._place(row),
            price=_money(row, row.target_dong),
            hard=row.is_hard,
            min_stars=row.min_stars,
            certifications=frozenset(row.certifications),
            payment_days=row.payment_days,
            blocked=frozenset(),
        )

    def _offer(self, row: SupplyOffer, standing: ProductStanding | None, new: frozenset[int]) -> terms.Offer:
        group, subgroup = self._groups(row.group_id)
        least = row.min_amount and row.unit and TypedAmount(row.min_amount, row.unit, row.pack).quantity
        window = terms.Days(row.window_from, row.window_to) if row.window_from and row.window_to else None
        return terms.Offer(
            id=str(row.id),
            organisation=f"producer-{row.producer_id}",
            newcomer=row.producer_id in new,
            state=row.state.value,
            valid_until=row.valid_until,
            group=group,
            subgroup=subgroup,
            text=" ".join(filter(None, (row.title, row.title_en, row.words))),
            quantity=row.typed.quantity if row.typed else None,
            min_order=least or None,
            window=window,
            season=tuple(row.season) or None,
            price=_tiers(row),
            place=self._place(row),
            fresh=row.is_fresh,
            delivers_to=frozenset(row.provinces) if row.reach is Reach.PROVINCES else None,
            stars=standing.stars if standing else None,
            certificate_until=standing.valid_until if standing and standing.stars else None,
            certifications={one["code"]: _day(one["until"]) for one in row.certifications},
            replies=None,
            confirmed_on=row.confirmed_on,
            prefers=terms.Preferences(
                min_quantity=least or None,
                payment_days=row.payment_days,
                price_floor=_money(row, row.floor_dong),
            ),
        )

    def _groups(self, group_id: int | None) -> tuple[str | None, str | None]:
        """Return the codes of the group and the set in the edition in force; None where they are not known."""
        group = self._tree.group_of(group_id)
        below = [self._tree.by_code[code] for code in self._tree.shelf(group_id)]
        sets = [one.code for one in below if one.level is GroupLevel.SET]
        return group.code if group else None, sets[0] if len(sets) == 1 else None

    def _place(self, row: Record) -> terms.Place:
        unit = self._places.units[row.place_id]
        return terms.Place(row.province_code, unit.lat, unit.lon)

    def _newcomers(self, producers: set[int]) -> frozenset[int]:
        since = datetime.combine(self._today - NEWCOMER, time(), tzinfo=timezone.utc)
        first = select(SupplyOffer.producer_id).where(SupplyOffer.producer_id.in_(producers))
        first = first.group_by(SupplyOffer.producer_id).having(func.min(SupplyOffer.published_at) >= since)
        return frozenset(one for one in self._session.scalars(first) if one is not None)


def offers_for(session: Session, demand: BuyerDemand, today: date) -> Suggestions:
    """Return the offers that suit a demand best, in the model's order."""
    wanted = select(SupplyOffer).where(active(SupplyOffer, today), SupplyOffer.is_demo == demand.is_demo)
    rows = {str(one.id): one for one in session.scalars(wanted.options(joinedload(SupplyOffer.product)))}
    translator = Translator(session, today)
    asked = translator.demand(demand)
    ranked = rank(asked, translator.offers(list(rows.values())), today, agreement)
    return _suggested([(rows[one.offer.id], asked, one) for one in ranked], today)


def demands_for(session: Session, offer: SupplyOffer, today: date) -> Suggestions:
    """Return the demands an offer suits best: those that suit both sides most come first, then those that close first.

    A demand hidden by the gate of its group is another's business, and is not told.
    """
    wanted = select(BuyerDemand).where(active(BuyerDemand, today), BuyerDemand.is_demo == offer.is_demo)
    rows = list(session.scalars(wanted.options(joinedload(BuyerDemand.buyer))))
    translator = Translator(session, today)
    [told] = translator.offers([offer])
    pairs = ((row, translator.demand(row)) for row in rows)
    found = [(row, asked, match(asked, told, today, agreement)) for row, asked in pairs]
    found.sort(key=lambda one: (-round(one[2].mutual, 6), one[0].valid_until or today, one[0].id))
    return _suggested(found, today)


def _suggested(ranked: Iterable[tuple[Record, terms.Demand, Match]], today: date) -> Suggestions:
    told = list(ranked)
    suiting = [one for one in told if not one[2].gated_by]
    related = [found for _, _, found in told if found.gated_by and "group" not in found.gated_by]
    hidden = Counter(gate for found in related for gate in found.gated_by)
    best = tuple(_suggestion(*one, today) for one in suiting[:SHOWN])
    return Suggestions(best, len(suiting), tuple(hidden.most_common()))


def _suggestion(listing: Record, demand: terms.Demand, found: Match, today: date) -> Suggestion:
    def said(names: list[str]) -> tuple[str, ...]:
        return tuple(sentence(name, found.features[name], demand, found.offer, today) for name in names)

    return Suggestion(listing, found, said(reasons(found.features)), said(gaps(found.features)))


def _standings(products: set[int]) -> Select[ProductStanding]:
    return select(ProductStanding).where(ProductStanding.product_id.in_(products))


def _money(row: Record, dong: int | None) -> terms.Money | None:
    if dong is None or row.price_unit is None:
        return None
    return terms.Money(dong, base_unit(row.price_unit, row.pack), _includes(row))


def _tiers(row: SupplyOffer) -> terms.Tiers | None:
    if not row.tiers or row.price_unit is None:
        return None
    steps = tuple((float(one["from"]), float(one["dong"])) for one in row.tiers)
    return terms.Tiers(base_unit(row.price_unit, row.pack), _includes(row), steps)


def _includes(row: Record) -> frozenset[str] | None:
    return frozenset(row.includes) if row.includes_said else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
