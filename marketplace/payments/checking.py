"""`flask verify` of payments: every balance computed anew, and every charge that is at odds with what it is for."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from marketplace.payments.models import Charge, Entry, StatementLine
from marketplace.payments.purposes import Purposes, is_at_odds
from marketplace.payments.rules import Direction, attention_of, follows
from marketplace.payments.statement_rules import LineState


def check_payments(session: Session, purposes: Purposes) -> Iterator[str]:
    """Sentences for what does not hold."""
    rows = list(session.scalars(select(Charge).order_by(Charge.purpose_kind, Charge.id)))
    yield from _sums(session, rows)
    yield from _lines(session)
    for kind, found in groupby(rows, lambda one: one.purpose_kind):
        yield from _at_odds(session, kind, list(found), purposes)


def _sums(session: Session, rows: list[Charge]) -> Iterator[str]:
    came = func.sum(case((Entry.direction == Direction.IN, Entry.amount_dong), else_=0))
    went = func.sum(case((Entry.direction == Direction.OUT, Entry.amount_dong), else_=0))
    told = session.execute(select(Entry.charge_id, came, went).group_by(Entry.charge_id))
    sums = {number: (int(came), int(went)) for number, came, went in told}
    for one in rows:
        name, found = f"charge {one.reference}", sums.get(one.id, (0, 0))
        if found != (one.came_dong, one.went_dong):
            came_, went_ = found
            yield f"{name}: it says {one.came_dong} came and {one.went_dong} went, its entries {came_} and {went_}"
        elif one.attention is not attention_of(one.state, one.balance):
            yield f"{name}: whether somebody has to look at it is not what its entries say"
        elif follows(one.state, one.balance):
            yield f"{name}: it is {one.state}, which its entries do not say"


def _lines(session: Session) -> Iterator[str]:
    """Whether lines that are booked were entered whole, and no other was."""
    entered = select(Entry.line_id, func.sum(Entry.amount_dong).label("sum")).group_by(Entry.line_id).subquery()
    booked = case((StatementLine.state == LineState.BOOKED, StatementLine.amount_dong), else_=0)
    asked = select(StatementLine.id).outerjoin(entered, entered.c.line_id == StatementLine.id)
    for number in session.scalars(asked.where(booked != func.coalesce(entered.c.sum, 0)).order_by(StatementLine.id)):
        yield f"line {number} of a statement: what was entered is not what it says"


def _at_odds(session: Session, kind: str, rows: list[Charge], purposes: Purposes) -> Iterator[str]:
    """Charges that take themselves for something else than what they are for; what is about to be told is left out."""
    known = purposes.get(kind)
    if known is None:
        yield f"charges for {kind}: no room is paid for that"
        return
    latest = {one.purpose_id: one for one in rows}
    beliefs = known.beliefs(session, list(latest))
    for number, one in latest.items():
        if (one.told_at or not one.paid_on) and is_at_odds(one.state, beliefs.get(number)):
            yield f"charge {one.reference}: it is {one.state}, {kind} {number} takes itself for {beliefs.get(number)}"
