"""Words for faults, refusals and levels."""

from admin.decisions.rules import Fault, Refusal
from catalog.regulations.editions import LAW
from foundation.i18n.formats import day
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import spoken


def fault_words(fault: Fault) -> str:
    """Return what is wrong with a row, and what to do."""
    words = {
        Fault.NAME_MISSING: _("The product's name is missing."),
        Fault.TEXT_DAMAGED: _("A text in the row is damaged by a wrong encoding. Type it again."),
        Fault.STARS_MISSING: _("Write the stars as a number, such as 4."),
        Fault.STARS_TOO_FEW: _("One and two stars get no certificate. Leave the row out."),
        Fault.STARS_NOT_OF_LEVEL: _("This authority does not give these stars. Check the stars or the level."),
        Fault.PRODUCER_MISSING: _("A new record needs its producer's name."),
        Fault.UNDECIDED: _("Choose which record this is."),
        Fault.TWICE: _("Two rows mean this record. Leave one out or choose another record."),
        Fault.LATER_DECISION: _("A later decision on this product is on record. Leave the row out."),
        Fault.KNOWN_ALREADY: _("This decision is on record for the product with other stars. Leave the row out."),
        Fault.OUT_OF_PROVINCE: _("This record is no longer there or lies in another province. Choose again."),
    }
    return words[fault]


def place_words(doubt: str) -> str:
    """Return what is not certain of where a new record would lie, and what then happens."""
    words = {
        "district_unknown": _("The district was not found; only the province would be recorded."),
        "district_ambiguous": _("Several districts have this name; only the province would be recorded."),
        "commune_unknown": _("The commune was not found; only what lies above it would be recorded."),
        "commune_ambiguous": _("Several communes have this name; only what lies above them would be recorded."),
    }
    return words.get(doubt, _("The place is not certain."))


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done to an entry, and what to do."""
    words = {
        Refusal.CHANGED_MEANWHILE: _(
            "A colleague changed this decision meanwhile. Here is how it stands now; your changes were not applied."
        ),
        Refusal.ENTERED: _("A colleague has finished this decision already. Here is the result."),
        Refusal.ROWS_OPEN: _("Some rows still need a decision. What you filled in has been saved."),
        Refusal.NO_ROWS: _("Paste the table, or choose a file with it."),
        Refusal.TOO_MANY_ROWS: _("There are more than 500 rows. Enter the decision in parts."),
        Refusal.IN_THE_FUTURE: _("The decision cannot be of a day that is still to come."),
        Refusal.BEFORE_OCOP: _("There were no OCOP decisions before %(day)s.", day=day(LAW.began, spoken())),
    }
    return words[why]
