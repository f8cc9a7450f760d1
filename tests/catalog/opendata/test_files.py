"""The files of the open data as they are sent, and the page that leads to them."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.opendata.datasets import DATASETS
from catalog.opendata.dumps import EXTENSION
from tests.support.pages import links


def written(app: Flask) -> None:
    app.extensions[EXTENSION].write()


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def test_before_the_first_writing_one_is_asked_to_come_back(client: FlaskClient) -> None:
    answer = client.get("/open-data/products.csv")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "ghi lần đầu" in client.get("/vi/du-lieu-mo").text


@pytest.mark.parametrize("name", ["products.xml", "nothing.csv", "contents.json", "..%2Fsecret_key"])
def test_only_what_is_named_is_given(app: Flask, client: FlaskClient, name: str) -> None:
    written(app)
    assert client.get(f"/open-data/{name}").status_code == 404


def test_a_file_is_sent_packed_or_plain_and_not_twice(app: Flask, client: FlaskClient) -> None:
    written(app)
    packed = client.get("/open-data/products.csv", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/open-data/products.csv")
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Content-Disposition"] == 'attachment; filename="ocop-products-2026-11-23.csv"'
    assert plain.headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert plain.headers["Access-Control-Allow-Origin"] == "*"
    for asked in ({"If-None-Match": plain.headers["ETag"]}, {"If-Modified-Since": plain.headers["Last-Modified"]}):
        again = client.get("/open-data/products.csv", headers=asked)
        assert (again.status_code, again.data) == (304, b"")
    long_ago = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert client.get("/open-data/products.csv", headers=long_ago).status_code == 200


def test_the_page_leads_to_every_file_and_says_what_is_not_in_them(app: Flask, client: FlaskClient) -> None:
    written(app)
    page = client.get("/vi/du-lieu-mo").text
    assert {f"/open-data/{one.key}.{form}" for one in DATASETS for form in ("csv", "json")} <= set(links(page))
    assert "/vi/du-lieu-mo/giao-dien-lap-trinh" in links(page)
    assert "CC BY 4.0" in page
    assert "801 dòng." in page
    assert "77 sản phẩm không đưa vào vì chưa rõ quyền sử dụng." in page
    assert all(f"<code>{column.name}</code>" in page for one in DATASETS for column in one.columns)
    assert "/vi/du-lieu-mo" in links(client.get("/vi/").text)
