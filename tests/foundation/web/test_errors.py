from urllib.parse import unquote

import html5lib
import pytest
from flask.testing import FlaskClient
from flask_babel import lazy_gettext as _l

from foundation.web.errors import words_of
from foundation.web.links import Link
from foundation.web.moved import moved_to
from tests.foundation.web.conftest import Make

WORDS = {
    400: ("Địa chỉ không đọc được", "This address cannot be read"),
    403: (None, "You may not open this page"),
    404: ("Không có trang này", "There is no such page"),
    405: (None, "This page cannot be used that way"),
    413: (None, "This file is too large"),
    429: (None, "Too many requests"),
    500: (None, "Something went wrong on our side"),
}


@pytest.fixture
def searching(make: Make) -> FlaskClient:
    """The small site with a place where words are looked for."""
    app = make()
    app.jinja_env.globals["find"] = Link("find", "shop.products", _l("Find a product"))
    return app.test_client()


def _text(page: str, tag: str) -> str:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    (found,) = tree.iter(tag)
    return "".join(found.itertext()).strip()


@pytest.mark.parametrize("code", WORDS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_error_is_explained_in_the_language_of_the_path(site: FlaskClient, code: int, lang: str) -> None:
    answer = site.get({"vi": f"/vi/loi/{code}", "en": f"/en/error/{code}"}[lang])
    heading = _text(answer.text, "h1")
    assert (answer.status_code, answer.mimetype) == (code, "text/html")
    assert f'<html lang="{lang}">' in answer.text
    assert (heading == WORDS[code][1]) is (lang == "en")
    assert WORDS[code][0] is None or heading == WORDS[code][lang == "en"]
    assert _text(answer.text, "title").startswith(heading)


@pytest.mark.parametrize("code", WORDS)
def test_an_error_page_leads_on_and_stays_out_of_search_engines(site: FlaskClient, code: int) -> None:
    page = site.get(f"/vi/loi/{code}").text
    inside = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert 'href="/vi/"' in inside
    assert 'href="/vi/san-pham"' in inside
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


@pytest.mark.parametrize(("wish", "lang"), [("en", "en"), ("vi", "vi")])
def test_without_a_language_in_the_path_the_browsers_is_used(site: FlaskClient, wish: str, lang: str) -> None:
    answer = site.get("/khong-co", headers={"Accept-Language": wish})
    assert f'<html lang="{lang}">' in answer.text
    assert "Accept-Language" in answer.vary


def test_a_removed_record_says_why(site: FlaskClient) -> None:
    answer = site.get("/vi/san-pham/che-0")
    assert answer.status_code == 410
    assert "Theo yêu cầu của chủ thể" in answer.text


def test_a_method_a_page_does_not_know_is_refused_with_those_it_does(site: FlaskClient) -> None:
    answer = site.delete("/health/live")
    # A form without its token is refused before anybody asks what it was for.
    assert answer.status_code in {400, 405}
    assert "GET" in site.options("/health/live").headers["Allow"]


def test_a_crash_tells_the_reader_nothing_of_the_inside(site: FlaskClient) -> None:
    for path in ("/vi/loi/500", "/api/v1/error/500"):
        answer = site.get(path)
        assert answer.status_code == 500
        assert "broken on purpose" not in answer.text


@pytest.mark.parametrize("path", ["/vi/nhap-sai", "/vi/tep-sai"])
def test_a_name_a_template_misspells_is_an_error_and_not_a_gap(site: FlaskClient, path: str) -> None:
    assert site.get(path).status_code == 500


@pytest.mark.parametrize("code", [400, 404, 405, 410, 429, 500])
def test_the_api_answers_with_problem_details(site: FlaskClient, code: int) -> None:
    answer = site.get(f"/api/v1/error/{code}")
    problem = answer.get_json(force=True)
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
    assert problem["status"] == code
    assert problem["type"] == "about:blank"
    assert problem["title"]


def test_a_form_without_its_token_is_refused_with_advice(site: FlaskClient) -> None:
    answer = site.post("/vi/gui", data={"name": "chè"})
    assert answer.status_code == 400
    assert _text(answer.text, "h1") != _text(site.get("/vi/loi/400").text, "h1")


def test_a_form_with_its_token_is_taken(site: FlaskClient) -> None:
    token = site.get("/vi/gui").text.split('value="')[1].split('"')[0]
    answer = site.post("/vi/gui", data={"csrf_token": token})
    assert (answer.status_code, answer.text[:4]) == (200, "got ")


def test_a_token_of_another_reader_is_refused(site: FlaskClient) -> None:
    token = site.get("/vi/gui").text.split('value="')[1].split('"')[0]
    site.delete_cookie("session")
    assert site.post("/vi/gui", data={"csrf_token": token}).status_code == 400


def test_an_upload_beyond_the_limit_is_refused(site: FlaskClient) -> None:
    size = {"CONTENT_LENGTH": str(26 * 1024 * 1024), "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    assert site.post("/vi/gui", environ_overrides=size).status_code == 413


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/vi/san-pham/tra-shan-tuyet-9999", "tra shan tuyet"),
        ("/vi/s%E1%BA%A3n-ph%E1%BA%A9m_l%E1%BA%A1/", "sản phẩm lạ"),
        ("/vi/san-pham/%22%3E%3Cb%3E-1", '">&lt;b>'),
        ("/vi/12345", ""),
        ("/vi", ""),
    ],
)
def test_what_an_address_speaks_of_can_be_looked_for(path: str, words: str) -> None:
    assert words_of(unquote(path)) == words.replace("&lt;", "<")


def test_a_page_that_is_not_there_offers_the_search_with_these_words(searching: FlaskClient) -> None:
    page = searching.get("/en/nowhere/shan-tea%22-7").text
    assert 'action="/en/products"' in page
    assert 'value="shan tea&#34;"' in page
    assert page.count('type="search"') == 1


def test_an_address_that_moved_leads_on_with_its_query_and_never_elsewhere(site: FlaskClient) -> None:
    moved = (("/old", "/vi/new"), ("/was/*", "/vi/is/*"))
    assert moved_to("/old", moved) == "/vi/new"
    assert moved_to("/was/a/b", moved) == "/vi/is/a/b"
    assert [moved_to(path, moved) for path in ("/older", "/was/", "/was", "/x/old")] == [None] * 4
    answer = site.get("/san-pham/ch%C3%A8%0d%0aX-1?q=a&q=%C3%A8")
    assert (answer.status_code, answer.location) == (301, "/vi/san-pham/ch%C3%A8%0D%0AX-1?q=a&q=%C3%A8")
    assert site.get("/san-pham//evil.example").location in {None, "/vi/san-pham//evil.example"}
    assert site.post("/san-pham").status_code in {400, 404}
    assert site.get("/san-pham").status_code == 301
