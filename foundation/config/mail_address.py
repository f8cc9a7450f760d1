"""What OCOP_SMTP_URL says: where letters are handed over, as whom, and how the way there is guarded. Pure functions."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from foundation.config.demonstration import is_loopback

PORT, PORT_TLS = 25, 465
"""Where a mail system listens when its address names no port."""


class Tls(StrEnum):
    """How the way to the mail system is guarded."""

    FROM_THE_START = "from the start"  # smtps://
    REQUIRED = "required"  # STARTTLS, or no letter leaves
    OFFERED = "offered"  # STARTTLS where the server has it: for a mail system on this machine
    OFF = "off"  # never


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail system: host and port, user and password or None, and how the way is guarded."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = None


def mail_server(url: str) -> MailServer:
    """Read an smtp:// or smtps:// address; ValueError says what is wrong with it, without the password.

    Letters carry links with which passwords are set. So they go over TLS, or not at all, unless the mail system
    is on this machine or `?tls=off` says that the way to it is the operator's own; a password never goes in clear.
    """
    parts = urlsplit(url)
    host, is_signed_in = parts.hostname or "", bool(parts.username)
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not host:
        raise ValueError("names no host")
    if told.keys() - {"tls"} or told.get("tls", "off") != "off":
        raise ValueError("knows only ?tls=off after the host")
    if parts.path not in {"", "/"} or parts.fragment:
        raise ValueError("ends with the host and its port")
    tls = _tls(parts.scheme, host, off="tls" in told)
    if tls is Tls.OFF and is_signed_in and not is_loopback(host):
        raise ValueError("would send its password in clear; leave ?tls=off away, or use smtps://")
    usual = PORT_TLS if tls is Tls.FROM_THE_START else PORT
    if not unquote(parts.netloc).isascii():
        raise ValueError("takes user and password in ASCII only")
    user = unquote(parts.username or "") or None
    return MailServer(host, parts.port or usual, tls, user, unquote(parts.password or "") if user else None)


def _tls(scheme: str, host: str, *, off: bool) -> Tls:
    if scheme == "smtps":
        if off:
            raise ValueError("is smtps://, which does not go with ?tls=off")
        return Tls.FROM_THE_START
    if off:
        return Tls.OFF
    return Tls.OFFERED if is_loopback(host) else Tls.REQUIRED
