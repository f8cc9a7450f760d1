"""What the site says while it works: one line for each event, on standard error.

A line holds nothing that people typed or sent, and nothing can be made to look like a line of its own
(docs/decisions/0041).
"""

import logging
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict

from foundation.config.safe_logging import error_line, one_line, without_people
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
            _error_in_one_line,
            _safe_texts,
            renderer,
        ],
        # Asked anew for each line, so that whoever redirects standard error gets them all.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    _take_in_libraries()


class Libraries(logging.Handler):
    """Says what libraries log in the same lines, and without an error's own words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it; what cannot be put together from its parts is said without them."""
        try:
            words = record.getMessage()
        except (TypeError, ValueError):
            words = str(record.msg)
        error = record.exc_info[1] if record.exc_info else None
        more = {"exc_info": error} if error else {}
        structlog.get_logger(record.name).log(record.levelno, words, logger=record.name, **more)


def _take_in_libraries() -> None:
    root = logging.getLogger()
    for handler in [one for one in root.handlers if type(one) in {logging.StreamHandler, Libraries}]:
        root.removeHandler(handler)
    root.addHandler(Libraries(logging.WARNING))


def _error_in_one_line(_logger: object, _method: str, event: EventDict) -> EventDict:
    told = event.pop("exc_info", None)
    error = told if isinstance(told, BaseException) else sys.exc_info()[1] if told else None
    if error is not None:
        event["error"] = error_line(error)
    return event


def _safe_texts(_logger: object, _method: str, event: EventDict) -> EventDict:
    return {name: _safe(value) for name, value in event.items()}


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(without_people(value))
    if isinstance(value, Mapping):
        return {_safe(key): _safe(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else _safe(str(value))
