"""Telling people things, and what they choose about it."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import Actor, Codes, as_codes
from foundation.audit.services import record
from foundation.notices.models import Notice, NoticeChoice
from foundation.notices.queries import rhythm_of
from foundation.notices.rules import Rhythm, is_sent_at_once
from foundation.outbox.services import enqueue

MAIL = "notices.mail"


def notify(
    session: Session,
    account: Account,
    kind: str,
    *,
    facts: Codes,
    dedupe_key: str,
    now: datetime,
    is_safety: bool = False,
    purpose: str | None = None,
) -> Notice:
    """Tell somebody something once, on their page and, as they chose, by letter; leaves only if the change commits.

    `purpose` names the consent it rests on; that there is one, the caller has asked.
    """
    session.flush()
    told = session.scalar(select(Notice).filter_by(account_id=account.id, dedupe_key=dedupe_key))
    if told:
        return told
    notice = Notice(
        account_id=account.id,
        kind=kind,
        facts=as_codes(facts),
        dedupe_key=dedupe_key,
        is_safety=is_safety,
        purpose=purpose,
        created_at=now,
    )
    session.add(notice)
    session.flush()
    if account.email and is_sent_at_once(rhythm_of(session, account.id), is_safety=is_safety):
        enqueue(session, MAIL, {"notice_id": notice.id}, dedupe_key=str(notice.id))
    return notice


def read_all(session: Session, account: Account, *, now: datetime) -> int:
    """Note that somebody has seen their notices; how many were new."""
    new = update(Notice).filter_by(account_id=account.id, read_at=None).values(read_at=now)
    return int(session.execute(new).rowcount)  # type: ignore[attr-defined]


def delete_read(session: Session, before: datetime) -> int:
    """Drop what was read before; how many. What nobody has read stays."""
    return int(session.execute(delete(Notice).where(Notice.read_at < before)).rowcount)  # type: ignore[attr-defined]


def choose_rhythm(session: Session, actor: Actor, account: Account, *, rhythm: Rhythm) -> None:
    """Set how often somebody gets letters."""
    before = rhythm_of(session, account.id)
    session.merge(NoticeChoice(account_id=account.id, rhythm=rhythm))
    change = {"before": {"letters": before}, "after": {"letters": rhythm}}
    record(session, actor, "account:choose-letters", account.id, before=change["before"], after=change["after"])
