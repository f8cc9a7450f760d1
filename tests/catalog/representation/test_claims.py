"""From the record nobody claimed to the member who speaks for it; contested, refused, handed over. Both databases."""

import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from catalog.producers.models import Producer
from catalog.representation import notices, personal
from catalog.representation.models import RepresentationClaim
from catalog.representation.queries import check_representation, members, represented
from catalog.representation.rules import Position, Refusal, State
from catalog.representation.services import ClaimRefusedError, accept, hand_over, lodge, refuse, withdraw
from catalog.representation.tasks import namer
from foundation.accounts.models import Account
from foundation.accounts.services import close_account
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.notices.models import Notice
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.rules import Role
from tests.catalog.representation.conftest import Enter, commune_of
from tests.foundation.signin.conftest import Browser, account
from tests.support.databases import TODAY
from tests.support.listening import statements
from tests.support.pictures import PAGE, PDF, photo

CLAIM = {"position": "head", "words": "Tôi là chủ nhiệm từ năm 2021"}
DESK = "/admin/dai-dien"


def send(here: Browser, maker: int, proof: tuple[bytes, str] | None = None, **changed: str) -> str:
    fields = {**CLAIM, **changed}
    sent: dict[str, object] = {**fields, **({"proof": (io.BytesIO(proof[0]), proof[1])} if proof else {})}
    answer = here.post(f"/ho-so/nhan/{maker}", sent, content_type="multipart/form-data")  # type: ignore[arg-type]
    return answer.location or answer.get_data(as_text=True)


def told(database: Database, who: str) -> list[str]:
    with database.reading() as session:
        asked = select(Notice.kind).join(Account, Notice.account_id == Account.id).filter(Account.email == who)
        return list(session.scalars(asked.order_by(Notice.id)))


def claim_id(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(RepresentationClaim.id).order_by(RepresentationClaim.id.desc())).first() or 0


def accepted(there: Browser, database: Database) -> None:
    one = f"{DESK}/{claim_id(database)}"
    assert there.post(f"{one}/nhan", page=one).location == one


def offered(database: Database) -> str:
    """Where whoever was named says yes to what the last claim led to."""
    with database.reading() as session:
        claim = session.get_one(RepresentationClaim, claim_id(database))
        return f"/tai-khoan/phan-cong/{claim.appointment_id}"


def speak_for(database: Database, maker: int) -> list[str | None]:
    with database.reading() as session:
        return [held.account.email for held in members(session, maker, TODAY)]


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
        ((photo()[:-300], "a.jpg"), "bị hỏng"),
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


def work(app: Flask, database: Database) -> None:
    with app.app_context():
        Worker(database, app.extensions[EXTENSION], name="w").drain()


def test_who_leaves_names_who_follows(
    app: Flask, reference_db: Database, maker: int, person: Enter, desk: Enter
) -> None:
    leaving, following, there = person(), person("binh"), desk()
    send(leaving, maker)
    accepted(there, reference_db)
    leaving.sign_in()
    page = f"/ho-so/{maker}/ban-giao"
    for who, said in (("x", "không phải"), ("an@example.vn", "của chính")):
        assert said in leaving.post(page, {"identifier": who, "position": "head"}).get_data(as_text=True)
    named = leaving.post(page, {"identifier": "binh@example.vn", "position": "head"})
    assert "Đề nghị đã được chuyển đi" in leaving.get(named.location)
    work(app, reference_db)
    assert told(reference_db, "binh@example.vn") == [notices.NAMED]
    assert "bàn giao" in following.get("/ho-so/")
    assert speak_for(reference_db, maker) == ["an@example.vn"]
    accepted(there, reference_db)
    assert speak_for(reference_db, maker) == ["an@example.vn"]  # until whoever follows says yes
    assert told(reference_db, "binh@example.vn")[-1] == notices.OFFERED
    following.get("/tai-khoan/", status=302)
    following.sign_in("binh@example.vn")
    offer = offered(reference_db)
    assert f'href="{offer}"' in following.get("/tai-khoan/thong-bao")
    assert "HTX Rau sạch Bình Minh" in following.get(offer)
    assert following.post(offer, {"answer": "yes"}).location == offer
    assert speak_for(reference_db, maker) == ["binh@example.vn"]
    assert told(reference_db, "an@example.vn")[-1] == "appointment.ended"
    leaving.get(page, status=403)
    following.get(page)


def test_who_names_a_successor_learns_of_nobody_whether_they_have_an_account(
    app: Flask, reference_db: Database, maker: int, person: Enter, desk: Enter
) -> None:
    """The same is answered and asked of the database; few are asked; and what comes of it shows nowhere."""
    leaving = person()
    person("binh")
    send(leaving, maker)
    accepted(desk(), reference_db)
    with reference_db.unit_of_work() as session:
        close_account(session, SYSTEM, account(session, "dong"), reason="Theo đơn", now=now())
        account(session, "moi", password=None)
    page, app.config["WTF_CSRF_ENABLED"] = f"/ho-so/{maker}/ban-giao", False
    answers, asked, pages = set(), set(), set()
    for who in ("binh", "nobody", "dong", "moi"):
        with statements(reference_db) as heard:
            answer = leaving.client.post(page, data={"identifier": f"{who}@example.vn", "position": "head"})
        asked.add(tuple(one for one in heard if "SAVEPOINT" not in one))
        work(app, reference_db)
        answers.add((answer.status_code, answer.location))
        pages.add(re.sub(r'value="[^"]*"', "", leaving.get(answer.location)))
    assert [len(answers), len(asked), len(pages)] == [1, 1, 1]
    assert told(reference_db, "binh@example.vn") == [notices.NAMED]
    again = [leaving.client.post(page, data={"identifier": "c@example.vn", "position": "head"}) for _ in range(2)]
    assert [answer.status_code for answer in again] == [302, 429]


def test_whoever_speaks_for_it_no_more_hands_nothing_over(reference_db: Database, maker: int) -> None:
    with reference_db.unit_of_work() as session:
        leaving, _ = account(session), account(session, "binh")
    payload = {"leaving_id": leaving.id, "producer_id": maker, "identifier": "binh@example.vn", "position": "head"}
    namer(lambda: TODAY)(reference_db, payload)
    assert claim_id(reference_db) == 0


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


def why(refused: pytest.ExceptionInfo[ClaimRefusedError]) -> Refusal:
    return refused.value.why


def test_nobody_decides_for_oneself_or_twice(reference_db: Database, maker: int) -> None:
    number, mine = made(reference_db, maker)
    with reference_db.unit_of_work() as session:
        claim, at = session.get_one(RepresentationClaim, number), now()
        with pytest.raises(ClaimRefusedError) as refused:
            accept(session, Actor(mine), claim, ending=(), now=at, today=TODAY)
        assert why(refused) is Refusal.OWN
        with pytest.raises(ClaimRefusedError) as refused:
            refuse(session, Actor(mine + 1), claim, answer="", now=at)
        assert why(refused) is Refusal.NO_WORDS
        other = account(session, "can")
        refuse(session, Actor(other.id), claim, answer="Không đúng", now=at)
        for act in (
            lambda: accept(session, Actor(other.id), claim, ending=(), now=at, today=TODAY),
            lambda: withdraw(session, Actor(mine), claim, now=at),
        ):
            with pytest.raises(ClaimRefusedError) as refused:
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
        with pytest.raises(ClaimRefusedError) as refused:
            lodge(session, SYSTEM, producer, me, position=Position.HEAD, words="x", proof=None, now=now(), today=TODAY)
        assert why(refused) is Refusal.MEMBER_ALREADY
        leaving = {"to": me, "position": Position.HEAD, "now": now(), "today": TODAY}
        with pytest.raises(ClaimRefusedError) as refused:
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
