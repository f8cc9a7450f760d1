"""Tables of products and of the official product groups."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.producers.models import Producer
from foundation.db.base import Base, WithId, coded, now
from foundation.i18n.content import Bilingual
from foundation.places.models import Place

PRODUCT = "product"
"""The kind under which products are searched."""
ILLUSTRATION = "illustration"
"""The kind under which products of the demonstration are searched."""


class GroupLevel(StrEnum):
    """Storey of the taxonomy: ngành, nhóm, bộ sản phẩm."""

    SECTOR = "sector"
    GROUP = "group"
    SET = "set"


class GroupBasis(StrEnum):
    """How a product came to its group: its record says so, an officer set it, or its name suggests it."""

    STATED = "stated"
    SET = "set"
    GUESSED = "guessed"


class ProductGroup(WithId, Base):
    """Product group — nhóm sản phẩm, one node of the taxonomy of one edition of the rules.

    `code` is unique over all editions and public: sector `26-2`, group `26-2-1`, set `26-set-17`.
    """

    __tablename__ = "product_groups"

    edition: Mapped[str]
    level: Mapped[GroupLevel] = mapped_column(coded(GroupLevel, "group_level"))
    code: Mapped[str] = mapped_column(unique=True)
    set_no: Mapped[int | None]
    name: Mapped[str]
    name_en: Mapped[str]
    ministry: Mapped[str | None]
    position: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("product_groups.id"))

    parent: Mapped["ProductGroup | None"] = relationship(remote_side="ProductGroup.id")

    __table_args__ = (
        UniqueConstraint("edition", "set_no"),
        CheckConstraint("(level = 'set') = (set_no is not null)", name="set_numbered"),
        CheckConstraint("(level = 'sector') = (parent_id is null)", name="sector_on_top"),
    )

    @property
    def title(self) -> Bilingual:
        """The group's name in both languages."""
        return Bilingual(self.name, self.name_en)


class GroupCrosswalk(Base):
    """Crosswalk — bảng đối chiếu: the set of a later edition that a set of an earlier one became."""

    __tablename__ = "group_crosswalks"

    from_id: Mapped[int] = mapped_column(ForeignKey("product_groups.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("product_groups.id"), primary_key=True)


class Product(WithId, Base):
    """Product — sản phẩm OCOP.

    `list_key` with `external_id` names it in the list it was published in; products entered by hand
    have neither. Places are kept as the source says them (`commune_text`, `district_text`) and as the
    most precise unit that is certain (`place_id`). `cover_…` is the public picture a list shows of it, named by
    the digest of its content, with its size in pixels.
    """

    __tablename__ = "products"

    list_key: Mapped[str | None]
    external_id: Mapped[str | None]
    name: Mapped[str]
    name_en: Mapped[str | None]
    name_key: Mapped[str]
    slug: Mapped[str]
    sort_key: Mapped[bytes]
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"))
    former_province_code: Mapped[str]
    province_code: Mapped[str]
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    commune_text: Mapped[str | None]
    district_text: Mapped[str | None]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("product_groups.id"))
    group_basis: Mapped[GroupBasis | None] = mapped_column(coded(GroupBasis, "group_basis"))
    motif: Mapped[str]
    seller: Mapped[str | None]
    source_note: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    cover_sha256: Mapped[str | None]
    cover_width: Mapped[int | None]
    cover_height: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    removed_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    producer: Mapped[Producer | None] = relationship()
    group: Mapped[ProductGroup | None] = relationship()
    place: Mapped[Place] = relationship()

    __table_args__ = (
        UniqueConstraint("list_key", "external_id"),
        # Without a producer a name identifies nothing, so only products with one are held apart by name.
        Index(
            "uq_products_identity",
            "producer_id",
            "name_key",
            "sort_key",
            "former_province_code",
            unique=True,
            sqlite_where=text("producer_id is not null and removed_at is null"),
            postgresql_where=text("producer_id is not null and removed_at is null"),
        ),
        CheckConstraint("name <> '' and name_key <> ''", name="named"),
        CheckConstraint("(list_key is null) = (external_id is null)", name="listed_whole"),
        CheckConstraint("(group_id is null) = (group_basis is null)", name="group_with_basis"),
        CheckConstraint("(removed_at is null) = (removed_reason is null)", name="removed_with_reason"),
        CheckConstraint(
            "(cover_sha256 is null) = (cover_width is null) and (cover_sha256 is null) = (cover_height is null)",
            name="cover_whole",
        ),
        CheckConstraint("length(province_code) = 2 and length(former_province_code) = 2", name="province"),
        Index(None, "province_code"),
        Index(None, "group_id"),
    )

    @property
    def title(self) -> Bilingual:
        """The product's name in both languages."""
        return Bilingual(self.name, self.name_en)
