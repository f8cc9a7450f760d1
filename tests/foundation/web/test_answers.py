"""An answer is taken in portions, and the site cleans up whatever becomes of it."""

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest

from foundation.web.answers import PORTION, Answer

REQUEST: ContextVar[str] = ContextVar("request", default="nobody's")
EIGHTH = PORTION // 8


class Pieces:
    """What a site returns; it tells whether it was closed."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.taken, self.closed = iter(pieces), 0, False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.taken += 1
            yield piece

    def close(self) -> None:
        self.closed = True


def answer(folder: Path, pieces: Iterable[bytes], *headers: tuple[str, str]) -> Answer:
    def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", list(headers))
        return pieces

    return Answer(site, {}, folder)


def rest(one: Answer) -> bytes:
    told = b""
    while not one.is_over:
        told += one.portion()
    return told


def test_a_short_answer_is_one_portion(tmp_path: Path) -> None:
    pieces = Pieces([b"a", b"b"])
    one = answer(tmp_path, pieces, ("Set-Cookie", "a"), ("Set-Cookie", "b"))
    assert (one.portion(), one.is_over, pieces.closed) == (b"ab", True, True)
    start = {"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a"), (b"set-cookie", b"b")]}
    assert one.start() == start


def test_a_long_one_that_says_its_length_is_taken_no_faster_than_it_is_asked_for(tmp_path: Path) -> None:
    pieces = Pieces([b"a" * EIGHTH] * 80)
    one = answer(tmp_path, pieces, ("Content-Length", str(80 * EIGHTH)))
    first = one.portion()
    assert (len(first), one.is_over, pieces.taken, pieces.closed) == (9 * EIGHTH, False, 9, False)
    assert (len(first + rest(one)), pieces.closed) == (80 * EIGHTH, True)


@pytest.mark.parametrize("headers", [[], [("Content-Length", str(80 * EIGHTH))]])
def test_one_without_a_length_or_in_one_piece_lies_on_disk(tmp_path: Path, headers: list[tuple[str, str]]) -> None:
    pieces = Pieces([b"ab" * (40 * EIGHTH)] if headers else [b"ab" * (EIGHTH // 2)] * 80)
    one = answer(tmp_path, pieces, *headers)
    first = one.portion()
    assert (len(first), pieces.closed, one.is_over) == (PORTION, True, False)
    assert one.start()["headers"] == [(b"content-length", str(80 * EIGHTH).encode())]
    assert first + rest(one) == b"ab" * (40 * EIGHTH)


def test_an_abandoned_answer_is_not_begun(tmp_path: Path) -> None:
    one = Answer(lambda *_: pytest.fail("asked"), {}, tmp_path)
    one.abandon()
    assert (one.portion(), one.is_over) == (b"", True)


def test_an_abandoned_answer_is_taken_no_further(tmp_path: Path) -> None:
    pieces = Pieces([b"a" * EIGHTH] * 80)
    one = answer(tmp_path, pieces, ("Content-Length", str(80 * EIGHTH)))
    one.portion()
    one.abandon()
    assert (one.portion(), one.is_over, pieces.taken, pieces.closed) == (b"", True, 9, True)


def test_what_fails_while_it_is_made_can_be_closed(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise LookupError

    pieces = Pieces(broken())
    one = answer(tmp_path, pieces)
    with pytest.raises(LookupError):
        one.portion()
    one.close()
    assert (one.is_over, pieces.closed) == (True, True)


def test_two_that_are_under_way_do_not_find_each_others_request(tmp_path: Path) -> None:
    def named(name: str) -> Iterator[bytes]:
        REQUEST.set(name)
        for _ in range(20):
            yield REQUEST.get().encode() * EIGHTH

    length = ("Content-Length", str(20 * EIGHTH))
    one, other = answer(tmp_path, named("1"), length), answer(tmp_path, named("2"), length)
    told = [one.portion(), other.portion(), rest(one), rest(other)]
    assert [set(part) for part in told] == [{ord("1")}, {ord("2")}] * 2
    assert REQUEST.get() == "nobody's"


def test_a_site_may_write_as_sites_once_did(tmp_path: Path) -> None:
    def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("500 Not yet", [])
        start_response("200 OK", [], None)(b"written, ")
        return [b"returned"]

    one = Answer(site, {}, tmp_path)
    assert (one.portion(), one.start()["status"]) == (b"written, returned", 200)
