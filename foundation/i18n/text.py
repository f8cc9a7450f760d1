"""Vietnamese letters: folding, slugs and alphabetical order. Pure functions."""

import re
import unicodedata
from functools import lru_cache

SLUG_MAX = 60

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Vietnamese dictionaries order the five marked tones after the level one, in this sequence.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = frozenset("\u0306\u0302\u031b")  # breve, circumflex, horn: they make letters, not tones
_FOLDS = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d", "Ɖ": "d", "ɖ": "d"})
_WORD = re.compile(r"[0-9a-z]+")
_EXACT_WORD = re.compile(r"[\w+\u0300-\u036f]+")
_SPACE = re.compile(r"\s+")


def normalize_spaces(text: str) -> str:
    """`text` in NFC with runs of white space made one space and none at the ends."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case ASCII-like form for matching: marks dropped, đ → d, words joined by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDS))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare))


def find_key(*texts: str | None) -> str:
    """Return what words are looked for in: folded, with a blank before each word."""
    return " " + " ".join(fold(text) for text in texts if text)


def told_apart(one: str, other: str) -> bool:
    """Whether two texts that are alike without their marks are two all the same: both carry marks, and differ in them.

    Dừa is no dứa and A+ no A; "dua" may be either.
    """
    return _exact(one) != _exact(other) and all(fold(text) != " ".join(_exact(text)) for text in (one, other))


def _exact(text: str) -> list[str]:
    return _EXACT_WORD.findall(marks(text))


def slug(text: str) -> str:
    """Address form of a name: folded ASCII joined by hyphens, at most 60 characters, never empty."""
    joined = fold(text).replace(" ", "-")
    if len(joined) > SLUG_MAX:
        joined = joined[: SLUG_MAX + 1].rpartition("-")[0] or joined[:SLUG_MAX]
    return joined or "x"


@lru_cache(maxsize=65536)
def marks(text: str) -> str:
    """Lower-case form that keeps every mark but not where the tone stands (hòa = hoà, Mỹ = Mĩ not).

    Each syllable becomes its letters followed by its tone, so the two ways of placing a tone agree.
    """
    out = []
    for word in unicodedata.normalize(
        "NFD", normalize_spaces(text).casefold().replace("ð", "đ").replace("ɖ", "đ")
    ).split(" "):
        tones = "".join(c for c in word if c in _TONES)
        letters = "".join(c for c in word if c not in _TONES)
        out.append(unicodedata.normalize("NFC", letters) + tones)
    return " ".join(out)


@lru_cache(maxsize=65536)
def sort_key(text: str) -> bytes:
    """Key in Vietnamese alphabetical order, comparable byte by byte in any database.

    Letters decide first (a ă â … đ after d), then tones in dictionary order; capitals do not matter.
    """
    letters = bytearray()
    tones = bytearray()
    for char in _clusters(normalize_spaces(text)):
        base = "".join(c for c in char if c not in _TONES).casefold()
        letters += _weight(unicodedata.normalize("NFC", base))
        tones.append(1 + max((_TONES.get(c, 0) for c in char), default=0))
    return bytes(letters) + b"\x00" + bytes(tones)


def _clusters(text: str) -> list[str]:
    """Characters of the decomposed text, each with the marks that follow it."""
    found: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char) and found:
            found[-1] += char
        else:
            found.append(char)
    return found


def _weight(letter: str) -> bytes:
    """Spaces first, then digits, then the Vietnamese alphabet, then everything else."""
    if letter == " ":
        return b"\x01"
    if letter.isascii() and letter.isdigit():
        return bytes([0x10 + int(letter)])
    place = _ALPHABET.find(letter) if len(letter) == 1 else -1
    if place >= 0:
        return bytes([0x20 + place])
    return b"\x7f" + letter.encode("utf-8")
