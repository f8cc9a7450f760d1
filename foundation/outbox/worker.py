"""The worker: takes one job at a time, does it outside the claiming transaction, then acknowledges."""

import random
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError

from foundation.config.safe_logging import error_line, error_words
from foundation.db.base import now as moment
from foundation.db.database import Database
from foundation.outbox import services
from foundation.outbox.models import OutboxJob
from foundation.outbox.rules import ATTEMPTS_MAX, LEASE
from foundation.outbox.services import Schedule

EXTENSION = "ocop_worker"

JobHandler = Callable[[Database, Mapping[str, Any]], None]
"""Does one kind of job: re-reads the truth by the ids it is given; may run more than once."""

Follower = Callable[[], int]
"""Takes in what has happened since it last looked, a part at a time; how much that was, 0 for nothing."""

log = structlog.get_logger("outbox")


@dataclass(frozen=True, slots=True)
class WorkerParts:
    """What the composition root hands to the worker: jobs by kind, a schedule, and what follows along beside them."""

    handlers: Mapping[str, JobHandler]
    schedule: Schedule
    followers: tuple[Follower, ...] = ()


class Worker:
    """One worker. `clock` is the present moment; `lease` how long it may be silent."""

    def __init__(
        self,
        database: Database,
        parts: WorkerParts,
        *,
        name: str,
        clock: Callable[[], datetime] = moment,
        lease: timedelta = LEASE,
    ) -> None:
        self.database, self.parts, self.name, self.clock, self.lease = database, parts, name, clock, lease
        self.buried = 0

    def run_once(self) -> bool:
        """Do the job that has been due longest; whether there was one."""
        with self.database.unit_of_work() as session:
            job = services.claim(session, self.name, self.clock(), self.lease)
        if job is None:
            return False
        handler = self.parts.handlers.get(job.kind)
        if handler is None:
            self._bury(job, f"no handler for {job.kind}")
            return True
        if job.attempts > ATTEMPTS_MAX:
            # Each time its worker died before it could say why: such a job must not take the next one down.
            self._bury(job, f"its worker died {ATTEMPTS_MAX} times")
            return True
        try:
            with self._heartbeat(job):
                handler(self.database, job.payload)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is a failed attempt
            self._failed(job, error)
        else:
            with self.database.unit_of_work() as session:
                services.finish(session, job.id, self.name, job.attempts)
        return True

    def drain(self) -> int:
        """Queue what the schedule has due and work until nothing is; how many jobs were done."""
        self.look_at_schedule()
        done = 0
        while self.run_once():
            done += 1
        for follow in self.parts.followers:
            while follow():
                pass
        return done

    def look_at_schedule(self) -> None:
        """Queue scheduled work that is due; when another worker is doing just that, leave it to that one."""
        try:
            with self.database.unit_of_work() as session:
                services.queue_scheduled(session, self.parts.schedule, self.clock())
        except IntegrityError:
            log.info("schedule.left_to_another", worker=self.name)

    def run_forever(self, stop: threading.Event, *, poll: float = 0.5) -> None:
        """Work until told to stop; the job at hand is finished first. `poll` is the longest idle wait in seconds.

        A database that does not answer is asked again; the job at hand comes back when its lease runs out.
        """
        followers = [
            threading.Thread(target=follow_forever, args=(follow, stop, poll), daemon=True)
            for follow in self.parts.followers
        ]
        for thread in followers:
            thread.start()
        while not stop.is_set():
            try:
                self.look_at_schedule()
                while not stop.is_set() and self.run_once():
                    pass
            except DBAPIError as error:
                log.warning("database.away", worker=self.name, error=error_words(error))
            stop.wait(poll)
        for thread in followers:
            thread.join()

    @contextmanager
    def _heartbeat(self, job: OutboxJob) -> Iterator[None]:
        """Renew the lease from a thread of its own while the handler works."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(self.lease.total_seconds() / 3):
                try:
                    with self.database.unit_of_work() as session:
                        services.renew(session, job.id, self.name, job.attempts, self.clock() + self.lease)
                except DBAPIError as error:
                    log.warning("lease.not_renewed", job=job.id, error=error_words(error))

        thread = threading.Thread(target=beat, name=f"{self.name}-heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _failed(self, job: OutboxJob, error: Exception) -> None:
        told = "".join(traceback.format_exception(error))
        log.warning("job.failed", kind=job.kind, job=job.id, attempt=job.attempts, error=error_line(error))
        self.buried += job.attempts >= ATTEMPTS_MAX
        with self.database.unit_of_work() as session:
            services.fail(
                session,
                job.id,
                self.name,
                job.attempts,
                error=told,
                now=self.clock(),
                jitter=random.random(),  # noqa: S311 - spreads retries, guards nothing
            )

    def _bury(self, job: OutboxJob, reason: str) -> None:
        log.error("job.buried", kind=job.kind, job=job.id, reason=reason)
        self.buried += 1
        with self.database.unit_of_work() as session:
            services.move_to_dead_letters(session, job.id, self.name, job.attempts, error=reason, now=self.clock())


def follow_forever(follow: Follower, stop: threading.Event, poll: float) -> None:
    """Follow until told to stop, in a thread of its own so that no long job holds it up; a failure is tried again."""
    while not stop.is_set():
        try:
            while not stop.is_set() and follow():
                pass
        except Exception:
            log.exception("follower.failed")
        stop.wait(poll)
