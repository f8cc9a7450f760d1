"""The site's own two fonts as the typesetter reads them: it knows no woff2, and then prints nothing without a word."""

import io
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from foundation.web.assets import SOURCE

WEIGHTS = (400, 700)


@cache
def ttf(weight: int) -> bytes:
    """Return the font of a weight as TTF; the same bytes each time."""
    font = TTFont(SOURCE / f"fonts/be-vietnam-pro-{weight}.woff2", recalcTimestamp=False)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def letters() -> frozenset[str]:
    """Every letter and sign both fonts have."""
    held = (set(TTFont(io.BytesIO(ttf(weight))).getBestCmap()) for weight in WEIGHTS)
    return frozenset(map(chr, set.intersection(*held)))


def put_fonts(folder: Path) -> None:
    """Write the fonts into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        (folder / f"{weight}.ttf").write_bytes(ttf(weight))
