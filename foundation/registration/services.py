"""Registering and confirming that the address or the number is one's own."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys, new_code, new_token, token_digest
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier
from foundation.accounts.rules import NAME_MAX, printed
from foundation.accounts.services import open_account
from foundation.accounts.status_rules import Refusal
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.i18n.languages import Lang
from foundation.i18n.text import normalize_spaces
from foundation.outbox.services import enqueue
from foundation.permissions.services import Term, appoint
from foundation.privacy.consents import give
from foundation.privacy.rules import ConsentDoor, Purpose
from foundation.registration.models import Registration
from foundation.registration.queries import registration_of, waiting
from foundation.registration.rules import LASTS, Intention
from foundation.signin.roles import BUYER
from foundation.workflow.rules import Refused

SEND = "registration.send"
PURPOSE = "register"

Ticked = tuple[tuple[Purpose, int], ...]
"""The purposes somebody agreed to, each with the version that was read."""


def register(
    session: Session,
    identifier: Identifier,
    *,
    name: str,
    language: Lang,
    wanted: Intention,
    ticked: Ticked,
    now: datetime,
) -> None:
    """Somebody wants an account: a link or a code is queued; a later registration takes an earlier one's place.

    Whether there is such an account is looked up by the job, so that nobody can tell it from the answer.
    """
    session.execute(delete(Registration).filter_by(email=identifier.email, phone=identifier.phone))
    row = Registration(
        name=normalize_spaces(name)[:NAME_MAX],
        email=identifier.email,
        phone=identifier.phone,
        language=language,
        wanted=wanted,
        agreed=[[purpose.value, version] for purpose, version in ticked],
        asked_at=now,
        expires_at=now + LASTS,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # sent twice in the same moment: the other one's letter leaves
        return
    enqueue(session, SEND, {"registration_id": row.id}, dedupe_key=str(row.id))


def new_link(session: Session, row: Registration) -> str:
    """Return a token that confirms the registration by letter; only its digest is kept."""
    token = new_token()
    row.digest = token_digest(token)
    session.flush()
    return token


def new_message_code(session: Session, row: Registration, keys: Keys) -> str:
    """Return a code that confirms it by message."""
    code = new_code()
    row.digest = keys.code_digest(PURPOSE, row.id, code)
    session.flush()
    return printed(code)


def confirm_link(session: Session, *, token: str, password: str, now: datetime, today: date) -> Account:
    """Whoever got the letter opens the account with a password of their own."""
    return _open(session, waiting(session, token_digest(token), now), password, now, today)


def confirm_code(
    session: Session, identifier: Identifier | None, *, code: str, password: str, keys: Keys, now: datetime, today: date
) -> Account:
    """Whoever got the message does so with its code; a code is good for one number only."""
    row = registration_of(session, identifier)
    digest = keys.code_digest(PURPOSE, row.id, code) if row else ""
    return _open(session, waiting(session, digest, now), password, now, today)


def delete_expired(session: Session, before: datetime) -> int:
    """Drop registrations nobody confirmed in time; how many."""
    result: Any = session.execute(delete(Registration).where(Registration.expires_at < before))
    return int(result.rowcount)


def _open(session: Session, row: Registration | None, password: str, now: datetime, today: date) -> Account:
    """Return the account, active; a buyer acts for themselves, a producer's member only after a claim is confirmed."""
    if row is None or not _use_up(session, row, now):
        raise Refused(Refusal.SECRET)
    account = open_account(
        session,
        SYSTEM,
        Identifier(email=row.email, phone=row.phone),
        name=row.name,
        now=now,
        password=password,
        language=row.language,
    )
    actor = Actor(account.id)
    record(session, actor, "account:register", account.id, after={"wanted": row.wanted})
    if row.wanted is Intention.BUYER:
        appoint(session, SYSTEM, account, role=BUYER, term=Term(today))
    for purpose, version in row.agreed:
        give(
            session,
            actor,
            account,
            purpose=Purpose(purpose),
            version=version,
            how=ConsentDoor.REGISTRATION,
            now=row.asked_at,
        )
    return account


def _use_up(session: Session, row: Registration, now: datetime) -> bool:
    """Take the registration out in one statement: of two who show its link at once one opens the account."""
    session.expunge(row)
    waits = delete(Registration).filter_by(id=row.id, digest=row.digest).where(Registration.expires_at > now)
    result: Any = session.execute(waits)
    return bool(result.rowcount)
