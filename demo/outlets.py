"""Points of sale of the demonstration: the real ones from public reports, and made-up ones with hours beside them."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.intake.reading import read_columns
from catalog.products.models import Product
from foundation.audit.rules import SYSTEM
from foundation.places.addresses import Address
from foundation.places.points import MapPoint, Point, Precision
from marketplace.outlets.hours import Hours, OnHolidays, read_spans
from marketplace.outlets.lists import COLUMNS, Outcome, import_rows
from marketplace.outlets.models import Outlet
from marketplace.outlets.rules import OutletKind, Setting
from marketplace.outlets.services import OutletInput, add, add_to_stock, approve, close, set_hours

DATA = Path(__file__).parent / "data"
REAL, MADE_UP = DATA / "ocop_shops.csv", DATA / "outlets.json"


@dataclass(frozen=True, slots=True)
class _Shop:
    """A made-up one as its file tells it."""

    facts: dict[str, Any]

    def address(self) -> Address:
        return Address(*(self.facts[name] for name in ("address", "commune", "district", "province")))

    def all(self) -> OutletInput:
        setting = Setting(self.facts["setting"]) if self.facts["setting"] else None
        point = MapPoint(Point(*self.facts["point"]), Precision.STREET) if self.facts["point"] else None
        facts = (
            ("setting", setting),
            ("operator", "Người quản lý (minh hoạ)"),
            ("facilities", ["parking", "transfer"]),
        )
        return OutletInput(OutletKind(self.facts["kind"]), self.facts["name"], self.address(), point, facts)

    def hours(self, weeks: dict[str, list[str]]) -> Hours:
        openings = weeks.get(self.facts["hours"], [])
        weekly = ((day, span) for day, text in enumerate(openings) for span in read_spans(text) or ())
        rule = self.facts["on_holidays"]
        return Hours(tuple(weekly), (), OnHolidays(rule) if rule else None)


def load_real(session: Session) -> int:
    """Those that public reports name, as they are known: no hours, no stock, confirmed by nobody; how many are new."""
    told = import_rows(session, SYSTEM, read_columns(REAL, COLUMNS))
    made = [row.outlet_id for row in told if row.outcome is Outcome.CREATED]
    for number in made:
        approve(session, SYSTEM, session.get_one(Outlet, number), confirmed_on=None)
    return len(made)


def load_made_up(session: Session, today: date) -> int:
    """Return the made-up ones that are missing, with hours and what they have; how many."""
    told = json.loads(MADE_UP.read_text(encoding="utf-8"))
    known = set(session.scalars(select(Outlet.name).where(Outlet.is_demo)))
    products = list(session.scalars(select(Product).where(Product.is_demo).order_by(Product.id)))
    made = [one for one in told["outlets"] if one["name"] not in known]
    for number, one in enumerate(made):
        _open(session, _Shop(one), told["hours"], products[number % 3 :], today)
    return len(made)


def _open(session: Session, shop: _Shop, weeks: dict[str, list[str]], products: list[Product], today: date) -> None:
    outlet = add(session, SYSTEM, shop.all(), is_demo=True)
    set_hours(session, SYSTEM, outlet, shop.hours(weeks), today=today)
    for product in products[: shop.facts["products"]]:
        add_to_stock(session, SYSTEM, outlet, product, today=today)
    approve(session, SYSTEM, outlet, confirmed_on=today - timedelta(days=shop.facts["confirmed_days_ago"]))
    if shop.facts["closed_days_ago"]:
        on = today - timedelta(days=shop.facts["closed_days_ago"])
        close(session, SYSTEM, outlet, on=on, reason="Hết hạn thuê mặt bằng (minh hoạ).", today=today)
