"""What every form that changes a record does when it is sent."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from flask import redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.db.database import current_db
from foundation.workflow.rules import Refused

Record = TypeVar("Record")
Found_co = TypeVar("Found_co", covariant=True)
Who = TypeVar("Who")
Read = TypeVar("Read")
Done = TypeVar("Done")


class Find(Protocol[Found_co]):
    """Finds what is to be changed, or answers that it is not there; held by the transaction that changes it."""

    def __call__(self, records: Session, *, to_change: bool) -> Found_co:
        """Return the record."""


def perform(
    find: Find[Record],
    permit: Callable[[Record], Who],
    act: Callable[[Session, Who, Record, Read], Done],
    form: Callable[[], Read | None],
    page: Callable[[Refused | None], ResponseReturnValue],
    to: str | Callable[[Done], ResponseReturnValue],
) -> ResponseReturnValue:
    """Find the record, ask who does it, read the form, act and commit once, and go on.

    Nothing is read for whoever may not, and nothing slow is done while a transaction writes. The record is found and
    the permission asked once more where it is changed. A form that says what is wrong gives None, and a refusal undoes
    all; both show `page`, filled as it was sent. `to` is where it goes on, or makes the answer from what was done.
    """
    with current_db().reading() as records:
        permit(find(records, to_change=False))
    read = form()
    if read is None:
        return page(None)
    try:
        with current_db().unit_of_work() as records:
            found = find(records, to_change=True)
            done = act(records, permit(found), found, read)
    except Refused as refused:
        return page(refused)
    return redirect(to) if isinstance(to, str) else to(done)


def no_form() -> bool:
    """For what is asked by a button alone."""
    return True
