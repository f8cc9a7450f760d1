"""Commune, district and province in a text: by their words and abbreviations, else by their order. Pure functions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from foundation.i18n.text import fold
from foundation.places.names import hyphenated, province_names

_KINDS = (
    ("district", "Thị xã", r"thị\s*xã|tx\.?"),
    ("commune", "Thị trấn", r"thị\s*trấn|tt\.?"),
    ("commune", "Đặc khu", r"đặc\s*khu|đk\."),
    ("city", "Thành phố", r"thành\s*phố|tp\.?"),
    ("district", "Huyện", r"huyện|h\."),
    ("district", "Quận", r"quận|q\."),
    ("commune", "Phường", r"phường|p\."),
    ("commune", "Xã", r"xã|x\."),
    ("province", "Tỉnh", r"tỉnh|t\."),
)
_KIND = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(f"(?P<k{place}>{words})" for place, (_, _, words) in enumerate(_KINDS))
    + r")(?=[\s\d]|(?<=\.)\S)\s*",
    re.IGNORECASE,
)
_END = re.compile(r"[,;()\n/.]|\s[-–—]\s|\s+[-–—]|[-–—]\s+")
_PARTS = re.compile(r"[,;()\n]|\s[-–—]\s")
_LEAD = re.compile(r"^\s*(?:địa\s*chỉ|đ/c|đc|đ\.c|address)\s*[:.]?\s*", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"\d|(?<!\w)(?:thôn|ấp|xóm|bản|buôn|làng|tổ|khóm|khu|số|đường|phố|ngõ|ngách|hẻm|tdp|tiểu khu|quốc lộ|tỉnh lộ|km|"
    r"kcn|cụm|lô|đội|sóc|plei|công ty|htx|hợp tác xã|tòa|chợ|cầu|ngã|phum|làng nghề|điểm)(?!\w)",
    re.IGNORECASE,
)
_ENGLISH = {
    **dict.fromkeys(("commune", "ward", "township", "townlet"), "commune"),
    **dict.fromkeys(("district", "town", "city"), "district"),
    "province": "province",
}
_BEHIND = re.compile(rf"(.+?)\s+({'|'.join(_ENGLISH)})", re.IGNORECASE)
_ZEROS = re.compile(r"^0+(?=\d)")


@dataclass(frozen=True, slots=True)
class Place:
    """What a text says of where something is."""

    commune: str | None = None
    district: str | None = None
    province: str | None = None

    def said(self) -> dict[str, str]:
        """Return what is said, by level."""
        told = {"commune": self.commune, "district": self.district, "province": self.province}
        return {level: name for level, name in told.items() if name}


@lru_cache(maxsize=16384)
def place_of(text: str, *, by_order: bool = True) -> Place:
    """Return the units an address names; `by_order` also those without a word for what they are."""
    text = _LEAD.sub("", text).strip().rstrip(".")
    if english := _english(text):
        return english
    named = list(_named(text))
    found = _with_words(named)
    return _by_order(text, named, found) if by_order else found


def _english(text: str) -> Place | None:
    """Return the units of an address in English, where the word for a unit stands behind its name."""
    said = [found for part in text.split(",") if (found := _BEHIND.fullmatch(part.strip()))]
    told = {_ENGLISH[one[2].lower()]: one[1] for one in said}
    if not told:
        return None
    province = told.get("province")
    known = province_names().find(province) if province else None
    return Place(told.get("commune"), told.get("district"), known or province)


def address_of(text: str) -> str:
    """Return an address as printed, without the word for it."""
    return _LEAD.sub("", text).strip()


def unit(level: str, text: str) -> str:
    """Return a unit's name from a column of its own, its kind written out."""
    text = text.strip().rstrip(".,;")
    found = _KIND.match(text)
    if not found:
        return province_names().find(text) or text if level == "province" else text
    kind, name = _kind(found), text[found.end() :].strip()
    if level == "province":
        return province_names().find(name) or name
    return f"{kind[1]} {_ZEROS.sub('', name)}"


@dataclass(frozen=True, slots=True)
class _Named:
    level: str
    kind: str
    name: str
    start: int
    end: int

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}"


def _kind(found: re.Match[str]) -> tuple[str, str, str]:
    return next(kind for place, kind in enumerate(_KINDS) if found[f"k{place}"] is not None)


def _named(text: str) -> Iterable[_Named]:
    """Every unit that stands in the text with its word."""
    marks = list(_KIND.finditer(text))
    for place, mark in enumerate(marks):
        limit = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        level, kind, _ = _kind(mark)
        name, end = _name(text, mark.end(), limit)
        if not name or (mark[0].lower().startswith("t.") and not province_names().find(name)):
            continue
        yield _Named(level, kind, _ZEROS.sub("", name), mark.start(), end)


def _name(text: str, start: int, limit: int) -> tuple[str, int]:
    rest = text[start:limit]
    cut = _END.search(rest)
    if cut and rest[cut.start() :].strip()[:1] in "-–—":
        whole = re.split(r"[,;()\n/.]", rest)[0]
        if fold(whole) in hyphenated():
            return whole.strip(), start + len(whole)
    end = cut.start() if cut else len(rest)
    return rest[:end].strip(), start + end


def _with_words(named: list[_Named]) -> Place:
    commune = next((one for one in named if one.level == "commune"), None)
    province = next((one for one in named if one.level == "province"), None)
    district = next((one for one in named if one.level == "district"), None)
    for city in (one for one in named if one.level == "city"):
        if province is None and province_names().is_city(city.name):
            province = city
        elif district is None:
            district = city
    return Place(
        commune.full if commune else None,
        district.full if district else None,
        (province_names().find(province.name) or province.name) if province else None,
    )


def _by_order(text: str, named: list[_Named], found: Place) -> Place:
    """Return what stands without a word for it, from the end: province, district, commune."""
    covered = {place for one in named for place in range(one.start, one.end)}
    bare, place = [], 0
    for part in _PARTS.split(text):
        start = text.index(part, place)
        place = start + len(part)
        is_bare = part.strip() and not covered & set(range(start, place))
        bare.append((part.strip(), start) if is_bare and not _NO_PLACE.search(part) else ("", start))
    return _ordered(bare, named, found)


def _ordered(bare: list[tuple[str, int]], named: list[_Named], found: Place) -> Place:
    names = [(name, start) for name, start in bare if name]
    if names and not found.province and (province := province_names().find(names[-1][0])) and (named or names[1:]):
        found, names = replace(found, province=province), names[:-1]
    if not named:
        tail = [name for name, _ in names][-2:]
        if len(bare) == 1:
            return found
        if len(tail) == 2:  # noqa: PLR2004 - a commune and its district
            return replace(found, commune=tail[0], district=tail[1])
        return (
            replace(found, district=tail[0])
            if tail and not found.province
            else replace(found, commune=tail[0] if tail else None)
        )
    if found.commune and not found.district and names:
        after = max(one.end for one in named if one.level == "commune")
        if following := [name for name, start in names if start >= after]:
            return replace(found, district=following[0])
    if found.district and not found.commune and names:
        before = min(one.start for one in named if one.level in {"district", "city"})
        if ahead := [name for name, start in names if start < before]:
            return replace(found, commune=ahead[-1])
    return found
