"""Requests about personal data from lodging to answer, on both sides of the desk."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.permissions.rules import Role
from foundation.places.models import Place
from foundation.privacy import notices
from foundation.privacy.models import PrivacyRequest
from foundation.privacy.queries import check_privacy, request_by_id
from foundation.privacy.rules import Kind, Refusal, State, Verb
from foundation.privacy.services import cancel, extend, finish, lodge, reply
from foundation.workflow.rules import Refused
from tests.foundation.signin.conftest import Browser, Browsers, account, code_now, officer
from tests.support.databases import TODAY
from tests.support.together import together

PAGE, DESK = "/tai-khoan/rieng-tu/yeu-cau", "/admin/rieng-tu"
Moment = Callable[[], None]


def person(database: Database, name: str = "an", place_code: str | None = "01") -> Account:
    with database.unit_of_work() as session:
        place = session.scalars(select(Place).filter_by(code=place_code, valid_to=None)).one() if place_code else None
        return account(session, name, place_id=place.id if place else None)


def lodged(database: Database, who: Account, kind: Kind = Kind.OBJECT) -> int:
    with database.unit_of_work() as session:
        mine = session.get_one(Account, who.id)
        return lodge(session, Actor(mine.id), mine, kind=kind, text="Xin thôi", now=now(), today=TODAY).id


def editor(database: Database, browser: Browsers, keys: Keys, role: Role, name: str = "can", at: str = "01") -> Browser:
    with database.unit_of_work() as session:
        secret = officer(session, keys, role, name, at)
    desk = browser()
    desk.sign_in(f"{name}@example.vn")
    desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    return desk


def told(database: Database, who: str) -> list[str]:
    with database.reading() as session:
        asked = select(Notice.kind).join(Account, Notice.account_id == Account.id).filter(Account.email == who)
        return list(session.scalars(asked.order_by(Notice.id)))


def test_from_the_request_to_the_answer(reference_db: Database, browser: Browsers, keys: Keys) -> None:
    person(reference_db)
    desk = editor(reference_db, browser, keys, Role.PROVINCE_EDITOR)
    here = browser()
    here.sign_in()
    assert here.post(PAGE, {"kind": "object", "text": " "}).status_code == 200
    assert here.post(PAGE, {"kind": "delete", "text": "x"}).status_code == 200  # that has a page of its own
    here.post(PAGE, {"kind": "object", "text": "Xin đừng cho người khác thấy số của tôi"})
    shown = here.get(PAGE)
    assert "trả lời chậm nhất ngày 26/11/2026" in shown
    assert "xong chậm nhất ngày 08/12/2026" in shown
    assert told(reference_db, "an@example.vn") == [notices.RECEIVED]
    assert told(reference_db, "can@example.vn") == [notices.LODGED]
    with reference_db.reading() as session:
        number = session.scalars(select(PrivacyRequest.id)).one()
    one = f"{DESK}/{number}"
    assert f'href="{one}"' in desk.get(DESK)
    assert "Xin đừng cho người khác" in desk.get(one)
    assert desk.post(f"{one}/tra-loi", {"reply": ""}, page=one).status_code == 200
    assert desk.post(f"{one}/tra-loi", {"reply": "Đã nhận, đang làm"}, page=one).location == one
    assert "Đã có trả lời lần đầu" in desk.post(f"{one}/tra-loi", {"reply": "x"}, page=one).get_data(as_text=True)
    far = {"to": "2026-12-30", "reason": "Phải hỏi xã"}
    assert "nhiều nhất 15 ngày" in desk.post(f"{one}/gia-han", far, page=one).get_data(as_text=True)
    assert desk.post(f"{one}/gia-han", {**far, "to": "2026-12-23"}, page=one).location == one
    assert "gia hạn lần thứ hai" in desk.post(f"{one}/gia-han", far, page=one).get_data(as_text=True)
    assert desk.post(f"{one}/xong", {"answer": "Đã ẩn số"}, page=one).location == one
    assert desk.post(f"{one}/tu-choi", {"answer": "x"}, page="/tai-khoan/thong-bao").status_code == 200
    shown = here.get(PAGE)
    assert "Đã ẩn số" in shown
    assert "Phải hỏi xã" in shown
    kinds = [notices.RECEIVED, notices.REPLIED, notices.EXTENDED, notices.CLOSED]
    assert told(reference_db, "an@example.vn") == kinds
    assert all(words in here.get("/tai-khoan/thong-bao") for words in ("giải quyết xong", "cần thêm thời gian"))
    assert "Có người yêu cầu" in desk.get("/tai-khoan/thong-bao")
    assert "đã xong" in desk.get(DESK)


def test_a_desk_sees_its_own_province_and_the_operator_everything(
    reference_db: Database, browser: Browsers, keys: Keys
) -> None:
    here, nowhere = person(reference_db), person(reference_db, "binh", None)
    first, second = lodged(reference_db, here), lodged(reference_db, nowhere)
    own = editor(reference_db, browser, keys, Role.PROVINCE_EDITOR)
    other = editor(reference_db, browser, keys, Role.PROVINCE_EDITOR, "khac", "04")
    operator = editor(reference_db, browser, keys, Role.SYSTEM_OPERATOR, "chu")
    for desk, reached in ((own, {first}), (other, set()), (operator, {first, second})):
        listed = desk.get(DESK)
        for number in (first, second):
            assert (f"{DESK}/{number}" in listed) == (number in reached)
            desk.get(f"{DESK}/{number}", status=200 if number in reached else 404)
            for act in ("tra-loi", "gia-han", "xong", "tu-choi"):
                code = desk.post(f"{DESK}/{number}/{act}", page="/tai-khoan/thong-bao").status_code
                assert code == (200 if number in reached else 404)
    farmer = browser()
    farmer.sign_in()
    farmer.get(DESK, status=403)


def test_whoever_names_a_province_is_answered_there(reference_db: Database, browser: Browsers, keys: Keys) -> None:
    """Somebody who registered alone has no place: the operator answers, until a province is named."""
    person(reference_db, "an", None)
    own = editor(reference_db, browser, keys, Role.PROVINCE_EDITOR)
    other = editor(reference_db, browser, keys, Role.PROVINCE_EDITOR, "khac", "04")
    operator = editor(reference_db, browser, keys, Role.SYSTEM_OPERATOR, "chu")
    here = browser()
    here.sign_in()
    assert "/tai-khoan/ho-so" in here.get(PAGE)
    here.post(PAGE, {"kind": "access", "text": "Câu hỏi đầu"})
    here.post("/tai-khoan/ho-so", {"name": "An", "language": "vi", "province": "01"})
    here.post(PAGE, {"kind": "access", "text": "Câu hỏi sau"})
    assert "chưa nêu" not in here.get(PAGE)
    with reference_db.reading() as session:
        first, second = session.scalars(select(PrivacyRequest.id).order_by(PrivacyRequest.id))
    for desk, reached in ((own, [second]), (other, []), (operator, [first, second])):
        listed = desk.get(DESK)
        assert [number for number in (first, second) if f'{DESK}/{number}"' in listed] == reached
    assert told(reference_db, "can@example.vn") == [notices.LODGED]
    assert told(reference_db, "khac@example.vn") == []


def test_only_ones_own_is_taken_back_and_only_while_it_is_open(
    reference_db: Database, browser: Browsers, keys: Keys
) -> None:
    number = lodged(reference_db, person(reference_db))
    person(reference_db, "binh")
    editor(reference_db, browser, keys, Role.PROVINCE_EDITOR)
    here, there = browser(), browser()
    here.sign_in()
    there.sign_in("binh@example.vn")
    assert there.post(f"{PAGE}/{number}/rut", page=PAGE).status_code == 404
    assert here.post(f"{PAGE}/{number}/rut", page=PAGE).location == PAGE
    assert here.post(f"{PAGE}/{number}/rut", page=PAGE).status_code == 404
    assert "đã rút" in here.get(PAGE)
    with reference_db.unit_of_work() as session:
        asked = session.get_one(PrivacyRequest, number)
        with pytest.raises(Refused, match="closed"):
            cancel(session, Actor(1), asked, now=now(), today=TODAY)


def test_nobody_answers_oneself_and_nothing_without_words(reference_db: Database) -> None:
    an = person(reference_db)
    number = lodged(reference_db, an)
    with reference_db.unit_of_work() as session:
        asked, at = session.get_one(PrivacyRequest, number), now()
        refusals = []
        for actor, text in ((an.id, "x"), (an.id + 1, " ")):
            with pytest.raises(Refused) as refused:
                reply(session, Actor(actor), asked, text=text, now=at)
            refusals.append(refused.value.reason)
        assert refusals == [Refusal.OWN, Refusal.NO_WORDS]
        with pytest.raises(ValueError, match="cancel"):
            finish(session, Actor(an.id + 1), asked, verb=Verb.CANCEL, answer="x", now=at)
        to, day = asked.due_on + timedelta(days=3), asked.due_on + timedelta(days=1)
        with pytest.raises(Refused, match="too_late"):
            extend(session, Actor(an.id + 1), asked, to=to, reason="x", now=at, today=day)
        mine = session.get_one(Account, an.id)
        with pytest.raises(Refused, match="no_words"):
            lodge(session, Actor(an.id), mine, kind=Kind.ACCESS, text=" ", now=at, today=TODAY)


@pytest.mark.parametrize(
    ("on", "state", "said"),
    [
        (date(2026, 11, 26), State.RECEIVED, []),
        (date(2026, 11, 27), State.RECEIVED, ["answered by 2026-11-26"]),
        (date(2026, 12, 8), State.IN_HAND, []),
        (date(2026, 12, 9), State.IN_HAND, ["done by 2026-12-08"]),
    ],
)
def test_verify_names_who_waits_too_long(reference_db: Database, on: date, state: State, said: list[str]) -> None:
    lodged(reference_db, person(reference_db))
    with reference_db.unit_of_work() as session:
        session.execute(update(PrivacyRequest).values(state=state, replied_at=now()))
        found = list(check_privacy(session, on))
    assert [line.partition(" was to be ")[2] for line in found] == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.DONE},
        {"state": State.IN_HAND, "replied_at": None},
        {"closed_at": now() + timedelta(days=1)},
        {"extension_reason": "x"},
        {"extended_from": date(2030, 1, 1), "extension_reason": "x"},
        {"erase_on": date(2030, 1, 1)},
        {"reply_on": date(2030, 1, 1)},
    ],
)
def test_states_that_cannot_be_are_refused(reference_db: Database, wrong: dict[str, object]) -> None:
    lodged(reference_db, person(reference_db))
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(PrivacyRequest).values(**wrong))


def test_verify_on_the_command_line(app: Flask, reference_db: Database) -> None:
    lodged(reference_db, person(reference_db))
    assert "privacy: holds" in app.test_cli_runner().invoke(args=["verify"]).output
    with reference_db.unit_of_work() as session:
        session.execute(update(PrivacyRequest).values(reply_on=TODAY - timedelta(days=1)))
    result = app.test_cli_runner().invoke(args=["verify"])
    assert result.exit_code == 1
    assert "privacy: 1 do not hold" in result.output


def test_of_many_who_answer_at_once_one_does(own_reference_db: Database) -> None:
    """The officer who comes second, or whoever asked and takes it back meanwhile, finds it closed."""
    asked = lodged(own_reference_db, person(own_reference_db))
    with own_reference_db.unit_of_work() as session:
        officer_id = account(session, "can").id

    def work(session: Session) -> State:
        held = request_by_id(session, asked, lock=True)
        assert held
        finish(session, Actor(officer_id), held, verb=Verb.FULFIL, answer="Đã thôi", now=now())
        return held.state

    assert together(own_reference_db, work, Refused) == [State.DONE]
    assert told(own_reference_db, "an@example.vn").count(notices.CLOSED) == 1
