"""From the record nobody claimed to the member who speaks for it; contested, refused, handed over. Both databases."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from catalog.producers.models import Producer
from catalog.representation import notices, personal
from catalog.representation.models import RepresentationClaim
from catalog.representation.queries import check_representation, represented
from catalog.representation.rules import Position, Refusal, State
from catalog.representation.services import accept, hand_over, lodge, refuse, withdraw
from foundation.accounts.models import Account
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.permissions.rules import Role
from foundation.workflow.rules import Refused
from tests.catalog.representation.conftest import Enter, commune_of
from tests.catalog.representation.steps import CLAIM, DESK, accepted, claim_id, send, speak_for, told
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY
from tests.support.pictures import PAGE, PDF, photo


def test_from_the_search_to_the_workspace(reference_db: Database, maker: int, person: Enter, desk: Enter) -> None:
    here, there = person(), desk(Role.COMMUNE_OFFICER, place_code=commune_of(reference_db, maker))
    assert "Quý vị chưa nhận hồ sơ nào" in here.get("/ho-so/")
    found = here.get("/ho-so/nhan?q=rau sach binh minh")
    assert f'href="/ho-so/nhan/{maker}"' in found
    assert "chưa ai nhận" in found
    assert "Không có chủ thể nào" in here.get("/ho-so/nhan?q=zzzz")
    assert "Hãy chọn một mục" in send(here, maker, position="")
    assert "chỉ gõ" not in send(here, maker, words="")
    assert send(here, maker, (PDF, "dang ky.pdf")) == "/ho-so/"
    assert "đang chờ cán bộ" in here.get("/ho-so/")
    assert told(reference_db, "an@example.vn") == [notices.RECEIVED]
    assert told(reference_db, "can@example.vn") == [notices.LODGED]
    one = f"{DESK}/{claim_id(reference_db)}"
    assert one in there.get(DESK)
    assert "Tôi là chủ nhiệm" in there.get(one)
    assert there.client.get(f"{one}/tep").data == PDF
    assert there.post(f"{one}/nhan", page=one).location == one
    assert speak_for(reference_db, maker) == ["an@example.vn"]
    assert told(reference_db, "an@example.vn") == [notices.RECEIVED, notices.ACCEPTED]
    here.get("/ho-so/", status=302)  # appointed: whoever sat in the account elsewhere is out
    here.sign_in()
    shown = here.get("/ho-so/")
    assert f'href="/ho-so/{maker}/ban-giao"' in shown
    assert "đã chấp nhận" in shown
    assert "đã có người đại diện" in here.get("/ho-so/nhan?q=binh minh")
    assert "Quý vị đã là đại diện" in here.get("/tai-khoan/thong-bao")
    assert "Đã quyết định" in there.get(DESK)
    with reference_db.reading() as session:
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.subject == "producer-claim")).all()
        assert list(verbs) == ["producer-claim:lodge", "producer-claim:accept"]
        assert list(check_representation(session)) == []


def test_a_refusal_has_a_reason_that_is_read(reference_db: Database, maker: int, person: Enter, desk: Enter) -> None:
    here, there = person(), desk()
    send(here, maker)
    one = f"{DESK}/{claim_id(reference_db)}"
    assert there.post(f"{one}/tu-choi", {"answer": " "}, page=one).status_code == 200
    assert there.post(f"{one}/tu-choi", {"answer": "Cần giấy đăng ký"}, page=one).location == one
    late = there.post(f"{one}/nhan", page="/tai-khoan/thong-bao")
    assert "đã có người quyết định" in late.get_data(as_text=True)
    assert "Cần giấy đăng ký" in here.get("/ho-so/")
    assert told(reference_db, "an@example.vn")[-1] == notices.REFUSED
    assert speak_for(reference_db, maker) == []
    assert send(here, maker) == "/ho-so/"  # with better proof once more


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        ((PAGE, "a.html"), "Không nhận loại tệp này"),
        ((b"", "a.pdf"), "không có gì"),
        ((photo()[: len(photo()) // 3], "a.jpg"), "bị hỏng"),
    ],
)
def test_a_proof_that_is_not_taken_loses_nothing_else(
    reference_db: Database, maker: int, person: Enter, proof: tuple[bytes, str], said: str
) -> None:
    page = send(person(), maker, proof)
    assert said in page
    assert "Tôi là chủ nhiệm từ năm 2021" in page
    assert claim_id(reference_db) == 0


def test_another_province_sees_and_touches_none_of_it(
    reference_db: Database, maker: int, person: Enter, desk: Enter
) -> None:
    send(person(), maker, (PDF, "a.pdf"))
    other, editor = desk(Role.PROVINCE_OFFICER, "khac", "04"), desk(Role.PROVINCE_EDITOR, "bien")
    one = f"{DESK}/{claim_id(reference_db)}"
    assert "Bình Minh" not in other.get(DESK)
    for address in (one, f"{one}/tep"):
        other.get(address, status=404)
        editor.get(address)
    for act in ("nhan", "tu-choi"):
        assert other.post(f"{one}/{act}", {"answer": "x"}, page="/tai-khoan/thong-bao").status_code == 404
    stranger = person("binh")
    stranger.get(one, status=403)
    stranger.get(f"/ho-so/{maker}/ban-giao", status=403)
    assert stranger.post(f"/ho-so/de-nghi/{claim_id(reference_db)}/rut", page="/tai-khoan/thong-bao").status_code == 404
    assert speak_for(reference_db, maker) == []


def test_a_contested_record_is_decided_with_both_in_sight(
    reference_db: Database, maker: int, person: Enter, desk: Enter
) -> None:
    first, second, there = person(), person("binh"), desk()
    send(first, maker)
    accepted(there, reference_db)
    assert "có người đại diện từ 23/11/2026" in second.get(f"/ho-so/nhan/{maker}")
    send(second, maker, words="Tôi là giám đốc mới")
    assert told(reference_db, "an@example.vn")[-1] == notices.CONTESTED
    assert "có tranh chấp" in there.get(DESK)
    third = person("cuc")
    send(third, maker, words="Tôi mới đúng")
    one = f"{DESK}/{claim_id(reference_db) - 1}"
    shown = there.get(one)
    assert all(words in shown for words in ("an@example.vn", "Tôi là giám đốc mới", "Tôi mới đúng"))
    with reference_db.reading() as session:
        an = session.scalars(select(Account.id).filter_by(email="an@example.vn")).one()
    assert there.post(f"{one}/nhan", {"ending": str(an)}, page=one).location == one
    assert speak_for(reference_db, maker) == ["binh@example.vn"]
    assert told(reference_db, "an@example.vn")[-1] == notices.ENDED
    first.sign_in()
    first.get(f"/ho-so/{maker}/ban-giao", status=403)
    assert "Tôi mới đúng" in there.get(f"{DESK}/{claim_id(reference_db)}")  # still to be decided by itself


def test_what_was_claimed_can_be_taken_back(reference_db: Database, maker: int, person: Enter) -> None:
    here = person()
    send(here, maker, (PDF, "a.pdf"))
    assert "Đã có đề nghị như vậy" in send(here, maker)
    back = f"/ho-so/de-nghi/{claim_id(reference_db)}/rut"
    assert here.post(back, page="/ho-so/").location == "/ho-so/"
    assert here.post(back, page="/ho-so/nhan/" + str(maker)).status_code == 404
    with reference_db.reading() as session:
        assert session.scalars(select(StoredFile)).one().discarded_at is not None


def made(database: Database, maker: int, name: str = "an") -> tuple[int, int]:
    """A claim and whose it is."""
    with database.unit_of_work() as session:
        mine, producer = account(session, name), session.get_one(Producer, maker)
        given = {"position": Position.HEAD, "words": "x", "proof": None, "now": now(), "today": TODAY}
        return lodge(session, Actor(mine.id), producer, mine, **given).id, mine.id  # type: ignore[arg-type]


def why(refused: pytest.ExceptionInfo[Refused]) -> Refusal:
    return refused.value.of(Refusal)


def test_nobody_decides_for_oneself_or_twice(reference_db: Database, maker: int) -> None:
    number, mine = made(reference_db, maker)
    with reference_db.unit_of_work() as session:
        claim, at = session.get_one(RepresentationClaim, number), now()
        with pytest.raises(Refused) as refused:
            accept(session, Actor(mine), claim, ending=(), now=at, today=TODAY)
        assert why(refused) is Refusal.OWN
        with pytest.raises(Refused) as refused:
            refuse(session, Actor(mine + 1), claim, answer="", now=at)
        assert why(refused) is Refusal.NO_WORDS
        other = account(session, "can")
        refuse(session, Actor(other.id), claim, answer="Không đúng", now=at)
        for act in (
            lambda: accept(session, Actor(other.id), claim, ending=(), now=at, today=TODAY),
            lambda: withdraw(session, Actor(mine), claim, now=at),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert why(refused) is Refusal.CLOSED


def test_a_member_claims_no_second_time_and_is_no_successor(reference_db: Database, maker: int) -> None:
    number, mine = made(reference_db, maker)
    with reference_db.unit_of_work() as session:
        officer, producer = account(session, "can"), session.get_one(Producer, maker)
        claim = session.get_one(RepresentationClaim, number)
        accept(session, Actor(officer.id), claim, ending=(), now=now(), today=TODAY)
        assert represented(session, [maker, maker + 1], TODAY) == {maker}
        assert represented(session, [maker], TODAY - timedelta(days=1)) == set()
        me = session.get_one(Account, mine)
        with pytest.raises(Refused) as refused:
            lodge(session, SYSTEM, producer, me, position=Position.HEAD, words="x", proof=None, now=now(), today=TODAY)
        assert why(refused) is Refusal.MEMBER_ALREADY
        leaving = {"to": me, "position": Position.HEAD, "now": now(), "today": TODAY}
        with pytest.raises(Refused) as refused:
            hand_over(session, SYSTEM, producer, officer, **leaving)  # type: ignore[arg-type]
        assert why(refused) is Refusal.MEMBER_ALREADY


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.ACCEPTED, "decided_at": now() + timedelta(days=1)},
        {"state": State.REFUSED, "decided_at": now() + timedelta(days=1)},
        {"decided_at": now() + timedelta(days=1)},
        {"words": ""},
    ],
)
def test_states_that_cannot_be_are_refused(reference_db: Database, maker: int, wrong: dict[str, object]) -> None:
    made(reference_db, maker)
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(RepresentationClaim).values(**wrong))


def test_verify_names_an_appointment_of_another(reference_db: Database, maker: int, app: Flask) -> None:
    number, _ = made(reference_db, maker)
    with reference_db.unit_of_work() as session:
        claim, other = session.get_one(RepresentationClaim, number), account(session, "can")
        accept(session, Actor(other.id), claim, ending=(), now=now(), today=TODAY)
    assert "representation: holds" in app.test_cli_runner().invoke(args=["verify"]).output
    with reference_db.unit_of_work() as session:
        session.execute(update(RepresentationClaim).values(account_id=other.id))
        (line,) = check_representation(session)
    assert line.startswith(f"representation claim {number}: ")


def test_what_somebody_claimed_is_told_and_erased(reference_db: Database, maker: int, person: Enter) -> None:
    send(person(), maker, (PDF, "a.pdf"))
    with reference_db.unit_of_work() as session:
        claim = session.scalars(select(RepresentationClaim)).one()
        assert personal.export(session, claim.account_id)["claims"][0]["words"] == CLAIM["words"]
        personal.erase(session, claim.account_id, date(2026, 11, 23))
        assert (claim.state, claim.words) == (State.WITHDRAWN, personal.RUBBED_OUT)
        assert claim.file
        assert claim.file.discarded_at


def test_a_claim_without_a_paper_has_none_to_read(
    reference_db: Database, maker: int, person: Enter, desk: Enter
) -> None:
    send(person(), maker)
    desk().get(f"{DESK}/{claim_id(reference_db)}/tep", status=404)
