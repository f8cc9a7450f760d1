"""Charges: how much is due, whether it was paid, how a charge moves, what somebody has to look at. Pure functions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from foundation.workflow.rules import Workflow

AMOUNT_MAX = 10**13 - 1
"""As much as a code can say."""

NAME_MAX, TITLE_MAX, NOTE_MAX = 200, 200, 500
LINE_MAX = 1000
"""Letters of a statement's line that are kept."""

GRACE = 1
"""Bank days after the last day for paying until what a fee is for is given to others: a statement may be a day late."""

ANSWER_WITHIN = 5
"""Working days within which whoever was paid looks at money that is not as it should be."""


class Direction(StrEnum):
    """Which way money went, seen from the payee."""

    IN = "in"
    OUT = "out"


class Standing(StrEnum):
    """How much of what is due is here."""

    NOTHING = "nothing"
    SHORT = "short"
    PAID = "paid"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Balance:
    """What came in and went out of a charge, and what is due."""

    came: int
    went: int
    due: int

    @property
    def held(self) -> int:
        """What is left with the payee."""
        return self.came - self.went

    @property
    def difference(self) -> int:
        """What is too much; what is missing is below nought."""
        return self.came - self.went - self.due

    @property
    def standing(self) -> Standing:
        """Whether that is paid, short or over: the one place where this is said."""
        if self.held <= 0:
            return Standing.NOTHING
        if self.difference == 0:
            return Standing.PAID
        return Standing.OVER if self.difference > 0 else Standing.SHORT


class State(StrEnum):
    """Where a charge stands."""

    OPEN = "open"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    PAID_LATE = "paid_late"
    PAID = "paid"
    PAID_UNPLACED = "paid_unplaced"
    PLACED = "placed"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class Verb(StrEnum):
    """What can happen to a charge."""

    PAY = "pay"
    EXPIRE = "expire"
    CANCEL = "cancel"
    HOLD = "hold"
    ACCEPT = "accept"
    LOSE = "lose"
    PLACE = "place"
    RETURN = "return"
    REFUND = "refund"


class Refusal(StrEnum):
    """Why something cannot be done with money."""

    NOT_OPEN = "not_open"
    NOT_HERE = "not_here"
    NO_MONEY = "no_money"
    WRONG_SUM = "wrong_sum"
    NO_REASON = "no_reason"
    NOT_ELSEWHERE = "not_elsewhere"
    LINE_DONE = "line_done"
    WRONG_DATES = "wrong_dates"
    NO_ACCOUNT = "no_account"
    ACCOUNT_TAKEN = "account_taken"
    UNKNOWN_BANK = "unknown_bank"
    WRONG_AMOUNT = "wrong_amount"
    CHARGED_ALREADY = "charged_already"
    NO_CARDS = "no_cards"
    CARD_UNDER_WAY = "card_under_way"
    LIVE_KEY = "live_key"


CHARGES = Workflow(
    {
        (State.OPEN, Verb.PAY): State.PAID,
        (State.OPEN, Verb.ACCEPT): State.PAID,
        (State.OPEN, Verb.EXPIRE): State.EXPIRED,
        (State.OPEN, Verb.CANCEL): State.CANCELLED,
        (State.OPEN, Verb.HOLD): State.PAID_LATE,
        (State.EXPIRED, Verb.HOLD): State.PAID_LATE,
        (State.CANCELLED, Verb.HOLD): State.PAID_LATE,
        (State.PAID_LATE, Verb.ACCEPT): State.PAID,
        (State.PAID_LATE, Verb.RETURN): State.REFUND_DUE,
        (State.PAID_LATE, Verb.REFUND): State.REFUNDED,
        (State.PAID, Verb.LOSE): State.PAID_UNPLACED,
        (State.PAID, Verb.RETURN): State.REFUND_DUE,
        (State.PAID_UNPLACED, Verb.PLACE): State.PLACED,
        (State.PAID_UNPLACED, Verb.RETURN): State.REFUND_DUE,
        (State.PAID_UNPLACED, Verb.REFUND): State.REFUNDED,
        (State.PLACED, Verb.RETURN): State.REFUND_DUE,
        (State.REFUND_DUE, Verb.REFUND): State.REFUNDED,
    },
    lambda state, _verb: Refusal.NOT_OPEN if state is not State.OPEN else Refusal.NOT_HERE,
    start=State.OPEN,
)
"""Only ever forward: money that is late, double or for something that is lost is a state, never refused."""

KEPT = frozenset({State.PAID, State.PLACED})
"""What was paid and holds."""

WAITING = frozenset({State.OPEN})
"""What can still be paid in time."""


class Attention(StrEnum):
    """Why somebody has to look at a charge, the most pressing first."""

    LATE = "late"
    UNPLACED = "unplaced"
    RETURN = "return"
    DOUBLE = "double"
    TAKEN_BACK = "taken_back"


def attention_of(state: State, balance: Balance) -> Attention | None:
    """Return why somebody has to look; None where all is as it should be."""
    by_state = {
        State.PAID_LATE: Attention.LATE,
        State.PAID_UNPLACED: Attention.UNPLACED,
        State.REFUND_DUE: Attention.RETURN,
    }
    if found := by_state.get(state):
        return found
    wanted = balance.due if state in KEPT else 0
    if state is not State.OPEN and balance.held > wanted:
        return Attention.DOUBLE
    if balance.held < (wanted if state in KEPT else 0):
        return Attention.TAKEN_BACK
    return None


def follows(state: State, balance: Balance, *, is_late: bool = False) -> Verb | None:
    """Return what money that was just entered does to a charge; None where nothing moves."""
    if state is State.OPEN and balance.held > 0 and is_late:
        return Verb.HOLD
    if state is State.OPEN and balance.difference >= 0:
        return Verb.PAY
    if state in {State.EXPIRED, State.CANCELLED} and balance.held > 0:
        return Verb.HOLD
    if state in {State.PAID_LATE, State.PAID_UNPLACED, State.REFUND_DUE} and balance.held <= 0:
        return Verb.REFUND
    return None


def runs_out(balance: Balance) -> Verb:
    """Return what the end of the time for paying does: money that is here and not enough stays to be looked at."""
    return Verb.HOLD if balance.held > 0 else Verb.EXPIRE


def release_day(due_on: date, is_working: Callable[[date], bool], days: int = GRACE) -> date:
    """Return the day until whose end money counts as in time: some bank days after the one that is told."""
    day = due_on
    while days:
        day += timedelta(days=1)
        days -= is_working(day)
    return day


def split_fits(amount: int, parts: list[int]) -> bool:
    """Whether a transfer may be divided so: each part something, all together exactly what came."""
    return bool(parts) and all(part > 0 for part in parts) and sum(parts) == amount
