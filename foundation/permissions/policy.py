"""The one map: permission → any-of list of pure predicates, contributed by the rooms and frozen at the start."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from foundation.permissions.rules import NOWHERE, HeldRole, Jurisdiction, Principal, Role, Scope


@dataclass(frozen=True, slots=True)
class Basis:
    """What a permission rests on: an appointment, or that the record is one's own."""

    scope: Scope
    held: HeldRole | None = None


class Predicate(Protocol):
    """Says what somebody reaches by one rule, and by what; nothing when the rule does not fit."""

    def grounds(self, who: Principal) -> Iterator[Basis]:
        """Each thing that speaks for this person."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Whoever holds one of these roles, as far as the role reaches."""

    roles: frozenset[Role]

    def grounds(self, who: Principal) -> Iterator[Basis]:
        """Each appointment to one of the roles."""
        yield from (Basis(held.scope(who), held) for held in who.held if held.role in self.roles)


@dataclass(frozen=True, slots=True)
class Own:
    """Everybody, for what is their own."""

    def grounds(self, who: Principal) -> Iterator[Basis]:
        """Yield the person's own records."""
        yield Basis(Scope(accounts=frozenset({who.account_id})))


def holds(*roles: Role) -> Holds:
    """Whoever holds one of these roles."""
    return Holds(frozenset(roles))


OWN = Own()

Contribution = Mapping[str, tuple[Predicate, ...]]


class Policy:
    """The map, frozen. An unknown permission is a mistake in the code: KeyError."""

    def __init__(self, *contributions: Contribution) -> None:
        rules: dict[str, tuple[Predicate, ...]] = {}
        for contribution in contributions:
            for permission, predicates in contribution.items():
                if permission in rules or not predicates:
                    raise ValueError(f"{permission}: declared twice, or granted to nobody")
                rules[permission] = tuple(predicates)
        self.rules: Mapping[str, tuple[Predicate, ...]] = MappingProxyType(rules)

    def scope(self, who: Principal | None, permission: str) -> Scope:
        """How far somebody may do this; what lists are limited by."""
        found = NOWHERE
        for ground in self.grounds(who, permission):
            found |= ground.scope
        return found

    def allows(self, who: Principal | None, permission: str, where: Jurisdiction) -> bool:
        """Whether somebody may do this to a record that belongs there."""
        return bool(self.explain(who, permission, where))

    def explain(self, who: Principal | None, permission: str, where: Jurisdiction) -> list[Basis]:
        """All that this rests on; empty where somebody may not."""
        return [ground for ground in self.grounds(who, permission) if ground.scope.allows(where)]

    def grounds(self, who: Principal | None, permission: str) -> list[Basis]:
        """All that speaks for somebody's doing this anywhere."""
        return list(self._grounds(who, permission))

    def roles(self, permission: str) -> frozenset[Role]:
        """Return the roles that carry this; none where it rests on something else."""
        found = (predicate.roles for predicate in self.rules[permission] if isinstance(predicate, Holds))
        return frozenset[Role]().union(*found)

    def _grounds(self, who: Principal | None, permission: str) -> Iterator[Basis]:
        predicates = self.rules[permission]
        if who is not None:
            for predicate in predicates:
                yield from predicate.grounds(who)
