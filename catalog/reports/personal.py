"""What this room holds about one person with an account: which reports an officer took.

Whoever reports has no account; address and link go by themselves (docs/operating.md).
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.reports.models import Report

COLUMNS = frozenset({"reports.owner_account_id"})
_SHOWN = ("kind", "state", "page", "confirmed_at", "due_on", "answer", "public_note", "closed_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the reports somebody took, with what was answered."""
    rows = session.scalars(select(Report).filter_by(owner_account_id=account_id).order_by(Report.id))
    return {"reports": [{name: getattr(row, name) for name in _SHOWN} for row in rows]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Nothing goes: that an office answered is an official act, kept under the account's number."""
    del session, account_id, today
