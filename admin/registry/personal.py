"""What this room holds about one person: the lists of appointments they sent."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from admin.registry.models import AppointmentList

COLUMNS = frozenset({"appointment_lists.account_id"})


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Which lists, when; the people on them are others."""
    asked = select(AppointmentList.name, AppointmentList.sent_at, AppointmentList.state).filter_by(
        account_id=account_id
    )
    return {"appointment_lists": [row._asdict() for row in session.execute(asked.order_by(AppointmentList.id))]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Delete the lists; what was done by them stays in the audit."""
    del today
    session.execute(delete(AppointmentList).filter_by(account_id=account_id))
