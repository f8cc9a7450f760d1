"""Reading offers, demands and buyers: one with all its page shows, lists of the board, desks, and checks of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.models import Product
from foundation.permissions.queries import matching, within
from foundation.permissions.rules import Scope
from marketplace.matching.buyer_rules import BuyerState
from marketplace.matching.filtering import BoardFilters, active, conditions
from marketplace.matching.listing_rules import PUBLIC, State
from marketplace.matching.models import Buyer, BuyerDemand, Kind, Record, SupplyOffer
from marketplace.matching.roles import BUYER_SCOPE

DESK_SHOWN = 100


@dataclass(frozen=True, slots=True)
class BoardPage(Generic[Kind]):
    """A page of one half of the board, and how many are on all of it."""

    listed: tuple[Kind, ...]
    total: int


def listing_by_id(session: Session, model: type[Kind], number: int, *, lock: bool = False) -> Kind | None:
    """Return the offer or demand, or None; locked for whoever is about to change it."""
    wanted = select(model).where(model.id == number)
    if lock:
        wanted = wanted.with_for_update(of=model).execution_options(populate_existing=True)
    else:
        wanted = wanted.options(*_whole(model))
    return session.scalars(wanted).one_or_none()


def public_listing(session: Session, model: type[Kind], number: int) -> Kind | None:
    """Return one that has a page: it was published, was not taken down, and is not for invited ones alone."""
    found = listing_by_id(session, model, number)
    if found is None or found.published_at is None or found.state not in PUBLIC or _is_hidden(found):
        return None
    return found


def page_of(session: Session, model: type[Kind], asked: BoardFilters, *, page: int, per_page: int) -> BoardPage[Kind]:
    """Return a page of the board: what was confirmed last comes first."""
    wanted = conditions(model, asked)
    total = session.scalar(select(func.count()).select_from(model).where(*wanted)) or 0
    if not total:
        return BoardPage((), 0)
    rows = select(model).where(*wanted).order_by(model.confirmed_on.desc(), model.id.desc()).options(*_whole(model))
    return BoardPage(tuple(session.scalars(rows.limit(per_page).offset((page - 1) * per_page))), total)


def count_of(session: Session, model: type[Kind], asked: BoardFilters) -> int:
    """Return how many are on a list."""
    return session.scalar(select(func.count()).select_from(model).where(*conditions(model, asked))) or 0


def within_board(session: Session, model: type[Kind], asked: BoardFilters, most: int) -> list[Kind]:
    """Return the first of a list without counting it."""
    wanted = select(model).where(*conditions(model, asked)).options(*_whole(model))
    return list(session.scalars(wanted.order_by(model.confirmed_on.desc(), model.id.desc()).limit(most)))


def public_by_ids(session: Session, model: type[Kind], ids: Collection[int], today: date) -> dict[int, Kind]:
    """Return those of these that can be answered today, by number; one query."""
    wanted = select(model).where(model.id.in_(ids), active(model, today)).options(*_whole(model))
    return {one.id: one for one in session.scalars(wanted)}


def offers_of(session: Session, scope: Scope) -> list[SupplyOffer]:
    """Return the offers of producers somebody speaks for, what is worked on first."""
    wanted = select(SupplyOffer).where(matching(scope, {PRODUCER_SCOPE: SupplyOffer.producer_id}))
    ordered = wanted.order_by(SupplyOffer.updated_at.desc(), SupplyOffer.id.desc()).options(*_whole(SupplyOffer))
    return list(session.scalars(ordered.limit(DESK_SHOWN)))


def products_to_offer(session: Session, scope: Scope) -> list[Product]:
    """Return the products of producers somebody speaks for, in alphabetical order."""
    wanted = select(Product).where(matching(scope, {PRODUCER_SCOPE: Product.producer_id}), Product.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(Product.sort_key, Product.id)))


def buyers_of(session: Session, scope: Scope) -> list[Buyer]:
    """Return the organisations somebody speaks for."""
    return list(session.scalars(select(Buyer).where(matching(scope, {BUYER_SCOPE: Buyer.id})).order_by(Buyer.id)))


def demands_of(session: Session, scope: Scope) -> list[BuyerDemand]:
    """Return the demands of organisations somebody speaks for, the latest first."""
    wanted = select(BuyerDemand).where(matching(scope, {BUYER_SCOPE: BuyerDemand.buyer_id}))
    ordered = wanted.order_by(BuyerDemand.updated_at.desc(), BuyerDemand.id.desc()).options(*_whole(BuyerDemand))
    return list(session.scalars(ordered.limit(DESK_SHOWN)))


def buyer_by_id(session: Session, buyer_id: int, *, lock: bool = False) -> Buyer | None:
    """Return the organisation, or None; locked for whoever is about to change it."""
    wanted = select(Buyer).filter_by(id=buyer_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def waiting_listings(session: Session, model: type[Kind], scope: Scope) -> list[Kind]:
    """Return what waits on a desk, the oldest first."""
    wanted = select(model).where(within(scope, model.place_id), model.state == State.REVIEW)
    return list(session.scalars(wanted.order_by(model.submitted_at, model.id).options(*_whole(model))))


def waiting_buyers(session: Session, scope: Scope) -> list[Buyer]:
    """Return the organisations that wait on a desk, the oldest first."""
    wanted = select(Buyer).where(within(scope, Buyer.place_id), Buyer.state == BuyerState.WAITING)
    return list(session.scalars(wanted.order_by(Buyer.updated_at, Buyer.id)))


def offers_of_products(session: Session, ids: Collection[int], today: date) -> dict[int, list[SupplyOffer]]:
    """Return the offers of products that stand today, by product; one query."""
    wanted = select(SupplyOffer).where(SupplyOffer.product_id.in_(ids), active(SupplyOffer, today))
    found: dict[int, list[SupplyOffer]] = {}
    for one in session.scalars(wanted.order_by(SupplyOffer.confirmed_on.desc(), SupplyOffer.id)):
        found.setdefault(one.product_id or 0, []).append(one)
    return found


def check_listings(session: Session, today: date) -> Iterator[str]:
    """Sentences for what does not hold: amounts whose base is another one, days that have not come yet."""
    offers, demands = select(SupplyOffer).order_by(SupplyOffer.id), select(BuyerDemand).order_by(BuyerDemand.id)
    listings: tuple[Record, ...] = (*session.scalars(offers), *session.scalars(demands))
    for one in listings:
        typed = one.typed
        if typed and (one.base_amount, one.base_unit) != (typed.base_amount, typed.quantity.unit.base):
            yield f"{one.KIND} {one.id}: its base amount is not what was typed"
        if one.confirmed_on and one.confirmed_on > today:
            yield f"{one.KIND} {one.id}: confirmed on {one.confirmed_on}, which has not come yet"


def _is_hidden(listing: Record) -> bool:
    return isinstance(listing, BuyerDemand) and listing.is_invited


def _whole(model: type[Kind]) -> tuple[ExecutableOption, ...]:
    if issubclass(model, SupplyOffer):
        return joinedload(SupplyOffer.product), joinedload(SupplyOffer.group), selectinload(SupplyOffer.writers)
    return joinedload(BuyerDemand.buyer), joinedload(BuyerDemand.group), selectinload(BuyerDemand.writers)
