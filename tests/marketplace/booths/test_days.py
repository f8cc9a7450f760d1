"""Who comes to the gate and what booths tell, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import Product
from foundation.audit.rules import SYSTEM
from foundation.web.receiving import Receipt
from foundation.workflow.rules import Refused
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.day_models import BoothCheckin
from marketplace.booths.day_queries import gate_list, report_of
from marketplace.booths.day_rules import DayNumbers, DayRefusal
from marketplace.booths.days import Sighting, check_in, tell_day, use_as_results
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import Moment, move
from marketplace.booths.plan_editing import Grid, draw
from marketplace.booths.planning import TypeInput, add_type, set_up
from marketplace.booths.registering_models import BoothRegistration, BoothStaff
from marketplace.booths.rules import RegistrationState, RegistrationVerb
from marketplace.events.models import Event
from marketplace.events.services import hold
from tests.marketplace.booths.conftest import NOW, registered
from tests.marketplace.events.conftest import announced
from tests.support.databases import TODAY

AT = Moment(NOW, TODAY)
CODE = "c" * 20


@pytest.fixture
def fair(session: Session) -> BoothFair:
    """A fair of three days that begins today."""
    made = set_up(session, SYSTEM, announced(session, starts_on=TODAY), Allocation.FIRST_COME)
    add_type(session, SYSTEM, made, TypeInput("TC", "Gian tiêu chuẩn", "3 × 3 m", 0))
    draw(session, SYSTEM, made, Grid(1, 4, "TC"), now=NOW)
    return made


def exhibitor(
    session: Session, fair: BoothFair, number: int, state: RegistrationState = RegistrationState.CONFIRMED
) -> BoothRegistration:
    """One that takes part, with a badge."""
    made = registered(session, fair, number, stars=4, state=state, sent_at=NOW)
    code = f"{number}{CODE}"[:20]
    made.staff.append(BoothStaff(event_id=fair.event_id, name=f"Người {number}", short=f"AB00{number:02d}", code=code))
    session.flush()
    return made


def seen(session: Session, fair: BoothFair, code: str, at: Moment = AT) -> Receipt:
    return check_in(session, SYSTEM, fair, Sighting(code, at.now - timedelta(hours=1)), at)


def rows(session: Session) -> list[BoothCheckin]:
    return list(session.scalars(select(BoothCheckin).order_by(BoothCheckin.id)))


@pytest.mark.parametrize("form", ["AB0001", "ab0001", "code", "address", "number"])
def test_a_badge_opens_the_gate_however_it_is_read(session: Session, fair: BoothFair, form: str) -> None:
    one = exhibitor(session, fair, 1)
    whole = one.staff[0].code
    known = {"code": whole, "address": f"https://x.vn/a?ma={whole}", "number": f"#{one.id}"}
    assert seen(session, fair, known.get(form, form)).is_done
    assert one.state is RegistrationState.CHECKED_IN
    (row,) = rows(session)
    assert (row.at, row.received_at, row.found) == (NOW - timedelta(hours=1), NOW, RegistrationState.CONFIRMED)
    assert row.staff_id == (None if form == "number" else one.staff[0].id)


def test_somebody_who_comes_again_is_noted_again(session: Session, fair: BoothFair) -> None:
    exhibitor(session, fair, 1)
    assert [seen(session, fair, "AB0001").is_done for _ in range(2)] == [True, True]
    assert [row.found.value for row in rows(session)] == ["confirmed", "checked_in"]


def test_whoever_was_cancelled_while_the_gate_had_no_network_is_two_facts(session: Session, fair: BoothFair) -> None:
    """MARKET 1.2, 30: neither is the scan lost, nor is it a success."""
    one = exhibitor(session, fair, 1)
    move(session, SYSTEM, one, RegistrationVerb.CANCEL, AT)
    receipt = seen(session, fair, "AB0001")
    assert not receipt.is_done
    assert [row.found for row in rows(session)] == [RegistrationState.CANCELLED]
    assert one.state is RegistrationState.CANCELLED
    assert gate_list(session, fair, AT) == []


@pytest.mark.parametrize("code", ["", "AB9999", "#", "#x", "#999", "#12345678", "²"])
def test_a_code_of_nobody_is_refused(session: Session, fair: BoothFair, code: str) -> None:
    exhibitor(session, fair, 1)
    with pytest.raises(Refused) as refused:
        seen(session, fair, code)
    assert refused.value.reason is DayRefusal.UNKNOWN_CODE


def test_a_badge_of_another_fair_opens_nothing(session: Session, fair: BoothFair) -> None:
    other = set_up(session, SYSTEM, announced(session, "Hội chợ khác", starts_on=TODAY), Allocation.FIRST_COME)
    one = exhibitor(session, other, 1)
    for code in ("AB0001", one.staff[0].code, f"#{one.id}"):
        with pytest.raises(Refused):
            seen(session, fair, code)


def test_nobody_is_checked_in_after_the_last_day(session: Session, fair: BoothFair) -> None:
    exhibitor(session, fair, 1)
    late = Moment(NOW + timedelta(days=3), TODAY + timedelta(days=3))
    with pytest.raises(Refused) as refused:
        seen(session, fair, "AB0001", late)
    assert refused.value.reason is DayRefusal.NOT_TODAY


def test_the_gate_sees_whose_stars_are_not_in_force_today(session: Session, fair: BoothFair) -> None:
    good, bad = exhibitor(session, fair, 1), registered(session, fair, 2, stars=None)
    bad.state, bad.sent_at = RegistrationState.CONFIRMED, NOW
    session.flush()
    found = {one.registration.id: list(one.lapsed) for one in gate_list(session, fair, AT)}
    name = session.scalars(select(Product.name).filter_by(producer_id=bad.producer_id)).one()
    assert found == {good.id: [], bad.id: [name]}


def test_a_day_is_told_and_told_anew(session: Session, fair: BoothFair) -> None:
    one = exhibitor(session, fair, 1)
    tell_day(session, SYSTEM, one, TODAY, DayNumbers(sales_dong=5_000_000, visitors=80), AT)
    tell_day(session, SYSTEM, one, TODAY, DayNumbers(sales_dong=6_000_000), AT)
    found = report_of(session, fair, NOW)
    assert found.all == DayNumbers(sales_dong=6_000_000)
    assert [(day, many, numbers.sales_dong) for day, many, numbers in found.by_day] == [(TODAY, 1, 6_000_000)]


@pytest.mark.parametrize(
    ("state", "after", "told", "why"),
    [
        (RegistrationState.SENT, 0, DayNumbers(visitors=1), DayRefusal.TAKES_NO_PART),
        (RegistrationState.CONFIRMED, 1, DayNumbers(visitors=1), DayRefusal.NOT_A_DAY),
        (RegistrationState.CONFIRMED, -1, DayNumbers(visitors=1), DayRefusal.NOT_A_DAY),
        (RegistrationState.CONFIRMED, 0, DayNumbers(), DayRefusal.NOTHING_TOLD),
    ],
)
def test_what_cannot_be_told_is_named(
    session: Session, fair: BoothFair, state: RegistrationState, after: int, told: DayNumbers, why: DayRefusal
) -> None:
    one = exhibitor(session, fair, 1, state)
    with pytest.raises(Refused) as refused:
        tell_day(session, SYSTEM, one, TODAY + timedelta(days=after), told, AT)
    assert refused.value.reason is why


def test_what_booths_told_becomes_the_results_and_visits_are_no_visitors(session: Session, fair: BoothFair) -> None:
    for number in (1, 2, 3):
        one = exhibitor(session, fair, number)
        tell_day(session, SYSTEM, one, TODAY, DayNumbers(sales_dong=number * 1000, visitors=10, contracts=1), AT)
    seen(session, fair, "AB0001")
    hold(session, SYSTEM, fair.event, today=TODAY + timedelta(days=2))
    use_as_results(session, SYSTEM, fair, report_of(session, fair, NOW), now=NOW)
    results = session.get_one(Event, fair.event_id).results
    assert results is not None
    assert (results.sales_dong, results.exhibitors, results.contracts) == (6000, 1, 3)
    assert (results.visitors, results.mou, results.published_at) == (None, None, None)
    assert "30" in (results.note or "")
