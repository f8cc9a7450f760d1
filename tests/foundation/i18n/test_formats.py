from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.i18n import formats
from foundation.i18n.languages import Lang

DAY = date(2026, 3, 5)


def test_days_and_months() -> None:
    assert [formats.day(DAY, lang) for lang in Lang] == ["05/03/2026", "5 March 2026"]
    assert [formats.month(DAY, lang) for lang in Lang] == ["03/2026", "March 2026"]


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (21046, "21.046", "21,046"),
        (-1234567, "-1.234.567", "-1,234,567"),
        (Decimal("1234.5"), "1.234,5", "1,234.5"),
    ],
)
def test_numbers(value: int | Decimal, vi: str, en: str) -> None:
    assert (formats.number(value, Lang.VI), formats.number(value, Lang.EN)) == (vi, en)


def test_money_is_whole_dong() -> None:
    assert [formats.money(120000, lang) for lang in Lang] == ["120.000 ₫", "120,000 VND"]


@given(st.integers(-(10**12), 10**12))
def test_no_digit_is_lost(value: int) -> None:
    assert int(formats.number(value, Lang.VI).replace(".", "")) == value
    assert int(formats.number(value, Lang.EN).replace(",", "")) == value
