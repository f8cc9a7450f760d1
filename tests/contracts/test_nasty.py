"""Whatever is put into an address, a form or a body, at every door and by everybody: never a fault of ours.

Which names a page asks its query and form for is overheard, so what a room adds is tried too. By default a few tries at
each door, all of them with OCOP_TEST_ROUNDS=full.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from markupsafe import escape
from sqlalchemy import delete, text

from foundation.accounts.models import RateLimitState
from foundation.i18n.hygiene import cleaned
from foundation.permissions.rules import Role
from tests.support.matrix import Answer, Cell, Matrix, Reach, expected
from tests.support.nasty import (
    BODIES,
    BROKEN,
    HEADERS,
    TEXTS,
    Listener,
    Sent,
    drawn,
    paths,
    stained,
)
from tests.support.processes import rounds
from tests.support.visitors import MEMBER, STRANGER, VISITORS

FAULTS = {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.CONFLICT}
"""Nobody else is here, so nothing can collide either."""

METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "POST", "GET")
DRAFTS = (
    "decision_lines.name",
    "decision_lines.producer",
    "decision_lines.commune",
    "decision_lines.stars",
    "intake_rows.cells",
    "appointment_lists.rows",
)
"""Rows that wait for an officer keep what was sent, each with what is wrong with it."""

NO_PAGE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""What no page may hold, not even to show what was typed."""

WRONG = re.compile("Văn bản bị hỏng mã|damaged by a wrong encoding|Some letters were lost")

EACH = rounds(1, 60)
"""How many requests are made at a door, drawn from all that could be."""

FEWEST = 20
"""Fewer requests would mean that the doors were not found."""

SOME = rounds(3, 1)
"""One of so many doors is tried, on each database another one."""


@pytest.fixture
def listener(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> Listener:
    if matrix.database.dialect == "postgresql":
        with matrix.database.unit_of_work() as session:  # the matrix gives producers numbers of its own
            session.execute(text("select setval(pg_get_serial_sequence('producers', 'id'), 1000)"))
    return Listener(matrix.app, monkeypatch)


def looks(matrix: Matrix, visitor: str) -> Iterator[Cell]:
    """The doors through which somebody comes, to a record of their own."""
    shift = (matrix.database.dialect == "postgresql") % SOME
    for door in list(matrix.doors.values())[shift::SOME]:
        cells = [one for one in matrix.cells(visitor, door) if one.reach in {Reach.NONE, Reach.OWN}]
        yield from (one for one in cells if expected(one, matrix.permissions) is Answer.IN)


def first_in(matrix: Matrix) -> dict[str, list[Cell]]:
    """For everybody the doors at which they are the first who may come in: each door is tried once."""
    seen: set[tuple[str, str]] = set()
    found: dict[str, list[Cell]] = {}
    for visitor in (STRANGER, MEMBER, *VISITORS):
        for cell in looks(matrix, visitor):
            if (cell.door.endpoint, cell.method) not in seen:
                seen.add((cell.door.endpoint, cell.method))
                found.setdefault(visitor, []).append(cell)
    return found


class Attacker:
    """Sends what it is told to, and says what broke."""

    def __init__(self, matrix: Matrix, listener: Listener) -> None:
        self.matrix, self.listener = matrix, listener
        self.found: list[str] = []
        self.sent = 0

    def send(self, cell: Cell, sent: Sent) -> Any:
        self.listener.begin()
        self.sent += 1
        if sent.method == "POST":
            with self.matrix.database.unit_of_work() as session:
                session.execute(delete(RateLimitState))  # however often it is tried
        client = self.matrix.visitors[cell.visitor].client
        try:
            answer = client.open(sent.address, method=sent.method, buffered=True, **sent.what)
        except Exception as error:  # noqa: BLE001 - the client itself may not bear an address
            self.found.append(f"{cell}: {sent}: {error!r}")
            return None
        if answer.status_code in FAULTS:
            why = repr(self.listener.broke[-1])[:300] if self.listener.broke else answer.status
            self.found.append(f"{cell}: {sent}: {why}")
        elif answer.mimetype == "text/html" and (odd := NO_PAGE.search(answer.get_data(as_text=True))):
            self.found.append(f"{cell}: {sent}: the page holds {odd[0]!r}")
        return answer

    def read(self, cell: Cell) -> list[Sent]:
        """All that may be asked at a door that is read."""
        address, record = self.matrix.shown(cell)
        rules = self.matrix.rules(cell.door.endpoint)
        filled = {name: str(value) for name, value in record.address.items()}
        self.send(cell, Sent(address, "GET"))
        names = sorted(self.listener.plausible())
        whole = [Sent(path, "GET") for rule in rules for path in paths(rule, filled)]
        whole += [Sent(f"{address}?{urlencode([(name, text)])}", "GET") for name in names for text in TEXTS]
        whole += [Sent(f"{address}?{urlencode([(name, text) for name in names])}", "GET") for text in TEXTS if names]
        whole += [Sent(f"{address}?{raw}", "GET") for raw in ("%FF=%FE&&=", "q=%ED%A0%80", "a&b&page=%00", "%00=1")]
        whole.append(Sent(address, "GET", {"headers": HEADERS}))
        return whole

    def write(self, cell: Cell) -> list[Sent]:
        """All that may be sent at a door through which something is changed."""
        address, record = self.matrix.address(cell)
        self.send(cell, Sent(address, "POST", {"data": dict(record.form)}))
        for _ in range(rounds(1, 2)):  # what is asked for only once the first things are there
            good = {**self.listener.plausible(), **record.form}
            words = self.listener.texts()
            self.send(cell, Sent(self.matrix.address(cell)[0], "POST", {"data": _flat(good)}))
            good = {**good, **self.listener.plausible(), **record.form}
        whole = [
            Sent(address, "POST", {"data": {**_flat(good), name: text}}, (name, text) if name in words else None)
            for name in good
            for text in TEXTS
        ]
        whole += [Sent(address, "POST", {"data": dict.fromkeys(good, text)}) for text in TEXTS]
        whole += [Sent(address, "POST", {"data": {n: v for n, v in _flat(good).items() if n != name}}) for name in good]
        whole += [Sent(address, "POST", {"data": data, "content_type": kind}) for kind, data in BODIES]
        whole += [Sent(address, "POST", {"data": data}) for data in _as_files(good)]
        whole.append(Sent(address, "POST", {"data": _flat(good), "headers": HEADERS}))
        return whole


def _flat(good: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in good.items() if value is not None}


def _as_files(good: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Words where files are asked for and files where words are, with names that are none."""
    yield dict.fromkeys(good, "no file")
    for name in ("a.pdf", "", "\x00.pdf", "x\ufffd\u202e.csv", "../../a" * 90, "CON"):
        for raw in (b"", b"%PDF-1.7\x00", b"\xff\xfe\x00", b"PK\x03\x04broken", "name\u200b,x\n\ufffd,\x00".encode()):
            yield (
                {each: (BytesIO(raw), name) for each in good} | _flat(good)
                if raw
                else {each: (BytesIO(raw), name) for each in good}
            )


@pytest.mark.timeout(rounds(600, 7200))
def test_nothing_that_is_read_breaks(matrix: Matrix, listener: Listener) -> None:
    attacker = Attacker(matrix, listener)
    for visitor, cells in first_in(matrix).items():
        for cell in cells:
            if cell.method == "GET":
                for sent in drawn(attacker.read(cell), EACH, f"{visitor} {cell.door.endpoint}"):
                    attacker.send(cell, sent)
    assert attacker.sent > FEWEST
    assert not attacker.found, "\n".join(attacker.found[:60])


@pytest.mark.timeout(rounds(600, 7200))
def test_nothing_that_is_sent_breaks_or_is_kept_broken(matrix: Matrix, listener: Listener) -> None:
    attacker = Attacker(matrix, listener)
    for visitor, cells in first_in(matrix).items():
        for cell in cells:
            if cell.method == "POST":
                for sent in drawn(attacker.write(cell), EACH, f"{visitor} {cell.door.endpoint}"):
                    fresh = Sent(matrix.address(cell)[0], sent.method, _rewound(sent.what), sent.typed)
                    answer = attacker.send(cell, fresh)
                    _told(attacker, cell, fresh, answer)
    assert attacker.sent > FEWEST
    found = [*attacker.found, *stained(matrix.database, DRAFTS)]
    assert not found, "\n".join(found[:60])


def _rewound(what: dict[str, Any]) -> dict[str, Any]:
    data = what.get("data")
    if isinstance(data, dict):
        for value in data.values():
            if isinstance(value, tuple):
                value[0].seek(0)
    return what


def _told(attacker: Attacker, cell: Cell, sent: Sent, answer: Any) -> None:
    """A form that reads broken text refuses it, says so and shows it again."""
    name, typed = sent.typed or ("", "")
    read = [valid for form, valid in attacker.listener.validated if any(one.name == name for one in form)]
    if typed not in BROKEN or not read or answer is None:
        return
    page = answer.get_data(as_text=True)
    if any(read):
        attacker.found.append(f"{cell}: {sent}: broken text was taken")
    elif f'name="{name}"' in page and not (WRONG.search(page) and str(escape(cleaned(typed))) in page):
        attacker.found.append(f"{cell}: {sent}: nothing is told, or what was typed is lost")


@pytest.mark.timeout(rounds(600, 7200))
def test_no_method_breaks_whoever_comes(matrix: Matrix, listener: Listener) -> None:
    """Every method at every rule, with each part of its address nasty in turn, whether the door opens or not."""
    attacker = Attacker(matrix, listener)
    for visitor in (Role.PROVINCE_OFFICER, *VISITORS)[: rounds(2, 99)]:
        for door in list(matrix.doors.values())[::SOME]:
            cell = Cell(door, "GET", visitor)
            for rule in matrix.rules(door.endpoint):
                addresses = list(paths(rule, {})) or [rule.rule]
                whole = [Sent(address, method) for address in addresses for method in METHODS]
                for sent in drawn(whole, rounds(1, 10), f"{visitor} {rule.rule}"):
                    attacker.send(cell, sent)
    assert attacker.sent > FEWEST
    assert not attacker.found, "\n".join(attacker.found[:60])
