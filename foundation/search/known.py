"""Words of the language: what is one is no slip of another, whether any document has it or not."""

from functools import cache
from pathlib import Path

from foundation.search.analysis import marked, nfc, plain

PATH = Path(__file__).parent / "data" / "known_words.txt"
NOTE = "#"
"""A line that begins so is no word."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPS = ("c", "ch", "p", "t")
_FREE_TONES = frozenset("\u0300\u0303\u0309")
"""Tones that a syllable that ends in a stop cannot have."""


def is_known(word: str) -> bool:
    """Whether a word is a syllable of Vietnamese or a common word of English; without marks, whether it may be one."""
    folded, with_marks = _words()
    if word.isascii():
        return plain(word) in folded
    letters, tone = split_tone(word)
    return letters in with_marks and (not letters.endswith(_STOPS) or tone not in _FREE_TONES)


def split_tone(word: str) -> tuple[str, str]:
    """Return a word's letters and its tone, which most syllables are said with several of."""
    written = marked(word)
    letters = written.rstrip(_TONES)
    return nfc(letters), written[len(letters) :]


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """All words without any marks, and with those that are no tones."""
    lines = PATH.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith(NOTE)]
    return frozenset(plain("\n".join(words)).split("\n")), frozenset(words)
