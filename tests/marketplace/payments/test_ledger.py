"""Charges on both databases: what money does, what people decide, what is never refused, what verify finds."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from demo.bank import IllustrativeBank
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.outbox.models import OutboxJob
from foundation.workflow.rules import Refused
from marketplace.payments import ledger, personal, services
from marketplace.payments.card_service import Cards
from marketplace.payments.cards import Clock, Till
from marketplace.payments.checking import check_payments
from marketplace.payments.ledger import Money, enter
from marketplace.payments.models import Charge, Payee, StatementLine
from marketplace.payments.notices import WORDS
from marketplace.payments.provider import VIETQR
from marketplace.payments.purposes import Belief, by_kind
from marketplace.payments.rules import Attention, Direction, Refusal, Standing, State
from marketplace.payments.services import (
    Owner,
    PayeeInput,
    Payer,
    accept,
    ask_return,
    cancel,
    edit_payee,
    open_charge,
    open_payee,
    place,
    tell,
)
from marketplace.payments.tasks import end_overdue, expiring_job, notify_people
from tests.foundation.signin.conftest import account
from tests.marketplace.payments.conftest import (
    BIN,
    KEYS,
    TOLD,
    Stalls,
    charge_to,
    payee_of,
    payload_of,
    province_id,
    sent,
)
from tests.support.databases import TODAY

IN, OUT = Direction.IN, Direction.OUT


def money(amount: int, number: str = "1", direction: Direction = IN, after: int = 0) -> Money:
    return Money("vietqr", f"{BIN}:0123456789", number, direction, amount, TODAY + timedelta(days=after))


def at(session: Session, charge: Charge, *told: Money) -> Charge:
    for one in told:
        enter(session, SYSTEM, charge, one, today=TODAY)
    return charge


def look(charge: Charge) -> Attention | None:
    """Why somebody has to look at it now."""
    return charge.attention


def why(call: object, *args: object, **more: object) -> Refusal:
    with pytest.raises(Refused) as refused:
        call(*args, **more)  # type: ignore[operator]
    return refused.value.of(Refusal)


def test_enough_money_in_time_pays_and_the_thing_is_told(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(200_000))
    assert (charge.state, charge.balance.standing) == (State.OPEN, Standing.SHORT)
    at(session, charge, money(300_000, "2"))
    assert (charge.state, charge.paid_on, charge.attention) == (State.PAID, TODAY, None)
    told = session.scalars(select(OutboxJob).filter_by(kind=ledger.TELL)).one()
    assert told.payload == {"charge": charge.id}
    stalls = Stalls()
    tell(session, charge, by_kind([stalls]), today=TODAY)
    assert stalls.held == {1: Belief.PAID}
    assert list(check_payments(session, by_kind([stalls]))) == []


def test_money_for_what_is_gone_is_a_state_with_a_clock(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(500_000))
    stalls = by_kind([Stalls(held={1: Belief.GONE})])
    tell(session, charge, stalls, today=TODAY)
    assert (charge.state, charge.attention, charge.attention_since) == (
        State.PAID_UNPLACED,
        Attention.UNPLACED,
        TODAY,
    )
    assert why(place, session, SYSTEM, charge, reason=" ", today=TODAY) is Refusal.NO_REASON
    place(session, SYSTEM, charge, reason="đổi sang A9", today=TODAY)
    assert (charge.state, charge.attention) == (State.PLACED, None)
    tell(session, charge, {}, today=TODAY)
    assert charge.state is State.PLACED


def test_a_kind_of_thing_that_no_room_knows_is_gone(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(500_000))
    tell(session, charge, {}, today=TODAY)
    assert charge.state is State.PAID_UNPLACED
    assert [one for one in check_payments(session, {}) if "no room is paid for that" in one]
    with pytest.raises(ValueError, match="stall"):
        by_kind([Stalls(), Stalls()])


def test_late_money_is_taken_and_decided_about(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(500_000, after=30))
    assert (charge.state, charge.attention) == (State.PAID_LATE, Attention.LATE)
    assert why(accept, session, SYSTEM, charge, reason="", today=TODAY) is Refusal.NO_REASON
    accept(session, SYSTEM, charge, reason="còn chỗ", today=TODAY)
    assert (charge.state, charge.attention, charge.note) == (State.PAID, None, "còn chỗ")
    assert why(accept, session, SYSTEM, charge, reason="nữa", today=TODAY) is Refusal.NOT_HERE


def test_what_is_not_paid_in_time_ends_and_short_money_stays_to_be_looked_at(session: Session, payee: Payee) -> None:
    empty, short, other = (charge_to(session, payee, number) for number in (1, 2, 3))
    at(session, short, money(100_000))
    assert end_overdue(session, empty.release_on) == 0
    other.release_on = empty.release_on + timedelta(days=1)
    session.flush()
    assert end_overdue(session, empty.release_on + timedelta(days=1)) == 2
    assert (empty.state, short.state, other.state) == (State.EXPIRED, State.PAID_LATE, State.OPEN)
    at(session, empty, money(500_000, "9"))
    assert empty.state is State.PAID_LATE


def test_double_money_is_seen_and_goes_back(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(500_000), money(500_000, "2"))
    assert look(charge) is Attention.DOUBLE
    at(session, charge, money(500_000, "3", OUT))
    assert charge.attention_since is None
    at(session, charge, money(500_000, "4", OUT))
    assert look(charge) is Attention.TAKEN_BACK


def test_more_or_less_is_accepted_as_it_is(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(600_000))
    assert look(charge) is Attention.DOUBLE
    accept(session, SYSTEM, charge, reason="tài trợ", today=TODAY)
    assert (charge.due, charge.attention_since) == (600_000, None)
    short = at(session, charge_to(session, payee, 2), money(490_000, "2"))
    accept(session, SYSTEM, short, reason="phí ngân hàng", today=TODAY)
    assert (short.state, short.due) == (State.PAID, 490_000)
    assert why(accept, session, SYSTEM, charge_to(session, payee, 3), reason="x", today=TODAY) is Refusal.NO_MONEY


def test_all_of_it_goes_back(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(500_000))
    assert why(ask_return, session, SYSTEM, charge, reason="", today=TODAY) is Refusal.NO_REASON
    ask_return(session, SYSTEM, charge, reason="huỷ", today=TODAY)
    assert (charge.state, charge.attention) == (State.REFUND_DUE, Attention.RETURN)
    at(session, charge, money(200_000, "2", OUT))
    assert charge.state is State.REFUND_DUE
    at(session, charge, money(300_000, "3", OUT))
    assert (charge.state, charge.attention) == (State.REFUNDED, None)
    taken = at(session, charge_to(session, payee, 2), money(500_000, "5"), money(500_000, "6", OUT))
    ask_return(session, SYSTEM, taken, reason="ngân hàng thu hồi", today=TODAY)
    assert taken.state is State.REFUNDED


def test_a_charge_is_cancelled(session: Session, payee: Payee) -> None:
    charge = charge_to(session, payee)
    cancel(session, SYSTEM, charge, today=TODAY)
    assert charge.state is State.CANCELLED
    again = at(session, charge_to(session, payee), money(100_000))
    cancel(session, SYSTEM, again, today=TODAY)
    assert again.state is State.PAID_LATE
    assert why(cancel, session, SYSTEM, again, today=TODAY) is Refusal.NOT_OPEN


def test_the_same_money_is_entered_once(session: Session, payee: Payee) -> None:
    charge = at(session, charge_to(session, payee), money(500_000))
    with pytest.raises(IntegrityError), session.begin_nested():
        at(session, charge, money(500_000))


def test_what_cannot_be_asked_for_is_refused(session: Session, payee: Payee) -> None:
    charge_to(session, payee)
    assert why(charge_to, session, payee) is Refusal.CHARGED_ALREADY
    assert why(charge_to, session, payee, 2, amount=0) is Refusal.WRONG_AMOUNT
    assert why(charge_to, session, payee, 2, amount=10**13) is Refusal.WRONG_AMOUNT
    assert why(charge_to, session, payee, 2, due_on=TODAY - timedelta(days=1)) is Refusal.WRONG_DATES


def test_a_payee_has_an_account_of_its_own_and_sealed_keys(session: Session, payee: Payee) -> None:
    edit_payee(session, SYSTEM, payee, PayeeInput("Tên", "x", BIN, "77", "", "sk_live_1", "whsec_1"), keys=KEYS)
    assert (payee.holder, payee.bank_account) == ("Tên", "77")
    assert payee.stripe_key
    assert "sk_live_1" not in payee.stripe_key
    assert KEYS.unseal(payee.stripe_key) == "sk_live_1"
    kept_key = payee.stripe_key
    edit_payee(session, SYSTEM, payee, PayeeInput("Tên", "x"), keys=KEYS)
    assert (payee.bank_bin, payee.holder, payee.stripe_key) == (None, None, kept_key)
    assert not VIETQR.is_ready(payee)
    assert VIETQR.instructions(charge_to(session, payee)) is None


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (PayeeInput("a", "b"), Refusal.NO_ACCOUNT),
        (PayeeInput("a", "b", BIN, "12 3"), Refusal.NO_ACCOUNT),
        (PayeeInput("a", "b", "000000", "123"), Refusal.UNKNOWN_BANK),
        (TOLD, Refusal.ACCOUNT_TAKEN),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    session: Session, payee: Payee, told: PayeeInput, refusal: Refusal
) -> None:
    assert why(open_payee, session, SYSTEM, Owner(payee.place_id), told, keys=KEYS) is refusal


def test_verify_names_what_does_not_hold(
    session: Session, payee: Payee, tmp_path: Path, bank: IllustrativeBank
) -> None:
    stalls = Stalls()
    one, two, three, four = (charge_to(session, payee, number) for number in (1, 2, 3, 4))
    bank.pay(payload_of(four), by="A", day=TODAY)
    sent(session, payee, bank.statement(payee.bank_key), tmp_path)
    tell(session, four, by_kind([stalls]), today=TODAY)
    assert list(check_payments(session, by_kind([stalls]))) == []
    session.execute(update(Charge).filter_by(id=one.id).values(came_dong=7))
    session.execute(update(Charge).filter_by(id=two.id).values(attention=Attention.DOUBLE, attention_since=TODAY))
    at(session, three, money(500_000, "8"))
    session.execute(update(Charge).filter_by(id=three.id).values(state=State.OPEN))
    session.execute(update(StatementLine).values(amount_dong=400_000))
    stalls.held[4] = Belief.WAITS
    session.expire_all()
    told = " ".join(check_payments(session, by_kind([stalls])))
    for charge in (one, two, three, four):
        assert charge.reference in told
    assert "what was entered is not what it says" in told


def test_a_payer_may_have_an_account(session: Session, payee: Payee) -> None:
    charge = open_charge(
        session,
        SYSTEM,
        payee,
        purpose=("stall", 9),
        title=" Gian  hàng ",
        amount=1,
        payer=Payer("  An  "),
        due_on=TODAY,
        today=TODAY,
    )
    assert (charge.title, charge.payer_name, len(charge.key)) == ("Gian hàng", "An", 20)


def test_a_reference_that_is_given_already_is_not_given_again(
    session: Session, payee: Payee, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = iter([charge_to(session, payee).reference, "OCOP00000011"])
    monkeypatch.setattr(services, "new_reference", lambda: next(told))
    assert charge_to(session, payee, 2).reference == "OCOP00000011"


def test_the_worker_ends_what_was_not_paid_in_time(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        charge = charge_to(session, payee_of(session, place_id=province_id(session)))
    clock, cards = Clock(now, lambda: charge.release_on + timedelta(days=1)), Cards(KEYS, (), takes_live=True)
    expiring_job(lambda database: Till(database, cards, clock))(reference_db, {})
    with reference_db.reading() as session:
        assert session.get_one(Charge, charge.id).state is State.EXPIRED


def test_what_is_held_about_somebody_is_told_and_their_keys_are_forgotten(session: Session) -> None:
    me = account(session, "an").id
    told = PayeeInput("An", "0208", BIN, "4711", "AN", "sk_live_1", "whsec_1")
    mine = open_payee(session, SYSTEM, Owner(account_id=me), told, keys=KEYS)
    charge_to(session, mine).payer_account_id = me
    session.flush()
    held = personal.export(session, me)
    assert ([one["bank_account"] for one in held["payees"]], len(held["charges"])) == (["4711"], 1)
    assert "sk_live_1" not in str(held)
    personal.erase(session, me, TODAY)
    assert (mine.stripe_key, mine.bank_account) == (None, "4711")
    alone = open_payee(
        session, SYSTEM, Owner(account_id=me), PayeeInput("An", "x", stripe_key="a", stripe_webhook="b"), keys=KEYS
    )
    personal.erase(session, me, TODAY)
    assert not alone.stripe_key
    assert not alone.stripe_webhook


def test_whoever_is_paid_themselves_is_told_that_money_waits_for_them(session: Session) -> None:
    owner = account(session, "an")
    charge = at(session, charge_to(session, payee_of(session, account_id=owner.id)), money(500_000, after=30))
    notify_people(session, charge)
    notice = session.scalars(select(Notice)).one()
    words = WORDS[notice.kind](notice.facts)
    assert (notice.account_id, words.path) == (owner.id, f"/ho-so/thu-tien/{charge.payee_id}")
    assert charge.reference in words.text


def test_paid_without_being_told_yet_is_not_at_odds(session: Session, payee: Payee) -> None:
    at(session, charge_to(session, payee), money(500_000))
    assert list(check_payments(session, by_kind([Stalls()]))) == []
