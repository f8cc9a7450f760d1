"""From a draft to everybody's page and feed, corrected and withdrawn; on both databases."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy import select, update

from catalog.announcements.models import Announcement, Version
from catalog.certificates.models import Decision
from catalog.certificates.services import certify, decision, refresh_standings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.places.models import Place
from tests.catalog.announcements.acting import WORDS, act, approve_and_publish, begun, revision
from tests.catalog.announcements.records import PDF
from tests.foundation.signin.conftest import Browser, hashed, keys
from tests.support.databases import TODAY
from tests.support.desk import PROVINCE, app, enter, listed
from tests.support.pages import links, texts

__all__ = ["app", "enter", "hashed", "keys"]

ATOM = "{http://www.w3.org/2005/Atom}"
Enter = Callable[..., Browser]


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def decided(catalogue_db: Database) -> Decision:
    """A decision of the province with three certificates."""
    with catalogue_db.unit_of_work() as session:
        made = decision(session, authority="UBND Cần Thơ", level="province", number="7/QĐ-UBND", issued_on=TODAY)
        ids = [row.id for row in listed(session, 3)]
        for product_id in ids:
            certify(session, product_id, made, stars=4, edition="26/2026")
        refresh_standings(session, ids, TODAY)
    return made


@pytest.fixture
def place(catalogue_db: Database) -> Place:
    with catalogue_db.reading() as session:
        return session.scalars(select(Place).filter_by(code=PROVINCE, valid_to=None, level="province")).one()


def wait_for_its_hour(database: Database) -> None:
    """Move what is scheduled into the past: the clock is not waited for."""
    with database.unit_of_work() as session:
        past = now() - timedelta(minutes=1)
        session.execute(update(Version).where(Version.publish_at > now()).values(approved_at=past, publish_at=past))
        session.execute(update(Announcement).where(Announcement.published_at > now()).values(published_at=past))


def entries(feed: str) -> list[ET.Element]:
    return ET.fromstring(feed).findall(f"{ATOM}entry")  # made by ourselves


def read_by(stranger: Browser, public: str, number: str) -> str:
    """Everybody reads it, with its table and file, and is led to it; the file's address."""
    page = stranger.get(public)
    assert "Kết quả phân hạng năm 2025" in texts(page, "h1")
    assert "&lt;script&gt;" in page
    assert "https://cantho.gov.vn/ocop" in links(page)
    assert len([link for link in links(page) if link.startswith("/x/") and len(link) > 5]) == 3
    file = next(link for link in links(page) if "/tep/" in link)
    assert stranger.client.get(file).data == PDF
    table = stranger.client.get(f"{public}/bang.csv").get_data(as_text=True)
    assert table.startswith("\ufeff")
    assert (len(table.splitlines()), "còn hiệu lực" in table) == (4, True)
    assert "Results of 2025" in stranger.get(f"/en/announcements/ket-qua-phan-hang-nam-2025-{number}")
    assert stranger.client.get(f"/vi/thong-bao/khac-{number}").location == public
    for shelf in ("/vi/", "/vi/tinh/can-tho", "/vi/thong-bao?province=92&kind=results"):
        assert public in links(stranger.get(shelf)), shelf
    assert public not in links(stranger.get("/vi/tinh/hue"))
    return file


def correct(one: Browser, address: str) -> None:
    """Begin a correction without the file and with another title."""
    act(one, address, "dinh-chinh", **{"correct-reason": "Sai số quyết định"})
    remove = re.search(rf"{address}/tep/\d+/bo", one.get(address))
    assert remove
    assert one.post(remove[0], page=address).status_code == 302
    edit = {**WORDS, **revision(one.get(f"{address}/sua")), "title": "Kết quả phân hạng (đã sửa)"}
    assert one.post(f"{address}/sua", edit).status_code == 302


@pytest.mark.fresh_site
def test_from_a_draft_to_what_was_withdrawn(
    enter: Enter, stranger: Browser, catalogue_db: Database, decided: Decision, place: Place
) -> None:
    one, second = enter("can", role=Role.PROVINCE_EDITOR), enter("duyet")
    address = begun(one, place, decided)
    number = address.rpartition("/")[2]
    public = f"/vi/thong-bao/ket-qua-phan-hang-nam-2025-{number}"
    upload = {"file": (io.BytesIO(PDF), "quyet-dinh.pdf"), "label": "Quyết định số 7"}
    assert one.post(f"{address}/tep", upload, page=address).status_code == 302  # type: ignore[arg-type]
    preview = act(one, address, "trinh")
    assert "chờ duyệt" in preview
    assert f"{address}/duyet" not in preview
    one.get(f"{address}/tep/987654", status=404)
    stranger.get(public, status=404)

    soon = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert "Sẽ công bố" in act(second, address, "duyet", publish_at=soon)
    stranger.get(public, status=404)
    assert "Chưa có thông báo nào" in stranger.get("/vi/thong-bao")
    wait_for_its_hour(catalogue_db)

    file = read_by(stranger, public, number)

    correct(one, address)
    assert stranger.client.get(file).data == PDF
    approve_and_publish(one, second, address)
    mended = str(stranger.client.get(public).location)
    corrected = stranger.get(mended)
    assert "Sai số quyết định" in corrected
    assert stranger.client.get(file).status_code == 404
    told = stranger.get(f"{mended}/dinh-chinh")
    assert "Kết quả phân hạng năm 2025" in told
    entry = entries(stranger.get("/vi/thong-bao/can-tho/atom.xml"))[0]
    assert entry.findtext(f"{ATOM}title") == "Kết quả phân hạng (đã sửa)"
    assert str(entry.findtext(f"{ATOM}updated")) > str(entry.findtext(f"{ATOM}published"))

    assert "thu-hoi" not in one.get(address)
    assert "Đã thu hồi" in act(second, address, "thu-hoi", **{"withdraw-reason": "Đăng nhầm bảng"})
    for gone in (mended, f"{mended}/dinh-chinh", f"{mended}/bang.csv", file):
        assert "Đăng nhầm bảng" in stranger.get(gone, status=410)
    assert entries(stranger.get("/vi/thong-bao/atom.xml")) == []
    assert "announced" not in stranger.get("/vi/")
