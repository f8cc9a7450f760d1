"""Which offers fit a demand and how well: gates, seven features with their weights, both sides together, the order."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from types import MappingProxyType

from marketplace.matching.terms import Days, Demand, Offer, Place

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "product": 0.30,
        "quantity": 0.15,
        "time": 0.15,
        "price": 0.15,
        "geography": 0.10,
        "quality": 0.10,
        "trust": 0.05,
    }
)
UNKNOWN = 0.5
PRICE_SPAN = 0.3
"""So far above the target a price counts for nothing."""
EARTH_KM = 6371.0
FRESH_KM, DRY_KM = 300.0, 1000.0
QUALITY: Mapping[int, float] = MappingProxyType({3: 0.6, 4: 0.8, 5: 1.0})
EXTRA = 0.1
"""For each certification beyond those asked for."""
HALF_LIFE = 60.0
CREDIT_SPAN = 30.0
"""So many days of payment later than a seller likes count for nothing."""
SATURATION = 5.0
"""A text that scores so much counts for half."""
FIRST, OF_ONE = 10, 2
"""Among the first ten at most two of one organisation."""

Text = Callable[[str, str], float | None]
"""How well two texts agree; None where one of them says nothing."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A value between 0 and 1, and whether it is known."""

    value: float
    known: bool = True


NOT_KNOWN = Feature(UNKNOWN, known=False)


@dataclass(frozen=True, slots=True)
class Match:
    """An offer's place: which gates shut it out, or how well it suits both sides."""

    offer: Offer
    gated_by: tuple[str, ...]
    features: Mapping[str, Feature]
    seller: float = 0.0

    @property
    def score(self) -> float:
        """Return how well it suits the buyer, of 100."""
        return 100 * sum(WEIGHTS[name] * one.value for name, one in self.features.items())

    @property
    def confidence(self) -> float:
        """Return how much of the weight is known."""
        return sum(WEIGHTS[name] for name, one in self.features.items() if one.known)

    @property
    def mutual(self) -> float:
        """Return how well it suits both: their harmonic mean."""
        return 2 * self.score * self.seller / (self.score + self.seller) if self.score and self.seller else 0.0


def gates(demand: Demand, offer: Offer, today: date) -> Iterator[str]:
    """Yield every gate that shuts an offer out."""
    until = demand.days.last
    province = demand.place.province
    tests = {
        "group": demand.group is not None and offer.group != demand.group,
        "inactive": offer.state != "live" or (offer.valid_until is not None and offer.valid_until < today),
        "certificate": offer.certificate_until is None or offer.certificate_until < until,
        "stars": demand.min_stars is not None and (offer.stars is None or offer.stars < demand.min_stars),
        "certifications": any(not offer.holds(code, until) for code in demand.certifications),
        "window": offer.common(demand.days) is None,
        "destination": offer.delivers_to is not None and province not in {None, *offer.delivers_to},
        "own": offer.organisation is not None and offer.organisation == demand.organisation,
        "blocked": offer.organisation in demand.blocked,
        "price": demand.hard and _price_ratio(demand, offer) > 1,
    }
    return (code for code, shuts in tests.items() if shuts)


def match(demand: Demand, offer: Offer, today: date, text: Text) -> Match:
    """Return what becomes of an offer."""
    if shut := tuple(gates(demand, offer, today)):
        return Match(offer, shut, {})
    features = {
        "product": _product(demand, offer, text),
        "quantity": _quantity(demand, offer),
        "time": _time(demand, offer),
        "price": _price(demand, offer),
        "geography": _geography(demand.place, offer),
        "quality": _quality(demand, offer),
        "trust": _trust(offer, today),
    }
    return Match(offer, (), features, _seller(demand, offer))


def rank(demand: Demand, offers: Sequence[Offer], today: date, text: Text) -> list[Match]:
    """Return every offer once: the best first, ties by the day, the first ten shared out, the gated last."""
    found = [match(demand, one, today, text) for one in offers]
    open_ones = sorted((one for one in found if not one.gated_by), key=lambda one: _place_of(one, today))
    return [*_shared_out(open_ones), *(one for one in found if one.gated_by)]


def reasons(features: Mapping[str, Feature]) -> list[str]:
    """Return up to three features that speak for an offer, the weightiest first."""
    good = [name for name in WEIGHTS if features[name].known and features[name].value >= UNKNOWN]
    return sorted(good, key=lambda name: -WEIGHTS[name] * features[name].value)[:3]


def gaps(features: Mapping[str, Feature]) -> list[str]:
    """Return up to two of the rest that something is missing from, the weightiest first."""
    said = reasons(features)
    rest = [name for name in WEIGHTS if name not in said and features[name].value < 1]
    return sorted(rest, key=lambda name: -WEIGHTS[name] * (1 - features[name].value))[:2]


def price_ratio(demand: Demand, offer: Offer) -> float | None:
    """Return an offer's price as a multiple of the target; None where they are not of the same thing."""
    if demand.price is None or offer.price is None:
        return None
    asked = demand.asked() if demand.quantity and demand.quantity.unit.base == offer.price.unit.base else None
    given = offer.price.at(asked)
    if not given.compares(demand.price):
        return None
    if demand.price.each:
        return given.each / demand.price.each
    return math.inf if given.each else 1.0


def season_share(offer: Offer, days: Days) -> float:
    """Return the mean of the season over some days."""
    if offer.season is None:
        return 1.0
    every = (days.first + timedelta(days=number) for number in range(len(days)))
    return sum(offer.season[day.month - 1] for day in every) / len(days)


def kilometres(one: Place, other: Place) -> float | None:
    """Return the distance on the globe; None where one of them is not known."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    up, across = math.radians(other.lat - one.lat) / 2, math.radians(other.lon - one.lon) / 2
    flat = math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat))
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(math.sin(up) ** 2 + flat * math.sin(across) ** 2)))


def _price_ratio(demand: Demand, offer: Offer) -> float:
    found = price_ratio(demand, offer)
    return 0.0 if found is None else found


def _product(demand: Demand, offer: Offer, text: Text) -> Feature:
    same = demand.subgroup is None or demand.subgroup == offer.subgroup
    group = None if demand.group is None else (1.0 if same else 0.5)
    scored = text(demand.text, offer.text) if demand.text and offer.text else None
    words = None if scored is None else scored / (scored + SATURATION)
    if group is not None and words is not None:
        return Feature(0.6 * group + 0.4 * words)
    known = group if group is not None else words
    return NOT_KNOWN if known is None else Feature(known)


def _quantity(demand: Demand, offer: Offer) -> Feature:
    asked, common = demand.asked(), offer.common(demand.days)
    if demand.quantity is None or asked is None or offer.quantity is None or common is None:
        return NOT_KNOWN
    least = offer.min_order
    if any(one.unit.base != demand.quantity.unit.base for one in (offer.quantity, least) if one is not None):
        return NOT_KNOWN
    share = min(1.0, offer.quantity.over(len(common)) / asked) if asked else 1.0
    above = 0.0 if least is None else least.over(len(demand.days)) - asked
    if above <= 0:
        return Feature(share)
    return Feature(share * max(0.0, 1 - above / asked) if asked else 0.0)


def _time(demand: Demand, offer: Offer) -> Feature:
    common = offer.common(demand.days)
    if offer.window is None or common is None:
        return NOT_KNOWN
    return Feature(len(common) / len(demand.days) * season_share(offer, common))


def _price(demand: Demand, offer: Offer) -> Feature:
    ratio = price_ratio(demand, offer)
    return NOT_KNOWN if ratio is None else Feature(_held(1 - (ratio - 1) / PRICE_SPAN))


def _geography(to: Place, offer: Offer) -> Feature:
    if to.province is not None and to.province == offer.place.province:
        return Feature(1.0)
    km = kilometres(to, offer.place)
    return NOT_KNOWN if km is None else Feature(math.exp(-km / (FRESH_KM if offer.fresh else DRY_KM)))


def _quality(demand: Demand, offer: Offer) -> Feature:
    if offer.stars is None or offer.stars not in QUALITY:
        return NOT_KNOWN
    others = set(offer.certifications) - demand.certifications
    held = sum(offer.holds(code, demand.days.last) for code in others)
    return Feature(min(1.0, QUALITY[offer.stars] + EXTRA * held))


def _trust(offer: Offer, today: date) -> Feature:
    if offer.replies is None or offer.confirmed_on is None:
        return NOT_KNOWN
    asked, replied = offer.replies
    age = max(0, (today - offer.confirmed_on).days)
    return Feature(_held((replied + 2) / (asked + 4)) * 0.5 ** (age / HALF_LIFE))


def _seller(demand: Demand, offer: Offer) -> float:
    """Return how well a demand suits a seller, of 100: no preference is met, one that cannot be compared half."""
    parts = (_order(demand, offer), _region(demand, offer), _payment(demand, offer), _floor(demand, offer))
    return 100 * sum(parts) / len(parts)


def _order(demand: Demand, offer: Offer) -> float:
    least, asked = offer.prefers.min_quantity, demand.asked()
    if least is None:
        return 1.0
    if demand.quantity is None or asked is None or demand.quantity.unit.base != least.unit.base:
        return UNKNOWN
    wanted = least.over(len(demand.days))
    return _held(asked / wanted) if wanted else 1.0


def _region(demand: Demand, offer: Offer) -> float:
    if offer.prefers.provinces is None:
        return 1.0
    return UNKNOWN if demand.place.province is None else float(demand.place.province in offer.prefers.provinces)


def _payment(demand: Demand, offer: Offer) -> float:
    if offer.prefers.payment_days is None:
        return 1.0
    if demand.payment_days is None:
        return UNKNOWN
    return _held(1 - (demand.payment_days - offer.prefers.payment_days) / CREDIT_SPAN)


def _floor(demand: Demand, offer: Offer) -> float:
    floor = offer.prefers.price_floor
    if floor is None:
        return 1.0
    if demand.price is None or not floor.compares(demand.price):
        return UNKNOWN
    return _held(1 - (1 - demand.price.each / floor.each) / PRICE_SPAN) if floor.each else 1.0


def _held(value: float) -> float:
    return min(1.0, max(0.0, value))


def _place_of(one: Match, today: date) -> tuple[float, str]:
    return -round(one.mutual, 6), sha256(f"{today}|{one.offer.id}".encode()).hexdigest()


def _shared_out(found: Sequence[Match]) -> list[Match]:
    """Return the same matches with the first ten shared out between organisations, a newcomer among them."""
    first: list[Match] = []
    for one in found:
        own = [other for other in first if other.offer.organisation == one.offer.organisation]
        if len(first) < FIRST and (one.offer.organisation is None or len(own) < OF_ONE):
            first.append(one)
    taken = {id(one) for one in first}
    newcomer = next((one for one in found if one.offer.newcomer and id(one) not in taken), None)
    if len(first) == FIRST and newcomer and not any(one.offer.newcomer for one in first):
        first[-1] = newcomer
        taken = {id(one) for one in first}
    return [*first, *(one for one in found if id(one) not in taken)]
