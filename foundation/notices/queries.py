"""Reading notices; each only by the person it is for."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from foundation.notices.models import Notice, NoticeChoice
from foundation.notices.rules import Rhythm


def notices_of(session: Session, account_id: int, *, page: int = 1, per_page: int = 20) -> tuple[int, list[Notice]]:
    """How many notices somebody has, and one page of them, newest first."""
    mine = select(Notice).filter_by(account_id=account_id)
    total = session.scalar(select(func.count(Notice.id)).filter_by(account_id=account_id)) or 0
    newest = mine.order_by(Notice.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return total, list(session.scalars(newest))


def unread(session: Session, account_id: int) -> int:
    """How many of somebody's notices wait to be read."""
    return session.scalar(select(func.count(Notice.id)).filter_by(account_id=account_id, read_at=None)) or 0


def rhythm_of(session: Session, account_id: int) -> Rhythm:
    """How often somebody wants letters."""
    chosen = session.get(NoticeChoice, account_id)
    return chosen.rhythm if chosen else Rhythm.AT_ONCE


def notice_by_id(session: Session, notice_id: int) -> Notice | None:
    """Return the notice with its reader, or None."""
    return session.get(Notice, notice_id, options=[joinedload(Notice.account)])


def waiting_for_digest(session: Session) -> dict[int, list[Notice]]:
    """Notices nobody has read or had by letter, by reader, for those who want one letter a day."""
    asked = select(Notice).join(NoticeChoice, NoticeChoice.account_id == Notice.account_id)
    asked = asked.where(NoticeChoice.rhythm == Rhythm.DAILY, Notice.mailed_at.is_(None), Notice.read_at.is_(None))
    found: dict[int, list[Notice]] = {}
    for notice in session.scalars(asked.options(joinedload(Notice.account)).order_by(Notice.id)):
        found.setdefault(notice.account_id, []).append(notice)
    return found
