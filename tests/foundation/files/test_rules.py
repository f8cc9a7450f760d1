import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.files.rules import (
    NAME_MAX,
    PIXELS_MAX,
    PIXELS_MAX_WHOLE,
    TALLEST,
    MediaType,
    affordable,
    document_type,
    fitted,
    looks_like_image,
    shown_name,
)
from tests.support.pictures import DRAWING, PAGE, PDF, photo, workbook

SIDES = st.integers(1, 20_000)


@given(SIDES, SIDES, st.sampled_from([320, 800, 1600, 2400]))
def test_a_rendition_stays_in_its_box_and_is_never_enlarged(width: int, height: int, box: int) -> None:
    wide, tall = fitted(width, height, box)
    assert 1 <= wide <= min(width, box)
    assert 1 <= tall <= min(height, TALLEST * box)


@given(st.integers(100, 5000), st.integers(100, 5000))
def test_a_rendition_keeps_its_proportions(width: int, height: int) -> None:
    wide, tall = fitted(width, height, 320)
    assert abs(wide * height - tall * width) <= max(width, height)  # a pixel of rounding


def test_what_can_be_decoded_at_a_fraction_may_be_larger() -> None:
    assert affordable(PIXELS_MAX, 1, reducible=True)
    assert not affordable(PIXELS_MAX + 1, 1, reducible=True)
    assert affordable(PIXELS_MAX_WHOLE, 1, reducible=False)
    assert not affordable(PIXELS_MAX_WHOLE + 1, 1, reducible=False)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (PDF, "x", MediaType.PDF),
        (PAGE + PDF, "x.pdf", None),
        (workbook("[Content_Types].xml", "xl/workbook.xml"), "x", MediaType.XLSX),
        (workbook("[Content_Types].xml", "word/document.xml"), "x.xlsx", None),
        (workbook("xl/workbook.xml", "xl/vbaProject.bin"), "x.xlsx", None),
        ("tên,sao\nMật ong,4".encode(), "a.CSV", MediaType.CSV),
        (b"\xef\xbb\xbfid\n1", "a.csv", MediaType.CSV),
        (b"id\n1", "a.txt", None),
        (PAGE, "a.csv", None),
        (b" \n" + DRAWING, "a.csv", None),
        (b"id\x00", "a.csv", None),
        (b"\xff\xfe", "a.csv", None),
        (b"MZ\x90", "a.pdf", None),
    ],
)
def test_a_document_is_what_its_bytes_say(content: bytes, name: str, found: MediaType | None) -> None:
    assert document_type(content, name) is found


def test_pictures_are_known_by_their_beginning() -> None:
    assert all(looks_like_image(photo(kind=kind)[:12]) for kind in ("JPEG", "PNG", "WEBP"))
    assert not any(looks_like_image(content[:12]) for content in (PDF, PAGE, DRAWING, b"RIFF1234WAVE", b""))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\ảnh\\bánh.jpg", "bánh.jpg"),
        ('a"\r\nSet-Cookie: x=1.pdf', "aSet-Cookie x=1.pdf"),
        ("..", ""),
        ("\u202egpj.exe", "gpj.exe"),
        ("", ""),
        ("/", ""),
    ],
)
def test_a_name_is_no_path_and_no_header(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text(max_size=400))
def test_any_name_is_shortened_to_one_that_can_be_shown(name: str) -> None:
    shown = shown_name(name)
    assert len(shown) <= NAME_MAX
    assert not set(shown) & set('/\\"<>\r\n\x00')
