"""The site behind an event loop: whoever sends slowly or does not read waits there, and nobody waits for them.

The loop reads a request to its end, one thread asks the site, the loop sends the answer. A page that is kept is
sent without asking. Any ASGI server can run it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from foundation.web.answers import Answer, Message, messages
from foundation.web.bodies import BodyLimits, LeftError, Receive, StalledError, read
from foundation.web.environ import Scope, declared_length, environ_of
from foundation.web.one_thread import OneThread

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Send = Callable[[Message], Awaitable[None]]
Find = Callable[["WSGIEnvironment"], tuple[Message, Message] | None]

SLICE = 64 * 1024
TAKEN_WITHIN_S = 60
"""So many bytes of an answer have to be taken in so many seconds; a line of 1 KB/s does."""

LINGERS_S = 30
"""How long somebody may go on sending what was refused: cut off at once, they would not see why."""

_LATE = messages(
    "408 Request Timeout",
    [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")],
    "Yêu cầu chưa gửi đến đủ, vui lòng gửi lại. / The request did not arrive whole, please send it again.\n".encode(),
)

log = structlog.get_logger("front")


class UnreadError(Exception):
    """An answer that nobody takes."""


class Front:
    """An ASGI application that asks a WSGI site, one request at a time.

    `find` gives the answer to a request where it is kept; `folder` is for what is too large for memory.
    """

    def __init__(self, site: "WSGIApplication", find: Find, limits: BodyLimits, folder: Path) -> None:
        self._site, self._find, self._limits, self._folder = site, find, limits, folder
        self._thread = OneThread()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        kept = self._find(environ)
        if kept:
            await _send(send, kept)
            return
        try:
            body = await read(receive, declared_length(environ), self._limits, self._folder)
        except LeftError:
            return
        except StalledError:
            log.info("front.stalled")
            await _send(send, _LATE)
            return
        environ |= {"CONTENT_LENGTH": str(body.length), "wsgi.input": body.file}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        # Whoever asked before sending has not begun to.
        lingers = body.is_too_long and "HTTP_EXPECT" not in environ
        with body.file:
            await self._ask(environ, receive, send, lingers=lingers)

    async def _ask(self, environ: "WSGIEnvironment", receive: Receive, send: Send, *, lingers: bool) -> None:
        answer = Answer(self._site, environ, self._folder)
        leaving = _watch(receive, answer) if lingers or self._thread.is_busy else None
        try:
            portion = await self._thread.do(answer.portion)
            if answer.is_abandoned:
                return
            await send(answer.start())
            if not answer.is_over:
                leaving = leaving or _watch(receive, answer)
                portion = await self._all_but_the_last(answer, portion, send)
            await send({"type": "http.response.body", "body": portion})
            if leaving and lingers:
                await asyncio.wait({leaving}, timeout=LINGERS_S)
        except UnreadError:
            log.info("front.unread")
        finally:
            if leaving:
                leaving.cancel()
            if not answer.is_over:
                await self._thread.do(answer.close)

    async def _all_but_the_last(self, answer: Answer, portion: bytes, send: Send) -> bytes:
        """Send portion after portion as they are taken; the last one is left. Raises `UnreadError`."""
        while not answer.is_over:
            for at in range(0, len(portion), SLICE):
                await _send_slice(send, portion[at : at + SLICE])
            portion = await self._thread.do(answer.portion)
        return portion


def _watch(receive: Receive, answer: Answer) -> "asyncio.Task[None]":
    """Abandon an answer when whoever asked leaves; what they go on sending is lost."""

    async def leave() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        answer.abandon()

    return asyncio.create_task(leave())


async def _send(send: Send, answer: tuple[Message, Message]) -> None:
    for message in answer:
        await send(message)


async def _send_slice(send: Send, piece: bytes) -> None:
    try:
        async with asyncio.timeout(TAKEN_WITHIN_S):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except TimeoutError:
        raise UnreadError from None
