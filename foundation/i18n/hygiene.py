"""What text may hold that comes in from outside, by whichever door. Pure functions.

What nobody sees is taken out, what only looks alike is made one, what is broken is told: it is never kept in silence.
"""

import re
import unicodedata
from enum import StrEnum

from foundation.i18n.misread import is_misread

LOST = "\ufffd"
"""The sign that stands for what could not be read."""

MARKS_MAX, HARMLESS = 16, 500
"""Marks on one letter, of which Vietnamese has two at most; how long a text may be that is composed as it is."""

_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What Unicode calls ignorable: soft hyphens, joiners, marks of direction and of the order of bytes, fillers, tags.

Neither Vietnamese nor English needs one of them.
"""
_BLANK = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_LINE_END = "\r\x0b\x0c\x85\u2028\u2029"
"""Other ways to end a line: word processors write a break within a paragraph as the character 11."""
_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NO_TEXT = f"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}"
"""Controls, halves of characters and characters that are none: PostgreSQL keeps no NUL, a page may show none."""

_ODD = re.compile(f"[{_UNSEEN}{_BLANK}{_LINE_END}{_NO_TEXT}]")
_MENDED = (
    (re.compile(f"\r\n|[{_LINE_END}]"), "\n"),
    (re.compile(f"[{_UNSEEN}]"), ""),
    (re.compile(f"[{_BLANK}]"), " "),
    (re.compile(f"[{_NO_TEXT}]"), LOST),
)
_BROKEN = re.compile(f"[{LOST}{_NO_TEXT}]")

_ALIKE = str.maketrans({"\u0189": "Đ", "\u0256": "đ", "\u00d0": "Đ", "\u00f0": "đ"})
"""Letters of African languages and of Icelandic that look like Đ; typed in their stead nobody can tell."""
_LOOKS_LIKE_D = re.compile("[\u0189\u0256\u00d0\u00f0]")


class Damage(StrEnum):
    """What is broken in a text, and cannot be mended by a rule."""

    LETTERS_LOST = "letters_lost"
    WRONG_ENCODING = "wrong_encoding"


def cleaned(text: str) -> str:
    """`text` as it is kept: NFC without what nobody sees, plain blanks and line ends, Đ for what looks like it.

    What is no text stands as U+FFFD, where it can be seen; it is `damage_of` this.
    """
    return unicodedata.normalize("NFC", _with_few_marks(strip_invisible(text).translate(_ALIKE)))


def _with_few_marks(text: str) -> str:
    """`text` without what no letter carries: composing 20,000 marks on one letter takes a second."""
    if text.isascii() or len(text) <= HARMLESS:
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MARKS_MAX:
            kept.append(char)
    return "".join(kept)


def strip_invisible(text: str) -> str:
    """`text` with its own letters, but without what nobody sees; what is no text stands as U+FFFD."""
    if (text.isascii() and text.isprintable()) or not _ODD.search(text):
        return text
    for odd, instead in _MENDED:
        text = odd.sub(instead, text)
    return text


def alike(text: str) -> str | None:
    """Return the first letter in it that only looks like Đ or đ, or None."""
    found = _LOOKS_LIKE_D.search(text)
    return found[0] if found else None


def clean_query(text: str) -> str:
    """`text` as a question about records: nothing of it is kept, so what is no text only parts words."""
    return cleaned(text).replace(LOST, " ")


def damage_of(text: str) -> Damage | None:
    """Return what is broken in a text as it came, before it is cleaned; or None."""
    if text.isascii() and text.isprintable():
        return None
    return next((found for found in map(_damage_in, _lines(text)) if found), None)


def damaged_line(text: str) -> int | None:
    """Which line is the first in which something is broken, counted from 1, of a text with several."""
    lines = _lines(text)
    return next((number for number, line in enumerate(lines, 1) if _damage_in(line)), None) if lines[1:] else None


def _lines(text: str) -> list[str]:
    return _MENDED[0][0].sub("\n", text).split("\n")


def _damage_in(line: str) -> Damage | None:
    if is_misread(line):
        return Damage.WRONG_ENCODING
    return Damage.LETTERS_LOST if _BROKEN.search(line) else None
