"""Reading payments: payees within reach, charges, lines that wait, reports, and checks of all of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from foundation.permissions.queries import matching
from foundation.permissions.rules import Jurisdiction, Scope, ScopeKind
from marketplace.payments.card_rules import LIVE
from marketplace.payments.models import CardCheckout, Charge, Entry, Payee, Statement, StatementLine
from marketplace.payments.rules import State
from marketplace.payments.statement_rules import WAITING_LINES, LineState

SHOWN = 100
"""Rows of a desk; what is older is found by words and state."""


def where(payee: Payee) -> Jurisdiction:
    """Return whom a payee belongs to."""
    return Jurisdiction(place_id=payee.place_id, account_id=payee.account_id)


def within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a payee lies within a scope: by its office's place, or as somebody's own."""
    return matching(scope, {ScopeKind.PLACE: Payee.place_id, ScopeKind.SELF: Payee.account_id})


def payees(session: Session, scope: Scope) -> list[Payee]:
    """Return payees within reach, by name."""
    return list(session.scalars(select(Payee).where(within(scope)).order_by(Payee.name, Payee.id)))


def payee_by_id(session: Session, payee_id: int, *, lock: bool = False) -> Payee | None:
    """Return the payee, or None; locked for whoever is about to change it."""
    wanted = select(Payee).filter_by(id=payee_id)
    return session.scalars(wanted.with_for_update(of=Payee) if lock else wanted).one_or_none()


def charge_by_key(session: Session, key: str) -> Charge | None:
    """Return the charge of an address, with its payee."""
    return session.scalars(select(Charge).filter_by(key=key).options(joinedload(Charge.payee))).one_or_none()


def charge_of(session: Session, payee_id: int, charge_id: int, *, lock: bool = False) -> Charge | None:
    """Return a charge of this payee, or None."""
    wanted = select(Charge).filter_by(id=charge_id, payee_id=payee_id)
    return session.scalars(wanted.with_for_update(of=Charge) if lock else wanted).one_or_none()


def line_of(session: Session, payee_id: int, line_id: int, *, lock: bool = False) -> StatementLine | None:
    """Return a line of this payee's statements, or None."""
    wanted = select(StatementLine).filter_by(id=line_id, payee_id=payee_id)
    return session.scalars(wanted.with_for_update(of=StatementLine) if lock else wanted).one_or_none()


def charges(session: Session, payee: Payee, *, words: str = "", state: State | None = None) -> list[Charge]:
    """Return a payee's charges, the newest first."""
    wanted = select(Charge).filter_by(payee_id=payee.id).where(_said(words))
    wanted = wanted.filter_by(state=state) if state else wanted
    return list(session.scalars(wanted.order_by(Charge.id.desc()).limit(SHOWN)))


def _said(words: str) -> ColumnElement[bool]:
    columns = (Charge.reference, Charge.title, Charge.payer_name)
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


def to_look_at(session: Session, payee: Payee) -> list[Charge]:
    """Return what somebody has to look at, what has waited longest first."""
    wanted = select(Charge).where(Charge.payee_id == payee.id, Charge.attention.is_not(None))
    return list(session.scalars(wanted.order_by(Charge.attention_since, Charge.id).limit(SHOWN)))


def waiting_lines(session: Session, payee: Payee) -> list[StatementLine]:
    """Return lines that a person has to decide, with what is suggested, the oldest first."""
    wanted = select(StatementLine).where(
        StatementLine.payee_id == payee.id, StatementLine.state.in_(sorted(WAITING_LINES))
    )
    ordered = wanted.order_by(StatementLine.happened_on, StatementLine.id).limit(SHOWN)
    return list(session.scalars(ordered.options(joinedload(StatementLine.suggested))))


def waits(session: Session, found: Sequence[Payee]) -> dict[int, int]:
    """Return how much waits for a person, by payee."""
    numbers = [one.id for one in found]
    looked = select(Charge.payee_id, func.count()).where(Charge.attention.is_not(None))
    lines = select(StatementLine.payee_id, func.count()).where(StatementLine.state.in_(sorted(WAITING_LINES)))
    told: dict[int, int] = dict.fromkeys(numbers, 0)
    for asked, column in ((looked, Charge.payee_id), (lines, StatementLine.payee_id)):
        for number, count in session.execute(asked.where(column.in_(numbers)).group_by(column)):
            told[number] += count
    return told


def statements(session: Session, payee: Payee) -> list[Statement]:
    """Return the statements of a payee, the newest first."""
    wanted = select(Statement).filter_by(payee_id=payee.id).order_by(Statement.id.desc())
    return list(session.scalars(wanted.limit(SHOWN)))


def line_counts(session: Session, found: Iterable[Statement]) -> dict[int, dict[LineState, int]]:
    """Return how many lines of each statement stand where."""
    numbers = [one.id for one in found]
    asked = select(StatementLine.statement_id, StatementLine.state, func.count())
    grouped = asked.where(StatementLine.statement_id.in_(numbers)).group_by(
        StatementLine.statement_id, StatementLine.state
    )
    told: dict[int, dict[LineState, int]] = {number: {} for number in numbers}
    for number, state, count in session.execute(grouped):
        told[number][state] = count
    return told


def entries(session: Session, charge: Charge) -> list[Entry]:
    """Return what came and went for a charge, in its order."""
    wanted = select(Entry).filter_by(charge_id=charge.id)
    return list(session.scalars(wanted.order_by(Entry.happened_on, Entry.id)))


def live_checkout(session: Session, charge_id: int) -> CardCheckout | None:
    """Return the page at the card service on which a charge may still be paid, or None."""
    wanted = select(CardCheckout).where(CardCheckout.charge_id == charge_id, CardCheckout.state.in_(sorted(LIVE)))
    return session.scalars(wanted).one_or_none()


def stale_checkouts(session: Session, payee_id: int, moment: datetime) -> list[int]:
    """Return the charges of a payee whose page at the card service should be over by now."""
    wanted = select(CardCheckout.charge_id).join(Charge, Charge.id == CardCheckout.charge_id)
    live = wanted.where(CardCheckout.state.in_(sorted(LIVE)), CardCheckout.expires_at <= moment)
    return list(session.scalars(live.where(Charge.payee_id == payee_id).order_by(CardCheckout.id)))


def with_cards(session: Session) -> list[int]:
    """Return the payees that have keys of a card service."""
    return list(session.scalars(select(Payee.id).where(Payee.stripe_key > "").order_by(Payee.id)))


def entries_of_line(session: Session, line: StatementLine) -> list[tuple[Entry, Charge]]:
    """Return what a line was booked for."""
    wanted = select(Entry, Charge).join(Charge, Charge.id == Entry.charge_id).where(Entry.line_id == line.id)
    return [(entry, charge) for entry, charge in session.execute(wanted.order_by(Entry.id))]


def own_charges(session: Session, account_id: int) -> list[Charge]:
    """Return what somebody is to pay, or paid, themselves; what waits first."""
    wanted = select(Charge).filter_by(payer_account_id=account_id).options(joinedload(Charge.payee))
    ordered = wanted.order_by((Charge.state != State.OPEN), Charge.due_on.desc(), Charge.id.desc())
    return list(session.scalars(ordered.limit(SHOWN)))


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Charges of one purpose in one state: how many, what is due, what came, what went back."""

    purpose: str
    state: State
    count: int
    due: int
    came: int
    went: int


def report(session: Session, payee: Payee, *, since: date | None = None, until: date | None = None) -> list[ReportRow]:
    """Return the sums of a payee by purpose and state, of charges due within some days."""
    to_pay = func.sum(func.coalesce(Charge.agreed_dong, Charge.amount_dong))
    sums = (func.count(), to_pay, func.sum(Charge.came_dong), func.sum(Charge.went_dong))
    asked: Select[str, State, int, int, int, int] = select(Charge.purpose_kind, Charge.state, *sums)
    asked = asked.where(Charge.payee_id == payee.id).group_by(Charge.purpose_kind, Charge.state)
    asked = asked.where(Charge.due_on >= since) if since else asked
    asked = asked.where(Charge.due_on <= until) if until else asked
    rows = session.execute(asked.order_by(Charge.purpose_kind, Charge.state))
    return [
        ReportRow(purpose, state, count, int(due), int(came), int(went))
        for purpose, state, count, due, came, went in rows
    ]


def all_charges(session: Session, payee: Payee) -> Iterator[Charge]:
    """Yield every charge of a payee, the oldest first, for a file."""
    yield from session.scalars(select(Charge).filter_by(payee_id=payee.id).order_by(Charge.id))


def lines_of(session: Session, statement: Statement) -> list[StatementLine]:
    """Return a statement's lines as the file has them, those that wait for somebody first."""
    is_done = StatementLine.state.not_in(sorted(WAITING_LINES))
    wanted = select(StatementLine).filter_by(statement_id=statement.id).options(joinedload(StatementLine.suggested))
    return list(session.scalars(wanted.order_by(is_done, StatementLine.row).limit(SHOWN)))
