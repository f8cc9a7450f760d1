"""Reading questions: one's own, or those on a province's desk."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.enquiries.models import Enquiry
from catalog.producers.models import Producer
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope

ANSWERED_SHOWN = 50
"""Answered questions on the desk, the newest."""

_WHOLE = (joinedload(Enquiry.producer), joinedload(Enquiry.account))


def enquiries_of(session: Session, account_id: int) -> list[Enquiry]:
    """One's own questions, newest first."""
    asked = select(Enquiry).filter_by(account_id=account_id).options(*_WHOLE)
    return list(session.scalars(asked.order_by(Enquiry.id.desc())))


def enquiry_by_id(session: Session, enquiry_id: int, *, to_answer: bool = False) -> Enquiry | None:
    """Return the question, or None; `to_answer` makes whoever answers the same one wait and see the answer."""
    asked = select(Enquiry).filter_by(id=enquiry_id)
    asked = asked.with_for_update() if to_answer else asked.options(*_WHOLE)
    return session.scalars(asked).one_or_none()


def desk(session: Session, scope: Scope) -> tuple[list[Enquiry], list[Enquiry]]:
    """Return what lies on a desk: waiting ones, the oldest first, and the last answered ones."""
    asked = select(Enquiry).join(Producer).where(within(scope, Producer.place_id)).options(*_WHOLE)
    waiting = asked.where(Enquiry.answered_at.is_(None)).order_by(Enquiry.id)
    answered = asked.where(Enquiry.answered_at.is_not(None)).order_by(Enquiry.answered_at.desc(), Enquiry.id.desc())
    return list(session.scalars(waiting)), list(session.scalars(answered.limit(ANSWERED_SHOWN)))
