"""Tables of appointments and of the territory they reach."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Dialect, ForeignKey, Index, String, TypeDecorator, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.permissions.rules import GROUND_KINDS, LASTING, HeldRole, Offer, Role, ScopeKind
from foundation.places.models import Place


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


_OPEN = f"ends_on is null and offer in ({_listed(LASTING)})"


class RoleCode(TypeDecorator[Role]):
    """A role as its code. Rooms declare the codes, so that `flask verify` and no CHECK says which there are."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the bare code."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Role | None:
        """Return the role, declared by a room or not."""
        del dialect
        return None if value is None else Role(value)


class ScopeKindCode(TypeDecorator[ScopeKind]):
    """A kind of scope as its code; which there are is said as for roles."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the bare code."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> ScopeKind | None:
        """Return the kind, declared by a room or not."""
        del dialect
        return None if value is None else ScopeKind(value)


class Appointment(WithId, Base):
    """Appointment — phân công: a role somebody holds for a place or a thing, from a day on, under a decision.

    `ends_on` is the first day on which it no longer holds. What stands above this room is named by
    `object_id`; `scope_key` says the scope in one word. A delegated one lends another's appointment for a
    leave and holds only while that one does.

    It holds only with the person's own yes: `offer` says how far that is, `answer_by` is the last day for it, none
    where it was there from the start. One that `follows` another ends that one with the yes. Whoever gave it may have
    acted in the stead of `granted_for_id`.
    """

    __tablename__ = "appointments"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    role: Mapped[Role] = mapped_column(RoleCode)
    scope_kind: Mapped[ScopeKind] = mapped_column(ScopeKindCode)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    object_id: Mapped[int | None] = mapped_column(BigInteger)
    scope_key: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    decision: Mapped[str | None]
    decided_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    granted_for_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    granted_at: Mapped[datetime] = mapped_column(default=now)
    delegated_from_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"))
    reason: Mapped[str | None]
    offer: Mapped[Offer] = mapped_column(coded(Offer, "appointment_offer"))
    answer_by: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"))

    account: Mapped[Account] = relationship(foreign_keys=account_id)
    place: Mapped[Place | None] = relationship()
    delegated_from: Mapped["Appointment | None"] = relationship(
        remote_side="Appointment.id", foreign_keys=delegated_from_id
    )
    follows: Mapped["Appointment | None"] = relationship(remote_side="Appointment.id", foreign_keys=follows_id)

    __table_args__ = (
        Index(
            "uq_appointments_open",
            "account_id",
            "role",
            "scope_key",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index(None, "scope_key", "role"),
        CheckConstraint("(scope_kind = 'place') = (place_id is not null)", name="place_named"),
        CheckConstraint(
            f"(scope_kind in ({_listed(GROUND_KINDS)})) = (object_id is null)",
            name="object_named",
        ),
        CheckConstraint(
            "scope_key = scope_kind || coalesce('-' || place_id, '-' || object_id, '')", name="scope_in_one_word"
        ),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "delegated_from_id is null or (ends_on is not null and reason is not null and reason <> '')",
            name="delegated_for_a_time",
        ),
        CheckConstraint("(offer = 'offered') = (answered_at is null)", name="answered_whole"),
        CheckConstraint("offer = 'accepted' or answer_by is not null", name="offered_until"),
        CheckConstraint("answered_at >= granted_at", name="answered_later"),
        CheckConstraint("answer_by is null or granted_by_id <> account_id", name="offered_by_another"),
    )

    def held(self) -> HeldRole:
        """Return the appointment as the rules see it."""
        lent_by = self.delegated_from.account_id if self.delegated_from else None
        number = self.place_id if self.place_id is not None else self.object_id
        return HeldRole(
            self.id, self.role, self.scope_kind, number, self.starts_on, self.ends_on, self.decision, lent_by
        )


class TerritoryLink(Base):
    """Territory — địa bàn: a unit and one it belongs to, so that a list can be limited inside the database."""

    __tablename__ = "territory_links"

    holder_id: Mapped[int] = mapped_column(ForeignKey(Place.id), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), primary_key=True, index=True)
