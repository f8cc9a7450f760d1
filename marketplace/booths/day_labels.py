"""Words for a fair's days."""

from foundation.i18n.messages import gettext as _
from foundation.workflow.rules import Refused
from marketplace.booths.day_rules import DayRefusal
from marketplace.booths.labels import refusal_words
from marketplace.booths.rules import BoothRefusal


def day_refusal_words(refused: Refused) -> str:
    """Return why it was not noted, and what to do."""
    words = {
        DayRefusal.UNKNOWN_CODE: _("No badge of this fair has this code. Check the letters, or look for the name."),
        DayRefusal.NOT_TODAY: _("Check-in is open from two days before the fair until its last day."),
        DayRefusal.NOT_A_DAY: _("Choose a day of the fair that has begun."),
        DayRefusal.TAKES_NO_PART: _("This registration does not take part in the fair."),
        DayRefusal.NOTHING_TOLD: _("Fill in one number at least."),
    }
    why = refused.reason
    return words[why] if isinstance(why, DayRefusal) else refusal_words(refused.of(BoothRefusal))
