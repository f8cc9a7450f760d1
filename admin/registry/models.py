"""Tables of the registry."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from admin.registry.rules import ListState
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded


class AppointmentList(WithId, Base):
    """List of appointments — danh sách phân công: a file an officer sent, and what became of each of its rows.

    `rows` are pairs of a row's number and its cells; `reports` say the same of as many rows as were looked at,
    first without keeping anything, then for good. No code is ever kept in it.
    """

    __tablename__ = "appointment_lists"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    name: Mapped[str]
    sent_at: Mapped[datetime]
    state: Mapped[ListState] = mapped_column(coded(ListState, "appointment_list_state"))
    rows: Mapped[list[Any]]
    reports: Mapped[list[Any]]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("(state = 'done') = (finished_at is not null)", name="finished_whole"),
        CheckConstraint("finished_at >= sent_at", name="finished_later"),
    )
