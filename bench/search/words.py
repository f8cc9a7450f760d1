"""Words as every engine here must see them: lower case, no marks, đ as d."""

import re
import unicodedata

# Marks stand apart in decomposed text and are dropped; đ has none to drop and is replaced.
_FOLDS: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370)) | {ord("đ"): "d", ord("ð"): "d"}
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_VOWELS = frozenset("aeiouy")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`text` in lower case and without marks."""
    return unicodedata.normalize("NFD", text.lower()).translate(_FOLDS)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def marked_words(text: str) -> list[str]:
    """The words of a text in lower case with their marks, in order."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def retoned(word: str, tone: str) -> str:
    """The word with this combining tone, or none, instead of its own; the shapes of its letters stay."""
    bare = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))
    vowels = [place for place, letter in enumerate(bare) if fold(letter) in _VOWELS]
    if not vowels:
        return word
    carrier = vowels[-1] + 1
    return unicodedata.normalize("NFC", f"{bare[:carrier]}{tone}{bare[carrier:]}")
