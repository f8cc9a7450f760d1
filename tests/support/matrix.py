"""The matrix of doors: what everybody is answered everywhere, as the reviewed files say it and as it happens."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path

from flask import Flask, request
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from foundation.db.database import EXTENSION as DATABASE
from foundation.db.database import Database
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Role, ScopeKind
from foundation.web.doors import HALFWAY, PUBLIC
from tests.support.listening import is_writing, statements
from tests.support.visitors import ENROLLING, PASSWORD_ONLY, STRANGER, Record, Side, Visitor, Visitors, makers

NOBODYS_NUMBER = 987654321
CONTRACTS = Path(__file__).resolve().parents[1] / "contracts"
DOORS, PERMISSIONS = CONTRACTS / "doors.txt", CONTRACTS / "permissions.txt"
OWN = "own"
"""A permission that everybody has for what is their own; beside a record, that only its owner reaches it."""

ANY = "any"
"""Beside a record, that whoever comes in reaches all of its kind."""

WORD = "-"
"""In place of a kind of record: the address says a word that names no record."""


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


CLOSED = {Answer.SIGN_IN, Answer.FORBIDDEN}
TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE) (\w+)")


@dataclass(frozen=True, slots=True)
class Door:
    """A line of the reviewed file: the endpoint, who comes in, the kind of record that stands behind it, and whose."""

    endpoint: str
    said: str
    kind: str | None = None
    whose: str | None = None

    @property
    def record(self) -> str | None:
        """The kind of record, where there is one."""
        return None if self.kind == WORD else self.kind


@dataclass(frozen=True, slots=True)
class Cell:
    """One look: who comes to which endpoint how, and to which record."""

    door: Door
    method: str
    visitor: str
    reach: Reach = Reach.NONE

    def __str__(self) -> str:
        return f"{self.method} {self.door.endpoint} as {self.visitor}, {self.reach}"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A look that was not answered as the rules say."""

    cell: Cell
    found: Answer
    wanted: Answer

    def __str__(self) -> str:
        return f"{self.cell}: {self.found}, the rules say: {self.wanted}"


def reviewed_doors() -> dict[str, Door]:
    """`doors.txt`: endpoint, door, the kind of record where there is one, and whose where the door does not say it."""
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
    everywhere = cell.door.whose == ANY or (
        cell.door.whose != OWN and who in granted and ROLES[Role(who)].kind == ScopeKind.COUNTRY
    )
    absent = {Reach.NOBODYS} if everywhere else {Reach.NOBODYS, Reach.OTHER}
    return Answer.ABSENT if cell.reach in absent else Answer.IN


class Matrix:
    """Looks at the doors of one site.

    A record is made once for its kind and for whom it belongs to, and shown at every door; what has come in to change
    it leaves it to nobody, and what is sought on a list is made for that look, so that none depends on another.
    """

    def __init__(self, app: Flask) -> None:
        app.config["WTF_CSRF_ENABLED"] = False  # every form without its token is looked at by a test of its own
        app.before_request_funcs.setdefault(None, []).append(self._note)
        self.app, self.database = app, _database(app)
        self.visitors = Visitors(app, self.database)
        self.doors, self.permissions = reviewed_doors(), reviewed_permissions()
        self._reached = False
        self._kept: dict[tuple[str, Side], Record] = {}
        self.wrote = dict[str, Cell]()
        """What was written while somebody read: how it begins, and where it was."""

        self.tables = dict[str, Cell]()
        """What was asked about somebody who was turned away, and where."""

    def _note(self) -> None:
        """The last thing before a view: whoever comes here came through the door."""
        self._reached = request.endpoint is not None

    def rules(self, endpoint: str) -> list[Rule]:
        """The addresses of an endpoint."""
        return list(self.app.url_map.iter_rules(endpoint))

    def cells(self, visitor: str, door: Door) -> Iterator[Cell]:
        """What one visitor is looked at for at one door.

        Where everybody may come in a stranger stands for all, and at a door that is closed one record for all: whoever
        is turned away there is so before any record is asked for, which `tables` shows.
        """
        if door.said == PUBLIC and visitor != STRANGER:
            return
        rules = self.rules(door.endpoint)
        for method in sorted(set[str]().union(*(rule.methods or () for rule in rules)) & {"GET", "POST"}):
            cells = [Cell(door, method, visitor, reach) for reach in _reaches(rules[0], door, visitor)]
            yield from cells[:1] if self._wanted(cells[0]) in CLOSED else cells

    def deviations(self, visitors: Iterable[str], doors: Iterable[Door]) -> Iterator[Deviation]:
        """Every look that is not answered as the rules say; those that may change something come last."""
        cells = [cell for door in doors for visitor in visitors for cell in self.cells(visitor, door)]
        for cell in sorted(cells, key=self._nearness):
            found, wanted = self.look(cell), self._wanted(cell)
            if found != wanted:
                yield Deviation(cell, found, wanted)

    def _nearness(self, cell: Cell) -> tuple[bool, bool]:
        """First what is nearest to a leak, then what is closed or read, then what is changed."""
        wanted = self._wanted(cell)
        return wanted is not Answer.ABSENT, wanted is Answer.IN and cell.method == "POST"

    def _wanted(self, cell: Cell) -> Answer:
        return expected(cell, self.permissions)

    def address(self, cell: Cell) -> tuple[str, Record]:
        """Where a look goes, and a record made for it."""
        made = cell.reach in {Reach.OWN, Reach.OTHER}
        record = self._made(cell) if made else Record()
        return _filled(self.rules(cell.door.endpoint)[0], record), record

    def shown(self, cell: Cell) -> tuple[str, Record]:
        """The same with the record that is kept for all who only look at it."""
        is_sought = self._is_list(cell) and self._wanted(cell) not in CLOSED
        if cell.reach not in {Reach.OWN, Reach.OTHER} or is_sought:
            return self.address(cell)
        key = (cell.door.record or "", self._side(cell, self.visitors[cell.visitor]))
        if key not in self._kept:
            self._kept[key] = self._made(cell)
        return _filled(self.rules(cell.door.endpoint)[0], self._kept[key]), self._kept[key]

    def forget_kept(self) -> None:
        """Make records anew for whoever only looks: what a changed rule let somebody do may have moved the old ones."""
        self._kept.clear()

    def look(self, cell: Cell) -> Answer:
        """Go there and see."""
        address, record = self.shown(cell)
        self._reached = False
        form = dict(record.form) if cell.method == "POST" else None
        client = self.visitors[cell.visitor].client
        with statements(self.database) as heard:
            response = client.open(address, method=cell.method, data=form)
        found = self._answer(cell, response, record)
        self._note_what(cell, found, heard)
        return found

    def _note_what(self, cell: Cell, found: Answer, heard: Iterable[str]) -> None:
        if cell.method == "GET":
            self.wrote |= {" ".join(one.split()[:4]): cell for one in heard if is_writing(one)}
        elif found in {Answer.IN, Answer.BROKEN}:
            self._kept.clear()  # whatever was changed, and with it what belongs to it
        if found in CLOSED:
            self.tables |= {name: cell for one in heard for name in TABLE.findall(one)}

    def _answer(self, cell: Cell, response: TestResponse, record: Record) -> Answer:
        if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
            return Answer.BROKEN
        if not self._reached:
            return Answer.FORBIDDEN if response.status_code == HTTPStatus.FORBIDDEN else Answer.SIGN_IN
        unlisted = self._is_list(cell) and not _is_listed(response, record)
        missing = response.status_code == HTTPStatus.NOT_FOUND or unlisted
        return Answer.ABSENT if missing and cell.reach is not Reach.NONE else Answer.IN

    def _is_list(self, cell: Cell) -> bool:
        return cell.method == "GET" and not self.rules(cell.door.endpoint)[0].arguments

    def _made(self, cell: Cell) -> Record:
        with self.app.app_context(), self.database.unit_of_work() as session:
            return makers()[cell.door.record or ""](session, self._side(cell, self.visitors[cell.visitor]))

    def _side(self, cell: Cell, visitor: Visitor) -> Side:
        """Within reach: one's own at a door for everybody, what a role reaches at a door with a permission."""
        granted = self.permissions.get(cell.door.said, frozenset({OWN}))
        if cell.reach is Reach.OTHER:
            return visitor.other
        if visitor.name in granted:
            held = ROLES[Role(visitor.name)]
            own = cell.door.whose == OWN or held.kind == ScopeKind.SELF
            account = visitor.account_id if own else visitor.own.account_id
            return Side(account, visitor.own.place_id, visitor.own.thing_id)
        return Side(visitor.account_id, visitor.other.place_id, visitor.other.thing_id)


def _reaches(rule: Rule, door: Door, visitor: str) -> tuple[Reach, ...]:
    if door.record is None or visitor in {STRANGER, PASSWORD_ONLY}:
        return (Reach.NONE,)
    return (Reach.OTHER, Reach.NOBODYS, Reach.OWN) if rule.arguments else (Reach.OTHER, Reach.OWN)


def _filled(rule: Rule, record: Record) -> str:
    """The address with the record's numbers, or with numbers nobody has."""

    def fill(place: re.Match[str]) -> str:
        kind, _, name = place[1].rpartition(":")
        length = re.search(r"length=(\d+)", kind)
        return str(record.address.get(name, NOBODYS_NUMBER)).zfill(int(length[1]) if length else 0)

    return re.sub(r"<([^>]+)>", fill, rule.rule)


def _is_listed(response: TestResponse, record: Record) -> bool:
    page = response.get_data(as_text=True)
    return any(mark in page for mark in record.marks)


def _database(app: Flask) -> Database:
    database: Database = app.extensions[DATABASE]
    return database
