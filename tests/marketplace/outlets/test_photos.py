"""Photos of a point of sale: sent by its operator, seen by nobody else until another person publishes them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.services import prepare_image
from foundation.files.storage import Storage
from foundation.permissions.rules import EVERYWHERE, Role
from foundation.workflow.rules import Refused
from marketplace.outlets import photos
from marketplace.outlets.models import Outlet, OutletPhoto
from marketplace.outlets.photo_rules import PHOTOS_MAX, PhotoState
from marketplace.outlets.queries import check_outlets, desk, with_waiting_photos
from marketplace.outlets.rules import Refusal
from tests.foundation.signin.conftest import Browser, hashed, keys
from tests.marketplace.outlets.conftest import opened
from tests.marketplace.outlets.test_desk import keeper
from tests.support.databases import TODAY
from tests.support.desk import app, enter
from tests.support.pictures import photo

__all__ = ["app", "enter", "hashed", "keeper", "keys"]

DIALECTS = ["sqlite"]
Enter = Callable[..., Browser]


def send(browser: Browser, number: int, *names: str) -> str:
    """Send photos of different sizes; what the page says then."""
    here = f"/ho-so/diem-ban/{number}/anh"
    sent: dict[str, Any] = {"photos": [(io.BytesIO(photo(60 + at, 40)), name) for at, name in enumerate(names)]}
    return browser.post(here, sent, page=here).get_data(as_text=True)


def held(database: Database) -> list[OutletPhoto]:
    with database.reading() as session:
        return list(session.scalars(select(OutletPhoto).order_by(OutletPhoto.id)))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_from_a_phone_over_an_officer_to_the_page(
    keeper: tuple[Browser, int], enter: Enter, catalogue_db: Database
) -> None:
    operator, number = keeper
    officer = enter("tinh", place="01")
    public = f"/vi/diem-ban/{_slug(catalogue_db, number)}-{number}"
    here, there = f"/ho-so/diem-ban/{number}/anh", f"/admin/diem-ban/{number}/anh"
    send(operator, number, "truoc.jpg", "ke.jpg")
    first, second = held(catalogue_db)
    assert operator.get(here).count("chờ cán bộ xem") == 2
    assert "/media/" not in operator.get(public)
    assert operator.client.get(f"{here}/{first.id}.webp").mimetype == "image/webp"
    assert "ảnh chờ duyệt" in officer.get("/admin/diem-ban?state=photos")
    assert officer.client.get(f"{there}/{first.id}.webp").status_code == 200
    officer.post(f"{there}/{first.id}/dang", page=there)
    assert "Xin ghi rõ lý do" in officer.post(f"{there}/{second.id}/khong-dang", {"answer": " "}, page=there).text
    officer.post(f"{there}/{second.id}/khong-dang", {"answer": "Có mặt khách."}, page=there)
    assert [one.state for one in held(catalogue_db)] == [PhotoState.PUBLISHED, PhotoState.REFUSED]
    seen = operator.get(public)
    assert seen.count("/media/") >= 2
    assert "Có mặt khách." in operator.get(here)
    assert "không được đăng" in operator.get("/tai-khoan/thong-bao")
    assert operator.client.get(f"{here}/{second.id}.webp").status_code == 404
    operator.post(f"{here}/{first.id}/xoa", page=here)
    assert "/media/" not in operator.get(public)
    with catalogue_db.reading() as session:
        assert list(check_outlets(session, TODAY)) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_only_who_may_publish_is_shown_the_button(
    keeper: tuple[Browser, int], enter: Enter, catalogue_db: Database
) -> None:
    operator, number = keeper
    officer, editor = enter("tinh", place="01"), enter("bientap", place="01", role=Role.PROVINCE_EDITOR)
    send(operator, number, "truoc.jpg")
    there = f"/admin/diem-ban/{number}/anh"
    button = f"{there}/{held(catalogue_db)[0].id}/dang"
    assert button in officer.get(there)
    assert "chờ cán bộ xem" in (seen := editor.get(there))
    assert button not in seen
    assert operator.client.get(f"/ho-so/diem-ban/{number}/anh/99.webp").status_code == 404


def _slug(database: Database, number: int) -> str:
    with database.reading() as session:
        return session.get_one(Outlet, number).slug


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_no_photo_or_one_too_many_is_told(keeper: tuple[Browser, int], catalogue_db: Database) -> None:
    operator, number = keeper
    here = f"/ho-so/diem-ban/{number}/anh"
    assert "Tệp này không có gì" in send(operator, number)
    papers: dict[str, Any] = {"photos": [(io.BytesIO(b"%PDF-1.7"), "a.pdf")]}
    broken = operator.post(here, papers, page=here).text
    assert "a.pdf:" in broken
    operator.get(f"{here}/999999.webp", status=404)
    assert "Đã có sáu ảnh" in send(operator, number, *(f"{one}.jpg" for one in range(PHOTOS_MAX + 1)))
    assert len(held(catalogue_db)) == PHOTOS_MAX


def test_nobody_decides_on_their_own_photo_and_a_draft_shows_none(reference_db: Database, tmp_path: Any) -> None:
    sent = prepare_image(Storage(None, tmp_path), io.BytesIO(photo(40, 30)))
    with reference_db.unit_of_work() as session:
        outlet = opened(session)
        added = photos.add_photo(session, SYSTEM, outlet, photo=sent)
        assert with_waiting_photos(session, [outlet]) == {outlet.id}
        assert desk(session, EVERYWHERE, photos=True) == [outlet]
        for actor, one, why in ((Actor(7), None, Refusal.NOT_THERE), (Actor(7), added, Refusal.OWN_PHOTO)):
            added.file.uploaded_by_id = 7
            with session.no_autoflush, pytest.raises(Refused, match=f"^{why}$"):
                photos.publish_photo(session, actor, outlet, one)
        added.file.uploaded_by_id = None
        photos.publish_photo(session, SYSTEM, outlet, added)
        with pytest.raises(Refused, match=f"^{Refusal.NOT_THERE}$"):
            photos.refuse_photo(session, SYSTEM, outlet, added, answer="x", now=now())
        added.file.public = False
        session.flush()
        assert len(list(check_outlets(session, TODAY))) == 1
        photos.remove_all(session, SYSTEM, outlet, now=now())
        assert session.scalars(select(StoredFile).filter_by(discarded_at=None)).all() == []
