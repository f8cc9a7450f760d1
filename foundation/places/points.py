"""Points on the map of Vietnam: where something lies, how exactly that is known, how far it is. Pure functions."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LAT, LON = (6.5, 23.6), (102.0, 118.0)
"""Vietnam with Hoàng Sa and Trường Sa, in degrees: nothing on record lies outside."""

EARTH_KM = 6371.0088
KM_A_DEGREE = math.radians(1) * EARTH_KM


class Precision(StrEnum):
    """How exactly a place on the map is known, best first."""

    POINT = "point"
    STREET = "street"
    COMMUNE = "commune"
    DISTRICT = "district"


BY_HAND = (Precision.POINT, Precision.STREET)
"""What somebody sets who knows the place, and exact enough to be driven to; the rest is the middle of a unit."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth in degrees."""

    lat: float
    lon: float

    @property
    def is_in_vietnam(self) -> bool:
        """Whether it lies within the country's bounds."""
        return LAT[0] <= self.lat <= LAT[1] and LON[0] <= self.lon <= LON[1]

    def clamped(self) -> "Point":
        """Return the nearest point within the country's bounds: whoever asks from afar is answered as from there."""
        return Point(min(max(self.lat, LAT[0]), LAT[1]), min(max(self.lon, LON[0]), LON[1]))


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A point, and how exactly it is known."""

    point: Point
    precision: Precision = Precision.POINT


def distance_km(one: Point, other: Point) -> float:
    """Return the great-circle distance (haversine): within Vietnam at most 0.54 % off, therefore said as “about”."""
    up, across = math.radians(other.lat - one.lat) / 2, math.radians(other.lon - one.lon) / 2
    flat = math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat))
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(math.sin(up) ** 2 + flat * math.sin(across) ** 2)))


def read_point(text: str) -> Point | None:
    """Return a point typed as "lat,lon"; None for whatever is none."""
    lat, comma, lon = text.partition(",")
    try:
        found = Point(float(lat), float(lon))
    except ValueError:
        return None
    is_on_earth = math.isfinite(found.lat) and abs(found.lat) <= 90 and math.isfinite(found.lon)  # noqa: PLR2004
    return found if comma and is_on_earth and abs(found.lon) <= 180 else None  # noqa: PLR2004 - the earth's own


ROUNDED: Mapping[Precision | None, int] = {
    Precision.POINT: 1,
    Precision.STREET: 1,
    Precision.COMMUNE: 0,
    Precision.DISTRICT: 0,
}


def about_km(km: float, precision: Precision | None) -> float:
    """Return a distance as it is said: no more exact than the place is known, and never nothing."""
    digits = ROUNDED.get(precision, 0) if km < 10 else 0  # noqa: PLR2004 - farther, tenths say nothing
    return max(round(km, digits), 0.1 if digits else 1.0)
