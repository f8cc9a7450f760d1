"""Words for claims and for refusals."""

from catalog.representation.rules import Position, Refusal, State
from foundation.i18n.messages import gettext as _


def position_label(position: Position) -> str:
    """Return what somebody is in the enterprise."""
    words = {
        Position.HEAD: _("director, chair or head"),
        Position.OWNER: _("owner of the household or farm"),
        Position.DEPUTY: _("deputy"),
        Position.ASSIGNED: _("charged with it by the director or owner"),
    }
    return words[position]


def state_label(state: State) -> str:
    """Where a claim stands."""
    words = {
        State.LODGED: _("waits for the officer"),
        State.ACCEPTED: _("accepted"),
        State.REFUSED: _("refused"),
        State.WITHDRAWN: _("taken back"),
    }
    return words[state]


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done, and what to do."""
    words = {
        Refusal.CLOSED: _("Somebody has decided this claim already."),
        Refusal.OWN: _("This concerns yourself: a colleague decides it."),
        Refusal.NO_WORDS: _("Say why: the other side reads it."),
        Refusal.ASKED_ALREADY: _("There is such a claim already; an officer is checking it."),
        Refusal.MEMBER_ALREADY: _("Whoever this is speaks for the producer already."),
        Refusal.TOO_MANY: _("Three claims are waiting already. Wait for the officer, or take one back."),
        Refusal.NO_ACCOUNT: _("There is no open account with this address or number. They open one first."),
        Refusal.STANDS_IN: _("You stand in for a member, who alone can hand the record over."),
        Refusal.TO_ONESELF: _("This is your own account. Name whoever follows you."),
    }
    return words[why]
