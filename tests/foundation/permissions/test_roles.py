"""Roles and kinds of scope come together from the rooms, whole and without contradiction."""

from datetime import date

import pytest
from flask_babel import lazy_gettext as _l
from hypothesis import given
from hypothesis import strategies as st

from foundation.permissions.roles import KindRule, RoleRule, Roles, appointing_role
from foundation.permissions.rules import HeldRole, Jurisdiction, Principal, Role, ScopeKind

WORDS = _l("Products")
SONG, SINGER, CHOIR = ScopeKind("song"), Role("singer"), Role("choir")
KIND = KindRule(SONG, WORDS)
CONDUCTS = RoleRule(CHOIR, SONG, frozenset({CHOIR}), WORDS)
SINGS = RoleRule(SINGER, SONG, frozenset({CHOIR}), WORDS, office=False)


def test_what_rooms_declare_comes_together_in_their_order() -> None:
    together = Roles((CONDUCTS, SINGS), (KIND,))
    assert list(together) == [CHOIR, SINGER]
    assert (together[SINGER], together.kinds) == (SINGS, {SONG: KIND})
    assert together.offices == together.givers == {CHOIR}
    assert together.declares(SINGER, SONG)
    assert not together.declares(SINGER, ScopeKind("book"))
    assert not together.declares(Role("dancer"), SONG)
    assert together.given_by(SINGER) == {CHOIR}
    assert together.given_by(Role("dancer")) == frozenset()


@given(st.text() | st.none() | st.integers())
def test_only_a_declared_code_names_a_role(code: str | int | None) -> None:
    assert Roles((CONDUCTS, SINGS), (KIND,)).named(code) == (code if code in ("choir", "singer") else None)


@pytest.mark.parametrize(
    ("roles", "kinds", "why"),
    [
        ((CONDUCTS, CONDUCTS), (KIND,), "declared twice"),
        ((CONDUCTS,), (KIND, KIND), "declared twice"),
        ((CONDUCTS,), (), "choir: held for song, which no room declares"),
        ((SINGS,), (KIND,), "singer: given by nobody, or by a role that no room declares"),
        ((RoleRule(SINGER, SONG, frozenset(), WORDS),), (KIND,), "singer: given by nobody"),
    ],
)
def test_loose_ends_are_mistakes_in_the_code(
    roles: tuple[RoleRule, ...], kinds: tuple[KindRule, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Roles(roles, kinds)


def test_two_houses_of_one_process_may_not_contradict_each_other() -> None:
    known = Roles()
    known.adopt(Roles((CONDUCTS, SINGS), (KIND,)))
    known.adopt(Roles((CONDUCTS,), (KIND,)))
    assert list(known) == [CHOIR, SINGER]
    with pytest.raises(ValueError, match="declared otherwise before: singer"):
        known.adopt(Roles((CONDUCTS, RoleRule(SINGER, SONG, frozenset({CHOIR}), WORDS)), (KIND,)))


def test_a_role_that_no_room_declares_is_given_by_nobody() -> None:
    officer = Principal(5, (HeldRole(1, Role.SYSTEM_OPERATOR, ScopeKind.COUNTRY, None, date(2026, 1, 1), None),))
    assert appointing_role(officer, Role("astronaut"), Jurisdiction()) is None
    assert appointing_role(officer, Role.SYSTEM_OPERATOR, Jurisdiction())
