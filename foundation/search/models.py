"""Tables of what the index has still to read."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db.base import Base, WithId, now


class SearchChange(WithId, Base):
    """Change to be searched — thay đổi chờ lập chỉ mục: a record that may read differently now.

    Written in the change's own transaction. `transaction` is PostgreSQL's number of that transaction:
    rows become visible in the order of commits, which is not the order of `id`. On SQLite, where
    writers follow one another, it is 0.
    """

    __tablename__ = "search_changes"

    transaction: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index(None, "transaction", "id"), {"sqlite_autoincrement": True})


class SearchNode(Base):
    """Search node — máy giữ chỉ mục: a machine with an index of its own, and how far it has read the log."""

    __tablename__ = "search_nodes"

    name: Mapped[str] = mapped_column(primary_key=True)
    cursor_transaction: Mapped[int] = mapped_column(BigInteger)
    cursor_id: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[datetime]
