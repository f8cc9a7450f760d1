"""Codes of authenticator apps (RFC 6238). The only user of `pyotp`."""

from datetime import datetime

import pyotp

STEP_S = 30
DRIFT = 1
"""Steps a phone's clock may be early or late."""

ISSUER = "OCOP"


def provisioning_uri(secret: str, name: str) -> str:
    """Return what the QR code says to the app."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER))


def matching_step(secret: str, code: str, now: datetime, *, after: int | None) -> int | None:
    """Return the step whose code this is, or None; steps up to `after` have been used and are worth nothing."""
    current = int(now.timestamp()) // STEP_S
    typed = "".join(c for c in code if c.isascii() and c.isdigit())
    for step in range(current - DRIFT, current + DRIFT + 1):
        if pyotp.utils.strings_equal(typed, code_at(secret, step)):
            return step if after is None or step > after else None
    return None


def code_at(secret: str, step: int) -> str:
    """Return the code of one step."""
    return str(pyotp.TOTP(secret).generate_otp(step))


def step_at(now: datetime) -> int:
    """Return the step of a moment."""
    return int(now.timestamp()) // STEP_S
