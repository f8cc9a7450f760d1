"""Illustrative booths: a free fair and a paid one, both open for registration, with some who take part already."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.products.queries import products_of
from demo.accounts import HOST
from demo.payments import illustrative_payee
from demo.pictures import paper
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.audit.rules import SYSTEM, Actor
from foundation.files.services import PreparedFile, prepare_document
from foundation.files.storage import Storage
from foundation.workflow.rules import Refused
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.certifying import stars_of
from marketplace.booths.choosing import Choice, choose
from marketplace.booths.deciding import approve
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import Moment
from marketplace.booths.plan_rules import filled
from marketplace.booths.planning import TypeInput, add_type, open_booking, save_plan, set_up
from marketplace.booths.registering import add_document, add_staff, begin, choose_products, save, send
from marketplace.booths.rules import DocumentKind
from marketplace.events.models import Event
from marketplace.events.rules import REGISTERED, State

STANDARD = TypeInput("TC", "Gian tiêu chuẩn", "3 × 3 m", 0, "Bảng tên, 1 bàn, 2 ghế, 2 đèn, 1 ổ cắm 220 V")
PRICE = 8_500_000
ROWS, COLUMNS = 6, 10
TAKE_PART = 3
"""Illustrative producers who have a booth already; the member's own has none, so that it can be tried."""


def load_booths(session: Session, storage: Storage, *, now: datetime, today: date) -> int:
    """Open the illustrative fairs that give no booths yet; how many."""
    wanted = select(Event).where(Event.is_demo, Event.state == State.PUBLISHED, Event.kind.in_(REGISTERED))
    fairs = list(session.scalars(wanted.where(Event.starts_on > today).order_by(Event.id).limit(2)))
    made = [one for one in zip(fairs, (0, PRICE), strict=False) if session.get(BoothFair, one[0].id) is None]
    for event, price in made:
        fair = _open(session, event, price, Moment(now, today))
        if not price:
            _register(session, storage, fair, Moment(now, today))
    return len(made)


def _open(session: Session, event: Event, price: int, at: Moment) -> BoothFair:
    payee = illustrative_payee(session) if price else None
    facts = {"setting_up": "Từ 7 giờ ngày hôm trước", "clearing": "Trước 12 giờ ngày hôm sau", "each": 2}
    fair = set_up(session, SYSTEM, event, Allocation.FIRST_COME, payee_id=payee.id if payee else None, **facts)
    kind = TypeInput(STANDARD.code, STANDARD.name, STANDARD.size, price if payee else 0, STANDARD.equipment)
    add_type(session, SYSTEM, fair, kind)
    save_plan(session, SYSTEM, fair, filled(ROWS, COLUMNS, kind.code, aisles=(2,), ways=(5,)), now=at.now)
    closes = datetime.combine(event.starts_on - timedelta(days=2), at.now.timetz())
    open_booking(session, SYSTEM, fair, at.now - timedelta(days=1), closes)
    return fair


def _register(session: Session, storage: Storage, fair: BoothFair, at: Moment) -> None:
    """Let some made-up producers take part; one whose certificate is not in force on the days is told so."""
    member = account_by_identifier(session, Identifier(email=f"{PRODUCER_MEMBER.replace('_', '.')}@{HOST}"))
    owners = session.scalars(select(Producer).where(Producer.is_demo).order_by(Producer.id).offset(1))
    taking_part = 0
    for owner in owners:
        if member is None or taking_part == TAKE_PART:
            return
        label = prepare_document(storage, paper("NHÃN SẢN PHẨM", [owner.name]), name="nhan.pdf")
        taking_part += _take_part(session, fair, owner, member, label, at)


def _take_part(
    session: Session, fair: BoothFair, owner: Producer, member: Account, label: PreparedFile, at: Moment
) -> bool:
    actor = Actor(member.id)
    try:
        with session.begin_nested():
            one = begin(session, actor, fair, owner, at)
            choose(session, actor, one, Choice(), now=at.now)
            known = stars_of(session, fair.event, [product.id for product in products_of(session, owner.id)])
            choose_products(session, one, {number: True for number, held in known.items() if held.stars}, at)
            add_document(session, actor, one, DocumentKind.LABEL, label)
            save(session, actor, one, {"fascia": owner.name, "needs": ["power"], "needs_said": True})
            save(session, actor, one, {"contact_name": "Người minh hoạ", "contact_phone": "+84208000000"})
            add_staff(session, one, "Người trực minh hoạ")
            send(session, actor, one, at)
            approve(session, SYSTEM, one, at)
    except Refused:
        return False
    return True
