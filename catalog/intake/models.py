"""Tables of rows taken in."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.intake.rules import Outcome
from foundation.db.base import Base, WithId, coded, now


class IntakeRow(WithId, Base):
    """Row taken in — dòng nhập: what a list said under one key, and the product it became.

    A row that needs review has no product yet and keeps all its cells for the officer who decides; one that an
    officer rejected has none. `place_id` is the province of today whose desk it lies on, as far as that is known.
    """

    __tablename__ = "intake_rows"

    list_key: Mapped[str]
    row_key: Mapped[str]
    digest: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(coded(Outcome, "intake_outcome"))
    reasons: Mapped[list[Any]]
    cells: Mapped[dict[str, Any]]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    first_seen_at: Mapped[datetime] = mapped_column(default=now)
    last_changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    __table_args__ = (
        UniqueConstraint("list_key", "row_key"),
        CheckConstraint(
            "(outcome in ('needs_review', 'rejected')) = (product_id is null)", name="review_without_product"
        ),
        CheckConstraint("outcome in ('created', 'updated', 'needs_review', 'rejected')", name="taken_in"),
        Index(None, "outcome", "place_id"),
    )
