from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.files.rules import (
    BYTES_A_DAY,
    FILES_A_DAY,
    NAME_MAX,
    PIXELS_DECODED_MAX,
    PIXELS_HELD_MAX,
    PIXELS_MAX,
    PIXELS_WEBP_MAX,
    TALLEST,
    MediaType,
    Reason,
    document_type,
    is_nearly_whole,
    looks_like_image,
    named_refusal,
    pixels_max,
    rendition_size,
    shown_name,
    upload_limits,
)
from tests.support.pictures import DRAWING, PAGE, PDF, photo, workbook

SIDES = st.integers(1, 20_000)


@given(SIDES, SIDES, st.sampled_from([320, 800, 1600, 2400]))
def test_a_rendition_stays_in_its_box_and_is_never_enlarged(width: int, height: int, box: int) -> None:
    wide, tall = rendition_size(width, height, box)
    assert 1 <= wide <= min(width, box)
    assert 1 <= tall <= min(height, TALLEST * box)


@given(st.integers(100, 5000), st.integers(100, 5000))
def test_a_rendition_keeps_its_proportions(width: int, height: int) -> None:
    wide, tall = rendition_size(width, height, 320)
    assert abs(wide * height - tall * width) <= max(width, height)  # a pixel of rounding


def test_a_file_is_counted_and_weighed_by_whoever_sends_it() -> None:
    files, weight = upload_limits(5, "203.0.113.9", 3 * 1024 * 1024 + 1)
    assert (files.burst, files.every * FILES_A_DAY, files.takes) == (FILES_A_DAY, timedelta(days=1), 1)
    assert (weight.burst, weight.takes) == (BYTES_A_DAY // 1024**2, 4)
    assert abs(weight.every * weight.burst - timedelta(days=1)) < timedelta(seconds=1)
    assert {one.key for one in upload_limits(5, "", 0)} == {"files:account:5", "megabytes:account:5"}
    assert upload_limits(5, "", 0)[1].takes == 1
    near, far = (upload_limits(None, address, 1)[0].key for address in ("2001:db8::1", "2001:db8::2"))
    assert near == far == "files:address:2001:db8::/64"


def test_how_large_a_picture_may_be_depends_on_what_its_decoder_holds() -> None:
    assert pixels_max("JPEG", scans=1) == pixels_max("MPO", scans=1) == PIXELS_MAX
    assert pixels_max("JPEG", scans=2) == PIXELS_HELD_MAX
    assert pixels_max("PNG", scans=0) == PIXELS_DECODED_MAX
    assert pixels_max("WEBP", scans=0) == PIXELS_WEBP_MAX


@pytest.mark.parametrize(
    ("rows", "height", "enough"),
    [(1000, 1000, True), (950, 1000, True), (949, 1000, False), (68, 100, True), (67, 100, False)],
)
def test_a_picture_is_shown_without_its_last_rows_and_no_more(rows: int, height: int, enough: bool) -> None:
    assert is_nearly_whole(rows, height) is enough


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (b"\0\0\0\x18ftypheic", Reason.HEIC),
        (b"\0\0\0\x18ftypmif1", Reason.HEIC),
        (b"\0\0\0\x18ftypisom", None),
        (b"II*\0\x08\0\0\0", Reason.TIFF),
        (b"MM\0*\0\0\0\x08", Reason.TIFF),
        (b"\xff\xd8\xff\xe0", None),
        (b"", None),
    ],
)
def test_what_people_send_and_nobody_opens_is_refused_by_name(head: bytes, why: Reason | None) -> None:
    assert named_refusal(head) is why


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
