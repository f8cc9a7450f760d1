"""Tables of the audit."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from foundation.audit.rules import Link
from foundation.db.base import Base, WithId, now
from foundation.places.models import Place

_UNSEALED = "position is null"


class transaction_number(FunctionElement[int]):  # noqa: N801 - it is written like the SQL function it stands for
    """Number of the running transaction on PostgreSQL, where transactions overlap; 0 on SQLite, where writers queue."""

    type = BigInteger()
    inherit_cache = True


@compiles(transaction_number)
def _number(element: transaction_number, compiler: Any, **more: Any) -> str:
    del element, more
    return "CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)" if compiler.dialect.name == "postgresql" else "0"


class AuditEntry(WithId, Base):
    """Audit entry — dòng nhật ký: who did what to which record, written in the transaction that did it.

    `before` and `after` hold codes, never texts. What it says never changes; only its seal is added, once,
    by the sealer: `position` in the chain and `digest`. Accounts stand above, so they are named by number.
    `is_public` entries are the history of a public fact, and readable by everybody without the actor.
    """

    __tablename__ = "audit_entries"

    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    acting_for_id: Mapped[int | None] = mapped_column(BigInteger)
    verb: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigInteger)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    xid: Mapped[int] = mapped_column(BigInteger, default=transaction_number())
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    digest: Mapped[str | None]

    __table_args__ = (
        Index(
            "ix_audit_entries_unsealed",
            "xid",
            "id",
            sqlite_where=text(_UNSEALED),
            postgresql_where=text(_UNSEALED),
        ),
        Index(None, "subject", "subject_id"),
        Index(None, "place_id", "id"),
        Index(None, "actor_id", "id"),
        CheckConstraint(
            "substr(verb, 1, length(subject)) = subject and length(verb) > length(subject) + 1", name="verb_of_subject"
        ),
        CheckConstraint("subject <> ''", name="subject"),
        CheckConstraint("reason <> ''", name="reason_said"),
        CheckConstraint("acting_for_id is null or actor_id is not null", name="acts_for_another"),
        CheckConstraint("(position is null) = (digest is null)", name="sealed_whole"),
        CheckConstraint("position > 0", name="position_from_one"),
    )

    def link(self) -> Link:
        """Return the entry as the chain sees it."""
        said = ("id", "at", "actor_id", "acting_for_id", "verb", "subject_id", "place_id")
        told = ("before", "after", "reason", "is_public")
        return Link(self.position or 0, self.digest or "", {name: getattr(self, name) for name in (*said, *told)})
