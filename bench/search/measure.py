"""Time and memory of this process. Imports nothing heavy, so that what it tells is the measured code's."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Number = TypeVar("Number", int, float)

MEGA = 1_000_000
_PAGE_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds at three percentiles."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, nanoseconds: list[int]) -> "Spread":
        """The percentiles of single measurements."""
        return cls(*(percentile(nanoseconds, share) / MEGA for share in (50, 95, 99)))


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU and wall time of one callable over many inputs; `found` had a result, `total` is the sum of results."""

    cpu: Spread
    wall: Spread
    count: int
    found: int
    total: int


@dataclass(slots=True)
class Stopwatch:
    """CPU and wall nanoseconds while it runs; may be started and stopped many times."""

    cpu: int = 0
    wall: int = 0
    _since: tuple[int, int] = field(default=(0, 0))

    def start(self) -> None:
        """Run."""
        self._since = time.process_time_ns(), time.perf_counter_ns()

    def stop(self) -> None:
        """Pause."""
        wall, cpu = time.perf_counter_ns(), time.process_time_ns()
        self.cpu += cpu - self._since[0]
        self.wall += wall - self._since[1]


def percentile(values: Sequence[Number], share: int) -> Number:
    """The smallest value at least `share` per cent of all values do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share / 100) - 1)]


def timed(call: Callable[[T], int], inputs: Iterable[T]) -> Timing:
    """Call with each input once, measuring each call."""
    cpu: list[int] = []
    wall: list[int] = []
    results: list[int] = []
    for one in inputs:
        watch = Stopwatch()
        watch.start()
        result = call(one)
        watch.stop()
        cpu.append(watch.cpu)
        wall.append(watch.wall)
        results.append(result)
    found = sum(result > 0 for result in results)
    return Timing(Spread.of(cpu), Spread.of(wall), len(results), found, sum(results))


def rss_mb() -> float:
    """Memory this process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES / MEGA


def peak_mb() -> float:
    """The most memory this process ever held."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1_024 / MEGA for line in status if line.startswith("VmHWM:"))
