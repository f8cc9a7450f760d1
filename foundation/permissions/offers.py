"""What somebody answers to an appointment or a loan that was offered to them: yes or no, signed in as themselves."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from foundation.accounts.models import Account, AccountSession
from foundation.accounts.services import end_other_sessions
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.permissions.models import Appointment
from foundation.permissions.queries import ended, lender
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import (
    APPOINTMENTS,
    LASTING,
    Offer,
    Refusal,
    Verb,
    different_people,
    offer_on,
)
from foundation.permissions.services import end_appointment
from foundation.workflow.rules import Refused


def offers_to(session: Session, account_id: int, today: date) -> list[Appointment]:
    """Return what waits for somebody's yes, the one that lapses first in front."""
    asked = select(Appointment).filter_by(account_id=account_id, offer=Offer.OFFERED)
    asked = asked.where(Appointment.answer_by >= today).options(joinedload(Appointment.place), lender())
    rows = session.scalars(asked.order_by(Appointment.answer_by, Appointment.id))
    return [row for row in rows if not ended(row, today)]


def offer_to(session: Session, account_id: int, appointment_id: int, *, to_answer: bool = False) -> Appointment | None:
    """Return what was offered to somebody, answered or not; or None. Locked where it is to be answered."""
    asked = select(Appointment).filter_by(id=appointment_id, account_id=account_id)
    asked = asked.where(Appointment.answer_by.is_not(None))
    asked = asked.with_for_update() if to_answer else asked.options(joinedload(Appointment.place), lender())
    return session.scalars(asked).one_or_none()


def accept(
    session: Session,
    holder: Account,
    offered: Appointment,
    *,
    now: datetime,
    today: date,
    keep: AccountSession | None = None,
) -> None:
    """Say yes: from its first day on it holds, and what it follows ends. Only the session at hand goes on.

    Raises `Refused` where it was answered, withdrawn or ended meanwhile, or nobody answered in time.
    """
    actor = _answer(holder, offered, Verb.ACCEPT, now, today)
    session.flush()
    record(session, actor, "appointment:accept", offered.id, place_id=offered.place_id)
    end_other_sessions(session, actor, holder, now=now, keep=keep)
    before = offered.follows
    if before and before.offer in LASTING and not ended(before, today):
        on, reason = max(today, offered.starts_on), f"carried over: {offered.id}"
        if before.ends_on is None or before.ends_on > on:
            end_appointment(session, actor, before, on=on, today=today, reason=reason)


def decline(session: Session, holder: Account, offered: Appointment, *, now: datetime, today: date) -> None:
    """Say no: it never held. Raises as `accept` does."""
    actor = _answer(holder, offered, Verb.DECLINE, now, today)
    session.flush()
    record(session, actor, "appointment:decline", offered.id, place_id=offered.place_id)


def office_not_over(session: Session, account_id: int, today: date, *, offered: bool = True) -> bool:
    """Whether somebody holds an office today or will, or with `offered` was asked to: nobody else opens their account.

    A loan counts until its own end, whatever becomes of what it lends.
    """
    wanted, offices = LASTING if offered else {Offer.ACCEPTED}, ROLES.offices
    return any(row.role in offices and row.offer in wanted for row in not_over(session, account_id, today))


def not_over(session: Session, account_id: int, today: date) -> list[Appointment]:
    """Return what somebody was offered or holds that has not ended, today's or to come; a loan until its own end."""
    asked = select(Appointment).where(Appointment.account_id == account_id, Appointment.offer.in_(LASTING))
    rows = session.scalars(asked.options(lender()))
    return [
        row
        for row in rows
        if offer_on(row.offer, row.answer_by, today) in LASTING and (row.ends_on is None or row.ends_on > today)
    ]


def appointed_them(session: Session, actor: Actor, account_id: int, today: date) -> bool:
    """Whether somebody, or in whose stead they act, gave or lends this person what is not over.

    They hand over no code to them: with it they could say the person's yes themselves.
    """
    rows = not_over(session, account_id, today)
    gave = [Actor(row.granted_by_id, row.granted_for_id) for row in rows]
    lent = [Actor(row.delegated_from.account_id) for row in rows if row.delegated_from]
    return not all(different_people(actor, other) for other in (*gave, *lent))


def _answer(holder: Account, offered: Appointment, verb: Verb, now: datetime, today: date) -> Actor:
    """Who answered: the person who was asked and nobody in their stead, while there is something to answer."""
    if offered.account_id != holder.id:
        raise Refused(Refusal.NOT_YOURS)
    APPOINTMENTS.next(offer_on(offered.offer, offered.answer_by, today), verb)
    if ended(offered, today):
        raise Refused(Refusal.ENDS_BEFORE)
    APPOINTMENTS.apply(offered, verb)
    offered.answered_at = now
    return Actor(holder.id)
