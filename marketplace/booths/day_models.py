"""Tables of a fair's days: who came to the gate, and what each booth told in the evening."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db.base import Base, BigId, WithId, coded
from marketplace.booths.registering_models import BoothRegistration, BoothStaff
from marketplace.booths.rules import RegistrationState


class BoothCheckin(WithId, Base):
    """Check-in — điểm danh: that somebody came, when, and where their registration stood when the site heard of it.

    Rows are only added: that somebody came whose registration was cancelled meanwhile are two facts, and both stay.
    """

    __tablename__ = "booth_checkins"

    event_id: Mapped[int] = mapped_column(BigId)
    registration_id: Mapped[int] = mapped_column(BigId, index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(BoothStaff.id), index=True)
    found: Mapped[RegistrationState] = mapped_column(coded(RegistrationState, "booth_checkin_found"))
    at: Mapped[datetime]
    received_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["event_id", "registration_id"], [BoothRegistration.event_id, BoothRegistration.id]),
        Index(None, "event_id", "at"),
        CheckConstraint("at <= received_at", name="past"),
    )


class BoothDay(Base):
    """Day at a booth — kết quả trong ngày: what an exhibitor told of it; kinds of contracts are counted apart."""

    __tablename__ = "booth_days"

    registration_id: Mapped[int] = mapped_column(ForeignKey(BoothRegistration.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    sales_dong: Mapped[int | None] = mapped_column(BigInteger)
    visitors: Mapped[int | None]
    mou: Mapped[int | None]
    agreements: Mapped[int | None]
    contracts: Mapped[int | None]
    contracts_dong: Mapped[int | None] = mapped_column(BigInteger)
    told_at: Mapped[datetime]

    registration: Mapped[BoothRegistration] = relationship()

    __table_args__ = (
        CheckConstraint("sales_dong >= 0 and visitors >= 0 and contracts_dong >= 0", name="sums"),
        CheckConstraint("mou >= 0 and agreements >= 0 and contracts >= 0", name="counts"),
        CheckConstraint(
            "coalesce(sales_dong, visitors, mou, agreements, contracts, contracts_dong) is not null",
            name="says_something",
        ),
    )
