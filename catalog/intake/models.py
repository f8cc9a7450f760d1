"""Tables of rows taken in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.intake.import_rules import IMPORTS, ChangeKind, ImportState, RowOutcome
from catalog.intake.rules import Outcome, ResolutionKind
from foundation.accounts.models import Account
from foundation.db.base import Base, BigId, WithId, coded, now
from foundation.places.models import Place


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


class ProductImport(WithId, Base):
    """Import of a list — lượt nhập danh sách: a file an officer sent, how it is read, and how far it was taken in.

    `choices` say what the officer told of its sheet, heads and columns; `done` how many rows the work under way has
    behind it. `place_id` is the province whose records it may touch.
    """

    __tablename__ = "product_imports"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), index=True)
    name: Mapped[str]
    list_key: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    choices: Mapped[dict[str, Any]]
    state: Mapped[ImportState] = mapped_column(coded(ImportState, "product_import_state"), default=IMPORTS.start)
    done: Mapped[int] = mapped_column(default=0)
    stayed: Mapped[list[Any]] = mapped_column(default=list)
    """What an undo left as it was, because it changed since: kinds and numbers."""
    sent_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    place: Mapped[Place] = relationship()
    account: Mapped[Account] = relationship()

    __table_args__ = (
        CheckConstraint("name <> '' and list_key <> ''", name="named"),
        CheckConstraint("(state in ('done', 'undoing', 'undone')) = (finished_at is not null)", name="finished_whole"),
        CheckConstraint("(state = 'undone') = (undone_at is not null)", name="undone_whole"),
    )


class ProductImportRow(WithId, Base):
    """Row of an import — dòng của lượt nhập: its cells, what became of it, and what an officer says it is."""

    __tablename__ = "product_import_rows"

    import_id: Mapped[int] = mapped_column(ForeignKey(ProductImport.id, ondelete="CASCADE"))
    number: Mapped[int]
    cells: Mapped[dict[str, Any]]
    became: Mapped[RowOutcome | None] = mapped_column(coded(RowOutcome, "import_row_became"))
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    way: Mapped[ResolutionKind | None] = mapped_column(coded(ResolutionKind, "import_row_way"))
    target_id: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (UniqueConstraint("import_id", "number"),)


class ProductImportChange(WithId, Base):
    """Change by an import — thay đổi của lượt nhập: how a record was before it, none for a new one, and after it."""

    __tablename__ = "product_import_changes"

    import_id: Mapped[int] = mapped_column(ForeignKey(ProductImport.id, ondelete="CASCADE"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(coded(ChangeKind, "import_change_kind"))
    record_id: Mapped[int] = mapped_column(BigId)
    list_key: Mapped[str | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any]]

    __table_args__ = (CheckConstraint("(kind = 'claims') = (list_key is not null)", name="claims_of_a_list"),)
