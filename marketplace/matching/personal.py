"""What this room holds about one person: which offers and demands they wrote or decided, which organisations."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from marketplace.matching.models import Buyer, BuyerDemand, DemandWriter, OfferWriter, SupplyOffer

COLUMNS = frozenset(
    {
        "offer_writers.account_id",
        "demand_writers.account_id",
        "supply_offers.decided_by_id",
        "buyer_demands.decided_by_id",
        "buyers.opened_by_id",
        "buyers.decided_by_id",
    }
)
_SHOWN = ("title", "state", "created_at", "published_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return what somebody wrote or decided, and when: the words are their producer's or organisation's."""
    offers = select(OfferWriter.offer_id).filter_by(account_id=account_id)
    demands = select(DemandWriter.demand_id).filter_by(account_id=account_id)
    of_offers = select(SupplyOffer).where(or_(SupplyOffer.id.in_(offers), SupplyOffer.decided_by_id == account_id))
    of_demands = select(BuyerDemand).where(or_(BuyerDemand.id.in_(demands), BuyerDemand.decided_by_id == account_id))
    buyers = select(Buyer).where(or_(Buyer.opened_by_id == account_id, Buyer.decided_by_id == account_id))
    return {
        "offers": [_told(one) for one in session.scalars(of_offers.order_by(SupplyOffer.id))],
        "demands": [_told(one) for one in session.scalars(of_demands.order_by(BuyerDemand.id))],
        "buyers": [{"name": one.name, "state": one.state} for one in session.scalars(buyers.order_by(Buyer.id))],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Nothing goes: these are an organisation's words, and a number is all that stays of who wrote them."""
    del session, account_id, today


def _told(listing: SupplyOffer | BuyerDemand) -> dict[str, Any]:
    return {name: getattr(listing, name) for name in _SHOWN}
