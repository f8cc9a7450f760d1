"""What is done by itself: whoever keeps a point of sale is asked when nobody has confirmed it for half a year."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.services import notify
from foundation.permissions.models import Appointment
from foundation.permissions.queries import holds
from marketplace.outlets.notices import STALE
from marketplace.outlets.queries import stale_outlets
from marketplace.outlets.roles import OUTLET_OPERATOR

ASK = "outlets.ask"

Handler = Callable[[Database, Mapping[str, Any]], None]


def confirmation_job(today: Callable[[], date]) -> Handler:
    """Build the job that asks."""

    def ask(database: Database, payload: Mapping[str, Any]) -> None:
        del payload
        with database.unit_of_work() as session:
            ask_operators(session, today())

    return ask


def ask_operators(session: Session, today: date) -> int:
    """Ask the operators of all that are stale, each once in half a year; how many points of sale."""
    asked = 0
    for outlet in stale_outlets(session, today):
        for keeper in operators(session, outlet.id, today):
            facts, once = {"outlet": outlet.id}, f"{STALE} {outlet.id} {today}"
            notify(session, keeper.account, STALE, facts=facts, dedupe_key=once, now=now())
            outlet.asked_on = today
        asked += outlet.asked_on == today
    return asked


def operators(session: Session, outlet_id: int, today: date) -> list[Appointment]:
    """Those who keep a point of sale today."""
    wanted = select(Appointment).filter_by(role=OUTLET_OPERATOR, object_id=outlet_id)
    rows = session.scalars(wanted.options(joinedload(Appointment.account)).order_by(Appointment.id))
    return [row for row in rows if holds(row, today)]
