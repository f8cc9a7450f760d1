"""Whether the process lives and whether it can serve."""

from collections.abc import Callable

import structlog
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

log = structlog.get_logger("health")

HealthCheck = tuple[str, Callable[[], str | None]]
"""A name and a question answered with None when all is well, else with the reason."""


def health(checks: tuple[HealthCheck, ...]) -> Blueprint:
    """Return the two addresses a load balancer asks."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health/live")
    def live() -> ResponseReturnValue:
        return jsonify(status="live"), 200, {"Cache-Control": "no-store"}

    @blueprint.get("/health/ready")
    def ready() -> ResponseReturnValue:
        reasons = {name: reason for name, ask in checks if (reason := _asked(ask))}
        status = {"status": "not ready" if reasons else "ready", "reasons": reasons}
        return jsonify(status), 503 if reasons else 200, {"Cache-Control": "no-store"}

    return blueprint


def _asked(ask: Callable[[], str | None]) -> str | None:
    try:
        return ask()
    except Exception as error:
        # The error's own words may name hosts and users; they belong in the log.
        log.exception("health.failed", reason=type(error).__name__)
        return type(error).__name__
