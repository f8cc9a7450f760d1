"""Merges of producers."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.producers.models import Producer
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId


class ProducerMerge(WithId, Base):
    """Merge of producers — gộp chủ thể: which record went into which, what moved with it, and whether it was undone."""

    __tablename__ = "producer_merges"

    kept_id: Mapped[int] = mapped_column(ForeignKey(Producer.id))
    merged_id: Mapped[int] = mapped_column(ForeignKey(Producer.id))
    moved: Mapped[dict[str, Any]]
    merged_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    merged_at: Mapped[datetime]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    undone_at: Mapped[datetime | None]

    kept: Mapped[Producer] = relationship(foreign_keys=kept_id)
    merged: Mapped[Producer] = relationship(foreign_keys=merged_id)

    __table_args__ = (
        Index(
            "uq_producer_merges_standing",
            "merged_id",
            unique=True,
            sqlite_where=text("undone_at is null"),
            postgresql_where=text("undone_at is null"),
        ),
        CheckConstraint("kept_id <> merged_id", name="two"),
        CheckConstraint("(undone_at is null) = (undone_by_id is null)", name="undone_whole"),
    )
