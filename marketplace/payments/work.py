"""Working for one payee: which it is, and that one may."""

from flask import abort
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.permissions.guard import permit
from marketplace.payments.doors import RECEIVE
from marketplace.payments.models import Charge, Payee, StatementLine
from marketplace.payments.queries import charge_by_key, charge_of, line_of, payee_by_id, where
from marketplace.payments.services import KEY_LENGTH

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""Whoever has the address of a payment sees it: nobody keeps the page, and no other site is told of it."""


def charge_at_key(records: Session, key: str) -> Charge:
    """Return the charge of the address whoever pays has; 404 where there is none."""
    return (charge_by_key(records, key) if len(key) == KEY_LENGTH else None) or abort(404)


def payee_at(records: Session, payee_id: int, *, to_change: bool = False) -> Payee:
    """Return the payee of an address; 404 where there is none."""
    return payee_by_id(records, payee_id, lock=to_change) or abort(404)


def permitted(payee: Payee) -> Actor:
    """Who works for this payee; 404 for whoever may not."""
    return permit(RECEIVE, where(payee))


def open_to(records: Session, payee_id: int) -> Payee:
    """Return the payee of an address to whoever may see it."""
    payee = payee_at(records, payee_id)
    permitted(payee)
    return payee


def charge_at(records: Session, payee_id: int, charge_id: int, *, to_change: bool = False) -> Charge:
    """Return the payee's charge of an address; 404 where there is none."""
    return charge_of(records, payee_id, charge_id, lock=to_change) or abort(404)


def line_at(records: Session, payee_id: int, line_id: int, *, to_change: bool = False) -> StatementLine:
    """Return the payee's line of an address; 404 where there is none."""
    return line_of(records, payee_id, line_id, lock=to_change) or abort(404)
