"""Tables of decisions that are being entered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from admin.decisions.rules import ENTRIES, RowChoice, State
from catalog.certificates.models import Certificate, Decision
from catalog.intake.matching import RowInput
from catalog.products.models import Product
from catalog.regulations.columns import LawCode
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded
from foundation.files.models import StoredFile
from foundation.places.models import Place


class DecisionEntry(WithId, Base):
    """Entry of a decision — hồ sơ nhập quyết định: a past decision with its table, until it has become certificates.

    `place_id` is the province whose records it touches. `version` rises with every change, so that of two officers
    at one entry the second is told. `is_demo` marks those of the demonstration, which mean illustrations only.
    """

    __tablename__ = "decision_entries"

    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    authority: Mapped[str]
    level: Mapped[str] = mapped_column(LawCode("level"))
    number: Mapped[str]
    issued_on: Mapped[date]
    state: Mapped[State] = mapped_column(coded(State, "entry_state"), default=ENTRIES.start)
    version: Mapped[int] = mapped_column(default=1)
    scan_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey(Decision.id))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    opened_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    closed_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    place: Mapped[Place] = relationship()
    scan: Mapped[StoredFile | None] = relationship()
    opened_by: Mapped[Account] = relationship(foreign_keys=opened_by_id)
    closed_by: Mapped[Account | None] = relationship(foreign_keys=closed_by_id)
    lines: Mapped[list["DecisionLine"]] = relationship(order_by="DecisionLine.position", back_populates="entry")

    __table_args__ = (
        Index(None, "place_id", "state"),
        CheckConstraint("authority <> '' and number <> ''", name="named"),
        CheckConstraint("(state = 'draft') = (closed_at is null)", name="closed_whole"),
        CheckConstraint("(closed_at is null) = (closed_by_id is null)", name="closed_by_somebody"),
        CheckConstraint("(state = 'entered') = (decision_id is not null)", name="entered_whole"),
    )


class DecisionLine(WithId, Base):
    """Line of a decision's table — dòng trong bảng kèm quyết định: as typed, and what an officer says it is."""

    __tablename__ = "decision_lines"

    entry_id: Mapped[int] = mapped_column(ForeignKey(DecisionEntry.id))
    position: Mapped[int]
    name: Mapped[str]
    producer: Mapped[str]
    commune: Mapped[str]
    district: Mapped[str] = mapped_column(default="")
    stars: Mapped[str]
    choice: Mapped[RowChoice | None] = mapped_column(coded(RowChoice, "line_choice"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey(Certificate.id))

    entry: Mapped[DecisionEntry] = relationship(back_populates="lines")
    product: Mapped[Product | None] = relationship()
    certificate: Mapped[Certificate | None] = relationship()

    __table_args__ = (
        UniqueConstraint("entry_id", "position"),
        CheckConstraint("choice is null or choice <> 'record' or product_id is not null", name="record_named"),
        CheckConstraint("certificate_id is null or product_id is not null", name="certified_product"),
    )

    def typed(self) -> RowInput:
        """Return the row as the rules see it."""
        return RowInput(self.name, self.producer, self.commune, self.stars, self.district)
