"""The law of this house, read once at the start, and what everybody asks of it by day."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from catalog.regulations.reading import read_law
from catalog.regulations.rules import Book, Edition, Extension

LAW = read_law(Path(__file__).parent / "data")

REMEMBERED = 8192
"""Some twenty years of days: lists and pages ask of the same ones again and again."""


@lru_cache(REMEMBERED)
def edition_on(day: date) -> Edition:
    """Return the one edition that answers for a day."""
    return LAW.on(day)


def edition_of(code: str) -> Edition:
    """Return the edition with this code; KeyError where there is none."""
    return LAW.by_code[code]


@lru_cache(REMEMBERED)
def expiry(issued_on: date) -> date:
    """Return the last day of a certificate issued on a day, by the edition that answers for it."""
    return edition_on(issued_on).expiry(issued_on)


def validity_months(of: date | int) -> int:
    """How many months a certificate of a day, or of a year, runs."""
    return edition_on(of if isinstance(of, date) else date(of, 1, 1)).validity.months


def extension_of(issued_on: date, on: date) -> Extension | None:
    """How long the law of a day lets a certificate of another day be extended; None where it does not."""
    return edition_on(on).extends(issued_on)


def book_at(address: str) -> Book | None:
    """Return the scoring sheets at this address."""
    return next((one for one in LAW.books if one.address == address), None)
