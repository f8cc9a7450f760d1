"""Drawing pictures anew: upright, in the web's colours, in few sizes, with nothing a camera wrote into them.

Run in a process apart only (`drawing`): decoders are large programs that read what strangers sent.
"""

import io
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial

from PIL import Image, ImageCms, ImageFile, ImageOps, WebPImagePlugin
from PIL.ExifTags import Base as Tag

from foundation.files.jpegs import Jpeg, read_markers
from foundation.files.rules import (
    PIXELS_DECODED_MAX,
    SCANS_MAX,
    SMALL_BYTES,
    SMALL_WIDTH,
    Drawn,
    FileRefused,
    Reason,
    is_nearly_whole,
    pixels_max,
    rendition_size,
)

QUALITY = 80
COARSER = (80, 50, 20)
_FORMATS = ("JPEG", "PNG", WebPImagePlugin.WebPImageFile.format)
_TURNED = frozenset({5, 6, 7, 8})
"""Orientations in which width and height change places."""
_GAP = 2.0
"""A picture is averaged down to no less than so many times its size, which is quick, before it is resized well."""
_STRIP = 2_000_000
"""Pixels that are brought into plain colours at once."""

Image.MAX_IMAGE_PIXELS = None  # our own bound is asked, of the header
Image.preinit()  # the decoders are loaded before the first picture comes, not by each


def draw(content: bytes, boxes: Collection[int]) -> list[Drawn]:
    """Return a picture drawn anew at each width, the widest first; raises `FileRefused`."""
    with _refusing(Reason.BROKEN):
        widest = _decoded(content, max(boxes))
        return [_encoded(widest, box) for box in sorted(boxes, reverse=True)]


def _decoded(content: bytes, box: int) -> Image.Image:
    """Return the picture upright and in plain colours, shrunk to the widest box."""
    jpeg = read_markers(content) if content.startswith(b"\xff\xd8") else Jpeg()
    if jpeg.scans > SCANS_MAX or (jpeg.frame and not jpeg.common):
        raise FileRefused(Reason.COSTLY)
    with _refusing(Reason.NOT_AN_IMAGE):
        image = Image.open(io.BytesIO(_ended(content, jpeg)), formats=_FORMATS)
    with image:
        if image.width * image.height > pixels_max(image.format, scans=jpeg.scans):
            raise FileRefused(Reason.TOO_MANY_PIXELS)
        image.draft("RGB", (box, box))
        if image.width * image.height > PIXELS_DECODED_MAX:
            raise FileRefused(Reason.TOO_MANY_PIXELS)
        arrived = _arrived(image)
        turned = image.getexif().get(Tag.Orientation) in _TURNED
        size = rendition_size(*(arrived.size[::-1] if turned else arrived.size), box)
        shrunk = _shrunk(arrived, size[::-1] if turned else size)
        return _fresh(_upright(shrunk, image), image.info.get("icc_profile"))


def _ended(content: bytes, jpeg: Jpeg) -> bytes:
    """Return the same with an end, where its last refinement alone lacks one."""
    return content + b"\xff\xd9" if jpeg.refined and not jpeg.whole else content


def _arrived(image: ImageFile.ImageFile) -> Image.Image:
    """Return the rows that arrived, where they are nearly all; raises OSError where they are not."""
    try:
        image.load()
    except OSError:
        image.tile = []  # what was decoded stands in the image, and nothing below it
        box = None if image.info.get("interlace") else image.getbbox()
        if box is None or not is_nearly_whole(box[3], image.height):
            raise
        return image.crop((0, 0, image.width, box[3]))
    return image


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture at this size in plain colours; a large one strip by strip, so that it is there only once."""
    factor = int(min(image.width / size[0], image.height / size[1]) / _GAP)
    if factor <= 1:
        return _plain(image).resize(size)
    rows = factor * max(1, _STRIP // (image.width * factor))
    tops = range(0, image.height, rows)
    strips = (image.crop((0, top, image.width, min(top + rows, image.height))) for top in tops)
    reduced = [_plain(strip).reduce(factor) for strip in strips]
    whole = Image.new(reduced[0].mode, (reduced[0].width, sum(strip.height for strip in reduced)))
    for place, strip in enumerate(reduced):
        whole.paste(strip, (0, place * rows // factor))
    return whole.resize(size)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey, of which the upper ones are seen
        return image.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
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
        if profile:
            own, source = ImageCms.ImageCmsProfile(io.BytesIO(profile)), shrunk if shrunk.mode == "CMYK" else plain
            return ImageCms.profileToProfile(source, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or plain
    except (ImageCms.PyCMSError, OSError):
        return plain  # a profile nobody can read says nothing of the colours
    return plain


def _encoded(widest: Image.Image, box: int) -> Drawn:
    size = rendition_size(*widest.size, box)
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
    except (FileRefused, MemoryError):
        raise
    except Exception as error:
        raise FileRefused(reason) from error
