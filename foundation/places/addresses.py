"""From what an address says to the units it means, today and before the reform. Pure, on a gazetteer."""

from dataclasses import dataclass

from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.locate import locate, words_for
from foundation.places.models import REFORM, PlaceLevel
from foundation.places.points import MapPoint, Point, Precision, distance_km

SAME_KM = 0.001
"""A point typed as it was shown, with six digits, is the one that was kept."""


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says: names of units as they were or are, and the rest of it."""

    street: str = ""
    commune: str = ""
    district: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where that is: the smallest unit that is certain, the provinces of both eras, what could not be told."""

    unit: Unit
    province_code: str
    former_province_code: str
    doubts: tuple[str, ...] = ()


def place_address(places: Gazetteer, address: Address) -> Placement | None:
    """Return the units an address means; None where its province is not known."""
    found = locate(places, address.province, address.district, address.commune)
    if found.place is None or found.former_province is None or found.province_code is None:
        return None
    return Placement(found.place, found.province_code, found.former_province.code, found.doubts)


def centre(unit: Unit) -> MapPoint | None:
    """Return the middle of a commune or district, and how exact that is; a province's says too little to be a point."""
    exact = {PlaceLevel.COMMUNE: Precision.COMMUNE, PlaceLevel.DISTRICT: Precision.DISTRICT}.get(unit.level)
    if exact is None or unit.lat is None or unit.lon is None:
        return None
    middle = Point(unit.lat, unit.lon)
    return MapPoint(middle, exact) if middle.is_in_vietnam else None


def place_on_map(told: MapPoint | None, kept: Point | None, unit: Unit | None, *, has_moved: bool) -> MapPoint | None:
    """Return where an address lies on the map: as somebody set it, else the middle of its commune or district.

    An address that changed takes the point along: one that was set for the former address would be a lie.
    """
    is_left_behind = has_moved and told is not None and kept is not None and distance_km(told.point, kept) < SAME_KM
    return (None if is_left_behind else told) or (centre(unit) if unit else None)


def names_of(places: Gazetteer, unit: Unit) -> tuple[str, ...]:
    """Return the names of a place in both eras from the smallest unit up, each once."""
    told = words_for(places, unit.id, REFORM)
    return tuple(dict.fromkeys(one.full_name for one in (*told.now, *told.maybe, *told.before)))
