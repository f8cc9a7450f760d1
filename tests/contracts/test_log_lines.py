"""What people send never reaches the log, whatever goes wrong with it, and nothing sent looks like a line."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import insert, text
from sqlalchemy.exc import StatementError

from foundation.accounts.models import Account
from foundation.config import logs
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.db.database import Database, current_db
from foundation.permissions.guard import _denied
from tests.support.matrix import Matrix
from tests.support.visitors import MEMBER, STRANGER
from wsgi import create_app

CANARY = "Hoàng-Yến-canary"
EMAIL, PHONE = "hoang.yen@example.vn", "0912345678"
LINE = '\r\n{"event": "audit.sealed", "level": "info"}\x1b[2K\x85\u2028'
SENT = f"{CANARY} {EMAIL} {PHONE} {LINE}"
SECRETS = (CANARY, quote(CANARY), "Yến", "canary", EMAIL, "hoang.yen", PHONE, "912345678", "ocop_session")


def everything() -> str:
    """All that a request says."""
    said = [request.path, request.query_string.decode(), *request.form.values(), *request.cookies.values()]
    return " ".join([*said, *(value for _, value in request.headers)])


def quotes() -> None:
    raise ValueError(everything())


def looks_up() -> None:
    _ = dict[str, str]()[everything()]


def is_caused() -> None:
    try:
        int(everything())
    except ValueError as error:
        raise RuntimeError(everything()) from error


def insert_twice() -> None:
    row = {"email": EMAIL, "name": CANARY, "language": "vi", "status": "invited", "opened_at": now(), "is_demo": False}
    with current_db().unit_of_work() as session:
        session.execute(insert(Account), [row, row])


def binds_nonsense() -> None:
    with current_db().reading() as session:
        session.execute(text("SELECT 1 WHERE 1 = :one AND no_such_column = :two"), {"one": 1, "two": everything()})


def binds_the_wrong_kind() -> None:
    with current_db().unit_of_work() as session:
        try:
            session.execute(insert(Account), [{"email": EMAIL, "name": CANARY, "opened_at": everything()}])
        except StatementError as error:
            raise error.with_traceback(None) from error


FAULTS: tuple[Callable[[], None], ...] = (
    *(quotes, looks_up, is_caused),
    *(binds_nonsense, binds_the_wrong_kind),
)


@pytest.fixture
def broken(settings: Settings, reference_db: Database) -> Flask:
    """The site with faults in front of every page, one by one."""
    app = create_app(settings, reference_db)
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    faults = iter(FAULTS * 3)
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: next(faults)())  # noqa: PLW0108 - another one each time
    return app


def send(client: FlaskClient, method: str, path: str) -> int:
    client.set_cookie("ocop_session", quote(SENT))
    headers = {"User-Agent": CANARY.encode().decode("latin-1"), "Referer": f"https://x.example/{EMAIL}"}
    headers |= {"X-Forwarded-For": PHONE, "X-Request-Id": EMAIL}
    asked = f"{path}?q={quote(SENT)}"
    form = {"identifier": SENT, "name": SENT} if method == "POST" else None
    return client.open(asked, method=method, data=form, headers=headers).status_code


def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[dict[str, object]]:
    told = capsys.readouterr()
    assert told.out == ""
    assert not [secret for secret in SECRETS if secret in told.err]
    for line in told.err.split("\n"):
        if line:
            assert line.isprintable()
            yield json.loads(line)


def test_an_error_is_told_without_what_led_to_it(broken: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Env.PRODUCTION)
    client = broken.test_client()
    for method, path in (("GET", f"/vi/{quote(SENT)}"), ("POST", "/tai-khoan/dang-nhap"), ("GET", "/vi/san-pham")):
        assert [send(client, method, path) for _ in FAULTS] == [500] * len(FAULTS)
    told = list(lines(capsys))
    assert [line["event"] for line in told] == ["request.failed"] * len(FAULTS) * 3
    assert [line["method"] for line in told[:: len(FAULTS)]] == ["GET", "POST", "GET"]
    assert told[-1]["page"] == "storefront.products"
    for fault, line in zip(FAULTS * 3, told, strict=True):
        assert fault.__name__ in str(line["error"])


def test_a_unique_constraint_is_named_and_its_row_is_not(broken: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    broken.before_request_funcs[None][0] = insert_twice
    logs.configure(Env.PRODUCTION)
    assert send(broken.test_client(), "GET", "/vi/") == 409
    [line] = lines(capsys)
    assert line["event"] == "request.collided"
    assert str(line["error"]).startswith("IntegrityError(")
    assert "accounts" in str(line["error"])
    assert "email" in str(line["error"])


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_no_page_says_of_anybody_what_was_sent(matrix: Matrix, capsys: pytest.CaptureFixture[str]) -> None:
    """Public doors and a closed one, and the sign-in until it refuses to look."""
    stranger, member = matrix.visitors[STRANGER].client, matrix.visitors[MEMBER].client
    logs.configure(Env.PRODUCTION)
    for path in ("/vi/san-pham", "/tai-khoan/quen-mat-khau", "/admin/nhat-ky", f"/x/{quote(SENT)}", "/phan-anh"):
        send(stranger, "GET", path)
        send(stranger, "POST", path)
    member.get(f"/admin/nhat-ky?who={quote(SENT)}")
    matrix.app.config["WTF_CSRF_ENABLED"] = False
    for _ in range(21):
        typed = {"identifier": EMAIL, "password": CANARY}
        stranger.post("/tai-khoan/dang-nhap", data=typed, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    told = list(lines(capsys))
    assert {"door.closed", "attempt.refused"} <= {str(line["event"]) for line in told}
    assert "203.0.113.77" not in json.dumps(told)


def test_a_closed_door_tells_numbers_and_no_words(
    settings: Settings, reference_db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(settings, reference_db)
    logs.configure(Env.PRODUCTION)
    with app.test_request_context(f"/vi/san-pham/{quote(CANARY)}-7"):
        _denied("product:edit")
    [line] = lines(capsys)
    assert (line["page"], line["of"]) == ("storefront.product", {"product_id": 7})
