"""What a database holds, as one digest per table, whatever surrogate keys and moments it was given."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import DateTime, Table, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from foundation.db.base import Base

Ranks = Mapping[str, Mapping[int, int]]

_TRANSACTIONS = frozenset({"transaction", "xid"})


def digests(session: Session) -> dict[str, str]:
    """A digest for each table: rows in the order of their keys, keys counted from 1, moments left out.

    A server's own numbers of transactions are left out too: an interrupted run uses more of them.
    """
    tables = Base.metadata.sorted_tables
    ranks = {table.name: _ranks(session, table) for table in tables if "id" in table.c}
    return {table.name: _digest(session, table, ranks) for table in tables}


def _ranks(session: Session, table: Table) -> dict[int, int]:
    ids = session.scalars(select(table.c.id).order_by(table.c.id))
    return {key: rank for rank, key in enumerate(ids, start=1)}


def _digest(session: Session, table: Table, ranks: Ranks) -> str:
    columns = [column for column in table.c if not _is_moment(column.type) and column.name not in _TRANSACTIONS]
    names = [column.name for column in columns]
    keys = [_target(table, name) for name in names]
    found = hashlib.sha256()
    for row in session.execute(select(*columns).order_by(*table.primary_key.columns)):
        cells = [ranks[key][cell] if key and cell is not None else cell for key, cell in zip(keys, row, strict=True)]
        if table.name == "search_changes":  # its key's table is named by the row
            cells[names.index("subject_id")] = ranks[f"{row.kind}s"][row.subject_id]
        if table.name == "audit_entries" and f"{row.subject}s" in ranks:
            cells[names.index("subject_id")] = ranks[f"{row.subject}s"][row.subject_id]
        found.update(json.dumps(cells, default=str, sort_keys=True).encode())
    return found.hexdigest()


def _target(table: Table, column: str) -> str | None:
    """The table whose surrogate key this column holds."""
    if column == "id":
        return table.name
    for key in table.c[column].foreign_keys:
        if key.column.name == "id":
            return key.column.table.name
    return None


def _is_moment(kind: Any) -> bool:
    return isinstance(kind.impl if isinstance(kind, TypeDecorator) else kind, DateTime)
