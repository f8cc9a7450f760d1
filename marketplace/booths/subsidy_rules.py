"""Booths the state pays a part of: by a published rule, counted for each producer and year. Pure functions."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

HUNDRED = 100


class NoSubsidy(StrEnum):
    """Why a booth is not subsidised."""

    STARS = "stars"
    PROVINCE = "province"
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """What a programme pays: percent of the price, for so many booths of a producer in a year.

    `decision` is where it was published. Without provinces it is for producers of all.
    """

    decision: str
    percent: int
    booths_a_year: int
    min_stars: int = 3
    provinces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subsidy:
    """How many booths of a registration are subsidised and what the producer pays for all; why not more."""

    booths: int
    due_dong: int
    why_not: NoSubsidy | None


def subsidy(
    rule: SubsidyRule | None, prices_dong: Collection[int], *, used: int, stars: int | None, province: str
) -> Subsidy:
    """Return what a producer pays for booths of these prices who had `used` subsidised ones in the year.

    The dearest are subsidised first. The state's part is cut to whole đồng, so that both parts are the price.
    """
    if rule is None:
        return Subsidy(0, sum(prices_dong), None)
    why_not = _why_not(rule, stars, province)
    left = 0 if why_not else max(0, rule.booths_a_year - used)
    ordered = sorted(prices_dong, reverse=True)
    helped, whole = ordered[:left], ordered[left:]
    due = sum(price - price * rule.percent // HUNDRED for price in helped) + sum(whole)
    return Subsidy(len(helped), due, why_not or (NoSubsidy.USED_UP if whole else None))


def _why_not(rule: SubsidyRule, stars: int | None, province: str) -> NoSubsidy | None:
    if stars is None or stars < rule.min_stars:
        return NoSubsidy.STARS
    return NoSubsidy.PROVINCE if rule.provinces and province not in rule.provinces else None
