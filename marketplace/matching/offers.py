"""A producer's offers: begun from a product, copied from last season."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.profiles.queries import published
from foundation.audit.rules import SYSTEM, Actor
from foundation.i18n.text import slug
from foundation.places.locate import Location
from foundation.workflow.rules import Refused
from marketplace.matching.amounts import TypedAmount
from marketplace.matching.listing_rules import LISTINGS, Per, Reach, Refusal, Verb, certification_of
from marketplace.matching.models import SupplyOffer
from marketplace.matching.services import find_key, note, save, sign

COPIED = (
    *("words", "amount", "unit", "per", "pack_amount", "pack_unit", "base_amount", "base_unit", "price_unit", "tiers"),
    *("includes", "includes_said", "certifications", "payment_days", "min_amount", "season", "reach", "provinces"),
    *("delivery", "packaging", "is_fresh", "floor_dong"),
)
LEAP_DAY = (2, 29)


def begin(
    session: Session, actor: Actor, product: Product, said: dict[str, Any], *, now: datetime, today: date
) -> SupplyOffer:
    """Begin an offer of a product with what was typed first; what its producer says of it already goes with it."""
    made = _of(product)
    profile = published(session, product.id)
    held = profile.certifications if profile else []
    codes = ((certification_of(one.name), one.valid_until) for one in held)
    made.certifications = [{"code": code, "until": until and until.isoformat()} for code, until in codes if code]
    made.packaging = profile.packaging if profile else None
    session.add(made)
    session.flush()
    save(session, actor, made, said, now=now, today=today)
    return made


def copy(session: Session, actor: Actor, offer: SupplyOffer, *, today: date) -> SupplyOffer:
    """Begin an offer as it was last season, its days moved on by whole years."""
    if offer.product is None:
        raise Refused(Refusal.NO_PRODUCT)
    made = _of(offer.product)
    for name in COPIED:
        setattr(made, name, getattr(offer, name))
    made.copied_from_id = offer.id
    if offer.window_from and offer.window_to:
        years = _years_on(offer.window_to, today)
        made.window_from, made.window_to = later(offer.window_from, years), later(offer.window_to, years)
    session.add(made)
    made.find_key = find_key(session, made)
    sign(made, actor)
    note(session, actor, made, "copy")
    return made


@dataclass(frozen=True, slots=True)
class Reported:
    """An offer of the past as a public report tells it."""

    title: str
    supplier: str
    place: Location
    month: date
    source: str
    typed: TypedAmount | None = None
    words: str | None = None


def record_reported(session: Session, told: Reported, *, now: datetime) -> SupplyOffer:
    """Record an offer of the past that only a report names: it is closed, and says so."""
    if told.place.place is None or told.place.province_code is None:
        raise Refused(Refusal.NO_PLACE)
    last = told.month.replace(day=monthrange(told.month.year, told.month.month)[1])
    typed = told.typed
    made = SupplyOffer(
        state=LISTINGS.start,
        title=told.title,
        slug=slug(told.title),
        supplier=told.supplier,
        source=told.source,
        words=told.words,
        place_id=told.place.place.id,
        province_code=told.place.province_code,
        window_from=told.month,
        window_to=last,
        valid_until=last,
        confirmed_on=last,
        published_at=now,
        ended_at=now,
        find_key="",
        amount=typed.amount if typed else None,
        unit=typed.unit if typed else None,
        per=typed.per if typed else Per.TOTAL,
        base_amount=typed.base_amount if typed else None,
        base_unit=typed.quantity.unit.base if typed else None,
    )
    for verb in (Verb.SUBMIT, Verb.APPROVE, Verb.CLOSE):
        LISTINGS.apply(made, verb)
    session.add(made)
    session.flush()
    made.find_key = find_key(session, made)
    note(session, SYSTEM, made, "report")
    return made


def later(day: date, years: int) -> date:
    """Return the same day so many years later; a leap day becomes the day before."""
    if (day.month, day.day) == LEAP_DAY:
        day = day.replace(day=28)
    return day.replace(year=day.year + years)


def _years_on(window_to: date, today: date) -> int:
    years = max(0, today.year - window_to.year)
    return years if later(window_to, years) >= today else years + 1


def _of(product: Product) -> SupplyOffer:
    if product.removed_at or product.producer is None:
        raise Refused(Refusal.NO_PRODUCT)
    return SupplyOffer(
        state=LISTINGS.start,
        product=product,
        product_id=product.id,
        producer=product.producer,
        supplier=product.producer.name,
        title=product.name,
        title_en=product.name_en,
        slug=slug(product.name),
        find_key="",
        group=product.group,
        place_id=product.place_id,
        province_code=product.province_code,
        reach=Reach.ASK,
        is_demo=product.is_demo,
        tiers=[],
        season=[],
        provinces=[],
    )
