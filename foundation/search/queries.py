"""Reading the log of changes in an order no commit can slip past."""

from datetime import datetime, timedelta

from sqlalchemy import func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from foundation.search.generations import Cursor
from foundation.search.models import SearchChange, SearchNode

_PLACE = tuple_(SearchChange.transaction, SearchChange.id)
IN_ORDER = (SearchChange.transaction, SearchChange.id)
NEWEST_FIRST = (SearchChange.transaction.desc(), SearchChange.id.desc())


def horizon(session: Session) -> int:
    """Return the number below which every transaction has ended: what it wrote is visible, or will never be."""
    if session.get_bind().dialect.name == "sqlite":
        return 1
    return int(session.scalar(select(literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))) or 0)


def changes_after(session: Session, cursor: Cursor, limit: int) -> list[SearchChange]:
    """Return the next changes behind a cursor whose place in the log is certain, in order."""
    settled = SearchChange.transaction < horizon(session)
    behind = tuple_(cursor.transaction, cursor.id) < _PLACE
    return list(session.scalars(select(SearchChange).where(settled, behind).order_by(*IN_ORDER).limit(limit)))


def head(session: Session) -> Cursor:
    """Return the last certain place in the log."""
    settled = SearchChange.transaction < horizon(session)
    row = session.scalars(select(SearchChange).where(settled).order_by(*NEWEST_FIRST).limit(1)).first()
    return Cursor(row.transaction, row.id) if row else Cursor()


def waiting(session: Session, cursor: Cursor) -> tuple[int, datetime | None]:
    """How many changes stand behind a cursor, and since when the oldest does."""
    behind = tuple_(cursor.transaction, cursor.id) < _PLACE
    count, oldest = session.execute(select(func.count(), func.min(SearchChange.changed_at)).where(behind)).one()
    return count, oldest


def moved_back(session: Session, cursor: Cursor) -> bool:
    """Whether the database is older than the cursor: it was restored, and the log says something else now."""
    return cursor > Cursor() and (cursor.transaction >= horizon(session) or cursor > head(session))


def node(session: Session, name: str) -> SearchNode | None:
    """Return what a node last reported."""
    return session.get(SearchNode, name)


def oldest_cursor(session: Session, *, seen_after: datetime) -> Cursor | None:
    """How far the slowest node seen since a moment has read; None when none was."""
    rows = select(SearchNode).where(SearchNode.seen_at >= seen_after)
    by_place = rows.order_by(SearchNode.cursor_transaction, SearchNode.cursor_id)
    slowest = session.scalars(by_place.limit(1)).first()
    return Cursor(slowest.cursor_transaction, slowest.cursor_id) if slowest else None


FORGOTTEN_AFTER = timedelta(days=7)
"""A node silent for longer is forgotten and builds its index anew when it comes back."""
