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
    Known,
    Lane,
    SessionEnd,
    Stage,
    again_lanes,
    app_code_lanes,
    asking_lanes,
    recovery_code_lanes,
    sign_in_lanes,
)
from foundation.accounts.second_factor import is_recovery_code
from foundation.accounts.services import rehash_password
from foundation.accounts.sessions import end_session, know_device, open_session
from foundation.accounts.status_rules import Refusal
from foundation.accounts.throttling import admit, forgive
from foundation.audit.rules import Actor
from foundation.db.database import Database
from foundation.i18n.text import tidy
from foundation.permissions.queries import holds_office
from foundation.signin.rules import stage_after_password
from foundation.workflow.rules import Refused

log = structlog.get_logger("signin")


@dataclass(frozen=True, slots=True)
class Came:
    """Where an attempt comes from."""

    address: str
    browser: str
    device_token: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of an attempt: whose it was, or nobody's; how long to wait when it was not even looked at."""

    account: Account | None
    lanes: tuple[Lane, ...] = ()
    waiting: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Way:
    """What a browser is given when it comes in; the device only when it has come in wholly."""

    session: AccountSession
    token: str
    device_token: str | None


def prove_password(database: Database, typed: str, password: str, came: Came, *, keys: Keys, now: datetime) -> Proof:
    """Whether this is the password of the account with this address or number.

    The same is done, in the same time, where there is no such account.
    """
    identifier = read_identifier(typed)
    name = keys.name_digest(identifier.text if identifier else tidy(typed).casefold())
    with database.reading() as session:
        account = account_by_identifier(session, identifier)
        speaks = known(session, account.id if account else 0, came.device_token, came.address, now)
    lanes = sign_in_lanes(name, came.address, speaks)
    if waiting := let_in(database, lanes, now):
        return Proof(None, lanes, waiting)
    kept = account.password_hash if account and account.status is AccountStatus.ACTIVE else None
    return Proof(account if passwords.verify_password(kept, password) else None, lanes)


def prove_again(database: Database, opened: AccountSession, password: str, *, now: datetime) -> Proof:
    """Whether somebody who is signed in knows the password."""
    account, lanes = opened.account, again_lanes(opened.id)
    if waiting := let_in(database, lanes, now):
        return Proof(None, lanes, waiting)
    return Proof(account if passwords.verify_password(account.password_hash, password) else None, lanes)


def speaks_for(database: Database, identifier: Identifier | None, came: Came, *, now: datetime) -> Known:
    """What speaks for whoever types a secret of the account with this address or number; asked alike for nobody's."""
    with database.reading() as session:
        account = account_by_identifier(session, identifier)
        number = account.id if account else 0
        return known(session, number, came.device_token, came.address, now, in_once=True)


def second_factor_lanes(
    database: Database, account_id: int, code: str, came: Came, *, now: datetime
) -> tuple[Lane, ...]:
    """The lanes of a code of the app, or of a recovery code: neither fills those of the other."""
    with database.reading() as session:
        speaks = known(session, account_id, came.device_token, came.address, now, in_once=True)
    lanes = recovery_code_lanes if is_recovery_code(code) else app_code_lanes
    return lanes(account_id, came.address, speaks)


def ask_about_people(database: Database, officer_id: int, *, now: datetime) -> timedelta:
    """Count that an officer is told whether somebody has an account; how long to wait where it was too often."""
    return let_in(database, asking_lanes(officer_id), now)


def let_in(database: Database, lanes: tuple[Lane, ...], now: datetime) -> timedelta:
    """Count an attempt if its lanes are open; a refused one only reads, so that a flood of them writes nothing."""
    with database.reading() as session:
        waiting = wait(session, lanes, now)
    if waiting:
        # Kinds only: the rest of a key tells where somebody came from.
        kinds = [lane.key.partition(":")[0] for lane in lanes]
        log.warning("attempt.refused", lanes=kinds, wait_s=int(waiting.total_seconds()))
        return waiting
    with database.unit_of_work() as session:
        return admit(session, lanes, now)


def come_in(
    session: Session,
    proof: Proof,
    password: str,
    came: Came,
    *,
    before: AccountSession | None,
    now: datetime,
    today: date,
) -> Way:
    """Open a session after the right password: a new one, whatever the browser showed before.

    Raises `Refused` where the password was changed, or the account closed, since it was looked at.
    """
    account = held_account(session, proof.account.id if proof.account else 0)
    if account is None or not _is_still(account, proof, password):
        raise Refused(Refusal.SECRET)
    forgive(session, proof.lanes, now)
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
    return Way(opened, token, device)


def _is_still(account: Account, proof: Proof, password: str) -> bool:
    """Whether what was looked at outside this transaction holds within it; hashed anew it is still the password."""
    if account.status is not AccountStatus.ACTIVE:
        return False
    kept, seen = account.password_hash, proof.account.password_hash if proof.account else None
    return kept == seen or passwords.verify_password(kept, password)
