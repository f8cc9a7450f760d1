"""One thread for what must happen one at a time, asked from an event loop."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

Done = TypeVar("Done")
_Job = tuple[Callable[[], Any], "asyncio.Future[Any]"]


class OneThread:
    """Does what it is told, in turn. An executor would do it too, at more than twice the cost of each hand-over."""

    def __init__(self) -> None:
        self._jobs = SimpleQueue[_Job]()
        self._open = 0
        threading.Thread(target=self._work, name="site", daemon=True).start()

    @property
    def is_busy(self) -> bool:
        """Whether something is before the next one."""
        return self._open > 0

    async def do(self, work: Callable[[], Done]) -> Done:
        """Have something done; its result, or what it raised."""
        job: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._open += 1
        self._jobs.put((work, job))
        try:
            return await job
        finally:
            self._open -= 1

    def _work(self) -> None:
        while True:
            work, job = self._jobs.get()
            try:
                tell, done = job.set_result, work()
            except BaseException as error:  # noqa: BLE001 - whoever asked is told
                tell, done = job.set_exception, error
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                job.get_loop().call_soon_threadsafe(_tell, job, tell, done)


def _tell(job: "asyncio.Future[Any]", tell: Callable[[Any], None], done: object) -> None:
    if not job.cancelled():
        tell(done)
