"""Tables of points of sale."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.products.models import Product
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.files.models import StoredFile
from foundation.places.models import Place
from foundation.places.points import MapPoint, Point, Precision
from marketplace.outlets.hours import OnHolidays
from marketplace.outlets.photo_rules import PHOTOS, PhotoState
from marketplace.outlets.rules import OUTLETS, Criterion, OutletKind, Setting, State

OUTLET = "outlet"
"""The kind of record in the index, in the audit and in what somebody is appointed for."""


class Outlet(WithId, Base):
    """Point of sale — điểm bán: a centre, shop, point or online stall where OCOP products can be bought.

    `place_id` is the smallest unit that is certain, of the era its address was written in; `province_code` is today's.
    A point without coordinates is not known; `precision` says how exactly one is. `opened_year` is known more often
    than the day. `find_key` is what words are looked for in. Turnover is for offices only.
    """

    __tablename__ = "outlets"

    kind: Mapped[OutletKind] = mapped_column(coded(OutletKind, "outlet_kind"))
    setting: Mapped[Setting | None] = mapped_column(coded(Setting, "outlet_setting"))
    state: Mapped[State] = mapped_column(coded(State, "outlet_state"), default=OUTLETS.start)
    name: Mapped[str]
    name_key: Mapped[str]
    slug: Mapped[str]
    sort_key: Mapped[bytes]
    find_key: Mapped[str]
    operator: Mapped[str | None]
    address: Mapped[str | None]
    commune_text: Mapped[str | None]
    district_text: Mapped[str | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    former_province_code: Mapped[str | None]
    province_code: Mapped[str | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    precision: Mapped[Precision | None] = mapped_column(coded(Precision, "outlet_precision"))
    phone: Mapped[str | None]
    website: Mapped[str | None]
    facilities: Mapped[list[Any]] = mapped_column(default=list)
    on_holidays: Mapped[OnHolidays | None] = mapped_column(coded(OnHolidays, "outlet_on_holidays"))
    area_m2: Mapped[int | None]
    ocop_share: Mapped[int | None]
    turnover_dong: Mapped[int | None] = mapped_column(BigInteger)
    turnover_year: Mapped[int | None]
    decision_number: Mapped[str | None]
    decision_body: Mapped[str | None]
    support: Mapped[str | None]
    opened_on: Mapped[date | None]
    opened_year: Mapped[int | None]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None]
    confirmed_on: Mapped[date | None]
    asked_on: Mapped[date | None]
    source: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    place: Mapped[Place | None] = relationship()
    weekly: Mapped[list["OutletHours"]] = relationship(
        cascade="all, delete-orphan", order_by="(OutletHours.weekday, OutletHours.opens)"
    )
    exceptions: Mapped[list["OutletDay"]] = relationship(cascade="all, delete-orphan", order_by="OutletDay.day")

    __table_args__ = (
        UniqueConstraint("name_key", "former_province_code"),
        Index(None, "state", "province_code"),
        Index(None, "state", "sort_key"),
        CheckConstraint("name <> '' and name_key <> ''", name="named"),
        CheckConstraint("(lat is null) = (lon is null)", name="point_whole"),
        CheckConstraint("(lat is null) = (precision is null)", name="point_with_precision"),
        CheckConstraint("lat between 6.5 and 23.6 and lon between 102.0 and 118.0", name="in_vietnam"),
        CheckConstraint("(place_id is null) = (province_code is null)", name="place_with_province"),
        CheckConstraint("(place_id is null) = (former_province_code is null)", name="place_with_former_province"),
        CheckConstraint("state <> 'approved' or kind = 'online_stall' or place_id is not null", name="placed"),
        CheckConstraint("(state = 'closed') = (closed_on is not null)", name="closed_whole"),
        CheckConstraint("closed_on is null or closed_reason is not null", name="closed_with_reason"),
        CheckConstraint("(decision_number is null) = (decision_body is null)", name="decision_whole"),
        CheckConstraint("ocop_share between 0 and 100", name="share"),
        CheckConstraint("area_m2 > 0", name="area"),
        CheckConstraint("turnover_dong >= 0", name="turnover"),
        CheckConstraint("(turnover_dong is null) = (turnover_year is null)", name="turnover_whole"),
        CheckConstraint("opened_year between 1990 and 2100", name="opened_year"),
        CheckConstraint("opened_on is null or opened_year is not null", name="opened_whole"),
    )

    @property
    def point(self) -> Point | None:
        """Where it is on the map; None where that is not known."""
        return Point(self.lat, self.lon) if self.lat is not None and self.lon is not None else None

    @property
    def map_point(self) -> MapPoint | None:
        """Return the same with how exactly it is known."""
        return MapPoint(self.point, self.precision) if self.point and self.precision else None


class OutletHours(WithId, Base):
    """Opening hours — giờ mở cửa: one opening of a weekday, in minutes; it belongs to the day it begins."""

    __tablename__ = "outlet_hours"

    outlet_id: Mapped[int] = mapped_column(ForeignKey(Outlet.id))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]

    __table_args__ = (
        UniqueConstraint("outlet_id", "weekday", "opens"),
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("opens between 0 and 1439 and closes between 1 and 2880", name="minutes"),
        CheckConstraint("closes > opens and closes - opens <= 1440", name="lasts"),
    )


class OutletDay(WithId, Base):
    """Different day — ngày khác thường: the opening of one day, or that it is closed then."""

    __tablename__ = "outlet_days"

    outlet_id: Mapped[int] = mapped_column(ForeignKey(Outlet.id))
    day: Mapped[date]
    opens: Mapped[int | None]
    closes: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("outlet_id", "day"),
        CheckConstraint("(opens is null) = (closes is null)", name="opening_whole"),
        CheckConstraint("opens between 0 and 1439 and closes between 1 and 2880", name="minutes"),
        CheckConstraint("closes > opens and closes - opens <= 1440", name="lasts"),
    )


class Stock(Base):
    """Stock — sản phẩm có bán: that a point of sale has a product, as last confirmed."""

    __tablename__ = "outlet_stock"

    outlet_id: Mapped[int] = mapped_column(ForeignKey(Outlet.id), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), primary_key=True, index=True)
    confirmed_on: Mapped[date]

    product: Mapped[Product] = relationship()


class OutletPhoto(WithId, Base):
    """Photo — ảnh điểm bán: what its operator sent; shown once an officer has looked at it.

    One that is refused keeps why, for whoever sent it; its file is gone then.
    """

    __tablename__ = "outlet_photos"

    outlet_id: Mapped[int] = mapped_column(ForeignKey(Outlet.id), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), unique=True)
    state: Mapped[PhotoState] = mapped_column(coded(PhotoState, "outlet_photo_state"), default=PHOTOS.start)
    answer: Mapped[str | None]

    file: Mapped[StoredFile] = relationship()

    __table_args__ = (CheckConstraint("(state = 'refused') = (answer is not null)", name="refused_with_words"),)


class Inspection(WithId, Base):
    """Inspection — kiểm tra điểm bán: what an officer found on a day."""

    __tablename__ = "outlet_inspections"

    outlet_id: Mapped[int] = mapped_column(ForeignKey(Outlet.id), index=True)
    inspector_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    inspected_on: Mapped[date]
    is_fine: Mapped[bool]
    note: Mapped[str | None]

    inspector: Mapped[Account] = relationship()
    lines: Mapped[list["InspectionLine"]] = relationship(
        cascade="all, delete-orphan", order_by="InspectionLine.criterion"
    )
    photos: Mapped[list["InspectionPhoto"]] = relationship(order_by="InspectionPhoto.id")

    __table_args__ = (CheckConstraint("is_fine or note is not null", name="says_what"),)


class InspectionLine(Base):
    """Inspection line — dòng phiếu kiểm tra: whether a thing was met; what nobody looked at has none."""

    __tablename__ = "outlet_inspection_lines"

    inspection_id: Mapped[int] = mapped_column(ForeignKey(Inspection.id), primary_key=True)
    criterion: Mapped[Criterion] = mapped_column(coded(Criterion, "outlet_criterion"), primary_key=True)
    is_met: Mapped[bool]


class InspectionPhoto(WithId, Base):
    """Inspection photo — ảnh kiểm tra: evidence of an inspection, for offices only."""

    __tablename__ = "outlet_inspection_photos"

    inspection_id: Mapped[int] = mapped_column(ForeignKey(Inspection.id), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), unique=True)

    file: Mapped[StoredFile] = relationship()


class OutletSupport(WithId, Base):
    """Support — hỗ trợ từ ngân sách: a sum of public money a point of sale got in a year, what for, on which basis."""

    __tablename__ = "outlet_supports"

    outlet_id: Mapped[int] = mapped_column(ForeignKey(Outlet.id), index=True)
    year: Mapped[int]
    dong: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str]
    basis: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("year between 1990 and 2100", name="year"),
        CheckConstraint("dong > 0", name="sum"),
        CheckConstraint("purpose <> ''", name="says_what_for"),
    )
