"""Appointing, ending and lending as an officer does it: by the appointment that lets them, and the person answers."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from admin.registry import notices
from admin.registry.queries import belongs_to
from admin.registry.rules import AppointmentObstacle
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import hold_account, issue_code, open_account
from foundation.audit.rules import Actor
from foundation.permissions.models import Appointment
from foundation.permissions.offers import accept, appointed_them, decline, not_over, office_not_over
from foundation.permissions.queries import appointments_of
from foundation.permissions.roles import ROLES, all_giving, appointing_role
from foundation.permissions.rules import Jurisdiction, Offer, Principal, Role, different_people
from foundation.permissions.services import (
    RoleSubject,
    Term,
    delegate,
    end_appointment,
    lapse,
    offer,
)
from foundation.workflow.rules import Refused


@dataclass(frozen=True, slots=True)
class Target:
    """What an appointment is to be held for, and what that belongs to."""

    held_for: RoleSubject
    where: Jurisdiction


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to appoint: by address or number, with the name for an account that has to be opened."""

    identifier: Identifier
    name: str


def actor_for(who: Principal, role: Role, where: Jurisdiction) -> Actor:
    """As whom an officer gives or ends a role there; refused where they may not."""
    held = appointing_role(who, role, where)
    if held is None:
        raise Refused(AppointmentObstacle.MAY_NOT)
    return who.actor(held)


def may_end(who: Principal, held: Appointment, where: Jurisdiction) -> bool:
    """Whether somebody may end this: nobody their own office, but whoever lent or borrowed one may give it back."""
    given = appointing_role(who, held.role, where)
    by_another = given is not None and different_people(who.actor(given), Actor(held.account_id))
    return by_another or _is_mine(who, held)


def may_lend(who: Principal, held: Appointment, where: Jurisdiction) -> bool:
    """Whether somebody may lend this for a leave: their own, or one they may give; a lent or an offered one nobody."""
    return (
        held.offer is Offer.ACCEPTED
        and held.delegated_from_id is None
        and (held.account_id == who.account_id or appointing_role(who, held.role, where) is not None)
    )


def coding(session: Session, who: Principal, held: Appointment, today: date) -> Actor | None:
    """As whom somebody may hand over a code to whoever was offered this and has not confirmed the account; else None.

    Whoever has an address gets a link by letter instead. A code opens the account with all that it was offered:
    whoever makes one must be able to give every bit of that, and neither they nor in whose stead they act gave any.
    Nobody makes one for somebody who holds an office, today or later.
    """
    account = held.account
    if account.status is not AccountStatus.INVITED or account.email is not None:
        return None
    is_over = held.id not in {row.id for row in not_over(session, account.id, today)}
    if is_over or office_not_over(session, account.id, today, offered=False):
        return None
    wanted = [(row.role, belongs_to(session, row)) for row in appointments_of(session, account.id)]
    if account.place_id is not None:
        wanted.append((held.role, Jurisdiction(place_id=account.place_id)))
    if not all(_apart(session, who, role, where, account.id, today) for role, where in wanted):
        return None
    return _apart(session, who, held.role, belongs_to(session, held), account.id, today)


def _apart(
    session: Session, who: Principal, role: Role, where: Jurisdiction, account_id: int, today: date
) -> Actor | None:
    """As whom somebody may give a role there without having appointed this person, nor whoever they act for."""
    actors = (who.actor(held) for held in all_giving(who, role, where))
    return next((actor for actor in actors if not appointed_them(session, actor, account_id, today)), None)


def _is_mine(who: Principal, held: Appointment) -> bool:
    """Whether it is lent, and by or to this person."""
    source = held.delegated_from
    return source is not None and who.account_id in {held.account_id, source.account_id}


def appoint_person(
    session: Session,
    who: Principal,
    person: Person,
    target: Target,
    *,
    role: Role,
    term: Term,
    now: datetime,
    today: date,
) -> Appointment:
    """Offer somebody an appointment, and open an account for whoever has none: their way in goes to them alone."""
    actor = actor_for(who, role, target.where)
    account = account_by_identifier(session, person.identifier)
    if account is None and not person.name.strip():
        raise Refused(AppointmentObstacle.NO_NAME)
    if account is None:
        # Whoever helps at a place hands over codes for its people, but never for those who are to hold an office.
        home = None if ROLES[role].office else target.where.place_id
        account = open_account(session, actor, person.identifier, name=person.name, now=now, place_id=home)
    made = offer(session, actor, account, role=role, term=term, held_for=target.held_for, today=today)
    notices.tell_offer(session, made, now=now)
    return made


def end(
    session: Session, who: Principal, held: Appointment, *, on: date, reason: str, now: datetime, today: date
) -> None:
    """End an appointment that one may give, or one that is lent: by or to oneself."""
    where = belongs_to(session, held)
    session.refresh(held, ["offer", "answered_at", "ends_on"], with_for_update=True)  # it may be answered right now
    if not may_end(who, held, where):
        raise Refused(AppointmentObstacle.MAY_NOT)
    given = appointing_role(who, held.role, where)
    actor = who.actor(given if given and not _is_mine(who, held) else None)
    end_appointment(session, actor, held, on=on, today=today, reason=reason, lies_in_id=where.place_id)
    withdrawn = held.offer is Offer.WITHDRAWN
    notices.notify_holder(session, held, notices.WITHDRAWN if withdrawn else notices.ENDED, now=now)


def lend(
    session: Session,
    who: Principal,
    held: Appointment,
    *,
    to: Account | None,
    starts_on: date,
    ends_on: date,
    reason: str,
    now: datetime,
    today: date,
) -> Appointment:
    """Offer an appointment to a colleague for a leave: one's own, or one that one may give."""
    where = belongs_to(session, held)
    if not may_lend(who, held, where):
        raise Refused(AppointmentObstacle.MAY_NOT)
    actor = who.actor() if held.account_id == who.account_id else actor_for(who, held.role, where)
    if to is None:
        raise Refused(AppointmentObstacle.NO_PERSON)
    lent = delegate(session, actor, held, to=to, starts_on=starts_on, ends_on=ends_on, reason=reason, today=today)
    notices.tell_offer(session, lent, now=now)
    return lent


def answer(
    session: Session,
    holder: Account,
    offered: Appointment,
    *,
    agrees: bool,
    now: datetime,
    today: date,
    keep: AccountSession | None = None,
) -> None:
    """Answer an offer, as the person themselves; whoever made it is told, and who leaves with it too."""
    if not agrees:
        decline(session, holder, offered, now=now, today=today)
        notices.tell_asked(session, offered, notices.DECLINED, now=now)
        return
    accept(session, holder, offered, now=now, today=today, keep=keep)
    notices.tell_asked(session, offered, notices.ACCEPTED, now=now)
    before = offered.follows
    if before and before.account_id != holder.id and before.ends_on is not None:
        notices.notify_holder(session, before, notices.ENDED, now=now)


def lapse_all(session: Session, *, now: datetime, today: date) -> int:
    """Note which offers nobody answered in time, and tell whoever asked; how many."""
    lapsed = lapse(session, today)
    for one in lapsed:
        notices.tell_asked(session, one, notices.LAPSED, now=now)
    return len(lapsed)


def new_code(session: Session, who: Principal, held: Appointment, *, keys: Keys, now: datetime, today: date) -> str:
    """Make a code for somebody a colleague appointed, who has only a phone number and no confirmed account yet."""
    hold_account(session, held.account)
    actor = coding(session, who, held, today)
    if actor is None:
        raise Refused(AppointmentObstacle.NO_CODE)
    return issue_code(session, actor, held.account, keys=keys, now=now)
