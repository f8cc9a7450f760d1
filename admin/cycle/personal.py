"""What this room holds about one person: what they did to dossiers, which stays under their number."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from admin.cycle.models import DossierEvent

COLUMNS = frozenset({"dossier_events.account_id", "dossier_events.acting_for_id"})
_SHOWN = ("dossier_id", "verb", "reason", "at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return what was done to which dossier, by the person or in their stead."""
    part = or_(DossierEvent.account_id == account_id, DossierEvent.acting_for_id == account_id)
    rows = session.scalars(select(DossierEvent).where(part).order_by(DossierEvent.id))
    return {"dossier_events": [{name: getattr(row, name) for name in _SHOWN} for row in rows]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Keep all: what an authority or a producer did in a procedure of the state is its record, without a name."""
    del session, account_id, today
