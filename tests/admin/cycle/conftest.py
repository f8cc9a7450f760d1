from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from admin.cycle.models import Dossier
from admin.cycle.rules import PRODUCER, Maturity
from admin.cycle.services import Mover, open_dossier
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.producers.services import add_producer
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.models import Place, PlaceLevel
from tests.foundation.signin.conftest import Browser, account, app, browser, hashed, keys, officer, signed_in
from tests.support.databases import TODAY

__all__ = ["app", "browser", "hashed", "keys"]

AT = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=timezone.utc)
NAME = "Mật ong bạc hà"

Enter = Callable[..., Browser]


def mover(party: str, *, days: int = 0, account_id: int | None = None) -> Mover:
    """Whoever acts for a party: the producer, or an officer of that level; so many days later."""
    later = timedelta(days=days)
    return Mover(Actor(account_id), frozenset({party}), AT + later, TODAY + later)


def commune(session: Session, province: str = "01", number: int = 0) -> Place:
    """A commune of today."""
    where = {"level": PlaceLevel.COMMUNE, "valid_to": None, "province_code": province}
    return session.query(Place).filter_by(**where).order_by(Place.code).offset(number).limit(1).one()


def producer(session: Session, name: str = "HTX Mật ong Bình Minh") -> Producer:
    place = commune(session)
    made = add_producer(session, name=name, former_province_code="01", province_code="01", place_id=place.id)
    session.flush()
    return made


def opened(session: Session, of: Producer | None = None, *, name: str = NAME, case: str = "first") -> Dossier:
    """A dossier of a finished product, with its producer."""
    return open_dossier(
        session, mover(PRODUCER), of or producer(session), case=case, maturity=Maturity.FORMED, name=name
    )


@pytest.fixture
def maker(reference_db: Database) -> int:
    """A producer's number."""
    with reference_db.unit_of_work() as session:
        return producer(session).id


@pytest.fixture
def speaker(app: Flask, reference_db: Database, maker: int) -> Browser:
    """Whoever speaks for the producer, signed in."""
    with reference_db.unit_of_work() as session:
        made = account(session, "an")
        what = RoleSubject(None, maker)
        appoint(session, SYSTEM, made, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=what)
    return signed_in(app, reference_db, "an")


@pytest.fixture
def desk(app: Flask, reference_db: Database, keys: Keys) -> Enter:
    """An officer at the desk."""

    def enter(role: Role = Role.PROVINCE_OFFICER, name: str = "can", place_code: str = "01") -> Browser:
        with reference_db.unit_of_work() as session:
            officer(session, keys, role, name, place_code)
        return signed_in(app, reference_db, name)

    return enter


def code_of(database: Database) -> str:
    """The commune in which the producer's dossiers are lodged."""
    with database.reading() as session:
        return commune(session).code
