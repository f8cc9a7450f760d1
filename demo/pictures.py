"""Pictures and papers of the illustrations: drawn here, and marked as such in themselves."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 900)
PAGE = (1240, 1754)
"""A page of A4 at 150 dots per inch."""

_FONTS = Path(__file__).resolve().parents[1] / "foundation" / "web" / "static" / "fonts"
_PAPERS = ("#f3ead6", "#e6efe2", "#f1e2d8", "#e3ebf0")
_COLOURS = ("#2f6b45", "#8c3b2a", "#2d5b73", "#b07b1e", "#5d4a7a")
_LEAF, _RICE, _CLAY, _WOOD, _INK = "#2f6b45", "#d9a326", "#a4512f", "#b98a55", "#2b2a26"

Draw = ImageDraw.ImageDraw


def photo(kind: str, number: int, *, colour: int = 0) -> io.BytesIO:
    """Draw a thing of this kind; another `number` shows it from another side, another `colour` is another's."""
    image = Image.new("RGB", SIZE, _PAPERS[number % len(_PAPERS)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 620, *SIZE), fill=_WOOD)
    draw.ellipse((300, 700, 900, 790), fill="#9c7345")
    _THINGS[kind](draw, (number % 3 - 1) * 60, _COLOURS[colour % len(_COLOURS)])
    draw.rectangle((0, 96, SIZE[0], 176), fill=_INK)  # where no card cuts it off
    draw.text((SIZE[0] / 2, 136), "ẢNH MINH HOẠ", font=_font(44, bold=True), fill="white", anchor="mm")
    return _encoded(image, "PNG")


def paper(title: str, lines: Sequence[str]) -> io.BytesIO:
    """Return a page as PDF, marked across."""
    page = Image.new("L", PAGE, "white")
    draw = ImageDraw.Draw(page)
    draw.text((PAGE[0] / 2, PAGE[1] / 2), "BẢN MINH HOẠ", font=_font(150, bold=True), fill=225, anchor="mm")
    draw.text((PAGE[0] / 2, 180), title, font=_font(40, bold=True), fill=0, anchor="mm")
    for place, line in enumerate(lines):
        draw.text((120, 300 + place * 44), line, font=_font(26), fill=0, anchor="lm")
    return _encoded(page, "PDF", resolution=150.0)


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"be-vietnam-pro-{700 if bold else 400}.woff2", size)


def _encoded(image: Image.Image, kind: str, **more: float) -> io.BytesIO:
    target = io.BytesIO()
    image.save(target, kind, **more)
    target.seek(0)
    return target


def _packet(draw: Draw, aside: int, colour: str) -> None:
    left, right = 420 + aside, 780 + aside
    draw.polygon(((left, 250), (right, 250), (right + 30, 740), (left - 30, 740)), fill=colour)
    draw.rectangle((left - 4, 220, right + 4, 262), fill=_INK)
    draw.rectangle((left + 30, 400, right - 30, 620), fill="#fbf7ea")
    draw.ellipse((left + 130, 440, right - 130, 560), fill=colour)
    draw.line((left + 80, 590, right - 80, 590), fill=_RICE, width=8)


def _jar(draw: Draw, aside: int, colour: str) -> None:
    left, right = 430 + aside, 770 + aside
    draw.rounded_rectangle((left, 300, right, 750), 70, fill=_RICE)
    draw.rounded_rectangle((left + 24, 330, left + 64, 700), 20, fill="#f0c659")
    draw.rounded_rectangle((left + 20, 220, right - 20, 310), 18, fill=colour)
    draw.rectangle((left, 460, right, 640), fill="#fbf7ea")
    draw.regular_polygon((600 + aside, 550, 60), 6, fill=_RICE)


def _bottle(draw: Draw, aside: int, colour: str) -> None:
    draw.rounded_rectangle((500 + aside, 380, 700 + aside, 760), 30, fill="#5b3a1e")
    draw.rectangle((560 + aside, 250, 640 + aside, 400), fill="#5b3a1e")
    draw.rounded_rectangle((548 + aside, 200, 652 + aside, 280), 12, fill=_INK)
    draw.rectangle((500 + aside, 500, 700 + aside, 660), fill="#fbf7ea")
    draw.line((530 + aside, 580, 670 + aside, 580), fill=colour, width=14)


def _noodles(draw: Draw, aside: int, colour: str) -> None:
    draw.chord((340 + aside, 380, 860 + aside, 860), 0, 180, fill=colour)
    for place in range(9):
        edge = 400 + aside + place * 40
        draw.arc((edge, 470, edge + 120, 680), 180, 360, fill="#efe3bd", width=16)
    draw.line((700 + aside, 300, 900 + aside, 640), fill=_WOOD, width=14)
    draw.line((740 + aside, 290, 930 + aside, 620), fill="#8a6238", width=14)


def _basket(draw: Draw, aside: int, colour: str) -> None:
    draw.arc((430 + aside, 190, 770 + aside, 800), 180, 360, fill=colour, width=26)
    draw.polygon(((370 + aside, 480), (830 + aside, 480), (770 + aside, 760), (430 + aside, 760)), fill="#c99c5f")
    for row in range(6):
        for place in range(9):
            left = 400 + aside + place * 45 + (row % 2) * 22
            draw.rectangle((left, 500 + row * 42, left + 24, 526 + row * 42), fill="#a87840")
    draw.rectangle((356 + aside, 462, 844 + aside, 496), fill=colour)


def _house(draw: Draw, aside: int, colour: str) -> None:
    draw.polygon(((280 + aside, 470), (600 + aside, 220), (920 + aside, 470)), fill=colour)
    draw.rectangle((360 + aside, 470, 840 + aside, 620), fill=_WOOD)
    for place in (380, 520, 660, 800):
        draw.rectangle((place + aside, 620, place + 24 + aside, 760), fill="#6d5434")
    draw.rectangle((560 + aside, 500, 640 + aside, 620), fill=_INK)
    draw.ellipse((60, 790, 420, 860), fill=_LEAF)


_THINGS: dict[str, Callable[[Draw, int, str], None]] = {
    "packet": _packet,
    "jar": _jar,
    "bottle": _bottle,
    "noodles": _noodles,
    "basket": _basket,
    "house": _house,
}
