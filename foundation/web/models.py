"""Table of what browsers sent that had saved it until there was a network."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db.base import Base, now


class ReceivedEntry(Base):
    """Received entry — mục đã nhận: the number a browser gave to what it sent, and what it was answered first.

    `digest` tells the same from something else under the same number. The words name nobody.
    """

    __tablename__ = "received_entries"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    is_done: Mapped[bool] = mapped_column(default=True)
    words: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = mapped_column(default=now, index=True)

    __table_args__ = (CheckConstraint("length(id) = 36 and length(digest) = 64", name="lengths"),)
