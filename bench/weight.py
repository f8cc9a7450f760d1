"""How heavy pages are on a cheap phone: what is sent, when the largest thing is seen, how much moves.

The system's Chromium with an empty cache, 360×640, a processor six times slower, a slow and a very slow line; the
site as `make run` serves it. Printed beside the bars of the public site.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

RUNS = 3
SLOWER = 6
PHONE = {"width": 360, "height": 640}
SETTLES_MS = 1500
READY_WITHIN_S = 180
KB = 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A connection, and the latest moment at which the largest thing may be seen on it."""

    name: str
    kbps: int
    latency_ms: int
    lcp_max_s: float


@dataclass(slots=True)
class Seen:
    """What one visit showed and took: milliseconds, share of the screen, bytes by kind with their addresses."""

    lcp_ms: float
    cls: float
    kinds: Counter[str]
    needed: int


@dataclass  # without slots: the library hangs something on whoever listens
class _Traffic:
    """What travels while a page loads: when each thing had arrived, on the browser's clock."""

    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    arrived: dict[str, tuple[float, int]] = field(default_factory=dict)
    started: float = 0.0

    def follow(self, devtools: CDPSession) -> None:
        """Listen to the browser."""
        devtools.on("Network.requestWillBeSent", self._sent)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        self.started = self.started or event["timestamp"]

    def _answered(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"], event["response"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.arrived[event["requestId"]] = (event["timestamp"] - self.started) * 1000, int(event["encodedDataLength"])


LINES = (Line("1.6 Mbps, 150 ms", 1600, 150, 2.5), Line("400 kbps, 400 ms", 400, 400, 4.5))
PAGES = {
    "home": "/vi/",
    "list": "/vi/san-pham",
    "product": "",
    "province": "/vi/tinh/lao-cai",
}
BARS = {"CLS": 0.05, "LCP needs": 70, "first view": 150, "HTML": 25, "CSS": 15, "JS": 20}
_OBSERVE = """
  window.seen = {lcp: 0, url: '', cls: 0};
  new PerformanceObserver(list => list.getEntries().forEach(e => { seen.lcp = e.startTime; seen.url = e.url; }))
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) seen.cls += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
"""
_BLOCKING = {"Document", "Stylesheet", "Font"}


def main() -> None:
    """Serve the demonstration, look at four pages on two lines, print the table."""
    program = shutil.which("chromium")
    if program is None:
        print("\n### Weight of pages: not measured, there is no chromium\n")
        return
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        print(f"\n### Weight of pages: 360×640, processor {SLOWER} times slower, median of {RUNS} visits\n")
        print("| page | line | LCP s | CLS | LCP needs KB | first view KB | HTML KB | CSS KB | JS KB | missed |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for name, path in (PAGES | {"product": _a_product(address)}).items():
            for line in LINES:
                _print(name, line, [_visit(browser, address + path, line) for _ in range(RUNS)])
        browser.close()


def _print(name: str, line: Line, visits: list[Seen]) -> None:
    lcp = statistics.median(one.lcp_ms for one in visits) / 1000
    last = visits[-1].kinds
    found = {
        "CLS": max(one.cls for one in visits),
        "LCP needs": statistics.median(one.needed for one in visits) / KB,
        "first view": statistics.median(one.kinds.total() for one in visits) / KB,
        "HTML": last["Document"] / KB,
        "CSS": last["Stylesheet"] / KB,
        "JS": last["Script"] / KB,
    }
    missed = [what for what, most in BARS.items() if found[what] > most] + (["LCP"] if lcp > line.lcp_max_s else [])
    cells = " | ".join(f"{value:.3f}" if what == "CLS" else f"{value:.1f}" for what, value in found.items())
    print(f"| {name} | {line.name} | {lcp:.2f} | {cells} | {', '.join(missed) or '–'} |", flush=True)


def _visit(browser: Browser, address: str, line: Line) -> Seen:
    """One visit by somebody who was never here."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)  # type: ignore[arg-type] # a size
    page = context.new_page()
    devtools, traffic = context.new_cdp_session(page), _Traffic()
    traffic.follow(devtools)
    for method, asked in _slowed(line).items():
        devtools.send(method, asked)
    page.add_init_script(_OBSERVE)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(SETTLES_MS)
    seen = page.evaluate("() => window.seen")
    context.close()
    kinds: Counter[str] = Counter()
    needed = 0
    for number, (at, size) in traffic.arrived.items():
        kind, url = traffic.kinds.get(number, ("Other", ""))
        kinds[kind] += size
        needed += size if at <= seen["lcp"] and (kind in _BLOCKING or url == seen["url"]) else 0
    return Seen(seen["lcp"], seen["cls"], kinds, needed)


def _slowed(line: Line) -> dict[str, dict[str, Any]]:
    bytes_s = line.kbps * 1000 / 8
    return {
        "Network.enable": {},
        "Network.setCacheDisabled": {"cacheDisabled": True},
        "Network.emulateNetworkConditions": {
            "offline": False,
            "latency": line.latency_ms,
            "downloadThroughput": bytes_s,
            "uploadThroughput": bytes_s / 2,
        },
        "Emulation.setCPUThrottlingRate": {"rate": SLOWER},
    }


def _a_product(address: str) -> str:
    """The first product of the list, as the home page shows it."""
    with urllib.request.urlopen(f"{address}/vi/san-pham") as answer:
        page = answer.read().decode()
    start = page.index('href="/vi/san-pham/') + len('href="')
    return str(page[start : page.index('"', start)])


@contextmanager
def _served() -> Iterator[str]:
    """The demonstration on a free port, with its server and worker, in a folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"OCOP_DATA_DIR": folder, "OCOP_ENV": "demo", "OCOP_BASE_URL": f"http://127.0.0.1:{port}"}
        command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "demo", "run", "--port", str(port)]
        with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as site:
            try:
                _wait(f"http://127.0.0.1:{port}")
                yield f"http://127.0.0.1:{port}"
            finally:
                site.terminate()


def _wait(address: str) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/health/ready").close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"{address} does not answer")


if __name__ == "__main__":
    main()
