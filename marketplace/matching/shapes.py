"""The shape of a demand and its offers in a file: which values they take, and what becomes of them."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from marketplace.matching.terms import (
    BASE,
    PACK,
    PER_DAYS,
    Days,
    Demand,
    Money,
    Offer,
    Place,
    Preferences,
    Quantity,
    Tiers,
    Unit,
)

Words = dict[str, Any]
INCLUDES = ("vat", "packaging", "transport")
STATES = ("draft", "review", "live", "paused", "closed", "taken_down")
A_YEAR = 12
TOTAL = "total"
PER = (TOTAL, *PER_DAYS)
_POSITIVE = validate.Range(min=0)


class Shape(Schema):
    """A block; what it does not know is no fault, and null is as good as absent."""

    class Meta:
        """Marshmallow's own settings."""

        unknown = EXCLUDE

    @pre_load
    def without_nulls(self, data: Any, **_: object) -> Any:
        """Leave out what is null."""
        return {name: one for name, one in data.items() if one is not None} if isinstance(data, dict) else data


class Code(fields.Field[str]):
    """An id or a code, compared as text."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValidationError("must be a code")
        return str(value)


class Measure(fields.Float):
    """A number that is none of a text or a flag."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> float:
        if isinstance(value, bool | str):
            raise ValidationError("must be a number")
        return float(super()._deserialize(value, *args, **more))


def _amount(*, required: bool = False) -> Measure:
    return Measure(required=required, validate=_POSITIVE)


def _unit(data: Words) -> Unit:
    """Return the unit of a block; a pack is what it holds."""
    if data["unit"] != PACK:
        return Unit(*BASE[data["unit"]])
    base, holds = BASE[data["pack"]["unit"]]
    return Unit(base, holds * data["pack"]["amount"])


class PackShape(Shape):
    """What one pack holds."""

    amount = Measure(required=True, validate=validate.Range(min=0, min_inclusive=False))
    unit = fields.String(required=True, validate=validate.OneOf(list(BASE)))


class Measured(Shape):
    """A block with a unit."""

    unit = fields.String(required=True, validate=validate.OneOf([*BASE, PACK]))
    pack = fields.Nested(PackShape)

    @validates_schema
    def packs_hold_something(self, data: Words, **_: object) -> None:
        """Check that a pack says what it holds."""
        if data.get("unit") == PACK and "pack" not in data:
            raise ValidationError("a pack must say what it holds", "pack")


class QuantityShape(Measured):
    """So much of something."""

    amount = _amount(required=True)
    per = fields.String(validate=validate.OneOf(PER))

    @post_load
    def made(self, data: Words, **_: object) -> Quantity:
        """Return the quantity."""
        per = data.get("per", TOTAL)
        return Quantity(data["amount"], _unit(data), None if per == TOTAL else per)


class Priced(Measured):
    """A block with what a price includes."""

    includes = fields.List(fields.String(validate=validate.OneOf(INCLUDES)))


class MoneyShape(Priced):
    """A price; a target may be hard."""

    dong = _amount()
    hard = fields.Boolean(truthy={True}, falsy={False})

    @post_load
    def made(self, data: Words, **_: object) -> tuple[Money | None, bool]:
        """Return the price, and whether it is a limit."""
        price = Money(data["dong"], _unit(data), _includes(data)) if "dong" in data else None
        return price, data.get("hard", False)


class TierShape(Shape):
    """From so many units, so much."""

    least = Measure(required=True, validate=_POSITIVE, data_key="from")
    dong = _amount(required=True)


class TiersShape(Priced):
    """A price list."""

    tiers = fields.List(fields.Nested(TierShape), required=True)

    @post_load
    def made(self, data: Words, **_: object) -> Tiers | None:
        """Return the list; None where it is empty."""
        tiers = sorted((one["least"], one["dong"]) for one in data["tiers"])
        return Tiers(_unit(data), _includes(data), tuple(tiers)) if tiers else None


class DaysShape(Shape):
    """From a day to another."""

    first = fields.Date(required=True, format="iso", data_key="from")
    last = fields.Date(required=True, format="iso", data_key="to")

    @validates_schema
    def ends_after_it_begins(self, data: Words, **_: object) -> None:
        """Check that the last day is none before the first."""
        if data["last"] < data["first"]:
            raise ValidationError("is before from", "to")

    @post_load
    def made(self, data: Words, **_: object) -> Days:
        """Return the days."""
        return Days(data["first"], data["last"])


class PlaceShape(Shape):
    """Where somebody is."""

    province = Code()
    lat = Measure()
    lon = Measure()

    @post_load
    def made(self, data: Words, **_: object) -> Place:
        """Return the place."""
        return Place(**data)


class DeliveryShape(DaysShape):
    """When and where to."""

    province = Code()
    lat = Measure()
    lon = Measure()

    @post_load
    def made(self, data: Words, **_: object) -> Any:
        """Return the days and the place."""
        place = {name: data[name] for name in ("province", "lat", "lon") if name in data}
        return Days(data["first"], data["last"]), Place(**place)


class DemandShape(Shape):
    """What a buyer needs."""

    organisation = group = subgroup = Code()
    text = fields.String()
    quantity = fields.Nested(QuantityShape)
    delivery = fields.Nested(DeliveryShape, required=True)
    price = fields.Nested(MoneyShape)
    min_stars = fields.Integer(strict=True)
    certifications = fields.List(Code())
    payment_days = _amount()
    blocked = fields.List(Code())

    @post_load
    def made(self, data: Words, **_: object) -> Demand:
        """Return the demand."""
        days, place = data["delivery"]
        price, hard = data.get("price", (None, False))
        plain = {name: data.get(name) for name in ("organisation", "group", "subgroup", "text", "quantity")}
        return Demand(
            **plain,
            days=days,
            place=place,
            price=price,
            hard=hard,
            min_stars=data.get("min_stars"),
            certifications=frozenset(data.get("certifications", ())),
            payment_days=data.get("payment_days"),
            blocked=frozenset(data.get("blocked", ())),
        )


class CertificationShape(Shape):
    """A certification and until when it is held."""

    code = Code(required=True)
    until = fields.Date(format="iso")


class RepliesShape(Shape):
    """How often somebody was asked and replied."""

    asked = replied = _amount()

    @post_load
    def made(self, data: Words, **_: object) -> tuple[float, float] | None:
        """Return both numbers, or nothing."""
        return (data["asked"], data["replied"]) if len(data) > 1 else None


class PreferencesShape(Shape):
    """What a seller would rather have."""

    min_quantity = fields.Nested(QuantityShape)
    provinces = fields.List(Code())
    payment_days = _amount()
    price_floor = fields.Nested(MoneyShape)

    @post_load
    def made(self, data: Words, **_: object) -> Preferences:
        """Return the preferences."""
        return Preferences(
            min_quantity=data.get("min_quantity"),
            provinces=_set(data.get("provinces")),
            payment_days=data.get("payment_days"),
            price_floor=data["price_floor"][0] if "price_floor" in data else None,
        )


class Destinations(fields.Field[frozenset[str] | None]):
    """Provinces, or "all"."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> frozenset[str] | None:
        if value == "all":
            return None
        return frozenset(fields.List(Code()).deserialize(value))


class OfferShape(Shape):
    """What a producer can supply."""

    id = Code(required=True)
    organisation = group = subgroup = Code()
    newcomer = fresh = fields.Boolean(truthy={True}, falsy={False})
    state = fields.String(validate=validate.OneOf(STATES))
    valid_until = certificate_until = confirmed_on = fields.Date(format="iso")
    text = fields.String()
    quantity = min_order = fields.Nested(QuantityShape)
    window = fields.Nested(DaysShape)
    season = fields.List(Measure(validate=validate.Range(0, 1)), validate=validate.Length(equal=A_YEAR))
    price = fields.Nested(TiersShape)
    place = fields.Nested(PlaceShape)
    delivers_to = Destinations()
    stars = fields.Integer(strict=True)
    certifications = fields.List(fields.Nested(CertificationShape))
    replies = fields.Nested(RepliesShape)
    prefers = fields.Nested(PreferencesShape)

    @post_load
    def made(self, data: Words, **_: object) -> Offer:
        """Return the offer."""
        texts = ("organisation", "state", "group", "subgroup", "text")
        days = ("valid_until", "certificate_until", "confirmed_on", "window")
        sizes = ("quantity", "min_order", "price", "delivers_to", "stars")
        return Offer(
            id=data["id"],
            **{name: data.get(name) for name in (*texts, *days, *sizes)},
            newcomer=data.get("newcomer", False),
            fresh=data.get("fresh", False),
            season=tuple(data["season"]) if "season" in data else None,
            place=data.get("place", Place()),
            certifications={one["code"]: one.get("until") for one in data.get("certifications", ())},
            replies=data.get("replies"),
            prefers=data.get("prefers", Preferences()),
        )


class FileShape(Shape):
    """A whole file."""

    today = fields.Date(required=True, format="iso")
    demand = fields.Nested(DemandShape, required=True)
    offers = fields.List(fields.Nested(OfferShape), required=True)


def _includes(data: Words) -> frozenset[str] | None:
    return _set(data.get("includes"))


def _set(found: list[str] | None) -> frozenset[str] | None:
    return None if found is None else frozenset(found)
