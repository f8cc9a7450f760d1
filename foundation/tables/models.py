"""What offices call the columns of their lists, and lists that somebody is looking at."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.accounts.models import Account
from foundation.db.base import Base, WithId
from foundation.places.models import Place


class ColumnHabit(WithId, Base):
    """Habit of an office — cách gọi cột: what a heading of a kind of list means in the files of one office.

    `place_id` is where the office works; none for one that works for the whole country.
    """

    __tablename__ = "column_habits"

    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    list_name: Mapped[str]
    heading: Mapped[str]
    meaning: Mapped[str]

    __table_args__ = (
        UniqueConstraint("place_id", "list_name", "heading"),
        Index(
            "uq_column_habits_country",
            "list_name",
            "heading",
            unique=True,
            sqlite_where=text("place_id is null"),
            postgresql_where=text("place_id is null"),
        ),
        CheckConstraint("heading <> '' and meaning <> ''", name="told"),
    )


class TableDraft(WithId, Base):
    """List being looked at — bảng đang xem: a file somebody sent, and what they say of its sheet, heads and columns.

    It is gone when the room that asked for it has taken its rows. `about` is what the form said beside the file;
    `place_id` the office whose habits count.
    """

    __tablename__ = "table_drafts"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    list_name: Mapped[str]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    choices: Mapped[dict[str, Any]]
    about: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("list_name <> '' and name <> ''", name="named"),)
