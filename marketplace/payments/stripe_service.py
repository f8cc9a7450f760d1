"""Stripe Checkout behind the port: the only module that knows the library. Loaded by `card_service` alone."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import stripe
from stripe.checkout import Session

from marketplace.payments.card_rules import CURRENCY, SKEW, is_fresh, is_live
from marketplace.payments.card_service import Asked, CardSession, ForgedError, Message, ServiceError, Wire

TIMEOUT, RETRIES, NOT_FOUND = 20, 2, 404
WHOLE = ["payment_intent.latest_charge"]
PART = 100
"""Pages that are listed in one answer."""


class WireClient(stripe.HTTPClient):
    """Sends what the library asks over a wire instead of the network."""

    name = "wire"

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_more: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """Return body, status and headers of the answer."""
        return self._wire.send(method, url, headers or {}, post_data or "")

    def close(self) -> None:
        """Close nothing: a wire is no connection."""


class StripeService:
    """Stripe with the secret key of one payee."""

    def __init__(self, key: str, wire: Wire | None) -> None:
        http = WireClient(wire) if wire else stripe.RequestsClient(timeout=TIMEOUT)
        self._is_live = is_live(key)
        self._api = stripe.StripeClient(key, max_network_retries=RETRIES, http_client=http).v1

    def open(self, asked: Asked) -> CardSession:
        """Make the page where somebody pays. Raises `ServiceError`."""
        price: Any = {"currency": CURRENCY, "unit_amount": asked.amount, "product_data": {"name": asked.title}}
        params: Any = {
            "mode": "payment",
            "payment_method_types": ["card"],
            "line_items": [{"quantity": 1, "price_data": price}],
            "client_reference_id": asked.reference,
            "metadata": dict(asked.facts),
            "payment_intent_data": {"description": asked.reference, "metadata": dict(asked.facts)},
            "expires_at": int(asked.until.timestamp()),
            "success_url": asked.back,
            "cancel_url": asked.back,
            "locale": asked.lang,
        }
        with _answered():
            return told(self._api.checkout.sessions.create(params, {"idempotency_key": asked.key}))

    def session(self, session_id: str) -> CardSession | None:
        """Return a page as it stands now; None where it is none of this payee's. Raises `ServiceError`."""
        with _answered():
            try:
                return told(self._api.checkout.sessions.retrieve(session_id, {"expand": WHOLE}))
            except stripe.InvalidRequestError as error:
                if error.http_status == NOT_FOUND:
                    return None
                raise

    def end(self, session_id: str) -> CardSession | None:
        """End a page, unless it is paid or over; how it stands then. Raises `ServiceError`."""
        # What is paid, over or of another account cannot be ended: how it stands is asked either way.
        with _answered(), suppress(stripe.InvalidRequestError):
            self._api.checkout.sessions.expire(session_id)
        return self.session(session_id)

    def recent(self, since: datetime) -> Iterator[CardSession]:
        """Yield the pages made since then. Raises `ServiceError`."""
        params: Any = {
            "created": {"gte": int(since.timestamp())},
            "limit": PART,
            "expand": [f"data.{one}" for one in WHOLE],
        }
        with _answered():
            yield from map(told, self._api.checkout.sessions.list(params).auto_paging_iter())

    def read(self, body: bytes, signature: str, secret: str, moment: datetime) -> Message:
        """Return what a message is about. Raises `ForgedError`."""
        try:
            stripe.WebhookSignature.verify_header(body.decode(), signature, secret, SKEW)
            stamp = next(part[2:] for part in signature.split(",") if part.startswith("t="))
            sent = json.loads(body)
            if not is_fresh(int(stamp), moment) or not self._is_ours(sent):
                raise ForgedError
            return Message(str(sent["id"]), str(sent["type"]), str(sent["data"]["object"]["id"]))
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError) as error:
            raise ForgedError from error

    def _is_ours(self, sent: Any) -> bool:
        """Whether it is an event of this very account: not of one connected to it, nor of its other mode."""
        is_event = isinstance(sent, dict) and sent.get("object") == "event"
        return is_event and sent.get("livemode") is self._is_live and not sent.get("account")


def connect(key: str, wire: Wire | None, *, takes_live: bool) -> StripeService | None:
    """Return Stripe with a key; None where the key moves real money and none may move."""
    return StripeService(key, wire) if takes_live or not is_live(key) else None


def told(session: Session) -> CardSession:
    """Return a page in our words. Only `payment_status` says that money came: "complete" does not."""
    intent = session.payment_intent
    charge = intent.latest_charge if isinstance(intent, stripe.PaymentIntent) else None
    paid_at = charge.created if isinstance(charge, stripe.Charge) else None
    return CardSession(
        id=session.id,
        url=session.url or "",
        is_paid=session.payment_status == "paid",
        is_over=session.status != "open",
        amount=session.amount_total or 0,
        currency=session.currency or "",
        reference=session.client_reference_id or "",
        facts=dict(session.to_dict().get("metadata") or {}),
        payment=intent.id if isinstance(intent, stripe.PaymentIntent) else intent or "",
        paid_at=datetime.fromtimestamp(paid_at, UTC) if paid_at else None,
    )


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except stripe.StripeError as error:
        raise ServiceError(type(error).__name__) from error
