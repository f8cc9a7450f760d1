"""From what an address says to where a point of sale lies, today and before the reform. Pure, on a gazetteer."""

from dataclasses import dataclass

from foundation.i18n.text import fold
from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.locate import locate, words_for
from foundation.places.models import REFORM, PlaceLevel
from marketplace.outlets.rules import Point, Precision


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


def place_outlet(places: Gazetteer, address: Address) -> Placement | None:
    """Return the units an address means; None where its province is not known."""
    found = locate(places, address.province, address.district, address.commune)
    if found.place is None or found.former_province is None or found.province_code is None:
        return None
    return Placement(found.place, found.province_code, found.former_province.code, found.doubts)


def centre(unit: Unit) -> tuple[Point, Precision] | None:
    """Return the middle of a commune or district, and how exact that is; a province's says too little to be a point."""
    exact = {PlaceLevel.COMMUNE: Precision.COMMUNE, PlaceLevel.DISTRICT: Precision.DISTRICT}.get(unit.level)
    if exact is None or unit.lat is None or unit.lon is None:
        return None
    middle = Point(unit.lat, unit.lon)
    return (middle, exact) if middle.is_in_vietnam else None


def names_of(places: Gazetteer, unit: Unit) -> tuple[str, ...]:
    """Return the names of a place in both eras from the smallest unit up, each once."""
    told = words_for(places, unit.id, REFORM)
    return tuple(dict.fromkeys(one.full_name for one in (*told.now, *told.maybe, *told.before)))


def find_key(*texts: str | None) -> str:
    """Return what words are looked for in: folded, with a blank before each word."""
    return " " + " ".join(fold(text) for text in texts if text)
