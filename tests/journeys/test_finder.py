"""A buyer's search: what was heard, what was given up, what was put right. On both databases."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from catalog.certificates.rules import StandingCode
from catalog.finder.rules import Sort
from foundation.i18n.text import sort_key
from tests.support.pages import classed, links, texts

LISTS = {"vi": "/vi/san-pham", "en": "/en/products"}


def listed(client: FlaskClient, q: str, *, lang: str = "vi", **asked: str) -> str:
    """The list page for a question."""
    response = client.get(LISTS[lang], query_string={"q": q, **asked})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def answered(client: FlaskClient, q: str = "", **asked: str | int) -> dict[str, Any]:
    """What the API says to a question."""
    response = client.get("/api/v1/products", query_string={"q": q, **asked})
    assert response.status_code == 200
    return dict(response.get_json())


def chips(page: str) -> dict[str, dict[str, list[str]]]:
    """The filters in use, each with the query that is left when it is taken away."""
    return {text: parse_qs(urlsplit(href or "").query) for text, href in classed(page, "chip--on")}


def notes(page: str) -> list[str]:
    """What the page says of how the question was taken."""
    return [text for text, _ in classed(page, "note--none")]


def test_what_was_heard_is_a_chip_that_can_be_taken_away(client: FlaskClient) -> None:
    page = listed(client, "chè 4 sao Thái Nguyên")
    assert chips(page) == {
        "4 sao bỏ lọc": {"q": ["chè Thái Nguyên"]},
        "Thái Nguyên bỏ lọc": {"q": ["chè 4 sao"]},
    }
    assert list(chips(listed(client, "chè Thái Nguyên"))) == ["Thái Nguyên bỏ lọc"]
    assert chips(listed(client, "chè")) == {}
    totals = [answered(client, q)["total"] for q in ("chè 4 sao Thái Nguyên", "chè 4 sao", "chè")]
    assert 0 < totals[0] < totals[1] < totals[2]


def test_a_chip_is_in_the_readers_language_and_quotes_words_that_say_it_otherwise(client: FlaskClient) -> None:
    assert set(chips(listed(client, "honey cooperative 4 star", lang="en"))) == {
        "Cooperative take this filter away",
        "4 stars (“4 star”) take this filter away",
    }
    assert list(chips(listed(client, "mật ong HTX"))) == ["Hợp tác xã (“htx”) bỏ lọc"]
    # The name of a province of before the reform: the chip says where it lies today.
    assert list(chips(listed(client, "trà Hà Giang"))) == ["Tuyên Quang (“hà giang”) bỏ lọc"]


def test_without_a_word_left_the_whole_list_is_shown(client: FlaskClient) -> None:
    assert chips(listed(client, "5 sao")) == {"5 sao bỏ lọc": {}}


def test_a_chip_of_a_question_put_right_keeps_it_so(client: FlaskClient) -> None:
    assert chips(listed(client, "nuocmam 4 sao")) == {"4 sao bỏ lọc": {"q": ["nước mắm"]}}


def test_a_chosen_value_stands_in_place_of_the_one_heard(client: FlaskClient) -> None:
    heard = answered(client, "mật ong 4 sao")
    counts = {row["value"]: row["count"] for row in heard["facets"]["stars"]}
    assert heard["total"] == counts["4"]
    for stars, count in counts.items():
        chosen = answered(client, "mật ong 4 sao", stars=stars)
        assert (chosen["total"], chosen["notice"]) == (count, None)
    assert chips(listed(client, "mật ong 4 sao", stars="3")) == {"3 sao bỏ lọc": {"q": ["mật ong 4 sao"]}}


def test_two_values_of_one_facet_are_either(client: FlaskClient) -> None:
    both = answered(client, "mật ong 3 sao 4 sao")
    assert both["total"] == sum(answered(client, f"mật ong {n} sao")["total"] for n in (3, 4))
    assert {item["recognised_stars"] for item in both["items"]} == {3, 4}
    assert len(chips(listed(client, "mật ong 3 sao 4 sao"))) == 2


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("vi", "Không có sản phẩm nào khớp tất cả, nên đã bỏ điều kiện: 5 sao."),
        ("en", "Nothing has all of it, so this was left out: 5 stars (“5 sao”)."),
    ],
)
def test_what_was_given_up_is_told_and_is_no_chip(client: FlaskClient, lang: str, told: str) -> None:
    page = listed(client, "cà phê 5 sao", lang=lang)
    assert notes(page) == [told]
    assert chips(page) == {}
    assert answered(client, "cà phê 5 sao", lang=lang)["notice"] == told


@pytest.mark.parametrize(
    ("q", "lang", "told"),
    [
        ("mật ong zzzzqq", "vi", "Không có sản phẩm nào chứa: zzzzqq."),
        ("mật ong zzzzqq", "en", "No product has these words: zzzzqq."),
        (
            "mật ong hoa cà phê",
            "vi",
            "Không có sản phẩm nào chứa đủ các từ này; sản phẩm chứa nhiều từ nhất đứng trước.",
        ),
        ("mật ong hoa cà phê", "en", "No product has all of your words; those with most of them come first."),
    ],
)
def test_words_that_were_not_found_are_told(client: FlaskClient, q: str, lang: str, told: str) -> None:
    assert notes(listed(client, q, lang=lang)) == [told]
    found = answered(client, q, lang=lang)
    assert found["notice"] == told
    assert found["total"] > 0


def test_a_plain_question_is_answered_without_remarks(client: FlaskClient) -> None:
    assert notes(listed(client, "mật ong")) == []
    found = answered(client, "mật ong")
    assert (found["notice"], found["suggestion"]) == (None, None)


def test_a_slip_is_put_right_and_said(client: FlaskClient) -> None:
    page = listed(client, "mat onh")
    assert notes(page) == ["Kết quả cho: mat ong"]
    assert "/vi/san-pham?q=mat+ong" in links(page)
    assert answered(client, "mat onh")["suggestion"] == "mat ong"
    assert answered(client, "mat onh")["total"] == answered(client, "mat ong")["total"]


def test_what_was_found_is_marked(client: FlaskClient) -> None:
    page = listed(client, "nuoc mam")
    assert "Nước mắm" in texts(page, "mark")
    assert texts(listed(client, ""), "mark") == []


def test_where_nothing_was_found_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = listed(client, "zzzzqq")
    assert "Không tìm thấy sản phẩm nào" in texts(page, "h2")
    assert "/vi/san-pham" in links(page)
    assert answered(client, "zzzzqq")["items"] == []


def test_where_few_have_all_of_it_what_is_near_is_shown(client: FlaskClient) -> None:
    page = listed(client, "Phan Tâm 1")
    names = [text for text, _ in classed(page, "card__name")]
    assert sorted(names[:3]) == ["Bánh Khéo Phan Tâm 1", "Bánh in Phan Tâm 1", "Bánh đậu xanh Phan Tâm 1"]
    assert len(names) > 3
    assert "Gần với điều bạn tìm" in texts(page, "h2")
    assert answered(client, "Phan Tâm 1")["total"] == 3


def test_every_page_has_a_search_box(client: FlaskClient) -> None:
    product = answered(client)["items"][0]
    addresses = ["/vi/", "/vi/san-pham", urlsplit(product["url"]).path]
    for address in (*addresses, "/vi/khong-co"):
        page = client.get(address).get_data(as_text=True)
        assert page.count('name="q"') == 1, address
        assert 'action="/vi/san-pham"' in page


def test_suggestions_have_the_agreed_shape_and_lead_somewhere(client: FlaskClient) -> None:
    kinds = set()
    for typed in ("mật o", "thực", "tuyen", "lê gia"):
        answer = client.get("/api/v1/suggest", query_string={"q": typed}).get_json()
        assert set(answer) == {"items"}
        assert 0 < len(answer["items"]) <= 8
        for item in answer["items"]:
            assert set(item) == {"text", "kind", "url"}
            assert item["url"].startswith("http://localhost:8000/vi/")
            where = urlsplit(item["url"])
            assert client.get(f"{where.path}?{where.query}").status_code == 200, item
            kinds.add(item["kind"])
    assert kinds == {"group", "province", "product", "producer"}


def test_suggestions_are_in_the_readers_language(client: FlaskClient) -> None:
    items = client.get("/api/v1/suggest", query_string={"q": "food", "lang": "en"}).get_json()["items"]
    assert items[0] == {"text": "Food", "kind": "group", "url": "http://localhost:8000/en/products?group=26-1"}
    assert client.get("/api/v1/suggest").get_json() == {"items": []}


@pytest.mark.parametrize("q", ["", "mật ong", "trà Thái Nguyên"])
def test_an_order_changes_what_stands_where_and_nothing_else(client: FlaskClient, q: str) -> None:
    found = {sort: answered(client, q, sort=sort.value, per_page=100)["items"] for sort in Sort}
    ids = {sort: [item["id"] for item in items] for sort, items in found.items()}
    if q:
        assert len({frozenset(order) for order in ids.values()}) == 1
    order = [code.value for code in sorted(StandingCode, key=lambda code: code.order)]
    standings = [order.index(item["standing"]) for item in found[Sort.STANDING]]
    assert standings == sorted(standings)
    stars = [item["stars"] or 0 for item in found[Sort.STARS]]
    assert stars == sorted(stars, reverse=True)
    names = [item["name"] for item in found[Sort.NAME]]
    assert names == sorted(names, key=sort_key)
    assert ids[Sort.RELEVANCE] == [item["id"] for item in answered(client, q, per_page=100)["items"]]


def test_the_newest_decisions_come_first(client: FlaskClient) -> None:
    items = answered(client, "trà Thái Nguyên", sort="newest")["items"]
    years = [
        max((claim["year"] or 0) for claim in client.get(f"/api/v1/products/{item['id']}").get_json()["claims"])
        for item in items
    ]
    assert years == sorted(years, reverse=True)


def test_old_codes_of_provinces_lead_to_todays(client: FlaskClient) -> None:
    old, new = answered(client, "trà", province="02"), answered(client, "trà", province="08")
    assert old["total"] == new["total"] > 0
    assert old["items"] == new["items"]
