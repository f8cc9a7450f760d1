"""What the site says while it works: one line for each event, on standard error."""

import sys

import structlog

from foundation.config.settings import Env


def configure(env: Env) -> None:
    """JSON lines in production, for programs; readable lines elsewhere. Output of commands stays on standard output."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if env is Env.PRODUCTION
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        # Asked anew for each line, so that whoever redirects standard error gets them all.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
