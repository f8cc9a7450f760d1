"""Payees, charges, and something that is paid for."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.support import LazyProxy
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from demo.bank import IllustrativeBank
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.places.models import Place, PlaceLevel
from marketplace.payments.ledger import Money, enter
from marketplace.payments.models import Charge, Payee, Statement
from marketplace.payments.provider import VIETQR
from marketplace.payments.purposes import Belief
from marketplace.payments.reading import read_statement
from marketplace.payments.rules import KEPT, Direction, State
from marketplace.payments.services import Owner, PayeeInput, Payer, open_charge, open_payee
from marketplace.payments.statements import book_part, take_in
from tests.support.databases import TODAY

KEYS = Keys("k" * 40)
BIN = "970436"
TOLD = PayeeInput("Ban tổ chức Hội chợ", "0208 123 456", BIN, "0123456789", "BAN TO CHUC")


@dataclass
class Stalls:
    """A kind of thing that is paid for: what each takes itself for, by number."""

    kind: str = "stall"
    held: dict[int, Belief] = field(default_factory=dict)

    @property
    def words(self) -> LazyProxy:
        found: LazyProxy = _l("Illustration")
        return found

    def follow(self, session: Session, purpose_id: int, state: State) -> Belief:
        del session
        now = self.held.setdefault(purpose_id, Belief.WAITS)
        if now is not Belief.GONE:
            self.held[purpose_id] = Belief.PAID if state in KEPT else now if state is State.OPEN else Belief.GONE
        return self.held[purpose_id]

    def beliefs(self, session: Session, ids: Collection[int]) -> Mapping[int, Belief]:
        del session
        return {one: self.held.get(one, Belief.WAITS) for one in ids}


def payee_of(
    session: Session, *, account: str = "0123456789", place_id: int | None = None, account_id: int | None = None
) -> Payee:
    """A payee of an office, or of somebody."""
    told = PayeeInput(TOLD.name, TOLD.contact, BIN, account, TOLD.holder)
    return open_payee(session, SYSTEM, Owner(place_id, account_id), told, keys=KEYS)


def charge_to(
    session: Session,
    payee: Payee,
    number: int = 1,
    *,
    amount: int = 500_000,
    due_on: date | None = None,
    name: str = "",
    kind: str = "stall",
) -> Charge:
    """Something to be paid in a week."""
    return open_charge(
        session,
        SYSTEM,
        payee,
        purpose=(kind, number),
        title=f"Gian hàng A{number}",
        amount=amount,
        payer=Payer(name or f"Hợp tác xã Chè {number}"),
        due_on=due_on or TODAY + timedelta(days=7),
        today=TODAY,
    )


def payload_of(charge: Charge) -> str:
    """What its page's code says."""
    told = VIETQR.instructions(charge)
    assert told
    return told.payload


def sent(session: Session, payee: Payee, content: bytes, folder: Path, *, today: date = TODAY) -> Statement:
    """Take a statement in and book all of it."""
    made = kept(session, payee, content, folder)
    while book_part(session, made, today=today):
        pass
    return made


def kept(session: Session, payee: Payee, content: bytes, folder: Path) -> Statement:
    """Take a statement in without booking it."""
    path = folder / "statement.csv"
    path.write_bytes(content)
    assert payee.bank_bin
    assert payee.bank_account
    told = read_statement(path, bank_bin=payee.bank_bin, account=payee.bank_account)
    return take_in(session, SYSTEM, payee, told, content)


def fees(session: Session) -> tuple[Charge, Charge]:
    """One that waits and one that is paid."""
    payee = payee_of(session, place_id=province_id(session))
    waiting, paid = charge_to(session, payee, 1), charge_to(session, payee, 2)
    money = Money(VIETQR.code, payee.bank_key, "1", Direction.IN, paid.due, TODAY)
    enter(session, SYSTEM, paid, money, today=TODAY)
    return waiting, paid


@pytest.fixture
def session(reference_db: Database) -> Iterator[Session]:
    """A transaction that is not committed."""
    with reference_db.unit_of_work() as records:
        yield records


@pytest.fixture
def payee(session: Session) -> Payee:
    return payee_of(session, place_id=province_id(session))


@pytest.fixture
def bank() -> IllustrativeBank:
    return IllustrativeBank()


def province_id(session: Session, code: str = "19") -> int:
    return session.query(Place).filter_by(level=PlaceLevel.PROVINCE, code=code, valid_to=None).one().id
