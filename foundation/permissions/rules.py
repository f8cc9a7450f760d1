"""Roles, what they reach, who gives them, and when an appointment is in force. Pure functions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from foundation.audit.rules import Actor
from foundation.places.models import PlaceLevel
from foundation.workflow.rules import Workflow


class ScopeKind(StrEnum):
    """What a role is held for."""

    COUNTRY = "country"
    PLACE = "place"
    PRODUCER = "producer"
    COUNCIL = "council"
    OUTLET = "outlet"
    FAIR = "fair"
    SELF = "self"


class Role(StrEnum):
    """What somebody is appointed to."""

    PRODUCER_MEMBER = "producer_member"  # thành viên chủ thể
    BUYER = "buyer"  # người mua
    COMMUNE_OFFICER = "commune_officer"  # cán bộ xã
    DISTRICT_OFFICER = "district_officer"  # cán bộ huyện, while there were districts
    PROVINCE_OFFICER = "province_officer"  # cán bộ tỉnh
    MINISTRY_OFFICER = "ministry_officer"  # cán bộ Bộ
    COUNCIL_MEMBER = "council_member"  # thành viên hội đồng
    COUNCIL_SECRETARY = "council_secretary"  # thư ký hội đồng
    ADVISORY_TEAM = "advisory_team"  # tổ tư vấn
    OUTLET_OPERATOR = "outlet_operator"  # người quản lý điểm bán
    FAIR_ORGANISER = "fair_organiser"  # ban tổ chức hội chợ
    PROVINCE_EDITOR = "province_editor"  # biên tập viên tỉnh
    SYSTEM_OPERATOR = "system_operator"  # quản trị hệ thống


@dataclass(frozen=True, slots=True)
class RoleRule:
    """What a role is held for, at which level, by whom it is given, and whether it is an office.

    An office needs a decision and a second factor.
    """

    kind: ScopeKind
    given_by: frozenset[Role]
    office: bool = True
    levels: frozenset[PlaceLevel] = frozenset()


def _rule(kind: ScopeKind, *given_by: Role, office: bool = True, levels: Collection[PlaceLevel] = ()) -> RoleRule:
    return RoleRule(kind, frozenset(given_by), office, frozenset(levels))


_COMMUNE = (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER)
_PROVINCE = (Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)

ROLES: Mapping[Role, RoleRule] = {
    Role.PRODUCER_MEMBER: _rule(ScopeKind.PRODUCER, *_COMMUNE, Role.PROVINCE_EDITOR, office=False),
    Role.BUYER: _rule(ScopeKind.SELF, Role.SYSTEM_OPERATOR, office=False),
    Role.COMMUNE_OFFICER: _rule(
        ScopeKind.PLACE, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, levels=[PlaceLevel.COMMUNE]
    ),
    Role.DISTRICT_OFFICER: _rule(ScopeKind.PLACE, Role.PROVINCE_OFFICER, levels=[PlaceLevel.DISTRICT]),
    Role.PROVINCE_OFFICER: _rule(
        ScopeKind.PLACE, Role.MINISTRY_OFFICER, Role.SYSTEM_OPERATOR, levels=[PlaceLevel.PROVINCE]
    ),
    Role.MINISTRY_OFFICER: _rule(ScopeKind.COUNTRY, Role.MINISTRY_OFFICER, Role.SYSTEM_OPERATOR),
    Role.COUNCIL_MEMBER: _rule(ScopeKind.COUNCIL, Role.DISTRICT_OFFICER, *_PROVINCE),
    Role.COUNCIL_SECRETARY: _rule(ScopeKind.COUNCIL, Role.DISTRICT_OFFICER, *_PROVINCE),
    Role.ADVISORY_TEAM: _rule(ScopeKind.PLACE, Role.DISTRICT_OFFICER, *_PROVINCE, levels=list(PlaceLevel)),
    Role.OUTLET_OPERATOR: _rule(ScopeKind.OUTLET, *_COMMUNE, Role.PROVINCE_EDITOR, office=False),
    Role.FAIR_ORGANISER: _rule(ScopeKind.FAIR, *_PROVINCE, office=False),
    Role.PROVINCE_EDITOR: _rule(ScopeKind.PLACE, Role.PROVINCE_OFFICER, levels=[PlaceLevel.PROVINCE]),
    Role.SYSTEM_OPERATOR: _rule(ScopeKind.COUNTRY, Role.SYSTEM_OPERATOR),
}

OFFICES = frozenset(role for role, rule in ROLES.items() if rule.office)

GIVERS = frozenset[Role]().union(*(rule.given_by for rule in ROLES.values()))
"""Whoever may appoint somebody to something."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a record belongs to; a scope that reaches any of these reaches the record."""

    place_id: int | None = None
    producer_id: int | None = None
    council_id: int | None = None
    outlet_id: int | None = None
    fair_id: int | None = None
    account_id: int | None = None


class Territory:
    """Which units belong to which: a unit to itself, to what it lies in, and to whoever took all of it over.

    A former commune that was split among several belongs to none of them, for none holds all of it, but to the
    province they all lie in.
    """

    def __init__(self, parents: Mapping[int, int | None], successors: Mapping[int, Collection[int]]) -> None:
        self._parents, self._successors = parents, successors
        self._holders: dict[int, frozenset[int]] = {}

    def holders(self, place_id: int) -> frozenset[int]:
        """The units a unit belongs to, itself included; none for one that does not exist."""
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
    """What somebody reaches: everything, or units with all that belongs to them, and single things by number."""

    everywhere: bool = False
    places: frozenset[int] = frozenset()
    producers: frozenset[int] = frozenset()
    councils: frozenset[int] = frozenset()
    outlets: frozenset[int] = frozenset()
    fairs: frozenset[int] = frozenset()
    accounts: frozenset[int] = frozenset()
    territory: Territory = field(default=NO_TERRITORY, compare=False, repr=False)

    def allows(self, where: Where) -> bool:
        """Whether a record that belongs there is within."""
        if self.everywhere:
            return True
        if where.place_id is not None and self.places & self.territory.holders(where.place_id):
            return True
        pairs = (
            (where.producer_id, self.producers),
            (where.council_id, self.councils),
            (where.outlet_id, self.outlets),
            (where.fair_id, self.fairs),
            (where.account_id, self.accounts),
        )
        return any(number in reached for number, reached in pairs if number is not None)

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.everywhere or other.everywhere,
            self.places | other.places,
            self.producers | other.producers,
            self.councils | other.councils,
            self.outlets | other.outlets,
            self.fairs | other.fairs,
            self.accounts | other.accounts,
            other.territory if self.territory is NO_TERRITORY else self.territory,
        )

    def __bool__(self) -> bool:
        """Whether it reaches anything at all."""
        return self != NOWHERE


NOWHERE = Scope()
EVERYWHERE = Scope(everywhere=True)


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment in force: the role, what for, and what it rests on."""

    appointment_id: int
    role: Role
    kind: ScopeKind
    number: int | None
    starts_on: date
    ends_on: date | None
    decision: str | None = None
    for_account_id: int | None = None

    def scope(self, who: "Who") -> Scope:
        """What it reaches."""
        if self.kind is ScopeKind.COUNTRY:
            return EVERYWHERE
        if self.kind is ScopeKind.SELF:
            return Scope(accounts=frozenset({who.account_id}))
        reached: dict[str, Any] = {f"{self.kind}s": frozenset({self.number} - {None})}
        return Scope(**reached, territory=who.territory)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is signed in, with the appointments in force today."""

    account_id: int
    held: tuple[Held, ...] = ()
    territory: Territory = field(default=NO_TERRITORY, compare=False, repr=False)

    def actor(self, held: Held | None = None) -> Actor:
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
    """What became of an offer until today: `answer_by` is the last day for an answer, noted or not."""
    over = offer is Offer.OFFERED and answer_by is not None and answer_by < today
    return Offer.LAPSED if over else offer


def all_giving(who: Who, role: Role, where: Where) -> tuple[Held, ...]:
    """Every appointment by which somebody may appoint to a role there."""
    return tuple(held for held in who.held if held.role in ROLES[role].given_by and held.scope(who).allows(where))


def giving(who: Who, role: Role, where: Where) -> Held | None:
    """The appointment by which somebody may appoint to a role there, or end such an appointment; None for nobody."""
    return next(iter(all_giving(who, role, where)), None)


def may_give(who: Who, role: Role, where: Where) -> bool:
    """Whether somebody may appoint to a role there, or end such an appointment."""
    return giving(who, role, where) is not None
