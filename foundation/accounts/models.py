"""Tables of accounts, their secrets and their sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.accounts.rules import AccountStatus, Purpose, SessionEnd, Stage
from foundation.db.base import Base, WithId, coded, now
from foundation.i18n.languages import DEFAULT, Lang
from foundation.places.models import Place


class Account(WithId, Base):
    """Account — tài khoản: a person who can sign in, by e-mail or by a Vietnamese phone number.

    One opened for somebody (`opened_by_id`) is `invited` until that person confirms it with a code and a
    password of their own; `place_id` is the commune it was opened in, whose officers may help again. What an
    authenticator app shares with the site is made from `totp_salt` and the site's secret; `totp_last_step` is
    the last of its codes that was used. `helped_by_id` handed over the code with which the password was last set,
    perhaps in the stead of `helped_for_id`; none where a link or a message to the owner did. `reset_at` is when the
    password was last set anew without the old one, or for fear of a thief; then `totp_next_salt` makes the app that
    is to take the old one's place.
    """

    __tablename__ = "accounts"

    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[Lang] = mapped_column(coded(Lang, "account_language"), default=DEFAULT)
    status: Mapped[AccountStatus] = mapped_column(coded(AccountStatus, "account_status"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    helped_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    helped_for_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    totp_salt: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    totp_next_salt: Mapped[str | None]
    reset_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("status = 'closed' or email is not null or phone is not null", name="reachable"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("substr(phone, 1, 3) = '+84' and length(phone) between 11 and 13", name="phone_vietnamese"),
        CheckConstraint(
            "status <> 'active' or (password_hash is not null and confirmed_at is not null)", name="active_proved"
        ),
        CheckConstraint("status <> 'invited' or (password_hash is null and confirmed_at is null)", name="invited_open"),
        CheckConstraint("(status = 'closed') = (closed_at is not null)", name="closed_whole"),
        CheckConstraint("totp_confirmed_at is null or totp_salt is not null", name="totp_whole"),
        CheckConstraint("totp_next_salt is null or totp_confirmed_at is not null", name="totp_next_follows"),
    )

    @property
    def identifier(self) -> str:
        """What the person signs in with."""
        return self.email or self.phone or ""

    @property
    def has_second_factor(self) -> bool:
        """Whether an authenticator app was set up and confirmed."""
        return self.totp_confirmed_at is not None

    @property
    def owes_second_factor(self) -> bool:
        """Whether the app set up before proves the owner once more, to set up another, and opens nothing else."""
        return self.totp_next_salt is not None

    @property
    def pending_salt(self) -> str | None:
        """What the app to be set up is made from; None where none is being set up."""
        return self.totp_next_salt if self.has_second_factor else self.totp_salt


class AccountSession(WithId, Base):
    """Session — phiên đăng nhập: one browser that is signed in, known by the digest of its cookie."""

    __tablename__ = "account_sessions"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    stage: Mapped[Stage] = mapped_column(coded(Stage, "session_stage"))
    is_staff: Mapped[bool]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    address: Mapped[str]
    device: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[SessionEnd | None] = mapped_column(coded(SessionEnd, "session_end"))

    account: Mapped[Account] = relationship()

    __table_args__ = (
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended_whole"),
        CheckConstraint("seen_at >= opened_at and proved_at >= opened_at", name="seen_after_opening"),
    )


class KnownDevice(WithId, Base):
    """Known device — thiết bị đã biết: a browser from which an account was entered before; it opens nothing.

    One in which only a new password was set has not come in: whoever reads the owner's mail can do that.
    """

    __tablename__ = "known_devices"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    token_digest: Mapped[str] = mapped_column(index=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    came_in: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("account_id", "token_digest"),)


class OneTimeSecret(WithId, Base):
    """One-time secret — mã dùng một lần: a link or a code that proves the person once, for one purpose.

    Only its digest is kept. An account has at most one open secret of a purpose; a newer one takes its place.
    """

    __tablename__ = "one_time_secrets"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[Purpose] = mapped_column(coded(Purpose, "secret_purpose"))
    digest: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    issued_for_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=account_id)

    __table_args__ = (
        Index(
            "uq_one_time_secrets_open",
            "account_id",
            "purpose",
            unique=True,
            sqlite_where=text("used_at is null"),
            postgresql_where=text("used_at is null"),
        ),
        CheckConstraint("expires_at > issued_at", name="lasts"),
    )


class RecoveryCode(WithId, Base):
    """Recovery code — mã khôi phục: stands in for the authenticator app once, when the phone is lost."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    digest: Mapped[str]
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("account_id", "digest"),)


class RateLimitState(Base):
    """Lane of attempts — làn đăng nhập: until when the tries that came in one way have used it up."""

    __tablename__ = "attempt_lanes"

    key: Mapped[str] = mapped_column(primary_key=True)
    spent_until: Mapped[datetime] = mapped_column(index=True)
