"""Questions about producers nobody speaks for, on both sides of the province's desk and on both databases."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from catalog.enquiries import notices, personal
from catalog.enquiries.models import Enquiry
from catalog.enquiries.rules import OPEN_MAX, Refusal, answering_refused, asking_refused
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from tests.catalog.representation.conftest import Enter, commune_of
from tests.support.databases import TODAY

MINE, DESK = "/tai-khoan/hoi-dap", "/admin/hoi-dap"
QUESTION = "Tôi cần 200 kg rau mỗi tuần"


@pytest.mark.parametrize(
    ("represented", "waiting", "text", "why"),
    [
        (False, 0, "x", None),
        (True, 0, "x", Refusal.REPRESENTED),
        (False, 0, " ", Refusal.NO_WORDS),
        (False, OPEN_MAX, "x", Refusal.TOO_MANY),
        (False, OPEN_MAX - 1, "x", None),
    ],
)
def test_when_a_question_is_taken(*, represented: bool, waiting: int, text: str, why: Refusal | None) -> None:
    assert asking_refused(represented=represented, waiting=waiting, text=text) is why


@pytest.mark.parametrize(
    ("answered", "text", "why"),
    [(False, "x", None), (True, "x", Refusal.ANSWERED), (False, " ", Refusal.NO_WORDS)],
)
def test_when_an_answer_is_taken(*, answered: bool, text: str, why: Refusal | None) -> None:
    assert answering_refused(answered=answered, text=text) is why


def told(database: Database, who: str) -> list[str]:
    with database.reading() as session:
        asked = select(Notice.kind).join(Account, Notice.account_id == Account.id).filter(Account.email == who)
        return list(session.scalars(asked.order_by(Notice.id)))


def test_from_the_question_to_the_answer(reference_db: Database, maker: int, person: Enter, desk: Enter) -> None:
    here, province, elsewhere = person(), desk(), desk(Role.PROVINCE_OFFICER, "khac", "04")
    commune = desk(Role.COMMUNE_OFFICER, "xa", commune_of(reference_db, maker))
    assert f"{MINE}/{maker}" in here.get(f"/vi/chu-the/htx-rau-sach-binh-minh-{maker}")
    assert here.post(f"{MINE}/{maker}", {"text": " "}).status_code == 200
    assert here.post(f"{MINE}/{maker}", {"text": QUESTION}).location == MINE
    assert "đang chờ trả lời" in here.get(MINE)
    assert told(reference_db, "can@example.vn") == [notices.ASKED]
    assert told(reference_db, "khac@example.vn") == []
    with reference_db.reading() as session:
        one = f"{DESK}/{session.scalars(select(Enquiry.id)).one()}"
    assert one in province.get(DESK)
    assert one not in elsewhere.get(DESK)
    elsewhere.get(one, status=404)
    assert elsewhere.post(one, {"answer": "x"}, page="/tai-khoan/thong-bao").status_code == 404
    commune.get(DESK, status=403)
    assert QUESTION in province.get(one)
    assert province.post(one, {"answer": ""}).status_code == 200
    assert province.post(one, {"answer": "Hợp tác xã có 100 kg mỗi tuần"}).location == DESK
    late = province.post(one, {"answer": "x"}, page="/tai-khoan/thong-bao")
    assert "đã trả lời câu này" in late.get_data(as_text=True)
    assert "100 kg mỗi tuần" in here.get(MINE)
    assert told(reference_db, "an@example.vn") == [notices.ANSWERED]
    assert "100 kg" in province.get(one)


def test_who_is_spoken_for_is_asked_directly(reference_db: Database, maker: int, person: Enter) -> None:
    here = person()
    with reference_db.unit_of_work() as session:
        an = session.scalars(select(Account).filter_by(email="an@example.vn")).one()
        appoint(session, SYSTEM, an, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, maker))
    here.sign_in()  # an appointment ends what was open
    assert f"{MINE}/{maker}" not in here.get(f"/vi/chu-the/htx-rau-sach-binh-minh-{maker}")
    answer = here.post(f"{MINE}/{maker}", {"text": QUESTION})
    assert "đã có người đại diện" in answer.get_data(as_text=True)


def made(database: Database, maker: int) -> int:
    with database.unit_of_work() as session:
        an = session.scalars(select(Account).filter_by(email="an@example.vn")).one()
        asked = Enquiry(producer=session.get_one(Producer, maker), account=an, text=QUESTION, asked_at=now())
        session.add(asked)
        return an.id


def test_what_somebody_asked_is_told_and_erased(reference_db: Database, maker: int, person: Enter) -> None:
    person()
    an = made(reference_db, maker)
    with reference_db.unit_of_work() as session:
        assert personal.export(session, an)["asked"][0]["text"] == QUESTION
        waiting = session.scalars(select(Enquiry)).one()
        waiting.answer, waiting.answered_at, waiting.answered_by_id = "Có", now(), an
        session.flush()
        assert len(personal.export(session, an)["answered"]) == 1
        personal.erase(session, an, TODAY)
        assert (waiting.text, waiting.answer) == (personal.RUBBED_OUT, personal.RUBBED_OUT)
    made(reference_db, maker)
    with reference_db.unit_of_work() as session:
        personal.erase(session, an, TODAY)
        assert len(session.scalars(select(Enquiry)).all()) == 1


@pytest.mark.parametrize("wrong", [{"text": ""}, {"answer": "x"}, {"answered_at": now()}])
def test_states_that_cannot_be_are_refused(
    reference_db: Database, maker: int, person: Enter, wrong: dict[str, object]
) -> None:
    person()
    made(reference_db, maker)
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(Enquiry).values(**wrong))
