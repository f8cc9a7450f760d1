"""What an installation says of itself to whoever answers a request: its day and its address."""

from datetime import date

from flask import current_app


def today() -> date:
    """Return today in Vietnam; outside production a setting may move it."""
    day: date = current_app.jinja_env.globals["today"]()  # type: ignore[operator]
    return day


def base_url() -> str:
    """Return the address of this site without a slash at its end, as programs and other people get it."""
    return str(current_app.jinja_env.globals["base_url"])
