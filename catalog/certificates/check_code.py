"""The check code of a certificate: 8 random base-32 characters and one that catches slips. Pure functions.

The alphabet is Crockford's. The last character makes a weighted sum over the field of 32 elements
zero, which catches every single wrong character and every swap of two neighbours.
"""

import secrets
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_FIELD = 0b100101  # x^5 + x^2 + 1


def new_code(pick: Callable[[str], str] = secrets.choice) -> str:
    """Return a fresh code of nine characters, without the hyphen it is printed with."""
    body = "".join(pick(ALPHABET) for _ in range(LENGTH - 1))
    return body + ALPHABET[_sum(body)]


def read_code(typed: str) -> str | None:
    """Return the code typed or scanned, forgiving case, hyphens, O for 0, I and L for 1; None if it is none."""
    code = typed.upper().translate(_FORGIVEN)
    if len(code) != LENGTH or any(c not in ALPHABET for c in code):
        return None
    return code if ALPHABET[_sum(code[:-1])] == code[-1] else None


def printed(code: str) -> str:
    """Return the form on paper, `XXXX-XXXXX`."""
    return f"{code[:4]}-{code[4:]}"


def _sum(body: str) -> int:
    total = 0
    for char in body:
        total = _double(total ^ ALPHABET.index(char))
    return total


def _double(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & 32 else value
