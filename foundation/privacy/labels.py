"""Words for requests and refusals."""

from foundation.i18n.messages import gettext as _
from foundation.privacy.rules import ConsentDoor, Kind, Refusal, State


def kind_label(kind: Kind) -> str:
    """Return what is asked for."""
    words = {
        Kind.ACCESS: _("to know what is held"),
        Kind.CORRECT: _("to correct"),
        Kind.DELETE: _("to delete the account"),
        Kind.WITHDRAW: _("to withdraw a consent"),
        Kind.OBJECT: _("to stop a use"),
        Kind.COMPLAINT: _("complaint"),
    }
    return words[kind]


def state_label(state: State) -> str:
    """Where a request stands."""
    words = {
        State.RECEIVED: _("received"),
        State.IN_HAND: _("being worked on"),
        State.DONE: _("done"),
        State.REFUSED: _("refused"),
        State.CANCELLED: _("taken back"),
    }
    return words[state]


def how_label(how: ConsentDoor) -> str:
    """Where somebody agreed."""
    return {ConsentDoor.OWN_PAGE: _("on this page"), ConsentDoor.REGISTRATION: _("when registering")}[how]


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done to a request, and what to do."""
    words = {
        Refusal.CLOSED: _("This request is finished already."),
        Refusal.REPLIED: _("The first answer was given already."),
        Refusal.EXTENDED: _("The deadline was put off once already; the law allows no second time."),
        Refusal.TOO_LATE: _("The deadline has passed and cannot be put off any more. Finish the request now."),
        Refusal.TOO_LONG: _("The law allows 15 days more at most."),
        Refusal.NOT_LATER: _("Choose a day after the present deadline."),
        Refusal.NO_WORDS: _("Write to whoever asks."),
        Refusal.OWN: _("This is your own request: a colleague answers it."),
        Refusal.OFFICE: _("You hold an office. Ask for your appointment to be ended first, then delete the account."),
        Refusal.ASKED_ALREADY: _("This account is to be deleted already."),
        Refusal.BY_ITSELF: _("The account is deleted by itself on its day; nobody says so by hand."),
    }
    return words[why]
