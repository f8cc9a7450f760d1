"""Who may do what with payments."""

from collections.abc import Iterator
from dataclasses import dataclass

from foundation.permissions.policy import Basis, Contribution, holds
from foundation.permissions.rules import Principal, Role, Scope

RECEIVE = "payment:receive"
"""Set up the account that fees go to, take statements in, decide about money."""

ORGANISER = Role("fair_organiser")
"""Declared where events are organised; here it says no more than that somebody organises, whatever it is."""


@dataclass(frozen=True, slots=True)
class ForThemselves:
    """Whoever holds one of these roles, for what is their own: the role reaches no other's money."""

    roles: frozenset[Role]

    def grounds(self, who: Principal) -> Iterator[Basis]:
        """Yield the person's own records, by each appointment."""
        own = Scope(accounts=frozenset({who.account_id}))
        yield from (Basis(own, held) for held in who.held if held.role in self.roles)


POLICY: Contribution = {
    RECEIVE: (holds(Role.PROVINCE_OFFICER), ForThemselves(frozenset({ORGANISER, Role.MINISTRY_OFFICER}))),
}
"""An office's account belongs to its province; whoever organises may have one of their own. Nobody sees all."""
