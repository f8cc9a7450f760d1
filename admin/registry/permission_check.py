"""Why somebody may do something, and why not: the answer of the one map, as far as the reader may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from foundation.permissions.models import Appointment
from foundation.permissions.policy import Basis, Policy
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Jurisdiction, Principal, Role


class Verdict(StrEnum):
    """What the map answers, and what is missing where it answers no."""

    MAY = "may"
    NO_ROLE = "no_role"  # holds none of the roles that carry it
    ELSEWHERE = "elsewhere"  # holds one, but not for this place
    CANNOT_SIGN_IN = "cannot_sign_in"  # would be allowed, but the account opens nothing yet


@dataclass(frozen=True, slots=True)
class PermissionAnswer:
    """Whether somebody may do one thing: by which of their appointments, and by which roles one may at all.

    `hidden` says that an appointment speaks for it which the reader does not see.
    """

    permission: str
    verdict: Verdict
    by: tuple[Appointment, ...]
    is_own: bool
    hidden: bool
    roles: tuple[Role, ...]


def answer(
    policy: Policy,
    who: Principal,
    permission: str,
    where: Jurisdiction | None,
    seen: Collection[Appointment],
    *,
    can_enter: bool,
) -> PermissionAnswer:
    """Ask the map of one permission, for one place or anywhere; `seen` are the appointments the reader sees."""
    anywhere = policy.grounds(who, permission)
    grounds = anywhere if where is None else policy.explain(who, permission, where)
    known = {row.id: row for row in seen}
    held = [ground.held.appointment_id for ground in grounds if ground.held]
    return PermissionAnswer(
        permission,
        _verdict(grounds, anywhere, can_enter=can_enter),
        tuple(known[number] for number in held if number in known),
        any(ground.held is None for ground in grounds),
        any(number not in known for number in held),
        tuple(sorted(policy.roles(permission), key=list(ROLES).index)),
    )


def _verdict(grounds: Collection[Basis], anywhere: Collection[Basis], *, can_enter: bool) -> Verdict:
    if grounds:
        return Verdict.MAY if can_enter else Verdict.CANNOT_SIGN_IN
    return Verdict.ELSEWHERE if anywhere else Verdict.NO_ROLE
