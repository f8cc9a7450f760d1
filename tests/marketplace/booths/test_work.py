"""What the worker does, what is written to people, what is told of them and forgotten. On both databases."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.outbox.models import OutboxJob
from foundation.papers.models import Paper
from foundation.workflow.rules import Refused
from marketplace.booths import deciding, notices, personal, printing
from marketplace.booths.allocating import ranking
from marketplace.booths.allocation_rules import Allocation, Measure
from marketplace.booths.checking import check_booths
from marketplace.booths.choosing import Choice, choose
from marketplace.booths.models import BoothPaper
from marketplace.booths.moving import PRINT
from marketplace.booths.planning import add_programme, open_booking, set_rules, set_zone, zone_named
from marketplace.booths.queries import booths_of, live_claims_of, papers_of
from marketplace.booths.registering import add_staff
from marketplace.booths.registering_models import BoothClaim, BoothProduct, BoothRegistration
from marketplace.booths.rules import BoothRefusal, RegistrationState
from marketplace.booths.tasks import fairs_to_sweep, look_again, sweep_fair
from marketplace.booths.writing import write_letter
from tests.marketplace.booths.conftest import AT, CLOSES, NOW, fair, prepared, registered, writer
from tests.support.databases import TODAY

LATE = NOW + timedelta(minutes=46)
BASE = "https://ocop.example"


def kinds(session: Session) -> Sequence[str]:
    return session.scalars(select(Notice.kind).order_by(Notice.id)).all()


def confirmed(session: Session, at: object, number: int, **more: object) -> BoothRegistration:
    """One that takes part, without the pages a form would ask."""
    one = registered(session, at, number, state=RegistrationState.SENT, sent_at=NOW, **more)  # type: ignore[arg-type]
    add_staff(session, one, "Bà Na")
    deciding.place(session, SYSTEM, one, booths_of(session, one.event_id)[number - 1], AT)
    deciding.approve(session, SYSTEM, one, AT)
    return one


def test_a_hold_that_ran_out_is_given_to_whoever_waits_and_its_owner_is_told(session: Session) -> None:
    at = fair(session, std=1)
    one, two = registered(session, at, 1), registered(session, at, 2)
    choose(session, writer(session), one, Choice(), now=NOW)
    choose(session, writer(session), two, Choice(), now=NOW)
    assert fairs_to_sweep(session, NOW) == [at.event_id]
    assert sweep_fair(session, at.event_id, now=NOW) == 0
    assert sweep_fair(session, at.event_id, now=LATE) == 1
    assert live_claims_of(session, one.id, LATE) == []
    assert kinds(session) == [notices.HOLD_OVER, notices.OFFERED]


def test_on_the_opening_morning_organisers_hear_of_what_lapsed(session: Session) -> None:
    at = fair(session, std=2)
    good, bad = confirmed(session, at, 1), confirmed(session, at, 2)
    opening = at.event.starts_on
    assert look_again(session, today=opening, now=NOW) == 0
    assert look_again(session, today=TODAY, now=NOW) == 0
    session.execute(update(BoothProduct).where(BoothProduct.registration_id == bad.id).values(stars=None))
    at.min_stars = 5
    assert look_again(session, today=opening, now=NOW) == 2
    assert good.products[0].checked_on == opening


def test_papers_of_whoever_takes_part_are_made_by_the_worker(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        at = fair(session, std=1, setting_up="Từ 7 giờ")
        one = confirmed(session, at, 1, needs=["power"], power_watts=150)
        event_id, number = at.event_id, one.id
        assert session.scalars(select(OutboxJob.kind).where(OutboxJob.kind == PRINT)).all() == [PRINT]
    printing.printing_job(BASE, lambda: TODAY, lambda: NOW)(reference_db, {"registration": number})
    printing.list_job(BASE, lambda: TODAY, lambda: NOW)(reference_db, {"event": event_id})
    printing.printing_job(BASE, lambda: TODAY, lambda: NOW)(reference_db, {"registration": 999})
    with reference_db.reading() as session:
        own = [session.get_one(Paper, kept.paper_id) for kept in papers_of(session, event_id, number)]
        assert {paper.kind for paper in own} == {"booth-confirmation", "booth-card", "booth-badges"}
        told = next(paper for paper in own if paper.kind == "booth-confirmation").facts
        assert (told["exhibitor"], told["needs"], told["due_dong"]) == ("HTX 1", ["điện 150 W"], 0)
        assert told["booths"][0]["label"] == "A01"
        common = {session.get_one(Paper, kept.paper_id).kind for kept in papers_of(session, event_id, None)}
        assert common == {"booth-gate", "booth-badges"}
        assert session.scalars(select(BoothPaper.event_id)).all() == [event_id] * 5


def test_a_letter_goes_to_those_who_stand_somewhere_once(session: Session) -> None:
    at = fair(session, std=2)
    one, two = confirmed(session, at, 1), registered(session, at, 2)
    told = {"subject": "Giờ  dựng gian", "body": "Từ 7 giờ.", "now": NOW}
    some = write_letter(session, SYSTEM, at, state=RegistrationState.CONFIRMED, **told)  # type: ignore[arg-type]
    everybody = write_letter(session, SYSTEM, at, state=None, **told)  # type: ignore[arg-type]
    assert (some.recipients, some.subject) == ([one.id], "Giờ dựng gian")
    assert set(everybody.recipients) == {one.id, two.id}
    assert list(kinds(session)).count(notices.LETTER) == 3


def test_people_are_told_what_is_held_and_forgotten_a_year_after_the_fair(session: Session) -> None:
    at = fair(session, std=1)
    one = confirmed(session, at, 1)
    held = personal.export(session, one.account_id)
    assert held["registrations"][0]["contact_name"] == "Bà Na"
    assert personal.forget_people(session, NOW) == 0
    assert personal.forget_people(session, NOW + timedelta(days=40)) == 1
    session.refresh(one)
    session.expire(one, ["staff"])
    assert (one.contact_name, one.staff[0].name) == ("", "—")
    one.contact_name = "Ông Tư"
    session.flush()
    personal.erase(session, one.account_id, TODAY)
    session.refresh(one)
    assert one.contact_name == ""


def test_what_does_not_hold_of_booths_is_said(session: Session) -> None:
    at = fair(session, std=2)
    one, two = confirmed(session, at, 1), confirmed(session, at, 2)
    assert list(check_booths(session)) == []
    numbers = {"state": RegistrationState.CANCELLED}
    session.execute(update(BoothRegistration).where(BoothRegistration.id == one.id).values(numbers))
    session.execute(update(BoothClaim).where(BoothClaim.registration_id == two.id).values(state="released"))
    gone, without = check_booths(session)
    assert gone.endswith(f"registration {one.id} is over and still has it")
    assert without == f"booth registration {two.id}: it takes part and has no booth"


def test_newcomers_and_cooperatives_have_their_points(session: Session) -> None:
    earlier = fair(session, std=1)
    known = confirmed(session, earlier, 1)
    at = prepared(session, allocation=Allocation.SELECTION, std=1, name="Hội chợ sau")
    at.event.starts_on = at.event.ends_on = at.event.last_on = earlier.event.starts_on + timedelta(days=60)
    set_rules(session, SYSTEM, at, {Measure.FIRST_TIME: 7, Measure.COOPERATIVE: 2, Measure.PRODUCTS: 1}, {})
    open_booking(session, SYSTEM, at, NOW, CLOSES)
    new = registered(session, at, 2, state=RegistrationState.SENT, sent_at=NOW)
    again = registered(session, at, 3, state=RegistrationState.SENT, sent_at=NOW)
    again.producer_id = known.producer_id
    session.flush()
    session.expire(again, ["producer"])
    assert [(one.application.number, one.points) for one in ranking(session, at)] == [(new.id, 10), (again.id, 3)]


def test_zones_and_programmes_are_entered_once(session: Session) -> None:
    at = prepared(session, std=2)
    zone = zone_named(session, at, "Khu A")
    assert zone_named(session, at, "Khu A") is zone
    set_zone(session, SYSTEM, at, ["A01"], zone)
    assert [booth.zone_id for booth in booths_of(session, at.event_id)] == [zone.id, None]
    facts = {"decision": "471/QĐ-UBND", "percent": 50, "booths_a_year": 2, "min_stars": 3}
    assert add_programme(session, SYSTEM, at, **facts).id == at.subsidy_id
    with pytest.raises(Refused) as refused:
        add_programme(session, SYSTEM, at, **facts)
    assert refused.value.of(BoothRefusal) is BoothRefusal.HAS_ONE
