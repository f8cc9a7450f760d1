"""The table of papers; their PDF is a file like any other."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db.base import Base, WithId, now
from foundation.files.models import StoredFile


class Paper(WithId, Base):
    """Paper — giấy tờ: facts as they were on a day, and the PDF made of them.

    `facts` never change; what is no longer true gets a new paper. A forgotten one keeps its digest alone.
    """

    __tablename__ = "papers"

    kind: Mapped[str]
    edition: Mapped[str]
    language: Mapped[str]
    province_code: Mapped[str | None]
    dated_on: Mapped[date]
    facts: Mapped[dict[str, Any]]
    facts_sha256: Mapped[str]
    source_sha256: Mapped[str | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]

    file: Mapped[StoredFile | None] = relationship()

    __table_args__ = (
        CheckConstraint("length(facts_sha256) = 64", name="digest"),
        CheckConstraint("(file_id is null) = (made_at is null)", name="made_whole"),
        CheckConstraint("(file_id is null) = (source_sha256 is null)", name="made_from"),
        CheckConstraint("forgotten_at is null or file_id is null", name="forgotten_whole"),
    )
