"""What is certain of a row beside the records on file: where it lies, and whose it may be. Pure functions."""

from catalog.intake.rules import ProductRow, Reason
from catalog.producers.rules import ProducerType
from foundation.places.locate import Location

_HOUSEHOLDS = {ProducerType.HOUSEHOLD, ProducerType.REGISTERED_HOUSEHOLD}


def place_doubts(said: ProductRow, place: Location) -> tuple[Reason, ...]:
    """Return what is not certain of where a row lies; an address that names no commune is said too."""
    doubts = tuple(Reason(doubt) for doubt in place.doubts)
    silent = said.address and not said.commune and place.place is not None
    return (*doubts, Reason.COMMUNE_UNKNOWN) if silent and not doubts else doubts


def former_code(place: Location) -> str:
    """Return the code of the former province a row lies in."""
    return place.former_province.code if place.former_province else ""


def same_kind(one: ProducerType, other: ProducerType) -> bool:
    """Whether two legal forms may be one producer's: one is not stated, or both are households."""
    return one is other or ProducerType.UNSTATED in {one, other} or {one, other} <= _HOUSEHOLDS
