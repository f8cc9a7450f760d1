"""A kind of paper, as a room would declare it, and how papers are read back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pypdfium2
import zxingcpp
from flask_babel import lazy_gettext as _l

from foundation.papers.rules import PaperKind, PaperTemplate, Qr

TEMPLATE = Path(__file__).parent / "sample.typ"
DAY = date(2026, 11, 30)
ADDRESS = "https://ocop.example/x/AB12CD34E"


@dataclass(frozen=True, slots=True)
class Facts:
    name: str = "Hợp tác xã Ẵng Nguyễn"
    amount: int = 14_400_000
    day: date = DAY
    stars: int = 4
    note: str = ""
    code: Qr = field(default_factory=lambda: Qr(ADDRESS))


KIND = PaperKind("sample", _l("Paper"), "mau", Facts, (PaperTemplate("2026", TEMPLATE, date(2026, 1, 1)),))


def text_of(pdf: bytes) -> str:
    """All text of a paper, as a program that reads it aloud finds it."""
    with closing(pypdfium2.PdfDocument(pdf)) as paper:
        return "\n".join(page.get_textpage().get_text_bounded() for page in paper).replace("\r\n", "\n")


def codes_of(pdf: bytes) -> Iterator[str]:
    """Every code on it, as a camera reads it."""
    with closing(pypdfium2.PdfDocument(pdf)) as paper:
        for page in paper:
            yield from (found.text for found in zxingcpp.read_barcodes(page.render(scale=2).to_pil()))
