"""A producer's words from the first page to everybody's, over HTTP and on both databases."""

import io
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.products.models import PRODUCT, Product
from catalog.products.services import remove_product
from catalog.profiles import notices
from catalog.profiles.models import ProductProfile, ProfilePhoto
from catalog.profiles.queries import check_profiles, open_profile, stories
from foundation.accounts.models import Account
from foundation.audit.queries import public_history
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.notices.models import Notice
from foundation.permissions.rules import Role
from foundation.search.models import SearchChange
from tests.catalog.representation.conftest import Enter
from tests.foundation.signin.conftest import Browser
from tests.support.pictures import PAGE, PDF, headed, photo, with_exif

SMALL = 100_000
"""A bound that spares the tests 20 MB."""

ABSENT = 987_654_321

STORY = "Nương chè trên đồi, mỗi sáng hái tay một tôm hai lá."


def send_photos(here: Browser, tea: int, *contents: bytes, **more: object) -> tuple[int, str]:
    page = f"/ho-so/san-pham/{tea}/anh"
    sent = {"photos": [(io.BytesIO(content), f"{n}.jpg") for n, content in enumerate(contents, start=1)]}
    answer = here.post(page, sent, content_type="multipart/form-data", **more)  # type: ignore[arg-type]
    return answer.status_code, answer.get_data(as_text=True)


def publish(here: Browser, tea: int) -> str:
    page = f"/ho-so/san-pham/{tea}"
    answer = here.post(f"{page}/cong-bo", page=f"{page}/xem-lai")
    return answer.location or answer.get_data(as_text=True)


def public_page(here: Browser, database: Database, tea: int, lang: str = "vi") -> str:
    with database.reading() as session:
        slug = session.get_one(Product, tea).slug
    return here.get(f"/{lang}/{'san-pham' if lang == 'vi' else 'products'}/{slug}-{tea}")


def marked(session: Session, tea: int) -> int:
    asked = select(func.count()).select_from(SearchChange).filter_by(kind=PRODUCT, subject_id=tea)
    return session.scalar(asked) or 0


def told(database: Database, who: str) -> list[str]:
    with database.reading() as session:
        asked = select(Notice.kind).join(Account, Notice.account_id == Account.id).filter(Account.email == who)
        return list(session.scalars(asked.order_by(Notice.id)))


def test_from_the_first_photo_to_everybody(reference_db: Database, tea: int, maker: int, member: Browser) -> None:
    page = f"/ho-so/san-pham/{tea}"
    assert f'href="/ho-so/{maker}"' in member.get("/ho-so/")
    assert f'href="{page}"' in member.get(f"/ho-so/{maker}")
    assert "chưa giới thiệu" in member.get(page)
    assert send_photos(member, tea, with_exif(), photo(800, 600), photo(600, 800))[0] == 302
    typed = {
        "cau-chuyen": {"story": STORY},
        "dong-goi": {"packaging": "Hộp 100 g", "shelf_life": "12 tháng"},
        "gia": {"price_from": "120.000", "price_to": "150 000 đ", "price_unit": "hộp 100 g", "price_includes": "VAT"},
        "nguon-cung": {"capacity": "2 tấn/tháng", "season": "tháng 3–5", "minimum_order": "10 kg"},
    }
    following = "cau-chuyen"
    for step, fields in typed.items():
        assert step == following
        answer = member.post(f"{page}/{step}", fields)
        following = answer.location.rpartition("/")[2]
    assert following == "chung-nhan"
    assert member.post(f"{page}/tieng-anh", {"story_en": "Hills of tea"}).location == f"{page}/xem-lai"
    read = member.get(f"{page}/xem-lai")
    assert all(words in read for words in (STORY, "120.000", "150.000", "Hills of tea"))
    assert "mọi người đọc được ngay" in read
    assert STORY not in public_page(member, reference_db, tea)
    with reference_db.reading() as session:
        before = marked(session, tea)
    assert publish(member, tea) == page
    shown = public_page(member, reference_db, tea)
    assert all(words in shown for words in (STORY, "120.000–150.000", "hộp 100 g", "2 tấn/tháng", "Ảnh của chủ thể"))
    assert "Hills of tea" in public_page(member, reference_db, tea, "en")
    pictures = set(re.findall(r"/media/[0-9a-f]{64}\.webp", shown))
    assert len(pictures) == 2 + 2 * 2 + 1  # two of one photo, two of each other, and the cover
    assert {member.client.get(address).status_code for address in pictures} == {200}
    with reference_db.reading() as session:
        assert stories(session, [tea]) == {tea: f"{STORY} · Hills of tea · Hộp 100 g"}
        assert marked(session, tea) == before + 1
        (change,) = public_history(session, "product", tea)
        assert change.after["photos"] == 3
        assert list(check_profiles(session)) == []
    assert "Không có gì mới để công bố" in member.get(f"{page}/xem-lai")
    again = member.post(f"{page}/cong-bo", page=f"{page}/anh")
    assert "Không có gì thay đổi" in again.get_data(as_text=True)


def test_a_second_version_replaces_the_first_and_both_are_read(
    reference_db: Database, tea: int, member: Browser
) -> None:
    page = f"/ho-so/san-pham/{tea}"
    send_photos(member, tea, photo(800, 600), photo(600, 800))
    member.post(f"{page}/cau-chuyen", {"story": "Bản một"})
    publish(member, tea)
    first, second = re.findall(rf"{page}/anh/(\d+)\.webp", member.get(f"{page}/anh"))
    assert member.post(f"{page}/anh/{second}/len-dau", page=f"{page}/anh").status_code == 302
    assert re.findall(rf"{page}/anh/(\d+)\.webp", member.get(f"{page}/anh")) == [second, first]
    member.post(f"{page}/anh/{first}/xoa", page=f"{page}/anh")
    member.post(f"{page}/cau-chuyen", {"story": "Bản hai"})
    shown = public_page(member, reference_db, tea)
    assert "Bản một" in shown
    with reference_db.reading() as session:
        old = session.get_one(StoredFile, int(first))
        assert old.public  # until the new version is published
    publish(member, tea)
    shown = public_page(member, reference_db, tea)
    assert "Bản hai" in shown
    assert "Bản một" not in shown
    with reference_db.reading() as session:
        gone, kept = session.get_one(StoredFile, int(first)), session.get_one(StoredFile, int(second))
        assert (gone.public, gone.discarded_at is None, kept.public) == (False, False, True)
        product = session.get_one(Product, tea)
        assert product.cover_sha256 == kept.rendition(320).sha256
        history = f"/vi/san-pham/{product.slug}-{tea}/lich-su"
    read = member.get(history)
    assert "Bản một" in read
    assert "Bản hai" in read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không có gì"),
        (PAGE, "không phải là ảnh"),
        (PDF, "không phải là ảnh"),
        (photo()[: len(photo()) // 3], "bị hỏng"),
        (headed(20_000, 20_000), "quá nhiều điểm ảnh"),
        (b"\xff\xd8\xff" + b"0" * SMALL, "lớn hơn 20 MB"),
    ],
    ids=["empty", "page", "pdf", "cut off", "400 megapixels", "too large"],
)
def test_a_photo_that_is_not_taken_keeps_the_others(
    reference_db: Database,
    tea: int,
    member: Browser,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    said: str,
) -> None:
    monkeypatch.setattr("foundation.files.services.BYTES_MAX", SMALL)
    code, page = send_photos(member, tea, photo(), content, photo(300, 300))
    assert (code, said in page) == (200, True)
    assert "2.jpg" in page
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(ProfilePhoto.id))) == 2
    code, answer = send_photos(member, tea, content, headers={"X-Autosave": "1"})
    assert (code, '"saved":false' in answer.replace(" ", "")) == (422, True)


def test_nine_photos_are_one_too_many(reference_db: Database, tea: int, member: Browser) -> None:
    code, page = send_photos(member, tea, *(photo(40 + n, 40) for n in range(9)))
    assert code == 200
    assert "Tám ảnh là đủ" in page
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(ProfilePhoto.id))) == 8


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"price_from": "rẻ"}, "Hãy gõ số tiền"),
        ({"price_from": "-5"}, "Hãy gõ số tiền"),
        ({"price_from": "99999999999"}, "Hãy gõ số tiền"),
        ({"price_from": "200.000", "price_to": "100.000", "price_unit": "kg"}, "không thấp hơn"),
        ({"price_to": "100.000", "price_unit": "kg"}, "không thấp hơn"),
        ({"price_from": "200.000"}, "tính cho bao nhiêu"),
        ({"price_includes": "x" * 301}, ""),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(
    reference_db: Database, tea: int, member: Browser, fields: dict[str, str], said: str
) -> None:
    page = f"/ho-so/san-pham/{tea}/gia"
    answer = member.post(page, fields)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert said in text
    assert all(value in text for value in fields.values())
    by_itself = member.post(page, fields, headers={"X-Autosave": "1"})
    assert (by_itself.status_code, by_itself.get_json()["saved"]) == (422, False)
    with reference_db.reading() as session:
        assert open_profile(session, tea) is None


def test_what_is_typed_is_saved_by_itself(reference_db: Database, tea: int, member: Browser) -> None:
    page = f"/ho-so/san-pham/{tea}/cau-chuyen"
    answer = member.post(page, {"story": "Nửa câu"}, headers={"X-Autosave": "1"})
    assert answer.get_json() == {"saved": True}
    assert "Nửa câu" in member.get(page)
    member.post(f"/ho-so/san-pham/{tea}/bo-nhap", page=f"/ho-so/san-pham/{tea}")
    assert "Nửa câu" not in member.get(page)


def test_words_about_health_and_certifications_wait_for_the_officer(
    reference_db: Database, tea: int, member: Browser, desk: Enter
) -> None:
    page, officer = f"/ho-so/san-pham/{tea}", desk()
    member.post(f"{page}/cau-chuyen", {"story": "Chè này chữa bệnh tiểu đường"})
    held = {"name": "VietGAP", "number": "12/2026", "valid_until": "2027-05-01", "paper": (io.BytesIO(PDF), "a.pdf")}
    member.post(f"{page}/chung-nhan", held, content_type="multipart/form-data")  # type: ignore[arg-type]
    read = member.get(f"{page}/xem-lai")
    assert "lời nói về sức khỏe" in read
    assert "chứng nhận" in read
    assert publish(member, tea) == page
    assert "Cán bộ xem trước khi công bố" in member.get(page)
    assert "chữa bệnh" not in public_page(member, reference_db, tea)
    assert "Muốn sửa, xin lấy lại trước" in member.post(f"{page}/cau-chuyen", {"story": "x"}).get_data(as_text=True)
    assert told(reference_db, "can@example.vn") == [notices.WAITING]
    one = re.findall(r"/admin/duyet/\d+", officer.get("/admin/duyet"))[0]
    shown = officer.get(one)
    assert "chữa bệnh tiểu đường" in shown
    paper = re.findall(rf"{one}/tep/\d+", shown)[0]
    assert officer.client.get(paper).data == PDF
    assert officer.post(f"{one}/tra-lai", {"answer": " "}, page=one).status_code == 200
    officer.post(f"{one}/tra-lai", {"answer": "Bỏ phần chữa bệnh"}, page=one)
    assert "Bỏ phần chữa bệnh" in member.get(page)
    assert told(reference_db, "an@example.vn")[-1] == notices.SENT_BACK
    member.post(f"{page}/cau-chuyen", {"story": STORY})
    publish(member, tea)
    assert officer.post(f"{one}/duyet", page=one).location == "/admin/duyet"
    shown = public_page(member, reference_db, tea)
    assert STORY in shown
    assert "VietGAP, 12/2026" in shown
    assert "có giá trị đến 01/05/2027" in shown
    assert told(reference_db, "an@example.vn")[-1] == notices.APPROVED
    late = officer.post(f"{one}/duyet", page="/tai-khoan/thong-bao")
    assert "không còn chờ duyệt" in late.get_data(as_text=True)


def test_another_province_and_other_producers_see_and_touch_none_of_it(
    reference_db: Database, tea: int, maker: int, member: Browser, desk: Enter, person: Enter
) -> None:
    page = f"/ho-so/san-pham/{tea}"
    send_photos(member, tea, photo())
    member.post(f"{page}/cau-chuyen", {"story": "Chữa bệnh"})
    publish(member, tea)
    other, stranger = desk(Role.PROVINCE_OFFICER, "khac", "04"), person("binh")
    with reference_db.reading() as session:
        waiting = session.scalars(select(ProductProfile)).one()
        photo_id = session.scalars(select(ProfilePhoto.file_id)).one()
    one, blank = f"/admin/duyet/{waiting.id}", "/tai-khoan/thong-bao"
    assert one not in other.get("/admin/duyet")
    for address in (one, f"{one}/tep/{photo_id}"):
        other.get(address, status=404)
    for act in ("duyet", "tra-lai"):
        assert other.post(f"{one}/{act}", {"answer": "x"}, page=blank).status_code == 404
    for address in (page, f"{page}/anh", f"{page}/gia", f"{page}/anh/{photo_id}.webp", f"/ho-so/{maker}"):
        stranger.get(address, status=403)
        other.get(address, status=403)
    assert stranger.post(f"{page}/cau-chuyen", {"story": "x"}, page=blank).status_code == 403


def test_what_waits_can_be_taken_back(reference_db: Database, tea: int, member: Browser, desk: Enter) -> None:
    page, officer = f"/ho-so/san-pham/{tea}", desk()
    member.post(f"{page}/cau-chuyen", {"story": "Chữa bệnh"})
    publish(member, tea)
    one = re.findall(r"/admin/duyet/\d+", officer.get("/admin/duyet"))[0]
    assert member.post(f"{page}/lay-lai", page=page).location == page
    officer.get(one, status=404)
    assert "Chữa bệnh" in member.get(f"{page}/cau-chuyen")
    again = member.post(f"{page}/lay-lai", page=page)
    assert "không còn chờ duyệt" in again.get_data(as_text=True)


def test_nothing_is_said_of_a_product_that_left_the_catalogue(
    reference_db: Database, tea: int, member: Browser
) -> None:
    with reference_db.unit_of_work() as session:
        remove_product(session, session.get_one(Product, tea), reason="x", at=now())
    for page in ("", "/cau-chuyen", "/anh", "/xem-lai"):
        member.get(f"/ho-so/san-pham/{tea}{page}", status=404)


def test_a_draft_and_files_of_something_else_are_not_there(
    reference_db: Database, tea: int, member: Browser, desk: Enter
) -> None:
    page, officer = f"/ho-so/san-pham/{tea}", desk()
    member.post(f"{page}/cau-chuyen", {"story": "Chữa bệnh"})
    with reference_db.reading() as session:
        draft = session.scalars(select(ProductProfile.id)).one()
    officer.get(f"/admin/duyet/{draft}", status=404)
    publish(member, tea)
    officer.get(f"/admin/duyet/{draft}")
    officer.get(f"/admin/duyet/{draft}/tep/{ABSENT}", status=404)
    for file in (f"anh/{ABSENT}.webp", f"chung-nhan/{ABSENT}/tep"):
        member.get(f"{page}/{file}", status=404)
