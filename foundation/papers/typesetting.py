"""Setting a paper. The only user of `typst`.

One compiler serves a whole process: `typst.compile()` keeps something of each call, two gigabytes after 9,000 papers.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any, Final

import typst

from foundation.papers.fonts import letters, put_fonts
from foundation.papers.rules import QR
from foundation.web.qr import qr_svg

HOUSE = Path(__file__).parent / "data/house.typ"
STANDARD: Final = "ua-1"
"""PDF/UA-1: read aloud in its order, with its language and title."""
NO_LETTER = "?"
"""Stands for what the fonts have no shape of: left out, nobody would see that something is missing."""


class PaperError(RuntimeError):
    """A template cannot be set with these facts."""


def source_of(template: Path) -> bytes:
    """Return a template with what every paper shares."""
    return HOUSE.read_bytes() + b"\n" + template.read_bytes()


def source_digest(source: bytes) -> str:
    """Return the SHA-256 of a template, by which it is known what a paper was made from."""
    return hashlib.sha256(source).hexdigest()


class Typesetter:
    """Sets papers one after another; `folder` holds the fonts, and templates can read nothing but what lies there."""

    def __init__(self, folder: Path) -> None:
        put_fonts(folder)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        self._compiler = typst.Compiler(root=str(folder), font_paths=fonts)

    def pdf(self, source: bytes, facts: Mapping[str, Any], *, language: str, dated: date) -> bytes:
        """Return a tagged PDF; equal facts on equal days give equal bytes. Raises `PaperError`."""
        inputs = {"facts": json.dumps(_drawn(facts), ensure_ascii=False), "lang": language}
        moment = datetime(dated.year, dated.month, dated.day, tzinfo=timezone.utc)
        try:
            told, warnings = self._compiler.compile_with_warnings(
                source, format="pdf", sys_inputs=inputs, pdf_standards=[STANDARD], timestamp=int(moment.timestamp())
            )
        except typst.TypstError as error:
            raise PaperError(error.message) from error
        if warnings or not isinstance(told, bytes):
            raise PaperError("; ".join(one.message for one in warnings) or "no single PDF")
        return told


def _drawn(value: Any) -> Any:
    """Facts as templates take them: codes as pictures, and every letter one that the fonts have."""
    match value:
        case str():
            held = letters()
            return "".join(one if one in held or one == "\n" else NO_LETTER for one in value)
        case {"qr": str(text)} if len(value) == 1:
            return {QR: text, "svg": qr_svg(text).decode()}
        case Mapping():
            return {name: _drawn(one) for name, one in value.items()}
        case list():
            return [_drawn(one) for one in value]
    return value
