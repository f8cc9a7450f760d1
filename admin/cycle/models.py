"""Tables of dossiers: where each stands, everything that was done to it, and what it lacked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from admin.cycle.rules import Maturity, Stage, Standing, Verb
from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded
from foundation.places.models import Place

_OPEN = text("ended_at is null and product_id is not null")


class Dossier(WithId, Base):
    """Dossier — hồ sơ của chu trình: one product or idea of a producer on its way through the steps.

    `place_id` is the commune it is lodged in, as it was called on that day: whoever took it over since sees it too.
    `edition` is that of the day it was lodged; until then that of today answers. `level` is the one that has it,
    or that sent it back. `version` counts what was done, so that the second of two who act at once is told.
    """

    __tablename__ = "dossiers"

    producer_id: Mapped[int] = mapped_column(ForeignKey(Producer.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    name: Mapped[str]
    name_key: Mapped[str]
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    case: Mapped[str]
    maturity: Mapped[Maturity] = mapped_column(coded(Maturity, "dossier_maturity"))
    step: Mapped[str]
    stage: Mapped[Stage] = mapped_column(coded(Stage, "dossier_stage"))
    level: Mapped[str | None]
    edition: Mapped[str | None]
    opened_at: Mapped[datetime]
    lodged_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    moved_at: Mapped[datetime]
    due_on: Mapped[date | None]
    version: Mapped[int]

    producer: Mapped[Producer] = relationship()
    product: Mapped[Product | None] = relationship()
    place: Mapped[Place] = relationship()

    __table_args__ = (
        Index(
            "uq_dossiers_open",
            "product_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "producer_id"),
        Index(None, "place_id", "stage", "level"),
        CheckConstraint("name <> '' and name_key <> ''", name="named"),
        CheckConstraint("version > 0", name="counted"),
        CheckConstraint("(edition is null) = (lodged_at is null)", name="pinned_when_lodged"),
        CheckConstraint("lodged_at is not null or stage in ('producer', 'withdrawn')", name="lodged_to_somebody"),
        CheckConstraint("(stage in ('office', 'returned')) = (level is not null)", name="at_a_level"),
        CheckConstraint("stage <> 'returned' or due_on is not null", name="returned_until"),
        CheckConstraint("(stage in ('closed', 'withdrawn')) = (ended_at is not null)", name="ended"),
        CheckConstraint("ended_at is null or due_on is null", name="ended_without_clock"),
        CheckConstraint("moved_at >= opened_at", name="moved_later"),
    )

    @property
    def number(self) -> str:
        """What everybody calls it by."""
        return f"HS-{self.opened_at.year}-{self.id:06}"

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return Standing(self.step, self.stage, self.level)


class DossierEvent(WithId, Base):
    """Event — việc đã làm: one thing done to a dossier, never changed; together they tell where it stands."""

    __tablename__ = "dossier_events"

    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id))
    number: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    verb: Mapped[Verb] = mapped_column(coded(Verb, "dossier_verb"))
    edition: Mapped[str]
    from_step: Mapped[str | None]
    from_stage: Mapped[Stage | None] = mapped_column(coded(Stage, "dossier_from_stage"))
    from_level: Mapped[str | None]
    to_step: Mapped[str]
    to_stage: Mapped[Stage] = mapped_column(coded(Stage, "dossier_to_stage"))
    to_level: Mapped[str | None]
    reason: Mapped[str | None]
    due_on: Mapped[date | None]
    at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(foreign_keys=account_id)

    @property
    def before(self) -> Standing | None:
        """Where the dossier stood; None where it was opened."""
        return (
            Standing(self.from_step, self.from_stage, self.from_level) if self.from_step and self.from_stage else None
        )

    @property
    def after(self) -> Standing:
        """Where it led."""
        return Standing(self.to_step, self.to_stage, self.to_level)

    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        CheckConstraint("number > 0", name="counted"),
        CheckConstraint("(verb = 'open') = (number = 1)", name="begins_once"),
        CheckConstraint("(verb = 'open') = (from_stage is null)", name="opened_from_nowhere"),
        CheckConstraint("(from_step is null) = (from_stage is null)", name="whole"),
        CheckConstraint("reason <> ''", name="reason_said"),
        CheckConstraint("verb not in ('decline', 'conclude') or reason is not null", name="reasoned"),
    )


class DossierGap(WithId, Base):
    """Gap — nội dung cần bổ sung: what a returned dossier lacks, tied to a row of it, with the producer's answer."""

    __tablename__ = "dossier_gaps"

    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(DossierEvent.id), index=True)
    paper: Mapped[str]
    words: Mapped[str]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("paper <> '' and words <> ''", name="said"),
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered_whole"),
    )
