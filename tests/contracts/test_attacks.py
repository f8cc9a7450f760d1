"""Attacks on everything in the map of addresses: what a room adds is attacked too.

Attacks on one place stand with it: session fixation, open redirects, replayed codes and floods in
tests/foundation/signin/test_entry.py; records of others (IDOR) are looked for by the matrix in test_doors.py.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse, create_environ, run_wsgi_app

from foundation.accounts.models import Account, AccountSession
from foundation.accounts.rules import AccountStatus
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.web.responses import HEADERS
from tests.support.listening import writes
from tests.support.matrix import Cell, Matrix
from tests.support.nasty import HOSTS
from tests.support.pages import check_page
from tests.support.visitors import MEMBER, STRANGER

DIALECTS = ["sqlite"]
ROOT = Path(__file__).resolve().parents[2]
EVIL = "evil.example"
CLIMBING = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//etc/passwd",
)
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*(\ssrc=|\stype=\"application/ld\+json\"))",
    re.IGNORECASE,
)
"""What a browser would run or apply; facts for machines in JSON are neither."""
PAGES = {"legal.terms", "opendata.Products", "privacy.overview", "signin.sign_in_post", "storefront.home"}
"""One of each kind: at rest, of the API, somebody's own, what a form is sent to, and where all begins."""

JINJA = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
EXTRA: dict[str, Any] = {
    **{name: "1" for model in (Account, AccountSession, Appointment) for name in model.__table__.c.keys()},  # noqa: SIM118 - no mapping
    "status": "closed",
    "role": "system_operator",
    "email": f"x@{EVIL}",
    "phone": "+84999999999",
    "stage": "full",
}
"""Every column of a person's own tables as a field of the form."""


def visits(matrix: Matrix, method: str) -> Iterator[Cell]:
    """One look at every endpoint: public ones by a stranger, the others by somebody without an office."""
    for one in matrix.doors.values():
        for visitor in (STRANGER, MEMBER):
            cells = [cell for cell in matrix.cells(visitor, one) if cell.method == method]
            yield from cells[-1:]  # the last is one's own record, where one comes in


def go(matrix: Matrix, cell: Cell, **more: Any) -> TestResponse:
    address = (matrix.shown if cell.method == "GET" else matrix.address)(cell)[0]
    return matrix.visitors[cell.visitor].client.open(address, method=cell.method, **more)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_form_is_taken_without_its_token(matrix: Matrix) -> None:
    """CSRF: another site can make a browser send a form, with its cookies and without the token."""
    matrix.app.config["WTF_CSRF_ENABLED"] = True
    cells = list(visits(matrix, "POST"))
    assert len(cells) > 20
    for cell in cells:
        address, client = matrix.shown(cell)[0], matrix.visitors[cell.visitor].client
        for token in ({}, {"csrf_token": "guessed"}):
            with writes(matrix.database) as written:
                assert client.post(address, data=token).status_code == 400, cell
            assert written == [], cell


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_token_is_good_in_its_own_browser_only(matrix: Matrix) -> None:
    matrix.app.config["WTF_CSRF_ENABLED"] = True
    mine, yours = matrix.visitors[MEMBER].client, matrix.app.test_client()
    page = yours.get("/tai-khoan/dang-nhap").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    mine.get("/tai-khoan/ho-so")
    assert mine.post("/tai-khoan/phien", data={"csrf_token": found[1]}).status_code == 400


@pytest.mark.parametrize("dialect", DIALECTS)
def test_fields_that_no_form_has_change_nothing(matrix: Matrix) -> None:
    """Mass assignment."""
    with matrix.database.reading() as session:
        before = session.get_one(Account, matrix.visitors[MEMBER].account_id)
    for cell in visits(matrix, "POST"):
        go(matrix, cell, data=EXTRA)
    with matrix.database.reading() as session:
        after = session.get_one(Account, before.id)
        assert (after.status, after.is_demo, after.totp_confirmed_at) == (AccountStatus.ACTIVE, False, None)
        for name in ("email", "phone", "place_id", "opened_by_id", "opened_at", "password_hash", "totp_last_step"):
            assert getattr(after, name) == getattr(before, name), name
        assert session.scalar(select(func.count()).where(Appointment.role == Role.SYSTEM_OPERATOR)) == 0
        found = session.scalars(select(AccountSession).filter_by(account_id=before.id, ended_at=None)).all()
        assert {one.is_staff for one in found} == {False}


SENSORS = {
    "booths_desk.checkin": "camera=(self), geolocation=(), microphone=(), payment=()",
    "booths_fair.checkin": "camera=(self), geolocation=(), microphone=(), payment=()",
    "outlets.listed": "camera=(), geolocation=(self), microphone=(), payment=()",
    "outlets_own.stock": "camera=(self), geolocation=(), microphone=(), payment=()",
}
"""Pages on which a visitor may let the browser say where it is, or scan a code; no other asks for anything."""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_page_is_closed_to_frames_scripts_and_other_hosts(matrix: Matrix) -> None:
    """Clickjacking, a policy without inline script or style, the host header."""
    for cell in visits(matrix, "GET"):
        answer = go(matrix, cell, headers={"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"})
        page = answer.get_data(as_text=True)
        asks = cell.door.endpoint in SENSORS and answer.status_code == HTTPStatus.OK
        asked = HEADERS | ({"Permissions-Policy": SENSORS[cell.door.endpoint]} if asks else {})
        assert {name: answer.headers.get(name) for name in HEADERS} == asked, cell
        assert EVIL not in page, cell
        assert EVIL not in answer.headers.get("Location", ""), cell
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 308}:
            check_page(page)
            assert not INLINE.search(page), cell


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_host_breaks_a_page(matrix: Matrix) -> None:
    """Whatever a request calls the site, and as long as it likes, at a page of each kind."""
    cells = [cell for method in ("GET", "POST") for cell in visits(matrix, method) if cell.door.endpoint in PAGES]
    assert len(cells) >= len(PAGES)
    for cell, host in product(cells, HOSTS):
        token = matrix.visitors[cell.visitor].client.get_cookie("ocop_session")
        environ = create_environ(matrix.shown(cell)[0], method=cell.method)
        environ |= {"HTTP_HOST": host, "HTTP_COOKIE": f"ocop_session={token.value}" if token else ""}
        _, status, _ = run_wsgi_app(matrix.app, environ, buffered=True)
        assert int(status[:3]) != HTTPStatus.INTERNAL_SERVER_ERROR, (cell, host[:80], len(host))


def test_no_template_has_anything_inline() -> None:
    """Also what no test draws."""
    templates = sorted(path for path in ROOT.glob("*/**/templates/**/*.html") if ".venv" not in path.parts)
    assert len(templates) > 20
    for path in templates:
        found = INLINE.search(JINJA.sub("", path.read_text(encoding="utf-8")))
        assert found is None, path


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("climbing", CLIMBING)
def test_no_address_climbs_out_of_the_site(matrix: Matrix, climbing: str) -> None:
    """Path traversal, in every part of an address that takes words, and for static files."""
    words = [rule for rule in matrix.app.url_map.iter_rules() if re.search(r"<(?!int:)", rule.rule)]
    addresses = [re.sub(r"<int:[^>]+>", "1", rule.rule) for rule in words if "GET" in (rule.methods or ())]
    assert addresses
    for address in (*addresses, "/static/<name>"):
        for visitor in (STRANGER, MEMBER):
            answer = matrix.visitors[visitor].client.get(re.sub(r"<[^>]+>", climbing, address))
            assert answer.status_code < 500, address
            assert b"root:" not in answer.data, address


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("typed", ["an@example.vn\r\nBcc: x@{evil}", "an@example.vn,x@{evil}", "x@{evil}%0aBcc: y"])
def test_no_letter_goes_where_a_form_did_not_say(matrix: Matrix, typed: str) -> None:
    """Mail header injection, in every field of every form that is open to strangers."""
    hostile = typed.format(evil=EVIL)
    fields = dict.fromkeys(("identifier", "name", "email", "password", "code", "text", "next"), hostile)
    for cell in visits(matrix, "POST"):
        go(matrix, cell, data=fields)
    with matrix.app.app_context():
        Worker(matrix.database, matrix.app.extensions[EXTENSION], name="w").drain()
    sent = [path.read_bytes() for path in matrix.app.config["OCOP_SETTINGS"].data_dir.glob("mail/*")]
    heads = [re.split(rb"\r?\n\r?\n", letter)[0].lower() for letter in sent]
    assert not [head for head in heads if EVIL.encode() in head or b"\nbcc:" in head]
