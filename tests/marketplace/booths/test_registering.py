"""A producer registers, an organiser decides, money follows: as services, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.files.models import StoredFile
from foundation.files.rules import MediaType
from foundation.notices.models import Notice
from foundation.workflow.rules import Refused
from marketplace.booths import deciding, notices
from marketplace.booths.allocating import decide, ranking
from marketplace.booths.allocation_rules import Allocation, Measure
from marketplace.booths.choosing import Choice, Outcome, choose
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.fees import FEES
from marketplace.booths.models import BoothFair, SubsidyProgramme
from marketplace.booths.moving import Moment, last_charge_of
from marketplace.booths.plan_rules import Plan, PlanRefusal, make_aisle, rename
from marketplace.booths.planning import (
    TypeInput,
    add_type,
    edit,
    edit_type,
    open_booking,
    plan_of,
    remove_type,
    save_plan,
    set_rules,
)
from marketplace.booths.queries import live_claims_of, wait_of
from marketplace.booths.registering import add_staff, begin, choose_products, save, send, withdraw
from marketplace.booths.registering_models import BoothDocument, BoothRegistration, BoothWait
from marketplace.booths.rules import BoothRefusal, DocumentKind, RegistrationState
from marketplace.payments.models import Charge
from marketplace.payments.purposes import Belief
from marketplace.payments.rules import State as ChargeState
from tests.marketplace.booths.conftest import (
    AFTER,
    AT,
    CLOSES,
    NOW,
    booths,
    fair,
    kind_of,
    prepared,
    producer,
    registered,
    writer,
)
from tests.marketplace.payments.conftest import payee_of, province_id

LATER = Moment(NOW + timedelta(minutes=46), AT.today)


def refusal(refused: pytest.ExceptionInfo[Refused]) -> BoothRefusal:
    return refused.value.of(BoothRefusal)


def whole(session: Session, at: BoothFair, number: int, **more: object) -> BoothRegistration:
    """A draft that lacks nothing but a booth."""
    one = registered(session, at, number, **more)  # type: ignore[arg-type]
    add_staff(session, one, "Bà Na")
    digest = f"{number:064d}"
    file = StoredFile(sha256=digest, media_type=MediaType.PDF, size=1, name="nhan.pdf", public=False)
    session.add(file)
    session.flush()
    session.add(BoothDocument(registration_id=one.id, kind=DocumentKind.LABEL, file_id=file.id))
    session.flush()
    session.expire(one, ["documents"])
    return one


def sent(session: Session, at: BoothFair, number: int, **more: object) -> BoothRegistration:
    one = whole(session, at, number, **more)
    choose(session, writer(session), one, Choice(wanted=one.wanted, would_wait=one.would_wait), now=NOW)
    send(session, writer(session), one, AT)
    return one


def line(session: Session, one: BoothRegistration) -> BoothWait:
    found = wait_of(session, one.id)
    assert found
    return found


def charge_of(session: Session, one: BoothRegistration) -> Charge:
    found = last_charge_of(session, one)
    assert found
    return found


def state_of(one: BoothRegistration) -> str:
    return one.state.value


def told(session: Session, kind: str) -> int:
    return session.scalar(select(func.count()).select_from(Notice).filter_by(kind=kind)) or 0


def priced(session: Session, **more: object) -> BoothFair:
    """A fair with fees, open."""
    payee = payee_of(session, place_id=province_id(session))
    return fair(session, price=8_500_000, payee_id=payee.id, **more)


def test_a_free_booth_is_chosen_sent_approved_and_never_meets_money(session: Session) -> None:
    at = fair(session, std=1)
    one = begin(session, writer(session), at, producer(session, 1), AT)
    assert begin(session, writer(session), at, one.producer, AT) is one
    with pytest.raises(Refused) as refused:
        send(session, writer(session), one, AT)
    assert refusal(refused) is BoothRefusal.INCOMPLETE
    other = whole(session, at, 2)
    assert choose(session, writer(session), other, Choice(), now=NOW) is Outcome.WAITS
    withdraw(session, writer(session), one, AT)
    assert line(session, other).offered == 1
    deciding.accept_offer(session, writer(session), line(session, other), AT)
    send(session, writer(session), other, AT)
    assert deciding.approve(session, SYSTEM, other, AT) is RegistrationState.CONFIRMED
    assert [claim.state for claim in other.claims] == [ClaimState.ASSIGNED]
    assert (other.due_dong, session.scalar(select(func.count()).select_from(Charge))) == (0, 0)
    assert told(session, notices.CONFIRMED) == 1


def test_a_click_prolongs_no_hold_and_another_booth_keeps_the_clock(session: Session) -> None:
    at = fair(session, std=3)
    one = whole(session, at, 1)
    first, second, _ = booths(session, at)
    choose(session, writer(session), one, Choice(booth_id=first.id), now=NOW)
    (held,) = live_claims_of(session, one.id, NOW)
    later = NOW + timedelta(minutes=20)
    choose(session, writer(session), one, Choice(booth_id=first.id), now=later)
    choose(session, writer(session), one, Choice(booth_id=second.id), now=later)
    (moved,) = live_claims_of(session, one.id, later)
    assert (moved.booth.label, moved.until) == ("A02", held.until or NOW + timedelta(minutes=45))


def test_a_hold_that_ran_out_is_told_in_time_and_what_was_typed_stays(session: Session) -> None:
    at = fair(session, std=1)
    slow, quick = whole(session, at, 1, would_wait=False), whole(session, at, 2)
    choose(session, writer(session), slow, Choice(would_wait=False), now=NOW)
    save(session, writer(session), slow, {"fascia": "Chè  Bà Na"})
    choose(session, writer(session), quick, Choice(), now=LATER.now)
    with pytest.raises(Refused) as refused:
        send(session, writer(session), slow, LATER)
    assert refusal(refused) is BoothRefusal.SOLD_OUT
    assert (slow.state, slow.fascia) == (RegistrationState.DRAFT, "Chè  Bà Na")


def test_certificates_are_asked_for_the_days_of_the_event_when_sent_and_at_approval(session: Session) -> None:
    at = fair(session, std=2)
    none = whole(session, at, 1, stars=None)
    choose(session, writer(session), none, Choice(), now=NOW)
    with pytest.raises(Refused) as refused:
        send(session, writer(session), none, AT)
    assert refusal(refused) is BoothRefusal.NO_CERTIFICATE
    one = sent(session, at, 2)
    at.event.starts_on = at.event.ends_on = at.event.last_on = AT.today.replace(year=2031)
    with pytest.raises(Refused) as refused:
        deciding.approve(session, SYSTEM, one, AT)
    assert refusal(refused) is BoothRefusal.NO_CERTIFICATE


def test_products_are_ones_own_with_what_is_known_of_them(session: Session) -> None:
    at = fair(session, std=1)
    one, other = registered(session, at, 1), registered(session, at, 2)
    own, others = one.products[0].product_id, other.products[0].product_id
    choose_products(session, one, {own: True, others: True}, AT)
    (kept,) = one.products
    assert (kept.product_id, kept.is_tasted, kept.stars, kept.certificate) == (own, True, 4, "1/QĐ")


def test_a_fee_is_asked_after_approval_and_paying_confirms(session: Session) -> None:
    at = priced(session, std=1)
    one = sent(session, at, 1)
    assert last_charge_of(session, one) is None
    assert deciding.approve(session, SYSTEM, one, AT) is RegistrationState.AWAITING_PAYMENT
    charge = charge_of(session, one)
    assert (charge.amount_dong, charge.purpose_id, charge.due_on) == (8_500_000, one.id, AT.today + timedelta(days=7))
    assert FEES.follow(session, one.id, ChargeState.OPEN) is Belief.WAITS
    assert FEES.follow(session, one.id, ChargeState.PAID) is Belief.PAID
    assert FEES.follow(session, one.id, ChargeState.PAID) is Belief.PAID
    assert (one.state, one.claims[0].state) == (RegistrationState.CONFIRMED, ClaimState.PAID)
    assert FEES.beliefs(session, [one.id, 999]) == {one.id: Belief.PAID}


def test_a_fee_that_does_not_come_frees_the_booth_and_late_money_can_be_placed(session: Session) -> None:
    at = priced(session, std=1)
    one, second = sent(session, at, 1), sent(session, at, 2)
    deciding.approve(session, SYSTEM, one, AT)
    assert FEES.follow(session, one.id, ChargeState.EXPIRED) is Belief.GONE
    assert state_of(one) == "expired"
    assert line(session, second).offered == 1
    assert FEES.follow(session, one.id, ChargeState.PAID) is Belief.GONE
    assert state_of(one) == "paid_unplaced"
    deciding.decline_offer(session, writer(session), line(session, second), AT)
    deciding.place(session, SYSTEM, one, booths(session, at)[0], AT)
    assert state_of(one) == "confirmed"
    assert FEES.follow(session, one.id, ChargeState.REFUND_DUE) is Belief.GONE
    assert state_of(one) == "cancelled"


def test_withdrawing_before_paying_ends_the_charge(session: Session) -> None:
    at = priced(session, std=1)
    one = sent(session, at, 1)
    deciding.approve(session, SYSTEM, one, AT)
    withdraw(session, writer(session), one, AT)
    assert charge_of(session, one).state is ChargeState.CANCELLED


def test_a_programme_pays_its_part_once_a_year_over_all_fairs(session: Session) -> None:
    programme = SubsidyProgramme(
        place_id=province_id(session), decision="471/QĐ-UBND", percent=50, booths_a_year=1, provinces=[]
    )
    session.add(programme)
    session.flush()
    one = sent(session, priced(session, std=1, subsidy_id=programme.id), 1)
    deciding.approve(session, SYSTEM, one, AT)
    assert (one.subsidised, one.due_dong) == (1, 4_250_000)
    payee = one.fair.payee_id
    again = fair(session, name="Hội chợ khác", std=1, price=8_500_000, payee_id=payee, subsidy_id=programme.id)
    second = whole(session, again, 9)
    second.producer_id = one.producer_id
    second.products[0].product_id = one.products[0].product_id
    choose(session, writer(session), second, Choice(), now=NOW)
    send(session, writer(session), second, AT)
    deciding.approve(session, SYSTEM, second, AT)
    assert (second.subsidised, second.due_dong) == (0, 8_500_000)
    withdraw(session, writer(session), one, AT)
    assert one.subsidised == 0


def test_the_organiser_moves_and_swaps_what_costs_the_same(session: Session) -> None:
    at = fair(session, std=2, corner=1)
    one, two = sent(session, at, 1), sent(session, at, 2)
    for registration in (one, two):
        deciding.approve(session, SYSTEM, registration, AT)
    (mine,), (theirs,) = (live_claims_of(session, each.id, NOW) for each in (one, two))
    deciding.swap(session, SYSTEM, mine, theirs, AT)
    (mine,), (theirs,) = (live_claims_of(session, each.id, NOW) for each in (one, two))
    assert (mine.booth.label, theirs.booth.label) == ("A02", "A01")
    corner = booths(session, at)[2]
    deciding.place(session, SYSTEM, one, corner, AT, instead_of=mine)
    assert [claim.booth.label for claim in live_claims_of(session, one.id, NOW)] == ["B01"]
    corner.type.price_dong = 1
    (mine,) = live_claims_of(session, one.id, NOW)
    with pytest.raises(Refused) as refused:
        deciding.swap(session, SYSTEM, mine, theirs, AT)
    assert refusal(refused) is BoothRefusal.OTHER_PRICE
    with pytest.raises(Refused) as refused:
        deciding.place(session, SYSTEM, two, corner, AT)
    assert refusal(refused) is BoothRefusal.OTHER_PRICE


def test_what_is_missing_is_said_and_a_returned_one_keeps_its_booth(session: Session) -> None:
    at = fair(session, std=1)
    one = sent(session, at, 1)
    with pytest.raises(Refused) as refused:
        deciding.ask_for_more(session, SYSTEM, one, remark=" ", at=AT)
    assert refusal(refused) is BoothRefusal.NO_REASON
    deciding.ask_for_more(session, SYSTEM, one, remark="Thiếu ảnh nhãn", at=AT)
    assert (one.remark, len(live_claims_of(session, one.id, NOW))) == ("Thiếu ảnh nhãn", 1)
    send(session, writer(session), one, AFTER)
    deciding.decline(session, SYSTEM, one, remark="Không đúng chủ đề", at=AT)
    assert live_claims_of(session, one.id, NOW) == []


def test_by_application_the_best_get_booths_and_others_wait_in_their_order(session: Session) -> None:
    at = prepared(session, allocation=Allocation.SELECTION, std=2)
    set_rules(session, SYSTEM, at, {Measure.STARS: 10, Measure.OWN_PROVINCE: 5}, {})
    open_booking(session, SYSTEM, at, NOW, CLOSES)
    low, high, best, proud = (
        sent(session, at, number, stars=stars) for number, stars in enumerate((3, 4, 5, 3), start=1)
    )
    proud.would_wait = False
    with pytest.raises(Refused) as refused:
        decide(session, SYSTEM, at, AT)
    assert refusal(refused) is BoothRefusal.STILL_OPEN
    assert [one.application.number for one in ranking(session, at)] == [best.id, high.id, low.id, proud.id]
    assert decide(session, SYSTEM, at, AFTER) == 2
    assert {high.state, best.state} == {RegistrationState.CONFIRMED}
    assert best.points == 55
    assert (low.state, proud.state) == (RegistrationState.SENT, RegistrationState.DECLINED)
    withdraw(session, writer(session), high, AFTER)
    assert line(session, low).offered == 1


def test_by_quota_each_province_has_its_share(session: Session) -> None:
    at = prepared(session, allocation=Allocation.QUOTA, std=2)
    with pytest.raises(Refused) as refused:
        open_booking(session, SYSTEM, at, NOW, CLOSES)
    assert refusal(refused) is BoothRefusal.NO_RULE
    set_rules(session, SYSTEM, at, {}, {"01": 1, "*": 1})
    open_booking(session, SYSTEM, at, NOW, CLOSES)
    first, second, far = (sent(session, at, number, province=code) for number, code in enumerate(("01", "01", "46")))
    assert decide(session, SYSTEM, at, AFTER) == 2
    states = [one.state for one in (first, second, far)]
    assert states == [RegistrationState.CONFIRMED, RegistrationState.SENT, RegistrationState.CONFIRMED]


def test_what_was_published_stands_and_a_plan_keeps_what_somebody_has(session: Session) -> None:
    at = fair(session, std=2)
    with pytest.raises(Refused) as refused:
        edit(session, SYSTEM, at, {"allocation": Allocation.QUOTA})
    assert refusal(refused) is BoothRefusal.RULES_PUBLISHED
    edit(session, SYSTEM, at, {"setting_up": "Từ 7 giờ"})
    one = whole(session, at, 1)
    choose(session, writer(session), one, Choice(), now=NOW)
    plan = plan_of(session, at)
    for changed in (make_aisle(plan, ["A01"]), rename(plan, "A01", "X1")):
        with pytest.raises(Refused) as refused:
            save_plan(session, SYSTEM, at, changed, now=NOW)
        assert refused.value.of(PlanRefusal) is PlanRefusal.IN_USE
    save_plan(session, SYSTEM, at, rename(plan, "A02", "Z9"), now=NOW)
    assert [booth.label for booth in booths(session, at)] == ["A01", "Z9"]
    with pytest.raises(Refused) as refused:
        edit_type(session, SYSTEM, at, kind_of(session, at), TypeInput("std", "Khác", "2 × 3 m", 5))
    assert refusal(refused) is BoothRefusal.RULES_PUBLISHED
    with pytest.raises(Refused):
        remove_type(session, SYSTEM, at, kind_of(session, at))
    remove_type(session, SYSTEM, at, add_type(session, SYSTEM, at, TypeInput("raw", "Đất trống", "18 m²", 0)))


def test_a_fair_opens_with_booths_and_somebody_to_be_paid(session: Session) -> None:
    at = prepared(session, std=1, price=5)
    with pytest.raises(Refused) as refused:
        open_booking(session, SYSTEM, at, NOW, CLOSES)
    assert refusal(refused) is BoothRefusal.NO_PAYEE
    save_plan(session, SYSTEM, at, Plan(1, 1), now=NOW)
    with pytest.raises(Refused) as refused:
        open_booking(session, SYSTEM, at, NOW, CLOSES)
    assert refusal(refused) is BoothRefusal.NO_BOOTHS
    with pytest.raises(Refused) as refused:
        begin(session, writer(session), at, producer(session, 1), AT)
    assert refusal(refused) is BoothRefusal.NOT_OPEN
