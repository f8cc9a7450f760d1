from datetime import date

import pytest

from foundation.i18n.days import read_day


@pytest.mark.parametrize(
    "text", ["", "20261123", "2026-W48-1", "2026-02-30", "9999-12-31", "0001-01-01", "٢٠٢٦-١١-٢٣", "2026-11-23 "]
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


def test_a_day() -> None:
    assert read_day("2026-11-23") == date(2026, 11, 23)
