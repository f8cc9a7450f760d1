"""A plan as shapes: where each booth lies on the drawing, what stands in it, and where the aisles are left free."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from marketplace.booths.models import Booth, BoothFair, BoothType

CELL = 44
"""Side of a cell on the drawing in pixels: what a finger hits."""
GAP = 2
TINTS = 6
"""Types are told apart by so many tints, and by words in the table for whoever sees none."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A booth on the drawing; `tint` is that of its type."""

    booth: Booth
    x: int
    y: int
    width: int
    height: int
    tint: int
    zone: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plan as it is drawn, and its types with their tints."""

    width: int
    height: int
    shapes: Sequence[Shape]
    tints: Mapping[int, int]
    types: Sequence[BoothType]


def draw_plan(fair: BoothFair, booths: Sequence[Booth], taken: Collection[int]) -> Drawing:
    """Return the drawing of a fair's booths; `taken` are the numbers of those that somebody has."""
    tints = {one.id: number % TINTS + 1 for number, one in enumerate(fair.types)}
    zones = {one.id: one.name for one in fair.zones}
    shapes = [_shape(one, tints[one.type_id], zones.get(one.zone_id or 0, ""), one.id in taken) for one in booths]
    return Drawing(fair.columns * CELL, fair.rows * CELL, shapes, tints, fair.types)


def _shape(booth: Booth, tint: int, zone: str, is_taken: bool) -> Shape:
    return Shape(
        booth,
        booth.column * CELL + GAP,
        booth.row * CELL + GAP,
        booth.width * CELL - 2 * GAP,
        booth.height * CELL - 2 * GAP,
        tint,
        zone,
        is_taken,
    )
