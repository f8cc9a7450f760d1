"""What this room holds about one person: the files they sent."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from foundation.files.queries import files_of

COLUMNS = frozenset({"stored_files.uploaded_by_id"})
_SHOWN = ("name", "media_type", "size", "created_at", "public", "discarded_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return what was sent and when."""
    return {"files": [{name: getattr(row, name) for name in _SHOWN} for row in files_of(session, account_id)]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Names go, which may tell of the person; whether a file goes too is the answer of the room it belongs to."""
    del today
    for row in files_of(session, account_id):
        row.name = ""
    session.flush()
