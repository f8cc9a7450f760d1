"""Pictures drawn apart: the dearest that are taken stay within what a process may take, the others are refused."""

import pytest
from PIL import Image

from foundation.files import drawing
from foundation.files.drawing import draw, measured
from foundation.files.drawing_protocol import read
from foundation.files.rules import CPU_MAX_S, MEMORY_MAX, WIDTHS, FileRefused, Reason
from foundation.web.confined import DiedError, ExhaustedError
from tests.support.pictures import encoded, many_scans, photo, with_exif

MB = 1024 * 1024


def palette() -> bytes:
    return encoded(Image.new("P", (8000, 5000), 3), "PNG", transparency=3)


def scanned() -> bytes:
    return many_scans(1500, 20_000, 32, mode="CMYK")


def webp() -> bytes:
    return encoded(Image.new("RGB", (2500, 8000)), "WEBP", quality=0, method=0)


def camera() -> bytes:
    return encoded(Image.new("RGB", (10_000, 10_000)), "JPEG", quality=10)


@pytest.mark.parametrize(("make", "most"), [(palette, 300), (scanned, 420), (webp, 420), (camera, 200)])
def test_the_dearest_pictures_stay_within_their_bounds(make: object, most: int) -> None:
    """Megabytes lie far above what is seen and below what ends the process; without bounds they were 440 to 730."""
    took = measured(make(), WIDTHS)  # type: ignore[operator]
    assert read(took.content)[0].height > 300
    assert took.peak < most * MB < MEMORY_MAX
    assert took.cpu_s < CPU_MAX_S


def test_a_picture_comes_back_as_it_was_drawn() -> None:
    made = draw(with_exif(1200, 900, 6), WIDTHS)
    assert [(one.box, one.width, one.height) for one in made] == [(1600, 900, 1200), (800, 800, 1067), (320, 320, 427)]
    assert all(one.content[8:12] == b"WEBP" for one in made)


@pytest.mark.parametrize(("error", "reason"), [(ExhaustedError, Reason.COSTLY), (DiedError, Reason.BROKEN)])
def test_a_process_that_ends_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], reason: Reason
) -> None:
    def ask(question: bytes, *, wall_s: float) -> None:
        raise error

    monkeypatch.setattr(drawing._helper, "ask", ask)
    with pytest.raises(FileRefused) as refused:
        draw(photo(), WIDTHS)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    "told", [b"", b"\n", b"{}\n", b"[]\n", b'"nonsense"\n', b"[[1]]\n", b"[1]\n", b"null\n", b"\xff\n"]
)
def test_an_answer_that_makes_no_sense_is_a_refusal(told: bytes) -> None:
    with pytest.raises(FileRefused):
        read(told)
