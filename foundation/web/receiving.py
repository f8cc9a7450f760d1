"""Acting once on what may be sent many times: whoever's row goes in acts, everybody else gets the first answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from foundation.web.models import ReceivedEntry
from foundation.workflow.rules import Refused

KEPT = timedelta(days=30)
"""How long an answer is kept. The browser's queue gives up five days before (`KEPT_DAYS` in `queue.js`)."""


class OtherEntryError(Exception):
    """Something else came under the same number: no answer fits it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was sent: the number its browser gave it, and a digest of who sent what where."""

    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever sent an entry is answered, the first time and ever after.

    What is not done stays on the sender's list with its words, also where something was kept of it.
    """

    is_done: bool
    words: str


def receive_once(
    session: Session, entry: Entry, act: Callable[[], Receipt], refusal: Callable[[Refused], str]
) -> Receipt:
    """Act on an entry that comes for the first time; else return what it was answered then.

    The database decides between two that come together: the second waits for the first. What was refused is undone
    and its answer kept: it is not tried again when the reason has gone. Raises `OtherEntryError`.
    """
    kept = session.get(ReceivedEntry, entry.id, populate_existing=True) if not _is_first(session, entry) else None
    if kept is None:
        return _acted(session, entry, act, refusal)
    if kept.digest != entry.digest:
        raise OtherEntryError(entry.id)
    return Receipt(kept.is_done, kept.words)


def delete_received(session: Session, before: datetime) -> int:
    """Drop answers given before; how many."""
    past = delete(ReceivedEntry).where(ReceivedEntry.received_at < before)
    return int(session.execute(past).rowcount)  # type: ignore[attr-defined]


def _is_first(session: Session, entry: Entry) -> bool:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(ReceivedEntry).values(id=entry.id, digest=entry.digest).on_conflict_do_nothing()
    return session.scalar(fresh.returning(ReceivedEntry.id)) is not None


def _acted(session: Session, entry: Entry, act: Callable[[], Receipt], refusal: Callable[[Refused], str]) -> Receipt:
    try:
        with session.begin_nested():
            receipt = act()
    except Refused as refused:
        receipt = Receipt(is_done=False, words=refusal(refused))
    kept = session.get_one(ReceivedEntry, entry.id)
    kept.is_done, kept.words = receipt.is_done, receipt.words
    session.flush()
    return receipt
