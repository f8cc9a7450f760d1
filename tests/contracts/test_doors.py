"""Every endpoint has a door; who comes through which is reviewed, and what the reviewed files say is what happens."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Blueprint, Flask
from sqlalchemy import update

from foundation.accounts.models import AccountSession
from foundation.db.base import now
from foundation.permissions.policy import Holds
from foundation.permissions.rules import Role
from foundation.web.doors import EXTENSION, HALFWAY, PUBLIC, SIGNED_IN, DoorMissingError, close_doors, door
from tests.support.listening import writes
from tests.support.matrix import DOORS, OWN, Answer, Cell, Door, Matrix, Reach, expected, reviewed_permissions
from tests.support.visitors import ENROLLING, MEMBER, PASSWORD_ONLY, STRANGER, VISITORS, makers
from wsgi import POLICY

DIALECTS = ["sqlite"]  # doors do not depend on the database, and there are many of them
HOW = "is not reviewed: add the line to tests/contracts/doors.txt, in the order of the alphabet:"
SEEN = "UPDATE account_sessions SET seen_at=?"
READERS = sorted({MEMBER}.union(*reviewed_permissions().values()) - {OWN})
"""Those between whom every page opens that is not for everybody."""

RECORD = (
    "shows a record: say its kind as the third word of its line in tests/contracts/doors.txt, and how one is made in "
    "a records.py beside the room's tests (as tests/foundation/privacy/records.py does)"
)


def sentences(found: Iterable[str]) -> str:
    return "\n".join(found)


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
    """Giving a role more changes this file; predicates that are not about roles are looked at by the matrix alone."""
    reviewed = reviewed_permissions()
    assert list(reviewed) == sorted(POLICY.rules), "tests/contracts/permissions.txt: a permission and its roles a line"
    for permission, predicates in POLICY.rules.items():
        roles = {role.value for one in predicates if isinstance(one, Holds) for role in one.roles}
        assert roles <= reviewed[permission], permission


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_is_answered_everywhere_as_the_roles_say(matrix: Matrix, visitor: str) -> None:
    """Every endpoint, for one's own records and for others'."""
    wrong = [line for one in matrix.doors.values() for line in matrix.deviations(visitor, one)]
    assert not wrong, sentences(wrong)


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
@pytest.mark.parametrize("visitor", READERS)
def test_reading_while_signed_in_writes_only_that_the_session_is_in_use(matrix: Matrix, visitor: str) -> None:
    """Listened to at the engine; the session was last used long enough ago for that to be noted."""
    reading = [
        one for one in matrix.doors.values() if any("GET" in (r.methods or ()) for r in matrix.rules(one.endpoint))
    ]
    client = matrix.visitors[visitor].client
    for one in reading:
        addresses = [matrix.address(cell)[0] for cell in matrix.cells(visitor, one) if cell.method == "GET"]
        with matrix.database.unit_of_work() as session:
            past = now() - timedelta(minutes=30)
            session.execute(update(AccountSession).values(opened_at=past, seen_at=past, proved_at=past))
        with writes(matrix.database) as written:
            for address in addresses:
                assert client.get(address).status_code != 500, address
        assert [" ".join(one.split()[:4]) for one in written] in ([], [SEEN]), one.endpoint


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
        close_doors(app, {}, frozenset({"dossier:read"}))
    assert close_doors(app, {"room.": PUBLIC}, frozenset({"dossier:burn"}))["room.view"] in {PUBLIC, said}
