"""What this room holds about one person: told to them, and deleted with the account."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from foundation.notices.models import Notice, NoticeChoice
from foundation.notices.queries import rhythm_of

COLUMNS = frozenset({"notices.account_id", "notice_choices.account_id"})
_SAID = ("kind", "facts", "purpose", "created_at", "read_at", "mailed_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Every notice with its facts, and how often letters are wanted."""
    told = session.scalars(select(Notice).filter_by(account_id=account_id).order_by(Notice.id))
    return {
        "letters": rhythm_of(session, account_id),
        "notices": [{name: getattr(row, name) for name in _SAID} for row in told],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Notices and choice go; letters that wait find nothing to tell."""
    del today
    session.execute(delete(Notice).filter_by(account_id=account_id))
    session.execute(delete(NoticeChoice).filter_by(account_id=account_id))
