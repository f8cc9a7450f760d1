"""What this room holds about one person: which announcements somebody wrote, let out or withdrew."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.announcements.models import Announcement, Version, Writer

COLUMNS = frozenset(
    {
        "announcements.withdrawn_by_id",
        "announcement_versions.author_id",
        "announcement_versions.submitted_by_id",
        "announcement_versions.approved_by_id",
        "announcement_writers.account_id",
    }
)
_SHOWN = ("announcement_id", "number", "title", "state", "begun_at", "submitted_at", "approved_at", "publish_at")
_WITHDRAWN = ("id", "published_at", "withdrawn_at", "withdrawn_reason")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the versions somebody wrote in, handed in or approved, and the announcements they withdrew."""
    wrote = select(Writer.version_id).filter_by(account_id=account_id)
    people = (Version.author_id, Version.submitted_by_id, Version.approved_by_id)
    mine = or_(Version.id.in_(wrote), *(column == account_id for column in people))
    rows = session.scalars(select(Version).where(mine).order_by(Version.id))
    gone = session.scalars(select(Announcement).filter_by(withdrawn_by_id=account_id).order_by(Announcement.id))
    return {
        "announcements": [{name: getattr(row, name) for name in _SHOWN} for row in rows],
        "withdrawn": [{name: getattr(row, name) for name in _WITHDRAWN} for row in gone],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Nothing goes: that an office announced something is an official act, kept under the account's number."""
    del session, account_id, today
