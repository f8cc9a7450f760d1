"""Registering a trade fair with the Department of Industry and Trade: the clocks of its day, read as data. Pure."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from marketplace.events.rules import Step

_FILE = Path(__file__).parent / "data" / "fair_registration.toml"


@dataclass(frozen=True, slots=True)
class FilingRule:
    """What holds for fairs that open from a day on."""

    since: date
    decree: str
    article: str
    form: str
    report_form: str
    earliest_days: int
    latest_days: int
    complete_working_days: int
    answer_working_days: int
    report_days: int
    report_is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Clocks:
    """The days that follow from a rule: when to register, when the office answers, when the report is due."""

    rule: FilingRule
    earliest: date
    latest: date
    complete_by: date | None
    answer_by: date | None
    report_by: date

    def due(self, step: Step) -> date | None:
        """Return the last day of a step; None where no clock runs."""
        days: Mapping[Step, date | None] = {
            Step.LODGED: self.latest,
            Step.ESTABLISHED: self.latest,
            Step.PROVEN: self.latest,
            Step.CHANGED: self.latest,
            Step.ANSWERED: self.answer_by,
            Step.REPORTED: self.report_by,
        }
        return days[step]


def _read() -> tuple[FilingRule, ...]:
    told: list[dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(sorted((FilingRule(**one) for one in told), key=lambda one: one.since))


RULES = _read()


def rule_on(starts_on: date) -> FilingRule | None:
    """Return what holds for a fair that opens on a day; None before the first rule on file."""
    begun = [one for one in RULES if one.since <= starts_on]
    return begun[-1] if begun else None


def clocks(
    starts_on: date, ends_on: date | None, lodged_on: date | None, is_working: Callable[[date], bool]
) -> Clocks | None:
    """Return the days of one fair; those of the office run from the day the registration was handed in."""
    rule = rule_on(starts_on)
    if rule is None:
        return None
    return Clocks(
        rule,
        starts_on - timedelta(days=rule.earliest_days),
        starts_on - timedelta(days=rule.latest_days),
        working_days_after(lodged_on, rule.complete_working_days, is_working) if lodged_on else None,
        working_days_after(lodged_on, rule.answer_working_days, is_working) if lodged_on else None,
        (ends_on or starts_on) + timedelta(days=rule.report_days),
    )


def working_days_after(day: date, count: int, is_working: Callable[[date], bool]) -> date:
    """Return the day on which so many working days have passed; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
