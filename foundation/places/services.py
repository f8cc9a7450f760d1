"""Loading the administrative units from the files of this room."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from foundation.i18n.text import normalize_spaces, slug
from foundation.places.models import (
    REFORM,
    UNKNOWN_START,
    LoadedDataset,
    Place,
    PlaceAlias,
    PlaceKind,
    PlaceLevel,
    PlaceSuccession,
)
from foundation.places.rules import without_prefix

DATASET = "places"
DATA = Path(__file__).parent / "data"

Key = tuple[str, date]
Row = dict[str, Any]

_KINDS = {
    "tỉnh": PlaceKind.PROVINCE,
    "thị xã": PlaceKind.TOWN,
    "quận": PlaceKind.URBAN_DISTRICT,
    "huyện": PlaceKind.RURAL_DISTRICT,
    "phường": PlaceKind.WARD,
    "xã": PlaceKind.COMMUNE,
    "thị trấn": PlaceKind.TOWNSHIP,
    "đặc khu": PlaceKind.SPECIAL_ZONE,
}


def load_places(session: Session) -> str:
    """Bring the units, their successions and their other names to what the files say.

    Returns a line for the operator. Rows are matched by code and first day, so that loading a newer
    file keeps every id that products point at.
    """
    digest = _digest()
    loaded = session.get(LoadedDataset, DATASET)
    if loaded and loaded.digest == digest:
        return "current"
    units = _Units()
    ids: dict[Key, int] = {}
    for level in PlaceLevel:
        _store(session, [row for row in units.rows if row["level"] is level], ids)
    _store_successions(session, {(ids[one], ids[other]) for one, other in units.successions()})
    _store_aliases(session, ids)
    session.merge(LoadedDataset(name=DATASET, digest=digest))
    return f"{len(ids)} units"


class _Units:
    """Every dated row, each with the key of its parent under `parent`."""

    def __init__(self) -> None:
        self.changes = {row["code"]: row for row in _read("kind_changes")}
        self.rows = [*self._provinces(), *self._former_districts(), *self._communes(), *self._former_communes()]

    def successions(self) -> Iterator[tuple[Key, Key]]:
        """Keys of each unit and of what took it over."""
        for row in _read("former_provinces"):
            yield (row["code"], UNKNOWN_START), (row["successor"], REFORM)
        for row in _read("commune_successors"):
            yield (row["former_code"], UNKNOWN_START), (_present(row["code"]), REFORM)
        for row in _read("island_districts"):
            yield (row["district_code"], UNKNOWN_START), (row["code"], REFORM)
        for unit in self.rows:
            if unit["valid_from"] > REFORM:
                yield (unit["code"], REFORM), (unit["code"], unit["valid_from"])

    def _provinces(self) -> Iterator[Row]:
        taken = {slug(row["name"]) for row in _read("provinces")}
        for row in _read("former_provinces"):
            own = slug(row["name"])
            unit = _unit(row, PlaceLevel.PROVINCE, row["code"], former=True)
            yield unit | {"slug": f"{own}-truoc-2025" if own in taken else own}
        for row in _read("provinces"):
            extra = {"slug": slug(row["name"]), "name_en": row["name_en"]}
            change = self.changes.get(row["code"])
            if not change:
                yield _unit(row, PlaceLevel.PROVINCE, row["code"]) | extra
                continue
            on = date.fromisoformat(change["valid_from"])
            before = _unit(row | {"full_name": f"Tỉnh {row['name']}"}, PlaceLevel.PROVINCE, row["code"])
            yield before | extra | {"slug": None, "valid_to": on}
            yield (
                before
                | extra
                | {
                    "kind": PlaceKind.CITY,
                    "full_name": change["full_name"],
                    "valid_from": on,
                    "valid_from_note": change["note"],
                }
            )

    def _former_districts(self) -> Iterator[Row]:
        seen: set[str] = set()
        for row in _read("former_communes"):
            if row["district_code"] not in seen:
                seen.add(row["district_code"])
                named = {"code": row["district_code"], "full_name": row["district"]}
                place = {"lat": row["district_lat"], "lon": row["district_lon"]}
                unit = _unit(named | place, PlaceLevel.DISTRICT, row["province_code"], former=True)
                yield unit | {"parent": (row["province_code"], UNKNOWN_START)}

    def _communes(self) -> Iterator[Row]:
        for row in _read("communes"):
            unit = _unit(row, PlaceLevel.COMMUNE, row["province_code"]) | {"parent": (row["province_code"], REFORM)}
            if not row["raised_on"]:
                yield unit
                continue
            on = date.fromisoformat(row["raised_on"])
            was = f"Xã {without_prefix(row['full_name'])}"
            yield unit | {"kind": PlaceKind.COMMUNE, "full_name": was, "valid_to": on}
            yield unit | {"valid_from": on}

    def _former_communes(self) -> Iterator[Row]:
        listed: set[str] = set()
        for row in _read("former_communes"):
            if row["code"]:
                listed.add(row["code"])
                unit = _unit(row, PlaceLevel.COMMUNE, row["province_code"], former=True)
                yield unit | {"parent": (row["district_code"], UNKNOWN_START)}
        # Twelve units are known only by what took them over: their district is not on file.
        for row in _read("commune_successors"):
            if row["former_code"] not in listed:
                listed.add(row["former_code"])
                named = {"code": row["former_code"], "full_name": row["former_name"]}
                unit = _unit(named, PlaceLevel.COMMUNE, row["former_province_code"], former=True)
                yield unit | {"parent": (row["former_province_code"], UNKNOWN_START)}


def _unit(row: Row, level: PlaceLevel, province_code: str, *, former: bool = False) -> Row:
    full_name = normalize_spaces(row["full_name"])
    return {
        "code": row["code"],
        "level": level,
        "kind": _kind(full_name, level),
        "name": without_prefix(full_name),
        "full_name": full_name[0].upper() + full_name[1:].replace(" Phố ", " phố ").replace("Thị Xã", "Thị xã"),
        "name_en": None,
        "slug": None,
        "parent": None,
        "province_code": province_code,
        "valid_from": UNKNOWN_START if former else REFORM,
        "valid_to": REFORM if former else None,
        "valid_from_note": None,
        "lat": _number(row.get("lat")),
        "lon": _number(row.get("lon")),
        "area_km2": _number(row.get("area_km2")),
    }


def _kind(full_name: str, level: PlaceLevel) -> PlaceKind:
    lower = full_name.casefold()
    if lower.startswith("thành phố "):
        return PlaceKind.CITY if level is PlaceLevel.PROVINCE else PlaceKind.PROVINCIAL_CITY
    return next(kind for word, kind in _KINDS.items() if lower.startswith(word + " "))


def _present(code: str) -> str:
    # Ba Chẽ stands under two codes in the sources; the statistics office's own is kept.
    return "06978" if code == "06970" else code


def _store(session: Session, rows: list[Row], ids: dict[Key, int]) -> None:
    """Insert or update the rows of one level; parents are stored already."""
    known = {(place.code, place.valid_from): place for place in session.scalars(select(Place))}
    fresh = []
    for row in rows:
        parent = row.pop("parent")
        values = row | {"parent_id": ids[parent] if parent else None}
        place = known.get((row["code"], row["valid_from"]))
        if place is None:
            fresh.append(values)
            continue
        ids[place.code, place.valid_from] = place.id
        if any(getattr(place, name) != value for name, value in values.items()):
            session.execute(update(Place).where(Place.id == place.id).values(values))
    if fresh:
        stored = session.execute(insert(Place).returning(Place.id, Place.code, Place.valid_from), fresh)
        ids.update({(row.code, row.valid_from): row.id for row in stored})


def _store_successions(session: Session, pairs: Iterable[tuple[int, int]]) -> None:
    links = session.execute(select(PlaceSuccession.predecessor_id, PlaceSuccession.successor_id))
    known = set(links)
    fresh = [{"predecessor_id": one, "successor_id": other} for one, other in sorted(set(pairs) - known)]
    if fresh:
        session.execute(insert(PlaceSuccession), fresh)


def _store_aliases(session: Session, ids: dict[Key, int]) -> None:
    known = {(alias.place_id, alias.name) for alias in session.scalars(select(PlaceAlias))}
    for row in _read("aliases"):
        place_id = ids[row["code"], UNKNOWN_START if row["era"] == "former" else REFORM]
        if (place_id, row["name"]) not in known:
            session.add(PlaceAlias(place_id=place_id, name=row["name"], reason=row["reason"]))


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _digest() -> str:
    whole = hashlib.sha256()
    for path in sorted(DATA.glob("*.csv")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _number(value: str | None) -> float | None:
    return float(value) if value else None
