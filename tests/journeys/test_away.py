"""A site whose index cannot be asked lists all the same and says so. On both databases."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from foundation.config.settings import Settings
from foundation.db.database import Database
from tests.support.pages import CheckingClient, classed
from wsgi import create_app

TOLD = {
    "vi": "Chức năng tìm kiếm đang được sắp xếp lại: tạm thời chỉ tìm trong tên.",
    "en": "Search is being put in order: for now words are only looked for in names.",
}


@pytest.fixture
def bare(settings: Settings, catalogue_db: Database, tmp_path: Path) -> FlaskClient:
    """A site nobody has built an index for."""
    app = create_app(replace(settings, data_dir=tmp_path), catalogue_db)
    app.test_client_class = CheckingClient
    return app.test_client()


def test_lists_are_browsed_with_a_notice_and_no_page_fails(bare: FlaskClient) -> None:
    for lang, address in (("vi", "/vi/san-pham"), ("en", "/en/products")):
        page = bare.get(f"{address}?q=mat ong").get_data(as_text=True)
        assert TOLD[lang] in [text for text, _ in classed(page, "note--none")]
        assert classed(page, "card__name")
        assert (
            bare.get("/api/v1/products", query_string={"q": "mat ong", "lang": lang}).get_json()["notice"]
            == (TOLD[lang])
        )
    for address in ("/vi/", "/vi/san-pham", "/vi/san-pham?stars=4&province=19", "/en/products?sort=name&page=3"):
        assert bare.get(address).status_code == 200, address
    for q in ('"', "%", "\x00", "từ " * 300, "🍯", "(" * 1000):
        for address in ("/vi/san-pham", "/api/v1/products", "/api/v1/suggest"):
            assert bare.get(address, query_string={"q": q[:1000]}).status_code == 200


def test_facets_still_narrow(bare: FlaskClient) -> None:
    whole = bare.get("/api/v1/products").get_json()
    assert whole["total"] == 878
    counts = {row["value"]: row["count"] for row in whole["facets"]["stars"]}
    assert bare.get("/api/v1/products?stars=4").get_json()["total"] == counts["4"]


def test_the_site_is_not_ready_and_says_why(bare: FlaskClient) -> None:
    ready = bare.get("/health/ready")
    assert ready.status_code == 503
    assert ready.get_json()["reasons"] == {"search": "there is no index yet"}
