"""What the worker does: booking statements, ending what was not paid in time, telling things where they stand."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.services import notify
from marketplace.payments.card_rules import LIVE
from marketplace.payments.card_service import ServiceError
from marketplace.payments.cards import Till, end_page, reconcile
from marketplace.payments.models import CardCheckout, Charge, Statement, StatementLine
from marketplace.payments.notices import LOOK, RECEIVED
from marketplace.payments.purposes import Purposes
from marketplace.payments.queries import with_cards
from marketplace.payments.rules import KEPT, State
from marketplace.payments.services import expire, tell
from marketplace.payments.statement_rules import LineState
from marketplace.payments.statements import book_part

EXPIRE = "payments.expire"
RECONCILE = "payments.reconcile"

log = structlog.get_logger("payments")

Handler = Callable[[Database, Mapping[str, Any]], None]
TillOf = Callable[[Database], Till]
_MOST = 500
"""Charges that end in one transaction."""


def booking_job(today: Callable[[], date]) -> Handler:
    """Build the job that books a part of a statement; the next part is a job of its own.

    So a worker that is killed again and again comes to the end: what was tried too often is one part, never the rest.
    """

    def book(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            book_part(session, session.get_one(Statement, payload["statement"]), today=today())

    return book


def expiring_job(till_of: TillOf) -> Handler:
    """Build the job that ends what was not paid in time; what may still be paid by card is ended there first."""

    def end(database: Database, payload: Mapping[str, Any]) -> None:
        del payload
        till, is_more = till_of(database), True
        today = till.clock.today
        for charge_id in _overdue_at_card(database, today()):
            _try(end_page, till, charge_id)
        while is_more:
            with database.unit_of_work() as session:
                is_more = end_overdue(session, today()) == _MOST

    return end


def end_overdue(session: Session, today: date) -> int:
    """End charges whose time is over; how many, at most a part of them."""
    overdue = select(Charge).where(Charge.state == State.OPEN, Charge.release_on < today, ~_at_card())
    rows = session.scalars(overdue.order_by(Charge.id).limit(_MOST).with_for_update()).all()
    for one in rows:
        expire(session, one, today=today)
    return len(rows)


def _at_card() -> ColumnElement[bool]:
    """Return the condition that a charge may still be paid by card: then it ends another night."""
    return exists().where(CardCheckout.charge_id == Charge.id, CardCheckout.state.in_(sorted(LIVE)))


def _overdue_at_card(database: Database, today: date) -> list[int]:
    with database.reading() as session:
        overdue = select(Charge.id).where(Charge.state == State.OPEN, Charge.release_on < today, _at_card())
        return list(session.scalars(overdue.order_by(Charge.id)))


def _try(act: Callable[[Till, int], None], till: Till, number: int) -> None:
    """Ask a card service; where it does not answer, others are asked all the same, and this one another night."""
    try:
        act(till, number)
    except ServiceError:
        log.warning("payments.card_service_silent", act=act.__name__, number=number)


def reconciling_job(till_of: TillOf) -> Handler:
    """Build the job that compares every card service with the ledger."""

    def compare(database: Database, payload: Mapping[str, Any]) -> None:
        del payload
        with database.reading() as session:
            payees = with_cards(session)
        for payee_id in payees:
            _try(reconcile, till_of(database), payee_id)

    return compare


def telling_job(purposes: Purposes, till_of: TillOf) -> Handler:
    """Build the job that tells a thing where its charge stands, and people what concerns them.

    What waits no more is not to be paid by card either.
    """

    def told(database: Database, payload: Mapping[str, Any]) -> None:
        till = till_of(database)
        with database.unit_of_work() as session:
            charge = session.get_one(Charge, payload["charge"], with_for_update=True)
            tell(session, charge, purposes, today=till.clock.today())
            notify_people(session, charge)
        if charge.state is not State.OPEN:
            _try(end_page, till, charge.id)

    return told


def notify_people(session: Session, charge: Charge) -> None:
    """Tell the payer once that the money came, and the payee that somebody has to look."""
    if charge.state in KEPT:
        _say(session, charge.payer_account_id, RECEIVED, charge)
    if charge.attention:
        _say(session, charge.payee.account_id, LOOK, charge)


def _say(session: Session, account_id: int | None, kind: str, charge: Charge) -> None:
    account = session.get(Account, account_id) if account_id else None
    if account:
        facts = {"charge": charge.id, "payee": charge.payee_id, "key": charge.key, "reference": charge.reference}
        once = f"{kind} {charge.id} {charge.state}"
        notify(session, account, kind, facts=facts, dedupe_key=once, now=now())


def forget_foreign(session: Session, before: datetime) -> int:
    """Forget what lines say that have nothing to do with any charge; that there was a movement stays. How many."""
    old = update(StatementLine).where(StatementLine.state == LineState.FOREIGN, StatementLine.text.is_not(None))
    done = old.where(StatementLine.happened_on < before.date()).values(text=None)
    return int(session.execute(done).rowcount)  # type: ignore[attr-defined]
