"""What this room holds about one person: told to them, and erased when the account is to be deleted."""

from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account, AccountSession, KnownDevice, OneTimeSecret, RecoveryCode
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import close_account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now

COLUMNS = frozenset(
    {
        "accounts.opened_by_id",
        "accounts.helped_by_id",
        "accounts.helped_for_id",
        "account_sessions.account_id",
        "known_devices.account_id",
        "one_time_secrets.account_id",
        "one_time_secrets.issued_by_id",
        "one_time_secrets.issued_for_id",
        "recovery_codes.account_id",
    }
)
ERASED_NAME = "—"
_SAID = ("name", "email", "phone", "language", "status", "opened_at", "opened_by_id", "confirmed_at", "closed_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the account itself, and every browser it was entered from; of secrets only that there are some."""
    account = session.get_one(Account, account_id)
    entered = select(AccountSession).filter_by(account_id=account_id).order_by(AccountSession.id)
    devices = select(KnownDevice.first_seen_at, KnownDevice.last_seen_at).filter_by(account_id=account_id)
    secrets = select(OneTimeSecret.purpose, OneTimeSecret.issued_at, OneTimeSecret.used_at)
    codes = select(func.count(RecoveryCode.id)).filter_by(account_id=account_id)
    return {
        **{name: getattr(account, name) for name in (*_SAID, "place_id")},
        "second_factor_since": account.totp_confirmed_at,
        "recovery_codes": session.scalar(codes),
        "sessions": [
            {name: getattr(row, name) for name in ("opened_at", "seen_at", "address", "device", "ended_at", "ended_by")}
            for row in session.scalars(entered)
        ],
        "known_devices": [dict(row._mapping) for row in session.execute(devices)],  # noqa: SLF001 - a row as its names
        "one_time_secrets": [
            dict(row._mapping)  # noqa: SLF001 - the same
            for row in session.execute(secrets.filter_by(account_id=account_id).order_by(OneTimeSecret.id))
        ],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Close the account and leave its number only: no name, no address, nothing that proves or shows the person."""
    del today
    account = session.get_one(Account, account_id)
    if account.status is not AccountStatus.CLOSED:
        close_account(session, SYSTEM, account, reason="erasure", now=now())
    account.name, account.email, account.phone, account.place_id = ERASED_NAME, None, None, None
    account.password_hash = account.totp_salt = account.totp_confirmed_at = account.totp_last_step = None
    account.totp_next_salt = account.reset_at = None
    for table in (AccountSession, KnownDevice, OneTimeSecret, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account_id))
    session.flush()
