"""The port to card services. What stands behind it is loaded only where a payee has keys of their own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

import structlog
from cryptography.fernet import InvalidToken
from flask import current_app

from foundation.accounts.keys import Keys
from marketplace.payments.models import Payee

EXTENSION = "ocop_cards"

log = structlog.get_logger("payments")


class ServiceError(Exception):
    """The card service did not answer, or refused: nothing is known."""


class ForgedError(Exception):
    """A message that does not prove where it comes from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page at the card service is asked for; the same `key` twice makes one page."""

    key: str
    title: str
    amount: int
    reference: str
    facts: Mapping[str, str]
    until: datetime
    back: str
    lang: str


@dataclass(frozen=True, slots=True)
class CardSession:
    """A page at the card service as the service tells it now."""

    id: str
    url: str
    is_paid: bool
    is_over: bool
    amount: int
    currency: str
    reference: str
    facts: Mapping[str, str]
    payment: str
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """What a message is about; its object is fetched, never believed."""

    id: str
    kind: str
    subject: str


class CardService(Protocol):
    """A card service with the keys of one payee."""

    def open(self, asked: Asked) -> CardSession:
        """Make the page where somebody pays. Raises `ServiceError`."""

    def session(self, session_id: str) -> CardSession | None:
        """Return a page as it stands now; None where it is none of this payee's. Raises `ServiceError`."""

    def end(self, session_id: str) -> CardSession | None:
        """End a page, unless it is paid or over; how it stands then. Raises `ServiceError`."""

    def recent(self, since: datetime) -> Iterator[CardSession]:
        """Yield the pages made since then. Raises `ServiceError`."""

    def read(self, body: bytes, signature: str, secret: str, moment: datetime) -> Message:
        """Return what a message is about. Raises `ForgedError`."""


class Wire(Protocol):
    """A way to a card service that is not the network: an illustrative one stands at its end."""

    def serves(self, key: str) -> bool:
        """Whether it is for this key."""

    def send(self, method: str, url: str, headers: Mapping[str, str], body: str) -> tuple[str, int, Mapping[str, str]]:
        """Return body, status and headers of an answer."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Card services by payee. `takes_live` says whether real money may move here."""

    keys: Keys
    wires: tuple[Wire, ...]
    takes_live: bool

    def of(self, payee: Payee) -> CardService | None:
        """Return the payee's card service; None without keys, or with such as must not be used here."""
        if not payee.stripe_key:
            return None
        try:
            key = self.keys.unseal(payee.stripe_key)
        except InvalidToken:
            log.warning("payments.keys_of_another_site", payee=payee.id)
            return None
        wire = next((one for one in self.wires if one.serves(key)), None)
        made: CardService | None = _adapter()(key, wire, takes_live=self.takes_live)
        return made

    def secret(self, payee: Payee) -> str:
        """Return what messages to the payee are signed with."""
        return self.keys.unseal(payee.stripe_webhook or "")


@cache
def _adapter() -> Callable[..., CardService | None]:
    """Load the library: a third of a second and 20 MB that only those pay who use it."""
    from marketplace.payments.stripe_service import connect  # noqa: PLC0415 - only where a payee has keys

    return connect


def current_cards() -> Cards:
    """Return the card services of this site."""
    found: Cards = current_app.extensions[EXTENSION]
    return found
