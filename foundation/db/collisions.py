"""Two transactions that want the same: which errors of a database say so."""

from sqlalchemy.exc import DBAPIError

_TAKEN = {"23505", "23503", "40001", "40P01"}
"""What PostgreSQL says where a key is taken, a record has gone, or one of two transactions has to give way."""

_SQLITE_TAKEN = ("UNIQUE constraint failed", "FOREIGN KEY constraint failed")


def is_collision(error: DBAPIError) -> bool:
    """Whether it is another transaction that stands in the way, and not a fault of ours."""
    state = getattr(error.orig, "sqlstate", None)
    return state in _TAKEN or str(error.orig).startswith(_SQLITE_TAKEN)
