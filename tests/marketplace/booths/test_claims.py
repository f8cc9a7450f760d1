"""Booths are taken by one, given back by every way out, and offered to whoever waits. On both databases."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.workflow.rules import Refused
from marketplace.booths import waiting
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.claims import assign, hold, release, take, take_any
from marketplace.booths.moving import move
from marketplace.booths.queries import free_booths_of, free_by_type, live_claims_of
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import (
    LIVE_REGISTRATIONS,
    REGISTRATIONS,
    BoothRefusal,
    RegistrationState,
    RegistrationVerb,
)
from tests.marketplace.booths.conftest import AT, NOW, SOON, booths, fair, registered

LATER = SOON + timedelta(seconds=1)
MOST = timedelta(hours=48)


def refusal(refused: pytest.ExceptionInfo[Refused]) -> BoothRefusal:
    return refused.value.of(BoothRefusal)


def test_a_booth_is_one_registrations(session: Session) -> None:
    at = fair(session, std=2)
    one, two = registered(session, at, 1), registered(session, at, 2)
    first = booths(session, at)[0]
    claim = take(session, SYSTEM, one, first, until=SOON, now=NOW)
    assert (claim.state, claim.until) == (ClaimState.HELD, SOON)
    with pytest.raises(Refused) as refused:
        take(session, SYSTEM, two, first, until=SOON, now=NOW)
    assert refusal(refused) is BoothRefusal.TAKEN
    assert take_any(session, SYSTEM, two, first.type_id, until=SOON, now=NOW).booth.label == "A02"


def test_a_hold_that_ran_out_is_another_to_have(session: Session) -> None:
    at = fair(session, std=1)
    one, two = registered(session, at, 1), registered(session, at, 2)
    (only,) = booths(session, at)
    claim = take(session, SYSTEM, one, only, until=SOON, now=NOW)
    assert free_booths_of(session, at.event_id, NOW) == []
    assert free_booths_of(session, at.event_id, SOON) == [only]
    take(session, SYSTEM, two, only, until=LATER + timedelta(hours=1), now=LATER)
    session.refresh(claim)
    assert (claim.state, claim.until) == (ClaimState.RELEASED, None)


def test_what_is_assigned_runs_out_no_more(session: Session) -> None:
    at = fair(session, std=1)
    claim = take_any(session, SYSTEM, registered(session, at, 1), None, until=SOON, now=NOW)
    with pytest.raises(Refused) as refused:
        assign(session, SYSTEM, claim, now=LATER)
    assert refusal(refused) is BoothRefusal.TOO_LATE
    assign(session, SYSTEM, claim, now=NOW)
    assert free_booths_of(session, at.event_id, LATER) == []


def test_nobody_has_more_than_a_fair_gives_each(session: Session) -> None:
    at = fair(session, each=2, std=4)
    one = registered(session, at, 1)
    for _ in range(2):
        take_any(session, SYSTEM, one, None, until=SOON, now=NOW)
    with pytest.raises(Refused) as refused:
        take_any(session, SYSTEM, one, None, until=SOON, now=NOW)
    assert refusal(refused) is BoothRefusal.LIMIT


def test_a_producer_has_one_live_registration_of_a_fair(session: Session) -> None:
    at = fair(session, std=1)
    one = registered(session, at, 1)
    again = {"event_id": at.event_id, "producer_id": one.producer_id, "account_id": one.account_id, "needs": []}
    nested = session.begin_nested()
    session.add(BoothRegistration(**again))
    with pytest.raises(IntegrityError):
        session.flush()
    nested.rollback()
    move(session, SYSTEM, one, RegistrationVerb.WITHDRAW, AT)
    session.add(BoothRegistration(**again))
    session.flush()


def test_the_index_itself_lets_one_in_and_no_booth_is_of_another_fair(session: Session) -> None:
    at, other = fair(session, std=1), fair(session, std=1, name="Hội chợ khác")
    one, two = registered(session, at, 1), registered(session, at, 2)
    (only,), (elsewhere,) = booths(session, at), booths(session, other)
    hold(session, SYSTEM, one, only, until=SOON, now=NOW)
    with pytest.raises(Refused) as refused:
        hold(session, SYSTEM, two, only, until=SOON, now=NOW)
    assert refusal(refused) is BoothRefusal.TAKEN
    with pytest.raises(Refused) as refused:
        hold(session, SYSTEM, two, elsewhere, until=SOON, now=NOW)
    assert refusal(refused) is BoothRefusal.OTHER_FAIR
    nested = session.begin_nested()
    session.add(BoothClaim(event_id=at.event_id, booth_id=elsewhere.id, registration_id=two.id, until=SOON))
    with pytest.raises(IntegrityError):
        session.flush()
    nested.rollback()


VERBS = st.lists(st.sampled_from(RegistrationVerb), max_size=7)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(VERBS)
def test_every_way_out_of_a_live_state_frees_the_booth(session: Session, verbs: list[RegistrationVerb]) -> None:
    with session.begin_nested() as tried:
        at = fair(session, std=1)
        one = registered(session, at, 1, sent_at=NOW, due_dong=1)
        assign(session, SYSTEM, take(session, SYSTEM, one, booths(session, at)[0], until=SOON, now=NOW), now=NOW)
        was_freed = False
        for verb in verbs:
            if REGISTRATIONS.allows(one.state, verb):
                move(session, SYSTEM, one, verb, AT)
            was_freed |= one.state not in LIVE_REGISTRATIONS
            assert bool(live_claims_of(session, one.id, NOW)) == (not was_freed)
        tried.rollback()


def test_whoever_waits_is_offered_what_comes_free_and_nobody_else_takes_it(session: Session) -> None:
    at = fair(session, std=1)
    first, second, third, late = (registered(session, at, number) for number in range(4))
    kind = booths(session, at)[0].type_id
    take_any(session, SYSTEM, first, kind, until=SOON, now=NOW)
    line = [waiting.join(session, SYSTEM, one, type_id=kind) for one in (second, third)]
    assert waiting.serve_line(session, at.event_id, now=NOW) == []
    assert [waiting.place_in_line(session, one, NOW) for one in line] == [1, 2]
    move(session, SYSTEM, first, RegistrationVerb.WITHDRAW, AT)
    assert (line[0].offered, line[0].offered_until) == (1, NOW + MOST)
    assert line[1].offered is None
    assert waiting.serve_line(session, at.event_id, now=NOW) == []
    assert free_by_type(session, at.event_id, NOW) == {kind: 0}
    with pytest.raises(Refused) as refused:
        take_any(session, SYSTEM, late, kind, until=SOON, now=NOW)
    assert refusal(refused) is BoothRefusal.SOLD_OUT
    assert len(waiting.accept(session, SYSTEM, line[0], until=SOON, now=NOW)) == 1
    assert line[0].ended_at == NOW


def test_an_offer_that_is_declined_or_runs_out_goes_to_the_next(session: Session) -> None:
    at = fair(session, std=1)
    line = [waiting.join(session, SYSTEM, registered(session, at, number), type_id=None) for number in range(3)]
    assert waiting.serve_line(session, at.event_id, now=NOW) == [line[0]]
    waiting.leave(session, SYSTEM, line[0], now=NOW)
    assert line[1].offered == 1
    over = NOW + MOST
    with pytest.raises(Refused) as refused:
        waiting.accept(session, SYSTEM, line[1], until=over, now=over)
    assert refusal(refused) is BoothRefusal.TOO_LATE
    assert waiting.serve_line(session, at.event_id, now=over) == [line[2]]
    assert line[1].ended_at == over
    assert set(free_by_type(session, at.event_id, over).values()) == {0}


def test_whoever_wants_two_together_is_passed_over_and_it_is_noted(session: Session) -> None:
    at = fair(session, std=1, each=2)
    both = waiting.join(session, SYSTEM, registered(session, at, 1), type_id=None, wanted=2)
    one = waiting.join(session, SYSTEM, registered(session, at, 2), type_id=None)
    assert waiting.serve_line(session, at.event_id, now=NOW) == [one]
    assert both.passed_over == 1


def test_nobody_waits_twice_nor_once_it_is_over(session: Session) -> None:
    at = fair(session, std=1)
    one, gone = registered(session, at, 1), registered(session, at, 2)
    waiting.join(session, SYSTEM, one, type_id=None)
    with pytest.raises(Refused) as refused:
        waiting.join(session, SYSTEM, one, type_id=None)
    assert refusal(refused) is BoothRefusal.WAITS_ALREADY
    move(session, SYSTEM, gone, RegistrationVerb.WITHDRAW, AT)
    assert gone.state is RegistrationState.WITHDRAWN
    with pytest.raises(Refused):
        waiting.join(session, SYSTEM, gone, type_id=None)


def test_released_claims_stay_as_what_was(session: Session) -> None:
    at = fair(session, std=1)
    for number in range(3):
        one = registered(session, at, number)
        release(session, SYSTEM, take_any(session, SYSTEM, one, None, until=SOON, now=NOW))
    assert session.scalar(select(func.count()).select_from(BoothClaim)) == 3
