"""Words for faults, refusals and levels."""

from collections.abc import Iterable
from datetime import date

from admin.verification.ending_rules import Refusal as CertificateRefusal
from admin.verification.rules import Fault, Refusal
from catalog.intake.rules import Reason
from catalog.producers.merging import Obstacle
from catalog.regulations.editions import LAW, edition_on
from foundation.i18n.formats import day
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import spoken
from foundation.tables.faults import Fault as FileFault
from foundation.tables.faults import UnreadableFile


def fault_words(fault: Fault) -> str:
    """Return what is wrong with a row, and what to do."""
    words = {
        Fault.NAME_MISSING: _("The product's name is missing."),
        Fault.TEXT_DAMAGED: _("A text in the row is damaged by a wrong encoding. Type it anew."),
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


def table_words(why: UnreadableFile) -> str:
    """Why a file is not read as a table, and what to do."""
    if why.fault is FileFault.FAR_CELL:
        return _(
            "Cell %(cell)s lies far away from the table. Delete its whole row and column, save the file and send it"
            " again.",
            cell=f"{why.column}{why.row}",
        )
    if why.fault in {FileFault.PDF, FileFault.IMAGE}:
        return _("A PDF or a picture holds no table that can be read. Ask for the list as a spreadsheet.")
    if why.fault is FileFault.ENCRYPTED:
        return _("This spreadsheet is protected by a password. Save it without one and send it again.")
    return _("This file cannot be read as a table. Save it as XLSX or as CSV UTF-8, at most 5 MB.")


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done to an entry, and what to do."""
    words = {
        Refusal.CHANGED_MEANWHILE: _(
            "A colleague changed this decision meanwhile. Here is how it stands now; nothing of yours was applied."
        ),
        Refusal.ENTERED: _("A colleague has finished this decision already. Here is the result."),
        Refusal.ROWS_OPEN: _("Some rows are still open. What you filled in has been kept."),
        Refusal.NO_ROWS: _("Paste the table, or choose a file with it."),
        Refusal.TOO_MANY_ROWS: _("There are more than 500 rows. Enter the decision in parts."),
        Refusal.IN_THE_FUTURE: _("The decision cannot be of a day that is still to come."),
        Refusal.BEFORE_OCOP: _("There were no OCOP decisions before %(day)s.", day=day(LAW.began, spoken())),
    }
    return words[why]


def certificate_words(why: CertificateRefusal) -> str:
    """Why something cannot be done to a certificate, and what to do."""
    words = {
        CertificateRefusal.ENDED: _(
            "This certificate was ended already, perhaps by a colleague. Here is how it stands."
        ),
        CertificateRefusal.CHANGED_MEANWHILE: _(
            "A colleague changed this certificate meanwhile. Here is how it stands now; nothing of yours was applied."
        ),
        CertificateRefusal.NOT_TRANSITIONAL: _(
            "It was issued under the rules in force, under which a renewal is lodged in time; there is no extension."
        ),
        CertificateRefusal.OVER: _("It expired too long ago to be extended."),
        CertificateRefusal.LODGED_LATER: _("The renewal cannot have been lodged on a day that is still to come."),
        CertificateRefusal.LODGED_AFTER_EXPIRY: _(
            "The renewal was lodged after the certificate had expired; then it does not stay valid."
        ),
        CertificateRefusal.TOO_SHORT: _("This is before its own expiry or over already. Choose a later day."),
        CertificateRefusal.TOO_LONG: _("It does not stay valid for so long after its expiry. Choose an earlier day."),
        CertificateRefusal.IN_THE_FUTURE: _("The decision cannot be of a day that is still to come."),
        CertificateRefusal.BEFORE_ISSUE: _("The decision is older than the certificate."),
        CertificateRefusal.WRONG_LEVEL: _("Another level revokes so many stars. Check the level."),
        CertificateRefusal.NO_GROUND: _("A revocation has one of the grounds of the rules, a withdrawal has none."),
    }
    return words[why]


def level_label(code: str) -> str:
    """Return a level of authorities, with its last day where it is no more."""
    level = LAW.level_by_code.get(code)
    if level is None:
        return code
    name = level.title.shown(spoken()).text
    return _("%(level)s (to %(day)s)", level=name, day=day(level.until, spoken())) if level.until else name


def givers(on: date) -> str:
    """Who recognises which stars on a day, in one line."""
    held = (one for one in edition_on(on).recognitions if one.holds(on))
    return "; ".join(_stars_of(one.stars, one.who.shown(spoken()).text) for one in held)


def revokers(on: date) -> str:
    """Who revokes which stars by the rules of a day, in one line."""
    held = edition_on(on).revocation.by
    return "; ".join(_stars_of(one.stars, one.who.shown(spoken()).text) for one in held)


def _stars_of(stars: Iterable[int], who: str) -> str:
    return _("%(stars)s stars: %(who)s", stars=", ".join(map(str, sorted(stars))), who=who)


def obstacle_words(why: Obstacle) -> str:
    """Why two producers cannot become one, and what to do."""
    words = {
        Obstacle.SAME: _("This is one record only."),
        Obstacle.MERGED_ALREADY: _("One of the two was merged already, perhaps by a colleague."),
        Obstacle.OTHER_PROVINCE: _("The two are of different provinces."),
        Obstacle.CERTIFIED_TWIN: _(
            "Both have a product of one name, and that of the record that goes is certified. Merge the other way round."
        ),
        Obstacle.HAS_MEMBERS: _(
            "People act for the record that goes. End their appointments first, or merge the other way round."
        ),
        Obstacle.OWN_RECORD: _("You, or whom you act for, speak for one of the two. Ask a colleague to merge them."),
        Obstacle.ILLUSTRATION: _("One of the two is an illustration, and no real record."),
    }
    return words[why]


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
        Reason.TEXT_DAMAGED: _("A text in the row is damaged by a wrong encoding. Type it anew."),
        Reason.PROVINCE_MISSING: _("The row names no province."),
    }
    return words.get(reason, _("Something in the row cannot be read."))
