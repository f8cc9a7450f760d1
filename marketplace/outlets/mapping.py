"""What a map shows: points of sale one by one, or how many are in one spot of the screen, as the database counts."""

from collections.abc import Collection, Sequence
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
ZOOM_KEPT = 7
"""Up to here a screen shows much of the country: its cells are counted once for all screens."""


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

    def holds(self, cell: "Cell") -> bool:
        """Whether the middle of what lies in a cell is on the screen."""
        return self.south <= cell.lat <= self.north and self.west <= cell.lon <= self.east


COUNTRY = Box(LON[0], LAT[0], LON[1], LAT[1])


@dataclass(frozen=True, slots=True)
class Cell:
    """How many lie in a cell, where their middle is, and the first of them."""

    lat: float
    lon: float
    count: int
    id: int


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


def cells(session: Session, box: Box, zoom: int, conditions: Collection[ColumnElement[bool]]) -> tuple[Cell, ...]:
    """Return the cells of a box with what fulfils the conditions, the fullest first."""
    size = 360 / TILE_PX / 2**zoom * CELL_PX
    column, row = func.floor(Outlet.lon / size), func.floor(Outlet.lat / size)
    inside = (Outlet.lat.between(box.south, box.north), Outlet.lon.between(box.west, box.east))
    count = func.count().label("count")
    grouped = (
        select(func.avg(Outlet.lat), func.avg(Outlet.lon), count, func.min(Outlet.id))
        .where(*conditions, *inside)
        .group_by(column, row)
        .order_by(count.desc(), func.min(Outlet.id))
    )
    return tuple(Cell(*row) for row in session.execute(grouped))


def spots(session: Session, found: Sequence[Cell]) -> list[Spot]:
    """Return the spots a screen shows, and the one where a cell holds one."""
    shown = found[:CELLS_MAX]
    alone = by_ids(session, [one.id for one in shown if one.count == 1])
    # One that went since the cells were counted is not shown.
    there = [one for one in shown if one.count > 1 or one.id in alone]
    return [Spot(one.lat, one.lon, one.count, alone.get(one.id)) for one in there]
