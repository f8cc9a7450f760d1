"""Whether words seem to name a telephone, an address of mail or an account: a hint to a moderator, never a lock."""

import re

from foundation.i18n.lookalikes import readings
from foundation.i18n.text import fold

DIGITS_MIN = 9
"""A telephone number has at least so many."""
_ACCOUNT = re.compile(
    r"[\w.+-]+\s?@\s?[\w-]+|https?://|\bwww\.|\b(zalo|facebook|fb|viber|whatsapp|telegram|wechat|gmail)\b"
)
_SPOKEN = {
    "khong": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "nam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
}
_DRAWN = str.maketrans("oOlIi", "00111")
_RUN = re.compile(rf"[+(]?[\dOolI](?:[\s().-]?[\dOolI]){{{DIGITS_MIN - 1},}}")


def names_contact(text: str) -> bool:
    """Tell whether a text seems to say how somebody is reached, also in drawn or spoken digits."""
    return any(_seems_contact(reading) for reading in readings(text))


def _seems_contact(text: str) -> bool:
    if _ACCOUNT.search(text.casefold()):
        return True
    if any(sum(c.isdigit() for c in run.translate(_DRAWN)) >= DIGITS_MIN for run in _RUN.findall(text)):
        return True
    return _spoken_digits(fold(text).split()) >= DIGITS_MIN


def _spoken_digits(words: list[str]) -> int:
    """Return the longest run of digits said as words or typed."""
    longest = run = 0
    for word in words:
        digits = 1 if word in _SPOKEN else len(word) if word.isdigit() else 0
        run = run + digits if digits else 0
        longest = max(longest, run)
    return longest
