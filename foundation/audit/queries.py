"""Reading the audit: limited by scope, or public; and checking its chain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Select, Text, cast, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from foundation.audit.models import AuditEntry
from foundation.audit.rules import GENESIS, broken

SEALED_WITHIN = timedelta(minutes=10)
"""An entry older than this and still unsealed means that the sealer does not work."""

Limit = Callable[[InstrumentedAttribute[int | None]], ColumnElement[bool]]
"""What limits a list to the places of its reader's scope; handed in from above."""


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What a reader asks of the audit; None asks for all. `verb` may end in a colon: everything done to a kind."""

    verb: str | None = None
    subject_id: int | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """How the chain stands: its last seal, how many entries wait for theirs, and what does not hold at its end.

    `is_late` says that the sealer stands still.
    """

    position: int
    digest: str
    waiting: int
    is_late: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicChange:
    """A change of a public fact as everybody may read it: without who made it."""

    at: datetime
    verb: str
    before: dict[str, object]
    after: dict[str, object]
    reason: str | None


def entries(
    session: Session, limit: Limit, filters: AuditFilters, *, page: int = 1, per_page: int = 50
) -> tuple[int, list[AuditEntry]]:
    """How many entries there are for this reader, and one page of them, newest first."""
    asked = _filtered(select(AuditEntry).where(limit(AuditEntry.place_id)), filters)
    total = session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    newest = asked.order_by(AuditEntry.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return total, list(session.scalars(newest))


def entry_by_id(session: Session, limit: Limit, entry_id: int) -> AuditEntry | None:
    """One entry, None where it is not there for this reader."""
    return session.scalars(
        select(AuditEntry).where(AuditEntry.id == entry_id, limit(AuditEntry.place_id))
    ).one_or_none()


def chain(session: Session, now: datetime, *, checked: int = 200) -> Chain:
    """How the chain stands; its last `checked` seals are computed anew, all of them by `flask verify`."""
    sealed = select(AuditEntry).where(AuditEntry.position.is_not(None)).order_by(AuditEntry.position.desc())
    links = [entry.link() for entry in session.scalars(sealed.limit(checked + 1))][::-1]
    begun = len(links) <= checked
    before = None if begun else links.pop(0)
    faults = broken(links, previous=before.digest, expected=before.position + 1) if before else broken(links)
    unsealed_ = select(func.count(AuditEntry.id), func.min(AuditEntry.at)).where(AuditEntry.position.is_(None))
    waiting, oldest = session.execute(unsealed_).one()
    last = links[-1] if links else None
    is_late = waiting > 0 and oldest < now - SEALED_WITHIN
    return Chain(last.position if last else 0, last.digest if last else GENESIS, waiting, is_late, tuple(faults))


def all_entries(session: Session, limit: Limit, filters: AuditFilters) -> Iterator[AuditEntry]:
    """Yield the same without pages, oldest first, for an export."""
    asked = _filtered(select(AuditEntry).where(limit(AuditEntry.place_id)), filters).order_by(AuditEntry.id)
    yield from session.scalars(asked.execution_options(yield_per=1000))


def public_history(session: Session, subject: str, subject_id: int) -> list[PublicChange]:
    """Return what changed in a public fact, when and why, newest first; for everybody."""
    said = (AuditEntry.at, AuditEntry.verb, AuditEntry.before, AuditEntry.after, AuditEntry.reason)
    asked = select(*said).filter_by(subject=subject, subject_id=subject_id, is_public=True)
    return [PublicChange(*row) for row in session.execute(asked.order_by(AuditEntry.id.desc()))]


def unsealed(session: Session, batch: int) -> list[AuditEntry]:
    """Return the next entries to seal, in the order of the chain."""
    waiting = select(AuditEntry).where(AuditEntry.position.is_(None), _settled(session))
    return list(session.scalars(waiting.order_by(AuditEntry.xid, AuditEntry.id).limit(batch)))


def check_audit(session: Session, now: datetime) -> Iterator[str]:
    """Sentences for what does not hold: entries that were changed or removed, and a sealer that stands still."""
    sealed = select(AuditEntry).where(AuditEntry.position.is_not(None)).order_by(AuditEntry.position)
    yield from broken(entry.link() for entry in session.scalars(sealed.execution_options(yield_per=1000)))
    late = select(func.count(AuditEntry.id)).where(AuditEntry.position.is_(None), AuditEntry.at < now - SEALED_WITHIN)
    if waiting := session.scalar(late):
        yield f"{waiting} entries wait for their seal since more than {SEALED_WITHIN}"


def _settled(session: Session) -> ColumnElement[bool]:
    """Whether no transaction that could still commit comes before an entry's.

    On PostgreSQL every number below the oldest running transaction's has ended. One that is not yet given
    out here comes from another server, from which the database was moved.
    """
    if session.get_bind().dialect.name != "postgresql":
        return true()
    snapshot = func.pg_current_snapshot()
    oldest, next_one = (
        cast(cast(edge(snapshot), Text), BigInteger) for edge in (func.pg_snapshot_xmin, func.pg_snapshot_xmax)
    )
    return or_(AuditEntry.xid < oldest, AuditEntry.xid >= next_one)


def _filtered(asked: Select[AuditEntry], filters: AuditFilters) -> Select[AuditEntry]:
    if filters.verb:
        kind, _, action = filters.verb.partition(":")
        asked = asked.filter_by(subject=kind)
        asked = asked.filter_by(verb=filters.verb) if action else asked
    if filters.subject_id is not None:
        asked = asked.filter_by(subject_id=filters.subject_id)
    if filters.actor_id is not None:
        mine = or_(AuditEntry.actor_id == filters.actor_id, AuditEntry.acting_for_id == filters.actor_id)
        asked = asked.where(mine)
    if filters.since:
        asked = asked.where(AuditEntry.at >= filters.since)
    if filters.until:
        asked = asked.where(AuditEntry.at < filters.until)
    return asked
