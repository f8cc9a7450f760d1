"""Whatever people do with their bank, the ledger ends where the bank is: driven at random on both databases."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.bank import IllustrativeBank
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from marketplace.payments.checking import check_payments
from marketplace.payments.models import Charge, Entry, Payee, StatementLine
from marketplace.payments.purposes import by_kind
from marketplace.payments.rules import Direction, State
from marketplace.payments.services import tell
from marketplace.payments.statement_rules import WAITING_LINES, LineState
from marketplace.payments.statements import book_line
from marketplace.payments.tasks import end_overdue
from tests.marketplace.payments.conftest import Stalls, charge_to, payee_of, payload_of, province_id, sent
from tests.support.databases import TODAY
from tests.support.processes import rounds

ACTS = ("pay", "wrong_sum", "wrong_memo", "twice", "late", "reverse", "upload", "overlap", "foreign", "decide", "end")
IN, OUT = Direction.IN, Direction.OUT


class Town:
    """Two payees, their charges and the bank, with everything people do."""

    def __init__(self, session: Session, folder: Path, seed: int) -> None:
        self.session, self.folder, self.rng = session, folder, random.Random(seed)
        self.bank, self.stalls, self.told = IllustrativeBank(), Stalls(), 0
        place = province_id(session)
        self.payees = [payee_of(session, account=f"{seed % 10**6}{n}", place_id=place) for n in (1, 2)]
        base = seed % 10**6 * 10
        self.charges = [charge_to(session, self.payees[n % 2], base + n, amount=100_000 * (1 + n)) for n in range(5)]
        self.codes = {charge.id: payload_of(charge) for charge in self.charges}

    def do(self, act: str) -> None:
        """One thing that happens; then all of it holds."""
        charge = self.rng.choice(self.charges)
        getattr(self, f"_{act}")(charge)
        self.session.flush()
        for one in self.charges:
            tell(self.session, one, by_kind([self.stalls]), today=TODAY)
        self.holds()

    def _pay(self, charge: Charge, **more: object) -> None:
        told = {"by": charge.payer_name, "day": TODAY, **more}
        self.bank.pay(self.codes[charge.id], **told)  # type: ignore[arg-type] # as above

    def _wrong_sum(self, charge: Charge) -> None:
        self._pay(charge, amount=self.rng.choice([1, charge.amount_dong // 10, charge.amount_dong + 1]))

    def _wrong_memo(self, charge: Charge) -> None:
        cut = self.rng.randrange(12)
        self._pay(charge, text=self.rng.choice(["", "OCOP", charge.reference[:cut] + charge.reference[cut + 1 :]]))

    def _twice(self, charge: Charge) -> None:
        self._pay(charge)
        self._pay(charge)

    def _late(self, charge: Charge) -> None:
        self._pay(charge, day=charge.release_on.replace(year=2027))

    def _reverse(self, charge: Charge) -> None:
        self.bank.send_back(
            charge.payee.bank_key, amount=charge.amount_dong, text=f"hoan {charge.reference}", day=TODAY
        )

    def _foreign(self, charge: Charge) -> None:
        other = next(one for one in self.payees if one.id != charge.payee_id)
        self.bank.move(other.bank_key, IN, charge.amount_dong, charge.reference, TODAY)

    def _upload(self, charge: Charge) -> None:
        self._send(charge.payee, 0)

    def _overlap(self, charge: Charge) -> None:
        self._send(charge.payee, self.rng.randrange(4))

    def _send(self, payee: Payee, leave: int) -> None:
        own = [one for one in self.bank.transfers if one.account == payee.bank_key]
        content = self.bank.statement(payee.bank_key, own[: len(own) - leave])
        sent(self.session, payee, content, self.folder)

    def _decide(self, charge: Charge) -> None:
        waiting = select(StatementLine).where(
            StatementLine.payee_id == charge.payee_id, StatementLine.state.in_(WAITING_LINES)
        )
        line = self.session.scalars(waiting.order_by(StatementLine.id).limit(1)).first()
        if line:
            book_line(self.session, SYSTEM, line, [(charge.reference, line.amount_dong)], today=TODAY)

    def _end(self, charge: Charge) -> None:
        end_overdue(self.session, charge.release_on.replace(year=2027))

    def holds(self) -> None:
        """The ledger says what the bank's booked transfers say, each once; no payee's book has another's money."""
        kept = {
            (line.account, line.key.partition("|")[0]): line
            for line in self.session.scalars(select(StatementLine).where(StatementLine.payee_id.in_(self._ids())))
        }
        truth = {(one.account, one.number): one for one in self.bank.transfers}
        assert kept.keys() <= truth.keys()
        for key, line in kept.items():
            told = truth[key]
            assert (line.amount_dong, line.direction, line.happened_on) == (told.amount, told.direction, told.day)
        booked = Counter[Direction]()
        for line in kept.values():
            booked[line.direction] += line.amount_dong if line.state is LineState.BOOKED else 0
        ours = [one.id for one in self.charges]
        entered = Counter[Direction]()
        for entry in self.session.scalars(select(Entry).where(Entry.charge_id.in_(ours))):
            entered[entry.direction] += entry.amount_dong
        assert (entered[IN], entered[OUT]) == (booked[IN], booked[OUT])
        assert sum(one.came_dong - one.went_dong for one in self.charges) == booked[IN] - booked[OUT]
        assert all(one.state is not State.PAID or one.paid_on for one in self.charges)
        assert list(check_payments(self.session, by_kind([self.stalls]))) == []

    def _ids(self) -> list[int]:
        return [one.id for one in self.payees]


@pytest.mark.timeout(rounds(300, 3600))
@settings(max_examples=rounds(12, 300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ACTS), min_size=4, max_size=14), st.integers(0, 10**6))
def test_the_ledger_equals_the_bank_after_every_step(
    reference_db: Database, tmp_path: Path, acts: list[str], seed: int
) -> None:
    with undone(reference_db) as session:
        town = Town(session, tmp_path, seed)
        for act in (*acts, "upload"):
            town.do(act)


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """A transaction of which nothing stays."""
    with database.unit_of_work() as session, session.begin_nested() as inner:
        yield session
        session.flush()
        inner.rollback()
