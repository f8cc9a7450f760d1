"""What is taken, at what size and how much of it, and what a file really is. Pure functions."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from foundation.accounts.rules import RateLimit, network

BYTES_MAX = 20 * 1024 * 1024
PIXELS_MAX = 100_000_000
"""Of a JPEG as its header says; a decoder reads most of them at a fraction of their size."""
PIXELS_DECODED_MAX = 40_000_000
"""Of what a decoder writes out at last, at four bytes a pixel."""
PIXELS_HELD_MAX = 30_000_000
"""Of a JPEG of several scans: its decoder holds all of it at up to eight bytes a pixel, whatever it writes out."""
PIXELS_WEBP_MAX = 20_000_000
"""Of a WebP: its decoder holds it four times."""
SCANS_MAX = 32
"""Of a JPEG. Cameras write one, programs that save pictures progressively ten to twenty; each costs a pass over all."""
NEARLY_WHOLE = 0.95
"""Share of its rows that a picture must have brought along: phones lose the last bytes of some."""
ROWS_OF_BLOCKS = 32
"""The rows that a decoder holds back for want of the bytes behind them, whatever the picture's height."""

MEMORY_MAX = 512 * 1024 * 1024
"""Bytes that drawing one picture may take, its program included."""
CPU_MAX_S, WALL_MAX_S = 12, 45
"""Seconds for drawing one picture."""

FILES_A_DAY, BYTES_A_DAY = 300, 1024**3
"""What one account may send: so much at once, and so much again in the course of a day."""
_MEGABYTE = 1024 * 1024

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
    COSTLY = "costly"
    BROKEN = "broken"
    KIND = "kind"
    HEIC = "heic"
    TIFF = "tiff"
    QUOTA = "quota"


class FileRefused(Exception):
    """The file is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rendition, encoded; width and height in pixels."""

    box: int
    width: int
    height: int
    content: bytes


class MediaType(StrEnum):
    """What a kept file is."""

    WEBP = "image/webp"
    PDF = "application/pdf"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"


ENDINGS = {MediaType.WEBP: "webp", MediaType.PDF: "pdf", MediaType.XLSX: "xlsx", MediaType.CSV: "csv"}

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_ZIP, _WORKBOOK, _MACROS = b"PK\x03\x04", b"xl/workbook.xml", b"vbaProject.bin"
_PRINTABLE_FROM = " "


def pixels_max(kind: str | None, *, scans: int) -> int:
    """How many pixels a picture may have as its header says, by what its decoder holds in memory."""
    if kind == "WEBP":
        return PIXELS_WEBP_MAX
    if scans > 1:
        return PIXELS_HELD_MAX
    return PIXELS_MAX if scans else PIXELS_DECODED_MAX


def upload_limits(account_id: int | None, address: str, size: int) -> tuple[RateLimit, ...]:
    """Return the limits for a file of this size (bytes): its account's, or its network's where nobody signed in."""
    sender = f"account:{account_id}" if account_id is not None else f"address:{network(address)}"
    day, megabytes = timedelta(days=1), BYTES_A_DAY // _MEGABYTE
    return (
        RateLimit(f"files:{sender}", FILES_A_DAY, day / FILES_A_DAY),
        RateLimit(f"megabytes:{sender}", megabytes, day / megabytes, takes=max(1, -(-size // _MEGABYTE))),
    )


def is_nearly_whole(rows: int, height: int) -> bool:
    """Whether a picture of which only these rows arrived is shown without the others."""
    return rows >= min(height * NEARLY_WHOLE, height - ROWS_OF_BLOCKS)


def rendition_size(width: int, height: int, box: int) -> tuple[int, int]:
    """Return the size of a rendition `box` wide: never enlarged, never taller than twice the box."""
    scale = min(1.0, box / width, TALLEST * box / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def looks_like_image(head: bytes) -> bool:
    """Whether a file begins as a JPEG, a PNG or a WebP does."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def named_refusal(head: bytes) -> Reason | None:
    """Pictures that people do send and that are refused by name, with what to do about it."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return Reason.HEIC
    return Reason.TIFF if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")) else None


def document_type(content: bytes, name: str) -> MediaType | None:
    """Return what a document is by its own bytes; None for what is not taken.

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
    """Return what a file was called, for people to read: its last part, without what no name should hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '"<>:|?*').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return kept if len(kept) <= NAME_MAX else f"{stem[: NAME_MAX - len(dot + ending)]}{dot}{ending}"[-NAME_MAX:]
