"""Bodies of requests, read whole before the site is asked, whoever sends them however slowly."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

HELD = 64 * 1024
"""Bytes of one body in memory; a longer one lies on disk."""


class StalledError(Exception):
    """A body that stopped arriving."""


class LeftError(Exception):
    """Whoever asked went away."""


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """What a server process takes: `most` bytes of one body, and how long it waits for them.

    A line may be silent for `silence_s` seconds and has `grace_s` to get going; after that it brings at least
    `slowest` bytes a second on the whole, or a drop now and then would do for an hour.
    """

    most: int
    silence_s: float = 10
    grace_s: float = 30
    slowest: int = 1_000

    def patience(self, elapsed: float, received: int) -> float:
        """Seconds to wait for the next piece; none or fewer when the line is too slow altogether."""
        return min(self.silence_s, self.grace_s + received / self.slowest - elapsed)


@dataclass(slots=True)
class Body:
    """What arrived; of one that is too long nothing is kept but the length, by which the site refuses it."""

    length: int
    file: IO[bytes] = field(default_factory=BytesIO)
    is_too_long: bool = False


async def read(receive: Receive, declared: int | None, limits: BodyLimits, folder: Path) -> Body:
    """Return the body of a request, from memory or from a nameless file in `folder`, to be closed by the caller.

    One that says beforehand that it is too long is not even begun. Raises `StalledError` and `LeftError`.
    """
    if declared == 0:
        return Body(0)
    if declared is not None and declared > limits.most:
        return Body(declared, is_too_long=True)
    body = Body(0, SpooledTemporaryFile(HELD, dir=str(folder)))  # noqa: SIM115 - the caller closes it
    try:
        async for piece in _pieces(receive, limits):
            body.length += len(piece)
            body.file.write(piece)
            if body.length > limits.most:
                body.file.close()
                return Body(body.length, is_too_long=True)
    except BaseException:
        body.file.close()
        raise
    body.file.seek(0)
    return body


async def _pieces(receive: Receive, limits: BodyLimits) -> AsyncIterator[bytes]:
    begun, received, more = time.monotonic(), 0, True
    while more:
        try:
            async with asyncio.timeout(limits.patience(time.monotonic() - begun, received)):
                message = await receive()
        except TimeoutError:
            raise StalledError from None
        if message["type"] == "http.disconnect":
            raise LeftError
        piece, more = message.get("body", b""), message.get("more_body", False)
        received += len(piece)
        yield piece
