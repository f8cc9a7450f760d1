import gc
import weakref

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from foundation.web.routing import current_lang, same_page
from tests.foundation.web.conftest import Make


@pytest.fixture
def app_of_pages(make: Make) -> Flask:
    return make()


@pytest.mark.parametrize("path", ["/vi/san-pham/che-7", "/en/products/che-7"])
def test_a_page_stands_under_each_languages_words(site: FlaskClient, path: str) -> None:
    assert site.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/vi/products/che-7", "/en/san-pham/che-7", "/fr/products/che-7"])
def test_words_of_another_language_name_no_page(site: FlaskClient, path: str) -> None:
    assert site.get(path).status_code == 404


def test_addresses_are_built_in_the_language_of_the_page(app_of_pages: Flask) -> None:
    with app_of_pages.test_request_context("/en/products"):
        assert url_for("shop.product", slug="tea", number=3) == "/en/products/tea-3"
    with app_of_pages.test_request_context("/vi/san-pham"):
        assert url_for("shop.product", slug="tea", number=3) == "/vi/san-pham/tea-3"


def test_another_language_can_be_asked_for(app_of_pages: Flask) -> None:
    with app_of_pages.test_request_context("/vi/san-pham"):
        assert url_for("shop.products", lang="en") == "/en/products"


def test_an_address_without_a_language_gets_none(app_of_pages: Flask) -> None:
    with app_of_pages.test_request_context("/vi/san-pham"):
        assert url_for("health.live") == "/health/live"


def test_the_other_language_keeps_page_and_query(app_of_pages: Flask) -> None:
    with app_of_pages.test_request_context("/vi/san-pham/che-ta-xua-7?q=m%E1%BA%ADt+ong&stars=3&stars=4"):
        app_of_pages.preprocess_request()
        assert same_page(current_lang().EN) == "/en/products/che-ta-xua-7?q=m%E1%BA%ADt+ong&stars=3&stars=4"


@pytest.mark.parametrize(
    "query", ["endpoint=x", "_scheme=javascript&_external=1", "_method=POST", "_anchor=x", "number=8", "lang=fr"]
)
def test_a_query_cannot_change_what_the_other_language_points_to(site: FlaskClient, query: str) -> None:
    page = site.get(f"/vi/san-pham/che-7?{query}")
    assert page.status_code == 200
    assert f'href="/en/products/che-7?{query.replace("&", "&amp;")}"' in page.text


@pytest.mark.parametrize(
    ("wish", "home"),
    [
        ("en-GB,en;q=0.9,vi;q=0.1", "/en/"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "/vi/"),
        ("fr", "/vi/"),
        ("", "/vi/"),
        ("en;q=0, vi;q=0.1", "/vi/"),
    ],
)
def test_the_root_leads_to_the_language_the_browser_asks_for(site: FlaskClient, wish: str, home: str) -> None:
    answer = site.get("/", headers={"Accept-Language": wish})
    assert (answer.status_code, answer.location) == (302, home)
    assert "Accept-Language" in answer.vary


def test_a_path_with_its_language_does_not_vary_by_the_browsers(site: FlaskClient) -> None:
    answer = site.get("/vi/san-pham", headers={"Accept-Language": "en"})
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert '<html lang="vi">' in answer.text


def test_nothing_keeps_an_application_that_is_let_go(make: Make) -> None:
    """Thousands are made in a run of the tests, each with templates and an index."""
    app = make()
    with app.test_request_context("/vi/san-pham"):
        url_for("shop.product", slug="tea", number=3)
    kept = weakref.ref(app)
    del app
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize("number", [2**63, 10**40])
def test_a_number_no_database_could_hold_names_no_page(site: FlaskClient, number: int) -> None:
    assert site.get(f"/vi/san-pham/che-{number}").status_code == 404
    assert site.get(f"/vi/san-pham/che-{2**63 - 1}").status_code == 200
