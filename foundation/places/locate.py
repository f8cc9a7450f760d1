"""From a source's words for a place to the units they mean. Pure, on a gazetteer."""

from dataclasses import dataclass, replace
from datetime import date

from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.models import REFORM, PlaceKind
from foundation.places.rules import Match, NameMatch, stated_kind

DISTRICT_HEIRS = {"219": "224"}
"""Districts carved out of another so late that sources still name the older one: Chũ (2025-01-01) from Lục Ngạn."""


@dataclass(frozen=True, slots=True)
class Location:
    """What a source's province, district and commune mean.

    `place` is the most precise unit that is certain. `doubts` are codes of what could not be told:
    province_unknown, district_unknown, district_ambiguous, commune_unknown, commune_ambiguous.
    """

    place: Unit | None
    former_province: Unit | None
    province_code: str | None
    district: Unit | None = None
    commune: Unit | None = None
    candidates: tuple[Unit, ...] = ()
    doubts: tuple[str, ...] = ()


def locate(places: Gazetteer, province: str, district: str, commune: str, *, written: int | None = None) -> Location:
    """Return the units meant by a row that names a province and perhaps a district and a commune.

    A district dates the row before the reform, whatever its year. Without one, a source written in
    2025 or later names today's communes; so does one that still sorts them by their former districts.
    A named unit that cannot be told keeps what is certain above it; a commune is never invented.
    """
    top = places.province_names(former=True).match(province)
    if top.place is None:
        return Location(None, None, None, doubts=("province_unknown",))
    former = places.units[top.place]
    if not district and commune:
        found = _without_district(places, former, commune, written)
        if found:
            return found
    found = _before_reform(places, former, district, commune)
    return _made_of(places, found, commune, written) if "commune_unknown" in found.doubts else found


def _made_of(places: Gazetteer, found: Location, commune: str, written: int | None) -> Location:
    """Return today's commune of this name where a part of the district went into it; else what was found."""
    current = _today(places, found.former_province, commune, written) if found.former_province else None
    if current is None or found.district is None:
        return found
    if found.district.id not in {before.parent_id for before in places.predecessors(current)}:
        return found
    return replace(found, place=current, commune=current, candidates=(current,), doubts=())


def locate_widely(
    places: Gazetteer, province: str, district: str, commune: str, *, written: int | None = None
) -> Location:
    """Return the same, also where the province of today is named for what lay in another before the mergers.

    “Thái Nguyên” of today holds Bắc Kạn: its city is not found in the former Thái Nguyên, and certain all the same
    where one alone of the former provinces has it.
    """
    found = locate(places, province, district, commune, written=written)
    if found.province_code is None or not {"district_unknown", "commune_unknown"} & set(found.doubts):
        return found
    formers = [one for one in places.former_provinces_of(found.province_code) if one != found.former_province]
    tried = [locate(places, one.name, district, commune, written=written) for one in formers]
    certain = [one for one in tried if not one.doubts and (one.commune or one.district)]
    return certain[0] if len(certain) == 1 else found


def _before_reform(places: Gazetteer, province: Unit, district: str, commune: str) -> Location:
    doubts: list[str] = []
    inside = places.names_within(province.id).match(district) if district else Match(NameMatch.UNKNOWN)
    found = _pick(places, inside, district)
    if district and found is None:
        doubts.append("district_ambiguous" if inside.places else "district_unknown")
    unit = _commune(places, province, found, commune, doubts) if commune else None
    if found is None and unit and unit.parent_id and len(places.units[unit.parent_id].code) > len(province.code):
        found = places.units[unit.parent_id]
    return _location(places, province, found, unit, doubts)


def _commune(places: Gazetteer, province: Unit, district: Unit | None, name: str, doubts: list[str]) -> Unit | None:
    """Return the commune in its district or one made of it; without a known district, one unique in the province."""
    if district:
        match = places.names_within(district.id).match(name)
        carved = DISTRICT_HEIRS.get(district.code)
        if match.how is NameMatch.UNKNOWN and carved:
            match = places.names_within(places.former_district(carved).id).match(name)
    else:
        match = places.communes_of_former_province(province.id).match(name)
        match = match if match.how is NameMatch.EXACT else Match(NameMatch.UNKNOWN)
    unit = _pick(places, match, name)
    if unit:
        return unit
    doubts.append("commune_ambiguous" if match.places else "commune_unknown")
    return None


def _pick(places: Gazetteer, match: Match, name: str) -> Unit | None:
    """Return the one unit meant: of two with one name, the one whose kind is stated.

    A bare name that a city or town shares with the rural district around it means the district: sources
    write the city's kind out.
    """
    units = [places.units[number] for number in match.places]
    if len(units) > 1:
        kind = stated_kind(name)
        wanted = [u for u in units if u.full_name.casefold().startswith(f"{kind} ")] if kind else []
        units = wanted or [u for u in units if u.kind is PlaceKind.RURAL_DISTRICT and not kind]
    return units[0] if len(units) == 1 else None


def _today(places: Gazetteer, province: Unit, commune: str, written: int | None) -> Unit | None:
    """Return the commune of this name in what the province is today, unless the source is older than the reform."""
    if written is not None and written < REFORM.year:
        return None
    current = places.by_code(places.province_code_now(province.code), REFORM)
    match = places.names_within(current.id).match(commune) if current else Match(NameMatch.UNKNOWN)
    return None if match.place is None else places.units[match.place]


def _without_district(places: Gazetteer, province: Unit, commune: str, written: int | None) -> Location | None:
    unit = _today(places, province, commune, written)
    if unit is None:
        return None
    home = _home(places, unit, province)
    return Location(unit, home, unit.province_code, commune=unit, candidates=(unit,))


def _home(places: Gazetteer, unit: Unit, named: Unit) -> Unit:
    """Return the former province most of a present commune lay in; the named one where that cannot be told."""
    codes = [before.province_code for before in places.predecessors(unit)]
    if not codes or named.code in codes:
        return named
    return places.former_province(max(sorted(set(codes)), key=codes.count))


def _location(
    places: Gazetteer, province: Unit, district: Unit | None, commune: Unit | None, doubts: list[str]
) -> Location:
    code = places.province_code_now(province.code)
    candidates = places.today(commune, REFORM) if commune else []
    return Location(
        place=commune or district or province,
        former_province=province,
        province_code=code,
        district=district,
        commune=commune,
        candidates=tuple(candidates),
        doubts=tuple(doubts),
    )


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What a page says of a place: where it lies today, and what it was called before the reform.

    `now` and `before` run from the smallest unit up. `maybe` are the present communes of a unit that
    was split: one of them, and it is not known which.
    """

    now: tuple[Unit, ...]
    before: tuple[Unit, ...]
    maybe: tuple[Unit, ...] = ()


def words_for(places: Gazetteer, place_id: int, on: date) -> PlaceWords:
    """Return the words for a unit on a day."""
    unit = places.units[place_id]
    lineage = [unit]
    while lineage[-1].parent_id:
        lineage.append(places.units[lineage[-1].parent_id])
    province = places.today(lineage[-1], on)[0]
    if not unit.former:
        current = places.today(unit, on)[0]
        return PlaceWords((current, province) if unit.parent_id else (province,), ())
    became = places.today(unit, on) if unit.level.value == "commune" else []
    now = (became[0], province) if len(became) == 1 else (province,)
    return PlaceWords(now, tuple(lineage), tuple(became) if len(became) > 1 else ())
