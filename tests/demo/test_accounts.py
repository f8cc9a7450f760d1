from sqlalchemy import select

from demo.accounts import demo_accounts, demo_password, load_accounts, sign_in_lines
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.passwords import password_problem
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.queries import check_appointments
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Role
from marketplace.events.roles import FAIR_ORGANISER
from marketplace.matching.roles import BUYER_MEMBER
from marketplace.outlets.roles import OUTLET_OPERATOR
from tests.support.databases import TODAY

KEYS = Keys("k" * 40)


def test_one_account_for_each_role_and_none_twice(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        assert load_accounts(session, keys=KEYS, now=now(), today=TODAY) == len(ROLES) - 1
        assert load_accounts(session, keys=KEYS, now=now(), today=TODAY) == 0
    with reference_db.reading() as session:
        held = set(session.scalars(select(Appointment.role)))
        assert held == set(ROLES) - {Role.DISTRICT_OFFICER, OUTLET_OPERATOR, FAIR_ORGANISER, BUYER_MEMBER}
        assert all(account.is_demo for account in session.scalars(select(Account)))
        assert list(check_appointments(session)) == []


def test_their_password_is_another_one_in_every_installation() -> None:
    assert demo_password(KEYS) == demo_password(Keys("k" * 40)) != demo_password(Keys("x" * 40))
    assert password_problem(demo_password(KEYS), ["ocop"]) is None
    lines = list(sign_in_lines(KEYS))
    assert len(lines) == 1 + len(demo_accounts())
    assert "flask accounts code commune.officer@demo.example" in "\n".join(lines)
