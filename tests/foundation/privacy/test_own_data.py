"""Seeing, taking along and deleting what is held about oneself."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from catalog.producers.roles import PRODUCER_MEMBER
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession, KnownDevice, OneTimeSecret
from foundation.accounts.rules import AccountStatus
from foundation.audit.models import AuditEntry
from foundation.audit.queries import check_audit
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.tasks import seal
from foundation.db.base import Base, now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.outbox.services import enqueue
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.privacy import notices
from foundation.privacy.consents import give
from foundation.privacy.models import Consent, PrivacyRequest
from foundation.privacy.queries import check_privacy
from foundation.privacy.rules import COOLING_OFF, ConsentDoor, Kind, Purpose, State, Verb
from foundation.privacy.services import finish, lodge
from foundation.privacy.tasks import ERASE, eraser
from foundation.workflow.rules import Refused
from tests.foundation.signin.conftest import PASSWORD, Browser, Browsers, account, age, commune_code, officer
from tests.support.databases import TODAY
from wsgi import HOUSE

DATA, DELETE = "/tai-khoan/rieng-tu/du-lieu", "/tai-khoan/rieng-tu/xoa"
DOWNLOAD = "/tai-khoan/rieng-tu/tai-ve"


@pytest.fixture
def an(reference_db: Database) -> Account:
    """Somebody about whom every room holds something."""
    with reference_db.unit_of_work() as session:
        mine, at = account(session), now()
        actor = Actor(mine.id)
        give(session, actor, mine, purpose=Purpose.NEWS, version=1, how=ConsentDoor.OWN_PAGE, now=at)
        lodge(session, actor, mine, kind=Kind.ACCESS, text="Giàng A Páo hỏi", now=at, today=TODAY)
        appoint(session, SYSTEM, mine, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, 7))
        return mine


def signed_in(browser: Browsers) -> Browser:
    here = browser()
    here.sign_in()
    return here


def stale(database: Database) -> None:
    """The password was given a while ago."""
    past = now() - timedelta(minutes=20)
    age(database, AccountSession, opened_at=past, proved_at=past)


def erase(database: Database, *, days: int = COOLING_OFF.days) -> None:
    eraser(HOUSE.answers, lambda: TODAY + timedelta(days=days))(database, {})


def test_all_of_it_is_shown_and_taken_along_without_secrets(
    reference_db: Database, browser: Browsers, an: Account
) -> None:
    here = signed_in(browser)
    page = here.get(DATA)
    assert "an@example.vn" in page
    assert "/tai-khoan/ho-so" in page
    answer = here.post(DOWNLOAD, page=DATA)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/json", "no-store")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="ocop-{an.id}.json"'
    held = json.loads(answer.get_data(as_text=True))
    assert set(held) == {one.room for one in HOUSE.answers}
    assert held["accounts"]["email"] == "an@example.vn"
    assert held["accounts"]["sessions"][0]["address"] == "127.0.0.1"
    assert held["permissions"]["appointments"][0]["role"] == "producer_member"
    assert held["privacy"]["consents"][0]["text"].startswith("Trang OCOP gửi")
    assert held["privacy"]["requests"][0]["text"] == "Giàng A Páo hỏi"
    assert held["notices"]["notices"][0]["kind"] == notices.RECEIVED
    words = answer.get_data(as_text=True)
    assert not [word for word in ("argon2", "digest", "hash", "salt", here.cookie() or "-") if word in words]
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(AuditEntry.id)).filter_by(verb="account:export")) == 1


def test_taking_along_and_deleting_ask_for_the_password_again(
    reference_db: Database, browser: Browsers, an: Account
) -> None:
    here = signed_in(browser)
    stale(reference_db)
    assert here.post(DOWNLOAD, page=DATA).location == f"/tai-khoan/xac-nhan?next={DATA}"
    assert here.post(DELETE).location == f"/tai-khoan/xac-nhan?next={DELETE}"
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(PrivacyRequest.id)).filter_by(kind=Kind.DELETE)) == 0
    here.post("/tai-khoan/xac-nhan", {"password": PASSWORD, "next": DATA})
    assert here.post(DOWNLOAD, page=DATA).status_code == 200


def test_a_deletion_waits_and_can_be_stopped(reference_db: Database, browser: Browsers, an: Account) -> None:
    here = signed_in(browser)
    assert here.post(DELETE).location == DELETE
    assert "đã được hẹn xóa" in here.post(DELETE).get_data(as_text=True)
    assert "bị xóa ngày 30/11/2026" in here.get(DELETE)
    assert "bị xóa ngày 30/11/2026" in here.get("/tai-khoan/rieng-tu")
    assert "bị xóa ngày 30/11/2026" in here.get("/tai-khoan/thong-bao")
    erase(reference_db, days=COOLING_OFF.days - 1)
    with reference_db.reading() as session:
        number = session.scalars(select(PrivacyRequest.id).filter_by(kind=Kind.DELETE)).one()
        assert session.scalars(select(Notice.is_safety).filter_by(kind=notices.DELETION)).one()
    assert here.post(f"/tai-khoan/rieng-tu/yeu-cau/{number}/rut", page=DELETE).location == DELETE
    erase(reference_db)
    here.get("/tai-khoan/")
    assert here.post(DELETE).location == DELETE  # and may be asked for again


def test_a_deletion_leaves_a_number_and_what_the_law_wants(
    app: Flask, reference_db: Database, browser: Browsers, an: Account
) -> None:
    here = signed_in(browser)
    here.post(DELETE)
    seal(reference_db)
    erase(reference_db)
    erase(reference_db)
    assert here.client.get("/tai-khoan/").location.startswith("/tai-khoan/dang-nhap")
    assert browser().sign_in().status_code == 200
    with reference_db.unit_of_work() as session:
        left = session.get_one(Account, an.id)
        assert (left.name, left.email, left.phone, left.password_hash) == ("—", None, None, None)
        assert left.status is AccountStatus.CLOSED
        for model in (AccountSession, KnownDevice, OneTimeSecret):
            assert session.scalar(select(func.count(model.id)).filter_by(account_id=an.id)) == 0
        assert session.scalar(select(func.count(Notice.id)).filter_by(account_id=an.id)) == 0
        assert [row.withdrawn_at is not None for row in session.scalars(select(Consent))] == [True]
        assert [row.ends_on for row in session.scalars(select(Appointment))] == [TODAY + COOLING_OFF]
        told = {row.kind: (row.state, row.text) for row in session.scalars(select(PrivacyRequest))}
        assert told == {Kind.ACCESS: (State.RECEIVED, None), Kind.DELETE: (State.DONE, None)}
        assert session.scalar(select(func.count(AuditEntry.id)).filter_by(verb="account:erase")) == 1
    seal(reference_db)
    with reference_db.reading() as session:
        assert list(check_audit(session, now())) == []
    assert _found(reference_db, "an@example.vn") == []
    with reference_db.unit_of_work() as session:
        account(session)  # the address is free again


def _found(database: Database, words: str) -> list[str]:
    """Tables in which these words still stand."""
    with database.reading() as session:
        return [
            table.name
            for table in Base.metadata.sorted_tables
            if table.name != "outbox_jobs"  # done and deleted within seconds
            and any(words in str(row) for row in session.execute(table.select()))
        ]


def test_whoever_holds_an_office_is_relieved_of_it_first(
    reference_db: Database, browser: Browsers, an: Account, keys: Keys
) -> None:
    here = signed_in(browser)
    here.post(DELETE)
    with reference_db.unit_of_work() as session:
        officer(session, keys, Role.COMMUNE_OFFICER, "can", commune_code(session))
        mine = session.get_one(Account, an.id)
        appoint(session, SYSTEM, mine, role=Role.MINISTRY_OFFICER, term=Term(TODAY, decision="1/QĐ"))
    erase(reference_db)
    with reference_db.unit_of_work() as session:
        assert session.get_one(Account, an.id).email == "an@example.vn"
        due = TODAY + COOLING_OFF + timedelta(days=1)
        assert [line for line in check_privacy(session, due) if "deleted on" in line]
        can = session.scalars(select(Account).filter_by(email="can@example.vn")).one()
        with pytest.raises(Refused, match="office"):
            lodge(session, Actor(can.id), can, kind=Kind.DELETE, text="", now=now(), today=TODAY)


def test_a_deletion_is_not_declared_done_by_hand(reference_db: Database, browser: Browsers, an: Account) -> None:
    signed_in(browser).post(DELETE)
    with reference_db.unit_of_work() as session:
        asked = session.scalars(select(PrivacyRequest).filter_by(kind=Kind.DELETE)).one()
        officer_ = Actor(account(session, "can").id)
        with pytest.raises(Refused, match="by_itself"):
            finish(session, officer_, asked, verb=Verb.FULFIL, answer="x", now=now())
        finish(session, officer_, asked, verb=Verb.REFUSE, answer="Đang có đơn khiếu nại", now=now())


def test_the_worker_deletes_by_itself(app: Flask, reference_db: Database, browser: Browsers, an: Account) -> None:
    signed_in(browser).post(DELETE)
    with reference_db.unit_of_work() as session:
        session.execute(update(PrivacyRequest).filter_by(kind=Kind.DELETE).values(erase_on=TODAY))
        enqueue(session, ERASE)
    with app.app_context():
        worker = Worker(reference_db, app.extensions[EXTENSION], name="w")
        worker.drain()
        assert not worker.buried
    with reference_db.reading() as session:
        assert session.get_one(Account, an.id).status is AccountStatus.CLOSED
