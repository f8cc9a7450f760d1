"""Moving a registration: the workflow decides, an end gives every booth back and serves whoever waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.outbox.services import enqueue
from foundation.workflow.rules import Refused
from marketplace.booths import notices
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.claims import assign, lock_fair, pay, release_all
from marketplace.booths.models import BoothFair
from marketplace.booths.queries import live_claims_of, used_subsidies
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import REGISTRATIONS, BoothRefusal, RegistrationState, RegistrationVerb, frees
from marketplace.booths.subsidy_rules import Subsidy, SubsidyRule, subsidy
from marketplace.booths.waiting import leave_quietly, serve_line
from marketplace.payments.ledger import TELL
from marketplace.payments.models import Charge
from marketplace.payments.rules import KEPT
from marketplace.payments.rules import State as ChargeState
from marketplace.payments.services import Payer, open_charge
from marketplace.payments.services import cancel as cancel_charge

PRINT = "booths.print"
"""The job that has the papers of a registration made."""

PURPOSE = "booth"
"""The kind under which payments know what a fee of ours is for; its number is the registration's."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done: the instant, and the day it is in Vietnam."""

    now: datetime
    today: date


def move(session: Session, actor: Actor, registration: BoothRegistration, verb: RegistrationVerb, at: Moment) -> None:
    """Move a registration; one that ends gives every booth back in the same transaction. Raises `Refused`."""
    lock_fair(session, registration.event_id)
    before = registration.state
    after = REGISTRATIONS.apply(registration, verb)
    session.flush()
    place = registration.fair.event.place_id
    facts = {"fair": registration.event_id, "state": after}
    record(session, actor, f"booth-registration:{verb.replace('_', '-')}", registration.id, after=facts, place_id=place)
    if frees(before, after):
        registration.subsidised = 0
        leave_quietly(session, registration, now=at.now)
        _drop_charge(session, actor, registration, at.today)
        release_all(session, actor, registration)
        serve_line(session, registration.event_id, now=at.now)


def settle(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> RegistrationState:
    """Bring an approved registration that has booths to where it belongs: confirmed, or asked for its fee."""
    claims = live_claims_of(session, registration.id, at.now)
    if registration.state is not RegistrationState.APPROVED or not claims:
        return registration.state
    for claim in claims:
        assign(session, actor, claim, now=at.now)
    leave_quietly(session, registration, now=at.now)
    found = reckon(session, registration, claims)
    registration.subsidised, registration.due_dong = found.booths, found.due_dong
    if found.due_dong:
        _ask_for_money(session, actor, registration, at)
    else:
        confirm(session, actor, registration, at)
    return registration.state


def confirm(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> None:
    """Say that a registration takes part; what it costs, if anything, is here."""
    for claim in live_claims_of(session, registration.id, at.now):
        assign(session, actor, claim, now=at.now)
        if registration.due_dong and claim.state is not ClaimState.PAID:
            pay(session, actor, claim)
    move(session, actor, registration, RegistrationVerb.CONFIRM, at)
    notices.tell_owner(session, registration, notices.CONFIRMED, once=at.now, now=at.now)
    enqueue(session, PRINT, {"registration": registration.id}, dedupe_key=print_key(registration, at.now))


def reckon(session: Session, registration: BoothRegistration, claims: Sequence[BoothClaim]) -> Subsidy:
    """Return what a producer pays for its booths and how many of them a programme pays a part of.

    The producer is held meanwhile: two fairs that are decided at once count one year together.
    """
    prices = [claim.booth.type.price_dong for claim in claims]
    rule, fair = rule_of(registration.fair), registration.fair
    stars = max((one.stars for one in registration.products if one.stars is not None), default=None)
    used = 0
    if fair.subsidy_id is not None:
        session.scalars(select(Producer.id).filter_by(id=registration.producer_id).with_for_update()).one()
        year = fair.event.starts_on.year
        used = used_subsidies(session, fair.subsidy_id, registration.producer_id, year, but=registration.id)
    return subsidy(rule, prices, used=used, stars=stars, province=registration.producer.province_code)


def rule_of(fair: BoothFair) -> SubsidyRule | None:
    """Return the published rule of a fair's programme, or None."""
    found = fair.subsidy
    if found is None:
        return None
    provinces = frozenset(str(code) for code in found.provinces)
    return SubsidyRule(found.decision, found.percent, found.booths_a_year, found.min_stars, provinces)


def last_charge_of(session: Session, registration: BoothRegistration) -> Charge | None:
    """Return the newest charge of a registration, or None."""
    wanted = select(Charge).filter_by(purpose_kind=PURPOSE, purpose_id=registration.id)
    return session.scalars(wanted.order_by(Charge.id.desc()).limit(1)).one_or_none()


def _ask_for_money(session: Session, actor: Actor, registration: BoothRegistration, at: Moment) -> None:
    fair = registration.fair
    if fair.payee is None:
        raise Refused(BoothRefusal.NO_PAYEE)
    labels = ", ".join(claim.booth.label for claim in live_claims_of(session, registration.id, at.now))
    open_charge(
        session,
        actor,
        fair.payee,
        purpose=(PURPOSE, registration.id),
        title=f"Gian hàng {labels}, {fair.event.name}",
        amount=registration.due_dong or 0,
        payer=Payer(registration.producer.name, registration.account_id),
        due_on=max(at.today, min(at.today + timedelta(days=fair.pay_days), fair.event.starts_on - timedelta(days=1))),
        today=at.today,
    )
    move(session, actor, registration, RegistrationVerb.ASK_FOR_MONEY, at)
    notices.tell_owner(session, registration, notices.PAY, once=at.now, now=at.now)


def _drop_charge(session: Session, actor: Actor, registration: BoothRegistration, today: date) -> None:
    """Nothing is to be paid any more; what was paid already is for its payee to look at."""
    charge = last_charge_of(session, registration)
    if charge and charge.state is ChargeState.OPEN:
        cancel_charge(session, actor, charge, today=today)
    elif charge and charge.state in KEPT and registration.state is not RegistrationState.NO_SHOW:
        enqueue(session, TELL, {"charge": charge.id}, dedupe_key=f"{TELL} {charge.id}")


def print_key(registration: BoothRegistration, now: datetime) -> str:
    """Return the key by which the papers of a registration are made once for each time it is asked."""
    return f"{registration.id} {now:%Y%m%d%H%M%S}"
