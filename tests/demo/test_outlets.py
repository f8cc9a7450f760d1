"""Points of sale of the demonstration: the real ones as they are known, the made-up ones marked and counted nowhere."""

import csv

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.accounts import load_accounts
from demo.outlets import REAL, load_made_up, load_real
from foundation.accounts.keys import Keys
from foundation.db.base import now
from foundation.i18n.text import normalize_spaces
from foundation.permissions.models import Appointment
from marketplace.outlets.filtering import Filters
from marketplace.outlets.hours import Hours
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import hours_of, page_of
from marketplace.outlets.roles import OUTLET_OPERATOR
from marketplace.outlets.rules import OutletKind, State
from tests.marketplace.outlets.conftest import session
from tests.support.databases import TODAY

__all__ = ["session"]


def test_the_real_ones_are_told_as_they_are_known(session: Session) -> None:
    assert load_real(session) == 48
    assert load_real(session) == 0
    assert page_of(session, Filters(), page=1, per_page=5).total == 48
    found = session.scalars(select(Outlet)).all()
    assert sum(one.kind is not OutletKind.ONLINE for one in found) == 27
    assert {one.confirmed_on for one in found} == {None}
    assert {hours_of(one) for one in found} == {Hours()}
    with REAL.open(encoding="utf-8", newline="") as file:
        told = {normalize_spaces(row["name"]): row for row in csv.DictReader(file)}
    for one in found:
        assert (one.source or "") == told[one.name]["source"]
        assert one.province_code or not told[one.name]["province"]
        assert one.opened_year is None or told[one.name]["opened"].startswith(str(one.opened_year))


def test_the_made_up_ones_are_marked_and_one_is_the_operators(session: Session) -> None:
    load_real(session)
    assert load_made_up(session, TODAY) == 12
    assert load_made_up(session, TODAY) == 0
    made = session.scalars(select(Outlet).where(Outlet.is_demo)).all()
    assert all(one.name.endswith("(minh hoạ)") for one in made)
    assert sum(one.state is State.CLOSED for one in made) == 1
    assert sum(bool(hours_of(one).weekly) for one in made) == 11
    assert all(one.place_id for one in made)
    assert page_of(session, Filters(), page=1, per_page=5).total == 48
    load_accounts(session, keys=Keys("k" * 40), now=now(), today=TODAY)
    held = session.scalars(select(Appointment.object_id).filter_by(role=OUTLET_OPERATOR)).one()
    assert held in {one.id for one in made}
