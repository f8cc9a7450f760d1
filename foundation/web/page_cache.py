"""Pages that everybody gets alike are kept for a moment as they were sent, and sent again before the application.

What was changed shows when the moment is over; nothing has to be told that it did. So a crowd at one page costs
little more than one visitor, and nobody sees what is older than the moment. Static files are named by their content
and stay as long as there is room.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from cachetools import TLRUCache
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from foundation.web.answers import PORTION, Message, messages
from foundation.web.assets import PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LASTS_S = 0.9
"""With the second for which a search looks at one snapshot a change shows within two."""

ROOM_BYTES = 32 * 1024 * 1024
"""Of one server process; what was not asked for the longest gives way."""

PAGES = ("/vi/", "/en/", "/api/v1/")
"""Where an address names its language and the answer depends on nobody."""

_FILES_LAST_S = 24 * 3600
_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_TOLD_APART_BY = ("wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
_HEADERS_BYTES = 3_000

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page as it was sent: packed, with its headers, and both in the words of an ASGI server."""

    headers: Headers
    body: bytes
    messages: tuple[Message, Message]

    @classmethod
    def of(cls, answer: Response) -> "CachedPage":
        """Return a page to be kept."""
        body = answer.get_data()
        return cls(answer.headers.copy(), body, messages(answer.status, answer.headers, body))

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.body) + _HEADERS_BYTES

    def answer(self, environ: "WSGIEnvironment") -> Response:
        """Return what is sent now: the page, or that whoever asks has it already."""
        answer = Response(self.body, headers=self.headers)
        answer.make_conditional(environ)
        return answer


class PageCache:
    """A site in front of a site: it answers what the other answered a moment ago."""

    def __init__(self, site: "WSGIApplication", clock: Callable[[], float] = time.monotonic) -> None:
        self._site = site
        self._lock = Lock()
        self._kept: TLRUCache[Key, CachedPage] = TLRUCache(ROOM_BYTES, _until, clock, lambda kept: kept.size)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Return the page kept, or the site's answer."""
        key = _key(environ)
        if key is None:
            return self._site(environ, start_response)
        kept = self._look(key)
        if kept:
            return kept.answer(environ)(environ, start_response)
        answer = Response.from_app(self._site, environ)
        self._keep(key, answer)
        return answer(environ, start_response)

    def find(self, environ: "WSGIEnvironment") -> tuple[Message, Message] | None:
        """Return the answer to a request where the page is kept; an event loop sends it without asking the site."""
        key = _key(environ)
        kept = self._look(key) if key else None
        if kept is None:
            return None
        if not any(name in environ for name in _CONDITIONS):
            return kept.messages
        pieces, status, headers = kept.answer(environ).get_wsgi_response(environ)
        return messages(status, headers, b"".join(pieces))

    def _look(self, key: Key) -> CachedPage | None:
        with self._lock:
            return self._kept.get(key)

    def _keep(self, key: Key, answer: Response) -> None:
        if _is_for_all(answer):
            with self._lock:
                self._kept[key] = CachedPage.of(answer)


def _key(environ: "WSGIEnvironment") -> Key | None:
    """Return what tells one page from another; None where the answer may depend on who asks."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_RANGE" in environ or not _is_everybodys(environ):
        return None
    return tuple(environ.get(name, "") for name in _TOLD_APART_BY)


def _is_everybodys(environ: "WSGIEnvironment") -> bool:
    path = environ["PATH_INFO"]
    is_anonymous_page = path.startswith(PAGES) and not any(name in environ for name in _PERSONAL)
    return is_anonymous_page or path.startswith(PREFIX)


def _until(key: Key, _kept: CachedPage, now: float) -> float:
    _, _, path, _, _ = key
    return now + (_FILES_LAST_S if path.startswith(PREFIX) else LASTS_S)


def _is_for_all(answer: Response) -> bool:
    """Whether it is a whole page that may be sent to others, and at once; what streams has no length."""
    return (
        answer.status_code == 200  # noqa: PLR2004 - well known
        and (answer.content_length or PORTION) < PORTION
        and "Set-Cookie" not in answer.headers
        and not answer.cache_control.no_store
        and answer.cache_control.private is None
        and set(answer.vary) <= {"Accept-Encoding"}
    )
