"""From what an address says to where an event lies, today and before the reform. Pure, on a gazetteer."""

from dataclasses import dataclass

from foundation.i18n.text import fold
from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.locate import Location, locate, words_for
from foundation.places.models import REFORM, PlaceLevel
from marketplace.events.rules import Precision

LAT, LON = (6.5, 23.6), (102.0, 118.0)
"""Vietnam with Hoàng Sa and Trường Sa, in degrees."""


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says: names of units as they were or are, and the rest of it."""

    street: str = ""
    commune: str = ""
    district: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map in degrees, and how exactly it is known."""

    lat: float
    lon: float
    precision: Precision = Precision.POINT

    @property
    def is_in_vietnam(self) -> bool:
        """Whether it lies within the country's bounds."""
        return LAT[0] <= self.lat <= LAT[1] and LON[0] <= self.lon <= LON[1]


def read_point(text: str) -> MapPoint | None:
    """Return a point typed as "lat,lon"; None for whatever is none."""
    lat, comma, lon = text.partition(",")
    try:
        return MapPoint(float(lat), float(lon)) if comma else None
    except ValueError:
        return None


def find_place(places: Gazetteer, address: Address) -> Location | None:
    """Return the units an address means; None where its province is not known."""
    found = locate(places, address.province, address.district, address.commune)
    return found if found.place and found.former_province and found.province_code else None


def centre(unit: Unit) -> MapPoint | None:
    """Return the middle of a commune or district, and how exact that is; a province's says too little to be a point."""
    exact = {PlaceLevel.COMMUNE: Precision.COMMUNE, PlaceLevel.DISTRICT: Precision.DISTRICT}.get(unit.level)
    if exact is None or unit.lat is None or unit.lon is None:
        return None
    middle = MapPoint(unit.lat, unit.lon, exact)
    return middle if middle.is_in_vietnam else None


def names_of(places: Gazetteer, unit: Unit) -> tuple[str, ...]:
    """Return the names of a place in both eras from the smallest unit up, each once."""
    told = words_for(places, unit.id, REFORM)
    return tuple(dict.fromkeys(one.full_name for one in (*told.now, *told.maybe, *told.before)))


def find_key(*texts: str | None) -> str:
    """Return what words are looked for in: folded, with a blank before each word."""
    return " " + " ".join(fold(text) for text in texts if text)
