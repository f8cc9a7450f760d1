"""When to try again and when a schedule is next due. Pure functions of `now`."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from foundation.config.settings import VIETNAM

ATTEMPTS_MAX = 8
"""After this many failures a job is a dead letter and waits for a person."""

LEASE = timedelta(seconds=60)
"""How long a worker may be silent before another takes its job."""

_FIRST = timedelta(seconds=5)
_LONGEST = timedelta(hours=1)


def retry_delay(attempts: int, jitter: float) -> timedelta | None:
    """How long to wait after this many failures: doubling from 5 seconds to an hour, None for giving up.

    `jitter` from 0 to 1 takes away up to a quarter, so that jobs that failed together do not return together.
    """
    if attempts >= ATTEMPTS_MAX:
        return None
    wait = min(_FIRST * float(2 ** (attempts - 1)), _LONGEST)
    return wait * (1 - jitter / 4)


@dataclass(frozen=True, slots=True)
class Interval:
    """A schedule that repeats after a pause."""

    pause: timedelta

    def next_run(self, now: datetime) -> datetime:
        """Return the moment of the next run; runs missed meanwhile are not made up."""
        return now + self.pause


@dataclass(frozen=True, slots=True)
class Daily:
    """A schedule for a time of day in Vietnam, which has no summer time."""

    at: time

    def next_run(self, now: datetime) -> datetime:
        """Return the next moment strictly after `now` at which the clock in Vietnam shows that time."""
        here = now.astimezone(VIETNAM)
        due = datetime.combine(here.date(), self.at, VIETNAM)
        return due if due > here else due + timedelta(days=1)
