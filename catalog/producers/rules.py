"""What a producer's name says: its legal form, its kind and its identity. Pure functions."""

from enum import StrEnum

from foundation.i18n.text import fold, told_apart


class ProducerType(StrEnum):
    """Kind of producer, by Article 2 of 26/2026/QĐ-TTg; `unstated` where the source does not say."""

    COOPERATIVE = "cooperative"  # hợp tác xã
    COOPERATIVE_GROUP = "cooperative_group"  # tổ hợp tác
    ENTERPRISE = "enterprise"  # doanh nghiệp nhỏ và vừa
    FARM = "farm"  # trang trại
    HOUSEHOLD = "household"  # hộ sản xuất
    REGISTERED_HOUSEHOLD = "registered_household"  # hộ gia đình có đăng ký kinh doanh
    UNSTATED = "unstated"


# Longest first: the first form a folded name begins with is the one it carries.
_FORMS: tuple[tuple[str, ProducerType], ...] = (
    ("ho gia dinh co dang ky kinh doanh", ProducerType.REGISTERED_HOUSEHOLD),
    ("ho san xuat kinh doanh", ProducerType.HOUSEHOLD),
    ("doanh nghiep tu nhan", ProducerType.ENTERPRISE),
    ("ho kinh doanh", ProducerType.REGISTERED_HOUSEHOLD),
    ("ho san xuat", ProducerType.HOUSEHOLD),
    ("hop tac xa", ProducerType.COOPERATIVE),
    ("to hop tac", ProducerType.COOPERATIVE_GROUP),
    ("trang trai", ProducerType.FARM),
    ("cong ty", ProducerType.ENTERPRISE),
    ("ho sxkd", ProducerType.HOUSEHOLD),
    ("tap doan", ProducerType.ENTERPRISE),
    ("ctcp", ProducerType.ENTERPRISE),
    ("cty", ProducerType.ENTERPRISE),
    ("dntn", ProducerType.ENTERPRISE),
    ("htx", ProducerType.COOPERATIVE),
    ("tht", ProducerType.COOPERATIVE_GROUP),
    ("hkd", ProducerType.REGISTERED_HOUSEHOLD),
    ("ho", ProducerType.HOUSEHOLD),
)

# What may follow "công ty" before its own name.
_COMPANY_WORDS = (
    "trach nhiem huu han",
    "mot thanh vien",
    "co phan",
    "tnhh",
    "mtv",
    "cp",
)


def producer_type(name: str) -> ProducerType:
    """Return the kind a producer's own name states; a personal name or "Cơ sở …" states none of the six."""
    return _split(name)[0]


def producer_key(name: str) -> str:
    """Folded name without its legal form: "HTX Sử Anh" and "Hợp tác xã Sử Anh" have one key.

    Together with the former province it identifies a producer. Never empty for a name with letters.
    """
    kind, rest = _split(name)
    if kind is ProducerType.ENTERPRISE:
        rest = _without(rest, _COMPANY_WORDS)
    return rest or fold(name)


def makers_told_apart(one: str, other: str) -> bool:
    """Whether two names of one key are two producers': Thúy is no Thủy, however their legal forms are written."""
    length = len(producer_key(one).split())
    return told_apart(*(" ".join(name.split()[-length:]) for name in (one, other)))


ILLUSTRATED = " ~"
"""Ends the key of an illustration; no name folds to it, so that no list and no officer ever means one by its name."""


def identity_key(name: str, *, is_demo: bool = False) -> str:
    """Return the key under which a producer is known: an illustration's is one that no real producer can have."""
    return producer_key(name) + (ILLUSTRATED if is_demo else "")


def _split(name: str) -> tuple[ProducerType, str]:
    folded = fold(name)
    # "HTXNN" is written in one word: cooperative, then "nông nghiệp".
    folded = "htx nong nghiep " + folded[6:] if folded.startswith("htxnn ") else folded
    for form, kind in _FORMS:
        if folded == form or folded.startswith(form + " "):
            return kind, folded[len(form) :].strip()
    return ProducerType.UNSTATED, folded


def _without(rest: str, words: tuple[str, ...]) -> str:
    """`rest` with the legal words at its beginning taken off, one after the other."""
    for word in words * 2:
        if rest.startswith(word + " "):
            rest = rest[len(word) + 1 :]
    return rest
