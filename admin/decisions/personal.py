"""What this room holds about one person: which decisions somebody entered."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from admin.decisions.models import DecisionEntry

COLUMNS = frozenset({"decision_entries.opened_by_id", "decision_entries.closed_by_id"})
_SHOWN = ("authority", "number", "issued_on", "state", "opened_at", "closed_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the decisions somebody began or finished to enter."""
    mine = or_(DecisionEntry.opened_by_id == account_id, DecisionEntry.closed_by_id == account_id)
    rows = session.scalars(select(DecisionEntry).where(mine).order_by(DecisionEntry.id))
    return {"decisions": [{name: getattr(row, name) for name in _SHOWN} for row in rows]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Delete nothing: that an office entered a decision is an official act, held under the account's number."""
    del session, account_id, today
