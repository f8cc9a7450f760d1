"""Opening accounts, confirming them, proving and changing what they hold."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys, new_code, new_salt, new_token, token_digest
from foundation.accounts.models import Account, AccountSession, KnownDevice, OneTimeSecret
from foundation.accounts.passwords import hash_password, password_problem
from foundation.accounts.queries import Identifier, account_by_identifier, held_account, owner_of_link
from foundation.accounts.rules import (
    HANDED_OVER,
    NAME_MAX,
    AccountStatus,
    Purpose,
    SessionEnd,
    guessable_words,
    printed,
)
from foundation.accounts.sessions import end_all
from foundation.accounts.status_rules import ACCOUNTS, Refusal, Verb
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.i18n.languages import DEFAULT, Lang
from foundation.i18n.text import normalize_spaces
from foundation.places.models import Place
from foundation.workflow.rules import Refused


def open_account(
    session: Session,
    actor: Actor,
    identifier: Identifier,
    *,
    name: str,
    now: datetime,
    password: str | None = None,
    language: Lang = DEFAULT,
    place_id: int | None = None,
    is_demo: bool = False,
) -> Account:
    """Open an account: active with a password, else invited, for the person to confirm with a code.

    Raises `Refused` where there is such an account, and for a password everybody would try.
    """
    if account_by_identifier(session, identifier):
        raise Refused(Refusal.EXISTS)
    account = Account(
        name=normalize_spaces(name)[:NAME_MAX],
        email=identifier.email,
        phone=identifier.phone,
        language=language,
        status=ACCOUNTS.start,
        opened_by_id=actor.account_id,
        opened_at=now,
        place_id=place_id,
        is_demo=is_demo,
    )
    if password is not None:
        _activate(account, password, now)
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:  # somebody was quicker
        raise Refused(Refusal.EXISTS) from error
    after = {"status": account.status, "language": language}
    record(session, actor, "account:open", account.id, after=after, place_id=place_id)
    return account


def issue_code(session: Session, actor: Actor, account: Account, *, keys: Keys, now: datetime) -> str:
    """Return a code to hand over to the account's owner: to confirm the account, or to set a new password.

    It is told once, here; an earlier one is worth nothing any more.
    """
    held_account(session, account.id)
    purpose = Purpose.TAKE_OVER if account.status is AccountStatus.INVITED else Purpose.RESET_BY_CODE
    code = new_code()
    _issue(session, actor, account, purpose, keys.code_digest(purpose, account.id, code), now)
    record(session, actor, "account:issue-code", account.id, after={"purpose": purpose}, place_id=account.place_id)
    return printed(code)


def issue_link(session: Session, actor: Actor, account: Account, *, now: datetime) -> str:
    """Make the token of a link by which the account's owner sets a new password, or a first one: it lasts as a code."""
    held_account(session, account.id)
    token, is_first = new_token(), account.status is AccountStatus.INVITED
    lasts = (Purpose.TAKE_OVER if is_first else Purpose.RESET_BY_MAIL).lasts
    _issue(session, actor, account, Purpose.RESET_BY_MAIL, token_digest(token), now, lasts)
    record(session, actor, "account:issue-link", account.id)
    return token


def take_over(
    session: Session, account: Account | None, *, code: str, password: str, keys: Keys, now: datetime
) -> Account:
    """Return the owner confirms an account that was opened for them, with the code and a password of their own."""
    return _confirm(session, _use_code(session, account, Purpose.TAKE_OVER, code, keys, now), password, now)


def reset_with_code(
    session: Session, account: Account | None, *, code: str, password: str, keys: Keys, now: datetime
) -> Account:
    """Set a new password with a code an officer handed over; nothing from before outlives it."""
    used = _use_code(session, account, Purpose.RESET_BY_CODE, code, keys, now)
    return _reset(session, used, password, now)


def reset_with_link(session: Session, *, token: str, password: str, now: datetime) -> Account:
    """Set a new password with the link of a mail, or the first; nothing from before outlives it."""
    digest = token_digest(token)
    account = held_account(session, owner_of_link(session, digest, now) or 0)
    if account is None or account.status is AccountStatus.CLOSED:
        raise Refused(Refusal.SECRET)
    if not _use(session, account.id, Purpose.RESET_BY_MAIL, digest, now):
        raise Refused(Refusal.SECRET)
    account.helped_by_id = account.helped_for_id = None
    is_first = account.status is AccountStatus.INVITED
    return (_confirm if is_first else _reset)(session, account, password, now)


def change_password(
    session: Session,
    actor: Actor,
    account: Account,
    *,
    password: str,
    now: datetime,
    keep: AccountSession | None = None,
    stolen: bool = False,
) -> None:
    """Set a new password: every session but the one at hand ends, no device is known, no link or code is good any more.

    Nor is an app that was shown its secret and not confirmed. `stolen` is for when somebody else may know the old
    one: then the session at hand ends too, and the second factor has to be set up anew. Raises `Refused`.
    """
    held_account(session, account.id)
    account.password_hash = _hashed(account, password)
    account.totp_salt = account.totp_salt if account.has_second_factor else None
    end_all(session, actor, account, why=SessionEnd.PASSWORD_CHANGED, now=now, keep=None if stolen else keep)
    session.execute(delete(KnownDevice).filter_by(account_id=account.id))
    session.execute(delete(OneTimeSecret).filter_by(account_id=account.id, used_at=None))
    record(session, actor, "account:change-password", account.id)
    if stolen:
        _trust_nothing_before(session, actor, account, now)


def rehash_password(session: Session, account: Account, password: str) -> None:
    """Hash the same password with today's costs."""
    session.execute(update(Account).filter_by(id=account.id).values(password_hash=hash_password(password)))


def change_profile(session: Session, actor: Actor, account: Account, *, name: str, language: Lang) -> None:
    """Set the name shown to others and the language of pages and letters."""
    before = account.language
    account.name, account.language = normalize_spaces(name)[:NAME_MAX] or account.name, language
    record(
        session, actor, "account:change-profile", account.id, before={"language": before}, after={"language": language}
    )


def change_province(session: Session, actor: Actor, account: Account, *, province: Place | None) -> None:
    """Set the province that answers somebody; the commune an account was opened in stays while it lies there."""
    before = session.get(Place, account.place_id) if account.place_id else None
    if (before and before.province_code) == (province and province.code):
        return
    account.place_id = province.id if province else None
    told = ({"place_id": before.id if before else None}, {"place_id": account.place_id})
    record(session, actor, "account:change-province", account.id, before=told[0], after=told[1])


def end_other_sessions(
    session: Session, actor: Actor, account: Account, *, now: datetime, keep: AccountSession | None = None
) -> None:
    """End whatever others may hold of an account that is appointed to something: codes handed over, open sessions.

    The account is held first, so that a code being made in this moment is either seen here or not made.
    """
    hold_account(session, account)
    codes = delete(OneTimeSecret).where(OneTimeSecret.purpose.in_(HANDED_OVER))
    gone = session.execute(codes.filter_by(account_id=account.id, used_at=None)).rowcount  # type: ignore[attr-defined]
    if gone:
        record(session, actor, "account:void-codes", account.id, after={"codes": gone}, place_id=account.place_id)
    end_all(session, actor, account, why=SessionEnd.APPOINTED, now=now, keep=keep)


def hold_account(session: Session, account: Account) -> None:
    """Make whoever is about to appoint somebody, or to hand a code over to them, wait for each other."""
    session.execute(select(Account.id).filter_by(id=account.id).with_for_update())


def close_account(session: Session, actor: Actor, account: Account, *, reason: str, now: datetime) -> None:
    """Close an account for good: nobody can sign in to it, and its sessions end."""
    before = account.status
    ACCOUNTS.apply(account, Verb.CLOSE)
    account.closed_at = now
    end_all(session, actor, account, why=SessionEnd.ACCOUNT_CLOSED, now=now)
    after = {"status": account.status}
    record(session, actor, "account:close", account.id, before={"status": before}, after=after, reason=reason)


def _confirm(session: Session, account: Account, password: str, now: datetime) -> Account:
    """Return the owner's first password: no other link or code is good any more."""
    _activate(account, password, now)
    session.execute(delete(OneTimeSecret).filter_by(account_id=account.id, used_at=None))
    record(session, Actor(account.id), "account:take-over", account.id, after={"status": account.status})
    return account


def _activate(account: Account, password: str, now: datetime) -> None:
    account.password_hash = _hashed(account, password)
    ACCOUNTS.apply(account, Verb.CONFIRM)
    account.confirmed_at = now


def _hashed(account: Account, password: str) -> str:
    if problem := password_problem(password, guessable_words(account.name, account.email, account.phone)):
        raise Refused(problem)
    return hash_password(password)


def _reset(session: Session, account: Account, password: str, now: datetime) -> Account:
    change_password(session, Actor(account.id), account, password=password, now=now, stolen=True)
    return account


def _trust_nothing_before(session: Session, actor: Actor, account: Account, now: datetime) -> None:
    """No address speaks for the owner, and an app set up before only lets another be set up.

    It is not simply taken away: a thief who reads the owner's mail would set up one of their own (decision 40).
    """
    account.reset_at = now
    if account.has_second_factor:
        account.totp_next_salt = new_salt()
        record(session, actor, "account:second-factor-owed", account.id)
    session.flush()


def _issue(
    session: Session,
    actor: Actor,
    account: Account,
    purpose: Purpose,
    digest: str,
    now: datetime,
    lasts: timedelta | None = None,
) -> None:
    session.execute(delete(OneTimeSecret).filter_by(account_id=account.id, purpose=purpose, used_at=None))
    session.add(
        OneTimeSecret(
            account_id=account.id,
            purpose=purpose,
            digest=digest,
            issued_at=now,
            expires_at=now + (lasts or purpose.lasts),
            issued_by_id=actor.account_id,
            issued_for_id=actor.acting_for_id,
        )
    )
    session.flush()


def _use_code(
    session: Session, account: Account | None, purpose: Purpose, code: str, keys: Keys, now: datetime
) -> Account:
    wanted = AccountStatus.INVITED if purpose is Purpose.TAKE_OVER else AccountStatus.ACTIVE
    number = account.id if account else 0  # the same is done where there is no such account
    held = held_account(session, number)
    is_good = held is not None and held.status is wanted
    digest = keys.code_digest(purpose, number, code)
    used = _use(session, number if is_good else 0, purpose, digest, now)
    if held is None or not used:
        raise Refused(Refusal.SECRET)
    made = session.scalars(select(OneTimeSecret).filter_by(digest=digest)).one()
    held.helped_by_id, held.helped_for_id = made.issued_by_id, made.issued_for_id
    return held


def _use(session: Session, account_id: int, purpose: Purpose, digest: str, now: datetime) -> bool:
    """Use a link or code up, in one statement: of two workers shown the same at once one is told that it was good."""
    unused = update(OneTimeSecret).filter_by(account_id=account_id, purpose=purpose, digest=digest, used_at=None)
    used = session.execute(unused.where(OneTimeSecret.expires_at > now).values(used_at=now))
    return bool(used.rowcount)  # type: ignore[attr-defined]
