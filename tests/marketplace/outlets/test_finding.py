"""Finding a point of sale as visitors do: by place, by product, by hour, from a device; and what programs get."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.opendata.dumps import Dumps
from catalog.products.models import Product
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.places.addresses import Address
from foundation.places.points import Point
from foundation.search.index import SearchIndex
from foundation.search.indexer import Indexer
from foundation.search.query import Query, Term, TermVariant
from foundation.web import responses
from marketplace.outlets import services
from marketplace.outlets.datasets import OUTLETS
from marketplace.outlets.hours import DAY, Hours, OnHolidays
from marketplace.outlets.models import OUTLET, Outlet
from marketplace.outlets.rules import OutletKind
from tests.marketplace.outlets.conftest import opened
from tests.support.databases import TODAY
from tests.support.pages import links, texts
from wsgi import HOUSE

DIALECTS = ["sqlite"]
BAC_SON = Address("Chợ Nỷ", "Xã Bắc Sơn", "Sóc Sơn", "Hà Nội")
LATE = Hours(tuple((day, (17 * 60, DAY + 90)) for day in range(7)), (), OnHolidays.EXCEPT_TET)


@pytest.fixture
def shops(catalogue_db: Database) -> dict[str, int]:
    """A few places: by number."""
    with catalogue_db.unit_of_work() as session:
        made = {
            "silk": opened(session, phone="+84912345678"),
            "hill": opened(session, "Cửa hàng OCOP Sóc Sơn", address=BAC_SON, kind=OutletKind.SHOP),
            "hoi an": opened(
                session,
                "Trung tâm OCOP thành phố Hội An",
                today=date(2026, 1, 2),
                kind=OutletKind.CENTRE,
                address=Address("72 Nguyễn Thái Học", "", "Hội An", "Quảng Nam"),
                point=Point(15.8767, 108.3267),
            ),
            "online": opened(session, "Gian hàng OCOP trên mạng", kind=OutletKind.ONLINE, address=Address()),
        }
        services.set_hours(session, SYSTEM, made["silk"], LATE, today=TODAY)
        services.add_to_stock(session, SYSTEM, made["hoi an"], product(session), today=TODAY)
        return {name: one.id for name, one in made.items()}


def product(session: Session) -> Product:
    return session.scalars(select(Product).filter_by(province_code="01").order_by(Product.id).limit(1)).one()


def names(html: str) -> list[str]:
    """Names on the list, in its order."""
    return [
        name for name in texts(html, "h2") if name.startswith(("Cửa hàng", "Điểm OCOP", "Trung tâm OCOP", "Gian hàng"))
    ]


@pytest.fixture
def ask(client: FlaskClient, shops: dict[str, int]) -> Callable[..., str]:
    def get(path: str = "/vi/diem-ban", **query: Any) -> str:
        answer = client.get(path, query_string=query)
        assert answer.status_code == 200, answer.status
        return answer.get_data(as_text=True)

    return get


@pytest.fixture
def api(client: FlaskClient, shops: dict[str, int]) -> Callable[..., dict[str, Any]]:
    def get(status: int = 200, **query: Any) -> dict[str, Any]:
        answer = client.get("/api/v1/outlets", query_string=query)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return dict(answer.get_json())

    return get


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_list_is_whole_and_names_what_has_no_address_last(ask: Callable[..., str]) -> None:
    page = ask()
    assert names(page) == [
        "Cửa hàng OCOP Sóc Sơn",
        "Điểm OCOP làng lụa",
        "Trung tâm OCOP thành phố Hội An",
        "Gian hàng OCOP trên mạng",
    ]
    assert "4 điểm bán" in page
    assert names(ask("/en/outlets")) == names(page)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("van phuc ha dong", "Điểm OCOP làng lụa"),
        ("phường Hà Đông", "Điểm OCOP làng lụa"),
        ("soc son", "Cửa hàng OCOP Sóc Sơn"),
        ("xa noi bai, ha noi", "Cửa hàng OCOP Sóc Sơn"),
        ("cua hang gan ha dong", "Cửa hàng OCOP Sóc Sơn"),
        ("hoi an", "Trung tâm OCOP thành phố Hội An"),
        ("quang nam", "Trung tâm OCOP thành phố Hội An"),
        ("da nang", "Trung tâm OCOP thành phố Hội An"),
        ("gian hang", "Gian hàng OCOP trên mạng"),
        ("lua", "Điểm OCOP làng lụa"),
    ],
)
def test_one_field_takes_places_of_both_eras_and_words(ask: Callable[..., str], text: str, first: str) -> None:
    """A district of before July 2025 finds its shop, a commune of today an address of before; marks are not needed."""
    assert names(ask(q=text))[:1] == [first]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_distances_are_said_as_about_and_from_where(ask: Callable[..., str]) -> None:
    page = ask(q="ha dong")
    assert "Gần nhất trước" in page
    assert "khoảng " in page
    assert "Gian hàng OCOP trên mạng" not in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_nobody_has_is_told_and_not_hidden(ask: Callable[..., str]) -> None:
    assert "Không tìm thấy điểm bán nào" in ask(q="zzzz")
    assert "bỏ qua: zzzz" in ask(q="zzzz ha dong")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-25T23:30", True),
        ("2026-11-26T01:29", True),
        ("2026-11-26T01:30", False),
        ("2026-11-25T10:00", False),
        ("2027-02-06T20:00", False),
        ("2027-01-01T20:00", True),
        ("2026-11-25T16:30:00+00:00", True),
    ],
)
def test_open_at_an_hour_past_midnight_and_at_tet(
    ask: Callable[..., str], api: Callable[..., dict[str, Any]], moment: str, is_open: bool
) -> None:
    assert ("Điểm OCOP làng lụa" in names(ask(open_at=moment))) is is_open
    found = api(open_at=moment)
    assert [one["name"] for one in found["items"]] == (["Điểm OCOP làng lụa"] if is_open else [])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_unknown_hours_are_no_badge(client: FlaskClient, ask: Callable[..., str], shops: dict[str, int]) -> None:
    page = client.get(f"/vi/diem-ban/x-{shops['hill']}", follow_redirects=True).get_data(as_text=True)
    assert "Đang mở cửa" not in page
    assert "Đang đóng cửa" not in page
    assert "Chưa rõ giờ mở cửa" in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nobody_is_hidden_for_having_been_silent(
    ask: Callable[..., str], client: FlaskClient, shops: dict[str, int]
) -> None:
    assert "Chưa xác nhận lại từ 02/01/2026" in ask()
    page = client.get(f"/vi/diem-ban/x-{shops['hoi an']}", follow_redirects=True).get_data(as_text=True)
    assert "Nửa năm nay chưa ai xác nhận" in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_from_a_product_to_the_nearest_shop_that_has_it(
    client: FlaskClient, ask: Callable[..., str], catalogue_db: Database, shops: dict[str, int]
) -> None:
    with catalogue_db.reading() as session:
        one = product(session)
    page = client.get(f"/vi/san-pham/{one.slug}-{one.id}").get_data(as_text=True)
    assert "Mua ở đâu" in page
    assert any(f"-{shops['hoi an']}" in link for link in links(page))
    near = ask(q="soc son", product=one.id)
    assert names(near) == ["Trung tâm OCOP thành phố Hội An"]
    assert one.name in near
    assert names(ask(group="x", stars="9", kind="x", product="x")) == names(ask())
    assert names(ask(product=one.id + 1)) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_stars_are_flagged_from_the_day_they_lapse(
    client: FlaskClient, shops: dict[str, int], catalogue_db: Database
) -> None:
    page = client.get(f"/vi/diem-ban/x-{shops['hoi an']}", follow_redirects=True).get_data(as_text=True)
    assert "không còn hạng sao hiệu lực" in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_page_says_where_when_and_how(client: FlaskClient, shops: dict[str, int]) -> None:
    answer = client.get(f"/vi/diem-ban/x-{shops['silk']}")
    assert answer.status_code == 301
    page = client.get(answer.location).get_data(as_text=True)
    assert "tel:+84912345678" in page
    assert any(link.startswith("https://www.google.com/maps/dir/") for link in links(page))
    assert "17:00–01:30" in page
    data = json.loads(next(text for text in texts(page, "script") if "schema.org" in text))
    assert data["@type"] == "Store"
    assert "geo" not in data, "the middle of a commune is no place to be driven to"
    assert data["openingHoursSpecification"][0]["closes"] == "01:30"
    english = client.get(answer.location.replace("/vi/diem-ban", "/en/outlets")).get_data(as_text=True)
    assert "17:00–01:30" in english


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_closed_one_says_so_and_a_draft_is_not_there(
    client: FlaskClient, shops: dict[str, int], catalogue_db: Database
) -> None:
    with catalogue_db.unit_of_work() as session:
        gone = session.get_one(Outlet, shops["silk"])
        services.close(session, SYSTEM, gone, on=TODAY, reason="Hết hạn thuê", today=TODAY)
        draft = services.add(session, SYSTEM, services.OutletInput(OutletKind.POINT, "Nháp OCOP", BAC_SON))
        number = draft.id
    page = client.get(f"/vi/diem-ban/x-{shops['silk']}", follow_redirects=True).get_data(as_text=True)
    assert "Hết hạn thuê" in page
    assert client.get(f"/vi/diem-ban/nhap-ocop-{number}").status_code == 404
    assert client.get("/vi/diem-ban/x-99999").status_code == 404


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_province_has_a_page_a_section_and_a_feed(client: FlaskClient, ask: Callable[..., str]) -> None:
    assert names(ask("/vi/diem-ban/tinh/da-nang")) == ["Trung tâm OCOP thành phố Hội An"]
    assert client.get("/vi/diem-ban/tinh/quang-nam").location.endswith("/vi/diem-ban/tinh/da-nang")
    assert client.get("/vi/diem-ban/tinh/quang-nam/atom.xml").location.endswith("/tinh/da-nang/atom.xml")
    assert client.get("/vi/diem-ban/tinh/atlantis").status_code == 404
    assert "Trung tâm OCOP thành phố Hội An" in ask("/vi/tinh/da-nang")
    feed = fromstring(client.get("/vi/diem-ban/tinh/da-nang/atom.xml").get_data())
    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == ["Trung tâm OCOP thành phố Hội An"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_where_a_device_is_is_asked_on_this_page_only_and_kept_nowhere(
    client: FlaskClient, ask: Callable[..., str]
) -> None:
    """DESIGN 9.10: the header in which a script says it stands in no address; the answer is kept by nobody."""
    assert "geolocation=(self)" in client.get("/vi/diem-ban").headers["Permissions-Policy"]
    for path in ("/vi/", "/vi/san-pham", "/vi/thong-bao"):
        assert client.get(path).headers["Permissions-Policy"] == responses.HEADERS["Permissions-Policy"]
    raw = client.application.test_client()
    raw.__class__ = FlaskClient
    answer = raw.get("/vi/diem-ban/gan-toi?kind=shop", headers={"X-Here": "20.97,105.77"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cửa hàng OCOP Sóc Sơn" in answer.get_data(as_text=True)
    assert "Điểm OCOP làng lụa" not in answer.get_data(as_text=True)
    assert client.get("/vi/diem-ban/gan-toi?kind=shop").location == "/vi/diem-ban?kind=shop"


def test_programs_get_what_the_page_says(api: Callable[..., dict[str, Any]], shops: dict[str, int]) -> None:
    found = api()
    assert found["total"] == 4
    keys = ["id", "name", "kind", "address", "province_code", "lat", "lon", "precision", "distance_km", "open_now"]
    assert list(found["items"][0]) == [*keys, "phone", "url"]
    near = api(near="20.97,105.77", limit=1)
    assert (near["total"], near["items"][0]["id"]) == (3, shops["silk"])
    assert near["items"][0]["distance_km"] < 5
    assert api(near="20.97,105.77", radius_km=5)["total"] == 1
    assert api(province="49", kind="center")["items"][0]["id"] == shops["hoi an"]
    assert api(near="48.85,2.35")["total"] == 3, "from afar as from the border"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "query",
    [
        {"near": "x"},
        {"near": "91,1"},
        {"radius_km": 3},
        {"near": "21,105", "radius_km": -1},
        {"limit": 0},
        {"limit": 101},
        {"kind": "x"},
        {"province": "00"},
        {"product": "x"},
        {"open_at": "x"},
        {"open_at": "0001-01-01T00:00"},
    ],
)
def test_programs_are_told_what_means_nothing(api: Callable[..., dict[str, Any]], query: dict[str, Any]) -> None:
    assert api(422, **query)["status"] == 422


@pytest.mark.parametrize("dialect", DIALECTS)
def test_illustrations_stand_beside_and_are_no_data(
    ask: Callable[..., str], api: Callable[..., dict[str, Any]], catalogue_db: Database, client: FlaskClient
) -> None:
    with catalogue_db.unit_of_work() as session:
        made = opened(session, "Điểm OCOP mẫu (minh hoạ)", is_demo=True, address=BAC_SON)
        path = f"/vi/diem-ban/{made.slug}-{made.id}"
    page = ask(q="soc son")
    assert "Điểm OCOP mẫu (minh hoạ)" in page
    assert "3 điểm bán" in page
    assert api()["total"] == 4
    shown = client.get(path).get_data(as_text=True)
    assert "schema.org" not in shown
    assert "noindex" in shown


@pytest.mark.parametrize("dialect", DIALECTS)
def test_open_data_and_the_index_hold_them(
    catalogue_db: Database, shops: dict[str, int], tmp_path: Any, client: FlaskClient
) -> None:
    del client  # texts of columns need an application
    dumps = Dumps(catalogue_db, tmp_path / "data", (OUTLETS,), base_url="http://x", today=lambda: TODAY)
    assert dumps.write().files["outlets.csv"].rows == 4
    registry = HOUSE.registry(lambda: TODAY)
    Indexer(catalogue_db, tmp_path / "index", registry).rebuild()
    found = SearchIndex(tmp_path / "index", registry).search(
        Query((Term("lua", (TermVariant(("lua",)),)),), kind=OUTLET)
    )
    assert [hit.number for hit in found.hits] == [shops["silk"]]
