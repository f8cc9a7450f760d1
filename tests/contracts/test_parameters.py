"""Whatever an address, a form or a browser's wishes say in 64 KB, it is answered, and for what some pages cost."""

import pytest
from flask import Flask
from sqlalchemy import select

from bench.storms import Ask, Judge, public_asks, read_by, storms
from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.db.database import EXTENSION as DATABASE
from foundation.web.parameters import FILES_MAX, BoundedRequest
from tests.support.processes import rounds

LISTS_MAX = 12
"""What a request may cost in lists of products; one takes 8 ms of a quiet machine, so that this is less than 100 ms."""

IS_SMALL = bool(rounds(1, 0))
"""By default each parameter is filled in the worst ways and in another in turn, not in all of them."""


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def addresses(app: Flask) -> dict[str, object]:
    with app.extensions[DATABASE].reading() as session:
        product = session.scalars(select(Product).order_by(Product.id)).first()
        producer = session.scalars(select(Producer).order_by(Producer.id)).first()
        assert product
        assert producer
        return {"slug": product.slug, "product_id": product.id, "producer_id": producer.id}


def test_nothing_a_stranger_sends_costs_much(app: Flask, addresses: dict[str, object], cheap_hash: None) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # what a form costs that nobody looks at is no question
    app.config["PROPAGATE_EXCEPTIONS"] = False
    judge, asked = Judge(app, most=LISTS_MAX), 0
    for ask in storms(app, addresses, is_small=IS_SMALL):
        assert len(ask.path) + len(ask.query) + len(ask.body) + sum(map(len, ask.headers.values())) < 65_536, ask
        found = judge.cost(ask)
        assert found.status < 500, (str(ask), found.status)
        assert found.lists < LISTS_MAX, (str(ask), f"{found.milliseconds:.0f} ms", f"{found.lists:.1f} lists")
        asked += 1
    assert asked > 200


def test_what_is_read_is_noticed(app: Flask, addresses: dict[str, object]) -> None:
    """The test above fills what is read here; an empty set would fill nothing."""
    app.config["WTF_CSRF_ENABLED"] = False
    some = {"/vi/san-pham", "/api/v1/products", "/vi/da-luu", "/tai-khoan/dang-nhap", "/vi/phan-anh"}
    asks = [ask for ask in public_asks(app, addresses) if ask.path in some]
    found = {f"{ask.method} {ask.path}": read_by(app, ask) for ask in asks}
    facets = {"q", "province", "group", "stars", "standing", "producer_type", "sort", "page"}
    assert found["GET /vi/san-pham"] >= facets
    assert found["GET /api/v1/products"] >= {*facets, "per_page", "lang"}
    assert found["GET /vi/da-luu"] >= {"ids"}
    assert found["POST /tai-khoan/dang-nhap"] >= {"identifier", "password", "next"}
    assert found["POST /vi/phan-anh"] >= {"kind", "text", "email", "page", "nickname"}


@pytest.mark.parametrize("name", ["province", "group", "stars", "standing", "producer_type"])
def test_thousands_of_values_are_a_list_like_any_other(app: Flask, name: str) -> None:
    """Without limit of time, for it is the answer that counts: what is known narrows, however often it is said."""
    client = app.test_client()
    value = {"province": "08", "group": "26-1", "stars": "4", "standing": "lapsed", "producer_type": "cooperative"}[
        name
    ]
    once = client.get(f"/api/v1/products?{name}={value}").get_json()
    assert 0 < once["total"] < 878
    assert client.get("/api/v1/products?" + "&".join([f"{name}={value}"] * 4000)).get_json() == once
    assert client.get(f"/api/v1/products?{name}=" + ",".join([value] * 4000)).get_json() == once
    unknown = client.get("/api/v1/products?" + "&".join(f"{name}=x{number}" for number in range(4000)))
    assert (unknown.status_code, list(unknown.get_json()["errors"]["query"])) == (422, [name])
    assert len(unknown.data) < 500
    assert client.get("/vi/san-pham?" + "&".join(f"{name}=x{number}" for number in range(4000))).status_code == 200


@pytest.mark.parametrize("path", ["/vi/san-pham", "/vi/chu-the"])
def test_a_search_that_is_cut_says_so(app: Flask, path: str) -> None:
    client, told = app.test_client(), "chỉ 1000 ký tự đầu được dùng để tìm"
    assert told in client.get(f"{path}?q={'che+' * 251}").get_data(as_text=True)
    assert told not in client.get(f"{path}?q={'che+' * 250}").get_data(as_text=True)


def test_a_field_that_is_too_long_says_so_beside_it_and_keeps_it(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    sent = {"kind": "error", "text": "x", "email": "a" * 300 + "@example.vn"}
    page = app.test_client().post("/vi/phan-anh", data=sent).get_data(as_text=True)
    assert page.count("Nội dung quá dài.") == 2  # in the summary and beside the field
    assert sent["email"] in page


def test_the_site_reads_nothing_without_a_bound(app: Flask) -> None:
    assert issubclass(app.request_class, BoundedRequest)
    assert app.config["MAX_FORM_PARTS"] == FILES_MAX


def test_a_storm_says_what_it_is() -> None:
    assert str(Ask("/vi/san-pham", "q: commas")) == "GET /vi/san-pham, q: commas"
