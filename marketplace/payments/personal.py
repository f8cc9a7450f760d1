"""What this room holds about one person: accounts fees go to, what they were to pay, what they entered."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.payments.models import Charge, Entry, Payee, Statement

COLUMNS = frozenset(
    {
        "payees.account_id",
        "charges.payer_account_id",
        "payment_statements.sent_by_id",
        "payment_entries.entered_by_id",
    }
)
_PAYEE = ("name", "contact", "bank_bin", "bank_account", "holder")
_CHARGE = ("reference", "title", "payer_name", "amount_dong", "due_on", "state", "came_dong", "went_dong")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the accounts somebody is paid into, what they were to pay, and how many statements they sent."""
    payees = session.scalars(select(Payee).filter_by(account_id=account_id).order_by(Payee.id))
    charges = session.scalars(select(Charge).filter_by(payer_account_id=account_id).order_by(Charge.id))
    sent = session.scalars(select(Statement.id).filter_by(sent_by_id=account_id).order_by(Statement.id))
    entered = session.scalars(select(Entry.id).filter_by(entered_by_id=account_id).order_by(Entry.id))
    return {
        "payees": [{name: getattr(row, name) for name in _PAYEE} for row in payees],
        "charges": [{name: getattr(row, name) for name in _CHARGE} for row in charges],
        "statements": list(sent),
        "entries": list(entered),
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Forget the payee's keys; who paid whom and how much is kept as the law of accounting asks."""
    del today
    for payee in session.scalars(select(Payee).filter_by(account_id=account_id)):
        # Whoever had keys alone stays a payee that could be paid once: what the keys were is forgotten all the same.
        payee.stripe_key = payee.stripe_webhook = None if payee.bank_bin else ""
    session.flush()
