"""What a map shows of events: one by one, or how many are in one spot of the screen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.events.filtering import EventFilters, conditions
from marketplace.events.models import Event
from marketplace.events.placing import LAT, LON

ZOOM_MIN, ZOOM_MAX = 4, 18
CELL_PX, TILE_PX = 64, 256
"""A spot is so many pixels wide and high, of a world that is so many pixels wide at the farthest zoom."""
SHOWN = 3000


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
    event: Event | None = None


def read_box(text: str) -> Box | None:
    """West, south, east and north with commas; None for whatever is none."""
    try:
        found = Box(*(float(part) for part in text.split(",")))
    except (ValueError, TypeError):
        return None
    return found if found.is_one else None


def spots(session: Session, box: Box, zoom: int, asked: Sequence[EventFilters]) -> list[Spot]:
    """Return the spots of a screen with what fulfils any of these questions, the fullest first."""
    inside = (Event.lat.between(box.south, box.north), Event.lon.between(box.west, box.east))
    cell, held = 360 / TILE_PX / 2**zoom * CELL_PX, defaultdict[tuple[int, int], list[tuple[int, float, float]]](list)
    for one in asked:
        wanted = select(Event.id, Event.lat, Event.lon).where(*conditions(one), *inside).limit(SHOWN)
        for number, lat, lon in session.execute(wanted):
            if lat is not None and lon is not None:
                held[floor(lon / cell), floor(lat / cell)].append((number, lat, lon))
    alone = [group[0][0] for group in held.values() if len(group) == 1]
    rows = {one.id: one for one in session.scalars(select(Event).where(Event.id.in_(alone)))} if alone else {}
    found = [_spot(group, rows) for group in held.values()]
    return sorted(found, key=lambda one: (-one.count, one.lat, one.lon))


def _spot(group: list[tuple[int, float, float]], rows: dict[int, Event]) -> Spot:
    lat, lon = (sum(one[side] for one in group) / len(group) for side in (1, 2))
    return Spot(lat, lon, len(group), rows.get(group[0][0]) if len(group) == 1 else None)
