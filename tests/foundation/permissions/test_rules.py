from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.producers.roles import PRODUCER_MEMBER
from foundation.audit.rules import Actor
from foundation.permissions.policy import OWN, Policy, holds
from foundation.permissions.roles import ROLES, appointing_role, scope_to_give
from foundation.permissions.rules import (
    EVERYWHERE,
    NOWHERE,
    HeldRole,
    Jurisdiction,
    Principal,
    Role,
    Scope,
    ScopeKind,
    Territory,
    in_force,
)
from foundation.signin.roles import BUYER
from marketplace.events.roles import FAIR_ORGANISER
from marketplace.matching.roles import BUYER_MEMBER
from marketplace.outlets.roles import OUTLET_OPERATOR
from wsgi import HOUSE

TODAY = date(2026, 11, 23)
# 1 a province today, 2 and 3 its communes; 10 a former province that became 1, 11 its district, 12 and 13 former
# communes: 12 became 2, 13 was split among 2 and 3. 4 is another province, 14 a former one that became it.
LAND = Territory(
    {1: None, 2: 1, 3: 1, 4: None, 10: None, 11: 10, 12: 11, 13: 11, 14: None},
    {10: [1], 12: [2], 13: [2, 3], 14: [4]},
)


def held(role: Role, number: int | None = None, **more: object) -> HeldRole:
    return HeldRole(7, role, ROLES[role].kind, number, date(2026, 1, 1), None, **more)  # type: ignore[arg-type]


def officer(role: Role, number: int | None = None) -> Principal:
    return Principal(5, (held(role, number),), LAND)


@pytest.mark.parametrize(
    ("root", "inside"),
    [(1, {1, 2, 3, 10, 11, 12, 13}), (2, {2, 12}), (3, {3}), (10, {10, 11, 12, 13}), (4, {4, 14}), (12, {12})],
)
def test_a_unit_reaches_what_lies_in_it_and_what_it_took_over_whole(root: int, inside: set[int]) -> None:
    scope = Scope(places=frozenset({root}), territory=LAND)
    assert {place for place in range(20) if scope.allows(Jurisdiction(place_id=place))} == inside


def test_a_scope_reaches_single_things_by_number() -> None:
    scope = Scope(things={SONG: frozenset({3}), BOOK: frozenset({4})})
    assert scope.allows(Jurisdiction(things={SONG: 3}))
    assert scope.allows(Jurisdiction(place_id=99, things={BOOK: 4}))
    assert not scope.allows(Jurisdiction(account_id=3, things={SONG: 4, BOOK: 3, ScopeKind("film"): 3}))
    assert not scope.allows(Jurisdiction(things={SONG: None}))
    assert not NOWHERE.allows(Jurisdiction(place_id=1))
    assert not scope.allows(Jurisdiction(place_id=99, office_id=None))
    assert EVERYWHERE.allows(Jurisdiction())
    assert not NOWHERE
    assert scope


NUMBERS = st.frozensets(st.integers(1, 3))
SONG, BOOK = ScopeKind("song"), ScopeKind("book")
KINDS = st.sampled_from([SONG, BOOK, ScopeKind("film")])
scopes = st.builds(
    Scope,
    st.booleans(),
    st.frozensets(st.sampled_from([1, 2, 3, 4, 10])),
    NUMBERS,
    st.dictionaries(KINDS, NUMBERS),
    st.just(LAND),
)
wheres = st.builds(
    Jurisdiction,
    st.none() | st.integers(1, 14),
    st.none() | st.integers(1, 3),
    st.dictionaries(KINDS, st.none() | st.integers(1, 3)),
)


@given(scopes, scopes, wheres)
def test_two_scopes_together_reach_what_either_reaches(one: Scope, other: Scope, where: Jurisdiction) -> None:
    assert (one | other).allows(where) == (one.allows(where) or other.allows(where))


@given(scopes, wheres)
def test_a_kind_is_reached_by_its_own_numbers_and_by_no_other_kinds(scope: Scope, where: Jurisdiction) -> None:
    """A thing is within where everything is, or its place or person, or its own kind has its number: nothing else."""
    things = any(number in scope.of(kind) for kind, number in where.things.items())
    bare = Scope(scope.everywhere, scope.places, scope.accounts, territory=LAND)
    assert scope.allows(where) == (bare.allows(Jurisdiction(where.place_id, where.account_id)) or things)
    other = Jurisdiction(things={ScopeKind("none of these"): number for number in (1, 2, 3)})
    assert scope.allows(other) == scope.everywhere


@given(scopes, scopes, scopes)
def test_scopes_add_up_in_any_order(one: Scope, two: Scope, three: Scope) -> None:
    assert one | two == two | one
    assert (one | two) | three == one | (two | three)
    assert one | one == one | NOWHERE == one
    assert bool(one) == (one.everywhere or any((one.places, one.accounts, *one.things.values())))


def test_a_kind_of_which_nothing_is_reached_is_no_kind() -> None:
    assert Scope(things={SONG: frozenset()}) == NOWHERE
    assert not Scope(things={SONG: frozenset()})
    assert NOWHERE.of(SONG) == frozenset()


@given(st.dates(), st.dates(), st.none() | st.dates())
def test_an_appointment_is_in_force_from_its_first_day_to_before_its_end(
    today: date, start: date, end: date | None
) -> None:
    assert in_force(start, end, today) == (today >= start and (end is None or today < end))
    assert not in_force(start, start, today)


def test_an_office_needs_a_decision_and_everything_else_is_no_office() -> None:
    assert {PRODUCER_MEMBER, BUYER, BUYER_MEMBER, OUTLET_OPERATOR, FAIR_ORGANISER} == set(ROLES) - ROLES.offices


def test_nobody_gives_what_is_above() -> None:
    commune, province = officer(Role.COMMUNE_OFFICER, 2), officer(Role.PROVINCE_OFFICER, 1)
    assert appointing_role(province, Role.COMMUNE_OFFICER, Jurisdiction(place_id=2))
    assert not appointing_role(province, Role.COMMUNE_OFFICER, Jurisdiction(place_id=4))
    assert not appointing_role(province, Role.PROVINCE_OFFICER, Jurisdiction(place_id=1))
    assert not appointing_role(commune, Role.COMMUNE_OFFICER, Jurisdiction(place_id=2))
    assert appointing_role(officer(Role.MINISTRY_OFFICER), Role.PROVINCE_OFFICER, Jurisdiction(place_id=4))
    assert not appointing_role(officer(Role.MINISTRY_OFFICER), Role.SYSTEM_OPERATOR, Jurisdiction())
    assert all(rule.given_by for rule in ROLES.values())


@given(st.lists(st.tuples(st.sampled_from(list(HOUSE.roles)), st.sampled_from([1, 2, 4, 10])), max_size=3), wheres)
def test_what_one_may_appoint_for_is_one_scope(offices: list[tuple[Role, int]], where: Jurisdiction) -> None:
    who = Principal(5, tuple(held(role, place) for role, place in offices), LAND)
    for role in ROLES:
        assert scope_to_give(who, role).allows(where) == (appointing_role(who, role, where) is not None)


@pytest.mark.parametrize("role", list(HOUSE.roles))
def test_every_role_reaches_its_own_kind_of_thing(role: Role) -> None:
    scope = held(role, 3).scope(Principal(5, territory=LAND))
    expected = {
        ScopeKind.COUNTRY: Jurisdiction(),
        ScopeKind.PLACE: Jurisdiction(place_id=3),
        ScopeKind.SELF: Jurisdiction(account_id=5),
    }
    assert scope.allows(expected.get(ROLES[role].kind, Jurisdiction(things={ROLES[role].kind: 3})))
    assert scope.everywhere == (ROLES[role].kind == ScopeKind.COUNTRY)


POLICY = Policy(
    {"dossier:read": (holds(Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER), OWN)}, {"dossier:sign": (holds(BUYER),)}
)


def test_any_one_of_the_rules_is_enough_and_says_why() -> None:
    who = officer(Role.COMMUNE_OFFICER, 2)
    [ground] = POLICY.explain(who, "dossier:read", Jurisdiction(place_id=12))
    assert ground.held == who.held[0]
    [own] = POLICY.explain(who, "dossier:read", Jurisdiction(place_id=4, account_id=5))
    assert own.held is None
    assert len(POLICY.explain(who, "dossier:read", Jurisdiction(place_id=2, account_id=5))) == 2
    assert not POLICY.allows(who, "dossier:read", Jurisdiction(place_id=4, account_id=6))
    assert not POLICY.allows(who, "dossier:sign", Jurisdiction(place_id=2, account_id=5))
    assert not POLICY.allows(None, "dossier:read", Jurisdiction(place_id=2))


def test_lists_reach_as_far_as_the_rules_together() -> None:
    scope = POLICY.scope(officer(Role.PROVINCE_OFFICER, 1), "dossier:read")
    assert (scope.places, scope.accounts, scope.everywhere) == (frozenset({1}), frozenset({5}), False)
    assert scope.allows(Jurisdiction(place_id=13))
    assert POLICY.scope(None, "dossier:read") == NOWHERE


def test_the_map_is_frozen_whole_and_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Policy({"a:b": (OWN,)}, {"a:b": (OWN,)})
    with pytest.raises(ValueError, match="nobody"):
        Policy({"a:b": ()})
    with pytest.raises(KeyError):
        POLICY.scope(officer(BUYER), "dossier:burn")
    with pytest.raises(TypeError):
        POLICY.rules["a:b"] = (OWN,)  # type: ignore[index]


def test_who_acts_by_a_lent_appointment_acts_for_its_holder() -> None:
    lent = held(Role.COMMUNE_OFFICER, 2, for_account_id=9)
    who = Principal(5, (lent,), LAND)
    assert who.actor(lent) == Actor(5, acting_for_id=9)
    assert who.actor() == Actor(5)
