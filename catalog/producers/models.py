"""Tables of producers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.producers.rules import ProducerType
from foundation.db.base import Base, WithId, coded, now
from foundation.places.models import Place

PRODUCER = "producer"
"""The kind under which producers are searched."""


class Producer(WithId, Base):
    """Producer — chủ thể OCOP.

    `name_key` with `former_province_code` is its identity; `distinct_no` tells apart two producers
    that an officer has found to be different although both agree. One that was merged into another keeps its
    name as a key for lists, and has no page of its own.
    """

    __tablename__ = "producers"

    name: Mapped[str]
    name_en: Mapped[str | None]
    name_key: Mapped[str]
    slug: Mapped[str]
    sort_key: Mapped[bytes]
    kind: Mapped[ProducerType] = mapped_column(coded(ProducerType, "producer_kind"))
    former_province_code: Mapped[str]
    province_code: Mapped[str]
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    commune_text: Mapped[str | None]
    distinct_no: Mapped[int] = mapped_column(default=1)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    place: Mapped[Place] = relationship()

    __table_args__ = (
        UniqueConstraint("name_key", "former_province_code", "distinct_no"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("name_key <> ''", name="keyed"),
        CheckConstraint("length(province_code) = 2 and length(former_province_code) = 2", name="province"),
        Index(None, "province_code", "sort_key"),
    )
