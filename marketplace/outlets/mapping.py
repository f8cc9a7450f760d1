"""What a map shows: points of sale one by one, or how many are in one spot of the screen, as the database counts."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import by_ids
from marketplace.outlets.rules import LAT, LON

ZOOM_MIN, ZOOM_MAX = 4, 18
CELL_PX, TILE_PX = 64, 256
"""A spot is so many pixels wide and high, of a world that is so many pixels wide at the farthest zoom."""
CELLS_MAX = 200
"""Spots of one answer; a screen holds half as many."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a screen shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_one(self) -> bool:
        """Whether it has an inside that meets the country."""
        meets = self.west < LON[1] and self.east > LON[0] and self.south < LAT[1] and self.north > LAT[0]
        return meets and self.west < self.east and self.south < self.north


@dataclass(frozen=True, slots=True)
class Spot:
    """A spot with how many lie there, and the one where it is one."""

    lat: float
    lon: float
    count: int
    outlet: Outlet | None = None


def read_box(text: str) -> Box | None:
    """West, south, east and north with commas; None for whatever is none."""
    try:
        found = Box(*(float(part) for part in text.split(",")))
    except (ValueError, TypeError):
        return None
    return found if found.is_one else None


def spots(session: Session, box: Box, zoom: int, conditions: list[ColumnElement[bool]]) -> list[Spot]:
    """Return the spots of a screen with what fulfils the conditions, the fullest first."""
    cell = 360 / TILE_PX / 2**zoom * CELL_PX
    column, row = func.floor(Outlet.lon / cell), func.floor(Outlet.lat / cell)
    inside = (Outlet.lat.between(box.south, box.north), Outlet.lon.between(box.west, box.east))
    count = func.count().label("count")
    grouped = (
        select(
            count, func.avg(Outlet.lat).label("lat"), func.avg(Outlet.lon).label("lon"), func.min(Outlet.id).label("id")
        )
        .where(*conditions, *inside)
        .group_by(column, row)
        .order_by(count.desc(), func.min(Outlet.id))
        .limit(CELLS_MAX)
    )
    rows = session.execute(grouped).all()
    alone = by_ids(session, [one.id for one in rows if one[0] == 1])
    return [Spot(one.lat, one.lon, one[0], alone.get(one.id) if one[0] == 1 else None) for one in rows]
