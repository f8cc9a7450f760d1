"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

from flask import current_app, has_app_context
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.files.services import prepare_document
from foundation.files.storage import EXTENSION as STORAGE
from foundation.places.addresses import Address
from marketplace.events.attachments import add_document
from marketplace.events.models import Event
from marketplace.events.rules import EventKind
from marketplace.events.services import EventInput, add, publish, submit
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side, province_of


def _event(session: Session, side: Side) -> Record:
    """A public one of the number a role is held for, with a document; the last one of that number leaves it."""
    kept = session.get(Event, side.thing_id) or _made(session, side)
    kept.place_id, called, number = side.place_id, kept.name, side.thing_id
    session.flush()
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
    paper = kept.documents[0].id if kept.documents else 1
    return Record({"event_id": number, "item_id": 1, "document_id": paper, "photo_id": 1, "code": "01"}, form, marks)


def _made(session: Session, side: Side) -> Event:
    name = f"Hội chợ {1 + (session.scalar(select(func.count()).select_from(Event)) or 0)}"
    address, first = Address("", "", "", province_of(session, side).name), TODAY + timedelta(days=20)
    made = add(session, SYSTEM, EventInput(EventKind.FAIR, name, first, None, address))
    submit(session, SYSTEM, made, now=now(), today=TODAY)
    publish(session, SYSTEM, made, now=now(), today=TODAY)
    if made.id != side.thing_id:
        session.query(Event).filter_by(id=made.id).update({"id": side.thing_id})
        session.expire_all()
    kept = session.get_one(Event, side.thing_id)
    if has_app_context():
        storage = current_app.extensions[STORAGE]
        add_document(session, SYSTEM, kept, prepare_document(storage, BytesIO(b"%PDF-1.4 x"), name="a.pdf"), "Giấy mời")
    return kept


RECORDS: Mapping[str, Maker] = {"event": _event}
"""The one number of a side: records of two sides never share it."""
