"""QR codes as pictures. The only user of `segno`."""

import io

import segno

QUIET = 4
"""Empty squares around a code, which scanners need (ISO/IEC 18004)."""


def qr_svg(text: str) -> bytes:
    """Return the text as an SVG picture of black squares on white, which every scanner reads on a dark page too."""
    return _drawn(text, "svg", 6, light="white", xmldecl=False)


def png(text: str, *, scale: int) -> bytes:
    """Return the same as a PNG, each square `scale` pixels wide: for programs that print labels."""
    return _drawn(text, "png", scale)


def _drawn(text: str, kind: str, scale: int, **more: object) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind=kind, scale=scale, border=QUIET, **more)
    return out.getvalue()
