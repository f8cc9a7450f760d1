"""The illustrative fees and the bank at which a newcomer pays them, rightly or not."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from demo import views
from demo.payments import FEES, GONE, load_payments, payable_fees
from foundation.accounts.keys import Keys
from foundation.db.database import Database
from foundation.outbox.worker import EXTENSION, Worker
from marketplace.payments.checking import check_payments
from marketplace.payments.models import Charge, StatementLine
from marketplace.payments.purposes import Belief, by_kind
from marketplace.payments.rules import State
from marketplace.payments.statement_rules import LineState
from tests.foundation.signin.conftest import Browser, app, hashed
from tests.support.databases import TODAY

__all__ = ["app", "hashed"]

KEYS = Keys("k" * 40)
BANK = "/demo/ngan-hang"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def work(app: Flask, reference_db: Database) -> Callable[[], None]:
    """Load the fees, and let the worker do what waits."""
    with app.app_context(), reference_db.unit_of_work() as session:
        assert load_payments(session, keys=KEYS, today=TODAY) == 6
        assert load_payments(session, keys=KEYS, today=TODAY) == 0

    def done() -> None:
        worker = Worker(reference_db, app.extensions[EXTENSION], name="test")
        with app.app_context():
            while worker.run_once():
                pass

    done()
    return done


def state_of(database: Database, key: str) -> State:
    with database.reading() as session:
        return session.scalars(select(Charge.state).filter_by(key=key)).one()


def test_every_state_that_somebody_has_to_look_at_is_there(work: Callable[[], None], reference_db: Database) -> None:
    with reference_db.reading() as session:
        states = set(session.scalars(select(Charge.state)))
        lines = set(session.scalars(select(StatementLine.state)))
        assert states == {State.OPEN, State.PAID, State.PAID_LATE, State.PAID_UNPLACED}
        assert lines == {LineState.BOOKED, LineState.SUGGESTED, LineState.DESK}
        assert list(check_payments(session, by_kind([FEES]))) == []
        assert FEES.beliefs(session, [1, *GONE]) == {1: Belief.PAID, 6: Belief.GONE}


@pytest.mark.parametrize(
    ("way", "state"), [("right", State.PAID), ("twice", State.PAID), ("little", State.OPEN), ("slip", State.OPEN)]
)
def test_a_newcomer_pays_rightly_or_not(
    app: Flask, work: Callable[[], None], reference_db: Database, way: str, state: State
) -> None:
    browser = Browser(app.test_client())
    with reference_db.reading() as session:
        key = next(payable_fees(session)).key
    assert key in browser.get(BANK)
    answer = browser.post(BANK, {"key": key, "way": way})
    assert answer.location == f"/vi/thanh-toan/{key}"
    work()
    assert state_of(reference_db, key) is state


def test_the_statement_may_be_taken_away_and_more_fees_asked_for(
    app: Flask, work: Callable[[], None], reference_db: Database
) -> None:
    browser = Browser(app.test_client())
    assert browser.post(f"{BANK}/moi", page=BANK).location == BANK
    with reference_db.reading() as session:
        key = next(payable_fees(session)).key
    answer = browser.post(BANK, {"key": key, "way": "file"})
    assert "Số tiền ghi có" in answer.get_data(as_text=True)
    work()
    assert state_of(reference_db, key) is State.OPEN
    assert browser.post(BANK, {"key": "x", "way": "right"}).status_code == 404


def test_a_real_site_has_no_such_bank(app: Flask, monkeypatch: pytest.MonkeyPatch, reference_db: Database) -> None:
    browser = Browser(app.test_client())
    assert browser.post(f"{BANK}/moi", page=BANK).status_code == 404  # nothing is loaded
    monkeypatch.setattr(views, "is_demonstration", lambda: False)
    monkeypatch.setattr("demo.views_bank.is_demonstration", lambda: False)
    browser.get(BANK, status=404)
