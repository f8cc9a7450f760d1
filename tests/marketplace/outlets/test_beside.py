"""Points of sale on pages of others: in the site's own search, on a province's page, on a product's."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.places.addresses import Address
from foundation.places.gazetteer import gazetteer
from foundation.places.points import Point
from foundation.search.indexer import Indexer
from marketplace.outlets import parts, services
from marketplace.outlets.hours import Hours
from marketplace.outlets.models import Outlet
from marketplace.outlets.rules import OutletKind, source_address
from tests.marketplace.outlets.conftest import opened
from tests.support.databases import TODAY
from tests.support.pages import links, texts
from tests.support.queries import count_queries
from wsgi import HOUSE

DIALECTS = ["sqlite"]
BUU_DIEN = (
    "meruemVN/OCOP_BE@1ecca2ce (buudien.vn stall name), e.g. https://buudien.vn/home/Goods/index.html?goods_id=480"
)


@pytest.fixture
def indexed(catalogue_db: Database, settings: Settings, client: FlaskClient) -> FlaskClient:
    """A site whose index knows of two points of sale."""
    with catalogue_db.unit_of_work() as session:
        opened(
            session, "Trung tâm OCOP Phố Hội", address=Address("", "", "Hội An", "Quảng Nam"), kind=OutletKind.CENTRE
        )
        opened(session, "Điểm bán tơ tằm Lụa Xưa")
    Indexer(catalogue_db, settings.data_dir / "search", HOUSE.registry(lambda: TODAY)).rebuild()
    return client


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sites_own_search_finds_them(indexed: FlaskClient) -> None:
    """By name and by place of either era, without marks; words that only products have find none."""
    page = indexed.get("/vi/san-pham?q=pho+hoi").get_data(as_text=True)
    assert "Trung tâm OCOP Phố Hội" in texts(page, "h3")
    assert "/vi/diem-ban?q=pho+hoi" in links(page)
    assert "Trung tâm OCOP Phố Hội" in indexed.get("/en/products?q=hoi+an").get_data(as_text=True)
    for words in ("mật ong", "OCOP", "cửa hàng zzzz", ""):
        found = indexed.get("/vi/san-pham", query_string={"q": words}).get_data(as_text=True)
        assert "Trung tâm OCOP Phố Hội" not in found, words


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_search_box_suggests_them(indexed: FlaskClient) -> None:
    found = indexed.get("/api/v1/suggest?q=lụa+x&lang=en").get_json()["items"]
    named = [one for one in found if one["kind"] == "outlet"]
    assert [one["text"] for one in named] == ["Điểm bán tơ tằm Lụa Xưa"]
    path = named[0]["url"].removeprefix("http://localhost:8000")
    assert path.startswith("/en/outlets/diem-ban-to-tam-lua-xua-")
    assert indexed.get(path).status_code == 200


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_part_asks_once(client: FlaskClient, catalogue_db: Database) -> None:
    """A province's section and a product's slot: one query each, whatever the hours are."""
    hours = Hours(tuple((day, (480, 1020)) for day in range(7)), ((TODAY, None),))
    with catalogue_db.unit_of_work() as session:
        for number in range(6):
            made = opened(session, f"Điểm số {number}")
            services.set_hours(session, SYSTEM, made, hours, today=TODAY)
        numbers = [made.id]
    with client.application.test_request_context("/vi/"), catalogue_db.reading() as session:
        gazetteer(session)  # which a page has read already
        assert count_queries(catalogue_db, lambda: _section(session)) == 1
        assert count_queries(catalogue_db, lambda: parts.slot(session, numbers, TODAY)) == 1
        assert count_queries(catalogue_db, lambda: parts.found_by_name(session, numbers, "x")) == 1


def _section(session: Session) -> None:
    told = parts.section(session, TODAY, "01")
    assert told
    assert (len(told["found"]), told["total"]) == (parts.SHELF, 6)
    assert told["page"].is_open(told["found"][0].outlet) is False, "it is closed on this very day"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://qrt.vn/a-b/", "https://qrt.vn/a-b/"),
        ("http://tinbong247.org/a.html (copy of an LSO article)", "http://tinbong247.org/a.html"),
        (BUU_DIEN, "https://buudien.vn/home/Goods/index.html?goods_id=480"),
        ("nctaam/vinhlong360@1b9f2bd9 docs/claims.csv", "https://github.com/nctaam/vinhlong360/tree/1b9f2bd9"),
        ("Báo cáo của Sở Công Thương", None),
        ("", None),
    ],
)
def test_a_source_leads_somewhere(source: str, address: str | None) -> None:
    assert source_address(source) == address


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_online_stall_leads_to_where_it_is(client: FlaskClient, catalogue_db: Database) -> None:
    """A stall without a site of its own leads to where it was found; no words of a file's making are shown."""
    with catalogue_db.unit_of_work() as session:
        stall = opened(session, "Gian hàng A", kind=OutletKind.ONLINE, address=Address(), source=BUU_DIEN)
        path = f"/vi/diem-ban/{stall.slug}-{stall.id}"
    for address in ("/vi/diem-ban", path):
        page = client.get(address).get_data(as_text=True)
        assert "https://buudien.vn/home/Goods/index.html?goods_id=480" in links(page), address
        assert "stall name" not in page
    assert "Xem trên buudien.vn" in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_wide_screens_are_counted_once_until_something_changes(indexed: FlaskClient, catalogue_db: Database) -> None:
    """MARKET 3.5: at low zoom all screens share one count of the country; what went is shown by none."""
    with catalogue_db.unit_of_work() as session:
        opened(session, "Điểm ở Huế", point=Point(16.46, 107.59))
    wide = "/vi/diem-ban/ban-do?box=102,6,118,24&zoom=6"
    indexed.get(wide)
    first = indexed.get(wide).get_json()["spots"]
    again = count_queries(catalogue_db, lambda: indexed.get(wide.replace("102,6", "103,7")))
    near = count_queries(catalogue_db, lambda: indexed.get(wide.replace("zoom=6", "zoom=8")))
    assert near == again + 1
    assert "Điểm ở Huế" in {one["name"] for one in first}
    with catalogue_db.unit_of_work() as session:
        gone = session.query(Outlet).filter_by(name="Điểm ở Huế").one()
        session.delete(gone)
    assert "Điểm ở Huế" not in {one["name"] for one in indexed.get(wide).get_json()["spots"]}
