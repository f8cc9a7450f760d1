"""What a payer writes into the memo of a transfer: OCOP, seven symbols and one that checks them. Pure functions."""

import secrets
from collections.abc import Callable, Sequence

from foundation.accounts.keys import ALPHABET

PREFIX, SYMBOLS = "OCOP", 7
LENGTH = len(PREFIX) + SYMBOLS + 1
_MODULUS = 31
"""A prime: each wrong symbol changes the sum, and each swapped pair; but for 0 and Z, which it takes for one."""

_MISREAD = str.maketrans("OILU", "011V")


def new_reference(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a reference nobody can guess."""
    body = "".join(choose(ALPHABET) for _ in range(SYMBOLS))
    return f"{PREFIX}{body}{check_symbol(body)}"


def check_symbol(body: str) -> str:
    """Return the symbol that checks the seven before it."""
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in enumerate(body, start=1))
    return ALPHABET[total % _MODULUS]


def read_reference(text: str) -> str | None:
    """Return a reference as it was typed, in capitals and with what is easily misread put right; None for none."""
    plain = "".join(text.split()).upper()
    body = plain[len(PREFIX) :].translate(_MISREAD)
    if not plain.startswith(PREFIX) or len(plain) != LENGTH or not set(body) <= set(ALPHABET):
        return None
    return PREFIX + body if check_symbol(body[:-1]) == body[-1] else None


def comparable(folded: str) -> str:
    """Return capital letters and digits so that those that look alike are the same."""
    return folded.translate(_MISREAD)
