from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.accounts.keys import Keys
from foundation.audit.rules import Actor
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.places.models import Place
from tests.foundation.signin.conftest import Browser, account, hashed, keys, officer, signed_in
from tests.support.pages import CheckingClient

__all__ = ["hashed", "keys"]

PROVINCE, OTHER = "92", "38"
"""Cần Thơ, whose list has more than forty products with their producer, and Thanh Hoá."""


@pytest.fixture
def app(app: Flask) -> Flask:
    """The whole site; every page is looked at."""
    app.test_client_class = CheckingClient
    return app


@pytest.fixture
def enter(app: Flask, catalogue_db: Database, keys: Keys) -> Callable[..., Browser]:
    """Let an officer of a province come in, with a browser of its own."""

    def come(name: str, place: str = PROVINCE, role: Role = Role.PROVINCE_OFFICER) -> Browser:
        with catalogue_db.unit_of_work() as session:
            officer(session, keys, role, name, place)
        return signed_in(app, catalogue_db, name)

    return come


@dataclass(frozen=True)
class Listed:
    """A product as the list has it."""

    id: int
    name: str
    producer: str
    commune: str


def listed(session: Session, count: int, province: str = PROVINCE) -> list[Listed]:
    """Products of a province that name their producer, each name once."""
    wanted = (
        select(Product.id, Product.name, Producer.name, Product.commune_text)
        .join(Producer, Producer.id == Product.producer_id)
        .where(Product.province_code == province, Product.removed_at.is_(None))
        .order_by(Product.id)
    )
    return [Listed(number, name, maker, commune or "") for number, name, maker, commune in session.execute(wanted)][
        :count
    ]


def table(rows: list[Listed], stars: int = 4) -> str:
    """The rows as copied from a spreadsheet."""
    head = "TT\tTên sản phẩm\tChủ thể\tXã\tHạng sao"
    lines = [f"{n}\t{row.name}\t{row.producer}\t{row.commune}\t{stars} sao" for n, row in enumerate(rows, start=1)]
    return "\n".join([head, *lines])


@pytest.fixture
def records(catalogue_db: Database) -> Iterator[Session]:
    with catalogue_db.unit_of_work() as session:
        yield session


@pytest.fixture
def place(records: Session) -> Place:
    return records.scalars(select(Place).filter_by(code=PROVINCE, valid_to=None, level="province")).one()


@pytest.fixture
def actor(records: Session) -> Actor:
    return Actor(account(records, "chi").id)
