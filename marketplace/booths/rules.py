"""How a registration moves, which steps give its booths back, and what is asked for. Pure functions.

A registration is what a producer asks for; what it has is claims. Only what is live keeps a booth.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from foundation.workflow.rules import Workflow

LINE_MAX, TEXT_MAX, LETTER_MAX = 200, 1000, 2000
WANTED_MAX, STAFF_MAX, PRODUCTS_MAX, PHOTOS_MAX, FILES_MAX = 2, 6, 20, 5, 10
SHORT_LENGTH, CODE_LENGTH = 6, 20
"""Letters of a badge's short code, unique within its fair, and of the code in its QR, which nobody tries out."""


class RegistrationState(StrEnum):
    """Where a registration stands."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"
    AWAITING_PAYMENT = "awaiting_payment"
    PAID_UNPLACED = "paid_unplaced"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    EXPIRED = "expired"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


LIVE_REGISTRATIONS = frozenset(
    {
        RegistrationState.DRAFT,
        RegistrationState.SENT,
        RegistrationState.RETURNED,
        RegistrationState.APPROVED,
        RegistrationState.AWAITING_PAYMENT,
        RegistrationState.PAID_UNPLACED,
        RegistrationState.CONFIRMED,
        RegistrationState.CHECKED_IN,
    }
)
"""What a producer has one of at most for an event, and what may hold booths."""

TAKES_PART = frozenset({RegistrationState.CONFIRMED, RegistrationState.CHECKED_IN})
"""Who is listed with the fair, has papers and badges, and is expected at the gate."""

MAY_WAIT = frozenset({RegistrationState.DRAFT, RegistrationState.SENT, RegistrationState.APPROVED})
"""Where a registration without a booth may stand on the waiting list."""


class RegistrationVerb(StrEnum):
    """What can be done to a registration."""

    SAVE = "save"
    SEND = "send"
    RETURN = "return"
    APPROVE = "approve"
    DECLINE = "decline"
    ASK_FOR_MONEY = "ask_for_money"
    CONFIRM = "confirm"
    LOSE_BOOTH = "lose_booth"  # money came when its booth was another's
    EXPIRE = "expire"  # not paid in time
    PAY_LATE = "pay_late"
    REVIVE = "revive"  # what was not paid in time gets another chance
    CHECK_IN = "check_in"
    MISS = "miss"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


class BoothRefusal(StrEnum):
    """Why something cannot be done to a registration or a booth."""

    NOT_THERE = "not_there"
    NOT_OPEN = "not_open"
    TAKEN = "taken"
    SOLD_OUT = "sold_out"
    TOO_LATE = "too_late"
    LIMIT = "limit"
    OTHER_FAIR = "other_fair"
    OTHER_PRICE = "other_price"
    NO_CERTIFICATE = "no_certificate"
    NOTHING_CHOSEN = "nothing_chosen"
    INCOMPLETE = "incomplete"
    TOO_MANY = "too_many"
    NO_REASON = "no_reason"
    NO_PAYEE = "no_payee"
    NO_BOOTHS = "no_booths"
    NO_RULE = "no_rule"
    RULES_PUBLISHED = "rules_published"
    WAITS_ALREADY = "waits_already"
    HAS_ONE = "has_one"
    IN_USE = "in_use"
    STILL_OPEN = "still_open"


class Need(StrEnum):
    """What a booth has to be set up with beyond what stands in it."""

    POWER = "power"
    COLD = "cold"
    WATER = "water"


class DocumentKind(StrEnum):
    """What a file of a registration is."""

    LABEL = "label"  # ảnh nhãn
    BUSINESS = "business"  # đăng ký kinh doanh
    CERTIFICATE = "certificate"  # giấy chứng nhận OCOP
    DECLARATION = "declaration"  # bản công bố
    SAFETY = "safety"  # an toàn thực phẩm


class Page(StrEnum):
    """The pages of a registration, one question each, in their order."""

    BOOTH = "gian"
    PRODUCTS = "san-pham"
    FILES = "tep"
    NEEDS = "nhu-cau"
    STAFF = "nguoi-truc"
    CONTACT = "lien-he"


_OPEN = (RegistrationState.DRAFT, RegistrationState.SENT, RegistrationState.RETURNED)
_AGREED = (RegistrationState.APPROVED, RegistrationState.AWAITING_PAYMENT, RegistrationState.PAID_UNPLACED)
_BEFORE_THE_DAY = (*_OPEN, *_AGREED, RegistrationState.CONFIRMED)

REGISTRATIONS = Workflow(
    {
        (RegistrationState.DRAFT, RegistrationVerb.SAVE): RegistrationState.DRAFT,
        (RegistrationState.RETURNED, RegistrationVerb.SAVE): RegistrationState.RETURNED,
        (RegistrationState.DRAFT, RegistrationVerb.SEND): RegistrationState.SENT,
        (RegistrationState.RETURNED, RegistrationVerb.SEND): RegistrationState.SENT,
        (RegistrationState.SENT, RegistrationVerb.RETURN): RegistrationState.RETURNED,
        (RegistrationState.SENT, RegistrationVerb.APPROVE): RegistrationState.APPROVED,
        (RegistrationState.SENT, RegistrationVerb.DECLINE): RegistrationState.DECLINED,
        (RegistrationState.APPROVED, RegistrationVerb.ASK_FOR_MONEY): RegistrationState.AWAITING_PAYMENT,
        **{(state, RegistrationVerb.CONFIRM): RegistrationState.CONFIRMED for state in _AGREED},
        (RegistrationState.AWAITING_PAYMENT, RegistrationVerb.LOSE_BOOTH): RegistrationState.PAID_UNPLACED,
        (RegistrationState.AWAITING_PAYMENT, RegistrationVerb.EXPIRE): RegistrationState.EXPIRED,
        (RegistrationState.EXPIRED, RegistrationVerb.PAY_LATE): RegistrationState.PAID_UNPLACED,
        (RegistrationState.EXPIRED, RegistrationVerb.REVIVE): RegistrationState.APPROVED,
        (RegistrationState.CONFIRMED, RegistrationVerb.CHECK_IN): RegistrationState.CHECKED_IN,
        (RegistrationState.CONFIRMED, RegistrationVerb.MISS): RegistrationState.NO_SHOW,
        **{(state, RegistrationVerb.WITHDRAW): RegistrationState.WITHDRAWN for state in _BEFORE_THE_DAY},
        **{
            (state, RegistrationVerb.CANCEL): RegistrationState.CANCELLED
            for state in RegistrationState
            if state in LIVE_REGISTRATIONS
        },
    },
    lambda _state, _verb: BoothRefusal.NOT_THERE,
    start=RegistrationState.DRAFT,
)


def frees(before: RegistrationState, after: RegistrationState) -> bool:
    """Whether this step gives back every booth of a registration, in the transaction that makes it."""
    return before in LIVE_REGISTRATIONS and after not in LIVE_REGISTRATIONS


def is_open(opens_at: datetime | None, closes_at: datetime | None, moment: datetime) -> bool:
    """Whether one can register at this moment; a fair without hours is being prepared."""
    return opens_at is not None and closes_at is not None and opens_at <= moment < closes_at


def missing(said: Mapping[Page, bool]) -> tuple[Page, ...]:
    """Return the pages that still want an answer before a registration can be sent."""
    return tuple(page for page in Page if not said.get(page, False))
