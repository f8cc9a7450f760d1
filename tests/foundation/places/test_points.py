"""Points and how far they are: what is typed, what is said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.places.addresses import place_on_map
from foundation.places.points import MapPoint, Point, Precision, about_km, distance_km, read_point

points = st.builds(Point, st.floats(6.5, 23.6), st.floats(102, 118))


def test_a_day_of_ha_noi_to_ho_chi_minh_city() -> None:
    assert distance_km(Point(21.0278, 105.8342), Point(10.7769, 106.7009)) == pytest.approx(1144, abs=3)


@given(points, points)
def test_distance_is_a_distance(one: Point, other: Point) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one), abs=1e-6)
    assert distance_km(one, one) == 0


@pytest.mark.parametrize("text", ["", "21", "a,b", "91,105", "21,181", "nan,105", "inf,1", "21;105"])
def test_nonsense_is_no_point(text: str) -> None:
    assert read_point(text) is None


def test_whoever_asks_from_afar_is_answered_as_from_the_border() -> None:
    assert read_point("48.85, 2.35") == Point(48.85, 2.35)
    assert Point(48.85, 2.35).clamped() == Point(23.6, 102.0)
    assert not Point(0.0, 0.0).is_in_vietnam


def test_a_distance_is_no_more_exact_than_the_place() -> None:
    assert about_km(1.26, Precision.STREET) == 1.3
    assert about_km(1.26, Precision.COMMUNE) == 1
    assert about_km(0.0, Precision.DISTRICT) == 1
    assert about_km(123.4, Precision.POINT) == 123


def test_a_degree_is_longest_on_the_meridian() -> None:
    assert math.isclose(distance_km(Point(10, 105), Point(11, 105)), 111.19, abs_tol=0.01)


def test_a_point_set_for_the_address_before_is_left_behind() -> None:
    """openfoodnetwork#2765: the address changed, the pin stayed. What is typed has six digits, what is kept more."""
    kept, typed = Point(21.02851234567, 105.85421234567), MapPoint(Point(21.028512, 105.854212))
    assert place_on_map(typed, kept, None, has_moved=True) is None
    assert place_on_map(typed, kept, None, has_moved=False) == typed
    elsewhere = MapPoint(Point(21.5, 105.5), Precision.STREET)
    assert place_on_map(elsewhere, kept, None, has_moved=True) == elsewhere
