"""Sessions of browsers: opened, seen, proved again, ended. A service beside `services`."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.accounts.keys import new_token, token_digest
from foundation.accounts.models import Account, AccountSession, KnownDevice
from foundation.accounts.rules import SessionEnd, Stage
from foundation.audit.rules import Actor
from foundation.audit.services import record

DEVICE_MAX = 200
DEVICES_MAX = 20
"""Browsers an account is known on; the one unused for longest is forgotten first."""


def open_session(
    session: Session, account: Account, *, stage: Stage, is_staff: bool, address: str, device: str, now: datetime
) -> tuple[AccountSession, str]:
    """Return a new session after the password was right, and the token for the browser's cookie."""
    token = new_token()
    opened = AccountSession(
        account=account,
        token_digest=token_digest(token),
        stage=stage,
        is_staff=is_staff,
        opened_at=now,
        seen_at=now,
        proved_at=now,
        address=address,
        device=device[:DEVICE_MAX],
    )
    session.add(opened)
    session.flush()
    record(session, Actor(account.id), "session:open", opened.id, after={"stage": stage, "staff": is_staff})
    return opened, token


def advance(session: Session, opened: AccountSession, *, stage: Stage, now: datetime) -> str:
    """Return the session has proved more: it lives from now on under a new token, the old one is worth nothing."""
    opened.stage = stage
    return rotate(session, opened, now=now)


def rotate(session: Session, opened: AccountSession, *, now: datetime) -> str:
    """Give a session a new token because the password was just proved."""
    token = new_token()
    opened.token_digest, opened.proved_at, opened.seen_at = token_digest(token), now, now
    session.flush()
    return token


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Note that a session is in use; one that ended meanwhile stays ended."""
    session.execute(update(AccountSession).filter_by(id=session_id, ended_at=None).values(seen_at=now))


def end_session(session: Session, actor: Actor, opened: AccountSession, *, why: SessionEnd, now: datetime) -> None:
    """End one session; ending it again changes nothing."""
    if opened.ended_at is None:
        opened.ended_at, opened.ended_by = now, why
        record(session, actor, "session:end", opened.id, after={"why": why})


def end_all(
    session: Session,
    actor: Actor,
    account: Account,
    *,
    why: SessionEnd,
    now: datetime,
    keep: AccountSession | None = None,
) -> int:
    """End every session of an account but the one to keep; how many."""
    open_ones = update(AccountSession).filter_by(account_id=account.id, ended_at=None)
    if keep is not None:
        open_ones = open_ones.where(AccountSession.id != keep.id)
    ended = int(session.execute(open_ones.values(ended_at=now, ended_by=why)).rowcount)  # type: ignore[attr-defined]
    if ended:
        record(session, actor, "account:end-sessions", account.id, after={"why": why, "sessions": ended})
    return ended


def know_device(session: Session, account: Account, token: str | None, *, now: datetime, came_in: bool = True) -> str:
    """Remember the browser an account was entered from; the token for its cookie.

    One browser keeps its token for all accounts that use it. A token the site never gave out is replaced: it
    could have been planted. Where only a new password was set, it has not `came_in`.
    """
    digest = token_digest(token or "")
    seen = update(KnownDevice).filter_by(account_id=account.id, token_digest=digest)
    seen = seen.values(last_seen_at=now, came_in=or_(KnownDevice.came_in, literal(came_in)))
    if token and session.execute(seen).rowcount:  # type: ignore[attr-defined]
        return token
    given_out = session.scalar(select(KnownDevice.id).filter_by(token_digest=digest).limit(1))
    kept = token if token and given_out is not None else new_token()
    times = {"first_seen_at": now, "last_seen_at": now}
    row = KnownDevice(account_id=account.id, token_digest=token_digest(kept), **times, came_in=came_in)
    with suppress(IntegrityError), session.begin_nested():  # the same browser came in twice in one moment
        session.add(row)
    _forget_oldest(session, account.id)
    return kept


def _forget_oldest(session: Session, account_id: int) -> None:
    kept = select(KnownDevice.id).filter_by(account_id=account_id)
    kept = kept.order_by(KnownDevice.last_seen_at.desc(), KnownDevice.id.desc()).limit(DEVICES_MAX)
    old = delete(KnownDevice).filter_by(account_id=account_id)
    session.execute(old.where(KnownDevice.id.not_in(session.scalars(kept).all())))
