"""Tables of offers, demands and buyers' organisations."""

from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from catalog.producers.models import Producer
from catalog.products.models import Product, ProductGroup
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.i18n.languages import Lang
from foundation.places.models import Place
from marketplace.matching.amounts import Pack, TypedAmount
from marketplace.matching.buyer_rules import BUYERS, BuyerKind, BuyerState
from marketplace.matching.listing_rules import LISTINGS, Per, Reach, State, UnitCode, is_active

OFFER, DEMAND, BUYER = "offer", "demand", "buyer"
"""The kinds of records in the index, in the audit and in what somebody is appointed for."""
HOME = "VN"


class Listing(WithId):
    """What offers and demands share.

    Amounts stand as they were typed, with what a pack holds; `base_amount` of `base_unit` is the same, to compare and
    to order by. `includes` says what a price includes where `includes_said`. `valid_until` is the last day on which
    it can be answered. `find_key` is what words are looked for in. `reasons` say what a moderator looks at, `answer`
    why it came back or was taken down.
    """

    KIND = ""

    state: Mapped[State] = mapped_column(coded(State, "state"), default=LISTINGS.start)
    title: Mapped[str]
    slug: Mapped[str]
    find_key: Mapped[str]
    words: Mapped[str | None]
    amount: Mapped[float | None]
    unit: Mapped[UnitCode | None] = mapped_column(coded(UnitCode, "unit"))
    per: Mapped[Per] = mapped_column(coded(Per, "per"), default=Per.TOTAL)
    pack_amount: Mapped[float | None]
    pack_unit: Mapped[UnitCode | None] = mapped_column(coded(UnitCode, "pack_unit"))
    base_amount: Mapped[float | None]
    base_unit: Mapped[str | None]
    price_unit: Mapped[UnitCode | None] = mapped_column(coded(UnitCode, "price_unit"))
    includes: Mapped[list[Any]] = mapped_column(default=list)
    includes_said: Mapped[bool] = mapped_column(default=False)
    certifications: Mapped[list[Any]] = mapped_column(default=list)
    payment_days: Mapped[int | None]
    province_code: Mapped[str]
    valid_until: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    answer: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    source: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    @declared_attr
    def place_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy's
        """Return the unit it lies in, or is delivered to."""
        return mapped_column(ForeignKey(Place.id))

    @declared_attr
    def decided_by_id(cls) -> Mapped[int | None]:  # noqa: N805 - the same
        """Return who let it pass, sent it back or took it down."""
        return mapped_column(ForeignKey(Account.id))

    @property
    def pack(self) -> Pack | None:
        """What one pack holds."""
        return Pack(self.pack_amount, self.pack_unit) if self.pack_amount is not None and self.pack_unit else None

    @property
    def typed(self) -> TypedAmount | None:
        """How much, as it was typed; None where that is not said."""
        if self.amount is None or self.unit is None:
            return None
        return TypedAmount(self.amount, self.unit, self.pack, self.per)

    def is_active(self, today: date) -> bool:
        """Tell whether it can be answered today."""
        return is_active(self.state, self.valid_until, today)


def _checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("title <> ''", name="named"),
        CheckConstraint("length(province_code) = 2", name="province"),
        CheckConstraint("amount >= 0 and base_amount >= 0 and pack_amount > 0", name="amounts"),
        CheckConstraint("(amount is null) = (unit is null)", name="amount_with_unit"),
        CheckConstraint("(amount is null) = (base_amount is null)", name="amount_with_base"),
        CheckConstraint("(base_amount is null) = (base_unit is null)", name="base_whole"),
        CheckConstraint("(pack_amount is null) = (pack_unit is null)", name="pack_whole"),
        CheckConstraint("pack_unit <> 'pack'", name="pack_of_something"),
        CheckConstraint("unit is null or unit <> 'pack' or pack_unit is not null", name="pack_says"),
        CheckConstraint("price_unit is null or price_unit <> 'pack' or pack_unit is not null", name="price_pack_says"),
        CheckConstraint("payment_days between 0 and 365", name="payment"),
        CheckConstraint("(state = 'review') = (submitted_at is not null)", name="review_since"),
        CheckConstraint("state not in ('live', 'paused') or published_at is not null", name="published"),
        CheckConstraint("(state in ('closed', 'taken_down')) = (ended_at is not null)", name="ended_whole"),
        CheckConstraint("state <> 'taken_down' or answer is not null", name="taken_down_with_reason"),
    )


class SupplyOffer(Listing, Base):
    """Offer — chào bán: what a producer can supply of a product, how much, when, for how much.

    One that only a report names has no product, and says so by its `source`. `tiers` are prices for one `price_unit`
    from so many on, `{"from", "dong"}`; empty means "ask". `certifications` are `{"code", "until"}`.
    """

    __tablename__ = "supply_offers"
    KIND = OFFER

    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    producer_id: Mapped[int | None] = mapped_column(ForeignKey(Producer.id), index=True)
    supplier: Mapped[str]
    title_en: Mapped[str | None]
    group_id: Mapped[int | None] = mapped_column(ForeignKey(ProductGroup.id), index=True)
    tiers: Mapped[list[Any]] = mapped_column(default=list)
    min_amount: Mapped[float | None]
    window_from: Mapped[date | None]
    window_to: Mapped[date | None]
    season: Mapped[list[Any]] = mapped_column(default=list)
    reach: Mapped[Reach] = mapped_column(coded(Reach, "reach"), default=Reach.ASK)
    provinces: Mapped[list[Any]] = mapped_column(default=list)
    delivery: Mapped[str | None]
    packaging: Mapped[str | None]
    is_fresh: Mapped[bool] = mapped_column(default=False)
    floor_dong: Mapped[int | None]
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("supply_offers.id"))

    product: Mapped[Product | None] = relationship()
    producer: Mapped[Producer | None] = relationship()
    group: Mapped[ProductGroup | None] = relationship()
    place: Mapped[Place] = relationship()
    writers: Mapped[list["OfferWriter"]] = relationship(cascade="all, delete-orphan", order_by="OfferWriter.account_id")

    __table_args__ = (
        *_checks(),
        Index(None, "state", "is_demo", "published_at"),
        Index(None, "product_id", "state"),
        CheckConstraint("product_id is not null or source is not null", name="of_a_product_or_reported"),
        CheckConstraint("(product_id is null) or (producer_id is not null)", name="product_with_producer"),
        CheckConstraint("(window_from is null) = (window_to is null)", name="window_whole"),
        CheckConstraint("window_to >= window_from", name="window_goes_on"),
        CheckConstraint("min_amount >= 0 and floor_dong >= 0", name="least"),
        CheckConstraint("min_amount is null or unit is not null", name="least_of_a_unit"),
        CheckConstraint("supplier <> ''", name="supplied_by_somebody"),
    )


class OfferWriter(Base):
    """Writer of an offer — người viết chào bán: none of them lets it pass."""

    __tablename__ = "offer_writers"

    offer_id: Mapped[int] = mapped_column(ForeignKey(SupplyOffer.id), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)


class Buyer(WithId, Base):
    """Buyer — đơn vị mua hàng: an organisation that buys, opened by its first member.

    One of Vietnam is known by its tax number and lies in a province; one of another country by its register there.
    """

    __tablename__ = "buyers"

    state: Mapped[BuyerState] = mapped_column(coded(BuyerState, "buyer_state"), default=BUYERS.start)
    name: Mapped[str]
    slug: Mapped[str]
    kind: Mapped[BuyerKind] = mapped_column(coded(BuyerKind, "buyer_kind"))
    country: Mapped[str]
    register_number: Mapped[str]
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    province_code: Mapped[str | None]
    website: Mapped[str | None]
    about: Mapped[str | None]
    answer: Mapped[str | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    decided_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    place: Mapped[Place | None] = relationship()

    __table_args__ = (
        UniqueConstraint("country", "register_number"),
        CheckConstraint("name <> '' and register_number <> ''", name="named"),
        CheckConstraint("length(country) = 2", name="country"),
        CheckConstraint(f"(country = '{HOME}') = (place_id is not null)", name="placed_at_home"),
        CheckConstraint("(place_id is null) = (province_code is null)", name="place_with_province"),
        CheckConstraint("(state = 'waiting') or (decided_at is not null)", name="decided_whole"),
        CheckConstraint("state <> 'sent_back' or answer is not null", name="sent_back_with_words"),
    )

    @property
    def is_foreign(self) -> bool:
        """Whether it buys from another country."""
        return self.country != HOME


class BuyerDemand(Listing, Base):
    """Demand — nhu cầu mua: what a buyer needs, how much, when, where, and what it would pay.

    `written_in` is the language of its words. `target_dong` is for one `price_unit`, a limit where `is_hard`.
    `is_invited` ones are for those who were invited; answers to `is_sealed` ones are read after the closing day.
    """

    __tablename__ = "buyer_demands"
    KIND = DEMAND

    buyer_id: Mapped[int] = mapped_column(ForeignKey(Buyer.id), index=True)
    written_in: Mapped[Lang] = mapped_column(coded(Lang, "written_in"), default=Lang.VI)
    group_id: Mapped[int | None] = mapped_column(ForeignKey(ProductGroup.id), index=True)
    target_dong: Mapped[int | None] = mapped_column(BigInteger)
    is_hard: Mapped[bool] = mapped_column(default=False)
    min_stars: Mapped[int | None]
    delivery_from: Mapped[date | None]
    delivery_to: Mapped[date | None]
    delivery: Mapped[str | None]
    wants_samples: Mapped[bool] = mapped_column(default=False)
    is_invited: Mapped[bool] = mapped_column(default=False)
    is_sealed: Mapped[bool] = mapped_column(default=False)

    buyer: Mapped[Buyer] = relationship()
    group: Mapped[ProductGroup | None] = relationship()
    place: Mapped[Place] = relationship()
    writers: Mapped[list["DemandWriter"]] = relationship(
        cascade="all, delete-orphan", order_by="DemandWriter.account_id"
    )

    __table_args__ = (
        *_checks(),
        Index(None, "state", "is_demo", "published_at"),
        CheckConstraint("(delivery_from is null) = (delivery_to is null)", name="delivery_whole"),
        CheckConstraint("delivery_to >= delivery_from", name="delivery_goes_on"),
        CheckConstraint("target_dong >= 0", name="target"),
        CheckConstraint("(target_dong is null) = (price_unit is null)", name="target_of_a_unit"),
        CheckConstraint("not is_hard or target_dong is not null", name="limit_of_something"),
        CheckConstraint("min_stars between 3 and 5", name="stars"),
        CheckConstraint("state = 'draft' or (delivery_from is not null and valid_until is not null)", name="complete"),
    )


class DemandWriter(Base):
    """Writer of a demand — người viết nhu cầu: none of them lets it pass."""

    __tablename__ = "demand_writers"

    demand_id: Mapped[int] = mapped_column(ForeignKey(BuyerDemand.id), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)


Record: TypeAlias = SupplyOffer | BuyerDemand
"""What stands on one half of the board or the other."""
Kind = TypeVar("Kind", bound=Record)
