import gzip
import json

import brotli
import pytest
from flask.testing import FlaskClient

from foundation.web.responses import HEADERS
from tests.foundation.web.conftest import Make

EVERYTHING = (
    "/",
    "/vi/san-pham",
    "/vi/khong-co",
    "/vi/loi/500",
    "/vi/gui",
    "/api/v1/long",
    "/api/v1/khong-co",
    "/health/live",
)


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_answer_carries_the_security_headers(site: FlaskClient, path: str) -> None:
    answer = site.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_static_files_carry_them_too(make: Make) -> None:
    app = make()
    answer = app.test_client().get(app.jinja_env.globals["asset"]("icons.svg"), buffered=True)  # type: ignore[operator]
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'self'"
    assert {parts[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert not {"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} & set(policy.replace("'", " ").split())


def test_https_is_insisted_on_only_where_the_site_is_https(site: FlaskClient, secure_site: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in site.get("/vi/san-pham").headers
    kept = secure_site.get("/vi/san-pham", headers={"Host": "ocop.example"}).headers["Strict-Transport-Security"]
    assert kept.startswith("max-age=31536000")


@pytest.mark.parametrize("path", EVERYTHING)
def test_a_reader_without_a_form_gets_no_cookie(site: FlaskClient, path: str) -> None:
    if path != "/vi/gui":
        assert "Set-Cookie" not in site.get(path).headers


def test_the_cookie_of_a_form_is_closed_to_scripts_and_other_sites(secure_site: FlaskClient) -> None:
    cookie = secure_site.get("/vi/gui", headers={"Host": "ocop.example"}).headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_production_answers_only_to_its_own_names(secure_site: FlaskClient) -> None:
    answers = {
        host: secure_site.get("/vi/san-pham", headers={"Host": host}).status_code
        for host in ("ocop.example", "127.0.0.1:8000", "evil.example", "ocop.example.evil.example")
    }
    assert answers == {
        "ocop.example": 200,
        "127.0.0.1:8000": 200,
        "evil.example": 400,
        "ocop.example.evil.example": 400,
    }


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_text_is_compressed_as_the_reader_accepts(site: FlaskClient, accepted: str, encoding: str | None) -> None:
    answer = site.get("/api/v1/long", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert json.loads(unpack(answer.data)) == {"text": "chè " * 500}
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Accept-Encoding" in answer.vary


def test_short_answers_stay_as_they_are(site: FlaskClient) -> None:
    answer = site.get("/health/live", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.vary


@pytest.mark.parametrize("path", ["/vi/san-pham", "/api/v1/long"])
def test_what_the_reader_has_already_is_not_sent_again(site: FlaskClient, path: str) -> None:
    tag = site.get(path).headers["ETag"]
    again = site.get(path, headers={"If-None-Match": tag, "Accept-Encoding": "br"})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Accept-Encoding" in again.vary
    assert site.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_pages_that_differ_have_different_tags(site: FlaskClient) -> None:
    paths = ("/vi/san-pham", "/en/products", "/vi/san-pham/che-7", "/vi/san-pham/che-8")
    assert len({site.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_other_sites_may_read_the_api_and_nothing_else(site: FlaskClient) -> None:
    allowed = {
        path: site.get(path).headers.get("Access-Control-Allow-Origin")
        for path in ("/api/v1/long", "/api/v1/khong-co", "/vi/san-pham")
    }
    assert allowed == {"/api/v1/long": "*", "/api/v1/khong-co": "*", "/vi/san-pham": None}
    assert "Access-Control-Allow-Credentials" not in site.get("/api/v1/long").headers
    assert "Access-Control-Allow-Origin" not in site.post("/api/v1/long").headers
