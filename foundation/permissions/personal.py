"""What this room holds about one person: told to them, and ended when the account is to be deleted."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.permissions.models import Appointment
from foundation.permissions.queries import appointments_of
from foundation.permissions.rules import LASTING
from foundation.permissions.services import end_appointment

COLUMNS = frozenset({"appointments.account_id", "appointments.granted_by_id", "appointments.granted_for_id"})
_SAID = ("role", "scope_key", "starts_on", "ends_on", "decision", "decided_on", "granted_at", "reason", "offer")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Everything the person was ever appointed to."""
    held = appointments_of(session, account_id)
    return {"appointments": [{name: getattr(row, name) for name in _SAID} for row in held]}


def erase(session: Session, account_id: int, today: date) -> None:
    """End what is held; that it was held, under which decision, stays with the account's number."""
    mine = select(Appointment).filter_by(account_id=account_id)
    lasting = mine.where(Appointment.offer.in_(LASTING)).where(
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > today)
    )
    for row in session.scalars(lasting.order_by(Appointment.id)).all():
        end_appointment(session, SYSTEM, row, on=today, today=today, reason="erasure")
