"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from marketplace.events.models import Event
from marketplace.events.placing import Address
from marketplace.events.rules import EventKind
from marketplace.events.services import EventInput, add
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side, province_of


def _event(session: Session, side: Side) -> Record:
    """A draft of the number a role is held for; the last one of that number leaves it."""
    kept = session.get(Event, side.thing_id)
    if kept is None:
        name = f"Hội chợ {1 + (session.scalar(select(func.count()).select_from(Event)) or 0)}"
        address, first = Address("", "", "", province_of(session, side).name), TODAY + timedelta(days=20)
        kept = add(session, SYSTEM, EventInput(EventKind.FAIR, name, first, None, address))
        if kept.id != side.thing_id:
            session.query(Event).filter_by(id=kept.id).update({"id": side.thing_id})
            session.expire_all()
            kept = session.get_one(Event, side.thing_id)
    kept.place_id, called = side.place_id, kept.name
    session.flush()
    number = side.thing_id
    form = {
        "why-reason": "Bão",
        "return-remark": "Thiếu giờ mở cửa",
        "days-starts_on": "2027-01-10",
        "title": "Khai mạc",
        "day": kept.starts_on.isoformat(),
        "province": "01",
        "visitors": "10",
    }
    marks = (f'/admin/su-kien/{number}"', f'/ho-so/su-kien/{number}"', f"{called},")
    return Record({"event_id": number, "item_id": 1, "document_id": 1, "photo_id": 1, "code": "01"}, form, marks)


RECORDS: Mapping[str, Maker] = {"event": _event}
"""The one number of a side: records of two sides never share it."""
