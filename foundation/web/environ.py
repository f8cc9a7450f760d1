"""A request as an ASGI server tells it, in the words that a WSGI site knows."""

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Scope = Mapping[str, Any]
Header = tuple[bytes, bytes]

_SERVER: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
_UNPREFIXED = ("CONTENT_TYPE", "CONTENT_LENGTH")


def environ_of(scope: Scope) -> "WSGIEnvironment":
    """Everything but the body; texts are bytes read as Latin-1, as PEP 3333 asks."""
    path = scope.get("raw_path") or scope["path"].encode()
    host, port = scope.get("server") or ("", "")
    version = scope["http_version"]
    environ = _SERVER | {
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{version}" if "." in version else f"HTTP/{version}.0",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
    }
    _add_headers(environ, scope["headers"])
    return environ


def _add_headers(environ: "WSGIEnvironment", headers: Iterable[Header]) -> None:
    """Put headers in; one that is repeated is joined.

    A name with an underscore is nobody's honest header, and would pass for the one with a hyphen: behind a proxy
    that minds only its own, a visitor could choose their address.
    """
    for raw_name, raw_value in headers:
        if b"_" in raw_name or not raw_value:
            continue
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        key = name if name in _UNPREFIXED else f"HTTP_{name}"
        joint = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value


def declared_length(environ: "WSGIEnvironment") -> int | None:
    """Bytes of the body that a request promises, 0 where there is none; None for one that only its end will tell."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return None
    return int(environ.get("CONTENT_LENGTH", 0))
