"""Words for what rooms hold, how long, and which deadlines run. A room or a rule without words is an error."""

from datetime import timedelta

from catalog.reports.rules import Kind as ReportKind
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.privacy.rules import Kind


def held_words(room: str) -> str:
    """What a room holds about somebody."""
    return {
        "accounts": _(
            "Your account: name, e-mail address or phone number, commune, language; the browsers you signed in from, "
            "with address and time. Of passwords and codes only what proves them."
        ),
        "permissions": _("Offices: which you hold or held, where, from when to when and by which decision."),
        "audit": _("What you changed in the records, when and why; it stays under a number when the account is gone."),
        "files": _("Files you sent: photos and papers."),
        "notices": _("Notices to you, and how you want to get them."),
        "privacy": _("What you agreed to, word for word, and your requests about your data."),
        "representation": _("For which producer you speak, and how you showed that you may."),
        "profiles": _("What you wrote about products: story, prices, photos."),
        "enquiries": _("Questions you asked about a producer’s record, and their answers."),
        "reports": _("Reports you took on as an officer, with your answers."),
        "verification": _("For officers: which decisions they entered and which records they merged."),
        "announcements": _("For officers: which announcements they wrote, approved or withdrew."),
        "registry": _("For officers: which lists of appointments they sent."),
    }[room]


def kept_words(what: str) -> str:
    """What a rule of retention is about, and from when its time runs."""
    return {
        "account_sessions": _("Browsers you signed in from, after the session ended"),
        "one_time_secrets": _("Links and codes, after they were used or ran out"),
        "attempt_lanes": _("Counters of attempts to sign in, after the wait is over"),
        "known_devices": _("Browsers that are known, after they were last used"),
        "notices": _("Notices, after they were read"),
        "registrations": _("Applications for an account that nobody confirmed, after their link ran out"),
        "appointment_lists": _("Lists of appointments, after they were carried out"),
        "claim_proofs": _("Papers that showed for whom you speak, after the claim was decided"),
        "unconfirmed_reports": _("Reports that nobody confirmed, after their link ran out"),
        "report_senders": _("E-mail address of whoever reported something, after the answer"),
        "letters": _("Copies of letters in the folder of an installation that sends no mail"),
    }[what]


def lasts_words(lasts: timedelta) -> str:
    """How long that is."""
    if not lasts:
        return _("deleted the next night")
    return ngettext("%(num)d day", "%(num)d days", lasts.days)


def request_words(kind: Kind) -> str:
    """What somebody may ask about their data."""
    return {
        Kind.ACCESS: _("to know what is held about you"),
        Kind.CORRECT: _("to have it corrected"),
        Kind.DELETE: _("to have your account deleted"),
        Kind.WITHDRAW: _("to withdraw a consent"),
        Kind.OBJECT: _("to object to a use"),
        Kind.COMPLAINT: _("to complain about how your data are treated"),
    }[kind]


def report_words(kind: ReportKind) -> str:
    """What can be reported, with an example."""
    return {
        ReportKind.FAKE: _("A fake: stars, a code or a package that cannot be right"),
        ReportKind.ERROR: _("An error in a record: name, place, group, stars, decision"),
        ReportKind.COMPLAINT: _("A complaint about a product, a producer or this site"),
    }[kind]
