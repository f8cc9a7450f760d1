"""A demand and its offers as a JSON file; what is no quantity, no day or no unit is refused with its place."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from marshmallow import ValidationError

from marketplace.matching.shapes import FileShape
from marketplace.matching.terms import Demand, Offer

DIGITS_MAX = 20


class InputRefused(ValueError):
    """A file the model cannot rank: the place in it, and why."""


def read_file(text: str) -> tuple[date, Demand, list[Offer]]:
    """Return the day, the demand and the offers of a file."""
    try:
        read = FileShape().load(json.loads(text, parse_int=_whole, parse_constant=_no_number))
    except json.JSONDecodeError as error:
        raise InputRefused(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise InputRefused("the file is nested too deep") from error
    except ValidationError as error:
        raise InputRefused(_place(error.messages)) from error
    return read["today"], read["demand"], read["offers"]


def _whole(text: str) -> float:
    """Return a whole number; one longer than any id is as good as a float, which is refused where it is too large."""
    return int(text) if len(text) <= DIGITS_MAX else float(text)


def _no_number(text: str) -> NoReturn:
    raise InputRefused(f"{text} is no number")


def _place(messages: Any, place: str = "") -> str:
    """Return the first fault with its place, as `offers[3].quantity.unit`."""
    if not isinstance(messages, Mapping):
        return f"{place or 'the file'}: {messages[0]}"
    name, inner = next(iter(messages.items()))
    step = f"[{name}]" if isinstance(name, int) else f".{name}" if place else str(name)
    return _place(inner, place if name == "_schema" else place + step)
