"""What is taken, at what size, and what a file really is. Pure functions."""

from enum import StrEnum

BYTES_MAX = 20 * 1024 * 1024
PIXELS_MAX = 100_000_000
"""Of a picture that can be decoded at a fraction of its size."""
PIXELS_MAX_WHOLE = 40_000_000
"""Of one that has to be decoded whole (PNG, WebP, progressive JPEG), at several bytes a pixel."""

WIDTHS = (320, 800, 1600)
"""Renditions of a picture: a card, a phone, a wide screen (CSS pixels)."""
SMALL_WIDTH, SMALL_BYTES = 160, 12 * 1024
"""The rendition for pages that must stay small, and the most it may weigh: it is drawn coarser until it does not."""
SCAN_WIDTH = 2400
"""A scanned page of A4 at about 280 dots per inch."""
TALLEST = 2
"""A rendition is at most so many times as tall as it is wide."""

NAME_MAX = 120

IMAGE_TYPES = "image/jpeg,image/png,image/webp"
DOCUMENT_TYPES = f"application/pdf,.xlsx,.csv,{IMAGE_TYPES}"
"""What a field that asks for a file offers to choose."""


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_AN_IMAGE = "not_an_image"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    KIND = "kind"


class FileRefused(Exception):
    """The file is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


class MediaType(StrEnum):
    """What a kept file is."""

    WEBP = "image/webp"
    PDF = "application/pdf"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"


ENDINGS = {MediaType.WEBP: "webp", MediaType.PDF: "pdf", MediaType.XLSX: "xlsx", MediaType.CSV: "csv"}

_ZIP, _WORKBOOK, _MACROS = b"PK\x03\x04", b"xl/workbook.xml", b"vbaProject.bin"
_PRINTABLE_FROM = " "


def affordable(width: int, height: int, *, reducible: bool) -> bool:
    """Whether a picture of this size can be decoded in the memory there is."""
    return width * height <= (PIXELS_MAX if reducible else PIXELS_MAX_WHOLE)


def fitted(width: int, height: int, box: int) -> tuple[int, int]:
    """The size of a rendition `box` wide: never enlarged, never taller than twice the box."""
    scale = min(1.0, box / width, TALLEST * box / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def looks_like_image(head: bytes) -> bool:
    """Whether a file begins as a JPEG, a PNG or a WebP does."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def document_type(content: bytes, name: str) -> MediaType | None:
    """What a document is by its own bytes; None for what is not taken.

    A PDF begins with its mark, so that nothing else can begin there; a workbook holds no macros. Names of the
    parts of a workbook stand in it as they are, so that it need not be unpacked. Plain text says nothing of
    itself: it is a table where it is called one and is no markup.
    """
    if content.startswith(b"%PDF-"):
        return MediaType.PDF
    if content.startswith(_ZIP):
        return MediaType.XLSX if _WORKBOOK in content and _MACROS not in content else None
    return MediaType.CSV if name.lower().endswith(".csv") and _is_table(content) else None


def _is_table(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not text.lstrip().startswith("<") and all(c >= _PRINTABLE_FROM or c in "\t\r\n" for c in text)


def shown_name(name: str) -> str:
    """What a file was called, for people to read: its last part, without what no name should hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '"<>:|?*').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return kept if len(kept) <= NAME_MAX else f"{stem[: NAME_MAX - len(dot + ending)]}{dot}{ending}"[-NAME_MAX:]
