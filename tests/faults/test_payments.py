"""Workers that book a statement are killed anywhere in it: it goes on, and nothing is booked twice."""

import os
import random
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from demo.bank import IllustrativeBank
from foundation.db.database import Database
from marketplace.payments.checking import check_payments
from marketplace.payments.models import Charge, Entry, StatementLine
from marketplace.payments.purposes import by_kind
from marketplace.payments.rules import State
from marketplace.payments.statement_rules import LineState
from tests.marketplace.payments.conftest import Stalls, charge_to, kept, payee_of, payload_of, province_id
from tests.support.databases import TODAY
from tests.support.processes import kill, rounds, start, wait_until

KILLS = rounds(3, 20)
LINES = 40 * KILLS


@pytest.mark.fault
@pytest.mark.timeout(rounds(600, 3600))
def test_a_killed_booking_goes_on_and_books_nothing_twice(
    own_reference_db: Database, tmp_path: Path, luck: random.Random
) -> None:
    with own_reference_db.unit_of_work() as session:
        payee, bank = payee_of(session, place_id=province_id(session)), IllustrativeBank()
        for number in range(LINES):
            charge = charge_to(session, payee, number, amount=10_000 + number)
            bank.pay(payload_of(charge), by="HTX", day=TODAY)
        kept(session, payee, bank.statement(payee.bank_key), tmp_path)
    module, env = "tests.faults.booking_worker", dict(os.environ)
    for number, point in enumerate(sorted(luck.sample(range(LINES - 30), KILLS))):
        process = start(module, own_reference_db.url, f"w{number}", env=env)
        wait_until(partial(_reached, own_reference_db, point), timeout=120)
        wait_until(lambda: luck.random() < 0.2)  # anywhere in a part, not only at its beginning
        kill(process)
    last = start(module, own_reference_db.url, "last", env=env)
    wait_until(partial(_reached, own_reference_db, LINES), timeout=120)
    kill(last)
    with own_reference_db.reading() as session:
        assert session.scalar(select(func.count(Entry.id))) == LINES
        assert set(session.scalars(select(StatementLine.state))) == {LineState.BOOKED}
        paid = session.execute(select(Charge.state, Charge.came_dong - Charge.amount_dong)).all()
        assert {(state, rest) for state, rest in paid} == {(State.PAID, 0)}
        assert list(check_payments(session, by_kind([Stalls()]))) == []


def _reached(database: Database, lines: int) -> bool:
    with database.reading() as session:
        done = select(func.count(StatementLine.id)).where(StatementLine.state != LineState.NEW)
        return (session.scalar(done) or 0) >= lines
