import dataclasses
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from foundation.accounts.models import OneTimeSecret
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.permissions.queries import appointments_of
from foundation.permissions.rules import Offer, Role
from foundation.permissions.services import RoleSubject, Term, appoint
from tests.foundation.permissions.conftest import place
from tests.foundation.signin.conftest import PASSWORD, Browsers, account
from tests.support.databases import TODAY
from wsgi import create_app

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, reference_db: Database) -> Run:
    def go(*words: str | Path, status: int = 0, env: Env = Env.DEMO) -> Result:
        app = create_app(dataclasses.replace(settings, env=env), reference_db)
        result = app.test_cli_runner().invoke(args=[str(word) for word in words])
        assert result.exit_code == status, result.output
        return result

    return go


def test_the_first_officer_of_an_installation(run: Run, browser: Browsers) -> None:
    office = ("--role", "province_officer", "--place", "01", "--decision", "1/QĐ")
    told = run("accounts", "create", "can@example.vn", "--name", "Lê Văn Cần", *office).output
    code = re.search(r"http://localhost:8000/tai-khoan/nhap-ma with the code (\S+)", told)
    assert code
    here = browser()
    typed = {"identifier": "can@example.vn", "code": code[1], "password": PASSWORD}
    assert here.post("/tai-khoan/nhap-ma", typed).status_code == 302
    assert here.sign_in("can@example.vn").location == "/tai-khoan/ung-dung-xac-thuc"
    assert "holds an office" in run("accounts", "hand-over", "can@example.vn", status=1).output
    run("accounts", "second-factor-off", "can@example.vn", "--reason", "Mất điện thoại")


@pytest.mark.parametrize(("starts", "ends", "status"), [(0, None, 1), (30, None, 1), (-30, 1, 1), (-30, 0, 0)])
def test_the_operator_hands_no_code_over_to_an_officer(
    run: Run, reference_db: Database, starts: int, ends: int | None, status: int
) -> None:
    """Of today or to come; once the office is over, the command tells one."""
    with reference_db.unit_of_work() as session:
        days = [TODAY + timedelta(days=one) if one is not None else None for one in (starts, ends)]
        term = Term(days[0] or TODAY, days[1], "1/QĐ")
        appoint(session, SYSTEM, account(session, "0912345678"), role=Role.MINISTRY_OFFICER, term=term)
    told = run("accounts", "hand-over", "0912345678", status=status).output
    assert ("with the code" in told, "end the office first" in told) == (not status, bool(status))
    with reference_db.reading() as session:
        assert len(session.scalars(select(OneTimeSecret)).all()) == 1 - status


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["1", "--name", "x"], "neither"),
        (["a@example.vn\r\nBcc: b@example.vn", "--name", "x"], "neither"),
        (["=?utf-8?q?a?=@example.vn", "--name", "x"], "neither"),
        (["a@example.vn,b@example.vn", "--name", "x"], "neither"),
        (["a@example.vn", "--name", "x", "--role", "province_officer", "--place", "01"], "no_decision"),
        (["a@example.vn", "--name", "x", "--role", "province_officer", "--place", "99"], "no place"),
    ],
)
def test_what_cannot_be_opened_says_why(run: Run, words: list[str], told: str) -> None:
    assert told in run("accounts", "create", *words, status=1).output


def test_codes_are_told_in_a_demonstration_only(run: Run) -> None:
    run("accounts", "create", "a@example.vn", "--name", "x")
    assert "already" in run("accounts", "create", "a@example.vn", "--name", "x", status=1).output
    assert "no authenticator app" in run("accounts", "code", "a@example.vn", status=1).output
    assert "no such account" in run("accounts", "code", "b@example.vn", status=1).output
    assert "demonstration only" in run("accounts", "code", "a@example.vn", status=1, env=Env.PRODUCTION).output


def test_appointments_in_bulk_and_carried_over(run: Run, tmp_path: Path) -> None:
    path, report = tmp_path / "a.csv", tmp_path / "report.csv"
    path.write_text(
        "identifier,name,role,place_code,starts_on,ends_on,decision,decided_on\n"
        "0912345678,Páo,province_officer,01,2026-11-01,,12/QĐ,2026-10-30\n"
        "nobody,Páo,province_officer,01,2026-11-01,,12/QĐ,\n",
        encoding="utf-8",
    )
    told = run("appointments", "import", path, "--report", report, status=1).output
    assert "row 3 (nobody) rejected: bad_identifier" in told
    assert "1 created, 1 rejected" in told
    assert report.read_text(encoding="utf-8").startswith("row,identifier,outcome,reasons,appointment_id,code\n")
    assert "(dry run): 1 rejected, 1 unchanged" in run("appointments", "import", path, "--dry-run", status=1).output
    path.write_text("identifier\n", encoding="utf-8")
    assert "columns missing" in run("appointments", "import", path, status=1).output
    assert "0 carried over" in run("appointments", "carry-over", "--decision", "1/QĐ").output


def test_a_list_of_the_operator_asks_too_and_so_does_carrying_over(
    run: Run, reference_db: Database, tmp_path: Path
) -> None:
    """Whoever has an account is told what waits for their yes."""
    with reference_db.unit_of_work() as session:
        mine, former = account(session), RoleSubject(place(session, "26", date(2025, 6, 1)))
        then = Term(date(2025, 6, 1), decision="1/QĐ")
        appoint(session, SYSTEM, mine, role=Role.PROVINCE_OFFICER, term=then, held_for=former)
        number = mine.id
    path = tmp_path / "a.csv"
    row = "an@example.vn,,ministry_officer,,2026-11-23,,2/QĐ,"
    path.write_text(f"identifier,name,role,place_code,starts_on,ends_on,decision,decided_on\n{row}\n", encoding="utf-8")
    assert "1 created" in run("appointments", "import", path).output
    assert "1 carried over, to hold when accepted" in run("appointments", "carry-over", "--decision", "3/QĐ").output
    with reference_db.reading() as session:
        assert [one.offer for one in appointments_of(session, number)] == [Offer.OFFERED, Offer.OFFERED, Offer.ACCEPTED]
        assert session.scalars(select(Notice.kind)).all() == ["appointment.offered"] * 2
