"""Whoever may come to a door: a stranger, people half-way in, somebody without an office, and one of each role.

Each has records of its own and, as near as can be, records it must not reach.
"""

import importlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.accounts.rules import Stage
from foundation.accounts.services import open_account
from foundation.accounts.sessions import open_session
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import GROUND_KINDS, Offer, Role, ScopeKind
from foundation.places.models import Place, PlaceLevel
from tests.support.databases import TODAY
from wsgi import HOUSE

PASSWORD = "nắng sớm trên đồi chè"
STRANGER, PASSWORD_ONLY, ENROLLING, MEMBER = "stranger", "password-only", "enrolling", "member"
STAGES = {PASSWORD_ONLY: Stage.SECOND_FACTOR, ENROLLING: Stage.ENROL}
VISITORS = (STRANGER, PASSWORD_ONLY, ENROLLING, MEMBER, *HOUSE.roles)


def told_apart(permissions: Mapping[str, Collection[str]]) -> tuple[list[str], list[str]]:
    """One visitor of each kind, and those who are of a kind with one of them.

    Two are of a kind whose permissions, whom they appoint and whether they hold an office are the same, and where they
    may do anything also what for: those reach as far.
    """
    kinds = dict[object, str]()
    for name in VISITORS[3:]:
        kinds.setdefault(_kind(name, permissions), name)
    return [*VISITORS[:3], *kinds.values()], [name for name in VISITORS[3:] if name not in kinds.values()]


def _kind(name: str, permissions: Mapping[str, Collection[str]]) -> object:
    may = {permission for permission, roles in permissions.items() if name in roles}
    gives = {role for role, rule in ROLES.items() if name in rule.given_by}
    held = ROLES.get(Role(name))
    reach = (held.kind, held.levels) if held and (may or gives) else None
    return frozenset(may), frozenset(gives), name in ROLES.offices, reach


HERE, ELSEWHERE = 1, 2
"""Numbers of producers, councils, outlets and fairs: the one a role is held for, and another."""


@dataclass(frozen=True, slots=True)
class Side:
    """Whose a record is and what it belongs to: either all within somebody's reach, or nothing of it."""

    account_id: int
    place_id: int
    thing_id: int


@dataclass(frozen=True, slots=True)
class Record:
    """A record made for a look at a door: what stands in its address, what a form says, what shows it on a list."""

    address: Mapping[str, object] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()


Maker = Callable[[Session, Side], Record]


@cache
def makers() -> Mapping[str, Maker]:
    """How records of each kind are made: `RECORDS` of every `records.py` beside the rooms' tests."""
    found: dict[str, Maker] = {}
    root = Path(__file__).resolve().parents[2]
    for path in sorted((root / "tests").rglob("records.py")):
        module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
        found |= module.RECORDS
    return found


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes: the browser they come with and the records within and out of their reach."""

    name: str
    client: FlaskClient
    account_id: int
    own: Side
    other: Side

    @property
    def role(self) -> Role | None:
        """What they are appointed to."""
        return ROLES.named(self.name)


@dataclass(slots=True)
class Visitors:
    """The people of one site, each made when first asked for."""

    app: Flask
    database: Database
    _made: dict[str, Visitor] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Visitor:
        if name not in self._made:
            with self.database.unit_of_work() as session:
                self._made[name] = self._make(session, name)
        return self._made[name]

    def _make(self, session: Session, name: str) -> Visitor:
        client, near, far = self.app.test_client(), *_places(session, name)
        own, other = (Side(_person(session), place.id, thing) for place, thing in ((near, HERE), (far, ELSEWHERE)))
        if name == STRANGER:
            return Visitor(name, client, 0, own, other)
        account = session.get_one(Account, _person(session))
        if role := ROLES.named(name):
            session.add(_appointment(session, account, role))
        _, token = open_session(
            session,
            account,
            stage=STAGES.get(name, Stage.FULL),
            is_staff=name in ROLES.offices,
            address="127.0.0.1",
            device="test",
            now=now(),
        )
        client.set_cookie("ocop_session", token)
        return Visitor(name, client, account.id, own, other)


def accepted() -> dict[str, Any]:
    """What makes an appointment hold: its person's yes."""
    at = now()
    return {"offer": Offer.ACCEPTED, "granted_at": at, "answered_at": at}


def province_of(session: Session, side: Side) -> Place:
    """The province of today that a record's place lies in."""
    return _province(session, session.get_one(Place, side.place_id))


def _province(session: Session, place: Place) -> Place:
    current = select(Place).filter_by(level=PlaceLevel.PROVINCE, code=place.province_code, valid_to=None)
    return session.scalars(current).one()


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        yield (number := number + 1)


_NUMBER = _numbers()


def _person(session: Session) -> int:
    identifier = read_identifier(f"p{next(_NUMBER)}@example.vn")
    assert identifier
    return open_account(session, SYSTEM, identifier, name="Lò Thị An", now=now(), password=PASSWORD).id


def _appointment(session: Session, account: Account, role: Role) -> Appointment:
    """As if granted; districts are no more, and whoever held one may read what became of it."""
    kind = ROLES[role].kind
    place = _places(session, role)[0] if kind == ScopeKind.PLACE else None
    held = _holder(session, role, place) if place else None
    thing = None if kind in GROUND_KINDS else HERE
    number = held.id if held else thing
    return Appointment(
        account=account,
        role=role,
        scope_kind=kind,
        place_id=held.id if held else None,
        object_id=thing,
        scope_key=f"{kind}-{number}" if number else str(kind),
        starts_on=TODAY,
        decision="1/QĐ",
        **accepted(),
    )


def _holder(session: Session, role: Role, commune: Place) -> Place:
    """The unit an office is held for, given a commune that belongs to it."""
    levels = ROLES[role].levels
    if levels == {PlaceLevel.COMMUNE}:
        return commune
    if levels == {PlaceLevel.DISTRICT}:
        return session.get_one(Place, commune.parent_id)
    return _province(session, commune)


def _places(session: Session, name: str) -> tuple[Place, Place]:
    """A commune within reach and the nearest out of it: a neighbour, one of the next district, of another province."""
    former = name == Role.DISTRICT_OFFICER
    asked = select(Place).filter_by(level=PlaceLevel.COMMUNE).order_by(Place.province_code, Place.parent_id, Place.id)
    asked = asked.where(Place.valid_to.is_not(None) if former else Place.valid_to.is_(None))
    first = session.scalars(asked.limit(1)).one()
    if name == Role.COMMUNE_OFFICER:
        return first, session.scalars(asked.where(Place.id != first.id).limit(1)).one()
    further = Place.parent_id != first.parent_id if former else Place.province_code != first.province_code
    return first, session.scalars(asked.where(further).limit(1)).one()
