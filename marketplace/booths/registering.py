"""A producer registers: page by page, kept as it is typed, sent when it is whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.products.queries import products_of
from foundation.accounts.keys import new_code
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.services import PreparedFile, discard, keep
from foundation.i18n.hygiene import cleaned
from foundation.i18n.text import normalize_spaces
from foundation.workflow.rules import Refused
from marketplace.booths import notices
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.certifying import check_again, stars_of
from marketplace.booths.choosing import Outcome, booths_still_there
from marketplace.booths.claims import assign, lock_fair
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import Moment, move
from marketplace.booths.queries import live_claims_of, live_registration, wait_of
from marketplace.booths.registering_models import (
    BoothDocument,
    BoothProduct,
    BoothRegistration,
    BoothStaff,
)
from marketplace.booths.rules import (
    CODE_LENGTH,
    FILES_MAX,
    LINE_MAX,
    LIVE_REGISTRATIONS,
    PHOTOS_MAX,
    PRODUCTS_MAX,
    REGISTRATIONS,
    SHORT_LENGTH,
    STAFF_MAX,
    BoothRefusal,
    DocumentKind,
    Page,
    RegistrationState,
    RegistrationVerb,
    is_open,
    missing,
)


def begin(session: Session, actor: Actor, fair: BoothFair, producer: Producer, at: Moment) -> BoothRegistration:
    """Return the registration of a producer for a fair that is open; begun where there is none. Raises `Refused`."""
    held = lock_fair(session, fair.event_id)
    if known := live_registration(session, fair.event_id, producer.id):
        return known
    if not is_open(held.opens_at, held.closes_at, at.now):
        raise Refused(BoothRefusal.NOT_OPEN)
    made = BoothRegistration(
        event_id=fair.event_id,
        producer_id=producer.id,
        account_id=actor.account_id,
        fascia=producer.name[:LINE_MAX],
        needs=[],
    )
    session.add(made)
    session.flush()
    record(session, actor, "booth-registration:begin", made.id, after={"fair": fair.event_id})
    return made


def save(session: Session, actor: Actor, registration: BoothRegistration, said: Mapping[str, Any]) -> None:
    """Keep what was typed on one page. Whom it names and what it needs never touches its booths."""
    _to_write(registration)
    for name, value in said.items():
        setattr(registration, name, cleaned(value).strip() if isinstance(value, str) else value)
    registration.account_id = actor.account_id or registration.account_id
    session.flush()


def choose_products(session: Session, registration: BoothRegistration, chosen: Mapping[int, bool], at: Moment) -> None:
    """Keep which of its products a producer brings, and which of them can be tasted; their stars are looked up."""
    _to_write(registration)
    own = {product.id for product in products_of(session, registration.producer_id)}
    wanted = [number for number in chosen if number in own]
    if len(wanted) > PRODUCTS_MAX:
        raise Refused(BoothRefusal.TOO_MANY)
    registration.products.clear()
    session.flush()
    held = stars_of(session, registration.fair.event, wanted)
    for number in wanted:
        found = held[number]
        registration.products.append(
            BoothProduct(
                product_id=number,
                is_tasted=chosen[number],
                stars=found.stars,
                certificate=found.number,
                valid_until=found.valid_until,
                checked_on=at.today,
            )
        )
    session.flush()


def add_document(
    session: Session, actor: Actor, registration: BoothRegistration, kind: DocumentKind, file: PreparedFile
) -> BoothDocument:
    """Keep a photo of a label or a paper with a registration."""
    _to_write(registration)
    most = PHOTOS_MAX if kind is DocumentKind.LABEL else FILES_MAX
    same = [one for one in registration.documents if (one.kind is DocumentKind.LABEL) == (kind is DocumentKind.LABEL)]
    if len(same) >= most:
        raise Refused(BoothRefusal.TOO_MANY)
    added = BoothDocument(registration_id=registration.id, kind=kind, file=keep(session, actor, file, public=False))
    session.add(added)
    session.flush()
    session.expire(registration, ["documents"])
    return added


def remove_document(
    session: Session, actor: Actor, registration: BoothRegistration, document_id: int, *, now: datetime
) -> None:
    """Take a file out of a registration and delete it; told again nothing happens."""
    _to_write(registration)
    for one in [document for document in registration.documents if document.id == document_id]:
        discard(session, actor, one.file, now=now)
        session.delete(one)
    session.flush()
    session.expire(registration, ["documents"])


def add_staff(session: Session, registration: BoothRegistration, name: str) -> BoothStaff:
    """Name somebody who will stand at the booth; their badge gets its codes. Raises `Refused`."""
    if registration.state not in LIVE_REGISTRATIONS:
        raise Refused(BoothRefusal.NOT_THERE)
    if len(registration.staff) >= STAFF_MAX:
        raise Refused(BoothRefusal.TOO_MANY)
    short = _free_short(session, registration.event_id)
    written = normalize_spaces(cleaned(name))[:LINE_MAX]
    added = BoothStaff(event_id=registration.event_id, name=written, short=short, code=new_code(CODE_LENGTH))
    registration.staff.append(added)
    session.flush()
    return added


def remove_staff(session: Session, registration: BoothRegistration, staff_id: int) -> None:
    """Take a name off; its badge opens nothing any more."""
    for one in [staff for staff in registration.staff if staff.id == staff_id]:
        registration.staff.remove(one)
    session.flush()


def answered(session: Session, registration: BoothRegistration, now: datetime) -> dict[Page, bool]:
    """Return which pages of a registration say what is asked."""
    fair = registration.fair
    has_booth = fair.allocation is not Allocation.FIRST_COME
    if not has_booth:
        claims = live_claims_of(session, registration.id, now)
        has_booth = bool(claims) or wait_of(session, registration.id) is not None
    has_label = any(one.kind is DocumentKind.LABEL for one in registration.documents)
    return {
        Page.BOOTH: has_booth,
        Page.PRODUCTS: bool(registration.products),
        Page.FILES: has_label,
        Page.NEEDS: registration.needs_said and bool(registration.fascia),
        Page.STAFF: bool(registration.staff),
        Page.CONTACT: bool(registration.contact_name and registration.contact_phone),
    }


def send(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> Outcome:
    """Send a registration that is whole; its booths are held without an end from now on. Raises `Refused`."""
    fair = lock_fair(session, registration.event_id)
    REGISTRATIONS.next(registration.state, RegistrationVerb.SEND)
    if registration.state is RegistrationState.DRAFT and not is_open(fair.opens_at, fair.closes_at, at.now):
        raise Refused(BoothRefusal.NOT_OPEN)
    outcome = booths_still_there(session, actor, registration, at.now)
    if missing(answered(session, registration, at.now)):
        raise Refused(BoothRefusal.INCOMPLETE)
    if not check_again(session, registration, today=at.today):
        raise Refused(BoothRefusal.NO_CERTIFICATE)
    for claim in live_claims_of(session, registration.id, at.now):
        assign(session, actor, claim, now=at.now)
    registration.sent_at, registration.remark = at.now, None
    move(session, actor, registration, RegistrationVerb.SEND, at)
    notices.tell_organisers(session, registration, notices.SENT, once=at.now, now=at.now, today=at.today)
    if outcome is Outcome.WAITS:
        notices.tell_owner(session, registration, notices.WAITS, once="", now=at.now)
    return outcome


def withdraw(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> None:
    """Take a registration back; its booths are for whoever waits."""
    move(session, actor, registration, RegistrationVerb.WITHDRAW, at)


def _to_write(registration: BoothRegistration) -> None:
    REGISTRATIONS.next(registration.state, RegistrationVerb.SAVE)


def _free_short(session: Session, event_id: int) -> str:
    while True:
        found = new_code(SHORT_LENGTH)
        if session.scalar(select(BoothStaff.id).filter_by(event_id=event_id, short=found)) is None:
            return found
