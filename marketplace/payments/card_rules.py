"""Paying by card: how long a page at the card service lasts, which key moves real money, when a message is fresh.

Pure functions.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from foundation.config.settings import VIETNAM
from foundation.workflow.rules import Workflow
from marketplace.payments.rules import Refusal

STRIPE = "stripe"
"""Its name in the ledger."""

CURRENCY = "vnd"
"""Without decimals: the sum is sent in whole đồng."""

LEAST, MOST = 15_000, 99_999_999
"""What the card service takes at once, in đồng: about half a dollar, and eight digits."""

SHORTEST, LONGEST = timedelta(minutes=31), timedelta(hours=2)
"""How long a page at the card service lasts; it takes none of less than half an hour."""

SKEW = 300
"""Seconds by which the clock of a message may differ from ours, either way."""

RECENT = timedelta(days=3)
"""How far back pages are compared with the ledger every night; the card service sends messages for as long."""


class CheckoutState(StrEnum):
    """Where a payment by card stands."""

    ASKED = "asked"
    OPEN = "open"
    PAID = "paid"
    ENDED = "ended"


class CheckoutVerb(StrEnum):
    """What can happen to a payment by card."""

    KEEP = "keep"
    PAY = "pay"
    END = "end"


CHECKOUTS = Workflow(
    {
        (CheckoutState.ASKED, CheckoutVerb.KEEP): CheckoutState.OPEN,
        (CheckoutState.ASKED, CheckoutVerb.PAY): CheckoutState.PAID,
        (CheckoutState.ASKED, CheckoutVerb.END): CheckoutState.ENDED,
        (CheckoutState.OPEN, CheckoutVerb.PAY): CheckoutState.PAID,
        (CheckoutState.OPEN, CheckoutVerb.END): CheckoutState.ENDED,
        (CheckoutState.ENDED, CheckoutVerb.PAY): CheckoutState.PAID,
    },
    lambda _state, _verb: Refusal.NOT_HERE,
    start=CheckoutState.ASKED,
)
"""Money that comes after the end is money all the same."""

LIVE = frozenset({CheckoutState.ASKED, CheckoutState.OPEN})
"""What may still be paid at the card service."""


def is_live(key: str) -> bool:
    """Whether a key moves real money."""
    return not key.startswith(("sk_test_", "rk_test_"))


def fits_card(amount: int) -> bool:
    """Whether the card service takes a sum."""
    return LEAST <= amount <= MOST


def page_until(moment: datetime, today: date, release_on: date) -> datetime | None:
    """Return when a page at the card service ends: never after the hold; None where too little time is left."""
    here = moment.astimezone(VIETNAM).date()
    hold = datetime.combine(here + (release_on - today) + timedelta(days=1), time(), VIETNAM)
    ends = min(moment + LONGEST, hold)
    return ends.replace(microsecond=0) if ends - moment >= SHORTEST else None


def site_day(at: datetime, moment: datetime, today: date) -> date:
    """Return the day on which something happened, as the site counts days."""
    return today + (at.astimezone(VIETNAM).date() - moment.astimezone(VIETNAM).date())


def is_fresh(stamp: int, moment: datetime) -> bool:
    """Whether the clock of a message is about ours: neither old nor ahead."""
    return abs(moment.timestamp() - stamp) <= SKEW
