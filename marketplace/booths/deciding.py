"""The organiser decides: asks for more, approves, declines, places, swaps, takes back."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.i18n.hygiene import cleaned
from foundation.outbox.services import enqueue
from foundation.workflow.rules import Refused
from marketplace.booths import notices
from marketplace.booths.certifying import check_again
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.claims import assign, hold, lock_fair, pay, release
from marketplace.booths.models import Booth
from marketplace.booths.moving import PRINT, Moment, confirm, last_charge_of, move, print_key, settle
from marketplace.booths.queries import free_by_type, live_claims_of
from marketplace.booths.registering_models import BoothClaim, BoothRegistration, BoothWait
from marketplace.booths.rules import TAKES_PART, TEXT_MAX, BoothRefusal, RegistrationState, RegistrationVerb
from marketplace.booths.waiting import accept, leave, leave_quietly, serve_line
from marketplace.payments.rules import State as ChargeState
from marketplace.payments.services import place as place_charge

Decision = Callable[[Session, Actor, BoothRegistration, Moment], object]
"""A decision that needs no words."""


class SaidWhy(Protocol):
    """A decision that says why."""

    def __call__(
        self, session: Session, actor: Actor, registration: BoothRegistration, *, remark: str, at: Moment
    ) -> None:
        """Decide it. Raises `Refused`."""


_PRICED = frozenset({RegistrationState.AWAITING_PAYMENT, RegistrationState.CONFIRMED, RegistrationState.CHECKED_IN})


def ask_for_more(session: Session, actor: Actor, registration: BoothRegistration, *, remark: str, at: Moment) -> None:
    """Send a registration back with a word on what is missing; its booths stay its. Raises `Refused`."""
    _say(registration, remark)
    move(session, actor, registration, RegistrationVerb.RETURN, at)
    notices.tell_owner(session, registration, notices.RETURNED, once=at.now, now=at.now)


def approve(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> RegistrationState:
    """Agree that a producer takes part: with booths it is confirmed or asked for its fee, else it is to be placed.

    Certificates are looked up once more. Raises `Refused`.
    """
    lock_fair(session, registration.event_id)
    if not check_again(session, registration, today=at.today):
        raise Refused(BoothRefusal.NO_CERTIFICATE)
    move(session, actor, registration, RegistrationVerb.APPROVE, at)
    _sign(registration, actor, at)
    return settle(session, actor, registration, at)


def decline(session: Session, actor: Actor, registration: BoothRegistration, *, remark: str, at: Moment) -> None:
    """Say no, and why. Raises `Refused`."""
    _say(registration, remark)
    move(session, actor, registration, RegistrationVerb.DECLINE, at)
    _sign(registration, actor, at)
    notices.tell_owner(session, registration, notices.DECLINED, once=at.now, now=at.now)


def cancel(session: Session, actor: Actor, registration: BoothRegistration, *, remark: str, at: Moment) -> None:
    """Take a registration off the fair, and say why; its booths are free. Raises `Refused`."""
    _say(registration, remark)
    move(session, actor, registration, RegistrationVerb.CANCEL, at)
    notices.tell_owner(session, registration, notices.CANCELLED, once=at.now, now=at.now)


def miss(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> None:
    """Record that nobody came; the booth can be another's today."""
    if at.today < registration.fair.event.starts_on:
        raise Refused(BoothRefusal.STILL_OPEN)
    move(session, actor, registration, RegistrationVerb.MISS, at)


def revive(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> None:
    """Give what was not paid in time another chance; it is placed anew."""
    move(session, actor, registration, RegistrationVerb.REVIVE, at)


def place(
    session: Session,
    actor: Actor,
    registration: BoothRegistration,
    booth: Booth,
    at: Moment,
    *,
    instead_of: BoothClaim | None = None,
) -> BoothClaim:
    """Give a registration this booth, in the place of one it has or as one more. Raises `Refused`."""
    fair = lock_fair(session, registration.event_id)
    if registration.state in {RegistrationState.DRAFT, RegistrationState.RETURNED}:
        raise Refused(BoothRefusal.NOT_THERE)
    _same_price(registration, booth, instead_of)
    if instead_of is None and len(live_claims_of(session, registration.id, at.now)) >= fair.each:
        raise Refused(BoothRefusal.LIMIT)
    if not (instead_of and instead_of.booth.type_id == booth.type_id):
        _is_free(session, booth, at.now)
    before = instead_of.state if instead_of else ClaimState.ASSIGNED
    claim = _given(session, actor, registration, booth, before, at.now)
    if instead_of:
        release(session, actor, instead_of)
        _tell_moved(session, registration, at)
    _settle_placed(session, actor, registration, at)
    serve_line(session, registration.event_id, now=at.now)
    return claim


def swap(session: Session, actor: Actor, one: BoothClaim, other: BoothClaim, at: Moment) -> None:
    """Exchange two booths of one price; nobody is without one in between. Raises `Refused`."""
    lock_fair(session, one.event_id)
    live = {claim.id for own in (one, other) for claim in live_claims_of(session, own.registration_id, at.now)}
    if not {one.id, other.id} <= live or one.event_id != other.event_id:
        raise Refused(BoothRefusal.NOT_THERE)
    if one.booth.type.price_dong != other.booth.type.price_dong:
        raise Refused(BoothRefusal.OTHER_PRICE)
    states, pairs = (one.state, other.state), ((one, other), (other, one))
    for claim in (one, other):
        release(session, actor, claim)
    for state, (mine, theirs) in zip(states, pairs, strict=True):
        _given(session, actor, mine.registration, theirs.booth, state, at.now)
        _tell_moved(session, mine.registration, at)


def take_back(session: Session, actor: Actor, claim: BoothClaim, at: Moment) -> None:
    """Take a booth from a registration that has not agreed to pay it yet. Raises `Refused`."""
    lock_fair(session, claim.event_id)
    if claim.registration.state in _PRICED:
        raise Refused(BoothRefusal.NOT_THERE)
    release(session, actor, claim)
    serve_line(session, claim.event_id, now=at.now)


def accept_offer(session: Session, actor: Actor, wait: BoothWait, at: Moment) -> Sequence[BoothClaim]:
    """Take what was offered: it is kept from now on, and an approved registration is settled. Raises `Refused`."""
    claims = accept(session, actor, wait, until=wait.offered_until or at.now, now=at.now)
    for claim in claims:
        assign(session, actor, claim, now=at.now)
    settle(session, actor, wait.registration, at)
    return claims


def decline_offer(session: Session, actor: Actor, wait: BoothWait, at: Moment) -> None:
    """Say no, or wait no longer: the next is asked at once."""
    leave(session, actor, wait, now=at.now)


def _tell_moved(session: Session, registration: BoothRegistration, at: Moment) -> None:
    """Tell whoever stands elsewhere now; their papers say so, too."""
    notices.tell_owner(session, registration, notices.MOVED, once=at.now, now=at.now)
    if registration.state in TAKES_PART:
        enqueue(session, PRINT, {"registration": registration.id}, dedupe_key=print_key(registration, at.now))


def _settle_placed(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> None:
    leave_quietly(session, registration, now=at.now)
    if registration.state is RegistrationState.PAID_UNPLACED:
        confirm(session, actor, registration, at)
        charge = last_charge_of(session, registration)
        if charge and charge.state is ChargeState.PAID_UNPLACED:
            place_charge(session, actor, charge, reason="Đã xếp gian hàng khác", today=at.today)
    settle(session, actor, registration, at)


def _given(
    session: Session, actor: Actor, registration: BoothRegistration, booth: Booth, state: ClaimState, now: datetime
) -> BoothClaim:
    """Put in a claim that stands where another stood."""
    claim = hold(session, actor, registration, booth, until=now + timedelta(minutes=1), now=now)
    assign(session, actor, claim, now=now)
    if state is ClaimState.PAID:
        pay(session, actor, claim)
    return claim


def _is_free(session: Session, booth: Booth, now: datetime) -> None:
    if free_by_type(session, booth.event_id, now).get(booth.type_id, 0) < 1:
        raise Refused(BoothRefusal.SOLD_OUT)


def _same_price(registration: BoothRegistration, booth: Booth, instead_of: BoothClaim | None) -> None:
    """Whoever was told a price keeps it: another booth costs the same, and one more is agreed anew."""
    if registration.state not in _PRICED:
        return
    if instead_of is None or instead_of.booth.type.price_dong != booth.type.price_dong:
        raise Refused(BoothRefusal.OTHER_PRICE)


def _say(registration: BoothRegistration, remark: str) -> None:
    written = cleaned(remark).strip()[:TEXT_MAX]
    if not written:
        raise Refused(BoothRefusal.NO_REASON)
    registration.remark = written


def _sign(registration: BoothRegistration, actor: Actor, at: Moment) -> None:
    registration.decided_at, registration.decided_by_id = at.now, actor.account_id
