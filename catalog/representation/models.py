"""Table of claims to producers' records."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.producers.models import Producer
from catalog.representation.rules import CLAIMS, Position, State
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded
from foundation.files.models import StoredFile
from foundation.permissions.models import Appointment

_WAITING = text("state = 'lodged'")


class RepresentationClaim(WithId, Base):
    """Representation claim — đề nghị nhận hồ sơ chủ thể: somebody says that they speak for a producer, and why.

    `handed_over_by_id` is the member who leaves and names their successor: then that word is the proof. Accepted,
    it led to `appointment_id`. Refused ones stay, so that the next officer knows what was decided.
    """

    __tablename__ = "representation_claims"

    producer_id: Mapped[int] = mapped_column(ForeignKey(Producer.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    position: Mapped[Position] = mapped_column(coded(Position, "representation_position"))
    words: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id))
    handed_over_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    state: Mapped[State] = mapped_column(coded(State, "representation_state"), default=CLAIMS.start)
    lodged_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    answer: Mapped[str | None]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey(Appointment.id))

    producer: Mapped[Producer] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=account_id)
    handed_over_by: Mapped[Account | None] = relationship(foreign_keys=handed_over_by_id)
    file: Mapped[StoredFile | None] = relationship()

    __table_args__ = (
        Index(
            "uq_representation_claims_waiting",
            "producer_id",
            "account_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(None, "state", "lodged_at"),
        CheckConstraint("words <> ''", name="reasoned"),
        CheckConstraint("(state = 'lodged') = (decided_at is null)", name="decided_whole"),
        CheckConstraint(
            "(state in ('accepted', 'refused')) = (decided_by_id is not null)", name="decided_by_an_officer"
        ),
        CheckConstraint("(state = 'accepted') = (appointment_id is not null)", name="accepted_appointed"),
        CheckConstraint("state <> 'refused' or (answer is not null and answer <> '')", name="refused_with_reason"),
        CheckConstraint("handed_over_by_id <> account_id", name="handed_to_another"),
        CheckConstraint("decided_at >= lodged_at", name="decided_later"),
    )
