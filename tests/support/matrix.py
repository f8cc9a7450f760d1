"""The matrix of doors: what everybody is answered everywhere, as the reviewed files say it and as it happens."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path

from flask import Flask, request
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from foundation.db.database import EXTENSION as DATABASE
from foundation.db.database import Database
from foundation.permissions.rules import ROLES, Role, ScopeKind
from foundation.web.doors import HALFWAY, PUBLIC
from tests.support.visitors import ENROLLING, PASSWORD_ONLY, STRANGER, Record, Side, Visitor, Visitors, makers

CONTRACTS = Path(__file__).resolve().parents[1] / "contracts"
DOORS, PERMISSIONS = CONTRACTS / "doors.txt", CONTRACTS / "permissions.txt"
OWN = "own"
"""A permission that everybody has for what is their own."""


class Reach(StrEnum):
    """Which record is asked for."""

    NONE = "no record"
    OWN = "within reach"
    OTHER = "out of reach"
    NOBODYS = "one that is not there"


class Answer(StrEnum):
    """What somebody is answered at a door."""

    SIGN_IN = "sign in first"
    FORBIDDEN = "403"
    ABSENT = "not there"  # 404, or not on the list
    IN = "in"
    BROKEN = "500"


@dataclass(frozen=True, slots=True)
class Door:
    """A line of the reviewed file: the endpoint, who comes in, and the kind of record that stands behind it."""

    endpoint: str
    said: str
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One look: who comes to which endpoint how, and to which record."""

    door: Door
    method: str
    visitor: str
    reach: Reach = Reach.NONE

    def __str__(self) -> str:
        return f"{self.method} {self.door.endpoint} as {self.visitor}, {self.reach}"


def reviewed_doors() -> dict[str, Door]:
    """`doors.txt`: endpoint, door, and the kind of record where there is one."""
    rows = [line.split() for line in DOORS.read_text(encoding="utf-8").splitlines()]
    return {row[0]: Door(*row) for row in rows}


def reviewed_permissions() -> dict[str, frozenset[str]]:
    """`permissions.txt`: the permission and the roles that have it."""
    rows = [line.split() for line in PERMISSIONS.read_text(encoding="utf-8").splitlines()]
    return {row[0]: frozenset(row[1:]) for row in rows}


def expected(cell: Cell, permissions: Mapping[str, frozenset[str]]) -> Answer:
    """What the rules of the roles say."""
    said, who = cell.door.said, cell.visitor
    if said == PUBLIC:
        return Answer.IN
    if who in {STRANGER, PASSWORD_ONLY} or (who == ENROLLING and said != HALFWAY):
        return Answer.SIGN_IN
    granted = permissions.get(said, frozenset({OWN}))
    if not granted & {who, OWN}:
        return Answer.FORBIDDEN
    everywhere = who in granted and ROLES[Role(who)].kind is ScopeKind.COUNTRY
    absent = {Reach.NOBODYS} if everywhere else {Reach.NOBODYS, Reach.OTHER}
    return Answer.ABSENT if cell.reach in absent else Answer.IN


class Matrix:
    """Looks at the doors of one site. Every look makes its own record, so that none depends on another."""

    def __init__(self, app: Flask) -> None:
        app.config["WTF_CSRF_ENABLED"] = False  # every form without its token is looked at by a test of its own
        app.before_request_funcs.setdefault(None, []).append(self._note)
        self.app, self.database = app, _database(app)
        self.visitors = Visitors(app, self.database)
        self.doors, self.permissions = reviewed_doors(), reviewed_permissions()
        self._reached = False

    def _note(self) -> None:
        """The last thing before a view: whoever comes here came through the door."""
        self._reached = request.endpoint is not None

    def rules(self, endpoint: str) -> list[Rule]:
        """The addresses of an endpoint."""
        return list(self.app.url_map.iter_rules(endpoint))

    def cells(self, visitor: str, door: Door) -> Iterator[Cell]:
        """What one visitor is looked at for at one door; first what is nearest to a leak.

        Where everybody may come in a stranger stands for all.
        """
        if door.said == PUBLIC and visitor != STRANGER:
            return
        for rule in self.rules(door.endpoint):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield from (Cell(door, method, visitor, reach) for reach in _reaches(rule, door, visitor))

    def deviations(self, visitor: str, door: Door) -> Iterator[str]:
        """Sentences for every look that is not answered as the rules say."""
        for cell in self.cells(visitor, door):
            found, wanted = self.look(cell), expected(cell, self.permissions)
            if found != wanted:
                yield f"{cell}: {found}, the rules say: {wanted}"

    def address(self, cell: Cell) -> tuple[str, Record]:
        """Where a look goes, and the record made for it."""
        made = cell.reach in {Reach.OWN, Reach.OTHER}
        record = self._record(cell) if made else Record()
        return _filled(self.rules(cell.door.endpoint)[0], record), record

    def look(self, cell: Cell) -> Answer:
        """Go there and see."""
        address, record = self.address(cell)
        self._reached = False
        form = dict(record.form) if cell.method == "POST" else None
        response = self.visitors[cell.visitor].client.open(address, method=cell.method, data=form)
        if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
            return Answer.BROKEN
        if not self._reached:
            return Answer.FORBIDDEN if response.status_code == HTTPStatus.FORBIDDEN else Answer.SIGN_IN
        a_list = cell.method == "GET" and not self.rules(cell.door.endpoint)[0].arguments
        missing = response.status_code == HTTPStatus.NOT_FOUND or (a_list and not _is_listed(response, record))
        return Answer.ABSENT if missing and cell.reach is not Reach.NONE else Answer.IN

    def _record(self, cell: Cell) -> Record:
        with self.database.unit_of_work() as session:
            return makers()[cell.door.record or ""](session, self._side(cell, self.visitors[cell.visitor]))

    def _side(self, cell: Cell, visitor: Visitor) -> Side:
        """Within reach: one's own at a door for everybody, what a role reaches at a door with a permission."""
        granted = self.permissions.get(cell.door.said, frozenset({OWN}))
        if cell.reach is Reach.OTHER:
            return visitor.other
        if visitor.name in granted:
            held = ROLES[Role(visitor.name)]
            account = visitor.account_id if held.kind is ScopeKind.SELF else visitor.own.account_id
            return Side(account, visitor.own.place_id, visitor.own.thing_id)
        return Side(visitor.account_id, visitor.other.place_id, visitor.other.thing_id)


def _reaches(rule: Rule, door: Door, visitor: str) -> tuple[Reach, ...]:
    if door.record is None or visitor in {STRANGER, PASSWORD_ONLY}:
        return (Reach.NONE,)
    return (Reach.OTHER, Reach.NOBODYS, Reach.OWN) if rule.arguments else (Reach.OTHER, Reach.OWN)


def _filled(rule: Rule, record: Record) -> str:
    """The address with the record's numbers, or with numbers nobody has."""

    def fill(place: re.Match[str]) -> str:
        return str(record.address.get(place[1].rpartition(":")[2], 987654321))

    return re.sub(r"<([^>]+)>", fill, rule.rule)


def _is_listed(response: TestResponse, record: Record) -> bool:
    page = response.get_data(as_text=True)
    return any(mark in page for mark in record.marks)


def _database(app: Flask) -> Database:
    database: Database = app.extensions[DATABASE]
    return database
