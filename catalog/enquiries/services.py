"""Asking and answering."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.enquiries import notices
from catalog.enquiries.models import Enquiry
from catalog.enquiries.queries import enquiries_of
from catalog.enquiries.rules import TEXT_MAX, answering_refused, asking_refused
from catalog.producers.models import Producer
from catalog.representation.queries import represented_since
from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.workflow.rules import Refused


def ask(
    session: Session, actor: Actor, producer: Producer, account: Account, *, text: str, now: datetime, today: date
) -> Enquiry:
    """Somebody asks about a producer nobody speaks for: the province's desk is told."""
    waiting = [one for one in enquiries_of(session, account.id) if one.answered_at is None]
    represented = represented_since(session, producer.id, today) is not None
    if why := asking_refused(represented=represented, waiting=len(waiting), text=text):
        raise Refused(why)
    asked = Enquiry(producer=producer, account=account, text=text.strip()[:TEXT_MAX], asked_at=now)
    session.add(asked)
    session.flush()
    record(session, actor, "enquiry:ask", asked.id, after={"producer": producer.id}, place_id=producer.place_id)
    notices.tell_desk(session, asked, now=now, today=today)
    return asked


def answer(session: Session, actor: Actor, asked: Enquiry, *, text: str, now: datetime) -> None:
    """Answer as the province; whoever asked is told."""
    if why := answering_refused(answered=asked.answered_at is not None, text=text):
        raise Refused(why)
    asked.answer, asked.answered_at, asked.answered_by_id = text.strip()[:TEXT_MAX], now, actor.account_id
    session.flush()
    record(session, actor, "enquiry:answer", asked.id, place_id=asked.producer.place_id)
    notices.tell_asker(session, asked, now=now)
