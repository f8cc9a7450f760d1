"""Working days against the notices of each year, which were written down apart from any library."""

from datetime import date, timedelta

from foundation.privacy.working_days import is_holiday, is_working

OFF = """
2019: 01-01 02-04 02-05 02-06 02-07 02-08 04-15 04-29 04-30 05-01 09-02
2020: 01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02
2021: 01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03
2022: 01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02
2023: 01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04
2024: 01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03
2025: 01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02
2026: 01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24
2027: 01-01 04-16 04-30 05-03 09-02 09-03 11-24
"""
"""Mondays to Fridays on which offices were shut; the Tết of 2027 has no notice yet."""
WORKED = {"2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"}
"""Saturdays worked in place of a day off."""
UNKNOWN = (date(2027, 2, 1), date(2027, 2, 14))


def listed() -> set[date]:
    lines = (line.split(": ") for line in OFF.split("\n") if line)
    return {date.fromisoformat(f"{year}-{day}") for year, days in lines for day in days.split()}


def test_every_day_of_nine_years_but_a_tet_without_notice() -> None:
    off, worked = listed(), {date.fromisoformat(day) for day in WORKED}
    day, wrong, looked_at = date(2019, 1, 1), [], 0
    while day < date(2028, 1, 1):
        if not UNKNOWN[0] <= day <= UNKNOWN[1]:
            looked_at += 1
            if is_working(day) != (day in worked or (day.weekday() < 5 and day not in off)):
                wrong.append(day)
        day += timedelta(days=1)
    assert looked_at > 3000
    assert wrong == []


def test_a_day_off_in_a_holidays_place_is_a_holiday_too() -> None:
    assert all(is_holiday(day) for day in listed())
