"""Reading reports: one's own by its link, those on a desk, and what is said in public."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import Certificate
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.reports.models import Report
from catalog.reports.rules import CLOSED, CONFIRM_WITHIN, OPEN, About, State
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.places.models import Place, PlaceLevel

CLOSED_SHOWN = 50
_NOTES = (
    select(Report)
    .where(Report.product_id == bindparam("product_id"), Report.public_note.is_not(None))
    .order_by(Report.closed_at.desc(), Report.id.desc())
)


def by_digest(session: Session, digest: str, now: datetime) -> Report | None:
    """Return the report behind a letter's link; one that was not confirmed in time is not there any more."""
    found = session.scalars(select(Report).filter_by(digest=digest)).one_or_none()
    if found and found.state is State.UNCONFIRMED and found.sent_at + CONFIRM_WITHIN <= now:
        return None
    return found


def report_by_id(session: Session, report_id: int, *, lock: bool = False) -> Report | None:
    """Return the report with its product and owner, or None; locked for whoever is about to change it."""
    wanted = select(Report).filter_by(id=report_id).options(joinedload(Report.product), joinedload(Report.owner))
    if lock:
        wanted = wanted.with_for_update(of=Report).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def desk(session: Session, scope: Scope) -> tuple[list[Report], list[Report]]:
    """Return what lies on a desk: the open ones, the most urgent first, and those closed last."""
    asked = select(Report).where(within(scope, Report.place_id))
    asked = asked.options(joinedload(Report.product), joinedload(Report.owner))
    waiting = asked.where(Report.state.in_(OPEN)).order_by(Report.due_on, Report.id)
    closed = asked.where(Report.state.in_(CLOSED)).order_by(Report.closed_at.desc(), Report.id.desc())
    return list(session.scalars(waiting)), list(session.scalars(closed.limit(CLOSED_SHOWN)))


def public_notes(session: Session, product_id: int) -> list[Report]:
    """Return what officers said in public about a product after a report, the newest first."""
    return list(session.scalars(_NOTES, {"product_id": product_id}))


def subject(session: Session, found: About) -> tuple[int | None, int | None]:
    """(product, province's place) a page is about, as far as there is one."""
    product_id, code = found.product_id, None
    if found.code:
        product_id = session.scalar(select(Certificate.product_id).filter_by(check_code=found.code))
    if product_id:
        code = session.scalar(select(Product.province_code).filter_by(id=product_id))
        product_id = product_id if code else None
    elif found.producer_id:
        code = session.scalar(select(Producer.province_code).filter_by(id=found.producer_id))
    if code is None:
        return product_id, None
    province = select(Place.id).filter_by(level=PlaceLevel.PROVINCE, valid_to=None, code=code)
    return product_id, session.scalar(province)


def check_reports(session: Session, today: date) -> Iterator[str]:
    """Sentences for reports that wait longer than was promised."""
    overdue = select(Report).where(Report.state.in_(OPEN), Report.due_on < today).order_by(Report.id)
    for one in session.scalars(overdue):
        yield f"report {one.id} ({one.kind}) was to be answered by {one.due_on}"
