"""Paying by card: one page at a time, money entered once, nothing released that may still be paid."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from demo.illustrative_stripe import IllustrativeStripe
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.config.settings import VIETNAM
from foundation.workflow.rules import Refused
from marketplace.payments.card_rules import MOST, CheckoutState, is_live, page_until
from marketplace.payments.card_service import ForgedError, ServiceError
from marketplace.payments.cards import end_page, reconcile, take_message
from marketplace.payments.checking import check_payments
from marketplace.payments.models import CardCheckout, CardEvent, Charge, Payee
from marketplace.payments.purposes import by_kind
from marketplace.payments.rules import Refusal, State
from marketplace.payments.services import PayeeInput, cancel, edit_payee, refuse_live_key
from marketplace.payments.tasks import expiring_job, reconciling_job
from tests.marketplace.payments.cards import Shop, shop
from tests.marketplace.payments.conftest import KEYS, Stalls
from tests.support.databases import TODAY

__all__ = ["shop"]

PAID, ENDED = CheckoutState.PAID, CheckoutState.ENDED


def test_a_page_ends_with_the_hold_and_none_is_made_for_less_than_half_an_hour() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=VIETNAM)
    assert page_until(noon, TODAY, TODAY) == noon + timedelta(hours=2)
    late = noon.replace(hour=23)
    assert page_until(late, TODAY, TODAY) == late + timedelta(hours=1)
    assert page_until(late.replace(minute=30), TODAY, TODAY) is None
    assert page_until(noon, TODAY, TODAY - timedelta(days=1)) is None
    # Where a setting moves the day, the hold moves with it.
    assert page_until(noon + timedelta(days=90), TODAY, TODAY) == noon + timedelta(days=90, hours=2)


def test_a_card_pays_once_however_often_it_is_told(shop: Shop) -> None:
    charge = shop.charge()
    page = shop.begin(charge)
    assert page.session_id
    assert shop.begin(charge).id == page.id
    sent = shop.stripe.page(page.session_id)
    assert sent
    assert (sent["amount_total"], sent["currency"]) == (500_000, "vnd")
    assert sent["metadata"] == {
        "charge": charge.reference,
        "payee": str(shop.payee.id),
        "checkout": str(page.id),
    }
    assert sent["success_url"] == sent["cancel_url"]
    intent = shop.stripe.pay(page.session_id)
    for one in shop.stripe.books["events"] * 3:
        shop.take(one["of"], one["body"].encode(), shop.stripe.signature(one["of"], one["body"]))
    reconcile(shop.till, shop.payee.id)
    found, (entry,), (kept,) = shop.found(charge)
    assert (found.state, found.came_dong, kept.state) == (State.PAID, 500_000, PAID)
    assert (entry.provider, entry.provider_id, entry.happened_on) == ("stripe", intent, TODAY)
    with pytest.raises(Refused) as refused:
        shop.begin(charge)
    assert refused.value.of(Refusal) is Refusal.NO_CARDS
    with shop.database.reading() as session:
        assert session.query(CardEvent).count() == 1
        assert list(check_payments(session, by_kind([Stalls()]))) == []


def test_a_lost_answer_and_a_lost_message_lose_no_money(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    charge, send = shop.charge(), IllustrativeStripe.send

    def lose(stripe: IllustrativeStripe, method: str, url: str, headers: Mapping[str, str], body: str) -> object:
        answer = send(stripe, method, url, headers, body)
        return (json.dumps({"error": {"message": "lost"}}), 500, {}) if method == "post" else answer

    monkeypatch.setattr(IllustrativeStripe, "send", lose)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    with pytest.raises(ServiceError):
        shop.begin(charge)
    monkeypatch.setattr(IllustrativeStripe, "send", send)
    (made,) = shop.stripe.books["sessions"]
    assert shop.begin(charge).session_id == made
    shop.stripe.pay(made)
    reconcile(shop.till, shop.payee.id)
    assert shop.found(charge)[0].state is State.PAID


def test_a_page_whose_answer_was_lost_is_found_by_what_it_says(shop: Shop) -> None:
    charge = shop.charge()
    page = shop.begin(charge)
    with shop.database.unit_of_work() as session:
        session.delete(session.get_one(CardCheckout, page.id))
        lost = CardCheckout(charge_id=charge.id, amount_dong=500_000, lang="en", expires_at=page.expires_at)
        lost.id, lost.created_at = page.id, page.created_at
        session.flush()
        session.add(lost)
    end_page(shop.till, charge.id)
    assert page.session_id
    assert shop.found(charge)[2][0].state is ENDED
    assert shop.stripe.books["sessions"][page.session_id]["status"] == "expired"


def test_nothing_is_released_that_may_still_be_paid(shop: Shop) -> None:
    charge = shop.charge()
    page = shop.begin(charge)
    with shop.database.unit_of_work() as session, pytest.raises(Refused) as refused:
        cancel(session, SYSTEM, session.get_one(Charge, charge.id), today=TODAY)
    assert refused.value.of(Refusal) is Refusal.CARD_UNDER_WAY
    end_page(shop.till, charge.id)
    end_page(shop.till, charge.id)
    with shop.database.unit_of_work() as session:
        cancel(session, SYSTEM, session.get_one(Charge, charge.id), today=TODAY)
    assert page.session_id
    assert shop.stripe.pay(page.session_id) is None
    shop.deliver()
    assert [one.state for one in shop.found(charge)[2]] == [ENDED]


def _overdue(shop: Shop, charge: Charge) -> None:
    with shop.database.unit_of_work() as session:
        held = session.get_one(Charge, charge.id)
        held.due_on = held.release_on = TODAY - timedelta(days=1)


def test_the_end_of_the_time_asks_the_card_service_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paid there while it expires here, not paid at all, and nobody answers: three ends of one night."""
    paid, unpaid = shop.charge(1), shop.charge(2)
    pages = [shop.begin(one) for one in (paid, unpaid)]
    assert pages[0].session_id
    shop.stripe.pay(pages[0].session_id)
    for one in (paid, unpaid):
        _overdue(shop, one)
    send, job = IllustrativeStripe.send, expiring_job(lambda _: shop.till)
    monkeypatch.setattr(IllustrativeStripe, "send", lambda *_: ("{}", 500, {}))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    job(shop.database, {})
    reconciling_job(lambda _: shop.till)(shop.database, {})
    assert {shop.found(one)[0].state for one in (paid, unpaid)} == {State.OPEN}
    monkeypatch.setattr(IllustrativeStripe, "send", send)
    job(shop.database, {})
    assert shop.found(paid)[0].state is State.PAID_LATE
    assert shop.found(unpaid)[0].state is State.EXPIRED


def test_a_page_that_is_over_makes_room_for_the_next(shop: Shop) -> None:
    charge = shop.charge()
    first = shop.begin(charge)
    shop.ahead = timedelta(hours=3)
    second = shop.begin(charge)
    assert second.id != first.id
    shop.ahead = timedelta(hours=6)
    reconcile(shop.till, shop.payee.id)
    assert [one.state for one in shop.found(charge)[2]] == [ENDED, ENDED]
    third = shop.begin(charge)
    with shop.database.unit_of_work() as session:
        session.get_one(Charge, charge.id).agreed_dong = 400_000
    assert shop.begin(charge).amount_dong == 400_000
    assert third.session_id
    assert shop.stripe.pay(third.session_id) is None


def test_a_page_given_up_while_it_was_made_is_not_shown(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    charge, send = shop.charge(), IllustrativeStripe.send

    def slow(stripe: IllustrativeStripe, method: str, url: str, headers: Mapping[str, str], body: str) -> object:
        if url.endswith("/v1/checkout/sessions") and method == "post":
            end_page(shop.till, charge.id)
        return send(stripe, method, url, headers, body)

    monkeypatch.setattr(IllustrativeStripe, "send", slow)
    with pytest.raises(Refused):
        shop.begin(charge)
    (page,) = shop.found(charge)[2]
    assert page.state is ENDED
    assert page.session_id
    assert shop.stripe.pay(page.session_id) is None


def test_what_a_message_says_is_not_believed(shop: Shop) -> None:
    charge = shop.charge()
    page = shop.begin(charge)
    assert page.session_id
    sent = {"id": "evt_x", "object": "event", "type": "checkout.session.completed", "livemode": False}
    body = json.dumps({**sent, "data": {"object": {"id": page.session_id, "payment_status": "paid"}}})
    shop.take(str(shop.payee.id), body.encode(), shop.stripe.signature(str(shop.payee.id), body))
    found, entries, _pages = shop.found(charge)
    assert (found.state, entries) == (State.OPEN, [])


FORGED: Mapping[str, dict[str, object]] = {
    "no event": {"object": "charge"},
    "of a connected account": {"account": "acct_1"},
    "of the other mode": {"livemode": True},
    "nothing in it": {"data": None},
    "no number": {"id": None, "data": {}},
}


@pytest.mark.parametrize("name", sorted(FORGED))
def test_signed_messages_that_are_not_this_accounts_events_are_refused(shop: Shop, name: str) -> None:
    told = {"id": "evt_x", "object": "event", "type": "t", "livemode": False, "data": {"object": {"id": "cs"}}}
    body = json.dumps({**told, **FORGED[name]})
    with pytest.raises(ForgedError):
        shop.take(str(shop.payee.id), body.encode(), shop.stripe.signature(str(shop.payee.id), body))


@pytest.mark.parametrize("ahead", [-310, 310, -86400, 86400])
def test_old_and_future_signatures_are_refused(shop: Shop, ahead: int) -> None:
    body = json.dumps({"id": "e", "object": "event", "type": "t", "livemode": False, "data": {"object": {"id": "c"}}})
    me = str(shop.payee.id)
    with pytest.raises(ForgedError):
        shop.take(me, body.encode(), shop.stripe.signature(me, body, ahead=ahead))
    for wrong in ("", "t=x,v1=1", shop.stripe.signature("999", body)):
        with pytest.raises(ForgedError):
            shop.take(me, body.encode(), wrong)
    for broken in (b"\xff", b"[]", b""):
        with pytest.raises(ForgedError):
            shop.take(me, broken, shop.stripe.signature(me, broken.decode(errors="replace")))
    assert shop.take(me, body.encode(), shop.stripe.signature(me, body))


def test_pages_of_others_change_nothing_here(shop: Shop) -> None:
    """What the payee sells elsewhere, another account's page, and a page that names another's charge."""
    charge = shop.charge()
    page = shop.begin(charge)
    assert page.session_id
    kept = shop.stripe.books["sessions"][page.session_id]
    anothers: dict[str, Any] = {"metadata": {**kept["metadata"], "payee": "0"}}
    changes: list[dict[str, Any]] = [{"metadata": {}}, {"client_reference_id": "OCOP"}, anothers]
    for change in changes:
        shop.stripe.books["sessions"]["cs_other"] = {**kept, **change, "id": "cs_other", "status": "open"}
        shop.stripe.pay("cs_other")
        shop.deliver()
        assert shop.found(charge)[1] == []
    shop.stripe.books["sessions"]["cs_other"] = {**kept, "id": "cs_other", "of": "999"}
    told = {"id": "evt_f", "object": "event", "type": "checkout.session.completed", "livemode": False}
    body = json.dumps({**told, "data": {"object": {"id": "cs_other"}}})
    shop.take(str(shop.payee.id), body.encode(), shop.stripe.signature(str(shop.payee.id), body))
    assert shop.found(charge)[1] == []


def test_money_of_another_currency_is_not_entered(shop: Shop) -> None:
    charge = shop.charge()
    page = shop.begin(charge)
    assert page.session_id
    shop.stripe.books["sessions"][page.session_id]["currency"] = "usd"
    shop.stripe.pay(page.session_id)
    shop.deliver()
    assert shop.found(charge)[1] == []


def test_a_sum_no_card_takes_is_not_offered(shop: Shop) -> None:
    charge = shop.charge(1, MOST + 1)
    with pytest.raises(Refused):
        shop.begin(charge)


def test_live_keys_never_move_money_in_a_demonstration(shop: Shop) -> None:
    told = PayeeInput("x", "x", "", "", "", "sk_live_1", "whsec_1")
    with pytest.raises(Refused) as refused:
        refuse_live_key(told)
    assert refused.value.of(Refusal) is Refusal.LIVE_KEY
    assert not is_live("rk_test_1")
    with shop.database.unit_of_work() as session:
        payee = session.get_one(Payee, shop.payee.id)
        edit_payee(session, SYSTEM, payee, told, keys=KEYS)
    charge = shop.charge()
    with pytest.raises(Refused):
        shop.begin(charge)
    assert shop.till.cards.of(payee) is None
    take_message(shop.till, payee, SimpleNamespace(id="e", kind="checkout.session.completed", subject="x"))  # type: ignore[arg-type] # as a message
    reconcile(shop.till, payee.id)


def test_keys_that_another_secret_sealed_open_nothing(shop: Shop) -> None:
    others = replace(shop.till.cards, keys=Keys("o" * 40))
    assert others.of(shop.payee) is None


def test_without_keys_nothing_of_stripe_is_loaded() -> None:
    """In a process of its own: the whole site is composed, and the library is not there."""
    told = "import sys, wsgi; print([one for one in sys.modules if one.split('.')[0] == 'stripe'])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
