"""What this room holds about one person: what they asked, and which questions they answered."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.enquiries.models import Enquiry
from catalog.enquiries.queries import enquiries_of

COLUMNS = frozenset({"enquiries.account_id", "enquiries.answered_by_id"})
RUBBED_OUT = "—"
_SHOWN = ("producer_id", "text", "asked_at", "answer", "answered_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return what was asked and answered; of others' questions only which and when."""
    answered = session.scalars(select(Enquiry).filter_by(answered_by_id=account_id).order_by(Enquiry.id))
    return {
        "asked": [{name: getattr(row, name) for name in _SHOWN} for row in enquiries_of(session, account_id)],
        "answered": [{"producer_id": row.producer_id, "answered_at": row.answered_at} for row in answered],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Questions lose their words, and a waiting one goes: nobody could be answered any more."""
    del today
    for row in enquiries_of(session, account_id):
        if row.answered_at is None:
            session.delete(row)
        else:
            row.text = row.answer = RUBBED_OUT
    session.flush()
