"""Authenticator apps and recovery codes. A service beside `services`."""

from datetime import datetime

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.orm import Session

from foundation.accounts.keys import RECOVERY_LENGTH, Keys, new_code, new_salt
from foundation.accounts.models import Account, RecoveryCode
from foundation.accounts.queries import held_account
from foundation.accounts.rules import plain_code, printed
from foundation.accounts.status_rules import Refusal
from foundation.accounts.totp import matching_step
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.workflow.rules import Refused

RECOVERY_CODES = 10


def begin_totp(session: Session, account: Account, *, keys: Keys) -> str:
    """Return the secret to show to an app that is to be set up; the same until it is confirmed.

    Raises `Refused` where one is set up that nobody asked to replace.
    """
    held_account(session, account.id)
    if account.has_second_factor and not account.owes_second_factor:
        raise Refused(Refusal.CODE)
    if account.pending_salt is None:
        account.totp_salt = new_salt()
        session.flush()
    return keys.totp_secret(account.id, account.pending_salt or "")


def confirm_totp(
    session: Session, actor: Actor, account: Account, *, code: str, keys: Keys, now: datetime
) -> list[str]:
    """Return the app shows the right code: from now on it is asked for. The recovery codes, told once, here.

    Raises `Refused`, also where the password was set anew since the app was shown its secret.
    """
    salt = account.pending_salt
    step = matching_step(keys.totp_secret(account.id, salt), code, now, after=None) if salt else None
    if step is None or not _take_place(session, account.id, salt, step, now):
        raise Refused(Refusal.CODE)
    record(session, actor, "account:second-factor-on", account.id)
    return new_recovery_codes(session, actor, account, keys=keys)


def remove_totp(session: Session, actor: Actor, account: Account, *, reason: str | None = None) -> None:
    """Take the second factor away, with its recovery codes."""
    held_account(session, account.id)
    account.totp_salt = account.totp_confirmed_at = account.totp_last_step = account.totp_next_salt = None
    session.execute(delete(RecoveryCode).filter_by(account_id=account.id))
    record(session, actor, "account:second-factor-off", account.id, reason=reason)


def new_recovery_codes(session: Session, actor: Actor, account: Account, *, keys: Keys) -> list[str]:
    """Ten new recovery codes, told once, here; the earlier ones are worth nothing any more."""
    held_account(session, account.id)
    session.execute(delete(RecoveryCode).filter_by(account_id=account.id))
    codes = [new_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=account.id, digest=keys.code_digest("recovery", account.id, code)))
    record(session, actor, "account:recovery-codes", account.id, after={"codes": len(codes)})
    return [printed(code) for code in codes]


def is_recovery_code(code: str) -> bool:
    """Whether what was typed is a recovery code rather than one of the app."""
    return len(plain_code(code)) == RECOVERY_LENGTH


def prove_second_factor(session: Session, account: Account, *, code: str, keys: Keys, now: datetime) -> bool:
    """Whether this is the app's present code or a recovery code; either is good once only.

    Where `account.owes_second_factor` it proves the owner, who sets up another app before anything else.
    """
    if not account.has_second_factor:
        return False
    if is_recovery_code(code):
        return _use_recovery_code(session, account, code, keys, now)
    return _use_step(session, account, code, keys, now)


def _use_step(session: Session, account: Account, code: str, keys: Keys, now: datetime) -> bool:
    if account.totp_salt is None:
        return False
    step = matching_step(keys.totp_secret(account.id, account.totp_salt), code, now, after=account.totp_last_step)
    if step is None:
        return False
    # In one statement, so that two workers shown the same code at once cannot both take it.
    unused = or_(Account.totp_last_step.is_(None), Account.totp_last_step < step)
    mine = update(Account).where(Account.id == account.id, Account.totp_salt == account.totp_salt, unused)
    taken = session.execute(mine.values(totp_last_step=step))
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _take_place(session: Session, account_id: int, salt: str | None, step: int, now: datetime) -> bool:
    """Let the app of this salt be the second factor, once: one that was replaced, or is set up already, is refused."""
    first = and_(Account.totp_confirmed_at.is_(None), Account.totp_salt == salt)
    pending = or_(first, Account.totp_next_salt == salt)
    values = {"totp_salt": salt, "totp_next_salt": None, "totp_confirmed_at": now, "totp_last_step": step}
    taken = session.execute(update(Account).where(Account.id == account_id, pending).values(values))
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _use_recovery_code(session: Session, account: Account, code: str, keys: Keys, now: datetime) -> bool:
    digest = keys.code_digest("recovery", account.id, code)
    unused = update(RecoveryCode).filter_by(account_id=account.id, digest=digest, used_at=None)
    if not session.execute(unused.values(used_at=now)).rowcount:  # type: ignore[attr-defined]
        return False
    record(session, Actor(account.id), "account:use-recovery-code", account.id)
    return True
