"""The ledger: money is entered once, append-only, and never refused; a charge follows what it says."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.outbox.services import enqueue
from marketplace.payments.models import Charge, Entry, StatementLine
from marketplace.payments.rules import CHARGES, Direction, Verb, attention_of, follows

TELL = "payments.tell"
"""The job that tells a thing where its charge stands: after the money was entered, which nothing there can undo."""


@dataclass(frozen=True, slots=True)
class Money:
    """Money as a provider tells it; `provider_id` is its number for it in that account."""

    provider: str
    account: str
    provider_id: str
    direction: Direction
    amount: int
    on: date


def enter(
    session: Session, actor: Actor, charge: Charge, money: Money, *, today: date, line: StatementLine | None = None
) -> Entry:
    """Enter money for a charge that the caller holds. The database refuses the same money a second time."""
    entry = Entry(
        charge_id=charge.id,
        direction=money.direction,
        amount_dong=money.amount,
        happened_on=money.on,
        provider=money.provider,
        account=money.account,
        provider_id=money.provider_id,
        line_id=line.id if line else None,
        entered_by_id=actor.account_id,
    )
    session.add(entry)
    if money.direction is Direction.IN:
        charge.came_dong += money.amount
    else:
        charge.went_dong += money.amount
    moved = follows(charge.state, charge.balance, is_late=money.on > charge.release_on)
    if moved:
        move(session, charge, moved, today=today)
    look_again(charge, today)
    note(
        session,
        actor,
        charge,
        "charge:money-in" if money.direction is Direction.IN else "charge:money-out",
        amount=money.amount,
    )
    return entry


def move(session: Session, charge: Charge, verb: Verb, *, today: date) -> None:
    """Move a charge and have what it is for told. Raises `Refused`."""
    CHARGES.apply(charge, verb)
    if verb in {Verb.PAY, Verb.ACCEPT}:
        charge.paid_on = today
    look_again(charge, today)
    session.flush()
    enqueue(session, TELL, {"charge": charge.id}, dedupe_key=f"{TELL} {charge.id}")


def look_again(charge: Charge, today: date) -> None:
    """Say why somebody has to look at a charge; the clock begins anew only with another reason."""
    found = attention_of(charge.state, charge.balance)
    if found is not charge.attention:
        charge.attention, charge.attention_since = found, today if found else None


def note(session: Session, actor: Actor, charge: Charge, verb: str, **facts: object) -> None:
    """Keep in the audit what was done to a charge."""
    session.flush()
    after = {"state": charge.state, "payee": charge.payee_id, **facts}
    record(session, actor, verb, charge.id, after=after)
