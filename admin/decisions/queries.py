"""Reading what an officer makes true: entries, records of a province, decisions that sources name."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from admin.decisions.models import DecisionEntry, DecisionLine
from admin.decisions.rules import State
from catalog.certificates.models import Certificate, RecognitionClaim
from catalog.intake.matching import RowInput
from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.places.models import Place, PlaceLevel

CLOSED_SHOWN = 20
NAMED_SHOWN = 30
NAMED_LEAST = 2
"""A number that one record alone names may be a slip of the source; it can still be entered by hand."""


def entry_by_id(session: Session, entry_id: int, *, lock: bool = False) -> DecisionEntry | None:
    """Return the entry with its place and people; locked for whoever is about to change it."""
    wanted = (
        select(DecisionEntry)
        .filter_by(id=entry_id)
        .options(joinedload(DecisionEntry.place), joinedload(DecisionEntry.scan))
    )
    if lock:
        wanted = wanted.with_for_update(of=DecisionEntry).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def lines_of(session: Session, entry: DecisionEntry) -> list[DecisionLine]:
    """Return the rows of an entry with their products and certificates."""
    wanted = select(DecisionLine).filter_by(entry_id=entry.id).order_by(DecisionLine.position)
    shown = [joinedload(DecisionLine.product).joinedload(Product.producer), joinedload(DecisionLine.certificate)]
    return list(session.scalars(wanted.options(*shown)))


def entries(session: Session, scope: Scope) -> tuple[list[DecisionEntry], list[DecisionEntry]]:
    """Return what is being entered within a scope, and what was entered last."""
    wanted = select(DecisionEntry).where(within(scope, DecisionEntry.place_id))
    wanted = wanted.options(
        joinedload(DecisionEntry.place), joinedload(DecisionEntry.opened_by), selectinload(DecisionEntry.lines)
    ).order_by(DecisionEntry.id.desc())
    drafts = session.scalars(wanted.where(DecisionEntry.state == State.DRAFT))
    entered = session.scalars(wanted.where(DecisionEntry.state == State.ENTERED).limit(CLOSED_SHOWN))
    return list(drafts), list(entered)


@dataclass(frozen=True, slots=True)
class NamedDecision:
    """A decision that sources name and that is not on record: what the desk may look for next."""

    number: str
    place_id: int
    province_code: str
    products: int
    year: int | None
    issued_on: date | None


def named_decisions(session: Session, scope: Scope) -> list[NamedDecision]:
    """Decisions that several records' sources name and no certificate rests on yet, those with most products first."""
    certified = select(Certificate.id).filter_by(product_id=Product.id, ended_by=None)
    place = select(Place.id).filter_by(level=PlaceLevel.PROVINCE, valid_to=None, code=Product.province_code)
    province = place.scalar_subquery()
    count = func.count(Product.id.distinct())
    wanted = (
        select(
            RecognitionClaim.decision_number,
            province.label("place_id"),
            Product.province_code,
            count.label("products"),
            func.max(RecognitionClaim.year).label("year"),
            func.max(RecognitionClaim.issued_on).label("issued_on"),
        )
        .join(Product, Product.id == RecognitionClaim.product_id)
        .where(
            RecognitionClaim.decision_number.is_not(None),
            Product.removed_at.is_(None),
            ~certified.exists(),
            within(scope, Product.place_id),
        )
        .group_by(RecognitionClaim.decision_number, Product.province_code)
        .having(count >= NAMED_LEAST)
        .order_by(count.desc(), RecognitionClaim.decision_number)
        .limit(NAMED_SHOWN)
    )
    return [NamedDecision(*row) for row in session.execute(wanted)]


def claimed_rows(session: Session, number: str, province_code: str) -> list[RowInput]:
    """Return the products whose sources name a decision, as rows of its table."""
    wanted = (
        select(Product.name, Producer.name, Product.commune_text, Product.district_text, RecognitionClaim.stars)
        .join(Product, Product.id == RecognitionClaim.product_id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .where(
            RecognitionClaim.decision_number == number,
            Product.province_code == province_code,
            Product.removed_at.is_(None),
        )
        .distinct()
        .order_by(Product.name)
    )
    return [
        RowInput(name, producer or "", commune or "", str(stars or ""), district or "")
        for name, producer, commune, district, stars in session.execute(wanted)
    ]
