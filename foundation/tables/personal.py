"""What this room holds about one person: the lists they are looking at."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from foundation.tables.models import TableDraft

COLUMNS = frozenset({"table_drafts.account_id"})


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return which lists, and when they were sent."""
    asked = select(TableDraft.name, TableDraft.list_name, TableDraft.sent_at).filter_by(account_id=account_id)
    return {"table_drafts": [row._asdict() for row in session.execute(asked.order_by(TableDraft.id))]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Delete the lists; nothing of them was taken in."""
    del today
    session.execute(delete(TableDraft).filter_by(account_id=account_id))
