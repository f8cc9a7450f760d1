from datetime import date, datetime, timezone

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts import passwords
from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.accounts.services import open_account
from foundation.audit.rules import SYSTEM
from foundation.places.models import Place

NOW = datetime(2026, 11, 23, 1, tzinfo=timezone.utc)
TODAY = date(2026, 11, 23)
PASSWORD = "nắng sớm trên đồi chè"


@pytest.fixture(autouse=True)
def _cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def person(session: Session, name: str) -> Account:
    identifier = read_identifier(f"{name}@example.vn")
    assert identifier
    return open_account(session, SYSTEM, identifier, name=name, now=NOW, password=PASSWORD)


def place(session: Session, code: str, on: date = TODAY) -> Place:
    rows = session.scalars(select(Place).filter_by(code=code)).all()
    return next(row for row in rows if row.valid_from <= on and (row.valid_to is None or on < row.valid_to))
