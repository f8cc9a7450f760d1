"""Dropping what ended long enough ago. A service beside `services`."""

from datetime import datetime
from typing import Any

from sqlalchemy import Delete, delete, or_
from sqlalchemy.orm import Session

from foundation.accounts.models import AccountSession, KnownDevice, OneTimeSecret
from foundation.accounts.rules import PUBLIC


def delete_ended_sessions(session: Session, before: datetime) -> int:
    """Sessions that ended before: by somebody, or by their own limits."""
    outlived = AccountSession.ended_at.is_(None) & (AccountSession.opened_at < before - PUBLIC.absolute)
    return _gone(session, delete(AccountSession).where(or_(AccountSession.ended_at < before, outlived)))


def delete_spent_secrets(session: Session, before: datetime) -> int:
    """Links and codes that were used before, or ran out."""
    over = or_(OneTimeSecret.used_at < before, OneTimeSecret.expires_at < before)
    return _gone(session, delete(OneTimeSecret).where(over))


def delete_unused_devices(session: Session, before: datetime) -> int:
    """Browsers last used before."""
    return _gone(session, delete(KnownDevice).where(KnownDevice.last_seen_at < before))


def _gone(session: Session, asked: Delete) -> int:
    result: Any = session.execute(asked)
    return int(result.rowcount)
