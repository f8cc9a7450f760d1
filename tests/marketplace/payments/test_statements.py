"""Lines of statements on both databases: split, set aside, told twice, another payee's, and refunds."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.bank import IllustrativeBank
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.outbox.models import OutboxJob
from foundation.workflow.rules import Refused
from marketplace.payments import statements
from marketplace.payments.models import Entry, Payee, StatementLine
from marketplace.payments.rules import Direction, Refusal, State
from marketplace.payments.services import (
    ask_return,
)
from marketplace.payments.statement_rules import LineState
from marketplace.payments.statements import book_line, set_aside, take_up
from marketplace.payments.tasks import forget_foreign
from tests.marketplace.payments.conftest import (
    charge_to,
    kept,
    payee_of,
    payload_of,
    sent,
)
from tests.support.databases import TODAY

IN = Direction.IN


def why(call: object, *args: object, **more: object) -> Refusal:
    with pytest.raises(Refused) as refused:
        call(*args, **more)  # type: ignore[operator]
    return refused.value.of(Refusal)


def line_of(session: Session) -> StatementLine:
    return session.scalars(select(StatementLine).order_by(StatementLine.id.desc()).limit(1)).one()


def test_a_transfer_is_split_over_several(
    session: Session, payee: Payee, tmp_path: Path, bank: IllustrativeBank
) -> None:
    one, two = charge_to(session, payee, 1), charge_to(session, payee, 2, amount=300_000)
    bank.move(payee.bank_key, IN, 800_000, "HTX nop phi hai gian", TODAY)
    sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    line = line_of(session)
    assert line.state is LineState.DESK
    parts = [(one.reference, 500_000), (two.reference, 300_000)]
    assert why(book_line, session, SYSTEM, line, parts[:1], today=TODAY) is Refusal.WRONG_SUM
    strange = [("OCOP00000000", 500_000), parts[1]]
    assert why(book_line, session, SYSTEM, line, strange, today=TODAY) is Refusal.NOT_ELSEWHERE
    book_line(session, SYSTEM, line, parts, today=TODAY)
    assert (one.state, two.state, line.state) == (State.PAID, State.PAID, LineState.BOOKED)
    assert why(book_line, session, SYSTEM, line, parts, today=TODAY) is Refusal.LINE_DONE
    assert len(session.scalars(select(Entry)).all()) == 2


def test_each_part_is_a_job_of_its_own(
    session: Session, payee: Payee, tmp_path: Path, bank: IllustrativeBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tries are counted by part: a worker that is killed again and again still comes to the end."""
    monkeypatch.setattr(statements, "PART", 2)
    for number in range(3):
        bank.pay(payload_of(charge_to(session, payee, number)), by="HTX", day=TODAY)
    made = kept(session, payee, bank.statement(payee.bank_key), tmp_path)
    waiting = select(OutboxJob).filter_by(kind=statements.BOOK).order_by(OutboxJob.id)
    first = session.scalars(waiting).one()
    first.attempts = 8
    assert statements.book_part(session, made, today=TODAY)
    assert [job.attempts for job in session.scalars(waiting)] == [8, 0]
    assert not statements.book_part(session, made, today=TODAY)
    assert len(session.scalars(waiting).all()) == 2
    assert {line.state for line in session.scalars(select(StatementLine))} == {LineState.BOOKED}


def test_another_payees_reference_is_none_of_ours(session: Session, payee: Payee, tmp_path: Path) -> None:
    other = payee_of(session, account="999", place_id=payee.place_id)
    theirs, bank = charge_to(session, other), IllustrativeBank()
    bank.move(payee.bank_key, IN, 500_000, theirs.reference, TODAY)
    sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    line = line_of(session)
    assert (line.state, theirs.state) == (LineState.DESK, State.OPEN)
    parts = [(theirs.reference, 500_000)]
    assert why(book_line, session, SYSTEM, line, parts, today=TODAY) is Refusal.NOT_ELSEWHERE


def test_what_is_no_fee_is_set_aside_and_forgotten(
    session: Session, payee: Payee, tmp_path: Path, bank: IllustrativeBank
) -> None:
    bank.move(payee.bank_key, IN, 1, "lai tien gui", TODAY)
    sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    line = line_of(session)
    set_aside(session, SYSTEM, line)
    assert why(book_line, session, SYSTEM, line, [("x", 1)], today=TODAY) is Refusal.NOT_ELSEWHERE
    assert forget_foreign(session, now() - timedelta(days=4000)) == 0
    assert forget_foreign(session, now() + timedelta(days=4000)) == 1
    session.refresh(line)
    assert line.text is None
    take_up(session, SYSTEM, line)
    assert line.state is LineState.DESK


def test_the_same_and_an_overlapping_statement_are_harmless(
    session: Session, payee: Payee, tmp_path: Path, bank: IllustrativeBank
) -> None:
    one, two = charge_to(session, payee, 1), charge_to(session, payee, 2)
    bank.pay(payload_of(one), by="A", day=TODAY)
    first = sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    assert kept(session, payee, bank.statement(payee.bank_key), tmp_path).id == first.id
    bank.pay(payload_of(two), by="B", day=TODAY)
    second = sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    assert (second.rows, second.known) == (2, 1)
    assert (one.came_dong, two.came_dong) == (500_000, 500_000)


def test_a_refund_is_booked_from_the_statement(
    session: Session, payee: Payee, tmp_path: Path, bank: IllustrativeBank
) -> None:
    charge = charge_to(session, payee)
    bank.pay(payload_of(charge), by="A", day=TODAY)
    sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    ask_return(session, SYSTEM, charge, reason="huỷ", today=TODAY)
    bank.send_back(payee.bank_key, amount=500_000, text=f"hoan phi {charge.reference}", day=TODAY)
    sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    assert charge.state is State.REFUNDED
