"""A payee with keys of the illustrative Stripe, whose clock the test sets."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.illustrative_stripe import HOOK, KEY, IllustrativeStripe
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from marketplace.payments.card_service import Cards
from marketplace.payments.cards import Clock, Till, pay_by_card, take_message
from marketplace.payments.models import CardCheckout, Charge, Entry, Payee
from marketplace.payments.services import PayeeInput, edit_payee
from tests.marketplace.payments.conftest import KEYS, charge_to, payee_of, province_id
from tests.support.databases import TODAY

BACK = "https://site.example/vi/thanh-toan/x"


@dataclass
class Shop:
    """A payee that takes cards, the illustrative Stripe, and a clock that is turned by hand."""

    database: Database
    payee: Payee
    ahead: timedelta = timedelta()
    stripe: IllustrativeStripe = field(init=False)
    till: Till = field(init=False)

    def __post_init__(self) -> None:
        self.stripe = IllustrativeStripe(lambda: self.now().timestamp())
        cards = Cards(KEYS, (self.stripe,), takes_live=False)
        self.till = Till(self.database, cards, Clock(self.now, lambda: TODAY))

    def now(self) -> datetime:
        return now() + self.ahead

    def charge(self, number: int = 1, amount: int = 500_000) -> Charge:
        with self.database.unit_of_work() as session:
            return charge_to(session, session.get_one(Payee, self.payee.id), number, amount=amount)

    def begin(self, charge: Charge) -> CardCheckout:
        return pay_by_card(self.till, charge.id, back=BACK, lang="en")

    def take(self, account: str, body: bytes, signature: str) -> bool:
        """Take a message in, as the door of the site does."""
        with self.database.reading() as session:
            payee = session.get_one(Payee, int(account))
        service = self.till.cards.of(payee)
        assert service
        take_message(self.till, payee, service.read(body, signature, self.till.cards.secret(payee), self.now()))
        return True

    def deliver(self) -> None:
        self.stripe.deliver(self.take)

    def found(self, charge: Charge) -> tuple[Charge, list[Entry], list[CardCheckout]]:
        with self.database.reading() as session:
            entries = session.scalars(select(Entry).filter_by(charge_id=charge.id).order_by(Entry.id))
            pages = session.scalars(select(CardCheckout).filter_by(charge_id=charge.id).order_by(CardCheckout.id))
            return session.get_one(Charge, charge.id), list(entries), list(pages)


def with_keys(session: Session, payee: Payee, keys: Keys = KEYS) -> Payee:
    """Give a payee keys of the illustrative Stripe."""
    bank = (payee.bank_bin or "", payee.bank_account or "", payee.holder or "")
    told = PayeeInput(payee.name, payee.contact, *bank, f"{KEY}{payee.id}", f"{HOOK}{payee.id}")
    edit_payee(session, SYSTEM, payee, told, keys=keys)
    return payee


@pytest.fixture
def shop(reference_db: Database) -> Shop:
    with reference_db.unit_of_work() as session:
        return Shop(reference_db, with_keys(session, payee_of(session, place_id=province_id(session))))
