"""How stars are written in lists. Pure functions."""

import re

from foundation.i18n.text import fold
from foundation.tables.schema import Rank

_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBER = r"0?([1-5])(?: ?0)?"
_WORD = "(" + "|".join(_WORDS) + ")"
_SAID = re.compile(
    rf"(?:^| )(?:{_NUMBER}(?: {_WORD})?|{_WORD}) ?(?:sao|stars?)(?= |$)"
    rf"|(?:^| )(?:hang|sao|dat|ocop|xep hang|loai|cap) {_NUMBER}(?= |$)"
)
_SIGNS = re.compile(r"(?:^|\s)0?([1-5])\s*[*★☆⭐]|^[*★⭐]\s*([1-5])$")
_PROPOSED = re.compile("tiem nang|de nghi|de xuat|phan dau|du kien|dang ky|potential|proposed|muc tieu")
_NOT = re.compile(r"(^| )(khong|chua|not|truot|rot)( |$)")
_SECTION = re.compile(
    r"(?:^| )(?:hang |dat |xep hang |ocop |san pham )*(?:0?([1-5])|(ba|bon|nam)) ?(?:sao|stars?)(?= |$)"
)


def read_stars(text: str) -> Rank:
    """Return the stars a cell gives, or those it proposes; neither where it gives none or cannot be read."""
    folded = fold(text)
    if _NOT.search(folded):
        return Rank()
    stars = _stars(text.strip(), folded)
    if stars is None:
        return Rank()
    return Rank(proposed=stars) if _PROPOSED.search(folded) else Rank(given=stars)


def stars_within(text: str) -> int | None:
    """Return the one class of stars that a title or a section speaks of."""
    folded = fold(re.sub(r"(?<=\d)\s*\*", " sao ", text))
    if _PROPOSED.search(folded):
        return None
    found = {int(one[1]) if one[1] else _WORDS[one[2]] for one in _SECTION.finditer(folded)}
    return found.pop() if len(found) == 1 else None


def _stars(text: str, folded: str) -> int | None:
    if re.fullmatch(r"0?[1-5](?:[.,]0+)?", text):
        return int(float(text.replace(",", ".")))
    if signs := re.fullmatch(r"(?:ocop\s*)?((?:[*★⭐]\s*)+)((?:☆\s*)*)", text, re.IGNORECASE):
        number = sum(signs[1].count(sign) for sign in "*★⭐")
        return number if 1 <= number <= 5 else None  # noqa: PLR2004 - there are five stars
    found = {_number(one.groups()) for one in _SAID.finditer(folded)}
    found |= {int(one[1] or one[2]) for one in _SIGNS.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _number(told: tuple[str | None, ...]) -> int:
    digit, _, word, after = told
    return _WORDS[word] if word else int(digit or after or 0)
