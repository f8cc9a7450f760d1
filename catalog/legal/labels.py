"""Words for how long something is kept, what may be asked and reported; what rooms hold they say themselves."""

from datetime import timedelta

from catalog.reports.rules import Kind as ReportKind
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.privacy.rules import Kind


def duration_words(lasts: timedelta) -> str:
    """How long that is."""
    if not lasts:
        return _("deleted the next night")
    return ngettext("%(num)d day", "%(num)d days", lasts.days)


def request_words(kind: Kind) -> str:
    """Return what somebody may ask about their data."""
    return {
        Kind.ACCESS: _("to know what is held about you"),
        Kind.CORRECT: _("to have it corrected"),
        Kind.DELETE: _("to have your account deleted"),
        Kind.WITHDRAW: _("to withdraw a consent"),
        Kind.OBJECT: _("to object to a use"),
        Kind.COMPLAINT: _("to complain about how your data are treated"),
    }[kind]


def report_words(kind: ReportKind) -> str:
    """Return what can be reported, with an example."""
    return {
        ReportKind.FAKE: _("A fake: stars, a code or a package that cannot be right"),
        ReportKind.ERROR: _("An error in a record: name, place, group, stars, decision"),
        ReportKind.COMPLAINT: _("A complaint about a product, a producer or this site"),
    }[kind]
