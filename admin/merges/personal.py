"""What this room holds about one person: which producers somebody merged."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from admin.merges.models import ProducerMerge

COLUMNS = frozenset({"producer_merges.merged_by_id", "producer_merges.undone_by_id"})
_SHOWN = ("kept_id", "merged_id", "merged_at", "undone_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the merges somebody made or undid."""
    did = or_(ProducerMerge.merged_by_id == account_id, ProducerMerge.undone_by_id == account_id)
    rows = session.scalars(select(ProducerMerge).where(did).order_by(ProducerMerge.id))
    return {"merges": [{name: getattr(row, name) for name in _SHOWN} for row in rows]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Delete nothing: that an office merged two records is an official act, held under the account's number."""
    del session, account_id, today
