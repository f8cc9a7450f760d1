"""Secrets that people and browsers hold: how they are made, and what is kept of them."""

import hashlib
import hmac
import secrets
from base64 import b32encode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.fernet import Fernet

from foundation.accounts.rules import plain_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread."""

CODE_LENGTH, RECOVERY_LENGTH, START_LENGTH = 8, 10, 2


def new_token() -> str:
    """Return a secret for a browser or a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """Return what is kept of a token: long enough that nobody can try them all."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code(length: int = CODE_LENGTH) -> str:
    """Return a secret for a person to type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_start(code: str) -> str:
    """How a code begins: whoever has it knows that, and most who guess do not."""
    return plain_code(code)[:START_LENGTH]


def new_salt() -> str:
    """Return what the secret of an authenticator app is made from, with the site's own."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Keys:
    """What the site's own secret is good for: a copy of the database alone opens nothing."""

    secret: str

    def code_digest(self, purpose: str, account_id: int, code: str) -> str:
        """Return what is kept of a code: short codes could be tried out, but not without the site's secret."""
        return self._mac("code", purpose, str(account_id), plain_code(code)).hex()

    def totp_secret(self, account_id: int, salt: str) -> str:
        """Return the shared secret of an authenticator app, made from the salt that is kept."""
        return b32encode(self._mac("totp", str(account_id), salt)[:20]).decode()

    def name_digest(self, identifier: str) -> str:
        """Return an identifier as the limits know it: they keep no addresses of people without an account."""
        return self._mac("name", identifier).hex()[:32]

    def seal(self, secret: str) -> str:
        """Return what is kept of a secret that the site itself has to use again; another site's key opens nothing."""
        return self._box().encrypt(secret.encode()).decode()

    def unseal(self, kept: str) -> str:
        """Return the secret; raises the library's `InvalidToken` where it was sealed with another key."""
        return self._box().decrypt(kept.encode()).decode()

    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self._mac("seal")))

    def _mac(self, *parts: str) -> bytes:
        return hmac.new(self.secret.encode(), "\x1f".join(parts).encode(), hashlib.sha256).digest()
