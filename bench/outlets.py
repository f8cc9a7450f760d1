"""The nearest points of sale of 10,000 and 100,000 synthetic ones: CPU of the server, on SQLite and PostgreSQL."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.places.boxes import COUNTRY, Box, Cell, Screen, cells, spots
from foundation.places.models import Place, PlaceLevel
from foundation.places.points import Point, Precision
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.filtering import Filters, conditions, filtered
from marketplace.outlets.models import Outlet
from marketplace.outlets.nearest import nearest
from marketplace.outlets.queries import by_ids
from marketplace.outlets.rules import OutletKind, State
from marketplace.outlets.views_map import ON_MAP
from tests.support.databases import TODAY, Stage, Templates
from tests.support.postgres import Postgres
from wsgi import create_app

SIZES = (10_000, 100_000)
ASKED, MOST = 300, 20
PAGES = {
    "/vi/diem-ban?q=ha+dong&kind=shop": "page: list near a place",
    "/vi/diem-ban": "page: whole list",
    "/vi/diem-ban/x-5": "page: one point of sale",
    "/api/v1/outlets?near=21.03,105.84&limit=20&kind=shop": "API: nearest 20",
}
PROVINCE = Screen(Box(105.3, 20.6, 106.0, 21.4), 9)
"""What a screen shows of Hà Nội."""


def main() -> None:
    """Measure both sizes on both databases."""
    server = Postgres()
    with tempfile.TemporaryDirectory() as folder:
        templates = Templates(Path(folder), server)
        print(f"{'':20}{'CPU p50':>9}{'p99':>9}{'wall p50':>9}{'p99':>9}  ms")
        for dialect in ("sqlite", "postgresql"):
            for size in SIZES:
                with templates.own(dialect, Stage.REFERENCE) as database:
                    _fill(database, size)
                    _measure(database, f"{dialect} {size:,}")
    server.stop()


def _measure(database: Database, name: str) -> None:
    points = _points(random.Random(7))
    asked = Filters(kinds=frozenset({OutletKind.SHOP}))
    wanted, narrow = conditions(asked, day_kind), filtered(asked, day_kind)
    with database.reading() as session:
        _tell(name, f"nearest {MOST} of one kind", _timed(lambda: nearest(session, next(points), MOST, narrow)))
        country = Screen(COUNTRY, 5)
        _tell("", "cells of the country", _timed(lambda: cells(session, ON_MAP, country, wanted), 20))
        kept = cells(session, ON_MAP, country, wanted)
        _tell("", "map of the country, kept", _timed(lambda: _spots(session, [*filter(COUNTRY.holds, kept)])))
        _tell("", "map of a province", _timed(lambda: _spots(session, cells(session, ON_MAP, PROVINCE, wanted)), 100))
    _pages(database)


def _spots(session: Session, found: list[Cell]) -> object:
    return spots(found, lambda ids: by_ids(session, ids), lambda one: {"id": one.id}, str)


def _pages(database: Database) -> None:
    """The list near a place, and one point of sale, as a visitor gets them: the whole request."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env({"OCOP_DATA_DIR": folder, "OCOP_TODAY": TODAY.isoformat()})
        client = create_app(settings, database).test_client()
        for address, what in PAGES.items():
            _tell("", what, _timed(lambda path=address: client.get(path), 200))  # type: ignore[misc]


def _tell(name: str, what: str, times: list[tuple[float, float]]) -> None:
    cpu, wall = (sorted(one[side] for one in times) for side in (0, 1))
    ends = (len(times) // 2, len(times) * 99 // 100)
    figures = "".join(f"{side[end]:9.2f}" for side in (cpu, wall) for end in ends)
    print(f"{name:20}{figures}  {what}", flush=True)


def _timed(work: Callable[[], object], times: int = ASKED) -> list[tuple[float, float]]:
    """Milliseconds of this process's CPU and of the clock, which holds what a database server works."""
    work()
    found = []
    for _ in range(times):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        found.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))
    return found


def _points(rng: random.Random) -> Iterator[Point]:
    """Three of four in a city, the rest anywhere in the country's box."""
    cities = (Point(21.03, 105.84), Point(10.78, 106.7), Point(16.05, 108.2))
    while True:
        middle = rng.choice(cities)
        if rng.random() < 0.75:  # noqa: PLR2004 - as people live
            yield Point(rng.gauss(middle.lat, 0.6), rng.gauss(middle.lon, 0.5)).clamped()
        else:
            yield Point(rng.uniform(8.5, 23.3), rng.uniform(102.5, 109.4))


def _fill(database: Database, size: int) -> None:
    rng = random.Random(size)
    points = _points(rng)
    with database.unit_of_work() as session:
        province = session.scalars(select(Place).filter_by(level=PlaceLevel.PROVINCE, code="01", valid_to=None)).one()
        for first in range(0, size, 5000):
            session.execute(insert(Outlet), [_row(n, next(points), province.id) for n in range(first, first + 5000)])
    with database.unit_of_work() as session:
        session.execute(text("analyze"))


def _row(number: int, point: Point, place_id: int) -> dict[str, object]:
    return {
        "kind": list(OutletKind)[number % 3],
        "state": State.APPROVED,
        "name": f"Điểm {number}",
        "name_key": f"diem {number}",
        "slug": "x",
        "sort_key": f"{number:06}".encode(),
        "find_key": f" diem {number}",
        "place_id": place_id,
        "province_code": "01",
        "former_province_code": "01",
        "lat": point.lat,
        "lon": point.lon,
        "precision": Precision.POINT,
        "facilities": [],
        "is_demo": False,
    }


if __name__ == "__main__":
    main()
