"""Reading consents and requests: one's own, or those on an officer's desk; and who is late."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import UnaryExpression, select
from sqlalchemy.orm import Session, joinedload

from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.privacy.models import Consent, PrivacyRequest
from foundation.privacy.purposes import current
from foundation.privacy.rules import OPEN, Kind, Purpose, State, is_late

CLOSED_SHOWN = 50
"""Closed requests on the desk, the newest."""


def consents_of(session: Session, account_id: int) -> list[Consent]:
    """Everything somebody ever agreed to, newest first."""
    asked = select(Consent).filter_by(account_id=account_id)
    return list(session.scalars(asked.order_by(Consent.given_at.desc(), Consent.id.desc())))


def consent_in_force(session: Session, account_id: int, purpose: Purpose) -> Consent | None:
    """Return the consent that was not withdrawn, to whichever version; or None."""
    asked = select(Consent).filter_by(account_id=account_id, purpose=purpose, withdrawn_at=None)
    return session.scalars(asked).one_or_none()


def agrees(session: Session, account_id: int, purpose: Purpose, today: date) -> bool:
    """Whether somebody agrees to a purpose as it is worded today: an earlier wording counts for nothing more."""
    found, wanted = consent_in_force(session, account_id, purpose), current(today).get(purpose)
    return found is not None and wanted is not None and found.version == wanted.version


def requests_of(session: Session, account_id: int) -> list[PrivacyRequest]:
    """One's own requests, newest first."""
    return list(session.scalars(select(PrivacyRequest).filter_by(account_id=account_id).order_by(_newest())))


def deletion_of(session: Session, account_id: int) -> PrivacyRequest | None:
    """Return the account's deletion that is still to come, or None."""
    asked = select(PrivacyRequest).filter_by(account_id=account_id, kind=Kind.DELETE, closed_at=None)
    return session.scalars(asked).one_or_none()


def request_by_id(session: Session, request_id: int, *, lock: bool = False) -> PrivacyRequest | None:
    """Return the request with whoever asks, or None; held by this transaction for whoever is about to change it."""
    wanted = select(PrivacyRequest).filter_by(id=request_id).options(joinedload(PrivacyRequest.account))
    if lock:
        wanted = wanted.with_for_update(of=PrivacyRequest).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def desk(session: Session, scope: Scope) -> tuple[list[PrivacyRequest], list[PrivacyRequest]]:
    """Return what lies on a desk: the open ones, the most urgent first, and the last closed ones."""
    asked = select(PrivacyRequest).where(within(scope, PrivacyRequest.place_id))
    asked = asked.options(joinedload(PrivacyRequest.account))
    waiting = asked.where(PrivacyRequest.closed_at.is_(None)).order_by(PrivacyRequest.due_on, PrivacyRequest.id)
    closed = asked.where(PrivacyRequest.closed_at.is_not(None)).order_by(_newest()).limit(CLOSED_SHOWN)
    return list(session.scalars(waiting)), list(session.scalars(closed))


def erasures_due(session: Session, today: date) -> list[int]:
    """Return requests whose account is to be deleted by now."""
    asked = select(PrivacyRequest.id).filter_by(kind=Kind.DELETE, closed_at=None)
    return list(session.scalars(asked.where(PrivacyRequest.erase_on <= today).order_by(PrivacyRequest.id)))


def check_privacy(session: Session, today: date) -> Iterator[str]:
    """Sentences for requests that wait longer than the law allows, and for deletions that did not happen."""
    waiting = session.scalars(select(PrivacyRequest).where(PrivacyRequest.state.in_(OPEN)).order_by(PrivacyRequest.id))
    for one in waiting:
        if is_late(one.state, one.reply_on, one.due_on, today):
            first = one.state is State.RECEIVED and today > one.reply_on
            what, on = ("answered", one.reply_on) if first else ("done", one.due_on)
            yield f"request {one.id} ({one.kind}) was to be {what} by {on}"
        elif one.erase_on and one.erase_on < today:
            yield f"request {one.id}: its account was to be deleted on {one.erase_on}"


def _newest() -> UnaryExpression[int]:
    return PrivacyRequest.id.desc()
