"""A visitor's way through the catalogue, on both databases."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import event, select

from catalog.certificates.models import RecognitionClaim
from catalog.products.models import Product
from catalog.products.services import remove_product
from foundation.db.base import now
from foundation.db.database import Database
from tests.support.pages import links, texts


@pytest.fixture
def shown(catalogue_db: Database) -> Product:
    """A product that names its producer; its id is whatever the database gave it."""
    with catalogue_db.reading() as session:
        return session.scalars(select(Product).where(Product.name == "Mắm cá mè vinh")).one()


def get(client: FlaskClient, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.get_data(as_text=True)


def test_the_root_chooses_by_the_browsers_preference(client: FlaskClient) -> None:
    english = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert (english.status_code, english.location) == (302, "/en/")
    assert "Accept-Language" in english.headers["Vary"]
    assert client.get("/", headers={"Accept-Language": "fr"}).location == "/vi/"


def test_the_home_line_is_computed_and_says_its_day(client: FlaskClient) -> None:
    page = get(client, "/vi/")
    assert texts(page, "dd")[:4] == ["109", "146", "407", "216"]
    assert "23/11/2026" in page
    assert "23 November 2026" in get(client, "/en/")


def test_from_home_to_a_product_and_its_producer(client: FlaskClient) -> None:
    home = get(client, "/vi/")
    first = next(link for link in links(home) if re.match(r"/vi/san-pham/.+-\d+$", link))
    product = get(client, first)
    producers = [link for link in links(product) if link.startswith("/vi/chu-the/")]
    if producers:
        assert texts(get(client, producers[0]), "h1")


def test_stars_of_news_are_outlined_and_say_so(client: FlaskClient) -> None:
    page = get(client, "/vi/san-pham?standing=in_force")
    assert "stars--outline" in page
    assert "chưa đối chiếu quyết định" in page
    assert 'class="stars"' not in page  # no certificate is on file in the demonstration list


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ends_this_year", "hết hạn trong năm 2026, chưa rõ ngày"),
        ("lapsed", "đã quá 36 tháng, chưa thấy kết quả đánh giá lại"),
        ("unverified", "Chưa xác minh"),
        ("undated", "nguồn không nêu năm"),
        ("unclassed", "nguồn không nêu hạng sao"),
        ("proposed_5", "Tiềm năng 5 sao"),
    ],
)
def test_every_standing_is_said_in_words_without_gold(client: FlaskClient, words: str, told: str) -> None:
    page = get(client, f"/vi/san-pham?standing={words}")
    assert told in page
    assert 'class="stars' not in page
    product = next(link for link in links(page) if re.match(r"/vi/san-pham/.+-\d+$", link))
    assert told in get(client, product)


def test_what_nobody_verified_is_given_no_end(client: FlaskClient) -> None:
    page = get(client, "/en/products?standing=unverified")
    product = next(link for link in links(page) if re.match(r"/en/products/.+-\d+$", link))
    assert "Valid until" not in get(client, product)
    page = get(client, "/en/products?standing=lapsed")
    product = next(link for link in links(page) if re.match(r"/en/products/.+-\d+$", link))
    assert "Valid until" in get(client, product)


def test_every_entry_of_the_star_history_names_its_source(client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        claim = session.scalars(select(RecognitionClaim).where(RecognitionClaim.source.not_like("http%"))).first()
        assert claim
        product = session.get_one(Product, claim.product_id)
    history = get(client, f"/vi/san-pham/{product.slug}-{product.id}").partition('class="history"')[2]
    assert str(escape(claim.source)) in history


def test_places_keep_their_vietnamese_names_and_say_so_on_an_english_page(client: FlaskClient, shown: Product) -> None:
    page = get(client, f"/en/products/{shown.slug}-{shown.id}")
    assert '<span lang="vi">Phường Long Phú, Thị xã Tân Châu, Tỉnh An Giang</span>' in page


def test_where_nothing_was_found_no_filters_are_offered(client: FlaskClient) -> None:
    page = get(client, "/vi/san-pham?q=zzzz")
    assert "Không tìm thấy sản phẩm nào" in page
    assert "#filters" not in links(page)
    assert "#filters" in links(get(client, "/vi/san-pham?q=zzzz&stars=5"))


def test_facets_narrow_and_chips_widen_again(client: FlaskClient) -> None:
    page = get(client, "/vi/san-pham?stars=5&standing=in_force")
    assert "15 sản phẩm" in page
    chips = [link for link in links(page) if link.startswith("/vi/san-pham?")]
    assert "/vi/san-pham?standing=in_force" in chips
    assert "109 sản phẩm" in get(client, "/vi/san-pham?standing=in_force")


def test_a_former_province_finds_todays(client: FlaskClient) -> None:
    page = get(client, "/en/products?province=02")
    assert "10 products" in page
    assert "Tuyen Quang" in page


def test_a_product_names_both_eras(client: FlaskClient) -> None:
    page = get(client, "/vi/san-pham?q=Phìn Hồ")
    product = next(link for link in links(page) if re.match(r"/vi/san-pham/.+-\d+$", link))
    words = " ".join(texts(get(client, product), "dd"))
    assert "Xã Thông Nguyên, Tuyên Quang" in words
    assert "trước 1/7/2025: Xã Thông Nguyên, Huyện Hoàng Su Phì, Tỉnh Hà Giang" in words


def test_star_history_lists_what_the_note_says(client: FlaskClient) -> None:
    page = get(client, "/vi/san-pham?q=Trà tôm nõn hương quê")
    product = next(link for link in links(page) if re.match(r"/vi/san-pham/.+-\d+$", link))
    history = [text for text in texts(get(client, product), "li") if text.startswith(("5 sao", "4 sao"))]
    assert history[0].startswith("5 sao, 2025")
    assert history[1].startswith("4 sao, 2023")


def test_paging_keeps_the_question(client: FlaskClient) -> None:
    page = get(client, "/vi/san-pham?stars=4&page=2")
    assert any("stars=4" in link and "page=3" in link for link in links(page))
    get(client, "/vi/san-pham?page=999", status=404)
    get(client, "/vi/san-pham?page=x", status=404)


def test_the_first_page_carries_stars_from_many_provinces(client: FlaskClient) -> None:
    items = client.get("/api/v1/products?per_page=24").get_json()["items"]
    assert {item["standing"] for item in items} == {"in_force"}
    assert len({item["province_code"] for item in items}) == 18


def test_a_wrong_slug_leads_to_the_right_one(client: FlaskClient, shown: Product) -> None:
    moved = client.get(f"/vi/san-pham/anything-{shown.id}")
    assert moved.status_code == 301
    assert client.get(moved.location).status_code == 200


def test_the_language_switch_leads_to_the_same_page(client: FlaskClient) -> None:
    page = get(client, "/vi/san-pham?stars=5")
    assert "/en/products?stars=5" in links(page)
    assert 'hreflang="en" href="http://localhost:8000/en/products?stars=5"' in page


def test_a_removed_product_says_why(client: FlaskClient, catalogue_db: Database, shown: Product) -> None:
    with catalogue_db.unit_of_work() as session:
        remove_product(session, session.get_one(Product, shown.id), reason="Chủ thể ngừng sản xuất.", at=now())
    page = get(client, f"/vi/san-pham/x-{shown.id}", status=410)
    assert "Chủ thể ngừng sản xuất." in page
    assert client.get(f"/api/v1/products/{shown.id}").status_code == 410


@pytest.mark.parametrize("address", ["/vi/nope", "/en/products/none-99999", "/vi/chu-the/none-99999"])
def test_error_pages_help_in_the_readers_language(client: FlaskClient, address: str) -> None:
    page = get(client, address, status=404)
    heading = "There is no such page" if address.startswith("/en/") else "Không có trang này"
    assert texts(page, "h1") == [heading]


@pytest.mark.parametrize(
    "q",
    ['"', "(", "*", "%", "_", "\x00", "🍯", "' OR 1=1 --", "a" * 1000, "từ " * 300, "<script>", "../..", "\u0300"],
)
def test_any_words_are_answered(client: FlaskClient, q: str) -> None:
    assert client.get("/vi/san-pham", query_string={"q": q}).status_code == 200


def test_words_are_found_without_marks_and_in_the_producers_name(client: FlaskClient) -> None:
    assert client.get("/api/v1/products?q=mat ong").get_json()["total"] > 30
    assert client.get("/api/v1/products?q=Su Anh").get_json()["total"] >= 2
    assert client.get("/api/v1/products?q=zzzz").get_json()["total"] == 0


PAGES = ["/vi/", "/en/", "/vi/san-pham?stars=4&province=91", "/vi/san-pham/x-{0.id}", "/en/producers/x-{0.producer_id}"]
PROGRAMS = ["/api/v1/products", "/api/v1/products/{0.id}", "/health/ready", "/vi/nope"]


@pytest.mark.parametrize("address", [*PAGES, *PROGRAMS])
def test_reading_never_writes_and_sets_no_cookie(
    client: FlaskClient, catalogue_db: Database, shown: Product, address: str
) -> None:
    written: list[str] = []

    def look(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if statement.split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(statement)

    event.listen(catalogue_db.engine, "before_cursor_execute", look)
    response = client.get(address.format(shown), follow_redirects=True)
    event.remove(catalogue_db.engine, "before_cursor_execute", look)
    assert response.status_code == (404 if address == "/vi/nope" else 200)
    assert written == []
    assert "Set-Cookie" not in response.headers


@pytest.fixture
def queries(catalogue_db: Database) -> Callable[[Callable[[], object]], int]:
    def count(act: Callable[[], object]) -> int:
        seen: list[str] = []

        def look(_c: object, _cur: object, statement: str, *_rest: object) -> None:
            if statement.lstrip().upper().startswith("SELECT"):
                seen.append(statement)

        event.listen(catalogue_db.engine, "before_cursor_execute", look)
        act()
        event.remove(catalogue_db.engine, "before_cursor_execute", look)
        return len(seen)

    return count


@pytest.mark.parametrize(
    ("address", "many"),
    [
        ("/vi/", 4),
        ("/vi/san-pham", 2),
        ("/vi/san-pham?stars=4", 2),
        ("/vi/san-pham?q=mật ong", 2),
        ("/vi/san-pham?q=chè 4 sao Thái Nguyên&standing=lapsed&sort=name&page=1", 2),
        ("/en/products?q=cà phê 5 sao Điện Biên", 2),
        ("/en/products?q=mat onhg 4 sao", 2),
        ("/vi/san-pham?q=Phan Tâm 1", 2),
        ("/vi/san-pham?q=zzzzqq", 1),
        ("/api/v1/products", 2),
        ("/api/v1/products?per_page=100", 2),
        ("/api/v1/products?q=mật ong 4 sao&province=08", 2),
        ("/api/v1/suggest?q=mật o", 1),
        ("/vi/san-pham/{0.slug}-{0.id}", 6),
    ],
)
def test_query_counts_are_fixed(
    client: FlaskClient, queries: Callable[[Callable[[], object]], int], shown: Product, address: str, many: int
) -> None:
    address = address.format(shown)
    get(client, address)  # the first page of a process also reads places and groups
    assert queries(lambda: client.get(address)) == many
