"""Coroutines in tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def in_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns, in a loop of its own thread: a browser that is open has taken the loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
