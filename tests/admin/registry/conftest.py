from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.places.models import Place
from tests.foundation.signin.conftest import Browser, app, browser, code_now, hashed, keys, officer, signed_in

__all__ = ["app", "browser", "hashed", "keys"]

HANOI, OTHER = "01", "04"
COMMUNE, OTHER_COMMUNE = "00004", "01273"
"""Ba Đình in Hà Nội, and a commune of Cao Bằng."""

Enter = Callable[..., Browser]


@pytest.fixture
def enter(app: Flask, reference_db: Database, keys: Keys) -> Enter:
    """Come in as an officer appointed for it."""

    def come(role: Role, name: str = "can", place_code: str = HANOI) -> Browser:
        with reference_db.unit_of_work() as session:
            officer(session, keys, role, name, place_code)
        return signed_in(app, reference_db, name)

    return come


def place(session: Session, code: str) -> Place:
    return session.scalars(select(Place).filter_by(code=code, valid_to=None)).one()


def held_by(database: Database, email: str) -> list[Appointment]:
    """What somebody was appointed to, oldest first."""
    with database.reading() as session:
        asked = select(Appointment).join(Appointment.account).filter(Account.email == email)
        return list(session.scalars(asked.order_by(Appointment.id)))


def again(database: Database, keys: Keys, desk: Browser, name: str) -> None:
    """Sign in once more after having been signed out, with the app where there is one."""
    with database.unit_of_work() as session:
        account = session.scalars(select(Account).filter_by(email=f"{name}@example.vn")).one()
        account.totp_last_step = None
        salt, number = account.totp_salt, account.id
    desk.sign_in(f"{name}@example.vn")
    if salt:
        desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(keys.totp_secret(number, salt))})


def say(desk: Browser, appointment_id: int, answer: str = "yes") -> None:
    """Answer what one was asked to take on."""
    page = f"/tai-khoan/phan-cong/{appointment_id}"
    assert desk.post(page, {"answer": answer}).location.removesuffix("?answered=yes") == page
