"""Fairs and events, 2,000 of them: CPU of a page in this process, beside the products' list and page."""

import random
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from bench.narrowing import narrowed_lists
from bench.pages import ASKS, SEED, TODAY, costs_of, site
from catalog.products.models import ProductGroup
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.places.addresses import Address
from marketplace.events.details import ProgrammeInput, add_item, set_province
from marketplace.events.models import Event
from marketplace.events.rules import EventKind
from marketplace.events.services import EventInput, add, publish, submit

SIZE, PRODUCTS = 2_000, 5_000
PROVINCES = ("Hà Nội", "Huế", "Thái Nguyên", "Lào Cai", "Cần Thơ", "Quảng Ninh", "Thanh Hóa", "An Giang")
WORDS = ("tháng sau", "hà nội", "bắc kạn", "hội chợ tháng 12", "chè", "tuần hàng cần thơ")


def main() -> None:
    """Measure the pages of events and, in the same run, what they must not be dearer than."""
    with tempfile.TemporaryDirectory() as folder:
        app, _names, products = site(Path(folder), PRODUCTS)
        database = Database.at(app.config["OCOP_SETTINGS"].database_url)
        paths = _fill(database)
        rng = random.Random(SEED)
        asks: dict[str, list[str]] = {}
        lists = list(islice(narrowed_lists(rng), ASKS))
        asks["list of products"] = [f"/vi/san-pham?{query}" for query in lists]
        asks["list of events"] = [f"/vi/hoi-cho?page={1 + at % 50}" for at in range(ASKS)]
        asks["list of events, by words"] = [f"/vi/hoi-cho?q={WORDS[at % 6]}&page=1&x={at}" for at in range(ASKS)]
        asks["calendar"] = [f"/vi/hoi-cho/lich?month=202{7 + at % 3}-{1 + at % 12:02}" for at in range(ASKS)]
        asks["product page"] = rng.sample(products, ASKS)
        asks["event page"] = rng.sample(paths, ASKS)
        print(f"\n### {SIZE:,} events beside {PRODUCTS:,} products: CPU ms of one request, nothing cached\n")
        found = {name: _middle(costs_of(app, addresses)) for name, addresses in asks.items()}
        for name, cpu in found.items():
            beside = found["product page" if name.endswith(" page") else "list of products"]
            print(f"{name:28}{cpu:8.2f}   × {cpu / beside:.2f}")


def _middle(told: Sequence[float]) -> float:
    return sorted(told)[len(told) // 2]


def _fill(database: Database) -> list[str]:
    """Three in five are to come; each has a programme, provinces and groups."""
    rng = random.Random(SIZE)
    with database.unit_of_work() as session:
        groups = list(session.scalars(select(ProductGroup.id).limit(6)))
        for number in range(SIZE):
            first = TODAY + timedelta(days=rng.randrange(-500, 900))
            last, kind = first + timedelta(days=rng.randrange(5)), rng.choice(list(EventKind))
            facts = (("organiser", "Sở Công Thương"), ("about", "Hội chợ " * 40), ("opens", 480), ("closes", 1260))
            address, about = Address(province=rng.choice(PROVINCES)), frozenset(rng.sample(groups, 2))
            told = EventInput(kind, f"Hội chợ OCOP số {number}", first, last, address, None, about, facts)
            event = add(session, SYSTEM, told)
            for hour in (8, 10, 14):
                add_item(session, SYSTEM, event, ProgrammeInput(first, f"Mục {hour}", hour * 60))
            for code in ("01", "19", "46"):
                set_province(session, SYSTEM, event, code, target=10, registered=5)
            submit(session, SYSTEM, event, now=now(), today=TODAY)
            publish(session, SYSTEM, event, now=now(), today=TODAY)
        session.flush()
        rows = session.execute(select(Event.slug, Event.id))
        return [f"/vi/hoi-cho/{slug}-{number}" for slug, number in rows]
