"""The law of this house: what it says on the days on which it changed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.regulations.editions import LAW, edition_of, edition_on, expiry, extension_of
from catalog.regulations.rules import months_after

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2018-05-07", "1048"),  # the programme had no edition of criteria yet
        ("2019-08-21", "1048"),
        ("2023-02-23", "1048"),
        ("2023-02-24", "148"),
        ("2025-07-05", "148"),
        ("2025-07-06", "148+1489"),
        ("2026-05-21", "148+1489"),
        ("2026-05-22", "26/2026"),
        ("2026-07-21", "26/2026"),
    ],
)
def test_the_edition_of_a_day(day: str, code: str) -> None:
    assert edition_on(date.fromisoformat(day)).code == code


def test_codes_are_those_that_programs_rely_on() -> None:
    assert [one.code for one in LAW.editions] == ["1048", "148", "148+1489", "26/2026"]
    assert all(edition_of(one.code) is one for one in LAW.editions)


@given(days)
def test_one_edition_answers_for_a_day(day: date) -> None:
    """No gap and no overlap: its own days hold the day, and no other's do."""
    own = [one for one in LAW.editions if one.since.day <= day and (one.until is None or day <= one.until.day)]
    assert own == ([edition_on(day)] if day >= LAW.editions[0].since.day else [])


@given(days, days)
def test_a_later_day_never_has_an_older_edition(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert LAW.editions.index(edition_on(first)) <= LAW.editions.index(edition_on(last))


@given(st.dates(LAW.editions[0].since.day, date(2100, 1, 1)))
def test_two_are_in_force_on_one_day_only_by_a_transition(day: date) -> None:
    there = [one for one in LAW.editions if one.since.day <= day <= (one.last_day or day)]
    assert there[-1] is edition_on(day)
    for one in there[:-1]:
        assert any(turn.lodged_before <= day <= turn.until for turn in one.transitions)


@given(days)
def test_every_star_with_a_certificate_is_recognised_and_revoked_by_a_level_that_exists(day: date) -> None:
    edition = edition_on(day)
    for stars in edition.bands.certified:
        for one in edition.recognised_by(stars, day):
            assert day <= (LAW.level_by_code[one.by].until or day)
            assert stars in edition.given_by(one.by, day)
        assert edition.recognised_by(stars, day)
        assert edition.revocation.level(stars) in LAW.level_by_code


@pytest.mark.parametrize(
    ("day", "level", "stars"),
    [
        ("2022-01-01", "district", set()),
        ("2022-01-01", "province", {3, 4}),
        ("2025-06-30", "district", {3}),
        ("2025-07-01", "district", set()),
        ("2025-07-01", "province", {3, 4}),
        ("2026-06-01", "province", {3, 4}),
        ("2026-06-01", "ministry", {5}),
        ("2026-06-01", "nobody", set()),
    ],
)
def test_who_gives_which_stars(day: str, level: str, stars: set[int]) -> None:
    on = date.fromisoformat(day)
    assert edition_on(on).given_by(level, on) == stars


@given(days)
def test_a_certificate_runs_36_months_whatever_its_edition(day: date) -> None:
    assert expiry(day) == months_after(day, 36) == edition_on(day).expiry(day)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [("2024-02-29", 36, "2027-02-28"), ("2023-12-31", 36, "2026-12-31"), ("2023-11-30", 3, "2024-02-29")],
)
def test_months_after_keeps_the_day_or_the_month_end(start: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(start), months) == date.fromisoformat(expected)


@given(days, days)
def test_only_what_was_issued_before_the_rules_in_force_is_extended(issued_on: date, on: date) -> None:
    found = extension_of(issued_on, on)
    assert (found is not None) == (issued_on < date(2026, 5, 22) <= on)
    assert found is None or found.days == 180


def test_a_renewal_is_lodged_180_to_120_days_before() -> None:
    renewal = edition_on(date(2026, 11, 23)).renewal
    assert renewal
    assert (renewal.earliest_days, renewal.latest_days, renewal.article) == (180, 120, "7.6")


def test_what_was_lodged_before_is_finished_in_60_or_30_days() -> None:
    turns = edition_of("148+1489").transitions
    after = {kind: turn.until - turn.lodged_before for turn in turns for kind in turn.dossiers}
    assert after == {"first": timedelta(60), "upgrade": timedelta(60), "renewal": timedelta(30)}


def test_the_six_grounds_have_the_letters_of_the_article() -> None:
    grounds = edition_on(date(2026, 11, 23)).revocation.grounds
    assert "".join(one.letter for one in grounds) == "abcdđe"
    assert {(one.decision, one.article) for one in LAW.grounds.values()} == {("26/2026/QĐ-TTg", "8")}


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Bộ Nông nghiệp và Môi trường", "ministry"),
        ("bo nong nghiep", "ministry"),
        ("Bộc lộ", "province"),
        ("UBND tỉnh", "province"),
    ],
)
def test_a_name_tells_the_level_of_an_authority(name: str, level: str) -> None:
    assert LAW.level_of(name).code == level
