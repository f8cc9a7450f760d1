"""The nearest points of sale, exactly: one function over both databases, each by its own index of places.

SQLite keeps an R*Tree beside the table and looks through boxes that grow until the nearest are certainly inside;
PostgreSQL orders by a GiST index of points in degrees, of which more are read than asked for and put in order anew.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, column, func, literal_column, select, table
from sqlalchemy.orm import Session

from foundation.places.points import KM_A_DEGREE, LAT, LON, Point, distance_km
from marketplace.outlets.models import Outlet
from marketplace.outlets.rules import State

FIRST_BOX_KM, GROWTH = 4.0, 1.8
AT_FIRST = 60
"""Rows read from PostgreSQL at first, where fewer are asked for."""

_BOXES = table(
    "rtree_outlets", column("id"), *(column(f"{name}_{end}") for name in ("lat", "lon") for end in ("min", "max"))
)
_SAFE_KM = KM_A_DEGREE * math.cos(math.radians(LAT[1] + 1))
"""At least so many kilometres lie in a degree of any direction within the country."""
_FLOAT32 = 1e-5
"""The R*Tree rounds degrees to 32 bits; a box is a little wider than it has to be."""


@dataclass(frozen=True, slots=True)
class NearbyOutlet:
    """A point of sale and how far it is."""

    id: int
    km: float


def nearest(
    session: Session, point: Point, most: int, conditions: Sequence[ColumnElement[bool]], within_km: float | None = None
) -> list[NearbyOutlet]:
    """Return the nearest approved ones that fulfil the conditions, nearest first, then by number; none without a point.

    Whoever asks from outside the country is answered as from its border.
    """
    here = point.clamped()
    find = _by_boxes if session.get_bind().dialect.name == "sqlite" else _by_degrees
    found = find(session, here, most, conditions, within_km)
    return [one for one in found if within_km is None or one.km <= within_km][:most]


def nearest_of_few(session: Session, point: Point, conditions: Sequence[ColumnElement[bool]]) -> list[NearbyOutlet]:
    """Return all that fulfil the conditions, nearest first.

    Where they are few, an index of places would be gone through to the borders of the country.
    """
    on_map = (Outlet.state == State.APPROVED, Outlet.lat.is_not(None))
    return _ordered(session.execute(_points(conditions).where(*on_map)).all(), point.clamped())


def _by_boxes(
    session: Session, here: Point, most: int, conditions: Sequence[ColumnElement[bool]], within_km: float | None
) -> list[NearbyOutlet]:
    # What is in the boxes is approved. Asked for that too, SQLite goes by its index of states and not by the boxes;
    # joined with them it reads the whole table once it has counted its rows (ANALYZE).
    wanted = _points(conditions).where(Outlet.id.in_(select(_BOXES.c.id).where(*_INSIDE)))
    radius = FIRST_BOX_KM
    while True:
        box = _box(here, radius)
        found = _ordered(session.execute(wanted, box).all(), here)
        enough = len(found) >= most and found[most - 1].km <= radius
        if enough or (within_km is not None and radius >= within_km) or _is_all(box):
            return found
        radius *= GROWTH


_INSIDE = (
    _BOXES.c.lat_min >= bindparam("south"),
    _BOXES.c.lat_max <= bindparam("north"),
    _BOXES.c.lon_min >= bindparam("west"),
    _BOXES.c.lon_max <= bindparam("east"),
)


def _box(here: Point, km: float) -> dict[str, float]:
    """Return the degrees within which all lies that is nearer."""
    up = km / KM_A_DEGREE + _FLOAT32
    across = km / _SAFE_KM + _FLOAT32
    return {"south": here.lat - up, "north": here.lat + up, "west": here.lon - across, "east": here.lon + across}


def _is_all(box: dict[str, float]) -> bool:
    return box["south"] < LAT[0] and box["north"] > LAT[1] and box["west"] < LON[0] and box["east"] > LON[1]


def _by_degrees(
    session: Session, here: Point, most: int, conditions: Sequence[ColumnElement[bool]], within_km: float | None
) -> list[NearbyOutlet]:
    away = func.point(Outlet.lon, Outlet.lat).op("<->")(
        func.point(literal_column(repr(here.lon)), literal_column(repr(here.lat)))
    )
    on_map = (Outlet.state == State.APPROVED, Outlet.lat.is_not(None))
    wanted = _points(conditions).add_columns(away.label("degrees")).where(*on_map).order_by(away)
    limit = max(AT_FIRST, most * 3)
    while True:
        rows = session.execute(wanted.limit(limit)).all()
        found = _ordered(rows, here)
        if len(rows) < limit:
            return found
        # Whatever was not read lies at least this far: degrees are shorter across than up.
        certain = rows[-1].degrees * _SAFE_KM
        if (len(found) >= most and found[most - 1].km <= certain) or (within_km is not None and within_km <= certain):
            return found
        limit *= 4


def _points(conditions: Sequence[ColumnElement[bool]]) -> Select[int, float | None, float | None]:
    return select(Outlet.id, Outlet.lat, Outlet.lon).where(*conditions)


def _ordered(rows: Iterable[Any], here: Point) -> list[NearbyOutlet]:
    found = [NearbyOutlet(row.id, distance_km(here, Point(row.lat, row.lon))) for row in rows]
    return sorted(found, key=lambda one: (one.km, one.id))
