"""Agreeing and withdrawing, and doing only what was agreed to. A service beside `services`."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import Actor, Codes
from foundation.audit.services import record
from foundation.notices.models import Notice
from foundation.notices.services import notify
from foundation.privacy.models import Consent
from foundation.privacy.purposes import wording
from foundation.privacy.queries import agrees, consent_in_force
from foundation.privacy.rules import ConsentDoor, Purpose


def give(
    session: Session, actor: Actor, account: Account, *, purpose: Purpose, version: int, how: ConsentDoor, now: datetime
) -> Consent:
    """Somebody agrees to one purpose in the words they were shown; again to the same words changes nothing."""
    _one_at_a_time(session, account)
    before = consent_in_force(session, account.id, purpose)
    if before and before.version == version:
        return before
    wording(purpose, version)
    if before:
        _end(session, actor, before, now)
    agreed = Consent(account_id=account.id, purpose=purpose, version=version, how=how, given_at=now)
    session.add(agreed)
    session.flush()
    record(session, actor, "consent:give", agreed.id, after={"purpose": purpose, "version": version, "how": how})
    return agreed


def withdraw(session: Session, actor: Actor, account: Account, *, purpose: Purpose, now: datetime) -> None:
    """Somebody does not agree any more: what rests on it stops with this transaction."""
    _one_at_a_time(session, account)
    if found := consent_in_force(session, account.id, purpose):
        _end(session, actor, found, now)


def notify_agreed(
    session: Session,
    account: Account,
    purpose: Purpose,
    kind: str,
    *,
    facts: Codes,
    dedupe_key: str,
    now: datetime,
    today: date,
) -> Notice | None:
    """Tell somebody something they agreed to be told; nobody else. Its letter asks once more before it leaves."""
    if not agrees(session, account.id, purpose, today):
        return None
    return notify(session, account, kind, facts=facts, dedupe_key=dedupe_key, now=now, purpose=purpose)


def _one_at_a_time(session: Session, account: Account) -> None:
    """Whoever clicks twice, or on two devices, waits for the first and then sees what it did."""
    session.execute(select(Account.id).filter_by(id=account.id).with_for_update(key_share=True))


def _end(session: Session, actor: Actor, agreed: Consent, now: datetime) -> None:
    agreed.withdrawn_at = now
    session.flush()
    said = {"purpose": agreed.purpose, "version": agreed.version}
    record(session, actor, "consent:withdraw", agreed.id, before=said)
