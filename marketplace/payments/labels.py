"""Words for payments."""

from foundation.i18n.messages import gettext as _
from marketplace.payments.card_rules import STRIPE
from marketplace.payments.matching import Ground
from marketplace.payments.models import Entry
from marketplace.payments.provider import VIETQR
from marketplace.payments.reading import Unread
from marketplace.payments.rules import Attention, Direction, Refusal, State
from marketplace.payments.statement_rules import LineState


def state_label(state: State) -> str:
    """Return where a charge stands."""
    words = {
        State.OPEN: _("waits for payment"),
        State.EXPIRED: _("not paid in time"),
        State.CANCELLED: _("cancelled"),
        State.PAID_LATE: _("money came too late or too little"),
        State.PAID: _("paid"),
        State.PAID_UNPLACED: _("paid, but what it was for is gone"),
        State.PLACED: _("paid, placed otherwise"),
        State.REFUND_DUE: _("to be sent back"),
        State.REFUNDED: _("sent back"),
    }
    return words[state]


def attention_label(why: Attention) -> str:
    """Return why somebody has to look."""
    words = {
        Attention.LATE: _("came after its time, or is not enough"),
        Attention.UNPLACED: _("what it was for is gone"),
        Attention.RETURN: _("has to be sent back"),
        Attention.DOUBLE: _("more came than was due"),
        Attention.TAKEN_BACK: _("less is here than was booked"),
    }
    return words[why]


def way_label(entry: Entry) -> str:
    """Return how money came or went."""
    words = {
        (VIETQR.code, Direction.IN): _("came by transfer"),
        (VIETQR.code, Direction.OUT): _("went back by transfer"),
        (STRIPE, Direction.IN): _("came by card"),
        (STRIPE, Direction.OUT): _("went back to the card"),
    }
    return words[entry.provider, entry.direction]


def line_label(state: LineState) -> str:
    """Return where a line of a statement stands."""
    words = {
        LineState.NEW: _("about to be booked"),
        LineState.SUGGESTED: _("suggested"),
        LineState.DESK: _("to be decided"),
        LineState.BOOKED: _("booked"),
        LineState.FOREIGN: _("not a fee"),
    }
    return words[state]


def ground_label(ground: Ground) -> str:
    """Return what a suggestion rests on."""
    words = {
        Ground.EXACT: _("reference and amount are exact"),
        Ground.OTHER_SUM: _("the reference is exact, the amount is another"),
        Ground.SEVERAL: _("it names several references"),
        Ground.SLIP: _("one symbol of the reference is wrong, the amount fits"),
        Ground.PAYER: _("no reference, but payer and amount fit"),
        Ground.NOTHING: _("nothing fits"),
    }
    return words[ground]


def unread_label(why: Unread) -> str:
    """Return why a statement, or a row, was not taken, and what to do."""
    words = {
        Unread.NO_HEADS: _(
            "No heads of a statement were found: day, text, money in and out. Send the file as your bank gives it."
        ),
        Unread.OTHER_ACCOUNT: _("This is the statement of another account. Nothing was taken from it."),
        Unread.TOO_MANY: _("This file has too many lines. Send a shorter period."),
        Unread.NO_DAY: _("the day cannot be read"),
        Unread.NO_AMOUNT: _("the amount cannot be read"),
    }
    return words[why]


def refusal_words(why: Refusal) -> str:
    """Return why something cannot be done, and what to do."""
    words = {
        Refusal.NOT_OPEN: _("That is no longer possible here. Look at the state and choose what is offered."),
        Refusal.NOT_HERE: _("Nothing of that kind can be done now. Look at the state and choose what is offered."),
        Refusal.NO_MONEY: _("No money is here. Take the statement in first."),
        Refusal.WRONG_SUM: _("The parts do not make the amount of the line. Change them until they do."),
        Refusal.NO_REASON: _("Say why, so that others understand it later."),
        Refusal.NOT_ELSEWHERE: _("One of the references is none of this payee’s. Check it symbol by symbol."),
        Refusal.LINE_DONE: _("Somebody has decided about this line already."),
        Refusal.WRONG_DATES: _("The day for paying is over. Choose a later one."),
        Refusal.NO_ACCOUNT: _("Give a bank account: its bank and 1 to 19 digits or letters, without spaces."),
        Refusal.ACCOUNT_TAKEN: _("Another payee has this account. Ask whoever keeps it."),
        Refusal.UNKNOWN_BANK: _("Choose the bank from the list."),
        Refusal.WRONG_AMOUNT: _("The amount has to be at least 1 đồng."),
        Refusal.CHARGED_ALREADY: _("Money is asked for this already."),
        Refusal.NO_CARDS: _("This cannot be paid by card. Pay by transfer, or ask whoever is paid."),
        Refusal.CARD_UNDER_WAY: _("Somebody is about to pay this by card. Look again in a few minutes."),
        Refusal.LIVE_KEY: _("This is a demonstration: take a test key of Stripe, which moves no real money."),
    }
    return words[why]
