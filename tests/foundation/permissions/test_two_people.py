"""Two people is one predicate, whatever chains of loans lead to an act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from foundation.audit.rules import SYSTEM, Actor
from foundation.permissions.roles import ROLES, appointing_role
from foundation.permissions.rules import HeldRole, Principal, Role, different_people
from foundation.permissions.rules import Jurisdiction as There

DAY = date(2026, 1, 1)
PEOPLE = st.integers(1, 6)
ROLE = Role.MINISTRY_OFFICER
"""Held for the whole country: every act is within reach, and what is asked is who acts."""


@dataclass(frozen=True)
class Office:
    """One person's own office, and to whom it is lent; what is lent is never lent on, what is one's own may be."""

    holder: int
    lent_to: tuple[int, ...]


OFFICES = st.lists(st.builds(Office, PEOPLE, st.lists(PEOPLE, max_size=4).map(tuple)), min_size=1, max_size=6)


def appointments(offices: list[Office], person: int) -> Iterator[HeldRole]:
    """What somebody holds: their own offices, and those that others lent them."""
    for number, office in enumerate(offices):
        own = HeldRole(number, ROLE, ROLES[ROLE].kind, None, DAY, None)
        if office.holder == person:
            yield own
        if person in office.lent_to and person != office.holder:
            yield HeldRole(100 + number, ROLE, ROLES[ROLE].kind, None, DAY, None, for_account_id=office.holder)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Actor, Actor]:
    """Two acts, each by somebody and by one of their appointments, as the doors make them."""
    offices = draw(OFFICES)
    able = [person for person in range(1, 7) if list(appointments(offices, person))]
    made = []
    for _ in range(2):
        who = Principal(draw(st.sampled_from(able)), ())
        held = draw(st.sampled_from(list(appointments(offices, who.account_id))))
        made.append(who.actor(held))
    return made[0], made[1]


@given(steps())
def test_whoever_is_the_same_acts_for_the_other_or_for_the_same_third_is_one_person(acts: tuple[Actor, Actor]) -> None:
    one, other = acts
    same = one.account_id == other.account_id
    for_the_other = one.acting_for_id == other.account_id or other.acting_for_id == one.account_id
    for_a_third = one.acting_for_id is not None and one.acting_for_id == other.acting_for_id
    assert different_people(one, other) == (not (same or for_the_other or for_a_third))
    assert different_people(one, other) == different_people(other, one)


@given(OFFICES, PEOPLE, PEOPLE)
def test_nobody_gives_an_office_to_themselves_by_any_chain_of_loans(
    offices: list[Office], giver: int, person: int
) -> None:
    """By whichever appointment: own, borrowed, or one that was lent by whoever is to get it."""
    who = Principal(giver, tuple(appointments(offices, giver)))
    for held in who.held:
        assert appointing_role(Principal(giver, (held,)), ROLE, There()) == held
        itself = person in {giver, held.for_account_id}
        assert different_people(who.actor(held), Actor(person)) == (not itself)


def test_the_site_itself_is_nobody() -> None:
    assert SYSTEM.people == frozenset()
    assert different_people(SYSTEM, Actor(1))
    assert different_people(Actor(None), SYSTEM)
