import pytest
from argon2 import PasswordHasher

from foundation.accounts import passwords
from foundation.config.settings import Settings
from foundation.db.database import Database
from tests.support.matrix import Matrix
from wsgi import create_app


@pytest.fixture
def cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def matrix(settings: Settings, reference_db: Database, cheap_hash: None) -> Matrix:
    """The doors of a site with places; whoever comes is made when they come."""
    return Matrix(create_app(settings, reference_db))
