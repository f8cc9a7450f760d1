"""Pages of the plan over HTTP: how heavy they are, what they say, tables in and out."""

import io
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from sqlalchemy import select

from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.claims import take
from marketplace.booths.models import Booth, BoothFair
from marketplace.booths.plan_editing import Grid, draw
from marketplace.booths.planning import TypeInput, add_type, open_booking, set_up
from marketplace.booths.queries import booths_of
from tests.foundation.signin.conftest import Browser, hashed, keys
from tests.marketplace.booths.conftest import CLOSES, NOW, registered, writer
from tests.marketplace.events.conftest import announced
from tests.support.desk import app, enter

__all__ = ["app", "enter", "hashed", "keys"]

DIALECTS = ["sqlite"]
WEIGHT_MAX = 60 * 1024
ALL = Grid(29, 27, "TC", aisles="3,6,9,12,15,18,21,24,27", ways="14,27")

Enter = Callable[..., Browser]


def fair_of(database: Database, grid: Grid, *, is_open: bool = True) -> int:
    with database.unit_of_work() as session:
        fair = set_up(session, SYSTEM, announced(session), Allocation.FIRST_COME)
        add_type(session, SYSTEM, fair, TypeInput("TC", "Gian tiêu chuẩn", "3 × 3 m", 0))
        draw(session, SYSTEM, fair, grid, now=now())
        if is_open:
            open_booking(session, SYSTEM, fair, NOW, CLOSES.replace(year=2099))
        return fair.event_id


def packed(browser: Browser, address: str) -> int:
    """Bytes of a page as the site compresses it."""
    answer = browser.client.get(address)
    assert answer.data.count(b"<rect") > 500
    return len(brotli.compress(answer.data, quality=4))


def test_a_plan_of_500_booths_weighs_60_kilobytes_at_most(enter: Enter, catalogue_db: Database) -> None:
    officer = enter("tinh", "01", Role.PROVINCE_OFFICER)
    number = fair_of(catalogue_db, ALL)
    for address in (f"/vi/hoi-cho/so-do/{number}", f"/admin/gian-hang/{number}/so-do"):
        assert packed(officer, address) <= WEIGHT_MAX, address


def test_everybody_sees_which_booths_are_free_and_chooses_one(enter: Enter, catalogue_db: Database) -> None:
    number = fair_of(catalogue_db, Grid(2, 2, "TC"))
    with catalogue_db.unit_of_work() as session:
        fair = session.get_one(BoothFair, number)
        first = booths_of(session, number)[0]
        take(session, writer(session), registered(session, fair, 1), first, until=now().replace(year=2099), now=now())
    page = enter("dan").client.get(f"/en/fairs/plan/{number}").get_data(as_text=True)
    assert "3 of 4 booths are free" in page
    assert page.count('type="radio"') == 3
    assert f'action="/ho-so/gian-hang/moi/{number}"' in page


def test_a_plan_that_is_not_there_or_not_drawn_is_not_found(enter: Enter, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        fair = set_up(session, SYSTEM, announced(session), Allocation.FIRST_COME)
        number = fair.event_id
    visitor = enter("dan").client
    assert [visitor.get(f"/vi/hoi-cho/so-do/{one}").status_code for one in (number, number + 1)] == [404, 404]


@pytest.fixture
def officer(enter: Enter) -> Browser:
    return enter("tinh", "01", Role.PROVINCE_OFFICER)


def sent(browser: Browser, number: int, to: str, fields: dict[str, Any]) -> str:
    page = f"/admin/gian-hang/{number}/so-do"
    return browser.post(page + to, fields, page=page).get_data(as_text=True)


def labels(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Booth.label).where(Booth.removed_at.is_(None)).order_by(Booth.label)))


def test_a_plan_is_drawn_changed_and_comes_back_from_a_table(officer: Browser, catalogue_db: Database) -> None:
    number = fair_of(catalogue_db, Grid(1, 2, "TC"), is_open=False)
    sent(officer, number, "/ve", {"grid-rows": "3", "grid-columns": "2", "grid-type": "TC", "grid-aisles": "2"})
    sent(officer, number, "", {"step": "merge", "booth": ["B01", "B02"], "type": "TC"})
    sent(
        officer,
        number,
        "/them",
        {"cells-rows": "4", "cells-columns": "2", "cells-in_rows": "4", "cells-in_columns": "1", "cells-type": "TC"},
    )
    assert labels(catalogue_db) == ["A01", "A02", "B01", "D01"]
    table = officer.client.get(f"/admin/gian-hang/{number}/so-do/bang?tep=csv").data
    sent(officer, number, "/ve", {"grid-rows": "1", "grid-columns": "1", "grid-type": "TC"})
    sent(officer, number, "/nhap", {"table-file": (io.BytesIO(table), "plan.csv")})
    assert labels(catalogue_db) == ["A01", "A02", "B01", "D01"]


@pytest.mark.parametrize(
    ("to", "fields", "words"),
    [
        ("", {"step": "merge", "named": "A01, B02", "type": "TC"}, "hình chữ nhật"),
        ("", {"step": "merge", "type": "TC"}, "không có gian"),
        ("", {"named": "A01"}, "Việc cần làm"),
        ("/ve", {"grid-rows": "61", "grid-columns": "2", "grid-type": "TC"}, "Từ 1 đến 60"),
        ("/ve", {"grid-rows": "2", "grid-columns": "2", "grid-type": "TC", "grid-aisles": "x"}, "bằng số"),
        ("/nhap", {"table-file": (io.BytesIO(b"label,type\nA01,TC\n"), "plan.csv")}, "plan.csv"),
        ("/nhap", {"table-file": (io.BytesIO(b"%PDF-1.7"), "plan.pdf")}, "PDF"),
        ("/nhap", {}, "không có gian"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_changes_nothing(
    officer: Browser, catalogue_db: Database, to: str, fields: dict[str, Any], words: str
) -> None:
    number = fair_of(catalogue_db, Grid(2, 2, "TC"), is_open=False)
    assert words in sent(officer, number, to, fields), words
    assert labels(catalogue_db) == ["A01", "A02", "B01", "B02"]
