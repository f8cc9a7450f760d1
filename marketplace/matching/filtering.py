"""How the board is narrowed: what was asked, and the same as conditions of the database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Text, and_, cast, or_, select

from catalog.certificates.models import ProductStanding
from marketplace.matching.listing_rules import PUBLIC, Certification, State
from marketplace.matching.models import BuyerDemand, Kind, SupplyOffer


class Side(StrEnum):
    """Which half of the board."""

    OFFERS = "offer"
    DEMANDS = "demand"


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """What a list is narrowed to on a day: any of the provinces and groups, all of the words.

    `first` and `last` are days on which it can be supplied or is needed. `is_past` asks for what is over. `stars` are
    those in force of an offer's product at least, or those a demand asks for at most.
    """

    today: date
    provinces: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    certifications: frozenset[Certification] = frozenset()
    stars: int | None = None
    words: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    is_past: bool = False
    is_demo: bool | None = False


def conditions(model: type[Kind], asked: BoardFilters) -> list[ColumnElement[bool]]:
    """Return what holds of every offer or demand on the list."""
    found = [_over(model, asked.today) if asked.is_past else active(model, asked.today)]
    if asked.is_demo is not None:
        found.append(model.is_demo == asked.is_demo)
    if asked.provinces:
        found.append(model.province_code.in_(sorted(asked.provinces)))
    if asked.groups:
        found.append(model.group_id.in_(sorted(asked.groups)))
    found += [model.find_key.contains(f" {word}", autoescape=True) for word in asked.words]
    held = cast(model.certifications, Text)
    found += [held.contains(f'"{code}"') for code in sorted(asked.certifications)]
    if model is SupplyOffer:
        return [*found, *_of_offers(asked)]
    return [*found, *_of_demands(asked)]


def active(model: type[Kind], today: date) -> ColumnElement[bool]:
    """Return the condition that something can be answered today: the same answer as `listing_rules.is_active`."""
    stands = and_(model.state == State.LIVE, or_(model.valid_until.is_(None), model.valid_until >= today))
    return and_(stands, ~BuyerDemand.is_invited) if model is BuyerDemand else stands


def _over(model: type[Kind], today: date) -> ColumnElement[bool]:
    ran_out = and_(model.state == State.LIVE, model.valid_until < today)
    over = and_(or_(model.state == State.CLOSED, ran_out), model.state.in_(sorted(PUBLIC)))
    return and_(over, ~BuyerDemand.is_invited) if model is BuyerDemand else over


def _of_offers(asked: BoardFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.stars:
        starred = select(ProductStanding.product_id).where(ProductStanding.stars >= asked.stars)
        found.append(SupplyOffer.product_id.in_(starred))
    if asked.first:
        found.append(or_(SupplyOffer.window_to.is_(None), SupplyOffer.window_to >= asked.first))
    if asked.last:
        found.append(or_(SupplyOffer.window_from.is_(None), SupplyOffer.window_from <= asked.last))
    return found


def _of_demands(asked: BoardFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.stars:
        found.append(or_(BuyerDemand.min_stars.is_(None), BuyerDemand.min_stars <= asked.stars))
    if asked.first:
        found.append(BuyerDemand.delivery_to >= asked.first)
    if asked.last:
        found.append(BuyerDemand.delivery_from <= asked.last)
    return found
