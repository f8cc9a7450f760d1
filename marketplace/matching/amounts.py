"""Amounts as they were typed, beside the one base unit they are compared in. Pure functions."""

from dataclasses import dataclass

from marketplace.matching.listing_rules import Per, UnitCode
from marketplace.matching.terms import BASE, Quantity, Unit


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack holds: so much of a unit."""

    amount: float
    unit: UnitCode


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """So much of a unit, as it was typed; a pack says what it holds."""

    amount: float
    unit: UnitCode
    pack: Pack | None = None
    per: Per = Per.TOTAL

    @property
    def quantity(self) -> Quantity:
        """Return the same as the model compares it."""
        per = None if self.per is Per.TOTAL else self.per.value
        return Quantity(self.amount, base_unit(self.unit, self.pack), per)

    @property
    def base_amount(self) -> float:
        """Return how much of the base unit it is, for what it is for."""
        return self.amount * base_unit(self.unit, self.pack).holds


def base_unit(unit: UnitCode, pack: Pack | None) -> Unit:
    """Return a unit's base unit and how much of it one is; ValueError for a pack that does not say what it holds."""
    if unit is not UnitCode.PACK:
        return Unit(*BASE[unit.value])
    if pack is None or pack.unit is UnitCode.PACK:
        raise ValueError("a pack says what it holds")
    base, holds = BASE[pack.unit.value]
    return Unit(base, holds * pack.amount)
