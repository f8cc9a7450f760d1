"""What a WSGI site answers, taken from it in portions by the one thread that may ask it."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextvars import Context
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Message = dict[str, Any]

PORTION = 256 * 1024
"""Bytes, about, that are in memory of one answer; what is no longer is sent in one piece."""


def messages(status: str, headers: Iterable[tuple[str, str]], body: bytes) -> tuple[Message, Message]:
    """Return a whole answer as an ASGI server wants it."""
    return _start(status, headers), {"type": "http.response.body", "body": body}


class Answer:
    """One answer: `start` tells status and headers, all else is for the site's thread.

    There it lives in a context of its own: two that are under way would find each other's request.
    """

    def __init__(self, site: "WSGIApplication", environ: "WSGIEnvironment", folder: Path) -> None:
        self._site, self._environ, self._folder = site, environ, folder
        self._context = Context()
        self._status, self._headers = "", list[tuple[str, str]]()
        self._body: Iterable[bytes] | None = None
        self._pieces: Iterator[bytes] = iter(())
        self.is_abandoned = False
        self.is_over = False

    def start(self) -> Message:
        """Status and headers as an ASGI server wants them; known with the first portion."""
        return _start(self._status, self._headers)

    def portion(self) -> bytes:
        """Ask the site, the first time, and take what comes next; `is_over` when nothing more will.

        Pieces are joined: nothing here is to be read before the next one is made.
        """
        return self._context.run(self._portion)

    def abandon(self) -> None:
        """Do nothing more than clean up: nobody is there to read it. May be told by another thread."""
        self.is_abandoned = True

    def close(self) -> None:
        """Let the site clean up; nothing more will be asked for."""
        self._context.run(self._close)

    def _portion(self) -> bytes:
        if self.is_abandoned:
            self._close()
            return b""
        if self._body is None:
            written: list[bytes] = []
            self._body = self._site(self._environ, self._start_response(written.append))
            self._pieces = chain(written, self._body)
        taken, size = [], 0
        for piece in self._pieces:
            taken.append(piece)
            size += len(piece)
            if size > PORTION:
                return self._one_of_many(taken, size)
        self._close()
        return b"".join(taken)

    def _one_of_many(self, taken: list[bytes], size: int) -> bytes:
        """Return a portion of an answer that is longer.

        One that does not say its length could break off unnoticed, and may hold a row of a database as long as
        somebody reads: it is laid on disk to its end before it is sent. So is what came in one huge piece.
        """
        if size < 2 * PORTION and any(name.lower() == "content-length" for name, _ in self._headers):
            return b"".join(taken)
        self._lay_down(taken)
        return next(self._pieces)

    def _lay_down(self, taken: Iterable[bytes]) -> None:
        file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with the answer
        file.writelines(chain(taken, self._pieces))
        length = file.tell()
        file.seek(0, os.SEEK_SET)
        self._close()
        self._body, self._pieces, self.is_over = file, iter(lambda: file.read(PORTION), b""), False
        self._headers = [one for one in self._headers if one[0].lower() != "content-length"]
        self._headers.append(("Content-Length", str(length)))

    def _close(self) -> None:
        self.is_over = True
        close = getattr(self._body, "close", None)
        if close:
            close()

    def _start_response(self, write: Callable[[bytes], None]) -> Any:
        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
            # Nothing was sent yet, so what went wrong meanwhile may still take the answer's place.
            self._status, self._headers = status, headers
            return write

        return start


def _start(status: str, headers: Iterable[tuple[str, str]]) -> Message:
    told = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status[:3]), "headers": told}
