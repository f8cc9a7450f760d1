"""Tables of payments: who is paid, what is due, what came and went, what statements say."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.places.models import Place
from marketplace.payments.card_rules import CHECKOUTS, CheckoutState
from marketplace.payments.matching import Ground
from marketplace.payments.rules import CHARGES, Attention, Balance, Direction, State
from marketplace.payments.statement_rules import LINES, LineState


class Payee(WithId, Base):
    """Payee — bên thu: whose bank account fees go to; an office's by its place, or somebody's own.

    Keys of a card service lie sealed with the site's own secret and are never shown again.
    """

    __tablename__ = "payees"

    name: Mapped[str]
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    bank_bin: Mapped[str | None]
    bank_account: Mapped[str | None]
    holder: Mapped[str | None]
    contact: Mapped[str]
    stripe_key: Mapped[str | None]
    stripe_webhook: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    place: Mapped[Place | None] = relationship()

    __table_args__ = (
        UniqueConstraint("bank_bin", "bank_account"),
        CheckConstraint("name <> '' and contact <> ''", name="named"),
        CheckConstraint("place_id is not null or account_id is not null", name="somebodys"),
        CheckConstraint("(bank_bin is null) = (bank_account is null)", name="account_whole"),
        CheckConstraint("(bank_bin is null) = (holder is null)", name="account_with_holder"),
        CheckConstraint("bank_bin is not null or stripe_key is not null", name="can_be_paid"),
        CheckConstraint("(stripe_key is null) = (stripe_webhook is null)", name="stripe_whole"),
    )

    @property
    def bank_key(self) -> str:
        """The account as lines of statements name it."""
        return f"{self.bank_bin}:{self.bank_account}"


class Charge(WithId, Base):
    """Charge — khoản phải thu: what somebody is to pay for one thing, in whole đồng.

    `reference` stands in the memo of the transfer, `key` in the address of its page. `agreed_dong` is what the payee
    takes instead of the amount. What is held, why somebody has to look and since when follow from the entries.
    """

    __tablename__ = "charges"

    payee_id: Mapped[int] = mapped_column(ForeignKey(Payee.id))
    reference: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    purpose_kind: Mapped[str]
    purpose_id: Mapped[int]
    title: Mapped[str]
    payer_name: Mapped[str]
    payer_account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    amount_dong: Mapped[int] = mapped_column(BigInteger)
    agreed_dong: Mapped[int | None] = mapped_column(BigInteger)
    due_on: Mapped[date]
    release_on: Mapped[date]
    state: Mapped[State] = mapped_column(coded(State, "charge_state"), default=CHARGES.start)
    came_dong: Mapped[int] = mapped_column(BigInteger, default=0)
    went_dong: Mapped[int] = mapped_column(BigInteger, default=0)
    attention: Mapped[Attention | None] = mapped_column(coded(Attention, "charge_attention"))
    attention_since: Mapped[date | None]
    note: Mapped[str | None]
    paid_on: Mapped[date | None]
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    payee: Mapped[Payee] = relationship()

    __table_args__ = (
        Index(None, "payee_id", "state"),
        Index(None, "payee_id", "attention_since"),
        Index(None, "state", "release_on"),
        Index(
            "uq_charges_open",
            "purpose_kind",
            "purpose_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("amount_dong between 1 and 9999999999999", name="amount"),
        CheckConstraint("agreed_dong >= 1", name="agreed"),
        CheckConstraint("came_dong >= 0 and went_dong >= 0", name="sums"),
        CheckConstraint("release_on >= due_on", name="days"),
        CheckConstraint("(attention is null) = (attention_since is null)", name="clock"),
        CheckConstraint("title <> '' and payer_name <> ''", name="says_what"),
        CheckConstraint("state not in ('paid', 'placed', 'paid_unplaced') or paid_on is not null", name="paid_on"),
    )

    @property
    def due(self) -> int:
        """What is to be paid."""
        return self.agreed_dong or self.amount_dong

    @property
    def balance(self) -> Balance:
        """What came, went and is due."""
        return Balance(self.came_dong, self.went_dong, self.due)


class Statement(WithId, Base):
    """Statement — sao kê: a file of a bank account's movements that a payee sent; the same one is kept once."""

    __tablename__ = "payment_statements"

    payee_id: Mapped[int] = mapped_column(ForeignKey(Payee.id))
    file_hash: Mapped[str]
    layout: Mapped[str]
    rows: Mapped[int]
    known: Mapped[int]
    rejected: Mapped[int]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("payee_id", "file_hash"),)


class StatementLine(WithId, Base):
    """Line of a statement — dòng sao kê: one movement of the account, however many files tell of it."""

    __tablename__ = "payment_statement_lines"

    payee_id: Mapped[int] = mapped_column(ForeignKey(Payee.id))
    statement_id: Mapped[int] = mapped_column(ForeignKey(Statement.id), index=True)
    account: Mapped[str]
    key: Mapped[str]
    occurrence: Mapped[int]
    row: Mapped[int]
    happened_on: Mapped[date]
    direction: Mapped[Direction] = mapped_column(coded(Direction, "line_direction"))
    amount_dong: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str | None]
    state: Mapped[LineState] = mapped_column(coded(LineState, "line_state"), default=LINES.start)
    ground: Mapped[Ground | None] = mapped_column(coded(Ground, "line_ground"))
    suggested_id: Mapped[int | None] = mapped_column(ForeignKey(Charge.id), index=True)

    payee: Mapped[Payee] = relationship()
    suggested: Mapped[Charge | None] = relationship()

    __table_args__ = (
        UniqueConstraint("payee_id", "account", "key", "occurrence"),
        Index(None, "payee_id", "state", "happened_on"),
        CheckConstraint("amount_dong > 0 and occurrence > 0", name="amount"),
        CheckConstraint("suggested_id is null or state = 'suggested' or state = 'booked'", name="suggestion"),
    )


class Entry(WithId, Base):
    """Entry of the ledger — bút toán: money that came for a charge or went back; written once, never changed."""

    __tablename__ = "payment_entries"

    charge_id: Mapped[int] = mapped_column(ForeignKey(Charge.id), index=True)
    direction: Mapped[Direction] = mapped_column(coded(Direction, "entry_direction"))
    amount_dong: Mapped[int] = mapped_column(BigInteger)
    happened_on: Mapped[date]
    provider: Mapped[str]
    account: Mapped[str]
    provider_id: Mapped[str]
    line_id: Mapped[int | None] = mapped_column(ForeignKey(StatementLine.id), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        UniqueConstraint("provider", "account", "provider_id"),
        CheckConstraint("amount_dong > 0", name="amount"),
    )


_LIVE = text("state in ('asked', 'open')")


class CardCheckout(WithId, Base):
    """Page at a card service — trang trả thẻ: where one charge is paid; one at a time.

    It is written before the card service is asked: whoever is killed in between asks the same again and gets the same.
    """

    __tablename__ = "card_checkouts"

    charge_id: Mapped[int] = mapped_column(ForeignKey(Charge.id), index=True)
    amount_dong: Mapped[int] = mapped_column(BigInteger)
    lang: Mapped[str]
    state: Mapped[CheckoutState] = mapped_column(coded(CheckoutState, "checkout_state"), default=CHECKOUTS.start)
    session_id: Mapped[str | None] = mapped_column(unique=True)
    url: Mapped[str | None]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_card_checkouts_live", "charge_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        CheckConstraint("amount_dong > 0", name="amount"),
        CheckConstraint("(session_id is null) = (url is null)", name="kept_whole"),
        CheckConstraint("state <> 'open' or session_id is not null", name="open_is_kept"),
    )


class CardEvent(WithId, Base):
    """Message of a card service — thông báo của dịch vụ thẻ: taken in once, with what it did."""

    __tablename__ = "card_events"

    payee_id: Mapped[int] = mapped_column(ForeignKey(Payee.id))
    event_id: Mapped[str]
    kind: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("payee_id", "event_id"),)
