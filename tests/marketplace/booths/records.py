"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from io import BytesIO

from flask import current_app, has_app_context
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.files.services import keep, prepare_document
from foundation.files.storage import EXTENSION as STORAGE
from foundation.papers.models import Paper
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.models import BoothFair, BoothPaper
from marketplace.booths.plan_rules import filled
from marketplace.booths.planning import TypeInput, add_type, save_plan, set_up
from marketplace.booths.registering import add_document, add_staff
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import DocumentKind, RegistrationState
from marketplace.events.models import Event
from tests.catalog.producers.records import producer_of
from tests.catalog.products.records import product_of
from tests.marketplace.events.records import RECORDS as EVENTS
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side

PDF = b"%PDF-1.4 x"


def _fair(session: Session, side: Side) -> Record:
    """The booths of the event that a role is held for, with a type and a plan."""
    event = _event(session, side)
    if session.get(BoothFair, event.id) is None:
        fair = set_up(session, SYSTEM, event, Allocation.FIRST_COME)
        add_type(session, SYSTEM, fair, TypeInput("TC", "Gian tiêu chuẩn", "3 × 3 m", 0))
        save_plan(session, SYSTEM, fair, filled(1, 3, "TC"), now=now())
    form = {
        "allocation": "first_come",
        "subject": "Giờ dựng gian",
        "body": "Từ 7 giờ.",
        "opens_at": "2026-11-20T08:00",
        "closes_at": "2026-12-01T17:00",
        "producer": str(producer_of(session, side).id),
    }
    marks = (f'/admin/gian-hang/{event.id}"', f'/ho-so/hoi-cho/{event.id}"')
    return Record({"event_id": event.id, "code": "TC", "paper_id": _paper(session, event.id, None)}, form, marks)


def _registration(session: Session, side: Side) -> Record:
    """One of the producer a role is held for, with a file, a name on a badge and a paper."""
    _fair(session, side)
    product = product_of(session, side)
    wanted = select(BoothRegistration).filter_by(event_id=side.thing_id, producer_id=product.producer_id)
    kept = session.scalars(wanted).first()
    if kept is None:
        kept = BoothRegistration(
            event_id=side.thing_id, producer_id=product.producer_id, account_id=side.account_id, needs=[]
        )
        session.add(kept)
        session.flush()
        add_staff(session, kept, "Bà Na")
    kept.state, kept.sent_at = RegistrationState.DRAFT, now()
    document = kept.documents[0].id if kept.documents else 1
    if has_app_context() and not kept.documents:
        storage = current_app.extensions[STORAGE]
        file = prepare_document(storage, BytesIO(PDF), name="nhan.pdf")
        document = add_document(session, SYSTEM, kept, DocumentKind.LABEL, file).id
    numbers = {"registration_id": kept.id, "document_id": document, "staff_id": kept.staff[0].id}
    paper = _paper(session, side.thing_id, kept.id)
    address = {"event_id": side.thing_id, "page_name": "lien-he", "paper_id": paper, **numbers}
    marks = (f'/ho-so/gian-hang/{kept.id}"', f'/dang-ky/{kept.id}"')
    return Record(address, {"remark": "Thiếu ảnh nhãn", "name": "Ông Tư"}, marks)


def _event(session: Session, side: Side) -> Event:
    EVENTS["event"](session, side)
    return session.get_one(Event, side.thing_id)


def _paper(session: Session, event_id: int, registration_id: int | None) -> int:
    """A paper that was made already."""
    if not has_app_context():
        return 1
    storage = current_app.extensions[STORAGE]
    file = keep(session, SYSTEM, prepare_document(storage, BytesIO(PDF), name="giay.pdf"), public=False)
    facts = {"kind": "booth-confirmation", "edition": "1", "language": "vi", "dated_on": TODAY, "facts": {}}
    paper = Paper(**facts, facts_sha256="0" * 64, source_sha256="0" * 64, file=file, made_at=now())
    session.add(paper)
    session.flush()
    session.add(BoothPaper(paper_id=paper.id, event_id=event_id, registration_id=registration_id))
    session.flush()
    return paper.id


RECORDS: Mapping[str, Maker] = {"booth-fair": _fair, "booth-registration": _registration}
