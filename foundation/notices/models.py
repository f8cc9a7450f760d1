"""Tables of notices and of how people want them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.notices.rules import Rhythm

_WAITING = "mailed_at is null and read_at is null"


class Notice(WithId, Base):
    """Notice — thông báo: something one person should know, as a kind and its facts; the words are made when read.

    The same thing is told once: `dedupe_key` names it. One with a `purpose` rests on its reader's consent.
    """

    __tablename__ = "notices"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str]
    is_safety: Mapped[bool] = mapped_column(default=False)
    purpose: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()

    __table_args__ = (
        UniqueConstraint("account_id", "dedupe_key"),
        Index(None, "account_id", "id"),
        Index("ix_notices_waiting", "account_id", sqlite_where=text(_WAITING), postgresql_where=text(_WAITING)),
        CheckConstraint("kind <> '' and dedupe_key <> ''", name="named"),
    )


class NoticeChoice(Base):
    """Choice of letters — cách nhận thư: how often a person wants them; without a row, at once."""

    __tablename__ = "notice_choices"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(coded(Rhythm, "notice_rhythm"))
