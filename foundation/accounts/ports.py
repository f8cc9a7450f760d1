"""What the site needs of the world outside to reach a person."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Email:
    """A mail: to one address, in one language, plain text."""

    to: str
    subject: str
    text: str


class Mailer(Protocol):
    """Sends mail."""

    def send(self, letter: Email) -> None:
        """Hand the letter to the mail system; raises when it does not take it."""


class SmsGateway(Protocol):
    """Sends short messages."""

    def send(self, phone: str, text: str) -> None:
        """Hand the message to the network; raises when it does not take it."""
