"""What everybody gets alike is kept for a moment and no longer; what depends on who asks is never kept."""

from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import EnvironBuilder

from catalog.products.models import Product
from foundation.db.database import Database
from foundation.web.answers import PORTION
from foundation.web.page_cache import LASTS_S, PageCache


class Clock:
    """A time that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def asked() -> list[str]:
    """What reached the site."""
    return []


@pytest.fixture
def counting(asked: list[str]) -> Flask:
    """A site that counts what reaches it."""
    site = Flask(__name__, static_folder=None)
    site.before_request(lambda: asked.append(request.full_path))

    @site.get("/vi/<kind>")
    @site.get("/tai-khoan/<kind>")
    @site.get("/static/<kind>")
    def page(kind: str) -> Response:
        answer = Response(f"{kind} {len(asked)}")
        if kind == "stream":
            return Response(letter for letter in "stream")
        if kind == "large":
            return Response(b"a" * PORTION)
        if kind == "cookie":
            answer.set_cookie("a", "b")
        if kind in {"no-store", "private"}:
            answer.headers["Cache-Control"] = kind
        if kind == "language":
            answer.vary.add("Accept-Language")
        if kind == "gone":
            answer.status_code = 410
        answer.add_etag()
        return answer

    return site


@pytest.fixture
def pages(counting: Flask, clock: Clock) -> PageCache:
    pages = PageCache(counting.wsgi_app, clock)
    counting.wsgi_app = pages  # type: ignore[method-assign]
    return pages


@pytest.fixture
def small(counting: Flask, pages: PageCache) -> FlaskClient:
    """That site behind the cache."""
    return counting.test_client(use_cookies=False)


def test_a_page_is_kept_for_a_moment(small: FlaskClient, clock: Clock, asked: list[str]) -> None:
    first, again = small.get("/vi/a?x=1"), small.get("/vi/a?x=1")
    assert again.data == first.data
    assert dict(again.headers) | {"Date": ""} == dict(first.headers) | {"Date": ""}
    assert asked == ["/vi/a?x=1"]
    clock.now += LASTS_S + 0.01
    assert small.get("/vi/a?x=1").data == b"a 2"


@pytest.mark.parametrize("kind", ["cookie", "no-store", "private", "language", "gone", "stream"])
def test_what_is_not_for_all_is_made_anew(small: FlaskClient, asked: list[str], kind: str) -> None:
    for _ in range(2):
        small.get(f"/vi/{kind}")
    assert len(asked) == 2


@pytest.mark.parametrize("headers", [{"Cookie": "ocop_session=x"}, {"Authorization": "x"}, {"Range": "bytes=0-1"}])
def test_whoever_says_who_they_are_is_asked_for(small: FlaskClient, asked: list[str], headers: dict[str, str]) -> None:
    small.get("/vi/a")
    small.get("/vi/a", headers=headers)
    assert len(asked) == 2


def test_other_addresses_and_methods_pass(small: FlaskClient, asked: list[str]) -> None:
    for _ in range(2):
        small.get("/tai-khoan/a")
        small.head("/vi/a")
        assert small.post("/vi/a").status_code == 405
    assert len(asked) == 6


def test_hosts_queries_and_packing_are_told_apart(small: FlaskClient, asked: list[str]) -> None:
    small.get("/vi/a")
    small.get("/vi/a?b")
    small.get("/vi/a", headers={"Host": "ocop.example"})
    small.get("/vi/a", headers={"Accept-Encoding": "br"})
    assert len(asked) == 4


def test_a_reader_who_has_the_page_is_told_so(small: FlaskClient) -> None:
    tag = small.get("/vi/a").headers["ETag"]
    told = small.get("/vi/a", headers={"If-None-Match": tag})
    assert (told.status_code, told.data) == (304, b"")
    assert small.get("/vi/a", headers={"If-None-Match": '"other"'}).data == b"a 1"


def found(pages: PageCache, path: str, **headers: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    return pages.find(EnvironBuilder(path=path, headers=list(headers.items())).get_environ())


def test_a_kept_page_is_found_without_asking_the_site(pages: PageCache, small: FlaskClient, asked: list[str]) -> None:
    assert found(pages, "/vi/a") is None
    sent = small.get("/vi/a")
    told = found(pages, "/vi/a")
    assert told
    assert (told[0]["status"], told[1]["body"]) == (200, sent.data)
    assert {name.decode().title(): value.decode() for name, value in told[0]["headers"]}["Etag"] == sent.headers["ETag"]
    assert found(pages, "/vi/a", Cookie="a=b") is None
    assert found(pages, "/tai-khoan/a") is None
    assert asked == ["/vi/a?"]


def test_a_reader_who_has_a_found_page_is_told_so(pages: PageCache, small: FlaskClient) -> None:
    told = found(pages, "/vi/a", **{"If-None-Match": small.get("/vi/a").headers["ETag"]})
    assert told
    assert (told[0]["status"], told[1]["body"]) == (304, b"")


def test_a_file_named_by_its_content_stays_whoever_asks(
    small: FlaskClient, pages: PageCache, clock: Clock, asked: list[str]
) -> None:
    sent = small.get("/static/a", headers={"Cookie": "ocop_session=x"})
    clock.now += 3600
    told = found(pages, "/static/a")
    assert told
    assert told[1]["body"] == sent.data
    assert len(asked) == 1


def test_a_large_answer_is_not_kept(small: FlaskClient, asked: list[str]) -> None:
    for _ in range(2):
        assert len(small.get("/vi/large").data) == PORTION
    assert len(asked) == 2


@pytest.fixture
def kept(app: Flask, clock: Clock) -> FlaskClient:
    """The whole site behind the cache."""
    app.wsgi_app = PageCache(app.wsgi_app, clock)  # type: ignore[method-assign]
    return app.test_client()


@pytest.mark.parametrize("address", ["/vi/", "/en/products", "/api/v1/products"])
def test_public_pages_of_the_site_are_kept(
    kept: FlaskClient, catalogue_db: Database, clock: Clock, address: str
) -> None:
    first = kept.get(address)
    assert first.status_code == 200
    with catalogue_db.unit_of_work() as session:
        session.execute(update(Product).values(name="Trà khác"))
    assert kept.get(address).data == first.data
    clock.now += LASTS_S + 0.01
    assert kept.get(address).data != first.data
