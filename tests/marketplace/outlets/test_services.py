"""What is done with points of sale, and what must not be."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM
from foundation.permissions.rules import EVERYWHERE
from foundation.places.addresses import Address
from foundation.places.points import Point, Precision
from foundation.workflow.rules import Refused
from marketplace.outlets import services
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.filtering import Filters, conditions, is_open
from marketplace.outlets.hours import Hours, OnHolidays, open_at
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import desk, hours_of, page_of, public_outlet
from marketplace.outlets.rules import OutletKind, Refusal, State
from tests.marketplace.outlets.conftest import VAN_PHUC, opened, told
from tests.marketplace.outlets.test_rules import known
from tests.support.databases import TODAY


def refused(why: Refusal) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{why}$")


def test_a_draft_is_seen_only_by_its_desk_until_it_is_approved(session: Session) -> None:
    made = services.add(session, SYSTEM, told())
    assert made.state is State.DRAFT
    assert public_outlet(session, made.id) is None
    assert page_of(session, Filters(), page=1, per_page=5).total == 0
    assert desk(session, EVERYWHERE) == [made]
    services.approve(session, SYSTEM, made, confirmed_on=TODAY)
    assert page_of(session, Filters(), page=1, per_page=5).listed[0].outlet is made
    assert made.confirmed_on == TODAY
    with refused(Refusal.NOT_THERE):
        services.approve(session, SYSTEM, made, confirmed_on=TODAY)
    said = session.scalars(select(AuditEntry.verb).filter_by(subject="outlet", subject_id=made.id)).all()
    assert list(said) == ["outlet:add", "outlet:approve"]


def test_an_address_of_before_july_2025_lies_in_the_province_of_today(session: Session) -> None:
    made = opened(session, address=Address("12C Hoàng Thái Hiếu", "", "", "Bến Tre"))
    assert (made.former_province_code, made.province_code) == ("83", "86")
    assert made.point is None
    assert "vinh long" in made.find_key
    assert "ben tre" in made.find_key


def test_without_a_known_point_it_stands_in_the_middle_of_its_commune_and_says_so(session: Session) -> None:
    made = opened(session)
    assert made.precision is Precision.COMMUNE
    assert made.point


def test_changing_the_address_clears_the_point(session: Session) -> None:
    """MARKET 3.2.1: the pin of the former address would be a lie."""
    set_by_hand = Point(20.977, 105.78)
    made = opened(session, point=set_by_hand, precision=Precision.POINT)
    assert made.point == set_by_hand
    moved = Address("Chợ mới", "Xã Bắc Sơn", "Sóc Sơn", "Hà Nội")
    assert services.edit(session, SYSTEM, made, told(address=moved, point=set_by_hand, precision=Precision.POINT))
    assert made.point != set_by_hand
    assert made.precision is Precision.COMMUNE
    by_hand = Point(21.36, 105.82)
    services.edit(session, SYSTEM, made, told(address=moved, point=by_hand, precision=Precision.POINT))
    assert (made.point, made.precision) == (by_hand, Precision.POINT)
    assert not services.edit(session, SYSTEM, made, told(address=moved, point=by_hand, precision=Precision.POINT))


def test_nothing_stands_at_0_0(session: Session) -> None:
    """MARKET 3.2.2: unknown is no point, and no point lies outside Vietnam."""
    with refused(Refusal.ABROAD):
        services.add(session, SYSTEM, told(point=Point(0.0, 0.0)))
    made = opened(session, address=Address("", "", "", "Hà Nội"))
    assert made.point is None
    made.lat, made.lon, made.precision = 0.0, 0.0, Precision.POINT
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_two_of_one_name_in_a_province_are_one(session: Session) -> None:
    opened(session)
    with refused(Refusal.TAKEN):
        services.add(session, SYSTEM, told("điểm OCOP  làng lụa"))
    with refused(Refusal.NO_PLACE):
        services.add(session, SYSTEM, told("Điểm khác", Address("", "", "", "Atlantis")))
    services.add(session, SYSTEM, told("Gian hàng", Address(), kind=OutletKind.ONLINE))


def test_only_an_online_stall_needs_no_place(session: Session) -> None:
    nowhere = services.add(session, SYSTEM, told(address=Address()))
    with refused(Refusal.NO_PLACE):
        services.approve(session, SYSTEM, nowhere, confirmed_on=TODAY)
    services.discard(session, SYSTEM, nowhere)
    assert desk(session, EVERYWHERE) == []


def test_a_closed_one_keeps_its_page_and_leaves_the_lists(session: Session) -> None:
    made = opened(session)
    with refused(Refusal.NO_REASON):
        services.close(session, SYSTEM, made, on=TODAY, reason=" ", today=TODAY)
    with refused(Refusal.IN_FUTURE):
        services.close(session, SYSTEM, made, on=TODAY + timedelta(days=1), reason="x", today=TODAY)
    services.close(session, SYSTEM, made, on=TODAY, reason="Hết hạn thuê", today=TODAY)
    assert public_outlet(session, made.id) is made
    assert page_of(session, Filters(), page=1, per_page=5).total == 0
    with refused(Refusal.NOT_THERE):
        services.confirm(session, SYSTEM, made, today=TODAY)
    services.reopen(session, SYSTEM, made, today=TODAY)
    assert (made.closed_on, made.closed_reason, made.confirmed_on) == (None, None, TODAY)


def test_hours_are_kept_and_confirm_it(session: Session) -> None:
    made = opened(session, today=date(2026, 1, 1))
    hours = Hours(((0, (480, 690)), (0, (780, 1020))), ((TODAY, None),), OnHolidays.CLOSED)
    services.set_hours(session, SYSTEM, made, hours, today=TODAY)
    assert hours_of(made) == hours
    assert made.confirmed_on == TODAY
    services.set_hours(session, SYSTEM, made, Hours(), today=TODAY)
    assert hours_of(made) == Hours()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(known, st.datetimes(datetime(2026, 11, 20), datetime(2026, 12, 3)))
def test_the_database_knows_what_is_open_as_the_rule_does(session: Session, hours: Hours, at: datetime) -> None:
    held = {(weekday, span[0]): (weekday, span) for weekday, span in hours.weekly}
    hours = Hours(
        tuple(sorted(held.values())), tuple(sorted(hours.exceptions, key=lambda one: one[0])), hours.on_holidays
    )
    made = session.scalars(select(Outlet)).one_or_none() or opened(session)
    services.set_hours(session, SYSTEM, made, hours, today=TODAY)
    found = session.scalar(select(Outlet.id).where(is_open(at, day_kind)))
    assert (found is not None) == (open_at(hours, at, day_kind) is True)


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        (Filters(), True),
        (Filters(kinds=frozenset({OutletKind.POINT})), True),
        (Filters(kinds=frozenset({OutletKind.SHOP})), False),
        (Filters(provinces=frozenset({"01"})), True),
        (Filters(provinces=frozenset({"79"})), False),
        (Filters(words=("lang", "lua")), True),
        (Filters(words=("van", "phuc", "ha", "dong")), True),
        (Filters(words=("ua",)), False),
        (Filters(words=("%",)), False),
        (Filters(is_demo=True), False),
        (Filters(product=1), False),
        (Filters(stars=frozenset({5})), False),
        (Filters(groups=frozenset({1})), False),
        (Filters(open_at=datetime(2026, 11, 25, 10)), False),
    ],
)
def test_lists_are_narrowed(session: Session, asked: Filters, is_found: bool) -> None:
    made = opened(session, address=VAN_PHUC)
    found = session.scalars(select(Outlet.id).where(*conditions(asked, day_kind))).all()
    assert list(found) == ([made.id] if is_found else [])
