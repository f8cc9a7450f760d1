"""Table of reports."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.products.models import Product
from catalog.reports.rules import REPORTS, Kind, State
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded
from foundation.i18n.languages import Lang
from foundation.places.models import Place


class Report(WithId, Base):
    """Report — phản ánh: an error, a fake or a complaint somebody tells of, from which page, and what became of it.

    `place_id` is whose desk it lies on: the province of the record it is about; without one only the ministry's and
    the operator's. The digest is of the link in the letter, by which its sender confirms and later reads it. A public
    note stands on the page of the product it is about.
    """

    __tablename__ = "reports"

    kind: Mapped[Kind] = mapped_column(coded(Kind, "report_kind"))
    state: Mapped[State] = mapped_column(coded(State, "report_state"), default=REPORTS.start)
    text: Mapped[str]
    email: Mapped[str | None]
    language: Mapped[Lang] = mapped_column(coded(Lang, "report_language"))
    page: Mapped[str | None]
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    sent_at: Mapped[datetime]
    digest: Mapped[str | None] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    owner_account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    answer: Mapped[str | None]
    public_note: Mapped[str | None]
    closed_at: Mapped[datetime | None]

    owner: Mapped[Account | None] = relationship()
    product: Mapped[Product | None] = relationship()

    __table_args__ = (
        Index(None, "place_id", "state", "due_on"),
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("(state = 'unconfirmed') = (confirmed_at is null)", name="confirmed_whole"),
        CheckConstraint("(confirmed_at is null) = (due_on is null)", name="due_when_confirmed"),
        CheckConstraint("(state in ('answered', 'declined')) = (closed_at is not null)", name="closed_whole"),
        CheckConstraint("closed_at is null or (answer is not null and answer <> '')", name="answered"),
        CheckConstraint("state <> 'in_hand' or owner_account_id is not null", name="in_somebodys_hand"),
        CheckConstraint(
            "public_note is null or (product_id is not null and closed_at is not null)", name="note_on_fact"
        ),
    )
