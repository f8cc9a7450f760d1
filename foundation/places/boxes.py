"""What a screen of a map shows: places one by one, or how many are in one spot of it, as the database counts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from foundation.places.points import LAT, LON
from foundation.web.parameters import Query

ZOOM_MIN, ZOOM_MAX = 4, 18
CELL_PX, TILE_PX = 64, 256
"""A spot is so many pixels wide and high, of a world that is so many pixels wide at the farthest zoom."""
CELLS_MAX = 200
"""Spots of one answer; a screen holds half as many."""

Columns = tuple[InstrumentedAttribute[int], InstrumentedAttribute[float | None], InstrumentedAttribute[float | None]]
"""The number, latitude and longitude of a table of places."""
Row = TypeVar("Row")


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
class Screen:
    """What a reader sees of a map: a box, and how near."""

    box: Box
    zoom: int


@dataclass(frozen=True, slots=True)
class Cell:
    """How many lie in a cell, where their middle is, and the first of them."""

    lat: float
    lon: float
    count: int
    id: int


def read_box(text: str) -> Box | None:
    """Return the box of west, south, east and north with commas; None for whatever is none."""
    try:
        found = Box(*(float(part) for part in text.split(",")))
    except (ValueError, TypeError):
        return None
    return found if found.is_one else None


def read_screen(query: Query) -> Screen | None:
    """Return the screen a map's script asks for; None for whatever is none."""
    box, zoom = read_box(query.get("box", "")), query.get("zoom", "")
    is_known = zoom in set(map(str, range(ZOOM_MIN, ZOOM_MAX + 1)))
    return Screen(box, int(zoom)) if box and is_known else None


def cells(session: Session, of: Columns, screen: Screen, conditions: Collection[ColumnElement[bool]]) -> list[Cell]:
    """Return the cells of a screen with what fulfils the conditions, the fullest first."""
    number, lat, lon = of
    size, box = 360 / TILE_PX / 2**screen.zoom * CELL_PX, screen.box
    inside = (lat.between(box.south, box.north), lon.between(box.west, box.east))
    count = func.count().label("count")
    grouped = (
        select(func.avg(lat), func.avg(lon), count, func.min(number))
        .where(*conditions, *inside)
        .group_by(func.floor(lon / size), func.floor(lat / size))
        .order_by(count.desc(), func.min(number))
    )
    return [Cell(*row) for row in session.execute(grouped)]


def spots(
    found: Sequence[Cell],
    load: Callable[[list[int]], Mapping[int, Row]],
    one: Callable[[Row], dict[str, Any]],
    many: Callable[[int], str],
) -> list[dict[str, Any]]:
    """Return the spots a screen shows, for the map's script: a record by itself as `one` tells it, the rest counted."""
    shown = found[:CELLS_MAX]
    alone = load([cell.id for cell in shown if cell.count == 1])
    told = []
    for cell in shown:
        at = {"lat": round(cell.lat, 5), "lon": round(cell.lon, 5), "count": cell.count}
        if cell.count > 1:
            told.append({**at, "name": many(cell.count)})
        elif cell.id in alone:  # one that went since the cells were counted is not shown
            told.append({**at, **one(alone[cell.id])})
    return told
