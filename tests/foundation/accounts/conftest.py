from datetime import datetime, timezone

import pytest
from argon2 import PasswordHasher

from foundation.accounts import passwords
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.accounts.services import open_account
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database

START = datetime(2026, 11, 23, 1, tzinfo=timezone.utc)
PASSWORD = "nắng sớm trên đồi chè"
OTHER = "mưa chiều bên bến sông"


@pytest.fixture
def keys() -> Keys:
    return Keys("k" * 40)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that reached the hash, which is cheap here."""
    seen: list[str] = []
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    real = passwords.verify_password

    def verify(kept: str | None, password: str) -> bool:
        seen.append(password)
        return real(kept, password)

    monkeypatch.setattr(passwords, "verify_password", verify)
    return seen


def opened(database: Database, address: str = "an@example.vn", *, password: str | None = PASSWORD) -> Account:
    """An account as everybody's: active, unless it has no password yet."""
    identifier = read_identifier(address)
    assert identifier
    with database.unit_of_work() as session:
        return open_account(session, SYSTEM, identifier, name="Lò Thị An", now=START, password=password)
