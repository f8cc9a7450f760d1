"""From a stranger's form over the letter to an officer's answer and a note in public."""

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from catalog.products.models import Product
from catalog.reports.models import Report
from catalog.reports.queries import check_reports
from catalog.reports.rules import CONFIRM_WITHIN, Kind, Refusal, State, Verb, due_on
from catalog.reports.services import close, delete_unconfirmed, erase_senders, take
from foundation.audit.rules import SYSTEM, Actor
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.rules import Role
from foundation.privacy.working_days import is_working
from foundation.workflow.rules import Refused
from tests.foundation.signin.conftest import Browser, account, age, hashed, keys
from tests.support.databases import TODAY
from tests.support.desk import OTHER, PROVINCE, app, enter
from tests.support.pages import links

__all__ = ["app", "enter", "hashed", "keys"]

FORM = "/vi/phan-anh"
TOLD = {"kind": "fake", "text": "Bao bì in 5 sao", "email": "Mai@Example.vn"}

Enter = Callable[..., Browser]


@pytest.fixture
def product(catalogue_db: Database) -> Product:
    with catalogue_db.reading() as session:
        return session.scalars(select(Product).filter_by(province_code=PROVINCE).order_by(Product.id)).first()  # type: ignore[return-value]


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def letters(app: Flask, catalogue_db: Database, settings: Settings) -> Callable[[], list[str]]:
    """What was sent to mai@example.vn once the worker has run, the newest last."""

    def read() -> list[str]:
        with app.app_context():
            Worker(catalogue_db, app.extensions[EXTENSION], name="w").drain()
        paths = sorted(Path(settings.data_dir, "mail").glob("*.eml"))
        found = [message_from_bytes(path.read_bytes(), policy=default) for path in paths]
        return [str(one.get_content()) for one in found if one["To"] == "mai@example.vn"]

    return read


def page_of(product: Product) -> str:
    return f"/vi/san-pham/{product.slug}-{product.id}"


def reported(stranger: Browser, letters: Callable[[], list[str]], page: str) -> str:
    """The confirmed report's link."""
    assert stranger.post(FORM, {**TOLD, "page": page}).status_code == 200
    found = re.search(r"/vi/phan-anh/[\w-]+", letters()[-1])
    assert found
    stranger.get(found[0])
    assert stranger.post(found[0]).status_code == 200
    return found[0]


def all_of(database: Database) -> list[Report]:
    with database.reading() as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def test_from_a_products_page_to_an_answer_and_a_note_in_public(
    stranger: Browser, letters: Callable[[], list[str]], enter: Enter, product: Product, catalogue_db: Database
) -> None:
    link = next(one for one in links(stranger.get(page_of(product))) if one.startswith(FORM))
    form = stranger.get(link)
    assert page_of(product) in form
    desk = enter("can")
    mine = reported(stranger, letters, page_of(product))
    report = all_of(catalogue_db)[0]
    assert f"{due_on(Kind.FAKE, TODAY, is_working):%d/%m/%Y}" in stranger.get(mine)
    assert (report.product_id, report.email, report.state) == (product.id, "mai@example.vn", State.RECEIVED)
    with catalogue_db.reading() as session:
        assert session.scalars(select(Notice.kind)).all() == ["report.lodged"]
    listed = desk.get("/admin/phan-anh")
    assert f"/admin/phan-anh/{report.id}" in links(listed)
    shown = desk.get(f"/admin/phan-anh/{report.id}")
    assert "Bao bì in 5 sao" in shown
    assert "mai@example.vn" not in shown
    desk.post(f"/admin/phan-anh/{report.id}/nhan", page=f"/admin/phan-anh/{report.id}")
    said = {"answer": "Đã kiểm tra và thu hồi.", "public_note": "Bao bì in sai đã được thu hồi."}
    desk.post(f"/admin/phan-anh/{report.id}/tra-loi", said, page=f"/admin/phan-anh/{report.id}")
    assert "Đã kiểm tra và thu hồi." in letters()[-1]
    assert "Đã kiểm tra và thu hồi." in stranger.get(mine)
    assert "Bao bì in sai đã được thu hồi." in stranger.get(page_of(product))


def test_nobody_sees_what_was_not_confirmed(
    stranger: Browser, letters: Callable[[], list[str]], enter: Enter, product: Product, catalogue_db: Database
) -> None:
    stranger.post(FORM, {**TOLD, "page": page_of(product)})
    letters()
    desk, report = enter("can"), all_of(catalogue_db)[0]
    assert f"/admin/phan-anh/{report.id}" not in links(desk.get("/admin/phan-anh"))
    desk.get(f"/admin/phan-anh/{report.id}", status=404)


def test_another_provinces_officer_finds_nothing_of_it(
    stranger: Browser, letters: Callable[[], list[str]], enter: Enter, product: Product, catalogue_db: Database
) -> None:
    reported(stranger, letters, page_of(product))
    desk, report = enter("thanh", OTHER), all_of(catalogue_db)[0]
    assert f"/admin/phan-anh/{report.id}" not in links(desk.get("/admin/phan-anh"))
    desk.get(f"/admin/phan-anh/{report.id}", status=404)
    for act in ("nhan", "tra-loi", "dong"):
        answer = desk.post(f"/admin/phan-anh/{report.id}/{act}", {"answer": "x"}, page="/tai-khoan/doi-mat-khau")
        assert answer.status_code == 404


def test_one_about_no_record_lies_with_ministry_and_operator(
    stranger: Browser, letters: Callable[[], list[str]], enter: Enter, catalogue_db: Database
) -> None:
    reported(stranger, letters, "/vi/")
    report = all_of(catalogue_db)[0]
    enter("can").get(f"/admin/phan-anh/{report.id}", status=404)
    enter("bo", role=Role.MINISTRY_OFFICER).get(f"/admin/phan-anh/{report.id}")


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [({"email": "không phải"}, "không phải địa chỉ"), ({"text": ""}, "text"), ({"kind": "spam"}, "kind")],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    stranger: Browser, catalogue_db: Database, spoiled: dict[str, str], said: str
) -> None:
    page = stranger.post(FORM, {**TOLD, "page": "/vi/", **spoiled}).get_data(as_text=True)
    assert said in page
    assert "note--bad" in page
    assert "Mai@Example.vn" in page or "email" in spoiled
    assert all_of(catalogue_db) == []


def test_a_program_that_fills_in_the_trap_is_answered_alike_and_nothing_is_kept(
    stranger: Browser, catalogue_db: Database
) -> None:
    answer = stranger.post(FORM, {**TOLD, "nickname": "x"})
    assert answer.status_code == 200
    assert all_of(catalogue_db) == []


def test_letters_to_one_address_are_few(stranger: Browser, catalogue_db: Database) -> None:
    codes = [stranger.post(FORM, {**TOLD, "page": ""}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    assert len(all_of(catalogue_db)) == 5


def test_a_guessed_or_old_link_confirms_nothing(
    stranger: Browser, letters: Callable[[], list[str]], catalogue_db: Database
) -> None:
    assert "quá hạn" in stranger.get(f"{FORM}/guessed")
    stranger.post(FORM, {**TOLD, "page": ""})
    link = re.search(r"/vi/phan-anh/[\w-]+", letters()[-1])
    assert link
    age(catalogue_db, Report, sent_at=now() - CONFIRM_WITHIN - timedelta(minutes=1))
    assert "quá hạn" in stranger.post(link[0], page=FORM).get_data(as_text=True)
    assert all_of(catalogue_db)[0].state is State.UNCONFIRMED
    with catalogue_db.unit_of_work() as session:
        assert delete_unconfirmed(session, now()) == 1


def test_of_two_officers_one_answers_and_the_other_is_told(
    stranger: Browser, letters: Callable[[], list[str]], product: Product, catalogue_db: Database
) -> None:
    reported(stranger, letters, page_of(product))
    report = all_of(catalogue_db)[0]
    with catalogue_db.unit_of_work() as session:
        one, other = (Actor(account(session, name).id) for name in ("mot", "hai"))
        take(session, one, report.id)
        with pytest.raises(Refused) as taken:
            take(session, other, report.id)
        assert taken.value.reason is Refusal.TAKEN
        said = {"verb": Verb.DECLINE, "answer": "Không có căn cứ", "public_note": ""}
        close(session, other, report.id, **said, now=now())  # type: ignore[arg-type]
        with pytest.raises(Refused) as closed:
            close(session, one, report.id, **said, now=now())  # type: ignore[arg-type]
        assert closed.value.reason is Refusal.CLOSED


def test_the_sender_is_forgotten_and_the_answer_stays(
    stranger: Browser, letters: Callable[[], list[str]], product: Product, catalogue_db: Database
) -> None:
    reported(stranger, letters, page_of(product))
    with catalogue_db.unit_of_work() as session:
        report = session.scalars(select(Report)).one()
        assert list(check_reports(session, TODAY + timedelta(days=9))) != []
        close(session, SYSTEM, report.id, verb=Verb.ANSWER, answer="Đã sửa", public_note="", now=now())
        assert erase_senders(session, now() + timedelta(seconds=1)) == 1
        session.refresh(report)
        assert (report.email, report.digest, report.answer) == (None, None, "Đã sửa")
        assert list(check_reports(session, TODAY + timedelta(days=9))) == []
