"""Words for why a row of an import waits."""

from catalog.intake.rules import Reason
from foundation.i18n.messages import gettext as _


def reason_words(reason: Reason) -> str:
    """Why a row of an import waits or is not whole."""
    words = {
        Reason.PROVINCE_UNKNOWN: _("No province, of today or of before the mergers, has this name."),
        Reason.ID_MISSING: _("Without an id and a producer nothing tells this product from others of its name."),
        Reason.PRODUCER_COMMUNE_DIFFERS: _("A producer of this name is known in another commune of the province."),
        Reason.PRODUCER_KIND_DIFFERS: _("A producer of this name but of another legal form is known in the province."),
        Reason.POSSIBLE_DUPLICATE: _("The same producer’s product of this name stands in the list under another id."),
        Reason.LATER_DECISION_KNOWN: _("A certificate of a later decision is on record."),
        Reason.DISTRICT_UNKNOWN: _("The district was not found; the province is certain."),
        Reason.DISTRICT_AMBIGUOUS: _("Several districts have this name; the province is certain."),
        Reason.COMMUNE_UNKNOWN: _("The commune was not found; what lies above it is certain."),
        Reason.COMMUNE_AMBIGUOUS: _("Several communes have this name; what lies above them is certain."),
        Reason.GROUP_UNKNOWN: _("No official group has this name or code."),
        Reason.EVIDENCE_MISSING: _("The row does not say who says it; it counts as a seller’s own claim."),
        Reason.NAME_MISSING: _("The row names no product."),
        Reason.TEXT_DAMAGED: _("A text in the row is damaged by a wrong encoding. Type it again."),
        Reason.PROVINCE_MISSING: _("The row names no province."),
    }
    return words.get(reason, _("Something in the row cannot be read."))
