"""Reading accounts, their sessions and secrets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from foundation.accounts.keys import token_digest
from foundation.accounts.models import Account, AccountSession, KnownDevice, OneTimeSecret, RateLimitState, RecoveryCode
from foundation.accounts.phones import read_phone
from foundation.accounts.rules import (
    AccountStatus,
    KnownOrigin,
    Purpose,
    RateLimit,
    Stage,
    limits_of,
    lives,
    longest,
    read_email,
)
from foundation.accounts.rules import wait as wait_of

ADDRESS_KNOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Identifier:
    """What somebody signs in with, in its kept form: exactly one of the two."""

    email: str | None = None
    phone: str | None = None

    @property
    def text(self) -> str:
        """Either of them."""
        return self.email or self.phone or ""


def read_identifier(text: str) -> Identifier | None:
    """Return an e-mail address or a Vietnamese number however it was typed; None for anything else."""
    if "@" in text:
        email = read_email(text)
        return Identifier(email=email) if email else None
    phone = read_phone(text)
    return Identifier(phone=phone) if phone else None


def account_by_id(session: Session, account_id: int) -> Account | None:
    """Return the account, or None."""
    return session.get(Account, account_id)


def held_account(session: Session, account_id: int) -> Account | None:
    """Return the account as it is now, or None; locked to the end of the transaction, so that its secrets decide once.

    Whoever also gives limits back does so afterwards: two who wait in the same order never wait for each other.
    """
    asked = select(Account).filter_by(id=account_id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(asked).one_or_none()


def account_by_identifier(session: Session, identifier: Identifier | None) -> Account | None:
    """Return the account with this address or number, closed ones included; or None."""
    if identifier is None:
        return None
    wanted = Account.email == identifier.email if identifier.email else Account.phone == identifier.phone
    return session.scalars(select(Account).where(wanted)).one_or_none()


def live_session(session: Session, token: str, now: datetime) -> AccountSession | None:
    """Return the session behind a cookie while it lives, with its account; or None."""
    asked = select(AccountSession).filter_by(token_digest=token_digest(token), ended_at=None)
    found = session.scalars(asked.options(joinedload(AccountSession.account))).one_or_none()
    return found if found and is_alive(found, now) else None


def is_alive(found: AccountSession, now: datetime) -> bool:
    """Whether a session still opens anything."""
    limits = limits_of(found.stage, is_staff=found.is_staff)
    alive = found.ended_at is None and lives(found.opened_at, found.seen_at, now, limits)
    return alive and found.account.status is AccountStatus.ACTIVE


def sessions_of(session: Session, account_id: int, now: datetime) -> list[AccountSession]:
    """Return the account's living sessions, the last used first."""
    asked = select(AccountSession).filter_by(account_id=account_id, ended_at=None, stage=Stage.FULL)
    rows = session.scalars(asked.options(joinedload(AccountSession.account)).order_by(AccountSession.seen_at.desc()))
    return [row for row in rows if is_alive(row, now)]


def known(
    session: Session, account_id: int, device_token: str | None, address: str, now: datetime, *, in_once: bool = False
) -> KnownOrigin:
    """Return what speaks for whoever tries to enter this account: nothing from before its password was set anew.

    `in_once` asks for a device that came in wholly. For the password one in which it was set speaks too: it is the way
    past a crowd. For all else it does not, or each reset would bring new guesses at the second factor.
    """
    asked = select(KnownDevice.token_digest).filter_by(account_id=account_id)
    asked = asked.filter_by(token_digest=token_digest(device_token or ""))
    asked = asked.where(KnownDevice.came_in) if in_once else asked
    since = now - ADDRESS_KNOWN_FOR
    entered = select(AccountSession.id).filter_by(account_id=account_id, address=address, stage=Stage.FULL)
    entered = entered.join(AccountSession.account).where(
        AccountSession.seen_at > since,
        or_(Account.reset_at.is_(None), AccountSession.opened_at > Account.reset_at),
    )
    came = session.scalar(entered.limit(1))
    device = session.scalar(asked)
    # Not the row's number: SQLite gives that of a forgotten device to the next, which would find its limits full.
    number = int(token_digest(f"{account_id} {device}")[:12], 16) if device else None
    return KnownOrigin(number, address=came is not None)


def wait(session: Session, limits: tuple[RateLimit, ...], now: datetime) -> timedelta:
    """How long until all these limits are open; zero when they are."""
    kept = select(RateLimitState.key, RateLimitState.spent_until).where(
        RateLimitState.key.in_([lane.key for lane in limits])
    )
    marks = {row.key: row.spent_until for row in session.execute(kept)}
    return longest(wait_of(lane, marks.get(lane.key), now) for lane in limits)


def owner_of_link(session: Session, digest: str, now: datetime) -> int | None:
    """Whose the link with this digest is, while it may be used; that it still may, its use decides."""
    asked = select(OneTimeSecret.account_id).filter_by(purpose=Purpose.RESET_BY_MAIL, digest=digest, used_at=None)
    return session.scalar(asked.where(OneTimeSecret.expires_at > now))


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many recovery codes have not been used."""
    asked = select(func.count(RecoveryCode.id)).filter_by(account_id=account_id, used_at=None)
    return session.scalar(asked) or 0


def check_accounts(session: Session) -> Iterator[str]:
    """Sentences for what does not hold: living sessions of accounts that cannot sign in, factors without codes."""
    stray = select(AccountSession.id).join(AccountSession.account)
    stray = stray.where(AccountSession.ended_at.is_(None), Account.status == AccountStatus.CLOSED)
    yield from (f"session {number} outlives its closed account" for number in session.scalars(stray))
    without = ~select(RecoveryCode.id).filter_by(account_id=Account.id).exists()
    bare = select(Account.id).where(Account.totp_confirmed_at.is_not(None), without)
    yield from (f"account {number} has a second factor and no recovery codes" for number in session.scalars(bare))
