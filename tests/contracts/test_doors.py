"""Every endpoint has a door; who comes through which is reviewed, and what a door says is what happens."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update
from werkzeug.test import TestResponse

from demo.accounts import demo_accounts, demo_password, load_accounts
from foundation.accounts import passwords
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.totp import code_at, step_at
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.web.doors import EXTENSION, HALFWAY, PUBLIC, SIGNED_IN, DoorMissingError, close_doors, door
from tests.support.databases import TODAY
from wsgi import POLICY, create_app

REVIEWED = Path(__file__).with_name("doors.txt")
KEYS = Keys("k" * 40)
DIALECTS = ["sqlite"]  # doors do not depend on the database, and there are many of them
ROLES = [demo.role for demo in demo_accounts()]


@pytest.fixture
def app(settings: Settings, reference_db: Database, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The site with one account for each role."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with reference_db.unit_of_work() as session:
        load_accounts(session, keys=KEYS, now=now(), today=TODAY)
    return create_app(settings, reference_db)


def guarded(app: Flask) -> list[tuple[str, str, str]]:
    """(method, address, door) of everything that is not public, with numbers nobody has."""
    found = []
    for rule in app.url_map.iter_rules():
        said = app.extensions[EXTENSION][rule.endpoint]
        address = re.sub(r"<[^>]+>", "987654321", rule.rule)
        if said != PUBLIC:
            found += [(method, address, said) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return sorted(found)


def ask(client: FlaskClient, method: str, address: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/tai-khoan/dang-nhap").get_data(as_text=True))
    assert token
    return client.open(address, method=method, data={"csrf_token": token[1]} if method == "POST" else None)


def enter(app: Flask, database: Database, role: Role) -> FlaskClient:
    client = app.test_client()
    demo = next(one for one in demo_accounts() if one.role is role)
    page = client.get("/tai-khoan/dang-nhap").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    typed = {"identifier": demo.email, "password": demo_password(KEYS), "csrf_token": token[1]}
    client.post("/tai-khoan/dang-nhap", data=typed)
    if demo.needs_app:
        with database.reading() as session:
            mine = account_by_identifier(session, read_identifier(demo.email))
        page = client.get("/tai-khoan/ma-xac-nhan").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        client.post("/tai-khoan/ma-xac-nhan", data={"code": _code(mine), "csrf_token": token[1]})
    assert client.get("/tai-khoan/").status_code == 200
    return client


def _code(account: Account | None) -> str:
    assert account
    assert account.totp_salt
    return code_at(KEYS.totp_secret(account.id, account.totp_salt), step_at(now()))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_doors_are_the_reviewed_ones(app: Flask) -> None:
    """Taking a door away, or opening it further, changes this file."""
    doors = [f"{endpoint} {said}" for endpoint, said in sorted(app.extensions[EXTENSION].items())]
    assert doors == REVIEWED.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_stranger_comes_through_no_door(app: Flask) -> None:
    client = app.test_client()
    for method, address, _ in guarded(app):
        answer = ask(client, method, address)
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/tai-khoan/dang-nhap"), address


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_comes_through_the_doors_that_its_rules_open(app: Flask, reference_db: Database, role: Role) -> None:
    client = enter(app, reference_db, role)
    for method, address, said in guarded(app):
        if method == "POST" and said in {HALFWAY, SIGNED_IN}:
            continue  # these change the account; the rooms' own tests post to them
        code = ask(client, method, address).status_code
        may = said in {HALFWAY, SIGNED_IN} or any(role in getattr(rule, "roles", ()) for rule in POLICY.rules[said])
        assert (code != 403) == may, (method, address, role)
        assert code in {200, 403, 404}, (method, address)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_reading_while_signed_in_writes_only_that_the_session_is_in_use(app: Flask, reference_db: Database) -> None:
    client, written = enter(app, reference_db, Role.COMMUNE_OFFICER), []
    with reference_db.unit_of_work() as session:
        past = now() - timedelta(minutes=30)
        session.execute(update(AccountSession).values(opened_at=past, seen_at=past, proved_at=past))

    def listen(*told: object) -> None:
        words = str(told[2]).split()
        if words[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(" ".join(words[:4]))

    event.listen(reference_db.engine, "before_cursor_execute", listen)
    for method, address, _ in guarded(app):
        if method == "GET":
            client.get(address)
    event.remove(reference_db.engine, "before_cursor_execute", listen)
    assert written == ["UPDATE account_sessions SET seen_at=?"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_permission_is_used_by_a_door_and_granted_to_a_role(app: Flask) -> None:
    used = set(app.extensions[EXTENSION].values()) - {PUBLIC, HALFWAY, SIGNED_IN}
    assert used == set(POLICY.rules)


@pytest.mark.parametrize("said", [None, "dossier:burn"])
def test_the_site_does_not_start_with_an_endpoint_without_a_known_door(said: str | None) -> None:
    app, rooms = Flask(__name__, static_folder=None), Blueprint("room", __name__)

    def view() -> str:
        return ""

    rooms.add_url_rule("/x", view_func=door(said)(view) if said else view)
    app.register_blueprint(rooms)
    with pytest.raises(DoorMissingError, match=r"room\.view"):
        close_doors(app, {}, frozenset({"dossier:read"}))
    assert close_doors(app, {"room.": PUBLIC}, frozenset({"dossier:burn"}))["room.view"] in {PUBLIC, said}
