"""What this room holds about one person: what they wrote for producers, and what they let pass."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.profiles.models import ProductProfile, ProfileWriter

COLUMNS = frozenset({"product_profiles.edited_by_id", "product_profiles.decided_by_id", "profile_writers.account_id"})
_SHOWN = ("product_id", "state", "edited_at", "published_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Which versions somebody worked on or decided, and when: the texts are the producer's."""
    wrote = select(ProfileWriter.profile_id).filter_by(account_id=account_id)
    people = (ProductProfile.edited_by_id, ProductProfile.decided_by_id)
    mine = or_(ProductProfile.id.in_(wrote), *(column == account_id for column in people))
    rows = session.scalars(select(ProductProfile).where(mine).order_by(ProductProfile.id))
    return {"profiles": [{name: getattr(row, name) for name in _SHOWN} for row in rows]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Nothing goes: these are the producer's words, and a number is all that stays of who wrote them."""
    del session, account_id, today
