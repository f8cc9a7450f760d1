"""Words for why something cannot be done to a certificate."""

from catalog.certificates.ending_rules import Refusal
from foundation.i18n.messages import gettext as _


def certificate_words(why: Refusal) -> str:
    """Why something cannot be done to a certificate, and what to do."""
    words = {
        Refusal.ENDED: _("This certificate was ended already, perhaps by a colleague. Here is how it stands."),
        Refusal.CHANGED_MEANWHILE: _(
            "A colleague changed this certificate meanwhile. Here is how it stands now; your changes were not applied."
        ),
        Refusal.NOT_TRANSITIONAL: _(
            "It was issued under the rules in force, under which a renewal is lodged in time; there is no extension."
        ),
        Refusal.OVER: _("It expired too long ago to be extended."),
        Refusal.LODGED_LATER: _("The renewal cannot have been lodged on a day that is still to come."),
        Refusal.LODGED_AFTER_EXPIRY: _(
            "The renewal was lodged after the certificate had expired; then it does not stay valid."
        ),
        Refusal.TOO_SHORT: _("This is before its own expiry or over already. Choose a later day."),
        Refusal.TOO_LONG: _("It does not stay valid for so long after its expiry. Choose an earlier day."),
        Refusal.IN_THE_FUTURE: _("The decision cannot be of a day that is still to come."),
        Refusal.BEFORE_ISSUE: _("The decision is older than the certificate."),
        Refusal.WRONG_LEVEL: _("Another level revokes so many stars. Check the level."),
        Refusal.NO_GROUND: _("A revocation has one of the grounds of the rules, a withdrawal has none."),
    }
    return words[why]
