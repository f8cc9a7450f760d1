"""What becomes of pictures: upright, small, without what a camera wrote into them; hostile ones are refused."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from foundation.files.pictures import Drawn, draw
from foundation.files.rules import WIDTHS, FileRefused, Reason
from tests.support.pictures import DRAWING, NOTE, PAGE, PDF, headed, photo, with_exif

ROOT = Path(__file__).resolve().parents[3]


def drawn(content: bytes) -> dict[int, Drawn]:
    return {one.box: one for one in draw(io.BytesIO(content), WIDTHS)}


def opened(one: Drawn) -> Image.Image:
    image = Image.open(io.BytesIO(one.content))
    assert (image.format, image.size) == ("WEBP", (one.width, one.height))
    return image


def why(content: bytes) -> Reason:
    with pytest.raises(FileRefused) as refused:
        drawn(content)
    return refused.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_each_picture_is_drawn_at_three_widths(kind: str, mode: str) -> None:
    made = drawn(photo(2000, 1500, kind=kind, mode="RGB" if kind == "WEBP" else mode))
    assert [(box, one.width, one.height) for box, one in made.items()] == [
        (1600, 1600, 1200),
        (800, 800, 600),
        (320, 320, 240),
    ]
    assert len(made[320].content) < len(made[1600].content)


def test_a_small_picture_is_not_enlarged() -> None:
    assert {one.width for one in drawn(photo(200, 100)).values()} == {200}


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (320, 240), {"top left", "bottom left"}),
        (3, (320, 240), {"top right", "bottom right"}),
        (6, (320, 427), {"top left", "top right"}),
        (8, (320, 427), {"bottom left", "bottom right"}),
    ],
)
def test_a_photo_stands_upright(orientation: int, size: tuple[int, int], red: set[str]) -> None:
    one = drawn(with_exif(1200, 900, orientation))[320]
    assert (one.width, one.height) == size
    pixels = opened(one).convert("RGB")
    wide, tall = one.width - 10, one.height - 10
    corners = {"top left": (9, 9), "top right": (wide, 9), "bottom left": (9, tall), "bottom right": (wide, tall)}
    colours = {name: pixels.getpixel(at) for name, at in corners.items()}
    assert {name for name, (r, _, b) in colours.items() if r > b} == red  # type: ignore[misc]


def test_nothing_a_camera_wrote_is_kept() -> None:
    sent = with_exif()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    for one in drawn(sent).values():
        image = opened(one)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp"} & set(image.info)
        assert NOTE.encode() not in one.content
        assert b"Exif" not in one.content


def test_see_through_parts_become_white() -> None:
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, "PNG")
    assert opened(drawn(target.getvalue())[320]).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["P", "1", "I;16", "LA", "CMYK"])
def test_unusual_colours_are_drawn_too(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (500, 400))
    target = io.BytesIO()
    image.save(target, kind)
    assert drawn(target.getvalue())[320].width == 320


@pytest.mark.parametrize("profile", [b"no profile at all", b""])
def test_a_colour_profile_nobody_can_read_is_left_out(profile: bytes) -> None:
    assert drawn(photo(icc_profile=profile))[320].width == 320


NO_PHOTOS = [DRAWING, PAGE, PDF, b"GIF89a", b"x", photo(40, 40, kind="BMP"), photo(40, 40, kind="GIF")]


@pytest.mark.parametrize("content", NO_PHOTOS)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert why(content) is Reason.NOT_AN_IMAGE


def test_a_photo_that_is_also_a_page_is_only_a_photo_afterwards() -> None:
    comment = photo(comment=PAGE)
    assert PAGE in comment
    for content in (photo() + PAGE, comment):
        assert all(b"<script" not in one.content for one in drawn(content).values())
    assert why(PAGE + photo()) is Reason.NOT_AN_IMAGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_did_not_arrive_whole_is_refused(kind: str) -> None:
    whole = photo(1200, 900, kind=kind)
    assert why(whole[: len(whole) // 2]) in {Reason.BROKEN, Reason.NOT_AN_IMAGE}


@pytest.mark.parametrize(("width", "height"), [(10_001, 10_000), (40_000_001, 1), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_by_the_header(width: int, height: int) -> None:
    assert why(headed(width, height)) is Reason.TOO_MANY_PIXELS


MAKE = """
import sys
from PIL import Image
kind, mode, width, height, path = sys.argv[1:]
Image.new(mode, (int(width), int(height)), 128).save(path, kind)
"""
MEASURE = """
import sys
from foundation.files.pictures import draw
from foundation.files.rules import WIDTHS
with open(sys.argv[1], "rb") as sent:
    draw(sent, WIDTHS)
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:")))
"""


@pytest.mark.parametrize(
    ("kind", "mode", "width", "height", "bound"),
    [("JPEG", "RGB", 10_000, 10_000, 400), ("PNG", "P", 8_000, 5_000, 700), ("PNG", "RGB", 8_000, 5_000, 700)],
)
def test_memory_stays_bounded(tmp_path: Path, kind: str, mode: str, width: int, height: int, bound: int) -> None:
    """The largest pictures that are taken, in a process of its own; bounds (MB) lie far above what is seen.

    The peak is read from the process itself: what `getrusage` tells begins with the peak of the process it came from.
    """
    path = str(tmp_path / "sent")
    run = [sys.executable, "-c"]
    subprocess.run([*run, MAKE, kind, mode, str(width), str(height), path], check=True)
    told = subprocess.run([*run, MEASURE, path], cwd=ROOT, check=True, capture_output=True, text=True)
    assert int(told.stdout) < bound
