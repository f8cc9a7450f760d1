"""What becomes of pictures: upright, small, without what a camera wrote into them; hostile ones are refused."""

import io
import random
import time
import zlib

import pytest
from PIL import Image, ImageStat

from foundation.files.pictures import draw
from foundation.files.rules import SCANS_MAX, WIDTHS, Drawn, FileRefused, Reason
from tests.support.pictures import (
    DRAWING,
    NOTE,
    PAGE,
    PDF,
    chunk,
    encoded,
    headed,
    many_scans,
    photo,
    with_exif,
)


def drawn(content: bytes) -> dict[int, Drawn]:
    return {one.box: one for one in draw(content, WIDTHS)}


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


def test_sixteen_bits_of_grey_are_shown_as_they_are() -> None:
    """As scanners save them; all above 255 used to become white."""
    image = Image.frombytes("I;16", (400, 300), (bytes(400) + b"\0\x80" * 200) * 300)
    made = opened(drawn(encoded(image, "PNG"))[320]).convert("L")
    assert made.getpixel((40, 100)) < 10  # type: ignore[operator]
    assert 118 < made.getpixel((280, 100)) < 138  # type: ignore[operator]


def test_a_palette_with_see_through_parts() -> None:
    image = Image.new("P", (400, 300), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(0, (200, 0, 400, 300))
    made = opened(drawn(encoded(image, "PNG", transparency=1))[320]).convert("RGB")
    assert [made.getpixel((40, 100)), made.getpixel((280, 100))[0] > 200] == [(255, 255, 255), True]  # type: ignore[index]


def test_colours_for_printing_are_shown_in_the_webs() -> None:
    image = Image.new("CMYK", (400, 300), (255, 0, 0, 0))
    red, green, blue = opened(drawn(encoded(image, "JPEG"))[320]).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert red < 60
    assert min(green, blue) > 180


def textured(width: int = 600, height: int = 450) -> Image.Image:
    """A picture whose rows all take room in the file."""
    small = Image.frombytes(
        "RGB", (width // 8, height // 8), random.Random(1).randbytes(width // 8 * (height // 8) * 3)
    )
    return small.resize((width, height))


@pytest.mark.parametrize(
    ("kind", "cut", "rows"),
    [("JPEG", 2, 418), ("JPEG", 100, 410), ("PNG", 12, 450), ("PNG", 300, 445)],
)
def test_a_picture_that_lost_its_last_bytes_is_shown_without_its_last_rows(kind: str, cut: int, rows: int) -> None:
    whole = encoded(textured(), kind)
    one = drawn(whole[:-cut])[1600]
    assert one.width == 600
    assert rows <= one.height <= 450
    bottom = opened(one).convert("L").crop((0, one.height - 4, 600, one.height))
    assert ImageStat.Stat(bottom).mean[0] > 60  # what is missing would be black


def test_a_progressive_photo_without_its_end_is_shown_whole() -> None:
    """Once every coefficient is there but for the last bit of some, nobody sees what is missing."""
    whole = encoded(textured(), "JPEG", progressive=True)
    assert drawn(whole[:-300])[1600].height == 450
    assert why(whole[: len(whole) // 3]) is Reason.BROKEN
    assert why(encoded(textured(), "PNG")[:-100_000]) is Reason.BROKEN


@pytest.mark.parametrize("scans", [SCANS_MAX + 1, 5000])
def test_many_scans_are_refused_unread(scans: int) -> None:
    sent, before = many_scans(4000, 3000, scans), time.process_time()
    assert why(sent) is Reason.COSTLY
    assert time.process_time() - before < 0.5  # each of them costs milliseconds
    assert drawn(many_scans(400, 300, SCANS_MAX))[320].width == 320


def test_codings_that_no_camera_writes_are_refused() -> None:
    baseline = photo()
    at = baseline.index(b"\xff\xc0")
    for frame in (0xC3, 0xC9, 0xCA):
        assert why(baseline[:at] + bytes([0xFF, frame]) + baseline[at + 2 :]) is Reason.COSTLY


def test_a_tall_picture_is_judged_by_what_is_decoded() -> None:
    """A decoder reads a picture at a fraction of its size only where both its sides are that much too large."""
    tall = encoded(Image.new("L", (1600, 26_000)), "JPEG", quality=10)
    assert why(tall) is Reason.TOO_MANY_PIXELS
    assert drawn(encoded(Image.new("L", (1, 30_000)), "JPEG"))[320].width == 1
    assert drawn(encoded(Image.new("RGB", (6400, 6500)), "JPEG"))[320].width == 320


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_is_shown(kind: str) -> None:
    frames = [Image.new("RGB", (400, 300), colour) for colour in ("red", "blue", "blue")]
    made = drawn(encoded(frames[0], kind, save_all=True, append_images=frames[1:]))[320]
    red, _, blue = opened(made).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert red > 200
    assert blue < 60


def test_what_stands_beside_the_picture_costs_nothing() -> None:
    """A profile, a text and a note of megabytes, packed into kilobytes."""
    whole, bomb = photo(400, 300, kind="PNG"), zlib.compress(bytes(64 * 1024 * 1024))
    for kind, words in ((b"iCCP", b"x\0\0"), (b"zTXt", b"x\0\0"), (b"iTXt", b"x\0\1\0\0\0")):
        sent = whole[:33] + chunk(kind, words + bomb) + whole[33:]
        try:
            assert drawn(sent)[320].width == 320
        except FileRefused as refused:
            assert refused.reason in {Reason.BROKEN, Reason.NOT_AN_IMAGE}  # noqa: PT017 - either is right
