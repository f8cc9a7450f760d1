"""Points of sale: their kinds, how they move, when they are due to be confirmed. Pure functions."""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

from foundation.workflow.rules import Workflow

NAME_MAX, ADDRESS_MAX, NOTE_MAX = 200, 300, 1000

STALE_AFTER = 6
"""How long what was confirmed counts as known; then lists and pages say that nobody has confirmed it since."""


class OutletKind(StrEnum):
    """What a point of sale is; the codes are those of the lists it comes in with."""

    CENTRE = "center"  # trung tâm OCOP
    SHOP = "shop"  # cửa hàng
    POINT = "point"  # điểm giới thiệu và bán
    ONLINE = "online_stall"  # gian hàng trực tuyến


class Setting(StrEnum):
    """The eight kinds of location of the ministry's criteria (950/QĐ-BCT of 18/4/2023, criterion 1)."""

    STATION = "station"
    REST_STOP = "rest_stop"
    MARKET = "market"
    TOURISM = "tourism"
    CRAFT_VILLAGE = "craft_village"
    INDUSTRY = "industry"
    FAIRGROUND = "fairground"
    POST_OFFICE = "post_office"


class Facility(StrEnum):
    """What visitors find there."""

    PARKING = "parking"
    CARD = "card"
    TRANSFER = "transfer"
    DELIVERY = "delivery"
    TASTING = "tasting"
    STEP_FREE = "step_free"


class Criterion(StrEnum):
    """What an inspection looks at, line by line: two criteria of 950/QĐ-BCT, the sign of 3041/QĐ-BCT, what we tell."""

    LOCATION = "location"
    GOODS = "goods"
    SIGN = "sign"
    STARS = "stars"
    RECORD = "record"


class State(StrEnum):
    """Where a point of sale stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    CLOSED = "closed"
    DROPPED = "dropped"


PUBLIC = frozenset({State.APPROVED, State.CLOSED})
"""What has a page; only what is approved is on lists and on the map."""


class Verb(StrEnum):
    """What can be done to a point of sale."""

    APPROVE = "approve"
    DROP = "drop"
    CONFIRM = "confirm"
    INSPECT = "inspect"
    CLOSE = "close"
    REOPEN = "reopen"


class ListRefusal(StrEnum):
    """Why a list of points of sale is not taken in."""

    ROWS = "rows"


class Refusal(StrEnum):
    """Why something cannot be done to a point of sale."""

    NOT_THERE = "not_there"
    NO_PLACE = "no_place"
    TAKEN = "taken"
    ABROAD = "abroad"
    ELSEWHERE = "elsewhere"
    NO_PRODUCT = "no_product"
    NO_REASON = "no_reason"
    IN_FUTURE = "in_future"
    TOO_MANY_PHOTOS = "too_many_photos"
    OWN_PHOTO = "own"
    NOT_FINE = "not_fine"
    NO_SUM = "no_sum"


OUTLETS = Workflow(
    {
        (State.DRAFT, Verb.APPROVE): State.APPROVED,
        (State.DRAFT, Verb.DROP): State.DROPPED,
        (State.APPROVED, Verb.CONFIRM): State.APPROVED,
        (State.APPROVED, Verb.INSPECT): State.APPROVED,
        (State.APPROVED, Verb.CLOSE): State.CLOSED,
        (State.CLOSED, Verb.REOPEN): State.APPROVED,
    },
    lambda _state, _verb: Refusal.NOT_THERE,
    start=State.DRAFT,
)


def is_stale(confirmed_on: date | None, today: date) -> bool:
    """Whether nobody has confirmed it for so long that visitors have to be told."""
    return confirmed_on is None or confirmed_on < stale_before(today)


def stale_before(today: date) -> date:
    """Return the day before which a confirmation is stale; the last day of a shorter month stands for a missing one."""
    months = today.year * 12 + today.month - 1 - STALE_AFTER
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


_ADDRESS = re.compile(r"https?://[^\s()<>]+")
_REPOSITORY = re.compile(r"^([\w.-]+/[\w.-]+)@([0-9a-f]{7,40})\b")


def source_address(source: str) -> str | None:
    """Return where a source can be read: the address in it, or its repository's; None where it is words alone."""
    if found := _ADDRESS.search(source):
        return found[0].rstrip(".,;")
    kept = _REPOSITORY.match(source)
    return f"https://github.com/{kept[1]}/tree/{kept[2]}" if kept else None
