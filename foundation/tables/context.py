"""What titles, sections and the sheet's name say of the records that are silent. Pure functions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from foundation.i18n.text import fold
from foundation.places.names import province_names
from foundation.tables import words
from foundation.tables.addresses import place_of
from foundation.tables.decisions import Decision, enclosed_with
from foundation.tables.schema import Kind, Schema

_END = re.compile(
    r"\s(?:năm|đợt|đạt|được|giai đoạn|tham gia|từ|có|còn|cấp|quý|đến|và|thuộc|trên|lần|do|theo|in|tính|về|đã|công bố|"
    r"trong|của|tại|với|là|để|như|gồm|được|theo|quý|tháng|ngày)(?:\s|$).*",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(
    r"(?:mỗi|cấp|các|một|từng|theo|huyện,|quận,|xã,|phường,)\s+(?:xã|huyện|phường|quận|tỉnh)\b", re.IGNORECASE
)
_MOTTO = re.compile("cong hoa xa hoi|doc lap tu do")
_GROUND = re.compile(r"^\W*(?:căn cứ|thực hiện|theo)\b", re.IGNORECASE)
_LONGEST_NAME = 4
_PLACES = {"commune": Kind.COMMUNE, "district": Kind.DISTRICT, "province": Kind.PROVINCE}


@dataclass(slots=True)
class Sections:
    """The sections above a record: one of the same numbering ends the former and all within it."""

    schema: Schema
    _open: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def enter(self, text: str) -> None:
        """Begin a section."""
        style, rest = words.marker(text)
        if style == "roman" and self._open and rest and text.strip()[0] == "I" and self._open[-1][0] == "letter":
            style = "roman"
        styles = [one for one, _ in self._open]
        if style in styles:
            del self._open[styles.index(style) :]
        self._open.append((style, section_facts(self.schema, rest or text)))

    @property
    def facts(self) -> dict[str, object]:
        """What they say together, the nearest counting most."""
        found: dict[str, object] = {}
        for _, facts in self._open:
            found |= facts
        return found


def section_facts(schema: Schema, text: str) -> dict[str, object]:
    """Return what a section says of its records."""
    plain = words.counted(schema.things).sub("", text).strip(" :.-–")
    found: dict[str, object] = dict(_places(plain, strict=True))
    if schema.ranks and schema.rank_within and (rank := schema.rank_within(plain)):
        found[schema.ranks[0]] = rank
    if not found and schema.groups and (group := schema.groups(plain)):
        found["group"] = group
    return {name: value for name, value in found.items() if name in schema.from_section}


def title_facts(schema: Schema, titles: Iterable[str]) -> dict[str, object]:
    """Return what the titles say of all records: where, by which decision, which rank."""
    told = [title for title in titles if not _GROUND.match(title) and not _MOTTO.search(fold(title))]
    found: dict[str, object] = {}
    for title in told:
        for level, name in _places(title, strict=False).items():
            found.setdefault(level, name)
    if "province" not in found and (bare := next(filter(None, map(_bare_province, told)), None)):
        found["province"] = bare
    found |= _decided(told)
    if schema.ranks and schema.rank_within:
        ranks = {rank for title in told if (rank := schema.rank_within(title))}
        found |= {schema.ranks[0]: ranks.pop()} if len(ranks) == 1 else {}
    return {name: value for name, value in found.items() if name in schema.from_title}


def province_named(titles: Iterable[str]) -> str | None:
    """Return the province that titles name, whatever is listed under them."""
    told = [title for title in titles if not _MOTTO.search(fold(title))]
    named = (_places(title, strict=False).get("province") or _bare_province(title) for title in told)
    return next(filter(None, named), None)


def sheet_facts(schema: Schema, name: str | None) -> dict[str, object]:
    """Return what the name of the sheet says."""
    found = _places(name or "", strict=False)
    return {level: unit for level, unit in found.items() if level in schema.from_sheet_name}


def _decided(titles: list[str]) -> dict[str, object]:
    told = next((one for title in [*titles, " ".join(titles)] if (one := enclosed_with(title)).number), Decision())
    return {name: value for name, value in (("decision_no", told.number), ("decided_on", told.day)) if value}


def _places(text: str, *, strict: bool) -> Mapping[str, str]:
    """Units named with their words; in a section nothing may stand before them."""
    if _NO_PLACE.search(text) and not strict:
        text = _NO_PLACE.sub(" ", text)
    found = {}
    for level, name in place_of(text, by_order=False).said().items():
        kind, unit = _split(level, name)
        unit = _named(unit, level)
        if unit and (not strict or fold(text).startswith(fold(kind)) or fold(text).startswith(_SHORT.get(kind, "?"))):
            found[level] = f"{kind} {unit}".strip()
    return _city_or_province(found)


_SHORT = {"Thành phố": "tp", "Thị xã": "tx", "Thị trấn": "tt", "Huyện": "h", "Quận": "q", "Phường": "p", "Xã": "x"}


def _split(level: str, name: str) -> tuple[str, str]:
    if level == "province":
        return "", name
    kind = next((one for one in sorted([*_SHORT, "Đặc khu"], key=len, reverse=True) if name.startswith(one)), "")
    return kind, name[len(kind) :].strip()


def _named(unit: str, level: str) -> str:
    """Return a unit's name without the words of the title that follow it."""
    parts = _END.sub("", f"{unit} ").strip().split()
    if level == "province":
        return next((found for end in range(len(parts), 0, -1) if (found := _province(parts[:end]))), "")
    if parts and parts[0].isdigit():
        return parts[0]
    kept: list[str] = []
    for part in parts[:_LONGEST_NAME]:
        if not part[:1].isupper():
            break
        kept.append(part)
    return " ".join(part.capitalize() if part.isupper() and len(part) > 1 else part for part in kept).rstrip(".,:;")


def _province(parts: list[str]) -> str | None:
    return province_names().find(" ".join(parts).strip(".,:;()"))


def _city_or_province(found: dict[str, str]) -> dict[str, str]:
    """Return a city that is a province, where no other province is named."""
    district = found.get("district", "")
    city = district.removeprefix("Thành phố ") if district.startswith("Thành phố ") else ""
    province = province_names().find(city) if city else None
    if province and "province" not in found and province_names().is_city(city):
        return {**{level: name for level, name in found.items() if level != "district"}, "province": province}
    return found


def _bare_province(title: str) -> str | None:
    """Return a province that a title names without its kind."""
    parts = re.findall(r"[^\s,;()–]+", title)
    for start, part in enumerate(parts):
        for end in range(min(start + _LONGEST_NAME, len(parts)), start + 1, -1):
            if part[:1].isupper() and (found := _province(parts[start:end])):
                return found
    return None
