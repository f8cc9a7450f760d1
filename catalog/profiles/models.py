"""Tables of what producers say: versions of a product's profile, their photos, certifications held."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.products.models import Product
from catalog.profiles.rules import ALL_FIELDS, DONG_MAX, PROFILES, State
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.files.models import StoredFile
from foundation.i18n.content import Bilingual

_OPEN = text("state in ('draft', 'waiting')")
_PUBLISHED = text("state = 'published'")


class ProductProfile(WithId, Base):
    """Profile — hồ sơ giới thiệu sản phẩm: one version of what the producer says of a product.

    At most one is being worked on and one is published; what was replaced stays, for the history of a public fact
    is public. Money in whole đồng. `reasons` says why an officer looks at it first, `answer` why it came back.
    """

    __tablename__ = "product_profiles"

    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), index=True)
    state: Mapped[State] = mapped_column(coded(State, "profile_state"), default=PROFILES.start)
    story: Mapped[str | None]
    packaging: Mapped[str | None]
    shelf_life: Mapped[str | None]
    price_from: Mapped[int | None]
    price_to: Mapped[int | None]
    price_unit: Mapped[str | None]
    price_includes: Mapped[str | None]
    capacity: Mapped[str | None]
    season: Mapped[str | None]
    minimum_order: Mapped[str | None]
    name_en: Mapped[str | None]
    story_en: Mapped[str | None]
    packaging_en: Mapped[str | None]
    price_includes_en: Mapped[str | None]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    answer: Mapped[str | None]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    edited_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    published_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship()
    photos: Mapped[list["ProfilePhoto"]] = relationship(
        order_by="(ProfilePhoto.position, ProfilePhoto.id)", cascade="all, delete-orphan"
    )
    certifications: Mapped[list["HeldCertification"]] = relationship(
        order_by="HeldCertification.id", cascade="all, delete-orphan"
    )
    writers: Mapped[list["ProfileWriter"]] = relationship(
        order_by="ProfileWriter.account_id", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index("uq_product_profiles_open", "product_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "uq_product_profiles_published",
            "product_id",
            unique=True,
            sqlite_where=_PUBLISHED,
            postgresql_where=_PUBLISHED,
        ),
        CheckConstraint(f"price_from between 0 and {DONG_MAX} and price_to between 0 and {DONG_MAX}", name="dong"),
        CheckConstraint("price_from <= price_to", name="price_range"),
        CheckConstraint("price_to is null or price_from is not null", name="price_from_first"),
        CheckConstraint("price_from is null or (price_unit is not null and price_unit <> '')", name="price_of_what"),
        CheckConstraint("(state = 'waiting') = (submitted_at is not null)", name="waiting_since"),
        CheckConstraint("(state in ('published', 'replaced')) = (published_at is not null)", name="published_whole"),
        CheckConstraint("(state = 'replaced') = (replaced_at is not null)", name="replaced_whole"),
        CheckConstraint("replaced_at >= published_at", name="replaced_later"),
    )

    def facts(self) -> dict[str, object]:
        """All that is said, by name."""
        return {name: getattr(self, name) for name in ALL_FIELDS}

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on, by the producer or an officer."""
        return self.state in {State.DRAFT, State.WAITING}

    def said(self, name: str) -> Bilingual | None:
        """Return a text in both languages, or None where nothing is said."""
        written = getattr(self, name)
        return Bilingual(written, getattr(self, f"{name}_en")) if written else None


class ProfileWriter(Base):
    """Writer of a profile — người viết: somebody who worked on a version or in whose stead it was done.

    None of them lets it pass.
    """

    __tablename__ = "profile_writers"

    profile_id: Mapped[int] = mapped_column(ForeignKey(ProductProfile.id), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)


class ProfilePhoto(WithId, Base):
    """Photo — ảnh sản phẩm: a picture of one version, the first is on the cards of lists."""

    __tablename__ = "profile_photos"

    profile_id: Mapped[int] = mapped_column(ForeignKey(ProductProfile.id))
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), index=True)
    position: Mapped[int]

    file: Mapped[StoredFile] = relationship()

    __table_args__ = (UniqueConstraint("profile_id", "file_id"),)


class HeldCertification(WithId, Base):
    """Certification held — chứng nhận đang có (VietGAP, HACCP, ISO …): what it is, until when, and its paper."""

    __tablename__ = "held_certifications"

    profile_id: Mapped[int] = mapped_column(ForeignKey(ProductProfile.id), index=True)
    name: Mapped[str]
    number: Mapped[str | None]
    valid_until: Mapped[date | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id))

    file: Mapped[StoredFile | None] = relationship()

    __table_args__ = (CheckConstraint("name <> ''", name="named"),)

    def key(self) -> tuple[object, ...]:
        """Return what makes it the same in two versions."""
        return self.name, self.number, self.valid_until, self.file_id
