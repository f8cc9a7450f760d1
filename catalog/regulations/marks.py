"""A filled-in sheet as a JSON file: numbers are decimals, and what is no mark is refused with its place."""

import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from catalog.regulations.scoring import Filled, MarkRefused

DIGITS_MAX = 100
"""Decimals of a mark: more than any mean has, few enough to be added exactly."""
POINTS_MAX = 1000
"""More than any criterion has; what is above it need not be written out to be refused."""


def read_marks(text: str) -> Filled:
    """Return what a file says, not yet compared with a sheet."""
    read = _read(text)
    if not isinstance(read, dict):
        raise MarkRefused("the file", "not an object with marks")
    marks = read.get("marks")
    if not isinstance(marks, dict):
        raise MarkRefused("marks", "an object of criteria and points is needed")
    return Filled(
        marks={code: _mark(code, given) for code, given in marks.items() if given is not None},
        unmarked=tuple(code for code, given in marks.items() if given is None),
        case=_case(read.get("case")),
        mean=_flag(read.get("mean", False)),
        knock_outs=_names(read.get("knock_outs", [])),
    )


def _read(text: str) -> Any:
    try:
        return json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_no_number, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        raise MarkRefused(f"line {error.lineno}, column {error.colno}", error.msg) from error
    except RecursionError as error:
        raise MarkRefused("the file", "nested too deep") from error


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise MarkRefused(repr(text), "no number of points")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise MarkRefused(repr(name), "stands there twice")
        found[name] = value
    return found


def _mark(code: str, given: object) -> Fraction:
    place = f"marks[{code!r}]"
    if not isinstance(given, Decimal):
        raise MarkRefused(place, "points are a number")
    if not 0 <= given <= POINTS_MAX:
        raise MarkRefused(place, "not between 0 and the points of the criterion")
    if given and int(given.as_tuple().exponent) < -DIGITS_MAX:
        raise MarkRefused(place, f"more than {DIGITS_MAX} decimals")
    return Fraction(given) if given else Fraction(0)


def _case(given: object) -> str | None:
    if given is None or isinstance(given, str):
        return given
    raise MarkRefused("case", "a letter or null is needed")


def _flag(given: object) -> bool:
    if isinstance(given, bool):
        return given
    raise MarkRefused("mean", "true or false is needed")


def _names(given: object) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return tuple(given)
    raise MarkRefused("knock_outs", "a list of criteria is needed")
