"""Words for why a row of an import waits."""

from catalog.intake.import_rules import ImportRefusal, ImportState, RowOutcome
from catalog.intake.rules import Reason, ResolutionKind
from foundation.i18n.messages import gettext as _


def reason_words(reason: Reason) -> str:
    """Why a row of an import waits or is not whole."""
    words = {
        Reason.PROVINCE_UNKNOWN: _("No province, of today or of before the mergers, has this name."),
        Reason.ID_MISSING: _("Without an id and a producer nothing tells this product from others of its name."),
        Reason.PRODUCER_COMMUNE_DIFFERS: _("A producer of this name is known in another commune of the province."),
        Reason.PRODUCER_KIND_DIFFERS: _("A producer of this name but of another legal form is known in the province."),
        Reason.PRODUCER_NAME_DIFFERS: _("A producer whose name differs in its marks alone is known in the province."),
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
        Reason.OTHER_PROVINCE: _("The row belongs to another province than the list."),
        Reason.IDENTITY_CHANGED: _("The id is known for a product of another name and another producer."),
        Reason.ID_REPEATED: _("Another row of the file is the same product."),
        Reason.STAR_INVALID: _("The stars cannot be read."),
        Reason.YEAR_INVALID: _("The year cannot be one of the programme."),
        Reason.DATE_INVALID: _("The day of the decision cannot be read."),
    }
    return words.get(reason, _("Something in the row cannot be read."))


def outcome_words(outcome: RowOutcome) -> str:
    """Return what became of a row, in a word."""
    return {
        RowOutcome.CREATED: _("new"),
        RowOutcome.UPDATED: _("changed"),
        RowOutcome.UNCHANGED: _("as on record"),
        RowOutcome.NEEDS_REVIEW: _("in doubt"),
        RowOutcome.REJECTED: _("not taken in"),
    }[outcome]


def way_words(way: ResolutionKind) -> str:
    """Return what an officer said a row is."""
    return {
        ResolutionKind.AGAIN: _("read again with the words as they are now"),
        ResolutionKind.SAME_PRODUCT: _("the product on record"),
        ResolutionKind.SAME_PRODUCER: _("a product of the producer on record"),
        ResolutionKind.OTHER_PRODUCER: _("a product of another producer of this name"),
        ResolutionKind.OF_ITS_OWN: _("a product whose producer is not known"),
        ResolutionKind.REJECT: _("not to be taken in"),
    }[way]


def state_words(state: ImportState) -> str:
    """Return where an import stands."""
    return {
        ImportState.READ: _("columns to be looked at"),
        ImportState.CHECKING: _("being checked"),
        ImportState.CHECKED: _("checked, nothing kept yet"),
        ImportState.RUNNING: _("going into the catalogue"),
        ImportState.DONE: _("in the catalogue"),
        ImportState.UNDOING: _("being undone"),
        ImportState.UNDONE: _("undone"),
    }[state]


def import_refusal_words(why: ImportRefusal) -> str:
    """Why something cannot be done to an import, and what to do."""
    return {
        ImportRefusal.STATE_CHANGED: _("A colleague was faster: the import stands elsewhere now. Here is how it is."),
        ImportRefusal.NO_ROWS: _("No row was found under these headings. Choose the headings or a column otherwise."),
        ImportRefusal.TOO_MANY_ROWS: _("There are more than 5,000 rows. Send the list in parts."),
    }[why]
