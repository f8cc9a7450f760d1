"""What offices call the columns of their lists."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db.base import Base, WithId
from foundation.places.models import Place


class ColumnHabit(WithId, Base):
    """Habit of an office — cách gọi cột: what a heading of a kind of list means in the files of one office."""

    __tablename__ = "column_habits"

    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    list_name: Mapped[str]
    heading: Mapped[str]
    meaning: Mapped[str]

    __table_args__ = (
        UniqueConstraint("place_id", "list_name", "heading"),
        CheckConstraint("heading <> '' and meaning <> ''", name="told"),
    )
