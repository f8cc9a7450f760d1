"""`make map`: the outlines of the provinces, simplified together so that neighbours keep one border, as SVG and JSON.

Pages draw a province by its symbol: `<use href="…/map.svg#p-48">`; `#vn` is all of them.
"""

import heapq
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

SOURCE = Path(__file__).parent / "data" / "outlines.geojson"
TARGET = Path(__file__).parents[1] / "web" / "static" / "map.svg"
RINGS = TARGET.with_name("outlines.json")

WEST, NORTH, SCALE = 102.0, 23.5, 62.0
"""The picture's corner (degrees east and north) and its pixels for one degree of latitude."""
WIDTH, HEIGHT = 952, 1024
LEAST_AREA = 4.0
"""Corners whose triangle is smaller than this (square pixels) are left out."""
ISLET = 75.0
"""Islands smaller than this are drawn as dots: they would vanish, and they are part of the country."""
DOTS_APART = 4
"""Dots closer than this to one another are one."""

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]
Joints: TypeAlias = Mapping[Point, set[Point]]

_SQUEEZE = math.cos(math.radians(16))


def main() -> None:
    """Draw the picture and say how big it is."""
    found = outlines(json.loads(SOURCE.read_text(encoding="utf-8")))
    for target, drawn in ((TARGET, outline_svg(found)), (RINGS, rings(found))):
        target.write_text(drawn, encoding="utf-8")
        print(f"{target.name}: {len(drawn.encode()):,} bytes")  # noqa: T201 - the command's answer


def outlines(collection: Mapping[str, Any]) -> dict[str, list[Ring]]:
    """Rings of every province by its code in pixels, not yet simplified and not closed."""
    found = {}
    for feature in collection["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found[feature["properties"]["code"]] = [[_pixel(*point) for point in part[0][:-1]] for part in parts]
    return found


def outline_svg(provinces: Mapping[str, list[Ring]]) -> str:
    """Return the picture; colours are the page's: `fill` of the land, `color` of the dots."""
    joints = _joints(ring for rings in provinces.values() for ring in rings)
    shapes = "\n".join(_shape(code, rings, joints) for code, rings in sorted(provinces.items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" stroke-linejoin="round">\n'
        f'<g id="vn">\n{shapes}\n</g>\n</svg>\n'
    )


def rings(provinces: Mapping[str, list[Ring]]) -> str:
    """Return the outlines in degrees (north, east) for a map that moves; islands too small to be seen stay whole."""
    joints = _joints(ring for found in provinces.values() for ring in found)
    told = [
        [_degrees(*point) for point in (simplified(ring, joints) if _area(ring) >= ISLET else ring)]
        for _, found in sorted(provinces.items())
        for ring in found
    ]
    return json.dumps(told, separators=(",", ":"))


def simplified(ring: Ring, joints: Joints) -> list[Point]:
    """Return the ring without the corners that matter least; where three borders meet every corner stays.

    Between two such points the same corners are left out whichever neighbour is drawn (Visvalingam).
    """
    fixed = [place for place, point in enumerate(ring) if len(joints[point]) > 2]  # noqa: PLR2004 - two are its own
    if not fixed:
        start = ring.index(min(ring))
        fixed = [start, (start + len(ring) // 2) % len(ring)]
    start = fixed[0]
    turned = ring[start:] + ring[: start + 1]
    stops = [*(place - start for place in fixed), len(ring)]
    kept: list[Point] = []
    for first, last in pairwise(stops):
        arc = turned[first : last + 1]
        # One direction for both neighbours, so that ties fall the same way.
        kept += _thinned(arc)[:-1] if arc[0] <= arc[-1] else _thinned(arc[::-1])[::-1][:-1]
    return kept


def _thinned(arc: Sequence[Point]) -> list[Point]:
    """Return an open line without its least corners; its ends stay."""
    before = {place: place - 1 for place in range(1, len(arc))}
    after = {place: place + 1 for place in range(len(arc) - 1)}
    sizes = {place: _triangle(*arc[place - 1 : place + 2]) for place in range(1, len(arc) - 1)}
    queue = [(size, place) for place, size in sizes.items()]
    heapq.heapify(queue)
    while queue and queue[0][0] < LEAST_AREA:
        size, place = heapq.heappop(queue)
        if sizes.get(place) != size:
            continue
        del sizes[place]
        left, right = before[place], after[place]
        after[left], before[right] = right, left
        for near in (left, right):
            if near in sizes:
                sizes[near] = max(size, _triangle(arc[before[near]], arc[near], arc[after[near]]))
                heapq.heappush(queue, (sizes[near], near))
    return [arc[0], *(arc[place] for place in sorted(sizes)), arc[-1]]


def _shape(code: str, rings: list[Ring], joints: Joints) -> str:
    land = [ring for ring in rings if _area(ring) >= ISLET]
    lines = "".join(_line(simplified(ring, joints)) for ring in land)
    dots = "".join(f"M{x} {y}h0" for x, y in _dots(ring for ring in rings if _area(ring) < ISLET))
    islets = f'<path fill="none" stroke="currentColor" stroke-width="5" stroke-linecap="round" d="{dots}"/>'
    return f'<g id="p-{code}"><path d="{lines}"/>{islets if dots else ""}</g>'


def _line(ring: Sequence[Point]) -> str:
    """Whole pixels, each step from the one before: the shortest way to write it."""
    points = [(round(x), round(y)) for x, y in ring]
    points = [point for place, point in enumerate(points) if point != points[place - 1]]
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps).replace(' -', '-')}z"


def _dots(rings: Iterable[Ring]) -> Iterator[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    for ring in rings:
        x, y = (sum(values) / len(ring) for values in zip(*ring, strict=True))
        cell = (round(x / DOTS_APART), round(y / DOTS_APART))
        if cell not in seen:
            seen.add(cell)
            yield round(x), round(y)


def _joints(rings: Iterable[Ring]) -> Joints:
    """Return the points each point is joined to."""
    found: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
            found[one].add(other)
            found[other].add(one)
    return found


def _pixel(east: float, north: float) -> Point:
    return (east - WEST) * SCALE * _SQUEEZE, (NORTH - north) * SCALE


def _degrees(x: float, y: float) -> tuple[float, float]:
    return round(NORTH - y / SCALE, 3), round(WEST + x / (SCALE * _SQUEEZE), 3)


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


if __name__ == "__main__":
    main()
