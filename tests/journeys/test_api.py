"""The public JSON, on both databases."""

import gzip
import json

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.opendata.schemas import ProductPage
from foundation.i18n.text import sort_key

KEYS = {
    "id",
    "name",
    "producer",
    "place",
    "province_code",
    "group",
    "stars",
    "recognised_stars",
    "standing",
    "basis",
    "certificate",
    "url",
}


def test_the_list_has_the_agreed_shape(client: FlaskClient) -> None:
    answer = client.get("/api/v1/products").get_json()
    assert set(answer) == {"total", "page", "per_page", "items", "facets", "suggestion", "notice"}
    assert set(answer["facets"]) == {"province", "stars", "group", "standing", "producer_type"}
    assert (answer["total"], answer["page"]) == (878, 1)
    assert all(set(item) == KEYS for item in answer["items"])


@pytest.mark.parametrize("query", ["", "q=mật ong 4 sao", "standing=in_force&page=2"])
def test_the_list_is_what_its_description_says(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/products?{query}").get_json()
    assert ProductPage().validate(answer) == {}


def test_facets_count_exactly(client: FlaskClient) -> None:
    facets = client.get("/api/v1/products").get_json()["facets"]
    standing = {row["value"]: row["count"] for row in facets["standing"]}
    assert standing == {
        "in_force": 109,
        "ends_this_year": 146,
        "lapsed": 407,
        "undated": 56,
        "unclassed": 65,
        "proposed_5": 18,
        "unverified": 77,
    }
    assert {row["value"]: row["count"] for row in facets["stars"]} == {"3": 396, "4": 350, "5": 33}
    assert sum(row["count"] for row in facets["province"]) == 878


@pytest.mark.parametrize(
    "query", ["stars=4", "standing=in_force,lapsed", "province=91&stars=3", "group=26-1-5", "producer_type=cooperative"]
)
def test_a_facets_count_is_what_choosing_it_shows(client: FlaskClient, query: str) -> None:
    facets = client.get(f"/api/v1/products?{query}").get_json()["facets"]
    chosen = {part.split("=")[0] for part in query.split("&")}
    for name, rows in facets.items():
        if name not in chosen:
            row = rows[0]
            found = client.get(f"/api/v1/products?{query}&{name}={row['value']}").get_json()
            assert found["total"] == row["count"], (name, row)


def test_pages_together_hold_every_product_once(client: FlaskClient) -> None:
    ids = [
        i["id"] for n in range(1, 10) for i in client.get(f"/api/v1/products?per_page=100&page={n}").get_json()["items"]
    ]
    assert len(ids) == len(set(ids)) == 878


@pytest.mark.parametrize("sort", ["standing", "stars", "newest", "name"])
def test_orders_are_deterministic(client: FlaskClient, sort: str) -> None:
    first = client.get(f"/api/v1/products?sort={sort}&per_page=50").get_json()["items"]
    again = client.get(f"/api/v1/products?sort={sort}&per_page=25&page=2").get_json()["items"]
    assert [item["id"] for item in first[25:]] == [item["id"] for item in again]


def test_names_stand_in_vietnamese_order(client: FlaskClient) -> None:
    pages = (client.get(f"/api/v1/products?sort=name&per_page=100&page={n}").get_json() for n in range(1, 10))
    names = [item["name"] for page in pages for item in page["items"]]
    assert len(names) == 878
    assert names == sorted(names, key=sort_key)


def test_a_product_with_everything_public(client: FlaskClient) -> None:
    first = client.get("/api/v1/products?q=mắm cá mè vinh").get_json()["items"][0]
    product = client.get(f"/api/v1/products/{first['id']}").get_json()
    assert product["certificate"] == {
        "number": "86/QĐ-UBND",
        "valid_until": "2025-12-31",
        "valid_until_precision": "year",
    }
    assert (product["stars"], product["recognised_stars"], product["basis"]) == (None, 4, "claim")
    assert product["former_province"] == "An Giang"
    assert product["claims"][0]["evidence"] == "gov_news"
    assert product["url"].startswith("http://localhost")


@pytest.mark.parametrize("query", ["page=0", "page=x", "per_page=101", "per_page=0", "lang=fr", f"q={'a' * 1001}"])
def test_a_wrong_question_is_told_as_a_problem(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/products?{query}")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["errors"]["query"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("province=zz", ["province"]),
        ("province=8", ["province"]),
        ("province=01&province=zz", ["province"]),
        ("stars=9", ["stars"]),
        ("stars=abc", ["stars"]),
        ("stars=4;5", ["stars"]),
        ("sort=xx", ["sort"]),
        ("group=zz&standing=in_force,zz&producer_type=zz", ["group", "standing", "producer_type"]),
    ],
)
def test_a_filter_that_cannot_be_read_is_told(client: FlaskClient, query: str, names: list[str]) -> None:
    answer = client.get(f"/api/v1/products?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert list(answer.get_json()["errors"]["query"]) == names


def test_a_refusal_names_the_value_and_stays_short(client: FlaskClient) -> None:
    told = client.get("/api/v1/products?stars=4,6,x").get_json()["errors"]
    assert told == {"query": {"stars": ["Unknown: 6, x."]}}
    told = client.get("/api/v1/products?stars=" + ",".join(["x" * 60 + str(n) for n in range(7)])).get_json()["errors"]
    assert told["query"]["stars"] == [f"Unknown: {', '.join(['x' * 40] * 5)} and 2 more."]


@pytest.mark.parametrize(
    ("query", "total"), [("utm_source=zz&fbclid=1", 878), ("province=&stars=&sort=", 878), ("stars=4,5", 383)]
)
def test_what_is_no_filter_refuses_nothing(client: FlaskClient, query: str, total: int) -> None:
    assert client.get(f"/api/v1/products?{query}").get_json()["total"] == total


@pytest.mark.parametrize("query", ["province=zz", "kind=zz", "page=0"])
def test_announcements_tell_it_too(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/announcements?{query}")
    assert (answer.status_code, list(answer.get_json()["errors"]["query"])) == (422, [query.partition("=")[0]])
    assert client.get("/api/v1/announcements?province=nation&kind=news").status_code == 200
    assert client.get("/api/v1/announcements?province=02").status_code == 200


def test_a_page_of_another_site_may_ask_whether_an_answer_is_still_the_same(app: Flask) -> None:
    client = app.test_client()
    asking = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    asking |= {"Access-Control-Request-Headers": "if-none-match"}
    allowed = client.options("/api/v1/products", headers=asking).headers
    assert allowed["Access-Control-Allow-Origin"] == "*"
    assert allowed["Access-Control-Allow-Headers"] == "If-None-Match"
    assert "GET" in allowed["Access-Control-Allow-Methods"]
    answer = client.get("/api/v1/products", headers={"Origin": "https://a.example"})
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag"


def test_an_unknown_product_is_a_problem_too(client: FlaskClient) -> None:
    answer = client.get("/api/v1/products/999999")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json()["status"] == 404


def test_answers_may_be_read_from_anywhere_and_kept(client: FlaskClient) -> None:
    answer = client.get("/api/v1/products")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/v1/products", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_answers_are_compressed(client: FlaskClient, encoding: str, unpack: object) -> None:
    answer = client.get("/api/v1/products", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert json.loads(unpack(answer.data))["total"] == 878  # type: ignore[operator]


def test_the_description_covers_every_route(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {
        "/api/v1/products",
        "/api/v1/products/{product_id}",
        "/api/v1/certificates/{code}",
        "/api/v1/suggest",
        "/api/v1/announcements",
        "/api/v1/events",
        "/api/v1/outlets",
    }


def test_health(client: FlaskClient) -> None:
    assert client.get("/health/live").get_json() == {"status": "live"}
    assert client.get("/health/ready").get_json() == {"status": "ready", "reasons": {}}


@pytest.mark.parametrize("prefers", ["vi", "en", "fr"])
def test_the_api_speaks_the_language_it_is_asked_in(client: FlaskClient, prefers: str) -> None:
    told = {"vi": ("5 sao", "Còn hiệu lực", "Hà Nội"), "en": ("5 stars", "In force", "Hanoi")}
    for lang, words in told.items():
        answer = client.get("/api/v1/products", query_string={"lang": lang}, headers={"Accept-Language": prefers})
        facets = answer.get_json()["facets"]
        labels = {row["label"] for name in ("stars", "standing", "province") for row in facets[name]}
        assert set(words) <= labels
        assert "Accept-Language" not in answer.headers.get("Vary", "")
