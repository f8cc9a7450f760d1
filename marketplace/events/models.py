"""Tables of events: what, when and where, the programme, who takes part, files, the registration, the results."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.products.models import ProductGroup
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.files.models import StoredFile
from foundation.i18n.content import Bilingual
from foundation.places.models import Place
from foundation.places.points import Point, Precision
from marketplace.events.rules import EVENTS, EventKind, State, Step

EVENT = "event"
"""The kind of record in the index, in the audit and for slots of its page."""


class Event(WithId, Base):
    """Event — sự kiện: something public with days and a place.

    `uid` names it in calendars for ever, `sequence` rises with every change that concerns them; `revision` with every
    change at all, so that nobody publishes what they did not see. `place_id` is the smallest unit that is certain, of
    the era its address was written in; `province_code` is today's. `office_place_id` is the place whose office entered
    it, which organises fairs in other provinces, too. Without `ends_on` the last day is not known; hours
    are minutes of each day. `moved_from` is the first day it had before. `remark` is for its writers.
    """

    __tablename__ = "events"

    kind: Mapped[EventKind] = mapped_column(coded(EventKind, "event_kind"))
    state: Mapped[State] = mapped_column(coded(State, "event_state"), default=EVENTS.start)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    name_en: Mapped[str | None]
    slug: Mapped[str]
    sort_key: Mapped[bytes]
    find_key: Mapped[str]
    theme: Mapped[str | None]
    about: Mapped[str | None]
    about_en: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    last_on: Mapped[date]
    opens: Mapped[int | None]
    closes: Mapped[int | None]
    moved_from: Mapped[date | None]
    venue: Mapped[str | None]
    address: Mapped[str | None]
    commune_text: Mapped[str | None]
    district_text: Mapped[str | None]
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    office_place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    former_province_code: Mapped[str]
    province_code: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    precision: Mapped[Precision | None] = mapped_column(coded(Precision, "event_precision"))
    organiser: Mapped[str | None]
    co_organisers: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    area_m2: Mapped[int | None]
    booths: Mapped[int | None]
    scale: Mapped[str | None]
    entry_is_free: Mapped[bool | None]
    entry: Mapped[str | None]
    booth_cost: Mapped[str | None]
    register_from: Mapped[date | None]
    register_until: Mapped[date | None]
    register_how: Mapped[str | None]
    source: Mapped[str | None]
    remark: Mapped[str | None]
    status_reason: Mapped[str | None]
    status_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    place: Mapped[Place] = relationship(foreign_keys=[place_id])
    office: Mapped[Place | None] = relationship(foreign_keys=[office_place_id])
    writers: Mapped[list["EventWriter"]] = relationship(order_by="EventWriter.account_id")
    groups: Mapped[list["EventGroup"]] = relationship(cascade="all, delete-orphan", order_by="EventGroup.group_id")
    programme: Mapped[list["ProgrammeItem"]] = relationship(
        cascade="all, delete-orphan", order_by="(ProgrammeItem.day, ProgrammeItem.starts, ProgrammeItem.id)"
    )
    provinces: Mapped[list["TakingPart"]] = relationship(
        cascade="all, delete-orphan", order_by="TakingPart.province_code"
    )
    documents: Mapped[list["EventDocument"]] = relationship(order_by="EventDocument.id")
    photos: Mapped[list["EventPhoto"]] = relationship(order_by="EventPhoto.id")
    filings: Mapped[list["Filing"]] = relationship(order_by="Filing.id")
    results: Mapped["EventResults | None"] = relationship()

    __table_args__ = (
        Index(None, "state", "last_on", "starts_on"),
        Index(None, "state", "province_code", "last_on"),
        Index(None, "place_id"),
        Index(None, "office_place_id"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("last_on = coalesce(ends_on, starts_on)", name="last_day"),
        CheckConstraint("(opens is null) = (closes is null)", name="hours_whole"),
        CheckConstraint("opens between 0 and 1439 and closes between 1 and 1440 and closes > opens", name="hours"),
        CheckConstraint("(lat is null) = (lon is null)", name="point_whole"),
        CheckConstraint("(lat is null) = (precision is null)", name="point_with_precision"),
        CheckConstraint("lat between 6.5 and 23.6 and lon between 102.0 and 118.0", name="in_vietnam"),
        CheckConstraint("area_m2 > 0", name="area"),
        CheckConstraint("booths >= 0", name="booths"),
        CheckConstraint("register_until >= register_from", name="window"),
        CheckConstraint("register_from <= last_on and register_until <= last_on", name="window_before_end"),
        CheckConstraint("sequence >= 0 and revision > 0", name="counted"),
        CheckConstraint("(state in ('draft', 'dropped')) = (submitted_at is null)", name="submitted_whole"),
        CheckConstraint(
            "(state in ('published', 'postponed', 'cancelled', 'held')) = (published_at is not null)",
            name="published_whole",
        ),
        CheckConstraint("published_by_id <> submitted_by_id", name="second_officer"),
        CheckConstraint("state not in ('postponed', 'cancelled') or status_reason is not null", name="for_a_reason"),
        CheckConstraint("(status_reason is null) = (status_on is null)", name="reason_dated"),
    )

    @property
    def point(self) -> Point | None:
        """Where it is on the map; None where that is not known."""
        return Point(self.lat, self.lon) if self.lat is not None and self.lon is not None else None

    @property
    def named(self) -> Bilingual:
        """The name."""
        return Bilingual(self.name, self.name_en)

    @property
    def told(self) -> Bilingual:
        """What it is about."""
        return Bilingual(self.about or "", self.about_en)

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The days between which one registers to take part."""
        return self.register_from, self.register_until

    def filing(self, step: Step) -> "Filing | None":
        """Return what was noted of a step of the registration."""
        return next((one for one in self.filings if one.step == step), None)


class EventWriter(Base):
    """Event writer — người soạn: who wrote in an event, or in whose stead it was done; none of them publishes it."""

    __tablename__ = "event_writers"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)


class EventGroup(Base):
    """Event group — nhóm sản phẩm: a group of products an event is about; without any it is about all."""

    __tablename__ = "event_groups"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(ProductGroup.id), primary_key=True, index=True)


class ProgrammeItem(WithId, Base):
    """Programme item — mục chương trình: what happens at an event on a day; an hour is known or not."""

    __tablename__ = "event_programme"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    day: Mapped[date]
    starts: Mapped[int | None]
    title: Mapped[str]
    room: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("title <> ''", name="says_what"),
        CheckConstraint("starts between 0 and 1439", name="hour"),
    )


class TakingPart(Base):
    """Taking part — tỉnh tham gia: a province that comes to an event, with how many were aimed at and registered."""

    __tablename__ = "event_provinces"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True)
    province_code: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[int | None]
    registered: Mapped[int | None]

    __table_args__ = (CheckConstraint("target >= 0 and registered >= 0", name="counts"),)


class EventDocument(WithId, Base):
    """Event document — tài liệu: a file of an event; everybody reads it while the event has a page."""

    __tablename__ = "event_documents"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), index=True)
    label: Mapped[str]

    file: Mapped[StoredFile] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("event_id", "file_id"), CheckConstraint("label <> ''", name="labelled"))


class EventPhoto(WithId, Base):
    """Event photo — ảnh: a picture of an event, with what it shows in words."""

    __tablename__ = "event_photos"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), index=True)
    label: Mapped[str]

    file: Mapped[StoredFile] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("event_id", "file_id"), CheckConstraint("label <> ''", name="labelled"))


class Filing(WithId, Base):
    """Filing — bước đăng ký hội chợ: a step with the Department of Industry and Trade that was taken on a day."""

    __tablename__ = "event_filings"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    step: Mapped[Step] = mapped_column(coded(Step, "event_filing_step"))
    done_on: Mapped[date]
    number: Mapped[str | None]
    note: Mapped[str | None]

    __table_args__ = (UniqueConstraint("event_id", "step"),)


class EventResults(Base):
    """Event results — kết quả: what came of an event; MoU, agreement and contract are counted apart.

    Public once another person than who told them has published them; a number nobody told is null, never nought.
    """

    __tablename__ = "event_results"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True)
    visitors: Mapped[int | None]
    exhibitors: Mapped[int | None]
    sales_dong: Mapped[int | None] = mapped_column(BigInteger)
    mou: Mapped[int | None]
    agreements: Mapped[int | None]
    contracts: Mapped[int | None]
    contracts_dong: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    entered_for_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))

    __table_args__ = (
        CheckConstraint("visitors >= 0 and exhibitors >= 0 and sales_dong >= 0", name="counts"),
        CheckConstraint("mou >= 0 and agreements >= 0 and contracts >= 0 and contracts_dong >= 0", name="signed"),
        CheckConstraint(
            "coalesce(visitors, exhibitors, sales_dong, mou, agreements, contracts) is not null", name="says_something"
        ),
        CheckConstraint(
            "published_by_id <> entered_by_id and published_by_id <> entered_for_id", name="second_officer"
        ),
    )


class EventInterest(Base):
    """Event interest — quan tâm: which provinces and product groups somebody wants to hear of; none stands for all."""

    __tablename__ = "event_interests"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    provinces: Mapped[list[Any]] = mapped_column(default=list)
    groups: Mapped[list[Any]] = mapped_column(default=list)
