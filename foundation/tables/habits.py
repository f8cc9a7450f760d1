"""Columns that an officer named are known in the next file of the office."""

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.tables.models import ColumnHabit
from foundation.tables.schema import Schema, with_headings

HEADING_MAX = 300
_NO_HEADING = re.compile(r"\[[A-Z]+\]|.* \(\d+\)")
"""Columns without a heading, or with one that comes again: nothing to know them by."""


def accustomed(session: Session, place_id: int | None, schema: Schema) -> Schema:
    """Return the schema with what an office is known to mean by its headings."""
    known = select(ColumnHabit).filter_by(place_id=place_id, list_name=schema.name).order_by(ColumnHabit.id)
    return with_headings(schema, {one.heading: one.meaning for one in session.scalars(known)})


def remember(session: Session, place_id: int | None, schema: Schema, named: Mapping[str, str]) -> None:
    """Keep what an office means by these headings; the last word counts."""
    wanted = {
        key: meaning for key, meaning in named.items() if len(key) <= HEADING_MAX and not _NO_HEADING.fullmatch(key)
    }
    known = select(ColumnHabit).filter_by(place_id=place_id, list_name=schema.name)
    kept = {one.heading: one for one in session.scalars(known.where(ColumnHabit.heading.in_(wanted)))}
    for heading, meaning in wanted.items():
        if heading in kept:
            kept[heading].meaning = meaning
        else:
            session.add(ColumnHabit(place_id=place_id, list_name=schema.name, heading=heading, meaning=meaning))
    session.flush()
