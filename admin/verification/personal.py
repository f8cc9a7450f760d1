"""What this room holds about one person: which decisions somebody entered, which producers they merged."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from admin.verification.models import DecisionEntry, ProducerMerge

COLUMNS = frozenset(
    {
        "decision_entries.opened_by_id",
        "decision_entries.closed_by_id",
        "producer_merges.merged_by_id",
        "producer_merges.undone_by_id",
    }
)
_MERGED = ("kept_id", "merged_id", "merged_at", "undone_at")
_TOLD = ("authority", "number", "issued_on", "state", "opened_at", "closed_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the decisions somebody began or finished to enter, the merges they made or undid."""
    mine = or_(DecisionEntry.opened_by_id == account_id, DecisionEntry.closed_by_id == account_id)
    rows = session.scalars(select(DecisionEntry).where(mine).order_by(DecisionEntry.id))
    did = or_(ProducerMerge.merged_by_id == account_id, ProducerMerge.undone_by_id == account_id)
    merges = session.scalars(select(ProducerMerge).where(did).order_by(ProducerMerge.id))
    return {
        "decisions": [{name: getattr(row, name) for name in _TOLD} for row in rows],
        "merges": [{name: getattr(row, name) for name in _MERGED} for row in merges],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Nothing goes: that an office entered a decision is an official act, kept under the account's number."""
    del session, account_id, today
