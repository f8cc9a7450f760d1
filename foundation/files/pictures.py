"""Drawing pictures anew: upright, in the web's colours, in few sizes, with nothing a camera wrote into them."""

import io
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps
from PIL.ExifTags import Base as Tag

from foundation.files.rules import SMALL_BYTES, SMALL_WIDTH, FileRefused, Reason, affordable, fitted

QUALITY = 80
COARSER = (80, 50, 20)
_FORMATS = ("JPEG", "PNG", "WEBP")
_TURNED = frozenset({5, 6, 7, 8})
"""Orientations in which width and height change places."""

_one_at_a_time = Lock()
"""A decoded picture can take hundreds of megabytes; a process holds one."""

Image.MAX_IMAGE_PIXELS = None  # our own bound is asked, of the header


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rendition, encoded; width and height in pixels."""

    box: int
    width: int
    height: int
    content: bytes


def draw(stream: BinaryIO, boxes: Collection[int]) -> list[Drawn]:
    """A picture drawn anew at each width, the widest first; raises `FileRefused`."""
    with _one_at_a_time, _refusing(Reason.BROKEN):
        widest = _decoded(stream, max(boxes))
        return [_encoded(widest, box) for box in sorted(boxes, reverse=True)]


def _decoded(stream: BinaryIO, box: int) -> Image.Image:
    """The picture upright and in plain colours, shrunk to the widest box."""
    with _refusing(Reason.NOT_AN_IMAGE):
        image = Image.open(stream, formats=_FORMATS)
    with image:
        reducible = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
        if not affordable(*image.size, reducible=reducible):
            raise FileRefused(Reason.TOO_MANY_PIXELS)
        turned = image.getexif().get(Tag.Orientation) in _TURNED
        image.draft("RGB", (box, box))
        size = fitted(*(image.size[::-1] if turned else image.size), box)
        shrunk = _plain(image).resize(size[::-1] if turned else size, reducing_gap=2.0)
        return _fresh(_upright(shrunk, image), image.info.get("icc_profile"))


def _plain(image: Image.Image) -> Image.Image:
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    wanted = "RGBA" if has_alpha else "CMYK" if image.mode == "CMYK" else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _upright(shrunk: Image.Image, image: Image.Image) -> Image.Image:
    shrunk.getexif()[Tag.Orientation] = image.getexif().get(Tag.Orientation, 1)
    return ImageOps.exif_transpose(shrunk)


def _fresh(shrunk: Image.Image, profile: bytes | None) -> Image.Image:
    """On white, in the web's colours, in an image that holds nothing else."""
    made = Image.new("RGB", shrunk.size, "white")
    made.paste(_in_web_colours(shrunk, profile), mask=shrunk.getchannel("A") if shrunk.mode == "RGBA" else None)
    return made


def _in_web_colours(shrunk: Image.Image, profile: bytes | None) -> Image.Image:
    plain = shrunk.convert("RGB")
    try:
        if profile and shrunk.mode != "CMYK":
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(plain, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or plain
    except (ImageCms.PyCMSError, OSError):
        return plain  # a profile nobody can read says nothing of the colours
    return plain


def _encoded(widest: Image.Image, box: int) -> Drawn:
    size = fitted(*widest.size, box)
    made = widest if size == widest.size else widest.resize(size)
    if box == SMALL_WIDTH:
        content = next((one for one in map(partial(_webp, made), COARSER) if len(one) <= SMALL_BYTES), b"")
        return Drawn(box, *size, content or _webp(made, COARSER[-1]))
    return Drawn(box, *size, _webp(made, QUALITY))


def _webp(made: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    made.save(target, "WEBP", quality=quality)
    return target.getvalue()


@contextmanager
def _refusing(reason: Reason) -> Iterator[None]:
    """Whatever a decoder stumbles over is the file's fault; cameras write odd things beside pictures that are whole."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused(reason) from error
