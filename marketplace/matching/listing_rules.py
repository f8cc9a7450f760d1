"""Offers and demands: how they move, until when they hold, which words of the field they use. Pure functions."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from foundation.i18n.text import fold
from foundation.workflow.rules import Workflow

NAME_MAX, LINE_MAX, TEXT_MAX, REASON_MAX = 200, 300, 3000, 500
AMOUNT_MAX = 1_000_000_000.0
DONG_MAX = 1_000_000_000
PAYMENT_MAX = 365
TIERS_MAX = 3
PARTNERS_MAX = 4
"""Producers beside the one whose offer it is: five in all supply together."""

HOLDS_FOR = timedelta(days=90)
"""So long an offer stands before its producer says again that it does."""


class State(StrEnum):
    """Where an offer or a demand stands. Whether it is over, its days say."""

    DRAFT = "draft"
    REVIEW = "review"
    LIVE = "live"
    PAUSED = "paused"
    CLOSED = "closed"
    TAKEN_DOWN = "taken_down"


PUBLIC = frozenset({State.LIVE, State.PAUSED, State.CLOSED})
"""What keeps its page once it was published; what was taken down has none."""


class Verb(StrEnum):
    """What can be done to an offer or a demand."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW_SUBMISSION = "withdraw_submission"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    CORRECT = "correct"  # its figures, which nobody looks at first
    REVISE = "revise"  # its words, which are looked at again
    PAUSE = "pause"
    RESUME = "resume"
    RENEW = "renew"
    CLOSE = "close"
    TAKE_DOWN = "take_down"


class Refusal(StrEnum):
    """Why something cannot be done."""

    NOT_THERE = "not_there"
    NO_WORDS = "no_words"
    INCOMPLETE = "incomplete"
    OVER = "over"
    OWN = "own"
    BUYER_WAITS = "buyer_waits"
    TAKEN = "taken"
    NO_PLACE = "no_place"
    NO_PRODUCT = "no_product"
    PUBLISHED = "published"


LISTINGS = Workflow(
    {
        (State.DRAFT, Verb.SAVE): State.DRAFT,
        (State.DRAFT, Verb.SUBMIT): State.REVIEW,
        (State.REVIEW, Verb.WITHDRAW_SUBMISSION): State.DRAFT,
        (State.REVIEW, Verb.SEND_BACK): State.DRAFT,
        (State.REVIEW, Verb.APPROVE): State.LIVE,
        (State.LIVE, Verb.CORRECT): State.LIVE,
        (State.LIVE, Verb.REVISE): State.REVIEW,
        (State.LIVE, Verb.RENEW): State.LIVE,
        (State.LIVE, Verb.PAUSE): State.PAUSED,
        (State.LIVE, Verb.CLOSE): State.CLOSED,
        (State.LIVE, Verb.TAKE_DOWN): State.TAKEN_DOWN,
        (State.PAUSED, Verb.CORRECT): State.PAUSED,
        (State.PAUSED, Verb.REVISE): State.REVIEW,
        (State.PAUSED, Verb.RESUME): State.LIVE,
        (State.PAUSED, Verb.CLOSE): State.CLOSED,
        (State.PAUSED, Verb.TAKE_DOWN): State.TAKEN_DOWN,
        (State.CLOSED, Verb.TAKE_DOWN): State.TAKEN_DOWN,
    },
    lambda _state, _verb: Refusal.NOT_THERE,
    start=State.DRAFT,
)


class UnitCode(StrEnum):
    """A unit as people type it."""

    KG = "kg"
    GRAM = "g"
    TA = "ta"
    TONNE = "tonne"
    LITRE = "l"
    MILLILITRE = "ml"
    PIECE = "piece"
    PACK = "pack"


class Per(StrEnum):
    """What a quantity is for."""

    TOTAL = "total"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Include(StrEnum):
    """What a price includes."""

    VAT = "vat"
    PACKAGING = "packaging"
    TRANSPORT = "transport"


class Reach(StrEnum):
    """Where an offer is delivered to."""

    COUNTRY = "country"
    PROVINCES = "provinces"
    ASK = "ask"


class Certification(StrEnum):
    """A certification buyers ask for by name."""

    VIETGAP = "vietgap"
    GLOBALGAP = "globalgap"
    ORGANIC = "organic"
    HACCP = "haccp"
    ISO_22000 = "iso22000"
    FOOD_SAFETY = "food_safety"  # giấy chứng nhận đủ điều kiện an toàn thực phẩm
    HALAL = "halal"
    KOSHER = "kosher"
    FDA = "fda"
    FSC = "fsc"
    GEOGRAPHICAL = "geographical"  # chỉ dẫn địa lý


_CALLED: Mapping[Certification, tuple[str, ...]] = MappingProxyType(
    {
        Certification.GLOBALGAP: ("globalgap", "global gap"),
        Certification.VIETGAP: ("vietgap", "viet gap"),
        Certification.ORGANIC: ("huu co", "organic"),
        Certification.HACCP: ("haccp",),
        Certification.ISO_22000: ("iso 22000", "iso22000"),
        Certification.FOOD_SAFETY: ("an toan thuc pham", "attp", "vsattp"),
        Certification.HALAL: ("halal",),
        Certification.KOSHER: ("kosher",),
        Certification.FDA: ("fda",),
        Certification.FSC: ("fsc",),
        Certification.GEOGRAPHICAL: ("chi dan dia ly", "geographical indication"),
    }
)


def certification_of(name: str) -> Certification | None:
    """Return which certification a name means; None for one that buyers do not ask for by name."""
    folded = fold(name)
    return next((code for code, words in _CALLED.items() if any(word in folded for word in words)), None)


def is_active(state: State, valid_until: date | None, today: date) -> bool:
    """Tell whether it can be answered today: the clock decides, no job has to run."""
    return state is State.LIVE and (valid_until is None or today <= valid_until)


def holds_until(today: date, window_to: date | None) -> date:
    """Return until when an offer stands that is confirmed today: not longer than it can be delivered."""
    until = today + HOLDS_FOR
    return until if window_to is None else min(until, window_to)
