"""The waiting list: who is offered a booth next. Pure functions.

Whoever came first is offered first; an entry has one offer at a time; what is offered and what is taken is never more
than there is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

ANY = None
"""The type of whoever takes a booth of any."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who waits: how many booths they want, of which type, and whether they would take fewer.

    `place` is their number in the order of coming; `is_offered` while an answer to an offer is awaited.
    """

    place: int
    type: str | None
    wanted: int
    accepts_fewer: bool = False
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """So many booths of a type for the entry of a place."""

    place: int
    type: str
    count: int


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An entry that wants more together than there is, and was passed over for a later one: it is noted, and told."""

    place: int
    free: int


def free_booths(capacity: Mapping[str, int], live: Mapping[str, int], offered: Mapping[str, int]) -> dict[str, int]:
    """Return how many of each type may be offered: what there is, less what is taken and what is on offer."""
    return {code: max(0, many - live.get(code, 0) - offered.get(code, 0)) for code, many in capacity.items()}


def next_offers(entries: Collection[Entry], free: Mapping[str, int]) -> tuple[list[Offer], list[PassedOver]]:
    """Return the offers to make now, and who was passed over by them.

    Types of whoever takes any are tried in the order of `free`. An entry that gets its booths of one type only gets
    them together.
    """
    left, offers, short = dict(free), list[Offer](), list[PassedOver]()
    for entry in sorted(entries, key=lambda one: one.place):
        if entry.is_offered:
            continue
        offer = _offer(entry, left)
        if offer:
            left[offer.type] -= offer.count
            offers.append(offer)
        elif most := max((left.get(code, 0) for code in _types(entry, left)), default=0):
            short.append(PassedOver(entry.place, most))
    last = max((offer.place for offer in offers), default=0)
    return offers, [one for one in short if one.place < last]


def position(entries: Collection[Entry], place: int) -> int:
    """Return which in the line an entry is, as it is shown: those before it that want what it wants, and itself."""
    own = next(one for one in entries if one.place == place)
    rivals = (one for one in entries if own.type is ANY or one.type in {ANY, own.type})
    return sum(one.place <= place for one in rivals)


def _types(entry: Entry, free: Mapping[str, int]) -> list[str]:
    return list(free) if entry.type is ANY else [entry.type]


def _offer(entry: Entry, free: Mapping[str, int]) -> Offer | None:
    """Return all that is wanted where a type has it, else the most there is for whoever takes fewer."""
    types = _types(entry, free)
    for code in types:
        if free.get(code, 0) >= entry.wanted:
            return Offer(entry.place, code, entry.wanted)
    most = max(types, key=lambda code: free.get(code, 0), default=None)
    if entry.accepts_fewer and most is not None and free.get(most, 0) > 0:
        return Offer(entry.place, most, free[most])
    return None
