"""Paying by card over HTTP: our page with its link, the door of messages, a page that tells what the ledger says."""

import json
from collections.abc import Callable

import pytest
from flask import Flask

from demo.illustrative_stripe import IllustrativeStripe
from demo.stripe_books import current_books
from demo.views_stripe import deliver
from foundation.accounts.keys import Keys
from foundation.config.settings import Settings
from foundation.db.database import Database
from marketplace.payments.models import Charge, Payee
from marketplace.payments.rules import State
from tests.foundation.signin.conftest import Browser, app, browser, hashed
from tests.marketplace.payments.cards import with_keys
from tests.marketplace.payments.conftest import charge_to, payee_of, province_id

__all__ = ["app", "browser", "hashed"]


@pytest.fixture
def charge(app: Flask, settings: Settings, reference_db: Database) -> Charge:
    with app.app_context(), reference_db.unit_of_work() as session:
        payee = with_keys(session, payee_of(session, place_id=province_id(session)), Keys(settings.secret_key))
        return charge_to(session, payee)


def state_of(database: Database, charge: Charge) -> State:
    with database.reading() as session:
        return session.get_one(Charge, charge.id).state


@pytest.fixture
def payer(browser: Callable[[], Browser]) -> Browser:
    return browser()


def test_somebody_abroad_pays_by_card_and_comes_back(
    app: Flask, payer: Browser, charge: Charge, reference_db: Database
) -> None:
    page, base = f"/en/payments/{charge.key}", app.jinja_env.globals["base_url"]
    assert payer.client.get(f"{page}/card").location == page
    assert "Pay by card" in payer.get(page)
    answer = payer.post(f"{page}/card", page=page)
    assert (answer.status_code, answer.location) == (303, f"{page}/card")
    between = payer.client.get(f"{page}/card")
    assert between.headers["Cache-Control"] == "no-store"
    with app.app_context(), current_books().open() as stripe:
        (number,) = stripe.books["sessions"]
    assert f'href="/demo/stripe/{number}"' in between.get_data(as_text=True)
    paid = payer.post(f"/demo/stripe/{number}", page=f"/demo/stripe/{number}")
    assert (paid.status_code, paid.location) == (303, f"{base}{page}")
    assert state_of(reference_db, charge) is State.PAID
    assert "came by card" in payer.get(page)
    assert "has been paid" in payer.get(f"/demo/stripe/{number}", headers={"Accept-Language": "en"})
    assert payer.client.get("/demo/stripe/cs_none").status_code == 404


def test_a_lost_message_leaves_the_page_saying_what_the_ledger_says(
    app: Flask, payer: Browser, charge: Charge, reference_db: Database
) -> None:
    page = f"/en/payments/{charge.key}"
    payer.post(f"{page}/card", page=page)
    with app.app_context(), current_books().open() as stripe:
        (number,) = stripe.books["sessions"]
    payer.post(f"/demo/stripe/{number}", {"way": "later"}, page=f"/demo/stripe/{number}")
    told = payer.get(page)
    assert "waits for payment" in told
    assert "If you have just paid by card" in told
    with app.app_context():
        deliver()
    assert state_of(reference_db, charge) is State.PAID


def test_the_door_of_messages_asks_no_token_and_believes_a_signature_alone(
    app: Flask, payer: Browser, charge: Charge, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, me = f"/thanh-toan/stripe/{charge.payee_id}", str(charge.payee_id)
    told = {"id": "evt_1", "object": "event", "livemode": False, "data": {"object": {"id": "cs_1"}}}
    body = json.dumps({**told, "type": "checkout.session.completed"})
    with app.app_context(), current_books().open() as stripe:
        proof, late = stripe.signature(me, body), stripe.signature(me, body, ahead=-400)
        early = stripe.signature(me, body, ahead=400)

    def sent(to: str, proof: str, body: str = body) -> int:
        return payer.client.post(to, data=body, headers={"Stripe-Signature": proof}).status_code

    assert [sent(door, one) for one in ("", late, early)] == [400, 400, 400]
    assert sent(door, proof, body + " ") == 400
    assert sent("/thanh-toan/stripe/999999", proof) == 400
    monkeypatch.setattr(IllustrativeStripe, "send", lambda *_: ("{}", 500, {}))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    assert sent(door, proof) == 503
    monkeypatch.undo()
    assert [sent(door, proof), sent(door, proof)] == [200, 200]


def test_what_cannot_be_paid_by_card_says_so(
    payer: Browser, charge: Charge, reference_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/en/payments/{charge.key}"
    monkeypatch.setattr(IllustrativeStripe, "send", lambda *_: ("{}", 500, {}))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    silent = payer.post(f"{page}/card", page=page)
    assert (silent.status_code, "does not answer" in silent.get_data(as_text=True)) == (503, True)
    with reference_db.unit_of_work() as session:
        payee = session.get_one(Payee, charge.payee_id)
        payee.stripe_key = payee.stripe_webhook = None
    refused = payer.post(f"{page}/card", page="/demo/ngan-hang")
    assert (refused.status_code, "by transfer" in refused.get_data(as_text=True)) == (409, True)
    assert "Pay by card" not in payer.get(page)
