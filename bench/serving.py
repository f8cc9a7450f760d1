"""Whether pages are answered while hundreds of connections never finish sending or do not read; what serving costs.

The demonstration as `make run` serves it. Some clients send one megabyte of a longer body and then a byte now and
then, others ask for a page a hundred times and take nothing; each comes back as soon as it is cut off. Meanwhile
somebody reads pages.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count

import psutil

from bench.search.measure import percentile

SENDERS = READERS = 200
LASTS_S = 60
PAUSE_S = 0.05
STEP_S = 0.25
DRIBBLES_S = 2
READY, READY_WITHIN_S = "/health/ready", 180
BAR_MS = 300
ASKS = 400
MB = 1024 * 1024

_SENT = b"a" * MB
_HEAD = (
    f"POST /tai-khoan/dang-nhap HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    f"Content-Length: {2 * MB}\r\n\r\n"
).encode()


class Slow:
    """A connection that is opened again whenever it was closed; `begin` is what is sent first."""

    def __init__(self, port: int, begin: bytes, *, window: int | None = None) -> None:
        self._port, self._begin, self._window = port, begin, window
        self._line: socket.socket | None = None
        self._left = memoryview(b"")
        self._next = 0.0
        self.cut_off = -1

    @property
    def is_slow(self) -> bool:
        """Whether it has sent all that it sends at once."""
        return self._line is not None and not self._left

    @property
    def own_port(self) -> int:
        """Of its end of the connection; 0 where there is none."""
        return int(self._line.getsockname()[1]) if self._line else 0

    def step(self) -> None:
        """Send what is left to send, then one byte more."""
        try:
            if self._line is None:
                self._open()
            elif self._left:
                self._left = self._left[self._line.send(self._left) :]
            elif time.monotonic() > self._next:
                self._next = time.monotonic() + DRIBBLES_S
                self._line.send(b"a")
        except BlockingIOError:
            return
        except OSError:
            self.close()

    def close(self) -> None:
        """Hang up."""
        if self._line:
            self._line.close()
            self._line = None

    def _open(self) -> None:
        self.cut_off += 1
        self._line = socket.socket()
        if self._window:
            self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._window)
        self._line.connect(("127.0.0.1", self._port))
        self._line.settimeout(0)
        self._left = memoryview(self._begin)


def senders(port: int, number: int) -> list[Slow]:
    """Clients that never finish a body."""
    return [Slow(port, _HEAD + _SENT) for _ in range(number)]


def readers(port: int, number: int) -> list[Slow]:
    """Clients that ask for more than any buffer on the way takes, and read nothing."""
    return [Slow(port, b"GET /vi/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100, window=4096) for _ in range(number)]


@contextmanager
def storm(clients: list[Slow]) -> Iterator[None]:
    """Keep slow clients at it, in a thread, for as long as the block runs."""
    over = threading.Event()

    def rage() -> None:
        while not over.wait(STEP_S):
            for client in clients:
                client.step()

    raging = threading.Thread(target=rage, name="storm")
    raging.start()
    try:
        yield
    finally:
        over.set()
        raging.join()
        for client in clients:
            client.close()


def read_pages(port: int, lasts_s: float, paths: dict[str, str]) -> dict[str, list[float]]:
    """Milliseconds of each page, by its kind, for somebody who reads one after the other.

    Each comes on a connection of its own, and has a number of its own where its path has `{}`. Raises OSError where
    one is not answered within half a minute.
    """
    took, until = defaultdict[str, list[float]](list), time.monotonic() + lasts_s
    for number in count():
        if time.monotonic() > until:
            return took
        for kind, path in paths.items():
            started = time.perf_counter()
            status = ask(port, path.format(number))
            took[kind].append((time.perf_counter() - started) * 1000)
            if status != 200:  # noqa: PLR2004 - well known
                raise OSError(f"{path}: {status}")
            time.sleep(PAUSE_S)
    return took


def ask(port: int, path: str) -> int:
    """The status of a page, read whole."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def memory(site: psutil.Process) -> float:
    """Megabytes of a site and all its processes."""
    return sum(float(one.memory_info().rss) for one in [site, *site.children(recursive=True)]) / MB


PAGES = {
    "home, kept": "/vi/",
    "list, any page": "/vi/san-pham?page=2&x={}",
    "product search": "/vi/san-pham?q=che&x={}",
    "health check": "/health/live",
}


def main() -> None:
    """Measure and print, alone and in the storm."""
    with _served() as (port, site):
        print(f"\n### Serving: {SENDERS} slow senders and {READERS} slow readers for {LASTS_S} s\n")
        print(
            "| page | alone p50 / p99 (ms) | in the storm p50 / p99 / most (ms) | answered |\n| --- | --- | --- | --- |"
        )
        read_pages(port, 2, PAGES)
        alone, before = read_pages(port, LASTS_S / 6, PAGES), memory(site)
        clients = [*senders(port, SENDERS), *readers(port, READERS)]
        with storm(clients), _highest(site) as most:
            time.sleep(2)
            inside = read_pages(port, LASTS_S, PAGES)
        for kind in PAGES:
            quiet = " / ".join(f"{percentile(alone[kind], share):.0f}" for share in (50, 99))
            stormy = " / ".join(f"{percentile(inside[kind], share):.0f}" for share in (50, 99, 100))
            print(f"| {kind} | {quiet} | {stormy} | {len(inside[kind])} |")
        cut = [sum(client.cut_off for client in part) for part in (clients[:SENDERS], clients[SENDERS:])]
        print(f"\nCut off and back again: {cut[0]} senders, {cut[1]} readers. Memory {before:.0f} → {most[0]:.0f} MB.")
        _costs(port, site)


@contextmanager
def _highest(site: psutil.Process) -> Iterator[list[float]]:
    """The most memory that a site has while the block runs, in a list of one."""
    over, most = threading.Event(), [0.0]

    def look() -> None:
        while not over.wait(STEP_S):
            most[0] = max(most[0], memory(site))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        over.set()
        looking.join()


def _costs(port: int, site: psutil.Process) -> None:
    """CPU of one request over HTTP, in the server processes."""
    print("\n| request | CPU ms |\n| --- | --- |")
    for kind, path in PAGES.items():
        before = _cpu_ms(site)
        for number in range(ASKS):
            ask(port, path.format(f"c{number}"))
        print(f"| {kind} | {(_cpu_ms(site) - before) / ASKS:.2f} |")


def _cpu_ms(site: psutil.Process) -> float:
    servers = [one for one in site.children() if "outbox" not in one.cmdline()]
    return sum(sum(one.cpu_times()[:2]) for one in servers) * 1000


@contextmanager
def _served() -> Iterator[tuple[int, psutil.Process]]:
    """The demonstration on a free port, in a folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        env = os.environ | {"OCOP_DATA_DIR": folder, "OCOP_ENV": "demo"}
        command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "demo", "run", "--port", str(port)]
        with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as site:
            try:
                _wait(port)
                yield port, psutil.Process(site.pid)
            finally:
                site.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        try:
            if ask(port, READY) == 200:  # noqa: PLR2004 - well known
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise TimeoutError("the site does not answer")


if __name__ == "__main__":
    main()
