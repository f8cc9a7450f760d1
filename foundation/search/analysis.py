"""From text to the tokens that are indexed and asked for. Pure functions.

Folding keeps every character at its place, so that a match in the folded text is a match in the text.
There is no list of stop words: "An" is a province's name and "tơ" a fabric.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from foundation.i18n.text import marks

TOKEN_MAX = 40
"""Longer runs of letters are no word of any language; only their beginning counts."""

_WORD = re.compile(r"[^\W_]+")
# kỹ = kĩ, lý = lí, quý = quí: after these consonants y and i are one sound, written both ways.
_Y = re.compile(r"(?<![^\W_])(qu|[hklmst])y(?![^\W_])")
# The same in the form of `marks`, where the tone follows the letters.
_MARKED_Y = re.compile(r"^(qu|[hklmst])y(?=[\u0300\u0301\u0303\u0309\u0323]?$)")


def _plain_letters() -> dict[int, str]:
    table = {ord(letter): "d" for letter in "đĐðÐ"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if code not in table and base.isascii():
            table[code] = base.lower()
    return table


_PLAIN = _plain_letters()


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as written in lower case, its form for matching, and where it stands in the NFC text."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def has_marks(self) -> bool:
        """Whether it was written with marks, which then count."""
        return not self.text.isascii()


def nfc(text: str) -> str:
    """Return the text composed; decomposed text would be cut at its marks."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """Return a text's form for matching: lower case, no marks, y written i where both are in use.

    Character for character, so that it is as long as `nfc(text)`. A document's texts are asked for twice,
    those of its owner and place again by the next one.
    """
    bare = nfc(text).translate(_PLAIN)
    lower = bare.lower()
    if len(lower) != len(bare):
        lower = "".join(c.lower()[:1] for c in bare)
    return _Y.sub(r"\1i", lower)


@lru_cache(maxsize=65536)
def marked(word: str) -> str:
    """One word with all its marks, wherever its tone is placed and whether it is written with i or y."""
    return _MARKED_Y.sub(r"\1i", marks(word))


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order."""
    composed = nfc(text)
    found = []
    for match in _WORD.finditer(plain(composed)):
        start, end = match.start(), min(match.end(), match.start() + TOKEN_MAX)
        found.append(Token(composed[start:end].lower(), match.group()[:TOKEN_MAX], start, end))
    return found


def words(text: str) -> list[str]:
    """Return the folded words of a text in order, for long texts of which nothing else is wanted."""
    return [word[:TOKEN_MAX] for word in _WORD.findall(plain(text))]


def pair(first: str, second: str) -> str:
    """Two folded words that stand side by side, as one term."""
    return f"{first}_{second}"


def pairs(words: Sequence[str]) -> Iterable[str]:
    """Every two neighbours of a sequence of folded words."""
    return (pair(one, other) for one, other in pairwise(words))
