"""How long what was on the board is kept after it ended."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.matching.listing_rules import State
from marketplace.matching.models import BuyerDemand, SupplyOffer

KEPT_FOR = timedelta(days=366)
"""At least a year, as the law on electronic trade asks."""


def delete_ended(session: Session, before: datetime) -> int:
    """Delete offers and demands that ended before; what a public report says of the past stays. How many."""
    ended = [State.CLOSED, State.TAKEN_DOWN]
    offers = select(SupplyOffer).where(SupplyOffer.state.in_(ended), SupplyOffer.ended_at < before)
    gone: list[SupplyOffer | BuyerDemand] = list(session.scalars(offers.where(SupplyOffer.source.is_(None))))
    copies = update(SupplyOffer).where(SupplyOffer.copied_from_id.in_([one.id for one in gone]))
    session.execute(copies.values(copied_from_id=None))
    demands = select(BuyerDemand).where(BuyerDemand.state.in_(ended), BuyerDemand.ended_at < before)
    gone += session.scalars(demands)
    for one in gone:
        session.delete(one)
    session.flush()
    return len(gone)
