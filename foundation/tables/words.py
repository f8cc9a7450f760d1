"""Words by which rows of a table are told that are no records. Pure functions on folded text."""

import re
from functools import cache

from foundation.i18n.text import fold

_SUM = re.compile(
    r"^(?:[ivx\d]+ )?(?:tong(?: (?:cong|so|hop))?|cong|an dinh|danh sach (?:gom|co|nay co)|"
    r"(?:grand |sub ?)?total|sum|subtotal)(?= |$)"
)
_NO_SUM = re.compile(r"^\W*c[ôổốồỗ]ng", re.IGNORECASE)
"""Other words that are the same without their marks: công ty, cổng."""
_NUMBER = r"\d+(?:[.,]\d+)?"
_PART = re.compile(
    r"^(?:cong|tong|tong cong|tong so|sub ?total|total)(?: so)?(?: (?:muc|nhom|phan|huyen|xa|phuong|quan|thi xa|"
    r"thanh pho|tp|nganh|linh vuc|group|section|district|trang)| [a-h]$| [ivx]+$| [a-h] | [ivx]+ )"
)
_FOOT = re.compile(
    r"^(?:ghi chu|luu y|nguon|chu thich|note|notes|source|remark|trang \d+|page \d+|tin lien quan|xem them|tai lieu|"
    r"danh sach nay|so lieu|\(?\d+\)? ?ghi chu)(?= |$)"
)
_PAGE = re.compile(r"^(?:trang|page|tr) ?\d+(?: \d+| (?:tren|of) \d+)?$")
_SIGNED = re.compile(
    r"^(?:noi nhan|nguoi (?:lap|lam|tong hop|ky|kiem tra|duyet)|(?:tm|kt|tl|tuq|q|pp) |"
    r"(?:pho )?(?:chu tich|giam doc|chanh van phong|truong phong|"
    r"chi cuc truong|tong giam doc|chu nhiem|thu truong|bo truong|hieu truong)$|(?:ky|da ky)(?: |$)|lap bieu|"
    r"prepared by|signed|director$|chairman$|"
    r"xac nhan|thu truong don vi|thu ky$|ke toan|dai dien |luu vt|ho va ten|ubnd |uy ban nhan dan)"
)
_DAY = re.compile(r"(?:^|.* )ngay (?:\d{1,2} |)thang (?:\d{1,2} |)nam(?: \d{4})?$")
_CLOSING = re.compile(r"^(?:tran trong|tran trong cam on|kinh de nghi|xin cam on|best regards|regards)")
MARKER = re.compile(r"^\s*(?:([A-H])|([IVX]+)|(\d{1,2}(?:\.\d{1,2})*))\s*(?:[.)/:\-–]\s*|$)")


def is_sum(text: str) -> bool:
    """Whether a label announces a sum."""
    found = _SUM.match(fold(text))
    return found is not None and not _NO_SUM.search(text)


def is_partial(text: str) -> bool:
    """Whether it announces the sum of a part."""
    return _PART.match(fold(text) + " ") is not None


def is_count(text: str, things: tuple[str, ...]) -> bool:
    """Whether a text is a number, perhaps of one of these things."""
    return _count(things).fullmatch(fold(text)) is not None


@cache
def _count(things: tuple[str, ...]) -> re.Pattern[str]:
    said = "|".join(re.escape(fold(thing)) for thing in things)
    return re.compile(rf"{_NUMBER}(?: (?:{said}))*" if said else _NUMBER)


@cache
def counted(things: tuple[str, ...]) -> re.Pattern[str]:
    """Return what says within a text how many of these things there are, with brackets around it."""
    said = "|".join(re.escape(thing) for thing in things)
    return re.compile(rf"\s*[(:\-–]*\s*\d+\s*(?:{said})(?!\w)\s*\)?" if said else r"(?!)", re.IGNORECASE)


def is_footnote(text: str) -> bool:
    """Whether a text is a note, a source or a page's mark."""
    return text.startswith(("*", "(*", "©", "¹", "(1)")) or any(
        one.match(fold(text)) for one in (_FOOT, _PAGE, _CLOSING)
    )


def is_page_mark(text: str) -> bool:
    """Whether a text counts pages."""
    return _PAGE.match(fold(text)) is not None


def is_signature(text: str) -> bool:
    """Whether a text is a place and day, an office or a name under a list."""
    folded = fold(text)
    return _SIGNED.match(folded) is not None or _DAY.match(folded) is not None


def marker(text: str) -> tuple[str, str]:
    """How a section is numbered (letter, roman, number or nothing), and its text without that."""
    found = MARKER.match(text)
    if not found:
        return "", text
    style = "letter" if found[1] else "roman" if found[2] else "number"
    return style, text[found.end() :].strip()
