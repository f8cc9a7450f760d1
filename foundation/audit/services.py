"""Recording what was done, and sealing it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.audit.models import AuditEntry
from foundation.audit.queries import unsealed
from foundation.audit.rules import GENESIS, Actor, Codes, as_codes, seal
from foundation.i18n.text import normalize_spaces

BATCH = 1000


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject_id: int,
    *,
    before: Codes | None = None,
    after: Codes | None = None,
    reason: str | None = None,
    place_id: int | None = None,
    is_public: bool = False,
) -> AuditEntry:
    """Note in the caller's transaction that the actor did `verb` ("subject:action") to a record.

    `is_public` for the history of a public fact: everybody may read its codes and its reason.
    """
    entry = AuditEntry(
        actor_id=actor.account_id,
        acting_for_id=actor.acting_for_id,
        verb=verb,
        subject=verb.partition(":")[0],
        subject_id=subject_id,
        place_id=place_id,
        before=as_codes(before or {}),
        after=as_codes(after or {}),
        reason=normalize_spaces(reason) or None if reason else None,
        is_public=is_public,
    )
    session.add(entry)
    session.flush()
    return entry


def seal_entries(session: Session, *, batch: int = BATCH) -> tuple[int, str]:
    """Chain the next entries whose order can no longer change; how many, and the chain's last seal.

    Two sealers at once would give out the same position, which the database refuses to the later one.
    """
    last = select(AuditEntry.position, AuditEntry.digest).where(
        AuditEntry.position == select(func.max(AuditEntry.position)).scalar_subquery()
    )
    head = session.execute(last).first()
    position, digest = (head.position or 0, head.digest or GENESIS) if head else (0, GENESIS)
    entries = unsealed(session, batch)
    for entry in entries:
        digest = seal(digest, entry.link().facts)
        position += 1
        entry.position, entry.digest = position, digest
    session.flush()
    return len(entries), digest
