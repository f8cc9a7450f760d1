from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.places.addresses import Address
from foundation.places.points import MapPoint, Point
from marketplace.events.models import Event
from marketplace.events.rules import EventKind
from marketplace.events.services import EventInput, add, publish, submit
from tests.support.databases import TODAY

HA_DONG = Address("Phố Lụa", "Phường Vạn Phúc", "Hà Đông", "Hà Nội")
BAC_KAN = Address("", "", "", "Bắc Kạn")
HUE = Address("1 Lê Lợi", "", "Thành phố Huế", "Thừa Thiên Huế")
TEA = "Tuần hàng trà Bắc Kạn"
DECEMBER = date(2026, 12, 12)


def told(
    name: str = "Hội chợ làng lụa",
    starts_on: date = TODAY + timedelta(days=20),
    *,
    lasts: int | None = 3,
    address: Address = HA_DONG,
    **more: Any,
) -> EventInput:
    kind = more.pop("kind", EventKind.FAIR)
    point: MapPoint | None = more.pop("point", None)
    groups: frozenset[int] = more.pop("groups", frozenset())
    ends_on = starts_on + timedelta(days=lasts - 1) if lasts else None
    return EventInput(kind, name, starts_on, ends_on, address, point, groups, tuple(more.items()))


def drafted(session: Session, name: str = "Hội chợ làng lụa", **more: Any) -> Event:
    is_demo = more.pop("is_demo", False)
    return add(session, SYSTEM, told(name, **more), is_demo=is_demo)


def announced(session: Session, name: str = "Hội chợ làng lụa", **more: Any) -> Event:
    """A public one."""
    made = drafted(session, name, **more)
    submit(session, SYSTEM, made, now=now(), today=TODAY)
    publish(session, SYSTEM, made, now=now(), today=TODAY)
    return made


@pytest.fixture
def session(reference_db: Database) -> Iterator[Session]:
    """A transaction that is not committed."""
    with reference_db.unit_of_work() as records:
        yield records


@pytest.fixture
def fairs(catalogue_db: Database) -> dict[str, int]:
    """A few events: by number."""
    with catalogue_db.unit_of_work() as session:
        silk: dict[str, Any] = {
            "opens": 480,
            "closes": 1260,
            "register_until": TODAY + timedelta(days=3),
            "name_en": "Silk fair",
        }
        made = {
            "silk": announced(session, starts_on=DECEMBER, **silk),
            "tea": announced(
                session, "Tuần hàng trà Bắc Kạn", kind=EventKind.WEEK, address=BAC_KAN, starts_on=DECEMBER
            ),
            "meeting": announced(
                session,
                "Hội nghị kết nối miền Trung",
                kind=EventKind.CONFERENCE,
                starts_on=date(2027, 1, 15),
                lasts=1,
                address=HUE,
                point=MapPoint(Point(16.4637, 107.5909)),
                opens=8 * 60,
                closes=17 * 60 + 30,
            ),
            "old": announced(session, "Hội chợ năm ngoái", starts_on=date(2025, 11, 1), lasts=None),
            "draft": drafted(session, "Bản nháp"),
            "made up": announced(session, "Hội chợ minh hoạ", is_demo=True),
        }
        return {name: one.id for name, one in made.items()}
