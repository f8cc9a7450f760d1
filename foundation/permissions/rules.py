"""What roles reach, and when an appointment is in force. Pure functions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from foundation.audit.rules import Actor
from foundation.workflow.rules import Workflow


class ScopeKind(str):
    """What a role is held for, by its code. Here stand those of the ground; rooms declare what they keep."""

    __slots__ = ()

    COUNTRY: ClassVar["ScopeKind"]
    PLACE: ClassVar["ScopeKind"]
    SELF: ClassVar["ScopeKind"]


ScopeKind.COUNTRY = ScopeKind("country")
ScopeKind.PLACE = ScopeKind("place")
ScopeKind.SELF = ScopeKind("self")

GROUND_KINDS = frozenset({ScopeKind.COUNTRY, ScopeKind.PLACE, ScopeKind.SELF})
"""What is no thing of some room, named by its number."""


class Role(str):
    """What somebody is appointed to, by its code. Here stand the offices of places; rooms declare their own."""

    __slots__ = ()

    COMMUNE_OFFICER: ClassVar["Role"]
    DISTRICT_OFFICER: ClassVar["Role"]
    PROVINCE_OFFICER: ClassVar["Role"]
    MINISTRY_OFFICER: ClassVar["Role"]
    PROVINCE_EDITOR: ClassVar["Role"]
    SYSTEM_OPERATOR: ClassVar["Role"]


Role.COMMUNE_OFFICER = Role("commune_officer")  # cán bộ xã
Role.DISTRICT_OFFICER = Role("district_officer")  # cán bộ huyện, while there were districts
Role.PROVINCE_OFFICER = Role("province_officer")  # cán bộ tỉnh
Role.MINISTRY_OFFICER = Role("ministry_officer")  # cán bộ Bộ
Role.PROVINCE_EDITOR = Role("province_editor")  # biên tập viên tỉnh
Role.SYSTEM_OPERATOR = Role("system_operator")  # quản trị hệ thống


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """What a record belongs to; a scope that reaches any of these reaches the record.

    `things` are numbers of what rooms keep, by the kind they declare. `office_id` is the place whose office answers for
    it where it lies in another.
    """

    place_id: int | None = None
    account_id: int | None = None
    things: Mapping[ScopeKind, int | None] = field(default_factory=dict, hash=False)
    office_id: int | None = None


class Territory:
    """Which units belong to which: a unit to itself, to what it lies in, and to whoever took all of it over.

    A former commune that was split among several belongs to none of them, for none holds all of it, but to the
    province they all lie in.
    """

    def __init__(self, parents: Mapping[int, int | None], successors: Mapping[int, Collection[int]]) -> None:
        self._parents, self._successors = parents, successors
        self._holders: dict[int, frozenset[int]] = {}

    def holders(self, place_id: int) -> frozenset[int]:
        """Return the units a unit belongs to, itself included; none for one that does not exist."""
        if place_id not in self._parents:
            return frozenset()
        found = self._holders.get(place_id)
        if found is None:
            found = self._holders[place_id] = self._found(place_id)
        return found

    def _found(self, place_id: int) -> frozenset[int]:
        found = frozenset({place_id})
        parent = self._parents[place_id]
        if parent is not None:
            found |= self.holders(parent)
        if after := self._successors.get(place_id):
            found |= frozenset.intersection(*(self.holders(successor) for successor in after))
        return found


NO_TERRITORY = Territory({}, {})


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody reaches: everything, or units with all that belongs to them, and single things by number.

    `things` are by the kind that a room declares; a kind of which nothing is reached is left out.
    """

    everywhere: bool = False
    places: frozenset[int] = frozenset()
    accounts: frozenset[int] = frozenset()
    things: Mapping[ScopeKind, frozenset[int]] = field(default_factory=dict, hash=False)
    territory: Territory = field(default=NO_TERRITORY, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "things", {kind: numbers for kind, numbers in self.things.items() if numbers})

    def of(self, kind: ScopeKind) -> frozenset[int]:
        """Return the numbers of one kind that are reached by themselves."""
        ground = {ScopeKind.PLACE: self.places, ScopeKind.SELF: self.accounts}
        return ground.get(kind) or self.things.get(kind, frozenset())

    def allows(self, where: Jurisdiction) -> bool:
        """Whether a record that belongs there is within."""
        if self.everywhere:
            return True
        if any(
            self.places & self.territory.holders(one) for one in (where.place_id, where.office_id) if one is not None
        ):
            return True
        return where.account_id in self.accounts or any(
            number in self.of(kind) for kind, number in where.things.items()
        )

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.everywhere or other.everywhere,
            self.places | other.places,
            self.accounts | other.accounts,
            {kind: self.of(kind) | other.of(kind) for kind in (*self.things, *other.things)},
            other.territory if self.territory is NO_TERRITORY else self.territory,
        )

    def __bool__(self) -> bool:
        """Whether it reaches anything at all."""
        return self != NOWHERE


NOWHERE = Scope()
EVERYWHERE = Scope(everywhere=True)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One appointment in force: the role, what for, and what it rests on."""

    appointment_id: int
    role: Role
    kind: ScopeKind
    number: int | None
    starts_on: date
    ends_on: date | None
    decision: str | None = None
    for_account_id: int | None = None

    def scope(self, who: "Principal") -> Scope:
        """Return what it reaches."""
        if self.kind == ScopeKind.COUNTRY:
            return EVERYWHERE
        if self.kind == ScopeKind.SELF:
            return Scope(accounts=frozenset({who.account_id}))
        numbers = frozenset() if self.number is None else frozenset({self.number})
        if self.kind == ScopeKind.PLACE:
            return Scope(places=numbers, territory=who.territory)
        return Scope(things={self.kind: numbers}, territory=who.territory)


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who is signed in, with the appointments in force today."""

    account_id: int
    held: tuple[HeldRole, ...] = ()
    territory: Territory = field(default=NO_TERRITORY, compare=False, repr=False)

    def actor(self, held: HeldRole | None = None) -> Actor:
        """Who acts, for the audit; by a delegated appointment for whoever gave it."""
        return Actor(self.account_id, held.for_account_id if held else None)


def in_force(starts_on: date, ends_on: date | None, today: date) -> bool:
    """Whether an appointment holds today; `ends_on` is the first day on which it does not."""
    return starts_on <= today and (ends_on is None or today < ends_on)


def different_people(first: Actor, second: Actor) -> bool:
    """Whether two steps that need two people were taken by two.

    They were not where one person took both, where one acts for the other, or where both act for the same third.
    Every step of the site that needs a second person asks this and nothing else. The site itself is nobody.
    """
    return not first.people & second.people


class Offer(StrEnum):
    """What became of an appointment that was offered; only an accepted one ever holds."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Verb(StrEnum):
    """What can be done to an appointment that was offered."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    END = "end"
    LEND = "lend"


class Refusal(StrEnum):
    """Why an appointment cannot be made."""

    CLOSED_ACCOUNT = "closed_account"
    WRONG_SCOPE = "wrong_scope"
    WRONG_LEVEL = "wrong_level"
    PLACE_ENDED = "place_ended"
    NO_DECISION = "no_decision"
    WRONG_DATES = "wrong_dates"
    HELD_ALREADY = "held_already"
    NOT_TO_ONESELF = "not_to_oneself"
    HANDED_THE_CODE = "handed_the_code"
    LENT_ALREADY = "lent_already"
    ENDS_BEFORE = "ends_before"
    IN_THE_PAST = "in_the_past"
    NO_REASON = "no_reason"
    NOT_ACCEPTED = "not_accepted"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    NOT_YOURS = "not_yours"


def _refusal(state: Offer, verb: Verb) -> Refusal:
    if verb is Verb.LEND:
        return Refusal.NOT_ACCEPTED
    late = state is Offer.LAPSED and verb in {Verb.ACCEPT, Verb.DECLINE}
    return Refusal.LAPSED if late else Refusal.ANSWERED


APPOINTMENTS = Workflow(
    {
        (Offer.OFFERED, Verb.ACCEPT): Offer.ACCEPTED,
        (Offer.OFFERED, Verb.DECLINE): Offer.DECLINED,
        (Offer.OFFERED, Verb.WITHDRAW): Offer.WITHDRAWN,
        (Offer.OFFERED, Verb.LAPSE): Offer.LAPSED,
        (Offer.OFFERED, Verb.END): Offer.OFFERED,  # sooner; where nothing is left of it, it is withdrawn
        (Offer.ACCEPTED, Verb.END): Offer.ACCEPTED,
        (Offer.ACCEPTED, Verb.LEND): Offer.ACCEPTED,
    },
    _refusal,
    start=Offer.OFFERED,
    field="offer",
)

LASTING = frozenset({Offer.OFFERED, Offer.ACCEPTED})
"""What stands in the way of the same appointment once more."""

OFFER_LASTS = timedelta(days=30)
"""How long somebody may think it over; a code that confirms an account lasts 14 days, and may be made twice."""


def offer_on(offer: Offer, answer_by: date | None, today: date) -> Offer:
    """Return what became of an offer until today: `answer_by` is the last day for an answer, noted or not."""
    over = offer is Offer.OFFERED and answer_by is not None and answer_by < today
    return Offer.LAPSED if over else offer
