"""Working on one point of sale, at the desk and on an operator's phone: which it is, and what is done to it."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import outlet_by_id
from marketplace.outlets.rules import State

Read = TypeVar("Read")
Act = Callable[[Session, Actor, Outlet, Read], None]


def outlet_at(records: Session, outlet_id: int, *, to_change: bool = False) -> Outlet:
    """Return the point of sale of an address; 404 where it is not there or its draft was given up."""
    outlet = outlet_by_id(records, outlet_id, lock=to_change)
    if outlet is None or outlet.state is State.DROPPED:
        abort(404)
    return outlet


def work(
    outlet_id: int,
    permitted: Callable[[Outlet], Actor],
    act: Act[Read],
    page: Callable[[Refused | None], ResponseReturnValue],
    to: str,
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
) -> ResponseReturnValue:
    """Do something to a point of sale as whom `permitted` lets, then go on; `page` shows why it was refused."""
    return perform(
        lambda records, *, to_change: outlet_at(records, outlet_id, to_change=to_change),
        permitted,
        act,
        form,
        page,
        to,
    )
