"""Appointing, ending and lending as an officer does it: by the appointment that lets them, and the person is told."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from admin.registry import notices
from admin.registry.queries import belongs_to
from admin.registry.rules import Why
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import issue_code, open_account
from foundation.audit.rules import Actor
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role, Where, Who, giving
from foundation.permissions.services import AppointmentRefusedError, For, Term, appoint, delegate, end_appointment


class NotDoneError(Exception):
    """The officer cannot do it so; `why` says it."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why.value)


REFUSED = (NotDoneError, AppointmentRefusedError)
"""All that these services raise."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an appointment is to be held for, and what that belongs to."""

    held_for: For
    where: Where


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to appoint: by address or number, with the name for an account that has to be opened."""

    identifier: Identifier
    name: str


@dataclass(frozen=True, slots=True)
class Appointed:
    """What was made; `code` confirms an account that was opened for it, and is told only here."""

    appointment: Appointment
    code: str | None


def actor_for(who: Who, role: Role, where: Where) -> Actor:
    """As whom an officer gives or ends a role there; refused where they may not."""
    held = giving(who, role, where)
    if held is None:
        raise NotDoneError(Why.MAY_NOT)
    return who.actor(held)


def may_end(who: Who, held: Appointment, where: Where) -> bool:
    """Whether somebody may end this: nobody their own office, but whoever lent or borrowed one may give it back."""
    return _is_mine(who, held) or (held.account_id != who.account_id and giving(who, held.role, where) is not None)


def may_lend(who: Who, held: Appointment, where: Where) -> bool:
    """Whether somebody may lend this for a leave: their own, or one they may give; a lent one nobody."""
    return held.delegated_from_id is None and (
        held.account_id == who.account_id or giving(who, held.role, where) is not None
    )


def may_code(who: Who, held: Appointment, where: Where) -> bool:
    """Whether somebody may hand over a code once more: the holder has not confirmed the account yet."""
    return held.account.status is AccountStatus.INVITED and giving(who, held.role, where) is not None


def _is_mine(who: Who, held: Appointment) -> bool:
    """Whether it is lent, and by or to this person."""
    source = held.delegated_from
    return source is not None and who.account_id in {held.account_id, source.account_id}


def appoint_person(
    session: Session,
    who: Who,
    person: Person,
    target: Target,
    *,
    role: Role,
    term: Term,
    keys: Keys,
    now: datetime,
) -> Appointed:
    """Appoint somebody, and open an account for whoever has none, at the place the appointment belongs to."""
    actor = actor_for(who, role, target.where)
    account = account_by_identifier(session, person.identifier)
    if account is None and not person.name.strip():
        raise NotDoneError(Why.NO_NAME)
    fresh = account is None
    if account is None:
        account = open_account(
            session, actor, person.identifier, name=person.name, now=now, place_id=target.where.place_id
        )
    made = appoint(session, actor, account, role=role, term=term, held_for=target.held_for)
    notices.tell(session, made, notices.GRANTED, now=now)
    return Appointed(made, issue_code(session, actor, account, keys=keys, now=now) if fresh else None)


def end(session: Session, who: Who, held: Appointment, *, on: date, reason: str, now: datetime, today: date) -> None:
    """End an appointment that one may give, or one that is lent: by or to oneself."""
    where = belongs_to(session, held)
    if not may_end(who, held, where):
        raise NotDoneError(Why.MAY_NOT)
    given = giving(who, held.role, where)
    actor = who.actor(given if given and not _is_mine(who, held) else None)
    end_appointment(session, actor, held, on=on, today=today, reason=reason, lies_in_id=where.place_id)
    notices.tell(session, held, notices.ENDED, now=now)


def lend(
    session: Session,
    who: Who,
    held: Appointment,
    *,
    to: Account | None,
    starts_on: date,
    ends_on: date,
    reason: str,
    now: datetime,
) -> Appointment:
    """Lend an appointment for a leave: one's own, or one that one may give."""
    where = belongs_to(session, held)
    if not may_lend(who, held, where):
        raise NotDoneError(Why.MAY_NOT)
    actor = who.actor() if held.account_id == who.account_id else actor_for(who, held.role, where)
    if to is None:
        raise NotDoneError(Why.NO_PERSON)
    lent = delegate(session, actor, held, to=to, starts_on=starts_on, ends_on=ends_on, reason=reason)
    notices.tell(session, lent, notices.LENT, now=now)
    return lent


def new_code(session: Session, who: Who, held: Appointment, *, keys: Keys, now: datetime) -> str:
    """A code for somebody appointed who has not confirmed their account yet: the first was lost."""
    where = belongs_to(session, held)
    if not may_code(who, held, where):
        raise NotDoneError(Why.MAY_NOT)
    actor = actor_for(who, held.role, where)
    return issue_code(session, actor, held.account, keys=keys, now=now)
