"""Tables of who takes part: registrations with what they bring, the booths they have, who waits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.accounts.models import Account
from foundation.db.base import Base, BigId, WithId, coded, now
from foundation.files.models import StoredFile
from marketplace.booths.claim_rules import CLAIMS, ClaimState
from marketplace.booths.models import Booth, BoothFair, BoothType
from marketplace.booths.rules import REGISTRATIONS, DocumentKind, RegistrationState

_LIVE_CLAIM = text("state <> 'released'")
_LIVE_REGISTRATION = text("state not in ('no_show', 'expired', 'declined', 'withdrawn', 'cancelled')")
_WAITS = text("ended_at is null")


class BoothRegistration(WithId, Base):
    """Booth registration — đăng ký gian hàng: a producer that wants to take part in a fair; one live at most.

    `remark` is the organiser's last word to the producer. `points` are those of a selection, `subsidised` how many of
    its booths a programme pays a part of, `due_dong` what is left to the producer; both stand once it is agreed.
    """

    __tablename__ = "booth_registrations"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id))
    producer_id: Mapped[int] = mapped_column(ForeignKey(Producer.id), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    state: Mapped[RegistrationState] = mapped_column(
        coded(RegistrationState, "booth_registration_state"), default=REGISTRATIONS.start
    )
    type_id: Mapped[int | None] = mapped_column(BigId)
    wanted: Mapped[int] = mapped_column(default=1)
    accepts_fewer: Mapped[bool] = mapped_column(default=True)
    would_wait: Mapped[bool] = mapped_column(default=True)
    wish: Mapped[str] = mapped_column(default="")
    fascia: Mapped[str] = mapped_column(default="")
    goods: Mapped[str] = mapped_column(default="")
    needs: Mapped[list[Any]] = mapped_column(default=list)
    power_watts: Mapped[int | None]
    needs_note: Mapped[str] = mapped_column(default="")
    needs_said: Mapped[bool] = mapped_column(default=False)
    discount_percent: Mapped[int | None]
    on_stage: Mapped[bool] = mapped_column(default=False)
    gifts: Mapped[bool] = mapped_column(default=False)
    connect: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    tax_code: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_position: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    remark: Mapped[str | None]
    points: Mapped[int | None]
    subsidised: Mapped[int] = mapped_column(default=0)
    due_dong: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    created_at: Mapped[datetime] = mapped_column(default=now)

    fair: Mapped[BoothFair] = relationship(foreign_keys=[event_id])
    producer: Mapped[Producer] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    type: Mapped[BoothType | None] = relationship(foreign_keys=[type_id], overlaps="fair")
    products: Mapped[list["BoothProduct"]] = relationship(
        cascade="all, delete-orphan", order_by="BoothProduct.product_id"
    )
    documents: Mapped[list["BoothDocument"]] = relationship(order_by="BoothDocument.id")
    staff: Mapped[list["BoothStaff"]] = relationship(cascade="all, delete-orphan", order_by="BoothStaff.id")
    claims: Mapped[list["BoothClaim"]] = relationship(
        order_by="BoothClaim.id", back_populates="registration", foreign_keys="BoothClaim.registration_id"
    )

    __table_args__ = (
        ForeignKeyConstraint(["event_id", "type_id"], [BoothType.event_id, BoothType.id]),
        UniqueConstraint("event_id", "id"),
        Index(None, "event_id", "state"),
        Index(
            "uq_booth_registrations_live",
            "event_id",
            "producer_id",
            unique=True,
            sqlite_where=_LIVE_REGISTRATION,
            postgresql_where=_LIVE_REGISTRATION,
        ),
        CheckConstraint("wanted > 0 and power_watts > 0", name="counts"),
        CheckConstraint("discount_percent between 1 and 100", name="discount"),
        CheckConstraint("state in ('draft', 'withdrawn', 'cancelled') or sent_at is not null", name="sent_whole"),
        CheckConstraint("state not in ('awaiting_payment', 'expired') or due_dong > 0", name="asks_for_something"),
        CheckConstraint("due_dong >= 0 and subsidised >= 0 and points >= 0", name="sums"),
    )


class BoothProduct(Base):
    """Product at a fair — sản phẩm tham gia: with its stars on all days of the fair as they were last looked up."""

    __tablename__ = "booth_products"

    registration_id: Mapped[int] = mapped_column(ForeignKey(BoothRegistration.id), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), primary_key=True, index=True)
    is_tasted: Mapped[bool] = mapped_column(default=False)
    stars: Mapped[int | None]
    certificate: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[date | None]
    checked_on: Mapped[date]

    product: Mapped[Product] = relationship()

    __table_args__ = (CheckConstraint("stars between 1 and 5", name="stars"),)


class BoothDocument(WithId, Base):
    """File of a registration — hồ sơ kèm theo: a photo of the label, or a paper that is held."""

    __tablename__ = "booth_documents"

    registration_id: Mapped[int] = mapped_column(ForeignKey(BoothRegistration.id), index=True)
    kind: Mapped[DocumentKind] = mapped_column(coded(DocumentKind, "booth_document_kind"))
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), unique=True)

    file: Mapped[StoredFile] = relationship()


class BoothStaff(WithId, Base):
    """Staff of a booth — người trực gian hàng: a name on a badge; `short` is typed, `code` is in the badge's QR."""

    __tablename__ = "booth_staff"

    event_id: Mapped[int] = mapped_column(ForeignKey(BoothFair.event_id))
    registration_id: Mapped[int] = mapped_column(BigId, index=True)
    name: Mapped[str]
    short: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (
        ForeignKeyConstraint(["event_id", "registration_id"], [BoothRegistration.event_id, BoothRegistration.id]),
        UniqueConstraint("event_id", "short"),
        CheckConstraint("name <> ''", name="named"),
    )


class BoothClaim(WithId, Base):
    """Booth claim — giữ gian hàng: that a booth is a registration's; of a booth one is live at most.

    The database decides: whoever's row goes in has it. A hold ends at `until`; an index cannot see the clock, so one
    that has run out is released before the next is tried.
    """

    __tablename__ = "booth_claims"

    event_id: Mapped[int] = mapped_column(BigId)
    booth_id: Mapped[int] = mapped_column(BigId, index=True)
    registration_id: Mapped[int] = mapped_column(BigId, index=True)
    state: Mapped[ClaimState] = mapped_column(coded(ClaimState, "booth_claim_state"), default=CLAIMS.start)
    until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    booth: Mapped[Booth] = relationship(foreign_keys=[booth_id], primaryjoin=booth_id == Booth.id)
    registration: Mapped[BoothRegistration] = relationship(
        foreign_keys=[registration_id],
        primaryjoin=registration_id == BoothRegistration.id,
        back_populates="claims",
    )

    __table_args__ = (
        ForeignKeyConstraint(["event_id", "booth_id"], [Booth.event_id, Booth.id]),
        ForeignKeyConstraint(["event_id", "registration_id"], [BoothRegistration.event_id, BoothRegistration.id]),
        Index("uq_booth_claims_live", "booth_id", unique=True, sqlite_where=_LIVE_CLAIM, postgresql_where=_LIVE_CLAIM),
        Index(None, "state", "until"),
        CheckConstraint("(state = 'held') = (until is not null)", name="held_until"),
    )


class BoothWait(WithId, Base):
    """Waiting for a booth — danh sách chờ: how many of which type a registration waits for; one offer at a time.

    The order of coming is that of the numbers. `passed_over` counts how often a later one was served first because
    there were too few together.
    """

    __tablename__ = "booth_waits"

    event_id: Mapped[int] = mapped_column(BigId, index=True)
    registration_id: Mapped[int] = mapped_column(BigId)
    type_id: Mapped[int | None] = mapped_column(BigId)
    wanted: Mapped[int]
    accepts_fewer: Mapped[bool] = mapped_column(default=False)
    offered_type_id: Mapped[int | None] = mapped_column(BigId)
    offered: Mapped[int | None]
    offered_until: Mapped[datetime | None]
    passed_over: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    registration: Mapped[BoothRegistration] = relationship(
        foreign_keys=[registration_id], primaryjoin=registration_id == BoothRegistration.id
    )

    __table_args__ = (
        ForeignKeyConstraint(["event_id", "registration_id"], [BoothRegistration.event_id, BoothRegistration.id]),
        ForeignKeyConstraint(["event_id", "type_id"], [BoothType.event_id, BoothType.id]),
        ForeignKeyConstraint(["event_id", "offered_type_id"], [BoothType.event_id, BoothType.id]),
        Index("uq_booth_waits_live", "registration_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
        CheckConstraint("wanted > 0 and offered between 1 and wanted and passed_over >= 0", name="counts"),
        CheckConstraint("(offered is null) = (offered_until is null)", name="offer_until"),
        CheckConstraint("(offered is null) = (offered_type_id is null)", name="offer_of_type"),
        CheckConstraint("ended_at is null or offered is null", name="ended_without_offer"),
    )
