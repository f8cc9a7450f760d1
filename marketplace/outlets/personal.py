"""What this room holds about one person: which points of sale they inspected as an officer.

That somebody keeps a point of sale is an appointment, and told there.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.outlets.models import Inspection

COLUMNS = frozenset({"outlet_inspections.inspector_id"})
_SHOWN = ("outlet_id", "inspected_on", "is_fine", "note")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the inspections somebody made."""
    rows = session.scalars(select(Inspection).filter_by(inspector_id=account_id).order_by(Inspection.id))
    return {"inspections": [{name: getattr(row, name) for name in _SHOWN} for row in rows]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Nothing goes: that an office inspected is an official act, kept under the account's number."""
    del session, account_id, today
