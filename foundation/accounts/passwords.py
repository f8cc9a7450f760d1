"""Hashing passwords and refusing the common ones. The only user of `argon2` and `zxcvbn`."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable
from math import prod

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn
from zxcvbn.matching import L33T_TABLE

from foundation.accounts.rules import PasswordProblem, as_typed, length_problem

GUESSES_MIN = 10_000_000
"""Whoever has the lists of passwords everybody uses, and knows the person, needs at least so many tries."""

LOOKED_AT = 40
"""Characters the estimate looks at; a longer password is none the worse."""

WAYS_MAX = 4
"""Readings of signs as letters that the estimate tries: "4" and "@" both for "a" make two. Each takes as long as the
first, and a password of forty signs would have thousands: seconds of work for one request."""

_SIGNS = frozenset(sign for signs in L33T_TABLE.values() for sign in signs)
_NO_LETTER = "~"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# An account that does not exist takes as long as one that does.
_NOBODY = _hasher.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """Return the password's argon2id hash with its salt and costs."""
    return _hasher.hash(as_typed(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether it is this password; as slow for an account without one."""
    try:
        _hasher.verify(kept or _NOBODY, as_typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(kept)


def password_problem(password: str, own: Iterable[str]) -> PasswordProblem | None:
    """Why a password is refused, or None; `own` are words anybody who knows the person would try."""
    if problem := length_problem(password):
        return problem
    estimate = zxcvbn(readable(as_typed(password)), user_inputs=list(own))
    return PasswordProblem.COMMON if estimate["guesses"] < GUESSES_MIN else None


def readable(password: str) -> str:
    """Return the part of a password that is looked at, with few enough signs that can be read as letters.

    The rarest become one that cannot: so many different signs are in no list of passwords, and each still counts.
    """
    looked_at = password[:LOOKED_AT]
    signs = Counter(sign for sign in looked_at if sign in _SIGNS)
    kept = [sign for sign, _ in signs.most_common()]
    while _ways(kept) > WAYS_MAX:
        kept.pop()
    return "".join(c if c in kept or c not in _SIGNS else _NO_LETTER for c in looked_at)


def _ways(signs: Collection[str]) -> int:
    """In about how many ways these signs can be read."""
    return prod(max(1, sum(sign in signs for sign in meant)) for meant in L33T_TABLE.values())
