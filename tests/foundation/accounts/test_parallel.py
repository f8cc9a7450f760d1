"""What is good once is good once when many workers are shown it in the same moment. Committing databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.accounts import second_factor, services, sessions
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, KnownDevice, OneTimeSecret, RateLimitState, RecoveryCode
from foundation.accounts.rules import RateLimit
from foundation.accounts.throttling import admit, delete_expired_limits
from foundation.accounts.totp import code_at, step_at
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.database import Database
from foundation.workflow.rules import Refused
from tests.foundation.accounts.conftest import OTHER, START, opened
from tests.support.processes import rounds
from tests.support.together import WORKERS, together

pytestmark = pytest.mark.usefixtures("hashed")
TIMES = rounds(1, 20)


def count(database: Database, table: type, **which: object) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).filter_by(**which)) or 0


def enrolled(database: Database, keys: Keys, account: Account) -> tuple[str, list[str]]:
    with database.unit_of_work() as session:
        mine = session.get_one(Account, account.id)
        secret = second_factor.begin_totp(session, mine, keys=keys)
        code = code_at(secret, step_at(START))
        return secret, second_factor.confirm_totp(session, Actor(mine.id), mine, code=code, keys=keys, now=START)


def test_one_link_sets_one_password(own_db: Database) -> None:
    account = opened(own_db)
    for _ in range(TIMES):
        with own_db.unit_of_work() as session:
            link = services.issue_link(session, SYSTEM, session.get_one(Account, account.id), now=START)

        def use(session: Session, link: str = link) -> int:
            return services.reset_with_link(session, token=link, password=OTHER, now=START).id

        assert together(own_db, use, Refused) == [account.id]


@pytest.mark.parametrize("password", [OTHER, None], ids=["reset", "take over"])
def test_one_code_does_it_once(own_db: Database, keys: Keys, password: str | None) -> None:
    account = opened(own_db, password=password)
    with own_db.unit_of_work() as session:
        code = services.issue_code(session, SYSTEM, session.get_one(Account, account.id), keys=keys, now=START)
    use = services.reset_with_code if password else services.take_over

    def confirm(session: Session) -> int:
        mine = session.get_one(Account, account.id)
        return use(session, mine, code=code, password=OTHER, keys=keys, now=START).id

    assert together(own_db, confirm, Refused) == [account.id]


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_one_code_proves_the_second_factor_once(own_db: Database, keys: Keys, kind: str) -> None:
    account = opened(own_db)
    secret, codes = enrolled(own_db, keys, account)
    later = START + timedelta(minutes=5)
    code = codes[0] if kind == "recovery" else code_at(secret, step_at(later))

    def prove(session: Session) -> bool:
        mine = session.get_one(Account, account.id)
        return second_factor.prove_second_factor(session, mine, code=code, keys=keys, now=later)

    assert sorted(together(own_db, prove)) == [*[False] * (WORKERS - 1), True]


def test_an_app_is_confirmed_once_with_ten_codes(own_db: Database, keys: Keys) -> None:
    """Also with the codes of neighbouring steps, each of which is good."""
    account = opened(own_db)
    with own_db.unit_of_work() as session:
        secret = second_factor.begin_totp(session, session.get_one(Account, account.id), keys=keys)
    steps = iter([-1, 0, 1, 0])

    def confirm(session: Session) -> list[str]:
        mine, code = session.get_one(Account, account.id), code_at(secret, step_at(START) + next(steps))
        return second_factor.confirm_totp(session, Actor(mine.id), mine, code=code, keys=keys, now=START)

    (codes,) = together(own_db, confirm, Refused)
    assert count(own_db, RecoveryCode) == len(codes) == 10


def test_new_recovery_codes_are_ten_however_often_they_are_asked_for(own_db: Database, keys: Keys) -> None:
    account = opened(own_db)
    enrolled(own_db, keys, account)

    def renew(session: Session) -> list[str]:
        mine = session.get_one(Account, account.id)
        return second_factor.new_recovery_codes(session, Actor(mine.id), mine, keys=keys)

    assert len(together(own_db, renew)) == WORKERS
    assert count(own_db, RecoveryCode) == 10


@pytest.mark.parametrize("kind", ["link", "code"])
def test_of_many_links_or_codes_asked_for_at_once_one_is_open(own_db: Database, keys: Keys, kind: str) -> None:
    account = opened(own_db)

    def issue(session: Session) -> str:
        mine = session.get_one(Account, account.id)
        if kind == "link":
            return services.issue_link(session, SYSTEM, mine, now=START)
        return services.issue_code(session, SYSTEM, mine, keys=keys, now=START)

    assert len(set(together(own_db, issue))) == WORKERS
    assert count(own_db, OneTimeSecret, used_at=None) == 1


def test_two_uses_and_an_issue_never_wait_for_each_other(own_db: Database) -> None:
    account = opened(own_db)
    with own_db.unit_of_work() as session:
        link = services.issue_link(session, SYSTEM, session.get_one(Account, account.id), now=START)

    def use(session: Session) -> None:
        services.reset_with_link(session, token=link, password=OTHER, now=START)

    def issue(session: Session) -> None:
        services.issue_link(session, SYSTEM, session.get_one(Account, account.id), now=START)

    acts: list[Callable[[Session], None]] = [use, issue, use, issue]

    def act(session: Session) -> None:
        acts.pop()(session)

    together(own_db, act, Refused)


def test_one_browser_that_comes_in_many_times_at_once_is_known_once(own_db: Database) -> None:
    mine, yours = opened(own_db), opened(own_db, "0912345678")
    with own_db.unit_of_work() as session:
        token = sessions.know_device(session, session.get_one(Account, yours.id), None, now=START)

    def enter(session: Session) -> str:
        return sessions.know_device(session, session.get_one(Account, mine.id), token, now=START)

    assert together(own_db, enter) == [token] * WORKERS
    assert count(own_db, KnownDevice, account_id=mine.id) == 1


def test_lanes_are_forgotten_while_others_try(own_db: Database) -> None:
    limits = tuple(RateLimit(name, 1_000, timedelta(microseconds=1)) for name in "abcd")
    later = iter(range(10_000))

    def use(session: Session) -> None:
        at = START + timedelta(minutes=next(later))
        admit(session, limits, at)
        delete_expired_limits(session, at + timedelta(hours=1))

    for _ in range(rounds(5, 100)):
        together(own_db, use)
    assert count(own_db, RateLimitState) <= len(limits)
