import json
import re
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest

from foundation.places.outlines import (
    HEIGHT,
    RINGS,
    SOURCE,
    TARGET,
    WIDTH,
    Point,
    outline_svg,
    outlines,
    rings,
    simplified,
)

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def provinces() -> dict[str, list[list[Point]]]:
    return outlines(json.loads(SOURCE.read_text(encoding="utf-8")))


def test_the_picture_is_what_the_script_draws(provinces: dict[str, list[list[Point]]]) -> None:
    assert TARGET.read_text(encoding="utf-8") == outline_svg(provinces)
    assert RINGS.read_text(encoding="utf-8") == rings(provinces)


def test_every_province_is_drawn_and_the_picture_stays_small(provinces: dict[str, list[list[Point]]]) -> None:
    drawn = fromstring(TARGET.read_text(encoding="utf-8"))
    assert len(provinces) == 34
    assert {group.get("id") for group in drawn.iter(SVG + "g")} == {"vn", *(f"p-{code}" for code in provinces)}
    assert TARGET.stat().st_size < 13_000


@pytest.mark.parametrize(("code", "east"), [("48", 500), ("56", 470)])
def test_the_archipelagos_are_part_of_the_picture(code: str, east: int) -> None:
    """Hoàng Sa belongs to Đà Nẵng, Trường Sa to Khánh Hòa: islets far to the east of the coast."""
    drawn = fromstring(TARGET.read_text(encoding="utf-8"))
    group = next(group for group in drawn.iter(SVG + "g") if group.get("id") == f"p-{code}")
    dots = re.findall(r"M(\d+) (\d+)h0", "".join(str(path.get("d")) for path in group))
    assert sum(int(x) > east for x, _ in dots) > 15


def test_nothing_lies_outside_of_the_picture(provinces: dict[str, list[list[Point]]]) -> None:
    points = [point for rings in provinces.values() for ring in rings for point in ring]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)


def test_neighbours_keep_one_border() -> None:
    """Two squares with a ragged common side: both lose the same corners of it."""
    ragged = [(10.0, 0.0), (10.5, 4.0), (9.5, 8.0), (16.0, 15.0), (10.0, 20.0)]
    left = [(0.0, 0.0), *ragged, (0.0, 20.0)]
    right = [(30.0, 0.0), (30.0, 20.0), *ragged[::-1]]
    joints: dict[Point, set[Point]] = {}
    for ring in (left, right):
        for one, other in pairwise([*ring, ring[0]]):
            joints.setdefault(one, set()).add(other)
            joints.setdefault(other, set()).add(one)
    kept_left = [point for point in simplified(left, joints) if point in ragged]
    kept_right = [point for point in simplified(right, joints) if point in ragged]
    assert sorted(kept_left) == sorted(kept_right)
    assert (16.0, 15.0) in kept_left
    assert len(kept_left) < len(ragged)
    assert {ragged[0], ragged[-1]} <= set(kept_left)


def test_the_map_that_moves_has_the_two_archipelagos(provinces: dict[str, list[list[Point]]]) -> None:
    told = [point for ring in json.loads(rings(provinces)) for point in ring]
    assert any(15.5 < lat < 17.2 and 111 < lon < 113 for lat, lon in told), "Hoàng Sa"
    assert any(7 < lat < 12 and 111.5 < lon < 117.5 for lat, lon in told), "Trường Sa"
    assert all(6 < lat < 24 and 101 < lon < 118 for lat, lon in told)
