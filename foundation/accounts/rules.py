"""What accounts rest on: passwords, lives of sessions, limits of sign-in attempts, forms of codes. Pure functions."""

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
_ENCODED = "=?"
"""How a word begins that mail systems decode (RFC 2047)."""
_DAMAGED = "\ufffd"
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
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
    APPOINTED = "appointed"


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


HANDED_OVER = frozenset({Purpose.RESET_BY_CODE, Purpose.TAKE_OVER})
"""What another person may have read: a link by mail goes to its owner alone."""


class PasswordProblem(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives without being used, and at all."""

    idle: timedelta
    absolute: timedelta


STAFF = SessionLimits(timedelta(hours=1), timedelta(hours=12))
"""Officers and council members: a working day."""

PUBLIC = SessionLimits(timedelta(days=14), timedelta(days=60))
"""Everybody else: a farmer's own phone."""

UNFINISHED = SessionLimits(timedelta(minutes=15), timedelta(minutes=15))
"""A sign-in whose second factor is still to come."""

TOUCH_EVERY = timedelta(minutes=5)
PROOF_LASTS = timedelta(minutes=15)
"""After this long a sensitive act asks for the password again."""


def limits_of(stage: Stage, *, is_staff: bool) -> SessionLimits:
    """Return the limits a session lives by."""
    if stage is Stage.SECOND_FACTOR:
        return UNFINISHED
    return STAFF if is_staff else PUBLIC


def lives(opened_at: datetime, seen_at: datetime, now: datetime, limits: SessionLimits) -> bool:
    """Whether a session that nobody ended is still good."""
    return now - seen_at < limits.idle and now - opened_at < limits.absolute


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Whether the password was given recently enough for a sensitive act."""
    return now - proved_at < PROOF_LASTS


def read_email(text: str) -> str | None:
    """Return an e-mail address in its kept form, or None.

    Nothing passes that could open a second header line, be read as another address once decoded, or be several.
    """
    if len(text) > EMAIL_MAX * 4:  # before it is composed, which takes long for what is no address
        return None
    if _ENCODED in text or _DAMAGED in text or any(unicodedata.category(c) in _UNSEEN for c in text):
        return None
    address = unicodedata.normalize("NFC", text).strip().lower()
    return address if len(address) <= EMAIL_MAX and _EMAIL.fullmatch(address) else None


def typed_identifier(text: str | None) -> str:
    """Return an address or number as it came in a list or a form, to be read and shown again.

    A control character becomes the sign of damaged text rather than nothing: without it the address could be
    somebody else's.
    """
    return _CONTROL.sub(_DAMAGED, text or "").strip(" ")


def as_typed(password: str) -> str:
    """Return a password as it is hashed: the same whichever keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password)


def length_problem(password: str) -> PasswordProblem | None:
    """Why a password's length is refused; what it is made of is nobody's business."""
    if len(as_typed(password)) < PASSWORD_MIN:
        return PasswordProblem.TOO_SHORT
    return PasswordProblem.TOO_LONG if len(as_typed(password)) > PASSWORD_MAX else None


def guessable_words(*texts: str | None) -> list[str]:
    """Return what somebody who knows the person would try first: name, address, number, and the site itself."""
    words = {"ocop"}
    for text in filter(None, texts):
        words |= {text.casefold(), fold(text).replace(" ", ""), *fold(text).split()}
        words |= {"0" + text[3:]} if text.startswith("+84") else set()
    return sorted(word for word in words if len(word) > 2)  # noqa: PLR2004 - shorter ones are in everything


def plain_code(text: str) -> str:
    """Return a code as it was made, however it was typed: spaces, hyphens, case and look-alikes do not matter."""
    return "".join(c for c in text.upper().translate(_LOOKALIKES) if c.isascii() and c.isalnum())


def printed(code: str) -> str:
    """Return a code for reading aloud: in two halves."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


# Lanes: how many attempts at guessing a secret may reach the hash --------------------------------------------------


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One way attempts come in: `burst` at once, then one each `every`; one that weighs more takes several places."""

    key: str
    burst: int
    every: timedelta
    takes: int = 1


@dataclass(frozen=True, slots=True)
class KnownOrigin:
    """What speaks for whoever tries: a device or an address from which this account was entered before."""

    device_id: int | None = None
    address: bool = False


def network(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the /64 an IPv6 address lies in."""
    try:
        found = ip_address(address)
    except ValueError:  # a proxy that writes words instead
        return address[:ADDRESS_MAX]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)


HALF_HOUR = timedelta(minutes=30)


def sign_in_limits(identifier: str, address: str, known: KnownOrigin) -> tuple[RateLimit, ...]:
    """Return the limits a password must all find open.

    A known device has a lane of its own, and so has a known address: an attack on the account from elsewhere
    fills the open limits only, and the owner passes them by. There no network takes more than half of what the account
    has: one stranger does not shut the others out. Together they try 20 passwords at once and 240 a day.
    """
    return _own("", identifier, address, known, 10, timedelta(minutes=6)) or (
        _of_address(address),
        RateLimit(f"account:{identifier}:{network(address)}", 10, timedelta(minutes=12)),
        RateLimit(f"account:{identifier}", 20, timedelta(minutes=6)),
    )


def app_code_limits(account_id: int, address: str, known: KnownOrigin) -> tuple[RateLimit, ...]:
    """Return the limits of a code of the authenticator app, which is asked for after the right password only.

    Six digits of which three are good at a time: 3 of 1,000,000. Whoever has the password and any number of addresses
    tries 20 codes at once and 48 a day: 0.02 % on the first day, 5 % in a year. One network takes 5 and 24 a day, so
    that it cannot use up what others may try. A device or address that is known has 5 and 48 a day of its own.
    """
    return _own("app-", str(account_id), address, known, 5, HALF_HOUR) or (
        RateLimit(f"app:{account_id}:{network(address)}", 5, timedelta(hours=1)),
        RateLimit(f"app:{account_id}", 20, HALF_HOUR),
    )


def recovery_code_limits(account_id: int, address: str, known: KnownOrigin) -> tuple[RateLimit, ...]:
    """Return the limits of a recovery code: nobody fills one that others need.

    Ten characters of 32, ten codes: 1 in 10^14. A network tries 10 and 240 a day; 10,000 networks in a year 10^9.
    So whoever cannot use the app because strangers with the password fill its limits comes in with a recovery code.
    """
    return _own("recovery-", str(account_id), address, known, 10, timedelta(minutes=6)) or (
        RateLimit(f"recovery:{account_id}:{network(address)}", 10, timedelta(minutes=6)),
    )


def handed_code_limits(
    kind: str, identifier: str, address: str, known: KnownOrigin, hint: str
) -> tuple[RateLimit, ...]:
    """Return the limits of a code handed over or sent to a phone; `hint` is the digest of its first two characters.

    Eight characters of 32: 1 in 10^12. A network tries 5 and 48 a day. Besides, codes that begin alike share 100 and
    1,440 a day: whoever has the code is slowed down by those only who guessed how it begins, 1 in 1,024, and all
    together try 1.5 million a day, of which in the fourteen days a code lasts 1 in 50,000 attacks finds it.
    """
    return _own(f"{kind}-", identifier, address, known, 5, HALF_HOUR) or (
        _of_address(address),
        RateLimit(f"{kind}:{identifier}:{network(address)}", 5, HALF_HOUR),
        RateLimit(f"{kind}:{identifier}:{hint}", 100, timedelta(minutes=1)),
    )


def email_limits(kind: str, identifier: str, address: str, known: KnownOrigin) -> tuple[RateLimit, ...]:
    """Return the limits of asking for an email or message: five to one mailbox at once, 48 a day; 30 from one network.

    Those that strangers ask for reach the owner too, and a known device or address has five of its own.
    """
    return _own(f"{kind}-", identifier, address, known, 5, HALF_HOUR) or (
        RateLimit(f"letters:{network(address)}", 30, timedelta(minutes=1)),
        RateLimit(f"{kind}:{identifier}", 5, HALF_HOUR),
    )


def reauthentication_limits(session_id: int) -> tuple[RateLimit, ...]:
    """Return the lane of the password once more: each session has its own, whoever else tries elsewhere."""
    return (RateLimit(f"again:{session_id}", 5, HALF_HOUR),)


def naming_limits(account_id: int) -> tuple[RateLimit, ...]:
    """Return the limits of naming people by address or number, for members: the answer tells nothing, few are asked."""
    return (RateLimit(f"naming:{account_id}", 5, HALF_HOUR),)


def account_lookup_limits(account_id: int) -> tuple[RateLimit, ...]:
    """Return the limits of officers who see whether somebody has an account: sixty at once, for a day in a village."""
    return (RateLimit(f"asking:{account_id}", 60, timedelta(minutes=1)),)


def _of_address(address: str) -> RateLimit:
    return RateLimit(f"address:{network(address)}", 30, timedelta(minutes=1))


def _own(
    kind: str, identifier: str, address: str, known: KnownOrigin, burst: int, every: timedelta
) -> tuple[RateLimit, ...]:
    """Return the lane of a device or an address this account was entered from; none for a stranger's."""
    if known.device_id is not None:
        return (RateLimit(f"{kind}device:{known.device_id}", burst, every),)
    if known.address:
        return (RateLimit(f"{kind}known:{identifier}:{network(address)}", burst, every),)
    return ()


def wait(lane: RateLimit, spent_until: datetime | None, now: datetime) -> timedelta:
    """How long until the lane is open; zero when it is."""
    if spent_until is None:
        return timedelta(0)
    return max(timedelta(0), spent_until + lane.every * lane.takes - lane.every * lane.burst - now)


def spend(lane: RateLimit, spent_until: datetime | None, now: datetime) -> datetime:
    """Return the lane's mark after one more attempt; the caller has seen that it is open."""
    return max(spent_until or now, now) + lane.every * lane.takes


def refund(lane: RateLimit, spent_until: datetime) -> datetime:
    """Return the lane's mark when an attempt turned out to be the owner's."""
    return spent_until - lane.every * lane.takes


def longest(waits: Iterable[timedelta]) -> timedelta:
    """How long until all limits are open."""
    return max(waits, default=timedelta(0))
