"""Words for reports."""

from catalog.reports.rules import Kind, Refusal, State
from foundation.i18n.messages import gettext as _


def kind_label(kind: Kind) -> str:
    """Return what is reported."""
    words = {
        Kind.ERROR: _("an error on the page"),
        Kind.FAKE: _("a fake or misused stars"),
        Kind.COMPLAINT: _("a complaint"),
    }
    return words[kind]


def state_label(state: State) -> str:
    """Where a report stands."""
    words = {
        State.UNCONFIRMED: _("not confirmed yet"),
        State.RECEIVED: _("received"),
        State.IN_HAND: _("being worked on"),
        State.ANSWERED: _("answered"),
        State.DECLINED: _("closed without a change"),
    }
    return words[state]


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done to a report."""
    words = {
        Refusal.CLOSED: _("A colleague has closed this report already. Here is the answer."),
        Refusal.TAKEN: _("A colleague works on this report already."),
        Refusal.NO_WORDS: _("Write to whoever reported it."),
        Refusal.TOO_OLD: _("This link is too old or not whole. Report it again, please."),
    }
    return words[why]
