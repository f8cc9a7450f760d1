from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.places.addresses import Address
from foundation.places.models import Place, PlaceLevel
from foundation.places.points import MapPoint, Point, Precision
from marketplace.outlets.models import Outlet
from marketplace.outlets.rules import OutletKind, State
from marketplace.outlets.services import OutletInput, add, approve
from tests.support.databases import TODAY

VAN_PHUC = Address("Chợ Vạn Phúc", "Phường Vạn Phúc", "Hà Đông", "Hà Nội")


def told(name: str = "Điểm OCOP làng lụa", address: Address = VAN_PHUC, **more: Any) -> OutletInput:
    point = more.pop("point", None)
    precision = more.pop("precision", Precision.STREET)
    kind = more.pop("kind", OutletKind.POINT)
    return OutletInput(kind, name, address, MapPoint(point, precision) if point else None, tuple(more.items()))


def opened(session: Session, name: str = "Điểm OCOP làng lụa", *, today: date = TODAY, **more: Any) -> Outlet:
    """An approved one."""
    is_demo = more.pop("is_demo", False)
    made = add(session, SYSTEM, told(name, **more), is_demo=is_demo)
    approve(session, SYSTEM, made, confirmed_on=today)
    return made


def scattered(session: Session, points: list[Point]) -> list[Outlet]:
    """One at each of these points, as a loader would write them."""
    province = session.scalars(select(Place).filter_by(code="01", level=PlaceLevel.PROVINCE, valid_to=None)).one()
    made = [
        Outlet(
            state=State.APPROVED,
            place_id=province.id,
            province_code="01",
            former_province_code="01",
            kind=list(OutletKind)[number % 3],
            name=f"Điểm {number}",
            name_key=f"diem {number}",
            slug="x",
            sort_key=b"x",
            find_key=f" diem {number}",
            lat=point.lat,
            lon=point.lon,
            precision=Precision.POINT,
            facilities=[],
            is_demo=number % 7 == 0,
        )
        for number, point in enumerate(points)
    ]
    session.add_all(made)
    session.flush()
    return made


@pytest.fixture
def session(reference_db: Database) -> Iterator[Session]:
    """A transaction that is not committed."""
    with reference_db.unit_of_work() as records:
        yield records
