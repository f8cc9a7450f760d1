"""Proving who one is: an attempt is counted before its secret is looked at, and that happens outside transactions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from foundation.accounts import passwords
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import Identifier, account_by_identifier, held_account, known, read_identifier, wait
from foundation.accounts.rules import (
    AccountStatus,
    KnownOrigin,
    RateLimit,
    SessionEnd,
    Stage,
    account_lookup_limits,
    app_code_limits,
    reauthentication_limits,
    recovery_code_limits,
    sign_in_limits,
)
from foundation.accounts.second_factor import is_recovery_code
from foundation.accounts.services import rehash_password
from foundation.accounts.sessions import end_session, know_device, open_session
from foundation.accounts.status_rules import Refusal
from foundation.accounts.throttling import admit, refund_attempt
from foundation.audit.rules import Actor
from foundation.db.database import Database
from foundation.i18n.text import normalize_spaces
from foundation.permissions.queries import holds_office
from foundation.signin.rules import stage_after_password
from foundation.workflow.rules import Refused

log = structlog.get_logger("signin")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt comes from."""

    address: str
    browser: str
    device_token: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of an attempt: whose it was, or nobody's; how long to wait when it was not even looked at."""

    account: Account | None
    limits: tuple[RateLimit, ...] = ()
    waiting: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Admission:
    """What a browser is given when it comes in; the device only when it has come in wholly."""

    session: AccountSession
    token: str
    device_token: str | None


def prove_password(database: Database, typed: str, password: str, came: Origin, *, keys: Keys, now: datetime) -> Proof:
    """Whether this is the password of the account with this address or number.

    The same is done, in the same time, where there is no such account.
    """
    identifier = read_identifier(typed)
    name = keys.name_digest(identifier.text if identifier else normalize_spaces(typed).casefold())
    with database.reading() as session:
        account = account_by_identifier(session, identifier)
        speaks = known(session, account.id if account else 0, came.device_token, came.address, now)
    limits = sign_in_limits(name, came.address, speaks)
    if waiting := count_attempt(database, limits, now):
        return Proof(None, limits, waiting)
    kept = account.password_hash if account and account.status is AccountStatus.ACTIVE else None
    return Proof(account if passwords.verify_password(kept, password) else None, limits)


def confirm_password(database: Database, opened: AccountSession, password: str, *, now: datetime) -> Proof:
    """Whether somebody who is signed in knows the password."""
    account, limits = opened.account, reauthentication_limits(opened.id)
    if waiting := count_attempt(database, limits, now):
        return Proof(None, limits, waiting)
    return Proof(account if passwords.verify_password(account.password_hash, password) else None, limits)


def known_origin(database: Database, identifier: Identifier | None, came: Origin, *, now: datetime) -> KnownOrigin:
    """Return what speaks for whoever types a secret of the account with this identifier; asked alike for nobody's."""
    with database.reading() as session:
        account = account_by_identifier(session, identifier)
        number = account.id if account else 0
        return known(session, number, came.device_token, came.address, now, in_once=True)


def second_factor_limits(
    database: Database, account_id: int, code: str, came: Origin, *, now: datetime
) -> tuple[RateLimit, ...]:
    """Return the limits of a code of the app, or of a recovery code: neither fills those of the other."""
    with database.reading() as session:
        speaks = known(session, account_id, came.device_token, came.address, now, in_once=True)
    limits = recovery_code_limits if is_recovery_code(code) else app_code_limits
    return limits(account_id, came.address, speaks)


def ask_about_people(database: Database, officer_id: int, *, now: datetime) -> timedelta:
    """Count that an officer is told whether somebody has an account; how long to wait where it was too often."""
    return count_attempt(database, account_lookup_limits(officer_id), now)


def count_attempt(database: Database, limits: tuple[RateLimit, ...], now: datetime) -> timedelta:
    """Count an attempt if its limits are open; a refused one only reads, so that a flood of them writes nothing."""
    with database.reading() as session:
        waiting = wait(session, limits, now)
    if waiting:
        # Kinds only: the rest of a key tells where somebody came from.
        kinds = [lane.key.partition(":")[0] for lane in limits]
        log.warning("attempt.refused", limits=kinds, wait_s=int(waiting.total_seconds()))
        return waiting
    with database.unit_of_work() as session:
        return admit(session, limits, now)


def enter(
    session: Session,
    proof: Proof,
    password: str,
    came: Origin,
    *,
    before: AccountSession | None,
    now: datetime,
    today: date,
) -> Admission:
    """Open a session after the right password: a new one, whatever the browser showed before.

    Raises `Refused` where the password was changed, or the account closed, since it was looked at.
    """
    account = held_account(session, proof.account.id if proof.account else 0)
    if account is None or not _is_still(account, proof, password):
        raise Refused(Refusal.SECRET)
    refund_attempt(session, proof.limits, now)
    if account.password_hash and passwords.is_outdated(account.password_hash):
        rehash_password(session, account, password)
    if before is not None:
        replaced = session.get_one(AccountSession, before.id)
        end_session(session, Actor(before.account_id), replaced, why=SessionEnd.REPLACED, now=now)
    office = holds_office(session, account.id, today)
    stage = stage_after_password(has_second_factor=account.has_second_factor, must_have=office)
    opened, token = open_session(
        session, account, stage=stage, is_staff=office, address=came.address, device=came.browser, now=now
    )
    device = know_device(session, account, came.device_token, now=now) if stage is Stage.FULL else None
    return Admission(opened, token, device)


def _is_still(account: Account, proof: Proof, password: str) -> bool:
    """Whether what was looked at outside this transaction holds within it; hashed anew it is still the password."""
    if account.status is not AccountStatus.ACTIVE:
        return False
    kept, seen = account.password_hash, proof.account.password_hash if proof.account else None
    return kept == seen or passwords.verify_password(kept, password)
