"""A body is waited for, but not for ever; what is too long is never held."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.web.bodies import HELD, BodyLimits, LeftError, Receive, StalledError, read
from tests.support.loops import in_loop

LIMITS = BodyLimits(most=2 * HELD, silence_s=0.5, grace_s=1, slowest=1_000)


def sending(pieces: Iterable[bytes], *, pause_s: float = 0, end: dict[str, Any] | None = None) -> Receive:
    """Whoever sends pieces and then stops, or says how it ends."""
    left = iter(pieces)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause_s)
        piece = next(left, None)
        if piece is not None:
            return {"type": "http.request", "body": piece, "more_body": True}
        if end is None:
            await asyncio.sleep(60)
        return end or {}

    return receive


DONE = {"type": "http.request"}
GONE = {"type": "http.disconnect"}


def test_a_body_in_pieces_is_whole(tmp_path: Path) -> None:
    body = in_loop(read(sending([b"ab", b"", b"c"], end=DONE), 3, LIMITS, tmp_path))
    with body.file as file:
        assert (body.length, file.read(), body.is_too_long) == (3, b"abc", False)


def test_where_none_is_promised_nobody_is_asked(tmp_path: Path) -> None:
    body = in_loop(read(sending([]), 0, LIMITS, tmp_path))
    assert (body.length, body.file.read()) == (0, b"")


def test_a_long_body_lies_on_disk_and_its_file_has_no_name(tmp_path: Path) -> None:
    body = in_loop(read(sending([b"a" * HELD, b"b"], end=DONE), None, LIMITS, tmp_path))
    with body.file as file:
        assert isinstance(file.fileno(), int)
        assert file.read() == b"a" * HELD + b"b"
        assert list(tmp_path.iterdir()) == []


def test_a_body_that_stops_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(StalledError):
        in_loop(read(sending([b"abc"]), 100, LIMITS, tmp_path))


def test_one_that_drips_is_not_waited_for_either(tmp_path: Path) -> None:
    with pytest.raises(StalledError):
        in_loop(read(sending([b"a"] * 1000, pause_s=0.02), 1000, LIMITS, tmp_path))


def test_whoever_leaves_is_told_from_whoever_is_late(tmp_path: Path) -> None:
    with pytest.raises(LeftError):
        in_loop(read(sending([b"abc"], end=GONE), 100, LIMITS, tmp_path))


def test_one_that_says_it_is_too_long_is_not_begun(tmp_path: Path) -> None:
    body = in_loop(read(sending([]), LIMITS.most + 1, LIMITS, tmp_path))
    assert (body.length, body.file.read(), body.is_too_long) == (LIMITS.most + 1, b"", True)


def test_one_that_turns_out_too_long_is_dropped(tmp_path: Path) -> None:
    body = in_loop(read(sending([b"a" * HELD] * 9), None, LIMITS, tmp_path))
    assert (body.length, body.file.read(), body.is_too_long) == (3 * HELD, b"", True)


@given(elapsed=st.floats(0, 1e5), received=st.integers(0, 10**8))
def test_a_line_as_slow_as_is_allowed_always_has_time(elapsed: float, received: int) -> None:
    limits = BodyLimits(most=10**8)
    patience = limits.patience(elapsed, received)
    assert patience <= limits.silence_s
    assert (patience > 0) == (elapsed < limits.grace_s + received / limits.slowest)
