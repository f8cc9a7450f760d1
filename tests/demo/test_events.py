"""Events of the demonstration: the real ones as they are known, the made-up ones marked, relative to today."""

from datetime import date, datetime, timedelta, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.accounts import load_accounts
from demo.events import dated_rows, load_made_up, load_real
from foundation.accounts.keys import Keys
from foundation.db.base import now
from foundation.i18n.text import normalize_spaces
from foundation.permissions.models import Appointment
from marketplace.events.filtering import EventFilters
from marketplace.events.models import Event
from marketplace.events.queries import check_events, page_of
from marketplace.events.roles import FAIR_ORGANISER
from marketplace.events.rules import State
from tests.marketplace.events.conftest import session
from tests.support.databases import TODAY

__all__ = ["session"]

NOW = datetime(2026, 11, 23, 3, tzinfo=timezone.utc)


def test_the_real_ones_are_told_as_they_are_known(session: Session) -> None:
    assert load_real(session, now=NOW, today=TODAY) == 31
    assert load_real(session, now=NOW, today=TODAY) == 0
    assert page_of(session, EventFilters(), page=1, per_page=5).total == 31
    told = {normalize_spaces(row["name"]): row for row in dated_rows()}
    for one in session.scalars(select(Event)):
        row = told[one.name]
        assert (one.starts_on.isoformat(), one.source) == (row["start"], row["source"])
        assert one.ends_on == (date.fromisoformat(row["end"]) if row["end"] else None)
        assert (one.state, one.opens, one.entry_is_free, one.results) == (State.PUBLISHED, None, None, None)


def test_the_made_up_ones_are_to_come_marked_and_one_waits(session: Session) -> None:
    assert load_made_up(session, now=NOW, today=TODAY) == 7
    assert load_made_up(session, now=NOW, today=TODAY) == 0
    made = session.scalars(select(Event)).all()
    assert all(one.is_demo and one.name.endswith("(minh hoạ)") for one in made)
    coming = [one for one in made if one.starts_on > TODAY]
    assert len(coming) == 6
    assert {one.province_code for one in coming} == {"01", "19", "46"}
    assert [one.province_code for one in coming if one.state is State.SUBMITTED] == ["19"]
    assert all(one.lat for one in made)
    (held,) = (one for one in made if one.state is State.HELD)
    assert held.results
    assert held.results.published_at
    assert page_of(session, EventFilters(), page=1, per_page=5).total == 0
    assert list(check_events(session, TODAY + timedelta(days=1))) == []


def test_the_organiser_holds_one(session: Session) -> None:
    load_made_up(session, now=NOW, today=TODAY)
    load_accounts(session, keys=Keys("k" * 40), now=now(), today=TODAY)
    held = session.scalars(select(Appointment.object_id).filter_by(role=FAIR_ORGANISER)).one()
    kept = session.get_one(Event, held)
    assert (kept.is_demo, kept.state) == (True, State.PUBLISHED)
