"""What this room holds about one person: registrations they wrote or decided, letters they sent; and what goes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from marketplace.booths.models import BoothLetter
from marketplace.booths.registering_models import BoothRegistration, BoothStaff
from marketplace.events.models import Event

COLUMNS = frozenset({"booth_registrations.account_id", "booth_registrations.decided_by_id", "booth_letters.sent_by_id"})
_TOLD = ("event_id", "producer_id", "state", "fascia", "sent_at", "created_at")
_PEOPLE = ("contact_name", "contact_position", "contact_phone", "contact_email")
_GONE = "—"
"""Stands for a name on a badge that was forgotten: the badge is long over."""


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the registrations somebody wrote or decided, and how many letters they sent."""
    mine = or_(BoothRegistration.account_id == account_id, BoothRegistration.decided_by_id == account_id)
    rows = session.scalars(select(BoothRegistration).where(mine).order_by(BoothRegistration.id))
    letters = session.scalars(select(BoothLetter).filter_by(sent_by_id=account_id).order_by(BoothLetter.id))
    return {
        "registrations": [
            {name: getattr(row, name) for name in (_TOLD + _PEOPLE if row.account_id == account_id else _TOLD)}
            for row in rows
        ],
        "letters": [{"event_id": row.event_id, "subject": row.subject, "sent_at": row.sent_at} for row in letters],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Erase whom one called; a registration is the producer's and stays, under the account's number."""
    del today
    session.execute(update(BoothRegistration).filter_by(account_id=account_id).values(dict.fromkeys(_PEOPLE, "")))


def forget_people(session: Session, before: datetime) -> int:
    """Forget whom organisers called and who stood at booths of fairs that are long over; how many registrations."""
    over = select(BoothRegistration.id).join(Event, Event.id == BoothRegistration.event_id)
    over = over.where(Event.last_on < before.date(), BoothRegistration.contact_name != "")
    numbers = list(session.scalars(over))
    blank = dict.fromkeys(_PEOPLE, "")
    session.execute(update(BoothRegistration).where(BoothRegistration.id.in_(numbers)).values(blank))
    session.execute(update(BoothStaff).where(BoothStaff.registration_id.in_(numbers)).values({"name": _GONE}))
    return len(numbers)
