"""Every endpoint has a door; who comes through which is reviewed, and what the reviewed files say is what happens."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Blueprint, Flask

from catalog.certificates.endings import FOUND_MAX
from foundation.permissions.policy import Holds
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import HeldRole, Principal, Role
from foundation.signin import login
from foundation.web.doors import EXTENSION, HALFWAY, PUBLIC, SIGNED_IN, DoorMissingError, check_doors, door
from tests.support.databases import TODAY
from tests.support.matrix import DOORS, OWN, Answer, Cell, Door, Matrix, Reach, expected, reviewed_permissions
from tests.support.visitors import ENROLLING, MEMBER, PASSWORD_ONLY, STRANGER, makers, told_apart
from wsgi import HOUSE

POLICY = HOUSE.policy
DIALECTS = ["sqlite"]  # doors do not depend on the database, and there are many of them
HOW = "is not reviewed: add the line to tests/contracts/doors.txt, in the order of the alphabet:"
SEEN = "UPDATE account_sessions SET seen_at=?"
"""All that may be written while somebody reads."""

WHO = {"account_sessions", "accounts", "appointments", "places", "place_successions", "loaded_datasets"}
"""All that is asked about somebody who is turned away at a door."""

UNLIKE, ALIKE = told_apart(reviewed_permissions())

RECORD = (
    "shows a record: say its kind as the third word of its line in tests/contracts/doors.txt, and how one is made in "
    "a records.py beside the room's tests (as tests/foundation/privacy/records.py does)"
)


def sentences(found: Iterable[str]) -> str:
    return "\n".join(found)


def appointed(role: Role) -> Principal:
    return Principal(1, (HeldRole(1, role, ROLES[role].kind, 1, TODAY, None),))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_doors_are_the_reviewed_ones(matrix: Matrix) -> None:
    """Taking a door away, or opening it further, changes this file."""
    doors = matrix.app.extensions[EXTENSION]
    wrong = [f"{name} {HOW} {name} {said}" for name, said in sorted(doors.items()) if name not in matrix.doors]
    wrong += [f"{name} is no endpoint any more: take its line out of doors.txt" for name in matrix.doors.keys() - doors]
    wrong += [
        f"{name} is {doors[name]}, reviewed as {one.said}"
        for name, one in matrix.doors.items()
        if doors.get(name, one.said) != one.said
    ]
    assert not wrong, sentences(wrong)
    assert [line.split()[0] for line in DOORS.read_text(encoding="utf-8").splitlines()] == sorted(matrix.doors)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_record_behind_a_door_is_made_for_the_matrix(matrix: Matrix) -> None:
    """IDOR: whatever a number in an address leads to is asked for by those who must not reach it."""
    guarded = [one for one in matrix.doors.values() if one.said != PUBLIC]
    unnamed = [one for one in guarded if one.kind is None and any(r.arguments for r in matrix.rules(one.endpoint))]
    assert not unnamed, sentences(f"{one.endpoint} {RECORD}" for one in unnamed)
    unknown = {one.record for one in guarded if one.record} - makers().keys()
    assert not unknown, sentences(f"{kind}: no records.py says how one is made" for kind in unknown)
    assert makers().keys() == {one.record for one in guarded if one.record}


def test_the_permissions_are_the_reviewed_ones() -> None:
    """Giving a role more changes this file; what does not rest on an appointment is looked at by the matrix alone."""
    reviewed = reviewed_permissions()
    assert list(reviewed) == sorted(POLICY.rules), "tests/contracts/permissions.txt: a permission and its roles a line"
    for permission, predicates in POLICY.rules.items():
        roles = {str(role) for one in predicates if isinstance(one, Holds) for role in one.roles}
        assert roles <= reviewed[permission], permission
        speaking = {role for role in ROLES if any(one.held for one in POLICY.grounds(appointed(role), permission))}
        assert speaking == reviewed[permission] - {OWN}, permission


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("visitor", UNLIKE)
def test_everybody_is_answered_everywhere_as_the_roles_say(
    matrix: Matrix, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every endpoint, for one's own records and for others'.

    Reading writes that the session is in use and nothing else; whoever is turned away learns nothing of any record.
    """
    monkeypatch.setattr(login, "TOUCH_EVERY", timedelta(0))
    wrong = [str(one) for one in matrix.deviations([visitor], matrix.doors.values())]
    assert not wrong, sentences(wrong)
    assert matrix.tables.keys() <= WHO, matrix.tables
    assert matrix.wrote.keys() == ({SEEN} if visitor != STRANGER else set()), matrix.wrote


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("visitor", ALIKE)
def test_whoever_is_like_another_is_answered_like_them(matrix: Matrix, visitor: str) -> None:
    """Of all doors that say the same at one."""
    of_each = {(one.said, one.record is None): one for one in matrix.doors.values()}
    wrong = [str(one) for one in matrix.deviations([visitor], of_each.values())]
    assert not wrong, sentences(wrong)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_sought_on_a_list_is_found_however_often_one_looked(matrix: Matrix) -> None:
    """Whoever tries every change to code looks a thousand times, and the list of certificates shows a hundred."""
    near, far = (
        Cell(matrix.doors["certificates.listed"], "GET", Role.MINISTRY_OFFICER, reach)
        for reach in (Reach.OWN, Reach.OTHER)
    )
    for _ in range(FOUND_MAX):
        matrix.address(far)
    assert {matrix.look(near), matrix.look(far)} == {Answer.IN}


@pytest.mark.parametrize(
    ("said", "visitor", "reach", "answer"),
    [
        (PUBLIC, STRANGER, Reach.NONE, Answer.IN),
        (HALFWAY, PASSWORD_ONLY, Reach.NONE, Answer.SIGN_IN),
        (HALFWAY, ENROLLING, Reach.NONE, Answer.IN),
        (SIGNED_IN, ENROLLING, Reach.NONE, Answer.SIGN_IN),
        (SIGNED_IN, MEMBER, Reach.OWN, Answer.IN),
        (SIGNED_IN, MEMBER, Reach.OTHER, Answer.ABSENT),
        (SIGNED_IN, Role.SYSTEM_OPERATOR, Reach.OTHER, Answer.ABSENT),
        ("post:edit", ENROLLING, Reach.NONE, Answer.SIGN_IN),
        ("post:edit", MEMBER, Reach.OWN, Answer.FORBIDDEN),
        ("post:edit", Role.COMMUNE_OFFICER, Reach.NONE, Answer.IN),
        ("post:edit", Role.COMMUNE_OFFICER, Reach.OTHER, Answer.ABSENT),
        ("post:edit", Role.SYSTEM_OPERATOR, Reach.OTHER, Answer.IN),
        ("post:edit", Role.SYSTEM_OPERATOR, Reach.NOBODYS, Answer.ABSENT),
        ("post:see", MEMBER, Reach.OWN, Answer.IN),
        ("post:see", MEMBER, Reach.OTHER, Answer.ABSENT),
    ],
)
def test_what_the_rules_say(said: str, visitor: str, reach: Reach, answer: Answer) -> None:
    permissions = {"post:edit": frozenset({"commune_officer", "system_operator"}), "post:see": frozenset({OWN})}
    assert expected(Cell(Door("x", said, "post"), "GET", visitor, reach), permissions) is answer


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_permission_is_used_by_a_door_and_granted_to_a_role(matrix: Matrix) -> None:
    used = set(matrix.app.extensions[EXTENSION].values()) - {PUBLIC, HALFWAY, SIGNED_IN}
    assert used == set(POLICY.rules)


@pytest.mark.parametrize("said", [None, "dossier:burn"])
def test_the_site_does_not_start_with_an_endpoint_without_a_known_door(said: str | None) -> None:
    app, rooms = Flask(__name__, static_folder=None), Blueprint("room", __name__)

    def view() -> str:
        return ""

    rooms.add_url_rule("/x", view_func=door(said)(view) if said else view)
    app.register_blueprint(rooms)
    with pytest.raises(DoorMissingError, match=r"room\.view"):
        check_doors(app, {}, frozenset({"dossier:read"}))
    assert check_doors(app, {"room.": PUBLIC}, frozenset({"dossier:burn"}))["room.view"] in {PUBLIC, said}
