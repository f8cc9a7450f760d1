"""What the map shows: named clusters and pins, of one screen, with the list's filters."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.places.boxes import Box, Screen, cells, spots
from foundation.places.points import Point
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.filtering import Filters, conditions
from marketplace.outlets.queries import by_ids
from marketplace.outlets.rules import OutletKind
from marketplace.outlets.views_map import ON_MAP
from tests.marketplace.outlets.conftest import opened, scattered
from tests.marketplace.outlets.test_nearest import drawn

COUNTRY = Box(102, 6, 118, 24)
DIALECTS = ["sqlite"]


def seen(session: Session, box: Box, zoom: int, asked: Filters | None = None) -> list[dict[str, Any]]:
    found = cells(session, ON_MAP, Screen(box, zoom), conditions(asked or Filters(), day_kind))
    return spots(found, lambda ids: by_ids(session, ids), lambda one: {"id": one.id}, str)


def test_every_point_is_counted_once_and_one_alone_is_told(session: Session) -> None:
    outlets = scattered(session, [*drawn(120, 11), Point(9.5, 115.2)])
    real = [one for one in outlets if not one.is_demo]
    for zoom in (4, 6, 9):
        found = seen(session, COUNTRY, zoom)
        assert sum(one["count"] for one in found) == len(real)
        assert all(("id" in one) == (one["count"] == 1) for one in found)
    shops = seen(session, COUNTRY, 5, Filters(kinds=frozenset({OutletKind.SHOP})))
    assert sum(one["count"] for one in shops) == sum(one.kind is OutletKind.SHOP for one in real)
    assert seen(session, Box(114, 9, 116, 10), 8)[0]["count"] >= 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_map_names_what_it_shows(client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as records:
        opened(records)
        opened(records, "Điểm OCOP thứ hai")
        alone = opened(records, "Điểm ở Huế", point=Point(16.46, 107.59))
        alone.confirmed_on = None
    answer = client.get("/vi/diem-ban/ban-do?box=102,6,118,24&zoom=5").get_json()
    pair, single = answer["spots"]
    assert (pair["count"], pair["name"]) == (2, "2 điểm bán, phóng to để xem")
    assert (single["name"], single["stale"], single["id"]) == ("Điểm ở Huế", True, alone.id)
    assert client.get("/vi/diem-ban/ban-do?box=102,6,118,24&zoom=5&kind=shop").get_json() == {"spots": []}
    for wrong in ("zoom=5", "box=102,6,118,24&zoom=99", "box=102,6,118,24", "box=0,0,1,1&zoom=5"):
        assert client.get(f"/vi/diem-ban/ban-do?{wrong}").status_code == 404


@pytest.mark.parametrize("dialect", DIALECTS)
def test_pictures_of_others_come_in_only_where_the_operator_named_a_server(
    client: FlaskClient, settings: Settings
) -> None:
    own = client.get("/vi/diem-ban").headers["Content-Security-Policy"]
    assert "img-src 'self' data:" in own
    named = Settings.from_env({"OCOP_MAP_TILES": "https://tiles.example.vn/{z}/{x}/{y}.png"})
    client.application.config["OCOP_SETTINGS"] = named
    policy = client.get("/vi/diem-ban").headers["Content-Security-Policy"]
    assert "img-src 'self' https://tiles.example.vn data:" in policy
    assert "tiles.example.vn" not in client.get("/vi/thong-bao").headers["Content-Security-Policy"]
