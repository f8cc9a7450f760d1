from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.announcements.prose import Block, Shape, Span, blocks, spans, summary

URL = "https://ocop.gov.vn/tin"


def test_paragraphs_and_lists() -> None:
    found = blocks("Kính gửi\ncác chủ thể\r\n\r\n- mật ong\n• chè\nHết\n\n3. ba\n4) bốn\n")
    assert [(one.shape, len(one.lines)) for one in found] == [
        (Shape.PARAGRAPH, 2),
        (Shape.LIST, 2),
        (Shape.PARAGRAPH, 1),
        (Shape.NUMBERED, 2),
    ]
    assert found[3].start == 3
    assert found[1] == Block(Shape.LIST, ((Span("mật ong"),), (Span("chè"),)))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"Xem {URL}.", [Span("Xem "), Span(URL, URL), Span(".")]),
        (f"({URL})", [Span("("), Span(URL, URL), Span(")")]),
        (f"[cổng]({URL}) này", [Span("cổng", URL), Span(" này")]),
        ("[x](javascript:alert(1))", [Span("[x](javascript:alert(1))")]),
        ("<b>đậm</b> 2026", [Span("<b>đậm</b> 2026")]),
        ("ftp://x, //y, www.z.vn", [Span("ftp://x, //y, www.z.vn")]),
    ],
)
def test_addresses_become_links_and_nothing_else_does(line: str, found: list[Span]) -> None:
    assert list(spans(line)) == found


@given(st.text(alphabet="a <>&\"'[](). \nhttps:/x-1", max_size=80))
def test_no_word_is_lost_and_links_lead_to_the_web(text: str) -> None:
    for line in text.split("\n"):
        pieces = list(spans(line))
        assert all(one.href is None or one.href.startswith(("http://", "https://")) for one in pieces)
        if not any(one.href and one.href != one.text for one in pieces):
            assert "".join(one.text for one in pieces) == line
    blocks(text)


@pytest.mark.parametrize("text", ["[" * 20_000, "[x](" * 5_000, "- " * 5_000, "https://a.vn/" * 1_500])
def test_no_text_takes_long(text: str) -> None:
    started = process_time()
    blocks(text)
    assert process_time() - started < 2  # some hundredths of a second; what grows with the square takes minutes


def test_a_quotation_is_closed_after_its_address_and_nothing_else_of_markdown_means_anything() -> None:
    assert list(spans(f"“{URL}”")) == [Span("“"), Span(URL, URL), Span("”")]
    for line in ("*x* __y__ `z` ![a](b)", "# x", "> x", "---", "&amp; \\*", "![x](javascript:alert(1))"):
        assert blocks(line) == (Block(Shape.PARAGRAPH, ((Span(line),),)),)


def test_a_summary_is_cut_between_words() -> None:
    assert summary(f"Hồ sơ:\n- phiếu\n- ảnh\n\nXem {URL}.", 90) == f"Hồ sơ: phiếu; ảnh Xem {URL}."
    assert summary("Kết quả đánh giá, phân hạng sản phẩm", 17) == "Kết quả đánh giá …"
    assert len(summary("x" * 500, 20)) <= 22
