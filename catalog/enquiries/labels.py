"""Why something cannot be done, in words."""

from catalog.enquiries.rules import Refusal
from foundation.i18n.messages import gettext as _


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done, and what to do."""
    words = {
        Refusal.REPRESENTED: _("Somebody speaks for this producer by now. Use the contact on its page."),
        Refusal.TOO_MANY: _("Five of your questions wait already. Please wait for an answer."),
        Refusal.NO_WORDS: _("Write what you want to say."),
        Refusal.ANSWERED: _("A colleague has answered this already."),
    }
    return words[why]
