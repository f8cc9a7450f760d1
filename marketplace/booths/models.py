"""Tables of a fair's booths: how they are given and paid, the plan with its zones and types, who pays a part."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.accounts.models import Account
from foundation.db.base import Base, BigId, WithId, coded, now
from foundation.papers.models import Paper
from foundation.places.models import Place
from marketplace.booths.allocation_rules import Allocation, Measure
from marketplace.booths.plan_rules import SIDE_MAX
from marketplace.events.models import Event
from marketplace.payments.models import Payee

_STANDS = text("removed_at is null")


class SubsidyProgramme(WithId, Base):
    """Subsidy programme — chương trình hỗ trợ gian hàng: what the state pays of booths, by a published decision.

    What a producer had of it is counted over all fairs of a year that name the same programme.
    """

    __tablename__ = "booth_subsidies"

    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), index=True)
    decision: Mapped[str] = mapped_column(unique=True)
    percent: Mapped[int]
    booths_a_year: Mapped[int]
    min_stars: Mapped[int] = mapped_column(default=3)
    provinces: Mapped[list[Any]] = mapped_column(default=list)

    __table_args__ = (
        CheckConstraint("decision <> ''", name="published"),
        CheckConstraint("percent between 1 and 100 and booths_a_year > 0", name="share"),
        CheckConstraint("min_stars between 3 and 5", name="stars"),
    )


class BoothFair(Base):
    """Booths of a fair — gian hàng của hội chợ: how they are given, when one registers, and the size of their plan.

    Without hours it is being prepared: nobody can register. `each` is the most booths of one producer. Fees go to
    `payee`; a fair whose booths are all free has none.
    """

    __tablename__ = "booth_fairs"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True)
    allocation: Mapped[Allocation] = mapped_column(coded(Allocation, "booth_allocation"))
    each: Mapped[int] = mapped_column(default=1)
    hold_minutes: Mapped[int] = mapped_column(default=60)
    offer_hours: Mapped[int] = mapped_column(default=48)
    pay_days: Mapped[int] = mapped_column(default=7)
    rows: Mapped[int] = mapped_column(default=1)
    columns: Mapped[int] = mapped_column(default=1)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    min_stars: Mapped[int] = mapped_column(default=3)
    payee_id: Mapped[int | None] = mapped_column(ForeignKey(Payee.id), index=True)
    subsidy_id: Mapped[int | None] = mapped_column(ForeignKey(SubsidyProgramme.id), index=True)
    vat_percent: Mapped[int | None]
    advance_percent: Mapped[int] = mapped_column(default=100)
    cancel_until: Mapped[date | None]
    setting_up: Mapped[str] = mapped_column(default="")
    clearing: Mapped[str] = mapped_column(default="")
    asks: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship()
    payee: Mapped[Payee | None] = relationship()
    subsidy: Mapped[SubsidyProgramme | None] = relationship()
    types: Mapped[list["BoothType"]] = relationship(order_by="BoothType.id")
    zones: Mapped[list["BoothZone"]] = relationship(order_by="BoothZone.id")
    criteria: Mapped[list["BoothCriterion"]] = relationship(
        cascade="all, delete-orphan", order_by="BoothCriterion.measure"
    )
    quotas: Mapped[list["BoothQuota"]] = relationship(cascade="all, delete-orphan", order_by="BoothQuota.province_code")

    __table_args__ = (
        CheckConstraint("each > 0 and hold_minutes > 0 and offer_hours > 0 and pay_days > 0", name="counts"),
        CheckConstraint(
            f'"rows" between 1 and {SIDE_MAX} and "columns" between 1 and {SIDE_MAX}',
            name="sides",
        ),
        CheckConstraint("(opens_at is null) = (closes_at is null)", name="window_whole"),
        CheckConstraint("closes_at > opens_at", name="window"),
        CheckConstraint("min_stars between 0 and 5", name="stars"),
        CheckConstraint("vat_percent between 0 and 100 and advance_percent between 0 and 100", name="percent"),
    )


class BoothZone(WithId, Base):
    """Booth zone — khu: a part of the plan with a name, where booths of one kind stand together."""

    __tablename__ = "booth_zones"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id))
    name: Mapped[str]

    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        UniqueConstraint("event_id", "id"),
        CheckConstraint("name <> ''", name="named"),
    )


class BoothType(WithId, Base):
    """Booth type — loại gian hàng: its size, what stands in it, its price in đồng; 0 is free."""

    __tablename__ = "booth_types"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id))
    code: Mapped[str]
    name: Mapped[str]
    size: Mapped[str]
    equipment: Mapped[str] = mapped_column(default="")
    price_dong: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        UniqueConstraint("event_id", "id"),
        CheckConstraint("price_dong >= 0", name="price"),
        CheckConstraint("code <> '' and name <> ''", name="named"),
    )


class Booth(WithId, Base):
    """Booth — gian hàng: a rectangle of the plan with its label, of a type and perhaps a zone of the same fair.

    One that is taken off the plan stays as what somebody once had; its label and cell are free again.
    """

    __tablename__ = "booths"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id))
    type_id: Mapped[int] = mapped_column(BigId, index=True)
    zone_id: Mapped[int | None] = mapped_column(BigId)
    label: Mapped[str]
    row: Mapped[int]
    column: Mapped[int]
    height: Mapped[int] = mapped_column(default=1)
    width: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None]

    type: Mapped[BoothType] = relationship(foreign_keys=[type_id])
    zone: Mapped[BoothZone | None] = relationship(foreign_keys=[zone_id])

    __table_args__ = (
        ForeignKeyConstraint(["event_id", "type_id"], [BoothType.event_id, BoothType.id]),
        ForeignKeyConstraint(["event_id", "zone_id"], [BoothZone.event_id, BoothZone.id]),
        UniqueConstraint("event_id", "id"),
        Index("uq_booths_label", "event_id", "label", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index(
            "uq_booths_cell",
            "event_id",
            "row",
            "column",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        CheckConstraint('"row" >= 0 and "column" >= 0 and height > 0 and width > 0', name="cells"),
        CheckConstraint("label <> ''", name="labelled"),
    )


class BoothCriterion(Base):
    """Criterion — tiêu chí chọn: what points are given for when booths are given by application."""

    __tablename__ = "booth_criteria"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id), primary_key=True)
    measure: Mapped[Measure] = mapped_column(coded(Measure, "booth_measure"), primary_key=True)
    points: Mapped[int]

    __table_args__ = (CheckConstraint("points between 1 and 100", name="points"),)


class BoothQuota(Base):
    """Quota — chỉ tiêu của tỉnh: how many booths a province has, `*` for all that have none of their own."""

    __tablename__ = "booth_quotas"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id), primary_key=True)
    province_code: Mapped[str] = mapped_column(primary_key=True)
    booths: Mapped[int]

    __table_args__ = (CheckConstraint("booths >= 0", name="count"),)


class BoothLetter(WithId, Base):
    """Letter — thư gửi người tham gia: what an organiser wrote to these registrations, by their numbers."""

    __tablename__ = "booth_letters"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id), index=True)
    subject: Mapped[str]
    body: Mapped[str]
    state: Mapped[str | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    recipients: Mapped[list[Any]]

    __table_args__ = (CheckConstraint("subject <> '' and body <> ''", name="says_something"),)


class BoothPaper(Base):
    """Paper of a fair — giấy tờ gian hàng: what was made for a registration, or for the whole fair."""

    __tablename__ = "booth_papers"

    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("booth_registrations.id"), index=True)

    paper: Mapped[Paper] = relationship()
