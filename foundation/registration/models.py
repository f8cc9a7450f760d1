"""Table of registrations that wait to be confirmed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db.base import Base, WithId, coded
from foundation.i18n.languages import Lang
from foundation.registration.rules import Intention


class Registration(WithId, Base):
    """Registration — đăng ký: somebody wants an account, and has not shown yet that address or number is theirs.

    `agreed` lists the purposes that were ticked with the version that was read. The digest of the link or code
    is there once it was sent.
    """

    __tablename__ = "registrations"

    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[Lang] = mapped_column(coded(Lang, "registration_language"))
    wanted: Mapped[Intention] = mapped_column(coded(Intention, "registration_wanted"))
    agreed: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    digest: Mapped[str | None] = mapped_column(unique=True)

    __table_args__ = (
        CheckConstraint("(email is null) <> (phone is null)", name="one_way"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("expires_at > asked_at", name="lasts"),
    )
