"""Giving the booths of a fair by application: by published criteria, or by the quotas of provinces."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.producers.rules import ProducerType
from foundation.audit.rules import Actor
from foundation.workflow.rules import Refused
from marketplace.booths import allocation_rules as rules
from marketplace.booths import notices
from marketplace.booths.allocation_rules import Allocation, Application, Criterion, Measure, Placed
from marketplace.booths.certifying import check_again
from marketplace.booths.claims import assign, lock_fair, take_any
from marketplace.booths.deciding import approve, decline
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import Moment
from marketplace.booths.planning import note
from marketplace.booths.queries import free_by_type
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import TAKES_PART, BoothRefusal, RegistrationState
from marketplace.booths.waiting import join
from marketplace.events.models import Event

YEARS_BACK = 3
"""For how long somebody who was at a fair is no newcomer."""


def ranking(session: Session, fair: BoothFair) -> list[Placed]:
    """Return the applications in the order in which booths are given, with their points."""
    found = [_application(session, fair, one) for one in applications(session, fair)]
    capacity = sum(free_by_type(session, fair.event_id, fair.closes_at or fair.event.created_at).values())
    criteria = [Criterion(one.measure, one.points) for one in fair.criteria]
    if fair.allocation is Allocation.QUOTA:
        return rules.by_quota(found, capacity, {one.province_code: one.booths for one in fair.quotas}, criteria)
    if fair.allocation is Allocation.SELECTION:
        return rules.select(found, capacity, criteria)
    return rules.first_come(found, capacity)


def decide(session: Session, actor: Actor, fair: BoothFair, at: Moment) -> int:
    """Give all booths at once after the last day to apply; how many producers have one. Raises `Refused`.

    Whoever was chosen gets a booth, then those who asked for two get a second. All others wait, as they said, in the
    order of their points, or are told no.
    """
    held = lock_fair(session, fair.event_id)
    if held.allocation is Allocation.FIRST_COME or held.decided_at is not None:
        raise Refused(BoothRefusal.NOT_THERE)
    if held.closes_at is None or at.now < held.closes_at:
        raise Refused(BoothRefusal.STILL_OPEN)
    placed = ranking(session, held)
    by_number = {one.id: one for one in applications(session, held)}
    given = _give(session, actor, held, [(by_number[one.application.number], one) for one in placed], at)
    held.decided_at = at.now
    note(session, actor, held, "decide", booths=len(given))
    return len(given)


def applications(session: Session, fair: BoothFair) -> Sequence[BoothRegistration]:
    """Return what was sent and waits to be decided, in the order of coming."""
    wanted = select(BoothRegistration).filter_by(event_id=fair.event_id, state=RegistrationState.SENT)
    options = (joinedload(BoothRegistration.producer), selectinload(BoothRegistration.products))
    return session.scalars(wanted.options(*options).order_by(BoothRegistration.sent_at, BoothRegistration.id)).all()


def _application(session: Session, fair: BoothFair, one: BoothRegistration) -> Application:
    stars = [product.stars for product in one.products if product.stars is not None]
    measured = {
        Measure.STARS: max(stars, default=0),
        Measure.PRODUCTS: len(stars),
        Measure.OWN_PROVINCE: int(one.producer.province_code == fair.event.province_code),
        Measure.COOPERATIVE: int(one.producer.kind in {ProducerType.COOPERATIVE, ProducerType.COOPERATIVE_GROUP}),
        Measure.FIRST_TIME: int(_is_new(session, one, fair.event.starts_on)),
    }
    return Application(one.id, one.sent_at or one.created_at, one.producer.province_code, measured)


def _is_new(session: Session, one: BoothRegistration, first: date) -> bool:
    since = first.replace(year=first.year - YEARS_BACK, day=min(first.day, 28))
    before = select(BoothRegistration.id).join(Event, Event.id == BoothRegistration.event_id)
    before = before.where(BoothRegistration.producer_id == one.producer_id, BoothRegistration.state.in_(TAKES_PART))
    return session.scalar(before.where(Event.starts_on >= since, Event.starts_on < first).limit(1)) is None


def _give(
    session: Session,
    actor: Actor,
    fair: BoothFair,
    ordered: Sequence[tuple[BoothRegistration, Placed]],
    at: Moment,
) -> list[BoothRegistration]:
    for registration, placed in ordered:
        registration.points = placed.points
    fit = [(one, placed) for one, placed in ordered if check_again(session, one, today=at.today)]
    queue = [one for one, placed in fit if placed.is_chosen] + [one for one, placed in fit if not placed.is_chosen]
    given = [one for one in queue if _take(session, actor, one, at)]
    for one in given:
        if one.wanted > 1 and fair.each > 1:
            _take(session, actor, one, at)
    for one in given:
        approve(session, actor, one, at)
    _tell_others(session, actor, [one for one, _ in ordered if one not in given], at)
    return given


def _take(session: Session, actor: Actor, one: BoothRegistration, at: Moment) -> bool:
    try:
        claim = take_any(session, actor, one, one.type_id, until=at.now + timedelta(minutes=1), now=at.now)
    except Refused as refused:
        refused.of(BoothRefusal)
        return False
    assign(session, actor, claim, now=at.now)
    return True


def _tell_others(session: Session, actor: Actor, others: Sequence[BoothRegistration], at: Moment) -> None:
    for one in others:
        if one.would_wait and check_again(session, one, today=at.today):
            join(session, actor, one, type_id=one.type_id, wanted=one.wanted, accepts_fewer=one.accepts_fewer)
            notices.tell_owner(session, one, notices.WAITS, once="", now=at.now)
        else:
            decline(session, actor, one, remark="Không đủ gian hàng theo tiêu chí đã công bố.", at=at)
