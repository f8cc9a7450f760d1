"""Noting what may have to be searched anew, and keeping the log short."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, literal_column, select, tuple_
from sqlalchemy.orm import Session

from foundation.db.base import now as moment
from foundation.search.generations import Cursor
from foundation.search.models import SearchChange, SearchNode
from foundation.search.queries import FORGOTTEN_AFTER, NEWEST_FIRST, horizon, oldest_cursor


def mark_changed(session: Session, kind: str, ids: Collection[int]) -> None:
    """Note in the caller's transaction that these records may read differently; gone ones count too.

    The indexer re-reads the truth after the commit, so marking too many costs time and nothing else.
    """
    if not ids:
        return
    transaction = _transaction(session)
    rows = [
        {"transaction": transaction, "kind": kind, "subject_id": number, "changed_at": moment()}
        for number in sorted(ids)
    ]
    session.execute(insert(SearchChange), rows)


def report(session: Session, name: str, cursor: Cursor, now: datetime) -> None:
    """Tell how far a node has read."""
    session.merge(
        SearchNode(name=name, cursor_transaction=cursor.transaction, cursor_id=cursor.id, seen_at=now),
    )


def delete_consumed_changes(session: Session, now: datetime) -> int:
    """Delete what every node has read; how many rows. The newest certain row stays: it tells how far the log came."""
    session.execute(delete(SearchNode).where(SearchNode.seen_at < now - FORGOTTEN_AFTER))
    read = oldest_cursor(session, seen_after=now - FORGOTTEN_AFTER)
    if read is None:
        return 0
    place = tuple_(SearchChange.transaction, SearchChange.id)
    certain = select(SearchChange.id).where(SearchChange.transaction < horizon(session))
    newest = certain.order_by(*NEWEST_FIRST).limit(1).scalar_subquery()
    old = delete(SearchChange).where(place <= tuple_(read.transaction, read.id), SearchChange.id != newest)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _transaction(session: Session) -> int:
    if session.get_bind().dialect.name == "sqlite":
        return 0
    return int(session.scalar(select(literal_column("pg_current_xact_id()::text::bigint"))) or 0)
