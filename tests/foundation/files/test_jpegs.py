"""What markers say of a JPEG before it is decoded."""

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from foundation.files.jpegs import PROGRESSIVE, read_markers
from foundation.files.rules import SCANS_MAX
from tests.support.pictures import encoded, many_scans, photo, with_exif


def test_a_cameras_photo_has_one_scan_and_an_end() -> None:
    found = read_markers(photo())
    assert (found.scans, found.whole, found.common, found.refined) == (1, True, True, False)
    assert len(found.components) == 3


@pytest.mark.parametrize("filler", [b"\xff", b"\xff\xff\x00"])
def test_bytes_between_markers_cost_no_more_than_their_number(filler: bytes) -> None:
    """A megabyte of bytes 255 took 45 s, in which the site answered nobody."""
    begun = time.process_time()
    assert read_markers(b"\xff\xd8" + filler * 100_000 + b"\xff\xd9").whole
    assert not read_markers(b"\xff\xd8" + filler * 100_000).whole
    assert time.process_time() - begun < 1


def test_a_progressive_photo_has_about_ten() -> None:
    found = read_markers(photo(progressive=True))
    assert (found.frame, found.scans, found.whole) == (PROGRESSIVE, 10, True)


@pytest.mark.parametrize("scans", [11, SCANS_MAX, 400])
def test_scans_are_counted_to_the_one_that_is_too_many(scans: int) -> None:
    found = read_markers(many_scans(64, 64, scans))
    assert found.scans == min(scans, SCANS_MAX + 1)
    assert found.whole == (scans <= SCANS_MAX)


def test_a_small_picture_within_what_the_camera_wrote_is_not_counted() -> None:
    exif = Image.Exif()
    exif[0x927C] = photo(40, 30, progressive=True)
    assert read_markers(photo(exif=exif)).scans == 1
    assert read_markers(with_exif()).whole


def test_what_follows_the_end_is_not_counted() -> None:
    assert read_markers(photo() + photo(progressive=True)).scans == 1


def test_a_photo_can_end_where_only_the_last_bits_of_something_are_missing() -> None:
    whole = photo(progressive=True)
    last = whole.rindex(b"\xff\xda")
    assert read_markers(whole[: last + 30]).refined
    before = whole.rindex(b"\xff\xda", 0, last)
    assert not read_markers(whole[: before + 30]).refined
    assert not read_markers(photo()[:-2]).refined


@given(st.binary(max_size=300))
def test_any_bytes_are_walked_over(rest: bytes) -> None:
    assert read_markers(b"\xff\xd8\xff" + rest).scans <= SCANS_MAX + 1
    whole = photo(16, 16)
    assert read_markers(whole[:200] + rest + whole[200:]).scans <= SCANS_MAX + 1


def test_restarts_within_a_scan_are_part_of_it() -> None:
    image = Image.open(io.BytesIO(photo(160, 120)))
    assert read_markers(encoded(image, "JPEG", restart_marker_blocks=1)).scans == 1
