"""Tables of consents and of requests about personal data."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded
from foundation.places.models import Place
from foundation.privacy.rules import ConsentDoor, Kind, Purpose, State

_GIVEN = text("withdrawn_at is null")
_OPEN_DELETION = text("kind = 'delete' and closed_at is null")


class Consent(WithId, Base):
    """Consent — sự đồng ý: that somebody agreed to one purpose, to which wording, when, where, and until when.

    Rows are evidence: withdrawing adds a moment, agreeing again adds a row.
    """

    __tablename__ = "consents"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    purpose: Mapped[Purpose] = mapped_column(coded(Purpose, "consent_purpose"))
    version: Mapped[int]
    how: Mapped[ConsentDoor] = mapped_column(coded(ConsentDoor, "consent_how"))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_consents_given",
            "account_id",
            "purpose",
            unique=True,
            sqlite_where=_GIVEN,
            postgresql_where=_GIVEN,
        ),
        CheckConstraint("version > 0", name="version_from_one"),
        CheckConstraint("withdrawn_at >= given_at", name="withdrawn_later"),
    )


class PrivacyRequest(WithId, Base):
    """Request — yêu cầu về dữ liệu cá nhân: what somebody asks for about their data, with its legal deadlines.

    `place_id` is whose desk it lies on; without one only the operator's. One that asks for deletion is carried
    out by itself on `erase_on`, unless it is cancelled before. After an erasure its texts are gone.
    """

    __tablename__ = "privacy_requests"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    kind: Mapped[Kind] = mapped_column(coded(Kind, "privacy_request_kind"))
    state: Mapped[State] = mapped_column(coded(State, "privacy_request_state"))
    text: Mapped[str | None]
    received_at: Mapped[datetime]
    reply_on: Mapped[date]
    due_on: Mapped[date]
    extended_from: Mapped[date | None]
    extension_reason: Mapped[str | None]
    reply: Mapped[str | None]
    replied_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    worked_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    erase_on: Mapped[date | None]

    account: Mapped[Account] = relationship(foreign_keys=account_id)

    __table_args__ = (
        Index(
            "uq_privacy_requests_deletion",
            "account_id",
            unique=True,
            sqlite_where=_OPEN_DELETION,
            postgresql_where=_OPEN_DELETION,
        ),
        Index(None, "place_id", "due_on"),
        CheckConstraint("(state in ('received', 'in_hand')) = (closed_at is null)", name="closed_whole"),
        CheckConstraint("state <> 'in_hand' or replied_at is not null", name="in_hand_replied"),
        CheckConstraint("state not in ('done', 'refused') or (answer is not null and answer <> '')", name="answered"),
        CheckConstraint("(extended_from is null) = (extension_reason is null)", name="extended_whole"),
        CheckConstraint("extended_from < due_on", name="extended_later"),
        CheckConstraint("reply_on <= due_on or extended_from is not null", name="reply_first"),
        CheckConstraint("(kind = 'delete') = (erase_on is not null)", name="erase_on_deletion"),
        CheckConstraint("closed_at >= received_at and replied_at >= received_at", name="after_receipt"),
    )
