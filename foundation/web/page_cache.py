"""Pages that everybody gets alike are kept for a moment as they were sent, and sent again before the application.

What was changed shows when the moment is over; nothing has to be told that it did. So a crowd at one page costs
little more than one visitor, and nobody sees what is older than the moment.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from cachetools import TTLCache
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LASTS_S = 0.9
"""With the second for which a search looks at one snapshot a change shows within two."""

ROOM_BYTES = 32 * 1024 * 1024
"""Of one server process; what was not asked for the longest gives way."""

PAGES = ("/vi/", "/en/", "/api/v1/")
"""Where an address names its language and the answer depends on nobody."""

_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE")
_TOLD_APART_BY = ("wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
_HEADERS_BYTES = 1_000

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent: packed, with its headers."""

    headers: Headers
    body: bytes

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.body) + _HEADERS_BYTES


class PageCache:
    """A site in front of a site: it answers what the other answered a moment ago."""

    def __init__(self, site: "WSGIApplication", clock: Callable[[], float] = time.monotonic) -> None:
        self._site = site
        self._lock = Lock()
        self._kept: TTLCache[Key, Kept] = TTLCache(ROOM_BYTES, LASTS_S, clock, lambda kept: kept.size)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The page kept, or the site's answer."""
        key = _key(environ)
        if key is None:
            return self._site(environ, start_response)
        with self._lock:
            kept = self._kept.get(key)
        if kept:
            answer = Response(kept.body, headers=kept.headers)
            answer.make_conditional(environ)
        else:
            answer = Response.from_app(self._site, environ)
            self._keep(key, answer)
        return answer(environ, start_response)

    def _keep(self, key: Key, answer: Response) -> None:
        if not _is_for_all(answer):
            return
        kept = Kept(answer.headers.copy(), answer.get_data())
        if kept.size < ROOM_BYTES:
            with self._lock:
                self._kept[key] = kept


def _key(environ: "WSGIEnvironment") -> Key | None:
    """What tells one page from another; None where the answer may depend on who asks."""
    if environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in _PERSONAL):
        return None
    if not environ["PATH_INFO"].startswith(PAGES):
        return None
    return tuple(environ.get(name, "") for name in _TOLD_APART_BY)


def _is_for_all(answer: Response) -> bool:
    """Whether it is a whole page that may be sent to others; what streams has no length."""
    return (
        answer.status_code == 200  # noqa: PLR2004 - well known
        and "Content-Length" in answer.headers
        and "Set-Cookie" not in answer.headers
        and not answer.cache_control.no_store
        and answer.cache_control.private is None
        and set(answer.vary) <= {"Accept-Encoding"}
    )
