"""What accounts rest on: passwords, lives of sessions, lanes of sign-in attempts, forms of codes. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from foundation.i18n.text import fold

PASSWORD_MIN, PASSWORD_MAX = 8, 256
"""Characters of a password; the upper bound only keeps hashing quick."""

NAME_MAX, EMAIL_MAX, ADDRESS_MAX = 200, 254, 45

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+")
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class AccountStatus(StrEnum):
    """Where an account stands."""

    INVITED = "invited"  # opened for somebody who has not confirmed it
    ACTIVE = "active"
    CLOSED = "closed"


class Stage(StrEnum):
    """How far a session has been proved."""

    SECOND_FACTOR = "second_factor"  # the password was right, the second factor is still to come
    ENROL = "enrol"  # a second factor is owed and must be set up first
    FULL = "full"


class SessionEnd(StrEnum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    ENDED_BY_OWNER = "ended_by_owner"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a reason
    REPLACED = "replaced"
    ACCOUNT_CLOSED = "account_closed"


class Purpose(StrEnum):
    """What a secret handed out once is good for."""

    RESET_BY_MAIL = "reset_by_mail"
    RESET_BY_CODE = "reset_by_code"
    TAKE_OVER = "take_over"

    @property
    def lasts(self) -> timedelta:
        """How long the secret may be used."""
        return _LASTS[self]


_LASTS = {
    Purpose.RESET_BY_MAIL: timedelta(hours=1),
    Purpose.RESET_BY_CODE: timedelta(days=1),
    Purpose.TAKE_OVER: timedelta(days=14),  # a farmer may come back to the commune with the paper
}


class PasswordProblem(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives without being used, and at all."""

    idle: timedelta
    absolute: timedelta


STAFF = Limits(timedelta(hours=1), timedelta(hours=12))
"""Officers and council members: a working day."""

PUBLIC = Limits(timedelta(days=14), timedelta(days=60))
"""Everybody else: a farmer's own phone."""

UNFINISHED = Limits(timedelta(minutes=15), timedelta(minutes=15))
"""A sign-in whose second factor is still to come."""

TOUCH_EVERY = timedelta(minutes=5)
PROOF_LASTS = timedelta(minutes=15)
"""After this long a sensitive act asks for the password again."""


def limits_of(stage: Stage, *, is_staff: bool) -> Limits:
    """The limits a session lives by."""
    if stage is Stage.SECOND_FACTOR:
        return UNFINISHED
    return STAFF if is_staff else PUBLIC


def lives(opened_at: datetime, seen_at: datetime, now: datetime, limits: Limits) -> bool:
    """Whether a session that nobody ended is still good."""
    return now - seen_at < limits.idle and now - opened_at < limits.absolute


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Whether the password was given recently enough for a sensitive act."""
    return now - proved_at < PROOF_LASTS


def read_email(text: str) -> str | None:
    """An e-mail address in its kept form, or None; nothing that could open a second header line passes."""
    address = unicodedata.normalize("NFC", text).strip().lower()
    return address if len(address) <= EMAIL_MAX and _EMAIL.fullmatch(address) and address.isprintable() else None


def as_typed(password: str) -> str:
    """A password as it is hashed: the same whichever keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password)


def length_problem(password: str) -> PasswordProblem | None:
    """Why a password's length is refused; what it is made of is nobody's business."""
    if len(as_typed(password)) < PASSWORD_MIN:
        return PasswordProblem.TOO_SHORT
    return PasswordProblem.TOO_LONG if len(as_typed(password)) > PASSWORD_MAX else None


def own_words(*texts: str | None) -> list[str]:
    """What somebody who knows the person would try first: name, address, number, and the site itself."""
    words = {"ocop"}
    for text in filter(None, texts):
        words |= {text.casefold(), fold(text).replace(" ", ""), *fold(text).split()}
        words |= {"0" + text[3:]} if text.startswith("+84") else set()
    return sorted(word for word in words if len(word) > 2)  # noqa: PLR2004 - shorter ones are in everything


def plain_code(text: str) -> str:
    """A code as it was made, however it was typed: spaces, hyphens, case and look-alikes do not matter."""
    return "".join(c for c in text.upper().translate(_LOOKALIKES) if c.isascii() and c.isalnum())


def printed(code: str) -> str:
    """A code for reading aloud: in two halves."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


# Lanes: how many attempts at guessing a secret may reach the hash --------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lane:
    """One way attempts come in: `burst` at once, then one each `every`; one that weighs more takes several places."""

    key: str
    burst: int
    every: timedelta
    takes: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What speaks for whoever tries: a device or an address from which this account was entered before."""

    device_id: int | None = None
    address: bool = False


def network(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the /64 an IPv6 address lies in."""
    try:
        found = ip_address(address)
    except ValueError:  # a proxy that writes words instead
        return address[:ADDRESS_MAX]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)


def sign_in_lanes(identifier: str, address: str, known: Known) -> tuple[Lane, ...]:
    """The lanes an attempt must all find open.

    A known device has a lane of its own, and so has a known address: an attack on the account from elsewhere
    fills the open lane only, and the owner passes it by.
    """
    if known.device_id is not None:
        return (Lane(f"device:{known.device_id}", 10, timedelta(minutes=6)),)
    if known.address:
        return (Lane(f"known:{identifier}:{network(address)}", 10, timedelta(minutes=6)),)
    return (
        Lane(f"address:{network(address)}", 30, timedelta(minutes=1)),
        Lane(f"account:{identifier}", 20, timedelta(minutes=6)),
    )


def code_lanes(kind: str, identifier: str, address: str) -> tuple[Lane, ...]:
    """The lanes of an attempt at a one-time code: five guesses, then one each half hour."""
    return (
        Lane(f"address:{network(address)}", 30, timedelta(minutes=1)),
        Lane(f"{kind}:{identifier}", 5, timedelta(minutes=30)),
    )


def wait(lane: Lane, spent_until: datetime | None, now: datetime) -> timedelta:
    """How long until the lane is open; zero when it is."""
    if spent_until is None:
        return timedelta(0)
    return max(timedelta(0), spent_until + lane.every * lane.takes - lane.every * lane.burst - now)


def spend(lane: Lane, spent_until: datetime | None, now: datetime) -> datetime:
    """The lane's mark after one more attempt; the caller has seen that it is open."""
    return max(spent_until or now, now) + lane.every * lane.takes


def give_back(lane: Lane, spent_until: datetime) -> datetime:
    """The lane's mark when an attempt turned out to be the owner's."""
    return spent_until - lane.every * lane.takes


def longest(waits: Iterable[timedelta]) -> timedelta:
    """How long until all lanes are open."""
    return max(waits, default=timedelta(0))
