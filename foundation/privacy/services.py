"""Lodging requests about personal data and working them."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.permissions.queries import holds_office
from foundation.permissions.rules import different_people
from foundation.privacy import notices
from foundation.privacy.models import PrivacyRequest
from foundation.privacy.queries import deletion_of
from foundation.privacy.rules import (
    COOLING_OFF,
    REQUESTS,
    TEXT_MAX,
    Kind,
    Refusal,
    Verb,
    deadlines,
    extension_refused,
)
from foundation.privacy.working_days import is_working
from foundation.workflow.rules import Refused


def lodge(
    session: Session, actor: Actor, account: Account, *, kind: Kind, text: str, now: datetime, today: date
) -> PrivacyRequest:
    """Somebody asks about their own data: the deadlines run, both sides are told.

    A deletion is answered at once and carried out by itself after the cooling-off; whoever holds an office is
    relieved of it first.
    """
    deletion = kind is Kind.DELETE
    if deletion and holds_office(session, account.id, today):
        raise Refused(Refusal.OFFICE)
    if deletion and deletion_of(session, account.id):
        raise Refused(Refusal.ASKED_ALREADY)
    if not deletion and not text.strip():
        raise Refused(Refusal.NO_WORDS)
    until = deadlines(kind, today, is_working)
    lodged = PrivacyRequest(
        account=account,
        place_id=account.place_id,
        kind=kind,
        state=REQUESTS.start,
        text=text.strip()[:TEXT_MAX] or None,
        received_at=now,
        reply_on=until.reply_on,
        due_on=until.due_on,
        erase_on=today + COOLING_OFF if deletion else None,
    )
    if deletion:
        REQUESTS.apply(lodged, Verb.REPLY)
        lodged.replied_at = now
    try:
        with session.begin_nested():
            session.add(lodged)
    except IntegrityError as error:  # a deletion sent twice in the same moment
        raise Refused(Refusal.ASKED_ALREADY) from error
    _lodged(session, actor, lodged, now, today)
    return lodged


def reply(session: Session, actor: Actor, request: PrivacyRequest, *, text: str, now: datetime) -> None:
    """Answer whoever asks for the first time: what will be done, and until when."""
    _move(request, actor, Verb.REPLY, text)
    request.reply, request.replied_at, request.worked_by_id = text.strip()[:TEXT_MAX], now, actor.account_id
    _note(session, actor, request, Verb.REPLY)
    notices.tell_owner(session, request, notices.REPLIED, now=now)


def extend(
    session: Session, actor: Actor, request: PrivacyRequest, *, to: date, reason: str, now: datetime, today: date
) -> None:
    """Put the deadline off, once, with a reason that whoever asks can read."""
    extended = request.extended_from is not None
    if why := extension_refused(request.due_on, to, today, extended=extended):
        raise Refused(why)
    _move(request, actor, Verb.EXTEND, reason)
    request.extended_from, request.due_on, request.extension_reason = request.due_on, to, reason.strip()[:TEXT_MAX]
    request.worked_by_id = actor.account_id
    _note(session, actor, request, Verb.EXTEND)
    notices.tell_owner(session, request, notices.EXTENDED, now=now)


def finish(session: Session, actor: Actor, request: PrivacyRequest, *, verb: Verb, answer: str, now: datetime) -> None:
    """Say that it is done, or why it is not."""
    if verb not in {Verb.FULFIL, Verb.REFUSE}:
        raise ValueError(verb)
    if verb is Verb.FULFIL and request.kind is Kind.DELETE:
        raise Refused(Refusal.BY_ITSELF)
    _move(request, actor, verb, answer)
    request.answer, request.closed_at, request.worked_by_id = answer.strip()[:TEXT_MAX], now, actor.account_id
    _note(session, actor, request, verb)
    notices.tell_owner(session, request, notices.CLOSED, now=now)


def cancel(session: Session, actor: Actor, request: PrivacyRequest, *, now: datetime, today: date) -> None:
    """Whoever asked takes it back: a deletion does not happen."""
    REQUESTS.apply(request, Verb.CANCEL)
    request.closed_at = now
    _note(session, actor, request, Verb.CANCEL)
    notices.tell_desk(session, request, notices.CANCELLED, now=now, today=today)


def _lodged(session: Session, actor: Actor, lodged: PrivacyRequest, now: datetime, today: date) -> None:
    after = {"kind": lodged.kind, "reply_on": lodged.reply_on, "due_on": lodged.due_on, "erase_on": lodged.erase_on}
    record(session, actor, "privacy-request:lodge", lodged.id, after=after, place_id=lodged.place_id)
    notices.tell_owner(session, lodged, notices.DELETION if lodged.erase_on else notices.RECEIVED, now=now)
    notices.tell_desk(session, lodged, notices.LODGED, now=now, today=today)


def is_own(request: PrivacyRequest, actor: Actor) -> bool:
    """Whether a request is somebody's own, or that of whom they act for."""
    return not different_people(Actor(request.account_id), actor)


def _move(request: PrivacyRequest, actor: Actor, verb: Verb, words: str) -> None:
    """Nobody works a request of their own, and none of it without words for whoever asks."""
    if is_own(request, actor):
        raise Refused(Refusal.OWN)
    REQUESTS.next(request.state, verb)
    if not words.strip():
        raise Refused(Refusal.NO_WORDS)
    REQUESTS.apply(request, verb)


def _note(session: Session, actor: Actor, request: PrivacyRequest, verb: Verb) -> None:
    session.flush()
    after = {"state": request.state, "due_on": request.due_on}
    record(session, actor, f"privacy-request:{verb}", request.id, after=after, place_id=request.place_id)
