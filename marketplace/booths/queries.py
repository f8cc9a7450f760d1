"""Reading booths: what is free, what is taken, who registered, who waits."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from foundation.papers.models import Paper
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.models import Booth, BoothFair, BoothPaper, BoothType
from marketplace.booths.registering_models import (
    BoothClaim,
    BoothDocument,
    BoothProduct,
    BoothRegistration,
    BoothWait,
)
from marketplace.booths.rules import LIVE_REGISTRATIONS
from marketplace.booths.waiting_rules import Entry


def live(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a claim keeps its booth: neither released nor a hold that has run out."""
    held = and_(BoothClaim.state == ClaimState.HELD, BoothClaim.until > moment)
    return or_(held, BoothClaim.state.in_([ClaimState.ASSIGNED, ClaimState.PAID]))


def fair_by_event(session: Session, event_id: int) -> BoothFair | None:
    """Return the booths of an event, or None where it gives none."""
    return session.get(BoothFair, event_id)


def booths_of(session: Session, event_id: int) -> Sequence[Booth]:
    """Return the booths on a plan with their types, by row and column."""
    wanted = select(Booth).where(Booth.event_id == event_id, Booth.removed_at.is_(None))
    return session.scalars(wanted.options(joinedload(Booth.type)).order_by(Booth.row, Booth.column)).all()


def claims_of_fair(session: Session, event_id: int, moment: datetime) -> dict[int, BoothClaim]:
    """Return the live claims of a fair by the number of their booth."""
    wanted = select(BoothClaim).where(BoothClaim.event_id == event_id, live(moment))
    whose = joinedload(BoothClaim.registration).joinedload(BoothRegistration.producer)
    return {claim.booth_id: claim for claim in session.scalars(wanted.options(whose, joinedload(BoothClaim.booth)))}


def free_booths_of(session: Session, event_id: int, moment: datetime, type_id: int | None = None) -> Sequence[Booth]:
    """Return the booths of a fair, or of a type, that nobody has, in the order of their plan."""
    taken = exists().where(BoothClaim.booth_id == Booth.id, live(moment))
    wanted = select(Booth).where(Booth.event_id == event_id, Booth.removed_at.is_(None), ~taken)
    if type_id is not None:
        wanted = wanted.where(Booth.type_id == type_id)
    return session.scalars(wanted.order_by(Booth.row, Booth.column)).all()


def live_claims_of(session: Session, registration_id: int, moment: datetime) -> Sequence[BoothClaim]:
    """Return what a registration has, with the booths and their types."""
    wanted = select(BoothClaim).where(BoothClaim.registration_id == registration_id, live(moment))
    return session.scalars(
        wanted.options(joinedload(BoothClaim.booth).joinedload(Booth.type)).order_by(BoothClaim.id)
    ).all()


def free_by_type(session: Session, event_id: int, moment: datetime) -> dict[int, int]:
    """Return how many booths of each type are neither taken nor on offer; two queries."""
    taken = exists().where(BoothClaim.booth_id == Booth.id, live(moment))
    stands = and_(Booth.type_id == BoothType.id, Booth.removed_at.is_(None), ~taken)
    counted = select(BoothType.id, func.count(Booth.id)).outerjoin(Booth, stands)
    free = session.execute(counted.where(BoothType.event_id == event_id).group_by(BoothType.id).order_by(BoothType.id))
    left = {one[0]: int(one[1]) for one in free}
    for type_id, many in offered_by_type(session, event_id, moment).items():
        left[type_id] = max(0, left.get(type_id, 0) - many)
    return left


def offered_by_type(session: Session, event_id: int, moment: datetime) -> dict[int, int]:
    """Return how many booths of each type are kept for offers that await an answer."""
    offered = select(BoothWait.offered_type_id, func.sum(BoothWait.offered))
    open_now = offered.where(BoothWait.event_id == event_id, BoothWait.offered_until > moment)
    rows = session.execute(open_now.group_by(BoothWait.offered_type_id))
    return {type_id: int(many) for type_id, many in rows if type_id is not None and many is not None}


def waiting(session: Session, event_id: int) -> Sequence[BoothWait]:
    """Return who waits, the first to come first."""
    asked = select(BoothWait).where(BoothWait.event_id == event_id, BoothWait.ended_at.is_(None))
    return session.scalars(asked.options(joinedload(BoothWait.registration)).order_by(BoothWait.id)).all()


def wait_of(session: Session, registration_id: int) -> BoothWait | None:
    """Return the place of a registration on the waiting list, or None."""
    wanted = select(BoothWait).where(BoothWait.registration_id == registration_id, BoothWait.ended_at.is_(None))
    return session.scalars(wanted).one_or_none()


def entry_of(wait: BoothWait, moment: datetime) -> Entry:
    """Return what the rules see of somebody who waits."""
    is_offered = wait.offered_until is not None and wait.offered_until > moment
    kind = str(wait.type_id) if wait.type_id is not None else None
    return Entry(wait.id, kind, wait.wanted, accepts_fewer=wait.accepts_fewer, is_offered=is_offered)


def registration_by_id(session: Session, registration_id: int, *, lock: bool = False) -> BoothRegistration | None:
    """Return the registration, or None; locked for whoever is about to change it."""
    wanted = select(BoothRegistration).filter_by(id=registration_id)
    if lock:
        wanted = wanted.with_for_update(of=BoothRegistration).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def live_registration(session: Session, event_id: int, producer_id: int) -> BoothRegistration | None:
    """Return the one live registration of a producer for a fair, or None."""
    wanted = select(BoothRegistration).filter_by(event_id=event_id, producer_id=producer_id)
    return session.scalars(wanted.where(BoothRegistration.state.in_(LIVE_REGISTRATIONS))).one_or_none()


def registrations_of(session: Session, producer_ids: Collection[int]) -> Sequence[BoothRegistration]:
    """Return the registrations of producers, the newest first."""
    wanted = select(BoothRegistration).where(BoothRegistration.producer_id.in_(producer_ids))
    fair = joinedload(BoothRegistration.fair).joinedload(BoothFair.event)
    rows = wanted.options(fair, joinedload(BoothRegistration.producer)).order_by(BoothRegistration.id.desc())
    return session.scalars(rows.limit(100)).all()


def registration_with_all(session: Session, registration_id: int) -> BoothRegistration | None:
    """Return a registration with all that its pages show."""
    wanted = select(BoothRegistration).filter_by(id=registration_id)
    return session.scalars(
        wanted.options(
            joinedload(BoothRegistration.producer),
            joinedload(BoothRegistration.fair).joinedload(BoothFair.event),
            selectinload(BoothRegistration.products).joinedload(BoothProduct.product),
            selectinload(BoothRegistration.documents).joinedload(BoothDocument.file),
            selectinload(BoothRegistration.staff),
        )
    ).one_or_none()


def used_subsidies(session: Session, subsidy_id: int, producer_id: int, year: int, *, but: int) -> int:
    """Return how many subsidised booths a producer has of a programme in a year, but for one registration."""
    wanted = (
        select(BoothRegistration)
        .join(BoothFair, BoothFair.event_id == BoothRegistration.event_id)
        .where(BoothFair.subsidy_id == subsidy_id, BoothRegistration.producer_id == producer_id)
        .where(BoothRegistration.state.in_(LIVE_REGISTRATIONS), BoothRegistration.id != but)
        .options(joinedload(BoothRegistration.fair).joinedload(BoothFair.event))
    )
    return sum(row.subsidised for row in session.scalars(wanted) if row.fair.event.starts_on.year == year)


def states_of(session: Session, event_id: int) -> Counter[str]:
    """Return how many registrations of a fair stand where."""
    wanted = select(BoothRegistration.state, func.count()).filter_by(event_id=event_id)
    found = Counter[str]()
    for state, many in session.execute(wanted.group_by(BoothRegistration.state)):
        found[state] = many
    return found


def papers_of(session: Session, event_id: int, registration_id: int | None) -> Sequence[BoothPaper]:
    """Return the papers of a registration, or those of the whole fair, the newest first."""
    wanted = select(BoothPaper).filter_by(event_id=event_id, registration_id=registration_id)
    return session.scalars(wanted.options(joinedload(BoothPaper.paper)).order_by(BoothPaper.paper_id.desc())).all()


def paper_of(session: Session, event_id: int, paper_id: int) -> BoothPaper | None:
    """Return a paper of a fair with its file, or None."""
    wanted = select(BoothPaper).filter_by(event_id=event_id, paper_id=paper_id)
    return session.scalars(wanted.options(joinedload(BoothPaper.paper).joinedload(Paper.file))).one_or_none()


def labels_by_registration(session: Session, event_id: int, moment: datetime) -> dict[int, list[str]]:
    """Return the labels of the booths that each registration of a fair has; one query."""
    wanted = select(BoothClaim.registration_id, Booth.label).join(Booth, Booth.id == BoothClaim.booth_id)
    found = defaultdict[int, list[str]](list)
    for number, label in session.execute(wanted.where(BoothClaim.event_id == event_id, live(moment))):
        found[number].append(label)
    return found
