"""Appointing, ending, lending and carrying appointments over; loading the territory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, joinedload

from foundation.accounts.models import Account
from foundation.accounts.rules import AccountStatus
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.permissions.models import Appointment, TerritoryLink
from foundation.permissions.queries import build_territory
from foundation.permissions.rules import ROLES, Role, ScopeKind, in_force
from foundation.places.gazetteer import gazetteer
from foundation.places.models import LoadedDataset, Place

DATASET = "territory"
BATCH = 5000


class Refusal(StrEnum):
    """Why an appointment cannot be made."""

    CLOSED_ACCOUNT = "closed_account"
    WRONG_SCOPE = "wrong_scope"
    WRONG_LEVEL = "wrong_level"
    PLACE_ENDED = "place_ended"
    NO_DECISION = "no_decision"
    WRONG_DATES = "wrong_dates"
    HELD_ALREADY = "held_already"
    NOT_TO_ONESELF = "not_to_oneself"
    LENT_ALREADY = "lent_already"
    ENDS_BEFORE = "ends_before"
    IN_THE_PAST = "in_the_past"
    NO_REASON = "no_reason"


class AppointmentRefusedError(Exception):
    """The appointment cannot be made; `why` says it."""

    def __init__(self, why: Refusal) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True, slots=True)
class For:
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


NOTHING = For()


def appoint(
    session: Session, actor: Actor, account: Account, *, role: Role, term: Term, held_for: For = NOTHING
) -> Appointment:
    """Appoint somebody to a role; raises `AppointmentRefusedError` naming what is wrong. Nobody appoints themselves.

    Whether the actor may give this role there has been asked with `may_give`.
    """
    if account.id in {actor.account_id, actor.acting_for_id}:
        raise AppointmentRefusedError(Refusal.NOT_TO_ONESELF)
    _refuse(session, account, role, held_for, term)
    made = _row(account, role, held_for, term, actor)
    session.add(made)
    session.flush()
    _record(session, actor, "appointment:grant", made, held_for.lies_in_id)
    return made


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

    What it opened until yesterday stays true, so no end lies in the past; and an end brings no later one. Raises
    `AppointmentRefusedError`. `lies_in_id` is where the thing lies that it is held for.
    """
    if on < today:
        raise AppointmentRefusedError(Refusal.IN_THE_PAST)
    if held.ends_on is not None and held.ends_on <= on:
        raise AppointmentRefusedError(Refusal.ENDS_BEFORE)
    if not reason.strip():
        raise AppointmentRefusedError(Refusal.NO_REASON)
    before, held.ends_on = {"ends_on": held.ends_on}, max(on, held.starts_on)
    session.flush()
    after, place_id = {"ends_on": held.ends_on}, held.place_id or lies_in_id
    record(session, actor, "appointment:end", held.id, before=before, after=after, reason=reason, place_id=place_id)


def delegate(
    session: Session, actor: Actor, held: Appointment, *, to: Account, starts_on: date, ends_on: date, reason: str
) -> Appointment:
    """Lend an appointment to a colleague for a leave; the colleague acts in the holder's place.

    It holds only while the holder's own does, and cannot be lent on.
    """
    if to.id == held.account_id:
        raise AppointmentRefusedError(Refusal.NOT_TO_ONESELF)
    if held.delegated_from_id is not None:
        raise AppointmentRefusedError(Refusal.LENT_ALREADY)
    within = held.starts_on <= starts_on < ends_on and (held.ends_on is None or ends_on <= held.ends_on)
    if not within:
        raise AppointmentRefusedError(Refusal.WRONG_DATES)
    if not reason.strip():
        raise AppointmentRefusedError(Refusal.NO_REASON)
    term = Term(starts_on, ends_on, held.decision, held.decided_on)
    if to.status is AccountStatus.CLOSED:
        raise AppointmentRefusedError(Refusal.CLOSED_ACCOUNT)
    lent = _row(to, held.role, For(held.place, held.object_id), term, actor)
    lent.delegated_from, lent.reason = held, reason.strip()
    session.add(lent)
    session.flush()
    _record(session, actor, "appointment:delegate", lent)
    return lent


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of an appointment at a unit that has ended: its successor's, or why a person must decide."""

    appointment_id: int
    successor_id: int | None
    why: Refusal | None = None


def carry_over(session: Session, actor: Actor, *, term: Term, today: date) -> Iterator[Carried]:
    """Carry every appointment at a unit that has ended over to the one that took all of it over.

    A district has no successor and a split commune several: those stay for a person to decide.
    """
    places = gazetteer(session)
    asked = select(Appointment).where(Appointment.place_id.is_not(None), Appointment.delegated_from_id.is_(None))
    asked = asked.options(joinedload(Appointment.account), joinedload(Appointment.place)).order_by(Appointment.id)
    for held in session.scalars(asked).all():
        unit = places.units[held.place_id or 0]
        if unit.valid(today) or not in_force(held.starts_on, held.ends_on, today):
            continue
        after = [found for found in places.today(unit, today) if found.level is unit.level]
        if len(after) != 1:
            yield Carried(held.id, None, Refusal.PLACE_ENDED)
            continue
        successor = session.get_one(Place, after[0].id)
        try:
            made = appoint(session, actor, held.account, role=held.role, term=term, held_for=For(successor))
        except AppointmentRefusedError as refused:
            yield Carried(held.id, None, refused.why)
            continue
        end_appointment(session, actor, held, on=today, today=today, reason=f"carried over: {made.id}")
        yield Carried(held.id, successor.id)


def load_territory(session: Session) -> str:
    """Bring the territory to what the places say; a line for the operator."""
    places = session.get(LoadedDataset, "places")
    loaded = session.get(LoadedDataset, DATASET)
    if places is None or (loaded and loaded.digest == places.digest):
        return "current" if places else "no places"
    count = link_territory(session)
    session.merge(LoadedDataset(name=DATASET, digest=places.digest))
    return f"{count} links"


def link_territory(session: Session) -> int:
    """Write down which units belong to which; how many pairs."""
    built = build_territory(session)
    rows = [
        {"holder_id": holder, "place_id": place}
        for place in session.scalars(select(Place.id).order_by(Place.id)).all()
        for holder in sorted(built.holders(place))
    ]
    session.execute(delete(TerritoryLink))
    for start in range(0, len(rows), BATCH):
        session.execute(insert(TerritoryLink), rows[start : start + BATCH])
    return len(rows)


def _refuse(session: Session, account: Account, role: Role, held_for: For, term: Term) -> None:
    if account.status is AccountStatus.CLOSED:
        raise AppointmentRefusedError(Refusal.CLOSED_ACCOUNT)
    _refuse_scope(role, held_for, term)
    if ROLES[role].office and not (term.decision or "").strip():
        raise AppointmentRefusedError(Refusal.NO_DECISION)
    if term.ends_on is not None and term.ends_on <= term.starts_on:
        raise AppointmentRefusedError(Refusal.WRONG_DATES)
    same = select(Appointment).filter_by(account_id=account.id, role=role, scope_key=_key(role, held_for))
    for other in session.scalars(same.where(Appointment.delegated_from_id.is_(None))):
        begins_before_end = other.ends_on is None or term.starts_on < other.ends_on
        if begins_before_end and (term.ends_on is None or other.starts_on < term.ends_on):
            raise AppointmentRefusedError(Refusal.HELD_ALREADY)


def _refuse_scope(role: Role, held_for: For, term: Term) -> None:
    rule = ROLES[role]
    named = {ScopeKind.PLACE: (True, False), ScopeKind.COUNTRY: (False, False), ScopeKind.SELF: (False, False)}
    wanted = named.get(rule.kind, (False, True))
    if (held_for.place is not None, held_for.object_id is not None) != wanted:
        raise AppointmentRefusedError(Refusal.WRONG_SCOPE)
    if held_for.place is not None:
        if held_for.place.level not in rule.levels:
            raise AppointmentRefusedError(Refusal.WRONG_LEVEL)
        if held_for.place.valid_to is not None and held_for.place.valid_to <= term.starts_on:
            raise AppointmentRefusedError(Refusal.PLACE_ENDED)


def _key(role: Role, held_for: For) -> str:
    number = held_for.place.id if held_for.place else held_for.object_id
    kind = ROLES[role].kind.value
    return kind if number is None else f"{kind}-{number}"


def _row(account: Account, role: Role, held_for: For, term: Term, actor: Actor) -> Appointment:
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
