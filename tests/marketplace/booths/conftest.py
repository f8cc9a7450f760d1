from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.services import certify, decision
from catalog.producers.models import Producer
from catalog.producers.rules import ProducerType
from catalog.products.models import Product
from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.database import Database
from foundation.i18n.text import fold, sort_key
from foundation.places.models import Place, PlaceLevel
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.models import Booth, BoothFair, BoothType
from marketplace.booths.moving import Moment
from marketplace.booths.plan_rules import SIDE_MAX, Block, Plan
from marketplace.booths.planning import TypeInput, add_type, open_booking, save_plan, set_up
from marketplace.booths.registering_models import BoothProduct, BoothRegistration
from tests.foundation.signin.conftest import account
from tests.marketplace.events.conftest import announced
from tests.support.databases import TODAY

NOW = datetime(2026, 11, 23, 5, tzinfo=timezone.utc)
SOON = NOW + timedelta(minutes=45)
CLOSES = NOW + timedelta(days=10)
AT = Moment(NOW, TODAY)
AFTER = Moment(CLOSES, date(2026, 12, 3))
KIND = ProducerType.COOPERATIVE


def prepared(
    session: Session, *, allocation: Allocation = Allocation.FIRST_COME, price: int = 0, **more: Any
) -> BoothFair:
    """A fair with so many booths of each type, row by row; nobody can register yet."""
    types = {code: more.pop(code) for code in ("std", "corner") if code in more}
    name = more.pop("name", "Hội chợ OCOP")
    event = more.pop("event", None) or announced(session, name, starts_on=TODAY + timedelta(days=30))
    made = set_up(session, SYSTEM, event, allocation, **{"hold_minutes": 45, **more})
    blocks = []
    for place, (code, many) in enumerate(types.items()):
        add_type(session, SYSTEM, made, TypeInput(code, code, "3 × 3 m", price))
        cells = [divmod(number, SIDE_MAX) for number in range(many)]
        letter = chr(ord("A") + place)
        blocks += [
            Block(2 * place + row, column, f"{letter}{SIDE_MAX * row + column + 1:02d}", code) for row, column in cells
        ]
    save_plan(session, SYSTEM, made, Plan(SIDE_MAX, SIDE_MAX, tuple(blocks)), now=NOW)
    return made


def fair(session: Session, **more: Any) -> BoothFair:
    """The same, open for registration."""
    made = prepared(session, **more)
    if made.payee_id is not None or not more.get("price"):
        open_booking(session, SYSTEM, made, NOW - timedelta(days=1), CLOSES)
    return made


def producer(session: Session, number: int, *, stars: int | None = 4, province: str = "01") -> Producer:
    """A producer with one product whose certificate is in force for years, or with none."""
    place = session.scalars(select(Place).filter_by(code=province, level=PlaceLevel.PROVINCE, valid_to=None)).one()
    name = f"HTX {number}"
    keys = {"name_key": fold(name), "slug": f"htx-{number}", "sort_key": sort_key(name)}
    where = {"former_province_code": province, "province_code": province, "place_id": place.id}
    made = Producer(name=name, kind=KIND, **keys, **where)
    session.add(made)
    session.flush()
    product = Product(
        name=f"Chè {number}", producer_id=made.id, motif="food", **{**keys, "name_key": f"che {number}"}, **where
    )
    session.add(product)
    session.flush()
    if stars:
        source = decision(
            session, authority="UBND", level="province", number=f"{number}/QĐ", issued_on=date(2026, 1, 5)
        )
        certify(session, product.id, source, stars=stars, edition="26/2026")
    return made


def writer(session: Session) -> Actor:
    """Somebody who registers."""
    known = session.scalars(select(Account).order_by(Account.id).limit(1)).first() or account(session)
    return Actor(known.id)


def registered(
    session: Session, at: BoothFair, number: int, *, stars: int | None = 4, province: str = "01", **more: Any
) -> BoothRegistration:
    """A draft of a producer of its own, whole but for its booth."""
    owner = producer(session, number, stars=stars, province=province)
    known: dict[str, Any] = {"contact_name": "Bà Na", "contact_phone": "+84912345678", "fascia": owner.name}
    known |= {"needs": [], "needs_said": True}
    made = BoothRegistration(
        event_id=at.event_id, producer_id=owner.id, account_id=writer(session).account_id, **{**known, **more}
    )
    session.add(made)
    session.flush()
    product = session.scalars(select(Product.id).filter_by(producer_id=owner.id)).one()
    made.products.append(BoothProduct(product_id=product, checked_on=TODAY, stars=stars))
    session.flush()
    return made


def many_registered(session: Session, at: BoothFair, many: int) -> None:
    """Drafts of so many producers that say nothing yet."""
    place = session.scalars(select(Place).filter_by(code="01", level=PlaceLevel.PROVINCE, valid_to=None)).one()
    where = {"former_province_code": "01", "province_code": "01", "place_id": place.id}
    owners = [
        Producer(name=f"HTX {n}", name_key=f"htx {n}", slug=f"htx-{n}", sort_key=b"h", kind=KIND, **where)
        for n in range(many)
    ]
    session.add_all(owners)
    session.flush()
    who = {"event_id": at.event_id, "account_id": writer(session).account_id}
    session.add_all(BoothRegistration(producer_id=owner.id, needs=[], **who) for owner in owners)
    session.flush()


def booths(session: Session, at: BoothFair) -> list[Booth]:
    rows = select(Booth).filter_by(event_id=at.event_id, removed_at=None)
    return list(session.scalars(rows.order_by(Booth.row, Booth.column)))


def kind_of(session: Session, at: BoothFair, code: str = "std") -> BoothType:
    return session.scalars(select(BoothType).filter_by(event_id=at.event_id, code=code)).one()


@pytest.fixture
def session(reference_db: Database) -> Iterator[Session]:
    """A transaction that is not committed."""
    with reference_db.unit_of_work() as records:
        yield records
