"""Statements: taking a file in once, booking its lines in parts that commit, and what people decide about the rest."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.outbox.services import enqueue
from foundation.workflow.rules import Refused
from marketplace.payments.ledger import Money, enter
from marketplace.payments.matching import Matcher, Payable, Verdict
from marketplace.payments.models import Charge, Payee, Statement, StatementLine
from marketplace.payments.provider import VIETQR
from marketplace.payments.reading import StatementFile
from marketplace.payments.rules import Refusal, State, split_fits
from marketplace.payments.statement_rules import LINES, LineState, LineVerb, Movement, numbered

BOOK = "payments.book"
"""The job that books a statement's lines."""

PART = 400
"""Lines that are booked in one transaction: a killed worker goes on after the last one that was committed."""

_ASKED = 500
"""Lines that are looked up at a time."""


def take_in(session: Session, actor: Actor, payee: Payee, told: StatementFile, content: bytes) -> Statement:
    """Keep a statement's lines that no file has told before; the worker books them. The same file is found again."""
    digest = sha256(content).hexdigest()
    known = session.scalars(select(Statement).filter_by(payee_id=payee.id, file_hash=digest)).one_or_none()
    if known:
        return known
    fresh = _fresh(session, payee, list(numbered(told.movements)))
    made = Statement(
        payee_id=payee.id,
        file_hash=digest,
        layout=told.layout.code,
        rows=len(told.movements),
        known=len(told.movements) - len(fresh),
        rejected=len(told.rejected),
        sent_by_id=actor.account_id,
    )
    session.add(made)
    session.flush()
    session.add_all(_line(payee, made, movement, occurrence) for movement, occurrence in fresh)
    _book_later(session, made)
    record(session, actor, "statement:take-in", made.id, after={"payee": payee.id, "line_count": made.rows})
    return made


def _fresh(session: Session, payee: Payee, told: list[tuple[Movement, int]]) -> list[tuple[Movement, int]]:
    known = set[tuple[str, int]]()
    keys = sorted({one.key for one, _ in told})
    for part in (keys[start : start + _ASKED] for start in range(0, len(keys), _ASKED)):
        asked = select(StatementLine.key, StatementLine.occurrence).filter_by(payee_id=payee.id, account=payee.bank_key)
        known |= {(key, number) for key, number in session.execute(asked.where(StatementLine.key.in_(part)))}
    return [(one, occurrence) for one, occurrence in told if (one.key, occurrence) not in known]


def _line(payee: Payee, statement: Statement, movement: Movement, occurrence: int) -> StatementLine:
    return StatementLine(
        payee_id=payee.id,
        statement_id=statement.id,
        account=payee.bank_key,
        key=movement.key,
        occurrence=occurrence,
        row=movement.row,
        happened_on=movement.day,
        direction=movement.direction,
        amount_dong=movement.amount,
        text=movement.text,
    )


def _book_later(session: Session, statement: Statement) -> None:
    enqueue(session, BOOK, {"statement": statement.id}, dedupe_key=f"{BOOK} {statement.id}")


def _matcher_of(session: Session, payee_id: int) -> Matcher:
    """Return what compares lines with all charges of a payee."""
    columns = (Charge.id, Charge.reference, Charge.amount_dong, Charge.agreed_dong, Charge.came_dong, Charge.went_dong)
    rows = session.execute(select(*columns, Charge.payer_name, Charge.state).filter_by(payee_id=payee_id))
    return Matcher(
        Payable(number, reference, agreed or amount, came - went, payer, state is State.OPEN)
        for number, reference, amount, agreed, came, went, payer, state in rows
    )


def book_part(session: Session, statement: Statement, *, today: date) -> bool:
    """Book the next lines of a statement; whether there may be more, which then are queued.

    Each line is decided once, under its lock.
    """
    matcher = _matcher_of(session, statement.payee_id)
    wanted = select(StatementLine).filter_by(statement_id=statement.id, state=LineState.NEW)
    lines = session.scalars(wanted.order_by(StatementLine.id).limit(PART).with_for_update()).all()
    found = [(line, matcher.match(line.text or "", line.amount_dong, line.direction)) for line in lines]
    held = _held(session, {number for _, match in found if match.verdict is Verdict.BOOK for number in match.charges})
    for line, match in found:
        if match.verdict is Verdict.BOOK:
            (number,) = match.charges
            _book(session, SYSTEM, line, [(held[number], line.amount_dong)], today)
        elif match.verdict is Verdict.SUGGEST:
            LINES.apply(line, LineVerb.SUGGEST)
            line.suggested_id = match.charges[0]
        else:
            LINES.apply(line, LineVerb.LEAVE)
        line.ground = match.ground
    if is_more := len(lines) == PART:
        _book_later(session, statement)
    session.flush()
    return is_more


def _held(session: Session, numbers: set[int]) -> dict[int, Charge]:
    """Return charges that nobody else changes meanwhile, locked in one order."""
    wanted = select(Charge).where(Charge.id.in_(numbers)).order_by(Charge.id).with_for_update(of=Charge)
    rows = session.scalars(wanted.execution_options(populate_existing=True)) if numbers else ()
    return {one.id: one for one in rows}


def book_line(
    session: Session, actor: Actor, line: StatementLine, parts: Sequence[tuple[str, int]], *, today: date
) -> None:
    """Book a line for one charge or divide it among several, by reference; sums are exact. Raises `Refused`."""
    if not split_fits(line.amount_dong, [amount for _, amount in parts]):
        raise Refused(Refusal.WRONG_SUM)
    references = [reference for reference, _ in parts]
    asked = select(Charge.reference, Charge.id).where(Charge.reference.in_(references))
    numbers = {row.reference: row.id for row in session.execute(asked.filter_by(payee_id=line.payee_id))}
    if len(numbers) < len(references):
        raise Refused(Refusal.NOT_ELSEWHERE)
    held = _held(session, set(numbers.values()))
    _book(session, actor, line, [(held[numbers[reference]], amount) for reference, amount in parts], today)


def set_aside(session: Session, actor: Actor, line: StatementLine) -> None:
    """Set a line aside: it has nothing to do with any charge. Raises `Refused`."""
    LINES.apply(line, LineVerb.SET_ASIDE)
    line.suggested_id = None
    record(session, actor, "statement-line:set-aside", line.id, after={"payee": line.payee_id})


def take_up(session: Session, actor: Actor, line: StatementLine) -> None:
    """Take a line up again: it has something to do with a charge after all. Raises `Refused`."""
    LINES.apply(line, LineVerb.TAKE_UP)
    record(session, actor, "statement-line:take-up", line.id, after={"payee": line.payee_id})


def _book(
    session: Session, actor: Actor, line: StatementLine, parts: Sequence[tuple[Charge, int]], today: date
) -> None:
    LINES.apply(line, LineVerb.BOOK)
    for number, (charge, amount) in enumerate(parts, start=1):
        told = f"{line.id}/{number}"
        money = Money(VIETQR.code, line.account, told, line.direction, amount, line.happened_on)
        enter(session, actor, charge, money, today=today, line=line)
