"""Table of questions about producers nobody speaks for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.producers.models import Producer
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId


class Enquiry(WithId, Base):
    """Enquiry — câu hỏi về chủ thể chưa có người đại diện: what somebody asks, and what the province answers."""

    __tablename__ = "enquiries"

    producer_id: Mapped[int] = mapped_column(ForeignKey(Producer.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))

    producer: Mapped[Producer] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=account_id)

    __table_args__ = (
        Index(None, "answered_at", "asked_at"),
        CheckConstraint("text <> ''", name="asked"),
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered_whole"),
        CheckConstraint("(answered_at is null) = (answered_by_id is null)", name="answered_by_somebody"),
        CheckConstraint("answer <> ''", name="answered_in_words"),
        CheckConstraint("answered_at >= asked_at", name="answered_later"),
    )
