"""What this room holds about one person: told to them. Entries stay: they name a number, and the chain needs them."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from foundation.audit.models import AuditEntry

COLUMNS = frozenset({"audit_entries.actor_id", "audit_entries.acting_for_id"})


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return what the person did, when; and what was done to their account."""
    mine = or_(AuditEntry.actor_id == account_id, AuditEntry.acting_for_id == account_id)
    about = (AuditEntry.subject == "account") & (AuditEntry.subject_id == account_id)
    asked = select(AuditEntry.at, AuditEntry.verb, AuditEntry.subject_id).where(or_(mine, about))
    return {
        "entries": [
            {"at": row.at, "verb": row.verb, "record": row.subject_id}
            for row in session.execute(asked.order_by(AuditEntry.id))
        ],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Nothing goes: who acted must stay answerable, and what is kept is a number that leads to no person any more."""
    del session, account_id, today
