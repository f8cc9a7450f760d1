"""The nearest are the nearest: on both databases what haversine says of all of them."""

import random

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from foundation.places.points import LAT, LON, Point, distance_km
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.filtering import Filters, filtered
from marketplace.outlets.models import Outlet
from marketplace.outlets.nearest import nearest, nearest_of_few
from marketplace.outlets.queries import check_outlets
from marketplace.outlets.rules import OutletKind
from tests.marketplace.outlets.conftest import scattered
from tests.support.databases import TODAY
from tests.support.processes import rounds

BORDER = [Point(LAT[0], LON[0]), Point(LAT[1], LON[1]), Point(23.39, 105.32), Point(8.65, 111.92), Point(10.2, 103.95)]
MOST = 20


def drawn(count: int, seed: int) -> list[Point]:
    """Crowded as shops are: most in two cities, the rest anywhere, some on one spot."""
    luck = random.Random(seed)
    cities = (Point(21.03, 105.84), Point(10.78, 106.7))
    found = []
    for number in range(count):
        middle = cities[number % 2]
        if number % 3:
            found.append(Point(luck.gauss(middle.lat, 0.2), luck.gauss(middle.lon, 0.2)))
        else:
            found.append(Point(luck.uniform(*LAT), luck.uniform(*LON)))
    return [point.clamped() for point in [*found, *found[:5]]]


def brute(outlets: list[Outlet], here: Point, most: int) -> list[int]:
    ordered = sorted(outlets, key=lambda one: (distance_km(here, one.point or here), one.id))
    return [one.id for one in ordered[:most]]


def test_equal_to_looking_at_all_of_them(session: Session) -> None:
    outlets = scattered(session, drawn(600, 1))
    places = [*BORDER, *drawn(rounds(60, 1000), 2)]
    for asked in (Filters(), Filters(kinds=frozenset({OutletKind.SHOP})), Filters(is_demo=True)):
        meant = [one for one in outlets if one.is_demo is asked.is_demo and one.kind in (asked.kinds or OutletKind)]
        wanted = filtered(asked, day_kind)
        for here in places:
            found = [one.id for one in nearest(session, here, MOST, wanted)]
            assert found == brute(meant, here, MOST), here


def test_a_radius_ends_the_list(session: Session) -> None:
    outlets, here = scattered(session, drawn(300, 3)), Point(21.03, 105.84)
    found = nearest(session, here, 500, filtered(Filters(), day_kind), 30)
    real = [one for one in outlets if not one.is_demo and distance_km(here, one.point or here) <= 30]
    assert {one.id for one in found} == {one.id for one in real}
    assert len(nearest(session, here, 500, filtered(Filters(), day_kind))) == sum(not one.is_demo for one in outlets)


def test_whoever_asks_from_paris_is_answered_as_from_the_border(session: Session) -> None:
    scattered(session, drawn(50, 4))
    wanted = filtered(Filters(), day_kind)
    assert nearest(session, Point(48.85, 2.35), 5, wanted) == nearest(session, Point(23.6, 102.0), 5, wanted)


def test_one_without_a_point_is_not_among_them(session: Session) -> None:
    first, second = scattered(session, [Point(21, 105), Point(21, 105.1), Point(21, 105.2)])[1:]
    first.lat = first.lon = first.precision = None
    session.flush()
    found = nearest(session, Point(21, 105), MOST, filtered(Filters(), day_kind))
    assert [one.id for one in found] == [second.id]
    assert list(check_outlets(session, TODAY)) == []


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_boxes_follow_the_table(session: Session) -> None:
    first, second, *_ = scattered(session, drawn(20, 5))
    first.lat = 10.5
    session.delete(second)
    session.flush()
    assert list(check_outlets(session, TODAY)) == []
    assert session.scalar(text("select rtreecheck('rtree_outlets')")) == "ok"
    session.execute(text("delete from rtree_outlets where id = :id"), {"id": first.id})
    assert len(list(check_outlets(session, TODAY))) == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_sqlite_goes_by_its_boxes_also_when_it_has_counted_its_rows(session: Session) -> None:
    """Joined with the boxes, it read the whole table after ANALYZE: five times the work at 10,000."""
    scattered(session, drawn(600, 7))
    session.execute(text("analyze"))
    seen: list[str] = []

    @event.listens_for(session.connection(), "before_cursor_execute")
    def _look(_c: object, cursor: object, statement: str, given: object, *_: object) -> None:
        if "rtree_outlets" in statement and not statement.startswith("explain"):
            plan = session.connection().exec_driver_sql(f"explain query plan {statement}", given)  # type: ignore[arg-type]
            seen.extend(str(row[3]) for row in plan)

    nearest(session, Point(21.03, 105.84), MOST, filtered(Filters(), day_kind))
    assert "SCAN outlets" not in seen
    assert any("rowid" in step for step in seen)


def test_few_are_found_without_an_index_and_are_the_same(session: Session) -> None:
    outlets, here = scattered(session, drawn(60, 8)), Point(16.0, 108.2)
    wanted = filtered(Filters(), day_kind)
    few = nearest_of_few(session, here, wanted)
    assert few == nearest(session, here, len(outlets), wanted)
    assert [one.id for one in few] == brute([one for one in outlets if not one.is_demo], here, len(outlets))


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_postgresql_goes_by_its_index(session: Session) -> None:
    scattered(session, drawn(600, 6))
    session.execute(text("analyze outlets"))
    session.execute(text("set local enable_seqscan = off"))
    order = "select id from outlets where lat is not null order by point(lon, lat) <-> point(105, 21) limit 20"
    assert "gist_outlets" in str(session.execute(text(f"explain {order}")).all())
