import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from foundation.accounts import passwords, second_factor
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.accounts.rules import Stage
from foundation.accounts.services import open_account
from foundation.accounts.sessions import open_session
from foundation.accounts.totp import code_at, step_at
from foundation.audit.rules import SYSTEM, Actor
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.queries import holds_office
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Role, ScopeKind
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.models import Place, PlaceLevel
from tests.support.databases import TODAY
from tests.support.pages import CheckingClient
from wsgi import create_app

PASSWORD = "nắng sớm trên đồi chè"
OTHER = "mưa chiều bên bến sông"
SIGN_IN = "/tai-khoan/dang-nhap"
SET_PASSWORD = f"{SIGN_IN}?done=set"
"""Where a password that was just set leads."""


@pytest.fixture
def app(settings: Settings, reference_db: Database) -> Flask:
    """The site with places and without products."""
    app = create_app(settings, reference_db)
    app.testing = True
    app.test_client_class = CheckingClient
    return app


@pytest.fixture
def browser(app: Flask) -> Callable[[], "Browser"]:
    """Make a browser; each has its own cookies."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def keys() -> Keys:
    return Keys("k" * 40)


@pytest.fixture(autouse=True)
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that reached the hash, which is cheap here."""
    seen: list[str] = []
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(passwords, "_NOBODY", passwords.hash_password("nobody's"))
    real = passwords.verify_password

    def verify(kept: str | None, password: str) -> bool:
        seen.append(password)
        return real(kept, password)

    monkeypatch.setattr(passwords, "verify_password", verify)
    return seen


class Browser:
    """A browser without JavaScript that fills in forms as they were sent to it."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, *, status: int = 200, **more: Any) -> str:
        response = self.client.get(address, **more)
        assert response.status_code == status, (address, response.status_code, response.location)
        return response.get_data(as_text=True)

    def post(
        self, address: str, fields: dict[str, str] | None = None, *, page: str | None = None, **more: Any
    ) -> TestResponse:
        """Send a form; its token comes from the page it stands on."""
        shown = self.client.get(page or address, **more).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        data = {**(fields or {}), "csrf_token": token[1] if token else ""}
        return self.client.post(address, data=data, **more)

    def sign_in(self, who: str = "an@example.vn", password: str = PASSWORD, **more: Any) -> TestResponse:
        return self.post(SIGN_IN, {"identifier": who, "password": password}, **more)

    def cookie(self, name: str = "ocop_session") -> str | None:
        found = self.client.get_cookie(name)
        return found.value if found else None


Browsers = Callable[[], Browser]


def account(session: Session, name: str = "an", *, by: Actor = SYSTEM, **more: Any) -> Account:
    identifier = read_identifier(f"{name}@example.vn" if name.isalpha() else name)
    assert identifier
    return open_account(session, by, identifier, name=name, now=now(), **{"password": PASSWORD, **more})


def officer(session: Session, keys: Keys, role: Role, name: str = "can", place_code: str = "01") -> str:
    """An officer with an app that has been used before; the app's secret."""
    made = account(session, name)
    kind, rows = ROLES[role].kind, session.query(Place).filter_by(valid_to=None)
    held_for = RoleSubject()
    if kind == ScopeKind.PLACE:
        held_for = RoleSubject(rows.filter_by(code=place_code).one())
    elif kind not in {ScopeKind.COUNTRY, ScopeKind.SELF}:
        held_for = RoleSubject(None, 1)
    appoint(session, SYSTEM, made, role=role, term=Term(TODAY, decision="1/QĐ"), held_for=held_for)
    secret = second_factor.begin_totp(session, made, keys=keys)
    before = now() - timedelta(minutes=5)
    code = code_at(secret, step_at(before))
    second_factor.confirm_totp(session, Actor(made.id), made, code=code, keys=keys, now=before)
    return secret


def signed_in(app: Flask, database: Database, name: str) -> Browser:
    """A browser whose user has just proved password and app: how that is done is tested in this room."""
    with database.unit_of_work() as session:
        own = session.scalars(select(Account).filter_by(email=f"{name}@example.vn")).one()
        staff = holds_office(session, own.id, TODAY)
        _, token = open_session(
            session, own, stage=Stage.FULL, is_staff=staff, address="127.0.0.1", device="test", now=now()
        )
    made = Browser(app.test_client())
    made.client.set_cookie("ocop_session", token)
    return made


def commune_code(session: Session) -> str:
    return session.query(Place).filter_by(level=PlaceLevel.COMMUNE, valid_to=None, province_code="01").first().code  # type: ignore[union-attr]


def code_now(secret: str, *, later: int = 0) -> str:
    return code_at(secret, step_at(now()) + later)


def age(database: Database, model: type, **values: object) -> None:
    """Set columns of every row, to let time pass."""
    with database.unit_of_work() as session:
        session.execute(update(model).values(**values))


def letters(app: Flask, database: Database) -> list[str]:
    """The letters and messages that were sent."""
    with app.app_context():
        Worker(database, app.extensions[EXTENSION], name="w").drain()
    folder = app.config["OCOP_SETTINGS"].data_dir
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("mail/*"))]
    told = [f"To: {mail['To']}\n{mail.get_content()}" for mail in mails]
    return told + [path.read_text(encoding="utf-8") for path in sorted(folder.glob("sms/*"))]
