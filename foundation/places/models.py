"""Tables of administrative units as dated rows."""

import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db.base import Base, WithId, coded

_LAW = tomllib.loads((Path(__file__).parent / "data" / "reform.toml").read_text(encoding="utf-8"))

REFORM: date = _LAW["first_day"]
"""First day of the provinces of today and of two levels."""

UNKNOWN_START = date(1900, 1, 1)
"""`valid_from` of units older than the records: their true first day is not on file."""


class PlaceLevel(StrEnum):
    """Storey of the administration; districts ended with the reform."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class PlaceKind(StrEnum):
    """What a unit is called by law."""

    PROVINCE = "province"  # tỉnh
    CITY = "city"  # thành phố trực thuộc trung ương
    PROVINCIAL_CITY = "provincial_city"  # thành phố thuộc tỉnh
    TOWN = "town"  # thị xã
    URBAN_DISTRICT = "urban_district"  # quận
    RURAL_DISTRICT = "rural_district"  # huyện
    WARD = "ward"  # phường
    COMMUNE = "commune"  # xã
    TOWNSHIP = "township"  # thị trấn
    SPECIAL_ZONE = "special_zone"  # đặc khu


class Place(WithId, Base):
    """Administrative unit — đơn vị hành chính, for the days on which it had this code, name and kind.

    `valid_to` is the first day on which it no longer was so. `province_code` is the code of the
    province it lay in then; `slug` is set for provinces only and carries the era where names collide.
    """

    __tablename__ = "places"

    code: Mapped[str]
    level: Mapped[PlaceLevel] = mapped_column(coded(PlaceLevel, "place_level"))
    kind: Mapped[PlaceKind] = mapped_column(coded(PlaceKind, "place_kind"))
    name: Mapped[str]
    full_name: Mapped[str]
    name_en: Mapped[str | None]
    slug: Mapped[str | None] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    province_code: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    valid_from_note: Mapped[str | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    area_km2: Mapped[float | None]

    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to > valid_from", name="lasts"),
        CheckConstraint("(level = 'province') = (parent_id is null)", name="province_on_top"),
        CheckConstraint(
            "length(code) = case level when 'province' then 2 when 'district' then 3 else 5 end", name="code_by_level"
        ),
        Index(None, "province_code", "level"),
    )


class PlaceSuccession(Base):
    """Succession — kế thừa: the unit that took over all or part of an earlier one."""

    __tablename__ = "place_successions"

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)

    __table_args__ = (CheckConstraint("predecessor_id <> successor_id", name="moves"),)


class PlaceAlias(WithId, Base):
    """Other name — tên gọi khác: a name people and sources use for a unit, with the reason it is one."""

    __tablename__ = "place_aliases"

    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    name: Mapped[str]
    reason: Mapped[str]

    __table_args__ = (UniqueConstraint("place_id", "name"),)


class LoadedDataset(Base):
    """Loaded dataset — bộ dữ liệu đã nạp: what stands in the database, so that loading again is quick."""

    __tablename__ = "loaded_datasets"

    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
