"""Illustrative fees: a payee, charges in every state, and what they are for; nothing of it is real money."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time_ns

from babel.support import LazyProxy
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from demo.accounts import PROVINCE
from demo.bank import IllustrativeBank, Transfer
from demo.illustrative_stripe import HOOK, KEY
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.places.models import Place, PlaceLevel
from marketplace.payments.models import Charge, Payee
from marketplace.payments.provider import VIETQR
from marketplace.payments.purposes import Belief
from marketplace.payments.reading import read_statement
from marketplace.payments.rules import KEPT, Direction, State
from marketplace.payments.services import Owner, PayeeInput, Payer, edit_payee, open_charge, open_payee
from marketplace.payments.statements import take_in

FEE = "demo_fee"
ACCOUNT = ("970436", "0000000000")
"""An account that no bank would give."""

GONE = frozenset({6})
"""Numbers of what is gone before it is paid: what becomes of such money can be seen."""

PAYERS = (
    *("Hợp tác xã Chè Minh Hoạ", "Công ty TNHH Mật ong Minh Hoạ", "Cơ sở Miến dong Minh Hoạ"),
    *("Hộ kinh doanh Nem chua Minh Hoạ", "Tổ hợp tác Rau sạch Minh Hoạ", "Hợp tác xã Gạo Minh Hoạ"),
)


@dataclass(frozen=True, slots=True)
class IllustrativeFees:
    """What illustrative charges are for. Each takes itself for what its charge is, but for those that are gone."""

    kind: str = FEE

    @property
    def words(self) -> LazyProxy:
        """What it is called."""
        found: LazyProxy = _l("Illustrative booth fee")
        return found

    def follow(self, session: Session, purpose_id: int, state: State) -> Belief:
        """Take in where its charge stands."""
        del session
        return _belief(purpose_id, state)

    def beliefs(self, session: Session, ids: Collection[int]) -> Mapping[int, Belief]:
        """Return what each takes itself for: what follows from its newest charge."""
        wanted = select(Charge.purpose_id, Charge.state).where(Charge.purpose_kind == FEE, Charge.purpose_id.in_(ids))
        return {number: _belief(number, state) for number, state in session.execute(wanted.order_by(Charge.id))}


def _belief(number: int, state: State) -> Belief:
    if state is State.OPEN:
        return Belief.WAITS
    return Belief.PAID if state in KEPT and (number not in GONE or state is State.PLACED) else Belief.GONE


FEES = IllustrativeFees()


def load_payments(session: Session, *, keys: Keys, today: date) -> int:
    """Set up the payee with charges that can be paid, and one of each that somebody has to look at; how many."""
    payee = illustrative_payee(session)
    if payee is None:
        place = select(Place.id).filter_by(level=PlaceLevel.PROVINCE, code=PROVINCE, valid_to=None)
        told = PayeeInput(
            "Ban tổ chức Hội chợ OCOP (minh hoạ)", "0208 000 000 (minh hoạ)", *ACCOUNT, "BAN TO CHUC MINH HOA"
        )
        payee = open_payee(session, SYSTEM, Owner(place_id=session.scalars(place).one()), told, keys=keys, is_demo=True)
        take_cards(session, payee, keys)
        for _ in PAYERS:
            open_fee(session, payee, today)
        _tell_a_statement(session, payee, today)
        return len(PAYERS)
    take_cards(session, payee, keys)
    if not any(True for _ in payable_fees(session)):
        open_fee(session, payee, today)
        return 1
    return 0


def take_cards(session: Session, payee: Payee, keys: Keys) -> None:
    """Give the payee keys of the illustrative Stripe, where its account is the payee's number."""
    if not payee.stripe_key:
        bank = (payee.bank_bin or "", payee.bank_account or "", payee.holder or "")
        told = PayeeInput(payee.name, payee.contact, *bank, f"{KEY}{payee.id}", f"{HOOK}{payee.id}")
        edit_payee(session, SYSTEM, payee, told, keys=keys)


def illustrative_payee(session: Session) -> Payee | None:
    """Return the payee of the demonstration, once it is loaded."""
    return session.scalars(select(Payee).filter_by(is_demo=True).order_by(Payee.id).limit(1)).first()


def payable_fees(session: Session) -> Iterator[Charge]:
    """Yield the illustrative charges that wait, the newest first."""
    wanted = select(Charge).join(Payee).where(Payee.is_demo, Charge.state == State.OPEN, Charge.came_dong == 0)
    yield from session.scalars(wanted.order_by(Charge.id.desc()).limit(5))


def open_fee(session: Session, payee: Payee, today: date) -> Charge:
    """Ask for one more illustrative fee."""
    number = 1 + (session.scalar(select(func.max(Charge.purpose_id)).filter_by(purpose_kind=FEE)) or 0)
    payer = PAYERS[(number - 1) % len(PAYERS)]
    return open_charge(
        session,
        SYSTEM,
        payee,
        purpose=(FEE, number),
        title=f"Gian hàng A{number:02}, Hội chợ OCOP minh hoạ",
        amount=500_000 + 250_000 * (number % 3),
        payer=Payer(payer),
        due_on=today + timedelta(days=14),
        today=today,
    )


def new_bank() -> IllustrativeBank:
    """Return a bank whose numbers no other has given."""
    return IllustrativeBank(start=time_ns() // 1_000_000)


def payload_of(charge: Charge) -> str:
    """Return what the code of its page says; nothing where nothing is to be paid."""
    told = VIETQR.instructions(charge)
    return told.payload if told else ""


def deliver(session: Session, payee: Payee, content: bytes) -> None:
    """Hand a statement in as the payee would; the worker books it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "statement.csv"
        path.write_bytes(content)
        told = read_statement(path, bank_bin=payee.bank_bin or "", account=payee.bank_account or "")
    take_in(session, SYSTEM, payee, told, content)


def _tell_a_statement(session: Session, payee: Payee, today: date) -> None:
    """One paid, one twice, one late, one with a slip, one for what is gone, and a line that is no fee."""
    bank = new_bank()
    charges = list(session.scalars(select(Charge).filter_by(payee_id=payee.id).order_by(Charge.id)))
    paid, twice, late, slip, _open, gone = charges
    late.due_on, late.release_on = today - timedelta(days=3), today - timedelta(days=2)
    made = [_pay(bank, one, today) for one in (paid, twice, twice, late, gone)]
    reference = slip.reference
    made.append(_pay(bank, slip, today, text=f"{reference[:8]}{reference[9:]}"))
    made.append(bank.move(payee.bank_key, Direction.IN, 12_345, "Lai tien gui thang", today))
    deliver(session, payee, bank.statement(payee.bank_key, made))


def _pay(bank: IllustrativeBank, charge: Charge, today: date, text: str | None = None) -> Transfer:
    return bank.pay(payload_of(charge), by=charge.payer_name, day=today, text=text)
