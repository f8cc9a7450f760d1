"""The guides, as anybody reads them."""

import pytest
from flask.testing import FlaskClient

from foundation.db.database import Database
from tests.support.pages import links, texts
from tests.support.queries import count_queries


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # guides are texts: the database plays no part


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.get_data(as_text=True)


def test_from_any_page_to_the_guides_and_to_a_sheet(client: FlaskClient) -> None:
    home = links(get(client, "/vi/"))
    assert {"/vi/huong-dan/hang-sao", "/vi/huong-dan/tham-gia", "/vi/huong-dan/phieu-cham"} <= set(home)
    assert "/vi/huong-dan/phieu-cham" in links(get(client, "/vi/huong-dan"))
    listed = links(get(client, "/vi/huong-dan/phieu-cham"))
    assert sum(link.startswith("/vi/huong-dan/phieu-cham/") for link in listed) == 26 + 26 + 27
    sheet = get(client, "/vi/huong-dan/phieu-cham/26/8")
    assert "tối thiểu cho 5 sao" in sheet
    assert "github.com/hakienpdu95/minhan" in sheet
    assert "không phải Công báo" in sheet


def test_what_a_star_takes_is_said_with_its_source(client: FlaskClient) -> None:
    rows = texts(get(client, "/vi/huong-dan/hang-sao"), "tr")
    assert rows[1] == "5 sao90–100Bộ trưởng Bộ Nông nghiệp và Môi trường"
    assert rows[4].startswith("ít sao hơndưới 50không có")
    page = get(client, "/en/guides/stars")
    assert "36 months" in page
    for article in ("4", "7.6", "12.3", "8, a", "8, đ"):
        assert f"26/2026/QĐ-TTg, article {article})" in page


def test_who_may_take_part_and_the_six_steps(client: FlaskClient) -> None:
    page = get(client, "/vi/huong-dan/tham-gia")
    said = texts(page, "li")
    kinds = ["hợp tác xã;", "tổ hợp tác;", "doanh nghiệp nhỏ và vừa;", "trang trại;", "hộ sản xuất;"]
    assert [kind for kind in kinds if kind not in said] == []
    steps = texts(page, "h3")
    assert len(steps) == 6
    assert (steps[0], steps[-1]) == ("Tuyên truyền, hướng dẫn", "Xúc tiến thương mại")


def test_a_sheet_that_does_not_add_up_says_so(client: FlaskClient) -> None:
    assert "cộng chưa đủ điểm" in get(client, "/vi/huong-dan/phieu-cham/1048/19")
    assert "cộng chưa đủ điểm" not in get(client, "/vi/huong-dan/phieu-cham/26/1")


@pytest.mark.parametrize(
    ("address", "said", "unsaid"),
    [
        ("1048/19", ["Thiếu 2 điểm", "781/QĐ-TTg quy định yêu cầu tối thiểu"], ["None", "Trường hợp 1"]),
        ("148/26", ["Trường hợp 1: cộng đồng", "4 sao cần đủ điểm"], ["Thiếu", "781/QĐ-TTg", "None"]),
        ("26/26", ["cả phiếu chỉ chấm theo một trường hợp"], ["Thiếu", "781/QĐ-TTg", "None"]),
        ("26/1", ['<b class="num">0</b><span>không</span>'], ["None", "Trường hợp 1"]),
    ],
)
def test_gaps_minimums_and_cases_are_said(
    client: FlaskClient, address: str, said: list[str], unsaid: list[str]
) -> None:
    page = get(client, f"/vi/huong-dan/phieu-cham/{address}")
    assert [one for one in said if one not in page] == []
    assert [one for one in unsaid if one in page] == []


def test_on_an_english_page_the_laws_own_words_say_that_they_are_vietnamese(client: FlaskClient) -> None:
    page = get(client, "/en/guides/scoring-sheets/26/1")
    assert texts(page, "h1") == ["Fresh vegetables, tubers, fruit, seeds"]
    assert '<span lang="vi">Sản phẩm được trồng trên địa bàn cấp xã, nhưng có tỷ lệ dưới 50%</span>' in page


@pytest.mark.parametrize("address", ["26/27", "26/0", "27/1", "26/x", "1048/26-2020"])
def test_a_sheet_nobody_made_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(f"/vi/huong-dan/phieu-cham/{address}").status_code == 404


def test_a_group_leads_to_its_sheets_and_a_sheet_to_its_products(client: FlaskClient) -> None:
    assert "/vi/huong-dan/phieu-cham/26/11" in links(get(client, "/vi/nhom/che"))
    assert "/vi/san-pham?group=26-1-5" in links(get(client, "/vi/huong-dan/phieu-cham/26/11"))


def test_guides_ask_the_database_nothing_they_do_not_need(client: FlaskClient, catalogue_db: Database) -> None:
    get(client, "/vi/huong-dan/phieu-cham/26/8")
    assert count_queries(catalogue_db, lambda: client.get("/vi/huong-dan/hang-sao")) == 0
    assert count_queries(catalogue_db, lambda: client.get("/vi/huong-dan/phieu-cham")) == 0
    assert count_queries(catalogue_db, lambda: client.get("/vi/huong-dan/phieu-cham/26/8")) == 1
