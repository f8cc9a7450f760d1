"""Offering appointments and loans, ending them, carrying them over; the person's answer is in `offers`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import Identifier, held_account
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import end_other_sessions
from foundation.accounts.tasks import ask_for_way_in
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.db.base import now as moment
from foundation.permissions.models import Appointment
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import (
    APPOINTMENTS,
    LASTING,
    OFFER_LASTS,
    Offer,
    Refusal,
    Role,
    ScopeKind,
    Verb,
    different_people,
    in_force,
)
from foundation.places.gazetteer import gazetteer
from foundation.places.models import Place
from foundation.workflow.rules import Refused


@dataclass(frozen=True, slots=True)
class RoleSubject:
    """What a role is held for: a place, a thing by its number, or neither; `lies_in_id` is where the thing lies."""

    place: Place | None = None
    object_id: int | None = None
    lies_in_id: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when, and under which decision; `ends_on` is the first day on which it no longer holds."""

    starts_on: date
    ends_on: date | None = None
    decision: str | None = None
    decided_on: date | None = None


NOTHING = RoleSubject()


def appoint(
    session: Session,
    actor: Actor,
    account: Account,
    *,
    role: Role,
    term: Term,
    held_for: RoleSubject = NOTHING,
    keep: AccountSession | None = None,
) -> Appointment:
    """Appoint somebody whose yes is there already: they asked for it themselves, or the operator commands it.

    Everybody else is offered it. `keep` is the session in which they asked for it, which goes on. Raises `Refused`
    naming what is wrong.
    """
    made = _row(account, role, held_for, term, actor)
    APPOINTMENTS.apply(made, Verb.ACCEPT)
    made.answered_at = made.granted_at
    return _made(session, actor, made, held_for, "appointment:grant", keep)


def offer(
    session: Session,
    actor: Actor,
    account: Account,
    *,
    role: Role,
    term: Term,
    today: date,
    held_for: RoleSubject = NOTHING,
    follows: Appointment | None = None,
) -> Appointment:
    """Offer somebody a role: it holds when they have said yes, and then ends the one it follows.

    Raises `Refused` naming what is wrong. Whether the actor may give this role there has been asked
    with `may_give`. Whoever has not confirmed their account yet is sent their way in: whoever asks never sees it.
    """
    lapse(session, today, account_id=account.id)
    made = _row(account, role, held_for, term, actor)
    made.answer_by, made.follows = today + OFFER_LASTS, follows
    return _offered(session, actor, made, held_for, "appointment:offer")


def end_appointment(
    session: Session,
    actor: Actor,
    held: Appointment,
    *,
    on: date,
    today: date,
    reason: str,
    lies_in_id: int | None = None,
) -> None:
    """End an appointment: on that day it no longer holds. Ended on the day it began, or before, it never held.

    What it opened until yesterday stays true, so no end lies in the past; and an end brings no later one. An offer
    of which nothing is left is withdrawn. Raises `Refused`. `lies_in_id` is where the thing lies that
    it is held for.
    """
    APPOINTMENTS.next(held.offer, Verb.END)
    if on < today:
        raise Refused(Refusal.IN_THE_PAST)
    if held.ends_on is not None and held.ends_on <= on:
        raise Refused(Refusal.ENDS_BEFORE)
    if not reason.strip():
        raise Refused(Refusal.NO_REASON)
    before, held.ends_on = {"ends_on": held.ends_on}, max(on, held.starts_on)
    verb = "appointment:end"
    if held.offer is Offer.OFFERED and held.ends_on <= max(held.starts_on, today):
        APPOINTMENTS.apply(held, Verb.WITHDRAW)
        held.answered_at, verb = moment(), "appointment:withdraw"
    session.flush()
    after, place_id = {"ends_on": held.ends_on}, held.place_id or lies_in_id
    record(session, actor, verb, held.id, before=before, after=after, reason=reason, place_id=place_id)


def delegate(
    session: Session,
    actor: Actor,
    held: Appointment,
    *,
    to: Account,
    starts_on: date,
    ends_on: date,
    reason: str,
    today: date,
) -> Appointment:
    """Offer an appointment to a colleague for a leave; with their yes the colleague acts in the holder's place.

    It holds only while the holder's own does, and cannot be lent on. Neither the holder gets it nor whoever lends it.
    """
    if not different_people(Actor(to.id), Actor(held.account_id)):
        raise Refused(Refusal.NOT_TO_ONESELF)
    APPOINTMENTS.next(held.offer, Verb.LEND)
    if held.delegated_from_id is not None:
        raise Refused(Refusal.LENT_ALREADY)
    within = held.starts_on <= starts_on < ends_on and (held.ends_on is None or ends_on <= held.ends_on)
    if not within:
        raise Refused(Refusal.WRONG_DATES)
    if not reason.strip():
        raise Refused(Refusal.NO_REASON)
    held_for, term = RoleSubject(held.place, held.object_id), Term(starts_on, ends_on, held.decision, held.decided_on)
    lent = _row(to, held.role, held_for, term, actor)
    lent.delegated_from, lent.reason = held, reason.strip()
    lent.answer_by = today + OFFER_LASTS
    return _offered(session, actor, lent, held_for, "appointment:delegate")


def lapse(session: Session, today: date, *, account_id: int | None = None) -> list[Appointment]:
    """Note which offers nobody has answered in time, of one account or of all."""
    over = select(Appointment).where(Appointment.offer == Offer.OFFERED, Appointment.answer_by < today)
    over = over.filter_by(account_id=account_id) if account_id is not None else over
    lapsed = list(session.scalars(over.options(joinedload(Appointment.place)).order_by(Appointment.id)))
    for one in lapsed:
        APPOINTMENTS.apply(one, Verb.LAPSE)
        one.answered_at = moment()
        session.flush()
        record(session, SYSTEM, "appointment:lapse", one.id, place_id=one.place_id)
    return lapsed


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What became of an appointment at a unit that has ended: the successor's, or why a person must decide."""

    appointment_id: int
    successor_id: int | None
    why: Refusal | None = None
    offered: Appointment | None = None


def carry_over(session: Session, actor: Actor, *, term: Term, today: date) -> Iterator[CarriedOver]:
    """Offer every holder at a unit that has ended the same at the one that took all of it over.

    With their yes the former one ends. A district has no successor and a split commune several: those stay for a
    person to decide. Where an offer waits already, nothing is said.
    """
    places = gazetteer(session)
    lapse(session, today)
    waiting = select(Appointment.follows_id).where(Appointment.follows_id.is_not(None))
    waiting = waiting.where(Appointment.offer == Offer.OFFERED)
    asked = select(Appointment).where(Appointment.place_id.is_not(None), Appointment.delegated_from_id.is_(None))
    asked = asked.where(Appointment.offer == Offer.ACCEPTED, Appointment.id.not_in(waiting))
    asked = asked.options(joinedload(Appointment.account), joinedload(Appointment.place)).order_by(Appointment.id)
    for held in session.scalars(asked).all():
        unit = places.units[held.place_id or 0]
        if unit.valid(today) or not in_force(held.starts_on, held.ends_on, today):
            continue
        after = [found for found in places.today(unit, today) if found.level is unit.level]
        if len(after) != 1:
            yield CarriedOver(held.id, None, Refusal.PLACE_ENDED)
            continue
        successor = session.get_one(Place, after[0].id)
        try:
            made = offer(
                session,
                actor,
                held.account,
                role=held.role,
                term=term,
                today=today,
                held_for=RoleSubject(successor),
                follows=held,
            )
        except Refused as refused:
            yield CarriedOver(held.id, None, refused.of(Refusal))
            continue
        yield CarriedOver(held.id, successor.id, offered=made)


def _offered(session: Session, actor: Actor, made: Appointment, held_for: RoleSubject, verb: str) -> Appointment:
    kept = _made(session, actor, made, held_for, verb)
    if kept.account.status is AccountStatus.INVITED:
        ask_for_way_in(session, Identifier(email=kept.account.email, phone=kept.account.phone))
    return kept


def _made(
    session: Session,
    actor: Actor,
    made: Appointment,
    held_for: RoleSubject,
    verb: str,
    keep: AccountSession | None = None,
) -> Appointment:
    """Keep what was refused by nothing; nobody appoints or lends to themselves, nor to whom they act for.

    Whoever may have helped with the account until now is out from here on; and no office is given by whoever handed
    over the code its password was set with: they may know that password, and could say the yes.
    """
    if not different_people(actor, Actor(made.account.id)):
        raise Refused(Refusal.NOT_TO_ONESELF)
    held_account(session, made.account.id)  # a code that is used in this moment is seen as used
    helper = Actor(made.account.helped_by_id, made.account.helped_for_id)
    if made.role in ROLES.offices and not different_people(actor, helper):
        raise Refused(Refusal.HANDED_THE_CODE)
    if made.account.status is AccountStatus.CLOSED:
        raise Refused(Refusal.CLOSED_ACCOUNT)
    if made.delegated_from is None:
        term = Term(made.starts_on, made.ends_on, made.decision)
        _refuse(session, made.account, made.role, held_for, term)
    end_other_sessions(session, actor, made.account, now=moment(), keep=keep)
    session.add(made)
    session.flush()
    _record(session, actor, verb, made, held_for.lies_in_id)
    return made


def _refuse(session: Session, account: Account, role: Role, held_for: RoleSubject, term: Term) -> None:
    _refuse_scope(role, held_for, term)
    if ROLES[role].office and not (term.decision or "").strip():
        raise Refused(Refusal.NO_DECISION)
    if term.ends_on is not None and term.ends_on <= term.starts_on:
        raise Refused(Refusal.WRONG_DATES)
    same = select(Appointment).filter_by(account_id=account.id, role=role, scope_key=_key(role, held_for))
    same = same.where(Appointment.delegated_from_id.is_(None), Appointment.offer.in_(LASTING))
    for other in session.scalars(same):
        begins_before_end = other.ends_on is None or term.starts_on < other.ends_on
        if begins_before_end and (term.ends_on is None or other.starts_on < term.ends_on):
            raise Refused(Refusal.HELD_ALREADY)


def _refuse_scope(role: Role, held_for: RoleSubject, term: Term) -> None:
    rule = ROLES[role]
    named = {ScopeKind.PLACE: (True, False), ScopeKind.COUNTRY: (False, False), ScopeKind.SELF: (False, False)}
    wanted = named.get(rule.kind, (False, True))
    if (held_for.place is not None, held_for.object_id is not None) != wanted:
        raise Refused(Refusal.WRONG_SCOPE)
    if held_for.place is not None:
        if held_for.place.level not in rule.levels:
            raise Refused(Refusal.WRONG_LEVEL)
        if held_for.place.valid_to is not None and held_for.place.valid_to <= term.starts_on:
            raise Refused(Refusal.PLACE_ENDED)


def _key(role: Role, held_for: RoleSubject) -> str:
    number = held_for.place.id if held_for.place else held_for.object_id
    kind = ROLES[role].kind
    return str(kind) if number is None else f"{kind}-{number}"


def _row(account: Account, role: Role, held_for: RoleSubject, term: Term, actor: Actor) -> Appointment:
    return Appointment(
        account=account,
        role=role,
        scope_kind=ROLES[role].kind,
        place=held_for.place,
        place_id=held_for.place.id if held_for.place else None,
        object_id=held_for.object_id,
        scope_key=_key(role, held_for),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        decision=term.decision,
        decided_on=term.decided_on,
        granted_by_id=actor.account_id,
        granted_for_id=actor.acting_for_id,
        granted_at=moment(),
        offer=APPOINTMENTS.start,
    )


def _record(session: Session, actor: Actor, verb: str, made: Appointment, lies_in_id: int | None = None) -> None:
    after = {
        "account": made.account_id,
        "role": made.role,
        "scope": made.scope_key,
        "starts_on": made.starts_on,
        "ends_on": made.ends_on,
        "decision": made.decision,
    }
    record(session, actor, verb, made.id, after=after, reason=made.reason, place_id=made.place_id or lies_in_id)
