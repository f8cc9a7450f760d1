"""The roles of the site: what each is held for, who gives it. Rooms declare them; this keeps what was declared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from babel.support import LazyProxy

from foundation.permissions.rules import NOWHERE, HeldRole, Jurisdiction, Principal, Role, Scope, ScopeKind
from foundation.places.models import PlaceLevel


@dataclass(frozen=True, slots=True)
class KindRule:
    """A kind of thing that roles are held for, and how a role says so: "for one …"."""

    kind: ScopeKind
    words: LazyProxy = field(compare=False)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A role, what it is held for, at which level, by whom it is given, and whether it is an office.

    An office needs a decision and a second factor.
    """

    role: Role
    kind: ScopeKind
    given_by: frozenset[Role]
    words: LazyProxy = field(compare=False)
    office: bool = True
    levels: frozenset[PlaceLevel] = frozenset()


class Roles(Mapping[Role, RoleRule]):
    """The rule of every role, in the order of the rooms, and the kinds of things they are held for."""

    def __init__(self, roles: Iterable[RoleRule] = (), kinds: Iterable[KindRule] = ()) -> None:
        rules, words = list(roles), list(kinds)
        self._rules = {rule.role: rule for rule in rules}
        self._kinds = {kind.kind: kind for kind in words}
        if len(self._rules) != len(rules) or len(self._kinds) != len(words):
            raise ValueError("a role or a kind of scope is declared twice")
        self._refuse_loose_ends()

    def __getitem__(self, role: Role) -> RoleRule:
        return self._rules[role]

    def __iter__(self) -> Iterator[Role]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    @property
    def kinds(self) -> Mapping[ScopeKind, KindRule]:
        """What roles are held for."""
        return self._kinds

    @property
    def offices(self) -> frozenset[Role]:
        """The roles that need a decision and a second factor."""
        return frozenset(role for role, rule in self._rules.items() if rule.office)

    @property
    def givers(self) -> frozenset[Role]:
        """Whoever may appoint somebody to something."""
        return frozenset[Role]().union(*(rule.given_by for rule in self._rules.values()))

    def named(self, code: object) -> Role | None:
        """Return the role with this code, None for what is none."""
        return next((role for role in self._rules if role == code), None)

    def declares(self, role: Role, kind: ScopeKind) -> bool:
        """Whether a room declares a role, held for things of this kind."""
        rule = self._rules.get(role)
        return rule is not None and rule.kind == kind

    def given_by(self, role: Role) -> frozenset[Role]:
        """By whom a role is given; nobody gives what no room declares any more."""
        rule = self._rules.get(role)
        return rule.given_by if rule else frozenset()

    def adopt(self, declared: "Roles") -> None:
        """Take what a house declares; several houses of one process may not contradict each other: ValueError."""
        for role, rule in declared.items():
            if self._rules.setdefault(role, rule) != rule:
                raise ValueError(f"role: declared otherwise before: {role}")
        self._kinds |= declared.kinds

    def _refuse_loose_ends(self) -> None:
        for rule in self._rules.values():
            if rule.kind not in self._kinds:
                raise ValueError(f"{rule.role}: held for {rule.kind}, which no room declares")
            if not rule.given_by or rule.given_by - self._rules.keys():
                raise ValueError(f"{rule.role}: given by nobody, or by a role that no room declares")


ROLES = Roles()
"""What the rooms of this process declare: filled once, when the application is composed, before anything is asked."""


def all_giving(who: Principal, role: Role, where: Jurisdiction) -> tuple[HeldRole, ...]:
    """Every appointment by which somebody may appoint to a role there."""
    return tuple(held for held in who.held if held.role in ROLES.given_by(role) and held.scope(who).allows(where))


def scope_to_give(who: Principal, role: Role) -> Scope:
    """All for which somebody may appoint to a role, to be asked about many places."""
    return reduce(or_, (held.scope(who) for held in who.held if held.role in ROLES.given_by(role)), NOWHERE)


def appointing_role(who: Principal, role: Role, where: Jurisdiction) -> HeldRole | None:
    """Return the appointment by which somebody may appoint to a role there, or end an appointment; None for nobody."""
    return next(iter(all_giving(who, role, where)), None)
