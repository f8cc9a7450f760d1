"""After a theft: what a new password ends, and what the second factor from before is still good for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.accounts import second_factor, services, sessions
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, KnownDevice, OneTimeSecret
from foundation.accounts.queries import known, live_session, recovery_codes_left
from foundation.accounts.rules import KnownOrigin, Stage
from foundation.accounts.totp import code_at, step_at
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.database import Database
from foundation.workflow.rules import Refused
from tests.foundation.accounts.conftest import OTHER, START, opened

pytestmark = pytest.mark.usefixtures("hashed")
ADDRESS = "203.0.113.7"
LATER = START + timedelta(minutes=10)

NewPassword = Callable[[Session, Account, Keys], object]


def by_link(session: Session, mine: Account, keys: Keys) -> object:
    del keys
    link = services.issue_link(session, SYSTEM, mine, now=LATER)
    return services.reset_with_link(session, token=link, password=OTHER, now=LATER)


def by_code(session: Session, mine: Account, keys: Keys) -> object:
    code = services.issue_code(session, SYSTEM, mine, keys=keys, now=LATER)
    return services.reset_with_code(session, mine, code=code, password=OTHER, keys=keys, now=LATER)


def by_owner(session: Session, mine: Account, keys: Keys) -> None:
    del keys
    services.change_password(session, Actor(mine.id), mine, password=OTHER, now=LATER, stolen=True)


WAYS = pytest.mark.parametrize("anew", [by_link, by_code, by_owner])


def enrolled(session: Session, mine: Account, keys: Keys) -> tuple[str, list[str]]:
    secret = second_factor.begin_totp(session, mine, keys=keys)
    code = code_at(secret, step_at(START))
    return secret, second_factor.confirm_totp(session, Actor(mine.id), mine, code=code, keys=keys, now=START)


def owes(account: Account) -> bool:
    return account.owes_second_factor


@WAYS
def test_nothing_from_before_outlives_a_new_password(db: Database, keys: Keys, anew: NewPassword) -> None:
    account = opened(db)
    with db.unit_of_work() as session:
        mine = session.get_one(Account, account.id)
        _, token = sessions.open_session(
            session, mine, stage=Stage.FULL, is_staff=False, address=ADDRESS, device="x", now=START
        )
        sessions.know_device(session, mine, None, now=START)
        services.issue_code(session, SYSTEM, mine, keys=keys, now=START)
        services.issue_link(session, SYSTEM, mine, now=START)
        seen = second_factor.begin_totp(session, mine, keys=keys)  # by a thief who waits for the owner to confirm it
        anew(session, mine, keys)
        assert live_session(session, token, LATER) is None
        assert session.scalar(select(func.count(KnownDevice.id))) == 0
        assert session.scalar(select(func.count(OneTimeSecret.id)).filter_by(used_at=None)) == 0
        assert known(session, mine.id, None, ADDRESS, LATER) == KnownOrigin()
        assert second_factor.begin_totp(session, mine, keys=keys) != seen


@WAYS
def test_the_app_from_before_lets_another_be_set_up_and_dies_with_it(
    db: Database, keys: Keys, anew: NewPassword
) -> None:
    account = opened(db)
    with db.unit_of_work() as session:
        mine = session.get_one(Account, account.id)
        old, codes = enrolled(session, mine, keys)
        anew(session, mine, keys)
        assert mine.has_second_factor  # a thief who reads the mail sets up none of their own
        assert owes(mine)
        assert recovery_codes_left(session, mine.id) == len(codes)
        present = code_at(old, step_at(LATER))
        assert second_factor.prove_second_factor(session, mine, code=present, keys=keys, now=LATER)
        with pytest.raises(Refused, match="code"):
            second_factor.confirm_totp(session, SYSTEM, mine, code=code_at(old, step_at(LATER)), keys=keys, now=LATER)
        new = second_factor.begin_totp(session, mine, keys=keys)
        assert new != old
        fresh = second_factor.confirm_totp(
            session, SYSTEM, mine, code=code_at(new, step_at(LATER)), keys=keys, now=LATER
        )
        assert not owes(mine)
        at = LATER + timedelta(minutes=2)
        proves = {
            what: second_factor.prove_second_factor(session, mine, code=code, keys=keys, now=at)
            for what, code in {
                "old app": code_at(old, step_at(at)),
                "old recovery": codes[0],
                "new app": code_at(new, step_at(at)),
                "new recovery": fresh[0],
            }.items()
        }
        assert proves == {"old app": False, "old recovery": False, "new app": True, "new recovery": True}
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("account:second-factor%")))
        assert list(verbs) == ["account:second-factor-on", "account:second-factor-owed", "account:second-factor-on"]


def test_each_new_password_asks_for_an_app_that_nobody_has_seen(db: Database, keys: Keys) -> None:
    account = opened(db)
    with db.unit_of_work() as session:
        mine = session.get_one(Account, account.id)
        enrolled(session, mine, keys)
        by_link(session, mine, keys)
        seen = second_factor.begin_totp(session, mine, keys=keys)
        by_link(session, mine, keys)
        assert second_factor.begin_totp(session, mine, keys=keys) != seen
        second_factor.remove_totp(session, SYSTEM, mine)
        assert not owes(mine)


def test_who_changes_the_password_as_one_does_now_and_then_keeps_the_app(db: Database, keys: Keys) -> None:
    account = opened(db)
    with db.unit_of_work() as session:
        mine = session.get_one(Account, account.id)
        enrolled(session, mine, keys)
        services.issue_link(session, SYSTEM, mine, now=START)
        services.change_password(session, Actor(mine.id), mine, password=OTHER, now=LATER)
        assert (mine.has_second_factor, mine.owes_second_factor, mine.reset_at) == (True, False, None)
        assert session.scalar(select(func.count(OneTimeSecret.id))) == 0
