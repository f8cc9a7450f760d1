"""The editions of the rules in words, as anybody reads them."""

import pytest
from flask.testing import FlaskClient

from catalog.regulations.editions import LAW
from tests.support.pages import links, texts


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # the law is in files: the database plays no part


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.get_data(as_text=True)


def test_from_the_guides_to_an_edition_and_to_two_side_by_side(client: FlaskClient) -> None:
    assert "/vi/huong-dan/quy-dinh" in links(get(client, "/vi/huong-dan"))
    listed = links(get(client, "/vi/huong-dan/quy-dinh"))
    assert {f"/vi/huong-dan/quy-dinh/{one.address}" for one in LAW.editions} <= set(listed)
    assert "/vi/huong-dan/quy-dinh/148-1489/26-2026" in listed


@pytest.mark.parametrize("lang", ["vi/huong-dan/quy-dinh", "en/guides/rules"])
@pytest.mark.parametrize("code", LAW.by_address)
def test_every_edition_is_told_whole(client: FlaskClient, lang: str, code: str) -> None:
    page = get(client, f"/{lang}/{code}")
    assert len(texts(page, "h2")) >= 10
    assert "None" not in page
    for gap in LAW.by_address[code].procedure.gaps:
        assert (gap.title.vi if lang.startswith("vi") else str(gap.title.en)).replace("'", "&#39;") in page


def test_the_edition_in_force_says_who_when_and_with_which_papers(client: FlaskClient) -> None:
    said = " ".join(texts(get(client, "/vi/huong-dan/quy-dinh/26-2026"), "li"))
    assert "UBND cấp xã tiếp nhận" in said
    assert "tỉnh có thể bỏ qua" in said
    assert "hồ sơ gửi trước ngày 30/04 được quyết định chậm nhất ngày 30/06" in said
    assert "15 ngày làm việc" in said
    assert "5 đơn vị, dịch vụ du lịch không nộp" in said
    assert "Điều 7.6; đã đọc trong bản chép lại" in said
    assert "…-…/PĐK-tỉnh-xã-năm" in said


def test_an_older_edition_says_what_is_not_known(client: FlaskClient) -> None:
    page = get(client, "/en/guides/rules/1048")
    assert "the minimums of 781/QĐ-TTg: the text was not found" in page
    assert "the council confirms them by hand" in page
    assert "The grounds of this edition were not read; those of 26/2026/QĐ-TTg are shown." in page


def test_two_editions_stand_side_by_side(client: FlaskClient) -> None:
    page = get(client, "/en/guides/rules/148-1489/26-2026")
    heads = texts(page, "h3")
    assert heads[:2] == ["148/QĐ-TTg, 1489/QĐ-TTg", "26/2026/QĐ-TTg"]
    assert len(heads) >= 20


@pytest.mark.parametrize("code", ["27", "26", "26-2026/27", "148%2B1489"])
def test_an_edition_nobody_made_is_not_found(client: FlaskClient, code: str) -> None:
    assert client.get(f"/vi/huong-dan/quy-dinh/{code}").status_code == 404
