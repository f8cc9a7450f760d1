"""Who asks from this machine itself, as a demonstration's letter box wants to know."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from foundation.config.demonstration import is_loopback

_FORWARDED_FOR = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP")
_PASSED_ON = ("HTTP_FORWARDED", "HTTP_VIA")


def is_local_request(environ: Mapping[str, Any]) -> bool:
    """Whether a request was sent on this machine, by a visitor and not by a proxy for somebody elsewhere.

    What a header says never makes a visitor local, it only shows that one is not: the connection's own address counts,
    before it was put aside for what the operator's proxies say, and so does the name that was asked for, which
    another site's page in a browser here cannot choose.
    """
    if any(environ.get(name) for name in _PASSED_ON):
        return False
    return all(is_loopback(address) for address in _addresses(environ)) and is_loopback(_name(environ))


def _addresses(environ: Mapping[str, Any]) -> Iterator[str]:
    put_aside = environ.get("werkzeug.proxy_fix.orig") or {}
    yield str(put_aside.get("REMOTE_ADDR") or environ.get("REMOTE_ADDR") or "")
    yield str(environ.get("REMOTE_ADDR") or "")
    for name in _FORWARDED_FOR:
        yield from (part.strip() for part in str(environ.get(name, "")).split(",") if part.strip())


def _name(environ: Mapping[str, Any]) -> str:
    try:
        return urlsplit(f"//{environ.get('HTTP_HOST') or environ.get('SERVER_NAME') or ''}").hostname or ""
    except ValueError:
        return ""
