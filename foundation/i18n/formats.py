"""Dates, numbers, money and quantities as each language writes them. Pure functions."""

from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from foundation.i18n.languages import Lang


def day(value: date, lang: Lang) -> str:
    """23/11/2026 in Vietnamese, 23 November 2026 in English."""
    if lang is Lang.VI:
        return f"{value:%d/%m/%Y}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date, lang: Lang) -> str:
    """11/2026 in Vietnamese, November 2026 in English."""
    return f"{value:%m/%Y}" if lang is Lang.VI else f"{_MONTHS[value.month - 1]} {value.year}"


def number(value: int | Decimal, lang: Lang) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English."""
    if isinstance(value, int):
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if lang is Lang.VI else grouped
    return str(format_decimal(value, locale=lang.value))


def money(dong: int, lang: Lang) -> str:
    """Return an amount in whole đồng: 120.000 ₫ in Vietnamese, 120,000 VND in English."""
    return f"{number(dong, lang)} {'₫' if lang is Lang.VI else 'VND'}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
