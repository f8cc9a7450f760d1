"""Sending a report, confirming it, and working it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from catalog.reports import notices
from catalog.reports.models import Report
from catalog.reports.queries import by_digest, report_by_id, subject
from catalog.reports.rules import (
    CONFIRM_WITHIN,
    REPORTS,
    TEXT_MAX,
    Kind,
    Refusal,
    State,
    Verb,
    about,
    due_on,
    read_page,
)
from foundation.accounts.keys import new_token, token_digest
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.i18n.languages import Lang
from foundation.outbox.services import enqueue
from foundation.privacy.working_days import is_working
from foundation.workflow.rules import Refused

CONFIRM, TELL = "reports.confirm", "reports.tell"
"""Jobs: the letter with the link, the letter that it was answered."""


def send(session: Session, *, kind: Kind, text: str, email: str, page: str, language: Lang, now: datetime) -> Report:
    """Somebody without an account reports something: a letter asks whether it was they, and nobody sees it before."""
    read = read_page(page)
    product_id, place_id = subject(session, about(read))
    sent = Report(
        kind=kind,
        text=text.strip()[:TEXT_MAX],
        email=email,
        language=language,
        page=read,
        product_id=product_id,
        place_id=place_id,
        sent_at=now,
    )
    session.add(sent)
    session.flush()
    enqueue(session, CONFIRM, {"report_id": sent.id}, dedupe_key=str(sent.id))
    return sent


def new_link(session: Session, sent: Report) -> str:
    """Return a token for the letter; only its digest is kept."""
    token = new_token()
    sent.digest = token_digest(token)
    session.flush()
    return token


def confirm(session: Session, *, token: str, now: datetime, today: date) -> Report:
    """Whoever got the letter says that it was they: the deadline runs, the desk is told. Twice is once."""
    sent = by_digest(session, token_digest(token), now)
    if sent is None:
        raise Refused(Refusal.TOO_OLD)
    before, after = REPORTS.only(Verb.CONFIRM)
    waits = update(Report).filter_by(id=sent.id, state=before)
    told = {"state": after, "confirmed_at": now, "due_on": due_on(sent.kind, today, is_working)}
    # In one statement, so that of two who show the link at once one tells the desk.
    if not _count(session.execute(waits.values(told))):
        return sent
    _note(session, SYSTEM, sent, Verb.CONFIRM)
    notices.tell_desk(session, sent, now=now, today=today)
    return sent


def take(session: Session, actor: Actor, report_id: int) -> None:
    """Make it one's own, so that colleagues know; one that a colleague took stays theirs."""
    sent = _held(session, report_id, Verb.TAKE)
    if sent.owner_account_id not in {None, actor.account_id}:
        raise Refused(Refusal.TAKEN)
    REPORTS.apply(sent, Verb.TAKE)
    sent.owner_account_id = actor.account_id
    _note(session, actor, sent, Verb.TAKE)


def close(
    session: Session, actor: Actor, report_id: int, *, verb: Verb, answer: str, public_note: str, now: datetime
) -> None:
    """Answer whoever reported it; a note in public where it concerns a product."""
    if verb not in {Verb.ANSWER, Verb.DECLINE}:
        raise ValueError(verb)
    sent = _held(session, report_id, verb)
    if not answer.strip():
        raise Refused(Refusal.NO_WORDS)
    REPORTS.apply(sent, verb)
    sent.answer, sent.closed_at = answer.strip()[:TEXT_MAX], now
    sent.owner_account_id = sent.owner_account_id or actor.account_id
    sent.public_note = (public_note.strip()[:TEXT_MAX] or None) if sent.product_id else None
    _note(session, actor, sent, verb)
    enqueue(session, TELL, {"report_id": sent.id}, dedupe_key=str(sent.id))


def delete_unconfirmed(session: Session, before: datetime) -> int:
    """Drop reports nobody confirmed in time; how many."""
    old = delete(Report).where(Report.state == State.UNCONFIRMED, Report.sent_at < before - CONFIRM_WITHIN)
    return _count(session.execute(old))


def erase_senders(session: Session, before: datetime) -> int:
    """Take address and link off reports closed before; what was reported and answered stays. How many."""
    old = update(Report).where(Report.closed_at < before, Report.email.is_not(None)).values(email=None, digest=None)
    return _count(session.execute(old))


def _held(session: Session, report_id: int, verb: Verb) -> Report:
    """Return the report, held by this transaction, where this can be done to it."""
    sent = report_by_id(session, report_id, lock=True)
    if sent is None:
        raise Refused(Refusal.CLOSED)
    REPORTS.next(sent.state, verb)
    return sent


def _note(session: Session, actor: Actor, sent: Report, verb: Verb) -> None:
    session.flush()
    after = {"state": sent.state, "kind": sent.kind, "due_on": sent.due_on, "product": sent.product_id}
    record(session, actor, f"report:{verb}", sent.id, after=after, place_id=sent.place_id)


def _count(result: Any) -> int:
    return int(result.rowcount)
