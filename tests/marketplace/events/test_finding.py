"""Finding an event as visitors do: by time and place, in a calendar, on the map; and what programs get."""

import io
from collections.abc import Callable
from datetime import date, datetime, timezone
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.files.storage import EXTENSION as STORAGE
from foundation.rooms.parts import Slot
from foundation.search.documents import Document
from marketplace.events import details, services
from marketplace.events.documents import EventRecords
from marketplace.events.models import Event, EventDocument
from marketplace.events.slots import EXTENSION as SECTIONS
from tests.marketplace.events.conftest import announced
from tests.support.databases import TODAY
from tests.support.files import keep_document
from tests.support.pages import texts

DIALECTS = ["sqlite"]
NOW = datetime(2026, 11, 23, 3, tzinfo=timezone.utc)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def ask(client: FlaskClient, fairs: dict[str, int]) -> Callable[..., str]:
    assert fairs

    def get(address: str = "/vi/hoi-cho", status: int = 200, **query: Any) -> str:
        answer = client.get(address, query_string=query)
        assert answer.status_code == status, answer.status
        return answer.get_data(as_text=True)

    return get


def names(html: str) -> list[str]:
    """Names on the list, in its order."""
    return [one for one in texts(html, "h2") if one.startswith(("Hội", "Tuần", "Silk", "Bản"))]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_list_begins_with_what_is_next_and_the_past_stays(ask: Callable[..., str]) -> None:
    assert names(ask()) == ["Hội chợ làng lụa", "Tuần hàng trà Bắc Kạn", "Hội nghị kết nối miền Trung"]
    assert names(ask("/en/fairs"))[0] == "Silk fair"
    assert names(ask(when="past")) == ["Hội chợ năm ngoái"]
    assert len(names(ask(when="all"))) == 4
    assert "Hội chợ minh hoạ" in ask()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "tháng sau"}, ["Hội chợ làng lụa", "Tuần hàng trà Bắc Kạn"]),
        ({"q": "bac kan thang sau"}, ["Tuần hàng trà Bắc Kạn"]),
        ({"q": "Thừa Thiên Huế"}, ["Hội nghị kết nối miền Trung"]),
        ({"q": "hoi cho thang sau"}, ["Hội chợ làng lụa"]),
        ({"q": "tháng 11/2025"}, ["Hội chợ năm ngoái"]),
        ({"q": "tháng 1"}, ["Hội nghị kết nối miền Trung"]),
        ({"q": "lua"}, ["Hội chợ làng lụa"]),
        ({"province": "06"}, ["Tuần hàng trà Bắc Kạn"]),
        ({"province": "bac-kan"}, ["Tuần hàng trà Bắc Kạn"]),
        ({"kind": "conference"}, ["Hội nghị kết nối miền Trung"]),
        ({"open": "1"}, ["Hội chợ làng lụa"]),
        ({"from": "2026-12-14", "to": "2026-12-14"}, ["Hội chợ làng lụa", "Tuần hàng trà Bắc Kạn"]),
        ({"from": "2026-12-15", "to": "2026-12-31"}, []),
        (
            {"from": "nonsense", "kind": "nonsense"},
            ["Hội chợ làng lụa", "Tuần hàng trà Bắc Kạn", "Hội nghị kết nối miền Trung"],
        ),
    ],
)
def test_it_is_found_by_time_and_place(ask: Callable[..., str], query: dict[str, str], found: list[str]) -> None:
    assert names(ask(**query)) == found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_province_of_before_leads_to_the_one_of_today(client: FlaskClient, fairs: dict[str, int]) -> None:
    assert fairs
    answer = client.get("/vi/hoi-cho/tinh/bac-kan")
    assert (answer.status_code, answer.location) == (301, "/vi/hoi-cho/tinh/thai-nguyen")
    assert client.get("/vi/hoi-cho/tinh/bac-kan/atom.xml").location == "/vi/hoi-cho/tinh/thai-nguyen/atom.xml"
    page = client.get("/vi/hoi-cho/tinh/thai-nguyen").get_data(as_text=True)
    assert names(page) == ["Tuần hàng trà Bắc Kạn"]
    assert client.get("/vi/hoi-cho/tinh/atlantis").status_code == 404


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_to_come_shows_what_was_and_says_so(client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        announced(session, "Hội chợ năm ngoái", starts_on=date(2025, 11, 1))
    page = client.get("/vi/hoi-cho").get_data(as_text=True)
    assert names(page) == ["Hội chợ năm ngoái"]
    assert "Chưa có sự kiện sắp tới" in page
    assert "Không tìm thấy sự kiện" in client.get("/vi/hoi-cho?kind=training&from=2026-12-01").get_data(as_text=True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_month_is_a_grid_and_a_list(ask: Callable[..., str], client: FlaskClient) -> None:
    page = ask("/vi/hoi-cho/lich", month="2026-12")
    assert page.count("Tuần hàng trà Bắc Kạn</a></li>") == 3
    assert 'id="d-2026-12-12"' in page
    assert "month=2026-11" in page
    assert "month=2027-01" in page
    assert "Tháng này không có sự kiện" in ask("/vi/hoi-cho/lich", month="2027-06")
    assert ask("/en/fairs/calendar", month="nonsense").count("November 2026") > 0
    only = ask("/vi/hoi-cho/lich", month="2026-12", province="06")
    assert "Hội chợ làng lụa" not in only
    assert client.get("/vi/hoi-cho/lich?month=2026-13").status_code == 200


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_map_has_what_has_a_point(client: FlaskClient, fairs: dict[str, int]) -> None:
    told = client.get("/vi/hoi-cho/ban-do?box=102,7,118,24&zoom=9").get_json()["spots"]
    assert {one["id"] for one in told if "id" in one} >= {fairs["meeting"]}
    assert fairs["tea"] not in {one.get("id") for one in told}
    near = client.get("/vi/hoi-cho/ban-do?box=107,16,108,17&zoom=9&kind=conference").get_json()["spots"]
    assert [(one["id"], one["lat"], one["lon"]) for one in near] == [(fairs["meeting"], 16.4637, 107.5909)]
    for wrong in ("box=1,2,3&zoom=9", "box=102,7,118,24&zoom=99", "zoom=9"):
        assert client.get(f"/vi/hoi-cho/ban-do?{wrong}").status_code == 404
    far = client.get("/vi/hoi-cho/ban-do?box=102,7,118,24&zoom=4").get_json()["spots"]
    assert max(one["count"] for one in far) >= 2


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_not_public_has_no_page(client: FlaskClient, fairs: dict[str, int]) -> None:
    for address in (
        f"/vi/hoi-cho/ban-nhap-{fairs['draft']}",
        f"/vi/hoi-cho/{fairs['draft']}.ics",
        "/vi/hoi-cho/x-999999",
    ):
        assert client.get(address).status_code == 404, address
    answer = client.get(f"/vi/hoi-cho/cu-{fairs['silk']}")
    assert (answer.status_code, answer.location) == (301, f"/vi/hoi-cho/hoi-cho-lang-lua-{fairs['silk']}")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_rooms_above_hang_sections_on_its_page(app: Flask, client: FlaskClient, fairs: dict[str, int]) -> None:
    asked: list[Any] = []

    def load(_session: Session, ids: Any, today: date) -> dict[int, Any]:
        asked.append((list(ids), today))
        return {fairs["silk"]: {"page": None}}

    assert [one.template for one in app.extensions[SECTIONS]] == ["booths/_slot.html"]
    app.extensions[SECTIONS] = (Slot("events/_rows.html", load, of="event"),)
    assert client.get(f"/vi/hoi-cho/hoi-nghi-ket-noi-mien-trung-{fairs['meeting']}").status_code == 200
    assert asked == [([fairs["meeting"]], TODAY)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_documents_are_read_once_the_event_is_public(
    app: Flask, client: FlaskClient, catalogue_db: Database, fairs: dict[str, int]
) -> None:
    with catalogue_db.unit_of_work() as session:
        for name in ("silk", "draft"):
            paper = keep_document(
                session, app.extensions[STORAGE], SYSTEM, io.BytesIO(b"%PDF-1.4 x"), name="a.pdf", public=False
            )
            session.add(EventDocument(event_id=fairs[name], file=paper, label="Giấy mời"))
    page = client.get(f"/vi/hoi-cho/hoi-cho-lang-lua-{fairs['silk']}").get_data(as_text=True)
    link = unescape(page.split(f'href="/vi/hoi-cho/{fairs["silk"]}/tep/')[1].split('"')[0])
    assert client.get(f"/vi/hoi-cho/{fairs['silk']}/tep/{link}").data == b"%PDF-1.4 x"
    for other in (fairs["draft"], fairs["tea"]):
        assert client.get(f"/vi/hoi-cho/{other}/tep/{link}").status_code == 404


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_home_page_and_a_province_name_what_is_next(client: FlaskClient, fairs: dict[str, int]) -> None:
    assert fairs
    assert "Tuần hàng trà Bắc Kạn" in client.get("/vi/").get_data(as_text=True)
    assert "Tuần hàng trà Bắc Kạn" in client.get("/vi/tinh/thai-nguyen").get_data(as_text=True)
    assert "Tuần hàng trà Bắc Kạn" not in client.get("/vi/tinh/hue").get_data(as_text=True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_real_public_one_is_searched_with_its_kind_and_both_places(
    catalogue_db: Database, fairs: dict[str, int]
) -> None:
    kind = EventRecords(lambda: TODAY)
    with catalogue_db.reading() as session:
        ids = set(kind.ids(session))
        held = kind.load(session, list(fairs.values()))
        listed = {number for number, record in held.items() if kind.is_listed(record)}
        found: Document = kind.document(held[fairs["tea"]])
    assert fairs["made up"] not in ids
    assert listed == {fairs[name] for name in ("silk", "tea", "meeting", "old")}
    assert "Bắc Kạn" in found.place
    assert "Thái Nguyên" in found.place
    assert "tuần hàng" in found.group


@pytest.mark.parametrize("dialect", DIALECTS)
def test_results_stand_apart_on_the_page(client: FlaskClient, catalogue_db: Database, fairs: dict[str, int]) -> None:
    counted = details.ResultsInput(visitors=1200, mou=12, agreements=5, contracts=2)
    address = f"/vi/hoi-cho/hoi-cho-nam-ngoai-{fairs['old']}"
    with catalogue_db.unit_of_work() as session:
        old = session.get_one(Event, fairs["old"])
        services.hold(session, SYSTEM, old, today=TODAY)
        details.record_results(session, SYSTEM, old, counted, now=NOW)
    assert "Biên bản ghi nhớ" not in client.get(address).get_data(as_text=True)
    with catalogue_db.unit_of_work() as session:
        details.publish_results(session, SYSTEM, session.get_one(Event, fairs["old"]), now=NOW)
    page = client.get(address).get_data(as_text=True)
    for word, number in (("Biên bản ghi nhớ", 12), ("Thỏa thuận", 5), ("Hợp đồng", 2)):
        assert f'<dt>{word}</dt><dd class="num">{number}</dd>' in page
    assert "Doanh thu" not in page
