"""Lists that are being looked at before a room takes them in: kept, so that a closed browser loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from foundation.permissions.rules import Scope
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.habits import accustomed, remember
from foundation.tables.models import TableDraft
from foundation.tables.schema import Schema
from foundation.tables.understanding import ReadingChoices
from foundation.tables.understood import NO_HEADS, Understood, as_json, from_json, understand, understand_book

KEPT = timedelta(days=30)
FILE_MAX = 5 * 1024 * 1024
"""Bytes of a file that is sent by a page."""
NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class SentTable:
    """A file as it was sent, which can be opened, and how it is read at first."""

    name: str
    content: bytes
    choices: ReadingChoices


def opened(name: str, content: bytes, schema: Schema, unnamed: str) -> SentTable:
    """Return a file that can be opened; one in which no heads are known is taken as one without.

    It is called `unnamed` where it was only pasted. Raises `UnreadableFile`.
    """
    if len(content) > FILE_MAX:
        raise UnreadableFile(Fault.TOO_LARGE, "the file is too large")
    seen = understand(content, schema)
    if seen.found is None:
        bare = ReadingChoices(head_row=NO_HEADS)
        told = understand_book(seen.book, schema, bare)
        choices = bare if told.found and told.found.rows and not told.missing else ReadingChoices()
    else:
        choices = ReadingChoices()
    return SentTable(name[:NAME_MAX].strip() or unnamed, content, choices)


def keep_draft(
    session: Session,
    account_id: int,
    schema: Schema,
    sent: SentTable,
    *,
    office: int | None,
    now: datetime,
    about: Mapping[str, Any] | None = None,
) -> TableDraft:
    """Keep a list to be looked at."""
    draft = TableDraft(
        account_id=account_id,
        place_id=office,
        list_name=schema.name,
        name=sent.name,
        content=sent.content,
        choices=as_json(sent.choices),
        about=dict(about or {}),
        sent_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def office_of(scope: Scope) -> int | None:
    """Return the place an officer works for, the first of several; None for the whole country."""
    return min(scope.places, default=None)


def drafts_of(session: Session, account_id: int, schema: Schema) -> list[TableDraft]:
    """Return the lists of a kind that somebody is looking at, the newest first."""
    wanted = select(TableDraft).filter_by(account_id=account_id, list_name=schema.name)
    return list(session.scalars(wanted.order_by(TableDraft.id.desc())))


def draft_by_id(
    session: Session, account_id: int, schema: Schema, draft_id: int, *, to_change: bool = False
) -> TableDraft | None:
    """Return one's own list of a kind with its file, or None; held by the transaction that is to change it."""
    wanted = select(TableDraft).filter_by(id=draft_id, account_id=account_id, list_name=schema.name)
    wanted = wanted.options(undefer(TableDraft.content))
    return session.scalars(wanted.with_for_update() if to_change else wanted).one_or_none()


def looked_at(session: Session, draft: TableDraft, schema: Schema) -> Understood:
    """Return what a list is understood as, with what the office is known to mean and what was said of this one."""
    return understand(draft.content, accustomed(session, draft.place_id, schema), from_json(draft.choices))


def take(session: Session, draft: TableDraft, schema: Schema, said: ReadingChoices) -> None:
    """Know in the office's next file what was said of this one, which is done with."""
    remember(session, draft.place_id, schema, said.columns)
    session.delete(draft)
    session.flush()


def delete_old_drafts(session: Session, before: datetime) -> int:
    """Drop the lists that were sent before; how many."""
    gone = session.execute(delete(TableDraft).where(TableDraft.sent_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]
