"""What a Prometheus server is told: pages by name and status, how long they took, and what rooms measure.

Without a token nothing is counted and the address does not exist. Server processes count into files of one folder
(`PROMETHEUS_MULTIPROC_DIR`, which `flask serve` sets), so that whichever is asked tells of all of them.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from foundation.web.answers import Message
    from foundation.web.front import Find

log = structlog.get_logger("metrics")

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable: where the server processes of one machine count together."""

REQUESTS = Counter("ocop_requests", "Requests the site answered.", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "ocop_request_seconds",
    "Seconds until the site had an answer.",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
CACHED = Counter("ocop_cached_pages", "Pages sent from the page cache, without asking the site.")


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure looked up when it is asked for: its name after `ocop_`, what it says, and its values by their label.

    A value without a label has the key "".
    """

    name: str
    says: str
    ask: Callable[[], dict[str, float]]
    label: str = ""


def install(app: Flask, token: str | None, measured: Iterable[Measured]) -> None:
    """Count what the application answers, and tell it at `/metrics` to whoever has the token."""
    pages = Blueprint("metrics", __name__)
    figures = _Figures(tuple(measured))

    @pages.get("/metrics")
    def metrics() -> Response:
        if token is None:
            abort(404)
        if not _has(token):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        return Response(_told(figures), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    app.register_blueprint(pages)
    if token:
        app.before_request(_begin)
        app.after_request(_count)


def counted(find: "Find") -> "Find":
    """Return the same search for a cached page, which counts what it found."""

    def found(environ: "WSGIEnvironment") -> "tuple[Message, Message] | None":
        page = find(environ)
        if page is not None:
            CACHED.inc()
        return page

    return found


class _Figures(Collector):
    """The figures of the moment, as the library collects them; one that cannot be had is left out and logged."""

    def __init__(self, measured: tuple[Measured, ...]) -> None:
        self._measured = measured

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield a family for each figure."""
        for one in self._measured:
            family = GaugeMetricFamily(f"ocop_{one.name}", one.says, labels=[one.label] if one.label else [])
            for label, value in _asked(one).items():
                family.add_metric([label] if one.label else [], value)
            yield family


def _asked(one: Measured) -> dict[str, float]:
    try:
        return one.ask()
    except Exception as error:
        log.exception("metrics.failed", figure=one.name, reason=type(error).__name__)
        return {}


def _has(token: str) -> bool:
    sent = request.headers.get("Authorization", "")
    return hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())


def _told(figures: _Figures) -> bytes:
    now = CollectorRegistry()
    now.register(figures)
    counted_together = CollectorRegistry() if os.environ.get(FOLDER) else REGISTRY
    if counted_together is not REGISTRY:
        MultiProcessCollector(counted_together)  # type: ignore[no-untyped-call] # the library's
    return generate_latest(counted_together) + generate_latest(now)


def _begin() -> None:
    g.begun_at = time.perf_counter()


def _count(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    REQUESTS.labels(endpoint, request.method, response.status_code).inc()
    if "begun_at" in g:
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.begun_at)
    return response
